// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payment plans from a plan and tables to statements, balances and explanations.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/internal/exact.h"
#include "incentive/monthly.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

const char kThreeMonths[] =
    "T-1,booking,,,A,2026-01-10,15000.00,EUR\n"
    "T-2,booking,,,A,2026-02-10,26000.00,EUR\n"
    "T-3,booking,,,A,2026-03-10,10000.00,EUR\n";

PaymentDraw Draw2000() {
  return {.kind = DrawKind::kRecoverable,
          .amount = 2'000,
          .valid = {*Date::Parse("2026-01-01"), *Date::Parse("2026-03-01")},
          .share = 50_pct};
}

TEST(SettleStatementTest, ADrawIsAdvancedAndTakenBack) {
  const Result result = MustRun(Monthly({.draw = Draw2000()}), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result),
              ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 -300 0 2300",
                          "1000 0 0 0 0 0 -200 0 800"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-01")), ElementsAre("draw  0 500 500"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("draw  500 -300 200"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-03")), ElementsAre("draw  200 -200 0"));
  const explain::Explanation january = result.Find("A", "2026-01")->Explain();
  EXPECT_EQ(january.ToText(),
            "2,000.00 EUR   Ada Lovelace · p · 2026-01\n"
            "├ new                                          1,500.00\n"
            "│ ├ credited  1 transaction                   15,000.00\n"
            "│ └ rate      15,000.00 × 10 %                 1,500.00\n"
            "└ draw  at least 2,000.00, debt 500.00 after     500.00\n");
  EXPECT_EQ(january.root().children[1].path, "incentive[p].payment.draw");
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(),
              HasSubstr("debt 500.00 before, 200.00 after"));
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(explain::Language::kChinese),
              HasSubstr("原欠 500.00，结欠 200.00"));
}

TEST(SettleStatementTest, MonthsOneByOneGiveWhatOneRunGives) {
  const Plan plan = Monthly({.draw = Draw2000()});
  const Result whole = MustRun(plan, Tables(kThreeMonths), "2026-Q1");
  CalculateOptions options;
  for (const char* month : {"2026-01", "2026-02", "2026-03"}) {
    const Result one = MustRun(plan, Tables(kThreeMonths), month, options);
    EXPECT_EQ(one.Find("A")->amounts(), whole.Find("A", month)->amounts()) << month;
    options.opening = HandOn(one, month);
  }
}

TEST(SettleStatementTest, TheTableOfBalancesOpensTheRun) {
  Csv tables = Tables(kThreeMonths);
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,amount,ccy\nA,p,draw,2026-01-31,450.00,EUR\nA,p,draw,2026-02-28,"
      "9.00,EUR\nA,p,carry,2026-02-01,-100.00,EUR\nA,p,maximum,2026-01-31,40.00,EUR\n";
  const Result result = MustRun(Monthly({.draw = Draw2000()}), tables, "2026-02");
  // 2,600 - 100 + 40 = 2,540; half of the 540 above the draw.
  EXPECT_THAT(Columns(result), ElementsAre("2600 0 0 0 0 0 -270 -60 2270"));
  EXPECT_THAT(Balances(result.statements()[0]),
              ElementsAre("carry  -100 100 0", "draw  450 -270 180", "maximum  40 -40 0"));
}

TEST(SettleStatementTest, BalancesOfTheWrongSignOrCurrencyPayNobody) {
  Csv tables = Tables(kThreeMonths);
  tables["balances"] = "rep_id,plan_id,kind,as_of,amount,ccy\nA,p,draw,2026-01-31,-450.00,EUR\n";
  Result result = MustRun(Monthly({.draw = Draw2000()}), tables, "2026-02");
  EXPECT_THAT(Columns(result),
              ElementsAre("INVALID_ARGUMENT: advances owed must be at least 0, not -450"));
  EXPECT_THAT(Balances(result.statements()[0]), ElementsAre("draw  -450 0 -450"));
  tables["balances"] = "rep_id,plan_id,kind,as_of,amount,ccy\nA,p,draw,2026-01-31,450.00,USD\n";
  result = MustRun(Monthly({.draw = Draw2000()}), tables, "2026-02");
  EXPECT_THAT(Columns(result),
              ElementsAre("CURRENCY_MISMATCH: a balance is in USD, p pays in EUR"));
  CalculateOptions options;
  options.opening = {{.payee = "A", .kind = "drew", .amount = 1}};
  EXPECT_EQ(ReasonOf(Pay(Monthly({}), Load(tables), "2026-02", options).status()),
            Reason::kUnknownWord);
  options.opening = {{.payee = "A", .kind = "hold", .amount = 1, .transaction = "T-9"}};
  EXPECT_EQ(ReasonOf(Pay(Monthly({}), Load(tables), "2026-02", options).status()),
            Reason::kUnknownReference);
}

TEST(SettleStatementTest, RecoveryStartsWhenThePlanSays) {
  PaymentDraw draw = Draw2000();
  draw.recovery_from = Date::Parse("2026-03-01").value();
  draw.share = 100_pct;
  const Result result = MustRun(Monthly({.draw = draw}), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 0 0 2600",
                                           "1000 0 0 0 0 0 -500 0 500"));
}

TEST(SettleStatementTest, WhatIsOwedAtTheEndMayBeForgiven) {
  PaymentDraw draw = Draw2000();
  draw.kind = DrawKind::kRecoverableForgiven;
  const Result result = MustRun(Monthly({.draw = draw}), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result),
              ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 -300 0 2300",
                          "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("draw  500 -500 0"));
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(),
              HasSubstr("forgiven at the end of the draw"));
}

TEST(SettleStatementTest, DrawsThatAreNotTakenBack) {
  PaymentDraw draw = Draw2000();
  draw.share = 100_pct;
  draw.kind = DrawKind::kNonRecoverableAdditive;
  EXPECT_THAT(Columns(MustRun(Monthly({.draw = draw}), Tables(kThreeMonths), "2026-Q1")),
              ElementsAre("1500 0 0 0 0 2000 0 0 3500", "2600 0 0 0 0 2000 0 0 4600",
                          "1000 0 0 0 0 0 0 0 1000"));
  draw.kind = DrawKind::kNonRecoverableGuarantee;
  const Result result = MustRun(Monthly({.draw = draw}), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 0 0 2600",
                                           "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(),
              HasSubstr("2,000.00, not taken back"));
}

TEST(SettleStatementTest, ADrawIsInProportionToDaysOnlyWhereAsked) {
  // On the plan from the 22nd of January: 10 of 31 days.
  const std::string reps = "rep_id,name,hire_date,end_date\nA,Ada Lovelace,2026-01-22,\n";
  PaymentDraw draw{.amount = 2'000};
  EXPECT_THAT(Columns(MustRun(Monthly({.draw = draw}), Tables("", reps), "2026-01")),
              ElementsAre("0 0 0 0 0 2000 0 0 2000"));
  draw.prorate = true;
  EXPECT_THAT(Columns(MustRun(Monthly({.draw = draw}), Tables("", reps), "2026-01")),
              ElementsAre("0 0 0 0 0 645.16 0 0 645.16"));
  // In force until the 27th: 5 of 31 days.
  draw.valid.to = *Date::Parse("2026-01-27");
  EXPECT_THAT(Columns(MustRun(Monthly({.draw = draw}), Tables("", reps), "2026-01")),
              ElementsAre("0 0 0 0 0 322.58 0 0 322.58"));
  // Assigned for half of the time, as the table says.
  Csv tables = Tables("");
  tables["plan_assignments"] =
      "rep_id,plan_id,valid_from,valid_to,proration\nA,p,2026-01-01,,0.5\n";
  EXPECT_THAT(
      Columns(MustRun(Monthly({.guarantee = PaymentGuarantee{.amount = 1'000, .prorate = true}}),
                      tables, "2026-02")),
      ElementsAre("0 500 0 0 0 0 0 0 500"));
}

TEST(SettleStatementTest, AGuaranteeIsNeverTakenBack) {
  Payment payment{
      .guarantee = PaymentGuarantee{
          .amount = 2'000, .valid = {*Date::Parse("2026-01-01"), *Date::Parse("2026-03-01")}}};
  Result result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 500 0 0 0 0 0 0 2000", "2600 0 0 0 0 0 0 0 2600",
                                           "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(),
              HasSubstr("guarantee  earnings raised to 2,000.00"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(explain::Language::kChinese),
              HasSubstr("应得提高至 2,000.00"));
  payment.guarantee->kind = GuaranteeKind::kAdditive;
  result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result),
              ElementsAre("1500 2000 0 0 0 0 0 0 3500", "2600 2000 0 0 0 0 0 0 4600",
                          "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(),
              HasSubstr("on top of what was earned"));
}

TEST(SettleStatementTest, WhatLiesAboveTheMaximumIsPaidLaterOrLost) {
  Payment payment{.maximum = PaymentLimit{.amount = 1'800}};
  Result result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 0 0 0 1500", "2600 0 0 0 0 0 0 -800 1800",
                                           "1000 0 0 0 0 0 0 800 1800"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("maximum  0 800 800"));
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(),
              HasSubstr("0.00 waited before, 800.00 after"));
  payment.maximum->excess = Excess::kLose;
  result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 0 0 0 1500", "2600 -800 0 0 0 0 0 0 1800",
                                           "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(result.Find("A", "2026-02")->Explain().ToText(),
              HasSubstr("what lies above 1,800.00 is lost"));
}

// Random sales with refunds and receipts over a year, for some reps.
std::vector<std::string> RandomSales(uint64_t seed, int reps) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  const auto money = [](int64_t cents) { return Decimal::Unchecked(cents, 2).ToFixedString(); };
  std::vector<std::string> rows;
  int number = 0;
  const auto add = [&](const std::string& kind, const std::string& original, const std::string& rep,
                       int64_t day, int64_t cents) {
    const std::string id = "T-" + std::to_string(++number);
    rows.push_back(id + "," + kind + "," + original + ",," + rep + "," +
                   (*Date::Parse("2026-01-01") + static_cast<int>(day)).ToString() + "," +
                   money(cents) + ",EUR\n");
    return id;
  };
  for (int sale = 0; sale < 12 * reps; ++sale) {
    const std::string rep = "R-" + std::to_string(sale % reps);
    const int64_t day = pick(0, 200);
    const int64_t cents = pick(1, 2'000'000);
    const std::string id = add("booking", "", rep, day, cents);
    int64_t open = cents;
    if (pick(0, 2) == 0) {
      const int64_t back = pick(1, cents);
      add("refund", id, "", day + pick(1, 100), -back);
      open -= back;
    }
    while (open > 0) {
      const int64_t part = pick(0, 2) == 0 ? open : pick(1, open);
      add("receipt", id, "", day + pick(1, 160), part);
      open -= part;
    }
  }
  return rows;
}

std::string Joined(const std::vector<std::string>& rows) {
  std::string text;
  for (const std::string& row : rows) text += row;
  return text;
}

TEST(SettleStatementTest, ReleasesAddUpToWhatWasEarnedToTheCent) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    const std::string reps = "rep_id,name\nR-0,Null\nR-1,One\n";
    const Plan plan = Monthly(
        {.negative = NegativePayment::kPay, .hold = PaymentHold{.share = Rate(0.3333_dec)}});
    const Result result = MustRun(plan, Tables(Joined(RandomSales(seed, 2)), reps), "2026");
    Exact earned, held, released;
    for (const Statement& statement : result.statements()) {
      ASSERT_EQ(statement.status(), measure::ValueStatus::kOk) << statement.text();
      earned += Exact(statement.amounts().earned);
      held += Exact(statement.amounts().held);
      released += Exact(statement.amounts().released);
    }
    ASSERT_TRUE((earned + held + released).status().ok());
    EXPECT_EQ((held + released).value(), Fraction(0)) << seed;
    EXPECT_NE(held.value(), Fraction(0));
  }
}

TEST(SettleStatementTest, OrderThreadsAndCutsInTimeChangeNothing) {
  std::vector<std::string> rows = RandomSales(11, 3);
  const std::string reps = "rep_id,name\nR-0,Null\nR-1,One\nR-2,Two\n";
  const Plan plan = Monthly({.draw = PaymentDraw{.amount = 700, .share = 60_pct},
                             .guarantee = PaymentGuarantee{.amount = 300},
                             .maximum = PaymentLimit{.amount = 3'000},
                             .hold = PaymentHold{.share = 37_pct}});
  const Result whole = MustRun(plan, Tables(Joined(rows), reps), "2026");
  const std::vector<std::string> expected = Columns(whole);
  std::mt19937_64 random(5);
  std::shuffle(rows.begin(), rows.end(), random);
  CalculateOptions threads;
  threads.threads = 3;
  EXPECT_EQ(Columns(MustRun(plan, Tables(Joined(rows), reps), "2026", threads)), expected);
  // Recoverable draw: what was paid less what is owed is what was earned and adjusted, less what
  // still waits or is held.
  CalculateOptions options;
  const crm::Dataset data = Load(Tables(Joined(rows), reps));
  for (int month = 1; month <= 12; ++month) {
    const std::string name = std::string("2026-") + (month < 10 ? "0" : "") + std::to_string(month);
    const auto one = Pay(plan, data, name, options);
    ASSERT_TRUE(one.ok()) << one.status();
    for (const Statement& statement : one->statements()) {
      EXPECT_EQ(statement.amounts(), whole.Find(statement.payee(), name)->amounts()) << name;
      EXPECT_EQ(statement.balances(), whole.Find(statement.payee(), name)->balances()) << name;
    }
    options.opening = HandOn(*one, name);
  }
  for (const char* rep : {"R-0", "R-1", "R-2"}) {
    Exact in, out;
    const Statement* last = nullptr;
    for (const Statement& statement : whole.statements()) {
      if (statement.payee() != rep) continue;
      last = &statement;
      const StatementAmounts& a = statement.amounts();
      in += Exact(a.earned) + Exact(a.adjusted) + Exact(a.rounding);
      out += Exact(a.paid);
    }
    for (const Balance& balance : last->balances()) {
      out = balance.kind == "draw" ? out - Exact(balance.closing) : out + Exact(balance.closing);
    }
    EXPECT_EQ(in.value(), out.value()) << rep;
  }
}

}  // namespace
}  // namespace attain::incentive
