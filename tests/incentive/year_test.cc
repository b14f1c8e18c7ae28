// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What components keep and count from month to month of a year, whose day a refund has, and the
// days of an assignment; through a dataset.

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

const AttainmentOf kQuota{"quota-2026"};

Tiers Carrying(TierMethod method) {
  return {.method = method,
          .over = AmountOf{"won"},
          .negative = NegativeBase::kCarry,
          .bands = {{.from = 0_pct, .pays = 10_pct}, {.from = Rate(1'000), .pays = 20_pct}}};
}

definition::Versions<Payout> Two(Payout old, Payout now) {
  definition::Versions<Payout> versions;
  versions.versions = {{{.to = *Date::Parse("2026-02-01")}, std::move(old)},
                       {{.from = *Date::Parse("2026-02-01")}, std::move(now)}};
  return versions;
}

// Through a dataset: Ada sells by month, is refunded, is assigned for a part of the time.
constexpr std::string_view kHead = "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\n";

absl::StatusOr<Result> PayBooked(const Component& component, const std::string& rows,
                                 const std::string& period, Csv more = {},
                                 const std::vector<measure::Series>& targets = {}) {
  Csv tables = {{"reps", "rep_id,role\nR-104,ae\n"}, {"transactions", std::string(kHead) + rows}};
  for (const auto& [name, text] : more) tables[name] = text;
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse(period);
  options.targets = targets;
  Plan plan{.id = "p", .currency = "EUR", .period = Grain::kMonth, .components = {component}};
  plan.payment.negative = NegativePayment::kPay;
  return Calculate(plan, Load(tables), {.measures = measures}, options);
}

std::vector<Fraction> Earned(const Component& component, const std::string& rows,
                             const std::string& period, const Csv& more = {},
                             const std::vector<measure::Series>& targets = {}) {
  std::vector<Fraction> earned;
  const auto result = PayBooked(component, rows, period, more, targets);
  EXPECT_TRUE(result.ok()) << result.status();
  if (!result.ok()) return earned;
  for (const Statement& statement : result->statements()) {
    EXPECT_EQ(statement.reason(), Reason::kNone) << statement.text();
    EXPECT_TRUE(statement.Explain().CheckSums().ok()) << statement.Explain().CheckSums();
    earned.push_back(statement.amounts().earned);
  }
  return earned;
}

const std::string kMonths =
    "T-1,booking,,R-104,2026-01-10,1500.00,EUR\n"
    "T-2,booking,,R-104,2026-02-10,600.00,EUR\n"
    "T-3,booking,,R-104,2026-03-10,700.00,EUR\n";

TEST(YearTest, WhatACapKeepsIsPaidInLaterMonthsOfTheYear) {
  Component component{.id = "c", .measure = "booked", .payout = Flat{.rate = 100_pct}};
  component.cap = Cap(1'000);
  component.cap->carry = true;
  EXPECT_THAT(Earned(component, kMonths, "2026-Q1"),
              ElementsAre(Fraction(1'000), Fraction(1'000), Fraction(800)));
  EXPECT_THAT(Earned(component, kMonths, "2026-03"), ElementsAre(Fraction(800)))
      << "a month asked for alone";
  const auto result = PayBooked(component, kMonths, "2026-02");
  EXPECT_THAT(result->statements()[0].Explain().ToText(), HasSubstr("kept above the cap before"));
  EXPECT_THAT(Earned(component, kMonths, "2027-01"), ElementsAre(Fraction(0)))
      << "the year is over";
}

TEST(YearTest, WhatLiesBelowZeroIsMadeUpInLaterMonthsOfTheYear) {
  Tiers tiers = Carrying(TierMethod::kMarginal);
  tiers.over = AmountOf{"booked"};
  const Component component{.id = "c", .measure = "booked", .payout = tiers};
  const std::string rows = kMonths + "T-4,refund,T-1,,2026-02-20,-1500.00,EUR\n";
  // January 1,000 × 10 % + 500 × 20 %; February 600 - 1,500: nothing, 900 to make up; March 700.
  EXPECT_THAT(Earned(component, rows, "2026-Q1"),
              ElementsAre(Fraction(200), Fraction(0), Fraction(0)));
  EXPECT_THAT(Earned(component, rows + "T-5,booking,,R-104,2026-03-11,300.00,EUR\n", "2026-03"),
              ElementsAre(Fraction(10)));
}

// "withheld c 500 -500 0" of the balances of a component in each statement.
std::vector<std::string> KeptBy(const Component& component, const std::string& rows,
                                const std::string& period) {
  std::vector<std::string> lines;
  const auto result = PayBooked(component, rows, period);
  EXPECT_TRUE(result.ok()) << result.status();
  for (const Statement& statement : result->statements()) {
    for (const Balance& balance : statement.balances()) {
      if (balance.component.empty()) continue;
      lines.push_back(balance.kind + " " + balance.component + " " + balance.opening.ToString() +
                      " " + balance.change.ToString() + " " + balance.closing.ToString());
    }
  }
  return lines;
}

TEST(YearTest, WhatAComponentKeepsIsABalance) {
  Component component{.id = "c", .measure = "booked", .payout = Flat{.rate = 100_pct}};
  component.cap = Cap(1'000);
  component.cap->carry = true;
  EXPECT_THAT(
      KeptBy(component, kMonths, "2026-Q1"),
      ElementsAre("withheld c 0 500 500", "withheld c 500 -400 100", "withheld c 100 -100 0"));
  Tiers tiers = Carrying(TierMethod::kMarginal);
  tiers.over = AmountOf{"booked"};
  const Component below{.id = "c", .measure = "booked", .payout = tiers};
  const std::string rows = kMonths + "T-4,refund,T-1,,2026-02-20,-1500.00,EUR\n";
  EXPECT_THAT(KeptBy(below, rows, "2026-Q1"),
              ElementsAre("below_zero c 0 -900 -900", "below_zero c -900 700 -200"));
  // At the end of the fiscal year the balance stands; the next one starts anew.
  EXPECT_THAT(KeptBy(below, rows, "2026-12"), ElementsAre("below_zero c -200 0 -200"));
  EXPECT_THAT(KeptBy(below, rows, "2027-01"), ElementsAre());
}

TEST(YearTest, ACapThatCarriesCarriesNothingBelowZero) {
  Tiers tiers = Carrying(TierMethod::kMarginal);
  tiers.over = AmountOf{"booked"};
  tiers.negative = NegativeBase::kZero;
  Component component{.id = "c", .measure = "booked", .payout = tiers};
  component.cap = Cap(1'000'000);
  component.cap->carry = true;
  const std::string rows = kMonths + "T-4,refund,T-1,,2026-02-20,-1500.00,EUR\n";
  EXPECT_THAT(KeptBy(component, rows, "2026-Q1"), ElementsAre());
}

TEST(YearTest, QuotasOfEachMonthStandBesideWhatIsCarried) {
  Component component{.id = "c",
                      .measure = "booked",
                      .payout = Tiers{.method = TierMethod::kWhole,
                                      .over = kQuota,
                                      .bands = {{.from = 0_pct, .pays = 100_pct},
                                                {.from = 100_pct, .pays = 200_pct}}}};
  component.cap = Cap(1'000);
  component.cap->carry = true;
  const measure::Series quotas =
      Quotas({{"R-104", {{"2026-01", 2'000}, {"2026-02", 600}, {"2026-03", 10'000}}}},
             {"2026-01", "2026-02", "2026-03"});
  // 1,500; 1,200 and 500 kept: 1,700; 700 and 700 kept: 1,400.
  EXPECT_THAT(Earned(component, kMonths, "2026-Q1", {}, {quotas}),
              ElementsAre(Fraction(1'000), Fraction(1'000), Fraction(1'000)));
  const auto result = PayBooked(component, kMonths, "2026-03", {}, {quotas});
  EXPECT_EQ(result->statements()[0].components()[0].kept_after, Fraction(400));
  EXPECT_EQ(result->statements()[0].components()[0].quota, Fraction(10'000));
}

// A year's quota of 36,000 opens bands that start anew in every month.
Component Accelerator() {
  return {
      .id = "accelerator",
      .measure = "booked",
      .payout =
          Tiers{.method = TierMethod::kMarginal,
                .over = AmountOf{"booked"},
                .bands = {{.from = 0_pct, .pays = 0_pct}, {.from = Rate(9'000), .pays = 6_pct}}},
      .gates = {{.over = AmountOf{"booked"}, .at_least = Rate(36'000), .span = Span::kYearToDate}}};
}

const std::string kYear =
    "T-1,booking,,R-104,2026-01-10,11000.00,EUR\n"
    "T-2,booking,,R-104,2026-02-10,13000.00,EUR\n"
    "T-3,booking,,R-104,2026-03-10,12000.00,EUR\n";

TEST(GateSpanTest, TheYearSoFarMayOpenWhatAMonthPays) {
  EXPECT_THAT(Earned(Accelerator(), kYear, "2026-Q1"),
              ElementsAre(Fraction(0), Fraction(0), Fraction(180)));
  EXPECT_THAT(Earned(Accelerator(), kYear, "2026-03"), ElementsAre(Fraction(180)));
  const auto result = PayBooked(Accelerator(), kYear, "2026-02");
  EXPECT_THAT(result->statements()[0].Explain().ToText(),
              HasSubstr("booked 24,000, 36,000 needed"));
  Component month = Accelerator();
  month.gates[0].span = Span::kPeriod;
  EXPECT_THAT(Earned(month, kYear, "2026-03"), ElementsAre(Fraction(0)));
}

TEST(GateSpanTest, TheQuotasOfTheSpanAreAddedUp) {
  Component component = Accelerator();
  component.gates = {{.over = kQuota, .at_least = 100_pct, .span = Span::kQuarterToDate}};
  const std::vector<std::string> months = {"2026-01", "2026-02", "2026-03"};
  const measure::Series quotas =
      Quotas({{"R-104", {{"2026-01", 10'000}, {"2026-02", 14'001}, {"2026-03", 11'999}}}}, months);
  // 11,000 of 10,000; 24,000 of 24,001; 36,000 of 36,000.
  EXPECT_THAT(Earned(component, kYear, "2026-Q1", {}, {quotas}),
              ElementsAre(Fraction(120), Fraction(0), Fraction(180)));
  const measure::Series none =
      Quotas({{"R-104", {{"2026-01", 0}, {"2026-02", 0}, {"2026-03", 0}}}}, months);
  const auto result = PayBooked(component, kYear, "2026-02", {}, {none});
  EXPECT_EQ(result->statements()[0].reason(), Reason::kTargetZero);
}

TEST(RefundTest, TheDayOfTheOriginalOrItsOwnDecides) {
  Component component{
      .id = "c", .measure = "booked", .payout = Two(Flat{.rate = 10_pct}, Flat{.rate = 20_pct})};
  const std::string rows =
      "T-1,booking,,R-104,2026-01-10,1000.00,EUR\nT-2,refund,T-1,,2026-03-10,-1000.00,EUR\n";
  EXPECT_THAT(Earned(component, rows, "2026-Q1"),
              ElementsAre(Fraction(100), Fraction(0), Fraction(-100)));
  component.refund = Refund::kOwn;
  EXPECT_THAT(Earned(component, rows, "2026-Q1"),
              ElementsAre(Fraction(100), Fraction(0), Fraction(-200)));
}

TEST(RefundTest, TheRateOfExchangeFollows) {
  Component component{.id = "c", .measure = "booked", .payout = Flat{.rate = 10_pct}};
  const std::string rows =
      "T-1,booking,,R-104,2026-01-10,1000.00,USD\nT-2,refund,T-1,,2026-03-10,-1000.00,USD\n";
  const Csv rates = {{"fx_rates",
                      "from,to,day,rate_type,rate\nUSD,EUR,2026-01-10,spot,0.9\n"
                      "USD,EUR,2026-03-10,spot,0.8\n"}};
  EXPECT_THAT(Earned(component, rows, "2026-Q1", rates),
              ElementsAre(Fraction(90), Fraction(0), Fraction(-90)));
  component.refund = Refund::kOwn;
  EXPECT_THAT(Earned(component, rows, "2026-Q1", rates),
              ElementsAre(Fraction(90), Fraction(0), Fraction(-80)));
}

TEST(ProrateTest, TheDaysComeFromTheAssignment) {
  const Csv assigned = {
      {"plan_assignments", "rep_id,plan_id,valid_from,valid_to\nR-104,p,2026-04-16,\n"}};
  Component component{.id = "c", .measure = "booked", .payout = Flat{.rate = 100_pct}};
  component.cap = Cap(1'000);
  component.cap->prorate = true;
  const std::string rows = "T-1,booking,,R-104,2026-04-20,5000.00,EUR\n";
  EXPECT_THAT(Earned(component, rows, "2026-04", assigned), ElementsAre(Fraction(500)));
  const auto result = PayBooked(component, rows, "2026-04", assigned);
  EXPECT_THAT(result->statements()[0].Explain().ToText(), HasSubstr("cap 500.00 reached"));
  component.payout = LumpSums{
      .over = AmountOf{"booked"}, .bands = {{.from = 0_pct, .pays = {600}}}, .prorate = true};
  EXPECT_THAT(Earned(component, rows, "2026-04", assigned), ElementsAre(Fraction(300)));
}

TEST(GateSpanTest, EarlierQuartersOfAYearAreOpenedByTheirOwnSums) {
  // Half of a quarter's quota of 3,000 opens it: January does, April to July do not. What January
  // earned is taken back once.
  Component component{.id = "c", .measure = "booked", .payout = Flat{.rate = 10_pct}};
  component.span = Span::kYearToDate;
  component.gates = {{.over = kQuota, .at_least = 50_pct, .span = Span::kQuarterToDate}};
  std::vector<std::string> months;
  std::map<std::string, int64_t> values;
  for (int month = 1; month <= 9; ++month) {
    months.push_back("2026-0" + std::to_string(month));
    values[months.back()] = 1'000;
  }
  const measure::Series quotas = Quotas({{"R-104", values}}, months);
  const std::string rows =
      "T-1,booking,,R-104,2026-01-10,2000.00,EUR\n"
      "T-2,booking,,R-104,2026-04-10,400.00,EUR\n"
      "T-3,booking,,R-104,2026-07-10,400.00,EUR\n";
  for (const auto& [month, earned] :
       std::map<std::string, int>{{"2026-01", 200}, {"2026-04", -200}, {"2026-07", 0}}) {
    EXPECT_THAT(Earned(component, rows, month, {}, {quotas}), ElementsAre(Fraction(earned)))
        << month;
  }
}

TEST(ProrateTest, AllDaysOfASpanCountAlsoThoseBeforeThePayeeJoined) {
  // April to June has 91 days: from the 30th of April 62 are left, from the 1st of May 61.
  Component component{
      .id = "c",
      .measure = "booked",
      .payout = LumpSums{
          .over = AmountOf{"booked"}, .bands = {{.from = 0_pct, .pays = {910}}}, .prorate = true}};
  component.span = Span::kQuarterToDate;
  const std::string rows = "T-1,booking,,R-104,2026-06-20,5000.00,EUR\n";
  for (const auto& [from, earned] :
       std::map<std::string, int>{{"2026-04-30", 620}, {"2026-05-01", 610}}) {
    const Csv assigned = {
        {"plan_assignments", "rep_id,plan_id,valid_from,valid_to\nR-104,p," + from + ",\n"}};
    Fraction sum;
    for (const Fraction& month : Earned(component, rows, "2026-Q2", assigned))
      sum = *Add(sum, month);
    EXPECT_EQ(sum, Fraction(earned)) << from;
  }
}

TEST(ProrateTest, ACapOfASpanOrOfAContestKeepsToItsPeriod) {
  Component spanning{.id = "c", .measure = "booked", .payout = Flat{.rate = 5_pct}};
  spanning.span = Span::kYearToDate;
  spanning.cap = Cap(1'000);
  spanning.cap->prorate = true;
  Component contest{.id = "c",
                    .measure = "booked",
                    .payout = Prizes{.over = AmountOf{"booked"}, .prizes = {{500}}}};
  contest.cap = Cap(100);
  contest.cap->carry = true;
  for (const Component& component : {spanning, contest}) {
    const Findings findings =
        Validate(Plan{.id = "p", .currency = "EUR", .components = {component}});
    ASSERT_EQ(findings.size(), 1);
    EXPECT_EQ(findings.items()[0].reason, Reason::kUnsupportedOption);
  }
}

TEST(VersionAtTest, OfASpanTheFirstDayOfThePeriodDecides) {
  // From February on 20 % holds, for the year so far: 1,500, 2,100 and 2,800 in all.
  Component component{
      .id = "c", .measure = "booked", .payout = Two(Flat{.rate = 10_pct}, Flat{.rate = 20_pct})};
  component.span = Span::kYearToDate;
  component.version_at = VersionAt::kPeriodStart;
  EXPECT_THAT(Earned(component, kMonths, "2026-Q1"),
              ElementsAre(Fraction(150), Fraction(270), Fraction(140)));
}

}  // namespace
}  // namespace attain::incentive
