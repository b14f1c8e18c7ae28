// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/decimal.h"

#include <charconv>
#include <cstddef>

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::int128;
using internal::kMaxCoefficient;
using internal::Magnitude;
using internal::MultiplyOverflows;
using internal::Raw;
using internal::RawPowerOfTen;
using internal::StrCat;
using internal::uint128;
using internal::Uint256;

// Digits that always fit 64 bits.
constexpr int kSmallDigits = 18;
// A number of at most 53 bits and a power of ten of at most 22 are exact doubles, and so their
// quotient is rounded once.
constexpr int64_t kLargestExactDouble = int64_t{1} << 53;
constexpr int kLargestExactPower = 22;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

absl::Status TooLarge(std::string_view what) {
  return MakeError(Reason::kOverflow, StrCat(what, " has more than 38 digits"));
}

absl::Status NotANumber(std::string_view text) {
  return MakeError(Reason::kInvalidNumber,
                   StrCat('"', text.substr(0, 64), "\" is not a decimal number"));
}

// Removes trailing zeros until at most `scale` decimals are left or no zero is.
void StripTo(int scale, int128* coefficient, int* current) {
  if (internal::FitsInt64(*coefficient)) {
    auto small = static_cast<int64_t>(*coefficient);
    while (*current > scale && small % 10 == 0) {
      small /= 10;
      --*current;
    }
    *coefficient = small;
    return;
  }
  while (*current > scale && *coefficient % 10 == 0) {
    *coefficient /= 10;
    --*current;
  }
}

// Sets `*coefficient` to itself times 10^exponent; true when that has more than 38 digits.
bool ScaleUpOverflows(int exponent, int128* coefficient) {
  if (exponent == 0 || *coefficient == 0) return false;
  if (exponent > Decimal::kMaxScale) return true;
  int128 scaled = 0;
  if (MultiplyOverflows(*coefficient, RawPowerOfTen(exponent), &scaled) ||
      Magnitude(scaled) > static_cast<uint128>(kMaxCoefficient)) {
    return true;
  }
  *coefficient = scaled;
  return false;
}

// The rare product beyond 38 digits or decimals: drops trailing zeros until it fits, if it can.
absl::StatusOr<Decimal> MultiplyWide(Decimal a, Decimal b) {
  const int128 left = Raw(a.coefficient());
  const int128 right = Raw(b.coefficient());
  Uint256 product = internal::FullProduct(Magnitude(left), Magnitude(right));
  const Uint256 limit = {0, static_cast<uint128>(kMaxCoefficient)};
  int scale = a.scale() + b.scale();
  while (scale > 0 && (scale > Decimal::kMaxScale || product > limit)) {
    const internal::Divided256 tenth = internal::DivideWide(product, 10);
    if (tenth.remainder != 0) break;
    product = tenth.quotient;
    --scale;
  }
  if (scale > Decimal::kMaxScale || product > limit) {
    return TooLarge(StrCat(a.ToString(), " times ", b.ToString()));
  }
  const auto magnitude = static_cast<int128>(product.low);
  return Decimal::Unchecked((left < 0) != (right < 0) ? -magnitude : magnitude, scale);
}

absl::StatusOr<Decimal> Sum(Decimal a, Decimal b, int128 right) {
  int128 left = Raw(a.coefficient());
  int scale = a.scale();
  if (scale < b.scale()) {
    if (ScaleUpOverflows(b.scale() - scale, &left)) return TooLarge("a sum");
    scale = b.scale();
  } else if (scale > b.scale()) {
    if (ScaleUpOverflows(scale - b.scale(), &right)) return TooLarge("a sum");
  }
  // Each is below 10^38, so the sum cannot leave 128 bits.
  const auto sum = static_cast<int128>(static_cast<uint128>(left) + static_cast<uint128>(right));
  if (Magnitude(left) + Magnitude(right) > static_cast<uint128>(kMaxCoefficient) &&
      Magnitude(sum) > static_cast<uint128>(kMaxCoefficient)) {
    return TooLarge("a sum");
  }
  return Decimal::Unchecked(sum, scale);
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Of(absl::int128 coefficient, int scale) {
  if (scale < 0 || scale > kMaxScale) {
    return MakeError(Reason::kOverflow, StrCat("a decimal has 0 to 38 decimals, not ", scale));
  }
  if (Magnitude(Raw(coefficient)) > static_cast<uint128>(kMaxCoefficient)) {
    return TooLarge(StrCat(coefficient));
  }
  return Unchecked(coefficient, scale);
}

absl::StatusOr<Decimal> Decimal::Parse(std::string_view text) {
  size_t i = 0;
  const size_t size = text.size();
  bool negative = false;
  if (i < size && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';

  // The first 18 significant digits go through 64 bits; few numbers have more.
  uint64_t small = 0;
  uint128 large = 0;
  int digits = 0;     // significant, without leading zeros
  int64_t scale = 0;  // decimals taken into the coefficient
  bool any = false;
  bool point = false;
  bool too_long = false;
  int64_t zeros_after = 0;  // zeros behind the point that found no room
  for (; i < size; ++i) {
    const char c = text[i];
    if (c == '.') {
      if (point) return NotANumber(text);
      point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    any = true;
    if (digits >= kMaxDigits || zeros_after > 0) {
      if (point && c == '0') {
        ++zeros_after;
      } else {
        too_long = true;
      }
      continue;
    }
    if (digits < kSmallDigits) {
      small = small * 10 + static_cast<uint64_t>(c - '0');
      if (small != 0) ++digits;
      if (digits == kSmallDigits) large = small;
    } else {
      large = large * 10 + static_cast<uint64_t>(c - '0');
      ++digits;
    }
    if (point) ++scale;
  }
  if (!any) return NotANumber(text);
  if (digits < kSmallDigits) large = small;

  if (i < size && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    bool down = false;
    if (i < size && (text[i] == '-' || text[i] == '+')) down = text[i++] == '-';
    if (i == size) return NotANumber(text);
    int64_t exponent = 0;
    for (; i < size && IsDigit(text[i]); ++i) {
      if (exponent < 1'000'000'000) exponent = exponent * 10 + (text[i] - '0');
    }
    scale += down ? exponent : -exponent;
  }
  if (i != size) return NotANumber(text);
  const auto too_large = [&text] { return TooLarge(text.substr(0, 64)); };
  if (too_long) return too_large();

  auto coefficient = static_cast<int128>(large);
  if (negative) coefficient = -coefficient;
  if (coefficient == 0) {
    return Unchecked(0, static_cast<int>(scale < 0 ? 0 : scale > kMaxScale ? kMaxScale : scale));
  }
  if (scale < 0) {
    if (scale < -kMaxScale || ScaleUpOverflows(static_cast<int>(-scale), &coefficient)) {
      return too_large();
    }
    scale = 0;
  }
  if (scale > kMaxScale) {
    if (scale > 2 * kMaxScale) return too_large();
    int current = static_cast<int>(scale);
    StripTo(kMaxScale, &coefficient, &current);
    if (current > kMaxScale) return too_large();
    scale = current;
  }
  return Unchecked(coefficient, static_cast<int>(scale));
}

Decimal Decimal::Normalized() const {
  int128 coefficient = Raw(coefficient_);
  int scale = scale_;
  StripTo(0, &coefficient, &scale);
  return Decimal(coefficient, scale);
}

absl::StatusOr<Decimal> Decimal::Rescaled(int scale) const {
  if (scale < 0 || scale > kMaxScale) {
    return MakeError(Reason::kOverflow, StrCat("a decimal has 0 to 38 decimals, not ", scale));
  }
  int128 coefficient = Raw(coefficient_);
  if (scale >= scale_) {
    if (ScaleUpOverflows(scale - scale_, &coefficient)) {
      return TooLarge(StrCat(ToString(), " with ", scale, " decimals"));
    }
    return Decimal(coefficient, scale);
  }
  const int128 divisor = RawPowerOfTen(scale_ - scale);
  if (coefficient % divisor != 0) {
    return MakeError(Reason::kInexact, StrCat(ToString(), " has more than ", scale, " decimals"));
  }
  return Decimal(coefficient / divisor, scale);
}

bool Decimal::IsWhole() const {
  return scale_ == 0 || Raw(coefficient_) % RawPowerOfTen(scale_) == 0;
}

std::string Decimal::ToString() const { return Normalized().ToFixedString(); }

std::string Decimal::ToFixedString() const {
  std::string text = StrCat(coefficient_);
  if (scale_ == 0) return text;
  const size_t sign = coefficient_ < 0 ? 1 : 0;
  const size_t digits = text.size() - sign;
  const auto decimals = static_cast<size_t>(scale_);
  if (digits <= decimals) text.insert(sign, decimals + 1 - digits, '0');
  text.insert(text.size() - decimals, 1, '.');
  return text;
}

double Decimal::ToDouble() const {
  const int128 coefficient = Raw(coefficient_);
  if (Magnitude(coefficient) <= static_cast<uint128>(kLargestExactDouble) &&
      scale_ <= kLargestExactPower) {
    return static_cast<double>(static_cast<int64_t>(coefficient)) /
           static_cast<double>(RawPowerOfTen(scale_));
  }
  const std::string text = ToString();
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::strong_ordering Decimal::Compare(Decimal a, Decimal b) {
  int128 left = Raw(a.coefficient_);
  int128 right = Raw(b.coefficient_);
  if (a.scale_ == b.scale_) return left <=> right;
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  // What leaves 128 bits when scaled up is the larger in magnitude: the other one has at most 38
  // digits.
  if (a.scale_ < b.scale_) {
    if (MultiplyOverflows(left, RawPowerOfTen(b.scale_ - a.scale_), &left)) {
      return a.sign() <=> 0;
    }
  } else if (MultiplyOverflows(right, RawPowerOfTen(a.scale_ - b.scale_), &right)) {
    return 0 <=> b.sign();
  }
  return left <=> right;
}

absl::StatusOr<Decimal> Add(Decimal a, Decimal b) { return Sum(a, b, Raw(b.coefficient())); }

absl::StatusOr<Decimal> Subtract(Decimal a, Decimal b) { return Sum(a, b, -Raw(b.coefficient())); }

absl::StatusOr<Decimal> Multiply(Decimal a, Decimal b) {
  const int scale = a.scale() + b.scale();
  int128 product = 0;
  if (scale <= Decimal::kMaxScale &&
      !MultiplyOverflows(Raw(a.coefficient()), Raw(b.coefficient()), &product) &&
      Magnitude(product) <= static_cast<uint128>(kMaxCoefficient)) {
    return Decimal::Unchecked(product, scale);
  }
  return MultiplyWide(a, b);
}

Decimal Abs(Decimal value) { return value.sign() < 0 ? -value : value; }

absl::int128 PowerOfTen(int exponent) { return RawPowerOfTen(exponent); }

}  // namespace attain
