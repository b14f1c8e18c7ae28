// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Quota over time: joined in March, away in February, a new quota in April, a ramp for newcomers.
//
//   100,000 a year in quarters of 20, 20, 20, 40 %, joined in March: one month of three in Q1
//       100,000 × 20 % × 1 / 3 = 6,666.67, then 20,000, 20,000, 40,000
//   1,000 for February 2017, active for 27 of 28 days: 1,000 × 27 / 28 = 964.29
//   1,000,000 for half a year, 1,400,000 for the other half: blended 1,200,000
//   730,000 from 1 January and 803,000 from 15 March 2025: (730,000 × 73 + 803,000 × 292) / 365 = 788,400
//   a ramp of 4,000 and 7,000, then 11,000: month 1 4,000, month 2 7,000, month 7 11,000
//
// Everything is exact; a quota is compared unrounded and rounded only where it is shown. Ranges of days
// are half-open: `end` is the first day no longer counted.
#ifndef ATTAIN_INCENTIVE_QUOTA_H_
#define ATTAIN_INCENTIVE_QUOTA_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/fraction.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// Days from `first` until the day before `end`.
struct DayRange {
  Date first;  ///< First day.
  Date end;    ///< First day no longer counted.
};

/// How days are counted.
enum class DayCount : int32_t {
  kActual = 1,     ///< Days of the calendar. Default.
  kThirty360 = 2,  ///< Every month has 30 days (day 31 counts as day 30), a year 360.
};

/// A yearly quota in equal parts of the year (quarters with four weights, months with twelve), for
/// who starts in `start_month`: annual × weight × months left in the part / months of the part. The
/// start month counts fully. kInvalidWeights unless the number of weights divides 12 and none is
/// negative; kInvalidArgument for a month outside 1..12; kOverflow.
absl::StatusOr<std::vector<Fraction>> ProrateQuotaMonths(const Fraction& annual,
                                                         std::span<const Fraction> weights,
                                                         int start_month);

/// An amount for the days someone took part.
struct ProratedDays {
  int64_t days = 0;           ///< Days taken part.
  int64_t interval_days = 0;  ///< Days of the interval.
  Fraction amount;            ///< amount × days / interval_days, exact.
};

/// amount × days active / days of the interval. `active` in any order; what lies outside the
/// interval is cut off. kIntervalInverted for a range that ends before it starts, or an interval
/// without days; kIntervalOverlap for active ranges that overlap; kOverflow.
absl::StatusOr<ProratedDays> ProrateDays(const Fraction& amount, const DayRange& interval,
                                         std::span<const DayRange> active,
                                         DayCount count = DayCount::kActual);

/// Σ quota × weight: quotas of several roles or halves by the part each counts. Weights are taken
/// as they are and need not add up to 1. kLengthMismatch; kInvalidWeights for a negative weight;
/// kOverflow.
absl::StatusOr<Fraction> BlendQuota(std::span<const Fraction> quotas,
                                    std::span<const Fraction> weights);

/// A quota that changes within the year.
struct BlendedDays {
  std::vector<int64_t> days;  ///< Days each quota was in force.
  Fraction quota;             ///< Σ quota × days / days of the year, exact.
};

/// Quota i holds from `starts[i]` until the next start, the last until the end of `year`.
/// kLengthMismatch; kPeriodGap unless the first starts with the year; kIntervalOverlap for starts
/// out of order; kInvalidArgument for a start after the year; kIntervalInverted; kOverflow.
absl::StatusOr<BlendedDays> BlendQuotaDays(const DayRange& year, std::span<const Date> starts,
                                           std::span<const Fraction> quotas,
                                           DayCount count = DayCount::kActual);

/// The quotas of months of service, the first month being 1: `ramp[month - 1]` while there is one,
/// `full` afterwards. kInvalidArgument for a month below 1.
absl::StatusOr<std::vector<Fraction>> RampQuota(std::span<const Fraction> ramp,
                                                const Fraction& full,
                                                std::span<const int64_t> months);

/// The words of the enums, as documents and Python write them.
/// \{
const definition::WordTable& Describe(definition::Type<DayCount>);  ///< actual, thirty_360
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_QUOTA_H_
