// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/fx.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "attain/base/finding.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// The day under which a rate is filed: monthly averages under the first of their month.
Date FiledUnder(Date day, RateType type) {
  return type == RateType::kMonthAvg ? FirstOfMonth(day) : day;
}

auto KeyOf(const FxRate& rate) {
  return std::make_tuple(rate.from.code(), rate.to.code(), rate.type, rate.day);
}

}  // namespace

std::string_view Name(RateType type) {
  switch (type) {
    case RateType::kSpot:
      return "spot";
    case RateType::kMonthAvg:
      return "month_avg";
    case RateType::kPlan:
      return "plan";
  }
  return "spot";
}

struct Fx::State {
  std::vector<FxRate> rates;  // sorted by pair, type and filed day

  /// The rate of exactly this direction that counts on `day`.
  std::optional<Decimal> Find(Currency from, Currency to, Date day, RateType type,
                              int32_t max_age) const {
    FxRate wanted{.from = from, .to = to, .day = FiledUnder(day, type), .type = type, .rate = {}};
    auto after =
        std::upper_bound(rates.begin(), rates.end(), wanted,
                         [](const FxRate& a, const FxRate& b) { return KeyOf(a) < KeyOf(b); });
    if (after == rates.begin()) return std::nullopt;
    const FxRate& found = *std::prev(after);
    if (found.from.code() != from.code() || found.to.code() != to.code() || found.type != type)
      return std::nullopt;
    const int32_t age = wanted.day - found.day;
    const bool counts =
        type == RateType::kPlan || age == 0 || (type == RateType::kSpot && age <= max_age);
    return counts ? std::optional<Decimal>(found.rate) : std::nullopt;
  }

  /// The rate of a pair, direct or by the reciprocal where that is allowed.
  absl::StatusOr<std::optional<Fraction>> Pair(Currency from, Currency to, Date day, RateType type,
                                               const FxOptions& options) const {
    if (const auto direct = Find(from, to, day, type, options.max_age); direct.has_value()) {
      return std::optional<Fraction>(Fraction(*direct));
    }
    if (options.inverse) {
      if (const auto opposite = Find(to, from, day, type, options.max_age); opposite.has_value()) {
        ATTAIN_ASSIGN_OR_RETURN(const Fraction reciprocal,
                                Divide(Fraction(1), Fraction(*opposite)));
        return std::optional<Fraction>(reciprocal);
      }
    }
    return std::optional<Fraction>();
  }
};

Fx::Fx() : state_(std::make_shared<const State>()) {}

bool Fx::empty() const { return state_->rates.empty(); }

absl::StatusOr<Fx> Fx::Of(std::vector<FxRate> rates) {
  Findings findings;
  for (size_t i = 0; i < rates.size(); ++i) {
    rates[i].day = FiledUnder(rates[i].day, rates[i].type);
    if (rates[i].rate.sign() <= 0) {
      findings.AddError(Reason::kInvalidArgument, {.row = static_cast<int64_t>(i), .field = "rate"},
                        StrCat("the rate ", rates[i].rate.ToString(), " is not above zero"));
    }
  }
  attain::internal::Sort(rates,
                         [](const FxRate& a, const FxRate& b) { return KeyOf(a) < KeyOf(b); });
  for (size_t i = 1; i < rates.size(); ++i) {
    if (KeyOf(rates[i - 1]) == KeyOf(rates[i])) {
      findings.AddError(Reason::kDupKey, {.field = "day"},
                        StrCat("two ", Name(rates[i].type), " rates ", rates[i].from.code(), " to ",
                               rates[i].to.code(), " on ", rates[i].day.ToString()));
    }
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  Fx fx;
  auto state = std::make_shared<State>();
  state->rates = std::move(rates);
  fx.state_ = std::move(state);
  return fx;
}

absl::StatusOr<Fraction> Fx::Rate(Currency from, Currency to, Date day, RateType type,
                                  const FxOptions& options) const {
  if (from.is_none() || to.is_none())
    return MakeError(Reason::kCcyMissing, "an amount without a currency cannot be converted");
  if (from.code() == to.code()) return Fraction(1);
  ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> rate,
                          state_->Pair(from, to, day, type, options));
  if (rate.has_value()) return *rate;
  if (!options.via.is_none()) {
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> first,
                            state_->Pair(from, options.via, day, type, options));
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> second,
                            state_->Pair(options.via, to, day, type, options));
    if (first.has_value() && second.has_value()) return Multiply(*first, *second);
  }
  return MakeError(Reason::kFxMissing, StrCat("no ", Name(type), " rate ", from.code(), " to ",
                                              to.code(), " on ", day.ToString()));
}

absl::StatusOr<Fraction> Fx::Convert(Decimal amount, Currency from, Currency to, Date day,
                                     RateType type, const FxOptions& options) const {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction rate, Rate(from, to, day, type, options));
  return Multiply(Fraction(amount), rate);
}

}  // namespace attain::crm
