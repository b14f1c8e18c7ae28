// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What looks at everyone a plan pays at once: budgets, and properties of contests and pools.

#include <algorithm>
#include <random>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/reward_plan.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(BudgetTest, EarningsAreCutInProportionWhenTogetherTheyAreAboveIt) {
  // 10 % of 118,000, 8,000 and 50,000: 17,600 in all; budget 8,800 pays half.
  PlanOf run(Flat{.rate = 10_pct});
  run.plan.budget = definition::Amount{8'800};
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 5'900}, {"R-105", 400}, {"R-106", 2'500}}));
  EXPECT_THAT(run.Why("R-104"), HasSubstr("8,800.00 for 17,600.00 earned by all"));
  run.plan.budget = definition::Amount{17'600};
  EXPECT_EQ(run.Pay().at("R-104"), Fraction(11'800));
  const auto tables = run.Try()->ToTables();
  ASSERT_TRUE(tables.ok());
}

TEST(BudgetTest, TheCapOfThePlanComesBeforeTheBudget) {
  PlanOf run(Flat{.rate = 10_pct});
  run.plan.cap = Cap(9'200);
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 9'200}, {"R-105", 800}, {"R-106", 5'000}}));
  EXPECT_THAT(run.Why("R-104"), HasSubstr("cap 9,200.00 reached"));
  run.plan.budget = definition::Amount{7'500};  // half of 15,000
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 4'600}, {"R-105", 400}, {"R-106", 2'500}}));
  const auto tables = run.Try()->ToTables();
  ASSERT_TRUE(tables.ok());
  const table::Table* lines = tables->table("statement_lines");
  ASSERT_NE(lines, nullptr);
  std::vector<std::string> rules;
  for (int64_t row = 0; row < lines->rows(); ++row) {
    if (lines->column("component")->IsNull(row))
      rules.push_back(lines->column("rule")->FormatAt(row) + " " +
                      lines->column("amount")->FormatAt(row));
  }
  EXPECT_THAT(rules, ElementsAre("cap -2600", "budget -4600", "budget -400", "budget -2500"));
}

TEST(BudgetTest, WhoOwesIsNotCutAndUsesNoBudget) {
  Csv tables = CompanyTables();
  tables["deals"] += "D-9,R-105,-20000.00,EUR,2026-03-25,won\n";  // Tom: -12,000
  PlanOf run(Flat{.rate = 10_pct}, {}, tables);
  run.plan.payment.negative = NegativePayment::kPay;
  run.plan.budget = definition::Amount{8'400};  // half of 16,800
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 5'900}, {"R-105", -1'200}, {"R-106", 2'500}}));
}

TEST(AmongAllTest, TheOrderOfRowsChangesNothing) {
  Csv tables = CompanyTables();
  std::istringstream in(tables["deals"]);
  std::string head;
  std::getline(in, head);
  std::vector<std::string> rows;
  for (std::string row; std::getline(in, row);) rows.push_back(row);
  std::mt19937 random(7);
  const Amounts expected{{"R-104", 1'500}, {"R-105", 500}, {"R-106", 1'000}};
  for (int i = 0; i < 5; ++i) {
    std::shuffle(rows.begin(), rows.end(), random);
    std::string text = head + "\n";
    for (const std::string& row : rows) text += row + "\n";
    tables["deals"] = text;
    EXPECT_EQ(PlanOf(Prizes{.over = AmountOf{"won_amount"}, .prizes = kPrizes}, {}, tables).Pay(),
              expected);
  }
}

TEST(AmongAllTest, RandomPoolsAndContestsPayOutWhatTheyHold) {
  std::mt19937 random(11);
  for (int i = 0; i < 20; ++i) {
    Csv tables = CompanyTables();
    std::string reps = "rep_id,name,role,hire_date,end_date\n";
    std::string deals = "deal_id,owner_id,amount,ccy,closed,outcome\n";
    const int count = 2 + static_cast<int>(random() % 7);
    for (int r = 0; r < count; ++r) {
      const std::string id = "R-" + std::to_string(200 + r);
      reps += id + ",X,ae,,\n";
      deals += "D-" + std::to_string(r) + "," + id + "," + std::to_string(1 + random() % 5) +
               ".00,EUR,2026-02-01,won\n";
    }
    tables["reps"] = reps;
    tables["deals"] = deals;
    tables.erase("deal_splits");
    tables.erase("rep_units");
    const Decimal pool = Decimal::Unchecked(static_cast<int64_t>(random() % 100'000), 2);
    const Decimal second = Decimal::Unchecked(static_cast<int64_t>(random() % 1'000), 2);
    const std::vector<Payout> payouts = {
        Pool{.method = PoolMethod::kEqual, .amount = {{pool}}},
        Pool{.method = PoolMethod::kShares, .amount = {{pool}}},
        Prizes{.over = AmountOf{"won_amount"}, .prizes = {{pool}, {second}}}};
    for (size_t k = 0; k < payouts.size(); ++k) {
      Fraction sum;
      for (const auto& [payee, paid] : PlanOf(payouts[k], {}, tables).Pay()) sum = *Add(sum, paid);
      EXPECT_EQ(sum, *Add(Fraction(pool), k < 2 ? Fraction() : Fraction(second)));
    }
  }
}

TEST(AmongAllTest, APrizeInAnotherCurrencyIsFoundForEveryone) {
  const auto result =
      PlanOf(Prizes{.over = AmountOf{"won_amount"}, .prizes = {{definition::Amount(5_usd)}}}).Try();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(ReasonOf(result.status()), Reason::kCurrencyMismatch);
}

}  // namespace
}  // namespace attain::incentive
