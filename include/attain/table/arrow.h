// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Tables in and out through the Arrow C data and C stream interfaces: no copy where the types allow, no Arrow library
// needed.
//
//   absl::StatusOr<Table> deals = ImportStream("deals", &stream);   // the stream is ours from here on, also on failure
//   ExportStream(*deals, &out);                                     // the consumer releases `out`
//
// In: struct batches of int8 to uint64, float32, float64, decimal128, bool, date32, date64, timestamp, utf8,
// large_utf8, null, dictionaries of text; slices with offsets, any number of chunks, missing values. utf8_view is read
// too, by copying its text once. A stream of anything but structs becomes a table of one column. Out: the same columns;
// timestamps with the zone UTC.
// The two structures are Arrow's own (Apache Arrow, "The Arrow C data interface"), under Arrow's guards so that any
// header may declare them first.
#ifndef ATTAIN_TABLE_ARROW_H_
#define ATTAIN_TABLE_ARROW_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/table/table.h"

// NOLINTBEGIN(readability-identifier-naming, modernize-use-using): the names are Arrow's.
extern "C" {

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/// Arrow's description of a type.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

/// Arrow's buffers of one array.
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/// Arrow's sequence of arrays of one type.
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

}  // extern "C"
// NOLINTEND(readability-identifier-naming, modernize-use-using)

namespace attain::table {

/// The table in a stream. A stream that is no struct gives a table of one column, "value" where the schema has no name.
/// The stream is moved: attain releases it, also on failure, and `stream->release` is null afterwards; batches are kept
/// without copying and released with the last column that refers to them. kInvalidArrow, kUnsupportedType,
/// kInvalidUtf8, kDuplicateColumn.
absl::StatusOr<Table> ImportStream(std::string name, ArrowArrayStream* stream);
/// The table in one struct array. Both are moved, also on failure. Errors as above.
absl::StatusOr<Table> ImportArray(std::string name, ArrowSchema* schema, ArrowArray* array);
/// Writes `table` into `out` as a stream whose consumer releases it, from any thread; the columns are shared, not
/// copied. Decimals of any layout go out as decimal128, timestamps in the unit they have (microseconds when units are
/// mixed) and with the zone UTC.
absl::Status ExportStream(const Table& table, ArrowArrayStream* out);

}  // namespace attain::table

#endif  // ATTAIN_TABLE_ARROW_H_
