// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a dataset holds, and how checks write into it while it is being loaded.
#ifndef ATTAIN_SRC_CRM_INTERNAL_STATE_H_
#define ATTAIN_SRC_CRM_INTERNAL_STATE_H_

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attain/crm/dataset.h"
#include "base/internal/once.h"
#include "crm/internal/collector.h"

namespace attain::crm {

/// One table of a dataset.
struct TableState {
  const TableInfo* info = nullptr;  // null for the user's own tables
  table::Table table;
  RowMask kept;
  std::map<std::string, std::vector<uint8_t>, std::less<>> words;  // by column
  std::vector<uint8_t> currencies;                                 // of column "ccy"
};

/// Ids of one kind, made once.
struct EntityState {
  attain::internal::Once once;
  Ids ids;
  int32_t listed = 0;               // ids from here on stand in no list of such things
  std::vector<int32_t> first_rows;  // row of the listing table; empty: row = id
  std::map<std::string, std::vector<int32_t>, std::less<>> columns;  // "table.column" → ids
};

struct Dataset::State {
  LoadOptions options;
  Findings findings;
  std::map<std::string, TableState, std::less<>> tables;
  Currency currency;
  std::vector<Currency> currencies;
  mutable std::array<EntityState, static_cast<size_t>(Entity::kCount)> entities;
  Hierarchy hierarchy;
  std::vector<std::string> trees;
  Fx fx;

  const TableState* find(std::string_view name) const {
    const auto found = tables.find(name);
    return found == tables.end() ? nullptr : &found->second;
  }
  TableState* find(std::string_view name) {
    const auto found = tables.find(name);
    return found == tables.end() ? nullptr : &found->second;
  }
  /// The ids of a kind, made on first use.
  const EntityState& Of(Entity entity) const;
  /// Ids of a canonical column, empty when it is absent.
  std::span<const int32_t> IdsOf(const TableState& table, std::string_view column) const;
};

/// The checks of one load.
class Checks {
 public:
  Checks(Dataset::State& state, Collector& collector) : state_(state), collector_(collector) {}

  void Columns();    // nulls, words, currencies, money, shares             check_columns.cc
  void Keys();       // duplicate keys and unknown references                check_keys.cc
  void Intervals();  // inverted and overlapping validities                  check_intervals.cc
  void Trees();      // circles in trees, shares of reps, the hierarchy      check_trees.cc
  void Deals();      // stages, outcomes, amounts, dates                     check_deals.cc
  void History();    // the change log                                       check_history.cc
  void Money();      // splits, credits, rates, assignment                   check_money.cc
  void Plans();      // periods, targets, metric values                      check_plans.cc

 private:
  friend class HistoryCheck;

  /// An error about a row: the row is set aside, unless its reason is tolerated.
  template <typename Text>
  void Error(Reason reason, TableState& table, std::string_view field, int64_t row,
             const Text& text, int64_t other_row = -1, std::string_view hint = {}) {
    const bool tolerated = Tolerates(reason);
    if (!tolerated && row >= 0) table.kept.SetAside(row);
    collector_.Add(tolerated ? Severity::kWarning : Severity::kError, reason, table.table.name(),
                   field, row, text, other_row, hint);
  }
  template <typename Text>
  void Warning(Reason reason, const TableState& table, std::string_view field, int64_t row,
               const Text& text, int64_t other_row = -1) {
    collector_.Add(Severity::kWarning, reason, table.table.name(), field, row, text, other_row);
  }
  bool Tolerates(Reason reason) const {
    const auto& list = state_.options.tolerate;
    return std::find(list.begin(), list.end(), reason) != list.end();
  }

  void Nulls(TableState& table);
  void WordsOf(TableState& table, const ColumnInfo& info, const table::Column& column);
  void CurrenciesOf(TableState& table, const table::Column* column);
  void AmountsOf(TableState& table, const ColumnInfo& info, const table::Column& column);
  void SharesOf(TableState& table, const ColumnInfo& info, const table::Column& column);
  void DuplicateKeys(TableState& table);
  void References(TableState& table);
  void ParentCircles(TableState& table, std::string_view key);
  void RepShares();
  void BuildHierarchy();
  void SplitSums(TableState& table, std::string_view whole, std::string_view type);
  void Reversals();
  void Rates();
  void Assignments();
  void PeriodTiles();
  void TargetSums();

  Dataset::State& state_;
  Collector& collector_;
};

/// The sum of two numbers, at most the largest and at least the smallest there is: enough to see
/// that shares of 38 decimals are not 1.
inline absl::int128 SaturatedSum(absl::int128 a, absl::int128 b) {
  if (b > 0 && a > absl::Int128Max() - b) return absl::Int128Max();
  if (b < 0 && a < absl::Int128Min() - b) return absl::Int128Min();
  return a + b;
}
/// Values of a column that tell rows apart, as 64-bit numbers; INT64_MIN where missing. Ids, words,
/// days, instants and numbers as they are, texts by dense numbers of their own.
std::vector<int64_t> Distinguishing(const Dataset::State& state, const TableState& table,
                                    std::string_view column);
/// Less than, equal to or more than zero as row `a` comes before, with or after row `b` by the
/// texts of its columns.
int CompareRows(const table::Table& table, int64_t a, int64_t b);

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_STATE_H_
