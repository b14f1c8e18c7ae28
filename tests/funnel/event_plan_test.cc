// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/event_plan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "funnel/csv_table.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

// Four users, as the page on funnels tells them: ann signs 29 days after her visit, bob's quote
// comes too late, cyd complains, dan may still go on.
constexpr std::string_view kEvents =
    "subject_id,at,event,rep_id,value\n"
    "ann,2026-01-05T00:00:00Z,visit,R-1,\n"
    "ann,2026-01-09T00:00:00Z,quote,R-1,500\n"
    "ann,2026-01-20T00:00:00Z,visit,R-1,\n"
    "ann,2026-02-03T00:00:00Z,sign,R-1,\n"
    "bob,2026-01-07T00:00:00Z,visit,R-2,\n"
    "bob,2026-02-20T00:00:00Z,quote,R-2,2000\n"
    "cyd,2026-01-12T00:00:00Z,visit,R-1,\n"
    "cyd,2026-01-14T00:00:00Z,quote,R-1,3000\n"
    "cyd,2026-01-15T00:00:00Z,complaint,R-1,\n"
    "cyd,2026-01-18T00:00:00Z,sign,R-1,\n"
    "dan,2026-02-10T00:00:00Z,visit,R-2,\n";

crm::Dataset Company(std::string_view events = kEvents) {
  table::Tables tables;
  tables.Add(CsvTable("reps", "rep_id,role\nR-1,ae\nR-2,ae\n"));
  tables.Add(CsvTable("events", events));
  return *crm::Load(tables);
}

EventPlan Signing() {
  return {.id = "signing",
          .steps = {{.event = "visit"}, {.event = "quote"}, {.event = "sign"}},
          .within = {30}};
}

Timestamp March() { return *Timestamp::Parse("2026-03-01T00:00:00Z"); }

EventReport Report(const EventPlan& plan, Timestamp as_of = March(),
                   std::string_view events = kEvents) {
  const auto prepared = Resolve(plan, Company(events));
  EXPECT_TRUE(prepared.ok()) << prepared.status();
  const auto report = Calculate(*prepared, as_of);
  EXPECT_TRUE(report.ok()) << report.status();
  return *report;
}

// "ann 3 converted, bob 1 window, …".
std::string Levels(const EventReport& report) {
  std::string text;
  const table::Table& subjects = report.subjects();
  for (int64_t row = 0; row < subjects.rows(); ++row) {
    text += text.empty() ? "" : ", ";
    for (const int column : {0, 1, 2}) {
      text +=
          (column == 0 ? "" : " ") + subjects.columns()[static_cast<size_t>(column)].FormatAt(row);
    }
  }
  return text;
}

int64_t Cell(const table::Table& table, std::string_view column, int64_t row) {
  return table.column(column)->IntAt(row).value_or(-1);
}

std::vector<std::string> PathsOf(const Findings& findings) {
  std::vector<std::string> paths;
  for (const Finding& finding : findings) paths.push_back(finding.where.path);
  return paths;
}

TEST(EventPlanTest, EverybodyIsFollowedThroughTheSteps) {
  const auto prepared = Resolve(Signing(), Company());
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(prepared->id(), "signing");
  EXPECT_EQ(*prepared->last(), *Timestamp::Parse("2026-02-20T00:00:00Z"));
  EXPECT_TRUE(prepared->findings().empty());
  const EventReport report = *Calculate(*prepared, March());
  EXPECT_EQ(Levels(report), "ann 3 converted, bob 1 window, cyd 3 converted, dan 1 open");
  const table::Table& steps = report.steps();
  ASSERT_EQ(steps.rows(), 3);
  EXPECT_TRUE(steps.column("group")->IsNull(0));
  EXPECT_EQ(steps.column("name")->TextAt(1), "quote");
  EXPECT_EQ(Cell(steps, "entered", 0), 4);
  EXPECT_EQ(Cell(steps, "converted", 0), 2);
  EXPECT_EQ(Cell(steps, "pending", 0), 1);
  EXPECT_EQ(Cell(steps, "lost", 0), 1);
  // 2 of the 3 who are settled; Wilson's interval of 2 of 3 is 0.2077 to 0.9385.
  EXPECT_NEAR(*steps.column("rate")->DoubleAt(0), 2.0 / 3, 1e-12);
  EXPECT_NEAR(*steps.column("low")->DoubleAt(0), 0.2077, 5e-5);
  EXPECT_NEAR(*steps.column("high")->DoubleAt(0), 0.9385, 5e-5);
  // From visit to quote 4 days (ann) and 2 (cyd); to signing 25 and 4.
  EXPECT_NEAR(*steps.column("median_days")->DoubleAt(1), 3, 1e-12);
  EXPECT_NEAR(*steps.column("median_days")->DoubleAt(2), 14.5, 1e-12);
  EXPECT_NEAR(*steps.column("median_days_from_first")->DoubleAt(2), 17.5, 1e-12);
  EXPECT_TRUE(steps.column("median_days")->IsNull(0));
}

TEST(EventPlanTest, ChainsNameTheRowsOfTheTable) {
  const table::Table subjects = Report(Signing()).subjects();
  EXPECT_EQ(subjects.column("rows")->TextAt(0), "0 1 3");
  EXPECT_EQ(subjects.column("times")->TextAt(0),
            "2026-01-05T00:00:00Z 2026-01-09T00:00:00Z 2026-02-03T00:00:00Z");
  EXPECT_EQ(subjects.column("rows")->TextAt(3), "10");
  EXPECT_EQ(subjects.column("pending")->FormatAt(3), "true");
  // Whoever never met step 1 has no chain.
  EventPlan plan = Signing();
  plan.steps[0].event = "complaint";
  const table::Table others = Report(plan).subjects();
  EXPECT_EQ(others.column("stop")->FormatAt(0), "never");
  EXPECT_TRUE(others.column("rows")->IsNull(0));
  EXPECT_EQ(others.column("rows")->TextAt(2), "8");
}

TEST(EventPlanTest, WhatHappenedLaterIsNotKnown) {
  EventPlan plan = Signing();
  const EventReport january = Report(plan, *Timestamp::Parse("2026-01-16T12:00:00.5Z"));
  EXPECT_EQ(Levels(january), "ann 2 open, bob 1 open, cyd 2 open");
  // Rows keep their numbers when earlier ones are left out.
  EXPECT_EQ(january.subjects().column("rows")->TextAt(2), "6 7");
  EXPECT_EQ(Levels(Report(plan, *Timestamp::Parse("2025-01-01T00:00:00Z"))), "");
  // After 12 March nobody can come any more: a day of dan's is over.
  EXPECT_EQ(Levels(Report(plan, *Timestamp::Parse("2026-03-20T00:00:00Z"))),
            "ann 3 converted, bob 1 window, cyd 3 converted, dan 1 window");
}

TEST(EventPlanTest, ConditionsExclusionsAndGroupsCount) {
  EventPlan plan = Signing();
  plan.steps[1] = {.event = "quote", .where = "value > 1000", .id = "offer"};
  EXPECT_EQ(Levels(Report(plan)), "ann 1 window, bob 1 window, cyd 3 converted, dan 1 open");
  EXPECT_EQ(Report(plan).steps().column("name")->TextAt(1), "offer");
  plan.exclude = {{.event = "complaint", .after = 2}};
  EXPECT_EQ(Levels(Report(plan)), "ann 1 window, bob 1 window, cyd 2 excluded, dan 1 open");
  plan.exclude = {{.where = "event == 'complaint'", .after = 1, .before = 2}};
  EXPECT_EQ(Levels(Report(plan)), "ann 1 window, bob 1 window, cyd 3 converted, dan 1 open");
  plan = Signing();
  plan.by = "rep_id";
  const table::Table steps = Report(plan).steps();
  ASSERT_EQ(steps.rows(), 6);
  EXPECT_EQ(steps.column("group")->TextAt(0), "R-1");
  EXPECT_EQ(Cell(steps, "entered", 0), 2);
  EXPECT_EQ(Cell(steps, "converted", 2), 2);
  EXPECT_EQ(steps.column("group")->TextAt(3), "R-2");
  EXPECT_EQ(Cell(steps, "pending", 3), 1);
  plan.steps[0].event = "nothing";
  EXPECT_EQ(Report(plan).steps().rows(), 0);
}

TEST(EventPlanTest, OptionsReachTheRules) {
  EventPlan plan = Signing();
  plan.steps[1].max_gap = definition::Duration{3};
  EXPECT_EQ(Levels(Report(plan)), "ann 1 window, bob 1 window, cyd 3 converted, dan 1 window");
  plan = Signing();
  plan.steps[1].optional = true;
  plan.entry = Entry::kFirst;
  EXPECT_EQ(Levels(Report(plan)), "ann 3 converted, bob 1 window, cyd 3 converted, dan 1 open");
  plan = Signing();
  plan.order = Order::kAdjacent;
  EXPECT_EQ(Levels(Report(plan)).substr(0, 5), "ann 2");
  plan.order = Order::kUnordered;
  plan.by = "rep_id";
  EXPECT_EQ(Report(plan).steps().rows(), 6);
  plan = Signing();
  plan.hold = "rep_id";
  EXPECT_EQ(Levels(Report(plan)), "ann 3 converted, bob 1 window, cyd 3 converted, dan 1 open");
  plan = Signing();
  plan.rules = FunnelRules::kClickHouse;
  plan.modes = {ClickHouseMode::kStrictOrder};
  EXPECT_NE(Levels(Report(plan)).find("cyd 2"), std::string::npos);
  plan.modes = {};
  EXPECT_NE(Levels(Report(plan)).find("cyd 3"), std::string::npos);
  plan.rules = FunnelRules::kProduct;
  plan.exclude = {{.events = {"complaint"}}};
  EXPECT_NE(Levels(Report(plan)).find("cyd 0 excluded"), std::string::npos);
}

TEST(EventPlanTest, DaysServeAsTimesAndRowsWithoutSubjectAreSetAside) {
  table::Tables tables;
  tables.Add(CsvTable("reps", "rep_id,role\nR-1,ae\n"));
  tables.Add(CsvTable("deals",
                      "deal_id,owner_id,created,expected_close,outcome\n"
                      "D-0,,2026-01-01T00:00:00Z,2026-01-09,won\n"
                      "D-1,R-1,2026-01-01T00:00:00Z,2026-01-10,won\n"
                      "D-2,R-1,2026-01-01T00:00:00Z,2026-01-20,won\n"
                      "D-3,R-1,2026-01-01T00:00:00Z,2026-01-20,lost\n"));
  const crm::Dataset data = *crm::Load(tables);
  EventPlan plan{.id = "second-win",
                 .steps = {{.event = "won", .id = "first"}, {.event = "won", .id = "second"}},
                 .within = {30},
                 .table = "deals",
                 .subject = "owner_id",
                 .time = "expected_close",
                 .event = "outcome",
                 .ties = Ties::kStrictlyLater,
                 .reuse = Reuse::kOnce};
  const auto prepared = Resolve(plan, data);
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(*prepared->last(), *Timestamp::Parse("2026-01-20T23:59:59.999999Z"));
  EXPECT_EQ(Levels(*Calculate(*prepared, *prepared->last())), "R-1 2 converted");
  EXPECT_EQ(Levels(*Calculate(*prepared, *Timestamp::Parse("2026-01-19T12:00:00Z"))), "R-1 1 open");
}

TEST(EventPlanTest, FaultsOfTheDefinitionAreFoundAllAtOnce) {
  EventPlan plan{.id = "f",
                 .steps = {{.event = "visit", .max_gap = definition::Duration{1}, .optional = true},
                           {},
                           {.event = "a", .events = {"b"}, .where = "value >", .id = "visit"}},
                 .within = {-1},
                 .modes = {ClickHouseMode::kStrictOnce},
                 .exclude = {{.event = "x", .after = 3, .before = 2}, {.after = 1, .before = 9}}};
  const Findings findings = Validate(plan, "funnel[f]");
  const std::vector<std::string> paths = PathsOf(findings);
  for (const char* path :
       {"funnel[f].steps[0].optional", "funnel[f].steps[0].max_gap", "funnel[f].steps[1]",
        "funnel[f].steps[visit]", "funnel[f].steps[visit].events", "funnel[f].steps[visit].where",
        "funnel[f].within", "funnel[f].modes", "funnel[f].exclude[0]", "funnel[f].exclude[1]"}) {
    EXPECT_NE(std::find(paths.begin(), paths.end(), path), paths.end()) << path;
  }
  EventPlan other = Signing();
  other.rules = FunnelRules::kClickHouse;
  other.order = Order::kAdjacent;
  other.entry = Entry::kFirst;
  other.ties = Ties::kAny;
  other.reuse = Reuse::kOnce;
  other.after_break = AfterBreak::kStop;
  other.exclude = {{.event = "complaint"}};
  other.steps[1].max_gap = definition::Duration{40000};
  other.steps[2].optional = true;
  EXPECT_EQ(Validate(other).size(), 9);
  other = Signing();
  other.order = Order::kUnordered;
  other.steps[1].max_gap = definition::Duration{4};
  EXPECT_EQ(PathsOf(Validate(other)), std::vector<std::string>{"funnel[signing].steps[1].max_gap"});
  other.steps.clear();
  EXPECT_EQ(PathsOf(Validate(other)), std::vector<std::string>{"funnel[signing].steps"});
}

TEST(EventPlanTest, FaultsAgainstTheDataAreFoundAllAtOnce) {
  EventPlan plan = Signing();
  plan.subject = "user";
  plan.time = "event";
  plan.event = "events";
  plan.hold = "channel";
  plan.by = "rep";
  plan.steps[1].where = "amount > 3";
  const Findings findings = FindingsOf(Resolve(plan, Company()).status());
  const std::vector<std::string> paths = PathsOf(findings);
  for (const char* key : {"subject", "time", "event", "hold", "by"}) {
    EXPECT_NE(std::find(paths.begin(), paths.end(), "funnel[signing]." + std::string(key)),
              paths.end())
        << key;
  }
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.reason == Reason::kUnknownName;
  }));
  plan = Signing();
  plan.table = "event";
  EXPECT_EQ(ReasonOf(Resolve(plan, Company()).status()), Reason::kMeasureUnfed);
}

TEST(EventPlanTest, ATableWithoutRowsHasStepsOfNobody) {
  const EventReport report = Report(Signing(), March(), "subject_id,at,event,rep_id,value\n");
  EXPECT_EQ(report.subjects().rows(), 0);
  ASSERT_EQ(report.steps().rows(), 3);
  EXPECT_EQ(Cell(report.steps(), "entered", 0), 0);
  EXPECT_TRUE(report.steps().column("rate")->IsNull(0));
  EXPECT_TRUE(report.findings().empty());
}

TEST(EventPlanTest, ADocumentIsReadAndItsWordsAreKnown) {
  const auto loaded = definition::Load<EventPlan>(
      R"({"id": "signing", "kind": "events", "within": "2w", "order": "adjacent", "rules": "product",
          "steps": ["visit", {"id": "offer", "event": "quote", "where": "value > 1000"}],
          "exclude": [{"event": "complaint", "after": 1, "before": 2}]})");
  EXPECT_FALSE(loaded.findings.has_errors());
  const EventPlan& plan = loaded.value;
  EXPECT_EQ(plan.within.days, 14);
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.steps[0].event, "visit");
  EXPECT_EQ(plan.steps[1].id, "offer");
  EXPECT_EQ(plan.order, Order::kAdjacent);
  EXPECT_EQ(plan.rules, FunnelRules::kProduct);
  EXPECT_EQ(definition::TextOf(ClickHouseMode::kAllowReentry), "allow_reentry");
  EXPECT_EQ(definition::TextOf(Entry::kFirst), "first");
  EXPECT_EQ(definition::TextOf(Ties::kByRow), "by_row");
  EXPECT_EQ(definition::TextOf(Reuse::kOnce), "once");
  EXPECT_EQ(definition::TextOf(AfterBreak::kStop), "stop");
}

}  // namespace
}  // namespace attain::funnel
