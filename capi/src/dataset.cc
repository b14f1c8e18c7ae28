// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "dataset.h"

#include <utility>
#include <vector>

#include "attain/expression/expression.h"
#include "attain/table/arrow.h"
#include "base/internal/text.h"

using attain::capi::Guard;
using attain::capi::Need;
using attain::capi::NeedOut;
using attain::capi::NeedZeroed;
using attain::capi::Text;
using attain::internal::StrCat;

absl::StatusOr<attain::table::Tables> attain_dataset::Snapshot() const {
  attain::table::Tables all;
  for (const auto& [name, table] : tables) all.Add(table);
  for (const auto& [name, growing] : rows) {
    ATTAIN_ASSIGN_OR_RETURN(attain::table::Table table, growing.Build(name));
    all.Add(std::move(table));
  }
  return all;
}

absl::StatusOr<attain::table::Table> attain_dataset::Find(std::string_view name) const {
  if (const auto table = tables.find(name); table != tables.end()) return table->second;
  if (const auto growing = rows.find(name); growing != rows.end())
    return growing->second.Build(name);
  std::vector<std::string> known;
  for (const auto& [other, table] : tables) known.push_back(other);
  for (const auto& [other, growing] : rows) known.push_back(other);
  const std::string nearest = attain::NearestWord(name, known);
  return attain::MakeError(
      attain::Reason::kUnknownTable,
      StrCat("there is no table \"", name, "\"", nearest.empty() ? "" : "; did you mean \"",
             nearest, nearest.empty() ? "" : "\"?"));
}

namespace {

// Releases a stream that was handed to us, whatever happens, unless the import did.
class MovedStream {
 public:
  explicit MovedStream(ArrowArrayStream* stream) : stream_(stream) {}
  MovedStream(const MovedStream&) = delete;
  MovedStream& operator=(const MovedStream&) = delete;
  ~MovedStream() {
    if (stream_ != nullptr && stream_->release != nullptr) stream_->release(stream_);
    if (stream_ != nullptr) stream_->release = nullptr;
  }

 private:
  ArrowArrayStream* stream_;
};

void Drop(attain_dataset& dataset, std::string_view name) {
  if (const auto table = dataset.tables.find(name); table != dataset.tables.end())
    dataset.tables.erase(table);
  if (const auto growing = dataset.rows.find(name); growing != dataset.rows.end())
    dataset.rows.erase(growing);
}

// Puts a whole table in place: prepared aside, then committed by steps that cannot fail.
void Put(attain_dataset& dataset, std::string_view name, attain::table::Table table) {
  std::map<std::string, attain::table::Table, std::less<>> entry;
  entry.emplace(name, std::move(table));
  Drop(dataset, name);
  dataset.tables.merge(entry);
}

}  // namespace

extern "C" {

attain_code attain_dataset_new(attain_dataset** dataset, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(dataset, "dataset"));
    *dataset = new attain_dataset;
    return absl::OkStatus();
  });
}

attain_code attain_dataset_add_stream(attain_dataset* dataset, const char* table, size_t table_size,
                                      ArrowArrayStream* stream, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    const MovedStream moved(stream);
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_RETURN_IF_ERROR(Need(stream, "stream"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    if (stream->release == nullptr) {
      return attain::MakeError(attain::Reason::kInvalidArrow, "the stream was released before");
    }
    ATTAIN_ASSIGN_OR_RETURN(attain::table::Table imported,
                            attain::table::ImportStream(std::string(name), stream));
    Put(*dataset, name, std::move(imported));
    return absl::OkStatus();
  });
}

attain_code attain_dataset_add_columns(attain_dataset* dataset, const char* table,
                                       size_t table_size, const attain_column* columns,
                                       int64_t n_columns, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    if (n_columns < 0)
      return attain::MakeError(attain::Reason::kInvalidArgument, "n_columns must be at least 0");
    if (n_columns > 0) ATTAIN_RETURN_IF_ERROR(Need(columns, "columns"));
    std::vector<attain::table::Column> copies;
    for (int64_t i = 0; i < n_columns; ++i) {
      ATTAIN_ASSIGN_OR_RETURN(const attain_column plain,
                              attain::capi::ReadElement(columns, i, "column"));
      ATTAIN_ASSIGN_OR_RETURN(attain::table::Column copy, attain::capi::CopyColumn(plain));
      copies.push_back(std::move(copy));
    }
    ATTAIN_ASSIGN_OR_RETURN(attain::table::Table made,
                            attain::table::Table::Of(std::string(name), std::move(copies)));
    Put(*dataset, name, std::move(made));
    return absl::OkStatus();
  });
}

attain_code attain_dataset_add_rows(attain_dataset* dataset, const char* table, size_t table_size,
                                    const attain_str* columns, int64_t n_columns,
                                    attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    ATTAIN_RETURN_IF_ERROR(Need(columns, "columns"));
    if (n_columns < 1)
      return attain::MakeError(attain::Reason::kInvalidArgument, "n_columns must be at least 1");
    std::vector<std::string> names;
    for (int64_t i = 0; i < n_columns; ++i) {
      ATTAIN_ASSIGN_OR_RETURN(const std::string_view column,
                              Text(columns[i].data, columns[i].size, "columns"));
      for (const std::string& other : names) {
        if (other == column)
          return attain::MakeError(attain::Reason::kDuplicateColumn,
                                   StrCat("column ", column, " is named twice"));
      }
      names.emplace_back(column);
    }
    std::map<std::string, attain::capi::TextRows, std::less<>> entry;
    entry.emplace(name, attain::capi::TextRows(std::move(names)));
    Drop(*dataset, name);
    dataset->rows.merge(entry);
    return absl::OkStatus();
  });
}

attain_code attain_dataset_append(attain_dataset* dataset, const char* table, size_t table_size,
                                  const attain_str* cells, int64_t n_rows, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    if (n_rows < 0)
      return attain::MakeError(attain::Reason::kInvalidArgument, "n_rows must be at least 0");
    const auto growing = dataset->rows.find(name);
    if (growing == dataset->rows.end()) {
      return attain::MakeError(
          attain::Reason::kUnknownTable,
          StrCat("table \"", name, "\" was not started by attain_dataset_add_rows"));
    }
    if (n_rows == 0) return absl::OkStatus();
    ATTAIN_RETURN_IF_ERROR(Need(cells, "cells"));
    return growing->second.Append(cells, n_rows);
  });
}

attain_code attain_dataset_evaluate(const attain_dataset* dataset, const char* table,
                                    size_t table_size, const char* expression,
                                    size_t expression_size, ArrowArrayStream* out,
                                    attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view text,
                            Text(expression, expression_size, "expression"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Table rows, dataset->Find(name));
    ATTAIN_ASSIGN_OR_RETURN(const auto parsed, attain::expression::Parse(text));
    ATTAIN_ASSIGN_OR_RETURN(const auto bound, attain::expression::Bind(parsed, rows));
    ATTAIN_ASSIGN_OR_RETURN(attain::table::Column values,
                            attain::expression::Evaluate(bound, rows, "value"));
    std::vector<attain::table::Column> columns;
    columns.push_back(std::move(values));
    ATTAIN_ASSIGN_OR_RETURN(const auto result,
                            attain::table::Table::Of(std::string(name), std::move(columns)));
    return attain::table::ExportStream(result, out);
  });
}

void attain_dataset_free(attain_dataset* dataset) { delete dataset; }

}  // extern "C"
