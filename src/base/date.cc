// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/date.h"

#include <cstddef>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::StrCat;

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr int64_t kMicrosPerDay = 1440 * kMicrosPerMinute;
constexpr int kMicroDigits = 6;

struct Civil {
  int64_t year;
  int month;
  int day;
};

// Civil from days: the inverse of Date::Unchecked() (Hinnant, 2013).
Civil CivilOf(Date date) {
  const int64_t z = int64_t{date.days()} + 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t day_of_era = z - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

// Takes `count` digits off the front of `*text`; -1 when they are not there.
int TakeDigits(std::string_view* text, size_t count) {
  if (text->size() < count) return -1;
  int value = 0;
  for (size_t i = 0; i < count; ++i) {
    const char c = (*text)[i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  text->remove_prefix(count);
  return value;
}

bool Take(std::string_view* text, char wanted) {
  if (text->empty() || text->front() != wanted) return false;
  text->remove_prefix(1);
  return true;
}

bool IsDay(int64_t year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= DaysInMonth(year, month);
}

// Takes "2026-03-31" off the front of `*text`; false when no day stands there.
bool TakeDate(std::string_view* text, Date* date) {
  const int year = TakeDigits(text, 4);
  if (year < 0 || !Take(text, '-')) return false;
  const int month = TakeDigits(text, 2);
  if (month < 0 || !Take(text, '-')) return false;
  const int day = TakeDigits(text, 2);
  if (!IsDay(year, month, day)) return false;
  *date = Date::Unchecked(year, month, day);
  return true;
}

// Takes "T22:00:00.125+02:00" off the front of `*text`; false when no time with its offset stands
// there.
bool TakeTime(std::string_view* text, int64_t* micros) {
  if (!Take(text, 'T') && !Take(text, 't') && !Take(text, ' ')) return false;
  const int hour = TakeDigits(text, 2);
  if (hour < 0 || hour > 23 || !Take(text, ':')) return false;
  const int minute = TakeDigits(text, 2);
  if (minute < 0 || minute > 59 || !Take(text, ':')) return false;
  const int second = TakeDigits(text, 2);
  if (second < 0 || second > 59) return false;
  int64_t fraction = 0;
  if (Take(text, '.')) {
    int digits = 0;
    for (int digit = TakeDigits(text, 1); digit >= 0; digit = TakeDigits(text, 1), ++digits) {
      if (digits < kMicroDigits) {
        fraction = fraction * 10 + digit;
      } else if (digit != 0) {
        return false;  // finer than a microsecond: nothing is cut off in silence
      }
    }
    if (digits == 0) return false;
    for (; digits < kMicroDigits; ++digits) fraction *= 10;
  }
  int offset = 0;
  if (!Take(text, 'Z') && !Take(text, 'z')) {
    const bool west = Take(text, '-');
    if (!west && !Take(text, '+')) return false;
    const int hours = TakeDigits(text, 2);
    if (hours < 0 || hours > 23 || !Take(text, ':')) return false;
    const int minutes = TakeDigits(text, 2);
    if (minutes < 0 || minutes > 59) return false;
    offset = (west ? -1 : 1) * (hours * 60 + minutes);
  }
  *micros = (hour * 60 + minute - offset) * kMicrosPerMinute + second * kMicrosPerSecond + fraction;
  return true;
}

std::string Padded(int64_t value, size_t width) {
  std::string text = StrCat(value < 0 ? -value : value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  if (value < 0) text.insert(0, 1, '-');
  return text;
}

int64_t FloorDivide(int64_t value, int64_t divisor) {
  const int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

}  // namespace

int DaysInMonth(int64_t year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

absl::StatusOr<Date> Date::FromCivil(int64_t year, int month, int day) {
  if (!IsDay(year, month, day)) {
    return MakeError(Reason::kInvalidDate,
                     StrCat("there is no day ", day, " of month ", month, " of year ", year));
  }
  return Unchecked(year, month, day);
}

absl::StatusOr<Date> Date::Parse(std::string_view text) {
  Date date;
  std::string_view rest = text;
  if (!TakeDate(&rest, &date) || !rest.empty()) {
    return MakeError(Reason::kInvalidDate, StrCat('"', text.substr(0, 64), "\" is not a day"));
  }
  return date;
}

int Date::year() const { return static_cast<int>(CivilOf(*this).year); }
int Date::month() const { return CivilOf(*this).month; }
int Date::day() const { return CivilOf(*this).day; }

int Date::weekday() const {
  // 1970-01-01 was a Thursday.
  const int64_t since_monday = (int64_t{days_} + 3) % 7;
  return static_cast<int>(since_monday < 0 ? since_monday + 8 : since_monday + 1);
}

std::string Date::ToString() const {
  const Civil civil = CivilOf(*this);
  return StrCat(Padded(civil.year, 4), '-', Padded(civil.month, 2), '-', Padded(civil.day, 2));
}

Date AddMonths(Date date, int months) {
  const Civil civil = CivilOf(date);
  const int64_t month = civil.year * 12 + (civil.month - 1) + months;
  const int64_t year = FloorDivide(month, 12);
  return Date::Unchecked(year, static_cast<int>(month - year * 12) + 1, 1);
}

Date FirstOfMonth(Date date) { return AddMonths(date, 0); }

absl::StatusOr<Timestamp> Timestamp::Parse(std::string_view text) {
  Date date;
  int64_t micros = 0;
  std::string_view rest = text;
  if (!TakeDate(&rest, &date) || !(rest.empty() || (TakeTime(&rest, &micros) && rest.empty()))) {
    return MakeError(Reason::kInvalidDate, StrCat('"', text.substr(0, 64), "\" is not an instant"));
  }
  return FromMicros(StartOf(date).micros() + micros);
}

Date Timestamp::date(int offset_minutes) const {
  const int64_t days = FloorDivide(micros_, kMicrosPerDay);
  const int64_t of_day = micros_ - days * kMicrosPerDay + offset_minutes * kMicrosPerMinute;
  return Date::FromDays(static_cast<int32_t>(days + FloorDivide(of_day, kMicrosPerDay)));
}

std::string Timestamp::ToString() const {
  const Date day = date();
  const int64_t of_day = micros_ - FloorDivide(micros_, kMicrosPerDay) * kMicrosPerDay;
  const int64_t seconds = of_day / kMicrosPerSecond;
  std::string text = StrCat(day.ToString(), 'T', Padded(seconds / 3600, 2), ':',
                            Padded(seconds / 60 % 60, 2), ':', Padded(seconds % 60, 2));
  if (int64_t fraction = of_day % kMicrosPerSecond; fraction != 0) {
    size_t digits = kMicroDigits;
    for (; fraction % 10 == 0; fraction /= 10) --digits;
    internal::StrAppend(&text, '.', Padded(fraction, digits));
  }
  text.push_back('Z');
  return text;
}

}  // namespace attain
