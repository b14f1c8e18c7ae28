// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What the plain loops share: the rows of the generator, and the best of some rounds.
#ifndef ATTAIN_BENCHMARKS_FLOOR_PLAIN_H_
#define ATTAIN_BENCHMARKS_FLOOR_PLAIN_H_

#include <algorithm>
#include <chrono>
#include <cstdint>

inline uint64_t Mix(uint64_t z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9;
  z ^= z >> 27;
  z *= 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

inline uint64_t U64(uint64_t i, uint64_t stream) {
  return Mix(42 + stream * 0xD1B54A32D192ED03 + i * 0x9E3779B97F4A7C15);
}

template <typename F>
double BestOf(int rounds, F work) {
  double best = 1e300;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    best = std::min(best, time.count());
  }
  return best;
}

#endif  // ATTAIN_BENCHMARKS_FLOOR_PLAIN_H_
