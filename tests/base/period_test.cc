// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/period.h"

#include <string>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

struct Named {
  const char* name;
  const char* start;
  const char* end;
  Grain grain;
};

TEST(PeriodTest, CalendarNamesAreHalfOpenStretches) {
  const Named rows[] = {
      {"2026", "2026-01-01", "2027-01-01", Grain::kYear},
      {"2026-H1", "2026-01-01", "2026-07-01", Grain::kHalf},
      {"2026-H2", "2026-07-01", "2027-01-01", Grain::kHalf},
      {"2026-Q1", "2026-01-01", "2026-04-01", Grain::kQuarter},
      {"2026-Q4", "2026-10-01", "2027-01-01", Grain::kQuarter},
      {"2026-03", "2026-03-01", "2026-04-01", Grain::kMonth},
      {"2026-12", "2026-12-01", "2027-01-01", Grain::kMonth},
      {"2026-W09", "2026-02-23", "2026-03-02", Grain::kWeek},
      {"2026-W53", "2026-12-28", "2027-01-04", Grain::kWeek},
      {"2026-W01", "2025-12-29", "2026-01-05", Grain::kWeek},
      {"2026-03-31", "2026-03-31", "2026-04-01", Grain::kDay},
  };
  for (const Named& row : rows) {
    const auto period = Period::Parse(row.name);
    ASSERT_TRUE(period.ok()) << row.name;
    EXPECT_EQ(period->name, row.name);
    EXPECT_EQ(period->start.ToString(), row.start) << row.name;
    EXPECT_EQ(period->end.ToString(), row.end) << row.name;
    EXPECT_EQ(period->grain, row.grain) << row.name;
  }
  EXPECT_EQ(Period::Parse("2026-Q1")->days(), 90);
}

TEST(PeriodTest, OtherTextNamesNoPeriod) {
  for (const char* name :
       {"",         "26",       "20265",   "2026-",    "2026-0",     "2026-13",
        "2026-00",  "2026-Q0",  "2026-Q5", "2026-H3",  "2026-X1",    "2026-W00",
        "2025-W53", "2026-W54", "2026-W9", "2026-W1x", "2026-02-29", "0000",
        "FY26-P04", "2026Q1",   "2026-q1", "2026-Q12", "2026 ",      "2026-1x"}) {
    EXPECT_EQ(ReasonOf(Period::Parse(name).status()), Reason::kInvalidPeriod) << name;
  }
}

TEST(PeriodTest, AStretchOfOnesOwnIsNamedByItsEnds) {
  const Date start = *Date::Parse("2026-01-01");
  EXPECT_EQ(Period::Of(start, start + 90)->name, "[2026-01-01, 2026-04-01)");
  EXPECT_EQ(Period::Of(start, start + 90)->grain, Grain::kCustom);
  EXPECT_EQ(ReasonOf(Period::Of(start, start).status()), Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(Period::Of(start + 1, start).status()), Reason::kInvalidPeriod);
}

TEST(PeriodTest, TheFirstDayIsInsideAndTheEndIsNot) {
  const Period quarter = *Period::Parse("2026-Q1");
  EXPECT_TRUE(quarter.Contains(quarter.start));
  EXPECT_FALSE(quarter.Contains(quarter.end));
  EXPECT_TRUE(quarter.Contains(*Period::Parse("2026-03")));
  EXPECT_FALSE(quarter.Contains(*Period::Parse("2026-W01")));
  EXPECT_TRUE(quarter.Overlaps(*Period::Parse("2026-W01")));
  EXPECT_FALSE(quarter.Overlaps(*Period::Parse("2026-Q2")));
}

TEST(PeriodTest, GrainsHaveNames) {
  EXPECT_EQ(Name(Grain::kDay), "day");
  EXPECT_EQ(Name(Grain::kWeek), "week");
  EXPECT_EQ(Name(Grain::kMonth), "month");
  EXPECT_EQ(Name(Grain::kQuarter), "quarter");
  EXPECT_EQ(Name(Grain::kHalf), "half");
  EXPECT_EQ(Name(Grain::kYear), "year");
  EXPECT_EQ(Name(Grain::kCustom), "custom");
}

TEST(ValidityTest, OpenSidesHoldAlways) {
  const Date day = *Date::Parse("2026-03-31");
  EXPECT_TRUE(Validity{}.Contains(day));
  EXPECT_TRUE((Validity{.from = day}.Contains(day)));
  EXPECT_FALSE((Validity{.to = day}.Contains(day)));
}

TEST(IsoWeekTest, TheThursdayDecidesTheYear) {
  EXPECT_EQ(IsoWeekOf(*Date::Parse("2021-01-03")).year, 2020);
  EXPECT_EQ(IsoWeekOf(*Date::Parse("2021-01-03")).week, 53);
  EXPECT_EQ(IsoWeekOf(*Date::Parse("2021-01-03")).weekday, 7);
  EXPECT_EQ(IsoWeekOf(*Date::Parse("2024-12-30")).year, 2025);
  EXPECT_EQ(IsoWeekOf(*Date::Parse("2024-12-30")).week, 1);
}

TEST(IsoWeekTest, EveryDayLiesInTheWeekOfItsNumber) {
  for (Date day = *Date::Parse("1999-12-01"); day < *Date::Parse("2040-02-01"); day = day + 1) {
    const IsoWeek iso = IsoWeekOf(day);
    const std::string week =
        iso.week < 10 ? "0" + std::to_string(iso.week) : std::to_string(iso.week);
    const auto period = Period::Parse(std::to_string(iso.year) + "-W" + week);
    ASSERT_TRUE(period.ok()) << day.ToString();
    ASSERT_EQ(period->start + (iso.weekday - 1), day);
  }
}

}  // namespace
}  // namespace attain
