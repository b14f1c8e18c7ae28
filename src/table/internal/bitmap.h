// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Bitmaps of validity: least significant bit first, 1 = present.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_BITMAP_H_
#define ATTAIN_SRC_TABLE_INTERNAL_BITMAP_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace attain::table::internal {

/// The bit at `position`.
inline bool BitAt(const uint8_t* bits, int64_t position) {
  return ((bits[position >> 3] >> (position & 7)) & 1) != 0;
}

/// Sets the bit at `position`.
inline void SetBit(uint8_t* bits, int64_t position) {
  bits[position >> 3] = static_cast<uint8_t>(bits[position >> 3] | (1U << (position & 7)));
}

/// Bytes of a bitmap of `length` bits.
inline int64_t BitmapBytes(int64_t length) { return (length + 7) >> 3; }

/// How many of the bits [offset, offset + length) are 1. Reads no byte without a bit in the range.
inline int64_t CountOnes(const uint8_t* bits, int64_t offset, int64_t length) {
  int64_t ones = 0;
  int64_t at = offset;
  const int64_t end = offset + length;
  for (; at < end && (at & 7) != 0; ++at) ones += BitAt(bits, at) ? 1 : 0;
  for (; at + 64 <= end; at += 64) {
    uint64_t word;
    std::memcpy(&word, bits + (at >> 3), sizeof word);
    ones += std::popcount(word);
  }
  for (; at < end; ++at) ones += BitAt(bits, at) ? 1 : 0;
  return ones;
}

/// Copies bits [offset, offset + length) of `from` to `to` from bit `at` on; the target bits must
/// be 0.
inline void CopyBits(const uint8_t* from, int64_t offset, int64_t length, uint8_t* to, int64_t at) {
  if ((offset & 7) == 0 && (at & 7) == 0) {
    const int64_t whole = length >> 3;
    if (whole > 0) std::memcpy(to + (at >> 3), from + (offset >> 3), static_cast<size_t>(whole));
    for (int64_t i = whole << 3; i < length; ++i) {
      if (BitAt(from, offset + i)) SetBit(to, at + i);
    }
    return;
  }
  for (int64_t i = 0; i < length; ++i) {
    if (BitAt(from, offset + i)) SetBit(to, at + i);
  }
}

/// Sets bits [at, at + length) of `to`.
inline void FillBits(uint8_t* to, int64_t at, int64_t length) {
  int64_t i = at;
  const int64_t end = at + length;
  for (; i < end && (i & 7) != 0; ++i) SetBit(to, i);
  if (end - i >= 8) std::memset(to + (i >> 3), 0xFF, static_cast<size_t>((end - i) >> 3));
  i += (end - i) & ~int64_t{7};
  for (; i < end; ++i) SetBit(to, i);
}

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_BITMAP_H_
