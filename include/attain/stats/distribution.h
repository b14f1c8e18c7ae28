// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The exact distribution of a sum of payments that each come or do not come.
//
//   three deals: 100 with chance 0.5, 200 with chance 0.25, 400 with chance 0.1
//   attainable   0       100     200     300     400     500     600     700
//   chance       0.3375  0.3375  0.1125  0.1125  0.0375  0.0375  0.0125  0.0125
//   mean 140, deviation 156.2; median 100; at least 400 with chance 0.1
//
// In: whole amounts (money in its smallest unit) and chances. Out: every sum that can come about, with its chance:
// amounts are exact, chances are good to 1e-12. Nothing is drawn at random and no bell curve is assumed. The sums are
// counted in the largest common unit of the amounts; five thousand deals in whole hundreds take some hundredths of a second.
// When there are more sums than the limit (thousands of deals with odd cents), the answer is kSupportTooLarge, or on
// demand the distribution on a coarser grid, with the grid named.
#ifndef ATTAIN_STATS_DISTRIBUTION_H_
#define ATTAIN_STATS_DISTRIBUTION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace attain::stats {

/// What happens when a sum can take more amounts than the limit.
enum class LargeSupport : int32_t {
  kRefuse = 1,  ///< kSupportTooLarge.
  kGroup = 2,   ///< Each amount is shared between the two nearest multiples of a coarser unit so that its mean stays. The unit is of
                ///< the form 1, 2 or 5 × 10^k; quantiles are multiples of it, and the mean is kept.
};

/// How sums are counted.
struct PaymentSumOptions {
  int64_t max_points = 1'048'576;               ///< Most different sums kept, 2..16,777,216. Default: a million.
  LargeSupport large = LargeSupport::kRefuse;   ///< What happens beyond. Default: refuse.
};

/// The distribution of a sum.
class PaymentSum {
 public:
  int64_t n() const { return n_; }                 ///< Payments behind it.
  double mean() const { return mean_; }            ///< Expected sum, from the payments themselves.
  double sd() const { return sd_; }                ///< Standard deviation, from the payments themselves.
  bool exact() const { return unit_ == 0; }        ///< True when every attainable sum is counted on its own.
  int64_t unit() const { return unit_; }           ///< The coarser unit when not exact; 0 when exact.
  /// The sums, ascending; sums with a chance below 1e-18 at either end may be left out when there are many.
  std::span<const int64_t> amounts() const { return amounts_; }
  /// The chance of each sum.
  std::span<const double> chances() const { return chances_; }

  /// The smallest attainable sum x with P(X <= x) >= q - 1e-12. kInvalidArgument unless 0 < q <= 1.
  absl::StatusOr<int64_t> Quantile(double q) const;
  /// P(X >= amount).
  double AtLeast(int64_t amount) const;
  /// P(X <= amount).
  double AtMost(int64_t amount) const;

 private:
  friend struct PaymentKernel;
  int64_t n_ = 0;
  double mean_ = 0;
  double sd_ = 0;
  int64_t unit_ = 0;
  std::vector<int64_t> amounts_ = {0};
  std::vector<double> chances_ = {1};
  std::vector<double> at_most_ = {1};   // running sums from below
  std::vector<double> at_least_ = {1};  // and from above, so that small chances stay exact
};

/// The distribution of the sum of independent payments: payment i pays `amounts[i]` with chance `chances[i]`, otherwise nothing.
/// Amounts may be negative; chances 0 and 1 are certain. No payments: the sum is 0. The same for any order of payments.
/// kLengthMismatch; kInvalidArgument for a chance outside 0..1 (with its row) and an option out of range; kOverflow when sums do not
/// fit 62 bits; kSupportTooLarge.
absl::StatusOr<PaymentSum> SumPayments(std::span<const int64_t> amounts, std::span<const double> chances,
                                       const PaymentSumOptions& options = {});

}  // namespace attain::stats

#endif  // ATTAIN_STATS_DISTRIBUTION_H_
