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
#include "incentive/company.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

// 10 % of every booking, paid by the month.
Plan Monthly(Payment payment) {
  Plan plan;
  plan.id = "p";
  plan.currency = "EUR";
  plan.period = Grain::kMonth;
  plan.components = {{.id = "new", .measure = "booked", .payout = Flat{.rate = 10_pct}}};
  plan.payment = std::move(payment);
  return plan;
}

constexpr char kReps[] = "rep_id,name,hire_date,end_date\nA,Ada Lovelace,,\n";
constexpr char kHead[] = "txn_id,kind,orig_txn_id,deal_id,rep_id,event_date,amount,ccy\n";

Csv Tables(const std::string& transactions, const std::string& reps = kReps) {
  return {{"reps", reps}, {"transactions", kHead + transactions}};
}

absl::StatusOr<Result> Pay(const Plan& plan, const crm::Dataset& data, const std::string& period,
                           CalculateOptions options = {}, ResolveOptions resolve = {}) {
  const std::vector<measure::Measure> measures = Measures();
  resolve.measures = measures;
  options.period = *Period::Parse(period);
  return Calculate(plan, data, resolve, options);
}

Result MustRun(const Plan& plan, const Csv& tables, const std::string& period,
               CalculateOptions options = {}) {
  auto result = Pay(plan, Load(tables), period, std::move(options));
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

// "earned adjusted held released rounding drawn recovered carried paid" of each statement.
std::vector<std::string> Columns(const Result& result) {
  std::vector<std::string> lines;
  for (const Statement& statement : result.statements()) {
    if (statement.status() != measure::ValueStatus::kOk) {
      lines.push_back(std::string(Name(statement.reason())) + ": " + statement.text());
      continue;
    }
    const StatementAmounts& a = statement.amounts();
    std::string line;
    for (const Fraction& value : {a.earned, a.adjusted, a.held, a.released, a.rounding, a.drawn,
                                  a.recovered, a.carried, a.paid})
      line += (line.empty() ? "" : " ") + Round(value, 9, RoundingMode::kHalfEven)->ToString();
    lines.push_back(line);
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums() << tree.ToText();
    EXPECT_EQ(tree.SumOfLeaves()->value, a.paid);
    EXPECT_FALSE(tree.ToText(explain::Language::kChinese).empty());
  }
  return lines;
}

// "kind sale opening change closing total" of each balance of a statement.
std::vector<std::string> Balances(const Statement& statement) {
  std::vector<std::string> lines;
  for (const Balance& balance : statement.balances()) {
    const auto text = [](const Fraction& value) {
      return Round(value, 9, RoundingMode::kHalfEven)->ToString();
    };
    lines.push_back(balance.kind + " " + balance.transaction + balance.deal + " " +
                    text(balance.opening) + " " + text(balance.change) + " " +
                    text(balance.closing) +
                    (balance.total.has_value() ? " of " + text(*balance.total) : ""));
  }
  return lines;
}

// What a statement hands on.
std::vector<OpeningBalance> HandOn(const Result& result, std::string_view period) {
  std::vector<OpeningBalance> balances;
  for (const Statement& statement : result.statements()) {
    if (statement.period().name != period) continue;
    for (const Balance& balance : statement.balances())
      balances.push_back({.payee = statement.payee(),
                          .kind = balance.kind,
                          .amount = balance.closing,
                          .transaction = balance.transaction,
                          .deal = balance.deal,
                          .total = balance.total});
    balances.push_back({.payee = statement.payee(), .kind = "carry", .amount = {}});
    if (balances.size() > 1 && balances[balances.size() - 2].kind == "carry") balances.pop_back();
  }
  return balances;
}

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
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 -300 0 2300",
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
  EXPECT_THAT(Columns(result), ElementsAre("1500 0 0 0 0 500 0 0 2000", "2600 0 0 0 0 0 -300 0 2300",
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
  EXPECT_THAT(Columns(MustRun(Monthly({.guarantee = PaymentGuarantee{.amount = 1'000,
                                                                     .prorate = true}}),
                              tables, "2026-02")),
              ElementsAre("0 500 0 0 0 0 0 0 500"));
}

TEST(SettleStatementTest, AGuaranteeIsNeverTakenBack) {
  Payment payment{.guarantee = PaymentGuarantee{
                      .amount = 2'000,
                      .valid = {*Date::Parse("2026-01-01"), *Date::Parse("2026-03-01")}}};
  Result result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 500 0 0 0 0 0 0 2000", "2600 0 0 0 0 0 0 0 2600",
                                           "1000 0 0 0 0 0 0 0 1000"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(),
              HasSubstr("guarantee  earnings raised to 2,000.00"));
  EXPECT_THAT(result.Find("A", "2026-01")->Explain().ToText(explain::Language::kChinese),
              HasSubstr("应得提高至 2,000.00"));
  payment.guarantee->kind = GuaranteeKind::kAdditive;
  result = MustRun(Monthly(payment), Tables(kThreeMonths), "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1500 2000 0 0 0 0 0 0 3500",
                                           "2600 2000 0 0 0 0 0 0 4600",
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

// 10,000 booked in January; 4,000 collected of its invoice in February; 2,000 refunded in March;
// the other 4,000 collected in April.
const char kSale[] =
    "T-1,booking,,,A,2026-01-10,10000.00,EUR\n"
    "T-2,invoice,T-1,,,2026-01-20,10000.00,EUR\n"
    "T-3,receipt,T-2,,,2026-02-10,4000.00,EUR\n"
    "T-4,refund,T-1,,,2026-03-10,-2000.00,EUR\n"
    "T-5,receipt,T-1,,,2026-04-10,4000.00,EUR\n";

TEST(SettleStatementTest, AHoldIsReleasedAsTheCustomerPays) {
  Plan plan = Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  const Result result = MustRun(plan, Tables(kSale), "2026-H1");
  EXPECT_THAT(Columns(result),
              ElementsAre("1000 0 -300 0 0 0 0 0 700", "0 0 0 120 0 0 0 0 120",
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

TEST(SettleStatementTest, AHoldHandedOnByTheTableIsTakenUp) {
  const Plan plan =
      Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  Csv tables = Tables(kSale);
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,txn_id,amount,total,ccy\n"
      "A,p,hold,2026-01-31,T-1,300.00,300.00,EUR\nA,p,hold,2026-02-28,T-1,180.00,300.00,EUR\n";
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-Q2")),
              ElementsAre("0 0 0 180 0 0 0 0 180", "0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0"));
  // Without the hold in the plan everything held is paid; without a sale it stays.
  EXPECT_THAT(Columns(MustRun(Monthly({}), tables, "2026-05")), ElementsAre("0 0 0 180 0 0 0 0 180"));
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,txn_id,amount,ccy\nA,p,hold,2026-01-31,,300.00,EUR\n";
  const Result kept = MustRun(plan, tables, "2026-05");
  EXPECT_THAT(Columns(kept), ElementsAre("0 0 0 0 0 0 0 0 0"));
  EXPECT_THAT(Balances(kept.statements()[0]), ElementsAre("hold  300 0 300 of 300"));
}

TEST(SettleStatementTest, ALeaverWhoStillGetsStatementsIsReleased) {
  Csv tables = Tables(kSale);
  tables["plan_assignments"] =
      "rep_id,plan_id,valid_from,valid_to\nA,p,2026-01-01,2026-02-02\n";
  const Plan plan = Monthly({.hold = PaymentHold{.share = 30_pct}});
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-Q1")),
              ElementsAre("1000 0 -300 0 0 0 0 0 700", "0 0 0 120 0 0 0 0 120"));
}

TEST(SettleStatementTest, AllAtOnceAfterDaysOrOnADay) {
  PaymentHold hold{.share = 30_pct, .release = HoldRelease::kWhenComplete};
  const auto released = [&] {
    std::string months;
    const Result result =
        MustRun(Monthly({.negative = NegativePayment::kPay, .hold = hold}), Tables(kSale), "2026-H1");
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

TEST(SettleStatementTest, DealsAreReleasedByReceiptsThatNameThem) {
  Csv tables = Tables(
      "T-3,receipt,,D-1,,2026-02-10,4000.00,EUR\n"
      "T-5,receipt,T-3,,,2026-03-10,6000.00,EUR\n");
  tables["deals"] = "deal_id,owner_id,amount,ccy,closed,outcome\nD-1,A,10000.00,EUR,2026-01-15,won\n";
  Plan plan = Monthly({.hold = PaymentHold{.share = 50_pct}});
  plan.components[0].measure = "won_amount";
  const Result result = MustRun(plan, tables, "2026-Q1");
  EXPECT_THAT(Columns(result), ElementsAre("1000 0 -500 0 0 0 0 0 500", "0 0 0 200 0 0 0 0 200",
                                           "0 0 0 300 0 0 0 0 300"));
  EXPECT_THAT(Balances(*result.Find("A", "2026-02")), ElementsAre("hold D-1 500 -200 300 of 500"));
  EXPECT_EQ((*result.ToTables()).table("balances")->column("deal_id")->TextAt(0), "D-1");
}

TEST(SettleStatementTest, ReceiptsInAnotherCurrencyAreConverted) {
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

TEST(SettleStatementTest, ReceiptsThatNameNothingAreCounted) {
  Csv tables = Tables(
      "T-1,booking,,,A,2026-01-10,10000.00,EUR\n"
      "T-3,receipt,,,A,2026-02-10,5500.00,EUR\nT-4,receipt,T-1,,A,2026-02-11,100.00,EUR\n");
  const Result result = MustRun(Monthly({.hold = PaymentHold{}}), tables, "2026-02");
  ASSERT_EQ(result.findings().items().size(), 1U);
  EXPECT_EQ(result.findings().items()[0].reason, Reason::kNullValue);
  EXPECT_THAT(result.findings().items()[0].text, HasSubstr("1 receipts name nothing"));
  EXPECT_TRUE(MustRun(Monthly({}), tables, "2026-02").findings().items().empty());
}

TEST(SettleStatementTest, WhatACapTakesAwayIsNotHeld) {
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

TEST(SettleStatementTest, TheTotalAloneIsTheSame) {
  const Plan plan = Monthly({.negative = NegativePayment::kPay, .hold = PaymentHold{.share = 30_pct}});
  CalculateOptions total;
  total.detail = Detail::kTotal;
  const Result brief = MustRun(plan, Tables(kSale), "2026-H1", total);
  const Result full = MustRun(plan, Tables(kSale), "2026-H1");
  EXPECT_EQ(Columns(brief), Columns(full));
  EXPECT_TRUE(brief.statements()[0].components()[0].credits.empty());
}

TEST(SettleStatementTest, PayOnATableOfOnesOwnCannotBeHeld) {
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

TEST(SettleStatementTest, ReceiptsNotYetKnownReleaseNothing) {
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
  EXPECT_THAT(Columns(MustRun(plan, tables, "2026-01")), ElementsAre("1000 0 -1000 400 0 0 0 0 400"));
}

// Random sales with refunds and receipts over a year, for some reps.
std::vector<std::string> RandomSales(uint64_t seed, int reps) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  const auto money = [](int64_t cents) {
    return Decimal::Unchecked(cents, 2).ToFixedString();
  };
  std::vector<std::string> rows;
  int number = 0;
  const auto add = [&](const std::string& kind, const std::string& original,
                       const std::string& rep, int64_t day, int64_t cents) {
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
