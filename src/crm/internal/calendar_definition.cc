// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a calendar definition may say: field tables, and the checks that need more than one field.
#include <algorithm>
#include <string>

#include "attain/crm/calendar.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using definition::Optional;
using internal::StrCat;

constexpr std::string_view kGrainDoc = "The finest period results are wanted in. Default: month.";

/// Collects the faults of one definition.
struct Checker {
  std::string path;
  Findings findings;

  void Fault(Reason reason, std::string_view key, std::string text, std::string hint = {}) {
    findings.AddError(reason, {.path = path.empty() ? std::string(key) : StrCat(path, ".", key)},
                      std::move(text), std::move(hint));
  }
  void CheckGrain(Grain grain, bool months) {
    const bool known = grain == Grain::kWeek || (grain == Grain::kMonth && months) ||
                       grain == Grain::kQuarter || grain == Grain::kHalf || grain == Grain::kYear ||
                       grain == Grain::kDay;
    if (!known)
      Fault(Reason::kOutOfBounds, "grain",
            StrCat("the calendar has no periods of grain ", Name(grain)));
  }

  void operator()(const Gregorian& calendar) {
    CheckGrain(calendar.grain, true);
    const auto day = Date::Parse(StrCat("2026-", calendar.fiscal_start));
    if (!day.ok() || day->day() > 28) {
      Fault(Reason::kInvalidValue, "fiscal_start",
            StrCat("\"", calendar.fiscal_start, "\" is not a month and a day from 1 to 28"),
            "write \"07-01\"");
    }
  }
  void operator()(const IsoWeeks& calendar) { CheckGrain(calendar.grain, false); }
  void operator()(const WeekPattern& calendar) {
    CheckGrain(calendar.grain, true);
    if (calendar.pattern != "4-4-5" && calendar.pattern != "4-5-4" && calendar.pattern != "5-4-4") {
      Fault(Reason::kInvalidValue, "pattern",
            StrCat("\"", calendar.pattern, "\" is not 4-4-5, 4-5-4 or 5-4-4"));
    }
    if (calendar.leap_period < 1 || calendar.leap_period > 12)
      Fault(Reason::kOutOfBounds, "leap_period", "a month of the year is 1 to 12");
    if (calendar.year_end == YearEnd::kFixed) {
      if (calendar.start.empty()) {
        Fault(Reason::kMissingKey, "start", "a fixed year needs its first day");
      } else if (!Date::Parse(calendar.start).ok()) {
        Fault(Reason::kInvalidDate, "start", StrCat("\"", calendar.start, "\" is not a day"),
              "write \"2026-02-01\"");
      }
      for (size_t i = 0; i < calendar.long_years.size(); ++i) {
        if (std::find(calendar.long_years.begin(),
                      calendar.long_years.begin() + static_cast<std::ptrdiff_t>(i),
                      calendar.long_years[i]) !=
            calendar.long_years.begin() + static_cast<std::ptrdiff_t>(i)) {
          Fault(Reason::kInvalidValue, StrCat("long_years[", i, "]"),
                StrCat("the year ", calendar.long_years[i], " stands twice"));
        }
      }
      return;
    }
    if (calendar.month < 1 || calendar.month > 12)
      Fault(Reason::kOutOfBounds, "month", "a month is 1 to 12");
    if (calendar.weekday < 1 || calendar.weekday > 7)
      Fault(Reason::kOutOfBounds, "weekday", "a weekday is 1 (Monday) to 7 (Sunday)");
    if (!calendar.start.empty())
      Fault(Reason::kInvalidValue, "start",
            "only a fixed year has a start; this one ends on a weekday");
    if (!calendar.long_years.empty())
      Fault(Reason::kInvalidValue, "long_years",
            "only fixed years name the long ones; here the weekday decides");
  }
  void operator()(const Nrf& calendar) { CheckGrain(calendar.grain, true); }
  void operator()(const PeriodTable& calendar) {
    CheckGrain(calendar.grain, true);
    if (calendar.table.empty())
      Fault(Reason::kInvalidValue, "table", "a table calendar needs the name of its table");
  }
};

}  // namespace

Findings Validate(const CalendarDefinition& definition, std::string_view path) {
  Checker checker{.path = std::string(path), .findings = {}};
  std::visit(checker, definition);
  return checker.findings;
}

const definition::WordTable& Describe(definition::Type<YearNaming>) {
  static const auto& table = *new auto(definition::Words<YearNaming>(
      "year_naming", "Which calendar year gives a fiscal year its number.",
      {{"end_year", YearNaming::kEndYear,
        "The year of its last day: July 2025 to June 2026 is FY26."},
       {"start_year", YearNaming::kStartYear,
        "The year of its first day: July 2025 to June 2026 is FY25."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<YearEnd>) {
  static const auto& table = *new auto(definition::Words<YearEnd>(
      "year_end", "How the last day of a year of whole weeks is found.",
      {{"fixed", YearEnd::kFixed, "Years of 52 weeks from a start on; long ones are named."},
       {"last_weekday", YearEnd::kLastWeekday, "The last such weekday of the month."},
       {"nearest_weekday", YearEnd::kNearestWeekday,
        "The such weekday nearest to the last day of the month."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Gregorian>) {
  static const auto& table = *new auto(
      definition::Table<Gregorian>(
          "gregorian", "Months of the Gregorian calendar, with any first day of the fiscal year.",
          {Optional("fiscal_start", &Gregorian::fiscal_start,
                    "Month and day the year starts on, \"MM-DD\", day 1 to 28. Default: 01-01."),
           Optional("naming", &Gregorian::naming,
                    "Number of the fiscal year. Default: that of its last day."),
           Optional("grain", &Gregorian::grain, kGrainDoc)})
          .Kind("gregorian"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<IsoWeeks>) {
  static const auto& table = *new auto(
      definition::Table<IsoWeeks>(
          "iso_weeks", "ISO 8601 weeks: years of 52 or 53 weeks, quarters of 13 weeks, no months.",
          {Optional("grain", &IsoWeeks::grain,
                    "The finest period results are wanted in. Default: week.")})
          .Kind("iso_weeks"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<WeekPattern>) {
  static const auto& table = *new auto(
      definition::Table<WeekPattern>(
          "week_pattern", "A year of 52 or 53 weeks in months of whole weeks.",
          {Optional(
               "pattern", &WeekPattern::pattern,
               "Weeks of the three months of a quarter: 4-4-5, 4-5-4 or 5-4-4. Default: 4-4-5."),
           Optional("year_end", &WeekPattern::year_end,
                    "How the year's end is found. Default: fixed."),
           Optional("start", &WeekPattern::start,
                    "For fixed years: first day of the first one. Required there."),
           Optional("long_years", &WeekPattern::long_years,
                    "For fixed years: those of 53 weeks. Default: none."),
           Optional("month", &WeekPattern::month,
                    "For weekday ends: the month, 1 to 12. Default: 1.")
               .AtLeast(1)
               .AtMost(12),
           Optional("weekday", &WeekPattern::weekday,
                    "For weekday ends: Monday 1 to Sunday 7. Default: 6.")
               .AtLeast(1)
               .AtMost(7),
           Optional("naming", &WeekPattern::naming, "Number of the year. Default: end_year."),
           Optional("leap_period", &WeekPattern::leap_period,
                    "Which month gets a 53rd week, 1 to 12. Default: 12.")
               .AtLeast(1)
               .AtMost(12),
           Optional("grain", &WeekPattern::grain, kGrainDoc)})
          .Kind("week_pattern"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Nrf>) {
  static const auto& table = *new auto(
      definition::Table<Nrf>("nrf", "The 4-5-4 calendar of the US National Retail Federation.",
                             {Optional("grain", &Nrf::grain, kGrainDoc)})
          .Kind("nrf"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PeriodTable>) {
  static const auto& table =
      *new auto(definition::Table<PeriodTable>(
                    "table", "Periods as rows of a table.",
                    {Optional("table", &PeriodTable::table, "The table. Default: periods."),
                     Optional("grain", &PeriodTable::grain, kGrainDoc)})
                    .Kind("table"));
  return table;
}

}  // namespace attain::crm
