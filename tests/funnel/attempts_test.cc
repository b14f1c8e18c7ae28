// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/attempts.h"

#include "attain/base/status.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;
using testing::LogRow;

TEST(AttemptsTest, TheExampleOfTheHeaderComesOut) {
  const Log log = Log::Of("a1 b3 c6 a8 b9");
  const auto found = Attempts({.steps = 3, .window = 100}, log.View());
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0],
            (Attempt{.subject = 0, .level = 3, .start = 1, .last = 6, .stop = Stop::kConverted}));
  EXPECT_EQ((*found)[1],
            (Attempt{.subject = 0, .level = 2, .start = 8, .last = 9, .stop = Stop::kOpen}));
  EXPECT_EQ(CountsOf(*found, 3), (std::vector<int64_t>{2, 2, 1}));
}

TEST(AttemptsTest, OnlyTheLatestEntryMovesTheWindow) {
  const Log log = Log::Of("a0 a30 b45 c75");
  const auto first = Attempts({.steps = 3, .window = 60}, log.View(), {.as_of = 500});
  EXPECT_EQ(CountsOf(*first, 3), (std::vector<int64_t>{1, 1, 0}));
  EXPECT_EQ((*first)[0].stop, Stop::kWindow);
  const auto latest = Attempts({.steps = 3, .window = 60, .entry = Entry::kLatest}, log.View());
  EXPECT_EQ(CountsOf(*latest, 3), (std::vector<int64_t>{1, 1, 1}));
}

TEST(AttemptsTest, AnAttemptWhoseWindowIsOverMakesRoomForTheNext) {
  const Log log = Log::Of("a0 b20 a21 b25");
  const auto found = Attempts({.steps = 2, .window = 10}, log.View());
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].level, 1);
  EXPECT_EQ((*found)[1].level, 2);
}

TEST(AttemptsTest, AttemptsStandInOrderOfSubjectsForAnyThreads) {
  std::mt19937 random(5);
  const Log log(testing::RandomRows(random, 20000, 8, 50, 3, true, false), 20000);
  const auto one = Attempts({.steps = 3, .window = 20}, log.View());
  const auto three = Attempts({.steps = 3, .window = 20}, log.View(), {.threads = 3});
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(*one, *three);
  for (size_t i = 1; i < one->size(); ++i) ASSERT_LE((*one)[i - 1].subject, (*one)[i].subject);
}

TEST(AttemptsTest, BadRulesAreFound) {
  const Log log = Log::Of("a1");
  EXPECT_EQ(ReasonOf(Attempts({.steps = 0, .window = 1}, log.View()).status()),
            Reason::kOutOfBounds);
  EXPECT_EQ(ReasonOf(Attempts({.steps = 2, .window = -1}, log.View()).status()),
            Reason::kOutOfBounds);
}

}  // namespace
}  // namespace attain::funnel
