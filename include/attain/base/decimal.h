// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A decimal number with finitely many digits, exact.
//
//   Decimal price = *Decimal::Parse("1050.10");     // coefficient 105010, scale 2
//   Decimal share = *Decimal::Parse("0.125");       // coefficient 125, scale 3
//   Multiply(price, share)->ToString();             // "131.2625": every digit, nothing rounded
//
// A decimal is coefficient × 10^-scale with at most 38 digits, the range of Arrow's decimal128.
// Addition, subtraction and multiplication are exact or fail with `Reason::kOverflow`; division
// leaves the decimals and gives a `Fraction` (fraction.h). In: digits. Out: digits. There is no
// way in from a binary floating-point number.
#ifndef ATTAIN_BASE_DECIMAL_H_
#define ATTAIN_BASE_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"

namespace attain {

/// An exact decimal: coefficient × 10^-scale. Equality and order are by value: 1.50 equals 1.5.
class Decimal {
 public:
  static constexpr int kMaxScale = 38;   ///< Largest number of decimals.
  static constexpr int kMaxDigits = 38;  ///< Largest number of digits of the coefficient.

  /// Zero with no decimals.
  constexpr Decimal() = default;

  /// A whole number; every int64 fits.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless, so that 0 and 100 may be written.
  constexpr Decimal(int64_t whole) : coefficient_(whole) {}

  /// coefficient × 10^-scale. kOverflow when scale is outside 0..38 or the coefficient has more
  /// than 38 digits.
  static absl::StatusOr<Decimal> Of(absl::int128 coefficient, int scale);

  /// Of() for arguments known to be in range (literals, small constants); out of range is
  /// undefined.
  static constexpr Decimal Unchecked(absl::int128 coefficient, int scale) {
    return Decimal(coefficient, scale);
  }

  /// Reads "-12.50", "+3", ".5", "1e3", "2.5E-4": optional sign, digits with at most one point,
  /// optional exponent; nothing else (no spaces, no grouping, no NaN). The scale is as written:
  /// "1.50" has two decimals. kInvalidNumber for other text, kOverflow beyond 38 digits.
  static absl::StatusOr<Decimal> Parse(std::string_view text);

  /// The digits as an integer.
  constexpr absl::int128 coefficient() const { return coefficient_; }
  constexpr int scale() const { return scale_; }  ///< Number of decimals, 0..38.

  /// -1, 0 or 1.
  constexpr int sign() const { return coefficient_ > 0 ? 1 : coefficient_ < 0 ? -1 : 0; }
  constexpr bool is_zero() const { return coefficient_ == 0; }  ///< True for zero of any scale.

  /// The same value without trailing zeros after the point.
  Decimal Normalized() const;
  /// The same value with exactly `scale` decimals. kInexact when digits other than zero would be
  /// lost, kOverflow when it does not fit.
  absl::StatusOr<Decimal> Rescaled(int scale) const;
  /// True when the value is whole.
  bool IsWhole() const;

  /// Shortest exact text: no exponent, no trailing zeros after the point, "0" for zero, "-0.5".
  std::string ToString() const;
  /// Text with exactly scale() decimals: "1.50".
  std::string ToFixedString() const;
  /// The nearest double, for charts and estimates; never a way back to money.
  double ToDouble() const;

  friend Decimal operator-(Decimal value) { return Decimal(-value.coefficient_, value.scale_); }
  friend std::strong_ordering operator<=>(Decimal a, Decimal b) { return Compare(a, b); }
  friend bool operator==(Decimal a, Decimal b) {
    return Compare(a, b) == std::strong_ordering::equal;
  }

 private:
  constexpr Decimal(absl::int128 coefficient, int scale)
      : coefficient_(coefficient), scale_(scale) {}
  static std::strong_ordering Compare(Decimal a, Decimal b);

  absl::int128 coefficient_ = 0;
  int32_t scale_ = 0;
};

/// a + b, exact, with the larger of the two scales. kOverflow beyond 38 digits.
absl::StatusOr<Decimal> Add(Decimal a, Decimal b);
/// a - b, exact, with the larger of the two scales. kOverflow beyond 38 digits.
absl::StatusOr<Decimal> Subtract(Decimal a, Decimal b);
/// a × b, exact; trailing zeros are dropped when the digits would not fit otherwise. kOverflow
/// beyond 38 digits.
absl::StatusOr<Decimal> Multiply(Decimal a, Decimal b);
/// The absolute value.
Decimal Abs(Decimal value);

/// 10^exponent for exponent 0..38.
absl::int128 PowerOfTen(int exponent);

}  // namespace attain

#endif  // ATTAIN_BASE_DECIMAL_H_
