// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/fraction.h"

#include <cmath>

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"
#include "base/internal/wide.h"

namespace attain {
namespace {

using internal::AddOverflows;
using internal::DivideWide;
using internal::FitsInt64;
using internal::FullProduct;
using internal::GreatestCommonDivisor;
using internal::int128;
using internal::Magnitude;
using internal::MultiplyOverflows;
using internal::Quotient;
using internal::Raw;
using internal::RawPowerOfTen;
using internal::StrCat;
using internal::uint128;
using internal::Uint256;

// Both parts of a fraction are below 2^127 in magnitude, so each can be negated.
constexpr uint128 kLimit = uint128{1} << 127;
constexpr int64_t kLargestExactDouble = int64_t{1} << 53;

absl::Status TooLarge(std::string_view what) {
  return MakeError(Reason::kOverflow,
                   StrCat("the ", what, " of two fractions needs parts of more than 127 bits"));
}

int128 Signed(bool negative, uint128 magnitude) {
  const auto value = static_cast<int128>(magnitude);
  return negative ? -value : value;
}

// The sum when a product on the way does not fit 128 bits although the result may: 256 bits on the
// way.
absl::StatusOr<Fraction> AddWide(int128 a, int128 a_scale, int128 b, int128 b_scale,
                                 int128 common) {
  const Uint256 left = FullProduct(Magnitude(a), static_cast<uint128>(a_scale));
  const Uint256 right = FullProduct(Magnitude(b), static_cast<uint128>(b_scale));
  const bool same_sign = (a < 0) == (b < 0);
  const bool left_larger = left >= right;
  const bool negative = same_sign || left_larger ? a < 0 : b < 0;
  const Uint256 sum = same_sign     ? internal::Sum(left, right)
                      : left_larger ? internal::Difference(left, right)
                                    : internal::Difference(right, left);
  const auto common_part = static_cast<uint128>(common);
  const uint128 divisor =
      GreatestCommonDivisor(common_part, DivideWide(sum, common_part).remainder);
  const Uint256 numerator = DivideWide(sum, divisor).quotient;
  if (numerator == Uint256{}) return Fraction();
  int128 denominator = 0;
  if (numerator.high != 0 || numerator.low >= kLimit ||
      MultiplyOverflows(a_scale, b_scale, &denominator) ||
      MultiplyOverflows(denominator, static_cast<int128>(common_part / divisor), &denominator)) {
    return TooLarge("sum");
  }
  return Fraction::Unchecked(Signed(negative, numerator.low), denominator);
}

// a/b + c/d (Knuth, The Art of Computer Programming 2, section 4.5.1).
absl::StatusOr<Fraction> Sum(int128 a, int128 b, int128 c, int128 d) {
  int128 sum = 0;
  if (b == 1 && d == 1) {
    if (AddOverflows(a, c, &sum) || Magnitude(sum) >= kLimit) return TooLarge("sum");
    return Fraction::Unchecked(sum, 1);
  }
  const auto common = static_cast<int128>(
      b == d ? static_cast<uint128>(b)
             : GreatestCommonDivisor(static_cast<uint128>(b), static_cast<uint128>(d)));
  const int128 a_scale = common == 1 ? d : Quotient(d, common);
  const int128 c_scale = common == 1 ? b : Quotient(b, common);
  int128 left = 0;
  int128 right = 0;
  if (MultiplyOverflows(a, a_scale, &left) || MultiplyOverflows(c, c_scale, &right) ||
      AddOverflows(left, right, &sum) || Magnitude(sum) >= kLimit) {
    return AddWide(a, a_scale, c, c_scale, common);
  }
  if (sum == 0) return Fraction();
  int128 rest = common;
  if (common != 1) {
    const auto divisor =
        static_cast<int128>(GreatestCommonDivisor(static_cast<uint128>(common), Magnitude(sum)));
    if (divisor != 1) {
      sum = Quotient(sum, divisor);
      rest = Quotient(rest, divisor);
    }
  }
  int128 denominator = 0;
  if (MultiplyOverflows(c_scale, a_scale, &denominator) ||
      MultiplyOverflows(denominator, rest, &denominator)) {
    return TooLarge("sum");
  }
  return Fraction::Unchecked(sum, denominator);
}

absl::StatusOr<Fraction> Product(int128 a, int128 b, int128 c, int128 d, std::string_view what) {
  // a/b × c/d: common factors go out crosswise first, so what overflows then has no smaller form.
  if (a == 0 || c == 0) return Fraction();
  if (d != 1) {
    const auto common =
        static_cast<int128>(GreatestCommonDivisor(Magnitude(a), static_cast<uint128>(d)));
    if (common != 1) {
      a = Quotient(a, common);
      d = Quotient(d, common);
    }
  }
  if (b != 1) {
    const auto common =
        static_cast<int128>(GreatestCommonDivisor(Magnitude(c), static_cast<uint128>(b)));
    if (common != 1) {
      c = Quotient(c, common);
      b = Quotient(b, common);
    }
  }
  int128 numerator = 0;
  int128 denominator = 0;
  if (MultiplyOverflows(a, c, &numerator) || MultiplyOverflows(b, d, &denominator)) {
    return TooLarge(what);
  }
  return Fraction::Unchecked(numerator, denominator);
}

}  // namespace

Fraction::Fraction(Decimal value) : numerator_(value.coefficient()) {
  if (value.scale() == 0) return;
  const int128 numerator = Raw(numerator_);
  const int128 denominator = RawPowerOfTen(value.scale());
  const auto common = static_cast<int128>(
      GreatestCommonDivisor(Magnitude(numerator), static_cast<uint128>(denominator)));
  if (common == 1) {
    denominator_ = denominator;
    return;
  }
  numerator_ = Quotient(numerator, common);
  denominator_ = Quotient(denominator, common);
}

absl::StatusOr<Fraction> Fraction::Of(absl::int128 numerator, absl::int128 denominator) {
  if (denominator == 0) {
    return MakeError(Reason::kDivisionByZero, StrCat(numerator, " divided by zero"));
  }
  const bool negative = (numerator < 0) != (denominator < 0);
  uint128 above = Magnitude(Raw(numerator));
  uint128 below = Magnitude(Raw(denominator));
  const uint128 common = GreatestCommonDivisor(above, below);
  above /= common;
  below /= common;
  if (above >= kLimit || below >= kLimit) {
    return MakeError(Reason::kOverflow,
                     StrCat(numerator, '/', denominator, " needs parts of more than 127 bits"));
  }
  return Unchecked(Signed(negative, above), static_cast<int128>(below));
}

std::optional<Decimal> Fraction::ToDecimal() const {
  if (is_wide()) return std::nullopt;  // a decimal's parts fit
  // The digits end when the denominator is made of twos and fives alone; each decimal takes one of
  // both.
  int128 rest = Raw(denominator_);
  int twos = 0;
  int fives = 0;
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  const int scale = twos > fives ? twos : fives;
  if (rest != 1 || scale > Decimal::kMaxScale) return std::nullopt;
  int128 coefficient = 0;
  if (MultiplyOverflows(Raw(numerator_), RawPowerOfTen(scale) / Raw(denominator_), &coefficient) ||
      Magnitude(coefficient) > static_cast<uint128>(internal::kMaxCoefficient)) {
    return std::nullopt;
  }
  return Decimal::Unchecked(coefficient, scale);
}

std::string Fraction::ToString() const {
  if (is_wide()) return internal::WideToString(*this);
  if (denominator_ == 1) return StrCat(numerator_);
  return StrCat(numerator_, '/', denominator_);
}

double Fraction::ToDouble() const {
  if (is_wide()) return internal::WideToDouble(*this);
  const int128 numerator = Raw(numerator_);
  const int128 denominator = Raw(denominator_);
  if (Magnitude(numerator) <= static_cast<uint128>(kLargestExactDouble) &&
      denominator <= kLargestExactDouble) {
    return static_cast<double>(static_cast<int64_t>(numerator)) /
           static_cast<double>(static_cast<int64_t>(denominator));
  }
  // Long division to at least 64 significant bits; what is left over only marks the last bit, which
  // is enough to round once and right.
  const auto divisor = static_cast<uint128>(denominator);
  uint128 quotient = Magnitude(numerator) / divisor;
  uint128 rest = Magnitude(numerator) % divisor;
  int exponent = 0;
  bool inexact = false;
  while (!internal::FitsUint64(quotient)) {
    inexact = inexact || (quotient & 1) != 0;
    quotient >>= 1;
    ++exponent;
  }
  while (exponent <= 0 && (quotient >> 63) == 0) {
    rest <<= 1;
    quotient <<= 1;
    --exponent;
    if (rest >= divisor) {
      rest -= divisor;
      quotient |= 1;
    }
  }
  auto bits = static_cast<uint64_t>(quotient);
  if (inexact || rest != 0) bits |= 1;
  const double magnitude = std::ldexp(static_cast<double>(bits), exponent);
  return numerator < 0 ? -magnitude : magnitude;
}

std::strong_ordering Fraction::Compare(const Fraction& a, const Fraction& b) {
  if (a.is_wide() || b.is_wide()) return internal::CompareWide(a, b);
  const int128 a_above = Raw(a.numerator_);
  const int128 b_above = Raw(b.numerator_);
  if (a.denominator_ == b.denominator_) return a_above <=> b_above;
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  const int128 a_below = Raw(a.denominator_);
  const int128 b_below = Raw(b.denominator_);
  if (FitsInt64(a_above) && FitsInt64(a_below) && FitsInt64(b_above) && FitsInt64(b_below)) {
    return internal::Product(static_cast<int64_t>(a_above), static_cast<int64_t>(b_below)) <=>
           internal::Product(static_cast<int64_t>(b_above), static_cast<int64_t>(a_below));
  }
  const Uint256 left = FullProduct(Magnitude(a_above), static_cast<uint128>(b_below));
  const Uint256 right = FullProduct(Magnitude(b_above), static_cast<uint128>(a_below));
  return a.sign() > 0 ? left <=> right : right <=> left;
}

absl::StatusOr<Fraction> Add(const Fraction& a, const Fraction& b) {
  if (a.is_wide() || b.is_wide()) return internal::WideSum(a, b);
  return Sum(Raw(a.numerator()), Raw(a.denominator()), Raw(b.numerator()), Raw(b.denominator()));
}

absl::StatusOr<Fraction> Subtract(const Fraction& a, const Fraction& b) {
  if (a.is_wide() || b.is_wide()) return internal::WideSum(a, -b);
  return Sum(Raw(a.numerator()), Raw(a.denominator()), -Raw(b.numerator()), Raw(b.denominator()));
}

absl::StatusOr<Fraction> Multiply(const Fraction& a, const Fraction& b) {
  if (a.is_wide() || b.is_wide()) return internal::WideProduct(a, b);
  return Product(Raw(a.numerator()), Raw(a.denominator()), Raw(b.numerator()), Raw(b.denominator()),
                 "product");
}

absl::StatusOr<Fraction> Divide(const Fraction& a, const Fraction& b) {
  if (b.is_zero()) {
    return MakeError(Reason::kDivisionByZero, StrCat(a.ToString(), " divided by zero"));
  }
  if (a.is_wide() || b.is_wide()) return internal::WideQuotient(a, b);
  const int128 above = Raw(b.numerator());
  const int128 below = Raw(b.denominator());
  return Product(Raw(a.numerator()), Raw(a.denominator()), above < 0 ? -below : below,
                 static_cast<int128>(Magnitude(above)), "quotient");
}

}  // namespace attain
