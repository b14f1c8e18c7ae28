// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A named stretch of time that includes its first day and excludes its last.
//
//   Period quarter = *Period::Parse("2026-Q1");   // [2026-01-01, 2026-04-01)
//   quarter.days();                               // 90
//   quarter.Contains(*Date::Parse("2026-04-01")); // false: that is the next quarter
//
// Half-open, so that periods tile: the end of one is the start of the next. Fiscal names
// ("FY26-P04") need a calendar: crm/calendar.h.
#ifndef ATTAIN_BASE_PERIOD_H_
#define ATTAIN_BASE_PERIOD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/date.h"

namespace attain {

/// How long a period is meant to be.
enum class Grain : int32_t {
  kDay = 1,      ///< One day.
  kWeek = 2,     ///< Seven days; by name the ISO week, Monday to Sunday.
  kMonth = 3,    ///< A month of the calendar in use.
  kQuarter = 4,  ///< Three months.
  kHalf = 5,     ///< Six months.
  kYear = 6,     ///< Twelve months.
  kCustom = 7,   ///< Any other stretch.
};

/// "day", "week", … "custom".
std::string_view Name(Grain grain);

/// A named half-open stretch of days.
struct Period {
  std::string name;                 ///< "2026-Q1".
  Date start;                       ///< First day.
  Date end;                         ///< First day no longer in the period.
  Grain grain = Grain::kCustom;     ///< What kind of period it is.

  /// Reads calendar periods: "2026", "2026-H1", "2026-Q1", "2026-03", "2026-W09" (ISO week),
  /// "2026-03-31". kInvalidPeriod otherwise.
  static absl::StatusOr<Period> Parse(std::string_view name);
  /// A stretch of one's own, named "[2026-01-01, 2026-04-01)". kInvalidPeriod unless start < end.
  static absl::StatusOr<Period> Of(Date start, Date end);

  int32_t days() const { return end - start; }  ///< Number of days.
  /// True for a day of the period.
  bool Contains(Date day) const { return start <= day && day < end; }
  /// True when other lies inside.
  bool Contains(const Period& other) const { return start <= other.start && other.end <= end; }
  /// True when a day is common.
  bool Overlaps(const Period& other) const { return start < other.end && other.start < end; }
  bool operator==(const Period&) const = default;
};

/// An interval of validity: from the first day on, until the day it no longer holds; either side
/// may be open.
struct Validity {
  Date from = Date::FromDays(INT32_MIN);  ///< First day. Default: always.
  Date to = Date::FromDays(INT32_MAX);    ///< First day no longer valid. Default: never ends.
  bool Contains(Date day) const { return from <= day && day < to; }  ///< True on a valid day.
  bool operator==(const Validity&) const = default;
};

/// The ISO 8601 week of a day: its year, week 1..53 and weekday 1..7.
struct IsoWeek {
  int year;     ///< The year the week belongs to: that of its Thursday.
  int week;     ///< 1..53.
  int weekday;  ///< Monday 1 … Sunday 7.
};
/// The ISO week of `date`.
IsoWeek IsoWeekOf(Date date);

}  // namespace attain

#endif  // ATTAIN_BASE_PERIOD_H_
