// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/years.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace attain::crm {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9000;

}  // namespace

Years Years::Of(const CalendarDefinition& definition) {
  Years years;
  if (const auto* gregorian = std::get_if<Gregorian>(&definition)) {
    years.month_ = std::atoi(gregorian->fiscal_start.substr(0, 2).c_str());
    years.day_ = std::atoi(gregorian->fiscal_start.substr(3, 2).c_str());
    years.plain_names_ = gregorian->fiscal_start == "01-01";
    years.start_naming_ = gregorian->naming == YearNaming::kStartYear;
  } else if (std::holds_alternative<IsoWeeks>(definition)) {
    years.kind_ = Kind::kIso;
  } else {
    years.kind_ = Kind::kPattern;
    years.plain_names_ = false;
    if (const auto* pattern = std::get_if<WeekPattern>(&definition)) {
      years.pattern_ = *pattern;
    } else {
      years.pattern_ = {.pattern = "4-5-4",
                        .year_end = YearEnd::kNearestWeekday,
                        .naming = YearNaming::kStartYear};
    }
    const std::string& weeks = years.pattern_.pattern;
    years.weeks_ = {weeks[0] - '0', weeks[2] - '0', weeks[4] - '0'};
    years.start_naming_ = years.pattern_.naming == YearNaming::kStartYear;
    years.month_ = static_cast<int>(years.pattern_.month);
    if (years.pattern_.year_end == YearEnd::kFixed) {
      years.first_ = Date::Parse(years.pattern_.start).value_or(Date());
      years.first_year_ = (years.start_naming_ ? years.first_ : years.first_ + 363).year();
    }
  }
  return years;
}

Date Years::EndDay(int year) const {
  const int weekday = static_cast<int>(pattern_.weekday);
  if (pattern_.year_end == YearEnd::kLastWeekday)
    return LastWeekdayOf(year, month_, weekday).value_or(Date());
  return NearestWeekday(Date::Unchecked(year, month_, DaysInMonth(year, month_)), weekday);
}

Date Years::Start(int year) const {
  switch (kind_) {
    case Kind::kGregorian:
      return Date::Unchecked(plain_names_ || start_naming_ ? year : year - 1, month_, day_);
    case Kind::kIso: {
      const Date fourth = Date::Unchecked(year, 1, 4);  // always in week 1
      return fourth - (fourth.weekday() - 1);
    }
    case Kind::kPattern:
      break;
  }
  if (pattern_.year_end != YearEnd::kFixed) return EndDay(start_naming_ ? year : year - 1) + 1;
  int32_t weeks = 52 * (year - first_year_);
  for (const int64_t longer : pattern_.long_years) {
    if (longer >= first_year_ && longer < year) ++weeks;
    if (longer < first_year_ && longer >= year) --weeks;
  }
  return first_ + 7 * weeks;
}

std::optional<YearLayout> Years::Layout(int year) const {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  YearLayout layout{.year = year, .start = Start(year), .end = Start(year + 1)};
  if (kind_ == Kind::kIso) {
    for (int quarter = 0; quarter < 4; ++quarter)
      layout.quarters[static_cast<size_t>(quarter)] = layout.start + 91 * quarter;
    layout.quarters[4] = layout.end;
    return layout;
  }
  Date at = layout.start;
  for (int month = 0; month < 12; ++month) {
    layout.months[static_cast<size_t>(month)] = at;
    if (kind_ == Kind::kGregorian) {
      at = AddMonths(layout.start, month + 1) + (day_ - 1);
    } else {
      at = at + 7 * weeks_[static_cast<size_t>(month % 3)];
      const bool longer =
          layout.end - layout.start == 371 && month + 1 == static_cast<int>(pattern_.leap_period);
      if (longer) at = at + 7;
    }
  }
  layout.months[12] = layout.end;
  for (size_t quarter = 0; quarter < 5; ++quarter)
    layout.quarters[quarter] = layout.months[quarter * 3];
  return layout;
}

std::optional<YearLayout> Years::LayoutOf(Date day) const {
  // Years of 52 weeks drift against the civil year; two steps by days find the year.
  int year = day.year();
  for (int step = 0; step < 400; ++step) {
    const auto layout = Layout(year);
    if (!layout.has_value()) return std::nullopt;
    if (day < layout->start) {
      year -= std::max(1, (layout->start - day) / 400);
    } else if (day >= layout->end) {
      year += std::max(1, (day - layout->end) / 400);
    } else {
      return layout;
    }
  }
  return std::nullopt;
}

absl::StatusOr<WeekYear> NrfYear(int64_t year) {
  const Years years = Years::Of(Nrf{});
  const auto layout =
      year < 1900 || year > 9000 ? std::nullopt : years.Layout(static_cast<int>(year));
  if (!layout.has_value())
    return MakeError(Reason::kOutOfBounds, "the NRF calendar is given for the years 1900 to 9000");
  WeekYear result{
      .start = layout->start, .end = layout->end, .weeks = (layout->end - layout->start) / 7};
  for (size_t month = 0; month < 12; ++month) {
    result.starts[month] = layout->months[month];
    result.month_weeks[month] = (layout->months[month + 1] - layout->months[month]) / 7;
  }
  return result;
}

absl::StatusOr<std::array<Date, 12>> WeekPatternStarts(Date start,
                                                       std::span<const int64_t, 3> pattern) {
  std::array<Date, 12> starts;
  for (size_t month = 0; month < 12; ++month) {
    starts[month] = start;
    const int64_t weeks = pattern[month % 3];
    if (weeks < 1 || weeks > 53)
      return MakeError(Reason::kInvalidArgument, "each month of a week pattern has 1 to 53 weeks");
    start = start + static_cast<int32_t>(7 * weeks);
  }
  return starts;
}

absl::StatusOr<Date> LastWeekdayOf(int64_t year, int month, int weekday) {
  if (weekday < 1 || weekday > 7)
    return MakeError(Reason::kInvalidArgument, "a weekday is 1 (Monday) to 7 (Sunday)");
  ATTAIN_ASSIGN_OR_RETURN(const Date first, Date::FromCivil(year, month, 1));
  const Date last = first + (DaysInMonth(year, month) - 1);
  return last - (last.weekday() - weekday + 7) % 7;
}

Date NearestWeekday(Date day, int weekday) {
  const int ahead = ((weekday - day.weekday()) % 7 + 7) % 7;
  return ahead <= 3 ? day + ahead : day - (7 - ahead);
}

absl::StatusOr<FiscalPlace> FiscalPlaceOf(Date day, int start_month, YearNaming naming) {
  if (start_month < 1 || start_month > 12)
    return MakeError(Reason::kInvalidArgument, "a month is 1 to 12");
  const int period = (day.month() - start_month + 12) % 12 + 1;
  const int first = day.month() >= start_month ? day.year() : day.year() - 1;
  const bool by_start = naming == YearNaming::kStartYear || start_month == 1;
  return FiscalPlace{.fiscal_year = by_start ? first : first + 1,
                     .quarter = (period - 1) / 3 + 1,
                     .period = period};
}

}  // namespace attain::crm
