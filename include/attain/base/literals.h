// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Exact numbers in source code, read from their digits by the compiler.
//
//   using namespace attain::literals;
//   12.5_pct      // Rate: the factor 0.125, no binary rounding on the way
//   0.085_dec     // Decimal
//   40'000_eur    // Money: 4,000,000 cents
//   0x6_pct       // does not compile: only digits, one point and separators are read
#ifndef ATTAIN_BASE_LITERALS_H_
#define ATTAIN_BASE_LITERALS_H_

#include <cstdint>

#include "attain/base/decimal.h"
#include "attain/base/money.h"
#include "attain/base/rate.h"

namespace attain {
namespace literals_internal {

/// The digits of a literal as coefficient and scale.
struct Digits {
  int64_t coefficient = 0;  ///< All digits, without the point.
  int scale = 0;            ///< How many of them stand behind the point.
};

/// Called at compile time only when a literal is not a decimal number: being not constexpr, it
/// stops the compiler.
void LiteralIsNotADecimalNumber();

/// Most significant digits a literal may have: all of them fit 64 bits.
inline constexpr int kMaxDigits = 18;

/// Reads decimal digits with at most one point; digit separators are passed over.
template <char... kText>
consteval Digits ReadDigits() {
  constexpr char kChars[] = {kText...};
  Digits digits;
  bool point = false;
  int count = 0;
  for (const char c : kChars) {
    if (c == '\'') continue;
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9' && count < kMaxDigits) {
      digits.coefficient = digits.coefficient * 10 + (c - '0');
      if (digits.coefficient != 0) ++count;
      if (point) ++digits.scale;
    } else {
      LiteralIsNotADecimalNumber();
    }
  }
  return digits;
}

/// The digits as whole units of a currency; stops the compiler when they are finer than a unit or
/// do not fit 64 bits.
consteval int64_t Units(Digits digits, int scale) {
  for (; digits.scale < scale; ++digits.scale) {
    if (digits.coefficient > INT64_MAX / 10) LiteralIsNotADecimalNumber();
    digits.coefficient *= 10;
  }
  for (; digits.scale > scale; --digits.scale) {
    if (digits.coefficient % 10 != 0) LiteralIsNotADecimalNumber();
    digits.coefficient /= 10;
  }
  return digits.coefficient;
}

}  // namespace literals_internal

/// Exact literals; `using namespace attain::literals;` brings them in.
namespace literals {

/// 0.085_dec: an exact decimal.
template <char... kText>
consteval Decimal operator""_dec() {
  const auto digits = literals_internal::ReadDigits<kText...>();
  return Decimal::Unchecked(digits.coefficient, digits.scale);
}

/// 12.5_pct: the rate of twelve and a half percent.
template <char... kText>
consteval Rate operator""_pct() {
  const auto digits = literals_internal::ReadDigits<kText...>();
  if (digits.scale + 2 > Decimal::kMaxScale) literals_internal::LiteralIsNotADecimalNumber();
  return Rate(Decimal::Unchecked(digits.coefficient, digits.scale + 2));
}

/// 40'000_eur: euros, in whole cents.
template <char... kText>
consteval Money operator""_eur() {
  return Money(literals_internal::Units(literals_internal::ReadDigits<kText...>(), 2),
               Currency::Unchecked("EUR", 2));
}

/// 40'000_usd: US dollars, in whole cents.
template <char... kText>
consteval Money operator""_usd() {
  return Money(literals_internal::Units(literals_internal::ReadDigits<kText...>(), 2),
               Currency::Unchecked("USD", 2));
}

/// 40'000_gbp: pounds sterling, in whole pence.
template <char... kText>
consteval Money operator""_gbp() {
  return Money(literals_internal::Units(literals_internal::ReadDigits<kText...>(), 2),
               Currency::Unchecked("GBP", 2));
}

/// 40'000_cny: yuan, in whole fen.
template <char... kText>
consteval Money operator""_cny() {
  return Money(literals_internal::Units(literals_internal::ReadDigits<kText...>(), 2),
               Currency::Unchecked("CNY", 2));
}

/// 40'000_jpy: yen, which has no smaller unit.
template <char... kText>
consteval Money operator""_jpy() {
  return Money(literals_internal::Units(literals_internal::ReadDigits<kText...>(), 0),
               Currency::Unchecked("JPY", 0));
}

}  // namespace literals
}  // namespace attain

#endif  // ATTAIN_BASE_LITERALS_H_
