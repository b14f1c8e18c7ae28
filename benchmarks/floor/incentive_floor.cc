// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The plain loops the pay workloads are measured against: what a programmer writes who knows that
// payees are 10,000, days 365, months 12 and amounts cents below 32 bits. No refunds, no overflow
// checks, one rate table with numbers the compiler knows, memory laid out beforehand.
//
//   totals         sums by payee and month, tiers in closed form
//   lines          rows scattered by day, replayed in order of days with the payees' states in the
//   cache, lines pulled back into file order lines_grouped  rows scattered by groups of 64 payees,
//   ordered by day inside the cache by counting, replayed, pulled back five           as lines,
//   with five components added up by payee and month instead of lines
//
//   g++ -O2 -std=c++20 -pthread incentive_floor.cc -o incentive_floor && ./incentive_floor 10000000
//   2
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "plain.h"

namespace {

constexpr int kPayees = 10'000;
constexpr int kDays = 365;
constexpr int kFirstDay = 20454;

template <typename F>
void Parallel(int threads, F work) {
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(work, t);
  work(0);
  for (std::thread& other : others) other.join();
}

int64_t Above(int64_t value) { return value > 0 ? value : 0; }
int64_t Earned(int64_t x, int64_t q) {
  return 4 * x + 2 * Above(x - q / 2) + 3 * Above(x - q) + 3 * Above(x - q / 2 * 3);
}

// Where a payee stands: distance into the band, width of the band, which one.
struct State {
  int64_t offset, width, band;
};
constexpr int64_t kRates[] = {4, 6, 9, 12};

int64_t Step(State& state, int64_t amount, int64_t quota) {
  int64_t offset = state.offset + amount;
  if (offset <= state.width) [[likely]] {
    state.offset = offset;
    return amount * kRates[state.band];
  }
  int64_t earned = 0;
  while (offset > state.width) {
    earned += (state.width - state.offset) * kRates[state.band];
    offset -= state.width;
    state.offset = 0;
    ++state.band;
    state.width = state.band == 3 ? INT64_MAX / 4 : quota / 2;
  }
  earned += (offset - state.offset) * kRates[state.band];
  state.offset = offset;
  return earned;
}

struct Data {
  int64_t n;
  int threads;
  std::vector<int32_t> payee, day, partner;
  std::vector<int64_t> cents, quota, lines;
  std::vector<uint64_t> cells;
  int month[kDays];
  std::vector<int64_t> starts;                // of each bucket
  std::vector<std::vector<int64_t>> cursors;  // of each thread

  int64_t Cut(int t) const { return n * t / threads; }

  // Counts rows by bucket and scatters what `cell` makes of them.
  template <typename Bucket, typename Cell>
  void Scatter(int buckets, Bucket bucket, Cell cell) {
    cursors.assign(threads, std::vector<int64_t>(buckets, 0));
    Parallel(threads, [&](int t) {
      int64_t* counts = cursors[t].data();
      for (int64_t i = Cut(t); i < Cut(t + 1); ++i) ++counts[bucket(i)];
    });
    starts.assign(buckets + 1, 0);
    int64_t position = 0;
    for (int b = 0; b < buckets; ++b) {
      starts[b] = position;
      for (auto& cursor : cursors) {
        const int64_t length = cursor[b];
        cursor[b] = position;
        position += length;
      }
    }
    starts[buckets] = position;
    Parallel(threads, [&](int t) {
      std::vector<int64_t> cursor = cursors[t];
      for (int64_t i = Cut(t); i < Cut(t + 1); ++i) cells[cursor[bucket(i)]++] = cell(i);
    });
  }

  template <typename Bucket>
  void Pull(Bucket bucket) {
    Parallel(threads, [&](int t) {
      std::vector<int64_t>& cursor = cursors[t];
      for (int64_t i = Cut(t); i < Cut(t + 1); ++i)
        lines[i] = static_cast<int64_t>(cells[cursor[bucket(i)]++]);
    });
  }
};

int64_t Sum(const std::vector<int64_t>& values) {
  int64_t sum = 0;
  for (const int64_t value : values) sum += value;
  return sum;
}

void Totals(Data& data, std::vector<int64_t>& totals) {
  std::vector<std::vector<int64_t>> parts(data.threads);
  Parallel(data.threads, [&](int t) {
    parts[t].assign(kPayees * 12, 0);
    int64_t* sums = parts[t].data();
    for (int64_t i = data.Cut(t); i < data.Cut(t + 1); ++i)
      sums[data.payee[i] * 12 + data.month[data.day[i] - kFirstDay]] += data.cents[i];
  });
  totals = parts[0];
  for (int t = 1; t < data.threads; ++t) {
    for (size_t k = 0; k < totals.size(); ++k) totals[k] += parts[t][k];
  }
  for (size_t k = 0; k < totals.size(); ++k)
    totals[k] = (Earned(totals[k], data.quota[k]) + 50) / 100;
}

void Lines(Data& data) {
  const auto bucket = [&](int64_t i) { return data.day[i] - kFirstDay; };
  data.Scatter(kDays, bucket, [&](int64_t i) {
    return (static_cast<uint64_t>(data.payee[i]) << 32) | static_cast<uint32_t>(data.cents[i]);
  });
  Parallel(data.threads, [&](int t) {
    std::vector<State> states(kPayees);
    for (int m = 12 * t / data.threads; m < 12 * (t + 1) / data.threads; ++m) {
      for (int p = 0; p < kPayees; ++p) states[p] = {0, data.quota[p * 12 + m] / 2, 0};
      for (int d = 0; d < kDays; ++d) {
        if (data.month[d] != m) continue;
        for (int64_t i = data.starts[d]; i < data.starts[d + 1]; ++i) {
          const auto payee = static_cast<uint32_t>(data.cells[i] >> 32);
          const int64_t earned =
              Step(states[payee], static_cast<uint32_t>(data.cells[i]), data.quota[payee * 12 + m]);
          data.cells[i] = static_cast<uint64_t>((earned + 50) / 100);
        }
      }
    }
  });
  data.Pull(bucket);
}

void LinesGrouped(Data& data) {
  constexpr int kGroups = (kPayees + 63) / 64;
  const auto bucket = [&](int64_t i) { return data.payee[i] >> 6; };
  data.Scatter(kGroups, bucket, [&](int64_t i) {
    return (static_cast<uint64_t>(data.payee[i] & 63) << 48) |
           (static_cast<uint64_t>(data.day[i] - kFirstDay) << 32) |
           static_cast<uint32_t>(data.cents[i]);
  });
  Parallel(data.threads, [&](int t) {
    std::vector<uint32_t> order;
    std::vector<uint32_t> counts(kDays + 1);
    std::vector<State> states(64 * 12);
    for (int g = kGroups * t / data.threads; g < kGroups * (t + 1) / data.threads; ++g) {
      uint64_t* cells = data.cells.data() + data.starts[g];
      const auto length = static_cast<uint32_t>(data.starts[g + 1] - data.starts[g]);
      order.resize(length);
      std::fill(counts.begin(), counts.end(), 0);
      for (uint32_t i = 0; i < length; ++i) ++counts[((cells[i] >> 32) & 511) + 1];
      for (int d = 0; d < kDays; ++d) counts[d + 1] += counts[d];
      for (uint32_t i = 0; i < length; ++i) order[counts[(cells[i] >> 32) & 511]++] = i;
      for (int k = 0; k < 64 * 12; ++k)
        states[k] = {0, g * 768 + k < kPayees * 12 ? data.quota[g * 768 + k] / 2 : 0, 0};
      for (uint32_t i = 0; i < length; ++i) {
        uint64_t& cell = cells[order[i]];
        const int k = static_cast<int>(cell >> 48) * 12 + data.month[(cell >> 32) & 511];
        cell = static_cast<uint64_t>(
            (Step(states[k], static_cast<uint32_t>(cell), data.quota[g * 768 + k]) + 50) / 100);
      }
    }
  });
  data.Pull(bucket);
}

void Five(Data& data, std::vector<int64_t>& totals) {
  const auto bucket = [&](int64_t i) { return data.day[i] - kFirstDay; };
  data.Scatter(kDays, bucket, [&](int64_t i) {
    return (static_cast<uint64_t>(data.payee[i]) << 50) |
           (static_cast<uint64_t>(data.partner[i]) << 36) | static_cast<uint32_t>(data.cents[i]);
  });
  totals.assign(kPayees * 12 * 6, 0);
  Parallel(data.threads, [&](int t) {
    struct All {
      State state;
      int64_t pay[6];  // the five, and what was sold
    };
    std::vector<All> all(kPayees);
    for (int m = 12 * t / data.threads; m < 12 * (t + 1) / data.threads; ++m) {
      for (int p = 0; p < kPayees; ++p) all[p] = {{0, data.quota[p * 12 + m] / 2, 0}, {}};
      for (int d = 0; d < kDays; ++d) {
        if (data.month[d] != m) continue;
        for (int64_t i = data.starts[d]; i < data.starts[d + 1]; ++i) {
          const uint64_t cell = data.cells[i];
          const auto payee = static_cast<uint32_t>(cell >> 50);
          const int64_t cents = static_cast<uint32_t>(cell);
          All& own = all[payee];
          own.pay[0] += (15 * cents + 500) / 1000;
          own.pay[1] += (Step(own.state, cents, data.quota[payee * 12 + m]) + 50) / 100;
          own.pay[3] += cents >= 1'500'000 ? 5000 : 0;
          const int64_t share = (70 * cents + 50) / 100;
          own.pay[4] += (3 * share + 50) / 100;
          own.pay[5] += cents;
          all[(cell >> 36) & 16383].pay[4] += (3 * (cents - share) + 50) / 100;
        }
      }
      for (int p = 0; p < kPayees; ++p)
        std::copy_n(all[p].pay, 6, totals.data() + (p * 12 + m) * 6);
    }
  });
  for (int p = 0; p < kPayees; ++p) {
    int64_t sold = 0, quota = 0, quarter = 0;
    for (int m = 0; m < 12; ++m) {
      if (m % 3 == 0) quarter = 0;
      int64_t* pay = totals.data() + (p * 12 + m) * 6;
      sold += pay[5];
      quarter += pay[5];
      quota += data.quota[p * 12 + m];
      pay[5] = 0;
      if (m % 3 == 2)
        pay[2] = (quarter * (sold * 4 >= quota * 5 ? 2 : sold >= quota ? 1 : 0) + 50) / 100;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Data data;
  data.n = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  data.threads = argc > 2 ? std::atoi(argv[2]) : 1;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  const int64_t n = data.n;
  data.payee.resize(n);
  data.day.resize(n);
  data.partner.resize(n);
  data.cents.resize(n);
  data.lines.resize(n);
  data.cells.resize(n);
  for (int64_t i = 0; i < n; ++i) {
    data.payee[i] = static_cast<int32_t>(U64(i, 401) % kPayees);
    data.day[i] = static_cast<int32_t>(kFirstDay + U64(i, 402) % kDays);
    data.cents[i] = static_cast<int64_t>(1 + U64(i, 403) % 2'000'000);
    data.partner[i] = static_cast<int32_t>((data.payee[i] + 1 + U64(i, 405) % 9999) % kPayees);
  }
  for (int k = 0; k < kPayees * 12; ++k)
    data.quota.push_back(n / 1000 * static_cast<int64_t>(4000 + U64(k, 404) % 16001));
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int m = 0, d = 0; m < 12; ++m) {
    for (int k = 0; k < lengths[m]; ++k) data.month[d++] = m;
  }
  std::vector<int64_t> totals;
  const double totals_ms = BestOf(rounds, [&] { Totals(data, totals); });
  const int64_t totals_sum = Sum(totals);
  const double lines_ms = BestOf(rounds, [&] { Lines(data); });
  const int64_t lines_sum = Sum(data.lines);
  const double grouped_ms = BestOf(rounds, [&] { LinesGrouped(data); });
  const bool same = lines_sum == Sum(data.lines);
  const double five_ms = BestOf(rounds, [&] { Five(data, totals); });
  std::printf(
      "{\"totals\": %.3f, \"lines\": %.3f, \"lines_grouped\": %.3f, \"five\": %.3f, \"sums\": "
      "[%lld, %lld, %lld], \"same\": %s}\n",
      totals_ms, lines_ms, grouped_ms, five_ms, static_cast<long long>(totals_sum),
      static_cast<long long>(lines_sum), static_cast<long long>(Sum(totals)),
      same ? "true" : "false");
  return 0;
}
