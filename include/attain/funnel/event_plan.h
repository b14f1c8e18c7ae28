// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The definition of an event funnel over a company's data: which steps, in which order, within how long.
//
//   {"id": "signing", "kind": "events", "steps": ["visit", {"id": "offer", "event": "quote", "where": "value > 1000"}, "sign"],
//    "within": "30d", "exclude": [{"event": "complaint", "after": 1, "before": 3}], "by": "rep_id"}
//
//   const auto prepared = *Resolve(plan, data);
//   const auto report = *Calculate(prepared, as_of);      // an EventReport: 4 entered visit, 2 reached offer, 1 may still …
//
// Rows are those of a table of the dataset, by default `events`, that were not set aside. What happened after `as_of` is not known
// yet: whoever may still go on then is pending, not lost. The rules are attain's own, told by options; those of ClickHouse's
// windowFunnel; or those of product analytics (funnel.h, product.h). Days are days of business time.
#ifndef ATTAIN_FUNNEL_EVENT_PLAN_H_
#define ATTAIN_FUNNEL_EVENT_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/definition/codec.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/funnel/funnel.h"
#include "attain/table/table.h"

namespace attain::funnel {

/// Whose rules count.
enum class FunnelRules : int32_t {
  kAttain = 0,      ///< Own rules, told by the options.
  kClickHouse = 1,  ///< Those of ClickHouse's windowFunnel, with its modes.
  kProduct = 2,     ///< Those of product analytics.
};

/// One mode of ClickHouse's windowFunnel; see ClickHouseModes.
enum class ClickHouseMode : int32_t {
  kStrictOrder = 0,          ///< A stranger or a step too early ends it.
  kStrictDeduplication = 1,  ///< A second row of a step ends it.
  kStrictIncrease = 2,       ///< A step needs a later time than the one before.
  kStrictOnce = 3,           ///< A row serves one step.
  kAllowReentry = 4,         ///< With strict_order: an early step is passed over.
};

/// One step. All that is given must hold; a text alone is the event.
struct StepPlan {
  std::string event = {};                    ///< Value of the event column. Default: any.
  std::vector<std::string> events = {};      ///< Several of which one must be there. Default: any. Not with `event`.
  definition::ExpressionText where = {};     ///< A condition over the columns. Default: none.
  std::string id = {};                       ///< Its name in tables. Default: the event, or "step 2".
  /// At most this long after the step before. Default: as the window allows. Not of step 1; only with attain's rules, not unordered.
  std::optional<definition::Duration> max_gap = std::nullopt;
  bool optional = false;                     ///< Whether it may be left out. Not step 1, not unordered. Default: no.
  bool operator==(const StepPlan&) const = default;
};

/// Rows that must not lie between two steps.
struct ExclusionPlan {
  std::string event = {};                    ///< Value of the event column. Default: any.
  std::vector<std::string> events = {};      ///< Several of which one must be there. Default: any. Not with `event`.
  definition::ExpressionText where = {};     ///< A condition over the columns. Default: none.
  int64_t after = 1;                         ///< From this step, counted from 1 … Default: the first.
  int64_t before = 0;                        ///< … to this one. Default: 0, the last.
  bool operator==(const ExclusionPlan&) const = default;
};

/// An event funnel.
struct EventPlan {
  std::string id;                            ///< Its id, "signing". Required.
  std::vector<StepPlan> steps;               ///< 1 to 64 steps. Required.
  definition::Duration within;               ///< The last step is at most this long after the first. Required.
  std::string table = "events";              ///< The table of rows. Default: events.
  std::string subject = "subject_id";        ///< Column of who: texts or whole numbers. Default: subject_id.
  std::string time = "at";                   ///< Column of when: instants or days. Default: at.
  std::string event = "event";               ///< Column of what: texts or whole numbers. Default: event.
  FunnelRules rules = FunnelRules::kAttain;  ///< Whose rules count. Default: attain.
  std::vector<ClickHouseMode> modes = {};    ///< Only with the rules of ClickHouse. Default: none.
  Order order = Order::kOrdered;             ///< How rows lie. Not with ClickHouse. Default: ordered.
  Entry entry = Entry::kLatest;              ///< Where chains start. Only with attain's rules. Default: latest.
  Ties ties = Ties::kByStep;                 ///< Equal times. Only with attain's rules. Default: by_step.
  Reuse reuse = Reuse::kAllowed;             ///< One row for several steps. Only with attain's rules. Default: allowed.
  AfterBreak after_break = AfterBreak::kRestart;  ///< After an interruption. Only with attain's rules. Default: restart.
  std::vector<ExclusionPlan> exclude = {};   ///< What must not lie in between. Not with ClickHouse. Default: none.
  std::string hold = {};                     ///< A column that keeps its value along a chain. Default: none.
  /// Column to group subjects by: its value in the row of step 1, in any order in the last row of the chain. Default: one group.
  std::string by = {};
  std::string note = {};                     ///< Free text.
  bool operator==(const EventPlan&) const = default;
};

/// \name The words and field tables.
/// \{
const definition::WordTable& Describe(definition::Type<FunnelRules>);     ///< attain, clickhouse, product
const definition::WordTable& Describe(definition::Type<ClickHouseMode>);  ///< strict_order, strict_deduplication, …
const definition::WordTable& Describe(definition::Type<Order>);           ///< ordered, adjacent, unordered
const definition::WordTable& Describe(definition::Type<Entry>);           ///< latest, first
const definition::WordTable& Describe(definition::Type<Ties>);            ///< by_step, by_row, any, strictly_later
const definition::WordTable& Describe(definition::Type<Reuse>);           ///< allowed, once
const definition::WordTable& Describe(definition::Type<AfterBreak>);      ///< restart, stop
const definition::FieldTable& Describe(definition::Type<StepPlan>);       ///< {event, events, where, …}
const definition::FieldTable& Describe(definition::Type<ExclusionPlan>);  ///< {event, events, where, after, before}
const definition::FieldTable& Describe(definition::Type<EventPlan>);      ///< kind "events"
/// \}

/// Everything wrong with a plan by itself: kOutOfBounds (steps, window, exclusions, an optional first step), kMissingKey (a step of
/// nothing), kDuplicateId (two steps of one name), kUnsupportedOption (an option the rules do not know, `event` beside `events`),
/// faults of the conditions.
Findings Validate(const EventPlan& plan, std::string_view path = {});

/// What came out of an event funnel. Immutable, cheap to copy.
class EventReport {
 public:
  /// `funnel_steps`: by group and step: group (null without), step from 1, name, entered, converted, pending, lost, rate with low and
  /// high (95 %, Wilson), from_first, median_days since the step before, median_days_from_first. What cannot be said is null.
  const table::Table& steps() const;
  /// `funnel_subjects`: by subject: subject, level, stop, pending, rows and times of the winning chain. `rows` count from 0 in the
  /// table of the dataset; rows and times stand in the order of steps, apart by a space; null at level 0.
  const table::Table& subjects() const;
  const Findings& findings() const;  ///< Rows set aside: without subject or time.

 private:
  friend class PreparedEvents;
  struct State;
  std::shared_ptr<const State> state_;
};

/// A plan bound to data. Immutable, cheap to copy.
class PreparedEvents {
 public:
  const std::string& id() const;          ///< Id of the plan.
  const Findings& findings() const;       ///< Rows for which a condition failed.
  std::optional<Timestamp> last() const;  ///< The time of the last row; nothing without rows.

 private:
  friend absl::StatusOr<PreparedEvents> Resolve(const EventPlan&, const crm::Dataset&, const crm::Calendar&);
  friend absl::StatusOr<EventReport> Calculate(const PreparedEvents&, Timestamp);
  absl::StatusOr<EventReport> Report(Timestamp as_of) const;
  struct State;
  std::shared_ptr<const State> state_;
};

/// Binds. All findings that stop: those of Validate, kMeasureUnfed (no such table), kUnknownColumn, kWrongColumnType, faults of the
/// conditions.
absl::StatusOr<PreparedEvents> Resolve(const EventPlan& plan, const crm::Dataset& data, const crm::Calendar& calendar = {});

/// Follows everybody through what was known at `as_of`.
absl::StatusOr<EventReport> Calculate(const PreparedEvents& prepared, Timestamp as_of);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_EVENT_PLAN_H_
