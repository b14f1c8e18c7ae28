// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The plain loops the table workloads are measured against: what a programmer writes who knows the
// columns. No nulls, no chunks, no overflow checks.
//
//   g++ -O2 -std=c++20 table_floor.cc -o table_floor && ./table_floor 10000000
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "plain.h"

namespace {

}  // namespace

int main(int argc, char** argv) {
  const int64_t n = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  struct Wide {
    uint64_t low;
    int64_t high;
  };
  std::vector<int32_t> rep(n), stage(n), day(n);
  std::vector<Wide> amount(n);
  for (int64_t i = 0; i < n; ++i) {
    rep[i] = static_cast<int32_t>(U64(i, 901) % 5000);
    stage[i] = static_cast<int32_t>(U64(i, 902) % 4);
    amount[i] = {1 + U64(i, 903) % 5'000'000, 0};
    day[i] = static_cast<int32_t>(20454 + U64(i, 904) % 365);
  }
  std::vector<int32_t> month(365);
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int m = 0, d = 0; m < 12; ++m) {
    for (int k = 0; k < lengths[m]; ++k) month[d++] = m;
  }

  int64_t rows = 0, sum = 0;
  const double filter = BestOf(5, [&] {
    rows = sum = 0;
    for (int64_t i = 0; i < n; ++i) {
      if (stage[i] == 1 && amount[i].high == 0 && amount[i].low >= 100'000) {
        ++rows;
        sum += static_cast<int64_t>(amount[i].low);
      }
    }
  });
  std::vector<int64_t> totals;
  const double rollup = BestOf(5, [&] {
    totals.assign(5000 * 12, 0);
    for (int64_t i = 0; i < n; ++i)
      totals[rep[i] * 12 + month[day[i] - 20454]] += static_cast<int64_t>(amount[i].low);
  });
  int64_t check = 0;
  for (size_t i = 0; i < totals.size(); ++i)
    check += totals[i] * static_cast<int64_t>(1 + i % 1009);
  std::printf(
      "{\"filter\": %.3f, \"rollup\": %.3f, \"rows\": %lld, \"sum\": %lld, \"wsum\": %lld}\n",
      filter, rollup, static_cast<long long>(rows), static_cast<long long>(sum),
      static_cast<long long>(check));
  return 0;
}
