// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Splitting a whole number of units: every method sales planning uses, each exact.
//
//   largest remainder  100 over 1, 1, 1                    34, 33, 33
//   D'Hondt              8 over 100, 80, 30, 20             4, 3, 1, 0
//   cumulative          10 over 1, 1, 1                     3, 4, 3: every running total is right
//   locked             100 over 1, 1, 1, the first at 50   50, 25, 25
//   controlled          rows and columns both add up, each cell the floor or ceiling of its share
//   cascade             total → leaves → months, largest remainder in both stages
//
// In: a total in whole rounding units and weights. Out: parts that add up to the total exactly.
// Parts of a negative total are the negated parts of the positive one. Ties go to the lowest index.
#ifndef ATTAIN_TARGET_ALLOCATE_H_
#define ATTAIN_TARGET_ALLOCATE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/apportion.h"
#include "attain/base/fraction.h"

namespace attain::target {

/// One part of a split, with what made it.
struct Part {
  int64_t value = 0;  ///< Units.
  Fraction share;     ///< weight / sum of the weights.
  int64_t given = 0;  ///< Units given by rounding: value - floor of the exact part (mirrored for
                      ///< negative totals).
  bool operator==(const Part&) const = default;
};

/// Largest remainder (or ratio order), with the trace of every part. kInvalidWeights, kOverflow.
absl::StatusOr<std::vector<Part>> SplitTraced(int64_t total, std::span<const Fraction> weights,
                                              ApportionOptions options = {});

/// Divisor methods: the next unit goes to the largest w / d(a), a = units held so far.
enum class Divisor : int32_t {
  kDhondt = 1,          ///< d(a) = a + 1 (Jefferson).
  kWebster = 2,         ///< d(a) = a + 1/2 (Sainte-Laguë).
  kAdams = 3,           ///< d(a) = a: everyone gets one before anyone gets two.
  kHuntingtonHill = 4,  ///< d(a) = sqrt(a (a + 1)), compared by exact squares.
  kDean = 5,            ///< d(a) = 2a (a + 1) / (2a + 1).
};

/// A divisor method by its name in documents: "dhondt", "webster", "adams", "huntington_hill",
/// "dean"; nothing for other words.
std::optional<Divisor> DivisorNamed(std::string_view name);

/// Splits by a divisor method. Everyone with a weight above 0 starts with `min_each` units; weight
/// 0 never gets a unit. With d(0) = 0, the larger weight comes first. kInvalidWeights;
/// kInfeasibleBounds when the minimum does not fit the total (or is negative, or the total is).
absl::StatusOr<std::vector<int64_t>> SplitByDivisor(int64_t total, std::span<const int64_t> weights,
                                                    Divisor divisor, int64_t min_each = 0);

/// Splits so that every running total is the rounded exact running total (half up):
/// part k = round(T C_k / W) - round(T C_(k-1) / W). kInvalidWeights, kOverflow.
absl::StatusOr<std::vector<int64_t>> SplitCumulative(int64_t total,
                                                     std::span<const int64_t> weights);

/// Splits around parts that stay: the rest goes to the others by largest remainder with their own
/// weights. kLengthMismatch; kInfeasibleBounds when the locked parts exceed the total;
/// kInvalidWeights, also when there is a rest and nobody to take it; kOverflow.
absl::StatusOr<std::vector<int64_t>> SplitLocked(int64_t total, std::span<const int64_t> weights,
                                                 std::span<const std::optional<int64_t>> locked);

/// Splits between bounds, unrounded: part k = min(upper_k, max(lower_k, λ w_k)) with the one λ ≥ 0
/// that makes the parts add up. A missing lower bound is 0, a missing upper bound none; empty
/// spans mean no bounds at all. kLengthMismatch; kInvalidWeights unless every weight is above 0;
/// kInfeasibleBounds when no λ does; kOverflow.
absl::StatusOr<std::vector<Fraction>> SplitBounded(const Fraction& total,
                                                   std::span<const Fraction> weights,
                                                   std::span<const std::optional<Fraction>> lower,
                                                   std::span<const std::optional<Fraction>> upper);

/// A matrix of whole numbers, row by row.
struct Matrix {
  int64_t rows = 0;              ///< Number of rows.
  int64_t columns = 0;           ///< Number of columns.
  std::vector<int64_t> cells;    ///< rows × columns numbers.
  /// The cell of row and column.
  int64_t at(int64_t row, int64_t column) const {
    return cells[static_cast<size_t>(row * columns + column)];
  }
};

/// Controlled rounding (Cox, 1987): cell (i, j) is the floor or ceiling of T a_i b_j / (Σa Σb), row
/// sums are the largest-remainder split of T by a, column sums that of T by b. Cells are chosen by
/// a flow over the fractional cells, largest fraction first. kInvalidWeights, kOverflow;
/// kInfeasibleBounds when no such matrix exists (possible only where cells are whole).
absl::StatusOr<Matrix> SplitControlled(int64_t total, std::span<const int64_t> row_weights,
                                       std::span<const int64_t> column_weights);

/// How to run a cascade.
struct CascadeOptions {
  int threads = 1;  ///< Threads at work, 1..256. The result is the same for any number.
};

/// Total → leaves by `leaf_weights` → months by `month_weights`, largest remainder in both stages,
/// ties to the lowest index. Writes the part of leaf i in month j to cells[i × months + j]. The
/// row sums are the leaves' parts, and everything adds up to the total. kLengthMismatch,
/// kInvalidWeights, kOverflow; kInvalidArgument for threads outside the range.
absl::Status SplitCascade(int64_t total, std::span<const int64_t> leaf_weights,
                          std::span<const int64_t> month_weights, std::span<int64_t> cells,
                          CascadeOptions options = {});

}  // namespace attain::target

#endif  // ATTAIN_TARGET_ALLOCATE_H_
