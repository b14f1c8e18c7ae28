// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Random numbers that are the same on every machine.
//
//   Random random(1);
//   random.Next();                    // 10451216379200822465
//   random.Uniform();                 // strictly between 0 and 1
//   Random::Of(1, "R-104").Normal();  // a stream of its own per seed and name: the order of names does not matter
//
// SplitMix64 (Steele, Lea and Flood 2014): small, quick, good enough for simulation; not for secrets.
#ifndef ATTAIN_STATS_RANDOM_H_
#define ATTAIN_STATS_RANDOM_H_

#include <cstdint>
#include <string_view>

namespace attain::stats {

/// A stream of random numbers.
class Random {
 public:
  /// The stream of a seed.
  explicit Random(uint64_t seed) : state_(seed) {}
  /// The stream of a seed and a name (FNV-1a of its bytes, Fowler, Noll and Vo 1991).
  static Random Of(uint64_t seed, std::string_view name);

  /// The next 64 bits.
  uint64_t Next();
  /// Uniform, strictly between 0 and 1, in steps of 2^-52.
  double Uniform();
  /// Normal with mean 0 and deviation 1: the quantile of Uniform().
  double Normal();

 private:
  uint64_t state_;
};

}  // namespace attain::stats

#endif  // ATTAIN_STATS_RANDOM_H_
