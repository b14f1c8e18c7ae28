// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The fiscal years of a calendar: where each begins and how it is divided. Everything else a
// calendar says follows from that.
//
//   Years years = Years::Of(Nrf{});
//   years.Layout(2023)->start;    // 2023-01-29, and 371 days to the end
#ifndef ATTAIN_SRC_CRM_INTERNAL_YEARS_H_
#define ATTAIN_SRC_CRM_INTERNAL_YEARS_H_

#include <array>
#include <optional>

#include "attain/base/date.h"
#include "attain/crm/calendar.h"

namespace attain::crm {

/// One year: first days of its parts, the last entry of each list being the first day of the next
/// year.
struct YearLayout {
  int year = 0;
  Date start;
  Date end;
  std::array<Date, 5> quarters = {};
  std::array<Date, 13> months = {};  // only where the calendar has months
};

/// The years of a calendar that is not a table. Years run from 1900 to 9000.
class Years {
 public:
  /// Calendar years from 1 January.
  Years() = default;
  /// The years of a valid definition.
  static Years Of(const CalendarDefinition& definition);

  bool plain_names() const { return plain_names_; }        ///< Years are named "2026", not "FY26".
  bool has_months() const { return kind_ != Kind::kIso; }  ///< Years have twelve months.
  bool civil_months() const {
    return kind_ == Kind::kGregorian && day_ == 1;
  }  ///< Months are those of the civil calendar.
  bool whole_weeks() const { return kind_ != Kind::kGregorian; }  ///< Years are whole weeks.
  bool iso_weeks() const {
    return kind_ == Kind::kGregorian || kind_ == Kind::kIso;
  }  ///< Weeks are ISO weeks.

  /// The year of that number; nothing outside the range.
  std::optional<YearLayout> Layout(int year) const;
  /// The year a day lies in; nothing outside the range.
  std::optional<YearLayout> LayoutOf(Date day) const;

 private:
  enum class Kind { kGregorian, kIso, kPattern };

  Date Start(int year) const;   // first day of a year
  Date EndDay(int year) const;  // last day of the 52/53-week year that ends in civil year `year`

  Kind kind_ = Kind::kGregorian;
  bool plain_names_ = true;
  bool start_naming_ = false;
  int month_ = 1;  // Gregorian: first month; pattern: month of the year's end
  int day_ = 1;
  WeekPattern pattern_ = {};
  std::array<int, 3> weeks_ = {4, 4, 5};
  Date first_;  // fixed: start of year `first_year_`
  int first_year_ = 0;
};

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_YEARS_H_
