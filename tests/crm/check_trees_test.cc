// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckTreesTest, EveryRowOfACircleOfParentsIsSetAside) {
  const Dataset data =
      Loaded({{"categories", "category_id,parent_id\nall,\nA,B\nB,C\nC,A\nD,A\nE,E\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kTreeCycle),
              ElementsAre("categories 1 parent_id", "categories 2 parent_id",
                          "categories 3 parent_id", "categories 5 parent_id"));
  EXPECT_EQ(data.kept("categories").kept(), 2);
}

TEST(CheckTreesTest, ACircleOfUnitsIsBrokenAndTheRestIsAHierarchy) {
  const Dataset data = Loaded(
      {{"org_units", "unit_id,parent_id,valid_from\nco,,\nA,B,2026-01-01\nB,A,2026-02-01\nC,co,\n"},
       {"rep_units", "rep_id,unit_id,valid_from\nR1,C,\n"}});
  EXPECT_EQ(CountOf(data.findings(), Reason::kTreeCycle), 1);
  const UnitId company(data.ids(Entity::kUnit).Find("co"));
  EXPECT_EQ(data.hierarchy().ChildrenAt(company, Day("2026-03-01")).size(), 1u);
  EXPECT_EQ(data.hierarchy().MembersAt(company, Day("2026-03-01"), true).size(), 1u);
}

TEST(CheckTreesTest, SharesOfARepAddUpToOneOnEveryDay) {
  const std::string units = "unit_id,parent_id\nco,\nA,co\nB,co\n";
  const std::string members =
      "rep_id,unit_id,valid_from,valid_to,share\n"
      "R1,A,2026-01-01,,0.6\nR1,B,2026-01-01,,0.4\n"
      "R2,A,2026-01-01,,0.6\nR2,B,2026-02-01,,0.4\n"
      "R3,A,2026-01-01,,\n";
  const Dataset data = Loaded({{"org_units", units}, {"rep_units", members}});
  EXPECT_THAT(At(data.findings(), Reason::kSplitSum), ElementsAre("rep_units 2 share"));
  EXPECT_TRUE(data.kept("rep_units")[4]);
}

TEST(CheckTreesTest, WithoutSharesARepStandsInOneUnitAtATime) {
  const Dataset data = Loaded({{"org_units", "unit_id,parent_id\nco,\nA,co\nB,co\n"},
                               {"rep_units",
                                "rep_id,unit_id,valid_from,valid_to\n"
                                "R1,A,2026-01-01,2026-02-01\nR1,B,2026-02-01,\n"
                                "R2,A,2026-01-01,\nR2,B,2026-02-01,\n"
                                "R3,A,2026-01-01,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kSplitSum),
              ElementsAre("rep_units 2 share", "rep_units 3 share"));
  EXPECT_TRUE(data.kept("rep_units")[1]);
  EXPECT_TRUE(data.kept("rep_units")[4]);
}

TEST(CheckTreesTest, SharesAddUpWithinEachTree) {
  const std::string units = "unit_id,tree_id\nA,sales\nB,service\n";
  const std::string members = "rep_id,unit_id,share\nR1,A,1\nR1,B,1\n";
  const Dataset data = Loaded({{"org_units", units}, {"rep_units", members}});
  EXPECT_THAT(At(data.findings(), Reason::kSplitSum), IsEmpty());
  EXPECT_THAT(data.trees(), ElementsAre("sales", "service"));
}

TEST(CheckTreesTest, ToleratedSharesAreUsedAsTheyAre) {
  const Dataset data =
      Loaded({{"org_units", "unit_id\nA\n"}, {"rep_units", "rep_id,unit_id,share\nR1,A,0.5\n"}},
             {.tolerate = {Reason::kSplitSum}});
  EXPECT_EQ(data.findings().items()[0].severity, Severity::kWarning);
  EXPECT_TRUE(data.kept("rep_units").all());
}

}  // namespace
}  // namespace attain::crm
