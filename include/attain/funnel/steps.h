// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Outcomes counted: step by step, with rates that say how sure they are and with those who are still open kept apart.
//
//   levels 3 3 2 1 1(open)             step 1: entered 5, converted 3, open 1, rate 3 of 4
//                                      step 2: entered 3, converted 2, open 0, rate 2 of 3
//
// A rate is converted / (entered - open): whoever can still go on is neither converted nor lost. Its interval is Wilson's. In: Outcomes and,
// for parts of them, a group per subject. Out: rows of `funnel_steps`.
#ifndef ATTAIN_FUNNEL_STEPS_H_
#define ATTAIN_FUNNEL_STEPS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/funnel.h"
#include "attain/stats/interval.h"
#include "attain/stats/proportions.h"

namespace attain::funnel {

/// How times lie.
struct Spread {
  int64_t n = 0;                                ///< How many there are.
  std::optional<double> mean = std::nullopt;    ///< Nothing when there are none; so below.
  std::optional<double> p10 = std::nullopt;     ///< A tenth is at most as long (linear interpolation, type 7 of Hyndman and Fan, 1996).
  std::optional<double> median = std::nullopt;  ///< Half is at most as long.
  std::optional<double> p90 = std::nullopt;     ///< Nine tenths are at most as long.
};

/// Mean and quantiles of whole times.
Spread SpreadOf(std::vector<int64_t> times);

/// One step of one group.
struct StepCount {
  int32_t group = 0;      ///< Which group; 0 without groups.
  int step = 0;           ///< From 1.
  int64_t entered = 0;    ///< Subjects that reached it.
  int64_t converted = 0;  ///< Of these, who reached the next step. Last step: entered.
  int64_t open = 0;       ///< Of these, who stand here and may go on.
  int64_t lost = 0;       ///< The rest.
  std::optional<double> rate = std::nullopt;                    ///< converted / (entered - open); nothing when that is 0.
  std::optional<stats::Interval> interval = std::nullopt;       ///< Around the rate.
  std::optional<double> from_first = std::nullopt;              ///< Who reached this step / who reached step 1.
  std::optional<stats::Interval> from_first_interval = std::nullopt;  ///< Around it.
  Spread gap = {};      ///< Time from the step before (in any order: from the one found before). Needs chains; none with optional steps.
  Spread elapsed = {};  ///< Time from step 1. Needs chains.
};

/// How outcomes are counted.
struct StepOptions {
  /// Group per subject, 0 and up; a negative one is left out. Empty: all subjects are one group.
  std::span<const int32_t> group = {};
  int32_t groups = 1;        ///< How many groups there are. A group outside: kRowOutOfRange.
  double confidence = 0.95;  ///< Of intervals, above 0 and below 1.
};

/// Steps of every group, by group and step. kLengthMismatch, kRowOutOfRange, kInvalidArgument.
absl::StatusOr<std::vector<StepCount>> StepsOf(const Outcomes& outcomes, const StepOptions& options = {});

/// Two groups compared at one step.
struct StepDifference {
  int step = 0;                      ///< From 1: from this step to the next; the last one: of all that entered.
  stats::ProportionTest test = {};   ///< Rate of the first group less that of the second, with interval and test.
};

/// Groups `a` and `b` of StepsOf compared, step by step; steps without a rate in either are left out. The last step compares the whole
/// way: who reached it of who entered. kInvalidArgument.
absl::StatusOr<std::vector<StepDifference>> Compare(std::span<const StepCount> steps, int32_t a, int32_t b, double confidence = 0.95);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_STEPS_H_
