// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kStages[] =
    "stage_id,position,kind\nnew,10,open\ndemo,20,open\noffer,30,open\nwon,40,won\nlost,50,lost\n";

Dataset Log(const std::string& changes, const std::string& deals = "deal_id\nD1\nD2\n",
            LoadOptions options = {}) {
  return Loaded({{"stages", kStages}, {"deals", deals}, {"deal_changes", changes}}, options);
}

TEST(CheckHistoryTest, EachOldValueIsTheNewOneBefore) {
  const Dataset data =
      Log("deal_id,at,seq,field,old,new\n"
          "D1,2026-01-03T00:00:00Z,0,stage,new,offer\n"
          "D1,2026-01-01T00:00:00Z,0,stage,,new\n"
          "D1,2026-01-02T00:00:00Z,0,stage,new,demo\n"
          "D1,2026-01-01T00:00:00Z,0,amount,,10\nD1,2026-01-02T00:00:00Z,0,amount,10.00,20\n");
  EXPECT_THAT(At(data.findings(), Reason::kChangeChainBroken), ElementsAre("deal_changes 0 old"));
  EXPECT_EQ(data.kept("deal_changes").kept(), 4);
}

TEST(CheckHistoryTest, ChangesAtOneInstantGoBySequence) {
  const Dataset data =
      Log("deal_id,at,seq,field,old,new\nD1,2026-01-01T00:00:00Z,2,stage,demo,offer\nD1,2026-01-"
          "01T00:00:00Z,1,stage,new,demo\nD1,2026-01-01T00:00:00Z,0,stage,,new\n");
  EXPECT_THAT(At(data.findings(), Reason::kChangeChainBroken), IsEmpty());
}

TEST(CheckHistoryTest, SkipsAndReturnsAreCounted) {
  const Dataset data =
      Log("deal_id,at,field,old,new\n"
          "D1,2026-01-01T00:00:00Z,stage,,new\nD1,2026-01-02T00:00:00Z,stage,new,offer\nD1,2026-01-"
          "03T00:00:00Z,stage,offer,new\nD1,2026-01-04T00:00:00Z,stage,new,lost\n");
  EXPECT_THAT(At(data.findings(), Reason::kStageSkip), ElementsAre("deal_changes 1 new"));
  EXPECT_THAT(At(data.findings(), Reason::kStageReentry), ElementsAre("deal_changes 2 new"));
}

TEST(CheckHistoryTest, ADealBornClosedHasNoOpenStage) {
  const Dataset data =
      Log("deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,stage,,lost\nD2,2026-01-01T00:00:00Z,"
          "stage,,won\n");
  EXPECT_THAT(At(data.findings(), Reason::kNoOpenStage),
              ElementsAre("deal_changes 0 new", "deal_changes 1 new"));
}

TEST(CheckHistoryTest, AStageOfTheLogMustBeKnown) {
  const Dataset data = Log("deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,stage,,Evaluation\n");
  EXPECT_THAT(At(data.findings(), Reason::kStageUnknown), ElementsAre("deal_changes 0 new"));
}

TEST(CheckHistoryTest, ALogThatBeginsAfterTheDealIsTruncated) {
  const Dataset data =
      Log("deal_id,at,field,old,new\nD1,2026-02-01T00:00:00Z,stage,,new\nD2,2026-01-01T00:00:00Z,"
          "stage,new,demo\nD3,2026-01-01T00:00:00Z,stage,,new\n",
          "deal_id,created\nD1,2026-01-01T00:00:00Z\nD2,2026-01-01T00:00:00Z\nD3,2026-01-01T00:00:"
          "00Z\n");
  EXPECT_THAT(At(data.findings(), Reason::kHistoryTruncated),
              ElementsAre("deal_changes 0 at", "deal_changes 1 at"));
}

TEST(CheckHistoryTest, WithoutStagesInTheLogThereIsNoHistory) {
  const Dataset data =
      Log("deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,stage,,new\nD2,2026-01-01T00:00:00Z,"
          "amount,,5\n");
  EXPECT_THAT(At(data.findings(), Reason::kNoHistory), ElementsAre("deals 1 stage_id"));
  const Dataset none = Loaded({{"deals", "deal_id,stage_id\nD1,x\n"}});
  EXPECT_THAT(At(none.findings(), Reason::kNoHistory), ElementsAre("deals -1 stage_id"));
}

TEST(CheckHistoryTest, ValuesTheLogDoesNotEndWithWereOverwritten) {
  const Dataset data =
      Log("deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,expected_close,,2026-03-01\nD1,2026-"
          "01-01T00:00:00Z,amount,,10.0\nD2,2026-01-01T00:00:00Z,owner,,R1\n",
          "deal_id,expected_close,amount,ccy,owner_id\nD1,2026-02-11,10,EUR,\nD2,,,,R2\n");
  EXPECT_THAT(At(data.findings(), Reason::kValueOverwritten),
              ElementsAre("deals 0 expected_close", "deals 1 owner_id"));
}

TEST(CheckHistoryTest, ManyDealsAtOneInstantAreAnImport) {
  const std::string log =
      "deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,stage,,new\nD2,2026-01-01T00:00:00Z,stage,"
      ",new\n";
  EXPECT_THAT(At(Log(log).findings(), Reason::kBackfilledHistory), IsEmpty());
  EXPECT_THAT(At(Log(log, "deal_id\nD1\nD2\n", {.backfill_deals = 2}).findings(),
                 Reason::kBackfilledHistory),
              ElementsAre("deal_changes 0 at"));
}

TEST(CheckHistoryTest, TheHistoryOfADoubledDealIsCheckedInAnyOrderOfRows) {
  const std::string log =
      "deal_id,at,field,old,new\nD1,2026-01-01T00:00:00Z,stage,,new\nD1,2026-01-02T00:00:00Z,stage,"
      "offer,demo\n";
  for (const char* deals : {"deal_id,source\nD1,a\nD1,b\n", "deal_id,source\nD1,b\nD1,a\n"}) {
    EXPECT_THAT(At(Log(log, deals).findings(), Reason::kChangeChainBroken),
                ElementsAre("deal_changes 1 old"))
        << deals;
  }
}

TEST(CheckHistoryTest, ToleratedDoublesAreOrderedByTheirTexts) {
  const std::string head = "deal_id,at,field,old,new\n";
  const std::string a = "D1,2026-01-01T00:00:00Z,stage,,new\n";
  const std::string b = "D1,2026-01-01T00:00:00Z,stage,new,demo\n";
  const LoadOptions options{.tolerate = {Reason::kDupKey}};
  EXPECT_EQ(
      CountOf(Log(head + a + b, "deal_id\nD1\n", options).findings(), Reason::kChangeChainBroken),
      CountOf(Log(head + b + a, "deal_id\nD1\n", options).findings(), Reason::kChangeChainBroken));
}

}  // namespace
}  // namespace attain::crm
