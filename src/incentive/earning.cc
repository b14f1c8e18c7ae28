// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/earning.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/segments.h"

namespace attain::incentive {
namespace {

absl::Status CheckLength(size_t expected, size_t length, const char* what) {
  if (length == expected) return absl::OkStatus();
  return MakeError(Reason::kLengthMismatch, std::string(what) + ": " + std::to_string(length) +
                                                " values for " + std::to_string(expected) +
                                                " amounts");
}

// Sums, effective rate and rounding, once `exact` is filled.
absl::StatusOr<Earnings> Finish(Earnings earnings, std::span<const Decimal> amounts,
                                const Rounding& rounding) {
  Exact earned;
  Exact base;
  for (const Fraction& line : earnings.exact) earned += Exact(line);
  for (const Decimal& amount : amounts) base += Exact(Fraction(amount));
  ATTAIN_RETURN_IF_ERROR(earned.status());
  ATTAIN_RETURN_IF_ERROR(base.status());
  earnings.exact_total = earned.value();
  if (!base.value().is_zero()) {
    ATTAIN_ASSIGN_OR_RETURN(earnings.effective_rate, Divide(earned.value(), base.value()));
  }
  ATTAIN_ASSIGN_OR_RETURN(earnings.rounded, RoundLines(earnings.exact, rounding));
  return earnings;
}

absl::StatusOr<int32_t> BandOf(std::span<const RateBand> bands, const Fraction& value,
                               Boundary boundary, Outside outside) {
  const std::optional<int32_t> band = Lookup(bands, value, boundary);
  if (band.has_value()) return *band;
  if (outside == Outside::kZero) return -1;
  return MakeError(Reason::kValueInNoBand, "no band holds " + value.ToString());
}

// What a row is compared with.
absl::StatusOr<Exact> MeasureOf(const TierTableOptions& options, Decimal amount,
                                std::span<const Decimal> measures, size_t row) {
  switch (options.basis) {
    case TierBasis::kAmount:
      return Exact(Fraction(amount));
    case TierBasis::kAttainment:
      return Exact(Fraction(amount)) / Exact(options.quota);
    case TierBasis::kMeasure:
    case TierBasis::kUnits:
      return Exact(Fraction(measures[row]));
  }
  return MakeError(Reason::kInvalidArgument, "unknown basis");
}

absl::Status Whole(std::span<const RateBand> bands, std::span<const Decimal> amounts,
                   std::span<const Decimal> measures, const TierTableOptions& options,
                   Earnings& earnings) {
  Exact before = Exact(Fraction(options.initial));
  if (options.basis == TierBasis::kAttainment) before = before / Exact(options.quota);
  Exact total = before;
  if (options.lookup_on_total) {
    for (size_t i = 0; i < amounts.size(); ++i) {
      ATTAIN_ASSIGN_OR_RETURN(const Exact measure, MeasureOf(options, amounts[i], measures, i));
      total += measure;
    }
  }
  for (size_t i = 0; i < amounts.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(Exact value, MeasureOf(options, amounts[i], measures, i));
    if (options.lookup_on_total) {
      value = total;
    } else if (options.accumulate) {
      before += value;
      value = before;
    }
    ATTAIN_RETURN_IF_ERROR(value.status());
    ATTAIN_ASSIGN_OR_RETURN(const int32_t band,
                            BandOf(bands, value.value(), options.boundary, options.outside));
    const Fraction rate = band < 0 ? Fraction(0) : bands[static_cast<size_t>(band)].pays;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned, Multiply(Fraction(amounts[i]), rate));
    earnings.exact.push_back(earned);
    earnings.bands.push_back(band);
  }
  return absl::OkStatus();
}

absl::Status Split(std::span<const RateBand> bands, std::span<const Decimal> amounts,
                   std::span<const Decimal> measures, const TierTableOptions& options,
                   Earnings& earnings) {
  const bool units = options.basis == TierBasis::kUnits;
  const Exact unit = options.basis == TierBasis::kAttainment ? Exact(options.quota) : Exact(1);
  std::vector<Stretch<Exact>> stretches;
  for (size_t i = 0; i < bands.size(); ++i) {
    const RateBand& band = bands[i];
    const Exact to = band.to.has_value() ? Exact(*band.to) * unit : Exact();
    stretches.push_back({Exact(band.from) * unit, to, !band.to.has_value(), Exact(band.pays),
                         static_cast<int32_t>(i)});
  }
  const Segments<Exact> segments =
      MakeSegments(stretches, options.negative == NegativeBase::kFirstBand);
  const Exact start = Exact(Fraction(options.accumulate ? options.initial : Decimal(0)));
  Position<Exact> at{start, SegmentOf(segments, start)};
  const Position<Exact> origin = at;
  for (size_t i = 0; i < amounts.size(); ++i) {
    Exact price = Exact(1);  // money per unit of what the walk measures
    if (units) {
      if (measures[i].is_zero())
        return MakeError(Reason::kDivisionByZero, "a transaction has 0 units");
      price = Exact(Fraction(amounts[i])) / Exact(Fraction(measures[i]));
    }
    Exact earned;
    if (!options.accumulate) at = origin;
    at = Walk(segments, at, Exact(Fraction(units ? measures[i] : amounts[i])),
              [&](size_t segment, const Exact& width, const Exact& rate) {
                const int32_t band = segments.band[segment];
                if (band < 0) return;
                const Exact amount = width * rate * price;
                earned += amount;
                earnings.pieces.push_back(
                    {static_cast<int64_t>(i), band, width.value(), rate.value(), amount.value()});
              });
    ATTAIN_RETURN_IF_ERROR(at.x.status());
    ATTAIN_RETURN_IF_ERROR(earned.status());
    earnings.exact.push_back(earned.value());
  }
  return absl::OkStatus();
}

absl::Status Interpolated(std::span<const RateBand> bands, std::span<const Decimal> amounts,
                          Earnings& earnings) {
  for (size_t i = 0; i < amounts.size(); ++i) {
    const Fraction amount(amounts[i]);
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned, Interpolate(bands, amount));
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Slice> slices, Slices(bands, 0, amount));
    for (const Slice& slice : slices) {
      const RateBand& band = bands[static_cast<size_t>(slice.band)];
      const Exact rate = Exact(band.pays) / (Exact(*band.to) - Exact(band.from));
      const Exact paid = Exact(slice.width) * rate;
      ATTAIN_RETURN_IF_ERROR(paid.status());
      earnings.pieces.push_back(
          {static_cast<int64_t>(i), slice.band, slice.width, rate.value(), paid.value()});
    }
    earnings.exact.push_back(earned);
  }
  return absl::OkStatus();
}

absl::Status CheckCombination(const TierTableOptions& options) {
  const bool units = options.basis == TierBasis::kUnits;
  const bool measure = options.basis == TierBasis::kMeasure;
  bool meaningful = true;
  switch (options.method) {
    case TierMethod::kWhole:
      meaningful = !units && (!options.lookup_on_total || options.accumulate);
      break;
    case TierMethod::kMarginal:
      meaningful = !measure && !options.lookup_on_total;
      break;
    case TierMethod::kInterpolated:
      meaningful = options.basis == TierBasis::kAmount && !options.accumulate;
      break;
    case TierMethod::kRetroactive:
      meaningful = false;  // needs periods: TierPeriods
      break;
  }
  if (!meaningful)
    return MakeError(Reason::kInvalidArgument,
                     "this method, basis and way to accumulate do not go together");
  if (options.basis == TierBasis::kAttainment && options.quota.sign() <= 0) {
    return MakeError(Reason::kTargetZero, "a quota must be above 0");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RoundedLines> RoundLines(std::span<const Fraction> exact, const Rounding& rounding,
                                        int default_scale) {
  const int64_t scale = rounding.scale.value_or(default_scale);
  if (scale < 0 || scale > Decimal::kMaxScale)
    return MakeError(Reason::kOverflow, "a scale must be from 0 to 38");
  const bool each = rounding.point == RoundingPoint::kTransaction;
  const bool cumulative = rounding.point == RoundingPoint::kCumulative;
  RoundedLines rounded;
  rounded.total = Decimal::Unchecked(0, static_cast<int>(scale));
  Exact running;
  for (const Fraction& line : exact) {
    running += Exact(line);
    ATTAIN_RETURN_IF_ERROR(running.status());
    if (each) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal value,
                              Round(line, static_cast<int>(scale), rounding.mode));
      rounded.lines.push_back(value);
      ATTAIN_ASSIGN_OR_RETURN(rounded.total, Add(rounded.total, value));
    } else if (cumulative) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal after,
                              Round(running.value(), static_cast<int>(scale), rounding.mode));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal value, Subtract(after, rounded.total));
      rounded.lines.push_back(value);
      rounded.total = after;
    }
  }
  if (!each && !cumulative) {
    ATTAIN_ASSIGN_OR_RETURN(rounded.total,
                            Round(running.value(), static_cast<int>(scale), rounding.mode));
  }
  return rounded;
}

absl::StatusOr<Earnings> FlatRate(std::span<const Decimal> amounts, std::span<const Decimal> costs,
                                  std::span<const uint8_t> credit_note,
                                  const FlatRateOptions& options) {
  if (!costs.empty() || options.margin)
    ATTAIN_RETURN_IF_ERROR(CheckLength(amounts.size(), costs.size(), "costs"));
  if (!credit_note.empty())
    ATTAIN_RETURN_IF_ERROR(CheckLength(amounts.size(), credit_note.size(), "credit_note"));
  Earnings earnings;
  for (size_t i = 0; i < amounts.size(); ++i) {
    Decimal base = amounts[i];
    if (options.margin) {
      ATTAIN_ASSIGN_OR_RETURN(base, Subtract(base, costs[i]));
      if (options.margin_floor.has_value() && base < *options.margin_floor)
        base = *options.margin_floor;
    }
    if (!credit_note.empty() && credit_note[i] != 0) base = -base;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned,
                            Multiply(Fraction(base), Fraction(options.rate)));
    earnings.exact.push_back(earned);
  }
  return Finish(std::move(earnings), amounts, options.rounding);
}

absl::StatusOr<Earnings> TierTable(std::span<const RateBand> bands,
                                   std::span<const Decimal> amounts,
                                   std::span<const Decimal> measures,
                                   const TierTableOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckCombination(options));
  const bool needs_measures =
      options.basis == TierBasis::kMeasure || options.basis == TierBasis::kUnits;
  ATTAIN_RETURN_IF_ERROR(
      CheckLength(needs_measures ? amounts.size() : 0, measures.size(), "measures"));
  Earnings earnings;
  if (options.method == TierMethod::kWhole) {
    ATTAIN_RETURN_IF_ERROR(Whole(bands, amounts, measures, options, earnings));
  } else if (options.method == TierMethod::kMarginal) {
    ATTAIN_RETURN_IF_ERROR(Split(bands, amounts, measures, options, earnings));
  } else {
    ATTAIN_RETURN_IF_ERROR(Interpolated(bands, amounts, earnings));
  }
  return Finish(std::move(earnings), amounts, options.rounding);
}

absl::StatusOr<PeriodEarnings> TierPeriods(std::span<const RateBand> bands,
                                           std::span<const Decimal> credits, const Fraction& quota,
                                           TierMethod method, int scale, RoundingMode mode) {
  if (method != TierMethod::kMarginal && method != TierMethod::kRetroactive) {
    return MakeError(Reason::kInvalidArgument, "tiers over periods are marginal or retroactive");
  }
  if (quota.sign() <= 0) return MakeError(Reason::kTargetZero, "a quota must be above 0");
  PeriodEarnings result;
  Exact before;       // credit before the period
  Exact paid_before;  // earned before the period
  Exact rate_before;  // rate of the period before
  for (size_t i = 0; i < credits.size(); ++i) {
    const Exact after = before + Exact(Fraction(credits[i]));
    ATTAIN_RETURN_IF_ERROR(after.status());
    Exact earned;
    Exact catch_up;
    if (method == TierMethod::kMarginal) {
      earned = Exact(Marginal(bands, before.value(), after.value(), quota));
    } else {
      const Exact attainment = after / Exact(quota);
      ATTAIN_RETURN_IF_ERROR(attainment.status());
      ATTAIN_ASSIGN_OR_RETURN(
          const int32_t band,
          BandOf(bands, attainment.value(), Boundary::kLowerInclusive, Outside::kError));
      const Exact rate = Exact(bands[static_cast<size_t>(band)].pays);
      earned = after * rate - paid_before;
      if (i > 0) catch_up = (rate - rate_before) * before;
      rate_before = rate;
    }
    ATTAIN_RETURN_IF_ERROR(earned.status());
    ATTAIN_RETURN_IF_ERROR(catch_up.status());
    result.exact.push_back(earned.value());
    result.catch_up.push_back(catch_up.value());
    paid_before += earned;
    before = after;
  }
  ATTAIN_RETURN_IF_ERROR(paid_before.status());
  const Rounding each{.point = RoundingPoint::kTransaction, .mode = mode, .scale = scale};
  ATTAIN_ASSIGN_OR_RETURN(RoundedLines lines, RoundLines(result.exact, each));
  ATTAIN_ASSIGN_OR_RETURN(RoundedLines catch_up, RoundLines(result.catch_up, each));
  result.lines = std::move(lines.lines);
  result.catch_up_lines = std::move(catch_up.lines);
  ATTAIN_ASSIGN_OR_RETURN(result.total, Round(paid_before.value(), scale, mode));
  return result;
}

absl::StatusOr<CappedEarnings> CappedRate(std::span<const Decimal> credits, Decimal rate,
                                          Decimal cap, int scale, RoundingMode mode) {
  if (cap.sign() < 0)
    return MakeError(Reason::kCapNegative, "a cap must be at least 0, not " + cap.ToString());
  CappedEarnings result;
  for (const Decimal& credit : credits) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned, Multiply(Fraction(credit), Fraction(rate)));
    const Fraction paid = std::min(earned, Fraction(cap));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction withheld, Subtract(earned, paid));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal payout, Round(paid, scale, mode));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal kept, Round(withheld, scale, mode));
    result.payouts.push_back(payout);
    result.withheld.push_back(kept);
  }
  return result;
}

absl::StatusOr<Earnings> EffectiveRates(std::span<const RateVersion> versions,
                                        std::span<const Date> days,
                                        std::span<const Decimal> amounts,
                                        const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckLength(amounts.size(), days.size(), "days"));
  for (size_t i = 1; i < versions.size(); ++i) {
    if (versions[i].valid_from <= versions[i - 1].valid_from) {
      return MakeError(Reason::kIntervalOverlap, "version " + std::to_string(i) + " starts on " +
                                                     versions[i].valid_from.ToString() +
                                                     ", not after the one before it");
    }
  }
  Earnings earnings;
  for (size_t i = 0; i < amounts.size(); ++i) {
    const auto next = std::upper_bound(
        versions.begin(), versions.end(), days[i],
        [](Date day, const RateVersion& version) { return day < version.valid_from; });
    if (next == versions.begin())
      return MakeError(Reason::kNoPlanVersion, "no rate is in force on " + days[i].ToString());
    const auto version = std::prev(next);
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned,
                            Multiply(Fraction(amounts[i]), Fraction(version->rate)));
    earnings.exact.push_back(earned);
    earnings.bands.push_back(static_cast<int32_t>(version - versions.begin()));
  }
  return Finish(std::move(earnings), amounts, rounding);
}

}  // namespace attain::incentive
