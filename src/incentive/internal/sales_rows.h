// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What functions on sales columns check and share: lengths, ranges, quotas, and tasks for threads.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_ROWS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_ROWS_H_

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/incentive/tier_lines.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/parallel.h"

namespace attain::incentive {

/// Lengths, denominator, scale and threads. kLengthMismatch, kInvalidArgument, kOverflow.
absl::Status CheckSales(const SalesRows& rows, const QuotaGrid& quotas, int64_t amount_denominator,
                        int64_t scale, int threads);

/// A quota for each payee and period, none below 0, and above 0 wherever something was sold:
/// kLengthMismatch, kTargetZero, kNoQuota. `largest` is the largest.
absl::Status CheckQuotas(const SalesRows& rows, const QuotaGrid& quotas, int64_t& largest);

/// The first row whose payee, partner or day is outside; there must be one.
absl::Status BadRow(const SalesRows& rows, const QuotaGrid& quotas);

/// Sums of amounts by payee and period. kRowOutOfRange, kOverflow. `largest` is the largest without
/// its sign.
absl::Status SumSales(const SalesRows& rows, const QuotaGrid& quotas, int threads,
                      std::span<int64_t> sums, UnsignedWide& largest);

/// The same rows and quotas as replay.h takes them, for amounts that need more than 64 bits on the
/// way.
struct GroupedSales {
  std::vector<int32_t> group;   // payee × periods + period
  std::vector<Fraction> units;  // the quotas
};
/// kRowOutOfRange, kOverflow.
absl::StatusOr<GroupedSales> GroupSales(const SalesRows& rows, const QuotaGrid& quotas,
                                        int64_t amount_denominator);
/// The quotas as fractions, 1 where there is none. kOverflow.
absl::Status UnitsOf(const QuotaGrid& quotas, int64_t amount_denominator,
                     std::vector<Fraction>& units);

/// 10^scale.
inline int64_t ScaleFactor(int64_t scale) {
  int64_t factor = 1;
  for (int64_t i = 0; i < scale; ++i) factor *= 10;
  return factor;
}

/// Calls work(scratch, task) for tasks 0 to count - 1, each once, by as many threads as there are
/// tasks for.
template <typename Scratch, typename Work>
void RunTasks(int threads, int32_t count, Work&& work) {
  std::atomic<int32_t> next{0};
  RunParallel(std::min<int>(threads, std::max<int32_t>(count, 1)), [&](int) {
    Scratch scratch;
    for (int32_t task = next++; task < count; task = next++) work(scratch, task);
  });
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_ROWS_H_
