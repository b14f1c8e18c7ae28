// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Holds: pay kept back until the customer has paid, from tables to statements.
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/monthly.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

// 10,000 booked in January; 4,000 collected of its invoice in February; 2,000 refunded in March;
// the other 4,000 collected in April.
const char kSale[] =
    "T-1,booking,,,A,2026-01-10,10000.00,EUR\n"
    "T-2,invoice,T-1,,,2026-01-20,10000.00,EUR\n"
    "T-3,receipt,T-2,,,2026-02-10,4000.00,EUR\n"
    "T-4,refund,T-1,,,2026-03-10,-2000.00,EUR\n"
    "T-5,receipt,T-1,,,2026-04-10,4000.00,EUR\n";

TEST(SalesTest, AHoldIsReleasedAsTheCustomerPays) {
  Plan plan = Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  const Result result = MustRun(plan, Tables(kSale), "2026-H1");
  EXPECT_THAT(Columns(result), ElementsAre("1000 0 -300 0 0 0 0 0 700", "0 0 0 120 0 0 0 0 120",
                                           "-200 0 60 0 0 0 0 0 -140", "0 0 0 120 0 0 0 0 120",
                                           "0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("hold T-1 300 -120 180 of 300"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-04")), ElementsAre("hold T-1 120 -120 0 of 240"));
  EXPECT_EQ(result.Find("A", "2026-01")->Explain().ToText(),
            "700.00 EUR   Ada Lovelace · p · 2026-01\n"
            "├ new                                 1,000.00\n"
            "│ ├ credited  1 transaction          10,000.00\n"
            "│ └ rate      10,000.00 × 10 %        1,000.00\n"
            "└ held  until the customer has paid    -300.00\n"
            "  └ T-1  30 % of 1,000.00              -300.00\n");
  const explain::Explanation april = result.Find("A", "2026-04")->Explain();
  EXPECT_THAT(april.ToText(), HasSubstr("100 % of 240.00 held, 120.00 before"));
  EXPECT_EQ(april.root().children[1].path, "incentive[p].payment.hold");
  EXPECT_EQ(april.root().children[1].children[0].rows[0].id, "T-1");
  EXPECT_THAT(april.ToText(explain::Language::kChinese), HasSubstr("暂扣 240.00 的 100%"));
  // The table hands the same on as the statements.
  const auto tables = result.ToTables();
  const table::Table& balances = *tables->table("balances");
  EXPECT_EQ(balances.column("txn_id")->TextAt(1), "T-1");
  EXPECT_EQ(balances.column("total")->DecimalAt(1), Decimal(300));
  EXPECT_EQ(balances.column("closing")->DecimalAt(1), Decimal(180));
}

TEST(SalesTest, AHoldHandedOnByTheTableIsTakenUp) {
  const Plan plan =
      Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  Csv tables = Tables(kSale);
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,txn_id,amount,total,ccy\n"
      "A,p,hold,2026-01-31,T-1,300.00,300.00,EUR\nA,p,hold,2026-02-28,T-1,180.00,300.00,EUR\n";
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-Q2")),
              ElementsAre("0 0 0 180 0 0 0 0 180", "0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0"));
  // Without the hold in the plan everything held is paid; without a sale it stays.
  EXPECT_THAT(Columns(MustRun(Monthly({}), tables, "2026-05")),
              ElementsAre("0 0 0 180 0 0 0 0 180"));
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,txn_id,amount,ccy\nA,p,hold,2026-01-31,,300.00,EUR\n";
  const Result kept = MustRun(plan, tables, "2026-05");
  EXPECT_THAT(Columns(kept), ElementsAre("0 0 0 0 0 0 0 0 0"));
  EXPECT_THAT(Balances(kept.statements()[0]), ElementsAre("hold  300 0 300 of 300"));
}

TEST(SalesTest, ALeaverWhoStillGetsStatementsIsReleased) {
  Csv tables = Tables(kSale);
  tables["plan_assignments"] = "rep_id,plan_id,valid_from,valid_to\nA,p,2026-01-01,2026-02-02\n";
  const Plan plan = Monthly({.hold = PaymentHold{.share = 30_pct}});
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-Q1")),
              ElementsAre("1000 0 -300 0 0 0 0 0 700", "0 0 0 120 0 0 0 0 120"));
}

TEST(SalesTest, AllAtOnceAfterDaysOrOnADay) {
  PaymentHold hold{.share = 30_pct, .release = HoldRelease::kWhenComplete};
  const auto released = [&] {
    std::string months;
    const Result result = MustRun(Monthly({.negative = NegativePayment::kPay, .hold = hold}),
                                  Tables(kSale), "2026-H1");
    Columns(result);
    for (const Statement& statement : result.statements()) {
      const Fraction& value = statement.amounts().released;
      if (!value.is_zero())
        months += statement.period().name + " " +
                  Round(value, 2, RoundingMode::kHalfEven)->ToString() + ";";
    }
    return months;
  };
  EXPECT_EQ(released(), "2026-04 240;");
  hold = {.share = 30_pct, .until = HoldUntil::kDays, .after = definition::Duration{50}};
  EXPECT_EQ(released(), "2026-03 240;");  // the 1st of March, with the refund of that month
  hold.after = definition::Duration{49};
  EXPECT_EQ(released(), "2026-02 300;2026-03 -60;");
  hold = {.share = 30_pct, .until = HoldUntil::kDate, .on = Date::Parse("2026-05-01").value()};
  EXPECT_EQ(released(), "2026-05 240;");
  const Result result = MustRun(Monthly({.hold = hold}), Tables(kSale), "2026-01");
  EXPECT_THAT(result.Find("A")->Explain().ToText(), HasSubstr("until 2026-05-01"));
}

TEST(SalesTest, DealsAreReleasedByReceiptsThatNameThem) {
  Csv tables = Tables(
      "T-3,receipt,,D-1,,2026-02-10,4000.00,EUR\n"
      "T-5,receipt,T-3,,,2026-03-10,6000.00,EUR\n");
  tables["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\nD-1,A,10000.00,EUR,2026-01-15,won\n";
  Plan plan = Monthly({.hold = PaymentHold{.share = 50_pct}});
  plan.components[0].measure = "won_amount";
  const Result result = MustRun(plan, tables, "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1000 0 -500 0 0 0 0 0 500", "0 0 0 200 0 0 0 0 200",
                                           "0 0 0 300 0 0 0 0 300"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("hold D-1 500 -200 300 of 500"));
  EXPECT_EQ((*result.ToTables()).table("balances")->column("deal_id")->TextAt(0), "D-1");
}

TEST(SalesTest, ReceiptsInAnotherCurrencyAreConverted) {
  Csv tables = Tables(
      "T-1,booking,,,A,2026-01-10,10000.00,EUR\n"
      "T-3,receipt,T-1,,,2026-02-10,5500.00,USD\n");
  tables["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-02-10,spot,0.9\n";
  const Plan plan = Monthly({.hold = PaymentHold{.share = 100_pct}});
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-02")), ElementsAre("0 0 0 0 0 0 0 0 0"));
  EXPECT_EQ(Columns(MustRun(plan, tables, "2026-Q1"))[1], "0 0 0 495 0 0 0 0 495");
  tables["fx_rates"] = "from,to,day,rate_type,rate\nGBP,EUR,2026-02-10,spot,0.9\n";
  const Result result = MustRun(plan, tables, "2026-Q1");
  EXPECT_EQ(Columns(result)[0], "1000 0 -1000 0 0 0 0 0 0");
  EXPECT_THAT(Columns(result)[1], HasSubstr("FX_MISSING: what is collected of T-1"));
  EXPECT_TRUE(result.findings().has_errors());
}

TEST(SalesTest, ReceiptsThatNameNothingAreCounted) {
  Csv tables = Tables(
      "T-1,booking,,,A,2026-01-10,10000.00,EUR\n"
      "T-3,receipt,,,A,2026-02-10,5500.00,EUR\nT-4,receipt,T-1,,A,2026-02-11,100.00,EUR\n");
  const Result result = MustRun(Monthly({.hold = PaymentHold{}}), tables, "2026-02");
  ASSERT_EQ(result.findings().items().size(), 1U);
  EXPECT_EQ(result.findings().items()[0].reason, Reason::kNullValue);
  EXPECT_THAT(result.findings().items()[0].text, HasSubstr("1 receipts name nothing"));
  EXPECT_TRUE(MustRun(Monthly({}), tables, "2026-02").findings().items().empty());
}

TEST(SalesTest, WhatACapTakesAwayIsNotHeld) {
  Plan plan = Monthly({.hold = PaymentHold{.share = 50_pct}});
  plan.components[0].cap = 800_eur;
  plan.components.push_back({.id = "second", .measure = "booked", .payout = Flat{.rate = 1_pct}});
  plan.payment.hold->of = {"new"};
  const Result result = MustRun(
      plan,
      Tables("T-1,booking,,,A,2026-01-10,6000.00,EUR\nT-2,booking,,,A,2026-01-11,4000.00,EUR\n"),
      "2026-01");
  EXPECT_THAT(Columns(result), ElementsAre("900 0 -400 0 0 0 0 0 500"));
  EXPECT_THAT(Balances(result.statements()[0]),
              ElementsAre("hold T-1 0 240 240 of 240", "hold T-2 0 160 160 of 160"));
}

TEST(SalesTest, TheTotalAloneIsTheSame) {
  const Plan plan =
      Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  CalculateOptions total;
  total.detail = Detail::kTotal;
  const Result brief = MustRun(plan, Tables(kSale), "2026-H1", total);
  const Result full = MustRun(plan, Tables(kSale), "2026-H1");
  EXPECT_EQ(Columns(brief), Columns(full));
  EXPECT_TRUE(brief.statements()[0].components()[0].credits.empty());
}

TEST(SalesTest, PayOnATableOfOnesOwnCannotBeHeld) {
  Csv tables = Tables(kSale);
  tables["visits"] = "visit,who,day,amount,ccy\nV-1,A,2026-01-10,5.00,EUR\n";
  Plan plan = Monthly({.hold = PaymentHold{.of = {"new"}}});
  const std::vector<measure::Measure> measures = {{.id = "booked",
                                                   .kind = measure::MeasureKind::kCount,
                                                   .of = "activities",
                                                   .date = "at",
                                                   .credit = "rep_id"}};
  tables["activities"] = "activity_id,rep_id,at,kind\nX-1,A,2026-01-10T10:00:00Z,call\n";
  ResolveOptions resolve;
  resolve.measures = measures;
  const auto result = Resolve(plan, Load(tables), resolve);
  const Findings findings = FindingsOf(result.status());
  ASSERT_FALSE(findings.items().empty()) << result.status();
  EXPECT_EQ(findings.items()[0].reason, Reason::kUnsupportedOption);
  EXPECT_EQ(findings.items()[0].where.path, "incentive[p].payment.hold.of");
  // Not named, it is paid at once.
  plan.payment.hold->of = {};
  EXPECT_TRUE(Resolve(plan, Load(tables), resolve).ok());
}

TEST(SalesTest, ReceiptsNotYetKnownReleaseNothing) {
  Csv tables = {{"reps", kReps},
                {"transactions",
                 "txn_id,kind,orig_txn_id,rep_id,event_date,recorded_at,amount,ccy\n"
                 "T-1,booking,,A,2026-01-10,2026-01-10T09:00:00Z,10000.00,EUR\n"
                 "T-3,receipt,T-1,,2026-01-20,2026-02-10T09:00:00Z,4000.00,EUR\n"}};
  const Plan plan = Monthly({.hold = PaymentHold{.share = 100_pct}});
  ResolveOptions early;
  early.as_of = *Timestamp::Parse("2026-02-01T00:00:00Z");
  EXPECT_THAT(Columns(*Pay(plan, Load(tables), "2026-01", {}, early)),
              ElementsAre("1000 0 -1000 0 0 0 0 0 0"));
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-01")),
              ElementsAre("1000 0 -1000 400 0 0 0 0 400"));
}

}  // namespace
}  // namespace attain::incentive
