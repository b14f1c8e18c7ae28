// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Replay: marginal tiers over millions of transactions of thousands of payees, one commission line
// per transaction.
//
//   payee 0 has a quota of 1,000.00 in the period; bands 0 – 50 % at 4 %, above at 6 %
//   2026-01-05   400.00   400.00 × 4 %                   = 16.00
//   2026-01-09   300.00   100.00 × 4 % + 200.00 × 6 %    = 16.00
//
// Rows come in any order. A group is one payee in one period: what accumulates. Inside a group rows
// are paid in the order of their day, and on one day in the order of the file. The result stands in
// file order and depends neither on the order of groups nor on how the work is cut.
//
// `TierRates` holds the table with integer bounds and integer rates over one common denominator;
// the loop is 64-bit integer arithmetic whenever amounts, bounds and rates allow, 128-bit when they
// need it, and exact fractions otherwise; the results are the same.
#ifndef ATTAIN_INCENTIVE_REPLAY_H_
#define ATTAIN_INCENTIVE_REPLAY_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"

namespace attain::incentive {

/// The columns of the transactions, all of one length.
struct ReplayRows {
  std::span<const int32_t> group;   ///< Payee and period, from 0.
  std::span<const int32_t> day;     ///< Order inside a group; any numbering of days.
  std::span<const int64_t> amount;  ///< In units of 1 / `amount_denominator`; negative for refunds.
};

/// How lines are made.
struct ReplayOptions {
  int64_t amount_denominator =
      100;  ///< What one unit of amount is a part of: 100 for cents, above 0.
  /// Point transaction or cumulative; scale 0..18.
  Rounding rounding = {
      .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2};
  NegativeBase negative =
      NegativeBase::kFirstBand;  ///< What an accumulated amount below zero pays.
  int threads = 1;  ///< Threads at work, 1..256. The result is the same for any number.
};

/// One band applied to one transaction, with everything in integers.
struct ReplayPiece {
  int64_t row = -1;    ///< The transaction, in file order.
  int32_t group = -1;  ///< Payee and period.
  int32_t band = -1;   ///< Which band.
  int64_t base = 0;    ///< The part of the amount in the band, in units of amount; a part of a unit
                       ///< is cut off (the amount is exact).
  int64_t amount = 0;  ///< What it earns, in units of 10^-scale, made so that the pieces of a
                       ///< transaction add up to its line.
};

/// A rate table prepared for replay: immutable, shared between threads, used for any number of
/// runs.
class TierRates {
 public:
  /// Prepares `bands`, whose bounds are multiplied by each group's unit. kTierOverlap when bands
  /// are not in ascending order without overlap; kOverflow.
  static absl::StatusOr<TierRates> Of(std::vector<RateBand> bands);

  std::span<const RateBand> bands() const { return bands_; }  ///< The bands in exact numbers.
  /// True when rates and bounds fit the integer form.
  bool is_integer() const { return bound_denominator_ != 0; }
  int64_t bound_denominator() const {
    return bound_denominator_;
  }  ///< Common denominator of the bounds; 0 when it does not fit 64 bits.
  int64_t rate_denominator() const {
    return rate_denominator_;
  }  ///< Common denominator of the rates; 0 when it does not fit 64 bits.

 private:
  std::vector<RateBand> bands_;
  int64_t bound_denominator_ = 0;
  int64_t rate_denominator_ = 0;
};

/// One line per transaction, in file order, in units of 10^-scale. `units` gives what a bound of 1
/// means for each group: its quota, or 1 when bounds are amounts. kLengthMismatch, kRowOutOfRange
/// for a group without unit, kTargetZero for a unit that is not positive, kInvalidArgument for a
/// rounding point that has no lines, kOverflow.
absl::Status ReplayLines(const TierRates& rates, std::span<const Fraction> units,
                         const ReplayRows& rows, const ReplayOptions& options,
                         std::span<int64_t> lines);

/// The same, only the total of each group: the accumulated amount paid as one line.
absl::Status ReplayTotals(const TierRates& rates, std::span<const Fraction> units,
                          const ReplayRows& rows, const ReplayOptions& options,
                          std::span<int64_t> totals);

/// The same with every piece kept, by group, day, file order and band.
absl::StatusOr<std::vector<ReplayPiece>> ReplayTrace(const TierRates& rates,
                                                     std::span<const Fraction> units,
                                                     const ReplayRows& rows,
                                                     const ReplayOptions& options);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_REPLAY_H_
