// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/check.h"
#include "attain/target/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "target/company.h"

namespace attain::target {
namespace {

using measure::EntityKind;
using testing::HasSubstr;

// 9,000,000 in hundreds: units and reps by last year's figures and weights, quarters by days,
// months by a season.
Target Yearly() {
  return {.id = "quota-2026",
          .measure = "won_amount",
          .period = {"2026"},
          .total = 9'000'000,
          .split = {{.over = Over::kUnit, .by = By::kHistory, .window = LastYear()},
                    {.over = Over::kRep,
                     .by = By::kBlend,
                     .weights = {{"Ada", 1}, {"Tom", 3}, {"Uwe", 1}},
                     .window = LastYear(),
                     .alpha = *Decimal::Parse("0.5")},
                    {.over = Over::kMonth,
                     .by = By::kSeason,
                     .season = {612, 480, 905, 790, 801, 940, 733, 760, 1011, 822, 1090, 1056}}},
          .rounding = {.unit = 100}};
}

Decimal Sum(const Shown& shown, EntityKind kind, std::string_view period,
            std::initializer_list<const char*> names) {
  Decimal sum = 0;
  for (const char* name : names) sum = *Add(sum, shown.Find(kind, name, period)->value);
  return sum;
}

TEST(TargetsTest, TheWorkedExample) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.company(), "1000");
  EXPECT_EQ(shown.unit("North"), "700");
  EXPECT_EQ(shown.unit("South"), "300");
  EXPECT_EQ(shown.rep("Ada"), "400");
  EXPECT_EQ(shown.rep("Tom"), "300");
  EXPECT_EQ(shown.rep("Eva"), "200");
  EXPECT_EQ(shown.rep("Uwe"), "100");
  EXPECT_EQ(shown.rep("Kim"), "none");
  EXPECT_EQ(shown.rep("Lee"), "none");
  const TargetValue* north = shown.Find(EntityKind::kUnit, "North", "2026");
  EXPECT_EQ(*north->share, *Fraction::Of(2, 3));
  EXPECT_EQ(*north->driver, Fraction(2));
  EXPECT_EQ(north->given, Decimal(100));
  EXPECT_EQ(north->step, 0);
  EXPECT_EQ(shown.Find(EntityKind::kRep, "Ada", "2026")->step, 1);
  EXPECT_EQ(shown.Find(EntityKind::kCompany, "", "2026")->step, -1);
}

TEST(TargetsTest, EveryLevelOfTheYearAddsUpExactly) {
  const Shown shown = Split(Yearly(), Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.unit("North"), "8100000");
  EXPECT_EQ(shown.unit("South"), "900000");
  // Ada 1/2 × 2/3 + 1/2 × 1/4 = 11/24 of 81,000 units = 37,125.
  EXPECT_EQ(shown.rep("Ada"), "3712500");
  EXPECT_EQ(shown.rep("Tom"), "4387500");
  EXPECT_EQ(shown.rep("Eva"), "450000");
  EXPECT_EQ(shown.rep("Uwe"), "450000");
  // January of Ada: 37,125 × 612 / 10,000 = 2,272.05 units.
  EXPECT_EQ(shown.rep("Ada", "2026-01"), "227200");
  ASSERT_EQ(shown.targets->periods().size(), 1U + 4U + 12U);
  for (size_t place = 0; place < shown.targets->periods().size(); ++place) {
    const std::string& period = shown.targets->periods()[place].name;
    EXPECT_EQ(Sum(shown, EntityKind::kUnit, period, {"North", "South"}),
              shown.Find(EntityKind::kCompany, "", period)->value)
        << period;
    EXPECT_EQ(Sum(shown, EntityKind::kRep, period, {"Ada", "Tom"}),
              shown.Find(EntityKind::kUnit, "North", period)->value)
        << period;
    EXPECT_EQ(Sum(shown, EntityKind::kRep, period, {"Eva", "Uwe"}),
              shown.Find(EntityKind::kUnit, "South", period)->value)
        << period;
  }
  for (const char* name : {"Ada", "Tom", "Eva", "Uwe"}) {
    Decimal year = 0;
    for (const char* quarter : {"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"})
      year = *Add(year, shown.Find(EntityKind::kRep, name, quarter)->value);
    EXPECT_EQ(year, shown.Find(EntityKind::kRep, name, "2026")->value) << name;
  }
  for (const TargetValue& value : shown.targets->values()) {
    EXPECT_EQ(Divide(value.value, Decimal(100))->denominator(), 1);
  }
  EXPECT_TRUE(CheckChildren(*shown.targets).empty());
}

TEST(TargetsTest, TiesGoToTheLowestIdUnlessAskedOtherwise) {
  Target target = Example();
  target.split = {{.over = Over::kRep, .by = By::kEqual}};
  target.total = 600;
  const crm::Dataset data = Load(CompanyTables());
  const Shown low = Split(target, data);
  EXPECT_EQ(low.rep("Ada") + low.rep("Eva") + low.rep("Tom") + low.rep("Uwe"), "200200100100");
  target.rounding.ties = Ties::kHighestId;
  const Shown high = Split(target, data);
  EXPECT_EQ(high.rep("Ada") + high.rep("Eva") + high.rep("Tom") + high.rep("Uwe"), "100100200200");
}

TEST(TargetsTest, RatioOrderGivesTheRestToTheLargestWeight) {
  Target target = Example();
  target.split = {
      {.over = Over::kUnit, .by = By::kWeights, .weights = {{"North", 3}, {"South", 1}}}};
  target.total = 600;  // 4.5 and 1.5 units: a tie by remainder
  const crm::Dataset data = Load(CompanyTables());
  target.split[0].weights = {{"North", 5}, {"South", 2}};  // 4.29 and 1.71
  EXPECT_EQ(Split(target, data).unit("North"), "400");
  target.rounding.method = Method::kRatioOrder;
  EXPECT_EQ(Split(target, data).unit("North"), "500");
}

TEST(TargetsTest, HalvesQuartersAndMonthsNest) {
  Target target = Example();
  target.total = 36'500;
  target.split = {{.over = Over::kHalf, .by = By::kDays},
                  {.over = Over::kQuarter, .by = By::kDays},
                  {.over = Over::kMonth, .by = By::kEqual}};
  const Shown shown = Split(target, Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.company("2026-H1"), "18100");
  EXPECT_EQ(shown.company("2026-H2"), "18400");
  EXPECT_EQ(shown.company("2026-Q1"), "9000");
  EXPECT_EQ(shown.company("2026-Q2"), "9100");
  EXPECT_EQ(shown.company("2026-04"), "3100");
  EXPECT_EQ(shown.company("2026-05"), "3000");
  EXPECT_EQ(shown.Find(EntityKind::kCompany, "", "2026-05")->step, 2);
}

TEST(TargetsTest, AMonthCannotBeSplitOverMonthsAndStaysAsItIs) {
  Target target = Example();
  target.period = {"2026-03"};
  target.split = {{.over = Over::kMonth, .by = By::kEqual}};
  const Shown shown = Split(target, Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.company("2026-03"), "1000");
  EXPECT_EQ(shown.targets->periods().size(), 1U);
}

TEST(TargetsTest, UnitsAreSplitLevelByLevel) {
  Csv csv = CompanyTables();
  csv["org_units"] = "unit_id,parent_id\nAcme,\nNorth,Acme\nSouth,Acme\nBergen,North\nOslo,North\n";
  csv["rep_units"] = "rep_id,unit_id\nAda,Oslo\nTom,Bergen\nEva,South\nUwe,South\n";
  Target target = Example();
  target.total = 1500;
  target.split.insert(
      target.split.begin() + 1,
      {.over = Over::kUnit, .by = By::kWeights, .weights = {{"Oslo", 3}, {"Bergen", 1}}});
  const Shown shown = Split(target, Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.unit("North"), "1000");
  EXPECT_EQ(shown.unit("Oslo"), "700")
      << "7.5 and 2.5 units: a tie by remainder, the lower id is Bergen";
  EXPECT_EQ(shown.unit("Bergen"), "300");
}

TEST(TargetsTest, WithoutARepStepUnitsHaveValuesAndRepsNone) {
  Csv csv = CompanyTables();
  csv["org_units"] = "unit_id,parent_id\nAcme,\nNorth,Acme\nSouth,Acme\nBergen,North\nOslo,North\n";
  csv["rep_units"] = "rep_id,unit_id\nAda,Oslo\nTom,Bergen\nEva,South\nUwe,South\n";
  Target target = Example();
  target.split.pop_back();
  const Shown shown = Split(target, Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.unit("Acme"), "1000") << "the single root is the company";
  EXPECT_EQ(shown.unit("North"), "700");
  EXPECT_EQ(shown.unit("Oslo"), "none");
  EXPECT_EQ(shown.rep("Ada"), "none");
  target.split.clear();
  const Shown bare = Split(target, Load(csv));
  EXPECT_EQ(bare.company(), "1000");
  EXPECT_EQ(bare.unit("North"), "none");
  EXPECT_EQ(bare.targets->values().size(), 1U);
}

TEST(TargetsTest, NothingToSplitBySaysWhereAndWhich) {
  Target target = Example();
  target.split[0].weights = {{"North", 0}};
  const Shown shown = Split(target, Load(CompanyTables()));
  EXPECT_EQ(ReasonOf(shown.status), Reason::kNoDriver);
  EXPECT_THAT(std::string(MessageOf(shown.status)), HasSubstr("the company"));
  target = Example();
  target.split[1] = {
      .over = Over::kRep, .by = By::kHistory, .window = Days("2025-08-01", "2025-09-01")};
  const Shown south = Split(target, Load(CompanyTables()));
  EXPECT_EQ(ReasonOf(south.status), Reason::kNoDriver);
  EXPECT_THAT(std::string(MessageOf(south.status)), HasSubstr("unit South"));
  target.split = {{.over = Over::kRep, .by = By::kEqual},
                  {.over = Over::kQuarter, .by = By::kWeights, .weights = {{"2027-Q1", 1}}}};
  const Shown rep = Split(target, Load(CompanyTables()));
  EXPECT_EQ(ReasonOf(rep.status), Reason::kNoDriver);
  EXPECT_THAT(std::string(MessageOf(rep.status)), HasSubstr("rep Ada"));
  target.total = 0;
  EXPECT_TRUE(Split(target, Load(CompanyTables())).status.ok()) << "nothing needs no driver";
}

TEST(TargetsTest, ASplitRepGetsAPartInEachUnitAndTheSumInAll) {
  Csv csv = CompanyTables();
  csv["rep_units"] =
      "rep_id,unit_id,share\nAda,North,1\nTom,North,0.5\nTom,South,0.5\nEva,South,1\nUwe,South,1\n";
  Target target = Example();
  target.total = 6000;
  const Shown shown = Split(target, Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  // North 40 units over Ada 1, Tom 1/2: 26.67 and 13.33. South 20 over Eva 1, Tom 1/2, Uwe 1: 8,
  // 4, 8.
  EXPECT_EQ(shown.rep("Ada"), "2700");
  EXPECT_EQ(shown.rep("Tom"), "1700");
  EXPECT_EQ(shown.rep("Eva"), "800");
  EXPECT_EQ(shown.unit("North"), "4000");
  const TargetValue* tom = shown.Find(EntityKind::kRep, "Tom", "2026");
  EXPECT_FALSE(tom->driver.has_value()) << "the sum of two parts has no driver of its own";
  EXPECT_EQ(tom->step, -1);
  const explain::Explanation why = *Explain(*shown.targets, EntityKind::kRep, tom->entity, "2026");
  EXPECT_EQ(why.root().children.size(), 2U);
  EXPECT_TRUE(why.CheckSums().ok());
  EXPECT_TRUE(CheckChildren(*shown.targets).empty());
}

TEST(TargetsTest, ANegativeTotalIsTheMirroredSplit) {
  Target target = Example();
  target.total = -1000;
  const Shown shown = Split(target, Load(CompanyTables()));
  EXPECT_EQ(shown.unit("North"), "-700");
  EXPECT_EQ(shown.rep("Ada"), "-400");
  EXPECT_TRUE(CheckChildren(*shown.targets).empty());
}

TEST(TargetsTest, TheOrderOfRowsChangesNothing) {
  Csv csv = CompanyTables();
  csv["rep_units"] =
      "rep_id,unit_id,share\nAda,North,1\nTom,North,0.5\nTom,South,0.5\nEva,South,1\nUwe,South,1\n";
  const auto printed = [&](unsigned seed) {
    const Shown shown = Split(Yearly(), Load(csv, {}, seed));
    EXPECT_TRUE(shown.status.ok()) << shown.status;
    return Printed(*shown.targets->ToTable());
  };
  const std::string expected = printed(0);
  EXPECT_THAT(expected, HasSubstr("|rep|Tom|2026-12|"));
  for (unsigned seed = 1; seed < 8; ++seed) EXPECT_EQ(printed(seed), expected);
}

TEST(TargetsTableTest, HasARowPerValueCompanyFirst) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  const table::Table table = *shown.targets->ToTable();
  std::vector<std::string> names;
  for (const table::Column& column : table.columns()) names.push_back(column.name());
  EXPECT_THAT(names,
              testing::ElementsAre("target", "entity_kind", "entity_id", "period", "level", "value",
                                   "driver", "share", "given", "step", "currency", "status"));
  EXPECT_EQ(table.name(), "targets");
  EXPECT_EQ(Printed(table),
            "quota-2026|company|company|2026|target|1000|-|-|-|-|EUR|ok|\n"
            "quota-2026|unit|Acme|2026|target|1000|-|-|-|-|EUR|ok|\n"
            "quota-2026|unit|North|2026|target|700|2|0.666666666667|100|0|EUR|ok|\n"
            "quota-2026|unit|South|2026|target|300|1|0.333333333333|0|0|EUR|ok|\n"
            "quota-2026|rep|Ada|2026|target|400|1|0.5|100|1|EUR|ok|\n"
            "quota-2026|rep|Eva|2026|target|200|1|0.5|100|1|EUR|ok|\n"
            "quota-2026|rep|Tom|2026|target|300|1|0.5|0|1|EUR|ok|\n"
            "quota-2026|rep|Uwe|2026|target|100|1|0.5|0|1|EUR|ok|\n");
}

TEST(TargetsTableTest, FineUnitsAndCountsKeepTheirDecimals) {
  Target target = Example();
  target.measure = "won_count";
  target.total = *Decimal::Parse("1.000");
  target.rounding.unit = *Decimal::Parse("0.125");
  target.split.pop_back();
  const Shown shown = Split(target, Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_TRUE(shown.targets->currency().is_none());
  EXPECT_EQ(shown.unit("North"), "0.625");
  EXPECT_THAT(Printed(*shown.targets->ToTable()),
              HasSubstr("|unit|South|2026|target|0.375|1|0.333333333333|0.125|0|-|ok|"));
}

TEST(TargetsSeriesTest, CarriesTheValuesByNameOfThePeriod) {
  const Shown shown = Split(Yearly(), Load(CompanyTables()));
  const measure::Series& series = shown.targets->series();
  EXPECT_EQ(series.id(), "quota-2026");
  EXPECT_EQ(series.unit(), "EUR");
  const int32_t ada = series.Find(EntityKind::kRep, "Ada");
  EXPECT_EQ(*series.at(EntityKind::kRep, ada, series.FindPeriod("2026-01")).value(),
            Fraction(227'200));
  EXPECT_EQ(*series.at(EntityKind::kCompany, 0, 0).value(), Fraction(9'000'000));
  const measure::Figure& kim = series.at(EntityKind::kRep, series.Find(EntityKind::kRep, "Kim"), 0);
  EXPECT_EQ(kim.status, measure::ValueStatus::kExcluded);
  EXPECT_EQ(kim.reason, Reason::kNoTarget);
  EXPECT_EQ(shown.targets->FindPeriod("2027"), -1);
  EXPECT_EQ(shown.targets->Find(EntityKind::kRep, 99, 0), nullptr);
}

TEST(ExplainTargetTest, LeavesAddUpForEverybodyAndEveryPeriod) {
  const Shown shown = Split(Yearly(), Load(CompanyTables()));
  for (const TargetValue& value : shown.targets->values()) {
    const auto why = Explain(*shown.targets, value.kind, value.entity,
                             shown.targets->periods()[static_cast<size_t>(value.period)].name);
    ASSERT_TRUE(why.ok()) << why.status();
    EXPECT_TRUE(why->CheckSums().ok()) << why->CheckSums();
    EXPECT_EQ(why->root().amount->value, Fraction(value.value));
    EXPECT_EQ(why->SumOfLeaves()->value, Fraction(value.value));
  }
}

TEST(ExplainTargetTest, TellsTheWayDownInEnglishAndChinese) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  const explain::Explanation why =
      *Explain(*shown.targets, EntityKind::kRep,
               shown.Find(EntityKind::kRep, "Ada", "2026")->entity, "2026");
  const std::string english = why.ToText();
  EXPECT_THAT(english, HasSubstr("quota-2026 · Ada · 2026"));
  EXPECT_THAT(english, HasSubstr("by weights over unit"));
  EXPECT_THAT(english, HasSubstr("weight 2 of 3"));
  EXPECT_THAT(english, HasSubstr("by equal over rep"));
  EXPECT_THAT(english, HasSubstr("1 rounding unit of 100 given"));
  const std::string chinese = why.ToText(explain::Language::kChinese);
  EXPECT_THAT(chinese, HasSubstr("按 weights 分配到 unit"));
  EXPECT_THAT(chinese, HasSubstr("权重 2 / 3"));
  EXPECT_THAT(chinese, HasSubstr("分得 1 个舍入单位（每个 100）"));
  EXPECT_EQ(why.root().children[1].path, "targets[quota-2026].split[0]");
}

TEST(ExplainTargetTest, OfTheTotalAndOfSums) {
  const Shown shown = Split(Yearly(), Load(CompanyTables()));
  const explain::Explanation total = *Explain(*shown.targets, EntityKind::kCompany, 0, "2026");
  EXPECT_EQ(total.SumOfLeaves()->value, Fraction(9'000'000));
  const explain::Explanation quarter = *Explain(*shown.targets, EntityKind::kCompany, 0, "2026-Q1");
  EXPECT_EQ(quarter.root().children.size(), 12U) << "three months of four reps";
  const auto month = Explain(*shown.targets, EntityKind::kRep,
                             shown.Find(EntityKind::kRep, "Ada", "2026")->entity, "2026-01");
  EXPECT_THAT(month->ToText(), HasSubstr("2026-01"));
  EXPECT_THAT(month->ToText(), HasSubstr("by season over month"));
}

TEST(ExplainTargetTest, WhoHasNoTargetHasNoExplanation) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  const int32_t kim = shown.targets->series().Find(EntityKind::kRep, "Kim");
  EXPECT_EQ(ReasonOf(Explain(*shown.targets, EntityKind::kRep, kim, "2026").status()),
            Reason::kNoTarget);
  EXPECT_EQ(ReasonOf(Explain(*shown.targets, EntityKind::kCompany, 0, "2031").status()),
            Reason::kNoTarget);
}

}  // namespace
}  // namespace attain::target
