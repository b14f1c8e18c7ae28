// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Every attempt counts, not every subject: totals, with re-entry.
//
//   AttemptRules search{.steps = 3, .window = 100};                    search, read, clone
//   u   search 1, read 3, clone 6, search 8, read 9                    two attempts: level 3 after 5, level 2 open
//
// An attempt opens at a row of step 1 and takes the next step from one row at a time; it closes when it reaches the last step or its
// window is over, and the next row of step 1 opens another. In: a log and rules. Out: one entry per attempt.
#ifndef ATTAIN_FUNNEL_ATTEMPTS_H_
#define ATTAIN_FUNNEL_ATTEMPTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/funnel/events.h"
#include "attain/funnel/funnel.h"

namespace attain::funnel {

/// How attempts are counted.
struct AttemptRules {
  int steps;       ///< Number of steps, 1..64. Required.
  int64_t window;  ///< Inclusive, from step 1: 0 or more. Required.
  /// kFirst: an attempt keeps its start. kLatest: while it stands at step 1, a further row of step 1 moves its start. Systems differ:
  /// Mixpanel counts with the first unless told otherwise.
  Entry entry = Entry::kFirst;
};

/// One attempt.
struct Attempt {
  int32_t subject = 0;       ///< Whose.
  int32_t level = 0;         ///< Steps reached, at least 1.
  int64_t start = 0;         ///< Time of step 1.
  int64_t last = 0;          ///< Time of the last step reached.
  Stop stop = Stop::kWindow; ///< kConverted, kOpen or kWindow.
  bool operator==(const Attempt&) const = default;
};

/// What is wrong with rules: steps or window out of range (kOutOfBounds). All findings.
absl::Status Validate(const AttemptRules& rules);

/// All attempts, by subject and time. Reasons of Validate and Check; kRowOutOfRange. `options.chains` has no effect.
absl::StatusOr<std::vector<Attempt>> Attempts(const AttemptRules& rules, const EventLog& log, const RunOptions& options = {});

/// Attempts that reached each step at least: `steps` counts.
std::vector<int64_t> CountsOf(const std::vector<Attempt>& attempts, int steps);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_ATTEMPTS_H_
