// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Recalculation: periods that were paid already, paid again with what is known now, and the
// difference of each.
//
//   the rate was 5 % and is 6 % from the start   credits 10,000  20,000  15,000
//                                                deltas     100     200     150      450 altogether
//   bands 2 % to 3,000, then 7 %; Apr 2,400, May 900; later 1,100 more turn up for Apr
//                                                paid        48      33
//                                                again       95      63
//                                                deltas      47      30: May starts higher now
//
// In: one row per period. Out: old, new and difference per row; unchanged input gives differences of
// 0. For plans on a dataset see calculate.h.
#ifndef ATTAIN_INCENTIVE_RECALCULATE_H_
#define ATTAIN_INCENTIVE_RECALCULATE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"

namespace attain::incentive {

/// Periods before and after.
struct Recalculated {
  std::vector<Decimal> before;  ///< As paid, each rounded.
  std::vector<Decimal> after;   ///< As known now, each rounded.
  std::vector<Decimal> deltas;  ///< What is to be paid or taken back per period.
  Decimal total;                ///< The sum of the deltas.
};

/// Another rate for periods that were paid: delta = Round(credit × new) - Round(credit × old).
/// kOverflow.
absl::StatusOr<Recalculated> RecalculateRate(std::span<const Decimal> credits, Decimal old_rate,
                                             Decimal new_rate, int scale = 2,
                                             RoundingMode mode = RoundingMode::kHalfAway);

/// Credit that was recorded after its period was paid.
struct LateCredit {
  int32_t period = 0;  ///< The period it belongs to, from 0.
  Decimal amount;      ///< Negative for what is taken away.
};

/// Late credits under marginal bands that accumulate over the periods from 0: the period itself and
/// all later ones are paid again. Each delta is the difference of the exact amounts, rounded once.
/// kRowOutOfRange for a period that is none, kOverflow.
absl::StatusOr<Recalculated> RecalculateLate(std::span<const RateBand> bands,
                                             std::span<const Decimal> credits,
                                             std::span<const LateCredit> late, int scale = 2,
                                             RoundingMode mode = RoundingMode::kHalfAway);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_RECALCULATE_H_
