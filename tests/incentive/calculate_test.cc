// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/calculate.h"

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

const std::map<std::string, std::map<std::string, int64_t>> kQuotas = {
    {"R-104", {{"2026-Q1", 100'000}}},
    {"R-105", {{"2026-Q1", 10'000}}},
    {"R-106", {{"2026-Q1", 50'000}}}};

Result MustCalculate(const Plan& plan, const crm::Dataset& data,
                     const std::vector<measure::Series>& targets) {
  auto result = FirstQuarter(plan, data, targets);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

TEST(CalculateTest, TheWorkedExampleIsPaid) {
  const Result result = MustCalculate(ExamplePlan(), Load(CompanyTables()), {Quotas(kQuotas)});
  ASSERT_EQ(result.statements().size(), 3U);
  const Statement* ada = result.Find("R-104");
  ASSERT_NE(ada, nullptr);
  EXPECT_EQ(ada->status(), measure::ValueStatus::kOk) << ada->text();
  EXPECT_EQ(ada->amounts().paid, Fraction(8'650));
  EXPECT_EQ(ada->components()[0].credited, Fraction(118'000));
  // Tom: half of 16,000 of a quota of 10,000: 8,000 × 6 %.
  EXPECT_EQ(result.Find("R-105")->amounts().paid, Fraction(480));
  // Eva: 50,000 of 50,000: 40,000 × 6 % + 10,000 × 8 %.
  EXPECT_EQ(result.Find("R-106")->amounts().paid, Fraction(3'200));
  EXPECT_EQ(result.paid(), Fraction(12'330));
  EXPECT_EQ(result.Find("R-100"), nullptr);
  EXPECT_EQ(result.Find("R-104", "2026-Q2"), nullptr);
}

TEST(CalculateTest, ARepWithoutQuotaIsNotPaidAndTheOthersAre) {
  auto quotas = kQuotas;
  quotas.erase("R-105");
  quotas["R-106"]["2026-Q1"] = 0;
  const Result result = MustCalculate(ExamplePlan(), Load(CompanyTables()), {Quotas(quotas)});
  EXPECT_EQ(result.Find("R-104")->amounts().paid, Fraction(8'650));
  EXPECT_EQ(result.Find("R-105")->reason(), Reason::kNoQuota);
  EXPECT_EQ(result.Find("R-105")->status(), measure::ValueStatus::kError);
  EXPECT_THAT(result.Find("R-105")->text(), HasSubstr("R-105 has no quota-2026 in 2026-Q1"));
  EXPECT_EQ(result.Find("R-106")->reason(), Reason::kTargetZero);
  EXPECT_EQ(result.Find("R-106")->status(), measure::ValueStatus::kUndefined);
  EXPECT_EQ(result.findings().size(), 2);
  EXPECT_EQ(result.findings().items()[0].where.table, "reps");
}

TEST(CalculateTest, TheOrderOfRowsAndTheNumberOfThreadsDoNotShow) {
  Csv shuffled = CompanyTables();
  shuffled["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\n"
      "D-6,R-106,50000.00,EUR,2026-02-02,won\nD-3,R-104,20000.00,EUR,2026-03-01,won\nD-4,R-105,"
      "16000.00,EUR,2026-03-20,won\n"
      "D-2,R-104,30000.00,EUR,2026-02-10,won\nD-1,R-104,60000.00,EUR,2026-01-15,won\n";
  const Result one = MustCalculate(ExamplePlan(), Load(CompanyTables()), {Quotas(kQuotas)});
  const Result two = MustCalculate(ExamplePlan(), Load(shuffled), {Quotas(kQuotas)});
  for (const Statement& statement : one.statements()) {
    EXPECT_EQ(statement.amounts(), two.Find(statement.payee())->amounts());
    EXPECT_EQ(statement.components()[0].lines, two.Find(statement.payee())->components()[0].lines);
  }
  const std::vector<measure::Measure> measures = Measures();
  const auto prepared = Resolve(ExamplePlan(), Load(CompanyTables()), {.measures = measures});
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const std::vector<measure::Series> targets = {Quotas(kQuotas)};
  CalculateOptions options;
  options.period = *Period::Parse("2026-Q1");
  options.targets = targets;
  options.threads = 3;
  EXPECT_EQ(Calculate(*prepared, options)->paid(), one.paid());
  options.detail = Detail::kTotal;
  EXPECT_EQ(Calculate(*prepared, options)->paid(), one.paid());
  options.payees = {"R-105"};
  EXPECT_EQ(Calculate(*prepared, options)->statements().size(), 1U);
  options.payees = {"R-999"};
  EXPECT_EQ(ReasonOf(Calculate(*prepared, options).status()), Reason::kUnknownRep);
  options.payees = {};
  options.threads = 0;
  EXPECT_EQ(ReasonOf(Calculate(*prepared, options).status()), Reason::kInvalidArgument);
  options.threads = 1;
  options.targets = {};
  EXPECT_EQ(ReasonOf(Calculate(*prepared, options).status()), Reason::kUnknownReference);
  options.targets = targets;
  options.period = {};
  EXPECT_EQ(ReasonOf(Calculate(*prepared, options).status()), Reason::kInvalidPeriod);
  EXPECT_THAT(prepared->payees(), ElementsAre("R-104", "R-105", "R-106"));
  EXPECT_EQ(prepared->plan().id, "ae-2026");
  EXPECT_EQ(prepared->currency().code(), "EUR");
  EXPECT_EQ(prepared->terms().size(), 1U);
}

TEST(CalculateTest, ManagersArePaidOnTheirUnitsCredits) {
  Plan plan = ExamplePlan();
  plan.for_ = "role == 'manager'";
  plan.components = {
      {.id = "override", .measure = "won_amount", .payout = Override{.rate = 1_pct}}};
  const Result result = MustCalculate(plan, Load(CompanyTables()), {});
  ASSERT_EQ(result.statements().size(), 1U);
  EXPECT_EQ(result.Find("R-100")->amounts().paid, Fraction(1'760));  // 1 % of 176,000
  plan.components[0].payout = Override{.rate = 1_pct, .mode = OverrideMode::kIndividual};
  const Result apart = MustCalculate(plan, Load(CompanyTables()), {});
  EXPECT_EQ(apart.Find("R-100")->components()[0].lines.size(), 3U);
  EXPECT_EQ(apart.paid(), result.paid());
}

TEST(CalculateTest, TheTeamIsThatOfTheTransactionsDay) {
  Csv tables = CompanyTables();
  // Eva joins north in March: her deal of February is not the team's. Mia sells 1,000 herself.
  tables["rep_units"] =
      "rep_id,unit_id,valid_from,is_manager\nR-100,emea,,true\nR-104,north,,false\nR-105,north,,"
      "false\nR-106,north,2026-03-01,false\n";
  tables["deals"] += "D-7,R-100,1000.00,EUR,2026-02-02,won\n";
  Plan plan = ExamplePlan();
  plan.for_ = "role == 'manager'";
  plan.components = {
      {.id = "override", .measure = "won_amount", .payout = Override{.rate = 1_pct}}};
  EXPECT_EQ(MustCalculate(plan, Load(tables), {}).paid(), Fraction(1'270));
  plan.components[0].payout = Override{.rate = 1_pct, .include_self = false};
  EXPECT_EQ(MustCalculate(plan, Load(tables), {}).paid(), Fraction(1'260));
}

TEST(CalculateTest, ManagersWhoLeadEachOtherAreFound) {
  Csv tables = CompanyTables();
  tables["org_units"] = "unit_id,parent_id\nemea,\nnorth,\n";
  tables["rep_units"] =
      "rep_id,unit_id,share,is_manager\nR-100,emea,0.5,true\nR-100,north,0.5,false\nR-104,north,0."
      "5,true\nR-104,emea,0.5,false\nR-105,north,1,false\nR-106,north,1,false\n";
  Plan plan = ExamplePlan();
  plan.for_ = "role == 'manager'";
  plan.components = {
      {.id = "override", .measure = "won_amount", .payout = Override{.rate = 1_pct}}};
  const Result result = MustCalculate(plan, Load(tables), {});
  ASSERT_EQ(result.findings().size(), 1);
  EXPECT_EQ(result.findings().items()[0].reason, Reason::kOverrideCycle);
  // Half of Ada's 118,000 counts in emea, nothing of the others.
  EXPECT_EQ(result.Find("R-100")->amounts().paid, Fraction(590));
}

TEST(CalculateTest, OtherCurrenciesAreConvertedExactlyAndOnlyWithARate) {
  Csv tables = CompanyTables();
  tables["deals"] += "D-8,R-105,1000.00,USD,2026-03-25,won\nD-9,R-106,1000.00,GBP,2026-03-25,won\n";
  tables["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-03-25,spot,0.908868\n";
  Plan plan = ExamplePlan();
  plan.components = {{.id = "flat", .measure = "won_amount", .payout = Flat{.rate = 10_pct}}};
  const Result result = MustCalculate(plan, Load(tables), {});
  // 8,000 + 908.868 at 10 %: 890.8868, rounded once.
  EXPECT_EQ(result.Find("R-105")->amounts().earned, Fraction(890.8868_dec));
  EXPECT_EQ(result.Find("R-105")->amounts().paid, Fraction(890.89_dec));
  EXPECT_EQ(result.Find("R-106")->reason(), Reason::kFxMissing);
  EXPECT_THAT(result.Find("R-106")->text(), HasSubstr("D-9"));
  EXPECT_EQ(result.Find("R-104")->amounts().paid, Fraction(11'800));
  // A manager above is not paid on half a team either.
  plan.for_ = "role == 'manager'";
  plan.components = {
      {.id = "override", .measure = "won_amount", .payout = Override{.rate = 1_pct}}};
  EXPECT_EQ(MustCalculate(plan, Load(tables), {}).Find("R-100")->reason(), Reason::kFxMissing);
}

TEST(CalculateTest, AQuotaOfAnotherCurrencyIsRefused) {
  const Result result =
      MustCalculate(ExamplePlan(), Load(CompanyTables()),
                    {Quotas(kQuotas, {"2026-Q1"}, Currency::Unchecked("USD", 2))});
  EXPECT_EQ(result.Find("R-104")->reason(), Reason::kCurrencyMismatch);
}

TEST(CalculateTest, AssignmentsSayWhoIsPaidAndProrateTheQuota) {
  Csv tables = CompanyTables();
  // Ada is on the plan from 2026-02-15: 45 of 90 days, so half of the quota, and only D-3 and her
  // half of D-4 count.
  tables["plan_assignments"] =
      "rep_id,plan_id,valid_from,valid_to,proration\nR-104,ae-2026,2026-02-15,,\nR-105,ae-2026,"
      "2026-01-01,,0.5\nR-106,other,2026-01-01,,\n";
  Plan plan = ExamplePlan();
  plan.for_ = {};
  const Result result = MustCalculate(plan, Load(tables), {Quotas(kQuotas)});
  ASSERT_EQ(result.statements().size(), 2U);
  EXPECT_EQ(result.Find("R-104")->components()[0].quota, Fraction(50'000));
  EXPECT_EQ(result.Find("R-104")->components()[0].credited, Fraction(28'000));
  EXPECT_EQ(result.Find("R-105")->components()[0].quota, Fraction(5'000));
  plan.proration = Proration::kNone;
  EXPECT_EQ(
      MustCalculate(plan, Load(tables), {Quotas(kQuotas)}).Find("R-104")->components()[0].quota,
      Fraction(100'000));
  const Findings findings = CheckAssignments(Load(tables), std::vector<std::string>{"ae-2026"});
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings.items()[0].reason, Reason::kPlanUnknown);
  EXPECT_EQ(findings.items()[0].where.row, 2);
}

TEST(CalculateTest, AnAssignmentOutsideEmploymentIsFound) {
  Csv tables = CompanyTables();
  tables["reps"] =
      "rep_id,role,hire_date,end_date\nR-104,ae,2020-01-01,2025-01-01\nR-105,ae,,\nR-106,ae,,\nR-"
      "100,manager,,\n";
  tables["plan_assignments"] = "rep_id,plan_id,valid_from,valid_to\nR-104,ae-2026,2026-01-01,\n";
  Plan plan = ExamplePlan();
  plan.for_ = {};
  table::Tables raw;
  const Result result = MustCalculate(plan, Load(tables), {Quotas(kQuotas)});
  ASSERT_FALSE(result.findings().empty());
  EXPECT_EQ(result.findings().items()[0].reason, Reason::kPlanOutsideEmployment);
}

TEST(CalculateTest, WithoutAssignmentsEveryoneEmployedIsPaid) {
  Csv tables = CompanyTables();
  tables["reps"] =
      "rep_id,hire_date,end_date\nR-100,,\nR-104,,2026-01-01\nR-105,2026-02-01,\nR-106,,\n";
  Plan plan = ExamplePlan();
  plan.for_ = {};
  plan.components = {{.id = "flat", .measure = "won_count", .payout = Flat{.rate = Rate(50)}}};
  const Result result = MustCalculate(plan, Load(tables), {});
  EXPECT_EQ(result.Find("R-104"), nullptr);                       // left before
  EXPECT_EQ(result.Find("R-105")->amounts().paid, Fraction(25));  // half a deal at 50
  EXPECT_EQ(result.Find("R-100")->amounts().paid, Fraction(0));
}

TEST(CalculateTest, APlanOfQuartersCutsAYear) {
  Plan plan = ExamplePlan();
  plan.period = Grain::kQuarter;
  plan.components = {{.id = "flat", .measure = "won_amount", .payout = Flat{.rate = 10_pct}}};
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse("2026");
  const auto year = Calculate(plan, Load(CompanyTables()), {.measures = measures}, options);
  ASSERT_TRUE(year.ok()) << year.status();
  EXPECT_EQ(year->statements().size(), 12U);
  EXPECT_EQ(year->Find("R-104", "2026-Q1")->amounts().paid, Fraction(11'800));
  EXPECT_EQ(year->Find("R-104", "2026-Q3")->amounts().paid, Fraction(0));
  options.period = *Period::Parse("2026-01");
  EXPECT_EQ(
      ReasonOf(Calculate(plan, Load(CompanyTables()), {.measures = measures}, options).status()),
      Reason::kInvalidPeriod);
}

Csv Transactions() {
  Csv tables = CompanyTables();
  tables["transactions"] =
      "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\n"
      "T-1,booking,,R-104,2026-01-10,1000.00,EUR\nT-2,refund,T-1,,2026-04-02,-1000.00,EUR\nT-3,"
      "booking,,R-104,2026-07-02,300.00,EUR\nT-4,booking,,R-105,2026-01-05,2000.00,EUR\n";
  return tables;
}

TEST(CalculateTest, ANegativeStatementIsCarriedToTheNext) {
  Plan plan = ExamplePlan();
  plan.period = Grain::kQuarter;
  plan.components = {{.id = "flat", .measure = "booked", .payout = Flat{.rate = 10_pct}}};
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse("2026");
  const crm::Dataset data = Load(Transactions());
  const auto year = Calculate(plan, data, {.measures = measures}, options);
  ASSERT_TRUE(year.ok()) << year.status();
  const auto paid = [&](const Result& result, const char* period) {
    return result.Find("R-104", period)->amounts().paid;
  };
  EXPECT_EQ(paid(*year, "2026-Q1"), Fraction(100));
  EXPECT_EQ(paid(*year, "2026-Q2"), Fraction(0));  // 100 owed
  EXPECT_EQ(year->Find("R-104", "2026-Q2")->amounts().carried, Fraction(100));
  EXPECT_EQ(year->Find("R-104", "2026-Q2")->balances()[0], (Balance{"carry", 0, -100, -100}));
  EXPECT_EQ(paid(*year, "2026-Q3"), Fraction(0));  // 30 of it worked off
  EXPECT_EQ(year->Find("R-104", "2026-Q3")->balances()[0], (Balance{"carry", -100, 30, -70}));
  // Quarter by quarter, with the balance handed on, comes to the same.
  options.period = *Period::Parse("2026-Q3");
  options.opening = {{.payee = "R-104", .kind = "carry", .amount = -100}};
  EXPECT_EQ(Calculate(plan, data, {.measures = measures}, options)->Find("R-104")->amounts(),
            year->Find("R-104", "2026-Q3")->amounts());
  options.opening = {};
  options.period = *Period::Parse("2026-Q2");
  plan.payment.negative = NegativePayment::kPay;
  EXPECT_EQ(Calculate(plan, data, {.measures = measures}, options)->Find("R-104")->amounts().paid,
            Fraction(-100));
  plan.payment.negative = NegativePayment::kZero;
  const auto zero = Calculate(plan, data, {.measures = measures}, options);
  EXPECT_EQ(zero->Find("R-104")->amounts().paid, Fraction(0));
  EXPECT_EQ(zero->Find("R-104")->amounts().adjusted, Fraction(100));
  EXPECT_TRUE(zero->Find("R-104")->balances().empty());
}

TEST(CalculateTest, WhatWasOwedBeforeComesFromTheTableOfBalances) {
  Csv tables = Transactions();
  tables["balances"] =
      "rep_id,plan_id,kind,as_of,amount,ccy\nR-104,ae-2026,carry,2025-12-31,-30.00,EUR\nR-104,ae-"
      "2026,carry,2026-06-30,-99.00,EUR\nR-104,ae-2026,draw,2025-12-31,1.00,EUR\n";
  Plan plan = ExamplePlan();
  plan.components = {{.id = "flat", .measure = "booked", .payout = Flat{.rate = 10_pct}}};
  const Result result = MustCalculate(plan, Load(tables), {});
  EXPECT_EQ(result.Find("R-104")->amounts().paid, Fraction(70));
  EXPECT_EQ(result.Find("R-104")->amounts().carried, Fraction(-30));
  EXPECT_EQ(result.Find("R-105")->amounts().paid, Fraction(200));
}

TEST(CalculateTest, ALaterRefundTakesTheVersionOfItsOriginal) {
  Plan plan = ExamplePlan();
  plan.components = {{.id = "flat", .measure = "booked", .payout = Flat{.rate = 10_pct}}};
  auto& versions = plan.components[0].payout.versions;
  versions[0].valid.to = *Date::Parse("2026-02-01");
  versions.push_back({{.from = *Date::Parse("2026-02-01")}, Flat{.rate = 20_pct}});
  plan.payment.negative = NegativePayment::kPay;
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse("2026");
  const auto year = Calculate(plan, Load(Transactions()), {.measures = measures}, options);
  ASSERT_TRUE(year.ok()) << year.status();
  EXPECT_EQ(year->Find("R-104")->amounts().paid, Fraction(60));  // 100 - 100 + 300 × 20 %
}

TEST(CalculateTest, WhatIsNotKnownYetIsNotPaid) {
  Csv tables = Transactions();
  tables["transactions"] =
      "txn_id,kind,rep_id,event_date,recorded_at,amount,ccy\n"
      "T-1,booking,R-104,2026-01-10,2026-01-10T09:00:00Z,1000.00,EUR\nT-2,booking,R-104,2026-01-11,"
      "2026-05-01T09:00:00Z,500.00,EUR\n";
  Plan plan = ExamplePlan();
  plan.components = {{.id = "flat", .measure = "booked", .payout = Flat{.rate = 10_pct}}};
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse("2026-Q1");
  ResolveOptions resolve{.measures = measures};
  EXPECT_EQ(Calculate(plan, Load(tables), resolve, options)->Find("R-104")->amounts().paid,
            Fraction(150));
  resolve.as_of = *Timestamp::Parse("2026-04-01");
  EXPECT_EQ(Calculate(plan, Load(tables), resolve, options)->Find("R-104")->amounts().paid,
            Fraction(100));
}

TEST(CalculateTest, ResolveNamesEverythingThatCannotBeBound) {
  const crm::Dataset data = Load(CompanyTables());
  std::vector<measure::Measure> measures = Measures();
  measures.push_back({.id = "rate",
                      .kind = measure::MeasureKind::kRatio,
                      .num = "count(deals)",
                      .den = "count(deals)"});
  measures.push_back({.id = "unfed", .kind = measure::MeasureKind::kSum, .of = "invoices.amount"});
  const auto reason = [&](const std::string& measure) {
    Plan plan = ExamplePlan();
    plan.components = {{.id = "c", .measure = measure, .payout = Flat{.rate = 1_pct}}};
    return ReasonOf(Resolve(plan, data, {.measures = measures}).status());
  };
  EXPECT_EQ(reason("nothing"), Reason::kUnknownReference);
  EXPECT_EQ(reason("rate"), Reason::kInvalidArgument);
  EXPECT_EQ(reason("unfed"), Reason::kMeasureUnfed);
  Plan plan = ExamplePlan();
  EXPECT_EQ(ReasonOf(Resolve(plan, data, {}).status()), Reason::kUnknownReference);
  plan.for_ = "rolle == 'ae'";
  EXPECT_FALSE(Resolve(plan, data, {.measures = measures}).ok());
  plan.for_ = "role ==";
  EXPECT_EQ(ReasonOf(Resolve(plan, data, {.measures = measures}).status()),
            Reason::kExpressionSyntax);
  Csv tables = CompanyTables();
  tables.erase("reps");
  plan.for_ = "role == 'ae'";
  EXPECT_EQ(ReasonOf(Resolve(plan, Load(tables), {.measures = measures}).status()),
            Reason::kUnknownTable);
}

}  // namespace
}  // namespace attain::incentive
