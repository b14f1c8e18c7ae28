// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Funnels of a table of events: funnel.h for whoever has a table with names, not arrays with numbers.
//
//   events   user  ts                   event        EventColumns{.subject = "user", .time = "ts",
//            ann   2026-01-05 09:00     visit            .steps = {{.events = {"visit"}}, {.events = {"quote", "offer"}}}}
//            bob   2026-01-05 09:10     visit
//
// Subjects are texts or whole numbers; small whole numbers are read where they lie. Times are whole numbers, days or instants, and
// keep their unit. A step is some values of the event column, a condition over all columns, or both. Rows without subject or time are
// set aside with a finding. Result tables are in the order of the subjects' ids.
#ifndef ATTAIN_FUNNEL_EVENT_TABLE_H_
#define ATTAIN_FUNNEL_EVENT_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/period.h"
#include "attain/expression/expression.h"
#include "attain/funnel/attempts.h"
#include "attain/funnel/events.h"
#include "attain/funnel/funnel.h"
#include "attain/table/table.h"

namespace attain::funnel {

/// Which rows count: all that is given must hold.
struct EventMatch {
  std::vector<std::string> events = {};                         ///< Values of the event column, whole numbers as digits. Default: any.
  std::optional<expression::Expression> where = std::nullopt;   ///< A condition over the columns. Default: none.
};

/// Rows that must not lie in between.
struct EventExclusion {
  EventMatch what = {};  ///< Which rows.
  int after = 1;         ///< From this step ...
  int before = 2;        ///< ... to this one, from 1.
};

/// Which columns mean what.
struct EventColumns {
  std::string subject = "subject";              ///< Who: text or whole numbers.
  std::string time = "time";                    ///< When: whole numbers, days or instants. Empty: order does not matter.
  std::string event = "event";                  ///< What: text or whole numbers. Needed where a step names events.
  std::vector<EventMatch> steps = {};           ///< Steps, 1..64.
  std::vector<EventExclusion> exclude = {};     ///< Excluded rows. Default: none.
  std::string hold = {};                        ///< A column that must keep its value along a chain. Default: none.
  expression::Environment environment = {};     ///< For conditions.
};

/// A table of events made ready. Immutable, cheap to copy.
class EventFrame {
 public:
  /// Reads a table. All findings: kUnknownColumn, kWrongColumnType, kOutOfBounds (steps, exclusions), and those of conditions.
  static absl::StatusOr<EventFrame> Load(const table::Table& events, const EventColumns& columns);

  const EventLog& log() const;             ///< The columns; subjects are pairs of subject and value where one is held constant.
  const Findings& findings() const;        ///< Rows set aside, and why.
  int steps() const;                       ///< How many steps there are.
  /// A duration of microseconds in the unit of the times. kInvalidArgument for whole numbers, which have no unit, and for what is no whole
  /// number of units.
  absl::StatusOr<int64_t> Ticks(int64_t micros) const;

  /// Outcomes per subject where a value is held constant: the value that got furthest, and of those the latest start. Otherwise the same.
  Outcomes PerSubject(const Outcomes& outcomes) const;
  /// One row per subject that stands in the log: its id, `level`, `stop`, `open`.
  absl::StatusOr<table::Table> SubjectsTable(const Outcomes& outcomes) const;
  /// One row per subject and step reached: its id, `step`, `row` of the events, `time`. Needs chains (kInvalidArgument).
  absl::StatusOr<table::Table> ChainsTable(const Outcomes& outcomes) const;
  /// One row per attempt: the id, `level`, `start`, `last`, `stop`.
  absl::StatusOr<table::Table> AttemptsTable(const std::vector<Attempt>& attempts) const;
  /// Group of every subject by the value a column has in the row of a step of its chain (0: of the last step reached), -1 for subjects
  /// without; and the values in order. Needs chains. kUnknownColumn.
  absl::StatusOr<std::pair<std::vector<int32_t>, std::vector<std::string>>> GroupsBy(const Outcomes& outcomes, const std::string& column,
                                                                                     int step) const;
  /// Group of every subject by the calendar period of the start of its chain. Needs chains; kInvalidArgument where times are numbers.
  absl::StatusOr<std::pair<std::vector<int32_t>, std::vector<std::string>>> CohortsBy(const Outcomes& outcomes, Grain grain) const;
  /// Ids and values per subject as a table: the id, then one column of whole numbers per name; subjects in no row left out.
  absl::StatusOr<table::Table> ValuesTable(std::string name, const std::vector<std::pair<std::string, std::vector<int64_t>>>& columns) const;

 private:
  struct State;
  explicit EventFrame(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_EVENT_TABLE_H_
