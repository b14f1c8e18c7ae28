// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdint>
#include <optional>

#include "attain/explain/message.h"
#include "attain/table/arrow.h"
#include "base/internal/text.h"
#include "model.h"

using attain::capi::Guard;
using attain::capi::Need;
using attain::capi::NeedOut;
using attain::capi::NeedZeroed;
using attain::capi::Text;
using attain::internal::StrCat;

absl::StatusOr<const attain::table::Table*> attain_result::Table(std::string_view name) const {
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (const auto known = tables.find(name); known != tables.end()) return known->second.get();
  }
  ATTAIN_ASSIGN_OR_RETURN(attain::table::Table made, result.table(name));
  auto owned = std::make_unique<attain::table::Table>(std::move(made));
  const std::lock_guard<std::mutex> lock(mutex);
  return tables.try_emplace(std::string(name), std::move(owned)).first->second.get();
}

absl::StatusOr<const attain::capi::PlainColumn*> attain_result::Plain(
    std::string_view table, std::string_view column) const {
  std::pair<std::string, std::string> key(table, column);
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (const auto known = columns.find(key); known != columns.end()) return known->second.get();
  }
  ATTAIN_ASSIGN_OR_RETURN(const attain::table::Table* const rows, Table(table));
  const attain::table::Column* found = rows->column(column);
  if (found == nullptr) {
    const std::string nearest = attain::NearestWord(column, rows->column_names());
    return attain::MakeError(
        attain::Reason::kUnknownColumn,
        StrCat("table \"", table, "\" has no column \"", column, "\"",
               nearest.empty() ? "" : "; did you mean \"", nearest, nearest.empty() ? "" : "\"?"));
  }
  auto plain = std::make_unique<attain::capi::PlainColumn>();
  ATTAIN_RETURN_IF_ERROR(attain::capi::FillPlain(*found, *plain));
  const std::lock_guard<std::mutex> lock(mutex);
  return columns.try_emplace(std::move(key), std::move(plain)).first->second.get();
}

namespace {

absl::StatusOr<attain::explain::Language> LanguageOf(const char* language, size_t size) {
  if (language == nullptr) return attain::explain::Language::kEnglish;
  ATTAIN_ASSIGN_OR_RETURN(const std::string_view tag, Text(language, size, "language"));
  const std::optional<attain::explain::Language> known = attain::explain::LanguageNamed(tag);
  if (!known.has_value()) {
    return attain::MakeError(
        attain::Reason::kInvalidArgument,
        StrCat("there are no texts in \"", tag, "\"; languages are en and zh"));
  }
  return *known;
}

absl::StatusOr<std::string> CellText(const attain_column& column, int64_t row) {
  ATTAIN_ASSIGN_OR_RETURN(const attain::table::Column one,
                          [&]() -> absl::StatusOr<attain::table::Column> {
                            attain_column cell = column;
                            cell.offset += row;
                            cell.length = 1;
                            return attain::capi::CopyColumn(cell);
                          }());
  return one.FormatAt(0);
}

}  // namespace

extern "C" {

attain_code attain_result_table_name(const attain_result* result, int64_t index, attain_str* name,
                                     attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(name, "name"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    const std::lock_guard<std::mutex> lock(result->mutex);
    if (result->names.empty()) result->names = result->result.table_names();
    if (index < 0 || index >= static_cast<int64_t>(result->names.size())) {
      return attain::MakeError(attain::Reason::kRowOutOfRange, StrCat("there is no table ", index));
    }
    *name = attain::capi::Borrowed(result->names[static_cast<size_t>(index)]);
    return absl::OkStatus();
  });
}

attain_code attain_result_table(const attain_result* result, const char* table, size_t table_size,
                                ArrowArrayStream* out, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Table* const rows, result->Table(name));
    return attain::table::ExportStream(*rows, out);
  });
}

attain_code attain_result_column(const attain_result* result, const char* table, size_t table_size,
                                 const char* column, size_t column_size, attain_column* out,
                                 attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(out, "out"));
    attain_column empty;
    std::memset(&empty, 0, sizeof empty);
    ATTAIN_RETURN_IF_ERROR(
        attain::capi::WriteStruct(&empty, sizeof empty, sizeof empty, out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(table, table_size, "table"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view field, Text(column, column_size, "column"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::capi::PlainColumn* const plain,
                            result->Plain(name, field));
    return attain::capi::WriteStruct(&plain->view, sizeof plain->view, sizeof plain->view, out,
                                     "out");
  });
}

attain_code attain_result_explain(const attain_result* result, const char* rep, size_t rep_size,
                                  const char* plan, size_t plan_size, int32_t format,
                                  const char* language, size_t language_size, attain_str* out,
                                  attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view who, Text(rep, rep_size, "rep"));
    std::string_view which;
    if (plan != nullptr) {
      ATTAIN_ASSIGN_OR_RETURN(which, Text(plan, plan_size, "plan"));
    }
    ATTAIN_ASSIGN_OR_RETURN(const attain::explain::Language tongue,
                            LanguageOf(language, language_size));
    if (format != ATTAIN_FORMAT_TEXT && format != ATTAIN_FORMAT_JSON) {
      return attain::MakeError(attain::Reason::kInvalidArgument,
                               StrCat("there is no format ", format));
    }
    ATTAIN_ASSIGN_OR_RETURN(const std::string text,
                            format == ATTAIN_FORMAT_TEXT
                                ? attain::run::ExplainText(result->result, who, which, tongue)
                                : attain::run::ExplainJson(result->result, who, which, tongue));
    *out = attain::capi::OwnedText(text);
    return absl::OkStatus();
  });
}

attain_code attain_result_compare(const attain_result* result, const attain_result* before,
                                  ArrowArrayStream* out, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    ATTAIN_RETURN_IF_ERROR(Need(before, "before"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Table deltas,
                            result->result.Compare(before->result));
    return attain::table::ExportStream(deltas, out);
  });
}

attain_code attain_result_findings(const attain_result* result, attain_error** findings,
                                   attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(findings, "findings"));
    ATTAIN_RETURN_IF_ERROR(Need(result, "result"));
    *findings = attain::capi::NewFindings(result->result.findings());
    return absl::OkStatus();
  });
}

void attain_result_free(attain_result* result) { delete result; }

attain_code attain_column_text(const attain_column* column, int64_t row, char* buffer,
                               size_t capacity, size_t* size, int32_t* missing,
                               attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    if (missing != nullptr) *missing = 0;
    ATTAIN_RETURN_IF_ERROR(Need(size, "size"));
    *size = 0;
    if (capacity > 0) {
      ATTAIN_RETURN_IF_ERROR(Need(buffer, "buffer"));
      buffer[0] = '\0';
    }
    ATTAIN_ASSIGN_OR_RETURN(const attain_column known, attain::capi::ReadOptions(column, "column"));
    if (row < 0 || row >= known.length)
      return attain::MakeError(attain::Reason::kRowOutOfRange, StrCat("there is no row ", row));
    const int64_t bit = known.offset + row;
    std::string text;
    if (known.validity != nullptr && ((known.validity[bit / 8] >> (bit % 8)) & 1) == 0) {
      if (missing != nullptr) *missing = 1;
    } else {
      ATTAIN_ASSIGN_OR_RETURN(text, CellText(known, row));
    }
    *size = text.size();
    if (text.size() >= capacity) {
      if (capacity == 0 && text.empty()) return absl::OkStatus();
      return attain::MakeError(
          attain::Reason::kOverflow,
          StrCat("the buffer is too small: ", text.size() + 1, " bytes are needed"));
    }
    std::memcpy(buffer, text.c_str(), text.size() + 1);
    return absl::OkStatus();
  });
}

}  // extern "C"
