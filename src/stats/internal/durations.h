// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of durations, and their times in order.
#ifndef ATTAIN_SRC_STATS_INTERNAL_DURATIONS_H_
#define ATTAIN_SRC_STATS_INTERNAL_DURATIONS_H_

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"

namespace attain::stats::internal {

/// Findings of a column of durations and of entries.
inline void CheckDurations(std::span<const double> durations, std::span<const double> entry,
                           Findings& findings) {
  if (!entry.empty() && entry.size() != durations.size()) {
    findings.AddError(Reason::kLengthMismatch, {.field = "entry"},
                      "there is not one entry per duration");
    return;
  }
  for (size_t row = 0; row < durations.size(); ++row) {
    const Where where{.row = static_cast<int64_t>(row), .field = "durations"};
    if (!std::isfinite(durations[row]) || durations[row] < 0) {
      findings.AddError(Reason::kInvalidArgument, where,
                        "a duration is a finite number of at least 0");
    } else if (!entry.empty() && !(std::isfinite(entry[row]) && entry[row] < durations[row])) {
      findings.AddError(Reason::kInvalidArgument,
                        {.row = static_cast<int64_t>(row), .field = "entry"},
                        "an entry is a finite number before the end");
    }
  }
}

/// Findings of marks: one per duration, each from 0 to `most`.
template <typename T>
void CheckMarks(std::span<const T> marks, size_t rows, int64_t most, const std::string& name,
                Findings& findings) {
  if (marks.size() != rows) {
    findings.AddError(Reason::kLengthMismatch, {.field = name},
                      "there is not one mark per duration");
    return;
  }
  for (size_t row = 0; row < rows; ++row) {
    const auto mark = static_cast<int64_t>(marks[row]);
    if (mark < 0 || mark > most) {
      findings.AddError(Reason::kInvalidArgument, {.row = static_cast<int64_t>(row), .field = name},
                        "a mark is a whole number from 0 to " + std::to_string(most));
    }
  }
}

/// The same of a confidence.
inline void CheckConfidence(double confidence, Findings& findings) {
  if (!(confidence > 0 && confidence < 1))
    findings.AddError(Reason::kInvalidArgument, {}, "a confidence lies between 0 and 1");
}

/// A subject's end.
struct End {
  double time = 0;
  int32_t mark = 0;   ///< 0: censored.
  int32_t group = 0;  ///< Where groups are compared.
};

/// Walks the distinct times of `ends` (sorted) at which something ended:
/// `visit(time, at_risk_of_all, first, last)`, ends of that time being [first, last).
template <typename Visit>
void WalkTimes(const std::vector<End>& ends, const std::vector<double>& entries, Visit visit) {
  size_t late = 0;  // entries so far, strictly before the time at hand
  for (size_t first = 0; first < ends.size();) {
    size_t last = first;
    bool any = false;
    for (; last < ends.size() && ends[last].time == ends[first].time; ++last)
      any = any || ends[last].mark != 0;
    if (any) {
      while (late < entries.size() && entries[late] < ends[first].time) ++late;
      const size_t begun = entries.empty() ? ends.size() : late;
      visit(ends[first].time, static_cast<int64_t>(begun - first), first, last);
    }
    first = last;
  }
}

}  // namespace attain::stats::internal

#endif  // ATTAIN_SRC_STATS_INTERNAL_DURATIONS_H_
