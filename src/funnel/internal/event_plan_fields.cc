// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The words and keys of event funnels.
#include "attain/definition/fields.h"
#include "attain/funnel/event_plan.h"
#include "attain/funnel/events.h"

namespace attain::funnel {

const definition::WordTable& Describe(definition::Type<FunnelRules>) {
  static const auto& words = *new definition::WordTable(definition::Words<FunnelRules>(
      "funnel_rules", "Whose rules count.",
      {{"attain", FunnelRules::kAttain, "Own rules, told by the options."},
       {"clickhouse", FunnelRules::kClickHouse, "Those of ClickHouse's windowFunnel."},
       {"product", FunnelRules::kProduct, "Those of product analytics."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<ClickHouseMode>) {
  static const auto& words = *new definition::WordTable(definition::Words<ClickHouseMode>(
      "clickhouse_mode", "A mode of ClickHouse's windowFunnel.",
      {{"strict_order", ClickHouseMode::kStrictOrder, "A stranger or a step too early ends it."},
       {"strict_deduplication", ClickHouseMode::kStrictDeduplication,
        "A second row of a step ends it."},
       {"strict_increase", ClickHouseMode::kStrictIncrease,
        "A step needs a later time than the one before."},
       {"strict_once", ClickHouseMode::kStrictOnce, "A row serves one step."},
       {"allow_reentry", ClickHouseMode::kAllowReentry,
        "With strict_order: an early step is passed over."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<Order>) {
  static const auto& words = *new definition::WordTable(definition::Words<Order>(
      "funnel_order", "How the rows of a chain lie among those of the subject.",
      {{"ordered", Order::kOrdered, "Step after step, anything in between."},
       {"adjacent", Order::kAdjacent, "Step after step, nothing in between."},
       {"unordered", Order::kUnordered, "In any order."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<Entry>) {
  static const auto& words = *new definition::WordTable(definition::Words<Entry>(
      "funnel_entry", "Where chains start.",
      {{"latest", Entry::kLatest, "Wherever it gets furthest, as late as possible."},
       {"first", Entry::kFirst, "Where the subject first met step 1."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<Ties>) {
  static const auto& words = *new definition::WordTable(definition::Words<Ties>(
      "funnel_ties", "What counts as later when times are equal.",
      {{"by_step", Ties::kByStep, "The later step."},
       {"by_row", Ties::kByRow, "The later row."},
       {"any", Ties::kAny, "Whatever helps."},
       {"strictly_later", Ties::kStrictlyLater, "Neither: a later time is needed."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<Reuse>) {
  static const auto& words = *new definition::WordTable(definition::Words<Reuse>(
      "funnel_reuse", "Whether one row may serve several steps.",
      {{"allowed", Reuse::kAllowed, "It may."}, {"once", Reuse::kOnce, "It may not."}}));
  return words;
}

const definition::WordTable& Describe(definition::Type<AfterBreak>) {
  static const auto& words = *new definition::WordTable(definition::Words<AfterBreak>(
      "funnel_after_break", "What an interruption does to the subject.",
      {{"restart", AfterBreak::kRestart, "A later row may start anew."},
       {"stop", AfterBreak::kStop, "Nothing after it counts."}}));
  return words;
}

const definition::FieldTable& Describe(definition::Type<StepPlan>) {
  using definition::Optional;
  static const auto& table = *new definition::FieldTable(
      definition::Table<StepPlan>(
          "funnel_step", "One step; a text alone is the event.",
          {Optional("event", &StepPlan::event, "Value of the event column. Default: any."),
           Optional("events", &StepPlan::events,
                    "Several of which one must be there. Default: any."),
           Optional("where", &StepPlan::where, "A condition over the columns. Default: none."),
           Optional("id", &StepPlan::id, "Its name in tables. Default: the event, or \"step 2\"."),
           Optional("max_gap", &StepPlan::max_gap,
                    "At most this long after the step before. Default: as the window allows."),
           Optional("optional", &StepPlan::optional, "Whether it may be left out. Default: no.")})
          .Short("event"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<ExclusionPlan>) {
  using definition::Optional;
  static const auto& table = *new definition::FieldTable(definition::Table<ExclusionPlan>(
      "funnel_exclusion", "Rows that must not lie between two steps.",
      {Optional("event", &ExclusionPlan::event, "Value of the event column. Default: any."),
       Optional("events", &ExclusionPlan::events,
                "Several of which one must be there. Default: any."),
       Optional("where", &ExclusionPlan::where, "A condition over the columns. Default: none."),
       Optional("after", &ExclusionPlan::after, "From this step, from 1. Default: the first.")
           .AtLeast(1)
           .AtMost(kMaxSteps),
       Optional("before", &ExclusionPlan::before, "To this step. Default: 0, the last.")
           .AtLeast(0)
           .AtMost(kMaxSteps)}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<EventPlan>) {
  using definition::Optional;
  using definition::Required;
  static const auto& table = *new definition::FieldTable(
      definition::Table<EventPlan>(
          "event_funnel", "How far everybody gets through some steps in time.",
          {Required("id", &EventPlan::id, "Its id, \"signing\".").IsId(),
           Required("steps", &EventPlan::steps, "1 to 64 steps."),
           Required("within", &EventPlan::within,
                    "The last step is at most this long after the first, \"30d\"."),
           Optional("table", &EventPlan::table, "The table of rows. Default: events."),
           Optional("subject", &EventPlan::subject, "Column of who. Default: subject_id."),
           Optional("time", &EventPlan::time, "Column of when, instants or days. Default: at."),
           Optional("event", &EventPlan::event, "Column of what. Default: event."),
           Optional("rules", &EventPlan::rules, "Whose rules count. Default: attain."),
           Optional("modes", &EventPlan::modes, "Modes of ClickHouse. Default: none."),
           Optional("order", &EventPlan::order, "How rows lie. Default: ordered."),
           Optional("entry", &EventPlan::entry, "Where chains start. Default: latest."),
           Optional("ties", &EventPlan::ties, "Equal times. Default: by_step."),
           Optional("reuse", &EventPlan::reuse, "One row for several steps. Default: allowed."),
           Optional("after_break", &EventPlan::after_break,
                    "After an interruption. Default: restart."),
           Optional("exclude", &EventPlan::exclude,
                    "What must not lie in between. Default: nothing."),
           Optional("hold", &EventPlan::hold,
                    "A column that keeps its value along a chain. Default: none."),
           Optional("by", &EventPlan::by,
                    "Column to group by, read in the row of step 1 (in any order: in the last "
                    "row of the chain). Default: one group."),
           Optional("note", &EventPlan::note, "Free text.")})
          .Kind("events"));
  return table;
}

}  // namespace attain::funnel
