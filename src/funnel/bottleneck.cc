// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/bottleneck.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/stats/proportions.h"

namespace attain::funnel {
absl::StatusOr<std::vector<Bottleneck>> RankBottlenecks(const StageFigures& figures,
                                                        const StageTimes& times,
                                                        const BottleneckOptions& options) {
  if (figures.status != Reason::kNone)
    return MakeError(figures.status, "a snapshot does not say where deals are lost");
  if (figures.stages.size() != times.stages.size())
    return MakeError(Reason::kLengthMismatch, "counts and times are of different pipelines");
  if (options.least < 1 || !(options.alpha >= 0 && options.alpha <= 1) ||
      !(options.confidence > 0 && options.confidence < 1))
    return MakeError(Reason::kInvalidArgument,
                     "at least one visit is needed; alpha and confidence lie between 0 and 1");
  std::vector<Bottleneck> stages;
  int64_t all_lost = 0;
  int64_t all_left = 0;
  double time_sum = 0;
  double timed = 0;
  for (size_t k = 0; k < figures.stages.size(); ++k) {
    const StageTime& time = times.stages[k];
    Bottleneck stage{.stage = static_cast<int32_t>(k)};
    stage.lost = time.exits.events(static_cast<int32_t>(StageExit::kLost));
    stage.left = stage.lost + time.exits.events(static_cast<int32_t>(StageExit::kOnward));
    stage.lost_value = figures.stages[k].lost_value;
    all_lost += stage.lost;
    all_left += stage.left;
    if (time.staying.events() > 0) {
      const auto mean = time.staying.RestrictedMean(time.staying.last_time());
      if (mean.ok()) stage.mean_time = mean->value;
      time_sum += stage.mean_time.value_or(0);
      timed += 1;
    }
    stages.push_back(stage);
  }
  const double won_value = figures.won_value.ToDouble();
  for (Bottleneck& stage : stages) {
    const auto lost = static_cast<double>(stage.lost);
    const auto left = static_cast<double>(stage.left);
    const auto others_lost = static_cast<double>(all_lost - stage.lost);
    const auto others_left = static_cast<double>(all_left - stage.left);
    stage.small = stage.left < options.least;
    if (stage.left > 0) {
      stage.loss_rate = lost / left;
      const auto interval = stats::Wilson(lost, left, options.confidence);
      if (interval.ok()) stage.loss_interval = *interval;
    }
    if (others_left > 0) stage.others_rate = others_lost / others_left;
    const auto test =
        stats::TwoProportions({lost, left}, {others_lost, others_left}, options.confidence);
    if (test.ok()) stage.p = test->p_two_sided;
    if (stage.mean_time.has_value() && time_sum > 0)
      stage.time_ratio = *stage.mean_time / (time_sum / timed);
    stage.score = stage.lost_value.ToDouble() * stage.time_ratio.value_or(0);
    stage.flagged = !stage.small && stage.p.has_value() &&
                    *stage.p *
                        static_cast<double>(stages.size())<options.alpha&& * stage.loss_rate> *
                        stage.others_rate;
    if (stage.left > stage.lost) {
      const double on = 1 - *stage.loss_rate;
      stage.point_worth = won_value * std::min(0.01, 1 - on) / on;
    }
  }
  std::stable_sort(
      stages.begin(), stages.end(),
      [](const Bottleneck& one, const Bottleneck& other) { return one.score > other.score; });
  return stages;
}

}  // namespace attain::funnel
