// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Where a pipeline loses most, and what mending it is worth.
//
//   stage         lost value   loss rate   the others   p       days   of the mean   loss × time
//   Negotiation   400,000      50 %        30 %         0.001   25     1.43          571,429      flagged
//   Lead          600,000      30 %        38 %         0.004   10     0.57          342,857
//
// Stages are ranked by the value lost there times how long deals stay there, measured by the mean over stages. A stage is flagged only
// when it loses a larger share than the other stages together, by more than chance (two proportions), and enough deals have left it: a
// small stage is never called a bottleneck. One point more of conversion at a stage wins a share of what is won already:
//
//   won value 1,000,000, 50 % get on from Proposal: 51 % would be 1,000,000 × 0.01 / 0.50 = 20,000 more
//
// In: counts (stages.h) and times (stage_times.h) of the same deals. Out: a row per stage.
#ifndef ATTAIN_FUNNEL_BOTTLENECK_H_
#define ATTAIN_FUNNEL_BOTTLENECK_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/funnel/stage_times.h"
#include "attain/funnel/stages.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// One stage as a bottleneck.
struct Bottleneck {
  int32_t stage = 0;                    ///< Which.
  int64_t left = 0;                     ///< Visits that went on or were lost.
  int64_t lost = 0;                     ///< Visits that were lost.
  Decimal lost_value = 0;               ///< Value lost from here, exact.
  std::optional<double> loss_rate = std::nullopt;              ///< lost / left; nothing when none has left.
  std::optional<stats::Interval> loss_interval = std::nullopt; ///< Wilson's.
  std::optional<double> others_rate = std::nullopt;            ///< The same of all other stages together.
  std::optional<double> p = std::nullopt;  ///< Two-sided chance of such a difference when there is none; nothing without both.
  std::optional<double> mean_time = std::nullopt;   ///< Mean time of a visit within the longest seen, open ones counted right.
  std::optional<double> time_ratio = std::nullopt;  ///< mean_time over the mean of all stages.
  double score = 0;                     ///< lost_value × time_ratio; what stages are ranked by.
  bool flagged = false;                 ///< A bottleneck: see BottleneckOptions.
  bool small = false;                   ///< Too few visits have left it to say.
  /// What 1 point (0.01) more of those going on from here would add to the value won, at most what takes it to all; nothing when none goes on.
  std::optional<double> point_worth = std::nullopt;
};

/// When to flag.
struct BottleneckOptions {
  int64_t least = 30;        ///< Stages that fewer visits have left are small and never flagged, at least 1.
  double alpha = 0.05;       ///< A difference less likely than this by chance is one, 0..1; shared among the stages (Bonferroni).
  double confidence = 0.95;  ///< Of the intervals.
};

/// Ranks the stages, worst first; ties by stage. kLengthMismatch when counts and times are of different pipelines, kInsufficientHistory
/// for counts of a snapshot, kInvalidArgument.
absl::StatusOr<std::vector<Bottleneck>> RankBottlenecks(const StageFigures& figures, const StageTimes& times,
                                                        const BottleneckOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_BOTTLENECK_H_
