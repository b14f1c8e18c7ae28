// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Goal seek: how much must be sold to be paid so much?
//
//   33,750 is certain (25 % of 135,000 renewals), new business pays 40 %; wanted 50,000
//       (50,000 - 33,750) / 0.40 = 40,625.00 of new business
//   bands 4 % to 4,000, 8 % to 9,000, 12 % above; wanted 400
//       4,000 pay 160; the other 240 need 240 / 8 % = 3,000: 7,000.00 in all
//
// The answers are exact: what the plan pays on them is what was wanted, to the last digit.
#ifndef ATTAIN_INCENTIVE_GOAL_SEEK_H_
#define ATTAIN_INCENTIVE_GOAL_SEEK_H_

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/incentive/bands.h"

namespace attain::incentive {

/// The sales that pay each of `desired` at one rate beside what is certain:
/// (desired - certain) / rate. Negative where less was wanted than is certain. kDivisionByZero for a
/// rate of 0; kOverflow.
absl::StatusOr<std::vector<Fraction>> GoalSeek(std::span<const Fraction> desired,
                                               const Fraction& certain, const Fraction& rate);

/// The least sales on which marginal bands pay each of `desired`: the inverse of `Marginal(bands, 0,
/// x)`. Bands in ascending order; one that pays nothing is passed over. kValueInNoBand when the bands
/// never pay as much; kTierOverlap for bands out of order; kInvalidArgument for a negative rate, a
/// band that starts below 0, or a negative amount wanted; kOverflow.
absl::StatusOr<std::vector<Fraction>> GoalSeekTiers(std::span<const RateBand> bands,
                                                    std::span<const Fraction> desired);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_GOAL_SEEK_H_
