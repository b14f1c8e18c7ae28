// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Whole-number arithmetic of the replay: 64 and 128 bits, products that say when they do not fit,
// and division by a number that stays the same for millions of rows.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_INTEGERS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_INTEGERS_H_

#include <cstdint>

#include "absl/numeric/int128.h"
#include "attain/base/rounding.h"
#include "base/internal/rounding.h"

namespace attain::incentive {

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

/// a × b into `product`; false when it needs more than 126 bits.
inline bool MultiplyFits(Wide a, Wide b, Wide& product) {
  constexpr Wide kLimit = Wide{1} << 126;
  return !__builtin_mul_overflow(a, b, &product) && product < kLimit && product > -kLimit;
}

/// Rounded division by one positive number. The 64-bit form multiplies by the reciprocal: floor(n ×
/// floor(2^64 / d) / 2^64) is the quotient or one less, which one comparison tells (Warren,
/// "Hacker's Delight", 2002, chapter 10).
template <typename Num>
class Divider;

template <>
class Divider<int64_t> {
 public:
  Divider(int64_t divisor, RoundingMode mode)
      : divisor_(static_cast<uint64_t>(divisor)),
        inverse_(UINT64_MAX / static_cast<uint64_t>(divisor)),
        half_(static_cast<uint64_t>(divisor) / 2),
        mode_(mode) {}

  int64_t operator()(int64_t value) const {
    const bool negative = value < 0;
    const uint64_t magnitude =
        negative ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    if (mode_ == RoundingMode::kHalfAway) {  // half of the divisor added, rounded down; no value
                                             // here is near 2^64
      const uint64_t raised = magnitude + half_;
      uint64_t rounded = static_cast<uint64_t>((UnsignedWide{raised} * inverse_) >> 64);
      rounded += raised - rounded * divisor_ >= divisor_ ? 1 : 0;
      return negative ? -static_cast<int64_t>(rounded) : static_cast<int64_t>(rounded);
    }
    uint64_t quotient = static_cast<uint64_t>((UnsignedWide{magnitude} * inverse_) >> 64);
    uint64_t remainder = magnitude - quotient * divisor_;
    if (remainder >= divisor_) {
      ++quotient;
      remainder -= divisor_;
    }
    if (internal::MovesAway(mode_, negative, (quotient & 1) != 0, remainder, divisor_)) {
      ++quotient;
    }
    return negative ? -static_cast<int64_t>(quotient) : static_cast<int64_t>(quotient);
  }

 private:
  uint64_t divisor_;
  uint64_t inverse_;
  uint64_t half_;
  RoundingMode mode_;
};

template <>
class Divider<Wide> {
 public:
  Divider(Wide divisor, RoundingMode mode) : divisor_(divisor), mode_(mode) {}

  Wide operator()(Wide value) const {
    const bool negative = value < 0;
    const Wide magnitude = negative ? -value : value;
    Wide quotient = magnitude / divisor_;
    const Wide remainder = magnitude % divisor_;
    if (internal::MovesAway(mode_, negative, (quotient & 1) != 0,
                            static_cast<UnsignedWide>(remainder),
                            static_cast<UnsignedWide>(divisor_))) {
      ++quotient;
    }
    return negative ? -quotient : quotient;
  }

 private:
  Wide divisor_;
  RoundingMode mode_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_INTEGERS_H_
