// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Joining text, and the one place where the standard library's string_view meets Abseil's.
//
//   StrCat("row ", 41, " of ", table)   // "row 41 of deals"
//
// Abseil may be built with a string_view of its own that converts neither to nor from the standard
// one. Everything in attain uses the standard one and passes through ToAbsl() and FromAbsl() where
// Abseil is called.
#ifndef ATTAIN_SRC_BASE_INTERNAL_TEXT_H_
#define ATTAIN_SRC_BASE_INTERNAL_TEXT_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace attain::internal {

/// A standard view as Abseil's.
inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

/// Abseil's view as a standard one.
inline std::string_view FromAbsl(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

/// One piece of a text to be joined: text as it is, whole numbers in decimal digits. Lives for one
/// full expression.
class Piece {
 public:
  explicit Piece(std::string_view text) : text_(text) {}
  explicit Piece(const std::string& text) : text_(text) {}
  explicit Piece(const char* text) : text_(text) {}
#ifndef ABSL_USES_STD_STRING_VIEW
  explicit Piece(absl::string_view text) : text_(FromAbsl(text)) {}
#endif
  explicit Piece(char letter) : text_(buffer_, 1) { buffer_[0] = letter; }
  explicit Piece(absl::int128 number) { Print(number); }
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) explicit Piece(T number) {
    Print(absl::int128(number));
  }
  Piece(const Piece&) = delete;
  Piece& operator=(const Piece&) = delete;

  std::string_view text() const { return text_; }

 private:
  void Print(absl::int128 number);

  char buffer_[40];  // 39 digits and a sign
  std::string_view text_;
};

/// Appends all of `pieces` to `target` with one growth.
void AppendViews(std::string* target, std::initializer_list<std::string_view> pieces);

/// What a part of a text is passed on as: alike for literals of any length and for whole numbers of
/// any width, so that one copy of the code serves them all.
template <typename T>
using Part = std::conditional_t<
    std::is_array_v<T>, const char*,
    std::conditional_t<std::signed_integral<T> && !std::same_as<T, char>, int64_t, const T&>>;

/// StrAppend with its parts made alike.
template <typename... P>
void AppendParts(std::string* target, P... parts) {
  AppendViews(target, {Piece(parts).text()...});
}

/// Appends texts, characters and whole numbers to `target`, which must not be among the parts.
template <typename... T>
void StrAppend(std::string* target, const T&... parts) {
  AppendParts<Part<T>...>(target, parts...);
}

/// Joins texts, characters and whole numbers.
template <typename... T>
std::string StrCat(const T&... parts) {
  std::string result;
  AppendParts<Part<T>...>(&result, parts...);
  return result;
}

/// The texts of `parts` with `separator` between them.
std::string StrJoin(std::span<const std::string> parts, std::string_view separator);

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_TEXT_H_
