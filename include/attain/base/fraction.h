// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A ratio of two whole numbers, exact: what attain keeps wherever something is divided.
//
//   Fraction attainment = *Divide(118000, 100000);   // 59/50, that is 118 %
//   Fraction third = *Fraction::Of(1, 3);
//   Multiply(third, 3)->ToString();   // "1": nothing was lost on the way
//
// Kept in lowest terms with a positive denominator, 128 bits each. Operations are exact or fail
// with `Reason::kOverflow`. In: decimals and integers. Out: one named rounding (rounding.h), or a
// decimal when the digits end.
#ifndef ATTAIN_BASE_FRACTION_H_
#define ATTAIN_BASE_FRACTION_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/base/decimal.h"

namespace attain {

/// An exact ratio in lowest terms. The default value is zero.
class Fraction {
 public:
  constexpr Fraction() = default;
  /// A whole number.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless.
  constexpr Fraction(int64_t whole) : numerator_(whole) {}
  /// A decimal, exactly.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless.
  Fraction(Decimal value);

  /// numerator / denominator in lowest terms. kDivisionByZero when the denominator is 0;
  /// kOverflow when a part does not fit 127 bits.
  static absl::StatusOr<Fraction> Of(absl::int128 numerator, absl::int128 denominator);

  /// Of() for parts known to be in lowest terms with a positive denominator; anything else is
  /// undefined.
  static constexpr Fraction Unchecked(absl::int128 numerator, absl::int128 denominator) {
    Fraction fraction;
    fraction.numerator_ = numerator;
    fraction.denominator_ = denominator;
    return fraction;
  }

  constexpr absl::int128 numerator() const { return numerator_; }      ///< Carries the sign.
  constexpr absl::int128 denominator() const { return denominator_; }  ///< At least 1.
  /// -1, 0 or 1.
  constexpr int sign() const { return numerator_ > 0 ? 1 : numerator_ < 0 ? -1 : 0; }
  constexpr bool is_zero() const { return numerator_ == 0; }           ///< True for zero.

  /// The value as a decimal when its digits end within 38 digits; nothing otherwise (1/3).
  std::optional<Decimal> ToDecimal() const;
  /// "3/4"; a whole number without the slash.
  std::string ToString() const;
  /// The nearest double, for charts and estimates.
  double ToDouble() const;

  friend Fraction operator-(Fraction value) {
    value.numerator_ = -value.numerator_;
    return value;
  }
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
    return Compare(a, b);
  }
  friend bool operator==(const Fraction& a, const Fraction& b) = default;

 private:
  static std::strong_ordering Compare(const Fraction& a, const Fraction& b);

  absl::int128 numerator_ = 0;
  absl::int128 denominator_ = 1;
};

/// a + b, exact. kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Add(const Fraction& a, const Fraction& b);
/// a - b, exact. kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Subtract(const Fraction& a, const Fraction& b);
/// a × b, exact. kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Multiply(const Fraction& a, const Fraction& b);
/// a / b, exact. kDivisionByZero when b is zero; kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Divide(const Fraction& a, const Fraction& b);

}  // namespace attain

#endif  // ATTAIN_BASE_FRACTION_H_
