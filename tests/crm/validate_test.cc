// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Loading as a whole: all findings at once, options, any order of rows, several threads. Each code
// has its test beside the check that makes it.
#include <thread>

#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;

const std::vector<std::pair<std::string, std::string>>& Faulty() {
  static const auto& list = *new std::vector<std::pair<std::string, std::string>>{
      {"reps",
       "rep_id,role,hire_date\nR1,ae,2026-01-01\nR1,manager,2026-01-01\nR2,ae,soon\nR3,ae,2025-01-"
       "01\n"},
      {"org_units", "unit_id,parent_id,valid_from\nco,,\nA,B,2026-01-01\nB,A,2026-01-01\nC,co,\n"},
      {"rep_units",
       "rep_id,unit_id,valid_from,valid_to,share\nR1,C,2026-01-01,,0.5\nR1,A,2026-01-01,,0.4\nR3,C,"
       ",,1\nR3,C,2026-02-01,,1\n"},
      {"stages", "stage_id,position,kind\nnew,1,open\ndemo,2,open\nwon,3,won\n"},
      {"deals",
       "deal_id,owner_id,stage_id,outcome,amount,ccy,expected_close\nD1,R1,won,won,10,EUR,2026-01-"
       "01\nD2,R9,gone,open,,EUR,\nD3,R3,won,lost,5,,\nD1,R3,won,won,11,EUR,\nD4,R3,gone,open,,,"
       "\nD5,R3,won,lost,5,EUR,\n"},
      {"deal_changes",
       "deal_id,at,seq,field,old,new\nD1,2026-01-01T00:00:00Z,0,stage,,new\nD1,2026-01-02T00:00:"
       "00Z,0,stage,new,won\nD1,2026-01-03T00:00:00Z,0,stage,demo,new\n"},
      {"deal_splits", "deal_id,rep_id,split_type,share\nD1,R1,revenue,0.5\nD1,R3,revenue,0.4\n"},
      {"transactions",
       "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\nT1,invoice,,R1,2026-01-01,100,"
       "EUR\nT2,credit,T1,R1,2026-01-02,-80,EUR\nT3,credit,T1,R1,2026-01-02,-80,EUR\nT4,refund,T1,"
       "R3,2026-01-02,1,EUR\n"},
      {"fx_rates",
       "from,to,day,rate_type,rate\nUSD,EUR,2026-01-20,month_avg,0.8\nUSD,EUR,2026-01-10,month_avg,"
       "0.9\n"},
      {"targets",
       "target_id,version,scope_kind,scope_id,period_id,value,ccy\nt1,1,rep,R3,2026-01,10,EUR\nt2,"
       "1,unit,C,2026-01,12,EUR\nt3,1,rep,R3,2026-01,11,EUR\n"},
  };
  return list;
}

TEST(ValidateTest, GivesAllFindingsAndNotTheFirst) {
  const auto findings = Validate(All(Faulty()));
  ASSERT_TRUE(findings.ok());
  std::set<std::string_view> reasons;
  for (const Finding& finding : *findings) reasons.insert(Name(finding.reason));
  for (const char* reason :
       {"DUP_KEY", "INVALID_CELL", "TREE_CYCLE", "SPLIT_SUM", "INTERVAL_OVERLAP", "ORPHAN_REF",
        "STAGE_UNKNOWN", "CCY_MISSING", "OUTCOME_STAGE_CONFLICT", "CHANGE_CHAIN_BROKEN",
        "CREDIT_OVER_ORIGINAL", "CREDIT_SIGN", "STAGE_SKIP", "STAGE_REENTRY",
        "TARGET_CHILDREN_MISMATCH"}) {
    EXPECT_TRUE(reasons.contains(reason)) << reason;
  }
  EXPECT_EQ(findings->size(), Load(All(Faulty()))->findings().size());
}

/// Findings without row numbers, which follow the order of rows.
std::vector<std::string> Said(const Dataset& data) {
  std::vector<std::string> said;
  for (const Finding& finding : data.findings()) {
    std::string line = std::string(Name(finding.reason)) + " " + finding.where.table + " " +
                       finding.where.field + " " + finding.text;
    if (finding.where.row >= 0) {
      for (const table::Column& column : data.table(finding.where.table)->columns())
        line += "|" + column.FormatAt(finding.where.row);
    }
    said.push_back(std::move(line));
  }
  std::sort(said.begin(), said.end());
  return said;
}

TEST(ValidateTest, FindingsDoNotDependOnTheOrderOfRows) {
  const LoadOptions options{.as_of = *Timestamp::Parse("2026-06-01T00:00:00Z"),
                            .report_currency = "EUR"};
  const auto expected = Said(Loaded(Faulty(), options));
  for (unsigned seed = 1; seed <= 20; ++seed)
    EXPECT_EQ(Said(Loaded(Faulty(), options, seed)), expected) << seed;
}

TEST(ValidateTest, ToleratedReasonsAreWarningsAndTheirRowsAreUsed) {
  const Dataset data =
      Loaded({{"deal_splits", "deal_id,rep_id,split_type,share\nD1,R1,revenue,0.9\n"}},
             {.tolerate = {Reason::kSplitSum}});
  EXPECT_EQ(data.findings().items()[0].severity, Severity::kWarning);
  EXPECT_TRUE(data.kept("deal_splits").all());
}

TEST(ValidateTest, FindingsOfOneReasonAreLimitedAndCounted) {
  std::string rows = "deal_id,outcome\n";
  for (int i = 0; i < 50; ++i) rows += "D" + std::to_string(i) + ",nowhere\n";
  const Dataset data = Loaded({{"deals", rows}}, {.findings_per_reason = 3});
  EXPECT_EQ(data.findings().size(), 4);
  EXPECT_EQ(data.kept("deals").kept(), 0);
}

TEST(ValidateTest, ABadRepDoesNotStopTheOthers) {
  const Dataset data = Loaded({{"reps", "rep_id,hire_date\nR1,never\nR2,2026-01-01\n"}});
  EXPECT_FALSE(data.reps().kept()[0]);
  EXPECT_TRUE(data.reps().kept()[1]);
}

TEST(ValidateTest, FailsAsLoadDoes) {
  EXPECT_EQ(ReasonOf(Validate(table::Tables(), {.currency = "E"}).status()),
            Reason::kUnknownCurrency);
  EXPECT_EQ(Validate(table::Tables())->size(), 0);
}

TEST(ValidateThreadTest, IdsMadeOnFirstUseAreTheSameForAllThreads) {
  const Dataset data = Loaded(
      {{"events", "subject_id,at,event\ns1,2026-01-01T00:00:00Z,a\ns2,2026-01-01T00:00:00Z,a\n"},
       {"leads", "lead_id\nL1\nL2\n"},
       {"plan_assignments", "rep_id,plan_id\nR1,P\n"},
       {"deals", "deal_id,campaign_id\nD1,C1\nD2,C2\n"}});
  std::vector<std::thread> threads;
  std::vector<std::vector<const int32_t*>> seen(4);
  for (size_t i = 0; i < seen.size(); ++i) {
    threads.emplace_back([&data, &mine = seen[i]] {
      const Dataset copy = data;
      for (int round = 0; round < 100; ++round) {
        mine = {copy.deals().ids("campaign_id").data(), copy.events().subject().data(),
                copy.leads().lead().data(), copy.plan_assignments().plan().data()};
        if (copy.ids(Entity::kCampaign).Find("C2") != 1) mine.clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : seen) EXPECT_EQ(mine, seen[0]);
  EXPECT_EQ(seen[0].size(), 4u);
}

}  // namespace
}  // namespace attain::crm
