// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Money: a whole number of a currency's smallest units.
//
//   Currency eur = *Currency::Parse("EUR");              // 2 decimals; JPY has 0, KWD 3
//   Money quota = *Money::Parse("40000 EUR");            // 4,000,000 cents
//   Add(quota, *Money::Parse("0.01 EUR"))->ToString();   // "40000.01 EUR"
//
// Amounts of different currencies never meet: adding or comparing them is
// `Reason::kCurrencyMismatch`. Anything finer than a unit is a `Decimal` or a `Fraction` until a
// named rounding turns it into money.
#ifndef ATTAIN_BASE_MONEY_H_
#define ATTAIN_BASE_MONEY_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"

namespace attain {

/// A currency: three letters and the number of decimals of its smallest unit.
class Currency {
 public:
  static constexpr int kMaxScale = 6;  ///< Most decimals a currency may have.

  /// No currency; equal only to itself.
  constexpr Currency() = default;
  /// The currency of an ISO 4217 code with its minor unit. kUnknownCurrency for other text.
  static absl::StatusOr<Currency> Parse(std::string_view code);
  /// A currency with a scale of one's own (finer than ISO, or not an ISO code). `code`: three
  /// upper-case letters; `scale`: 0..6.
  static absl::StatusOr<Currency> Of(std::string_view code, int scale);
  /// Of() for a constant known to be right.
  static constexpr Currency Unchecked(const char (&code)[4], int scale) {
    Currency currency;
    currency.code_ = {code[0], code[1], code[2]};
    currency.scale_ = static_cast<uint8_t>(scale);
    return currency;
  }

  /// "EUR"; empty for no currency.
  std::string_view code() const { return {code_.data(), code_[0] == '\0' ? 0U : 3U}; }
  constexpr int scale() const { return scale_; }  ///< Decimals, 0..6.
  constexpr bool is_none() const { return code_[0] == '\0'; }  ///< True for no currency.
  constexpr bool operator==(const Currency&) const = default;
  constexpr auto operator<=>(const Currency&) const = default;

 private:
  std::array<char, 3> code_ = {};
  uint8_t scale_ = 0;
};

/// A whole number of a currency's smallest units.
class Money {
 public:
  /// Nothing, in no currency.
  constexpr Money() = default;
  /// `units` of the smallest unit: Money(150, eur) is 1.50 EUR.
  constexpr Money(int64_t units, Currency currency) : units_(units), currency_(currency) {}

  /// Reads "40000 EUR" or "-12.50 EUR". kUnknownCurrency, kInvalidNumber, kInexact when there are
  /// more decimals than the currency has, kOverflow.
  static absl::StatusOr<Money> Parse(std::string_view text);
  /// An exact amount as money, without rounding: kInexact when it is finer than the currency's
  /// unit, kOverflow beyond 64 bits.
  static absl::StatusOr<Money> FromDecimal(Decimal amount, Currency currency);

  constexpr int64_t units() const { return units_; }            ///< Smallest units, signed.
  constexpr Currency currency() const { return currency_; }     ///< The currency.
  /// The amount, exactly.
  Decimal ToDecimal() const { return Decimal::Unchecked(units_, currency_.scale()); }
  std::string ToString() const;                                 ///< "40000.00 EUR"
  constexpr bool is_zero() const { return units_ == 0; }        ///< True for an amount of zero.
  constexpr bool operator==(const Money&) const = default;  ///< Same amount in the same currency.

 private:
  int64_t units_ = 0;
  Currency currency_ = {};
};

/// a + b. kCurrencyMismatch, or kOverflow beyond 64 bits.
absl::StatusOr<Money> Add(Money a, Money b);
/// a - b. kCurrencyMismatch, or kOverflow beyond 64 bits.
absl::StatusOr<Money> Subtract(Money a, Money b);
/// Negative, zero or positive as a is less than, equal to or more than b. kCurrencyMismatch.
absl::StatusOr<int> Compare(Money a, Money b);
/// An exact amount rounded to the currency's unit. kOverflow beyond 64 bits.
absl::StatusOr<Money> Round(const Fraction& amount, Currency currency, RoundingMode mode);

}  // namespace attain

#endif  // ATTAIN_BASE_MONEY_H_
