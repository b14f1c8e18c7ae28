// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/reward.h"

#include <algorithm>

#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "incentive/internal/check_amount.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::JoinPath;
using definition::Optional;
using definition::Required;

void CheckCondition(const definition::ExpressionText& where, std::string_view path,
                    Findings& findings) {
  if (where.empty()) return;
  findings.Append(FindingsOf(expression::ParseText(where, path).status()));
}

}  // namespace

Findings Validate(const Spiff& spiff, std::string_view path) {
  Findings findings;
  CheckCondition(spiff.where, JoinPath(path, "where"), findings);
  return findings;
}

Findings Validate(const Rates& rates, std::string_view path) {
  Findings findings;
  if (rates.rules.empty())
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(path, "rules")},
                      "rates need at least one rule");
  const bool ranked = rates.choose == RateChoice::kSpecific;
  bool covered = false;  // a rule before it matches everything and is no less specific
  for (size_t i = 0; i < rates.rules.size(); ++i) {
    const RateRule& rule = rates.rules[i];
    const std::string where = ListPath(path, "rules", i);
    CheckCondition(rule.where, JoinPath(where, "where"), findings);
    for (const auto& [dimension, scope] : rule.scopes) {
      if (std::find(rates.by.begin(), rates.by.end(), dimension) != rates.by.end()) continue;
      const std::string nearest = NearestWord(dimension, rates.by);
      findings.AddError(
          Reason::kUnknownName, {.path = JoinPath(JoinPath(where, "scopes"), dimension)},
          StrCat("\"", dimension, "\" is not one of the dimensions of \"by\""),
          nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
    }
    const bool narrow = std::any_of(rule.scopes.begin(), rule.scopes.end(), [](const auto& scope) {
      return scope.second != RuleScope::kAll;
    });
    if (covered && ranked && !narrow)
      findings.AddWarning(Reason::kTierUnreachable, {.path = where},
                          "a rule before it matches everything and names nothing less");
    covered = covered || (rule.where.empty() && !narrow);
  }
  if (rates.outside == Outside::kError && !rates.rules.empty() &&
      std::none_of(rates.rules.begin(), rates.rules.end(),
                   [](const RateRule& rule) { return rule.where.empty(); }))
    findings.AddWarning(Reason::kTierGap, {.path = JoinPath(path, "rules")},
                        "every rule has a condition; what none of them matches is not paid",
                        "add a rule without \"where\" or say \"outside\": \"zero\"");
  return findings;
}

Findings Validate(const Prizes& prizes, std::string_view path) {
  Findings findings;
  if (prizes.prizes.empty())
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(path, "prizes")},
                      "a contest needs at least one prize");
  for (size_t i = 0; i < prizes.prizes.size(); ++i) {
    const Decimal prize = prizes.prizes[i].value;
    const std::string where = ListPath(path, "prizes", i);
    if (prize < Decimal(0))
      findings.AddError(Reason::kOutOfBounds, {.path = where},
                        StrCat("a prize must be at least 0, not ", prize.ToString()));
    if (i > 0 && prize > prizes.prizes[i - 1].value)
      findings.AddWarning(
          Reason::kTierCliff, {.path = where},
          StrCat("place ", static_cast<int64_t>(i + 1), " wins more (", prize.ToString(),
                 ") than the place before it (", prizes.prizes[i - 1].value.ToString(), ")"));
  }
  return findings;
}

Findings Validate(const Pool& pool, std::string_view path) {
  Findings findings;
  if (pool.amount.has_value() == pool.rate.has_value())
    findings.AddError(Reason::kInvalidArgument,
                      {.path = JoinPath(path, pool.amount.has_value() ? "rate" : "amount")},
                      "a pool is either an amount or a rate of what was credited",
                      "give one of \"amount\" and \"rate\"");
  if (pool.amount.has_value() && pool.amount->value < Decimal(0))
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "amount")},
                      StrCat("a pool must be at least 0, not ", pool.amount->value.ToString()));
  if (pool.rate.has_value() && *pool.rate < Rate())
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "rate")},
                      StrCat("the rate of a pool must be at least 0, not ", pool.rate->ToString()));
  const bool weighted = pool.method == PoolMethod::kWeighted;
  if (!pool.over.kind.empty() && pool.method != PoolMethod::kShares)
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "over")},
                      "only a pool by shares compares a value", "say \"method\": \"shares\"");
  if (weighted == pool.weights.empty())
    findings.AddError(weighted ? Reason::kMissingKey : Reason::kUnsupportedOption,
                      {.path = JoinPath(path, "weights")},
                      weighted ? "a weighted pool lists the weights of payees"
                               : "only a weighted pool has weights",
                      weighted ? "write {\"R-104\": 2, …}" : "say \"method\": \"weighted\"");
  bool any = false;
  for (const auto& [payee, weight] : pool.weights) {
    if (weight < Decimal(0))
      findings.AddError(Reason::kNegativeShare,
                        {.path = JoinPath(JoinPath(path, "weights"), payee)},
                        StrCat("a weight must be at least 0, not ", weight.ToString()));
    any = any || weight != Decimal(0);
  }
  if (weighted && !pool.weights.empty() && !any)
    findings.AddError(Reason::kInvalidWeights, {.path = JoinPath(path, "weights")},
                      "all weights are 0");
  return findings;
}

const definition::WordTable& Describe(definition::Type<PoolMethod>) {
  static const auto& table = *new auto(definition::Words<PoolMethod>(
      "pool_method", "Who gets which part of a pool.",
      {{"equal", PoolMethod::kEqual, "Everyone who takes part the same."},
       {"shares", PoolMethod::kShares, "In proportion to a value; nothing below zero."},
       {"weighted", PoolMethod::kWeighted, "In proportion to weights the plan lists."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Spiff>) {
  static const auto& table = *new auto(
      definition::Table<Spiff>(
          "spiff", "A sum for each transaction that qualifies, by the payee's share of the credit.",
          {Required("amount", &Spiff::amount, "What one transaction pays."),
           Optional("where", &Spiff::where,
                    "Condition over the table of the measure. Default: every transaction."),
           Optional("minimum", &Spiff::minimum,
                    "Least size of the whole transaction, in the unit of the measure. Default: "
                    "any."),
           Optional("mode", &Spiff::mode, "Every time or once. Default: every_time.")})
          .Kind("spiff"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<RateRule>) {
  static const auto& table = *new auto(definition::Table<RateRule>(
      "rate_rule", "One rate among several.",
      {Required("rate", &RateRule::rate, "Paid on the credited amount."),
       Optional("where", &RateRule::where,
                "Condition over the table of the measure. Default: every transaction."),
       Optional("scopes", &RateRule::scopes,
                "How narrowly it names a dimension of by: id, group or all. Default: all.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Rates>) {
  static const auto& table = *new auto(
      definition::Table<Rates>(
          "rates", "A rate for each transaction, chosen among the rules that match it.",
          {Required("choose", &Rates::choose,
                    "Which of several; systems differ, so it must be said."),
           Optional("by", &Rates::by,
                    "Dimensions the rules are compared by, the most important first. Default: "
                    "none; then the rule listed first."),
           Required("rules", &Rates::rules, "The rules.").NonEmpty(),
           Optional("outside", &Rates::outside, "No rule matches. Default: error.")})
          .Kind("rates"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Prizes>) {
  static const auto& table = *new auto(
      definition::Table<Prizes>(
          "contest", "Prizes for the best of everyone the plan pays in the period.",
          {Required("over", &Prizes::over,
                    "The score, higher is better: {\"attainment\": target} or {\"measure\": the "
                    "component's own}.")
               .RefersTo({"attainment", "measure"}),
           Required("prizes", &Prizes::prizes, "First place first.").NonEmpty(),
           Optional("share", &Prizes::share,
                    "How equals share what does not divide evenly. Default: exact.")})
          .Kind("contest"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Pool>) {
  static const auto& table = *new auto(
      definition::Table<Pool>(
          "pool", "A sum of money shared by everyone the plan pays in the period, to the unit.",
          {Required("method", &Pool::method, "Who gets which part; it must be said."),
           Optional("amount", &Pool::amount, "The pool. Either this or rate."),
           Optional("rate", &Pool::rate,
                    "The pool as a part of what everyone who takes part was credited."),
           Optional("over", &Pool::over,
                    "Method shares: the value, {\"attainment\": target} or {\"measure\": the "
                    "component's own}. Default: the measure.")
               .RefersTo({"attainment", "measure"}),
           Optional("weights", &Pool::weights,
                    "Method weighted: weights by id of payee; others take no part."),
           Optional("prorate", &Pool::prorate,
                    "Parts in proportion to the days assigned to the plan. Default: as they "
                    "stand.")})
          .Kind("pool"));
  return table;
}

}  // namespace attain::incentive
