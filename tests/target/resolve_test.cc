// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "target/company.h"

namespace attain::target {
namespace {

using measure::EntityKind;
using testing::ElementsAre;
using testing::HasSubstr;

Target Over1000(SplitStep step) {
  Target target = Example();
  target.rounding.unit = 1;
  target.split = {std::move(step)};
  return target;
}

std::vector<std::string> Errors(const Shown& shown) { return Found(FindingsOf(shown.status)); }

TEST(ResolveTargetTest, HistoryIsOfTheWindowAlone) {
  const SplitStep year{.over = Over::kRep, .by = By::kHistory, .window = LastYear()};
  const Shown shown = Split(Over1000(year), Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.rep("Ada"), "600");
  EXPECT_EQ(shown.rep("Tom"), "300");
  EXPECT_EQ(shown.rep("Eva"), "100");
  EXPECT_EQ(shown.rep("Uwe"), "0") << "no history, no part";
  SplitStep half = year;
  half.window = Days("2025-01-01", "2025-07-01");
  EXPECT_EQ(Split(Over1000(half), Load(CompanyTables())).rep("Ada"), "500") << "400 of 800";
}

TEST(ResolveTargetTest, HistoryMayBeOfAnotherMeasure) {
  const Shown shown = Split(
      Over1000(
          {.over = Over::kRep, .by = By::kHistory, .measure = "won_count", .window = LastYear()}),
      Load(CompanyTables()));
  EXPECT_EQ(shown.rep("Ada"), "500") << "two of four deals";
  const Shown unknown = Split(
      Over1000(
          {.over = Over::kRep, .by = By::kHistory, .measure = "won_counts", .window = LastYear()}),
      Load(CompanyTables()));
  EXPECT_THAT(Errors(unknown),
              ElementsAre("UNKNOWN_REFERENCE targets[quota-2026].split[0].measure"));
  EXPECT_THAT(FindingsOf(unknown.status).items()[0].hint, HasSubstr("won_count"));
}

TEST(ResolveTargetTest, NegativeHistoryCountsAsZero) {
  Csv csv = CompanyTables();
  csv["deals"] += "D-20,Uwe,-700.00,EUR,2025-05-01,won\n";
  EXPECT_EQ(
      Split(Over1000({.over = Over::kRep, .by = By::kHistory, .window = LastYear()}), Load(csv))
          .rep("Ada"),
      "600");
}

TEST(ResolveTargetTest, MembersAreEmployedAndCarryQuota) {
  Csv csv = CompanyTables();
  csv["reps"] =
      "rep_id,hire_date,end_date,is_quota_carrying\nAda,,,true\nEva,2027-01-01,,true\nKim,,,"
      "false\nLee,,2026-01-01,true\nTom,2026-06-01,,true\nUwe,,2026-02-01,true\n";
  const Shown shown = Split(Over1000({.over = Over::kRep, .by = By::kEqual}), Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.rep("Ada"), "334");
  EXPECT_EQ(shown.rep("Tom"), "333") << "joins during the year";
  EXPECT_EQ(shown.rep("Uwe"), "333") << "leaves during the year";
  EXPECT_EQ(shown.rep("Eva") + shown.rep("Kim") + shown.rep("Lee"), "nonenonenone");
  csv["reps"] =
      "rep_id,is_quota_carrying\nAda,false\nEva,false\nTom,false\nUwe,false\nKim,false\nLee,"
      "false\n";
  EXPECT_EQ(ReasonOf(Split(Over1000({.over = Over::kRep, .by = By::kEqual}), Load(csv)).status),
            Reason::kNoTarget);
}

TEST(ResolveTargetTest, ARepWithoutUnitIsAWarning) {
  Csv csv = CompanyTables();
  csv["rep_units"] = "rep_id,unit_id\nAda,North\nTom,North\nEva,South\n";
  const Shown shown = Split(Example(), Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.rep("Uwe"), "none");
  EXPECT_EQ(shown.rep("Eva"), "300");
  EXPECT_THAT(Found(shown.plan->findings()),
              ElementsAre("REP_NOT_ASSIGNED targets[quota-2026].split"));
  EXPECT_THAT(shown.plan->findings().items()[0].text, HasSubstr("rep Uwe"));
}

TEST(ResolveTargetTest, WhoIsPlacedLaterCountsWhereHeIsPlacedFirst) {
  Csv csv = CompanyTables();
  csv["rep_units"] =
      "rep_id,unit_id,valid_from,valid_to\nAda,North,,\nTom,North,,\nEva,South,,\nUwe,South,2026-"
      "05-01,2026-09-01\nUwe,North,2026-09-01,\n";
  const Shown shown = Split(Example(), Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.rep("Uwe"), "100");
  EXPECT_TRUE(shown.plan->findings().empty());
}

TEST(ResolveTargetTest, SeveralTopsAreSplitOverThemselves) {
  Csv csv = CompanyTables();
  csv["org_units"] = "unit_id,parent_id\nNorth,\nSouth,\n";
  csv["rep_units"] = "rep_id,unit_id\nAda,North\nTom,North\nEva,South\nUwe,South\n";
  const Shown shown = Split(Example(), Load(csv));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.unit("North"), "700");
}

TEST(ResolveTargetTest, WeightsOfIdsNobodyHasAreWarnings) {
  Target target = Example();
  target.split[0].weights["West"] = 5;
  const Shown shown = Split(target, Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_THAT(Found(shown.plan->findings()),
              ElementsAre("UNKNOWN_REFERENCE targets[quota-2026].split[0].weights[West]"));
  EXPECT_EQ(shown.unit("North"), "700");
}

table::Table Potential(int64_t uwe) {
  table::TableBuilder builder("potential",
                              {{"rep_id", table::Type::kText}, {"points", table::Type::kInt}});
  builder.Text(0, "Ada").Int(1, 5).EndRow();
  builder.Text(0, "Tom").Int(1, 2).EndRow();
  builder.Text(0, "Nobody").Int(1, 9).EndRow();
  builder.Text(0, "Uwe").Int(1, uwe).EndRow();
  return *builder.Build();
}

TEST(ResolveTargetTest, WeightsComeFromAColumn) {
  const SplitStep step{.over = Over::kRep, .by = By::kWeights, .from = "potential.points"};
  const Shown shown = Split(Over1000(step), Load(CompanyTables(), {Potential(3)}));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.rep("Ada"), "500");
  EXPECT_EQ(shown.rep("Tom"), "200");
  EXPECT_EQ(shown.rep("Uwe"), "300");
  EXPECT_THAT(Errors(Split(Over1000(step), Load(CompanyTables(), {Potential(-3)}))),
              ElementsAre("INVALID_WEIGHTS targets[quota-2026].split[0].from"));
  const auto from = [](Over over, const char* column) {
    return Errors(Split(Over1000({.over = over, .by = By::kWeights, .from = column}),
                        Load(CompanyTables(), {Potential(3)})));
  };
  EXPECT_THAT(from(Over::kRep, "nowhere.points"),
              ElementsAre("UNKNOWN_TABLE targets[quota-2026].split[0].from"));
  EXPECT_THAT(from(Over::kRep, "potential.point"),
              ElementsAre("UNKNOWN_COLUMN targets[quota-2026].split[0].from"));
  EXPECT_THAT(from(Over::kUnit, "potential.points"),
              ElementsAre("UNKNOWN_COLUMN targets[quota-2026].split[0].from"));
}

TEST(ResolveTargetTest, ABlendUsesWhatThereIs) {
  SplitStep step{.over = Over::kRep,
                 .by = By::kBlend,
                 .weights = {{"Uwe", 1}},
                 .window = LastYear(),
                 .alpha = *Decimal::Parse("0.75")};
  EXPECT_EQ(Split(Over1000(step), Load(CompanyTables())).rep("Uwe"), "250");
  EXPECT_EQ(Split(Over1000(step), Load(CompanyTables())).rep("Ada"), "450");
  step.window = Days("2020-01-01", "2021-01-01");
  EXPECT_EQ(Split(Over1000(step), Load(CompanyTables())).rep("Uwe"), "1000")
      << "no history at all: the weights alone";
}

TEST(ResolveTargetTest, ASeasonIsGivenKeptInATableOrTakenFromHistory) {
  Csv csv = CompanyTables();
  csv["target_profiles"] =
      "profile_id,period_index,weight\nyear,1,4\nyear,2,3\nyear,3,2\nyear,4,1\nlong,5,1\nother,1,"
      "1\n";
  const auto quarters = [&](SplitStep step) {
    step.over = Over::kQuarter;
    step.by = By::kSeason;
    return Split(Over1000(step), Load(csv));
  };
  EXPECT_EQ(quarters({.season = {1, 2, 3, 4}}).company("2026-Q4"), "400");
  EXPECT_EQ(quarters({.profile = "year"}).company("2026-Q1"), "400");
  EXPECT_EQ(quarters({.profile = "other"}).company("2026-Q1"), "1000");
  EXPECT_EQ(quarters({.window = LastYear()}).company("2026-Q1"), "800")
      << "400 + 300 + 100 of 1,000";
  EXPECT_THAT(Errors(quarters({.season = {1, 2}})),
              ElementsAre("LENGTH_MISMATCH targets[quota-2026].split[0].season"));
  EXPECT_THAT(Errors(quarters({.profile = "none"})),
              ElementsAre("UNKNOWN_REFERENCE targets[quota-2026].split[0].profile"));
  EXPECT_THAT(Errors(quarters({.profile = "long"})),
              ElementsAre("OUT_OF_BOUNDS targets[quota-2026].split[0].profile"));
  EXPECT_THAT(Errors(quarters({.window = Days("2025-01-01", "2025-07-01")})),
              ElementsAre("INVALID_PERIOD targets[quota-2026].split[0].window"));
}

TEST(ResolveTargetTest, DaysAndWeightsByNameOfThePeriod) {
  const Shown days = Split(Over1000({.over = Over::kHalf, .by = By::kDays}), Load(CompanyTables()));
  EXPECT_EQ(days.company("2026-H1"), "496") << "1,000 × 181 / 365 = 495.89";
  const Shown named = Split(
      Over1000(
          {.over = Over::kHalf, .by = By::kWeights, .weights = {{"2026-H1", 1}, {"2026-H2", 3}}}),
      Load(CompanyTables()));
  EXPECT_EQ(named.company("2026-H2"), "750");
}

TEST(ResolveTargetTest, WhatTheDatasetDoesNotKnowIsFound) {
  Target target = Example();
  target.measure = "won_amuont";
  EXPECT_THAT(Errors(Split(target, Load(CompanyTables()))),
              ElementsAre("UNKNOWN_REFERENCE targets[quota-2026].measure"));
  target = Example();
  target.period = {"FY99-P77"};
  EXPECT_FALSE(Split(target, Load(CompanyTables())).status.ok());
  target = Example();
  target.total = 1050;
  EXPECT_EQ(ReasonOf(Split(target, Load(CompanyTables())).status), Reason::kTargetNotDivisible);
}

TEST(ResolveTargetTest, TheCurrencyIsOfTheTotalElseOfTheDataset) {
  Target target = Example();
  EXPECT_EQ(Split(target, Load(CompanyTables()), {.currency = Currency::Unchecked("CHF", 2)})
                .plan->currency()
                .code(),
            "CHF");
  target.total.currency = Currency::Unchecked("USD", 2);
  EXPECT_EQ(Split(target, Load(CompanyTables())).plan->currency().code(), "USD");
  target = Example();
  target.measure = "won_count";
  EXPECT_TRUE(Split(target, Load(CompanyTables())).plan->currency().is_none());
}

}  // namespace
}  // namespace attain::target
