// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Ranks, and what happens to ties.
//
//   Rank({10, 7, 7, 4}, {.omega = 0})     // 1, 2, 2, 4      "1224"
//   Rank({10, 7, 7, 4}, {.omega = 1})     // 1, 3, 3, 4      "1334"
//   Rank({10, 7, 7, 4}, {.omega = 0.5})   // 1, 2.5, 2.5, 4  mean rank
//   RankDense({10, 7, 7, 4}, kLargestFirst)     // 1, 2, 2, 3    "1223"
//   RankOrdinal({10, 7, 7, 4}, kLargestFirst)   // 1, 2, 3, 4   no repeats
//
// Rank 1 is the largest value unless `order` says otherwise. Values are compared exactly as they
// stand; round first what should tie.
#ifndef ATTAIN_STATS_RANK_H_
#define ATTAIN_STATS_RANK_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace attain::stats {

/// Which end gets rank 1.
enum class RankOrder : int32_t {
  kLargestFirst = 1,   ///< Rank 1 is the largest value: sales, scores.
  kSmallestFirst = 2,  ///< Rank 1 is the smallest value: churn, days to close.
};

/// How Rank() counts.
struct RankOptions {
  RankOrder order = RankOrder::kLargestFirst;  ///< Default: largest value first.
  /// Where equal values stand among the places they share: 0 the first place ("1224"), 1 the last
  /// ("1334"), 0.5 the mean. 0..1. Default: 0, as SQL's RANK().
  double omega = 0;
};

/// One rank per value: omega × (better or equal) + (1 - omega) × (better + 1), counted among
/// `values`. kInvalidArgument when a value is not a number or omega is outside 0..1.
absl::StatusOr<std::vector<double>> Rank(std::span<const double> values, RankOptions options);

/// The same, counted among `against`, to which `values` are not added: a value above all of
/// `against` with omega 1 has rank 0. kInvalidArgument as above.
absl::StatusOr<std::vector<double>> RankAgainst(std::span<const double> values,
                                                std::span<const double> against,
                                                RankOptions options);

/// The place of each value among the distinct values: 1, 2, 2, 3. kInvalidArgument when a value is
/// not a number.
absl::StatusOr<std::vector<int64_t>> RankDense(std::span<const double> values, RankOrder order);

/// One key that decides between equal values.
struct TieBreak {
  std::span<const double> keys;  ///< One per value.
  /// Whether the smaller or the larger key comes first. Default: the smaller.
  RankOrder order = RankOrder::kSmallestFirst;
};

/// Places 1 to n without repeats. Equal values go by the tie-breaks in turn, then by their index.
/// kInvalidArgument when a value or key is not a number, kLengthMismatch when keys are missing.
absl::StatusOr<std::vector<int64_t>> RankOrdinal(std::span<const double> values, RankOrder order,
                                                 std::span<const TieBreak> tie_breaks = {});

}  // namespace attain::stats

#endif  // ATTAIN_STATS_RANK_H_
