// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/period.h"

#include <cstddef>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::StrCat;

constexpr size_t kYearDigits = 4;

// The number all of `text` stands for; -1 when it is not one of one to four digits.
int Number(std::string_view text) {
  if (text.empty() || text.size() > kYearDigits) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// The Monday of ISO week 1: the week with 4 January in it.
Date FirstMonday(int year) {
  const Date fourth = Date::Unchecked(year, 1, 4);
  return fourth - (fourth.weekday() - 1);
}

// `months` months from `first` on, the first of them January for 0.
Period Months(int year, int first, int months, Grain grain) {
  const Date january = Date::Unchecked(year, 1, 1);
  return {.name = {},
          .start = AddMonths(january, first),
          .end = AddMonths(january, first + months),
          .grain = grain};
}

// Reads what stands behind the year and the dash; false when it is nothing known.
bool ReadPart(int year, std::string_view part, Period* period) {
  if (part.size() == 2 && (part[0] == 'H' || part[0] == 'Q')) {
    const int number = Number(part.substr(1));
    const bool half = part[0] == 'H';
    const int months = half ? 6 : 3;
    if (number < 1 || number > 12 / months) return false;
    *period = Months(year, (number - 1) * months, months, half ? Grain::kHalf : Grain::kQuarter);
    return true;
  }
  if (part.size() == 3 && part[0] == 'W') {
    const int week = Number(part.substr(1));
    const int weeks = (FirstMonday(year + 1) - FirstMonday(year)) / 7;
    if (week < 1 || week > weeks) return false;
    const Date monday = FirstMonday(year) + 7 * (week - 1);
    *period = {.name = {}, .start = monday, .end = monday + 7, .grain = Grain::kWeek};
    return true;
  }
  if (part.size() == 2) {
    const int month = Number(part);
    if (month < 1 || month > 12) return false;
    *period = Months(year, month - 1, 1, Grain::kMonth);
    return true;
  }
  return false;
}

}  // namespace

std::string_view Name(Grain grain) {
  switch (grain) {
    case Grain::kDay:
      return "day";
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kHalf:
      return "half";
    case Grain::kYear:
      return "year";
    case Grain::kCustom:
      break;
  }
  return "custom";
}

absl::StatusOr<Period> Period::Parse(std::string_view name) {
  Period period;
  bool known = false;
  const int year = Number(name.substr(0, kYearDigits));
  if (name.size() >= kYearDigits && year >= 1) {
    if (name.size() == kYearDigits) {
      period = Months(year, 0, 12, Grain::kYear);
      known = true;
    } else if (name[kYearDigits] == '-' && ReadPart(year, name.substr(kYearDigits + 1), &period)) {
      known = true;
    } else if (const auto day = Date::Parse(name); day.ok()) {
      period = {.name = {}, .start = *day, .end = *day + 1, .grain = Grain::kDay};
      known = true;
    }
  }
  if (!known) {
    return MakeError(Reason::kInvalidPeriod,
                     StrCat('"', name.substr(0, 64),
                            "\" names no period; write 2026, 2026-Q1, 2026-03 or 2026-W09"));
  }
  period.name = std::string(name);
  return period;
}

absl::StatusOr<Period> Period::Of(Date start, Date end) {
  std::string name = StrCat('[', start.ToString(), ", ", end.ToString(), ')');
  if (start >= end) {
    return MakeError(Reason::kInvalidPeriod, StrCat(name, " does not end after it starts"));
  }
  return Period{.name = std::move(name), .start = start, .end = end, .grain = Grain::kCustom};
}

IsoWeek IsoWeekOf(Date date) {
  const int weekday = date.weekday();
  const Date thursday = date + (4 - weekday);
  const int year = thursday.year();
  return {
      .year = year, .week = (thursday - Date::Unchecked(year, 1, 1)) / 7 + 1, .weekday = weekday};
}

}  // namespace attain
