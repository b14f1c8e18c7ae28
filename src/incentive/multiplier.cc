// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/multiplier.h"

#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {
namespace {

absl::StatusOr<int32_t> FindBand(std::span<const RateBand> bands, const Fraction& value,
                                 Boundary boundary, Outside outside) {
  const std::optional<int32_t> band = Lookup(bands, value, boundary);
  if (band.has_value()) return *band;
  if (outside == Outside::kZero) return -1;
  return MakeError(Reason::kValueInNoBand, "no band holds " + value.ToString());
}

Exact PaysOf(std::span<const RateBand> bands, int32_t band) {
  return band < 0 ? Exact() : Exact(bands[static_cast<size_t>(band)].pays);
}

}  // namespace

absl::StatusOr<Earnings> TargetMultiplier(std::span<const RateBand> bands,
                                          std::span<const Fraction> attainments,
                                          const MultiplierOptions& options) {
  if (options.method != TierMethod::kMarginal && options.method != TierMethod::kWhole)
    return MakeError(Reason::kInvalidArgument, "multipliers are marginal or whole");
  const Exact target(options.target_incentive);
  Earnings earnings;
  for (size_t i = 0; i < attainments.size(); ++i) {
    const Fraction& attainment = attainments[i];
    if (options.method == TierMethod::kWhole) {
      ATTAIN_ASSIGN_OR_RETURN(const int32_t band,
                              FindBand(bands, attainment, options.boundary, options.outside));
      earnings.bands.push_back(band);
      ATTAIN_RETURN_IF_ERROR(AddRow(target * Exact(attainment) * PaysOf(bands, band), earnings));
      continue;
    }
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Slice> slices, Slices(bands, 0, attainment));
    Exact sum;
    for (const Slice& slice : slices) {
      const Exact factor = PaysOf(bands, slice.band);
      const Exact amount = target * Exact(slice.width) * factor;
      ATTAIN_RETURN_IF_ERROR(amount.status());
      sum += amount;
      earnings.pieces.push_back(
          {static_cast<int64_t>(i), slice.band, slice.width, factor.value(), amount.value()});
    }
    ATTAIN_RETURN_IF_ERROR(AddRow(sum, earnings));
  }
  return SumAndRound(std::move(earnings), options.rounding);
}

absl::StatusOr<Earnings> Modify(std::span<const Fraction> earned, std::span<const Fraction> values,
                                std::span<const RateBand> bands, Boundary boundary, Outside outside,
                                const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(earned.size(), values.size(), "values"));
  Earnings earnings;
  for (size_t i = 0; i < earned.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const int32_t band, FindBand(bands, values[i], boundary, outside));
    earnings.bands.push_back(band);
    ATTAIN_RETURN_IF_ERROR(AddRow(Exact(earned[i]) * PaysOf(bands, band), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

absl::StatusOr<Earnings> RateByAttainment(std::span<const RateBand> bands,
                                          std::span<const Fraction> actuals, const Fraction& quota,
                                          std::span<const Fraction> amounts, Boundary boundary,
                                          Outside outside, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(actuals.size(), amounts.size(), "amounts"));
  if (quota.sign() <= 0) return MakeError(Reason::kTargetZero, "a quota must be above 0");
  Earnings earnings;
  for (size_t i = 0; i < actuals.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction attainment, ExactQuotient(actuals[i], quota));
    ATTAIN_ASSIGN_OR_RETURN(const int32_t band, FindBand(bands, attainment, boundary, outside));
    earnings.bands.push_back(band);
    ATTAIN_RETURN_IF_ERROR(AddRow(Exact(amounts[i]) * PaysOf(bands, band), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
