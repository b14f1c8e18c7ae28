// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Hashing of short texts: the bytes of up to eight letters are their own key; longer ones are
// folded, 16 bytes at a time, by the 128-bit product of two 64-bit words.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_HASH_H_
#define ATTAIN_SRC_TABLE_INTERNAL_HASH_H_

#include <cstdint>
#include <cstring>

namespace attain::table::internal {

// Odd, without pattern: leading digits of the square roots of 2, 3 and 5.
inline constexpr uint64_t kMixA = 0xB504F333F9DE6485U;
inline constexpr uint64_t kMixB = 0xDDB3D742C265539DU;
inline constexpr uint64_t kMixC = 0x8F1BBCDCBFA53E0BU;

/// High and low half of a × b, joined.
inline uint64_t Fold(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t Load64(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline uint32_t Load32(const char* at) {
  uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The bytes of a text of up to 8 bytes as a number; different texts of one length give different
/// numbers.
inline uint64_t Pack(const char* text, uint64_t length) {
  if (length >= 8) return Load64(text);
  if (length >= 4) {
    const uint64_t low = Load32(text);
    const uint64_t high = Load32(text + length - 4);
    return low | (high << (8 * (length - 4)));
  }
  uint64_t packed = 0;
  for (uint64_t i = 0; i < length; ++i) {
    packed |= static_cast<uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
  }
  return packed;
}

/// Pack() where 8 bytes may be read at `text`.
inline uint64_t PackReadable(const char* text, uint64_t length) {
  const uint64_t word = Load64(text);
  return length == 0 ? 0 : word & (~uint64_t{0} >> (64 - 8 * length));
}

/// A hash of a text of more than 8 bytes.
inline uint64_t HashLong(const char* text, uint64_t length) {
  uint64_t hash = length * kMixA;
  const char* at = text;
  uint64_t left = length;
  for (; left > 16; left -= 16, at += 16) {
    hash = Fold(Load64(at) ^ kMixB ^ hash, Load64(at + 8) ^ kMixC);
  }
  // One to sixteen bytes are left; where fewer than eight, some are read a second time.
  if (left >= 8) return Fold(Load64(at) ^ kMixC ^ hash, Load64(text + length - 8) ^ kMixB);
  return Fold(Load64(text + length - 16) ^ kMixC ^ hash, Load64(text + length - 8) ^ kMixB);
}

/// What Pack() or HashLong() gave, spread over all bits.
inline uint64_t Spread(uint64_t key, uint64_t tag) {
  return Fold(key ^ kMixB, kMixA ^ (tag * kMixC));
}

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_HASH_H_
