// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckKeysTest, OfRowsWithOneKeyTheFirstAsTextIsKept) {
  const Dataset data = Loaded({{"reps", "rep_id,role\nR1,manager\nR2,ae\nR1,ae\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kDupKey), ElementsAre("reps 0 rep_id"));
  EXPECT_EQ(data.findings().items()[0].where.other_row, 2);
  EXPECT_EQ(data.RowOf(Entity::kRep, data.ids(Entity::kRep).Find("R1")), 2);
  EXPECT_EQ(data.RowOf(Entity::kRep, data.ids(Entity::kRep).Find("R2")), 1);
}

TEST(CheckKeysTest, AKeyOfSeveralColumnsIsDoubledOnlyInAll) {
  const Dataset data = Loaded({{"deal_splits",
                                "deal_id,rep_id,split_type,share\nD1,R1,revenue,0.5\nD1,R2,revenue,"
                                "0.5\nD1,R1,overlay,0.5\nD1,R1,revenue,0.5\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kDupKey), ElementsAre("deal_splits 3 deal_id"));
}

TEST(CheckKeysTest, EveryTypeOfKeyColumnTellsRowsApart) {
  const Dataset data =
      Loaded({{"fx_rates",
               "from,to,day,rate_type,rate\nUSD,EUR,2026-01-02,spot,0.9\nUSD,EUR,2026-01-01,spot,0."
               "9\nUSD,EUR,2026-01-02,spot,0.8\n"},
              {"metric_values",
               "metric_id,entity_kind,entity_id,period_id,num\nm,rep,R1,2026,1\nm,rep,R2,2026,1\nm,"
               "rep,R1,2026,2\n"},
              {"target_profiles", "profile_id,period_index,weight\np,2,1\np,1,1\np,2,3\n"},
              {"events",
               "subject_id,at,event\ns,2026-01-02T00:00:00Z,a\ns,2026-01-01T00:00:00Z,a\ns,2026-01-"
               "02T00:00:00Z,b\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kDupKey),
              ElementsAre("events 2 subject_id", "fx_rates 0 from", "metric_values 2 metric_id",
                          "target_profiles 2 profile_id"));
}

TEST(CheckKeysTest, ARowWithoutKeyIsMissingAndNotDoubled) {
  const Dataset data = Loaded({{"reps", "rep_id,role\n,ae\n,ae\nR1,ae\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kDupKey), IsEmpty());
  EXPECT_EQ(CountOf(data.findings(), Reason::kNullValue), 2);
}

TEST(CheckKeysTest, AReferenceToNothingIsAnErrorOrAWarning) {
  const Dataset data =
      Loaded({{"reps", "rep_id\nR1\n"},
              {"accounts", "account_id\nA1\n"},
              {"deals", "deal_id,owner_id,account_id\nD1,R1,A1\nD2,R9,A1\nD3,R1,A9\nD4,,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kOrphanRef),
              ElementsAre("deals 1 owner_id", "deals 2 account_id"));
  EXPECT_FALSE(data.deals().kept()[1]);
  EXPECT_TRUE(data.deals().kept()[2]);
  EXPECT_EQ(data.findings().items()[1].severity, Severity::kWarning);
}

TEST(CheckKeysTest, ReferencesAreNotCheckedAgainstTablesThatAreNotThere) {
  EXPECT_THAT(At(Loaded({{"deals", "deal_id,owner_id\nD1,R9\n"}}).findings(), Reason::kOrphanRef),
              IsEmpty());
}

TEST(CheckKeysTest, ARowSetAsideDoesNotBreedOrphans) {
  const Dataset data = Loaded(
      {{"reps", "rep_id,hire_date\nR1,yesterday\n"}, {"deals", "deal_id,owner_id\nD1,R1\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kInvalidCell), ElementsAre("reps 0 hire_date"));
  EXPECT_THAT(At(data.findings(), Reason::kOrphanRef), IsEmpty());
}

TEST(CheckKeysTest, ATableMayReferToItself) {
  const Dataset data = Loaded({{"transactions",
                                "txn_id,kind,orig_txn_id,event_date,amount,ccy\nT1,invoice,,2026-"
                                "01-01,10,EUR\nT2,credit,T9,2026-01-02,-5,EUR\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kOrphanRef), ElementsAre("transactions 1 orig_txn_id"));
  EXPECT_THAT(data.findings().items()[0].text, testing::HasSubstr("in this table"));
}

}  // namespace
}  // namespace attain::crm
