// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/source.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "attain/expression/expression.h"
#include "base/internal/memory.h"
#include "base/internal/text.h"
#include "crm/internal/convert.h"

namespace attain::crm {
namespace {

using definition::Optional;
using internal::StrCat;
using table::Column;
using table::Table;

/// Findings kept by the public functions, which have no option for it.
constexpr int64_t kLimit = 100;

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = NearestWord(word, known);
  return nearest.empty() ? "" : StrCat("did you mean \"", nearest, "\"?");
}

std::string_view Stem(std::string_view file) {
  for (const std::string_view ending : {".csv", ".parquet"}) {
    if (file.ends_with(ending)) return file.substr(0, file.size() - ending.size());
  }
  return file;
}

void Move(Findings&& from, Collector& collector, std::string_view table, std::string_view field) {
  for (Finding& finding : from.mutable_items()) {
    if (finding.where.table.empty()) finding.where.table = table;
    if (finding.where.field.empty()) finding.where.field = field;
    collector.Add(std::move(finding));
  }
}

/// The table as it is being put together.
struct Mapper {
  std::string_view name;
  const TableInfo* info;
  const TableSource& source;
  Collector& collector;
  std::vector<int64_t>& bad_rows;
  Surroundings* surroundings;
  std::vector<Column> columns = {};  // of the result
  std::set<std::string> made = {};   // mapped or derived

  /// Puts a column into the result, in place of one of its name, read as its canonical column asks
  /// for.
  void Put(const Column& raw, const std::string& as) {
    Column column = raw.Renamed(as);
    if (const ColumnInfo* wanted = info == nullptr ? nullptr : info->column(as);
        wanted != nullptr) {
      auto converted = ConvertInto(column, *wanted, name, collector, bad_rows);
      internal::PassOutOfMemory(converted.status());
      if (!converted.ok()) {
        collector.Add(Severity::kError, Reason::kWrongColumnType, name, as, -1,
                      [&] { return MessageOf(converted.status()); });
        column = Column(
            as, table::Type::kNull, 0,
            {{.layout = table::Layout::kNull, .length = raw.length(), .null_count = raw.length()}});
        if (wanted->required) {
          for (int64_t row = 0; row < raw.length(); ++row) bad_rows.push_back(row);
        }
      } else {
        column = *std::move(converted);
      }
    }
    const auto same = std::find_if(columns.begin(), columns.end(),
                                   [&](const Column& other) { return other.name() == as; });
    if (same == columns.end()) {
      columns.push_back(std::move(column));
    } else {
      *same = std::move(column);
    }
  }

  /// Columns of the raw table under their own names, unless they were mapped elsewhere.
  void Carry(const Table& raw) {
    std::set<std::string> taken;
    for (const auto& [canonical, theirs] : source.columns) taken.insert(theirs);
    for (const Column& column : raw.columns()) {
      if (!taken.contains(column.name()) && !source.columns.contains(column.name()))
        Put(column, column.name());
    }
  }

  void Rename(const Table& raw) {
    for (const auto& entry : source.columns) {
      const std::string& canonical = entry.first;
      const std::string& theirs = entry.second;
      if (info != nullptr && info->column(canonical) == nullptr) {
        std::vector<std::string> known;
        for (const ColumnInfo& column : info->columns) known.emplace_back(column.name);
        if (const std::string hint = DidYouMean(canonical, known); !hint.empty()) {
          collector.Add(
              Severity::kWarning, Reason::kUnknownColumn, name, canonical, -1,
              [&] {
                return StrCat("the table has no canonical column ", canonical,
                              "; it is carried along as the user's own");
              },
              -1, hint);
        }
      }
      const Column* column = raw.column(theirs);
      if (column == nullptr) {
        collector.Add(
            Severity::kError, Reason::kUnknownColumn, name, canonical, -1,
            [&] { return StrCat("the raw table ", raw.name(), " has no column ", theirs); }, -1,
            DidYouMean(theirs, raw.column_names()));
        continue;
      }
      Put(*column, canonical);
      made.insert(canonical);
    }
  }

  void Derive(const Table& raw) {
    for (const auto& [column, expression] : source.derive) {
      // The expression sees the result so far and, under their raw names, the columns that were
      // renamed.
      std::vector<Column> visible = columns;
      for (const Column& other : raw.columns()) {
        const bool hidden = std::any_of(visible.begin(), visible.end(), [&](const Column& seen) {
          return seen.name() == other.name();
        });
        if (!hidden) visible.push_back(other);
      }
      const auto result = Evaluated(expression, visible, column);
      internal::PassOutOfMemory(result.status());
      if (!result.ok()) {
        Move(FindingsOf(result.status()), collector, name, column);
        continue;
      }
      Put(*result, column);
      made.insert(column);
    }
  }

  absl::StatusOr<Column> Evaluated(const definition::ExpressionText& expression,
                                   const std::vector<Column>& visible, const std::string& column) {
    ATTAIN_ASSIGN_OR_RETURN(const Table table, Table::Of(std::string(name), visible));
    ATTAIN_ASSIGN_OR_RETURN(const expression::Expression parsed, expression::ParseText(expression));
    absl::StatusOr<expression::Bound> bound = expression::Bind(parsed, table);
    if (!bound.ok() && surroundings != nullptr) {
      ATTAIN_ASSIGN_OR_RETURN(const expression::BindOptions options,
                              surroundings->OptionsFor(parsed));
      bound = expression::Bind(parsed, table, options);
    }
    ATTAIN_RETURN_IF_ERROR(bound.status());
    Findings findings;
    auto result = expression::Evaluate(*bound, table, column, &findings);
    Move(std::move(findings), collector, name, column);
    return result;
  }

  /// Rows to keep when rows that are equal in the key and in all columns mapped or derived count
  /// once; nothing: all.
  std::optional<std::vector<int64_t>> DistinctRows(int64_t rows) const {
    if (!source.distinct) return std::nullopt;
    std::set<std::string> seen;
    std::vector<int64_t> kept;
    for (int64_t row = 0; row < rows; ++row) {
      std::string text;
      for (const Column& column : columns) {
        const bool key = info != nullptr && std::find(info->key.begin(), info->key.end(),
                                                      column.name()) != info->key.end();
        if (!key && !made.contains(column.name())) continue;
        const std::string cell = column.FormatAt(row);
        internal::StrAppend(&text, column.IsNull(row) ? "-" : "+", cell.size(), ":", cell);
      }
      if (seen.insert(std::move(text)).second) kept.push_back(row);
    }
    return kept;
  }
};

/// The rows of a column at the positions given, as slices of it.
Column Gather(const Column& column, const std::vector<int64_t>& rows) {
  std::vector<table::Chunk> chunks;
  for (size_t i = 0; i < rows.size();) {
    size_t end = i + 1;
    while (end < rows.size() && rows[end] == rows[end - 1] + 1) ++end;
    const Column slice = column.Slice(rows[i], static_cast<int64_t>(end - i));
    chunks.insert(chunks.end(), slice.chunks().begin(), slice.chunks().end());
    i = end;
  }
  return Column(column.name(), column.type(), column.scale(), std::move(chunks));
}

}  // namespace

const definition::FieldTable& Describe(definition::Type<TableSource>) {
  static const auto& table = *new auto(definition::Table<TableSource>(
      "table_source", "How a table is made from a raw one.",
      {Optional("from", &TableSource::from,
                "Name of the raw table, with or without .csv or .parquet. Default: the table's own "
                "name."),
       Optional("columns", &TableSource::columns,
                "Canonical column and its name in the raw table."),
       Optional("derive", &TableSource::derive, "New column and the expression that makes it."),
       Optional("distinct", &TableSource::distinct,
                "Keep one of the rows that are equal in the key and in every column mapped or "
                "derived. Default: false.")}));
  return table;
}

absl::StatusOr<Table> MapInto(const table::Tables& raw, std::string_view name,
                              const TableSource& source, Collector& collector,
                              std::vector<int64_t>& bad_rows, Surroundings* surroundings) {
  const std::string_view from = source.from.empty() ? name : std::string_view(source.from);
  const Table* table = raw.table(from);
  if (table == nullptr) table = raw.table(Stem(from));
  if (table == nullptr) {
    const std::string hint = DidYouMean(Stem(from), raw.names());
    collector.Add(
        Severity::kError, Reason::kUnknownTable, name, "", -1,
        [&] { return StrCat("there is no raw table ", from); }, -1, hint);
    return MakeError(Reason::kUnknownTable,
                     StrCat("there is no raw table ", from, hint.empty() ? "" : "; ", hint));
  }
  Mapper mapper{.name = name,
                .info = FindTable(name),
                .source = source,
                .collector = collector,
                .bad_rows = bad_rows,
                .surroundings = surroundings};
  mapper.Carry(*table);
  mapper.Rename(*table);
  mapper.Derive(*table);
  if (const auto kept = mapper.DistinctRows(table->rows()); kept.has_value()) {
    for (Column& column : mapper.columns) column = Gather(column, *kept);
    // Row numbers of findings so far are those of the raw table; rows set aside must be those of
    // the result.
    std::vector<int64_t> moved;
    for (const int64_t row : bad_rows) {
      const auto at = std::lower_bound(kept->begin(), kept->end(), row);
      if (at != kept->end() && *at == row) moved.push_back(at - kept->begin());
    }
    bad_rows = std::move(moved);
  }
  std::sort(bad_rows.begin(), bad_rows.end());
  bad_rows.erase(std::unique(bad_rows.begin(), bad_rows.end()), bad_rows.end());
  return Table::Of(std::string(name), std::move(mapper.columns));
}

absl::StatusOr<Table> MapTable(const table::Tables& raw, std::string_view name,
                               const TableSource& source, Findings& findings,
                               std::vector<int64_t>* bad_rows) {
  Collector collector(kLimit);
  std::vector<int64_t> bad;
  auto result = MapInto(raw, name, source, collector, bad, nullptr);
  findings.Append(collector.Take());
  if (bad_rows != nullptr) *bad_rows = std::move(bad);
  return result;
}

absl::StatusOr<Column> ConvertColumn(const Column& column, const ColumnInfo& info,
                                     std::string_view table, Findings& findings,
                                     std::vector<int64_t>& bad_rows) {
  Collector collector(kLimit);
  auto result = ConvertInto(column, info, table, collector, bad_rows);
  findings.Append(collector.Take());
  return result;
}

}  // namespace attain::crm
