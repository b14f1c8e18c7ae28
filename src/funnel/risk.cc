// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/risk.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "attain/base/status.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrAppend;
using internal::StrCat;

// The text of a rule and what its columns hold in a row.
std::string WhyOf(const RiskRule& rule, const expression::Bound& bound, const table::Table& deals,
                  int64_t row) {
  std::string why = rule.text.empty() ? rule.when : rule.text;
  const char* separator = " (";
  for (const std::string& name : bound.columns()) {
    const table::Column* column = deals.column(name);
    if (column == nullptr) continue;
    StrAppend(&why, separator, name, " ", column->FormatAt(row));
    separator = ", ";
  }
  if (separator[0] == ',') why += ")";
  return why;
}

}  // namespace

absl::Status AddLog(std::span<const DealChange> changes, std::vector<DealFacts>& facts) {
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].deal < 0 || static_cast<size_t>(changes[i].deal) >= facts.size()) {
      return MakeError(Reason::kRowOutOfRange,
                       StrCat("deal_changes row ", i, ": there is no deal ", changes[i].deal));
    }
  }
  for (DealFacts& deal : facts) {
    if (deal.amount)
      deal.peak_amount = std::max(deal.peak_amount.value_or(*deal.amount), *deal.amount);
  }
  for (const DealChange& change : changes) {
    DealFacts& deal = facts[static_cast<size_t>(change.deal)];
    if (change.field == DealField::kCloseDay && change.old_value && change.new_value &&
        *change.new_value > *change.old_value)
      ++deal.pushes;
    if (change.field != DealField::kAmount) continue;
    for (const auto& value : {change.old_value, change.new_value})
      if (value) deal.peak_amount = std::max(deal.peak_amount.value_or(*value), *value);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DealRisk>> AssessDeals(std::span<const DealFacts> facts, Date as_of,
                                                  const RiskLimits& limits) {
  if (limits.overdue_days < 1 || limits.silent_days < 1 || limits.pushes < 1 ||
      !(limits.shrunk > 0 && limits.shrunk <= 1)) {
    return MakeError(Reason::kInvalidArgument,
                     "limits of days and pushes are at least 1, that of shrinking lies above 0 and "
                     "at most at 1");
  }
  std::vector<DealRisk> risks;
  risks.reserve(facts.size());
  for (const DealFacts& deal : facts) {
    DealRisk risk;
    const auto since = [&](const std::optional<Date>& day) {
      return day ? static_cast<int64_t>(as_of.days()) - day->days() : INT64_MIN;
    };
    const auto days = [](int64_t count) {
      return static_cast<int32_t>(std::min<int64_t>(count, INT32_MAX));
    };
    if (since(deal.expected_close) >= limits.overdue_days)
      risk.overdue = days(since(deal.expected_close));
    if (deal.stuck_after && since(deal.stage_since) > *deal.stuck_after)
      risk.stuck = days(since(deal.stage_since));
    if (since(deal.last_activity) >= limits.silent_days)
      risk.silent = days(since(deal.last_activity));
    if (deal.pushes >= limits.pushes) risk.pushed = deal.pushes;
    if (deal.amount && deal.peak_amount && *deal.peak_amount > 0) {
      const double gone =
          1 - static_cast<double>(*deal.amount) / static_cast<double>(*deal.peak_amount);
      if (gone >= limits.shrunk - 1e-12) risk.shrunk = gone;
    }
    risk.signals = (risk.overdue ? 1 : 0) + (risk.stuck ? 1 : 0) + (risk.silent ? 1 : 0) +
                   (risk.pushed ? 1 : 0) + (risk.shrunk ? 1 : 0);
    risks.push_back(risk);
  }
  return risks;
}

absl::StatusOr<RuleHits> ApplyRules(std::span<const RiskRule> rules, const table::Table& deals) {
  Findings faults;
  std::set<std::string_view> known;
  std::vector<expression::Bound> bound;
  for (size_t i = 0; i < rules.size(); ++i) {
    const RiskRule& rule = rules[i];
    const std::string path =
        rule.id.empty() ? StrCat("rules[", i, "]") : StrCat("rules[", rule.id, "]");
    if (rule.id.empty())
      faults.AddError(Reason::kMissingKey, {.path = path + ".id"}, "a rule has a name");
    else if (!known.insert(rule.id).second)
      faults.AddError(Reason::kDuplicateId, {.path = path + ".id"},
                      "there is a rule of that name already");
    const auto parsed = expression::Parse(rule.when, {.where = {.path = path + ".when"}});
    if (!parsed.ok()) {
      faults.Append(FindingsOf(parsed.status()));
      continue;
    }
    expression::BindOptions options;
    options.expect = table::Type::kBool;
    auto made = expression::Bind(*parsed, deals, options);
    if (!made.ok()) {
      faults.Append(FindingsOf(made.status()));
      continue;
    }
    bound.push_back(*std::move(made));
  }
  ATTAIN_RETURN_IF_ERROR(faults.ToStatus());
  RuleHits result;
  for (size_t i = 0; i < bound.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const expression::Selection selection,
                            expression::Select(bound[i], deals));
    result.findings.Append(selection.findings);
    for (const int64_t row : selection.Rows())
      result.hits.push_back({row, static_cast<int32_t>(i), WhyOf(rules[i], bound[i], deals, row)});
  }
  std::stable_sort(result.hits.begin(), result.hits.end(),
                   [](const RuleHit& a, const RuleHit& b) { return a.row < b.row; });
  return result;
}

}  // namespace attain::funnel
