// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of keys: two rows with one key, and references to rows that do not exist.
#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <string>

#include "attain/table/intern.h"
#include "base/internal/memory.h"
#include "base/internal/text.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;  // splitmix64 (Steele, Lea, Flood, 2014)
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// Rows that share their key with an earlier row, by that row. `keys`: the key columns; rows with a
/// missing part are left out.
std::map<int64_t, std::vector<int64_t>> Doubled(const std::vector<std::vector<int64_t>>& keys,
                                                int64_t rows) {
  std::map<int64_t, std::vector<int64_t>> doubled;
  // Ordered exports need no table: each key larger than the one before.
  bool ascending = true;
  for (int64_t row = 1; ascending && row < rows; ++row) {
    int order = 0;
    for (const auto& key : keys) {
      const int64_t a = key[static_cast<size_t>(row - 1)];
      const int64_t b = key[static_cast<size_t>(row)];
      if (a != b) {
        order = a < b ? -1 : 1;
        break;
      }
    }
    ascending = order < 0;
  }
  if (ascending) return doubled;
  const size_t slots = std::bit_ceil(static_cast<size_t>(rows) * 2 + 2);
  std::vector<int32_t> table(slots, -1);
  for (int64_t row = 0; row < rows; ++row) {
    uint64_t hash = 0;
    for (const auto& key : keys)
      hash = Mix(hash * 31 + static_cast<uint64_t>(key[static_cast<size_t>(row)]));
    size_t slot = hash & (slots - 1);
    for (;; slot = (slot + 1) & (slots - 1)) {
      if (table[slot] < 0) {
        table[slot] = static_cast<int32_t>(row);
        break;
      }
      const auto first = static_cast<size_t>(table[slot]);
      const bool same = std::all_of(keys.begin(), keys.end(), [&](const auto& key) {
        return key[first] == key[static_cast<size_t>(row)];
      });
      if (same) {
        doubled[table[slot]].push_back(row);
        break;
      }
    }
  }
  return doubled;
}

}  // namespace

std::vector<int64_t> Distinguishing(const Dataset::State& state, const TableState& table,
                                    std::string_view name) {
  const table::Column* column = table.table.column(name);
  const auto rows = static_cast<size_t>(table.table.rows());
  std::vector<int64_t> values(rows, INT64_MIN);
  if (column == nullptr) return values;
  if (const auto ids = state.IdsOf(table, name); !ids.empty()) {
    for (size_t row = 0; row < rows; ++row) {
      if (ids[row] >= 0) values[row] = ids[row];
    }
    return values;
  }
  if (const auto words = table.words.find(name); words != table.words.end()) {
    for (size_t row = 0; row < rows; ++row) values[row] = words->second[row];
    return values;
  }
  const auto fill = [&](auto reader) {
    for (int64_t row = 0; row < column->length(); ++row) {
      if (reader.has(row)) values[static_cast<size_t>(row)] = reader[row];
    }
  };
  switch (column->type()) {
    case table::Type::kDate:
      fill(Days(column));
      break;
    case table::Type::kTimestamp:
      fill(Micros(column));
      break;
    case table::Type::kInt:
    case table::Type::kDecimal:
      fill(Amounts(column));
      break;
    case table::Type::kText: {
      table::Interner texts;
      const auto ids = table::InternColumn(*column, texts);
      internal::PassOutOfMemory(ids.status());
      for (size_t row = 0; ids.ok() && row < rows; ++row) {
        if ((*ids)[row] >= 0) values[row] = (*ids)[row];
      }
      break;
    }
    default:
      break;
  }
  return values;
}

int CompareRows(const table::Table& table, int64_t a, int64_t b) {
  for (const table::Column& column : table.columns()) {
    const int order = column.FormatAt(a).compare(column.FormatAt(b));
    if (order != 0) return order;
  }
  return 0;
}

void Checks::Keys() {
  for (auto& entry : state_.tables) {
    TableState& table = entry.second;
    if (table.info == nullptr || table.table.rows() == 0) continue;
    DuplicateKeys(table);
    References(table);
  }
}

void Checks::DuplicateKeys(TableState& table) {
  const TableInfo& info = *table.info;
  std::vector<std::string_view> present;
  for (const std::string_view column : info.key) {
    if (table.table.column(column) != nullptr) present.push_back(column);
    // Without a required part the table is set aside already.
    else if (info.column(column)->required)
      return;
  }
  if (present.empty()) return;
  // A single id of things this table lists: as many ids as rows means that none is doubled.
  const ColumnInfo* only = present.size() == 1 ? info.column(present[0]) : nullptr;
  if (only != nullptr && only->entity != Entity::kNone && MasterOf(only->entity) == info.name &&
      state_.Of(only->entity).listed == table.table.rows()) {
    return;
  }
  std::vector<std::vector<int64_t>> keys;
  for (const std::string_view column : present)
    keys.push_back(Distinguishing(state_, table, column));
  for (const auto& group : Doubled(keys, table.table.rows())) {
    const int64_t first = group.first;
    // Rows without their only key are missing values, not doubles.
    if (only != nullptr && keys[0][static_cast<size_t>(first)] == INT64_MIN) continue;
    std::vector<int64_t> all = group.second;
    all.insert(all.begin(), first);
    int64_t best = -1;
    for (const int64_t row : all) {
      if (table.kept[row] && (best < 0 || CompareRows(table.table, row, best) < 0)) best = row;
    }
    // Whoever asks for the row of a thing gets the one that is used, wherever it stands.
    if (only != nullptr && best >= 0 && MasterOf(only->entity) == info.name) {
      EntityState& listed = state_.entities[static_cast<size_t>(only->entity)];
      const auto id = static_cast<size_t>(keys[0][static_cast<size_t>(first)]);
      if (id < listed.first_rows.size()) listed.first_rows[id] = static_cast<int32_t>(best);
    }
    for (const int64_t row : all) {
      if (row == best || !table.kept[row]) continue;
      Error(
          Reason::kDupKey, table, present[0], row,
          [&] {
            std::string text = "the key ";
            for (size_t i = 0; i < present.size(); ++i)
              internal::StrAppend(&text, i == 0 ? "" : ", ",
                                  table.table.column(present[i])->FormatAt(row));
            return StrCat(text, " stands in another row too");
          },
          best);
    }
  }
}

void Checks::References(TableState& table) {
  for (const ColumnInfo& info : table.info->columns) {
    const table::Column* column = table.table.column(info.name);
    if (info.references.empty() || column == nullptr || state_.find(info.references) == nullptr)
      continue;
    const auto ids = state_.IdsOf(table, info.name);
    const int32_t listed = state_.Of(info.entity).listed;
    const bool own = info.references == table.info->name;
    for (size_t i = 0; i < ids.size(); ++i) {
      if (ids[i] < listed) [[likely]]
        continue;
      const auto row = static_cast<int64_t>(i);
      const auto text = [&] {
        return StrCat("there is no \"", column->FormatAt(row), "\" in ",
                      own ? "this table" : info.references);
      };
      if (info.soft) {
        Warning(Reason::kOrphanRef, table, info.name, row, text);
      } else {
        Error(Reason::kOrphanRef, table, info.name, row, text);
      }
    }
  }
}

}  // namespace attain::crm
