// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/descriptions.h"

#include "testing.h"

namespace attain::crm {
namespace {

TEST(DescriptionsTest, WhatATableNamesIsThere) {
  for (const TableInfo& info : CanonicalTables()) {
    std::set<std::string_view> names;
    EXPECT_FALSE(info.doc.empty()) << info.name;
    EXPECT_TRUE(info.tier == 1 || info.tier == 2) << info.name;
    for (const ColumnInfo& column : info.columns) {
      EXPECT_TRUE(names.insert(column.name).second) << info.name << " " << column.name;
      EXPECT_FALSE(column.doc.empty()) << info.name << " " << column.name;
      EXPECT_EQ(column.type == ColumnType::kWord, !column.words.empty())
          << info.name << " " << column.name;
      EXPECT_EQ(column.type == ColumnType::kId, column.entity != Entity::kNone)
          << info.name << " " << column.name;
      if (column.required) {
        EXPECT_FALSE(column.nullable) << info.name << " " << column.name;
      }
      if (!column.references.empty()) {
        EXPECT_EQ(MasterOf(column.entity), column.references) << info.name << " " << column.name;
      }
      if (!column.currency.empty()) {
        EXPECT_NE(info.column(column.currency), nullptr) << info.name << " " << column.name;
      }
    }
    for (const auto& list : {info.key, info.exclusive}) {
      for (const std::string_view column : list)
        EXPECT_TRUE(names.contains(column)) << info.name << " " << column;
    }
    EXPECT_EQ(info.from.empty(), info.to.empty()) << info.name;
    if (!info.from.empty()) {
      EXPECT_TRUE(names.contains(info.from) && names.contains(info.to)) << info.name;
    }
  }
}

TEST(DescriptionsTest, WhatIsDescribedIsCanonicalInTheSameOrder) {
  const std::vector<TableInfo> described = DescribeTables();
  ASSERT_EQ(described.size(), CanonicalTables().size());
  for (size_t i = 0; i < described.size(); ++i) {
    EXPECT_EQ(described[i].name, CanonicalTables()[i].name);
    EXPECT_EQ(described[i].columns.size(), CanonicalTables()[i].columns.size())
        << described[i].name;
  }
}

TEST(DescriptionsTest, WordsHaveTheNumbersOfTheirEnumerators) {
  const auto word = [](const char* table, const char* column, size_t number) {
    return FindTable(table)->column(column)->words[number];
  };
  EXPECT_EQ(word("transactions", "kind", static_cast<size_t>(TransactionKind::kRefund)), "refund");
  EXPECT_EQ(word("deals", "outcome", static_cast<size_t>(Outcome::kVoid)), "void");
  EXPECT_EQ(word("stages", "kind", static_cast<size_t>(StageKind::kVoid)), "void");
  EXPECT_EQ(word("deals", "deal_type", static_cast<size_t>(DealType::kRenewal)), "renewal");
  EXPECT_EQ(word("deal_changes", "field", static_cast<size_t>(ChangeField::kOutcome)), "outcome");
  EXPECT_EQ(word("deal_splits", "split_type", static_cast<size_t>(SplitType::kOverlay)), "overlay");
  EXPECT_EQ(word("targets", "scope_kind", static_cast<size_t>(ScopeKind::kTuple)), "tuple");
  EXPECT_EQ(word("targets", "level", static_cast<size_t>(TargetLevel::kChallenge)), "challenge");
  EXPECT_EQ(word("balances", "kind", static_cast<size_t>(BalanceKind::kClawback)), "clawback");
  EXPECT_EQ(word("activities", "kind", static_cast<size_t>(ActivityKind::kTask)), "task");
  EXPECT_EQ(word("metrics", "direction", static_cast<size_t>(Direction::kBand)), "band");
  EXPECT_EQ(word("metrics", "unit", static_cast<size_t>(MetricUnit::kScore)), "score");
  EXPECT_EQ(word("metrics", "agg", static_cast<size_t>(MetricAggregate::kLast)), "last");
  EXPECT_EQ(word("fx_rates", "rate_type", static_cast<size_t>(RateType::kPlan)), "plan");
  EXPECT_EQ(word("periods", "kind", static_cast<size_t>(Grain::kYear) - 1), "year");
}

}  // namespace
}  // namespace attain::crm
