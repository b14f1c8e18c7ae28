// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of targets: do children add up, how much is over-assigned, how are quotas blended and grown.
//
//   OverAssignment(1000, {500, 600})          // 1/10: street quotas are 10 % above the plan
//   OverAssignmentOfLevels({0.05, 0.08, 0.1}) // 1.05 × 1.08 × 1.10 - 1 = 24.74 %
//   Blend(100, {3, 1}, {1, 1}, 0.5)           // 62.5, 37.5: half by history, half by potential
//
// All exact; nothing is rounded.
#ifndef ATTAIN_TARGET_CHECK_H_
#define ATTAIN_TARGET_CHECK_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/target/plan.h"

namespace attain::target {

/// sum(street) / plan - 1. kDivisionByZero for a plan of zero; kOverflow.
absl::StatusOr<Fraction> OverAssignment(const Fraction& plan, std::span<const Fraction> street);

/// Levels compound: product of (1 + level) - 1. kOverflow.
absl::StatusOr<Fraction> OverAssignmentOfLevels(std::span<const Fraction> levels);

/// total × (alpha h_i / Σh + (1 - alpha) p_i / Σp). kLengthMismatch; kInvalidWeights for negative entries or a sum of
/// zero with a part above 0; kInvalidArgument unless 0 ≤ alpha ≤ 1; kOverflow.
absl::StatusOr<std::vector<Fraction>> Blend(const Fraction& total, std::span<const Fraction> history, std::span<const Fraction> potential,
                                            const Fraction& alpha);

/// Last year's figures, grown.
struct Growth {
  std::vector<Fraction> raw;  ///< last × (1 + growth).
  Fraction scale;             ///< total / Σ raw: what each is multiplied by to meet the total.
};
/// Quotas by growth over last year. kLengthMismatch, kDivisionByZero, kOverflow.
absl::StatusOr<Growth> Grow(const Fraction& total, std::span<const Fraction> last, std::span<const Fraction> growth);

/// (quota_i / potential_i) / (Σ quota / Σ potential): above 1 asks for more than the average territory.
/// kLengthMismatch, kDivisionByZero, kOverflow.
absl::StatusOr<std::vector<Fraction>> Stretch(std::span<const Fraction> quota, std::span<const Fraction> potential);

/// Targets kept by hand (table `targets`) whose children do not add up: for every unit with a value, and units or
/// reps below it with values of the same metric, period, level and version (each scope has a target id of its own),
/// a warning kTargetChildrenMismatch that names the difference. Rows set aside do not count.
Findings CheckChildren(const crm::Dataset& data);

/// The same for calculated targets: empty unless something is wrong with the calculation itself.
Findings CheckChildren(const Targets& targets);

}  // namespace attain::target

#endif  // ATTAIN_TARGET_CHECK_H_
