// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A funnel over an event log: how far each subject gets, by which rows, and why no further.
//
//   Funnel signing{.steps = 3, .window = 60};                      visit, quote, sign within 60 minutes of the visit
//
//   ann   visit 0   quote 20   visit 30   quote 35   sign 80       level 3: the visit of minute 30, quote 35, sign 80
//   bob   visit 0   quote 90                                       level 1, stopped by the window
//   cyd   visit 70                                                 level 1, open: the log ends at 100, the window at 130
//
// A chain is one row per step. Every question on which systems disagree is a field: what counts as later among equal times, where
// a chain may start, whether one row may serve two steps, what interrupts. The level is exact: the largest one for which
// a chain exists under these rules. The winning chain starts as late as that level allows, and then takes for each
// step the earliest row from which the level is still reached.
//
// `ClickHouseFunnel` is another definition, that of ClickHouse's windowFunnel with its modes as engine 26.7.2.1 has them, level for
// level; strict_order and strict_increase there do not ask whether a chain exists. In: a log and a definition. Out: `Outcomes`.
#ifndef ATTAIN_FUNNEL_FUNNEL_H_
#define ATTAIN_FUNNEL_FUNNEL_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/funnel/events.h"

namespace attain::funnel {

/// How the rows of a chain lie among the rows of the subject.
enum class Order : int32_t {
  kOrdered = 0,    ///< Step after step, anything in between.
  kAdjacent = 1,   ///< Step after step, nothing in between: any other row of the subject interrupts.
  kUnordered = 2,  ///< In any order; the level is the number of distinct steps inside one window.
};

/// Which chains count.
enum class Entry : int32_t {
  kLatest = 0,  ///< A chain may start at any row of step 1; of several that reach as far the latest start wins.
  kFirst = 1,   ///< Chains start at the subject's first time of step 1 and nowhere else.
};

/// What counts as later when times are equal.
enum class Ties : int32_t {
  kByStep = 0,         ///< Equal times are in the order of the steps, as ClickHouse and PostHog have it.
  kByRow = 1,          ///< Equal times are in the order of the rows of the log.
  kAny = 2,            ///< Equal times are in whatever order helps, also against adjacency, as Amplitude has it.
  kStrictlyLater = 3,  ///< Equal times are not later: each step needs a later time.
};

/// Whether one row may serve several steps of a chain.
enum class Reuse : int32_t {
  kAllowed = 0,  ///< Yes.
  kOnce = 1,     ///< No.
};

/// What an interruption (an excluded row, a stranger in an adjacent funnel) does to the subject.
enum class AfterBreak : int32_t {
  kRestart = 0,  ///< It breaks the chains it lies in; a later row may start anew.
  kStop = 1,     ///< When it breaks any chain under way, nothing after it counts.
};

/// A funnel by attain's own rules.
struct Funnel {
  int steps;       ///< Number of steps, 1..64. Required.
  int64_t window;  ///< The last row is at most this long after the first: 0 or more, in the unit of the times. Required.
  Order order = Order::kOrdered;                ///< Order of the rows. Default: ordered, anything in between.
  Entry entry = Entry::kLatest;                 ///< Where chains start. Default: anywhere.
  Ties ties = Ties::kByStep;                    ///< Equal times. Default: in the order of steps, as ClickHouse and PostHog.
  Reuse reuse = Reuse::kAllowed;                ///< One row for several steps. Default: allowed, as ClickHouse.
  AfterBreak after_break = AfterBreak::kRestart;  ///< After an interruption. Default: a later row may start anew.
  /// Longest time from the row before to the row of step s + 1, per step; -1 = no limit (entry 0 means nothing). Default: no limits.
  /// Not with kUnordered.
  std::vector<int64_t> max_gap = {};
  /// Bit s: step s + 1 may be left out. Not step 1; not with kUnordered. Default: none.
  uint64_t optional = 0;
};

/// Modes of ClickHouse's windowFunnel.
struct ClickHouseModes {
  bool strict_order = false;          ///< A stranger after the first step 1, or a step whose predecessor was not reached, ends it.
  bool strict_deduplication = false;  ///< A second row of a step that was reached ends it.
  bool strict_increase = false;       ///< A step needs a later time than the step before.
  bool strict_once = false;           ///< A row serves one step per chain.
  bool allow_reentry = false;         ///< With strict_order: an early step is passed over. Otherwise without effect.
  bool operator==(const ClickHouseModes&) const = default;
};

/// A funnel by the rules of ClickHouse's windowFunnel 26.7.2.1. Its winning chain is the one the engine's own slots hold; without
/// strict modes that of `Funnel`.
struct ClickHouseFunnel {
  int steps;                   ///< Number of steps, 1..64. Required.
  int64_t window;              ///< Inclusive, from step 1: 0 or more. Required.
  ClickHouseModes modes = {};  ///< Default: none.
};

/// Why a subject is where it is.
enum class Stop : uint8_t {
  kAbsent = 0,       ///< It stands in no row.
  kNever = 1,        ///< No row of step 1 (unordered: of any step).
  kConverted = 2,    ///< It reached the last step.
  kOpen = 3,         ///< A chain under way can still go on after the end of the log.
  kWindow = 4,       ///< The next step did not come inside the window (or gap).
  kExcluded = 5,     ///< An excluded row came first.
  kInterrupted = 6,  ///< A row that must not be there came first: a stranger, a repeat, a step too early.
};

/// "converted", "open", … as tables print it.
std::string_view Name(Stop stop);

struct OutcomesState;  // private

/// What became of every subject. Immutable, cheap to copy, safe to share.
class Outcomes {
 public:
  int steps() const;                        ///< Steps of the funnel.
  int32_t subjects() const;                 ///< Subjects of the log.
  int64_t as_of() const;                    ///< Until when the log was taken to be known.
  std::span<const int8_t> levels() const;   ///< Per subject: the furthest step, 0 = none, -1 = in no row.
  std::span<const Stop> stops() const;      ///< Per subject: why no further. kOpen: pending, not lost.
  bool has_chains() const;                  ///< Whether rows and times were kept.
  bool in_any_order() const;                ///< Whether steps may come in any order, so that times need not rise.
  bool has_optional_steps() const;          ///< Whether steps may be left out.
  /// Row of each step of the winning chain, subject by subject, `steps()` entries each; 2^32 - 1 = none. Empty without chains.
  std::span<const uint32_t> rows() const;
  /// Time of each step of the winning chain, as `rows()`; where there is no row the value means nothing.
  std::span<const int64_t> times() const;

  /// Made by Calculate.
  explicit Outcomes(std::shared_ptr<const OutcomesState> state);

 private:
  std::shared_ptr<const OutcomesState> state_;
};

/// What is wrong with a definition: steps outside 1..64, a window below 0, gaps for other steps, an optional first step, gaps or
/// optional steps of an unordered funnel (kOutOfBounds, kUnsupportedOption). All findings.
absl::Status Validate(const Funnel& funnel);
/// As above.
absl::Status Validate(const ClickHouseFunnel& funnel);

/// How far everybody gets. Reasons of Validate and Check; kRowOutOfRange for a subject or code outside its range. Takes 8 bytes per row
/// beyond the log (4 where subject, time and row do not fit 64 bits), nothing per row where the log is sorted by subject.
absl::StatusOr<Outcomes> Calculate(const Funnel& funnel, const EventLog& log, const RunOptions& options = {});
/// As above, by the rules of ClickHouse.
absl::StatusOr<Outcomes> Calculate(const ClickHouseFunnel& funnel, const EventLog& log, const RunOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_FUNNEL_H_
