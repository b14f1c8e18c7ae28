// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/event_table.h"

#include "attain/base/status.h"
#include "attain/funnel/steps.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using table::Column;
using table::Table;
using table::Type;

constexpr int64_t kDay = 86'400'000'000;

Table Visits() {
  return *Table::Of("events",
                    {Column::OfTexts("user", {"ann", "bob", "ann", "ann", "", "cyd"},
                                     {true, true, true, true, false, true}),
                     Column::OfTimestamps("ts", {0, kDay, 2 * kDay, 3 * kDay, 0, 40 * kDay}),
                     Column::OfTexts("event", {"visit", "visit", "quote", "sign", "sign", "visit"}),
                     Column::OfTexts("channel", {"web", "ad", "mail", "mail", "ad", "web"}),
                     Column::OfInts("amount", {1, 2, 3, 4, 5, 6})});
}

EventColumns Columns() {
  return {.subject = "user",
          .time = "ts",
          .steps = {{.events = {"visit"}}, {.events = {"quote", "offer"}}, {.events = {"sign"}}}};
}

Outcomes Found(const EventFrame& frame, int64_t window) {
  return *Calculate(Funnel{.steps = frame.steps(), .window = window}, frame.log(),
                    {.chains = true});
}

TEST(EventTableTest, ATableOfTextsAndInstantsBecomesOutcomesByName) {
  const auto frame = EventFrame::Load(Visits(), Columns());
  ASSERT_TRUE(frame.ok()) << frame.status();
  ASSERT_EQ(frame->findings().size(), 1);
  EXPECT_EQ(frame->findings().items()[0].reason, Reason::kNullValue);
  EXPECT_EQ(frame->findings().items()[0].where.row, 4);
  EXPECT_EQ(*frame->Ticks(kDay), kDay);
  const Outcomes found = Found(*frame, 30 * kDay);
  const Table subjects = *frame->SubjectsTable(found);
  EXPECT_EQ(subjects.column("user")->TextAt(0), "ann");
  EXPECT_EQ(subjects.column("level")->IntAt(0), 3);
  EXPECT_EQ(subjects.column("stop")->TextAt(1), "window");
  EXPECT_EQ(subjects.column("open")->BoolAt(2), true);
  const Table chains = *frame->ChainsTable(found);
  EXPECT_EQ(chains.rows(), 5);
  EXPECT_EQ(chains.column("row")->IntAt(2), 3);
  EXPECT_EQ(chains.column("time")->TimestampAt(2)->micros(), 3 * kDay);
  EXPECT_EQ(chains.column("row")->IntAt(4), 5);  // behind the row set aside
}

TEST(EventTableTest, GroupsComeFromTheRowsOfTheChain) {
  const auto frame = EventFrame::Load(Visits(), Columns());
  const Outcomes found = Found(*frame, 30 * kDay);
  const auto first = frame->GroupsBy(found, "channel", 1);
  EXPECT_EQ(first->second, (std::vector<std::string>{"ad", "web"}));
  const auto last = frame->GroupsBy(found, "channel", 0);
  EXPECT_EQ(last->second, (std::vector<std::string>{"ad", "mail", "web"}));
  const auto months = frame->CohortsBy(found, Grain::kMonth);
  EXPECT_EQ(months->second, (std::vector<std::string>{"1970-01", "1970-02"}));
  EXPECT_EQ(ReasonOf(frame->GroupsBy(found, "chanel", 1).status()), Reason::kUnknownColumn);
  EXPECT_EQ(ReasonOf(frame->GroupsBy(found, "channel", 9).status()), Reason::kInvalidArgument);
  const Outcomes bare = *Calculate(Funnel{.steps = 3, .window = 1}, frame->log());
  EXPECT_EQ(ReasonOf(frame->ChainsTable(bare).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(frame->CohortsBy(bare, Grain::kMonth).status()), Reason::kInvalidArgument);
}

TEST(EventTableTest, ConditionsMayStandForSteps) {
  EventColumns columns = Columns();
  columns.steps = {{.where = *expression::Parse("amount < 3")},
                   {.events = {"quote", "sign"}, .where = *expression::Parse("amount > 3")}};
  columns.exclude = {{.what = {.where = *expression::Parse("channel == 'mail' && amount == 3")},
                      .after = 1,
                      .before = 2}};
  const auto frame = EventFrame::Load(Visits(), columns);
  ASSERT_TRUE(frame.ok()) << frame.status();
  const Outcomes found = Found(*frame, 30 * kDay);
  const Table subjects = *frame->SubjectsTable(found);
  EXPECT_EQ(subjects.column("level")->IntAt(0), 1);
  EXPECT_EQ(subjects.column("stop")->TextAt(0), "excluded");
  columns.exclude.clear();
  const auto open = EventFrame::Load(Visits(), columns);
  EXPECT_EQ(open->SubjectsTable(Found(*open, 30 * kDay))->column("level")->IntAt(0), 2);
}

TEST(EventTableTest, WholeNumbersOfAnySizeNameSubjectsAndEvents) {
  const int64_t far = int64_t{1} << 40;
  for (const std::vector<int64_t>& users :
       {std::vector<int64_t>{7, 3, 7, 3}, std::vector<int64_t>{far, -3, far, -3}}) {
    const Table events = *Table::Of(
        "events", {Column::OfInts("subject", users), Column::OfInts("time", {1, 2, 3, 4}),
                   Column::OfInts("event", {10, 10, 1'000'000, 11}, {true, true, true, false})});
    const auto frame =
        EventFrame::Load(events, {.steps = {{.events = {"10"}}, {.events = {"1000000"}}}});
    ASSERT_TRUE(frame.ok()) << frame.status();
    const Table subjects = *frame->SubjectsTable(Found(*frame, 5));
    EXPECT_EQ(subjects.column("subject")->IntAt(0), users[1]);
    EXPECT_EQ(subjects.column("level")->IntAt(0), 1);
    EXPECT_EQ(subjects.column("level")->IntAt(1), 2);
    EXPECT_EQ(ReasonOf(frame->Ticks(5).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(frame->CohortsBy(Found(*frame, 5), Grain::kDay).status()),
              Reason::kInvalidArgument);
    const Table values = *frame->ValuesTable(
        "values", {{"x", std::vector<int64_t>(static_cast<size_t>(frame->log().subjects), 5)}});
    EXPECT_EQ(values.rows(), 2);
    const auto attempts = Attempts({.steps = 2, .window = 5}, frame->log());
    EXPECT_EQ(frame->AttemptsTable(*attempts)->column("level")->IntAt(1), 2);
  }
}

TEST(EventTableTest, DaysAreTheUnitOfDays) {
  const Table events =
      *Table::Of("events", {Column::OfInts("subject", {0, 0}), Column::OfDates("time", {10, 12}),
                            Column::OfTexts("event", {"a", "b"})});
  const auto frame = EventFrame::Load(events, {.steps = {{.events = {"a"}}, {.events = {"b"}}}});
  EXPECT_EQ(*frame->Ticks(2 * kDay), 2);
  EXPECT_EQ(ReasonOf(frame->Ticks(kDay / 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(frame->ChainsTable(Found(*frame, 2))->column("time")->DateAt(1)->days(), 12);
}

TEST(EventTableTest, AValueHeldConstantSplitsASubjectsChains) {
  const Table events =
      *Table::Of("events", {Column::OfInts("subject", {0, 0, 0, 1, 1}),
                            Column::OfInts("time", {1, 2, 9, 1, 2}),
                            Column::OfTexts("event", {"a", "b", "a", "a", "b"}),
                            Column::OfTexts("product", {"x", "y", "y", "x", "x"})});
  EventColumns columns{.steps = {{.events = {"a"}}, {.events = {"b"}}}, .hold = "product"};
  const auto frame = EventFrame::Load(events, columns);
  ASSERT_TRUE(frame.ok());
  for (const bool chains : {true, false}) {
    const Outcomes pairs =
        *Calculate(Funnel{.steps = 2, .window = 5}, frame->log(), {.chains = chains, .as_of = 10});
    const Outcomes found = frame->PerSubject(pairs);
    const Table subjects = *frame->SubjectsTable(found);
    ASSERT_EQ(subjects.rows(), 2);
    EXPECT_EQ(subjects.column("level")->IntAt(0), 1);
    EXPECT_EQ(subjects.column("stop")->TextAt(0), "open");
    EXPECT_EQ(subjects.column("level")->IntAt(1), 2);
  }
  const Outcomes found = frame->PerSubject(Found(*frame, 5));
  EXPECT_EQ(frame->ChainsTable(found)->column("time")->IntAt(0), 9);
}

TEST(EventTableTest, ManyCombinationsOfConditionsNeedWideCodes) {
  std::vector<int64_t> zero;
  std::vector<int64_t> bits;
  for (int64_t i = 0; i < 600; ++i) {
    zero.push_back(0);
    bits.push_back(i);
  }
  const Table events =
      *Table::Of("events", {Column::OfInts("subject", zero), Column::OfInts("time", bits),
                            Column::OfInts("bits", bits)});
  EventColumns columns;
  for (int s = 0; s < 10; ++s)
    columns.steps.push_back(
        {.where = *expression::Parse("bits / " + std::to_string(1 << s) + " % 2 == 1")});
  const auto frame = EventFrame::Load(events, columns);
  ASSERT_TRUE(frame.ok()) << frame.status();
  EXPECT_EQ(Found(*frame, 600).levels()[0], 10);
}

TEST(EventTableTest, EverythingWrongIsFoundAtOnce) {
  EventColumns columns{.subject = "usr",
                       .time = "when",
                       .event = "event",
                       .steps = {{.events = {"a"}}},
                       .exclude = {{.after = 2, .before = 2}},
                       .hold = "nothing"};
  const auto bad = EventFrame::Load(Visits(), columns);
  EXPECT_EQ(FindingsOf(bad.status()).size(), 4);
  EXPECT_NE(MessageOf(bad.status()).find("did you mean \"user\"?"), std::string::npos);
  EXPECT_EQ(ReasonOf(EventFrame::Load(Visits(), {.subject = "user", .time = "ts"}).status()),
            Reason::kOutOfBounds);
  EventColumns types = Columns();
  types.time = "channel";
  EXPECT_EQ(ReasonOf(EventFrame::Load(Visits(), types).status()), Reason::kWrongColumnType);
  types = Columns();
  types.event = "amount";
  EXPECT_EQ(ReasonOf(EventFrame::Load(Visits(), types).status()), Reason::kInvalidValue);
  types = Columns();
  types.steps[0].where = *expression::Parse("amunt > 3");
  EXPECT_EQ(ReasonOf(EventFrame::Load(Visits(), types).status()), Reason::kUnknownName);
  types = Columns();
  types.steps.resize(65, {.events = {"visit"}});
  EXPECT_EQ(ReasonOf(EventFrame::Load(Visits(), types).status()), Reason::kOutOfBounds);
}

}  // namespace
}  // namespace attain::funnel
