// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Tier lines: marginal tiers on the attainment of each payee in each period, straight from the columns of millions of
// transactions: one total per payee and period, one commission line per transaction, or every slice.
//
//   payee 0 has a quota of 1,000.00 in January; 0 – 50 % pays 4 %, above 6 %
//   2026-01-05   400.00   400.00 × 4 %                   = 16.00
//   2026-01-09   300.00   100.00 × 4 % + 200.00 × 6 %    = 16.00      the month: 32.00
//
// In: who (a dense number, table/intern.h), when, how much, rows in any order; and the quotas, payee by payee and period
// by period. Inside a payee's period rows are paid in the order of their day, and on one day in the order of the file.
// Out: whole numbers of 10^-scale. The result depends neither on the order of payees nor on threads. Everything is whole
// numbers: 64 bits where a bound on all amounts shows that they suffice, else what replay.h does, 128 bits or fractions;
// what does not fit is kOverflow, never a wrap.
#ifndef ATTAIN_INCENTIVE_TIER_LINES_H_
#define ATTAIN_INCENTIVE_TIER_LINES_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/incentive/replay.h"
#include "attain/measure/rollup.h"

namespace attain::incentive {

/// Transactions as columns of one length.
struct SalesRows {
  std::span<const int32_t> payee;   ///< Who, from 0.
  std::span<const int32_t> day;     ///< When: days since 1970-01-01.
  std::span<const int64_t> amount;  ///< How much, in units of 1 / `amount_denominator`; negative for refunds.
  /// Who shares the credit; needed by components that pay a partner only (sales_pay.h). Default: nobody.
  std::span<const int32_t> partner = {};
};

/// What each payee is to reach in each period.
struct QuotaGrid {
  int32_t payees = 0;                 ///< How many payees there are.
  measure::DayIndex periods;          ///< From a day to its period.
  std::span<const int64_t> amounts;   ///< Payee by payee, period by period, in units of amount; 0 where
                                      ///< there is none, and then nothing may be sold.
};

/// Every slice of every transaction, as columns of one length, by file order and band.
class TierTraceRows {
 public:
  /// A stretch of the trace: the slices of a stretch of the file.
  struct Part {
    int64_t size = 0;                         ///< How many slices.
    std::shared_ptr<const int32_t[]> row;     ///< The transaction, in file order.
    std::shared_ptr<const int32_t[]> band;    ///< Which band, from 0.
    std::shared_ptr<const int64_t[]> base;    ///< The part of the amount inside the band, in units of amount; a part of a
                                              ///< unit is cut off (what is paid is exact).
    std::shared_ptr<const int64_t[]> amount;  ///< What it earns, in 10^-scale; the slices of a transaction add up to its line.
  };
  explicit TierTraceRows(std::vector<Part> parts) : parts_(std::move(parts)) {}
  /// The parts, in file order. How many there are says nothing; their rows one after the other are the trace.
  std::span<const Part> parts() const { return parts_; }
  /// How many slices altogether.
  int64_t size() const {
    int64_t total = 0;
    for (const Part& part : parts_) total += part.size;
    return total;
  }

 private:
  std::vector<Part> parts_;
};

/// What each payee's period pays: the amount accumulated, paid as one line. `totals` has a place for each payee and
/// period, as `quotas.amounts` has. kLengthMismatch; kRowOutOfRange for a payee beyond the last or a day in no period;
/// kNoQuota for a sale without quota; kTargetZero for a quota below 0; kInvalidArgument for options outside their range; kOverflow.
absl::Status TierTotals(const TierRates& rates, const SalesRows& rows, const QuotaGrid& quotas,
                        const ReplayOptions& options, std::span<int64_t> totals);

/// One line per transaction, in file order. Reasons as above; 8 bytes of memory per transaction beside `lines` (24 where
/// amounts are beyond 36 bits or so).
absl::Status TierLines(const TierRates& rates, const SalesRows& rows, const QuotaGrid& quotas,
                       const ReplayOptions& options, std::span<int64_t> lines);

/// Every slice of every transaction, in file order, 24 bytes each. Slices in no band pay nothing and are left out.
/// Reasons as above.
absl::StatusOr<TierTraceRows> TierTrace(const TierRates& rates, const SalesRows& rows, const QuotaGrid& quotas,
                                        const ReplayOptions& options);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_TIER_LINES_H_
