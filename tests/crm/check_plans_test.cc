// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckPlansTest, PeriodsTileTheirParent) {
  const std::string head = "period_id,kind,start,end,parent_id\nQ,quarter,2026-01-01,2026-04-01,\n";
  EXPECT_THAT(At(Loaded({{"periods", head + "M2,month,2026-02-01,2026-03-01,Q\nM1,month,2026-01-01,"
                                            "2026-02-01,Q\nM3,month,2026-03-01,2026-04-01,Q\n"}})
                     .findings(),
                 Reason::kPeriodGap),
              IsEmpty());
  const Dataset gap = Loaded(
      {{"periods", head + "M1,month,2026-01-01,2026-02-01,Q\nM3,month,2026-03-01,2026-04-01,Q\n"}});
  EXPECT_THAT(At(gap.findings(), Reason::kPeriodGap), ElementsAre("periods 2 start"));
  const Dataset ends = Loaded(
      {{"periods", head + "M1,month,2026-01-01,2026-02-01,Q\nM2,month,2026-02-01,2026-03-01,Q\n"}});
  EXPECT_THAT(At(ends.findings(), Reason::kPeriodGap), ElementsAre("periods 2 end"));
  EXPECT_EQ(ends.periods().size(), 2u);
}

constexpr char kUnits[] = "unit_id,parent_id\nco,\nA,co\nB,co\n";
constexpr char kMembers[] = "rep_id,unit_id\nR1,A\nR2,A\n";
constexpr char kHead[] =
    "target_id,version,metric_id,scope_kind,scope_id,period_id,level,value,ccy\n";

Findings Of(const std::string& rows, unsigned seed = 0) {
  return Loaded({{"org_units", kUnits}, {"rep_units", kMembers}, {"targets", kHead + rows}}, {},
                seed)
      .findings();
}

TEST(CheckPlansTest, TargetsBelowAUnitAddUpToIts) {
  const std::string rows =
      "t1,1,m,rep,R1,2026-01,target,60,EUR\nt2,1,m,rep,R2,2026-01,,40,EUR\nt3,1,m,unit,A,2026-01,"
      "target,100,EUR\nt4,1,m,unit,B,2026-01,target,50,EUR\n"
      "t5,1,m,unit,co,2026-01,target,151,EUR\nt6,1,m,unit,co,2026-02,target,7,EUR\nt7,1,m,account,"
      "A,2026-01,target,3,EUR\nt8,1,m,rep,R9,2026-01,target,3,EUR\n";
  EXPECT_THAT(At(Of(rows), Reason::kTargetChildrenMismatch), ElementsAre("targets 4 value"));
}

TEST(CheckPlansTest, TheHighestVersionCounts) {
  const std::string rows =
      "t1,2,m,rep,R1,2026-01,target,100,EUR\nt1,1,m,rep,R1,2026-01,target,60,EUR\nt3,1,m,unit,A,"
      "2026-01,target,100,EUR\n";
  EXPECT_THAT(At(Of(rows), Reason::kTargetChildrenMismatch), IsEmpty());
}

TEST(CheckPlansTest, TwoTargetsOfOneVersionGiveTheSameAnswerInAnyOrder) {
  const std::string rows =
      "t1,1,m,rep,R1,2026-01,target,100,EUR\nt2,1,m,rep,R1,2026-01,target,60,EUR\nt3,1,m,unit,A,"
      "2026-01,target,100,EUR\n";
  for (unsigned seed : {0u, 1u, 2u, 3u, 4u})
    EXPECT_THAT(At(Of(rows, seed), Reason::kTargetChildrenMismatch), IsEmpty()) << seed;
}

TEST(CheckPlansTest, PeriodsOfATableGiveTheDayTheTreeIsReadOn) {
  std::string targets(kHead);
  targets.append(
      "t1,1,m,rep,R1,P1,target,1,EUR\nt2,1,m,unit,A,P1,target,2,EUR\nt3,1,m,rep,R1,P2,target,1,"
      "EUR\nt4,1,m,unit,A,P2,target,2,EUR\n");
  const Dataset data = Loaded({{"org_units", kUnits},
                               {"rep_units", "rep_id,unit_id,valid_from\nR1,A,2026-02-01\n"},
                               {"periods",
                                "period_id,kind,start,end\nP1,custom,2026-01-01,2026-02-01\nP2,"
                                "custom,2026-02-01,2026-03-01\n"},
                               {"targets", targets}});
  EXPECT_THAT(At(data.findings(), Reason::kTargetChildrenMismatch), ElementsAre("targets 3 value"));
}

TEST(CheckPlansTest, AFigureThatRestsOnLittleIsASmallSample) {
  const std::string rows =
      "metric_id,entity_kind,entity_id,period_id,num,n\nm,rep,R1,2026,1,4\nm,rep,R2,2026,1,5\nm,"
      "rep,R3,2026,1,\n";
  EXPECT_THAT(At(Loaded({{"metric_values", rows}}).findings(), Reason::kSmallSample),
              ElementsAre("metric_values 0 n"));
  EXPECT_THAT(
      At(Loaded({{"metric_values", rows}}, {.sample_floor = 6}).findings(), Reason::kSmallSample),
      ElementsAre("metric_values 0 n", "metric_values 1 n"));
}

}  // namespace
}  // namespace attain::crm
