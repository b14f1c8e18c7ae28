// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kStages[] =
    "pipeline_id,stage_id,position,kind\n"
    "p,new,10,open\np,demo,20,open\np,offer,30,open\np,pause,35,hold\np,won,40,won\np,lost,50,"
    "lost\np,void,60,void\nq,new,10,open\n";

TEST(CheckDealsTest, AStageMustStandInThePipelineOfTheDeal) {
  const Dataset data =
      Loaded({{"stages", kStages},
              {"deals",
               "deal_id,pipeline_id,stage_id\nD1,p,demo\nD2,q,demo\nD3,p,gone\nD4,p,\nD5,q,new\n"},
              {"deal_changes", "deal_id,at,field\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kStageUnknown),
              ElementsAre("deals 1 stage_id", "deals 2 stage_id"));
}

TEST(CheckDealsTest, TheOutcomeIsThatOfTheStage) {
  const std::string deals =
      "deal_id,pipeline_id,stage_id,outcome\nD1,p,won,won\nD2,p,won,lost\nD3,p,demo,won\nD4,p,"
      "pause,open\nD5,p,lost,lost\nD6,p,void,void\nD7,p,lost,open\n";
  const Dataset data = Loaded({{"stages", kStages}, {"deals", deals}});
  EXPECT_THAT(At(data.findings(), Reason::kOutcomeStageConflict),
              ElementsAre("deals 1 outcome", "deals 2 outcome", "deals 6 outcome"));
  EXPECT_EQ(data.kept("deals").kept(), 4);
}

TEST(CheckDealsTest, AZeroAmountAtALateStageIsSuspicious) {
  const std::string deals =
      "deal_id,pipeline_id,stage_id,outcome,amount,ccy\nD1,p,new,open,0,EUR\nD2,p,offer,open,0,"
      "EUR\nD3,p,offer,open,,EUR\nD4,p,offer,open,5,EUR\n";
  const Dataset data = Loaded({{"stages", kStages}, {"deals", deals}});
  EXPECT_THAT(At(data.findings(), Reason::kZeroAmountLateStage), ElementsAre("deals 1 amount"));
  EXPECT_TRUE(data.kept("deals").all());
}

TEST(CheckDealsTest, AWonDealWithoutAmountIsSaidAndUsed) {
  const std::string deals =
      "deal_id,outcome,amount,ccy\nD1,won,,EUR\nD2,won,0,EUR\nD3,lost,,EUR\nD4,open,,EUR\nD5,won,5,"
      "EUR\nD6,won,,EUR\n";
  const Dataset data = Loaded({{"deals", deals}});
  EXPECT_THAT(At(data.findings(), Reason::kNullValue),
              ElementsAre("deals 0 amount", "deals 5 amount"));
  EXPECT_FALSE(data.findings().has_errors());
  EXPECT_TRUE(data.kept("deals").all());
}

TEST(CheckDealsTest, AnOpenDealPastItsExpectedCloseIsSaidWhenNowIsKnown) {
  const std::string deals =
      "deal_id,outcome,expected_close\nD1,open,2026-03-30\nD2,open,2026-03-31\nD3,won,2026-01-"
      "01\nD4,open,\n";
  EXPECT_THAT(At(Loaded({{"deals", deals}}).findings(), Reason::kCloseDatePastOpen), IsEmpty());
  const LoadOptions utc{.as_of = *Timestamp::Parse("2026-03-31T23:00:00Z")};
  EXPECT_THAT(At(Loaded({{"deals", deals}}, utc).findings(), Reason::kCloseDatePastOpen),
              ElementsAre("deals 0 expected_close"));
  // In Berlin it is already the first of April.
  const LoadOptions berlin{.as_of = *Timestamp::Parse("2026-03-31T23:00:00Z"),
                           .offset_minutes = 120};
  EXPECT_THAT(At(Loaded({{"deals", deals}}, berlin).findings(), Reason::kCloseDatePastOpen),
              ElementsAre("deals 0 expected_close", "deals 1 expected_close"));
}

TEST(CheckDealsTest, WithoutStagesNothingIsSaidAboutThem) {
  const Dataset data = Loaded(
      {{"deals", "deal_id,stage_id,outcome\nD1,x,won\n"}, {"stages", "stage_id,position\nx,1\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kStageUnknown), IsEmpty());
}

TEST(CheckDealsTest, StagesWithoutPipelinesBelongToAll) {
  const Dataset data = Loaded({{"stages", "stage_id,kind\nx,open\n"},
                               {"deals", "deal_id,pipeline_id,stage_id\nD1,p,x\nD2,q,y\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kStageUnknown), ElementsAre("deals 1 stage_id"));
}

}  // namespace
}  // namespace attain::crm
