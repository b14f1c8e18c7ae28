// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The one rule of rounding that every division follows: what the part cut off does to the last
// digit. 7 / 2 is 3 with rest 1 of 2: half-even moves it to 4, half-toward-zero leaves it at 3.
#ifndef ATTAIN_SRC_BASE_INTERNAL_ROUNDING_H_
#define ATTAIN_SRC_BASE_INTERNAL_ROUNDING_H_

#include "attain/base/rounding.h"
#include "base/internal/int128.h"

namespace attain::internal {

/// Whether a quotient cut off towards zero moves one away from zero. `negative`: the exact value
/// is below zero. `odd`: the quotient is odd. `rest`: what was cut off, in units of 1/`divisor`,
/// from 0 to `divisor` less one. Compares the rest with what is missing, so that nothing overflows.
inline bool MovesAway(RoundingMode mode, bool negative, bool odd, uint128 rest, uint128 divisor) {
  if (rest == 0) return false;
  const uint128 missing = divisor - rest;
  switch (mode) {
    case RoundingMode::kHalfEven:
      return rest > missing || (rest == missing && odd);
    case RoundingMode::kHalfAway:
      return rest >= missing;
    case RoundingMode::kHalfTowardZero:
      return rest > missing;
    case RoundingMode::kDown:
      return false;
    case RoundingMode::kUp:
      return true;
    case RoundingMode::kFloor:
      return negative;
    case RoundingMode::kCeiling:
      return !negative;
  }
  return false;
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_ROUNDING_H_
