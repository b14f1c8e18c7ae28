// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Where a table comes from: other people's names turned into the canonical ones.
//
//   "deals": { "from": "sales_pipeline", "columns": { "deal_id": "opportunity_id", "amount": "close_value" },
//              "derive": { "outcome": "deal_stage == 'Won' ? 'won' : 'open'" } }
//
// A source names a raw table, gives canonical columns the names they have there, and derives further columns by
// expression. Columns that are not mentioned keep their names and are carried along. Text is read as what the canonical
// column asks for: CSV files hold nothing else. "120.50" becomes an exact decimal, "2026-03-31" a day, an empty cell a
// missing value. Binary floating point becomes a decimal only when its shortest text is one with at most six decimals
// and fifteen digits; otherwise the cell is a finding (LOSSY_NUMBER).
#ifndef ATTAIN_CRM_SOURCE_H_
#define ATTAIN_CRM_SOURCE_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/crm/tables.h"
#include "attain/definition/fields.h"
#include "attain/table/table.h"

namespace attain::crm {

/// How one table is made from a raw one.
struct TableSource {
  /// Name of the raw table, with or without ".csv"/".parquet". Default: the table's own name.
  std::string from = {};
  std::map<std::string, std::string> columns = {};   ///< Canonical name → name in the raw table.
  /// New column and its CEL expression over the renamed columns, the columns that kept their raw names, and those derived before it. Load
  /// lets it look up rows of other tables (as they are before anything is derived), ask for periods, workdays and places in a tree.
  std::vector<std::pair<std::string, definition::ExpressionText>> derive = {};
  /// Keep one of the rows that are equal in the table's key and in every column mapped or derived. Default: no.
  bool distinct = false;
  bool operator==(const TableSource&) const = default;
};

/// The field table: from, columns, derive, distinct.
const definition::FieldTable& Describe(definition::Type<TableSource>);

/// Sources by canonical (or own) table name.
using TableSources = std::map<std::string, TableSource>;

/// The table `name` made from `raw` (all raw tables). Findings: an unknown raw table or column with the nearest known
/// name, an expression that does not compile (here without other tables, calendar and trees), cells that cannot be read as what their column asks for (the cell reads
/// as missing, the row is marked). Fails only when no table can be made at all: kUnknownTable. `bad_rows` receives the
/// rows with an error, ascending, and may be null.
absl::StatusOr<table::Table> MapTable(const table::Tables& raw, std::string_view name, const TableSource& source, Findings& findings,
                                      std::vector<int64_t>* bad_rows = nullptr);

/// One raw column as the canonical column `info` asks for: the same column when its type is usable as it is, otherwise read cell by cell.
/// Cells that cannot be read become missing; their rows are appended to `bad_rows`. kWrongColumnType when no cell of this type could be.
absl::StatusOr<table::Column> ConvertColumn(const table::Column& column, const ColumnInfo& info, std::string_view table, Findings& findings,
                                            std::vector<int64_t>& bad_rows);

}  // namespace attain::crm

#endif  // ATTAIN_CRM_SOURCE_H_
