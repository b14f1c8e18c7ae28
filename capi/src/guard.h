// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The edge between C++ and C: what every entry point goes through.
//
//   attain_code attain_dataset_new(attain_dataset** dataset, attain_error** err) {
//     return Guard(err, [&] {
//       ATTAIN_RETURN_IF_ERROR(NeedOut(dataset, "dataset"));
//       *dataset = new attain_dataset;
//       return absl::OkStatus();
//     });
//   }
//
// Nothing leaves a guard but a code: no exception, no output. An error object is made for the
// caller who wants one; when even that cannot be allocated, the one of static storage for exhausted
// memory is handed out.
#ifndef ATTAIN_CAPI_GUARD_H_
#define ATTAIN_CAPI_GUARD_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "attain/base/finding.h"
#include "attain/base/status.h"

// Everything the version script exports is declared in this header; all else is hidden.
#pragma GCC visibility push(default)
#include "attain/c_api.h"
#pragma GCC visibility pop

namespace attain::capi {

/// Puts what a status says into `*err` (when wanted) and gives its code. Never throws.
attain_code Report(attain_error** err, const absl::Status& status) noexcept;
/// The same for an exhausted memory.
attain_code ReportOutOfMemory(attain_error** err) noexcept;
/// The same for an exception that attain does not know.
attain_code ReportUnknown(attain_error** err) noexcept;

/// Runs `body`, a function returning a status, and turns whatever comes out of it into a code.
template <typename Body>
attain_code Guard(attain_error** err, Body&& body) noexcept {
  if (err != nullptr) *err = nullptr;
  try {
    const absl::Status status = body();
    return status.ok() ? ATTAIN_OK : Report(err, status);
  } catch (const std::bad_alloc&) {
    return ReportOutOfMemory(err);
  } catch (const std::length_error&) {  // a container asked for more than there can be
    return ReportOutOfMemory(err);
  } catch (...) {
    return ReportUnknown(err);
  }
}

/// A findings object, or null without findings.
attain_error* NewFindings(const Findings& findings);

/// kNullArgument naming the argument when `pointer` is null.
absl::Status Need(const void* pointer, std::string_view name);
/// The same for an out parameter, which is set to null.
template <typename T>
absl::Status NeedOut(T** out, std::string_view name) {
  ATTAIN_RETURN_IF_ERROR(Need(out, name));
  *out = nullptr;
  return absl::OkStatus();
}
/// The same for an out parameter that is a structure, which is set to zeros.
template <typename T>
absl::Status NeedZeroed(T* out, std::string_view name) {
  ATTAIN_RETURN_IF_ERROR(Need(out, name));
  std::memset(static_cast<void*>(out), 0, sizeof(T));
  return absl::OkStatus();
}

/// Text given as pointer and length. kNullArgument; kInvalidArgument for a NUL byte inside;
/// kInvalidUtf8 with the offset of the first bad byte.
absl::StatusOr<std::string_view> Text(const char* data, size_t size, std::string_view name);
/// Text of an option: null is nothing, length 0 means up to the NUL byte.
absl::StatusOr<std::optional<std::string_view>> OptionText(const char* data, size_t size,
                                                           std::string_view name);
/// OK when `text` has neither bad UTF-8 nor, unless allowed, a NUL byte.
absl::Status CheckText(std::string_view text, std::string_view name, bool allow_nul = false);

/// A copy of `text` on the heap of the C library, NUL-terminated, for attain_free. Throws
/// std::bad_alloc.
attain_str OwnedText(std::string_view text);
/// `text` as a view; it must be followed by a NUL byte.
inline attain_str Borrowed(std::string_view text) { return {text.data(), text.size()}; }
inline attain_str Borrowed(const std::string& text) { return {text.c_str(), text.size()}; }

/// What a caller of any version wrote into a growing structure, as this version knows it.
/// `first_size`: what the structure had in its first version. kInvalidArgument when it is smaller,
/// kUnsupportedOption when a byte this version does not know is not zero.
absl::Status ReadStruct(const void* given, size_t first_size, void* known, size_t known_size,
                        std::string_view name);
template <typename T>
absl::StatusOr<T> ReadOptions(const T* given, std::string_view name) {
  ATTAIN_RETURN_IF_ERROR(Need(given, name));
  T known;
  std::memset(static_cast<void*>(&known), 0, sizeof known);
  ATTAIN_RETURN_IF_ERROR(ReadStruct(given, sizeof(T), &known, sizeof known, name));
  return known;
}
/// Element `index` of an array whose elements lie `first->struct_size` bytes apart.
template <typename T>
absl::StatusOr<T> ReadElement(const T* first, int64_t index, std::string_view name) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(first);
  return ReadOptions(
      reinterpret_cast<const T*>(bytes + static_cast<size_t>(index) * first->struct_size), name);
}
/// Writes as much of `known` into a caller's structure as the caller's version has.
/// kInvalidArgument when that is less than the first version.
absl::Status WriteStruct(const void* known, size_t known_size, size_t first_size, void* given,
                         std::string_view name);

}  // namespace attain::capi

#endif  // ATTAIN_CAPI_GUARD_H_
