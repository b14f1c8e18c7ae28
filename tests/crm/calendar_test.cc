// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/calendar.h"

#include "crm/testing.h"

namespace attain::crm {
namespace {

Calendar July() { return *Calendar::Resolve(Gregorian{.fiscal_start = "07-01"}); }

TEST(CalendarTest, ACalendarYearHasPlainNames) {
  const Calendar calendar;
  EXPECT_EQ(calendar.PeriodOf(Day("2026-08-15"), Grain::kQuarter)->name, "2026-Q3");
  EXPECT_EQ(calendar.PeriodOf(Day("2026-08-15"), Grain::kMonth)->name, "2026-08");
  EXPECT_EQ(calendar.PeriodOf(Day("2026-08-15"), Grain::kHalf)->name, "2026-H2");
  EXPECT_EQ(calendar.PeriodOf(Day("2026-08-15"), Grain::kYear)->name, "2026");
  EXPECT_EQ(calendar.PeriodOf(Day("2027-01-02"), Grain::kWeek)->name, "2026-W53");
  EXPECT_EQ(calendar.PeriodOf(Day("2026-08-15"), Grain::kDay)->name, "2026-08-15");
  for (const char* name : {"2026", "2026-H1", "2026-Q4", "2026-03", "2026-W09", "2026-03-31"}) {
    EXPECT_EQ(calendar.Named(name)->name, name);
    EXPECT_EQ(*calendar.Named(name), *Period::Parse(name));
  }
  EXPECT_EQ(calendar.Named("FY26-Q2")->name, "2026-Q2");
  EXPECT_EQ(*calendar.FiscalYearOf(Day("2026-12-31")), 2026);
  EXPECT_EQ(calendar.grain(), Grain::kMonth);
}

TEST(CalendarTest, AFiscalYearIsNamedAfterItsEnd) {
  const Calendar july = July();
  const Period quarter = *july.PeriodOf(Day("2025-08-15"), Grain::kQuarter);
  EXPECT_EQ(quarter.name, "FY26-Q1");
  EXPECT_EQ(quarter.start, Day("2025-07-01"));
  EXPECT_EQ(quarter.end, Day("2025-10-01"));
  EXPECT_EQ(*july.Named("FY26-Q1"), quarter);
  EXPECT_EQ(*july.Named("FY2026-Q1"), quarter);
  EXPECT_EQ(july.Named("FY26-P09")->name, "2026-03");
  EXPECT_EQ(july.Named("2026-03")->start, Day("2026-03-01"));
  EXPECT_EQ(july.Named("FY26-H2")->start, Day("2026-01-01"));
  EXPECT_EQ(*july.FiscalYearOf(Day("2026-06-30")), 2026);
}

TEST(CalendarTest, AQuarterThatCouldBeReadTwoWaysIsRefused) {
  EXPECT_EQ(ReasonOf(July().Named("2026-Q1").status()), Reason::kPeriodNotInCalendar);
  EXPECT_EQ(ReasonOf(July().Named("2026").status()), Reason::kPeriodNotInCalendar);
  EXPECT_EQ(ReasonOf(July().Named("FY26-Q5").status()), Reason::kPeriodNotInCalendar);
  EXPECT_EQ(ReasonOf(July().Named("FY26-X1").status()), Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(July().Named("FY26-").status()), Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(July().Named("FYab").status()), Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(July().Named("summer").status()), Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(July().Named("FY1200").status()), Reason::kPeriodNotInCalendar);
}

TEST(CalendarTest, StartYearNamingAndMidMonthStarts) {
  const Calendar april =
      *Calendar::Resolve(Gregorian{.fiscal_start = "04-06", .naming = YearNaming::kStartYear});
  EXPECT_EQ(april.PeriodOf(Day("2026-04-05"), Grain::kYear)->name, "FY25");
  EXPECT_EQ(april.PeriodOf(Day("2026-04-06"), Grain::kMonth)->name, "FY26-P01");
  EXPECT_EQ(april.PeriodOf(Day("2026-05-05"), Grain::kMonth)->end, Day("2026-05-06"));
  EXPECT_FALSE(
      april.Named("2026-05").ok());  // months of this calendar are not those of the civil one
}

TEST(CalendarTest, ChildrenTileTheirParent) {
  const Calendar july = July();
  const auto months = july.Children(*july.Named("FY26"), Grain::kMonth);
  ASSERT_EQ(months->size(), 12U);
  EXPECT_EQ(months->front().name, "2025-07");
  EXPECT_EQ(months->back().end, Day("2026-07-01"));
  EXPECT_EQ(ReasonOf(july.Children(*july.Named("2026-03"), Grain::kWeek).status()),
            Reason::kPeriodNotInCalendar);
  EXPECT_EQ(july.Periods(Day("2025-12-31"), Day("2026-01-02"), Grain::kMonth)->size(), 2U);
}

TEST(CalendarTest, NextPreviousAndTheSamePeriodOfAnotherYear) {
  const Calendar july = July();
  const Period quarter = *july.Named("FY26-Q1");
  EXPECT_EQ(july.Next(quarter)->name, "FY26-Q2");
  EXPECT_EQ(july.Previous(quarter)->name, "FY25-Q4");
  EXPECT_EQ(july.YearsOn(quarter, -1)->name, "FY25-Q1");
  EXPECT_EQ(july.YearsOn(*july.Named("2026-02"), 2)->name, "2028-02");
  EXPECT_EQ(july.YearsOn(*july.Named("2026-W09"), 1)->name, "2027-W09");
  EXPECT_FALSE(july.YearsOn(*july.Named("2026-W53"), 1).ok());
  EXPECT_FALSE(july.YearsOn(*july.Named("2026-03-31"), 1).ok());
}

TEST(CalendarTest, IsoYearsHaveWeeksAndQuartersButNoMonths) {
  const Calendar iso = *Calendar::Resolve(IsoWeeks{});
  EXPECT_EQ(iso.Named("2026")->days(), 371);
  EXPECT_EQ(iso.Named("2026")->start, Day("2025-12-29"));
  EXPECT_EQ(iso.Named("2026-Q4")->days(), 98);
  EXPECT_EQ(iso.PeriodOf(Day("2027-01-03"), Grain::kYear)->name, "2026");
  EXPECT_EQ(iso.Children(*iso.Named("2026"), Grain::kWeek)->size(), 53U);
  EXPECT_FALSE(iso.Has(Grain::kMonth));
  EXPECT_FALSE(iso.PeriodOf(Day("2026-03-01"), Grain::kMonth).ok());
  EXPECT_FALSE(iso.Named("2026-03").ok());
}

TEST(CalendarTest, TheRetailYearFollowsTheSaturdayNearestTheEndOfJanuary) {
  const Calendar retail = *Calendar::Resolve(Nrf{});
  const Period year = *retail.Named("FY23");
  EXPECT_EQ(year.start, Day("2023-01-29"));
  EXPECT_EQ(year.end, Day("2024-02-04"));
  EXPECT_EQ(year.days(), 371);
  EXPECT_EQ(retail.Children(year, Grain::kMonth)->back().days(), 35);
  EXPECT_EQ(retail.Children(year, Grain::kWeek)->back().name, "FY23-W53");
  EXPECT_EQ(retail.PeriodOf(Day("2023-02-26"), Grain::kMonth)->name, "FY23-P02");
  EXPECT_EQ(retail.Named("FY23-P02")->days(), 35);
  EXPECT_FALSE(retail.Named("2023-W09").ok());
  EXPECT_FALSE(retail.YearsOn(*retail.Named("FY23-W53"), 1).ok());
}

TEST(CalendarTest, AFixedYearOfWeeksGrowsWhereItSays) {
  const Calendar fixed = *Calendar::Resolve(WeekPattern{
      .start = "2026-02-01", .long_years = {2028, 2025}, .naming = YearNaming::kStartYear});
  EXPECT_EQ(fixed.Named("FY26")->start, Day("2026-02-01"));
  EXPECT_EQ(fixed.Named("FY26")->days(), 364);
  EXPECT_EQ(fixed.Named("FY28")->days(), 371);
  EXPECT_EQ(fixed.Named("FY29")->start, Day("2026-02-01") + 364 * 3 + 7);
  EXPECT_EQ(fixed.Named("FY25")->days(), 371);
  EXPECT_EQ(fixed.Named("FY24")->days(), 364);
  EXPECT_EQ(fixed.PeriodOf(Day("2026-03-29"), Grain::kMonth)->name, "FY26-P03");
  EXPECT_EQ(fixed.Named("FY26-P03")->days(), 35);
}

TEST(CalendarTest, AYearMayEndOnTheLastSaturdayAndLengthenAnotherMonth) {
  const Calendar last = *Calendar::Resolve(WeekPattern{.pattern = "5-4-4",
                                                       .year_end = YearEnd::kLastWeekday,
                                                       .month = 9,
                                                       .weekday = 6,
                                                       .leap_period = 3});
  const Period long_year = *last.PeriodOf(Day("2023-09-30"), Grain::kYear);
  EXPECT_EQ(long_year.end - 1, Day("2023-09-30"));
  EXPECT_EQ(long_year.name, "FY23");
  EXPECT_EQ(long_year.days(), 371);
  EXPECT_EQ(last.Named("FY23-P03")->days(), 35);
}

TEST(CalendarTest, PeriodsOfATableAreItsRows) {
  const std::vector<Period> rows = {{"Spring", Day("2026-01-01"), Day("2026-07-01"), Grain::kHalf},
                                    {"Autumn", Day("2026-07-01"), Day("2027-01-01"), Grain::kHalf},
                                    {"FY2026", Day("2026-01-01"), Day("2027-01-01"), Grain::kYear},
                                    {"FY2027", Day("2027-01-01"), Day("2028-01-01"), Grain::kYear}};
  const Calendar table = *Calendar::Resolve(PeriodTable{}, rows);
  EXPECT_EQ(table.Named("Autumn")->start, Day("2026-07-01"));
  EXPECT_EQ(table.Named("2026-03-31")->days(), 1);
  EXPECT_EQ(ReasonOf(table.Named("2026-Q1").status()), Reason::kPeriodNotInCalendar);
  EXPECT_EQ(table.PeriodOf(Day("2026-08-01"), Grain::kHalf)->name, "Autumn");
  EXPECT_EQ(ReasonOf(table.PeriodOf(Day("2029-08-01"), Grain::kHalf).status()),
            Reason::kPeriodNotInCalendar);
  EXPECT_TRUE(table.Has(Grain::kHalf));
  EXPECT_TRUE(table.Has(Grain::kDay));
  EXPECT_FALSE(table.Has(Grain::kMonth));
  EXPECT_EQ(*table.FiscalYearOf(Day("2026-08-01")), 2026);
  EXPECT_FALSE(table.YearsOn(*table.Named("Spring"), 1).ok());
  EXPECT_EQ(table.definition(), CalendarDefinition(PeriodTable{}));
}

TEST(CalendarTest, FaultsOfATableAreAllReported) {
  const auto bad = Calendar::Resolve(PeriodTable{},
                                     {{"A", Day("2026-01-01"), Day("2026-02-01"), Grain::kMonth},
                                      {"A", Day("2026-02-02"), Day("2026-03-01"), Grain::kMonth},
                                      {"B", Day("2026-03-01"), Day("2026-03-01"), Grain::kMonth}});
  EXPECT_EQ(At(FindingsOf(bad.status()), Reason::kPeriodGap).size(), 1U);
  EXPECT_EQ(At(FindingsOf(bad.status()), Reason::kDupKey).size(), 1U);
  EXPECT_EQ(At(FindingsOf(bad.status()), Reason::kIntervalInverted).size(), 1U);
}

TEST(CalendarTest, AYearOfWordsHasNoNumber) {
  const Calendar table = *Calendar::Resolve(
      PeriodTable{}, {{"first", Day("2026-01-01"), Day("2027-01-01"), Grain::kYear}});
  EXPECT_EQ(ReasonOf(table.FiscalYearOf(Day("2026-08-01")).status()), Reason::kPeriodNotInCalendar);
}

}  // namespace
}  // namespace attain::crm
