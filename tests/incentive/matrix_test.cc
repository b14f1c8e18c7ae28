// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/matrix.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Numbers = std::vector<Fraction>;

FactorMatrix Grid(MatrixMethod method) {
  return {.axes = {{0, 0.8_dec, 1}, {0, 0.3_dec}},
          .cells = {0.2_dec, 0.4_dec, 0.6_dec, 0.9_dec, 1, 1.5_dec},
          .method = method};
}

TEST(MatrixTest, ALookupTakesTheCellOfTheLastBoundsReached) {
  const FactorMatrix grid = Grid(MatrixMethod::kLookup);
  EXPECT_EQ(*FactorAt(grid, Numbers{0.85_dec, 0.3_dec}), Fraction(0.9_dec));
  EXPECT_EQ(*FactorAt(grid, Numbers{0.8_dec, 0.29_dec}), Fraction(0.6_dec));
  EXPECT_EQ(*FactorAt(grid, Numbers{9, 9}), Fraction(1.5_dec));
}

TEST(MatrixTest, ALinearMatrixWeighsTheFourCorners) {
  const FactorMatrix grid = Grid(MatrixMethod::kLinear);
  EXPECT_EQ(*FactorAt(grid, Numbers{0.9_dec, 0.15_dec}), Fraction(1));
  EXPECT_EQ(*FactorAt(grid, Numbers{0.8_dec, 0.3_dec}), Fraction(0.9_dec));
  EXPECT_EQ(*FactorAt(grid, Numbers{9, 0.15_dec}), Fraction(1.25_dec));  // cut to the last row
}

TEST(MatrixTest, PayIsTheTargetIncentiveTimesTheFactorRowByRow) {
  const FactorMatrix grid{
      .axes = {{0.7_dec, 1, 1.4_dec}, {0.6_dec, 1, 1.3_dec}},
      .cells = {0.1_dec, 0.3_dec, 0.4_dec, 0.2_dec, 1, 1.6_dec, 0.6_dec, 1.8_dec, 2},
      .method = MatrixMethod::kLinear,
      .below = Outside::kZero};
  const Numbers rows = {0.85_dec, 0.7_dec, 0.7_dec, 0.6_dec, 1.3_dec, 1.9_dec, 0.69_dec, 1.15_dec};
  const auto pay = PayMatrix(grid, rows, 6'000);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->rounded.lines, ElementsAre(1'650_dec, 600_dec, 11'400_dec, 0_dec));
  EXPECT_THAT(pay->bands, ElementsAre(0, 0, 5, -1));
}

TEST(MatrixTest, ThreeAxesWeighEightCorners) {
  const FactorMatrix cube{.axes = {{0, 1}, {0, 1}, {0, 1}},
                          .cells = {0, 1, 2, 3, 4, 5, 6, 7},
                          .method = MatrixMethod::kLinear};
  // The cells are 4a + 2b + c, and so is everything between them.
  EXPECT_EQ(*FactorAt(cube, Numbers{0.5_dec, 0.25_dec, 1}), Fraction(3.5_dec));
}

TEST(MatrixTest, BelowTheFirstPointIsAnErrorUnlessItPaysNothing) {
  FactorMatrix grid = Grid(MatrixMethod::kLookup);
  EXPECT_EQ(ReasonOf(FactorAt(grid, Numbers{0, -1}).status()), Reason::kValueInNoBand);
  EXPECT_EQ(ReasonOf(PayMatrix(grid, Numbers{0, -1}, 1).status()), Reason::kValueInNoBand);
  grid.below = Outside::kZero;
  EXPECT_EQ(*FactorAt(grid, Numbers{0, -1}), Fraction(0));
}

TEST(MatrixTest, AMatrixThatIsNoneIsRefused) {
  const auto reason = [](const FactorMatrix& matrix) { return ReasonOf(CheckMatrix(matrix)); };
  EXPECT_EQ(reason({}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.axes = {{}}, .cells = {}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.axes = {{0}}, .cells = {1, 2}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.axes = {{0, 1}, {0, 1}}, .cells = {1}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.axes = {{0, 0}}, .cells = {1, 1}}), Reason::kTierOverlap);
  const FactorMatrix grid = Grid(MatrixMethod::kLinear);
  EXPECT_EQ(ReasonOf(FactorAt(grid, Numbers{1}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(PayMatrix(grid, Numbers{1}, 1).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(PayMatrix({}, Numbers{1}, 1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PayMatrix(grid, Numbers{1, 1}, kHuge).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
