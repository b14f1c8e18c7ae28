// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The plain loops the funnel workloads are measured against: what a programmer writes who knows
// that users are dense numbers, rows come in order of time, every row satisfies one step at most,
// and the funnel has four steps. No checks, memory laid out beforehand.
//
//   arrival   a counting sort by user, then one pass over each user's rows
//   sorted    the pass alone
//
//   g++ -O2 -std=c++20 -pthread funnel_floor.cc -o funnel_floor && ./funnel_floor 10000000 2
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "plain.h"

namespace {

constexpr int64_t kWindow = 2'592'000;

struct Cell {
  int32_t time;
  int32_t code;
};

int Level(const Cell* cell, const Cell* end) {
  int64_t start[4] = {-1, -1, -1, -1};
  for (; cell < end; ++cell) {
    if (cell->code > 3) continue;
    if (cell->code == 0) {
      start[0] = cell->time;
    } else if (start[cell->code - 1] >= 0 && cell->time <= start[cell->code - 1] + kWindow) {
      start[cell->code] = start[cell->code - 1];
    }
  }
  for (int s = 3; s >= 0; --s) {
    if (start[s] >= 0) return s + 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t n = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
  const int64_t users = n / 10;
  std::vector<int32_t> user(static_cast<size_t>(n)), code(user.size()), time(user.size());
  for (size_t i = 0; i < user.size(); ++i) {
    user[i] = static_cast<int32_t>(U64(i, 501) % static_cast<uint64_t>(users));
    const auto r = static_cast<int>(U64(i, 502) % 100);
    code[i] = r < 30 ? 0 : r < 52 ? 1 : r < 66 ? 2 : r < 74 ? 3 : r < 90 ? 4 : 5;
    time[i] = static_cast<int32_t>(static_cast<int64_t>(i) * 7'776'000 / n);
  }
  std::vector<uint32_t> starts(static_cast<size_t>(users) + 2);
  std::vector<Cell> cells(user.size());
  std::vector<int8_t> levels(static_cast<size_t>(users));
  const auto scan = [&] {
    std::vector<std::thread> others;
    const auto part = [&](int t) {
      for (int64_t u = users * t / threads; u < users * (t + 1) / threads; ++u)
        levels[static_cast<size_t>(u)] = static_cast<int8_t>(Level(
            &cells[starts[static_cast<size_t>(u)]], &cells[starts[static_cast<size_t>(u) + 1]]));
    };
    for (int t = 1; t < threads; ++t) others.emplace_back(part, t);
    part(0);
    for (std::thread& other : others) other.join();
  };
  const double arrival = BestOf(5, [&] {
    std::fill(starts.begin(), starts.end(), 0);
    for (const int32_t u : user) ++starts[static_cast<size_t>(u) + 2];
    for (size_t u = 2; u < starts.size(); ++u) starts[u] += starts[u - 1];
    for (size_t i = 0; i < user.size(); ++i)
      cells[starts[static_cast<size_t>(user[i]) + 1]++] = {time[i], code[i]};
    scan();
  });
  const double sorted = BestOf(5, scan);
  int64_t counts[5] = {};
  for (const int8_t level : levels) ++counts[level];
  std::printf("{\"arrival\": %.3f, \"sorted\": %.3f, \"levels\": [%lld, %lld, %lld, %lld]}\n",
              arrival, sorted, static_cast<long long>(counts[1]), static_cast<long long>(counts[2]),
              static_cast<long long>(counts[3]), static_cast<long long>(counts[4]));
}
