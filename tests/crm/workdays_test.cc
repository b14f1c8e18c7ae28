// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/workdays.h"

#include "crm/testing.h"

namespace attain::crm {
namespace {

Decimal Dec(const char* text) { return *Decimal::Parse(text); }

Workdays China() {
  return *Workdays::Of(
      {{Day("2026-10-01"), 0}, {Day("2026-10-10"), 1}, {Day("2026-12-24"), Dec("0.5")}});
}

TEST(WorkdaysTest, AHolidayCountsNothingAndAWorkedSaturdayCountsOne) {
  EXPECT_EQ(China().Between(Day("2026-09-28"), Day("2026-10-05")), Decimal(4));
  EXPECT_FALSE(China().IsWorkday(Day("2026-10-01")));
  EXPECT_TRUE(China().IsWorkday(Day("2026-10-10")));
  EXPECT_EQ(China().Between(Day("2026-10-10"), Day("2026-10-12")), Decimal(1));
  EXPECT_EQ(China().WeightOf(Day("2026-12-24")).ToString(), "0.5");
}

TEST(WorkdaysTest, TheSumOfAnyStretchIsTheSumOfItsDays) {
  const Workdays china = China();
  for (int32_t length = 0; length < 120; ++length) {
    const Date from = Day("2026-09-25") + length % 9;
    Decimal sum = 0;
    for (int32_t day = 0; day < length; ++day) sum = *Add(sum, china.WeightOf(from + day));
    EXPECT_EQ(china.Between(from, from + length), sum) << length;
  }
  EXPECT_EQ(china.Between(Day("2026-10-05"), Day("2026-10-01")), Decimal(0));
}

TEST(WorkdaysTest, TheElapsedShareRunsFromNothingToOne) {
  const Period october = *Period::Parse("2026-10");
  const Workdays china = China();
  EXPECT_EQ(china.ElapsedShare(october, Day("2026-10-01"))->ToString(), "0");
  EXPECT_EQ(china.ElapsedShare(october, Day("2026-10-03"))->ToString(),
            "1/22");  // 22 weekdays, less one, plus one
  EXPECT_EQ(china.ElapsedShare(october, Day("2027-01-01"))->ToString(), "1");
  const Period sunday = *Period::Of(Day("2026-10-04"), Day("2026-10-05"));
  EXPECT_EQ(ReasonOf(china.ElapsedShare(sunday, Day("2026-10-05")).status()),
            Reason::kDivisionByZero);
}

TEST(WorkdaysTest, MonthsOfAYearAddUp) {
  const auto months = Workdays().ByMonth(2026);
  EXPECT_EQ(months[1], Decimal(20));
  EXPECT_EQ(Workdays().Between(Day("2026-01-01"), Day("2027-01-01")), Decimal(261));
}

TEST(WorkdaysTest, TheNextWorkdayPassesOverWeekendsAndHolidays) {
  EXPECT_EQ(*China().NextWorkday(Day("2026-10-01")), Day("2026-10-02"));
  EXPECT_EQ(*Workdays().NextWorkday(Day("2026-10-03")), Day("2026-10-05"));
  const Workdays never = *Workdays::Of({}, {false, false, false, false, false, false, false});
  EXPECT_EQ(ReasonOf(never.NextWorkday(Day("2026-10-03")).status()), Reason::kCalendarUnknown);
}

TEST(WorkdaysTest, YearsWithoutRowsAreUnknown) {
  EXPECT_TRUE(Workdays().Covers(1950));
  EXPECT_EQ(Workdays().NextUnknownYear(2026), std::nullopt);
  EXPECT_TRUE(China().Covers(2026));
  EXPECT_FALSE(China().Covers(2027));
  EXPECT_EQ(China().NextUnknownYear(2026), 2027);
}

TEST(WorkdaysTest, DaysTwiceAndNegativeWeightsAreAllReported) {
  const auto bad = Workdays::Of({{Day("2026-10-01"), 0},
                                 {Day("2026-10-01"), 1},
                                 {Day("2026-10-02"), -1},
                                 {Day("2026-10-03"), Dec("0.00001")}});
  EXPECT_EQ(At(FindingsOf(bad.status()), Reason::kDupKey).size(), 1U);
  EXPECT_EQ(At(FindingsOf(bad.status()), Reason::kOutOfBounds).size(), 2U);
}

TEST(WorkdaysTest, TheChineseAveragesAreThoseOfTheNotice) {
  const auto averages = AverageWorkdays(365, 104, 11);
  EXPECT_EQ(averages->work_days_year, 250);
  EXPECT_EQ(averages->work_days_month.ToString(), "125/6");
  EXPECT_EQ(averages->pay_days_month.ToDecimal()->ToString(), "21.75");
  EXPECT_EQ(ReasonOf(AverageWorkdays(10, 11, 0).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::crm
