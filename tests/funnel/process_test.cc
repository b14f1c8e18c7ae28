// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/process.h"

#include <algorithm>
#include <vector>

#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

struct Columns {
  std::vector<int32_t> subject;
  std::vector<int64_t> time;
  std::vector<int32_t> activity;
  void Add(int32_t of_subject, int64_t at, int32_t what) {
    subject.push_back(of_subject);
    time.push_back(at);
    activity.push_back(what);
  }
  absl::StatusOr<ProcessLog> Group(int32_t cases, int32_t activities, bool by_time = true) const {
    return GroupEvents({subject, time, activity, cases, activities, {}, by_time});
  }
};

// lead 0, qualify 1, quote 2, sign 3
Columns TwoCases() {
  Columns events;
  events.Add(0, 12, 3);
  events.Add(1, 3, 0);
  events.Add(0, 1, 0);
  events.Add(0, 2, 1);
  events.Add(1, 4, 2);
  events.Add(0, 5, 2);
  events.Add(1, 9, 2);
  return events;
}

TEST(ProcessLogTest, EventsOfACaseStandInOrderOfTime) {
  const ProcessLog log = *TwoCases().Group(2, 4);
  EXPECT_EQ(log.cases(), 2);
  EXPECT_EQ(log.events(), 7);
  EXPECT_EQ(std::vector<int32_t>(log.path(0).begin(), log.path(0).end()),
            (std::vector<int32_t>{0, 1, 2, 3}));
  EXPECT_EQ(log.times(1)[2], 9);
  const ProcessLog given = *TwoCases().Group(2, 4, false);
  EXPECT_EQ(given.path(0)[0], 3);
}

TEST(ProcessLogTest, CommonestVariantComesFirst) {
  Columns events;
  for (int32_t number = 0; number < 5; ++number) {
    events.Add(number, 1, number % 2);
    events.Add(number, 1, 1);
  }
  const ProcessLog log = *events.Group(6, 2);
  ASSERT_EQ(log.variants().size(), 3U);
  EXPECT_EQ(log.variants()[0].path, (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(log.variants()[0].cases, 3);
  EXPECT_EQ(log.variants()[1].cases, 2);
  EXPECT_TRUE(log.variants()[2].path.empty());
  EXPECT_EQ(log.variant_of(3), 1);
  EXPECT_EQ(log.variant_of(5), 2);
}

TEST(ProcessLogTest, BadRowsAreSetAsideAndNamed) {
  Columns events = TwoCases();
  events.Add(-1, 0, 0);
  events.Add(0, 0, -1);
  events.Add(2, 0, 0);
  events.Add(0, 0, 4);
  const ProcessLog log = *events.Group(2, 4);
  EXPECT_EQ(log.events(), 7);
  ASSERT_EQ(log.findings().size(), 4);
  EXPECT_EQ(log.findings().items()[0].reason, Reason::kNullValue);
  EXPECT_EQ(log.findings().items()[0].where.row, 7);
  EXPECT_EQ(log.findings().items()[1].where.field, "activity");
  EXPECT_EQ(log.findings().items()[2].reason, Reason::kRowOutOfRange);
}

TEST(ProcessLogTest, EventsWithoutATimeAreSetAside) {
  const Columns events = TwoCases();
  const std::vector<uint8_t> timed = {1, 1, 0, 1, 1, 1, 1};
  ProcessEvents given{events.subject, events.time, events.activity, 2, 4, timed};
  const ProcessLog log = *GroupEvents(given);
  EXPECT_EQ(log.events(), 6);
  EXPECT_EQ(log.findings().items()[0].where.field, "time");
  given.timed = given.timed.first(3);
  EXPECT_EQ(ReasonOf(GroupEvents(given).status()), Reason::kLengthMismatch);
}

TEST(ProcessLogTest, ManyBadRowsAreCounted) {
  Columns events;
  for (int i = 0; i < 150; ++i) events.Add(-1, i, 0);
  const ProcessLog log = *events.Group(0, 1);
  EXPECT_EQ(log.findings().size(), 101);
  EXPECT_NE(log.findings().items()[100].text.find("150"), std::string::npos);
}

TEST(ProcessLogTest, LengthsAndCountsAreChecked) {
  Columns events = TwoCases();
  EXPECT_EQ(ReasonOf(events.Group(-1, 4).status()), Reason::kInvalidArgument);
  events.time.pop_back();
  EXPECT_EQ(ReasonOf(events.Group(2, 4).status()), Reason::kLengthMismatch);
}

TEST(ProcessFiguresTest, EdgesReworkAndDurations) {
  const ProcessFigures figures = *MeasureProcess(*TwoCases().Group(3, 4));
  ASSERT_EQ(figures.edges.size(), 5U);
  EXPECT_EQ(figures.edges[0].from, 0);
  EXPECT_EQ(figures.edges[0].to, 1);
  EXPECT_EQ(figures.edges[2].total, 7);
  EXPECT_EQ(figures.edges[4].n, 1);
  EXPECT_EQ(figures.edges[4].mean, 5);
  EXPECT_EQ(figures.activities[0].starts, 2);
  EXPECT_EQ(figures.activities[2].events, 3);
  EXPECT_EQ(figures.activities[2].cases, 2);
  EXPECT_EQ(figures.activities[2].rework_cases, 1);
  EXPECT_EQ(figures.activities[2].ends, 1);
  EXPECT_EQ(figures.durations->least, 6);
  EXPECT_EQ(figures.durations->most, 11);
  EXPECT_EQ(figures.durations->mean, 8.5);
  EXPECT_EQ(figures.durations->median, 8.5);
  EXPECT_EQ(*figures.slowest_by_total, 2);
  EXPECT_EQ(*figures.slowest_by_mean, 2);
}

TEST(ProcessFiguresTest, EdgeTimesAreGatheredAcrossCases) {
  Columns events;
  int64_t at = 0;
  for (const int64_t gap : {4, 1, 10, 3}) {
    events.Add(static_cast<int32_t>(at), -5, 0);
    events.Add(static_cast<int32_t>(at), -5 + gap, 1);
    ++at;
  }
  const ProcessEdge edge = MeasureProcess(*events.Group(4, 2))->edges[0];
  EXPECT_EQ(edge.n, 4);
  EXPECT_EQ(edge.total, 18);
  EXPECT_EQ(edge.mean, 4.5);
  EXPECT_EQ(edge.median, 3.5);
  EXPECT_EQ(edge.least, 1);
  EXPECT_EQ(edge.most, 10);
}

TEST(ProcessFiguresTest, ManyActivitiesGiveTheSameFigures) {
  Columns few;
  Columns many;
  stats::Random random(1);
  for (int i = 0; i < 500; ++i) {
    const auto subject = static_cast<int32_t>(random.Next() % 40);
    const auto time = static_cast<int64_t>(random.Next() % 1000);
    const auto activity = static_cast<int32_t>(random.Next() % 6);
    few.Add(subject, time, activity);
    many.Add(subject, time, activity * 500);
  }
  const ProcessFigures a = *MeasureProcess(*few.Group(40, 6));
  const ProcessFigures b = *MeasureProcess(*many.Group(40, 3000));
  ASSERT_EQ(a.edges.size(), b.edges.size());
  for (size_t i = 0; i < a.edges.size(); ++i) {
    EXPECT_EQ(a.edges[i].from * 500, b.edges[i].from);
    EXPECT_EQ(a.edges[i].total, b.edges[i].total);
    EXPECT_EQ(a.edges[i].median, b.edges[i].median);
  }
}

TEST(ProcessFiguresTest, NothingHasNoFigures) {
  const ProcessFigures figures = *MeasureProcess(*Columns().Group(0, 2));
  EXPECT_FALSE(figures.durations.has_value());
  EXPECT_FALSE(figures.slowest_by_mean.has_value());
  EXPECT_EQ(figures.activities.size(), 2U);
}

TEST(ProcessFiguresTest, TimesBeyondSixtyFourBitsAreRefused) {
  Columns events;
  events.Add(0, INT64_MIN, 0);
  events.Add(0, INT64_MAX, 0);
  EXPECT_EQ(ReasonOf(MeasureProcess(*events.Group(1, 1)).status()), Reason::kOverflow);
  Columns sum;
  for (int32_t i = 0; i < 3; ++i) {
    sum.Add(i, 0, 0);
    sum.Add(i, INT64_MAX / 2, 1);
  }
  EXPECT_EQ(ReasonOf(MeasureProcess(*sum.Group(3, 2)).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::funnel
