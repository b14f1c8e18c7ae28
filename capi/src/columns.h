// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Plain columns of C (attain_column) to columns of attain and back; tables grown row by row from
// text cells.
#ifndef ATTAIN_CAPI_COLUMNS_H_
#define ATTAIN_CAPI_COLUMNS_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/table/column.h"
#include "attain/table/table.h"
#include "guard.h"

namespace attain::capi {

/// A copy of a plain column. kUnsupportedType, kInvalidArgument (negative numbers, buffers missing,
/// offsets that go back), kInvalidUtf8.
absl::StatusOr<table::Column> CopyColumn(const attain_column& plain);

/// A column as plain memory: the view and what it points into.
struct PlainColumn {
  std::string name;
  std::vector<uint8_t> validity;
  std::vector<uint8_t> data;
  std::vector<int32_t> offsets;
  attain_column view = {};
};
/// Fills `plain` from a column; `plain` must not move afterwards. kOverflow for text beyond 2^31 -
/// 1 bytes.
absl::Status FillPlain(const table::Column& column, PlainColumn& plain);

/// A table that grows by rows of text cells.
class TextRows {
 public:
  explicit TextRows(std::vector<std::string> columns)
      : names_(std::move(columns)), cells_(names_.size()), built_(std::make_unique<Built>()) {}
  int64_t columns() const { return static_cast<int64_t>(names_.size()); }
  /// Appends rows: all or none. kInvalidUtf8, kInvalidArgument for a NUL byte inside.
  absl::Status Append(const attain_str* cells, int64_t n_rows);
  /// The rows so far. They are copied once for any number of calls between two changes; several
  /// threads may ask at the same time.
  absl::StatusOr<table::Table> Build(std::string_view name) const;

 private:
  struct Cells {
    std::string bytes;
    std::vector<int64_t> ends;   // one per row
    std::vector<uint8_t> valid;  // one per row
  };
  struct Built {
    std::mutex mutex;
    std::optional<table::Table> table;
  };
  absl::StatusOr<table::Table> Copy(std::string_view name) const;

  std::vector<std::string> names_;
  std::vector<Cells> cells_;
  int64_t rows_ = 0;
  std::unique_ptr<Built> built_;  // apart, so that a table can be moved into its place
};

}  // namespace attain::capi

#endif  // ATTAIN_CAPI_COLUMNS_H_
