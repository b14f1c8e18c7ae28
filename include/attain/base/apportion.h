// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Splitting a whole number of units by weights without losing or inventing one.
//
//   Apportion(100, {1, 1, 1}, {})      // 34, 33, 33: the odd unit goes to the lowest index
//   Apportion(-100, {1, 1, 1}, {})     // -34, -33, -33: the mirror image
//   Apportion(151, {1, 99}, {})        // 2, 149      (exact shares 1.51 and 149.49)
//
// Everyone first gets the whole part of the exact share; the units left over are given out one
// each in the order the method names. Used for targets, splits of credit, pools, and instalments.
#ifndef ATTAIN_BASE_APPORTION_H_
#define ATTAIN_BASE_APPORTION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"

namespace attain {

/// Who gets the units left over.
enum class ApportionMethod : int32_t {
  kLargestRemainder = 1,  ///< Largest fractional part first (Hamilton).
  kRatioOrder = 2,        ///< Largest weight first; a weight of zero never gets one (as dinero.js).
};

/// Who comes first when two are equal.
enum class TieRule : int32_t {
  kLowestIndex = 1,   ///< The one earlier in the list.
  kHighestIndex = 2,  ///< The one later in the list.
};

/// How to apportion.
struct ApportionOptions {
  ApportionMethod method = ApportionMethod::kLargestRemainder;  ///< Default: largest remainder.
  TieRule ties = TieRule::kLowestIndex;                         ///< Default: lowest index.
  bool operator==(const ApportionOptions&) const = default;
};

/// Parts that add up to `total` exactly; the parts of -total are the negated parts of total.
/// kInvalidWeights when a weight is negative, or when all are zero and total is not; kOverflow
/// when total × the sum of the weights does not fit 127 bits.
absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const int64_t> weights,
                                               ApportionOptions options = {});
/// The same with weights that have digits behind the point.
absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const Decimal> weights,
                                               ApportionOptions options = {});
/// The same with weights that are ratios (shares by days, products of drivers).
absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const Fraction> weights,
                                               ApportionOptions options = {});
/// The kernel: as the first form, into `parts`, which has the length of `weights`, with `scratch`
/// reused between calls.
absl::Status ApportionInto(int64_t total, std::span<const int64_t> weights,
                           ApportionOptions options, std::span<int64_t> parts,
                           std::vector<absl::int128>& scratch);

}  // namespace attain

#endif  // ATTAIN_BASE_APPORTION_H_
