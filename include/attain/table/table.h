// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A table: named columns of one length; and a set of tables by name.
//
//   TableBuilder deals("deals", {{"deal_id", Type::kText}, {"amount", Type::kDecimal, 2}});
//   deals.Text(0, "D-1").Decimal(1, *Decimal::Parse("120.50")).EndRow();
//   Table table = *deals.Build();
//   table.column("amount")->DecimalAt(0);      // 120.50
//
// In: columns (column.h), Arrow (arrow.h), or rows, as here. Out: columns.
#ifndef ATTAIN_TABLE_TABLE_H_
#define ATTAIN_TABLE_TABLE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/table/column.h"

namespace attain::table {

/// Named columns of one length. Immutable and cheap to copy.
class Table {
 public:
  Table() = default;
  /// kLengthMismatch when columns differ in length, kDuplicateColumn when two have one name.
  static absl::StatusOr<Table> Of(std::string name, std::vector<Column> columns);

  const std::string& name() const { return name_; }                 ///< The table's name.
  Table Renamed(std::string name) const;                             ///< The same columns under another name.
  int64_t rows() const { return rows_; }                             ///< Number of rows.
  const std::vector<Column>& columns() const { return columns_; }    ///< All columns, in order.
  /// The column named `name`, or null.
  const Column* column(std::string_view name) const;
  /// The table with `column` added, or put in the place of the one of that name. kLengthMismatch.
  absl::StatusOr<Table> With(Column column) const;
  /// Names of the columns, in order.
  std::vector<std::string> column_names() const;

 private:
  std::string name_;
  int64_t rows_ = 0;
  std::vector<Column> columns_;
};

/// Tables by name, in name order.
class Tables {
 public:
  Tables() = default;
  /// Adds a table under its name, in place of an earlier one of that name.
  void Add(Table table);
  /// The table named `name`, or null.
  const Table* table(std::string_view name) const;
  /// Names of all tables.
  std::vector<std::string> names() const;
  auto begin() const { return tables_.begin(); }  ///< First (name, table).
  auto end() const { return tables_.end(); }      ///< Past the last.
  int64_t size() const { return static_cast<int64_t>(tables_.size()); }  ///< Number of tables.

 private:
  std::map<std::string, Table, std::less<>> tables_;
};

/// What a column of a table to be built holds.
struct ColumnSpec {
  std::string name;  ///< The column's name.
  Type type;         ///< What its values mean.
  int scale = 0;     ///< Decimals of a decimal column.
};

/// Builds a table row by row: for hosts whose data come from a cursor, and for results.
class TableBuilder {
 public:
  /// A table without rows.
  TableBuilder(std::string name, std::vector<ColumnSpec> columns);
  TableBuilder(TableBuilder&&) noexcept;
  TableBuilder& operator=(TableBuilder&&) noexcept;
  ~TableBuilder();

  // Each sets one cell of the present row; cells not set are missing. A wrong column number or type, or a decimal that does not fit the
  // scale exactly, is remembered and reported by Build with row and column; the row stays usable.
  TableBuilder& Bool(int column, bool value);                   ///< Sets a boolean.
  TableBuilder& Int(int column, int64_t value);                 ///< Sets a whole number.
  TableBuilder& Double(int column, double value);               ///< Sets a floating-point number.
  TableBuilder& Decimal(int column, attain::Decimal value);     ///< Sets a decimal, exactly.
  TableBuilder& Date(int column, attain::Date value);           ///< Sets a day.
  TableBuilder& Timestamp(int column, attain::Timestamp value); ///< Sets an instant.
  TableBuilder& Text(int column, std::string_view value);       ///< Sets a text (UTF-8).
  TableBuilder& Null(int column);                               ///< Sets a missing value.
  /// Ends the present row and starts the next.
  TableBuilder& EndRow();

  int64_t rows() const;  ///< Rows ended so far.

  /// The table of all ended rows; the builder is empty afterwards. With faults: a status with a finding for each (kWrongColumnType,
  /// kUnknownColumn, kInexact, kInvalidUtf8).
  absl::StatusOr<Table> Build();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attain::table

#endif  // ATTAIN_TABLE_TABLE_H_
