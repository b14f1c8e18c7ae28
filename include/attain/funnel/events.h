// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// An event log in columns: who, when, what.
//
//   subject  time   code              code 0 = visit: step 1      steps[0] = 0b001
//   0 (ann)  09:00  0 (visit)         code 1 = quote: step 2      steps[1] = 0b010
//   1 (bob)  09:00  0 (visit)         code 2 = sign:  step 3      steps[2] = 0b100
//   0 (ann)  09:20  1 (quote)         code 3 = anything else      steps[3] = 0
//
// Rows may come in any order; where they come sorted by subject and time they are read where they lie. What an event means is
// written once per code, so that a row costs one byte: a code is one combination of steps (and exclusions) that rows have.
#ifndef ATTAIN_FUNNEL_EVENTS_H_
#define ATTAIN_FUNNEL_EVENTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "attain/base/finding.h"

namespace attain::funnel {

/// Most steps a funnel can have.
inline constexpr int kMaxSteps = 64;

/// The columns of a log, all of one length, at most 2^32 - 2 rows. They must live as long as they are used.
struct EventLog {
  int32_t subjects = 0;                ///< Subjects are numbered 0 to subjects - 1; some may stand in no row.
  std::span<const int32_t> subject;    ///< Who, per row.
  std::span<const int64_t> time;       ///< When, per row: whole numbers of any unit, also negative.
  /// What, per row: numbers below steps.size().
  std::variant<std::span<const uint8_t>, std::span<const int32_t>> code;
  std::vector<uint64_t> steps;         ///< By code: bit s is set when such a row satisfies step s + 1; 0 for a stranger.
  /// By code: bit s is set when such a row must not lie between step s and step s + 1 (bit 0 means nothing). Default: no such rows.
  std::vector<uint64_t> excludes = {};

  size_t rows() const { return subject.size(); }  ///< How many rows there are.
};

/// How a funnel is calculated; nothing here changes the levels.
struct RunOptions {
  bool chains = false;  ///< Whether rows and times of the winning chains are kept: 12 bytes a subject and step.
  /// Until when the log is known: who could still go on after it is open, not lost. Not before the last event (kInvalidArgument).
  /// Default: the time of the last event.
  std::optional<int64_t> as_of = std::nullopt;
  int threads = 1;      ///< Threads at work, 1..256; the result is the same for any number.
};

/// What is wrong with a log as a whole: columns of different length (kLengthMismatch), too many rows (kOverflow), steps a funnel of
/// `steps` steps does not have (kOutOfBounds), threads out of range (kInvalidArgument). All findings. Subjects and codes
/// outside their range are found while calculating (kRowOutOfRange, with the row).
absl::Status Check(const EventLog& log, int steps, const RunOptions& options);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_EVENTS_H_
