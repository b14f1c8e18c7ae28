// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/int128.h"

#include <array>
#include <cstddef>
#include <numeric>

namespace attain::internal {
namespace {

consteval std::array<int128, 39> MakePowers() {
  std::array<int128, 39> powers = {};
  uint128 power = 1;
  for (size_t i = 0; i < powers.size(); ++i, power *= 10) powers[i] = static_cast<int128>(power);
  return powers;
}
constexpr std::array<int128, 39> kPowers = MakePowers();

}  // namespace

int128 RawPowerOfTen(int exponent) { return kPowers[static_cast<size_t>(exponent)]; }

uint128 GreatestCommonDivisor(uint128 a, uint128 b) {
  while (b != 0) {
    if (FitsUint64(b)) {
      const auto small = static_cast<uint64_t>(b);
      const uint64_t rest =
          FitsUint64(a) ? static_cast<uint64_t>(a) % small : static_cast<uint64_t>(a % small);
      return std::gcd(small, rest);
    }
    const uint128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Uint256 FullProduct(uint128 a, uint128 b) {
  // Schoolbook on halves of 64 bits; no partial sum can carry out of 128 bits.
  const uint128 a_low = static_cast<uint64_t>(a);
  const uint128 a_high = a >> 64;
  const uint128 b_low = static_cast<uint64_t>(b);
  const uint128 b_high = b >> 64;
  const uint128 low = a_low * b_low;
  const uint128 middle = a_high * b_low + (low >> 64);
  const uint128 other = a_low * b_high + static_cast<uint64_t>(middle);
  return {a_high * b_high + (middle >> 64) + (other >> 64),
          (other << 64) | static_cast<uint64_t>(low)};
}

Uint256 Sum(Uint256 a, Uint256 b) {
  const uint128 low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

Uint256 Difference(Uint256 a, Uint256 b) {
  return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
}

Divided256 DivideWide(Uint256 value, uint128 divisor) {
  if (value.high == 0) return {{0, value.low / divisor}, value.low % divisor};
  Divided256 result;
  result.quotient.high = value.high / divisor;
  uint128 rest = value.high % divisor;
  // One bit at a time: only numbers beyond 128 bits come here, which amounts of money do not reach.
  for (int bit = 127; bit >= 0; --bit) {
    const bool carry = (rest >> 127) != 0;
    rest = (rest << 1) | ((value.low >> bit) & 1);
    if (carry || rest >= divisor) {
      rest -= divisor;
      result.quotient.low |= uint128{1} << bit;
    }
  }
  result.remainder = rest;
  return result;
}

}  // namespace attain::internal
