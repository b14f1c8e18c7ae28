// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/funnel.h"

#include <algorithm>
#include <limits>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;
using testing::LogRow;

constexpr uint64_t kA = 1;
constexpr uint64_t kB = 2;
constexpr uint64_t kC = 4;

Stop StopOf(const std::string& text, const Funnel& funnel,
            std::optional<int64_t> as_of = std::nullopt) {
  const Log log = Log::Of(text);
  return Calculate(funnel, log.View(), {.as_of = as_of})->stops()[0];
}

int LevelOf(const std::string& text, const Funnel& funnel) {
  const Log log = Log::Of(text);
  return Calculate(funnel, log.View())->levels()[0];
}

TEST(FunnelTest, TheExampleOfTheHeaderComesOut) {
  const Log log({{0, 0, kA},
                 {0, 20, kB},
                 {0, 30, kA},
                 {0, 35, kB},
                 {0, 80, kC},
                 {1, 0, kA},
                 {1, 90, kB},
                 {2, 70, kA},
                 {4, 99, 0}},
                5);
  const auto found =
      Calculate(Funnel{.steps = 3, .window = 60}, log.View(), {.chains = true, .as_of = 100});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(std::vector<int8_t>(found->levels().begin(), found->levels().end()),
            (std::vector<int8_t>{3, 1, 1, -1, 0}));
  EXPECT_EQ(std::vector<Stop>(found->stops().begin(), found->stops().end()),
            (std::vector<Stop>{Stop::kConverted, Stop::kWindow, Stop::kOpen, Stop::kAbsent,
                               Stop::kNever}));
  EXPECT_EQ(found->rows()[0], 2u);
  EXPECT_EQ(found->rows()[1], 3u);
  EXPECT_EQ(found->times()[2], 80);
  EXPECT_EQ(found->rows()[14], UINT32_MAX);
  EXPECT_EQ(found->as_of(), 100);
  EXPECT_EQ(found->steps(), 3);
  EXPECT_EQ(Name(Stop::kOpen), "open");
}

TEST(FunnelTest, ALaterStartDoesNotHideAnEarlierOneThatReachesFurther) {
  const Log log = Log::Of("a1 b2 c3 a4 b5 d6");
  const auto found = Calculate(Funnel{.steps = 4, .window = 10}, log.View(), {.chains = true});
  EXPECT_EQ(std::vector<int64_t>(found->times().begin(), found->times().end()),
            (std::vector<int64_t>{1, 2, 3, 6}));
}

TEST(FunnelTest, EqualTimesCountAsTheDefinitionSays) {
  EXPECT_EQ(LevelOf("b1 a1", {.steps = 2, .window = 5}), 2);
  EXPECT_EQ(LevelOf("b1 a1", {.steps = 2, .window = 5, .ties = Ties::kByRow}), 1);
  EXPECT_EQ(LevelOf("a1 b1", {.steps = 2, .window = 5, .ties = Ties::kByRow}), 2);
  EXPECT_EQ(LevelOf("a1 b1", {.steps = 2, .window = 5, .ties = Ties::kStrictlyLater}), 1);
  EXPECT_EQ(LevelOf("a1 a2 b2", {.steps = 2, .window = 5, .ties = Ties::kStrictlyLater}), 2);
  EXPECT_EQ(LevelOf("a1 x1 b1",
                    {.steps = 2, .window = 5, .order = Order::kAdjacent, .ties = Ties::kByRow}),
            1);
  EXPECT_EQ(
      LevelOf("a1 x1 b1", {.steps = 2, .window = 5, .order = Order::kAdjacent, .ties = Ties::kAny}),
      2);
}

TEST(FunnelTest, ARowServesSeveralStepsUnlessItServesOnce) {
  EXPECT_EQ(LevelOf("ab1", {.steps = 2, .window = 0}), 2);
  EXPECT_EQ(LevelOf("ab1", {.steps = 2, .window = 0, .reuse = Reuse::kOnce}), 1);
  EXPECT_EQ(LevelOf("ab1 ab1", {.steps = 2, .window = 0, .reuse = Reuse::kOnce}), 2);
}

TEST(FunnelTest, WhoEntersFirstDoesNotMoveTheWindow) {
  EXPECT_EQ(LevelOf("a0 a30 b45 c75", {.steps = 3, .window = 60}), 3);
  EXPECT_EQ(LevelOf("a0 a30 b45 c75", {.steps = 3, .window = 60, .entry = Entry::kFirst}), 2);
}

TEST(FunnelTest, GapsAndOptionalStepsAndExclusionsHold) {
  EXPECT_EQ(LevelOf("a1 a2 b5", {.steps = 2, .window = 10, .max_gap = {-1, 3}}), 2);
  EXPECT_EQ(LevelOf("a1 b5", {.steps = 2, .window = 10, .max_gap = {-1, 3}}), 1);
  EXPECT_EQ(LevelOf("a1 c2", {.steps = 3, .window = 10, .optional = 2}), 3);
  EXPECT_EQ(LevelOf("a1 c2", {.steps = 3, .window = 10}), 1);
  EXPECT_EQ(LevelOf("a1 !b2 b3", {.steps = 2, .window = 10}), 1);
  EXPECT_EQ(LevelOf("a1 !b2 a3 b4", {.steps = 2, .window = 10}), 2);
  EXPECT_EQ(LevelOf("a1 !b2 a3 b4", {.steps = 2, .window = 10, .after_break = AfterBreak::kStop}),
            1);
}

TEST(FunnelTest, WhySomebodyStoppedIsSaid) {
  const Funnel funnel{.steps = 2, .window = 10};
  EXPECT_EQ(StopOf("a1", funnel, 10), Stop::kOpen);
  EXPECT_EQ(StopOf("a1", funnel, 11), Stop::kWindow);
  EXPECT_EQ(StopOf("b1", funnel), Stop::kNever);
  EXPECT_EQ(StopOf("a1 !b2", funnel, 20), Stop::kExcluded);
  EXPECT_EQ(StopOf("a1 !b2", funnel, 5), Stop::kExcluded);
  EXPECT_EQ(StopOf("a1 x2", {.steps = 2, .window = 10, .order = Order::kAdjacent}, 5),
            Stop::kInterrupted);
  EXPECT_EQ(StopOf("a1", {.steps = 2, .window = 10, .order = Order::kAdjacent}, 5), Stop::kOpen);
  EXPECT_EQ(StopOf("a1", {.steps = 2, .window = 10, .max_gap = {-1, 2}}, 5), Stop::kWindow);
  EXPECT_EQ(StopOf("b1", {.steps = 2, .window = 10, .order = Order::kUnordered}, 5), Stop::kOpen);
  EXPECT_EQ(StopOf("b1 !a3", {.steps = 2, .window = 10, .order = Order::kUnordered}, 5),
            Stop::kExcluded);
}

TEST(FunnelTest, EverythingWrongWithADefinitionIsFound) {
  EXPECT_EQ(FindingsOf(Validate(Funnel{.steps = 65, .window = -1})).size(), 2);
  EXPECT_EQ(FindingsOf(Validate(Funnel{.steps = 0, .window = 0})).size(), 1);
  EXPECT_EQ(FindingsOf(Validate(Funnel{.steps = 2,
                                       .window = 1,
                                       .order = Order::kUnordered,
                                       .ties = Ties::kStrictlyLater,
                                       .max_gap = {0, 1, 2},
                                       .optional = 5}))
                .size(),
            6);
  EXPECT_EQ(ReasonOf(Validate(Funnel{.steps = 2,
                                     .window = 1,
                                     .order = Order::kAdjacent,
                                     .ties = Ties::kAny,
                                     .reuse = Reuse::kOnce})),
            Reason::kUnsupportedOption);
  EXPECT_EQ(ReasonOf(Validate(ClickHouseFunnel{.steps = 65, .window = 1})), Reason::kOutOfBounds);
  EXPECT_TRUE(Validate(Funnel{.steps = 64, .window = 0, .optional = ~uint64_t{1}}).ok());
}

TEST(FunnelTest, EverythingWrongWithALogIsFound) {
  const std::vector<int32_t> subjects = {0, 1};
  const std::vector<int64_t> times = {0};
  const std::vector<uint8_t> codes = {0, 0};
  EventLog log{.subjects = 2,
               .subject = subjects,
               .time = times,
               .code = std::span<const uint8_t>(codes),
               .steps = {4},
               .excludes = {8}};
  EXPECT_EQ(FindingsOf(Check(log, 2, {.threads = 0})).size(), 4);
  const std::vector<int64_t> both = {0, 1};
  log.time = both;
  log.steps = {1};
  log.excludes = {};
  log.subjects = 1;
  const absl::Status beyond = Calculate(Funnel{.steps = 1, .window = 0}, log).status();
  EXPECT_EQ(ReasonOf(beyond), Reason::kRowOutOfRange);
  EXPECT_NE(MessageOf(beyond).find("row 1: subject 1"), std::string::npos);
  log.subjects = 2;
  log.steps = {};
  EXPECT_EQ(ReasonOf(Calculate(Funnel{.steps = 1, .window = 0}, log).status()),
            Reason::kRowOutOfRange);
  log.steps = {1};
  EXPECT_EQ(ReasonOf(Calculate(Funnel{.steps = 1, .window = 0}, log, {.as_of = 0}).status()),
            Reason::kInvalidArgument);
  log.subjects = -1;
  EXPECT_EQ(ReasonOf(Calculate(Funnel{.steps = 1, .window = 0}, log).status()),
            Reason::kInvalidArgument);
  log.subjects = 0;
  EXPECT_EQ(ReasonOf(Calculate(Funnel{.steps = 1, .window = 0}, log).status()),
            Reason::kRowOutOfRange);
}

TEST(FunnelTest, AnEmptyLogHasNoOutcomes) {
  const EventLog log{
      .subjects = 0, .subject = {}, .time = {}, .code = std::span<const uint8_t>(), .steps = {}};
  const auto found = Calculate(Funnel{.steps = 2, .window = 1}, log, {.chains = true});
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->levels().empty());
}

TEST(FunnelTest, TimesMayLieAnywhereInSixtyFourBits) {
  const int64_t low = std::numeric_limits<int64_t>::min();
  const int64_t high = std::numeric_limits<int64_t>::max();
  const Log log({{1, high, kB},
                 {0, low, kA},
                 {0, high, kB},
                 {1, high - 3, kA},
                 {2, low + 3, kB},
                 {2, low, kA}},
                3);
  const auto found = Calculate(Funnel{.steps = 2, .window = 5}, log.View(), {.chains = true});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->levels()[0], 1);
  EXPECT_EQ(found->levels()[1], 2);
  EXPECT_EQ(found->levels()[2], 2);
  EXPECT_EQ(found->rows()[5], 4u);
  EXPECT_EQ(Calculate(Funnel{.steps = 2, .window = high}, log.View())->levels()[0], 1);
}

TEST(FunnelTest, SixtyFourStepsAreReached) {
  std::vector<LogRow> rows;
  for (int s = 0; s < 64; ++s) rows.push_back({0, s, uint64_t{1} << s});
  std::reverse(rows.begin(), rows.end());
  const Log log(rows);
  for (const Ties ties : {Ties::kByStep, Ties::kByRow}) {
    const auto found =
        Calculate(Funnel{.steps = 64, .window = 63, .ties = ties}, log.View(), {.chains = true});
    EXPECT_EQ(found->levels()[0], 64);
    EXPECT_EQ(found->rows()[63], 0u);
  }
}

// The same log in other orders, in other codes, with other threads: the same for every subject.
TEST(FunnelTest, OrderOfRowsCodesAndThreadsDoNotMatter) {
  std::mt19937 random(3);
  std::vector<LogRow> rows = testing::RandomRows(random, 9500, 8, 1000, 3, true, true);
  // Times of a subject differ, so that the order of rows says nothing.
  for (size_t i = 0; i < rows.size(); ++i)
    rows[i].time = rows[i].time * 100'000 + static_cast<int64_t>(i);
  std::vector<Funnel> funnels = {{.steps = 3, .window = 30'000'000},
                                 {.steps = 3, .window = 30'000'000, .order = Order::kAdjacent}};
  const auto by_subject = [](const LogRow& a, const LogRow& b) { return a.subject < b.subject; };
  for (const Funnel& funnel : funnels) {
    std::vector<int8_t> levels;
    std::vector<int64_t> times;
    for (int form = 0; form < 4; ++form) {
      std::vector<LogRow> turned = rows;
      if (form == 1)
        std::sort(turned.begin(), turned.end(),
                  [](const auto& a, const auto& b) { return a.time < b.time; });
      if (form == 2) std::stable_sort(turned.begin(), turned.end(), by_subject);
      if (form == 3) {
        // Times so far apart that a row does not fit 64 bits.
        turned.push_back({9500, std::numeric_limits<int64_t>::max() / 2, 0});
        turned.push_back({9500, std::numeric_limits<int64_t>::min() / 2, 0});
      }
      const Log log(turned, 9501);
      for (const int threads : {1, 2}) {
        const auto found = Calculate(
            funnel, log.View(threads == 2),
            {.chains = true, .as_of = std::numeric_limits<int64_t>::max(), .threads = threads});
        ASSERT_TRUE(found.ok());
        std::vector<int8_t> got(found->levels().begin(), found->levels().end());
        got.pop_back();
        std::vector<int64_t> when;
        for (size_t i = 0; i < 9500 * 3; ++i)
          when.push_back(found->rows()[i] == UINT32_MAX ? -1 : found->times()[i]);
        if (levels.empty()) levels = got, times = when;
        ASSERT_EQ(got, levels) << form << " " << threads;
        ASSERT_EQ(when, times) << form << " " << threads;
      }
    }
  }
}

}  // namespace
}  // namespace attain::funnel
