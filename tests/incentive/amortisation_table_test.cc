// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Commissions of a plan spread over the months they serve: the table `amortisation`.
#include <map>
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

Plan Spreading(AmortisationRule rule, Payment payment = {}) {
  Plan plan = Monthly(std::move(payment));
  plan.amortisation = std::move(rule);
  return plan;
}

// "T1 2026-01-01 100 33.33 66.67" of each row: commission, expense, asset.
std::vector<std::string> Schedule(const Result& result) {
  std::vector<std::string> lines;
  const table::Tables tables = *result.ToTables();
  const table::Table& rows = *tables.table("amortisation");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    std::string line;
    for (const char* name : {"transaction_id", "month", "commission", "expense", "asset"})
      line += (line.empty() ? "" : " ") + rows.column(name)->FormatAt(row);
    lines.push_back(line);
  }
  return lines;
}

TEST(AmortisationTableTest, EachCommissionIsSpreadFromTheMonthOfItsSale) {
  const Result result =
      MustRun(Spreading({.months = 3}),
              Tables("T1,booking,,,A,2026-01-31,1000.00,EUR\nT2,booking,,,A,2026-02-01,5.00,EUR\n"),
              "2026-Q1");
  EXPECT_THAT(Schedule(result),
              ElementsAre("T1 2026-01-01 100 33.33 66.67", "T1 2026-02-01 100 33.33 33.34",
                          "T1 2026-03-01 100 33.34 0", "T2 2026-02-01 0.5 0.17 0.33",
                          "T2 2026-03-01 0.5 0.17 0.16", "T2 2026-04-01 0.5 0.16 0"));
  EXPECT_EQ(result.paid(), *Fraction::Of(201, 2)) << "what is paid does not change";
}

TEST(AmortisationTableTest, ShortTermsAreExpensedAtOnceAndMonthsMayBeRoundedTogether) {
  const Csv tables = Tables("T1,booking,,,A,2026-12-31,1000.00,EUR\n");
  EXPECT_THAT(Schedule(MustRun(Spreading({.months = 2, .expense_up_to = 12}), tables, "2026-12")),
              ElementsAre("T1 2026-12-01 100 100 0", "T1 2027-01-01 100 0 0"));
  const Rounding together = {
      .point = RoundingPoint::kCumulative, .mode = RoundingMode::kHalfAway, .scale = 0};
  EXPECT_THAT(
      Schedule(MustRun(Spreading({.months = 3, .rounding = together}), tables, "2026-12")),
      ElementsAre("T1 2026-12-01 100 33 67", "T1 2027-01-01 100 34 33", "T1 2027-02-01 100 33 0"));
}

// What is left of everything, by month.
std::map<std::string, Decimal> Left(const Result& result, const char* column) {
  std::map<std::string, Decimal> sums;
  const table::Tables tables = *result.ToTables();
  const table::Table& rows = *tables.table("amortisation");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    Decimal& sum = sums[rows.column("month")->FormatAt(row)];
    sum = *Add(sum, *rows.column(column)->DecimalAt(row));
  }
  return sums;
}

TEST(AmortisationTableTest, ASaleAndItsFullRefundLeaveNothing) {
  const Csv tables =
      Tables("T1,booking,,,A,2026-01-31,1000.00,EUR\nT2,refund,T1,,,2026-03-05,-1000.00,EUR\n");
  Payment clawed;
  clawed.clawback = PaymentClawback{.kind = ClawbackKind::kFull};
  for (const Payment& payment : {Payment{}, clawed}) {
    const Result result = MustRun(Spreading({.months = 4}, payment), tables, "2026-Q1");
    EXPECT_THAT(Schedule(result),
                ElementsAre("T1 2026-01-01 100 25 75", "T1 2026-02-01 100 25 50",
                            "T1 2026-03-01 100 25 25", "T1 2026-04-01 100 25 0",
                            "T2 2026-03-01 -100 -75 -25", "T2 2026-04-01 -100 -25 0"));
    EXPECT_EQ(Left(result, "asset")["2026-03-01"], 0_dec);
    EXPECT_EQ(Left(result, "expense")["2026-03-01"], -50_dec) << "what was expensed comes back";
    EXPECT_EQ(Left(result, "expense")["2026-04-01"], 0_dec);
  }
  const Csv late =
      Tables("T1,booking,,,A,2026-01-31,1000.00,EUR\nT2,refund,T1,,,2026-12-05,-500.00,EUR\n");
  EXPECT_THAT(Schedule(MustRun(Spreading({.months = 4}), late, "2026-12")),
              ElementsAre("T2 2026-12-01 -50 -50 0"));
}

TEST(AmortisationTableTest, ACapFollowsTheTransactionsAndOnlyTheComponentsNamedAreSpread) {
  Plan plan = Spreading({.months = 1, .of = {"new"}});
  plan.components[0].cap = Cap(60);
  plan.components.push_back(
      {.id = "other", .measure = "booked", .payout = Flat{.rate = Rate(1_dec)}});
  const Result result = MustRun(
      plan, Tables("T1,booking,,,A,2026-01-31,1000.00,EUR\nT2,booking,,,A,2026-01-31,200.00,EUR\n"),
      "2026-01");
  EXPECT_THAT(Schedule(result), ElementsAre("T1 2026-01-01 50 50 0", "T2 2026-01-01 10 10 0"));
}

TEST(AmortisationTableTest, RulesThatMakeNoSenseAreFound) {
  Plan plan = Spreading({.months = 0, .of = {"new", "newer"}, .rounding = {}});
  std::vector<std::string> found;
  for (const Finding& finding : Validate(plan))
    found.push_back(finding.where.path + " " + std::string(Name(finding.reason)));
  EXPECT_THAT(found, ElementsAre("incentive[p].amortisation.months OUT_OF_BOUNDS",
                                 "incentive[p].amortisation.rounding.point INVALID_ARGUMENT",
                                 "incentive[p].amortisation.of[1] UNKNOWN_REFERENCE"));
  plan = Spreading({.months = 1, .of = {"new"}});
  plan.components[0].span = Span::kYearToDate;
  ASSERT_EQ(Validate(plan).items().size(), 1U);
  EXPECT_EQ(Validate(plan).items()[0].reason, Reason::kUnsupportedOption);
}

TEST(AmortisationTableTest, TheDocumentHasTheSameWords) {
  const auto loaded = Parse(R"({"attain": "incentive/1", "id": "p", "currency": "EUR",
      "components": [{"id": "c", "measure": "booked", "payout": {"kind": "flat", "rate": "5%"},
                      "team": {"mode": "individual", "dedupe": false}}],
      "amortisation": {"months": 36, "of": ["c"], "expense_up_to": 12,
                       "rounding": {"point": "cumulative", "mode": "half_even", "scale": 2}}})");
  ASSERT_FALSE(loaded.ok()) << "a team paid member by member is not paid by transaction";
  EXPECT_EQ(ReasonOf(loaded.status()), Reason::kUnsupportedOption);
}

}  // namespace
}  // namespace attain::incentive
