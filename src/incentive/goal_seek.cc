// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/goal_seek.h"

#include <optional>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::Status CheckBands(std::span<const RateBand> bands) {
  for (size_t i = 0; i < bands.size(); ++i) {
    if (bands[i].pays < 0 || bands[i].from < 0) {
      return MakeError(Reason::kInvalidArgument, "band " + std::to_string(i) +
                                                     " must start at 0 or above and pay no less "
                                                     "than nothing");
    }
    const bool inverted = bands[i].to && *bands[i].to < bands[i].from;
    const bool overlaps = i > 0 && (!bands[i - 1].to || bands[i].from < *bands[i - 1].to);
    if (inverted || overlaps) {
      return MakeError(Reason::kTierOverlap,
                       "band " + std::to_string(i) + " starts before the one below it ends");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Fraction> SalesFor(std::span<const RateBand> bands, const Fraction& desired) {
  if (desired < 0) {
    return MakeError(Reason::kInvalidArgument, "pay of " + desired.ToString() + " is wanted");
  }
  if (desired.is_zero()) return Fraction(0);
  Exact missing(desired);
  for (const RateBand& band : bands) {
    if (band.pays.is_zero()) continue;
    const Exact sales = Exact(band.from) + missing / Exact(band.pays);
    ATTAIN_RETURN_IF_ERROR(sales.status());
    if (!band.to || sales.value() <= *band.to) return sales.value();
    missing = missing - (Exact(*band.to) - Exact(band.from)) * Exact(band.pays);
  }
  ATTAIN_RETURN_IF_ERROR(missing.status());
  return MakeError(Reason::kValueInNoBand, "the bands never pay " + desired.ToString() + ": " +
                                               missing.value().ToString() +
                                               " is missing above the last one");
}

}  // namespace

absl::StatusOr<std::vector<Fraction>> GoalSeek(std::span<const Fraction> desired,
                                               const Fraction& certain, const Fraction& rate) {
  if (rate.is_zero()) return MakeError(Reason::kDivisionByZero, "a rate of 0 pays nothing");
  std::vector<Fraction> required;
  required.reserve(desired.size());
  for (const Fraction& pay : desired) {
    const Exact sales = (Exact(pay) - Exact(certain)) / Exact(rate);
    ATTAIN_RETURN_IF_ERROR(sales.status());
    required.push_back(sales.value());
  }
  return required;
}

absl::StatusOr<std::vector<Fraction>> GoalSeekTiers(std::span<const RateBand> bands,
                                                    std::span<const Fraction> desired) {
  ATTAIN_RETURN_IF_ERROR(CheckBands(bands));
  std::vector<Fraction> required;
  required.reserve(desired.size());
  for (const Fraction& pay : desired) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction sales, SalesFor(bands, pay));
    required.push_back(sales);
  }
  return required;
}

}  // namespace attain::incentive
