// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One walk of credits along bands, in the narrowest arithmetic that is exact, with as much kept as
// is asked for.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_WALK_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_WALK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/incentive/earning.h"
#include "attain/incentive/pay.h"

namespace attain::incentive {

/// What a walk emitted for one segment.
struct Emitted {
  int32_t band = -1;
  bool below_zero = false;  ///< The stretch below zero that no band covers.
  Fraction base;
  Fraction rate;
  Fraction amount;
  std::vector<int32_t> credits;
};

/// Which credits one walk takes, in their order.
struct Selection {
  int32_t version = 0;
  int32_t member = -1;
  int32_t rule = -1;  ///< Of `rates`.
  std::vector<int32_t> credits;
};

/// What a walk found, in exact fractions.
struct Walked {
  std::vector<Emitted> segments;
  std::vector<Fraction>
      earned;  ///< Per credit of the selection, unless only the total was asked for.
};

/// The amount of credit `i`.
Fraction AmountAt(const PayInput& input, size_t i);

/// Pays a selection, which begins at `start`, along bands whose bounds are multiplied by `unit`.
absl::StatusOr<Walked> WalkBands(const TierRates& rates, const Fraction& unit,
                                 bool first_band_below, const PayInput& input,
                                 const Selection& selection, Detail detail, const Fraction& start);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_WALK_H_
