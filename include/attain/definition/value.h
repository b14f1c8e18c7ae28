// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The values that only documents have: amounts, durations, names of periods, conditions, references, versions.
//
//   "cap": "40000 EUR"                    Amount{40000, EUR}; "40000" and 40000 are the same in a document in EUR
//   "window": "2w"                        Duration{14}
//   "period": "FY26-P04"                  PeriodName{"FY26-P04"}, a name until a calendar resolves it
//   "where": "outcome == 'won'"           ExpressionText, which remembers where in the document it stands
//   "over": {"attainment": "quota-2026"}  Reference{"attainment", "quota-2026"}
//   "versions": [{"valid": [...], ...}]   Versions<T>: one T per stretch of time
//
// They are plain data: comparing two of them compares what was meant, never where it was written.
#ifndef ATTAIN_DEFINITION_VALUE_H_
#define ATTAIN_DEFINITION_VALUE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"

namespace attain::definition {

/// An exact amount in a currency, or in no stated currency. Not yet `Money`: it may be finer than the currency's unit.
struct Amount {
  Decimal value = {};                                ///< The amount in whole currency units: 40000 is forty thousand euros.
  std::optional<Currency> currency = std::nullopt;   ///< Its currency. Default: none was stated anywhere around it.

  constexpr Amount() = default;
  /// An amount in a currency or in none.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless, so that `.cap = 40000` reads as written.
  constexpr Amount(Decimal amount, std::optional<Currency> in = std::nullopt) : value(amount), currency(in) {}
  /// A whole number in no stated currency.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless.
  constexpr Amount(int64_t whole) : value(whole) {}
  /// Money, exactly, so that `.cap = 40'000_eur` reads as written.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless.
  Amount(Money money) : value(money.ToDecimal()), currency(money.currency()) {}

  /// As money. `fallback` is the currency where none was stated. kCcyMissing when there is neither; kCurrencyMismatch when both
  /// are given and differ; kInexact when finer than the currency's unit; kOverflow.
  absl::StatusOr<Money> ToMoney(std::optional<Currency> fallback = std::nullopt) const;
  /// "40000 EUR", or "40000" without a currency.
  std::string ToString() const;
  bool operator==(const Amount&) const = default;  ///< The same amount in the same currency.
};

/// A whole number of days, written "30d" or "2w".
struct Duration {
  int64_t days = 0;  ///< Number of days. Default 0.
  /// Reads "30d" or "2w": digits and one letter. kInvalidValue otherwise, kOverflow beyond a million weeks.
  static absl::StatusOr<Duration> Parse(std::string_view text);
  /// "14d": always in days.
  std::string ToString() const;
  auto operator<=>(const Duration&) const = default;
};

/// The name of a period, "2026-Q1" or "FY26-P04"; the calendar of the model turns it into days.
struct PeriodName {
  std::string name = {};  ///< The name as written.

  PeriodName() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.period = "2026-Q1"` reads as written.
  PeriodName(std::string_view text) : name(text) {}
  // NOLINTNEXTLINE(google-explicit-constructor): the same for a literal.
  PeriodName(const char* text) : name(text) {}
  bool operator==(const PeriodName&) const = default;
};

/// A condition or formula as text. It is parsed later, by the module that knows the columns; what is wrong with it is then
/// reported at its line and column in the document.
struct ExpressionText {
  std::string text = {};  ///< The expression.
  Where where = {};       ///< Where the first character stands; unset for text made in code.
  std::string raw = {};   ///< The characters as the document writes them, when it uses escapes (\" or \u0041); otherwise empty.

  ExpressionText() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.where = "outcome == 'won'"` reads as written.
  ExpressionText(std::string_view expression) : text(expression) {}
  // NOLINTNEXTLINE(google-explicit-constructor): the same for a literal.
  ExpressionText(const char* expression) : text(expression) {}
  // NOLINTNEXTLINE(google-explicit-constructor): the same for a string.
  ExpressionText(std::string expression) : text(std::move(expression)) {}

  bool empty() const { return text.empty(); }  ///< True when nothing was written.
  /// The place in the document of byte `offset` of `text`. For text made in code only the path (if any) is set.
  Where At(int64_t offset) const;
  bool operator==(const ExpressionText& other) const { return text == other.text; }  ///< The same text, wherever it stands.
};

/// A reference to a definition by its kind and id: {"attainment": "quota-2026"}.
struct Reference {
  std::string kind = {};  ///< What is referred to: "measure", "attainment", "score", "segment" …
  std::string id = {};    ///< The id of the definition.
  auto operator<=>(const Reference&) const = default;
};

/// One version of a definition and when it holds.
template <typename T>
struct Version {
  Validity valid = {};  ///< When it holds. Default: always.
  T value = {};         ///< What holds then.
  bool operator==(const Version&) const = default;
};

/// A definition that may change during a period. In a document either the object itself (with an optional "valid"), or the object
/// with `"versions": [{"valid": [...], ...}]`, where keys beside "versions" hold for every version that does not say otherwise.
template <typename T>
struct Versions {
  std::vector<Version<T>> versions = {};  ///< In document order.

  Versions() = default;
  /// One version that always holds. Implicit, so that a definition without versions, or an alternative of it, reads as written.
  template <typename U>
    requires(!std::is_same_v<std::remove_cvref_t<U>, Versions> && std::is_convertible_v<U, T>)
  // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload): the requirement above is not read there.
  Versions(U&& always) {
    versions.push_back({{}, std::forward<U>(always)});
  }

  /// The version that holds on `day`: the last listed of those that contain it; null when there is none.
  const T* At(Date day) const {
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (version->valid.Contains(day)) return &version->value;
    }
    return nullptr;
  }
  bool operator==(const Versions&) const = default;
};

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_VALUE_H_
