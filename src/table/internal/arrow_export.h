// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Columns as Arrow schemas and arrays that share the columns' buffers. A child may outlive its
// parent: each structure owns its own share.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_ARROW_EXPORT_H_
#define ATTAIN_SRC_TABLE_INTERNAL_ARROW_EXPORT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "attain/table/arrow.h"
#include "attain/table/table.h"

namespace attain::table::internal {

/// The same column in one layout that Arrow has for its type: decimals as decimal128; chunks of
/// several layouts joined. Nearly always the column itself.
absl::StatusOr<Column> Exportable(const Column& column);

/// Writes the schema of exportable columns. Throws std::bad_alloc; then `out` is released.
void WriteSchema(const Table& table, ArrowSchema* out);

/// Writes rows [first, first + length) of a table of exportable columns, which must lie in one
/// chunk of each. Throws std::bad_alloc; then `out` is released.
void WriteBatch(const Table& table, int64_t first, int64_t length, ArrowArray* out);

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_ARROW_EXPORT_H_
