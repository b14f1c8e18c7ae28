// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Amounts of other currencies in a plan: whose day's rate, and what is rounded first.

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/measured.h"
#include "incentive/monthly.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A sale of 1,000 dollars on 5 January, its half taken back on 10 February.
Csv Dollars(const std::string& more = "") {
  Csv tables = Tables(
      "T1,booking,,,A,2026-01-05,1000.00,USD\n"
      "T2,refund,T1,,A,2026-02-10,-500.00,USD\n" +
      more);
  tables["fx_rates"] =
      "from,to,day,rate_type,rate\n"
      "USD,EUR,2026-01-05,spot,0.91\nUSD,EUR,2026-01-31,spot,0.93\n"
      "USD,EUR,2026-02-01,spot,0.92\nUSD,EUR,2026-02-10,spot,0.95\n"
      "USD,EUR,2026-02-28,spot,0.96\nUSD,EUR,2026-03-01,spot,0.97\n"
      "USD,EUR,2026-01-08,spot,31.7\n";
  return tables;
}

// 5 % of every booking, by the month.
Plan At(FxAt at, Refund refund = Refund::kAsOriginal) {
  Plan plan = Monthly({});
  plan.components[0].payout = Flat{.rate = 5_pct};
  plan.components[0].refund = refund;
  plan.fx.at = at;
  return plan;
}

std::vector<std::string> Earned(const Plan& plan, const Csv& tables,
                                const std::string& period = "2026-Q1") {
  std::vector<std::string> earned;
  const Result result = MustRun(plan, tables, period);
  for (const Statement& statement : result.statements()) {
    if (statement.reason() != Reason::kNone) {
      earned.push_back(std::string(Name(statement.reason())));
      continue;
    }
    EXPECT_TRUE(statement.Explain().CheckSums().ok()) << statement.Explain().ToText();
    earned.push_back(statement.amounts().earned.ToDecimal()->ToString());
  }
  return earned;
}

TEST(ConversionTest, TheDayOfTheRateIsThePlansChoice) {
  EXPECT_THAT(Earned(At(FxAt::kCredit), Dollars()), ElementsAre("45.5", "-22.75", "0"));
  EXPECT_THAT(Earned(At(FxAt::kCalculation), Dollars()), ElementsAre("46.5", "-23.25", "0"));
  EXPECT_THAT(Earned(At(FxAt::kPayment), Dollars()), ElementsAre("46", "-23", "0"));
}

TEST(ConversionTest, ARefundOfItsOwnTakesTheRateOfItsOwnPeriod) {
  EXPECT_THAT(Earned(At(FxAt::kCredit, Refund::kOwn), Dollars()),
              ElementsAre("45.5", "-23.75", "0"));
  EXPECT_THAT(Earned(At(FxAt::kCalculation, Refund::kOwn), Dollars()),
              ElementsAre("46.5", "-24", "0"));
  EXPECT_THAT(Earned(At(FxAt::kPayment, Refund::kOwn), Dollars()),
              ElementsAre("46", "-24.25", "0"));
}

TEST(ConversionTest, ARateThatIsMissingIsNamedAndTheOthersArePaid) {
  Csv tables = Dollars("T3,booking,,,A,2026-03-02,10.00,USD\n");
  EXPECT_THAT(Earned(At(FxAt::kCalculation), tables), ElementsAre("46.5", "-23.25", "FX_MISSING"));
  EXPECT_THAT(Earned(At(FxAt::kPayment), tables), ElementsAre("46", "-23", "FX_MISSING"));
}

TEST(ConversionTest, TheExplanationNamesEveryRate) {
  const Result result = MustRun(At(FxAt::kCalculation), Dollars(), "2026-Q1");
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(),
              HasSubstr("1 USD = 0.93 EUR on 2026-01-31"));
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(explain::Language::kChinese),
              HasSubstr("2026-01-31"));
}

// What each sale earns, rounded by transaction.
Plan Rounded(FxOrder order) {
  Plan plan = At(FxAt::kCredit);
  plan.components[0].payout = Flat{.rate = 10_pct};
  plan.components[0].rounding = {
      .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2};
  plan.fx.order = order;
  return plan;
}

TEST(ConversionTest, RoundedFirstOrConvertedFirst) {
  // 23.456 × 10 % = 2.3456 at 31.7: 74.35552, or 2.35 × 31.7 = 74.495.
  const Csv tables = Dollars("T3,booking,,,A,2026-01-08,23.456,USD\n");
  EXPECT_THAT(Earned(Rounded(FxOrder::kConvertThenRound), tables, "2026-01"),
              ElementsAre("165.36"));  // with 91.00 of the first
  EXPECT_THAT(Earned(Rounded(FxOrder::kRoundThenConvert), tables, "2026-01"), ElementsAre("165.5"));
}

TEST(ConversionTest, WhatIsInTheCurrencyOfThePlanIsRoundedOnce) {
  const Csv tables = Tables("T1,booking,,,A,2026-01-05,10.05,EUR\n");
  EXPECT_THAT(Earned(Rounded(FxOrder::kRoundThenConvert), tables, "2026-01"), ElementsAre("1.01"));
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

TEST(ConversionTest, WhatCannotBeToldIsRefused) {
  Plan plan = At(FxAt::kCalculation);
  EXPECT_THAT(Wrong(plan), IsEmpty());
  plan.period.reset();
  EXPECT_THAT(Wrong(plan), ElementsAre("UNSUPPORTED_OPTION incentive[p].fx.at"));
  plan = Rounded(FxOrder::kRoundThenConvert);
  EXPECT_THAT(Wrong(plan), IsEmpty());
  plan.components[0].rounding.point = RoundingPoint::kPayment;
  EXPECT_THAT(Wrong(plan), ElementsAre("UNSUPPORTED_OPTION incentive[p].fx.order"));
  plan = Rounded(FxOrder::kRoundThenConvert);
  plan.components[0].payout = Spiff{.amount = {10}};
  EXPECT_THAT(Wrong(plan), ElementsAre("UNSUPPORTED_OPTION incentive[p].fx.order"));
}

TEST(ConversionTest, TheWordsAreThoseOfTheDocument) {
  const auto loaded = Parse(R"({"attain": "incentive/1", "id": "p", "currency": "EUR",
    "period": "month", "fx": {"rate_type": "spot", "at": "payment", "order": "convert_then_round"},
    "components": [{"id": "c", "measure": "m", "payout": {"kind": "flat", "rate": "1%"}}]})");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->value.fx.at, FxAt::kPayment);
  EXPECT_EQ(loaded->value.fx.order, FxOrder::kConvertThenRound);
  EXPECT_FALSE(Parse(R"({"attain": "incentive/1", "id": "p", "currency": "EUR",
    "fx": {"at": "today"}, "components": []})")
                   .ok());
}

// Many quotas that share no factor, one budget: its share of each needs some hundred bits.
TEST(WidePayTest, ABudgetOverManyOddQuotasIsCutExactly) {
  Plan plan = Monthly({});
  plan.period.reset();
  plan.components[0].payout =
      Curve{.target_incentive = {1'000},
            .over = AttainmentOf{"quota-2026"},
            .points = {{.at = 0_pct, .pays = 0_pct}, {.at = 100_pct, .pays = 100_pct}}};
  plan.budget = definition::Amount{1'000};
  std::string reps = "rep_id,name,hire_date,end_date\n";
  std::string sales;
  std::map<std::string, std::map<std::string, int64_t>> quotas;
  const std::vector<int64_t> odd = {1'000'003, 1'000'033, 1'000'037, 1'000'039, 1'000'081,
                                    1'000'099, 1'000'117, 1'000'121, 1'000'133};
  for (size_t i = 0; i < odd.size(); ++i) {
    const std::string rep = "R" + std::to_string(i);
    reps += rep + "," + rep + ",,\n";
    sales += "T" + rep + ",booking,,," + rep + ",2026-01-10,333333.33,EUR\n";
    quotas[rep]["2026-Q1"] = odd[i];
  }
  const std::vector<measure::Series> targets = {Quotas(quotas)};
  CalculateOptions options;
  options.targets = targets;
  const Result result = MustRun(plan, Tables(sales, reps), "2026-Q1", options);
  Exact earned;
  bool wide = false;
  for (const Statement& statement : result.statements()) {
    ASSERT_EQ(statement.reason(), Reason::kNone) << statement.text();
    earned += Exact(statement.amounts().earned);
    wide |= statement.amounts().earned.is_wide();
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums();
  }
  EXPECT_TRUE(wide);
  EXPECT_EQ(earned.value(), Fraction(1'000));
  EXPECT_TRUE(result.ToTables().ok());
}

}  // namespace
}  // namespace attain::incentive
