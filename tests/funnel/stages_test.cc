// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stages.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

constexpr StageCodes kFour{.stages = 4};
constexpr int32_t kLead = 0, kQualified = 1, kProposal = 2, kNegotiation = 3, kWon = 4, kLost = 5;

// A log as rows of deal, time, stage.
struct Log {
  int32_t deals = 0;
  std::vector<int32_t> deal;
  std::vector<int64_t> time;
  std::vector<int32_t> stage;

  Log& Row(int32_t of, int64_t at, int32_t to) {
    deals = std::max(deals, of + 1);
    deal.push_back(of);
    time.push_back(at);
    stage.push_back(to);
    return *this;
  }
  StageLog view() const { return {.deals = deals, .deal = deal, .time = time, .stage = stage}; }
};

// A clean win, a skip, a step back and loss, an open one, a late entry, a repeated row and loss.
Log Mixed() {
  Log log;
  log.Row(0, 0, kLead).Row(0, 5, kQualified).Row(0, 12, kProposal).Row(0, 20, kNegotiation);
  log.Row(0, 27, kWon);
  log.Row(1, 0, kLead).Row(1, 4, kProposal).Row(1, 10, kWon);
  log.Row(2, 0, kLead).Row(2, 3, kQualified).Row(2, 6, kProposal).Row(2, 9, kQualified);
  log.Row(2, 15, kProposal).Row(2, 18, kLost);
  log.Row(3, 10, kLead).Row(3, 14, kQualified);
  log.Row(4, 2, kProposal).Row(4, 8, kNegotiation);
  log.Row(5, 1, kLead).Row(5, 2, kLead).Row(5, 7, kLost);
  return log;
}

using Counts = std::vector<int64_t>;

Counts ColumnOf(const StageFigures& figures, int64_t StageCount::*member) {
  Counts column;
  for (const StageCount& stage : figures.stages) column.push_back(stage.*member);
  return column;
}

TEST(StagesTest, EveryFigureOfTheWorkedPipelineIsCounted) {
  const Log log = Mixed();
  const StageHistory history = *StageHistory::Read(log.view(), kFour, 30);
  const StageFigures figures = CountStages(history)->front();
  EXPECT_EQ(ColumnOf(figures, &StageCount::entered), (Counts{5, 3, 4, 2}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::reached), (Counts{6, 5, 4, 3}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::all_stages), (Counts{5, 3, 2, 1}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::visits), (Counts{5, 4, 5, 2}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::reentries), (Counts{0, 1, 1, 0}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::backward_from), (Counts{0, 0, 1, 0}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::skipped), (Counts{1, 2, 0, 1}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::open_now), (Counts{0, 1, 0, 1}));
  EXPECT_EQ(ColumnOf(figures, &StageCount::lost_from), (Counts{1, 0, 1, 0}));
  // Lead 5 + 4 + 3 + 4 + 6; Negotiation 7 + (30 - 8).
  EXPECT_EQ(figures.stages[0].time_total, 22);
  EXPECT_EQ(figures.stages[3].time_total, 29);
  EXPECT_EQ(figures.deals, 6);
  EXPECT_EQ(figures.won, 2);
  EXPECT_EQ(figures.lost, 2);
  EXPECT_EQ(figures.won_now, 2);
  EXPECT_EQ(*figures.stages[0].next_step.value, 5.0 / 6);
  EXPECT_EQ(figures.stages[0].next_step.n, 6);
  EXPECT_LT(figures.stages[0].next_step.interval->lower, 5.0 / 6);
  EXPECT_FALSE(figures.stages[3].next_step.value.has_value());
  EXPECT_EQ(*figures.stages[3].cumulative.value, 0.5);
  EXPECT_EQ(*figures.win_rate.value, 0.5);
  EXPECT_EQ(*figures.win_rate_all.value, 2.0 / 6);
  EXPECT_EQ(figures.status, Reason::kNone);
}

TEST(StagesTest, StaysKnowWhatFollowedAndWhenTheyEnded) {
  const Log log = Mixed();
  const StageHistory history = *StageHistory::Read(log.view(), kFour, 30);
  ASSERT_EQ(history.deals(), 6);
  ASSERT_EQ(history.of(5).size(), 2u);  // the repeated row is one stay
  EXPECT_EQ(history.of(5)[0].entered, 1);
  EXPECT_EQ(history.of(5)[0].left, 7);
  EXPECT_EQ(history.of(5)[0].next, kLost);
  EXPECT_EQ(history.of(3)[1].next, kStillThere);
  EXPECT_EQ(history.of(3)[1].left, 30);
  EXPECT_EQ(history.depth(), HistoryDepth::kFull);
  EXPECT_EQ(history.as_of(), 30);
}

TEST(StagesTest, TheOrderOfRowsDoesNotMatter) {
  const Log log = Mixed();
  Log turned;
  for (size_t row = log.deal.size(); row-- > 0;)
    turned.Row(log.deal[row], log.time[row], log.stage[row]);
  const StageFigures one = CountStages(*StageHistory::Read(log.view(), kFour, 30))->front();
  const StageFigures other = CountStages(*StageHistory::Read(turned.view(), kFour, 30))->front();
  for (size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(one.stages[k].skipped, other.stages[k].skipped);
    EXPECT_EQ(one.stages[k].all_stages, other.stages[k].all_stages);
    EXPECT_EQ(one.stages[k].time_total, other.stages[k].time_total);
  }
}

TEST(StagesTest, WhatHappenedAfterTheAsOfTimeIsNotKnown) {
  const Log log = Mixed();
  const StageFigures figures = CountStages(*StageHistory::Read(log.view(), kFour, 9))->front();
  EXPECT_EQ(figures.won, 0);
  EXPECT_EQ(figures.deals, 5);  // the fourth is created on day 10
  EXPECT_EQ(ColumnOf(figures, &StageCount::open_now), (Counts{0, 2, 1, 1}));
}

TEST(StagesTest, AReopenedDealIsAPlainVisit) {
  Log log;
  log.Row(0, 0, kLead).Row(0, 3, kProposal).Row(0, 5, kLost).Row(0, 9, kQualified);
  log.Row(0, 12, kWon);
  const StageFigures figures = CountStages(*StageHistory::Read(log.view(), kFour, 30))->front();
  EXPECT_EQ(ColumnOf(figures, &StageCount::backward_from), (Counts{0, 0, 0, 0}));
  // Qualified once on the way to Proposal; Negotiation on winning from Qualified, not Proposal.
  EXPECT_EQ(ColumnOf(figures, &StageCount::skipped), (Counts{0, 1, 0, 1}));
  EXPECT_EQ(figures.won, 1);
  EXPECT_EQ(figures.lost, 1);
  EXPECT_EQ(figures.won_now, 1);
  EXPECT_EQ(figures.lost_now, 0);
  EXPECT_EQ(ColumnOf(figures, &StageCount::lost_from), (Counts{0, 0, 1, 0}));
}

TEST(StagesTest, ValuesAreSummedExactlyByGroup) {
  const Log log = Mixed();
  const StageHistory history = *StageHistory::Read(log.view(), kFour, 30);
  const std::vector<int32_t> group = {0, 1, 1, 0, 1, -1};
  const std::vector<int64_t> value = {10001, 250, 300, kNever, 70, 999};
  const auto figures =
      *CountStages(history, {.group = group, .groups = 3, .value = value, .scale = 2});
  ASSERT_EQ(figures.size(), 3u);
  EXPECT_EQ(figures[0].deals, 2);
  EXPECT_EQ(figures[0].won_value.ToString(), "100.01");
  EXPECT_EQ(figures[0].without_value, 1);
  EXPECT_EQ(figures[1].stages[2].lost_value.ToString(), "3");
  EXPECT_EQ(figures[1].stages[2].entered_value.ToFixedString(), "6.20");
  EXPECT_EQ(figures[1].stages[3].open_value.ToFixedString(), "0.70");
  EXPECT_EQ(figures[1].stages[3].reached_value.ToFixedString(), "3.20");
  EXPECT_EQ(figures[1].lost_value.ToFixedString(), "3.00");
  EXPECT_EQ(figures[2].deals, 0);
  EXPECT_FALSE(figures[2].win_rate.value.has_value());
}

TEST(StagesTest, ADealTakenOutIsNeitherWonNorLost) {
  Log log;
  log.Row(0, 0, kLead).Row(0, 4, kFour.voided());
  const StageFigures figures = CountStages(*StageHistory::Read(log.view(), kFour, 30))->front();
  EXPECT_EQ(figures.voided_now, 1);
  EXPECT_EQ(figures.lost_now, 0);
  EXPECT_EQ(figures.stages[0].lost_from, 0);
  EXPECT_EQ(figures.stages[0].open_now, 0);
  EXPECT_EQ(figures.stages[0].time_total, 4);
}

// The same figures, deal by deal, as they are written down; no sharing with what is tested.
struct Recount {
  Counts entered, reached, all_stages, visits, reentries, backward, skipped, open, lost_from, time;
  int64_t won = 0, lost = 0;
};

Recount ByDefinition(const Log& log, int32_t stages, int64_t as_of) {
  Recount count;
  for (Counts* column :
       {&count.entered, &count.reached, &count.all_stages, &count.visits, &count.reentries,
        &count.backward, &count.skipped, &count.open, &count.lost_from, &count.time})
    column->assign(static_cast<size_t>(stages), 0);
  std::map<int32_t, std::vector<std::tuple<int64_t, size_t, int32_t>>> deals;
  for (size_t row = 0; row < log.deal.size(); ++row)
    deals[log.deal[row]].emplace_back(log.time[row], row, log.stage[row]);
  for (auto& [deal, rows] : deals) {
    std::sort(rows.begin(), rows.end());
    std::vector<std::pair<int64_t, int32_t>> path;
    for (const auto& [time, row, stage] : rows) {
      if (path.empty() || path.back().second != stage) path.emplace_back(time, stage);
    }
    std::set<int32_t> seen;
    std::vector<int32_t> firsts;
    bool won = false;
    for (size_t i = 0; i < path.size(); ++i) {
      const int32_t k = path[i].second;
      const int32_t before = i == 0 ? -2 : path[i - 1].second;
      const bool after_stage = i > 0 && before < stages;
      for (int32_t m = 0; m < stages; ++m) {
        const bool passed = (k < stages && i == 0 && m < k) ||
                            (k < stages && after_stage && before < m && m < k) ||
                            (k == stages && after_stage && m > before);
        if (passed && seen.count(m) == 0) ++count.skipped[static_cast<size_t>(m)];
      }
      if (k == stages) ++count.won;
      if (k == stages + 1) ++count.lost;
      if (k == stages) won = true;
      if (k == stages + 1 && after_stage) ++count.lost_from[static_cast<size_t>(before)];
      if (k >= stages) continue;
      const auto at = static_cast<size_t>(k);
      ++count.visits[at];
      if (seen.count(k) != 0) ++count.reentries[at];
      if (after_stage && k < before) ++count.backward[static_cast<size_t>(before)];
      if (seen.insert(k).second) firsts.push_back(k);
      count.time[at] += (i + 1 < path.size() ? path[i + 1].first : as_of) - path[i].first;
      if (i + 1 == path.size()) ++count.open[at];
    }
    for (const int32_t k : seen) ++count.entered[static_cast<size_t>(k)];
    int32_t deepest = seen.empty() ? -1 : *seen.rbegin();
    if (won) deepest = stages - 1;
    for (int32_t k = 0; k <= deepest; ++k) ++count.reached[static_cast<size_t>(k)];
    int32_t c = 0;
    for (const auto& [time, k] : path) c += k == c && k < stages ? 1 : 0;
    for (int32_t k = 0; k < c; ++k) ++count.all_stages[static_cast<size_t>(k)];
  }
  return count;
}

TEST(StagesTest, RandomPipelinesAreThoseOfThePlainRecount) {
  stats::Random random(31);
  for (int round = 0; round < 200; ++round) {
    const int32_t stages = 1 + static_cast<int32_t>(random.Next() % 5);
    Log log;
    const int rows = static_cast<int>(random.Next() % 60);
    for (int row = 0; row < rows; ++row)
      log.Row(static_cast<int32_t>(random.Next() % 8), static_cast<int64_t>(random.Next() % 25) - 5,
              static_cast<int32_t>(random.Next() % static_cast<uint64_t>(stages + 2)));
    const StageCodes codes{.stages = stages};
    const StageFigures figures = CountStages(*StageHistory::Read(log.view(), codes, 30))->front();
    const Recount recount = ByDefinition(log, stages, 30);
    EXPECT_EQ(ColumnOf(figures, &StageCount::entered), recount.entered);
    EXPECT_EQ(ColumnOf(figures, &StageCount::reached), recount.reached);
    EXPECT_EQ(ColumnOf(figures, &StageCount::all_stages), recount.all_stages);
    EXPECT_EQ(ColumnOf(figures, &StageCount::visits), recount.visits);
    EXPECT_EQ(ColumnOf(figures, &StageCount::reentries), recount.reentries);
    EXPECT_EQ(ColumnOf(figures, &StageCount::backward_from), recount.backward);
    EXPECT_EQ(ColumnOf(figures, &StageCount::skipped), recount.skipped);
    EXPECT_EQ(ColumnOf(figures, &StageCount::open_now), recount.open);
    EXPECT_EQ(ColumnOf(figures, &StageCount::lost_from), recount.lost_from);
    EXPECT_EQ(figures.won, recount.won);
    EXPECT_EQ(figures.lost, recount.lost);
    for (size_t k = 0; k < figures.stages.size(); ++k)
      EXPECT_EQ(figures.stages[k].time_total, recount.time[k]);
  }
}

TEST(StagesTest, NoDealsGiveZerosAndNoRates) {
  const Log log;
  const StageFigures figures = CountStages(*StageHistory::Read(log.view(), kFour, 30))->front();
  EXPECT_EQ(ColumnOf(figures, &StageCount::reached), (Counts{0, 0, 0, 0}));
  EXPECT_FALSE(figures.stages[0].next_step.value.has_value());
  EXPECT_FALSE(figures.stages[0].cumulative.value.has_value());
}

TEST(StagesTest, UnknownStagesAndDealsAreSetAsideAndTheRestIsCounted) {
  Log log = Mixed();
  log.Row(0, 3, 77).Row(1, 3, -1);
  log.deal.push_back(-4);
  log.time.push_back(1);
  log.stage.push_back(0);
  const StageHistory history = *StageHistory::Read(log.view(), kFour, 30);
  ASSERT_EQ(history.findings().size(), 3);
  EXPECT_EQ(history.findings().items()[0].reason, Reason::kStageUnknown);
  EXPECT_EQ(history.findings().items()[0].where.row, 21);
  EXPECT_EQ(history.findings().items()[2].reason, Reason::kRowOutOfRange);
  EXPECT_EQ(CountStages(history)->front().stages[0].entered, 5);
}

TEST(StagesTest, EntryTimesGiveTheSameWhereNothingWasVisitedTwice) {
  const std::vector<int64_t> lead = {0, 0, 10, kNever};
  const std::vector<int64_t> qualified = {5, kNever, 14, kNever};
  const std::vector<int64_t> proposal = {12, 4, kNever, 2};
  const std::vector<int64_t> negotiation = {20, kNever, 99, 8};
  const std::vector<int32_t> outcome = {kWon, kLost, kStillThere, kStillThere};
  const std::vector<int64_t> closed = {27, 10, kNever, kNever};
  const StageEntries entries{.deals = 4,
                             .entered = {lead, qualified, proposal, negotiation},
                             .outcome = outcome,
                             .closed = closed};
  const StageHistory history = *StageHistory::Read(entries, kFour, 30);
  EXPECT_EQ(history.depth(), HistoryDepth::kEntries);
  const StageFigures figures = CountStages(history)->front();
  Log log;
  log.Row(0, 0, kLead).Row(0, 5, kQualified).Row(0, 12, kProposal).Row(0, 20, kNegotiation);
  log.Row(0, 27, kWon).Row(1, 0, kLead).Row(1, 4, kProposal).Row(1, 10, kLost);
  log.Row(2, 10, kLead).Row(2, 14, kQualified).Row(3, 2, kProposal).Row(3, 8, kNegotiation);
  const StageFigures full = CountStages(*StageHistory::Read(log.view(), kFour, 30))->front();
  for (size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(figures.stages[k].entered, full.stages[k].entered);
    EXPECT_EQ(figures.stages[k].reached, full.stages[k].reached);
    EXPECT_EQ(figures.stages[k].skipped, full.stages[k].skipped);
    EXPECT_EQ(figures.stages[k].time_total, full.stages[k].time_total);
    EXPECT_EQ(figures.stages[k].next_step.value, full.stages[k].next_step.value);
  }
}

TEST(StagesTest, TimesOfLeavingCutAStay) {
  const std::vector<int64_t> lead = {0, 0};
  const std::vector<int64_t> qualified = {9, kNever};
  const std::vector<int64_t> left_lead = {6, 50};
  const std::vector<int64_t> never = {kNever, kNever};
  const StageEntries entries{
      .deals = 2, .entered = {lead, qualified}, .exited = {left_lead, never}};
  const StageHistory history = *StageHistory::Read(entries, {.stages = 2}, 30);
  EXPECT_EQ(history.of(0)[0].left, 6);
  EXPECT_EQ(history.of(0)[1].left, 30);
  EXPECT_EQ(history.of(1)[0].left, 30);  // what happens after the as-of time is not known
}

TEST(StagesTest, BackwardTimesAreSetAsideDealByDeal) {
  const std::vector<int64_t> lead = {0, 5, 0, 0, 0};
  const std::vector<int64_t> left = {3, 2, kNever, kNever, kNever};
  const std::vector<int32_t> outcome = {1, 1, 2, 1, 9};
  const std::vector<int64_t> closed = {3, 6, -2, kNever, 4};
  const StageEntries entries{
      .deals = 5, .entered = {lead}, .exited = {left}, .outcome = outcome, .closed = closed};
  const StageHistory history = *StageHistory::Read(entries, {.stages = 1}, 30);
  ASSERT_EQ(history.findings().size(), 4);
  EXPECT_EQ(history.findings().items()[0].reason, Reason::kClosedBeforeCreated);
  EXPECT_EQ(history.findings().items()[1].reason, Reason::kClosedBeforeCreated);
  EXPECT_EQ(history.findings().items()[1].where.row, 2);
  EXPECT_EQ(history.findings().items()[2].reason, Reason::kNullValue);
  EXPECT_EQ(history.findings().items()[3].reason, Reason::kStageUnknown);
  EXPECT_EQ(CountStages(history)->front().deals, 1);
}

TEST(StagesTest, ASnapshotRefusesRates) {
  const std::vector<int32_t> stage = {kLead, kLead, kProposal, kWon, kLost, 42, kFour.voided(), 0};
  const std::vector<int64_t> since = {3, kNever, 7, 9, 9, 1, 1, 31};
  const std::vector<int64_t> value = {1, 2, 3, 4, 5, 6, 7, 8};
  const StageHistory history =
      *StageHistory::Read(StageSnapshot{.stage = stage, .since = since}, kFour, 30);
  ASSERT_EQ(history.findings().size(), 2);
  EXPECT_EQ(history.findings().items()[0].reason, Reason::kStageUnknown);
  EXPECT_EQ(history.findings().items()[1].reason, Reason::kClosedBeforeCreated);
  const StageFigures figures = CountStages(history, {.value = value})->front();
  EXPECT_EQ(figures.status, Reason::kInsufficientHistory);
  EXPECT_EQ(ColumnOf(figures, &StageCount::open_now), (Counts{2, 0, 1, 0}));
  EXPECT_EQ(figures.stages[0].open_value, Decimal(3));
  EXPECT_EQ(figures.won_now, 1);
  EXPECT_EQ(figures.won_value, Decimal(4));
  EXPECT_FALSE(figures.stages[0].next_step.value.has_value());
  EXPECT_FALSE(figures.win_rate.value.has_value());
  EXPECT_EQ(figures.stages[0].reached, 0);
}

TEST(StagesTest, ColumnsOfDifferentLengthAreRefused) {
  Log log = Mixed();
  log.time.pop_back();
  EXPECT_EQ(ReasonOf(StageHistory::Read(log.view(), kFour, 30).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(StageHistory::Read(Mixed().view(), {.stages = 0}, 30).status()),
            Reason::kInvalidArgument);
  const std::vector<int64_t> two = {1, 2};
  const std::vector<int64_t> one = {1};
  EXPECT_EQ(
      ReasonOf(StageHistory::Read(StageEntries{.deals = 2, .entered = {two}}, {.stages = 2}, 30)
                   .status()),
      Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(StageHistory::Read(StageEntries{.deals = 2, .entered = {two, one}},
                                        {.stages = 2}, 30)
                         .status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(StageHistory::Read(StageEntries{.deals = 2, .entered = {two}, .closed = two},
                                        {.stages = 1}, 30)
                         .status()),
            Reason::kLengthMismatch);
  const std::vector<int32_t> stage = {0};
  EXPECT_EQ(
      ReasonOf(StageHistory::Read(StageSnapshot{.stage = stage, .since = two}, kFour, 30).status()),
      Reason::kLengthMismatch);
  const Log mixed = Mixed();
  const StageHistory history = *StageHistory::Read(mixed.view(), kFour, 30);
  EXPECT_EQ(ReasonOf(CountStages(history, {.group = stage}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(CountStages(history, {.value = two}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(CountStages(history, {.groups = 0}).status()), Reason::kInvalidArgument);
  const std::vector<int32_t> group(6, 3);
  EXPECT_EQ(ReasonOf(CountStages(history, {.group = group, .groups = 2}).status()),
            Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
