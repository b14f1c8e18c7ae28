// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Patterns of events, as ClickHouse's sequenceMatch and sequenceCount read them.
//
//   (?1)(?2)          step 1, and the very next event is step 2
//   (?1).*(?2)        step 1, anything, step 2
//   (?1)(?t<=3600)(?2)   step 1, and step 2 at most 3600 later
//   (?1).(?2)         exactly one event in between
//
// Rows that satisfy no condition are not seen. A match may begin at any event; `.*` takes as few events as it can. Matches are counted
// from left to right, none overlapping. In: a log whose `steps` are conditions, and a pattern. Out: matches per subject.
#ifndef ATTAIN_FUNNEL_SEQUENCE_H_
#define ATTAIN_FUNNEL_SEQUENCE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/events.h"

namespace attain::funnel {

/// How times of two events are compared.
enum class TimeOperator : uint8_t {
  kLess,          ///< <
  kLessEqual,     ///< <=
  kGreater,       ///< >
  kGreaterEqual,  ///< >=
  kEqual,         ///< ==
};

/// A condition on the time from the event before.
struct TimeCondition {
  TimeOperator op = TimeOperator::kLess;  ///< How it is compared.
  int64_t than = 0;                       ///< With what, in the unit of the times.
};

/// One event of a pattern, with what stands before it.
struct PatternElement {
  bool skips = false;                       ///< Whether events may be passed over before it (`.*` or a time condition).
  std::vector<TimeCondition> times = {};    ///< All must hold from the event matched before.
  int condition = 0;                        ///< 1..64; 0 = any event (`.`).
};

/// A pattern that was read. Immutable, cheap to share.
class Pattern {
 public:
  /// Reads a pattern of at most 4096 bytes and 64 conditions. All faults with their place, counted from 1 (kInvalidValue): unknown tokens,
  /// conditions outside 1..64, a time condition that no event follows, no event at all.
  static absl::StatusOr<Pattern> Parse(std::string_view text);

  const std::string& text() const { return text_; }                             ///< As it was given.
  const std::vector<PatternElement>& elements() const { return elements_; }     ///< Its events, from the first on.
  int conditions() const;                                                       ///< The largest condition it names.

 private:
  std::string text_;
  std::vector<PatternElement> elements_;
};

/// How often a pattern is found.
struct Matches {
  std::vector<int64_t> counts = {};  ///< Per subject: matches that do not overlap; -1 = in no row.
  int64_t subjects = 0;              ///< Subjects with a match.
  int64_t total = 0;                 ///< All matches.
};

/// Counts the matches of every subject; `first_only` stops at the first one, so that counts are 0 or 1. kOutOfBounds for a condition no
/// code of the log can satisfy is no fault: it never matches. Reasons of Check; kRowOutOfRange.
absl::StatusOr<Matches> Match(const Pattern& pattern, const EventLog& log, bool first_only = false, const RunOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_SEQUENCE_H_
