// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/wide.h"

#include <atomic>
#include <cmath>
#include <cstdint>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/rounding.h"
#include "base/internal/text.h"

namespace attain {
namespace internal {

// What a wide fraction holds, shared by its copies.
struct WideValue {
  mutable std::atomic<int64_t> holders;
  WideParts parts;
};

struct FractionAccess {
  static const WideValue& Of(const Fraction& value) {
    return *reinterpret_cast<const WideValue*>(
        static_cast<uintptr_t>(absl::Int128Low64(value.numerator_)));
  }
  static Fraction Make(WideParts parts) {
    const auto* value = new WideValue{.holders = 1, .parts = std::move(parts)};
    Fraction fraction;
    fraction.numerator_ = absl::MakeInt128(0, reinterpret_cast<uintptr_t>(value));
    fraction.denominator_ = 0;
    return fraction;
  }
};

namespace {

Natural Quotient(const Natural& a, const Natural& b) {
  return b.size() == 1 && b[0] == 1 ? a : Divide(a, b).quotient;
}

bool IsOne(const Natural& value) { return value.size() == 1 && value[0] == 1; }

absl::int128 Clamped(const Natural& part, bool negative) {
  const int128 value = FitsPart(part) ? static_cast<int128>(LowBits(part)) : kInt128Max;
  return negative ? -value : value;
}

}  // namespace

WideParts PartsOf(const Fraction& value) {
  if (value.is_wide()) return FractionAccess::Of(value).parts;
  return {.negative = value.sign() < 0,
          .above = NaturalOf(Magnitude(Raw(value.numerator()))),
          .below = NaturalOf(Magnitude(Raw(value.denominator())))};
}

absl::StatusOr<Fraction> FractionOf(WideParts parts) {
  if (FitsPart(parts.above) && FitsPart(parts.below)) {
    return Fraction::Unchecked(Clamped(parts.above, parts.negative), Clamped(parts.below, false));
  }
  if (BitsOf(parts.above) > kMostBits || BitsOf(parts.below) > kMostBits)
    return MakeError(Reason::kOverflow,
                     StrCat("an exact value needs parts of more than ", kMostBits, " bits"));
  return FractionAccess::Make(std::move(parts));
}

// a/b + c/d (Knuth, The Art of Computer Programming 2, section 4.5.1).
absl::StatusOr<Fraction> WideSum(const Fraction& x, const Fraction& y) {
  if (x.is_zero()) return y;
  if (y.is_zero()) return x;
  const WideParts a = PartsOf(x);
  const WideParts b = PartsOf(y);
  const bool same = Compare(a.below, b.below) == 0;
  const Natural common = same ? a.below : GreatestCommonDivisor(a.below, b.below);
  const Natural a_scale = Quotient(b.below, common);
  const Natural b_scale = Quotient(a.below, common);
  const Natural left = Product(a.above, a_scale);
  const Natural right = Product(b.above, b_scale);
  WideParts sum;
  if (a.negative == b.negative) {
    sum.negative = a.negative;
    sum.above = Sum(left, right);
  } else {
    const std::strong_ordering order = Compare(left, right);
    if (order == 0) return Fraction();
    sum.negative = order > 0 ? a.negative : b.negative;
    sum.above = order > 0 ? Difference(left, right) : Difference(right, left);
  }
  const Natural divisor = IsOne(common) ? common : GreatestCommonDivisor(common, sum.above);
  sum.above = Quotient(sum.above, divisor);
  sum.below = Product(Product(a_scale, b_scale), Quotient(common, divisor));
  return FractionOf(std::move(sum));
}

namespace {

absl::StatusOr<Fraction> ProductOf(WideParts a, WideParts b) {
  if (a.above.empty() || b.above.empty()) return Fraction();
  const Natural first = GreatestCommonDivisor(a.above, b.below);
  const Natural second = GreatestCommonDivisor(b.above, a.below);
  return FractionOf({.negative = a.negative != b.negative,
                     .above = Product(Quotient(a.above, first), Quotient(b.above, second)),
                     .below = Product(Quotient(a.below, second), Quotient(b.below, first))});
}

}  // namespace

absl::StatusOr<Fraction> WideProduct(const Fraction& a, const Fraction& b) {
  return ProductOf(PartsOf(a), PartsOf(b));
}

absl::StatusOr<Fraction> WideQuotient(const Fraction& a, const Fraction& b) {
  if (b.is_zero())
    return MakeError(Reason::kDivisionByZero, StrCat(a.ToString(), " divided by zero"));
  WideParts divisor = PartsOf(b);
  std::swap(divisor.above, divisor.below);
  return ProductOf(PartsOf(a), std::move(divisor));
}

std::strong_ordering CompareWide(const Fraction& a, const Fraction& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  const WideParts left = PartsOf(a);
  const WideParts right = PartsOf(b);
  const std::strong_ordering order =
      Compare(Product(left.above, right.below), Product(right.above, left.below));
  return left.negative ? 0 <=> order : order;
}

std::string WideToString(const Fraction& value) {
  const WideParts parts = PartsOf(value);
  std::string text = parts.negative ? "-" : "";
  text += ToDecimalString(parts.above);
  if (!IsOne(parts.below)) text += '/' + ToDecimalString(parts.below);
  return text;
}

double WideToDouble(const Fraction& value) {
  // A quotient of 64 or 65 bits; what is left over only marks the last bit.
  const WideParts parts = PartsOf(value);
  const auto above = static_cast<int64_t>(BitsOf(parts.above));
  const auto below = static_cast<int64_t>(BitsOf(parts.below));
  const int64_t shift = 65 + below - above;
  const DividedNatural divided =
      shift >= 0 ? Divide(Shifted(parts.above, static_cast<size_t>(shift)), parts.below)
                 : Divide(parts.above, Shifted(parts.below, static_cast<size_t>(-shift)));
  uint128 quotient = LowBits(divided.quotient);
  int64_t exponent = -shift;
  bool inexact = !divided.remainder.empty();
  for (; !FitsUint64(quotient); quotient >>= 1, ++exponent)
    inexact = inexact || (quotient & 1) != 0;
  auto bits = static_cast<uint64_t>(quotient);
  if (inexact) bits |= 1;
  const double magnitude = std::ldexp(static_cast<double>(bits), static_cast<int>(exponent));
  return parts.negative ? -magnitude : magnitude;
}

absl::StatusOr<Decimal> RoundWide(const Fraction& value, int scale, RoundingMode mode) {
  const WideParts parts = PartsOf(value);
  const Natural power = NaturalOf(static_cast<uint128>(RawPowerOfTen(scale)));
  const DividedNatural divided = Divide(Product(parts.above, power), parts.below);
  uint128 quotient = LowBits(divided.quotient);
  // Only what the half is compared with matters of the rest: 1/4, 1/2 or 3/4 stand for it.
  uint128 rest = 0;
  uint128 whole = 4;
  if (!divided.remainder.empty()) {
    const std::strong_ordering half = Compare(Shifted(divided.remainder, 1), parts.below);
    rest = half < 0 ? 1 : half == 0 ? 2 : 3;
  }
  if (MovesAway(mode, parts.negative, (quotient & 1) != 0, rest, whole)) ++quotient;
  if (!FitsPart(divided.quotient) || quotient > static_cast<uint128>(kMaxCoefficient))
    return MakeError(Reason::kOverflow, "a rounded value has more than 38 digits");
  const auto coefficient = static_cast<int128>(quotient);
  return Decimal::Unchecked(parts.negative ? -coefficient : coefficient, scale);
}

absl::StatusOr<Fraction> ExactSum(const Fraction& a, const Fraction& b) {
  absl::StatusOr<Fraction> quick = Add(a, b);
  return quick.ok() ? quick : WideSum(a, b);
}

absl::StatusOr<Fraction> ExactDifference(const Fraction& a, const Fraction& b) {
  absl::StatusOr<Fraction> quick = Subtract(a, b);
  return quick.ok() ? quick : WideSum(a, -b);
}

absl::StatusOr<Fraction> ExactProduct(const Fraction& a, const Fraction& b) {
  absl::StatusOr<Fraction> quick = Multiply(a, b);
  return quick.ok() ? quick : WideProduct(a, b);
}

absl::StatusOr<Fraction> ExactQuotient(const Fraction& a, const Fraction& b) {
  absl::StatusOr<Fraction> quick = Divide(a, b);
  return quick.ok() || b.is_zero() ? quick : WideQuotient(a, b);
}

}  // namespace internal

void Fraction::Hold() const {
  internal::FractionAccess::Of(*this).holders.fetch_add(1, std::memory_order_relaxed);
}

void Fraction::Release() {
  const internal::WideValue& value = internal::FractionAccess::Of(*this);
  if (value.holders.fetch_sub(1, std::memory_order_acq_rel) == 1) delete &value;
}

Fraction& Fraction::Assign(Fraction other) {
  std::swap(numerator_, other.numerator_);
  std::swap(denominator_, other.denominator_);
  return *this;
}

absl::int128 Fraction::WideNumerator() const {
  const internal::WideParts& parts = internal::FractionAccess::Of(*this).parts;
  return internal::Clamped(parts.above, parts.negative);
}

absl::int128 Fraction::WideDenominator() const {
  return internal::Clamped(internal::FractionAccess::Of(*this).parts.below, false);
}

int Fraction::WideSign() const {
  return internal::FractionAccess::Of(*this).parts.negative ? -1 : 1;
}

Fraction Fraction::WideNegated() const {
  internal::WideParts parts = internal::FractionAccess::Of(*this).parts;
  parts.negative = !parts.negative;
  return internal::FractionAccess::Make(std::move(parts));
}

}  // namespace attain
