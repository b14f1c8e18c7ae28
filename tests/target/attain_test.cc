// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/series.h"
#include "attain/target/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "target/company.h"

namespace attain::target {
namespace {

using measure::EntityKind;
using measure::ValueStatus;

// Ada 2,400 and Tom 0 for the year, in twelve equal months.
Target Monthly() {
  return {.id = "quota-2026",
          .measure = "won_amount",
          .period = {"2026"},
          .total = 2400,
          .split = {{.over = Over::kRep, .by = By::kWeights, .weights = {{"Ada", 1}}},
                    {.over = Over::kMonth, .by = By::kEqual}}};
}

struct Attained {
  Shown shown;
  std::vector<AttainmentValue> lines;

  const AttainmentValue& Of(EntityKind kind, std::string_view name, std::string_view period,
                            Span span = Span::kPeriod) const {
    static const auto& none = *new AttainmentValue{.entity = -1};
    const int32_t entity =
        kind == EntityKind::kCompany ? 0 : shown.targets->series().Find(kind, name);
    for (const AttainmentValue& line : lines) {
      if (line.kind == kind && line.entity == entity &&
          line.period == shown.targets->FindPeriod(period) && line.span == span)
        return line;
    }
    ADD_FAILURE() << "no line for " << name << " in " << period;
    return none;
  }
};

measure::Series Months(const crm::Dataset& data) {
  measure::CalculateOptions options;
  for (int month = 1; month <= 12; ++month) {
    options.periods.push_back(
        *Period::Parse(std::string(month < 10 ? "2026-0" : "2026-") + std::to_string(month)));
  }
  return *measure::Calculate(Measures()[0], data, options);
}

Attained Attaining(const Target& target, const AttainOptions& options = {},
                   const Csv& csv = CompanyTables()) {
  Attained attained{Split(target, Load(csv)), {}};
  EXPECT_TRUE(attained.shown.status.ok()) << attained.shown.status;
  const auto lines = Attain(*attained.shown.targets, Months(attained.shown.data), options);
  EXPECT_TRUE(lines.ok()) << lines.status();
  if (lines.ok()) attained.lines = *lines;
  return attained;
}

TEST(AttainTest, ActualOverTargetOfThePeriod) {
  const Attained attained = Attaining(Monthly());
  const AttainmentValue& january = attained.Of(EntityKind::kRep, "Ada", "2026-01");
  EXPECT_EQ(january.actual, Fraction(250));
  EXPECT_EQ(january.target, Fraction(200));
  EXPECT_EQ(*january.attainment, *Fraction::Of(5, 4));
  EXPECT_EQ(january.gap, Fraction(-50));
  EXPECT_EQ(january.status, ValueStatus::kOk);
  const AttainmentValue& company = attained.Of(EntityKind::kCompany, "", "2026");
  EXPECT_EQ(company.actual, Fraction(385)) << "250 + 90 + 45, put together from the months";
  EXPECT_EQ(*company.attainment, *Fraction::Of(385, 2400));
}

TEST(AttainTest, ATargetOfZeroIsUndefined) {
  const Attained attained = Attaining(Monthly());
  const AttainmentValue& tom = attained.Of(EntityKind::kRep, "Tom", "2026-02");
  EXPECT_EQ(tom.status, ValueStatus::kUndefined);
  EXPECT_EQ(tom.reason, Reason::kTargetZero);
  EXPECT_FALSE(tom.attainment.has_value());
  EXPECT_EQ(tom.actual, Fraction(90));
  EXPECT_EQ(tom.gap, Fraction(-90));
}

TEST(AttainTest, WhereLessIsBetterTheTargetIsDividedByTheActual) {
  Target target = Monthly();
  target.direction = measure::Direction::kLower;
  const Attained attained = Attaining(target);
  EXPECT_EQ(*attained.Of(EntityKind::kRep, "Ada", "2026-01").attainment, *Fraction::Of(4, 5));
  const AttainmentValue& march = attained.Of(EntityKind::kRep, "Ada", "2026-03");
  EXPECT_EQ(march.status, ValueStatus::kUndefined);
  EXPECT_EQ(march.reason, Reason::kDivisionByZero);
}

TEST(AttainTest, SpansAddUpFromTheStartOfTheQuarterAndTheYear) {
  Csv csv = CompanyTables();
  csv["deals"] += "D-20,Ada,110.00,EUR,2026-04-03,won\nD-21,Ada,40.00,EUR,2026-05-03,won\n";
  const Attained attained = Attaining(
      Monthly(), {.spans = {Span::kPeriod, Span::kQuarterToDate, Span::kYearToDate}}, csv);
  EXPECT_EQ(attained.Of(EntityKind::kRep, "Ada", "2026-05").actual, Fraction(40));
  const AttainmentValue& quarter =
      attained.Of(EntityKind::kRep, "Ada", "2026-05", Span::kQuarterToDate);
  EXPECT_EQ(quarter.actual, Fraction(150));
  EXPECT_EQ(quarter.target, Fraction(400));
  const AttainmentValue& year = attained.Of(EntityKind::kRep, "Ada", "2026-05", Span::kYearToDate);
  EXPECT_EQ(year.actual, Fraction(400));
  EXPECT_EQ(year.target, Fraction(1000));
  EXPECT_EQ(*year.attainment, *Fraction::Of(2, 5));
  EXPECT_EQ(attained.Of(EntityKind::kRep, "Ada", "2026", Span::kQuarterToDate).actual,
            Fraction(400));
  EXPECT_EQ(Name(Span::kPeriod), "period");
  EXPECT_EQ(Name(Span::kQuarterToDate), "quarter_to_date");
  EXPECT_EQ(Name(Span::kYearToDate), "year_to_date");
}

TEST(AttainTest, PaceIsOfTheDaysThatAreOver) {
  const Attained attained = Attaining(Monthly(), {.today = Date::Parse("2026-01-11").value()});
  const AttainmentValue& january = attained.Of(EntityKind::kRep, "Ada", "2026-01");
  EXPECT_EQ(*january.expected, *Fraction::Of(2000, 31));      // 200 × 10 / 31
  EXPECT_EQ(*january.projection, Fraction(775));              // 250 × 31 / 10
  EXPECT_EQ(*january.required_rate, *Fraction::Of(-50, 21));  // already passed
  const AttainmentValue& march = attained.Of(EntityKind::kRep, "Ada", "2026-03");
  EXPECT_EQ(*march.expected, Fraction(0)) << "not begun";
  EXPECT_FALSE(march.projection.has_value());
  EXPECT_EQ(*march.required_rate, *Fraction::Of(200, 31));
}

TEST(AttainTest, PaceMayCountWorkingDays) {
  const Attained attained =
      Attaining(Monthly(), {.today = *Date::Parse("2026-01-12"), .workdays = crm::Workdays()});
  // Thursday 1 January to Friday 9 January: 7 of 22 working days.
  EXPECT_EQ(*attained.Of(EntityKind::kRep, "Ada", "2026-01").expected, *Fraction::Of(1400, 22));
}

TEST(AttainTest, OnlyTheSeriesOfTheTargetsMeasureInItsCurrencyAndPeriods) {
  const Shown shown = Split(Monthly(), Load(CompanyTables()));
  measure::SeriesParts parts{.id = "other"};
  EXPECT_EQ(ReasonOf(Attain(*shown.targets, *measure::Series::Of(parts)).status()),
            Reason::kUnknownReference);
  parts.id = "won_amount";
  parts.currency = Currency::Unchecked("USD", 2);
  EXPECT_EQ(ReasonOf(Attain(*shown.targets, *measure::Series::Of(parts)).status()),
            Reason::kCurrencyMismatch);
  parts.currency = {};
  EXPECT_EQ(ReasonOf(Attain(*shown.targets, *measure::Series::Of(parts)).status()),
            Reason::kInvalidPeriod);
}

TEST(AttainTest, TheStatusOfTheActualIsThatOfTheLine) {
  Csv csv = CompanyTables();
  csv["deals"] += "D-20,Ada,10.00,USD,2026-01-03,won\n";
  const Attained attained = Attaining(Monthly(), {}, csv);
  const AttainmentValue& january = attained.Of(EntityKind::kRep, "Ada", "2026-01");
  EXPECT_EQ(january.status, ValueStatus::kError);
  EXPECT_EQ(january.reason, Reason::kCurrencyMismatch);
  EXPECT_FALSE(january.attainment.has_value());
  EXPECT_EQ(attained.Of(EntityKind::kRep, "Tom", "2026-02").status, ValueStatus::kUndefined)
      << "nobody else is hurt";
}

TEST(AttainmentTableTest, HasARowPerLine) {
  const Attained attained = Attaining(Monthly());
  const table::Table table = *ToTable(*attained.shown.targets, attained.lines);
  std::vector<std::string> names;
  for (const table::Column& column : table.columns()) names.push_back(column.name());
  EXPECT_THAT(names,
              testing::ElementsAre("target", "entity_kind", "entity_id", "period", "span", "actual",
                                   "target_value", "attainment", "gap", "expected", "projection",
                                   "required_rate", "chance", "chance_status", "status", "reason"));
  EXPECT_EQ(table.rows(), static_cast<int64_t>(attained.lines.size()));
  const std::string text = Printed(table);
  EXPECT_THAT(
      text,
      testing::HasSubstr(
          "quota-2026|rep|Ada|2026-01|period|250|200|1.25|-50|200|250|0|-|insufficient|ok|-|\n"));
  EXPECT_THAT(text, testing::HasSubstr("quota-2026|rep|Tom|2026-02|period|90|0|-|-90|0|90|0|-|"
                                       "insufficient|undefined|TARGET_ZERO|\n"));
}

}  // namespace
}  // namespace attain::target
