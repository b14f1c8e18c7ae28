// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Business calendars: which period a day lies in, under any fiscal year.
//
//   Calendar year = *Calendar::Resolve(Gregorian{.fiscal_start = "07-01"});
//   year.PeriodOf(*Date::Parse("2025-08-15"), Grain::kQuarter)->name;   // "FY26-Q1": [2025-07-01, 2025-10-01)
//   Calendar retail = *Calendar::Resolve(Nrf{});
//   retail.Named("FY23")->days();                                       // 371: 53 weeks, 2023-01-29 .. 2024-02-03
//
// Names. A calendar year that starts on 1 January: "2026", "2026-H1", "2026-Q1", "2026-03". Any other: "FY26" (also read: "FY2026"),
// "FY26-H1", "FY26-Q2", "FY26-P04"; where fiscal months are calendar months they are called "2026-03" and "FY26-P09" is
// read as the same. Weeks: ISO weeks "2026-W09" in gregorian and ISO calendars, weeks of the fiscal year "FY26-W09" in
// 52/53-week ones. Days: "2026-03-31". A table calendar has the names of its rows. "2026-Q1" under a fiscal year that
// starts in July is refused: it could be read two ways. In: a definition, for tables also their rows. Out: periods
// (base/period.h), half-open, that tile.
#ifndef ATTAIN_CRM_CALENDAR_H_
#define ATTAIN_CRM_CALENDAR_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/period.h"
#include "attain/definition/fields.h"

namespace attain::crm {

/// Which calendar year gives a fiscal year its number.
enum class YearNaming : int32_t {
  kEndYear = 1,    ///< The year of its last day: July 2025 to June 2026 is FY26.
  kStartYear = 2,  ///< The year of its first day: July 2025 to June 2026 is FY25.
};

/// Months of the Gregorian calendar, with any first day of the fiscal year.
struct Gregorian {
  std::string fiscal_start = "01-01";              ///< Month and day the year starts on, "MM-DD", day 1..28. Default: 1 January.
  /// Number of the year. For fixed: the year of its last or first day. For weekday ends: the year y whose month it ends
  /// in (end year), or y - 1 (start year). Default: end year.
  YearNaming naming = YearNaming::kEndYear;
  Grain grain = Grain::kMonth;
  bool operator==(const Gregorian&) const = default;
};

/// ISO 8601 weeks: years of 52 or 53 weeks, "2026" is the ISO year; quarters of 13 weeks, a 53rd week belongs to the fourth; no months.
struct IsoWeeks {
  Grain grain = Grain::kWeek;                      ///< The finest period results are wanted in: week, quarter, half, year. Default: week.
  bool operator==(const IsoWeeks&) const = default;
};

/// How the last day of a 52/53-week year is found.
enum class YearEnd : int32_t {
  kFixed = 1,           ///< Years of 52 weeks from `start` on; those named in `long_years` have 53.
  kLastWeekday = 2,     ///< The last such weekday of the month.
  kNearestWeekday = 3,  ///< The such weekday nearest to the last day of the month (three days before to three after).
};

/// A 52/53-week year in months of whole weeks.
struct WeekPattern {
  std::string pattern = "4-4-5";                   ///< Weeks of the three months of each quarter: "4-4-5", "4-5-4" or "5-4-4".
  YearEnd year_end = YearEnd::kFixed;              ///< How the year's end is found. Default: fixed start.
  std::string start = {};                          ///< For fixed: first day of the first year, "2026-02-01"; any weekday. Required there.
  std::vector<int64_t> long_years = {};            ///< For fixed: fiscal years of 53 weeks. Default: none.
  int64_t month = 1;                               ///< For weekday ends: the month, 1..12. Default: January.
  /// For weekday ends: ISO weekday of the last day, Monday 1 .. Sunday 7. Default: Saturday.
  int64_t weekday = 6;
  YearNaming naming = YearNaming::kEndYear;        ///< Number of the year. For fixed: the year of its last or first day. For weekday ends: the year y
                                                   ///< whose month it ends in (end year), or y - 1 (start year). Default: end year.
  int64_t leap_period = 12;                        ///< Which month gets a 53rd week, 1..12. Default: the last.
  Grain grain = Grain::kMonth;                     ///< The finest period results are wanted in. Default: month.
  bool operator==(const WeekPattern&) const = default;
};

/// The 4-5-4 calendar of the US National Retail Federation: year y ends on the Saturday nearest 31 January of y + 1; a
/// 53rd week lengthens the last month.
struct Nrf {
  Grain grain = Grain::kMonth;                     ///< The finest period results are wanted in. Default: month.
  bool operator==(const Nrf&) const = default;
};

/// Periods as rows of a table (`periods`).
struct PeriodTable {
  std::string table = "periods";                   ///< The table. Default: periods.
  Grain grain = Grain::kMonth;                     ///< The finest period results are wanted in. Default: month.
  bool operator==(const PeriodTable&) const = default;
};

/// What a user writes: an object whose "kind" is "gregorian", "iso_weeks", "week_pattern", "nrf" or "table". Default:
/// gregorian from 1 January.
using CalendarDefinition = std::variant<Gregorian, IsoWeeks, WeekPattern, Nrf, PeriodTable>;

/// \name Field tables.
/// \{
const definition::WordTable& Describe(definition::Type<YearNaming>);    ///< end_year, start_year
const definition::WordTable& Describe(definition::Type<YearEnd>);       ///< fixed, last_weekday, nearest_weekday
const definition::FieldTable& Describe(definition::Type<Gregorian>);    ///< "gregorian"
const definition::FieldTable& Describe(definition::Type<IsoWeeks>);     ///< "iso_weeks"
const definition::FieldTable& Describe(definition::Type<WeekPattern>);  ///< "week_pattern"
const definition::FieldTable& Describe(definition::Type<Nrf>);          ///< "nrf"
const definition::FieldTable& Describe(definition::Type<PeriodTable>);  ///< "table"
/// \}

/// Faults of a definition: month and day, pattern, start, ranges. `path` is put before each finding's place.
Findings Validate(const CalendarDefinition& definition, std::string_view path = {});

/// A calendar ready for questions. Immutable and cheap to copy.
class Calendar {
 public:
  /// The Gregorian calendar from 1 January.
  Calendar();
  /// A calendar as defined. `rows`: the periods of a table calendar, ignored otherwise. All findings of Validate; for
  /// tables kIntervalInverted, kDupKey, kPeriodGap when periods of one grain overlap or leave a gap.
  static absl::StatusOr<Calendar> Resolve(const CalendarDefinition& definition, std::vector<Period> rows = {});

  const CalendarDefinition& definition() const;   ///< What it was made from.
  Grain grain() const;                             ///< The finest period results are wanted in.
  /// True when the calendar has periods of this grain.
  bool Has(Grain grain) const;

  /// The period of that name. kInvalidPeriod for text that is no name, kPeriodNotInCalendar for a name of another calendar.
  absl::StatusOr<Period> Named(std::string_view name) const;
  /// The period of a grain that contains a day. kPeriodNotInCalendar when there is none (grain unknown here, or a table
  /// that does not reach).
  absl::StatusOr<Period> PeriodOf(Date day, Grain grain) const;
  /// All periods of a grain that overlap [from, to), in order. kPeriodNotInCalendar when they do not cover it.
  absl::StatusOr<std::vector<Period>> Periods(Date from, Date to, Grain grain) const;
  /// The periods of a finer grain that tile `parent`. kPeriodNotInCalendar when they do not (weeks in a Gregorian month).
  absl::StatusOr<std::vector<Period>> Children(const Period& parent, Grain grain) const;
  /// The period of the same grain after it. kPeriodNotInCalendar.
  absl::StatusOr<Period> Next(const Period& period) const;
  /// The period of the same grain before it. kPeriodNotInCalendar.
  absl::StatusOr<Period> Previous(const Period& period) const;
  /// The same period `years` fiscal years on, by its place in the year (week 53 has none every year). kPeriodNotInCalendar.
  absl::StatusOr<Period> YearsOn(const Period& period, int years) const;
  /// Number of the fiscal year a day lies in. kPeriodNotInCalendar.
  absl::StatusOr<int> FiscalYearOf(Date day) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

// Kernels.

/// A 52/53-week year.
struct WeekYear {
  Date start;                        ///< First day.
  Date end;                          ///< First day of the next year.
  int weeks = 0;                     ///< 52 or 53.
  std::array<Date, 12> starts = {};  ///< First days of the months.
  std::array<int, 12> month_weeks = {};  ///< Weeks of the months.
};

/// Fiscal year `year` of the NRF 4-5-4 calendar (National Retail Federation, "4-5-4 calendar"). kOutOfBounds for years outside 1900..9000.
absl::StatusOr<WeekYear> NrfYear(int64_t year);
/// First days of the 12 months of a 52-week year from `start` on, `pattern` weeks in each quarter. kInvalidArgument
/// unless all are positive.
absl::StatusOr<std::array<Date, 12>> WeekPatternStarts(Date start, std::span<const int64_t, 3> pattern);
/// The last `weekday` (Monday 1 .. Sunday 7) of a month. kInvalidArgument, kInvalidDate.
absl::StatusOr<Date> LastWeekdayOf(int64_t year, int month, int weekday);
/// The `weekday` nearest to a day: up to three days before or after.
Date NearestWeekday(Date day, int weekday);

/// Where a day stands in a fiscal year of calendar months.
struct FiscalPlace {
  int fiscal_year;  ///< Number of the year.
  int quarter;      ///< 1..4.
  int period;       ///< Month of the year, 1..12.
};
/// The place of a day in a year that starts on the first of `start_month` (1..12); a year from January has its calendar
/// number. kInvalidArgument.
absl::StatusOr<FiscalPlace> FiscalPlaceOf(Date day, int start_month, YearNaming naming);

}  // namespace attain::crm

#endif  // ATTAIN_CRM_CALENDAR_H_
