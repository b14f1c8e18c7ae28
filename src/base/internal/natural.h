// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Whole numbers of any size, without sign: what exact sums need once 256 bits are not enough.
//
//   Natural n = NaturalOf(uint128{10});
//   for (int i = 0; i < 6; ++i) n = Product(n, n);   // 10^64
//   ToDecimalString(n)                               // a one with 64 zeros
//
// Schoolbook methods: numbers here have some thousand bits at most, and one operand is mostly
// short.
#ifndef ATTAIN_SRC_BASE_INTERNAL_NATURAL_H_
#define ATTAIN_SRC_BASE_INTERNAL_NATURAL_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/internal/int128.h"

namespace attain::internal {

/// Limbs of 64 bits, the lowest first, the highest not zero; zero has none.
using Natural = std::vector<uint64_t>;

Natural NaturalOf(uint128 value);
/// Number of bits up to the highest that is set; 0 for zero.
size_t BitsOf(const Natural& value);
/// True when it fits 127 bits, as the parts of a fraction do.
bool FitsPart(const Natural& value);
/// The lowest 128 bits.
uint128 LowBits(const Natural& value);
std::strong_ordering Compare(const Natural& a, const Natural& b);

Natural Sum(const Natural& a, const Natural& b);
/// a - b for a >= b.
Natural Difference(const Natural& a, const Natural& b);
Natural Product(const Natural& a, const Natural& b);
/// value × 2^bits.
Natural Shifted(const Natural& value, size_t bits);

struct DividedNatural {
  Natural quotient;
  Natural remainder;
};
/// a / b (Knuth, The Art of Computer Programming 2, section 4.3.1, algorithm D). b is not zero.
DividedNatural Divide(const Natural& a, const Natural& b);
/// The greatest common divisor; that of 0 and b is b.
Natural GreatestCommonDivisor(Natural a, Natural b);

std::string ToDecimalString(Natural value);

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_NATURAL_H_
