// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/fairness.h"

#include <string>
#include <string_view>
#include <vector>

#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

// Reps with a quota of 10,000 a quarter who sell so much; 10 % flat.
Prepared Sellers(const std::vector<int>& sold,
                 std::string_view payout = R"({"kind": "flat", "rate": "10%"})") {
  Csv csv;
  csv["reps"] = "rep_id\n";
  csv["deals"] = "deal_id,owner_id,amount,ccy,closed,outcome\n";
  for (size_t i = 0; i < sold.size(); ++i) {
    const std::string id = std::to_string(100 + i);
    csv["reps"] += "R-" + id + "\n";
    if (sold[i] > 0)
      csv["deals"] += "D-" + id + ",R-" + id + "," + std::to_string(sold[i]) + ".00,EUR,2026-02-1" +
                      std::to_string(i % 10) + ",won\n";
  }
  const auto model = Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR",
    "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed"}],
    "targets": [{"id": "quota", "measure": "won", "period": "2026", "total": ")" +
                           std::to_string(40000 * sold.size()) + R"(",
      "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    "incentives": [{"id": "plan", "currency": "EUR", "period": "quarter",
        "components": [{"id": "all", "measure": "won", "payout": )" +
                           std::string(payout) + "}]}]}");
  EXPECT_TRUE(model.ok()) << model.status();
  auto prepared = Resolve(*model, TablesOf(csv));
  EXPECT_TRUE(prepared.ok()) << prepared.status();
  return *std::move(prepared);
}

Fairness Audited(const Prepared& prepared, const FairnessOptions& options = {}) {
  auto fairness = Audit(Quarter(prepared), options);
  EXPECT_TRUE(fairness.ok()) << fairness.status();
  return fairness.ok() ? *std::move(fairness) : Fairness();
}

double Value(const Fairness& fairness, int64_t row, std::string_view column = "value") {
  return fairness.figures.column(column)->DoubleAt(row).value_or(-99);
}

TEST(FairnessTest, FiguresOfFivePayees) {
  const Fairness fairness = Audited(Sellers({6000, 8000, 9000, 10000, 13000}));
  ASSERT_EQ(fairness.figures.rows(), 4);
  EXPECT_EQ(fairness.figures.column("figure")->FormatAt(0), "rank_correlation");
  EXPECT_DOUBLE_EQ(Value(fairness, 0), 1.0);
  EXPECT_EQ(fairness.figures.column("n")->IntAt(0), 5);
  EXPECT_EQ(fairness.figures.column("status")->FormatAt(0), "ok");
  EXPECT_DOUBLE_EQ(Value(fairness, 1), 0.4);  // 10,000 and 13,000 of 10,000
  EXPECT_NEAR(Value(fairness, 1, "low"), 0.1176, 1e-4);
  EXPECT_NEAR(Value(fairness, 1, "high"), 0.7693, 1e-4);
  // Paid 600, 800, 900, 1,000, 1,300: (−4·600 − 2·800 + 2·1,000 + 4·1,300) / (5 · 4,600).
  EXPECT_NEAR(Value(fairness, 2), 3200.0 / 23000.0, 1e-12);
  EXPECT_DOUBLE_EQ(Value(fairness, 3), 0.0);
  EXPECT_EQ(fairness.figures.column("n")->IntAt(3), 0);
  EXPECT_EQ(fairness.unlike.rows(), 0);
}

TEST(FairnessTest, PayThatDoesNotFollowAttainmentShows) {
  // Above 100 % everything pays 1 %: who reaches the quota is punished.
  const Fairness fairness =
      Audited(Sellers({6000, 8000, 9000, 11000, 13000},
                      R"({"kind": "tiers", "method": "whole", "over": {"attainment": "quota"},
      "bands": [{"from": "0%", "pays": "10%"}, {"from": "100%", "pays": "1%"}]})"));
  // Paid 600, 800, 900, 110, 130: ranks 3 4 5 1 2 against 1 2 3 4 5: 1 − 6·30/(5·24) = −0.5.
  EXPECT_NEAR(Value(fairness, 0), -0.5, 1e-12);
  EXPECT_LT(Value(fairness, 0, "low"), -0.5);
  EXPECT_GT(Value(fairness, 0, "high"), -0.5);
}

TEST(FairnessTest, EqualsWhoEarnDifferentlyAreNamed) {
  // The rate changed on 13 February: the same 7,000 of the same quota earn 700 or 1,400.
  const auto model =
      R"([{"valid": [null, "2026-02-13"], "kind": "flat", "rate": "10%"}, {"valid": ["2026-02-13", null], "kind": "flat", "rate": "20%"}])";
  const auto versions = std::string(R"({"versions": )") + model + "}";
  const Fairness fairness = Audited(Sellers({7000, 7000, 7000, 7000, 7000, 5000}, versions));
  EXPECT_EQ(fairness.figures.column("n")->IntAt(3), 10);  // Pairs among five.
  EXPECT_DOUBLE_EQ(Value(fairness, 3), 6.0);              // Three against two.
  ASSERT_EQ(fairness.unlike.rows(), 1);
  EXPECT_EQ(Dump(fairness.unlike), "plan|2026-Q1|R-102|R-103|700|1400|\n");
}

TEST(FairnessTest, TooFewOrAllAlikeIsSaid) {
  const Fairness few = Audited(Sellers({6000, 8000}));
  EXPECT_EQ(few.figures.column("status")->FormatAt(0), "insufficient");
  EXPECT_EQ(few.figures.column("status")->FormatAt(1), "insufficient");
  EXPECT_TRUE(few.figures.column("low")->IsNull(0));
  const Fairness alike = Audited(Sellers({8000, 8000, 8000, 8000, 8000}));
  EXPECT_EQ(alike.figures.column("status")->FormatAt(0), "undefined");
  EXPECT_TRUE(alike.figures.column("value")->IsNull(0));
  EXPECT_NEAR(Value(alike, 2), 0.0, 1e-12);
  const Fairness nothing = Audited(Sellers({0, 0, 0, 0, 0}));
  EXPECT_EQ(nothing.figures.column("status")->FormatAt(2), "undefined");
}

TEST(FairnessTest, BadQuestionsAreNamed) {
  const Prepared prepared = Prepare();
  EXPECT_EQ(ReasonOf(Audit(Quarter(prepared, {.payee = "R-104"})).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Audit(Quarter(prepared), {.target = "quota-2025"}).status()),
            Reason::kUnknownReference);
  EXPECT_EQ(ReasonOf(Audit(Quarter(prepared), {.least = 1}).status()), Reason::kInvalidArgument);
  const auto none = Parse(
      R"({"attain": "model/1", "id": "m", "measures": [{"id": "won", "kind": "count", "of": "deals", "date": "closed"}]})");
  ASSERT_TRUE(none.ok()) << none.status();
  const auto bound = Resolve(*none, TablesOf(CompanyCsv()));
  ASSERT_TRUE(bound.ok()) << bound.status();
  EXPECT_EQ(ReasonOf(Audit(Quarter(*bound)).status()), Reason::kNoTarget);
}

}  // namespace
}  // namespace attain::run
