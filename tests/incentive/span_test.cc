// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Components that count from the start of the quarter or the year, and those compared with several
// targets, through a dataset.

#include "attain/base/status.h"
#include "attain/incentive/calculate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Ada sells 9,000, 12,000 and 6,000 in three months; 10,000 were asked for in each.
crm::Dataset Months() {
  Csv csv = CompanyTables();
  csv["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\n"
      "D-1,R-104,9000.00,EUR,2026-01-15,won\n"
      "D-2,R-104,12000.00,EUR,2026-02-10,won\n"
      "D-3,R-104,6000.00,EUR,2026-03-01,won\n";
  csv.erase("deal_splits");
  return Load(csv);
}

measure::Series MonthQuotas() {
  return Quotas({{"R-104", {{"2026-01", 10'000}, {"2026-02", 10'000}, {"2026-03", 10'000}}}},
                {"2026-01", "2026-02", "2026-03"});
}

Plan PlanOf(Component component) {
  return {.id = "ae-2026",
          .currency = "EUR",
          .for_ = "role == 'ae'",
          .period = Grain::kMonth,
          .components = {std::move(component)}};
}

Component Retroactive() {
  return {
      .id = "new-business",
      .measure = "won_amount",
      .payout = Tiers{.method = TierMethod::kRetroactive,
                      .over = AttainmentOf{"quota-2026"},
                      .bands = {{.from = 0_pct, .pays = 5_pct}, {.from = 100_pct, .pays = 8_pct}}},
      .span = Span::kYearToDate};
}

absl::StatusOr<Result> Pay(const Plan& plan, const std::string& period,
                           const std::vector<measure::Series>& targets) {
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse(period);
  options.targets = targets;
  options.payees = {"R-104"};
  ResolveOptions resolve;
  resolve.measures = measures;
  resolve.target_measures = {{"quota-2026", "won_amount"}, {"count", "won_count"}};
  return Calculate(plan, Months(), resolve, options);
}

std::vector<Fraction> Earned(const Component& component, const std::string& period = "2026-Q1") {
  const auto result = Pay(PlanOf(component), period, {MonthQuotas()});
  EXPECT_TRUE(result.ok()) << result.status();
  std::vector<Fraction> earned;
  for (const Statement& statement : result->statements()) {
    EXPECT_EQ(statement.reason(), Reason::kNone) << statement.text();
    earned.push_back(statement.amounts().earned);
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums();
  }
  return earned;
}

TEST(SpanTest, RetroactiveBandsReRateTheYearSoFar) {
  // 90 %: 9,000 × 5 %. 105 %: 21,000 × 8 % - 450. 90 %: 27,000 × 5 % - 1,680.
  EXPECT_THAT(Earned(Retroactive()), ElementsAre(Fraction(450), Fraction(1'230), Fraction(-330)));
}

TEST(SpanTest, OneMonthAloneIsPaidAsAmongTheOthers) {
  EXPECT_THAT(Earned(Retroactive(), "2026-02"), ElementsAre(Fraction(1'230)));
}

TEST(SpanTest, AFloorKeepsAnEarlierPeriodsPay) {
  Component component = Retroactive();
  component.floor = definition::Amount{0};
  EXPECT_THAT(Earned(component), ElementsAre(Fraction(450), Fraction(1'230), Fraction(0)));
}

TEST(SpanTest, MarginalBandsOverASpanTelescope) {
  Component component = Retroactive();
  std::get<Tiers>(component.payout.versions[0].value).method = TierMethod::kMarginal;
  component.span = Span::kQuarterToDate;
  // 450; 20,000 × 5 % + 1,000 × 8 % - 450; 27,000 × 5 % - 1,080.
  EXPECT_THAT(Earned(component), ElementsAre(Fraction(450), Fraction(630), Fraction(270)));
}

TEST(SpanTest, ACurveIsTruedUp) {
  Component component = Retroactive();
  component.payout = Curve{.target_incentive = {1'000},
                           .over = AttainmentOf{"quota-2026"},
                           .points = {{0_pct, 0_pct}, {100_pct, 100_pct}, {200_pct, 300_pct}}};
  EXPECT_THAT(Earned(component), ElementsAre(Fraction(900), Fraction(200), Fraction(-200)));
}

TEST(SpanTest, TheTreeSaysWhatWasEarnedBefore) {
  const auto result = Pay(PlanOf(Retroactive()), "2026-02", {MonthQuotas()});
  const std::string text = result->statements()[0].Explain().ToText();
  EXPECT_THAT(text, HasSubstr("earned before"));
  EXPECT_THAT(text, HasSubstr("-450.00"));
  const auto tables = result->ToTables();
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->table("statement_lines")->rows(), 2);
}

TEST(SpanTest, AQuotaMissingInTheSpanIsNamed) {
  const measure::Series quotas = Quotas({{"R-104", {{"2026-02", 10'000}}}}, {"2026-01", "2026-02"});
  const auto result = Pay(PlanOf(Retroactive()), "2026-02", {quotas});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->statements()[0].reason(), Reason::kNoQuota);
}

TEST(SpanTest, ASpanAsksForARoundingPointAndRetroactiveBandsForASpan) {
  Component component = Retroactive();
  component.rounding.point = RoundingPoint::kTransaction;
  EXPECT_TRUE(Validate(PlanOf(component)).has_errors());
  component = Retroactive();
  EXPECT_FALSE(Validate(PlanOf(component)).has_errors());
  component.span = Span::kPeriod;
  EXPECT_TRUE(Validate(PlanOf(component)).has_errors());
}

TEST(SpanTest, AGateIsComparedWithTheMeasureOfItsOwnTarget) {
  Component component = Retroactive();
  component.span = Span::kPeriod;
  component.payout = Flat{10_pct};
  component.gates = {{.over = AttainmentOf{"count"}, .at_least = 100_pct}};
  measure::SeriesParts parts{.id = "count"};
  parts.unit = "count";
  parts.periods = {*Period::Parse("2026-01")};
  parts.reps = {"R-104"};
  const measure::Figure none{.status = measure::ValueStatus::kExcluded,
                             .reason = Reason::kNoTarget};
  parts.figures = {none, measure::Figure{.numerator = 2}};
  const auto closed = Pay(PlanOf(component), "2026-01", {*measure::Series::Of(parts)});
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->statements()[0].amounts().earned, Fraction(0));
  EXPECT_THAT(closed->statements()[0].Explain().ToText(), HasSubstr("count 50 %, 100 % needed"));
  EXPECT_THAT(closed->statements()[0].Explain().ToText(explain::Language::kChinese),
              HasSubstr("需达到 100%"));
  parts.figures[1].numerator = 1;
  const auto open = Pay(PlanOf(component), "2026-01", {*measure::Series::Of(parts)});
  EXPECT_EQ(open->statements()[0].amounts().earned, Fraction(900));
}

}  // namespace
}  // namespace attain::incentive
