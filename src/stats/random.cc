// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/random.h"

#include "attain/stats/special.h"

namespace attain::stats {

Random Random::Of(uint64_t seed, std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : name) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3U;
  }
  Random mixed(hash);
  return Random(seed ^ mixed.Next());
}

uint64_t Random::Next() {
  uint64_t z = state_ += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

double Random::Uniform() {
  // The middle of one of 2^52 equal steps: never 0, never 1.
  return (static_cast<double>(Next() >> 12) + 0.5) * 0x1p-52;
}

double Random::Normal() { return NormalQuantile(Uniform()); }

}  // namespace attain::stats
