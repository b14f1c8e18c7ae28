// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/goal_seek.h"

#include <string>
#include <string_view>

#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

Goal Sought(const Prepared& prepared, const GoalOptions& options) {
  auto goal = GoalSeek(prepared, options);
  EXPECT_TRUE(goal.ok()) << goal.status();
  return goal.ok() ? *std::move(goal) : Goal();
}

std::string Shown(const Goal& goal) {
  return std::string(Name(goal.status)) + " " + goal.amount.ToString() + " " +
         goal.paid.ToString() + " " + goal.paid_before.ToString() + " " + goal.on;
}

TEST(GoalSeekTest, TheLeastAmountIsExactToTheCent) {
  const Prepared prepared = Prepare();
  // Tom sold 45,000. 80,000 × 6 % = 4,800; 6,000 need 15,000 more at 8 %: 95,000 in all, 50,000
  // more. Pay is rounded half to even to cents: 5,999.9952, from 94,999.94 on, is paid as 6,000.00.
  GoalOptions options{.period = "2026-Q1", .payee = "R-105", .pay = Decimal(6000)};
  EXPECT_EQ(Shown(Sought(prepared, options)), "reached 49999.94 6000 2700 D-4");
  // Before rounding it is exact: 50,000.00.
  options.column = "earned";
  EXPECT_EQ(Shown(Sought(prepared, options)), "reached 50000 6000 2700 D-4");
  // Two calculations a cent apart prove it.
  const table::Tables enough = TablesOf({{"deals", "deal_id,amount\nD-4,95000.00\n"}});
  const table::Tables less = TablesOf({{"deals", "deal_id,amount\nD-4,94999.99\n"}});
  EXPECT_EQ(
      Quarter(prepared, {.payee = "R-105", .overriding = enough}).Find("R-105")->amounts().earned,
      Fraction(6000));
  EXPECT_LT(
      Quarter(prepared, {.payee = "R-105", .overriding = less}).Find("R-105")->amounts().earned,
      Fraction(6000));
}

TEST(GoalSeekTest, WhatIsPaidAlreadyNeedsNothing) {
  EXPECT_EQ(Shown(Sought(Prepare(), {.period = "2026-Q1", .payee = "R-105", .pay = Decimal(2700)})),
            "paid_already 0 2700 2700 D-4");
  EXPECT_EQ(Shown(Sought(Prepare(), {.period = "2026-Q1", .payee = "R-105", .pay = Decimal(0)})),
            "paid_already 0 2700 2700 D-4");
}

TEST(GoalSeekTest, ACapMakesMoreUnreachable) {
  GoalOptions options{.period = "2026-Q1", .payee = "R-105", .pay = *Decimal::Parse("40000.01")};
  options.most = Decimal(1'000'000);
  EXPECT_EQ(Shown(Sought(Prepare(), options)), "unreachable 1000000 40000 2700 D-4");
  options.pay = Decimal(40000);
  const Goal reached = Sought(Prepare(), options);
  // 6,400 for 100,000; the other 33,600 need 268,800 at 12.5 %: 368,800 in all; half a cent less is
  // rounded up.
  EXPECT_EQ(Shown(reached), "reached 323799.96 40000 2700 D-4");
  EXPECT_LT(reached.tried, 80);
}

TEST(GoalSeekTest, ARowOfOnesOwnIsSought) {
  GoalOptions options{.period = "2026-Q1", .payee = "R-104", .pay = Decimal(9900)};
  options.column = "earned";
  options.row = TablesOf(
      {{"deals", "deal_id,owner_id,amount,ccy,closed,outcome\nD-3,R-104,0,EUR,2026-02-11,won\n"}});
  // Ada has 118,000; 1,250 more are 10,000 at 12.5 %.
  EXPECT_EQ(Shown(Sought(Prepare(), options)), "reached 10000 9900 8650 ");
  // A new deal as well.
  options.row = TablesOf(
      {{"deals", "deal_id,owner_id,amount,ccy,closed,outcome\nD-77,R-104,0,EUR,2026-02-11,won\n"}});
  EXPECT_EQ(Shown(Sought(Prepare(), options)), "reached 10000 9900 8650 ");
}

TEST(GoalSeekTest, APlanThatPaysLessForMoreIsNotMonotone) {
  const auto model =
      Replace(CompanyModel(), "incentive[ae-2026].components[new-business].payout",
              R"({"kind": "tiers", "method": "whole", "over": {"attainment": "quota-2026"},
                                 "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "1%"}, {"from": "200%", "pays": "12.5%"}]})");
  ASSERT_TRUE(model.ok()) << model.status();
  const auto prepared = Resolve(*model, TablesOf(CompanyCsv()));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const Goal goal =
      Sought(*prepared, {.period = "2026-Q1", .payee = "R-105", .pay = Decimal(20000)});
  EXPECT_EQ(goal.status, GoalStatus::kNotMonotone);
  EXPECT_EQ(goal.amount, Decimal(155000));  // 200,000 in all.
  EXPECT_EQ(goal.paid, Decimal(25000));
}

TEST(GoalSeekTest, MappedTablesAreAskedByTheirOwnNames) {
  const auto model = Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR",
    "tables": {"deals": {"from": "pipeline", "columns": {"deal_id": "opportunity", "amount": "value", "owner_id": "agent"}}},
    "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed"}],
    "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
      "components": [{"id": "all", "measure": "won", "payout": {"kind": "flat", "rate": "10%"}}]}]})");
  ASSERT_TRUE(model.ok()) << model.status();
  const auto prepared = Resolve(
      *model,
      TablesOf({{"reps", "rep_id\nR-1\n"},
                {"pipeline",
                 "opportunity,agent,value,closed,outcome\nO-1,R-1,1000.00,2026-02-03,won\n"}}));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(Shown(Sought(*prepared, {.period = "2026-Q1", .payee = "R-1", .pay = Decimal(150)})),
            "reached 499.95 150 100 O-1");
}

TEST(GoalSeekTest, BadGoalsAreNamed) {
  const Prepared prepared = Prepare();
  const auto reason = [&](const GoalOptions& options) {
    return ReasonOf(GoalSeek(prepared, options).status());
  };
  EXPECT_EQ(reason({.period = "2026-Q1", .payee = "", .pay = Decimal(1)}), Reason::kMissingKey);
  EXPECT_EQ(reason({.period = "2026-Q1", .payee = "R-999", .pay = Decimal(1)}),
            Reason::kUnknownRep);
  EXPECT_EQ(reason({.period = "2026-Q1", .payee = "R-104", .pay = Decimal(1), .plan = "nope"}),
            Reason::kPlanUnknown);
  EXPECT_EQ(reason({.period = "2026-Q1", .payee = "R-104", .pay = Decimal(1), .column = "held"}),
            Reason::kInvalidArgument);
  GoalOptions options{.period = "2026-Q1", .payee = "R-104", .pay = Decimal(1)};
  options.most = Decimal(0);
  EXPECT_EQ(reason(options), Reason::kInvalidArgument);
  options.most = Decimal(10);
  options.row = TablesOf({{"deals", "deal_id,amount\nD-1,0\nD-2,0\n"}});
  EXPECT_EQ(reason(options), Reason::kInvalidArgument);
  // Nothing of the payee's own that could be raised.
  EXPECT_EQ(reason({.period = "2026-Q3", .payee = "R-104", .pay = Decimal(1)}),
            Reason::kInvalidArgument);
  // A statement that cannot be calculated says why.
  Csv csv = CompanyCsv();
  csv["deals"] += "D-7,R-105,12.50,USD,2026-02-20,won\n";
  EXPECT_EQ(
      ReasonOf(GoalSeek(Prepare(csv), {.period = "2026-Q1", .payee = "R-105", .pay = Decimal(9000)})
                   .status()),
      Reason::kFxMissing);
}

}  // namespace
}  // namespace attain::run
