// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pipelines whose truth is known: stage rates and the win rate must come out, with intervals that
// hold it 95 times in 100, although many deals are open, and also where losers linger twice as long
// as winners.
//
// ATTAIN_SIMULATIONS=1000 runs as many pipelines of 40,000 deals; without it a few small ones.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/funnel/stage_times.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

constexpr std::array<double, 4> kPassed = {0.70, 0.60, 0.50, 0.60};
constexpr std::array<double, 4> kDays = {10, 20, 25, 15};
constexpr double kWon = 0.70 * 0.60 * 0.50 * 0.60;
constexpr int64_t kDay = 86'400;  // the log is in seconds
constexpr int64_t kEnd = 730 * kDay;

StageHistory Draw(int32_t deals, double lingering, stats::Random& random) {
  std::vector<int32_t> deal;
  std::vector<int64_t> time;
  std::vector<int32_t> stage;
  const auto row = [&](int32_t of, double at, int32_t to) {
    deal.push_back(of);
    time.push_back(static_cast<int64_t>(at * static_cast<double>(kDay)));
    stage.push_back(to);
  };
  for (int32_t i = 0; i < deals; ++i) {
    double at = 730 * random.Uniform();
    row(i, at, 0);
    for (int32_t k = 0; k < 4; ++k) {
      const bool passes = random.Uniform() < kPassed[static_cast<size_t>(k)];
      at -= kDays[static_cast<size_t>(k)] * (passes ? 1 : lingering) * std::log(random.Uniform());
      row(i, at, passes ? k + 1 : 5);  // 4 is won, 5 lost
      if (!passes) break;
    }
  }
  return *StageHistory::Read(StageLog{.deals = deals, .deal = deal, .time = time, .stage = stage},
                             {.stages = 4}, kEnd);
}

// How an estimate did over all runs.
struct Record {
  double sum = 0;
  double squares = 0;
  int held = 0;
  int runs = 0;

  void Add(const stats::ShareEstimate& share, double truth) {
    sum += share.value - truth;
    squares += (share.value - truth) * (share.value - truth);
    held += share.interval.lower <= truth && truth <= share.interval.upper ? 1 : 0;
    ++runs;
  }
};

TEST(StageSimulationTest, RatesAreUnbiasedAndIntervalsHoldThem) {
  const char* asked = std::getenv("ATTAIN_SIMULATIONS");
  const int runs = asked == nullptr ? 40 : std::atoi(asked);
  const int32_t deals = asked == nullptr ? 1'200 : 40'000;
  for (const double lingering : {1.0, 2.0}) {
    std::array<std::array<Record, 5>, 3> records;  // all time, 90 days, 30 days; stages and winning
    for (int run = 0; run < runs; ++run) {
      stats::Random random =
          stats::Random::Of(static_cast<uint64_t>(run), std::to_string(lingering));
      const StageHistory history = Draw(deals, lingering, random);
      for (size_t window = 0; window < 3; ++window) {
        StageTimesOptions options{.unit = static_cast<double>(kDay)};
        if (window == 1) options.since = kEnd - 90 * kDay;
        if (window == 2) options.since = kEnd - 30 * kDay;
        const StageTimes times = *TimeStages(history, options);
        for (size_t k = 0; k < 4; ++k) records[window][k].Add(*times.stages[k].onward, kPassed[k]);
        records[window][4].Add(*times.win, kWon);
      }
    }
    for (size_t window = 0; window < 3; ++window) {
      for (size_t k = 0; k < 5; ++k) {
        const Record& record = records[window][k];
        const double bias = record.sum / runs;
        const double spread = std::sqrt(record.squares / runs - bias * bias);
        const double coverage = static_cast<double>(record.held) / runs;
        const std::string where = "losers " + std::to_string(lingering) +
                                  " times as long, window " + std::to_string(window) +
                                  ", estimate " + std::to_string(k);
        if (asked != nullptr)
          std::printf("%s: bias %+.5f, spread %.5f, held %.3f\n", where.c_str(), bias, spread,
                      coverage);
        // The mean of so many runs lies within 4 of its standard errors of the truth.
        EXPECT_LT(std::fabs(bias), 4 * spread / std::sqrt(runs)) << where;
        if (runs >= 1000) {
          EXPECT_GE(coverage, 0.93) << where;
          EXPECT_LE(coverage, 0.97) << where;
        } else {
          EXPECT_GE(coverage, 0.95 - 4 * std::sqrt(0.95 * 0.05 / runs)) << where;
        }
      }
    }
  }
}

}  // namespace
}  // namespace attain::funnel
