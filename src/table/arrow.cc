// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/arrow.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"
#include "table/internal/arrow_export.h"
#include "table/internal/arrow_import.h"
#include "table/internal/bitmap.h"
#include "table/internal/guard.h"

namespace attain::table {
namespace {

using attain::internal::StrCat;
using internal::ArrowField;

// A structure of Arrow's, released with its owner.
template <typename S>
struct Owned {
  Owned() = default;
  // Moves the structure, as Arrow asks: the source is marked released.
  explicit Owned(S* source) : value(*source) { source->release = nullptr; }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (value.release != nullptr) value.release(&value);
  }

  S value = {};
};

absl::Status Invalid(const std::string& table, std::string text) {
  Findings findings;
  findings.AddError(Reason::kInvalidArrow, {.table = table}, std::move(text));
  return findings.ToStatus();
}

// Collects the batches of one stream as columns.
class Importer {
 public:
  explicit Importer(std::string name) : name_(std::move(name)) {}

  // A struct is a table; any other type is one column.
  absl::Status ReadSchema(const ArrowSchema& schema) {
    if (schema.release == nullptr || schema.format == nullptr) {
      return Invalid(name_, "the schema is released or has no format");
    }
    is_struct_ = std::string_view(schema.format) == "+s";
    if (!is_struct_) {
      AddField(schema);
      if (!fields_.empty() && fields_.front().name.empty()) fields_.front().name = "value";
      return findings_.ToStatus();
    }
    if (schema.n_children < 0 || (schema.n_children > 0 && schema.children == nullptr)) {
      return Invalid(name_, StrCat("a struct of ", schema.n_children, " columns"));
    }
    for (int64_t c = 0; c < schema.n_children; ++c) {
      // Without the rest of the list there is no telling what else is wrong with it.
      if (schema.children[c] == nullptr)
        return Invalid(name_, StrCat("the schema of column ", c, " is null"));
      AddField(*schema.children[c]);
    }
    return findings_.ToStatus();
  }

  // Takes the batch. Its findings are kept, and later batches are still checked.
  absl::Status ReadBatch(ArrowArray* array) {
    Owned<ArrowArray> moved(array);
    auto batch = std::make_shared<Owned<ArrowArray>>();
    std::swap(batch->value, moved.value);
    const ArrowArray& rows = batch->value;
    if (rows.length < 0 || rows.length > internal::kMaxRows - rows_ || rows.offset < 0 ||
        rows.offset > internal::kMaxRows) {
      return Invalid(name_, StrCat("a batch of length ", rows.length, " and offset ", rows.offset));
    }
    if (!is_struct_) {
      AddChunk(0, rows, 0, rows.length, batch);
      rows_ += rows.length;
      return absl::OkStatus();
    }
    if (rows.n_children != static_cast<int64_t>(fields_.size()) ||
        (rows.n_children > 0 && rows.children == nullptr)) {
      return Invalid(name_, StrCat("a batch has ", rows.n_children, " columns, the schema has ",
                                   fields_.size()));
    }
    if (rows.dictionary != nullptr || rows.n_buffers > 1 || rows.n_buffers < 0 ||
        (rows.n_buffers == 1 && rows.buffers == nullptr)) {
      return Invalid(name_, "a batch with buffers of its own");
    }
    const auto* validity =
        rows.n_buffers == 1 ? static_cast<const uint8_t*>(rows.buffers[0]) : nullptr;
    if (rows.null_count > 0 ||
        (validity != nullptr &&
         internal::CountOnes(validity, rows.offset, rows.length) != rows.length)) {
      return Invalid(name_, "rows of a batch are missing as a whole");
    }
    for (size_t c = 0; c < fields_.size(); ++c) {
      if (rows.children[c] == nullptr)
        return Invalid(name_, StrCat("column ", c, " of a batch is null"));
      AddChunk(c, *rows.children[c], rows.offset, rows.length, batch);
    }
    rows_ += rows.length;
    return absl::OkStatus();
  }

  absl::StatusOr<Table> Done() {
    if (!findings_.empty()) return findings_.ToStatus();
    std::vector<Column> columns;
    columns.reserve(fields_.size());
    for (size_t c = 0; c < fields_.size(); ++c) {
      columns.push_back(
          Column(fields_[c].name, fields_[c].type, fields_[c].scale, std::move(chunks_[c])));
    }
    return Table::Of(std::move(name_), std::move(columns));
  }

 private:
  void AddField(const ArrowSchema& schema) {
    ArrowField field;
    if (!internal::ReadField(schema, {.table = name_}, &field, &findings_)) return;
    fields_.push_back(std::move(field));
    chunks_.emplace_back();
  }

  void AddChunk(size_t column, const ArrowArray& array, int64_t first, int64_t length,
                const std::shared_ptr<const void>& owner) {
    Chunk chunk;
    const Where where = {.table = name_, .row = rows_, .field = fields_[column].name};
    if (internal::ReadArray(fields_[column], array, first, length, owner, where, &chunk,
                            &findings_)) {
      chunks_[column].push_back(std::move(chunk));
    }
  }

  std::string name_;
  bool is_struct_ = true;
  int64_t rows_ = 0;
  std::vector<ArrowField> fields_;
  std::vector<std::vector<Chunk>> chunks_;
  Findings findings_;
};

absl::Status StreamError(const std::string& table, ArrowArrayStream* stream, int code) {
  if (code == ENOMEM) return internal::OutOfMemory();
  const char* text = stream->get_last_error != nullptr ? stream->get_last_error(stream) : nullptr;
  return Invalid(table, StrCat("the producer failed with code ", code, text != nullptr ? ": " : "",
                               text != nullptr ? text : ""));
}

// What an exported stream owns. Rows are cut where a chunk of any column ends.
struct StreamState {
  Table table;
  std::vector<int64_t> ends;
  size_t next = 0;
};

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  try {
    internal::WriteSchema(static_cast<StreamState*>(stream->private_data)->table, out);
    return 0;
  } catch (const std::bad_alloc&) {
    out->release = nullptr;
    return ENOMEM;
  }
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  auto* state = static_cast<StreamState*>(stream->private_data);
  *out = ArrowArray{};
  if (state->next == state->ends.size()) return 0;
  const int64_t first = state->next == 0 ? 0 : state->ends[state->next - 1];
  try {
    internal::WriteBatch(state->table, first, state->ends[state->next] - first, out);
  } catch (const std::bad_alloc&) {
    out->release = nullptr;
    return ENOMEM;
  }
  ++state->next;
  return 0;
}

// The only error of an exported stream is that memory ran out.
const char* GetLastError(ArrowArrayStream* /*stream*/) { return "memory could not be allocated"; }

void ReleaseStream(ArrowArrayStream* stream) {
  delete static_cast<StreamState*>(stream->private_data);
  stream->private_data = nullptr;
  stream->release = nullptr;
}

}  // namespace

absl::StatusOr<Table> ImportStream(std::string name, ArrowArrayStream* stream) {
  if (stream == nullptr)
    return internal::Guarded([] { return MakeError(Reason::kNullArgument, "no stream"); });
  if (stream->release == nullptr) {
    return internal::Guarded([&] { return Invalid(name, "the stream is released"); });
  }
  Owned<ArrowArrayStream> moved(stream);
  ArrowArrayStream* source = &moved.value;
  return internal::Guarded([&]() -> absl::StatusOr<Table> {
    if (source->get_schema == nullptr || source->get_next == nullptr) {
      return Invalid(name, "the stream has no functions");
    }
    Importer importer(name);
    {
      Owned<ArrowSchema> schema;
      if (const int code = source->get_schema(source, &schema.value); code != 0) {
        schema.value.release = nullptr;
        return StreamError(name, source, code);
      }
      ATTAIN_RETURN_IF_ERROR(importer.ReadSchema(schema.value));
    }
    while (true) {
      ArrowArray array = {};
      if (const int code = source->get_next(source, &array); code != 0)
        return StreamError(name, source, code);
      if (array.release == nullptr) return importer.Done();
      ATTAIN_RETURN_IF_ERROR(importer.ReadBatch(&array));
    }
  });
}

absl::StatusOr<Table> ImportArray(std::string name, ArrowSchema* schema, ArrowArray* array) {
  Owned<ArrowSchema> owned_schema;
  Owned<ArrowArray> owned_array;
  if (schema != nullptr) std::swap(owned_schema.value, *schema);
  if (array != nullptr) std::swap(owned_array.value, *array);
  return internal::Guarded([&]() -> absl::StatusOr<Table> {
    if (schema == nullptr || array == nullptr)
      return MakeError(Reason::kNullArgument, "no schema or no array");
    if (owned_array.value.release == nullptr) return Invalid(name, "the array is released");
    Importer importer(name);
    ATTAIN_RETURN_IF_ERROR(importer.ReadSchema(owned_schema.value));
    ATTAIN_RETURN_IF_ERROR(importer.ReadBatch(&owned_array.value));
    return importer.Done();
  });
}

absl::Status ExportStream(const Table& table, ArrowArrayStream* out) {
  return internal::Guarded([&]() -> absl::Status {
    if (out == nullptr) return MakeError(Reason::kNullArgument, "no stream to write to");
    *out = ArrowArrayStream{};
    auto state = std::make_unique<StreamState>();
    std::vector<Column> columns;
    columns.reserve(table.columns().size());
    for (const Column& column : table.columns()) {
      ATTAIN_ASSIGN_OR_RETURN(Column exportable, internal::Exportable(column));
      int64_t end = 0;
      for (const Chunk& chunk : exportable.chunks()) state->ends.push_back(end += chunk.length);
      columns.push_back(std::move(exportable));
    }
    std::sort(state->ends.begin(), state->ends.end());
    state->ends.erase(std::unique(state->ends.begin(), state->ends.end()), state->ends.end());
    ATTAIN_ASSIGN_OR_RETURN(state->table, Table::Of(table.name(), std::move(columns)));
    out->get_schema = &GetSchema;
    out->get_next = &GetNext;
    out->get_last_error = &GetLastError;
    out->release = &ReleaseStream;
    out->private_data = state.release();
    return absl::OkStatus();
  });
}

}  // namespace attain::table
