// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/sales_rules.h"

#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/sales_rows.h"

namespace attain::incentive {
namespace {

constexpr int64_t kLargest = int64_t{1} << 60;

absl::Status Overflow() {
  return MakeError(Reason::kOverflow, "what a payee is paid in a period does not fit 64 bits");
}

absl::StatusOr<Factor> FactorOf(const Fraction& rate, int64_t numerator, int64_t denominator) {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction scale, Fraction::Of(numerator, denominator));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, Multiply(rate, scale));
  if (factor.numerator() > kLargest || factor.numerator() < -kLargest ||
      factor.denominator() > kLargest)
    return MakeError(Reason::kOverflow, attain::internal::StrCat("the rate ", rate.ToString(),
                                                                 " has too many digits"));
  return Factor{static_cast<int64_t>(factor.numerator()),
                static_cast<int64_t>(factor.denominator())};
}

// Makes one rule ready.
struct Make {
  const SalesPayOptions& options;
  RuleForm& form;

  absl::Status Rate(const Fraction& rate, Factor& factor) const {
    ATTAIN_ASSIGN_OR_RETURN(factor,
                            FactorOf(rate, ScaleFactor(options.scale), options.amount_denominator));
    return absl::OkStatus();
  }
  absl::Status operator()(const SalesRate& rule) const {
    form.kind = RuleForm::Kind::kRate;
    return Rate(rule.rate, form.rate);
  }
  absl::Status operator()(const SalesTiers& rule) const {
    form.kind = RuleForm::Kind::kTiers;
    if (rule.point != RoundingPoint::kTransaction && rule.point != RoundingPoint::kCumulative)
      return MakeError(Reason::kInvalidArgument,
                       "tiers are rounded per transaction or cumulatively");
    form.point = rule.point;
    form.negative = rule.negative;
    ATTAIN_ASSIGN_OR_RETURN(TierRates tiers, TierRates::Of(rule.bands));
    form.tiers.emplace(std::move(tiers));
    return absl::OkStatus();
  }
  absl::Status operator()(const SalesSpiff& rule) const {
    form.kind = RuleForm::Kind::kSpiff;
    form.pays = rule.pays;
    form.at_least = rule.at_least;
    return absl::OkStatus();
  }
  absl::Status operator()(const SalesShare& rule) const {
    form.kind = RuleForm::Kind::kShare;
    if (rule.own.sign() < 0 || rule.own > Fraction(1))
      return MakeError(Reason::kInvalidArgument, "the payee's own share must be from 0 to 1");
    ATTAIN_ASSIGN_OR_RETURN(form.own, FactorOf(rule.own, 1, 1));
    return Rate(rule.rate, form.rate);
  }
  absl::Status operator()(const SalesBonus& rule) const {
    form.kind = RuleForm::Kind::kBonus;
    if (rule.every < 1 || rule.year < rule.every || rule.year % rule.every != 0)
      return MakeError(Reason::kInvalidArgument,
                       "a bonus is paid every 1 or more periods, a year being a multiple of them");
    form.bonus = rule;
    for (const RateBand& band : rule.bands) {
      Factor factor;
      ATTAIN_RETURN_IF_ERROR(Rate(band.pays, factor));
      form.bonus_rates.push_back(factor);
    }
    return absl::OkStatus();
  }
};

// Below zero, zero or above: sold / quota against a bound. False when it does not fit.
bool Compare(Wide sold, Wide quota, const Fraction& bound, int& order) {
  Wide left = 0;
  Wide right = 0;
  if (!MultiplyFits(sold, FromAbsl(bound.denominator()), left) ||
      !MultiplyFits(quota, FromAbsl(bound.numerator()), right))
    return false;
  order = left < right ? -1 : left > right ? 1 : 0;
  return true;
}

// The band that holds sold / quota, or -1. False when it does not fit.
bool BandOf(const SalesBonus& bonus, Wide sold, Wide quota, int32_t& band) {
  band = -1;
  for (size_t i = 0; i < bonus.bands.size(); ++i) {
    int from = 0;
    int to = -1;
    if (!Compare(sold, quota, bonus.bands[i].from, from)) return false;
    if (bonus.bands[i].to.has_value() && !Compare(sold, quota, *bonus.bands[i].to, to))
      return false;
    const bool upper = bonus.boundary == Boundary::kUpperInclusive;
    const bool above =
        upper ? from > 0 || (from == 0 && bonus.bands[i].from.sign() == 0) : from >= 0;
    const bool below = bonus.boundary == Boundary::kLowerInclusive ? to < 0 : to <= 0;
    if (above && below) {
      band = static_cast<int32_t>(i);
      return true;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<RuleSet> MakeRules(std::span<const SalesRule> rules,
                                  const SalesPayOptions& options) {
  RuleSet set;
  for (const SalesRule& rule : rules) {
    RuleForm form;
    ATTAIN_RETURN_IF_ERROR(std::visit(Make{options, form}, rule));
    set.quotas |= form.kind == RuleForm::Kind::kTiers || form.kind == RuleForm::Kind::kBonus;
    set.bonus |= form.kind == RuleForm::Kind::kBonus;
    set.partners |= form.kind == RuleForm::Kind::kShare;
    set.rules.push_back(std::move(form));
  }
  return set;
}

bool PayRow(const RuleForm& rule, RoundingMode mode, int64_t amount, Wide& payee, Wide& partner) {
  payee = 0;
  partner = 0;
  switch (rule.kind) {
    case RuleForm::Kind::kRate:
      return Times(amount, rule.rate, mode, payee);
    case RuleForm::Kind::kSpiff:
      if (amount >= rule.at_least) payee = rule.pays;
      return true;
    case RuleForm::Kind::kShare: {
      Wide own = 0;
      return Times(amount, rule.own, mode, own) && Times(own, rule.rate, mode, payee) &&
             Times(amount - own, rule.rate, mode, partner);
    }
    default:
      return true;
  }
}

absl::Status PayBonus(const RuleForm& rule, RoundingMode mode, std::span<const int64_t> sold,
                      std::span<const int64_t> quotas, std::span<int64_t> paid) {
  const auto every = static_cast<size_t>(rule.bonus.every);
  const auto year = static_cast<size_t>(rule.bonus.year);
  Wide part = 0;
  Wide to_date = 0;
  Wide quota = 0;
  for (size_t i = 0; i < sold.size(); ++i) {
    if (i % every == 0) part = 0;
    if (i % year == 0) to_date = quota = 0;
    part += sold[i];
    to_date += sold[i];
    quota += quotas[i];
    paid[i] = 0;
    if (i % every != every - 1) continue;
    int32_t band = -1;
    if (!BandOf(rule.bonus, to_date, quota, band)) return Overflow();
    if (band < 0) continue;
    Wide bonus = 0;
    if (!Times(part, rule.bonus_rates[static_cast<size_t>(band)], mode, bonus) ||
        bonus > INT64_MAX || bonus < INT64_MIN)
      return Overflow();
    paid[i] = static_cast<int64_t>(bonus);
  }
  return absl::OkStatus();
}

}  // namespace attain::incentive
