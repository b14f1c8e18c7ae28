// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "guard.h"

#include <cstdlib>
#include <utility>
#include <vector>

#include "base/internal/text.h"
#include "base/internal/utf8.h"

// An error: a code and findings. The one without a body stands for an exhausted memory and is never
// freed.
struct attain_error {
  struct Body {
    attain::Findings findings;
    std::vector<std::string> lines;  // each finding on one line
    std::string message;             // all of them
  };
  attain_code code;
  const Body* body;
};

namespace attain::capi {
namespace {

using internal::StrCat;

constinit attain_error out_of_memory = {ATTAIN_RESOURCE_EXHAUSTED, nullptr};
constexpr std::string_view kOutOfMemoryText = "memory could not be allocated";
constexpr std::string_view kOutOfMemoryHint = "free memory or use smaller input";

static_assert(static_cast<int>(absl::StatusCode::kOk) == ATTAIN_OK);
static_assert(static_cast<int>(absl::StatusCode::kCancelled) == ATTAIN_CANCELLED);
static_assert(static_cast<int>(absl::StatusCode::kUnknown) == ATTAIN_UNKNOWN);
static_assert(static_cast<int>(absl::StatusCode::kInvalidArgument) == ATTAIN_INVALID_ARGUMENT);
static_assert(static_cast<int>(absl::StatusCode::kDeadlineExceeded) == ATTAIN_DEADLINE_EXCEEDED);
static_assert(static_cast<int>(absl::StatusCode::kNotFound) == ATTAIN_NOT_FOUND);
static_assert(static_cast<int>(absl::StatusCode::kAlreadyExists) == ATTAIN_ALREADY_EXISTS);
static_assert(static_cast<int>(absl::StatusCode::kPermissionDenied) == ATTAIN_PERMISSION_DENIED);
static_assert(static_cast<int>(absl::StatusCode::kResourceExhausted) == ATTAIN_RESOURCE_EXHAUSTED);
static_assert(static_cast<int>(absl::StatusCode::kFailedPrecondition) ==
              ATTAIN_FAILED_PRECONDITION);
static_assert(static_cast<int>(absl::StatusCode::kAborted) == ATTAIN_ABORTED);
static_assert(static_cast<int>(absl::StatusCode::kOutOfRange) == ATTAIN_OUT_OF_RANGE);
static_assert(static_cast<int>(absl::StatusCode::kUnimplemented) == ATTAIN_UNIMPLEMENTED);
static_assert(static_cast<int>(absl::StatusCode::kInternal) == ATTAIN_INTERNAL);
static_assert(static_cast<int>(absl::StatusCode::kUnavailable) == ATTAIN_UNAVAILABLE);
static_assert(static_cast<int>(absl::StatusCode::kDataLoss) == ATTAIN_DATA_LOSS);
static_assert(static_cast<int>(absl::StatusCode::kUnauthenticated) == ATTAIN_UNAUTHENTICATED);

attain_error* NewError(attain_code code, Findings findings) {
  auto body = std::make_unique<attain_error::Body>();
  for (const Finding& finding : findings) {
    body->lines.push_back(finding.ToString());
    if (!body->message.empty()) body->message += '\n';
    body->message += body->lines.back();
  }
  body->findings = std::move(findings);
  auto error = std::make_unique<attain_error>(attain_error{code, body.get()});
  body.release();
  return error.release();
}

absl::Status Finding1(Reason reason, int64_t offset, std::string text) {
  Findings findings;
  Where where;
  where.offset = offset;
  findings.AddError(reason, std::move(where), std::move(text));
  return findings.ToStatus();
}

}  // namespace

attain_code Report(attain_error** err, const absl::Status& status) noexcept {
  const auto code = static_cast<attain_code>(status.code());
  if (err == nullptr) return code;
  try {
    *err = NewError(code, FindingsOf(status));
    return code;
  } catch (...) {
    return ReportOutOfMemory(err);
  }
}

attain_code ReportOutOfMemory(attain_error** err) noexcept {
  if (err != nullptr) *err = &out_of_memory;
  return ATTAIN_RESOURCE_EXHAUSTED;
}

attain_code ReportUnknown(attain_error** err) noexcept {
  if (err == nullptr) return ATTAIN_INTERNAL;
  try {
    return Report(err, MakeError(Reason::kInternal, "an unexpected exception"));
  } catch (...) {
    return ReportOutOfMemory(err);
  }
}

attain_error* NewFindings(const Findings& findings) {
  return findings.empty() ? nullptr : NewError(ATTAIN_OK, findings);
}

absl::Status Need(const void* pointer, std::string_view name) {
  if (pointer != nullptr) return absl::OkStatus();
  return MakeError(Reason::kNullArgument, StrCat(name, " must not be NULL"));
}

absl::Status CheckText(std::string_view text, std::string_view name, bool allow_nul) {
  const int64_t bad = internal::FirstInvalidUtf8(text);
  const size_t nul = allow_nul ? std::string_view::npos : text.find('\0');
  if (nul < static_cast<size_t>(bad)) {  // -1 is beyond every byte
    return Finding1(Reason::kInvalidArgument, static_cast<int64_t>(nul),
                    StrCat(name, " has a NUL byte at byte ", nul));
  }
  if (bad >= 0)
    return Finding1(Reason::kInvalidUtf8, bad, StrCat(name, " is not UTF-8 at byte ", bad));
  return absl::OkStatus();
}

absl::StatusOr<std::string_view> Text(const char* data, size_t size, std::string_view name) {
  ATTAIN_RETURN_IF_ERROR(Need(data, name));
  const std::string_view text(data, size == ATTAIN_NUL ? std::strlen(data) : size);
  ATTAIN_RETURN_IF_ERROR(CheckText(text, name));
  return text;
}

absl::StatusOr<std::optional<std::string_view>> OptionText(const char* data, size_t size,
                                                           std::string_view name) {
  if (data == nullptr) return std::optional<std::string_view>();
  ATTAIN_ASSIGN_OR_RETURN(const std::string_view text,
                          Text(data, size == 0 ? ATTAIN_NUL : size, name));
  return std::optional<std::string_view>(text);
}

attain_str OwnedText(std::string_view text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return {copy, text.size()};
}

absl::Status ReadStruct(const void* given, size_t first_size, void* known, size_t known_size,
                        std::string_view name) {
  uint32_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < first_size) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(name, ".struct_size is ", size,
                            "; set it to sizeof(the structure), at least ", first_size));
  }
  std::memcpy(known, given, size < known_size ? size : known_size);
  const auto* bytes = static_cast<const unsigned char*>(given);
  for (size_t at = known_size; at < size; ++at) {
    if (bytes[at] != 0) {
      return MakeError(Reason::kUnsupportedOption, StrCat(name, " has a field at byte ", at,
                                                          " that this version does not know"));
    }
  }
  return absl::OkStatus();
}

absl::Status WriteStruct(const void* known, size_t known_size, size_t first_size, void* given,
                         std::string_view name) {
  uint32_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < first_size) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(name, ".struct_size is ", size,
                            "; set it to sizeof(the structure), at least ", first_size));
  }
  std::memset(given, 0, size);
  std::memcpy(given, known, size < known_size ? size : known_size);
  std::memcpy(given, &size, sizeof size);
  return absl::OkStatus();
}

}  // namespace attain::capi

using attain::capi::Borrowed;

extern "C" {

attain_code attain_error_code(const attain_error* error) {
  return error == nullptr ? ATTAIN_OK : error->code;
}

attain_code attain_error_message(const attain_error* error, attain_str* message) {
  if (message == nullptr) return ATTAIN_INVALID_ARGUMENT;
  *message = error == nullptr         ? Borrowed(std::string_view(""))
             : error->body == nullptr ? Borrowed(attain::capi::kOutOfMemoryText)
                                      : Borrowed(error->body->message);
  return ATTAIN_OK;
}

int64_t attain_error_count(const attain_error* error) {
  if (error == nullptr) return 0;
  return error->body == nullptr ? 1 : error->body->findings.size();
}

attain_code attain_error_finding(const attain_error* error, int64_t index, attain_finding* out) {
  return attain::capi::Guard(nullptr, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(attain::capi::Need(out, "out"));
    attain_finding known;
    std::memset(&known, 0, sizeof known);
    known.line = known.column = known.offset = known.row = known.other_row = -1;
    const absl::Status writable =
        attain::capi::WriteStruct(&known, sizeof known, sizeof known, out, "out");
    if (!writable.ok()) return writable;
    if (index < 0 || index >= attain_error_count(error)) {
      return attain::MakeError(attain::Reason::kRowOutOfRange,
                               "there is no finding of that number");
    }
    if (error->body == nullptr) {
      const attain::ReasonInfo& info = attain::Info(attain::Reason::kOutOfMemory);
      known.severity = ATTAIN_SEVERITY_ERROR;
      known.reason = static_cast<int32_t>(info.reason);
      known.reason_name = Borrowed(info.name);
      known.message = known.text = Borrowed(attain::capi::kOutOfMemoryText);
      known.hint = Borrowed(attain::capi::kOutOfMemoryHint);
      known.document = known.path = known.table = known.column_name =
          Borrowed(std::string_view(""));
    } else {
      const auto at = static_cast<size_t>(index);
      const attain::Finding& finding = error->body->findings.items()[at];
      known.severity = static_cast<int32_t>(finding.severity);
      known.reason = static_cast<int32_t>(finding.reason);
      known.line = finding.where.line;
      known.column = finding.where.column;
      known.offset = finding.where.offset;
      known.row = finding.where.row;
      known.other_row = finding.where.other_row;
      known.reason_name = Borrowed(attain::Name(finding.reason));
      known.message = Borrowed(finding.text);
      known.hint = Borrowed(finding.hint);
      known.document = Borrowed(finding.where.document);
      known.path = Borrowed(finding.where.path);
      known.table = Borrowed(finding.where.table);
      known.column_name = Borrowed(finding.where.field);
      known.text = Borrowed(error->body->lines[at]);
    }
    return attain::capi::WriteStruct(&known, sizeof known, sizeof known, out, "out");
  });
}

void attain_error_free(attain_error* error) {
  if (error == nullptr || error->body == nullptr) return;
  delete error->body;
  delete error;
}

}  // extern "C"
