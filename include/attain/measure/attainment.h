// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Attainment and pace: how far along a figure is, exactly.
//
//   Attain(118000, 100000)         // 118 %, gap -18,000 (negative: above target)
//   Attain(80, 100, kLower)        // 125 %: 80 complaints where 100 were allowed
//   Attain(5000, 0)                // undefined: a target of zero has no attainment
//   PaceOf(1200, 500, 5, 12)       // expected 500, index 1, projection 1,200, 100 a month to go
//
// Nothing is clipped and nothing is rounded: 250 % stays 250 %. A figure whose divisor is zero is
// undefined (no value), never zero and never infinite.
// In: exact numbers. Out: exact numbers, or nothing where the figure is undefined.
#ifndef ATTAIN_MEASURE_ATTAINMENT_H_
#define ATTAIN_MEASURE_ATTAINMENT_H_

#include <cstdint>
#include <optional>
#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"

namespace attain::measure {

/// Which way is better.
enum class Direction : int32_t {
  kHigher = 1,  ///< More is better: attainment = actual / target.
  kLower = 2,   ///< Less is better: attainment = target / actual.
};

/// Actual against target.
struct Attainment {
  /// actual / target, or target / actual where less is better. Nothing when the divisor is zero,
  /// and when less is better and the target is zero.
  std::optional<Fraction> attainment;
  Fraction gap;  ///< target - actual in both directions; negative above target.
};

/// Attainment, unclipped. kOverflow.
absl::StatusOr<Attainment> Attain(const Fraction& actual, const Fraction& target,
                                  Direction direction = Direction::kHigher);

/// Where a figure stands in the course of its period.
struct Pace {
  Fraction expected;                      ///< What the target asks for by now.
  std::optional<Fraction> index;          ///< actual / expected; nothing when 0 is expected.
  std::optional<Fraction> projection;     ///< actual carried on to the end at the same pace.
  std::optional<Fraction> required_rate;  ///< Needed per remaining step to reach the target; 0
                                          ///< at the end when reached, nothing when missed.
};

/// Pace over `total` equal steps (days, working days, periods) of which `elapsed` are over:
/// expected = T e / n, index = A / expected, projection = A n / e, required = (T - A) / (n - e).
/// kInvalidArgument unless 0 ≤ elapsed ≤ total and total > 0; kOverflow.
absl::StatusOr<Pace> PaceOf(const Fraction& target, const Fraction& actual, const Fraction& elapsed,
                            const Fraction& total);

/// Pace over steps of different weight: with s = sum of the first `steps_done` weights / sum of
/// all: expected = T s, index = A / (T s), projection = A / s. `required_rate` is (T - A) per step
/// left, without regard to their weights. kInvalidWeights for negative weights or none above
/// zero; kInvalidArgument when there are fewer weights than steps done; kOverflow.
absl::StatusOr<Pace> SeasonalPace(const Fraction& target, const Fraction& actual,
                                  std::span<const Fraction> season, int64_t steps_done);

/// Where a period will end if the forecast holds.
struct Projection {
  Fraction projection;  ///< attained + forecast.
  Fraction cushion;     ///< What lies above the quota, at least 0.
  Fraction gap;         ///< What is missing to the quota, at least 0.
};

/// attained + forecast against the quota. kOverflow.
absl::StatusOr<Projection> Project(const Fraction& quota, const Fraction& attained,
                                   const Fraction& forecast);

/// pipeline / (quota - attained): how often the open pipeline covers what is missing. Nothing when
/// nothing is missing or the quota is passed exactly; negative beyond the quota. kOverflow.
absl::StatusOr<std::optional<Fraction>> Coverage(const Fraction& quota, const Fraction& attained,
                                                 const Fraction& pipeline);

/// Achieved and short, as factors of the target (0.25 is 25 %).
struct Shortage {
  std::optional<Fraction> achieved;  ///< achieved / target; nothing for a target of 0.
  std::optional<Fraction> shortage;  ///< max(0, target - achieved - pipeline) / target.
};

/// What is missing even if the whole pipeline closes. kOverflow.
absl::StatusOr<Shortage> ShortageOf(const Fraction& target, const Fraction& achieved,
                                    const Fraction& pipeline);

/// One line of a credited order.
struct CreditedQuantity {
  Fraction quantity;  ///< Quantity or amount.
  Fraction share;     ///< The part credited: 0.6 for 60 %.
};

/// Credited orders against a target.
struct Variance {
  Fraction target;    ///< The target as given.
  Fraction achieved;  ///< Sum of quantity × share.
  Fraction variance;  ///< achieved - target; negative below target.
};

/// Sum of what was credited, less the target. kOverflow.
absl::StatusOr<Variance> VarianceOf(const Fraction& target,
                                    std::span<const CreditedQuantity> orders);

/// sum(children) - parent: 0 when the children's targets add up. kOverflow.
absl::StatusOr<Fraction> Mismatch(const Fraction& parent, std::span<const Fraction> children);

/// The part of the entries that are at least 1 (100 %). Nothing without entries. kOverflow never.
std::optional<Fraction> ShareAttaining(std::span<const Fraction> attainments);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_ATTAINMENT_H_
