// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/conformance.h"

#include <string>
#include <utility>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using Paths = std::vector<std::vector<int32_t>>;

const std::vector<std::string> kNames = {"lead", "qualify", "demo", "quote", "sign", "call"};
enum : int32_t { kLead, kQualify, kDemo, kQuote, kSign, kCall };

ProcessLog LogOf(const Paths& paths) {
  std::vector<int32_t> subject;
  std::vector<int64_t> time;
  std::vector<int32_t> activity;
  for (size_t i = 0; i < paths.size(); ++i) {
    for (const int32_t step : paths[i]) {
      subject.push_back(static_cast<int32_t>(i));
      time.push_back(static_cast<int64_t>(time.size()));
      activity.push_back(step);
    }
  }
  return *GroupEvents({subject, time, activity, static_cast<int32_t>(paths.size()), 6});
}

ProcessModel Linear(bool demo_optional) {
  return {.steps = {{.activity = "lead"},
                    {.activity = "qualify"},
                    {.activity = "demo", .optional = demo_optional},
                    {.activity = "quote"},
                    {.activity = "sign"}}};
}

Conformance Check(const ProcessModel& model, const Paths& paths) {
  return *CheckConformance(model, LogOf(paths), kNames);
}

TEST(ConformanceTest, ADemoTooEarlyIsExtraThereAndMissingHere) {
  const Conformance result = Check(Linear(false), {{kLead, kDemo, kQualify, kQuote, kSign}});
  const Alignment& alignment = result.of_case(0);
  EXPECT_EQ(alignment.cost, 2);
  EXPECT_EQ(alignment.weight, 10);
  EXPECT_EQ(alignment.fitness, 0.8);
  const std::vector<Move> moves = {{MoveKind::kMatch, 0, 0}, {MoveKind::kSkipped, 1, -1},
                                   {MoveKind::kMatch, 2, 1}, {MoveKind::kExtra, -1, 2},
                                   {MoveKind::kMatch, 3, 3}, {MoveKind::kMatch, 4, 4}};
  EXPECT_EQ(alignment.moves, moves);
}

TEST(ConformanceTest, OptionalStepsAreFreeToLeaveOut) {
  const Conformance result = Check(Linear(true), {{kLead, kQualify, kDemo, kQuote, kSign},
                                                  {kLead, kQualify, kQuote, kSign},
                                                  {kLead, kDemo, kQualify, kQuote, kSign},
                                                  {kLead, kQualify, kDemo, kDemo, kQuote, kSign},
                                                  {kLead, kSign},
                                                  {kQuote},
                                                  {},
                                                  {kLead, kQualify, kCall, kDemo, kQuote, kSign}});
  const int64_t costs[] = {0, 0, 1, 1, 2, 3, 4, 1};
  for (int32_t i = 0; i < 8; ++i) EXPECT_EQ(result.of_case(i).cost, costs[i]) << i;
  EXPECT_NEAR(result.of_case(5).fitness, 0.4, 1e-15);
  EXPECT_EQ(result.base(), 4);
  const Compliance all = *result.All();
  EXPECT_EQ(all.fit, 2);
  EXPECT_NEAR(all.mean_fitness, 0.7194444444444446, 1e-15);
  EXPECT_NEAR(all.log_fitness, 0.8032786885245902, 1e-15);
  EXPECT_EQ(all.fit_share, 0.25);
  EXPECT_EQ(result.steps()[1].done, 5);
  EXPECT_EQ(result.steps()[1].skipped, 3);
  EXPECT_EQ(result.steps()[2].skipped_free + result.steps()[2].done, 8);
  EXPECT_EQ(result.extra()[kCall], 1);
}

TEST(ConformanceTest, CasesOfOneVariantShareAnAlignment) {
  const Conformance result = Check(Linear(false), Paths(30, {kLead, kSign}));
  EXPECT_EQ(result.alignments().size(), 1U);
  EXPECT_EQ(result.steps()[1].skipped, 30);
  EXPECT_EQ(result.All()->cases, 30);
}

TEST(ConformanceTest, BranchesCountTheCheapestWay) {
  // After qualify either a demo or a call; quote follows both; a lead may also come in qualified.
  const ProcessModel model{
      .steps = {{.activity = "lead"},
                {.activity = "qualify", .after = {"lead"}, .may_start = true},
                {.activity = "demo"},
                {.activity = "call", .after = {"qualify"}},
                {.activity = "quote", .after = {"demo", "call"}, .may_end = true},
                {.activity = "sign"}}};
  const Conformance result = Check(model, {{kLead, kQualify, kDemo, kQuote, kSign},
                                           {kQualify, kCall, kQuote, kSign},
                                           {kQualify, kCall, kQuote},
                                           {kQualify, kDemo, kCall, kQuote},
                                           {kLead, kSign}});
  EXPECT_EQ(result.base(), 3);
  const int64_t costs[] = {0, 0, 0, 1, 3};
  for (int32_t i = 0; i < 5; ++i) EXPECT_EQ(result.of_case(i).cost, costs[i]) << i;
}

TEST(ConformanceTest, OneActivityMayDoSeveralSteps) {
  const ProcessModel model{.steps = {{.activity = "call", .id = "first"},
                                     {.activity = "quote"},
                                     {.activity = "call", .id = "second"}}};
  EXPECT_EQ(Check(model, {{kCall, kQuote, kCall}}).of_case(0).cost, 0);
  EXPECT_EQ(Check(model, {{kQuote, kCall}}).of_case(0).cost, 1);
}

TEST(ConformanceTest, ActivityTheLogDoesNotKnowIsNeverDone) {
  const ProcessModel model{.steps = {{.activity = "lead"}, {.activity = "contract"}}};
  EXPECT_EQ(Check(model, {{kLead}}).steps()[1].skipped, 1);
}

TEST(ConformanceTest, NothingToDoAndNothingDoneIsFit) {
  const ProcessModel model{.steps = {{.activity = "demo", .optional = true}}};
  const Alignment alignment = Check(model, {{}}).of_case(0);
  EXPECT_EQ(alignment.weight, 0);
  EXPECT_EQ(alignment.fitness, 1);
  EXPECT_EQ(Check(model, {{}}).All()->log_fitness, 1);
}

// The longest common subsequence, the long way.
int64_t PlainCost(const std::vector<int32_t>& path, const std::vector<int32_t>& model) {
  std::vector<std::vector<int64_t>> table(path.size() + 1,
                                          std::vector<int64_t>(model.size() + 1, 0));
  for (size_t i = 1; i <= path.size(); ++i) {
    for (size_t j = 1; j <= model.size(); ++j) {
      table[i][j] = path[i - 1] == model[j - 1] ? table[i - 1][j - 1] + 1
                                                : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return static_cast<int64_t>(path.size() + model.size()) - 2 * table[path.size()][model.size()];
}

TEST(ConformanceTest, CostIsThatOfTheLongestCommonSubsequence) {
  stats::Random random(5);
  Paths paths(300);
  for (auto& path : paths) {
    const size_t length = random.Next() % 9;
    for (size_t i = 0; i < length; ++i) path.push_back(static_cast<int32_t>(random.Next() % 6));
  }
  const Conformance result = Check(Linear(false), paths);
  for (size_t i = 0; i < paths.size(); ++i) {
    const Alignment& alignment = result.of_case(static_cast<int32_t>(i));
    EXPECT_EQ(alignment.cost, PlainCost(paths[i], {kLead, kQualify, kDemo, kQuote, kSign}));
    int64_t cost = 0;
    size_t events = 0;
    for (const Move& move : alignment.moves) {
      cost += move.kind == MoveKind::kExtra || move.kind == MoveKind::kSkipped ? 1 : 0;
      events += move.event >= 0 ? 1 : 0;
    }
    EXPECT_EQ(cost, alignment.cost);
    EXPECT_EQ(events, paths[i].size());
  }
}

TEST(ConformanceTest, ComplianceByRepHasAnInterval) {
  const Conformance result =
      Check(Linear(true), {{kLead, kQualify, kQuote, kSign}, {kLead}, {kLead, kSign}, {}});
  const auto reps = *result.ByGroup(std::vector<int32_t>{0, 0, 2, -1}, 3);
  EXPECT_EQ(reps[0].cases, 2);
  EXPECT_EQ(reps[0].fit, 1);
  EXPECT_NEAR(reps[0].mean_fitness, (1 + 0.4) / 2, 1e-15);
  EXPECT_LT(reps[0].interval.lower, 0.1);
  EXPECT_EQ(reps[1].cases, 0);
  EXPECT_EQ(reps[1].interval.upper, 1);
  EXPECT_EQ(reps[2].fit, 0);
  EXPECT_EQ(ReasonOf(result.ByGroup(std::vector<int32_t>{0}, 1).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(result.ByGroup(std::vector<int32_t>{0, 1, 0, 0}, 1).status()),
            Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(result.All(1.5).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Check(Linear(true), {}).All().status()), Reason::kInsufficientData);
}

TEST(ConformanceTest, AllFaultsOfAModelAreFound) {
  const ProcessModel model{
      .steps = {{.activity = ""}, {.activity = "lead", .after = {"quote"}}, {.activity = "lead"}}};
  const auto result = CheckConformance(model, LogOf({}), kNames);
  const Findings findings = FindingsOf(result.status());
  ASSERT_EQ(findings.size(), 3);
  EXPECT_EQ(findings.items()[0].reason, Reason::kMissingKey);
  EXPECT_EQ(findings.items()[1].reason, Reason::kUnknownReference);
  EXPECT_EQ(findings.items()[1].where.path, "steps[1].after");
  EXPECT_EQ(findings.items()[2].reason, Reason::kDuplicateId);
  EXPECT_EQ(ReasonOf(CheckConformance({}, LogOf({}), kNames).status()), Reason::kMissingKey);
  EXPECT_EQ(ReasonOf(CheckConformance(Linear(true), LogOf({}), {}).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::funnel
