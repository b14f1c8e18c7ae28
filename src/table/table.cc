// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "attain/base/finding.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "base/internal/utf8.h"
#include "table/internal/bitmap.h"
#include "table/internal/guard.h"

namespace attain::table {
namespace {

using attain::internal::StrCat;

// A column while it is built. Cells beyond `length` are missing.
struct ColumnState {
  ColumnSpec spec;
  int64_t length = 0;           // Cells held, at most one more than the rows ended.
  std::vector<int64_t> words;   // Whole numbers, instants; end offsets of text.
  std::vector<int32_t> days;    // Dates.
  std::vector<double> doubles;  // Floating point.
  std::vector<absl::int128> decimals;
  std::vector<uint8_t> bits;      // Booleans, a bitmap.
  std::vector<uint8_t> validity;  // A bitmap.
  std::vector<char> text;  // Bytes; a vector because its buffer stays where it is when moved.
};

// What a chunk of a built column keeps alive.
using Kept = ColumnState;

// Grows without ever shrinking the room that doubling would have given.
template <typename T>
void Reserve(std::vector<T>* values, size_t size) {
  if (size > values->capacity()) values->reserve(std::max(size, 2 * values->capacity()));
}

Layout LayoutOf(Type type) {
  switch (type) {
    case Type::kBool:
      return Layout::kBool;
    case Type::kInt:
      return Layout::kInt64;
    case Type::kDouble:
      return Layout::kFloat64;
    case Type::kDecimal:
      return Layout::kDecimal128;
    case Type::kDate:
      return Layout::kDate32;
    case Type::kTimestamp:
      return Layout::kTimestampMicro;
    case Type::kText:
      return Layout::kLargeUtf8;
    case Type::kNull:
      break;
  }
  return Layout::kNull;
}

// Room for `length` cells. All that may throw happens here.
void ReserveCells(ColumnState* column, int64_t length) {
  const auto size = static_cast<size_t>(length);
  const auto bytes = static_cast<size_t>(internal::BitmapBytes(length));
  Reserve(&column->validity, bytes);
  switch (column->spec.type) {
    case Type::kBool:
      Reserve(&column->bits, bytes);
      break;
    case Type::kInt:
    case Type::kTimestamp:
      Reserve(&column->words, size);
      break;
    case Type::kDouble:
      Reserve(&column->doubles, size);
      break;
    case Type::kDecimal:
      Reserve(&column->decimals, size);
      break;
    case Type::kDate:
      Reserve(&column->days, size);
      break;
    case Type::kText:
      Reserve(&column->words, size + 1);
      break;
    case Type::kNull:
      break;
  }
}

// Makes the column `length` cells long, new ones missing. There must be room.
void Resize(ColumnState* column, int64_t length) {
  const auto size = static_cast<size_t>(length);
  const auto bytes = static_cast<size_t>(internal::BitmapBytes(length));
  const bool shrinks = length < column->length;
  column->validity.resize(bytes);
  if (shrinks && (length & 7) != 0) {
    uint8_t& last = column->validity.back();
    last = static_cast<uint8_t>(last & ((1U << (length & 7)) - 1));
  }
  switch (column->spec.type) {
    case Type::kBool:
      column->bits.resize(bytes);
      break;
    case Type::kInt:
    case Type::kTimestamp:
      column->words.resize(size);
      break;
    case Type::kDouble:
      column->doubles.resize(size);
      break;
    case Type::kDecimal:
      column->decimals.resize(size);
      break;
    case Type::kDate:
      column->days.resize(size);
      break;
    case Type::kText:
      column->words.resize(size + 1, static_cast<int64_t>(column->text.size()));
      if (shrinks) column->text.resize(static_cast<size_t>(column->words.back()));
      break;
    case Type::kNull:
      break;
  }
  column->length = length;
}

const void* ValuesOf(const ColumnState& column) {
  switch (column.spec.type) {
    case Type::kBool:
      return column.bits.data();
    case Type::kDouble:
      return column.doubles.data();
    case Type::kDecimal:
      return column.decimals.data();
    case Type::kDate:
      return column.days.data();
    default:
      return column.words.data();
  }
}

}  // namespace

absl::StatusOr<Table> Table::Of(std::string name, std::vector<Column> columns) {
  return internal::Guarded([&]() -> absl::StatusOr<Table> {
    Findings findings;
    std::vector<std::string_view> names;
    names.reserve(columns.size());
    for (const Column& column : columns) {
      if (column.length() != columns.front().length()) {
        findings.AddError(
            Reason::kLengthMismatch, {.table = name, .field = column.name()},
            StrCat("the column has ", column.length(), " rows, the first column of the table has ",
                   columns.front().length()));
      }
      names.push_back(column.name());
    }
    attain::internal::Sort(names);
    for (size_t i = 1; i < names.size(); ++i) {
      if (names[i] != names[i - 1] || (i > 1 && names[i] == names[i - 2])) continue;
      findings.AddError(Reason::kDuplicateColumn, {.table = name, .field = std::string(names[i])},
                        StrCat("two columns are named \"", names[i], "\""));
    }
    if (!findings.empty()) return findings.ToStatus();
    Table table;
    table.name_ = std::move(name);
    table.rows_ = columns.empty() ? 0 : columns.front().length();
    table.columns_ = std::move(columns);
    return table;
  });
}

Table Table::Renamed(std::string name) const {
  Table renamed = *this;
  renamed.name_ = std::move(name);
  return renamed;
}

const Column* Table::column(std::string_view name) const {
  for (const Column& column : columns_) {
    if (column.name() == name) return &column;
  }
  return nullptr;
}

absl::StatusOr<Table> Table::With(Column column) const {
  return internal::Guarded([&]() -> absl::StatusOr<Table> {
    if (!columns_.empty() && column.length() != rows_) {
      Findings findings;
      findings.AddError(Reason::kLengthMismatch, {.table = name_, .field = column.name()},
                        StrCat("the column has ", column.length(), " rows, the table has ", rows_));
      return findings.ToStatus();
    }
    Table table = *this;
    const auto place =
        std::find_if(table.columns_.begin(), table.columns_.end(),
                     [&](const Column& other) { return other.name() == column.name(); });
    table.rows_ = column.length();
    if (place == table.columns_.end()) {
      table.columns_.push_back(std::move(column));
    } else {
      *place = std::move(column);
    }
    return table;
  });
}

std::vector<std::string> Table::column_names() const {
  std::vector<std::string> names;
  names.reserve(columns_.size());
  for (const Column& column : columns_) names.push_back(column.name());
  return names;
}

void Tables::Add(Table table) {
  std::string name = table.name();
  tables_.insert_or_assign(std::move(name), std::move(table));
}

const Table* Tables::table(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

std::vector<std::string> Tables::names() const {
  std::vector<std::string> names;
  names.reserve(tables_.size());
  for (const auto& entry : tables_) names.push_back(entry.first);
  return names;
}

struct TableBuilder::State {
  std::string name;
  std::vector<ColumnState> columns;
  int64_t rows = 0;
  Findings findings;

  // The column, with room for the present cell, when it holds `type`; otherwise null and a finding.
  ColumnState* Cell(int column, Type type) {
    if (column < 0 || column >= static_cast<int>(columns.size())) {
      findings.AddError(Reason::kUnknownColumn, {.table = name, .row = rows},
                        StrCat("there is no column ", column, "; the table has ", columns.size()));
      return nullptr;
    }
    ColumnState& state = columns[static_cast<size_t>(column)];
    if (state.spec.type != type) {
      Fault(state, Reason::kWrongColumnType,
            StrCat("the column holds ", Name(state.spec.type), ", not ", Name(type)));
      return nullptr;
    }
    ReserveCells(&state, rows + 1);
    return &state;
  }

  void Fault(const ColumnState& column, Reason reason, std::string text) {
    findings.AddError(reason, {.table = name, .row = rows, .field = column.spec.name},
                      std::move(text));
  }

  // Marks the present cell of a column as present, all before it that were not set as missing.
  void Mark(ColumnState* column) const {
    if (column->length <= rows) Resize(column, rows + 1);
    internal::SetBit(column->validity.data(), rows);
  }
};

TableBuilder::TableBuilder(std::string name, std::vector<ColumnSpec> columns)
    : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->columns.reserve(columns.size());
  for (ColumnSpec& spec : columns) {
    ColumnState column;
    column.spec = std::move(spec);
    ReserveCells(&column, 1);
    Resize(&column, 0);
    state_->columns.push_back(std::move(column));
  }
}

TableBuilder::TableBuilder(TableBuilder&&) noexcept = default;
TableBuilder& TableBuilder::operator=(TableBuilder&&) noexcept = default;
TableBuilder::~TableBuilder() = default;

TableBuilder& TableBuilder::Bool(int column, bool value) {
  if (ColumnState* cell = state_->Cell(column, Type::kBool)) {
    state_->Mark(cell);
    const auto bit = static_cast<uint8_t>(1U << (state_->rows & 7));
    uint8_t& byte = cell->bits[static_cast<size_t>(state_->rows >> 3)];
    byte = static_cast<uint8_t>(value ? byte | bit : byte & ~bit);
  }
  return *this;
}

TableBuilder& TableBuilder::Int(int column, int64_t value) {
  if (ColumnState* cell = state_->Cell(column, Type::kInt)) {
    state_->Mark(cell);
    cell->words.back() = value;
  }
  return *this;
}

TableBuilder& TableBuilder::Double(int column, double value) {
  if (ColumnState* cell = state_->Cell(column, Type::kDouble)) {
    state_->Mark(cell);
    cell->doubles.back() = value;
  }
  return *this;
}

TableBuilder& TableBuilder::Decimal(int column, attain::Decimal value) {
  if (ColumnState* cell = state_->Cell(column, Type::kDecimal)) {
    const auto rescaled = value.Rescaled(cell->spec.scale);
    if (!rescaled.ok()) {
      state_->Fault(
          *cell, ReasonOf(rescaled.status()),
          StrCat(value.ToString(), " does not fit ", cell->spec.scale, " decimals exactly"));
      return *this;
    }
    state_->Mark(cell);
    cell->decimals.back() = rescaled->coefficient();
  }
  return *this;
}

TableBuilder& TableBuilder::Date(int column, attain::Date value) {
  if (ColumnState* cell = state_->Cell(column, Type::kDate)) {
    state_->Mark(cell);
    cell->days.back() = value.days();
  }
  return *this;
}

TableBuilder& TableBuilder::Timestamp(int column, attain::Timestamp value) {
  if (ColumnState* cell = state_->Cell(column, Type::kTimestamp)) {
    state_->Mark(cell);
    cell->words.back() = value.micros();
  }
  return *this;
}

TableBuilder& TableBuilder::Text(int column, std::string_view value) {
  if (ColumnState* cell = state_->Cell(column, Type::kText)) {
    const int64_t fault = attain::internal::FirstInvalidUtf8(value);
    if (fault >= 0) {
      state_->Fault(*cell, Reason::kInvalidUtf8,
                    StrCat("the text is no UTF-8 from byte ", fault, " on"));
      return *this;
    }
    const size_t start = cell->length > state_->rows
                             ? static_cast<size_t>(cell->words[cell->words.size() - 2])
                             : cell->text.size();
    const size_t end = start + value.size();
    Reserve(&cell->text, end);
    state_->Mark(cell);
    cell->text.resize(start);
    cell->text.insert(cell->text.end(), value.begin(), value.end());
    cell->words.back() = static_cast<int64_t>(cell->text.size());
  }
  return *this;
}

TableBuilder& TableBuilder::Null(int column) {
  if (column < 0 || column >= static_cast<int>(state_->columns.size())) {
    state_->Cell(column, Type::kNull);  // reports the column
    return *this;
  }
  ColumnState& cell = state_->columns[static_cast<size_t>(column)];
  if (cell.length > state_->rows) {
    uint8_t& byte = cell.validity[static_cast<size_t>(state_->rows >> 3)];
    byte = static_cast<uint8_t>(byte & ~(1U << (state_->rows & 7)));
    if (cell.spec.type == Type::kText) {
      cell.words.back() = cell.words[cell.words.size() - 2];
      cell.text.resize(static_cast<size_t>(cell.words.back()));
    }
  }
  return *this;
}

TableBuilder& TableBuilder::EndRow() {
  ++state_->rows;
  return *this;
}

int64_t TableBuilder::rows() const { return state_->rows; }

absl::StatusOr<Table> TableBuilder::Build() {
  return internal::Guarded([&]() -> absl::StatusOr<Table> {
    State& state = *state_;
    if (!state.findings.empty()) {
      absl::Status status = state.findings.ToStatus();
      State empty;
      empty.name = state.name;
      empty.columns.reserve(state.columns.size());
      for (const ColumnState& column : state.columns) {
        ColumnState fresh;
        fresh.spec = column.spec;
        ReserveCells(&fresh, 1);
        Resize(&fresh, 0);
        empty.columns.push_back(std::move(fresh));
      }
      state = std::move(empty);
      return status;
    }
    // Everything that may fail first; then the buffers change hands.
    std::vector<std::shared_ptr<Kept>> kept;
    std::vector<Column> shapes;
    for (ColumnState& column : state.columns) {
      ReserveCells(&column, state.rows);
      auto next = std::make_shared<Kept>();
      next->spec = column.spec;
      ReserveCells(next.get(), 1);
      Resize(next.get(), 0);
      kept.push_back(std::move(next));
      shapes.push_back(Column(column.spec.name, column.spec.type, 0, {}));
    }
    // Names are checked on columns without rows.
    ATTAIN_RETURN_IF_ERROR(Table::Of(state.name, std::move(shapes)).status());
    std::vector<Column> columns;
    columns.reserve(kept.size());
    for (size_t c = 0; c < kept.size(); ++c) {
      ColumnState& column = state.columns[c];
      Resize(&column, state.rows);
      const bool null = column.spec.type == Type::kNull;
      Chunk chunk;
      chunk.layout = LayoutOf(column.spec.type);
      chunk.length = state.rows;
      // A vector keeps its buffer when it changes hands, below.
      chunk.values = ValuesOf(column);
      chunk.text = column.text.data();
      const int64_t present = null ? 0 : internal::CountOnes(column.validity.data(), 0, state.rows);
      chunk.null_count = state.rows - present;
      if (chunk.null_count > 0 && !null) chunk.validity = column.validity.data();
      chunk.owner = kept[c];
      columns.push_back(Column(column.spec.name, column.spec.type, column.spec.scale, {chunk}));
    }
    ATTAIN_ASSIGN_OR_RETURN(Table table, Table::Of(state.name, std::move(columns)));
    for (size_t c = 0; c < kept.size(); ++c) std::swap(*kept[c], state.columns[c]);
    state.rows = 0;
    return table;
  });
}

}  // namespace attain::table
