// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How attain says that something went wrong.
//
// Every function that can fail returns `absl::Status` or `absl::StatusOr<T>`; nothing throws. A
// failure carries one `Reason` from a single table. A reason has a stable number and name (the C
// constants and the Python classes are the same table), a meaning, a remedy and a message in
// English and Chinese.
//
//   absl::StatusOr<Money> total = Add(Money(100, eur), Money(100, usd));
//   ReasonOf(total.status());           // Reason::kCurrencyMismatch
//   Info(Reason::kCurrencyMismatch);    // 107, "CURRENCY_MISMATCH", its meaning, its remedy
//
// In: nothing. Out: statuses, and the table of reasons. What is wrong with *input* is a finding:
// see finding.h.
#ifndef ATTAIN_BASE_STATUS_H_
#define ATTAIN_BASE_STATUS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace attain {

/// Why something failed. Numbers are stable: never renumbered, never used twice. Each module owns
/// a hundred.
enum class Reason : int32_t {
#define ATTAIN_REASON(number, name, text, code, meaning, remedy, chinese) name = number,
#include "attain/base/reasons.inc"
#undef ATTAIN_REASON
};

/// One row of the table of reasons.
struct ReasonInfo {
  Reason reason;               ///< The reason itself; its value is the stable number.
  std::string_view name;       ///< Stable upper-case name, as in C and Python: "CURRENCY_MISMATCH".
  absl::StatusCode code;       ///< The canonical code a status with this reason carries.
  std::string_view meaning;    ///< What happened, one sentence in English.
  std::string_view remedy;     ///< What to do about it, one sentence in English.
  std::string_view chinese;    ///< What happened, one sentence in Chinese.
};

/// All reasons, by ascending number. `Reason::kNone` is not among them.
std::span<const ReasonInfo> Reasons();

/// The row of `reason`. A number outside the table gives the row of `Reason::kInternal`.
const ReasonInfo& Info(Reason reason);

/// The stable name of `reason`, for instance "SPLIT_SUM"; "NONE" for `Reason::kNone`.
std::string_view Name(Reason reason);

/// The reason named `name`, or nothing when there is none.
std::optional<Reason> ReasonNamed(std::string_view name);

/// A status with the canonical code of `reason`, that remembers the reason. `message` says where,
/// what, and what would be right. `reason` must not be `kNone`.
absl::Status MakeError(Reason reason, std::string_view message);

/// The reason a status carries: `kNone` for an OK status, `kInternal` for one that attain did not
/// make.
Reason ReasonOf(const absl::Status& status);

/// The message of a status as a standard string.
std::string MessageOf(const absl::Status& status);

}  // namespace attain

/// Returns the status of `expression` from the enclosing function unless it is OK.
#define ATTAIN_RETURN_IF_ERROR(expression)                  \
  do {                                                      \
    if (::absl::Status attain_status_ = (expression); !attain_status_.ok()) [[unlikely]] { \
      return attain_status_;                                \
    }                                                       \
  } while (false)

#define ATTAIN_STATUS_CONCAT_INNER_(a, b) a##b
#define ATTAIN_STATUS_CONCAT_(a, b) ATTAIN_STATUS_CONCAT_INNER_(a, b)
#define ATTAIN_ASSIGN_OR_RETURN_IMPL_(result, target, expression) \
  auto result = (expression);                                     \
  if (!result.ok()) [[unlikely]] {                                \
    return std::move(result).status();                            \
  }                                                               \
  target = std::move(result).value()

/// Evaluates `expression`, a `StatusOr`; returns its status from the enclosing function if it
/// failed, otherwise assigns its value to `target`, which may declare a variable.
#define ATTAIN_ASSIGN_OR_RETURN(target, expression) \
  ATTAIN_ASSIGN_OR_RETURN_IMPL_(ATTAIN_STATUS_CONCAT_(attain_result_, __LINE__), target, expression)

#endif  // ATTAIN_BASE_STATUS_H_
