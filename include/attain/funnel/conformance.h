// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Does the selling follow the standard process? Each path is held against the process as it should be.
//
//   standard   lead > qualify > demo > quote > sign
//   path       lead   demo   qualify   quote   sign        one step out of order: demo is extra here and missing there
//   cost       1 extra + 1 missing = 2       fitness = 1 - 2 / (5 events + 5 steps) = 80 %
//
// The cheapest alignment pairs events with steps in order: a pair costs 0, an event beside the process 1, a step left out 1, or
// nothing when the step is optional. A process may branch: a step names the steps it may follow, and the cheapest way through
// counts. In: a model, a grouped log (process.h). Out: cost and fitness per case and in all, which steps are left out and which
// activities are extra, compliance by rep. Each distinct path is aligned once.
#ifndef ATTAIN_FUNNEL_CONFORMANCE_H_
#define ATTAIN_FUNNEL_CONFORMANCE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/process.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// A step of the standard process.
struct ProcessStep {
  std::string activity = {};            ///< The activity that does it. Required.
  bool optional = false;                ///< True: may be left out at no cost. Default: must be done.
  std::string id = {};                  ///< Names the step where one activity does several. Default: the activity.
  std::vector<std::string> after = {};  ///< Ids of earlier steps it may directly follow. Default: the step listed before it.
  bool may_start = false;               ///< True: the process may start here too. The first step always may.
  bool may_end = false;                 ///< True: the process may end here too. A step that no other follows always may.
};

/// The standard process: steps, each listed after those it may follow.
struct ProcessModel {
  std::vector<ProcessStep> steps = {};  ///< At least one.
};

/// How one event or step is accounted for.
enum class MoveKind : int32_t {
  kMatch = 1,        ///< An event does a step.
  kExtra = 2,        ///< An event beside the process; costs 1.
  kSkipped = 3,      ///< A step left out; costs 1.
  kSkippedFree = 4,  ///< An optional step left out; costs nothing.
};

/// One part of an alignment.
struct Move {
  MoveKind kind = MoveKind::kMatch;  ///< What it is.
  int32_t step = -1;                 ///< Number of the step; -1 for an extra event.
  int32_t event = -1;                ///< Place of the event in the path; -1 for a step left out.
  bool operator==(const Move&) const = default;
};

/// How well one path follows the process.
struct Alignment {
  int64_t cost = 0;             ///< Extra events and steps left out.
  int64_t weight = 0;           ///< Events of the path + steps of the shortest way through: the most it could cost.
  double fitness = 1;           ///< 1 - cost / weight; 1 when weight is 0.
  std::vector<Move> moves = {}; ///< From first to last. Among equally cheap alignments: the earliest events that can do a step do it.
};

/// How often a step is done and left out.
struct StepCompliance {
  int64_t done = 0;          ///< Cases in which it is done.
  int64_t skipped = 0;       ///< Cases in which it is left out and should not be.
  int64_t skipped_free = 0;  ///< Cases in which it is left out and may be.
};

/// How well a group of cases follows the process.
struct Compliance {
  int64_t cases = 0;                 ///< Cases.
  int64_t fit = 0;                   ///< Cases of cost 0.
  double fit_share = 0;              ///< fit / cases.
  stats::Interval interval = {};     ///< Of that share (Wilson).
  double mean_fitness = 0;           ///< Mean over cases.
  double log_fitness = 0;            ///< 1 - sum of costs / sum of weights: long paths weigh more.
};

/// How well a log follows the process.
class Conformance {
 public:
  /// One alignment per variant of the log, in the order of ProcessLog::variants.
  const std::vector<Alignment>& alignments() const { return alignments_; }
  /// The alignment of a case.
  const Alignment& of_case(int32_t number) const { return alignments_[static_cast<size_t>(variant_[static_cast<size_t>(number)])]; }
  const std::vector<StepCompliance>& steps() const { return steps_; }   ///< One per step of the model.
  const std::vector<int64_t>& extra() const { return extra_; }          ///< Extra events, one number per activity of the log.
  int64_t base() const { return base_; }                                ///< Steps of the shortest way through.
  /// All cases together. kInsufficientData when there are none; kInvalidArgument for a confidence outside 0..1.
  absl::StatusOr<Compliance> All(double confidence = 0.95) const;
  /// Cases by group, for instance by rep: `group` has a number 0..groups-1 per case, -1 for none. A group without cases has zeros and
  /// the interval 0..1. kLengthMismatch; kRowOutOfRange for a number beyond the last.
  absl::StatusOr<std::vector<Compliance>> ByGroup(std::span<const int32_t> group, int32_t groups, double confidence = 0.95) const;

 private:
  friend struct ConformanceKernel;
  int64_t base_ = 0;
  std::vector<Alignment> alignments_;
  std::vector<int32_t> variant_;
  std::vector<StepCompliance> steps_;
  std::vector<int64_t> extra_;
};

/// Aligns every path of `log` with `model`. `names`: the activities of the log by number; an activity of the model that the log does not
/// have is simply never done. kLengthMismatch when the names are fewer than the activities. With all findings: kMissingKey without steps or
/// without activity, kDuplicateId, kUnknownReference for `after` naming no earlier step.
absl::StatusOr<Conformance> CheckConformance(const ProcessModel& model, const ProcessLog& log, std::span<const std::string> names);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_CONFORMANCE_H_
