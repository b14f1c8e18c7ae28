// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/steps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;

// The value a share `p` of sorted times lies below, between two neighbours in proportion.
double QuantileOf(const std::vector<int64_t>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(std::floor(at));
  const size_t high = std::min(low + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(low);
  return static_cast<double>(sorted[low]) +
         part * (static_cast<double>(sorted[high]) - static_cast<double>(sorted[low]));
}

absl::Status SetRate(int64_t converted, int64_t n, double confidence, std::optional<double>& rate,
                     std::optional<stats::Interval>& interval) {
  if (n == 0) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(
      interval, stats::Wilson(static_cast<double>(converted), static_cast<double>(n), confidence));
  rate = static_cast<double>(converted) / static_cast<double>(n);
  return absl::OkStatus();
}

}  // namespace

Spread SpreadOf(std::vector<int64_t> times) {
  Spread spread{.n = static_cast<int64_t>(times.size())};
  if (times.empty()) return spread;
  std::sort(times.begin(), times.end());
  // In order of size, so that the sum does not depend on the order of the rows.
  double sum = 0;
  for (const int64_t time : times) sum += static_cast<double>(time);
  spread.mean = sum / static_cast<double>(times.size());
  spread.p10 = QuantileOf(times, 0.1);
  spread.median = QuantileOf(times, 0.5);
  spread.p90 = QuantileOf(times, 0.9);
  return spread;
}

absl::StatusOr<std::vector<StepCount>> StepsOf(const Outcomes& outcomes,
                                               const StepOptions& options) {
  const auto subjects = static_cast<size_t>(outcomes.subjects());
  if (!options.group.empty() && options.group.size() != subjects)
    return MakeError(Reason::kLengthMismatch,
                     StrCat("there are ", static_cast<int64_t>(options.group.size()),
                            " groups for ", outcomes.subjects(), " subjects"));
  if (options.groups < 1 || !(options.confidence > 0 && options.confidence < 1))
    return MakeError(Reason::kInvalidArgument,
                     "there is at least one group, and the confidence lies between 0 and 1");
  const auto steps = static_cast<size_t>(outcomes.steps());
  const auto groups = static_cast<size_t>(options.groups);
  std::vector<StepCount> counts(groups * steps);
  const bool chains = outcomes.has_chains();
  std::vector<std::vector<int64_t>> gaps(chains ? counts.size() : 0);
  std::vector<std::vector<int64_t>> elapsed(chains ? counts.size() : 0);
  std::vector<int64_t> at;
  for (size_t s = 0; s < subjects; ++s) {
    const int level = outcomes.levels()[s];
    if (level <= 0) continue;
    const int32_t group = options.group.empty() ? 0 : options.group[s];
    if (group < 0) continue;
    if (group >= options.groups)
      return MakeError(Reason::kRowOutOfRange,
                       StrCat("subject ", static_cast<int64_t>(s), ": group ", group,
                              " is outside 0 to ", options.groups - 1));
    StepCount* const mine = counts.data() + static_cast<size_t>(group) * steps;
    for (int k = 0; k < level; ++k) ++mine[k].entered;
    if (outcomes.stops()[s] == Stop::kOpen) ++mine[level - 1].open;
    if (!chains) continue;
    at.clear();
    for (size_t k = 0; k < steps; ++k) {
      if (outcomes.rows()[s * steps + k] != UINT32_MAX)
        at.push_back(outcomes.times()[s * steps + k]);
    }
    if (outcomes.in_any_order()) std::sort(at.begin(), at.end());
    if (outcomes.has_optional_steps()) continue;
    const size_t first = static_cast<size_t>(group) * steps;
    for (size_t k = 1; k < at.size(); ++k) {
      gaps[first + k].push_back(at[k] - at[k - 1]);
      elapsed[first + k].push_back(at[k] - at[0]);
    }
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    StepCount& count = counts[i];
    count.group = static_cast<int32_t>(i / steps);
    count.step = static_cast<int>(i % steps) + 1;
    const bool last = i % steps + 1 == steps;
    count.converted = last ? count.entered : counts[i + 1].entered;
    count.lost = count.entered - count.converted - count.open;
    ATTAIN_RETURN_IF_ERROR(SetRate(count.converted, count.entered - count.open, options.confidence,
                                   count.rate, count.interval));
    const StepCount& start = counts[i - i % steps];
    ATTAIN_RETURN_IF_ERROR(SetRate(count.entered, start.entered, options.confidence,
                                   count.from_first, count.from_first_interval));
    if (!chains) continue;
    count.gap = SpreadOf(std::move(gaps[i]));
    count.elapsed = SpreadOf(std::move(elapsed[i]));
  }
  return counts;
}

absl::StatusOr<std::vector<StepDifference>> Compare(std::span<const StepCount> steps, int32_t a,
                                                    int32_t b, double confidence) {
  std::array<std::vector<const StepCount*>, 2> both;
  for (const StepCount& count : steps) {
    if (count.group == a) both[0].push_back(&count);
    if (count.group == b) both[1].push_back(&count);
  }
  if (both[0].empty() || both[0].size() != both[1].size())
    return MakeError(Reason::kInvalidArgument,
                     StrCat("the steps of groups ", a, " and ", b, " are not both here"));
  std::vector<StepDifference> differences;
  for (size_t k = 0; k < both[0].size(); ++k) {
    std::array<stats::Proportion, 2> rates;
    for (size_t g = 0; g < 2; ++g) {
      const StepCount& count = *both[g][k];
      const bool last = k + 1 == both[g].size();
      rates[g] = {
          .successes = static_cast<double>(last ? count.entered : count.converted),
          .n = static_cast<double>(last ? both[g][0]->entered : count.entered - count.open)};
    }
    if (rates[0].n == 0 || rates[1].n == 0) continue;
    ATTAIN_ASSIGN_OR_RETURN(const stats::ProportionTest test,
                            stats::TwoProportions(rates[0], rates[1], confidence));
    differences.push_back({.step = static_cast<int>(k) + 1, .test = test});
  }
  return differences;
}

}  // namespace attain::funnel
