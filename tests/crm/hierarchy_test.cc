// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/hierarchy.h"

#include "crm/testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;

const UnitId kCompany(0), kEurope(1), kNordics(2), kNorth(3), kSouth(4);
const RepId kAda(0), kBo(1), kCem(2), kDee(3);
const Date kJuly = Day("2026-07-01");
const Date kMay = Day("2026-05-01");

/// North moves from Europe to Nordics on 1 July; Ada is half in North and half in South; Bo manages
/// North, Cem Europe, Dee the company.
Hierarchy Sample() {
  return *Hierarchy::Of({{.unit = kCompany},
                         {.unit = kEurope, .parent = kCompany},
                         {.unit = kNordics, .parent = kCompany},
                         {.unit = kNorth, .parent = kEurope, .valid = {.to = kJuly}},
                         {.unit = kNorth, .parent = kNordics, .valid = {.from = kJuly}},
                         {.unit = kSouth, .parent = kEurope}},
                        {{.rep = kAda, .unit = kNorth, .share = *Fraction::Of(1, 2)},
                         {.rep = kAda, .unit = kSouth, .share = *Fraction::Of(1, 2)},
                         {.rep = kBo, .unit = kNorth, .is_manager = true},
                         {.rep = kCem, .unit = kEurope, .is_manager = true},
                         {.rep = kDee, .unit = kCompany, .is_manager = true}});
}

TEST(HierarchyTest, TheParentIsThatOfTheDay) {
  const Hierarchy hierarchy = Sample();
  EXPECT_EQ(hierarchy.ParentAt(kNorth, kMay), kEurope);
  EXPECT_EQ(hierarchy.ParentAt(kNorth, kJuly), kNordics);
  EXPECT_TRUE(hierarchy.ParentAt(kCompany, kMay).is_none());
  EXPECT_THAT(hierarchy.AncestorsAt(kNorth, kMay), ElementsAre(kEurope, kCompany));
  EXPECT_TRUE(hierarchy.IsUnder(kNorth, kEurope, kMay));
  EXPECT_TRUE(hierarchy.IsUnder(kNorth, kNorth, kMay));
  EXPECT_FALSE(hierarchy.IsUnder(kNorth, kEurope, kJuly));
  EXPECT_EQ(hierarchy.tree_count(), 1);
  EXPECT_TRUE(hierarchy.ExistsAt(kNorth, kMay));
  EXPECT_FALSE(hierarchy.ExistsAt(UnitId(99), kMay));
  EXPECT_FALSE(hierarchy.ExistsAt(kNorth, kMay, 7));
}

TEST(HierarchyTest, SubtreesListParentsBeforeChildren) {
  EXPECT_THAT(Sample().SubtreeAt(kCompany, kJuly),
              ElementsAre(kCompany, kEurope, kSouth, kNordics, kNorth));
  EXPECT_THAT(Sample().ChildrenAt(kEurope, kMay), ElementsAre(kNorth, kSouth));
  EXPECT_THAT(Sample().RootsAt(kMay), ElementsAre(kCompany));
  EXPECT_TRUE(Sample().RootsAt(kMay, 3).empty());
  EXPECT_TRUE(Sample().ChildrenAt(kEurope, kMay, 3).empty());
}

TEST(HierarchyTest, SharesOfARepAreThoseOfTheDay) {
  const auto units = Sample().UnitsOf(kAda, kMay);
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units[0].unit, kNorth);
  EXPECT_EQ(units[0].share.ToString(), "1/2");
  EXPECT_TRUE(Sample().UnitsOf(RepId(42), kMay).empty());
  EXPECT_EQ(Sample().PlacesOf(kAda).size(), 2U);
}

TEST(HierarchyTest, MembersOverAPeriodAreCutWhereTheTreeChanges) {
  const auto members = Sample().MembersOver(kEurope, Day("2026-01-01"), Day("2027-01-01"));
  ASSERT_EQ(members.size(),
            4U);  // Ada in North until July, Ada in South all year, Bo until July, Cem all year
  EXPECT_EQ(members[0].unit, kNorth);
  EXPECT_EQ(members[0].valid, (Validity{Day("2026-01-01"), kJuly}));
  EXPECT_EQ(members[1].unit, kSouth);
  EXPECT_EQ(members[1].valid, (Validity{Day("2026-01-01"), Day("2027-01-01")}));
  EXPECT_EQ(members[2].rep, kBo);
  EXPECT_EQ(members[3].rep, kCem);
  EXPECT_TRUE(Sample().MembersOver(kEurope, kJuly, kJuly).empty());
  EXPECT_EQ(Sample().MembersAt(kEurope, kJuly, /*below=*/true).size(), 2U);
  EXPECT_EQ(Sample().MembersAt(kEurope, kJuly, /*below=*/false).size(), 1U);
  EXPECT_THAT(Sample().ChangesWithin(Day("2026-01-01"), Day("2027-01-01")), ElementsAre(kJuly));
  EXPECT_TRUE(Sample().ChangesWithin(Day("2026-01-01"), Day("2027-01-01"), 5).empty());
}

TEST(HierarchyTest, ManagersComeNearestFirstAndNobodyManagesHimself) {
  EXPECT_THAT(Sample().ManagersOf(kAda, kMay), ElementsAre(kBo, kCem, kDee));
  EXPECT_THAT(Sample().ManagersOf(kBo, kMay), ElementsAre(kCem, kDee));
  EXPECT_THAT(Sample().ManagersOf(kBo, kJuly), ElementsAre(kDee));
}

TEST(HierarchyTest, ACircleIsNamedWithItsFirstDay) {
  const auto name = [](UnitId unit) {
    return std::string(1, static_cast<char>('a' + unit.index()));
  };
  const auto circle =
      Hierarchy::Of({{.unit = UnitId(0), .parent = UnitId(1), .valid = {.from = kMay}, .row = 7},
                     {.unit = UnitId(1), .parent = UnitId(2)},
                     {.unit = UnitId(2), .parent = UnitId(0), .valid = {.from = kJuly}, .row = 9}},
                    {}, name);
  const Findings findings = FindingsOf(circle.status());
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings.items()[0].reason, Reason::kTreeCycle);
  EXPECT_EQ(findings.items()[0].where.row, 7);
  EXPECT_EQ(findings.items()[0].text, "a under b under c under a from 2026-07-01 on");
}

TEST(HierarchyTest, AUnitThatIsItsOwnParentIsACircle) {
  EXPECT_EQ(ReasonOf(Hierarchy::Of({{.unit = UnitId(0), .parent = UnitId(0)}}, {}).status()),
            Reason::kTreeCycle);
}

TEST(HierarchyTest, PlacesThatNeverMeetAreNoCircle) {
  EXPECT_TRUE(Hierarchy::Of({{.unit = UnitId(0), .parent = UnitId(1), .valid = {.to = kMay}},
                             {.unit = UnitId(0), .valid = {.from = kMay}},
                             {.unit = UnitId(1), .parent = UnitId(0), .valid = {.from = kMay}}},
                            {})
                  .ok());
}

TEST(HierarchyTest, TreesStandSideBySide) {
  const Hierarchy two = *Hierarchy::Of({{.unit = UnitId(0), .parent = UnitId(1)},
                                        {.unit = UnitId(1), .parent = UnitId(0), .tree = 1}},
                                       {});
  EXPECT_EQ(two.tree_count(), 2);
  EXPECT_EQ(two.ParentAt(UnitId(0), kMay, 0), UnitId(1));
  EXPECT_EQ(two.ParentAt(UnitId(1), kMay, 1), UnitId(0));
}

TEST(HierarchyTest, OverlapsAndInvertedIntervalsAreAllReported) {
  const auto bad =
      Hierarchy::Of({{.unit = kNorth, .valid = {.from = kMay}},
                     {.unit = kNorth, .valid = {.from = kJuly}},
                     {.unit = kSouth, .valid = {.from = kJuly, .to = kMay}}},
                    {{.rep = kAda, .unit = kNorth},
                     {.rep = kAda, .unit = kNorth, .valid = {.from = kMay}},
                     {.rep = kBo, .unit = kNorth, .valid = {.from = kJuly, .to = kJuly}}});
  const Findings findings = FindingsOf(bad.status());
  EXPECT_EQ(At(findings, Reason::kIntervalOverlap).size(), 2U);
  EXPECT_EQ(At(findings, Reason::kIntervalInverted).size(), 2U);
}

TEST(HierarchyTest, PlacesWithoutUnitOrRepAreRefused) {
  EXPECT_EQ(ReasonOf(Hierarchy::Of({{.unit = UnitId()}}, {}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Hierarchy::Of({}, {{.rep = RepId(), .unit = kNorth}}).status()),
            Reason::kInvalidArgument);
}

TEST(HierarchyTest, TheEmptyHierarchyAnswersEverythingWithNothing) {
  const Hierarchy none;
  EXPECT_TRUE(none.ParentAt(kNorth, kMay).is_none());
  EXPECT_TRUE(none.UnitsOf(kAda, kMay).empty());
  EXPECT_TRUE(none.ManagersOf(kAda, kMay).empty());
}

}  // namespace
}  // namespace attain::crm
