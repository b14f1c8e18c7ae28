// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Components measured over a longer period than the plan's: when they pay, and on what.
#include "incentive/internal/measured.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "incentive/monthly.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Months(int first, int last) {
  std::vector<std::string> names;
  for (int month = first; month <= last; ++month)
    names.push_back("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month));
  return names;
}

// A plan paid by month whose component is measured by the quarter: 1,000 from 100 % of it on.
Plan Quarterly(PaidIn paid_in = PaidIn::kLast) {
  Plan plan = Monthly({});
  plan.components = {{.id = "bonus",
                      .measure = "booked",
                      .payout = LumpSums{.over = AttainmentOf{"quota-2026"},
                                         .bands = {{.from = 100_pct, .pays = {1'000}}}},
                      .period = Grain::kQuarter,
                      .paid_in = paid_in}};
  return plan;
}

// 100 a month; 40 + 110 + 150 in the first quarter, 299 in the second.
constexpr char kSales[] =
    "T1,booking,,,A,2026-01-10,40.00,EUR\n"
    "T2,booking,,,A,2026-02-10,110.00,EUR\n"
    "T3,booking,,,A,2026-03-10,150.00,EUR\n"
    "T4,booking,,,A,2026-06-30,299.00,EUR\n";

std::vector<std::string> Earned(const Plan& plan, const std::string& sales,
                                const std::string& reps = kReps) {
  std::map<std::string, std::map<std::string, int64_t>> quotas;
  for (const std::string& month : Months(1, 12)) quotas["A"][month] = 100;
  const std::vector<measure::Series> targets = {Quotas(quotas, Months(1, 12))};
  CalculateOptions options;
  options.targets = targets;
  const Result result = MustRun(plan, Tables(sales, reps), "2026-H1", options);
  std::vector<std::string> earned;
  for (const Statement& statement : result.statements()) {
    if (statement.reason() != Reason::kNone) {
      earned.push_back(std::string(Name(statement.reason())));
      continue;
    }
    EXPECT_TRUE(statement.Explain().CheckSums().ok()) << statement.Explain().ToText();
    earned.push_back(statement.amounts().earned.ToString());
  }
  return earned;
}

TEST(MeasuredTest, AQuarterIsPaidOnceWithItsLastMonth) {
  EXPECT_THAT(Earned(Quarterly(), kSales), ElementsAre("0", "0", "1000", "0", "0", "0"));
  EXPECT_THAT(Earned(Quarterly(), std::string(kSales) + "T5,booking,,,A,2026-04-01,1.00,EUR\n"),
              ElementsAre("0", "0", "1000", "0", "0", "1000"));
}

TEST(MeasuredTest, OrWithTheMonthAfterIt) {
  // Hired on 1 January: nothing of the quarter before is asked for.
  const std::string reps = "rep_id,name,hire_date,end_date\nA,Ada Lovelace,2026-01-01,\n";
  EXPECT_THAT(Earned(Quarterly(PaidIn::kNext), kSales, reps),
              ElementsAre("0", "0", "0", "1000", "0", "0"));
  EXPECT_THAT(Earned(Quarterly(PaidIn::kNext), kSales),
              ElementsAre("NO_QUOTA", "0", "0", "1000", "0", "0"));
}

TEST(MeasuredTest, AFloorAndACapHoldForTheWholeStretchAndNowhereElse) {
  Plan plan = Quarterly();
  plan.components[0].payout = Flat{.rate = 10_pct};
  plan.components[0].floor = definition::Amount{29.95_dec};
  EXPECT_THAT(Earned(plan, kSales), ElementsAre("0", "0", "30", "0", "0", "599/20"));
  plan.components[0].floor.reset();
  plan.components[0].cap = definition::Amount{29.95_dec};
  EXPECT_THAT(Earned(plan, kSales), ElementsAre("0", "0", "599/20", "0", "0", "299/10"));
}

TEST(MeasuredTest, WhoJoinsLateIsAskedForTheMonthsThere) {
  const std::string reps = "rep_id,name,hire_date,end_date\nA,Ada Lovelace,2026-03-01,\n";
  EXPECT_THAT(Earned(Quarterly(), kSales, reps), ElementsAre("1000", "0", "0", "0"));
}

TEST(MeasuredTest, AContestIsHeldOverTheStretchToo) {
  Plan plan = Quarterly();
  plan.components[0].payout = Prizes{.over = AmountOf{"booked"}, .prizes = {{500}, {100}}};
  plan.cap = definition::Amount{450};
  EXPECT_THAT(Earned(plan, kSales), ElementsAre("0", "0", "450", "0", "0", "450"));
  plan.components[0].payout = Pool{.method = PoolMethod::kEqual, .rate = 10_pct};
  EXPECT_THAT(Earned(plan, kSales), ElementsAre("0", "0", "30", "0", "0", "299/10"));
}

TEST(MeasuredTest, TheStatementSaysOverWhichPeriod) {
  Plan plan = Quarterly();
  plan.components[0].payout = Flat{.rate = 10_pct};
  const Result result = MustRun(plan, Tables(kSales), "2026-Q1");
  const explain::Explanation tree = result.Find("A", "2026-03")->Explain();
  EXPECT_THAT(tree.ToText(), HasSubstr("measured over 2026-Q1"));
  EXPECT_THAT(tree.ToText(), HasSubstr("300.00"));
  EXPECT_THAT(tree.ToText(explain::Language::kChinese), HasSubstr("考核期间 2026-Q1"));
  const auto tables = result.ToTables();
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->table("credits")->rows(), 3);  // with the month that pays them
}

std::vector<std::string> Wrong(const Plan& plan) {
  std::vector<std::string> found;
  const Findings all = Validate(plan);
  for (const Finding& finding : all.items()) {
    if (finding.severity == Severity::kError)
      found.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  }
  return found;
}

TEST(MeasuredTest, APeriodThatDoesNotFitIsRefused) {
  const std::string at = "incentive[p].components[bonus].";
  Plan plan = Quarterly();
  EXPECT_THAT(Wrong(plan), IsEmpty());
  plan.components[0].period = Grain::kMonth;
  EXPECT_THAT(Wrong(plan), ElementsAre("OUT_OF_BOUNDS " + at + "period"));
  plan.components[0].period = Grain::kCustom;
  EXPECT_THAT(Wrong(plan), ElementsAre("OUT_OF_BOUNDS " + at + "period"));
  plan.components[0].period = Grain::kYear;
  plan.period.reset();
  EXPECT_THAT(Wrong(plan), ElementsAre("UNSUPPORTED_OPTION " + at + "period"));
  plan = Quarterly(PaidIn::kNext);
  plan.components[0].period.reset();
  EXPECT_THAT(Wrong(plan), ElementsAre("UNSUPPORTED_OPTION " + at + "paid_in"));
}

TEST(MeasuredTest, WhatCountsAnotherStretchIsRefused) {
  const std::string at = "UNSUPPORTED_OPTION incentive[p].components[bonus].";
  Plan plan = Quarterly();
  plan.components[0].span = Span::kYearToDate;
  EXPECT_THAT(Wrong(plan), ElementsAre(at + "span"));
  plan = Quarterly();
  plan.components[0].cap = Cap(definition::Amount{10});
  plan.components[0].cap->carry = true;
  EXPECT_THAT(Wrong(plan), ElementsAre(at + "cap.carry"));
  plan = Quarterly();
  plan.components[0].gates = {
      {.over = AmountOf{"booked"}, .at_least = Rate(1), .span = Span::kYearToDate}};
  EXPECT_THAT(Wrong(plan), ElementsAre(at + "gates[0].span"));
  plan = Quarterly();
  plan.components[0].payout = Tiers{.over = AmountOf{"booked"},
                                    .negative = NegativeBase::kCarry,
                                    .bands = {{.from = 0_pct, .pays = 1_pct}}};
  EXPECT_THAT(Wrong(plan), ElementsAre(at + "payout.negative"));
  plan = Quarterly();
  plan.components[0].payout = Flat{.rate = 1_pct};
  plan.components[0].team = Team{.mode = OverrideMode::kIndividual};
  EXPECT_THAT(Wrong(plan), testing::Contains(at + "team.mode"));
}

TEST(MeasuredTest, TheWordsAreThoseOfTheDocument) {
  const auto loaded = Parse(R"({"attain": "incentive/1", "id": "p", "currency": "EUR",
    "period": "month", "components": [{"id": "c", "measure": "m", "period": "year",
    "paid_in": "next", "payout": {"kind": "flat", "rate": "1%"}}]})");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->value.components[0].period, Grain::kYear);
  EXPECT_EQ(loaded->value.components[0].paid_in, PaidIn::kNext);
}

}  // namespace
}  // namespace attain::incentive
