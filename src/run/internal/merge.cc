// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Tables put together: changed rows into a table by key, and result tables one after the other.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "attain/crm/tables.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Column;
using table::ColumnSpec;
using table::TableBuilder;
using table::Type;

// Sets a cell to a value of a column; text is read as what the cell holds. False when it cannot be.
bool SetCell(TableBuilder& rows, int cell, Type type, int scale, const Column& from, int64_t row) {
  if (from.IsNull(row)) {
    rows.Null(cell);
    return true;
  }
  const std::optional<std::string_view> text = from.TextAt(row);
  if (text.has_value() && text->empty() && type != Type::kText) {
    rows.Null(cell);
    return true;
  }
  switch (type) {
    case Type::kNull:
      rows.Null(cell);
      return true;
    case Type::kBool: {
      const auto value = text.has_value() ? (*text == "true"    ? std::optional<bool>(true)
                                             : *text == "false" ? std::optional<bool>(false)
                                                                : std::nullopt)
                                          : from.BoolAt(row);
      if (value.has_value()) rows.Bool(cell, *value);
      return value.has_value();
    }
    case Type::kInt:
    case Type::kDecimal: {
      std::optional<Decimal> value = from.DecimalAt(row);
      if (text.has_value()) {
        const auto parsed = Decimal::Parse(*text);
        if (parsed.ok()) value = *parsed;
      }
      if (!value.has_value()) return false;
      if (type == Type::kInt) {
        if (value->scale() != 0 || value->coefficient() > INT64_MAX ||
            value->coefficient() < INT64_MIN)
          return false;
        rows.Int(cell, static_cast<int64_t>(value->coefficient()));
      } else {
        if (value->scale() > scale && !(*value == Decimal(0))) {
          absl::int128 coefficient = value->coefficient();
          int digits = value->scale();
          while (digits > scale && coefficient % 10 == 0) coefficient /= 10, --digits;
          if (digits > scale) return false;
        }
        rows.Decimal(cell, *value);
      }
      return true;
    }
    case Type::kDouble: {
      const auto value = from.DoubleAt(row);
      if (value.has_value()) rows.Double(cell, *value);
      return value.has_value();
    }
    case Type::kDate: {
      std::optional<Date> value = from.DateAt(row);
      if (text.has_value()) {
        const auto parsed = Date::Parse(*text);
        if (parsed.ok()) value = *parsed;
      }
      if (value.has_value()) rows.Date(cell, *value);
      return value.has_value();
    }
    case Type::kTimestamp: {
      std::optional<Timestamp> value = from.TimestampAt(row);
      if (text.has_value()) {
        const auto parsed = Timestamp::Parse(*text);
        if (parsed.ok()) value = *parsed;
      }
      if (value.has_value()) rows.Timestamp(cell, *value);
      return value.has_value();
    }
    case Type::kText:
      rows.Text(cell, text.has_value() ? std::string(*text) : from.FormatAt(row));
      return true;
  }
  return false;
}

// The decimals a decimal column needs to hold the cells of another.
int ScaleFor(const Column& base, const Column& change) {
  int scale = std::max(base.scale(), change.type() == Type::kDecimal ? change.scale() : 0);
  if (change.type() != Type::kText) return scale;
  for (int64_t row = 0; row < change.length(); ++row) {
    const auto text = change.TextAt(row);
    const auto value =
        text.has_value() ? Decimal::Parse(*text) : absl::StatusOr<Decimal>(Decimal());
    if (value.ok()) scale = std::max(scale, value->scale());
  }
  return scale;
}

// A name without the ending of its file.
std::string_view Stem(std::string_view name) {
  for (const std::string_view ending : {std::string_view(".csv"), std::string_view(".parquet")}) {
    if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending)
      return name.substr(0, name.size() - ending.size());
  }
  return name;
}

const table::Table* RawNamed(const table::Tables& raw, std::string_view name) {
  if (const table::Table* exact = raw.table(name); exact != nullptr) return exact;
  for (const auto& [other, table] : raw) {
    if (Stem(other) == Stem(name)) return &table;
  }
  return nullptr;
}

// Which raw table a change is for, what its canonical columns are called there, and what tells its
// rows apart.
struct Aim {
  const table::Table* base = nullptr;  // null: the table is new
  std::string name;
  std::map<std::string, std::string> renamed;
  std::vector<std::string> key;
};

// The key of a canonical table by the names its columns have in the raw table; empty when a part of
// it is not there as it is.
std::vector<std::string> KeyOf(std::string_view canonical, const crm::TableSource& source,
                               const table::Table& raw) {
  std::vector<std::string> key;
  const crm::TableInfo* info = crm::FindTable(canonical);
  if (info == nullptr) return key;
  for (const std::string_view column : info->key) {
    const auto mapped = source.columns.find(std::string(column));
    const std::string name = mapped == source.columns.end() ? std::string(column) : mapped->second;
    if (raw.column(name) != nullptr) {
      key.push_back(name);
    } else if (info->column(column) != nullptr && info->column(column)->required) {
      return {};
    }
  }
  return key;
}

absl::StatusOr<Aim> AimOf(const PreparedState& prepared, const std::string& name) {
  Aim aim;
  aim.name = name;
  const crm::TableSources none;
  const crm::TableSources& sources = prepared.mapped ? none : prepared.model.value.tables;
  aim.base = RawNamed(prepared.raw, name);
  if (aim.base != nullptr) {
    aim.name = aim.base->name();
    for (const bool distinct : {false, true}) {
      for (const auto& [canonical, source] : sources) {
        const std::string_view from =
            source.from.empty() ? std::string_view(canonical) : std::string_view(source.from);
        if (source.distinct != distinct || Stem(from) != Stem(aim.name) || !aim.key.empty())
          continue;
        aim.key = KeyOf(canonical, source, *aim.base);
      }
    }
    if (aim.key.empty()) aim.key = KeyOf(name, {}, *aim.base);
    return aim;
  }
  if (const auto source = sources.find(name); source != sources.end()) {
    aim.base = RawNamed(prepared.raw, source->second.from.empty() ? name : source->second.from);
    if (aim.base != nullptr) {
      aim.name = aim.base->name();
      aim.renamed = source->second.columns;
      aim.key = KeyOf(name, source->second, *aim.base);
      return aim;
    }
  }
  if (crm::FindTable(name) != nullptr) return aim;
  std::vector<std::string> known = prepared.raw.names();
  for (const auto& [canonical, source] : sources) known.push_back(canonical);
  const std::string nearest = NearestWord(name, known);
  Findings findings;
  Where where;
  where.table = name;
  findings.AddError(Reason::kUnknownTable, std::move(where),
                    StrCat("there is no table \"", name, "\" to change"),
                    nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  return findings.ToStatus();
}

std::string KeyAt(const table::Table& table, const std::vector<std::string>& key, int64_t row) {
  std::string text;
  for (const std::string& name : key) {
    const Column* column = table.column(name);
    text += column == nullptr || column->IsNull(row) ? std::string("\x1e") : column->FormatAt(row);
    text += '\x1f';
  }
  return text;
}

absl::StatusOr<table::Table> MergeTable(const Aim& aim, const table::Table& given) {
  const table::Table& base = *aim.base;
  Findings findings;
  std::vector<Column> columns;
  for (const Column& column : given.columns()) {
    const auto renamed = aim.renamed.find(column.name());
    const std::string name = renamed == aim.renamed.end() ? column.name() : renamed->second;
    if (base.column(name) == nullptr) {
      const std::string nearest = NearestWord(name, base.column_names());
      Where where;
      where.table = given.name();
      where.field = column.name();
      findings.AddError(
          Reason::kUnknownColumn, std::move(where),
          StrCat("table \"", base.name(), "\" has no column \"", name, "\""),
          nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
    }
    columns.push_back(column.Renamed(name));
  }
  if (findings.has_errors()) return findings.ToStatus();
  ATTAIN_ASSIGN_OR_RETURN(const table::Table changes,
                          table::Table::Of(base.name(), std::move(columns)));

  // Which row of the base each change replaces; of changes with one key the last holds.
  std::map<std::string, int64_t> by_key;
  std::vector<int64_t> used;
  std::vector<int64_t> replaced(static_cast<size_t>(changes.rows()), -1);
  bool keyed = !aim.key.empty();
  for (const std::string& name : aim.key) keyed = keyed && changes.column(name) != nullptr;
  for (int64_t row = 0; row < changes.rows(); ++row) {
    if (!keyed) {
      used.push_back(row);
      continue;
    }
    by_key.insert_or_assign(KeyAt(changes, aim.key, row), row);
  }
  for (const auto& [key, row] : by_key) used.push_back(row);
  attain::internal::Sort(used);
  std::vector<int64_t> gone;
  if (keyed) {
    for (int64_t row = 0; row < base.rows(); ++row) {
      const auto change = by_key.find(KeyAt(base, aim.key, row));
      if (change == by_key.end()) continue;
      gone.push_back(row);
      if (replaced[static_cast<size_t>(change->second)] < 0)
        replaced[static_cast<size_t>(change->second)] = row;
    }
  }

  std::vector<Column> merged;
  for (const Column& column : base.columns()) {
    const Column* change = changes.column(column.name());
    const Type type =
        column.type() == Type::kNull && change != nullptr ? change->type() : column.type();
    const int scale =
        type == Type::kDecimal && change != nullptr ? ScaleFor(column, *change) : column.scale();
    const bool rebuild = type != column.type() || scale != column.scale();
    TableBuilder fresh(base.name(), {ColumnSpec{column.name(), type, scale}});
    if (rebuild) {
      size_t next = 0;
      for (int64_t row = 0; row < column.length(); ++row) {
        if (next < gone.size() && gone[next] == row) {
          ++next;
          continue;
        }
        SetCell(fresh, 0, type, scale, column, row);
        fresh.EndRow();
      }
    }
    for (const int64_t row : used) {
      const int64_t old = replaced[static_cast<size_t>(row)];
      if (change != nullptr && !SetCell(fresh, 0, type, scale, *change, row)) {
        Where where;
        where.table = given.name();
        where.row = row;
        where.field = change->name();
        findings.AddError(Reason::kInvalidCell, std::move(where),
                          StrCat("\"", change->FormatAt(row), "\" cannot be read as ", Name(type)));
      } else if (change == nullptr && old >= 0) {
        SetCell(fresh, 0, type, scale, column, old);
      }
      fresh.EndRow();
    }
    ATTAIN_ASSIGN_OR_RETURN(const table::Table added, fresh.Build());
    std::vector<table::Chunk> chunks;
    const auto append = [&chunks](const Column& part) {
      for (const table::Chunk& chunk : part.chunks()) {
        if (chunk.length > 0) chunks.push_back(chunk);
      }
    };
    if (!rebuild) {
      int64_t first = 0;
      for (const int64_t row : gone) {
        if (row > first) append(column.Slice(first, row - first));
        first = row + 1;
      }
      if (first < column.length()) append(column.Slice(first, column.length() - first));
    }
    append(added.columns()[0]);
    if (chunks.empty()) {
      merged.push_back(added.columns()[0]);
    } else {
      merged.emplace_back(column.name(), type, scale, std::move(chunks));
    }
  }
  if (findings.has_errors()) return findings.ToStatus();
  return table::Table::Of(base.name(), std::move(merged));
}

}  // namespace

absl::StatusOr<table::Tables> Merge(const PreparedState& prepared, const table::Tables& changes) {
  table::Tables merged = prepared.raw;
  for (const auto& [name, table] : changes) {
    ATTAIN_ASSIGN_OR_RETURN(const Aim aim, AimOf(prepared, name));
    if (aim.base == nullptr) {
      merged.Add(table);
      continue;
    }
    ATTAIN_ASSIGN_OR_RETURN(table::Table result, MergeTable(aim, table));
    merged.Add(std::move(result));
  }
  return merged;
}

absl::StatusOr<table::Table> Concatenate(std::string_view name,
                                         std::span<const table::Table> tables) {
  if (tables.empty()) return table::Table::Of(std::string(name), {});
  if (tables.size() == 1) return tables[0].Renamed(std::string(name));
  std::vector<ColumnSpec> specs;
  for (const Column& column : tables[0].columns())
    specs.push_back({column.name(), column.type(), column.scale()});
  for (const table::Table& table : tables) {
    for (size_t place = 0; place < specs.size(); ++place) {
      const Column& column = table.columns()[place];
      specs[place].scale = std::max(specs[place].scale, column.scale());
      if (specs[place].type == Type::kNull) specs[place].type = column.type();
    }
  }
  TableBuilder rows(std::string(name), specs);
  for (const table::Table& table : tables) {
    for (int64_t row = 0; row < table.rows(); ++row) {
      for (size_t place = 0; place < specs.size(); ++place) {
        SetCell(rows, static_cast<int>(place), specs[place].type, specs[place].scale,
                table.columns()[place], row);
      }
      rows.EndRow();
    }
  }
  return rows.Build();
}

}  // namespace attain::run
