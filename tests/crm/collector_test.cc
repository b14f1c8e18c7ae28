// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/collector.h"

#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;

TEST(CollectorTest, KeepsTheLowestRowsAndCountsTheRest) {
  Collector collector(2);
  for (const int64_t row : {9, 3, 7, 1, 5})
    collector.Add(Severity::kError, Reason::kDupKey, "deals", "deal_id", row,
                  [&] { return std::to_string(row); });
  const Findings findings = collector.Take();
  EXPECT_THAT(At(findings, Reason::kDupKey),
              ElementsAre("deals 1 deal_id", "deals 3 deal_id", "deals -1 deal_id"));
  EXPECT_EQ(findings.items()[2].text, "3 more rows like these, 5 in all");
}

TEST(CollectorTest, MakesNoTextForWhatIsNotKept) {
  Collector collector(0);  // at least one
  int made = 0;
  for (int64_t row = 0; row < 100; ++row) {
    collector.Add(Severity::kWarning, Reason::kStageSkip, "t", "f", row,
                  [&] { return std::to_string(++made); });
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(collector.Take().size(), 2);
}

TEST(CollectorTest, OrdersByTableRowAndColumn) {
  Collector collector(10);
  const auto text = [] { return std::string("x"); };
  collector.Add(Severity::kError, Reason::kNullValue, "b", "x", 0, text);
  collector.Add(Severity::kError, Reason::kNullValue, "a", "y", 1, text);
  collector.Add(Severity::kError, Reason::kDupKey, "a", "x", 1, text);
  collector.Add({.severity = Severity::kError,
                 .reason = Reason::kTreeCycle,
                 .where = {.table = "a", .row = 0, .field = "z"},
                 .text = "x",
                 .hint = {}});
  std::vector<std::string> order;
  for (const Finding& finding : collector.Take())
    order.push_back(finding.where.table + std::to_string(finding.where.row) + finding.where.field);
  EXPECT_THAT(order, ElementsAre("a0z", "a1x", "a1y", "b0x"));
}

}  // namespace
}  // namespace attain::crm
