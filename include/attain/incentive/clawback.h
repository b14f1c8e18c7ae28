// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Clawback: what is taken back when a deal is cancelled after it was paid.
//
//   earned 10,000, paid 10,000      half of it              -5,000.00
//   earned 730, paid 410            cancelled               -410.00, and 320.00 are never paid
//   paid 720, served 5 of 18 months what was not served     -520.00      (720 × 13 / 18)
//   paid 1,000, cancelled on day 90 of a window of 90 days: -1,000.00; on day 91: nothing
//
// A cancelled deal may also have lifted others into a better band. `RecalculatedClawback` pays the
// deals as if the cancelled ones had never been sold:
//
//   bands 5 % to 450,000, then 10 %; deals 400,000, 50,000 (cancelled), 50,000
//   before 27,500, after 22,500: -5,000.00, where the deal's own commission was 2,500.00
//
// In: columns with one row per deal. Out: adjustments, negative or 0.
#ifndef ATTAIN_INCENTIVE_CLAWBACK_H_
#define ATTAIN_INCENTIVE_CLAWBACK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"
#include "attain/incentive/bands.h"

namespace attain::incentive {

/// How much of a commission is taken back.
enum class ClawbackMode : int32_t {
  kFull = 1,           ///< All of it.
  kPercent = 2,        ///< A part of it.
  kCancel = 3,         ///< All that was paid, and what was not paid yet is cancelled.
  kProratedMonths = 4,  ///< The part of the term that was not served: (term - served) / term.
};

/// From what it is taken.
enum class ClawbackOf : int32_t {
  kPaid = 1,    ///< From what was paid: nobody gives back what they never got. Default.
  kEarned = 2,  ///< From what was earned, paid or not.
};

/// How `Clawback` works.
struct ClawbackOptions {
  ClawbackMode mode = ClawbackMode::kFull;      ///< Default: all of it.
  ClawbackOf of = ClawbackOf::kPaid;            ///< Default: of what was paid.
  Fraction percent = 1;                         ///< Mode percent: the part, 0..1.
  int64_t term = 0;                             ///< Mode prorated: months, above 0.
  std::optional<int64_t> window_days = {};      ///< Taken back only up to this many days after the
                                                ///< sale, the last day included. Default: always.
  int scale = 2;                                ///< Decimals of an adjustment.
  RoundingMode rounding = RoundingMode::kHalfAway;  ///< How it is rounded.
};

/// The columns of deals that were cancelled; empty spans stand for "not needed".
struct CancelledDeals {
  std::span<const Decimal> earned;                    ///< Commission earned.
  std::span<const Decimal> paid;                      ///< The part of it that was paid.
  std::span<const int64_t> months_served = {};        ///< Mode prorated; beyond the term counts as
                                                      ///< the whole term.
  std::span<const int64_t> days_since_sale = {};      ///< With a window.
};

/// What is taken back.
struct Clawbacks {
  std::vector<Decimal> adjustments;       ///< Per deal, rounded; at most 0 for positive pay.
  std::vector<Decimal> cancelled_unpaid;  ///< Mode cancel: earned - paid, rounded; 0 otherwise and
                                          ///< outside the window.
  Decimal total;                          ///< The sum of the adjustments.
};

/// Takes back. kLengthMismatch, kInvalidArgument for a part outside 0..1, a term that is not above
/// 0, negative months or days or a negative window; kOverflow.
absl::StatusOr<Clawbacks> Clawback(const CancelledDeals& deals, const ClawbackOptions& options);

/// Deals paid again without the cancelled ones.
struct Recalculation {
  Fraction exact_before;  ///< With all deals, unrounded.
  Fraction exact_after;   ///< Without the cancelled ones, unrounded.
  Decimal before;         ///< `exact_before`, rounded.
  Decimal after;          ///< `exact_after`, rounded.
  Decimal adjustment;     ///< exact_after - exact_before, rounded.
  Decimal own;            ///< Minus what the cancelled deals paid at first, rounded: what a clawback
                          ///< of their own commission would take.
};

/// Marginal bands, deals one on top of the other in the order given, from 0; those with
/// `cancelled[i]` not 0 are left out and the later ones move down. The result equals never having
/// sold them. kLengthMismatch, kOverflow.
absl::StatusOr<Recalculation> RecalculatedClawback(std::span<const RateBand> bands,
                                                   std::span<const Decimal> amounts,
                                                   std::span<const uint8_t> cancelled,
                                                   int scale = 2,
                                                   RoundingMode mode = RoundingMode::kHalfAway);

/// \name Words.
/// \{
const definition::WordTable& Describe(
    definition::Type<ClawbackMode>);  ///< full, percent, cancel, prorated_months
const definition::WordTable& Describe(definition::Type<ClawbackOf>);  ///< paid, earned
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CLAWBACK_H_
