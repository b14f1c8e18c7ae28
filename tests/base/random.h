// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Random numbers for property tests: the same on every machine, and small more often than large,
// because faults sit at small, equal and extreme values.
#ifndef ATTAIN_TESTS_BASE_RANDOM_H_
#define ATTAIN_TESTS_BASE_RANDOM_H_

#include <cstdint>

namespace attain::testing {

/// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// A number from low to high, both included.
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Next() % (static_cast<uint64_t>(high - low) + 1));
  }
  /// A number of at most `bits` bits, of either sign, every length equally likely.
  int64_t OfBits(int bits) {
    const int length = static_cast<int>(Between(0, bits));
    const auto magnitude = static_cast<int64_t>(length == 0 ? 0 : Next() >> (64 - length));
    return Next() % 2 == 0 ? magnitude : -magnitude;
  }

 private:
  uint64_t state_;
};

}  // namespace attain::testing

#endif  // ATTAIN_TESTS_BASE_RANDOM_H_
