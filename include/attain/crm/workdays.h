// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Working days: Monday to Friday, and a table of exceptions.
//
//   Workdays china = *Workdays::Of({{.day = *Date::Parse("2026-10-01"), .weight = 0}});    // a holiday
//   china.Between(*Date::Parse("2026-09-28"), *Date::Parse("2026-10-05"));                 // 4: Monday to Friday without Thursday
//
// A row gives a day its weight: 0 a holiday, 0.5 half a day, 1 a weekend worked. Days without a row have the weight of
// their weekday. Sums are exact. A table covers the years it has rows for; beyond them the weekday alone counts, and
// `Covers` says so.
#ifndef ATTAIN_CRM_WORKDAYS_H_
#define ATTAIN_CRM_WORKDAYS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/period.h"

namespace attain::crm {

/// The weight of one day.
struct WorkdayRow {
  Date day;               ///< The day.
  Decimal weight;         ///< How much of a working day it is, 0..1 (more is allowed: a long day).
};

/// Working days with exceptions. Immutable and cheap to copy.
class Workdays {
 public:
  static constexpr std::array<bool, 7> kMondayToFriday = {true, true, true, true, true, false, false};  ///< The usual week, Monday first.

  /// Monday to Friday without exceptions; covers every year.
  Workdays();
  /// A week with exceptions. All findings: kDupKey for a day twice, kOutOfBounds for a negative weight or more than four decimals.
  static absl::StatusOr<Workdays> Of(std::vector<WorkdayRow> rows, const std::array<bool, 7>& week = kMondayToFriday);

  Decimal WeightOf(Date day) const;                   ///< Weight of a day.
  bool IsWorkday(Date day) const;                     ///< True when the weight is above zero.
  /// Sum of the weights of [from, to); 0 when to <= from. Exact; constant time per exception-free week.
  Decimal Between(Date from, Date to) const;
  /// Worked share of a period up to and including the day before `until`: 0 before it starts, 1 after it ends.
  /// kDivisionByZero for a period without working days.
  absl::StatusOr<Fraction> ElapsedShare(const Period& period, Date until) const;
  /// The first working day on or after `day`. kCalendarUnknown when there is none within a year.
  absl::StatusOr<Date> NextWorkday(Date day) const;
  /// Sums of the weights of the twelve months of a year.
  std::array<Decimal, 12> ByMonth(int64_t year) const;
  /// True when the year has rows, or the table has none at all.
  bool Covers(int year) const;
  /// The first year from `year` on that the table does not cover; nothing when it has no rows.
  std::optional<int> NextUnknownYear(int year) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// Averages the Chinese labour rules name: working days of a year and of a month, and days a monthly salary is divided by.
struct WorkdayAverages {
  int64_t work_days_year;     ///< days - rest - statutory: 365 - 104 - 11 = 250.
  Fraction work_days_month;   ///< That / 12: 20.83.
  Fraction pay_days_month;    ///< (days - rest) / 12: 21.75.
};
/// The averages for a year of `days` days with `rest` weekly rest days and `statutory` paid holidays (Ministry of Human
/// Resources and Social Security of China, notice on average monthly working time). kInvalidArgument for negative
/// numbers or more rest than days.
absl::StatusOr<WorkdayAverages> AverageWorkdays(int64_t days, int64_t rest, int64_t statutory);

}  // namespace attain::crm

#endif  // ATTAIN_CRM_WORKDAYS_H_
