// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/date.h"

#include <cstdint>
#include <string>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using testing::Random;

static_assert(Date::Unchecked(1970, 1, 1).days() == 0);
static_assert(Date::Unchecked(2000, 3, 1).days() == 11017);

TEST(DateTest, TextAndPartsAreTheSameDay) {
  const Date day = *Date::Parse("2026-03-31");
  EXPECT_EQ(day, *Date::FromCivil(2026, 3, 31));
  EXPECT_EQ(day.year(), 2026);
  EXPECT_EQ(day.month(), 3);
  EXPECT_EQ(day.day(), 31);
  EXPECT_EQ(day.weekday(), 2);
  EXPECT_EQ((day + 1).ToString(), "2026-04-01");
  EXPECT_EQ((day - 31).ToString(), "2026-02-28");
  EXPECT_EQ(*Date::Parse("2026-04-01") - day, 1);
}

TEST(DateTest, EveryDayOfTenThousandYearsComesBack) {
  Date day = Date::Unchecked(1, 1, 1);
  int weekday = day.weekday();
  EXPECT_EQ(weekday, 1);
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int last = DaysInMonth(year, month);
      for (const int number : {1, 15, last}) {
        const Date date = Date::Unchecked(year, month, number);
        ASSERT_EQ(date.year(), year);
        ASSERT_EQ(date.month(), month);
        ASSERT_EQ(date.day(), number);
      }
      ASSERT_EQ(Date::Unchecked(year, month, last) + 1,
                AddMonths(Date::Unchecked(year, month, 1), 1));
    }
  }
}

TEST(DateTest, WeekdaysRunFromMondayBeforeAndAfter1970) {
  EXPECT_EQ(Date::FromDays(0).weekday(), 4);
  EXPECT_EQ(Date::FromDays(-1).weekday(), 3);
  for (int i = -20; i < 20; ++i) {
    EXPECT_EQ(Date::FromDays(i).weekday() % 7 + 1, Date::FromDays(i + 1).weekday()) << i;
  }
}

TEST(DateTest, LeapYearsFollowTheGregorianRule) {
  EXPECT_EQ(DaysInMonth(2024, 2), 29);
  EXPECT_EQ(DaysInMonth(2026, 2), 28);
  EXPECT_EQ(DaysInMonth(2000, 2), 29);
  EXPECT_EQ(DaysInMonth(1900, 2), 28);
  EXPECT_EQ(DaysInMonth(2026, 4), 30);
  EXPECT_EQ(DaysInMonth(2026, 12), 31);
}

TEST(DateTest, DaysThatDoNotExistAreRefused) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
                           "0000-01-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ", "",
                           "2026-01", "x026-01-01", "2026-01-0x", "2026-x1-01"}) {
    EXPECT_EQ(ReasonOf(Date::Parse(text).status()), Reason::kInvalidDate) << text;
  }
  EXPECT_EQ(ReasonOf(Date::FromCivil(10000, 1, 1).status()), Reason::kInvalidDate);
  EXPECT_EQ(ReasonOf(Date::FromCivil(2026, 2, 30).status()), Reason::kInvalidDate);
}

TEST(DateTest, MonthsAreAddedFromTheirFirstDay) {
  const Date day = *Date::Parse("2026-03-31");
  EXPECT_EQ(FirstOfMonth(day).ToString(), "2026-03-01");
  EXPECT_EQ(AddMonths(day, 1).ToString(), "2026-04-01");
  EXPECT_EQ(AddMonths(day, -3).ToString(), "2025-12-01");
  EXPECT_EQ(AddMonths(day, 22).ToString(), "2028-01-01");
}

TEST(DateTest, DaysOutsideTheCalendarStillPrint) {
  EXPECT_EQ(Date::FromDays(INT32_MAX).ToString(), "5881580-07-11");
  EXPECT_EQ(Date::FromDays(INT32_MIN).ToString(), "-5877641-06-23");
}

TEST(TimestampTest, InstantsAreReadWithTheirOffset) {
  EXPECT_EQ(Timestamp::Parse("1970-01-01T00:00:01Z")->micros(), 1'000'000);
  EXPECT_EQ(*Timestamp::Parse("2026-03-31T22:00:00Z"),
            *Timestamp::Parse("2026-04-01T00:00:00+02:00"));
  EXPECT_EQ(*Timestamp::Parse("2026-03-31T22:00:00Z"),
            *Timestamp::Parse("2026-03-31t17:30:00-04:30"));
  EXPECT_EQ(*Timestamp::Parse("2026-03-31 22:00:00z"),
            *Timestamp::Parse("2026-03-31T22:00:00.000000000Z"));
  EXPECT_EQ(*Timestamp::Parse("2026-03-31"), Timestamp::StartOf(*Date::Parse("2026-03-31")));
  EXPECT_EQ(Timestamp::Parse("1969-12-31T23:59:59.999999Z")->micros(), -1);
}

TEST(TimestampTest, OtherTextIsNoInstant) {
  for (const char* text :
       {"2026-03-31T22:00:00", "2026-03-31T24:00:00Z", "2026-03-31T22:60:00Z",
        "2026-03-31T22:00:60Z", "2026-03-31T22:00Z", "2026-03-31T22:00:00.Z",
        "2026-03-31T22:00:00.1234567Z", "2026-03-31T22:00:00+2:00", "2026-03-31T22:00:00+24:00",
        "2026-03-31T22:00:00+02:60", "2026-03-31T22:00:00Zx", "2026-03-31X22:00:00Z",
        "2026-02-30T00:00:00Z", "", "2026-03-31T22-00:00Z", "2026-03-31T22:00-00Z"}) {
    EXPECT_EQ(ReasonOf(Timestamp::Parse(text).status()), Reason::kInvalidDate) << text;
  }
}

TEST(TimestampTest, FractionsPrintOnlyWhenThereIsOne) {
  EXPECT_EQ(Timestamp::Parse("2026-03-31T22:00:00Z")->ToString(), "2026-03-31T22:00:00Z");
  EXPECT_EQ(Timestamp::Parse("2026-03-31T22:00:00.125+02:00")->ToString(),
            "2026-03-31T20:00:00.125Z");
  EXPECT_EQ(Timestamp::FromMicros(-1).ToString(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(Timestamp::FromMicros(1).ToString(), "1970-01-01T00:00:00.000001Z");
}

TEST(TimestampTest, TheDayDependsOnTheOffset) {
  const Timestamp evening = *Timestamp::Parse("2026-03-31T22:30:00Z");
  EXPECT_EQ(evening.date().ToString(), "2026-03-31");
  EXPECT_EQ(evening.date(120).ToString(), "2026-04-01");
  EXPECT_EQ(Timestamp::FromMicros(-1).date().ToString(), "1969-12-31");
  EXPECT_EQ(Timestamp::FromMicros(0).date(-1).ToString(), "1969-12-31");
  EXPECT_EQ(Timestamp::FromMicros(INT64_MAX).date(1440),
            Timestamp::FromMicros(INT64_MAX).date() + 1);
}

TEST(TimestampPropertyTest, PrintedInstantsReadBack) {
  Random random(5);
  for (int i = 0; i < 5000; ++i) {
    const Timestamp instant = Timestamp::FromMicros(random.OfBits(57));
    if (instant.date().year() < 1 || instant.date().year() > 9999) continue;
    ASSERT_EQ(*Timestamp::Parse(instant.ToString()), instant);
    ASSERT_EQ(*Date::Parse(instant.date().ToString()), instant.date());
  }
}

}  // namespace
}  // namespace attain
