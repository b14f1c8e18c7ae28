// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Did the new process change anything? Before and after, against those who kept the old one; and since when.
//
//   teams with the new process   80 of 400 won before, 120 of 400 after    20 % -> 30 %
//   teams without                90 of 450 before,      99 of 450 after    20 % -> 22 %
//   effect                       10 points - 2 points = 8 points, not the 10 a look at one side shows
//
//   cusum   weekly win rates in units of their deviation; what exceeds the mean by half a deviation is summed up; alarm at 5
//
// In: counts before and after, or a series. Out: effect with interval and test; the sums and the first alarm.
#ifndef ATTAIN_FUNNEL_PROCESS_CHANGE_H_
#define ATTAIN_FUNNEL_PROCESS_CHANGE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"
#include "attain/stats/proportions.h"

namespace attain::funnel {

/// Cases before and after a change of those it touched, and of a control that it did not.
struct ChangeCounts {
  stats::Proportion before = {};          ///< With the change to come.
  stats::Proportion after = {};           ///< With the change.
  stats::Proportion control_before = {};  ///< Without it, before.
  stats::Proportion control_after = {};   ///< Without it, after.
};

/// What a change did.
struct ChangeEffect {
  double change = 0;               ///< Rate after - before.
  double control_change = 0;       ///< The same of the control.
  double effect = 0;               ///< change - control_change: difference in differences.
  double standard_error = 0;       ///< Of the effect.
  stats::Interval interval = {};   ///< ± z × standard error around the effect with a success and a failure added to each group (Agresti and Caffo 2000).
  double z = 0;                    ///< The middle of the interval / standard error.
  double p_two_sided = 1;          ///< Chance of an effect at least as large if there is none.
};

/// Compares before and after against the control. kInsufficientData for a group without cases; kInvalidArgument.
absl::StatusOr<ChangeEffect> CompareWithControl(const ChangeCounts& counts, double confidence = 0.95);

/// How a cumulative sum watches a series.
struct CusumOptions {
  double mean = 0;        ///< What is expected. Required.
  double sd = 1;          ///< Deviation of a value, above 0. Required.
  double allowance = 0.5; ///< Deviations that are let pass, at least 0 (half the shift to be found).
  double threshold = 5;   ///< Sum in deviations at which it alarms, above 0.
};

/// Sums of what is too much and too little (Page 1954).
struct Cusum {
  std::vector<double> high = {};            ///< Per value: max(0, before + (x - mean) / sd - allowance).
  std::vector<double> low = {};             ///< Per value: max(0, before - (x - mean) / sd - allowance).
  std::optional<int64_t> high_alarm = {};   ///< First place where high exceeds the threshold.
  std::optional<int64_t> low_alarm = {};    ///< First place where low does.
  std::optional<int64_t> high_since = {};   ///< First value after high was last 0 before its alarm: when the rise began.
  std::optional<int64_t> low_since = {};    ///< The same of the fall.
};

/// Watches a series. kInvalidArgument for options out of range, and for a value that is no number, with its row.
absl::StatusOr<Cusum> WatchSeries(std::span<const double> values, const CusumOptions& options);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_PROCESS_CHANGE_H_
