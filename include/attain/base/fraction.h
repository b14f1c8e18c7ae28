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
//
// Where pay adds up many ratios (a budget over hundreds of quotas), 127 bits are not enough for an
// answer that is exact all the same. Such values are wide: any number of bits, made by the modules
// that pay. Everything here takes them as it takes the others; only their parts cannot be had as
// 128-bit numbers.
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

namespace internal {
struct FractionAccess;
}

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

  /// A copy; of a wide value it shares the parts.
  constexpr Fraction(const Fraction& other)
      : numerator_(other.numerator_), denominator_(other.denominator_) {
    if (is_wide()) Hold();
  }
  /// The same value; what it is moved from is then some value.
  constexpr Fraction(Fraction&& other) noexcept
      : numerator_(other.numerator_), denominator_(other.denominator_) {
    if (is_wide()) other.denominator_ = 1;
  }
  /// A copy.
  constexpr Fraction& operator=(const Fraction& other) {
    if (is_wide() || other.is_wide()) return Assign(other);
    numerator_ = other.numerator_;
    denominator_ = other.denominator_;
    return *this;
  }
  /// The same value; what it is moved from is then some value.
  constexpr Fraction& operator=(Fraction&& other) noexcept {
    if (is_wide() || other.is_wide()) return Assign(other);
    numerator_ = other.numerator_;
    denominator_ = other.denominator_;
    return *this;
  }
  /// Lets go of shared parts.
  constexpr ~Fraction() {
    if (is_wide()) Release();
  }

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

  /// True when a part needs more than 127 bits.
  constexpr bool is_wide() const { return denominator_ == 0; }
  /// Carries the sign. Of a wide value whose numerator does not fit: the largest that does.
  constexpr absl::int128 numerator() const { return is_wide() ? WideNumerator() : numerator_; }
  /// At least 1. Of a wide value whose denominator does not fit: the largest that does.
  constexpr absl::int128 denominator() const {
    return is_wide() ? WideDenominator() : denominator_;
  }
  /// -1, 0 or 1.
  constexpr int sign() const {
    return is_wide() ? WideSign() : numerator_ > 0 ? 1 : numerator_ < 0 ? -1 : 0;
  }
  constexpr bool is_zero() const { return !is_wide() && numerator_ == 0; }  ///< True for zero.

  /// The value as a decimal when its digits end within 38 digits; nothing otherwise (1/3).
  std::optional<Decimal> ToDecimal() const;
  /// "3/4"; a whole number without the slash.
  std::string ToString() const;
  /// The nearest double, for charts and estimates.
  double ToDouble() const;

  friend Fraction operator-(const Fraction& value) {
    return value.is_wide() ? value.WideNegated() : Unchecked(-value.numerator_, value.denominator_);
  }
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
    return Compare(a, b);
  }
  friend bool operator==(const Fraction& a, const Fraction& b) {
    if (a.is_wide() && b.is_wide()) return Compare(a, b) == std::strong_ordering::equal;
    return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
  }

 private:
  friend struct internal::FractionAccess;
  static std::strong_ordering Compare(const Fraction& a, const Fraction& b);
  void Hold() const;
  void Release();
  Fraction& Assign(Fraction other);
  absl::int128 WideNumerator() const;
  absl::int128 WideDenominator() const;
  int WideSign() const;
  Fraction WideNegated() const;

  // Of a wide value the denominator is 0 and the numerator the address of what holds its parts.
  absl::int128 numerator_ = 0;
  absl::int128 denominator_ = 1;
};

/// a + b, exact. kOverflow when a part of the result does not fit; it always fits where an operand
/// is wide, as below.
absl::StatusOr<Fraction> Add(const Fraction& a, const Fraction& b);
/// a - b, exact. kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Subtract(const Fraction& a, const Fraction& b);
/// a × b, exact. kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Multiply(const Fraction& a, const Fraction& b);
/// a / b, exact. kDivisionByZero when b is zero; kOverflow when a part of the result does not fit.
absl::StatusOr<Fraction> Divide(const Fraction& a, const Fraction& b);

}  // namespace attain

#endif  // ATTAIN_BASE_FRACTION_H_
