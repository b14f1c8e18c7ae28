// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How work really runs: the path of every case through its activities, and the time between them.
//
//   case 1   lead Mon   qualify Tue   quote Fri   sign Mon
//   case 2   lead Tue   quote Wed     quote Thu
//   variants           lead qualify quote sign (1 case), lead quote quote (1 case)
//   directly follows   lead > qualify 1, mean 1 day; qualify > quote 1, mean 3 days; lead > quote 1, …
//   rework             quote: 1 case
//
// In: columns of events (case, time, activity as dense numbers) in any order. Out: paths per case and per variant, how often one
// activity follows another and how long that takes. Times are whole numbers of any unit and may be negative. conformance.h holds
// the paths against the way it should be.
#ifndef ATTAIN_FUNNEL_PROCESS_H_
#define ATTAIN_FUNNEL_PROCESS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"

namespace attain::funnel {

/// Events as columns, one entry per event in each.
struct ProcessEvents {
  std::span<const int32_t> subject;   ///< Case, 0..cases-1. -1: unknown, the row is set aside.
  std::span<const int64_t> time;      ///< When; any unit.
  std::span<const int32_t> activity;  ///< What, 0..activities-1. -1: unknown, the row is set aside.
  int32_t cases = 0;                  ///< Number of cases; one without events has an empty path.
  int32_t activities = 0;             ///< Number of activities.
  /// A byte per event, 0 = its time is missing and the row is set aside. Default: every time is there.
  std::span<const uint8_t> timed = {};
  bool by_time = true;                ///< True: events of a case are ordered by time, equal times as given. False: all as given.
};

/// A path that cases took.
struct ProcessVariant {
  std::vector<int32_t> path = {};  ///< Activities in order.
  int64_t cases = 0;               ///< Cases that took it.
};

/// Events grouped by case.
class ProcessLog {
 public:
  int32_t cases() const { return static_cast<int32_t>(starts_.size()) - 1; }   ///< Number of cases.
  int64_t events() const { return static_cast<int64_t>(activity_.size()); }    ///< Events used.
  int32_t activities() const { return activities_; }                           ///< Number of activities.
  std::span<const int32_t> path(int32_t number) const;                         ///< Activities of a case, in order.
  std::span<const int64_t> times(int32_t number) const;                        ///< Their times.
  /// All paths, the commonest first; equally common ones by the first case that took them.
  const std::vector<ProcessVariant>& variants() const { return variants_; }
  int32_t variant_of(int32_t number) const { return variant_[static_cast<size_t>(number)]; }  ///< Which of them a case took.
  const Findings& findings() const { return findings_; }                       ///< Rows set aside (kNullValue, kRowOutOfRange).

 private:
  friend struct ProcessKernel;
  int32_t activities_ = 0;
  std::vector<int64_t> starts_ = {0};
  std::vector<int32_t> activity_;
  std::vector<int64_t> time_;
  std::vector<ProcessVariant> variants_;
  std::vector<int32_t> variant_;
  Findings findings_;
};

/// Groups events by case. Rows without case or activity, or with a number beyond the last, are set aside; the rest is used.
/// kLengthMismatch; kInvalidArgument for a negative number of cases or activities.
absl::StatusOr<ProcessLog> GroupEvents(const ProcessEvents& events);

/// One activity directly after another.
struct ProcessEdge {
  int32_t from = 0;        ///< The first activity.
  int32_t to = 0;          ///< The one after it.
  int64_t n = 0;           ///< How often.
  int64_t total = 0;       ///< Time between, all together.
  int64_t least = 0;       ///< Shortest time between.
  int64_t most = 0;        ///< Longest.
  double mean = 0;         ///< total / n.
  double median = 0;       ///< Half took no longer; of an even number the mean of the middle two.
};

/// One activity.
struct ProcessActivity {
  int64_t events = 0;        ///< How often it occurs.
  int64_t cases = 0;         ///< Cases in which it occurs.
  int64_t starts = 0;        ///< Cases that start with it.
  int64_t ends = 0;          ///< Cases that end with it.
  int64_t rework_cases = 0;  ///< Cases in which it occurs more than once.
};

/// How long cases took, from first to last event; missing when no case has events.
struct ProcessDurations {
  int64_t least = 0;   ///< Shortest.
  int64_t most = 0;    ///< Longest.
  double mean = 0;     ///< Mean.
  double median = 0;   ///< Half took no longer; of an even number the mean of the middle two.
};

/// What a log says in figures.
struct ProcessFigures {
  std::vector<ProcessActivity> activities = {};        ///< One per activity.
  std::vector<ProcessEdge> edges = {};                 ///< Pairs that occur, in the order first seen, case by case.
  std::optional<ProcessDurations> durations = {};      ///< Of cases with events.
  std::optional<int32_t> slowest_by_total = {};        ///< Place among the edges of the largest total; the first of equals.
  std::optional<int32_t> slowest_by_mean = {};         ///< Of the largest mean.
};

/// Counts activities and the steps between them. kOverflow when times between events, or their sum, do not fit 64 bits.
absl::StatusOr<ProcessFigures> MeasureProcess(const ProcessLog& log);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_PROCESS_H_
