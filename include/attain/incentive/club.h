// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Club: who is admitted to the year's club, or ready for promotion, and how many places it has.
//
//   members at 110 % attainment or more: 109.99 % is out, 110 % is in
//   places: 4 % of 55 heads, and 2 % more for each point of team attainment above 100 %; at 107 %
//           4 % + 7 × 2 % = 18 %, 9.9 of 55: 9 places
//   promotion: the last four quarters all at 100 % or more
//
// Comparisons use the exact value: nothing is rounded before it is compared.
#ifndef ATTAIN_INCENTIVE_CLUB_H_
#define ATTAIN_INCENTIVE_CLUB_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// One condition: a column of values, one per person, that must reach a minimum.
struct Minimum {
  std::span<const Fraction> values;  ///< One per person.
  Fraction minimum;                  ///< Least value that meets the condition; itself included.
};

/// 1 for people who meet all conditions, 0 for the others. kInvalidArgument without conditions;
/// kLengthMismatch.
absl::StatusOr<std::vector<uint8_t>> ClubMembers(std::span<const Minimum> conditions);

/// How many places a club has: a part of the head count that grows with the team's attainment.
struct ClubFunding {
  Fraction base;       ///< Part of the heads at 100 %: 0.04.
  Fraction per_point;  ///< What each percentage point above 100 % adds: 0.02.
};

/// (base + (attainment - 1) × 100 × per_point) × headcount, without its fraction. May exceed the
/// head count where the rule does. kInvalidArgument for an attainment below 1, a negative head
/// count or a negative part; kOverflow.
absl::StatusOr<int64_t> FundedSlots(const ClubFunding& funding, const Fraction& team_attainment,
                                    int64_t headcount);

/// What happens when equal people stand for the last places and there are not enough for all.
enum class LastSlot : int32_t {
  kAll = 1,   ///< All of them are admitted. Default.
  kNone = 2,  ///< None of them is.
};

/// 1 for the best `slots` people by score, higher is better, 0 for the others. `eligible` as
/// `ClubMembers` gives it, or empty for everybody. kLengthMismatch; kInvalidArgument for a negative
/// number of places.
absl::StatusOr<std::vector<uint8_t>> FillSlots(std::span<const Fraction> scores,
                                               std::span<const uint8_t> eligible, int64_t slots,
                                               LastSlot last = LastSlot::kAll);

/// 1 for people whose latest `in_a_row` values all reach `minimum`: promotion eligibility. `values`
/// holds `periods` values per person, oldest first, person after person. kLengthMismatch when they
/// do not divide; kInvalidArgument unless 1 ≤ in_a_row ≤ periods.
absl::StatusOr<std::vector<uint8_t>> Sustained(std::span<const Fraction> values, int64_t periods,
                                               const Fraction& minimum, int64_t in_a_row);

/// The words of the enums, as documents and Python write them.
/// \{
const definition::WordTable& Describe(definition::Type<LastSlot>);  ///< all, none
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CLUB_H_
