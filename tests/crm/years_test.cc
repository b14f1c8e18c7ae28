// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/years.h"

#include "crm/testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;

TEST(YearsTest, TheRetailYearsOf53WeeksAreThoseTheFederationLists) {
  std::vector<int> longer;
  for (int year = 1999; year <= 2025; ++year) {
    if (NrfYear(year)->weeks == 53) longer.push_back(year);
  }
  EXPECT_THAT(longer, ElementsAre(2000, 2006, 2012, 2017, 2023));
  const WeekYear year = *NrfYear(2023);
  EXPECT_EQ(year.starts[1], Day("2023-02-26"));
  EXPECT_THAT(year.month_weeks, ElementsAre(4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5));
  EXPECT_EQ(ReasonOf(NrfYear(1800).status()), Reason::kOutOfBounds);
}

TEST(YearsTest, APatternRepeatsForFourQuarters) {
  const int64_t pattern[] = {4, 4, 5};
  const auto starts = WeekPatternStarts(Day("2026-02-01"), pattern);
  EXPECT_EQ((*starts)[1], Day("2026-03-01"));
  EXPECT_EQ((*starts)[3], Day("2026-02-01") + 91);
  const int64_t bad[] = {4, 0, 5};
  EXPECT_EQ(ReasonOf(WeekPatternStarts(Day("2026-02-01"), bad).status()), Reason::kInvalidArgument);
}

TEST(YearsTest, LastAndNearestWeekdays) {
  EXPECT_EQ(*LastWeekdayOf(2023, 9, 6), Day("2023-09-30"));
  EXPECT_EQ(*LastWeekdayOf(2026, 2, 1), Day("2026-02-23"));
  EXPECT_EQ(ReasonOf(LastWeekdayOf(2026, 2, 8).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(LastWeekdayOf(2026, 13, 1).status()), Reason::kInvalidDate);
  EXPECT_EQ(NearestWeekday(Day("2024-01-31"), 6), Day("2024-02-03"));  // a Wednesday: three days on
  EXPECT_EQ(NearestWeekday(Day("2023-01-31"), 6), Day("2023-01-28"));  // a Tuesday: three days back
  EXPECT_EQ(NearestWeekday(Day("2026-01-31"), 6), Day("2026-01-31"));
}

TEST(YearsTest, AFiscalPlaceCountsMonthsFromTheStart) {
  const auto place = FiscalPlaceOf(Day("2026-03-31"), 7, YearNaming::kEndYear);
  EXPECT_EQ(place->fiscal_year, 2026);
  EXPECT_EQ(place->quarter, 3);
  EXPECT_EQ(place->period, 9);
  EXPECT_EQ(FiscalPlaceOf(Day("2026-03-31"), 7, YearNaming::kStartYear)->fiscal_year, 2025);
  EXPECT_EQ(FiscalPlaceOf(Day("2026-03-31"), 1, YearNaming::kEndYear)->fiscal_year, 2026);
  EXPECT_EQ(ReasonOf(FiscalPlaceOf(Day("2026-03-31"), 0, YearNaming::kEndYear).status()),
            Reason::kInvalidArgument);
}

TEST(YearsTest, EveryDayLiesInExactlyOneYearAndItsPartsTile) {
  const std::vector<CalendarDefinition> definitions = {
      Gregorian{}, Gregorian{.fiscal_start = "02-28"}, IsoWeeks{}, Nrf{},
      WeekPattern{.start = "2026-02-01"}};
  for (const CalendarDefinition& definition : definitions) {
    const Years years = Years::Of(definition);
    Date at = years.Layout(1990)->start;
    for (int year = 1990; year < 2060; ++year) {
      const YearLayout layout = *years.Layout(year);
      EXPECT_EQ(layout.start, at);
      EXPECT_EQ(years.LayoutOf(layout.start)->year, year);
      EXPECT_EQ(years.LayoutOf(layout.end - 1)->year, year);
      EXPECT_EQ(layout.quarters[0], layout.start);
      EXPECT_EQ(layout.quarters[4], layout.end);
      for (size_t month = 0; years.has_months() && month < 12; ++month)
        EXPECT_LT(layout.months[month], layout.months[month + 1]);
      at = layout.end;
    }
    EXPECT_FALSE(years.Layout(100).has_value());
    EXPECT_FALSE(years.LayoutOf(Date::FromDays(-900'000)).has_value());
  }
}

}  // namespace
}  // namespace attain::crm
