// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/risk.h"

#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

const Date kToday = Date::Unchecked(2026, 3, 24);

TEST(AssessDealsTest, EverySignalHasItsFigure) {
  const std::vector<DealFacts> facts = {{.expected_close = kToday - 14},
                                        {.stage_since = kToday - 45, .stuck_after = 30},
                                        {.pushes = 4},
                                        {.last_activity = kToday - 21},
                                        {.amount = 70'000, .peak_amount = 100'000}};
  const auto risks = *AssessDeals(facts, kToday);
  EXPECT_EQ(risks[0].overdue, 14);
  EXPECT_EQ(risks[1].stuck, 45);
  EXPECT_EQ(risks[2].pushed, 4);
  EXPECT_EQ(risks[3].silent, 21);
  EXPECT_NEAR(*risks[4].shrunk, 0.3, 1e-15);
  for (const DealRisk& risk : risks) EXPECT_EQ(risk.signals, 1);
}

TEST(AssessDealsTest, MissingFactsAndLimitsNotReachedAreNoSignal) {
  const std::vector<DealFacts> facts = {{},
                                        {.expected_close = kToday},
                                        {.stage_since = kToday - 30, .stuck_after = 30},
                                        {.last_activity = kToday - 13, .pushes = 2},
                                        {.amount = 81, .peak_amount = 100},
                                        {.amount = 0, .peak_amount = 0}};
  const std::vector<DealRisk> risks = *AssessDeals(facts, kToday);
  for (const DealRisk& risk : risks) EXPECT_EQ(risk.signals, 0);
}

TEST(AssessDealsTest, LimitsAreChecked) {
  EXPECT_EQ(ReasonOf(AssessDeals({}, kToday, {.overdue_days = 0}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(AssessDeals({}, kToday, {.shrunk = 0}).status()), Reason::kInvalidArgument);
}

TEST(AddLogTest, PushesAndPeakComeFromTheLog) {
  std::vector<DealFacts> facts = {{.amount = 70}, {.amount = 5}};
  const std::vector<DealChange> changes = {
      {0, 1, 1, DealField::kCloseDay, 10, 20}, {0, 2, 1, DealField::kCloseDay, 20, 15},
      {0, 3, 1, DealField::kCloseDay, 15, 30}, {0, 3, 2, DealField::kAmount, 60, 100},
      {0, 4, 1, DealField::kAmount, 100, 70},  {0, 5, 1, DealField::kCloseDay, std::nullopt, 30}};
  ASSERT_TRUE(AddLog(changes, facts).ok());
  EXPECT_EQ(facts[0].pushes, 2);
  EXPECT_EQ(facts[0].peak_amount, 100);
  EXPECT_EQ(facts[1].peak_amount, 5);
  const std::vector<DealChange> bad = {{2, 1, 1, DealField::kAmount, 1, 2}};
  EXPECT_EQ(ReasonOf(AddLog(bad, facts)), Reason::kRowOutOfRange);
}

table::Table Deals() {
  return *table::Table::Of("deals", {table::Column::OfInts("amount", {60'000, 10, 70'000}),
                                     table::Column::OfInts("silent_days", {9, 40, 2})});
}

TEST(ApplyRulesTest, HitsSayWhy) {
  const std::vector<RiskRule> rules = {
      {"large and silent", "amount > 50000 && silent_days > 7", "large and silent"},
      {"quiet", "silent_days > 5", ""}};
  const RuleHits found = *ApplyRules(rules, Deals());
  ASSERT_EQ(found.hits.size(), 3U);
  EXPECT_EQ(found.hits[0].why, "large and silent (amount 60000, silent_days 9)");
  EXPECT_EQ(found.hits[1].rule, 1);
  EXPECT_EQ(found.hits[1].why, "silent_days > 5 (silent_days 9)");
  EXPECT_EQ(found.hits[2].row, 1);
}

TEST(ApplyRulesTest, RuleWithoutColumnsNeedsNoFigures) {
  EXPECT_EQ(ApplyRules(std::vector<RiskRule>{{"all", "true", ""}}, Deals())->hits[2].why, "true");
}

TEST(ApplyRulesTest, AllFaultsOfRulesAreFound) {
  const std::vector<RiskRule> rules = {{"", "true", ""},
                                       {"a", "amount >", ""},
                                       {"a", "true", ""},
                                       {"b", "size > 3", ""},
                                       {"c", "amount + 1", ""}};
  const Findings findings = FindingsOf(ApplyRules(rules, Deals()).status());
  EXPECT_EQ(findings.size(), 5);
  EXPECT_EQ(findings.items()[1].where.path, "rules[a].when");
}

TEST(ApplyRulesTest, RowsThatFailAreTold) {
  const RuleHits found =
      *ApplyRules(std::vector<RiskRule>{{"ratio", "100 / (amount - 10) > 0", ""}}, Deals());
  EXPECT_EQ(found.findings.size(), 1);
  EXPECT_EQ(found.findings.items()[0].reason, Reason::kEvaluationError);
}

}  // namespace
}  // namespace attain::funnel
