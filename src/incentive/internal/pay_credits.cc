// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payouts on credits, of which each earns its part: bands, rates, SPIFFs.

#include <algorithm>
#include <map>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/payer.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

// What lies in no band is an error unless the plan says otherwise; what lies below zero has its own
// rule.
absl::Status CheckOutside(const std::vector<Emitted>& segments, const Tiers& tiers) {
  if (tiers.outside == Outside::kZero) return absl::OkStatus();
  for (const Emitted& segment : segments) {
    if (segment.band >= 0 || segment.base.is_zero() || segment.below_zero) continue;
    return MakeError(Reason::kValueInNoBand,
                     StrCat(segment.base.ToString(), " of the credit lies in no band"));
  }
  return absl::OkStatus();
}

// The band of a value of whole tiers; -1 for one that pays nothing.
absl::StatusOr<int32_t> WholeBand(const Tiers& tiers, const TierRates& rates,
                                  const Fraction& value) {
  if (value.sign() < 0 && tiers.negative == NegativeBase::kCarry) return -1;
  std::optional<int32_t> band = Lookup(rates.bands(), value, tiers.boundary);
  if (band.has_value()) return *band;
  if (value.sign() < 0) {
    if (tiers.negative == NegativeBase::kZero) return -1;
    band = Lookup(rates.bands(), Fraction(0), tiers.boundary);
    if (band.has_value()) return *band;
  }
  if (tiers.outside == Outside::kZero) return -1;
  return MakeError(Reason::kValueInNoBand, StrCat("no band holds ", value.ToString()));
}

// Interpolated bands as rates: the sum of a band over its width.
absl::StatusOr<TierRates> SumsAsRates(const TierRates& sums, const Fraction& unit) {
  std::vector<RateBand> bands(sums.bands().begin(), sums.bands().end());
  for (RateBand& band : bands) {
    const Exact width = (Exact(band.to.value_or(band.from)) - Exact(band.from)) * Exact(unit);
    ATTAIN_RETURN_IF_ERROR(width.status());
    if (width.value().is_zero())
      return MakeError(Reason::kInvalidArgument, "an interpolated band needs an end");
    const Exact rate = Exact(band.pays) / width;
    ATTAIN_RETURN_IF_ERROR(rate.status());
    band.pays = rate.value();
  }
  return TierRates::Of(std::move(bands));
}

absl::StatusOr<TierRates> OneRate(const Fraction& rate) {
  return TierRates::Of({{.from = 0, .to = {}, .pays = rate}});
}

}  // namespace

absl::Status Payer::Take(const Walked& walked, const Selection& selection, Rule rule) {
  for (const Emitted& emitted : walked.segments) {
    total_ += Exact(emitted.amount);
    if (detail_ != Detail::kTrace || emitted.band < 0 || emitted.credits.empty()) continue;
    PayLine line;
    line.rule = rule;
    line.version = selection.version;
    line.band = rule == Rule::kBand ? emitted.band : selection.rule;
    line.member = selection.member;
    line.base = emitted.base;
    line.rate = emitted.rate;
    line.amount = emitted.amount;
    line.credits = emitted.credits;
    pay_.lines.push_back(std::move(line));
  }
  for (size_t i = 0; i < walked.earned.size(); ++i)
    pay_.credits[static_cast<size_t>(selection.credits[i])] = walked.earned[i];
  return total_.status();
}

// Bands: everything by the version of the period, or runs of credits each by its own.
absl::Status Payer::PayBands(int32_t version) {
  const size_t count = CountOf(input_);
  const bool by_day = terms_.definition().version_at == VersionAt::kTransaction;
  if (version < 0 && !by_day) return count == 0 ? absl::OkStatus() : NoVersion(input_.last_day);
  const auto tiers_of = [&](int32_t v) -> const Tiers& {
    return std::get<Tiers>(terms_.versions()[static_cast<size_t>(v)].payout);
  };
  // A cap may carry too; that is another balance.
  const bool carries = std::any_of(
      terms_.versions().begin(), terms_.versions().end(), [](const Terms& one) {
        return std::get<Tiers>(one.payout).negative == NegativeBase::kCarry;
      });
  const Fraction before = carries ? input_.base_before : Fraction();
  const Exact sum = Exact(before) + Exact(pay_.credited);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  pay_.base_before = before;
  const Fraction first = excess_amount_.has_value() ? std::max(before, *excess_amount_) : before;
  if (carries && sum.value().sign() < 0) pay_.base_after = sum.value();
  if (!by_day) {
    Selection all{.version = version, .member = -1, .rule = -1, .credits = {}};
    for (size_t i = 0; i < count; ++i) all.credits.push_back(static_cast<int32_t>(i));
    return PayTiers(tiers_of(version), std::move(all), first, sum.value());
  }
  Exact start = first;
  for (size_t i = 0; i < count;) {
    Selection run{.version = VersionOf(i), .member = -1, .rule = -1, .credits = {}};
    if (run.version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    Exact end = start;
    for (; i < count && VersionOf(i) == run.version; ++i) {
      run.credits.push_back(static_cast<int32_t>(i));
      end += Exact(AmountAt(*paid_on_, i));
    }
    ATTAIN_RETURN_IF_ERROR(end.status());
    ATTAIN_RETURN_IF_ERROR(
        PayTiers(tiers_of(run.version), std::move(run), start.value(), sum.value()));
    start = end;
  }
  return absl::OkStatus();
}

// A selection along the bands of its version, from `start`; `sum` is where all of it ends.
absl::Status Payer::PayTiers(const Tiers& tiers, Selection selection, const Fraction& start,
                             const Fraction& sum) {
  const TierRates* rates = &terms_.versions()[static_cast<size_t>(selection.version)].rates;
  Fraction unit = 1;
  Fraction value = sum;
  if (tiers.over.kind == "attainment") {
    ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(tiers.over.id));
    unit = attained.quota;
    value = attained.attainment;
    pay_.quota = attained.quota;
    pay_.attainment = attained.attainment;
    if (sum != pay_.credited && attained.actual == pay_.credited) {  // something was carried
      ATTAIN_ASSIGN_OR_RETURN(value, ExactQuotient(sum, unit));
    }
  }
  const bool below = tiers.negative == NegativeBase::kFirstBand;
  TierRates own;
  if (tiers.method == TierMethod::kMarginal || tiers.method == TierMethod::kInterpolated) {
    if (tiers.method == TierMethod::kInterpolated) {
      ATTAIN_ASSIGN_OR_RETURN(own, SumsAsRates(*rates, unit));
      rates = &own;
    }
    ATTAIN_ASSIGN_OR_RETURN(const Walked walked, WalkBands(*rates, unit, below, *paid_on_,
                                                           selection, walk_detail(), start));
    ATTAIN_RETURN_IF_ERROR(CheckOutside(walked.segments, tiers));
    return Take(walked, selection, Rule::kBand);
  }
  if (selection.credits.empty()) return absl::OkStatus();  // whole, or over a span retroactive
  ATTAIN_ASSIGN_OR_RETURN(const int32_t band, WholeBand(tiers, *rates, value));
  if (band < 0) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(own, OneRate(rates->bands()[static_cast<size_t>(band)].pays));
  const bool carry = tiers.negative == NegativeBase::kCarry;
  ATTAIN_ASSIGN_OR_RETURN(Walked walked,
                          WalkBands(own, 1, !carry, *paid_on_, selection, walk_detail(), start));
  for (Emitted& emitted : walked.segments) {
    if (emitted.band >= 0) emitted.band = band;
  }
  return Take(walked, selection, Rule::kBand);
}

// Rates of single credits: flat, by rule, overrides; each at the rate of its own version.
absl::Status Payer::PayRates() {
  std::map<std::pair<int32_t, int32_t>, Selection> selections;  // by version and member or rule
  for (size_t i = 0; i < CountOf(input_); ++i) {
    const int32_t version = VersionOf(i);
    if (version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    const Payout& payout = terms_.versions()[static_cast<size_t>(version)].payout;
    Selection one{.version = version, .member = -1, .rule = -1, .credits = {}};
    const auto* override_ = std::get_if<Override>(&payout);
    if (override_ != nullptr && override_->mode == OverrideMode::kIndividual &&
        !input_.members.empty())
      one.member = input_.members[i];
    if (const auto* rates = std::get_if<Rates>(&payout); rates != nullptr) {
      one.rule = RuleOf(version, i);
      if (one.rule < 0 && rates->outside == Outside::kError)
        return MakeError(Reason::kValueInNoBand, StrCat("no rule matches a transaction of ",
                                                        Date::FromDays(input_.days[i]).ToString()));
      if (one.rule < 0) continue;
    }
    Selection& selection =
        selections.try_emplace({version, std::max(one.member, one.rule)}, one).first->second;
    selection.credits.push_back(static_cast<int32_t>(i));
  }
  for (const auto& entry : selections) {
    const Selection& selection = entry.second;
    const Terms& terms = terms_.versions()[static_cast<size_t>(selection.version)];
    TierRates rates = terms.rates;
    if (selection.rule >= 0) {
      const Rate rate =
          std::get<Rates>(terms.payout).rules[static_cast<size_t>(selection.rule)].rate;
      ATTAIN_ASSIGN_OR_RETURN(rates, OneRate(Fraction(rate.factor())));
    }
    ATTAIN_ASSIGN_OR_RETURN(const Walked walked, WalkBands(rates, 1, true, *paid_on_, selection,
                                                           walk_detail(), Fraction()));
    const Rule rule =
        std::holds_alternative<Override>(terms.payout) ? Rule::kOverride : Rule::kRate;
    ATTAIN_RETURN_IF_ERROR(Take(walked, selection, rule));
  }
  return absl::OkStatus();
}

// A sum for each credit that qualifies, by its share; refunds take it back.
absl::Status Payer::PaySpiffs() {
  std::map<int32_t, PayLine> lines;  // by version
  std::map<int32_t, int64_t> sold;   // once per period: sales less refunds that qualify
  for (size_t i = 0; i < CountOf(input_); ++i) {
    const int32_t version = VersionOf(i);
    if (version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    const auto& spiff = std::get<Spiff>(terms_.versions()[static_cast<size_t>(version)].payout);
    const Fraction share = ShareOf(i);
    if (RuleOf(version, i) < 0 || share.sign() <= 0) continue;
    const Fraction amount = AmountAt(input_, i);
    const int sign = amount.sign() < 0 ? -1 : 1;
    if (spiff.minimum.has_value()) {
      const Exact size = (sign < 0 ? Exact() - Exact(amount) : Exact(amount)) / Exact(share);
      ATTAIN_RETURN_IF_ERROR(size.status());
      if (size.value() < Fraction(*spiff.minimum)) continue;
    }
    PayLine& line = lines[version];
    const bool once = spiff.mode == SpiffMode::kOncePerPeriod;
    if (once) {
      sold[version] += sign;
      if (sign < 0 || !line.credits.empty()) continue;
      line.base = share;
    } else {
      const Exact base = Exact(line.base) + Exact(sign < 0 ? -share : share);
      ATTAIN_RETURN_IF_ERROR(base.status());
      line.base = base.value();
    }
    line.credits.push_back(static_cast<int32_t>(i));
    if (!lines_wanted()) continue;
    pay_.credits[i] = sign < 0 ? -share : share;
  }
  for (auto& [version, line] : lines) {
    const auto& spiff = std::get<Spiff>(terms_.versions()[static_cast<size_t>(version)].payout);
    ATTAIN_ASSIGN_OR_RETURN(const Money money, spiff.amount.ToMoney(terms_.currency()));
    line.rule = Rule::kSpiff;
    line.version = version;
    line.rate = Fraction(money.ToDecimal());
    const bool paid = spiff.mode == SpiffMode::kEveryTime || sold[version] > 0;
    const Fraction rate = paid ? line.rate : Fraction();
    if (lines_wanted()) {
      for (const int32_t credit : line.credits) {
        Fraction& earned = pay_.credits[static_cast<size_t>(credit)];
        ATTAIN_ASSIGN_OR_RETURN(earned, ExactProduct(earned, rate));
      }
    }
    ATTAIN_ASSIGN_OR_RETURN(line.amount, ExactProduct(line.base, rate));
    total_ += Exact(line.amount);
    if (detail_ == Detail::kTrace && paid && !line.credits.empty())
      pay_.lines.push_back(std::move(line));
  }
  return total_.status();
}

}  // namespace attain::incentive
