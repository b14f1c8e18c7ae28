// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckIntervalsTest, AnEndOnOrBeforeTheStartIsInverted) {
  const Dataset data =
      Loaded({{"reps",
               "rep_id,hire_date,end_date\nR1,2026-01-01,2026-01-01\nR2,2026-02-01,2026-01-01\nR3,"
               "2026-01-01,2026-01-02\nR4,,2026-01-01\nR5,2026-01-01,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kIntervalInverted),
              ElementsAre("reps 0 end_date", "reps 1 end_date"));
  EXPECT_EQ(data.kept("reps").kept(), 3);
}

TEST(CheckIntervalsTest, RowsOfOneThingMustNotHoldAtTheSameTime) {
  const std::string rows =
      "account_id,valid_from,valid_to,rep_id\n"
      "A1,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,R1\n"
      "A1,2026-02-01T00:00:00Z,,R2\n"
      "A1,2026-03-01T00:00:00Z,2026-04-01T00:00:00Z,R3\n"
      "A2,2026-03-01T00:00:00Z,,R3\n";
  const Dataset data = Loaded({{"account_owners", rows}});
  EXPECT_THAT(At(data.findings(), Reason::kIntervalOverlap),
              ElementsAre("account_owners 2 valid_from"));
  EXPECT_EQ(data.findings().items()[0].where.other_row, 1);
}

TEST(CheckIntervalsTest, AMissingStartHoldsFromTheBeginning) {
  const Dataset data = Loaded({{"plan_assignments",
                                "rep_id,plan_id,valid_from,valid_to\nR1,P,,2026-02-01\nR1,P,2026-"
                                "01-01,\nR1,Q,2026-01-01,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kIntervalOverlap),
              ElementsAre("plan_assignments 1 valid_from"));
}

TEST(CheckIntervalsTest, AToleratedOverlapIsAWarningAndTheRowIsUsed) {
  const Dataset data =
      Loaded({{"plan_assignments",
               "rep_id,plan_id,valid_from,valid_to\nR1,P,2026-01-01,\nR1,P,2026-02-01,\n"}},
             {.tolerate = {Reason::kIntervalOverlap}});
  EXPECT_EQ(data.findings().items()[0].severity, Severity::kWarning);
  EXPECT_TRUE(data.kept("plan_assignments").all());
}

TEST(CheckIntervalsTest, WithoutOneOfTheColumnsNothingIsInverted) {
  static const int64_t last[] = {INT64_MAX};
  table::Tables tables;
  tables.Add(*table::Table::Of(
      "account_owners",
      {table::Column::OfTexts("account_id", {"A1"}),
       table::Column("valid_from", table::Type::kTimestamp, 0,
                     {{.layout = table::Layout::kTimestampSecond, .length = 1, .values = last}})}));
  EXPECT_THAT(At(Load(tables)->findings(), Reason::kIntervalInverted), IsEmpty());
}

}  // namespace
}  // namespace attain::crm
