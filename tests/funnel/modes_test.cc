// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// ClickHouse's modes against a plain transcription of their rules that keeps whole chains.
#include <algorithm>
#include <set>
#include <tuple>

#include "attain/funnel/funnel.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;
using testing::LogRow;

struct PlainChain {
  int64_t start;
  int64_t last;
  std::set<size_t> rows;
};

int PlainLevel(const std::vector<LogRow>& rows, const ClickHouseFunnel& funnel) {
  const ClickHouseModes& modes = funnel.modes;
  std::vector<std::tuple<int64_t, int, size_t>> items;
  for (size_t i = 0; i < rows.size(); ++i) {
    for (int s = 1; s <= funnel.steps; ++s) {
      if ((rows[i].steps >> (s - 1) & 1) != 0) items.emplace_back(rows[i].time, s, i);
    }
    if (rows[i].steps == 0 && modes.strict_order) items.emplace_back(rows[i].time, 0, i);
  }
  if (items.empty()) return 0;
  if (funnel.steps == 1 && !modes.strict_order) return 1;
  std::sort(items.begin(), items.end());
  std::vector<std::vector<PlainChain>> slots(static_cast<size_t>(funnel.steps) + 1);
  bool first = false;
  for (const auto& [time, s, row] : items) {
    if (s == 0) {
      if (first) break;
      continue;
    }
    auto& slot = slots[static_cast<size_t>(s)];
    if (s == 1) {
      first = true;
      if (!modes.strict_once) slot.clear();
      slot.push_back({time, time, {row}});
      continue;
    }
    if (modes.strict_deduplication && !slot.empty()) break;
    const auto before = slots[static_cast<size_t>(s) - 1];
    if (modes.strict_order && first && before.empty()) {
      if (modes.allow_reentry) continue;
      size_t empty = 1;
      while (!slots[empty].empty()) ++empty;
      return static_cast<int>(empty) - 1;
    }
    for (const PlainChain& chain : before) {
      if (time > chain.start + funnel.window) continue;
      if (modes.strict_increase && chain.last >= time) continue;
      if (modes.strict_once && chain.rows.count(row) != 0) continue;
      PlainChain longer = chain;
      longer.last = time;
      longer.rows.insert(row);
      if (!modes.strict_once) slot.clear();
      slot.push_back(longer);
      if (s == funnel.steps) return s;
    }
  }
  int level = 0;
  for (int s = 1; s <= funnel.steps; ++s) {
    if (!slots[static_cast<size_t>(s)].empty()) level = s;
  }
  return level;
}

ClickHouseModes ModesOf(int number) {
  return {.strict_order = (number & 1) != 0,
          .strict_deduplication = (number & 2) != 0,
          .strict_increase = (number & 4) != 0,
          .strict_once = (number & 8) != 0,
          .allow_reentry = (number & 16) != 0};
}

int LevelOf(const std::string& text, int steps, ClickHouseModes modes, int64_t window = 10) {
  const Log log = Log::Of(text);
  const auto found = Calculate(ClickHouseFunnel{.steps = steps, .window = window, .modes = modes},
                               log.View(), {.chains = true});
  return found.ok() ? found->levels()[0] : -9;
}

TEST(ModesTest, LevelsAreThoseOfTheEngineOnLogsWhereModesDiffer) {
  const ClickHouseModes order{.strict_order = true};
  const ClickHouseModes repeat{.strict_deduplication = true};
  const ClickHouseModes increase{.strict_increase = true};
  const ClickHouseModes once{.strict_once = true};
  const ClickHouseModes both{.strict_increase = true, .strict_once = true};
  const ClickHouseModes again{.strict_order = true, .allow_reentry = true};
  const std::vector<ClickHouseModes> columns = {{}, order, repeat, increase, once, both, again};
  const std::vector<std::tuple<std::string, int, std::vector<int>>> table = {
      {"a1 x2 b3 c4", 3, {3, 1, 3, 3, 3, 3, 1}},
      {"a1 b2 x3 a4 b5 c6", 3, {3, 2, 2, 3, 3, 3, 2}},
      {"a1 c2 b3 c4", 3, {3, 1, 3, 3, 3, 3, 3}},
      {"a1 a2 b2 c2", 3, {3, 3, 3, 1, 3, 2, 3}},
      {"a1 b5 a6 b7 c12", 3, {3, 3, 2, 3, 3, 3, 3}},
      {"a1 b2 c3 a4 b5 d6", 4, {4, 4, 3, 4, 4, 4, 4}},
  };
  for (const auto& [text, steps, levels] : table) {
    for (size_t m = 0; m < columns.size(); ++m)
      EXPECT_EQ(LevelOf(text, steps, columns[m]), levels[m]) << text << ", column " << m;
  }
}

TEST(ModesTest, EveryCombinationAgreesWithAPlainTranscription) {
  std::mt19937 random(7);
  int differ = 0;
  for (int round = 0; round < 60; ++round) {
    const int steps = 1 + static_cast<int>(random() % 4);
    const int64_t window = static_cast<int64_t>(random() % 9);
    const Log log(testing::RandomRows(random, 20, 8, 10, steps, round % 3 != 0, false), 21);
    for (int number = 0; number < 32; ++number) {
      const ClickHouseFunnel funnel{.steps = steps, .window = window, .modes = ModesOf(number)};
      const auto found = Calculate(funnel, log.View(number % 2 == 0), {.chains = number % 4 < 2});
      ASSERT_TRUE(found.ok());
      for (int32_t subject = 0; subject < log.subjects(); ++subject) {
        std::vector<LogRow> rows;
        for (const LogRow& row : log.rows()) {
          if (row.subject == subject) rows.push_back(row);
        }
        const int want = rows.empty() ? -1 : PlainLevel(rows, funnel);
        ASSERT_EQ(found->levels()[static_cast<size_t>(subject)], want)
            << "round " << round << ", modes " << number << ", subject " << subject;
        differ += want;
      }
    }
  }
  EXPECT_GT(differ, 0);
}

TEST(ModesTest, ChainsOfStrictModesStandInOrderInsideTheWindow) {
  std::mt19937 random(8);
  for (int round = 0; round < 40; ++round) {
    const int steps = 2 + static_cast<int>(random() % 3);
    const Log log(testing::RandomRows(random, 20, 8, 12, steps, round % 2 != 0, false), 20);
    for (int number = 0; number < 32; ++number) {
      const ClickHouseFunnel funnel{.steps = steps, .window = 6, .modes = ModesOf(number)};
      const auto found = Calculate(funnel, log.View(), {.chains = true});
      ASSERT_TRUE(found.ok());
      for (size_t subject = 0; subject < 20; ++subject) {
        const auto width = static_cast<size_t>(steps);
        const auto rows = found->rows().subspan(subject * width, width);
        const auto times = found->times().subspan(subject * width, width);
        std::set<uint32_t> distinct;
        for (int s = 0; s < steps; ++s) {
          const auto i = static_cast<size_t>(s);
          if (s >= found->levels()[subject]) {
            EXPECT_EQ(rows[i], UINT32_MAX);
            continue;
          }
          const LogRow& row = log.rows()[rows[i]];
          EXPECT_EQ(row.subject, static_cast<int32_t>(subject));
          EXPECT_EQ(row.time, times[i]);
          EXPECT_NE(row.steps >> s & 1, 0u);
          EXPECT_LE(times[i] - times[0], 6);
          if (s > 0) {
            EXPECT_GE(times[i] - times[i - 1], funnel.modes.strict_increase ? 1 : 0);
          }
          distinct.insert(rows[i]);
        }
        if (funnel.modes.strict_once) {
          EXPECT_EQ(static_cast<int>(distinct.size()), std::max<int>(0, found->levels()[subject]));
        }
      }
    }
  }
}

TEST(ModesTest, AStrictModeSaysThatItWasInterrupted) {
  const Log log = Log::Of("a1 x2 b3");
  const auto found = Calculate(
      ClickHouseFunnel{.steps = 2, .window = 10, .modes = {.strict_order = true}}, log.View());
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->stops()[0], Stop::kInterrupted);
}

}  // namespace
}  // namespace attain::funnel
