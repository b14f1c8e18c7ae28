// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Clawbacks of a plan, from tables to statements.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/incentive/clawback.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

Plan Quarterly(const Payout& payout, Payment payment) {
  payment.negative = NegativePayment::kPay;
  Plan plan;
  plan.id = "p";
  plan.currency = "EUR";
  plan.period = Grain::kQuarter;
  plan.components = {{.id = "new", .measure = "booked", .payout = payout}};
  plan.payment = std::move(payment);
  return plan;
}

Csv Tables(const std::string& transactions) {
  return {
      {"reps", "rep_id,name\nA,Ada Lovelace\n"},
      {"transactions", "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\n" + transactions}};
}

Result Paid(const Plan& plan, const Csv& tables, const std::string& period = "2026",
            CalculateOptions options = {}) {
  const std::vector<measure::Measure> measures = Measures();
  options.period = *Period::Parse(period);
  auto result = Calculate(plan, Load(tables), {.measures = measures}, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

// "earned adjusted held released paid" of each statement.
std::vector<std::string> Columns(const Result& result) {
  std::vector<std::string> lines;
  for (const Statement& statement : result.statements()) {
    if (statement.status() != measure::ValueStatus::kOk) {
      lines.push_back(std::string(Name(statement.reason())) + ": " + statement.text());
      continue;
    }
    const StatementAmounts& a = statement.amounts();
    std::string line;
    for (const Fraction& value : {a.earned, a.adjusted, a.held, a.released, a.paid})
      line += (line.empty() ? "" : " ") + Round(value, 9, RoundingMode::kHalfEven)->ToString();
    lines.push_back(line);
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums() << tree.ToText();
    EXPECT_EQ(tree.SumOfLeaves()->value, a.paid);
  }
  return lines;
}

// The second quarter of a sale of 10,000 in January, a fifth of it refunded 95 days later.
std::string SecondQuarter(const Payment& payment) {
  return Columns(Paid(Quarterly(Flat{.rate = 10_pct}, payment),
                      Tables("T-1,booking,,A,2026-01-10,10000.00,EUR\n"
                             "T-2,refund,T-1,,2026-04-15,-2000.00,EUR\n"),
                      "2026-Q2"))[0];
}

TEST(ClawbacksTest, EveryKindTakesBackItsPart) {
  EXPECT_EQ(SecondQuarter({}), "-200 0 0 0 -200");
  EXPECT_EQ(SecondQuarter({.clawback = PaymentClawback{}}), "0 -200 0 0 -200");
  EXPECT_EQ(SecondQuarter(
                {.clawback = PaymentClawback{.kind = ClawbackKind::kPercent, .percent = 50_pct}}),
            "0 -100 0 0 -100");
  // Three whole months of twelve are served.
  EXPECT_EQ(
      SecondQuarter({.clawback = PaymentClawback{.kind = ClawbackKind::kProrated, .term = 12}}),
      "0 -150 0 0 -150");
  EXPECT_EQ(SecondQuarter({.clawback = PaymentClawback{.kind = ClawbackKind::kRecalculated}}),
            "0 -200 0 0 -200");
  EXPECT_EQ(SecondQuarter({.clawback = PaymentClawback{.kind = ClawbackKind::kPaidPart}}),
            "0 -200 0 0 -200");
}

TEST(ClawbacksTest, TheLastDayOfTheWindowIsInside) {
  EXPECT_EQ(SecondQuarter({.clawback = PaymentClawback{.window = definition::Duration{95}}}),
            "0 -200 0 0 -200");
  EXPECT_EQ(SecondQuarter({.clawback = PaymentClawback{.window = definition::Duration{94}}}),
            "0 0 0 0 0");
}

Tiers Bands() {
  return {.method = TierMethod::kMarginal,
          .over = AmountOf{"booked"},
          .bands = {{.from = 0_pct, .pays = 5_pct}, {.from = Rate(450'000), .pays = 10_pct}}};
}

// The deals of clawback.h: the second is cancelled in spring, half of the third in summer.
const char kDeals[] =
    "T-1,booking,,A,2026-01-10,400000.00,EUR\n"
    "T-2,booking,,A,2026-02-10,50000.00,EUR\n"
    "T-3,booking,,A,2026-03-10,50000.00,EUR\n"
    "T-4,cancel,T-2,,2026-04-15,-50000.00,EUR\n"
    "T-5,refund,T-3,,2026-07-15,-25000.00,EUR\n";

TEST(ClawbacksTest, RecalculatedIsAsIfItHadNeverBeenSold) {
  const Result own = Paid(Quarterly(Bands(), {.clawback = PaymentClawback{}}), Tables(kDeals));
  EXPECT_THAT(Columns(own), ElementsAre("27500 0 0 0 27500", "0 -2500 0 0 -2500",
                                        "0 -2500 0 0 -2500", "0 0 0 0 0"));
  const Result never =
      Paid(Quarterly(Bands(), {.clawback = PaymentClawback{.kind = ClawbackKind::kRecalculated}}),
           Tables(kDeals));
  // 27,500 - 5,000 - 1,250 = 5 % of 425,000
  EXPECT_THAT(Columns(never), ElementsAre("27500 0 0 0 27500", "0 -5000 0 0 -5000",
                                          "0 -1250 0 0 -1250", "0 0 0 0 0"));
  EXPECT_EQ(never.Find("A", "2026-Q2")->Explain().ToText(),
            "-5,000.00 EUR   Ada Lovelace · p · 2026-Q2\n"
            "├ new                                 0.00\n"
            "│ └ credited  0 transactions          0.00\n"
            "└ clawback                       -5,000.00\n"
            "  └ T-2  new: 100 % of 5,000.00  -5,000.00\n");
  const explain::Explanation tree = never.Find("A", "2026-Q2")->Explain();
  EXPECT_EQ(tree.root().children[1].path, "incentive[p].payment.clawback");
  EXPECT_EQ(tree.root().children[1].children[0].rows[0].id, "T-2");
  EXPECT_THAT(tree.ToText(explain::Language::kChinese), HasSubstr("追回"));
  // The credits still show the refund.
  const auto tables = never.ToTables();
  const table::Table& credits = *tables->table("credits");
  EXPECT_EQ(credits.column("transaction_id")->TextAt(3), "T-4");
}

TEST(ClawbacksTest, ARefundWithinThePeriodIsPaidNegative) {
  EXPECT_THAT(Columns(Paid(Quarterly(Flat{.rate = 10_pct}, {.clawback = PaymentClawback{}}),
                           Tables("T-1,booking,,A,2026-01-10,10000.00,EUR\n"
                                  "T-2,refund,T-1,,2026-02-15,-2000.00,EUR\n"),
                           "2026-Q1")),
              ElementsAre("800 0 0 0 800"));
}

TEST(ClawbacksTest, WhatIsStillHeldIsGivenBackOrCancelled) {
  const std::string rows =
      "T-1,booking,,A,2026-01-10,10000.00,EUR\n"
      "T-6,receipt,T-1,,2026-02-10,4000.00,EUR\n"
      "T-2,refund,T-1,,2026-04-15,-2000.00,EUR\n"
      "T-7,receipt,T-1,,2026-07-10,4000.00,EUR\n";
  // Held 300, of which 120 are released; a fifth is refunded, then the rest is collected.
  Payment payment{.hold = PaymentHold{.share = 30_pct}, .clawback = PaymentClawback{}};
  const Result full = Paid(Quarterly(Flat{.rate = 10_pct}, payment), Tables(rows));
  EXPECT_THAT(Columns(full),
              ElementsAre("1000 0 -300 120 820", "0 -200 60 0 -140", "0 0 0 120 120", "0 0 0 0 0"));
  // Paid of the refunded fifth: 200 - 180 / 5 = 164. Held: 300 - 36 = 264, half of it free.
  payment.clawback->kind = ClawbackKind::kPaidPart;
  const Result part = Paid(Quarterly(Flat{.rate = 10_pct}, payment), Tables(rows));
  EXPECT_THAT(Columns(part),
              ElementsAre("1000 0 -300 120 820", "0 -164 0 12 -152", "0 0 0 132 132", "0 0 0 0 0"));
  // Either way 800 in all.
  EXPECT_EQ(full.paid(), Fraction(800));
  EXPECT_EQ(part.paid(), Fraction(800));
  // Two refunds at once, of two components.
  Plan plan = Quarterly(Flat{.rate = 10_pct}, payment);
  plan.components.push_back({.id = "more", .measure = "booked", .payout = Flat{.rate = 5_pct}});
  const Result two = Paid(plan, Tables(rows + "T-3,refund,T-1,,2026-04-16,-1000.00,EUR\n"));
  EXPECT_EQ(two.paid(), Fraction(1'050));
  EXPECT_EQ(Columns(two).size(), 4U);
}

TEST(ClawbacksTest, TheQuotaOfTheEarlierPeriodDecides) {
  Tiers tiers = Bands();
  tiers.over = AttainmentOf{"quota-2026"};
  tiers.bands = {{.from = 0_pct, .pays = 5_pct}, {.from = 100_pct, .pays = 10_pct}};
  const Plan plan =
      Quarterly(tiers, {.clawback = PaymentClawback{.kind = ClawbackKind::kRecalculated}});
  const std::vector<std::string> quarters = {"2026-Q1", "2026-Q2"};
  const std::string rows =
      "T-1,booking,,A,2026-01-10,8000.00,EUR\nT-2,booking,,A,2026-02-10,4000.00,EUR\n"
      "T-3,refund,T-2,,2026-04-15,-4000.00,EUR\n";
  CalculateOptions options;
  std::vector<measure::Series> quotas = {
      Quotas({{"A", {{"2026-Q1", 10'000}, {"2026-Q2", 1'000}}}}, quarters)};
  options.targets = quotas;
  // 10,000 at 5 % and 2,000 at 10 %, less 8,000 at 5 %: 300.
  EXPECT_THAT(Columns(Paid(plan, Tables(rows), "2026-H1", options)),
              ElementsAre("700 0 0 0 700", "0 -300 0 0 -300"));
  quotas = {Quotas({{"A", {{"2026-Q2", 1'000}}}}, quarters)};
  options.targets = quotas;
  EXPECT_THAT(Columns(Paid(plan, Tables(rows), "2026-Q2", options)),
              ElementsAre("NO_QUOTA: new in 2026-Q1: there is no quota of quota-2026"));
}

TEST(ClawbacksTest, NobodyGivesBackWhatAnotherTimeEarned) {
  Csv tables = Tables(
      "T-1,booking,,A,2026-01-10,10000.00,EUR\n"
      "T-2,refund,T-1,,2026-04-15,-2000.00,EUR\n");
  tables["plan_assignments"] = "rep_id,plan_id,valid_from,valid_to\nA,p,2026-04-01,\n";
  EXPECT_THAT(Columns(Paid(Quarterly(Flat{.rate = 10_pct}, {.clawback = PaymentClawback{}}), tables,
                           "2026-Q2")),
              ElementsAre("0 0 0 0 0"));
}

TEST(ClawbacksTest, AComponentThatKeepsSomethingCannotBeNamed) {
  Plan plan = Quarterly(Flat{.rate = 10_pct}, {.clawback = PaymentClawback{.of = {"new"}}});
  plan.components[0].cap = Cap(1'000);
  plan.components[0].cap->carry = true;
  const std::vector<measure::Measure> measures = Measures();
  const Findings findings =
      FindingsOf(Resolve(plan, Load(Tables("")), {.measures = measures}).status());
  ASSERT_EQ(findings.items().size(), 1U);
  EXPECT_EQ(findings.items()[0].reason, Reason::kUnsupportedOption);
  EXPECT_EQ(findings.items()[0].where.path, "incentive[p].payment.clawback.of");
}

TEST(ClawbacksTest, RandomRefundsRecalculatedEqualNeverHavingSold) {
  std::mt19937_64 random(3);
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> rows;
    std::vector<std::pair<int64_t, int64_t>> net;  // day, cents left
    for (int sale = 0; sale < 12; ++sale) {
      const std::string id = "T-" + std::to_string(sale);
      const int64_t day = pick(0, 250);
      int64_t cents = pick(100, 20'000'000);
      const auto row = [&](const std::string& name, const std::string& kind,
                           const std::string& original, int64_t at, int64_t amount) {
        rows.push_back(name + "," + kind + "," + original + "," + (original.empty() ? "A" : "") +
                       "," + (*Date::Parse("2026-01-01") + static_cast<int>(at)).ToString() + "," +
                       Decimal::Unchecked(amount, 2).ToFixedString() + ",EUR\n");
      };
      row(id, "booking", "", day, cents);
      for (int part = 0; part < 2 && pick(0, 1) == 0; ++part) {
        const int64_t back = pick(1, cents / 2);
        row(id + "-" + std::to_string(part), "refund", id, pick(day + 1, 360), -back);
        cents -= back;
      }
      net.emplace_back(day, cents);
    }
    const Plan plan =
        Quarterly(Bands(), {.clawback = PaymentClawback{.kind = ClawbackKind::kRecalculated}});
    std::string text;
    for (const std::string& row : rows) text += row;
    const Result year = Paid(plan, Tables(text));
    // The tier function of what is left of each quarter's sales.
    Exact expected;
    for (const char* quarter : {"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}) {
      const Period period = *Period::Parse(quarter);
      std::vector<Decimal> amounts;
      for (const auto& [day, cents] : net) {
        if (period.Contains(*Date::Parse("2026-01-01") + static_cast<int>(day)))
          amounts.push_back(Decimal::Unchecked(cents, 2));
      }
      const std::vector<RateBand> bands = {{.from = 0, .to = {450'000}, .pays = Fraction(0.05_dec)},
                                           {.from = 450'000, .to = {}, .pays = Fraction(0.1_dec)}};
      const std::vector<uint8_t> cancelled(amounts.size(), 0);
      expected += Exact(RecalculatedClawback(bands, amounts, cancelled)->exact_after);
    }
    Exact sum;
    for (const Statement& statement : year.statements())
      sum += Exact(statement.amounts().earned) + Exact(statement.amounts().adjusted);
    EXPECT_EQ(sum.value(), expected.value()) << round;
    // Quarter by quarter, in another order of rows.
    std::shuffle(rows.begin(), rows.end(), random);
    text.clear();
    for (const std::string& row : rows) text += row;
    for (const char* quarter : {"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"})
      EXPECT_EQ(Columns(Paid(plan, Tables(text), quarter)).front(),
                Columns(year)[static_cast<size_t>(quarter[6] - '1')]);
  }
}

// The sum of the column amount of the lines of a component, and the clawback lines: "T-9 40 ×
// -0.5".
std::pair<Fraction, std::vector<std::string>> LinesOf(const Result& result) {
  const table::Tables tables = *result.ToTables();
  const table::Table& lines = *tables.table("statement_lines");
  Fraction sum;
  std::vector<std::string> clawed;
  for (int64_t row = 0; row < lines.rows(); ++row) {
    sum = *Add(sum, Fraction(*lines.column("amount")->DecimalAt(row)));
    if (lines.column("rule")->FormatAt(row) != "clawback") continue;
    clawed.push_back(lines.column("transaction_ids")->FormatAt(row) + " " +
                     lines.column("base")->FormatAt(row) + " × " +
                     lines.column("rate")->FormatAt(row));
  }
  return {sum, clawed};
}

TEST(ClawbackLinesTest, WhatIsTakenBackIsALine) {
  const Csv tables = Tables(
      "T-1,booking,,A,2026-01-10,1000.00,EUR\nT-2,booking,,A,2026-04-10,100.00,EUR\n"
      "T-3,refund,T-1,A,2026-05-10,-400.00,EUR\n");
  const Payout flat = Flat{.rate = Rate(Decimal::Unchecked(1, 1))};
  const Result full = Paid(Quarterly(flat, {.clawback = PaymentClawback{}}), tables, "2026-Q2");
  EXPECT_THAT(LinesOf(full), testing::Pair(Fraction(-30), ElementsAre("T-3 40 × -1")));
  EXPECT_EQ(full.paid(), Fraction(-30));
  const Result half = Paid(
      Quarterly(flat, {.clawback = PaymentClawback{.kind = ClawbackKind::kPercent,
                                                   .percent = Rate(Decimal::Unchecked(5, 1))}}),
      tables, "2026-Q2");
  EXPECT_THAT(LinesOf(half), testing::Pair(Fraction(-10), ElementsAre("T-3 40 × -0.5")));
}

}  // namespace
}  // namespace attain::incentive
