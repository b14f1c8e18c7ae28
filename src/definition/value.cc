// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/value.h"

#include <algorithm>
#include <limits>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::definition {
namespace {

using attain::internal::StrCat;

// Bytes of text that the escape at `raw[at]` stands for, and the bytes it takes itself.
struct Escape {
  int64_t text;
  size_t raw;
};

unsigned HexOf(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    value = value * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

Escape EscapeAt(std::string_view raw, size_t at) {
  if (raw[at] != '\\') return {1, 1};
  if (at + 1 >= raw.size() || raw[at + 1] != 'u' || at + 6 > raw.size()) return {1, 2};
  const unsigned point = HexOf(raw.substr(at + 2, 4));
  if (point >= 0xD800 && point <= 0xDFFF) return {4, 12};  // two halves of one character
  return {point < 0x80 ? 1 : point < 0x800 ? 2 : 3, 6};
}

}  // namespace

absl::StatusOr<Money> Amount::ToMoney(std::optional<Currency> fallback) const {
  if (!currency.has_value() && !fallback.has_value()) {
    return MakeError(Reason::kCcyMissing,
                     StrCat("the amount ", value.ToString(), " has no currency"));
  }
  if (currency.has_value() && fallback.has_value() && currency->code() != fallback->code()) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat("an amount in ", fallback->code(), " was expected, not ", ToString()));
  }
  return Money::FromDecimal(value, fallback.has_value() ? *fallback : *currency);
}

std::string Amount::ToString() const {
  return currency.has_value() ? StrCat(value.ToString(), " ", currency->code()) : value.ToString();
}

absl::StatusOr<Duration> Duration::Parse(std::string_view text) {
  const std::string_view digits = text.substr(0, text.empty() ? 0 : text.size() - 1);
  const char unit = text.empty() ? '\0' : text.back();
  const bool whole = !digits.empty() && std::all_of(digits.begin(), digits.end(),
                                                    [](char c) { return c >= '0' && c <= '9'; });
  if (!whole || (unit != 'd' && unit != 'w')) {
    return MakeError(Reason::kInvalidValue,
                     StrCat("\"", text, "\" is not a duration: write 30d or 2w"));
  }
  int64_t number = 0;
  for (const char digit : digits) {
    number = number * 10 + (digit - '0');
    if (number > 7'000'000)
      return MakeError(Reason::kOverflow, StrCat("\"", text, "\" is longer than a million weeks"));
  }
  number *= unit == 'w' ? 7 : 1;
  if (number > 7'000'000)
    return MakeError(Reason::kOverflow, StrCat("\"", text, "\" is longer than a million weeks"));
  return Duration{number};
}

std::string Duration::ToString() const { return StrCat(days, "d"); }

Where ExpressionText::At(int64_t offset) const {
  Where at = where;
  if (where.offset < 0) return at;
  int64_t moved = std::clamp<int64_t>(offset, 0, static_cast<int64_t>(text.size()));
  if (!raw.empty()) {
    int64_t seen = 0;
    size_t byte = 0;
    while (seen < moved && byte < raw.size()) {
      const Escape escape = EscapeAt(raw, byte);
      if (seen + escape.text > moved) break;  // inside a character
      seen += escape.text;
      byte += escape.raw;
    }
    moved = static_cast<int64_t>(byte);
  }
  // A JSON text stands on one line.
  at.offset += moved;
  at.column += moved;
  return at;
}

}  // namespace attain::definition
