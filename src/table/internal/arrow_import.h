// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One Arrow array as a chunk: every number in the two structures is checked before a buffer is
// read.
//
// The C data interface does not tell how large a buffer is. What can be checked is checked: counts,
// signs, pointers, the order of offsets, the range of indices, the encoding of text, the digits of
// decimals. That a buffer is as long as its length says is the producer's word.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_ARROW_IMPORT_H_
#define ATTAIN_SRC_TABLE_INTERNAL_ARROW_IMPORT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "attain/base/finding.h"
#include "attain/table/arrow.h"
#include "attain/table/column.h"

namespace attain::table::internal {

/// Most rows of a table, far above what memory holds: sums and byte counts of accepted numbers stay
/// inside int64.
inline constexpr int64_t kMaxRows = int64_t{1} << 40;

/// What a column of a stream holds, read from its schema once.
struct ArrowField {
  std::string name;               ///< The column's name.
  Type type = Type::kNull;        ///< What the values mean.
  Layout layout = Layout::kNull;  ///< How they lie; of a dictionary its indices, as signed ones.
  bool is_view = false;           ///< Text as 16-byte views (utf8_view): converted.
  bool unsigned_index = false;    ///< Indices of a dictionary are unsigned.
  int scale = 0;                  ///< Decimals.
  Layout values = Layout::kUtf8;  ///< Layout of a dictionary's values.
  bool values_are_views = false;  ///< A dictionary's values are views.
};

/// Reads the schema of a column; what is wrong with it goes to `findings`.
bool ReadField(const ArrowSchema& schema, Where where, ArrowField* field, Findings* findings);

/// Rows [first, first + length) of `array` as a chunk; false and a finding when the array breaks
/// the rules. `where.row` is the row of the table at which the array begins.
bool ReadArray(const ArrowField& field, const ArrowArray& array, int64_t first, int64_t length,
               const std::shared_ptr<const void>& owner, Where where, Chunk* chunk,
               Findings* findings);

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_ARROW_IMPORT_H_
