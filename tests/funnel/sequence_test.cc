// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/sequence.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;
using testing::LogRow;

int64_t CountOf(const std::string& pattern, const std::string& text) {
  const Log log = Log::Of(text);
  const auto read = Pattern::Parse(pattern);
  return read.ok() ? Match(*read, log.View())->counts[0] : -9;
}

TEST(SequenceTest, NeighboursAnythingBetweenAndTimes) {
  EXPECT_EQ(CountOf("(?1)(?2)", "a1 c2 b3"), 0);
  EXPECT_EQ(CountOf("(?1).*(?2)", "a1 x2 b3 a4 x5 b6"), 2);
  EXPECT_EQ(CountOf("(?1)(?t>=3)(?2)", "a1 b4 a5 b9"), 2);
  EXPECT_EQ(CountOf("(?1).(?2)", "a1 c2 b3"), 1);
  EXPECT_EQ(CountOf("(?1)(?2)(?3)", "a1 b2 a3 b4 c5"), 1);
  EXPECT_EQ(CountOf("(?1)(?t<2)(?2)", "a1 b3 a4 b5"), 1);
  EXPECT_EQ(CountOf("(?1)(?t==2)(?2)", "a1 b2 b3"), 1);
  EXPECT_EQ(CountOf("(?1)(?t>1)(?t<=3)(?2)", "a1 b2 b5 a6 b9"), 1);
}

TEST(SequenceTest, OneMatchIsEnoughWhereOnlyTheFirstIsAsked) {
  const Log log = Log::Of("a1 b2 a3 b4");
  const auto found = Match(*Pattern::Parse("(?1)(?2)"), log.View(), true);
  EXPECT_EQ(found->counts[0], 1);
  EXPECT_EQ(found->subjects, 1);
  EXPECT_EQ(found->total, 1);
}

TEST(SequenceTest, EveryFaultOfAPatternIsFoundWithItsPlace) {
  const auto found = Pattern::Parse("(?1)(?0)?(?t=3)(?2)(?t<1)");
  ASSERT_FALSE(found.ok());
  const Findings findings = FindingsOf(found.status());
  ASSERT_GE(findings.size(), 3);
  EXPECT_EQ(findings.items()[0].where.column, 5);
  for (const std::string bad :
       {"", ".*", "(?65)", "(?1", "(?1)(?t>3)", "x", "(?t<)(?1)", "(?99999999999999999999)"})
    EXPECT_EQ(ReasonOf(Pattern::Parse(bad).status()), Reason::kInvalidValue) << bad;
  EXPECT_FALSE(Pattern::Parse(std::string(5000, '.')).ok());
  EXPECT_EQ(Pattern::Parse("(?3).(?64)")->conditions(), 64);
  EXPECT_EQ(Pattern::Parse("(?3)")->text(), "(?3)");
}

// Tries everything, in the order the rules say.
std::optional<size_t> PlainEnd(const std::vector<PatternElement>& elements, size_t e,
                               const std::vector<LogRow>& rows, size_t at, int64_t base) {
  if (e == elements.size()) return at;
  for (size_t i = at; i < rows.size() && (i == at || elements[e].skips); ++i) {
    bool good =
        elements[e].condition == 0 || (rows[i].steps >> (elements[e].condition - 1) & 1) != 0;
    for (const TimeCondition& time : elements[e].times) {
      const int64_t since = rows[i].time - base;
      good &= time.op == TimeOperator::kLess           ? since < time.than
              : time.op == TimeOperator::kLessEqual    ? since <= time.than
              : time.op == TimeOperator::kGreater      ? since > time.than
              : time.op == TimeOperator::kGreaterEqual ? since >= time.than
                                                       : since == time.than;
    }
    if (!good) continue;
    if (const auto end = PlainEnd(elements, e + 1, rows, i + 1, rows[i].time)) return end;
  }
  return std::nullopt;
}

TEST(SequenceTest, RandomPatternsAgreeWithTryingEverything) {
  std::mt19937 random(9);
  const std::vector<std::string> tokens = {"(?1)",   "(?2)",    "(?3)",    ".",       ".*",
                                           "(?t<3)", "(?t>=2)", "(?t<=4)", "(?t==1)", "(?t>1)"};
  int64_t total = 0;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int left = 1 + static_cast<int>(random() % 6); left > 0; --left)
      text += tokens[random() % tokens.size()];
    text += "(?" + std::to_string(1 + random() % 3) + ")";
    const auto pattern = Pattern::Parse(text);
    ASSERT_TRUE(pattern.ok()) << text;
    const Log log(testing::RandomRows(random, 10, 9, 12, 3, true, false), 10);
    const auto found = Match(*pattern, log.View());
    ASSERT_TRUE(found.ok());
    for (int32_t subject = 0; subject < 10; ++subject) {
      std::vector<LogRow> rows;
      bool seen = false;
      for (const LogRow& row : log.rows()) {
        if (row.subject != subject) continue;
        seen = true;
        if (row.steps != 0) rows.push_back(row);
      }
      std::stable_sort(rows.begin(), rows.end(),
                       [](const auto& a, const auto& b) { return a.time < b.time; });
      int64_t want = seen ? 0 : -1;
      for (size_t start = 0; start < rows.size();) {
        const auto end = PlainEnd(pattern->elements(), 0, rows, start, rows[start].time);
        want += end.has_value() ? 1 : 0;
        start = end.value_or(start + 1);
      }
      ASSERT_EQ(found->counts[static_cast<size_t>(subject)], want)
          << text << ", subject " << subject;
      total += want;
    }
  }
  EXPECT_GT(total, 100);
}

TEST(SequenceTest, ManyWildcardsOverManyEventsEnd) {
  std::vector<LogRow> rows;
  for (int i = 0; i < 20000; ++i) rows.push_back({0, i, 1});
  std::string text;
  for (int i = 0; i < 20; ++i) text += "(?1).*";
  const Log log(rows);
  EXPECT_EQ(Match(*Pattern::Parse(text + "(?2)"), log.View())->counts[0], 0);
}

}  // namespace
}  // namespace attain::funnel
