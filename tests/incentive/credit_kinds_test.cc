// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a plan pays on beside a payee's own revenue: overlays, quota credit apart from the shares of
// the commission, the credits and quotas of a team.
#include <map>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

// A sale of 64,000: Ann 75 %, Ben 25 %; Ben and Sue help; Ann and Sue have full quota credit.
Csv Shared() {
  return {{"reps", "rep_id,role\nAnn,ae\nBen,ae\nSue,se\nMia,manager\n"},
          {"org_units", "unit_id,parent_id\nwest,\n"},
          {"rep_units",
           "rep_id,unit_id,is_manager\nAnn,west,false\nBen,west,false\nSue,west,false\nMia,west,"
           "true\n"},
          {"transactions",
           "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\n"
           "T1,booking,,Ann,2026-01-10,64000.00,EUR\nT2,booking,,Ben,2026-02-10,10000.00,EUR\n"},
          {"txn_credits",
           "txn_id,rep_id,credit_type,share\nT1,Ann,revenue,0.75\nT1,Ben,revenue,0.25\nT1,Ben,"
           "overlay,0.3\nT1,Sue,overlay,0.1\nT1,Ann,quota,1\nT1,Sue,quota,1\n"}};
}

std::vector<measure::Measure> SharedMeasures() {
  measure::Measure booked{.id = "booked", .of = "transactions.amount"};
  measure::Measure overlay = booked;
  overlay.id = "overlay";
  overlay.credit = "overlays";
  measure::Measure quota = booked;
  quota.id = "quota_credit";
  quota.credit = "quota";
  return {booked, overlay, quota};
}

Plan Paying(Component component) {
  return {.id = "p", .currency = "EUR", .components = {std::move(component)}};
}

Component Rated(std::string measure, Rate rate) {
  return {.id = "c", .measure = std::move(measure), .payout = Flat{.rate = rate}};
}

Result Calculated(const Plan& plan, const Csv& tables,
                  const std::vector<measure::Series>& targets = {},
                  const std::map<std::string, std::string>& target_measures = {}, int threads = 1) {
  const std::vector<measure::Measure> measures = SharedMeasures();
  auto result =
      Calculate(plan, Load(tables), {.measures = measures, .target_measures = target_measures},
                {.period = *Period::Parse("2026-Q1"), .targets = targets, .threads = threads});
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

// "Ann 4800" of everyone who is paid something; the reason of who cannot be paid.
std::vector<std::string> Paid(const Result& result) {
  std::vector<std::string> lines;
  for (const Statement& statement : result.statements()) {
    if (statement.status() != measure::ValueStatus::kOk) {
      lines.push_back(statement.payee() + " " + std::string(Name(statement.reason())));
      continue;
    }
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums() << tree.ToText();
    EXPECT_EQ(tree.SumOfLeaves()->value, statement.amounts().paid);
    EXPECT_FALSE(tree.ToText(explain::Language::kChinese).empty());
    if (!statement.amounts().earned.is_zero())
      lines.push_back(statement.payee() + " " + statement.amounts().earned.ToString());
  }
  return lines;
}

// "Ann T1 quota 0 64000" of every row of the table credits.
std::vector<std::string> Credits(const Result& result) {
  std::vector<std::string> lines;
  const table::Tables tables = *result.ToTables();
  const table::Table& rows = *tables.table("credits");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    std::string line;
    for (const char* name : {"rep_id", "transaction_id", "role", "amount", "quota_credit"})
      line += (line.empty() ? "" : " ") + rows.column(name)->FormatAt(row);
    lines.push_back(line);
  }
  return lines;
}

TEST(CreditKindsTest, OverlaysArePaidOutsideTheSumOfOne) {
  EXPECT_THAT(Paid(Calculated(Paying(Rated("booked", 10_pct)), Shared())),
              ElementsAre("Ann 4800", "Ben 2600"));
  const Result overlays = Calculated(Paying(Rated("overlay", 10_pct)), Shared());
  EXPECT_THAT(Paid(overlays), ElementsAre("Ben 1920", "Sue 640"));
  EXPECT_THAT(Credits(overlays), ElementsAre("Ben T1 overlay 19200 0", "Sue T1 overlay 6400 0"));
}

TEST(CreditKindsTest, RefundsOfOverlaysHaveTheirShares) {
  Csv tables = Shared();
  tables["transactions"] += "T3,refund,T1,Ann,2026-03-01,-32000.00,EUR\n";
  EXPECT_THAT(Paid(Calculated(Paying(Rated("overlay", 10_pct)), tables)),
              ElementsAre("Ben 960", "Sue 320"));
}

TEST(CreditKindsTest, QuotaCreditIsApartFromTheSharesOfTheCommission) {
  Component component = Rated("booked", 0_pct);
  component.payout =
      Tiers{.method = TierMethod::kWhole,
            .over = AttainmentOf{"quota-2026"},
            .bands = {{.from = 0_pct, .pays = 5_pct}, {.from = 100_pct, .pays = 10_pct}}};
  const std::vector<measure::Series> targets = {Quotas({{"Ann", {{"2026-Q1", 64'000}}},
                                                        {"Ben", {{"2026-Q1", 20'000}}},
                                                        {"Sue", {{"2026-Q1", 60'000}}},
                                                        {"Mia", {{"2026-Q1", 1}}}})};
  // Ann reaches 64,000 of 64,000 and is paid 10 % of her 48,000; Ben's quota credit is T2 alone.
  const Result apart =
      Calculated(Paying(component), Shared(), targets, {{"quota-2026", "quota_credit"}});
  EXPECT_THAT(Paid(apart), ElementsAre("Ann 4800", "Ben 1300"));
  EXPECT_THAT(Credits(apart), ElementsAre("Ann T1 revenue 48000 0", "Ann T1 quota 0 64000",
                                          "Ben T1 revenue 16000 0", "Ben T2 revenue 10000 0",
                                          "Ben T2 quota 0 10000", "Sue T1 quota 0 64000"));
  // By shares of the commission: 75 % and 130 %.
  const Result shares =
      Calculated(Paying(component), Shared(), targets, {{"quota-2026", "booked"}});
  EXPECT_THAT(Paid(shares), ElementsAre("Ann 2400", "Ben 2600"));
}

TEST(CreditKindsTest, AManagerHasAnOrderOnceHoweverManyHaveCreditOfIt) {
  Component component = Rated("quota_credit", 0_pct);
  component.payout = Override{.rate = 10_pct};
  // Ann and Sue 64,000 each of an order of 64,000; Ben 10,000.
  EXPECT_THAT(Paid(Calculated(Paying(component), Shared())), ElementsAre("Mia 7400"));
  component.payout = Override{.rate = 10_pct, .dedupe = false};
  EXPECT_THAT(Paid(Calculated(Paying(component), Shared())), ElementsAre("Mia 13800"));
  component.payout = Override{.rate = 10_pct, .mode = OverrideMode::kIndividual};
  const Result apart = Calculated(Paying(component), Shared());
  EXPECT_THAT(Paid(apart), ElementsAre("Mia 7400"));
  std::vector<std::string> parts;
  for (const PayLine& line : apart.Find("Mia")->components()[0].lines)
    parts.push_back(line.amount.ToString());
  EXPECT_THAT(parts, testing::UnorderedElementsAre("3200", "1000", "3200"));
}

TEST(CreditKindsTest, ARefundIsCountedOnceToo) {
  Csv tables = Shared();
  tables["transactions"] += "T3,refund,T1,Ann,2026-03-01,-32000.00,EUR\n";
  Component component = Rated("quota_credit", 0_pct);
  component.payout = Override{.rate = 10_pct};
  EXPECT_THAT(Paid(Calculated(Paying(component), tables)), ElementsAre("Mia 4200"));
}

// Quotas of Ann 90,000 and Ben 60,000, Ben in the team from 16 February (44 of 90 days); credits of
// 80,000 and 30,000. Sue sells elsewhere.
Csv Moving() {
  return {{"reps", "rep_id,role\nAnn,ae\nBen,ae\nSue,ae\nMia,manager\n"},
          {"org_units", "unit_id,parent_id\nwest,\neast,\n"},
          {"rep_units",
           "rep_id,unit_id,valid_from,is_manager\nAnn,west,,false\nBen,west,2026-02-16,false\n"
           "Sue,east,,false\nMia,west,,true\n"},
          {"transactions",
           "txn_id,kind,rep_id,event_date,amount,ccy\nT1,booking,Ann,2026-01-10,80000.00,EUR\n"
           "T2,booking,Ben,2026-02-15,99000.00,EUR\nT3,booking,Ben,2026-02-16,30000.00,EUR\n"
           "T4,booking,Sue,2026-02-16,70000.00,EUR\n"}};
}

std::vector<measure::Series> MovingQuotas() {
  return {Quotas({{"Ann", {{"2026-Q1", 90'000}}},
                  {"Ben", {{"2026-Q1", 60'000}}},
                  {"Sue", {{"2026-Q1", 1'000}}}})};
}

Plan TeamPlan(Team team = {}) {
  Component component = Rated("booked", 0_pct);
  component.payout =
      Tiers{.method = TierMethod::kMarginal,
            .over = AttainmentOf{"quota-2026"},
            .bands = {{.from = 0_pct, .pays = 1_pct}, {.from = 50_pct, .pays = 2_pct}}};
  component.team = team;
  Plan plan = Paying(component);
  plan.for_ = "role == 'manager'";
  return plan;
}

TEST(TeamTest, TheQuotaIsTheMembersQuotasByDaysInTheUnit) {
  const Result result = Calculated(TeamPlan(), Moving(), MovingQuotas());
  // 358,000 / 3 quota; half of it at 1 %, the rest of 110,000 at 2 %.
  const Fraction half = *Fraction::Of(179'000, 3);
  const Fraction pay = *Subtract(*Multiply(Fraction(110'000), Fraction((2_pct).factor())),
                                 *Multiply(half, Fraction((1_pct).factor())));
  const Statement& mia = *result.Find("Mia");
  EXPECT_EQ(mia.amounts().earned, pay) << mia.text();
  ASSERT_EQ(mia.components()[0].attained.size(), 1U);
  EXPECT_EQ(mia.components()[0].attained[0].quota, *Fraction::Of(358'000, 3));
  EXPECT_EQ(mia.components()[0].attained[0].actual, Fraction(110'000));
  Paid(result);
  const Result threads = Calculated(TeamPlan(), Moving(), MovingQuotas(), {}, 3);
  EXPECT_EQ(threads.Find("Mia")->amounts(), mia.amounts());
}

TEST(TeamTest, EachMemberMayBePaidOnAlone) {
  const Result result =
      Calculated(TeamPlan({.mode = OverrideMode::kIndividual}), Moving(), MovingQuotas());
  // Ann 45,000 × 1 % + 35,000 × 2 %; Ben's quota 29,333.33: 14,666.67 × 1 % + 15,333.33 × 2 %.
  const Fraction ben = *Fraction::Of(44'000 + 2 * 46'000, 300);
  EXPECT_EQ(result.Find("Mia")->amounts().earned, *Add(Fraction(1'150), ben));
  EXPECT_EQ(result.Find("Mia")->components()[0].credited, Fraction(110'000));
  Paid(result);
  EXPECT_THAT(result.Find("Mia")->Explain().ToText(), HasSubstr("credits of Ben"));
  const table::Tables tables = *result.ToTables();
  const table::Table& lines = *tables.table("statement_lines");
  EXPECT_EQ(lines.column("member_id")->FormatAt(0), "Ann");
  EXPECT_EQ(lines.column("member_id")->FormatAt(lines.rows() - 1), "Ben");
}

TEST(TeamTest, OneWithoutQuotaIsNamed) {
  const std::vector<measure::Series> targets = {Quotas({{"Ann", {{"2026-Q1", 90'000}}}})};
  const Result apart = Calculated(TeamPlan({.mode = OverrideMode::kIndividual}), Moving(), targets);
  EXPECT_EQ(apart.Find("Mia")->reason(), Reason::kNoQuota);
  EXPECT_THAT(apart.Find("Mia")->text(), HasSubstr("Ben"));
  const Result together = Calculated(TeamPlan(), Moving(), targets);
  EXPECT_EQ(together.Find("Mia")->components()[0].attained[0].quota, Fraction(90'000));
  const Result nobody = Calculated(TeamPlan(), Moving(), {Quotas({{"Sue", {{"2026-Q1", 1'000}}}})});
  EXPECT_EQ(nobody.Find("Mia")->reason(), Reason::kNoQuota);
  EXPECT_EQ(nobody.Find("Mia")->text(), "nobody in the team of Mia has quota-2026 in 2026-Q1");
}

TEST(TeamTest, OwnCreditsAndQuotaMayBeLeftOut) {
  Csv tables = Moving();
  tables["transactions"] += "T5,booking,Mia,2026-03-01,5000.00,EUR\n";
  std::vector<measure::Series> targets = {Quotas({{"Ann", {{"2026-Q1", 90'000}}},
                                                  {"Ben", {{"2026-Q1", 60'000}}},
                                                  {"Mia", {{"2026-Q1", 9'000}}}})};
  const Result with = Calculated(TeamPlan(), tables, targets);
  EXPECT_EQ(with.Find("Mia")->components()[0].attained[0].actual, Fraction(115'000));
  EXPECT_EQ(with.Find("Mia")->components()[0].attained[0].quota, *Fraction::Of(385'000, 3));
  const Result without = Calculated(TeamPlan({.include_self = false}), tables, targets);
  EXPECT_EQ(without.Find("Mia")->components()[0].attained[0].actual, Fraction(110'000));
  EXPECT_EQ(without.Find("Mia")->components()[0].attained[0].quota, *Fraction::Of(358'000, 3));
}

TEST(TeamTest, AssignmentsProrateTheQuotaOfTheTeam) {
  Csv tables = Moving();
  tables["plan_assignments"] = "rep_id,plan_id,valid_from,valid_to\nMia,p,2026-01-01,2026-02-15\n";
  Plan plan = TeamPlan();
  plan.for_ = {};
  const Result result = Calculated(plan, tables, MovingQuotas());
  EXPECT_EQ(result.Find("Mia")->components()[0].attained[0].quota, *Fraction::Of(179'000, 3));
  EXPECT_EQ(result.Find("Mia")->components()[0].attained[0].actual, Fraction(80'000));
}

TEST(TeamTest, GatesAndOtherTargetsAreTheTeamsToo) {
  Plan plan = TeamPlan();
  plan.components[0].payout = Flat{.rate = 1_pct};
  plan.components[0].gates = {
      {.over = AttainmentOf{"quota-2026"}, .at_least = 90_pct, .span = Span::kYearToDate}};
  const Result open = Calculated(plan, Moving(), MovingQuotas());
  EXPECT_THAT(Paid(open), ElementsAre("Mia 1100"));
  plan.components[0].gates[0].at_least = 93_pct;
  EXPECT_THAT(Paid(Calculated(plan, Moving(), MovingQuotas())), ElementsAre());
  // The target of another measure: the team's overlays, of which there are none.
  plan.components[0].gates[0].at_least = 1_pct;
  EXPECT_THAT(Paid(Calculated(plan, Moving(), MovingQuotas(), {{"quota-2026", "overlay"}})),
              ElementsAre());
  Plan members = TeamPlan({.mode = OverrideMode::kIndividual});
  EXPECT_EQ(Calculated(members, Moving(), MovingQuotas(), {{"quota-2026", "quota_credit"}})
                .Find("Mia")
                ->amounts()
                .earned,
            Calculated(members, Moving(), MovingQuotas()).Find("Mia")->amounts().earned);
}

TEST(TeamTest, WhatATeamCannotDoIsRefused) {
  const auto reasons = [](const Component& component) {
    std::vector<std::string> paths;
    for (const Finding& finding : Validate(Paying(component))) {
      if (finding.reason == Reason::kUnsupportedOption) paths.push_back(finding.where.path);
    }
    return paths;
  };
  Component component = Rated("booked", 1_pct);
  component.team = Team{};
  EXPECT_THAT(reasons(component), ElementsAre());
  component.payout = Override{.rate = 1_pct};
  EXPECT_THAT(reasons(component), ElementsAre("incentive[p].components[c].team"));
  component = Rated("booked", 1_pct);
  component.team = Team{.mode = OverrideMode::kIndividual};
  component.span = Span::kYearToDate;
  component.floor = definition::Amount(1_dec);
  EXPECT_THAT(reasons(component), ElementsAre("incentive[p].components[c].team.mode",
                                              "incentive[p].components[c].team.mode"));
  component = Rated("booked", 1_pct);
  component.team = Team{.mode = OverrideMode::kIndividual};
  component.payout = Prizes{.over = AmountOf{"booked"}, .prizes = {definition::Amount(1_dec)}};
  EXPECT_THAT(reasons(component), ElementsAre("incentive[p].components[c].team.mode"));
}

}  // namespace
}  // namespace attain::incentive
