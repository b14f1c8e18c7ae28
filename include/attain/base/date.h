// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Days and instants of the proleptic Gregorian calendar, without a clock and without a time zone
// of the machine.
//
//   Date day = *Date::Parse("2026-03-31");
//   (day + 1).ToString();                 // "2026-04-01"
//   day.weekday();                        // 2: Tuesday (ISO, Monday is 1)
//
// A `Date` is an int32 count of days since 1970-01-01; a `Timestamp` an int64 count of
// microseconds since then in UTC: the same numbers as Arrow's date32 and timestamp[us].
#ifndef ATTAIN_BASE_DATE_H_
#define ATTAIN_BASE_DATE_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace attain {

/// A calendar day.
class Date {
 public:
  constexpr Date() = default;  ///< 1970-01-01.
  /// The day `days` after 1970-01-01.
  static constexpr Date FromDays(int32_t days) {
    Date date;
    date.days_ = days;
    return date;
  }
  /// The day of year (1..9999), month (1..12), day of the month. kInvalidDate when there is no
  /// such day.
  static absl::StatusOr<Date> FromCivil(int64_t year, int month, int day);
  /// FromCivil() for arguments known to be a day.
  static constexpr Date Unchecked(int64_t year, int month, int day);
  /// Reads "2026-03-31"; exactly that form. kInvalidDate otherwise.
  static absl::StatusOr<Date> Parse(std::string_view text);

  constexpr int32_t days() const { return days_; }  ///< Days since 1970-01-01.
  int year() const;                                 ///< 1..9999.
  int month() const;                                ///< 1..12.
  int day() const;                                  ///< 1..31.
  int weekday() const;                              ///< ISO: Monday 1 … Sunday 7.
  std::string ToString() const;                     ///< "2026-03-31".

  constexpr auto operator<=>(const Date&) const = default;
  friend constexpr Date operator+(Date date, int32_t days) { return FromDays(date.days_ + days); }
  friend constexpr Date operator-(Date date, int32_t days) { return FromDays(date.days_ - days); }
  friend constexpr int32_t operator-(Date a, Date b) { return a.days_ - b.days_; }

 private:
  int32_t days_ = 0;
};

/// The first day of the month `months` after the month of `date`.
Date AddMonths(Date date, int months);
/// The first day of the month of `date`.
Date FirstOfMonth(Date date);
/// Number of days of a month.
int DaysInMonth(int64_t year, int month);

/// An instant: microseconds since 1970-01-01T00:00:00Z.
class Timestamp {
 public:
  constexpr Timestamp() = default;  ///< 1970-01-01T00:00:00Z.
  /// The instant `micros` microseconds after 1970-01-01T00:00:00Z.
  static constexpr Timestamp FromMicros(int64_t micros) {
    Timestamp timestamp;
    timestamp.micros_ = micros;
    return timestamp;
  }
  /// Midnight UTC at the start of `date`.
  static constexpr Timestamp StartOf(Date date) {
    return FromMicros(int64_t{date.days()} * 86'400'000'000);
  }
  /// Reads RFC 3339: "2026-03-31T22:00:00Z", "…T22:00:00.125+02:00"; a date alone is its midnight
  /// in UTC. kInvalidDate otherwise.
  static absl::StatusOr<Timestamp> Parse(std::string_view text);

  /// Microseconds since 1970-01-01T00:00:00Z.
  constexpr int64_t micros() const { return micros_; }
  /// The day in UTC moved by `offset_minutes` (east positive).
  Date date(int offset_minutes = 0) const;
  /// "2026-03-31T22:00:00Z", with a fraction only when there is one.
  std::string ToString() const;
  constexpr auto operator<=>(const Timestamp&) const = default;

 private:
  int64_t micros_ = 0;
};

// Declared in the class; defined here because the compiler evaluates it for constants.
constexpr Date Date::Unchecked(int64_t year, int month, int day) {
  // Days from civil: shift the year to start in March so that the leap day is last (Hinnant, 2013).
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return FromDays(static_cast<int32_t>(era * 146097 + day_of_era - 719468));
}

}  // namespace attain

#endif  // ATTAIN_BASE_DATE_H_
