// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/bands.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

std::optional<int32_t> Lookup(std::span<const RateBand> bands, const Fraction& value,
                              Boundary boundary) {
  for (size_t i = 0; i < bands.size(); ++i) {
    const RateBand& band = bands[i];
    const bool above_from = boundary == Boundary::kUpperInclusive
                                ? band.from < value || (value.is_zero() && band.from.is_zero())
                                : band.from <= value;
    const bool below_to =
        !band.to.has_value() ||
        (boundary == Boundary::kLowerInclusive ? value < *band.to : value <= *band.to);
    if (above_from && below_to) return static_cast<int32_t>(i);
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<Slice>> Slices(std::span<const RateBand> bands, const Fraction& a,
                                          const Fraction& b, const Fraction& unit) {
  std::vector<Slice> slices;
  for (size_t i = 0; i < bands.size(); ++i) {
    const Exact from = Exact(bands[i].from) * Exact(unit);
    const Exact to = bands[i].to.has_value() ? Exact(*bands[i].to) * Exact(unit) : Exact(b);
    ATTAIN_RETURN_IF_ERROR(from.status());
    ATTAIN_RETURN_IF_ERROR(to.status());
    const Exact width = std::min(Exact(b), to) - std::max(Exact(a), from);
    ATTAIN_RETURN_IF_ERROR(width.status());
    if (width.value().sign() > 0) slices.push_back({static_cast<int32_t>(i), width.value()});
  }
  return slices;
}

absl::StatusOr<Fraction> Marginal(std::span<const RateBand> bands, const Fraction& a,
                                  const Fraction& b, const Fraction& unit) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Slice> slices, Slices(bands, a, b, unit));
  Exact sum;
  for (const Slice& slice : slices)
    sum += Exact(slice.width) * Exact(bands[static_cast<size_t>(slice.band)].pays);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  return sum.value();
}

absl::StatusOr<Fraction> Interpolate(std::span<const RateBand> bands, const Fraction& value) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Slice> slices, Slices(bands, 0, value));
  for (const RateBand& band : bands) {
    if (!band.to.has_value())
      return MakeError(Reason::kInvalidArgument, "an interpolated band needs an end");
    if (*band.to == band.from)
      return MakeError(Reason::kDivisionByZero, "an interpolated band must not be empty");
  }
  Exact sum;
  for (const Slice& slice : slices) {
    const RateBand& band = bands[static_cast<size_t>(slice.band)];
    sum += Exact(band.pays) * Exact(slice.width) / (Exact(*band.to) - Exact(band.from));
  }
  ATTAIN_RETURN_IF_ERROR(sum.status());
  return sum.value();
}

}  // namespace attain::incentive
