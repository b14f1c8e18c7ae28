// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "target/company.h"

namespace attain::target {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Numbers = std::vector<Fraction>;

Fraction Of(int64_t numerator, int64_t denominator) {
  return *Fraction::Of(numerator, denominator);
}

TEST(OverAssignmentTest, IsWhatTheStreetHasAboveThePlan) {
  EXPECT_EQ(*OverAssignment(1000, Numbers{500, 600}), Of(1, 10));
  EXPECT_EQ(*OverAssignment(1000, Numbers{900}), Of(-1, 10));
  EXPECT_EQ(ReasonOf(OverAssignment(0, Numbers{1}).status()), Reason::kDivisionByZero);
}

TEST(OverAssignmentTest, LevelsCompound) {
  EXPECT_EQ(*OverAssignmentOfLevels(Numbers{Of(1, 20), Of(2, 25), Of(1, 10)}), Of(2474, 10000));
  EXPECT_EQ(*OverAssignmentOfLevels({}), Fraction(0));
}

TEST(BlendTest, MixesHistoryAndPotential) {
  EXPECT_THAT(*Blend(100, Numbers{3, 1}, Numbers{1, 1}, Of(1, 2)),
              ElementsAre(Of(125, 2), Of(75, 2)));
  EXPECT_THAT(*Blend(100, Numbers{3, 1}, Numbers{0, 0}, 1),
              ElementsAre(Fraction(75), Fraction(25)));
  EXPECT_THAT(*Blend(100, Numbers{0, 0}, Numbers{1, 4}, 0),
              ElementsAre(Fraction(20), Fraction(80)));
}

TEST(BlendTest, RefusesWhatCannotBeShared) {
  EXPECT_EQ(ReasonOf(Blend(100, Numbers{1}, Numbers{1, 2}, 0).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(Blend(100, Numbers{1}, Numbers{1}, 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Blend(100, Numbers{1}, Numbers{1}, -1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Blend(100, Numbers{-1, 2}, Numbers{1, 1}, 1).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(Blend(100, Numbers{1, 1}, Numbers{0, 0}, 0).status()),
            Reason::kInvalidWeights);
}

TEST(GrowTest, GivesTheGrownFiguresAndTheScaleToTheTotal) {
  const Growth growth = *Grow(220, Numbers{100, 200}, Numbers{Of(1, 10), Of(-1, 2)});
  EXPECT_THAT(growth.raw, ElementsAre(Fraction(110), Fraction(100)));
  EXPECT_EQ(growth.scale, Of(22, 21));
  EXPECT_EQ(ReasonOf(Grow(1, Numbers{0}, Numbers{0}).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(Grow(1, Numbers{0}, {}).status()), Reason::kLengthMismatch);
}

TEST(StretchTest, ComparesQuotaToPotentialWithTheAverage) {
  EXPECT_THAT(*Stretch(Numbers{60, 40}, Numbers{50, 50}), ElementsAre(Of(6, 5), Of(4, 5)));
  EXPECT_EQ(ReasonOf(Stretch(Numbers{60}, Numbers{0}).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(Stretch(Numbers{60}, {}).status()), Reason::kLengthMismatch);
}

Csv WithTargets(const std::string& rows) {
  Csv csv = CompanyTables();
  csv["targets"] = "target_id,version,metric_id,scope_kind,scope_id,period_id,level,value\n" + rows;
  return csv;
}

TEST(CheckChildrenTest, KeptByHandThatAddUpAreFine) {
  const Csv csv = WithTargets(
      "a,1,m,unit,Acme,2026,target,100\nb,1,m,unit,North,2026,target,60\nc,1,m,unit,South,2026,"
      "target,40\n"
      "d,1,other,rep,Ada,2026,target,1\ne,2,m,rep,Ada,2026,target,1\n");
  EXPECT_TRUE(CheckChildren(Load(csv)).empty())
      << "another metric and another version are not compared";
  EXPECT_TRUE(CheckChildren(Load(CompanyTables())).empty()) << "no table, nothing to say";
}

TEST(CheckChildrenTest, WhatDiffersIsNamedWithItsRow) {
  const Findings findings =
      CheckChildren(Load(WithTargets("a,1,m,unit,Acme,2026,target,100\nb,1,m,unit,North,2026,"
                                     "target,60\nc,1,m,unit,South,2026,target,30\n"
                                     "d,1,m,rep,Ada,2026,target,40\ne,1,m,rep,Tom,2026,target,"
                                     "20\nf,1,m,account,X,2026,target,5\n")));
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings.items()[0].reason, Reason::kTargetChildrenMismatch);
  EXPECT_EQ(findings.items()[0].where.table, "targets");
  EXPECT_EQ(findings.items()[0].where.row, 0);
  EXPECT_THAT(findings.items()[0].text,
              HasSubstr("below unit Acme differs from its own 100 by -10"));
}

TEST(CheckChildrenTest, CalculatedTargetsAddUp) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  EXPECT_TRUE(CheckChildren(*shown.targets).empty());
}

}  // namespace
}  // namespace attain::target
