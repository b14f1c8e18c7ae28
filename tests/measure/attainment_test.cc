// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/attainment.h"

#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::measure {
namespace {

Fraction Of(int64_t a, int64_t b) { return *Fraction::Of(a, b); }

const Fraction kHuge = *Fraction::Of(absl::Int128Max(), 1);

TEST(AttainTest, ActualOverTargetAndTheGapBetween) {
  const Attainment result = *Attain(150000, 200000);
  EXPECT_EQ(result.attainment, Of(3, 4));
  EXPECT_EQ(result.gap, Fraction(50000));
}

TEST(AttainTest, NothingIsClippedAboveTheTarget) {
  EXPECT_EQ(Attain(118000, 100000)->attainment, Of(59, 50));
  EXPECT_EQ(Attain(118000, 100000)->gap, Fraction(-18000));
  EXPECT_EQ(Attain(-5, 10)->attainment, Of(-1, 2));
}

TEST(AttainTest, ATargetOfZeroLeavesAttainmentUndefined) {
  const Attainment result = *Attain(10, 0);
  EXPECT_EQ(result.attainment, std::nullopt);
  EXPECT_EQ(result.gap, Fraction(-10));
}

TEST(AttainTest, LowerIsBetterTurnsTheRatioAround) {
  EXPECT_EQ(Attain(5, 4, Direction::kLower)->attainment, Of(4, 5));
  EXPECT_EQ(Attain(5, 4, Direction::kLower)->gap, Fraction(-1));
  EXPECT_EQ(Attain(0, 4, Direction::kLower)->attainment, std::nullopt);
  EXPECT_EQ(Attain(3, 0, Direction::kLower)->attainment, std::nullopt);
}

TEST(AttainTest, WhatDoesNotFitIsAnError) {
  EXPECT_EQ(ReasonOf(Attain(kHuge, Fraction(-1)).status()), Reason::kOverflow);
}

TEST(PaceTest, FiveOfTwelveMonthsAreOver) {
  const Pace pace = *PaceOf(1200, 500, 5, 12);
  EXPECT_EQ(pace.expected, Fraction(500));
  EXPECT_EQ(pace.index, Fraction(1));
  EXPECT_EQ(pace.projection, Fraction(1200));
  EXPECT_EQ(pace.required_rate, Fraction(100));
}

TEST(PaceTest, BeforeTheStartThereIsNoProjection) {
  const Pace pace = *PaceOf(1200, 0, 0, 12);
  EXPECT_EQ(pace.expected, Fraction(0));
  EXPECT_EQ(pace.index, std::nullopt);
  EXPECT_EQ(pace.projection, std::nullopt);
  EXPECT_EQ(pace.required_rate, Fraction(100));
}

TEST(PaceTest, AtTheEndNothingIsRequiredOrNothingHelps) {
  EXPECT_EQ(PaceOf(1200, 1200, 12, 12)->required_rate, Fraction(0));
  EXPECT_EQ(PaceOf(1200, 1199, 12, 12)->required_rate, std::nullopt);
}

TEST(PaceTest, StepsOutsideThePeriodAreRefused) {
  EXPECT_EQ(ReasonOf(PaceOf(1, 1, 13, 12).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PaceOf(1, 1, -1, 12).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PaceOf(1, 1, 0, 0).status()), Reason::kInvalidArgument);
}

TEST(SeasonalPaceTest, ExpectedFollowsTheSeason) {
  // The first three months weigh 612 + 480 + 905 = 1997 of 10000: 199,700 of a million are
  // expected.
  const std::vector<Fraction> season = {612, 480, 905,  790, 801,  940,
                                        733, 760, 1011, 822, 1090, 1056};
  const Pace pace = *SeasonalPace(1000000, 250000, season, 3);
  EXPECT_EQ(pace.expected, Fraction(199700));
  EXPECT_EQ(pace.index, Of(250000, 199700));
  EXPECT_EQ(pace.projection, Of(2500000000, 1997));
  EXPECT_EQ(pace.required_rate, Of(750000, 9));
}

TEST(SeasonalPaceTest, BadWeightsAndStepsAreRefused) {
  EXPECT_EQ(ReasonOf(SeasonalPace(1, 1, std::vector<Fraction>{1, -1}, 1).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SeasonalPace(1, 1, std::vector<Fraction>{0, 0}, 1).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SeasonalPace(1, 1, std::vector<Fraction>{1}, 2).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(SeasonalPace(1, 1, std::vector<Fraction>{1}, 1)->required_rate, Fraction(0));
}

TEST(ProjectTest, CushionAndGapAreNeverNegative) {
  const Projection above = *Project(100000, 62000, 45000);
  EXPECT_EQ(above.projection, Fraction(107000));
  EXPECT_EQ(above.cushion, Fraction(7000));
  EXPECT_EQ(above.gap, Fraction(0));
  EXPECT_EQ(Project(100, 40, 20)->gap, Fraction(40));
  EXPECT_EQ(Project(100, 40, 20)->cushion, Fraction(0));
}

TEST(CoverageTest, PipelineOverWhatIsMissing) {
  EXPECT_EQ(*Coverage(100, 40, 180), Fraction(3));
  EXPECT_EQ(*Coverage(100, 100, 180), std::nullopt);
}

TEST(ShortageTest, WhatIsMissingEvenIfTheWholePipelineCloses) {
  const Shortage result = *ShortageOf(100000, 40000, 35000);
  EXPECT_EQ(result.achieved, Of(2, 5));
  EXPECT_EQ(result.shortage, Of(1, 4));
  EXPECT_EQ(ShortageOf(100, 90, 20)->shortage, Fraction(0));
  EXPECT_EQ(ShortageOf(0, 90, 20)->achieved, std::nullopt);
}

TEST(VarianceTest, CreditedOrdersLessTheTarget) {
  const Variance result = *VarianceOf(50, std::vector<CreditedQuantity>{{20, 1}, {10, Of(1, 2)}});
  EXPECT_EQ(result.target, Fraction(50));
  EXPECT_EQ(result.achieved, Fraction(25));
  EXPECT_EQ(result.variance, Fraction(-25));
}

TEST(MismatchTest, ChildrenLessParent) {
  EXPECT_EQ(*Mismatch(1000000, std::vector<Fraction>{300000, 350000, 360000}), Fraction(10000));
  EXPECT_EQ(ReasonOf(Mismatch(0, std::vector<Fraction>{kHuge, kHuge}).status()), Reason::kOverflow);
}

TEST(ShareAttainingTest, EntriesOfAtLeastOneHundredPercent) {
  EXPECT_EQ(
      ShareAttaining(std::vector<Fraction>{Of(12, 10), Of(9, 10), 1, Of(4, 10), Of(105, 100)}),
      Of(3, 5));
  EXPECT_EQ(ShareAttaining({}), std::nullopt);
}

}  // namespace
}  // namespace attain::measure
