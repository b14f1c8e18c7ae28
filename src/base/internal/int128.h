// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checked arithmetic on 128 bits and the little arithmetic on 256 bits that exact comparison and
// rounding need.
//
//   int128 product;
//   if (MultiplyOverflows(a, b, &product)) return MakeError(Reason::kOverflow, ...);
//
// Most operands fit 64 bits; each function tries that first. Signed products are formed as unsigned
// ones: the compilers then need no run-time helper that only one of them ships.
#ifndef ATTAIN_SRC_BASE_INTERNAL_INT128_H_
#define ATTAIN_SRC_BASE_INTERNAL_INT128_H_

#include <compare>
#include <cstdint>

#include "absl/numeric/int128.h"

namespace attain::internal {

__extension__ using int128 = __int128;            ///< The compiler's own signed 128 bits.
__extension__ using uint128 = unsigned __int128;  ///< The compiler's own unsigned 128 bits.

inline constexpr int128 kInt128Max = static_cast<int128>(~uint128{0} >> 1);
/// Largest coefficient of a Decimal: 38 nines.
inline constexpr int128 kMaxCoefficient =
    static_cast<int128>(uint128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U - 1);

/// Abseil's number as the compiler's.
constexpr int128 Raw(absl::int128 value) { return static_cast<int128>(value); }

/// The absolute value; that of the smallest number too.
constexpr uint128 Magnitude(int128 value) {
  return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
}

constexpr bool FitsInt64(int128 value) { return value == static_cast<int64_t>(value); }
constexpr bool FitsUint64(uint128 value) { return (value >> 64) == 0; }

/// a × b for factors of 64 bits: always fits.
constexpr int128 Product(int64_t a, int64_t b) {
  return static_cast<int128>(static_cast<uint128>(int128{a}) * static_cast<uint128>(int128{b}));
}

/// a × b; true when it does not fit, then `*product` is left alone.
constexpr bool MultiplyOverflows(uint128 a, uint128 b, uint128* product) {
  const auto a_high = static_cast<uint64_t>(a >> 64);
  const auto b_high = static_cast<uint64_t>(b >> 64);
  if (a_high != 0 && b_high != 0) return true;
  if (a_high == 0 && b_high == 0) {
    *product = a * b;
    return false;
  }
  const uint128 high = a_high != 0 ? uint128{a_high} * static_cast<uint64_t>(b)
                                   : uint128{b_high} * static_cast<uint64_t>(a);
  if (!FitsUint64(high)) return true;
  const uint128 low = uint128{static_cast<uint64_t>(a)} * static_cast<uint64_t>(b);
  const uint128 sum = (high << 64) + low;
  if (sum < low) return true;
  *product = sum;
  return false;
}

/// a × b; true when the magnitude does not fit 127 bits, then `*product` is left alone.
constexpr bool MultiplyOverflows(int128 a, int128 b, int128* product) {
  if (FitsInt64(a) && FitsInt64(b)) {
    *product = Product(static_cast<int64_t>(a), static_cast<int64_t>(b));
    return false;
  }
  uint128 magnitude = 0;
  if (MultiplyOverflows(Magnitude(a), Magnitude(b), &magnitude) || (magnitude >> 127) != 0) {
    return true;
  }
  *product = (a < 0) != (b < 0) ? -static_cast<int128>(magnitude) : static_cast<int128>(magnitude);
  return false;
}

/// a + b; true when it does not fit.
constexpr bool AddOverflows(int128 a, int128 b, int128* sum) {
  return __builtin_add_overflow(a, b, sum);
}

/// a / b for b > 0, cut off towards zero: one instruction when both fit 64 bits, a call otherwise.
constexpr int128 Quotient(int128 a, int128 b) {
  if (FitsInt64(a) && FitsInt64(b)) return static_cast<int64_t>(a) / static_cast<int64_t>(b);
  return a / b;
}

/// 10^exponent for 0..38.
int128 RawPowerOfTen(int exponent);

/// The greatest common divisor; that of 0 and b is b.
uint128 GreatestCommonDivisor(uint128 a, uint128 b);

/// An unsigned number of 256 bits.
struct Uint256 {
  uint128 high = 0;
  uint128 low = 0;
  constexpr auto operator<=>(const Uint256&) const = default;
};

/// a × b in full.
Uint256 FullProduct(uint128 a, uint128 b);
/// a + b; the sum must fit.
Uint256 Sum(Uint256 a, Uint256 b);
/// a - b for a >= b.
Uint256 Difference(Uint256 a, Uint256 b);

/// Quotient and remainder of 256 bits by 128.
struct Divided256 {
  Uint256 quotient;
  uint128 remainder = 0;
};
/// value / divisor. `divisor` must not be 0.
Divided256 DivideWide(Uint256 value, uint128 divisor);

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_INT128_H_
