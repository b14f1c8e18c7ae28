// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/calendar.h"
#include "attain/definition/document.h"
#include "crm/testing.h"

namespace attain::crm {
namespace {

std::vector<std::string> Paths(const CalendarDefinition& definition) {
  std::vector<std::string> paths;
  for (const Finding& finding : Validate(definition, "calendar"))
    paths.push_back(finding.where.path);
  return paths;
}

TEST(CalendarDefinitionTest, EachFaultNamesItsKey) {
  using testing::ElementsAre;
  EXPECT_THAT(Paths(Gregorian{.fiscal_start = "13-01", .grain = Grain::kCustom}),
              ElementsAre("calendar.grain", "calendar.fiscal_start"));
  EXPECT_THAT(Paths(Gregorian{.fiscal_start = "01-31"}), ElementsAre("calendar.fiscal_start"));
  EXPECT_THAT(Paths(IsoWeeks{.grain = Grain::kMonth}), ElementsAre("calendar.grain"));
  EXPECT_THAT(Paths(WeekPattern{.pattern = "4-4-4", .leap_period = 13}),
              ElementsAre("calendar.pattern", "calendar.leap_period", "calendar.start"));
  EXPECT_THAT(Paths(WeekPattern{.start = "someday", .long_years = {2026, 2026}}),
              ElementsAre("calendar.start", "calendar.long_years[1]"));
  EXPECT_THAT(
      Paths(WeekPattern{.year_end = YearEnd::kLastWeekday,
                        .start = "2026-01-01",
                        .long_years = {2026},
                        .month = 0,
                        .weekday = 8}),
      ElementsAre("calendar.month", "calendar.weekday", "calendar.start", "calendar.long_years"));
  EXPECT_THAT(Paths(PeriodTable{.table = ""}), ElementsAre("calendar.table"));
  EXPECT_TRUE(Paths(Nrf{}).empty());
  EXPECT_EQ(Validate(Gregorian{.fiscal_start = "x"}).items()[0].where.path, "fiscal_start");
  EXPECT_EQ(ReasonOf(Calendar::Resolve(Gregorian{.fiscal_start = "x"}).status()),
            Reason::kInvalidValue);
}

/// A document that holds a calendar.
struct Holder {
  CalendarDefinition calendar = {};
  bool operator==(const Holder&) const = default;
};
const definition::FieldTable& Describe(definition::Type<Holder>) {
  static const auto& table = *new auto(definition::Table<Holder>(
      "holder", "Holds a calendar.", {definition::Required("calendar", &Holder::calendar, "It.")}));
  return table;
}

TEST(CalendarDefinitionTest, EveryKindIsReadFromItsDocumentAndWrittenBack) {
  for (
      const char* text :
      {R"({"calendar":{"kind":"gregorian","fiscal_start":"07-01","naming":"start_year","grain":"quarter"}})",
       R"({"calendar":{"kind":"iso_weeks"}})",
       R"({"calendar":{"kind":"week_pattern","pattern":"4-5-4","year_end":"last_weekday","month":9}})",
       R"({"calendar":{"kind":"nrf"}})", R"({"calendar":{"kind":"table","table":"fiscal"}})"}) {
    const auto read = definition::Read<Holder>(text);
    ASSERT_TRUE(read.ok()) << text << MessageOf(read.status());
    const auto again = definition::Read<Holder>(definition::Write(read->value));
    ASSERT_TRUE(again.ok()) << definition::Write(read->value);
    EXPECT_EQ(again->value, read->value);
  }
  EXPECT_FALSE(definition::Read<Holder>(R"({"calendar":{"kind":"lunar"}})").ok());
  EXPECT_FALSE(definition::Read<Holder>(R"({"calendar":{"kind":"week_pattern","month":13}})").ok());
}

}  // namespace
}  // namespace attain::crm
