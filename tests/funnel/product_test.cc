// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/product.h"

#include "attain/base/status.h"
#include "attain/funnel/steps.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;

int LevelOf(const std::string& text, const ProductFunnel& funnel) {
  const Log log = Log::Of(text);
  return Calculate(funnel, log.View(), {.chains = true})->levels()[0];
}

TEST(ProductTest, AnExcludedPersonLeavesTheWholeFunnel) {
  const ProductFunnel funnel{.steps = 2, .window = 1000};
  EXPECT_EQ(LevelOf("a1 b2", funnel), 2);
  EXPECT_EQ(LevelOf("a1 !b2 b3", funnel), 0);
  const Log log = Log::Of("a1 !b2 b3");
  EXPECT_EQ(Calculate(funnel, log.View())->stops()[0], Stop::kExcluded);
  EXPECT_EQ(LevelOf("a1 !b2 b3 a4 b5", funnel), 2);
}

TEST(ProductTest, AnAdjacentFunnelRestartsAfterAnInterruption) {
  const ProductFunnel funnel{.steps = 3, .window = 1000, .order = Order::kAdjacent};
  EXPECT_EQ(LevelOf("a1 x2 a3 b4 c5", funnel), 3);
  EXPECT_EQ(LevelOf("a1 b2 x3 c4", funnel), 2);
  const Log log = Log::Of("a1 b2 x3");
  EXPECT_EQ(Calculate(funnel, log.View(), {.as_of = 10})->stops()[0], Stop::kInterrupted);
}

TEST(ProductTest, OneRowAdvancesAnAttemptByOneStep) {
  const ProductFunnel funnel{.steps = 5, .window = 1000};
  EXPECT_EQ(LevelOf("a1 bcde2", funnel), 2);
  EXPECT_EQ(LevelOf("a1 bcde2 x3 bcde4 bcde5 x6", funnel), 4);
}

TEST(ProductTest, RowsOfOneTimeAreTakenInTheOrderOfSteps) {
  EXPECT_EQ(LevelOf("b1 a1", {.steps = 2, .window = 10}), 2);
  EXPECT_EQ(LevelOf("ab1", {.steps = 2, .window = 10}), 1);
  EXPECT_EQ(LevelOf("ab1 ab1", {.steps = 2, .window = 10}), 2);
  // Rows that differ are taken apart into steps; the first row's step 1 came first, so that its
  // step 2 finds it used.
  EXPECT_EQ(LevelOf("ab1 a1", {.steps = 2, .window = 10}), 1);
}

TEST(ProductTest, StepsMayBeLeftOut) {
  const ProductFunnel funnel{.steps = 3, .window = 100, .optional = 2};
  EXPECT_EQ(LevelOf("a1 c3", funnel), 3);
  EXPECT_EQ(LevelOf("a1 b2", funnel), 2);
  EXPECT_EQ(LevelOf("a1 c200", funnel), 1);
}

TEST(ProductTest, AnyOrderTakesTheBestWindow) {
  const ProductFunnel funnel{.steps = 3, .window = 10, .order = Order::kUnordered};
  EXPECT_EQ(LevelOf("c1 a5 b8", funnel), 3);
  EXPECT_EQ(LevelOf("c1 a15 b18", funnel), 2);
  const Log log = Log::Of("c1 a5 b8");
  const auto found = Calculate(funnel, log.View(), {.chains = true});
  EXPECT_EQ(found->times()[0], 5);
  EXPECT_EQ(found->times()[2], 1);
  const auto steps = StepsOf(*found);
  ASSERT_TRUE(steps.ok());
  EXPECT_EQ((*steps)[1].gap.median, 4);
  const Log open = Log::Of("c1 a5");
  EXPECT_EQ(Calculate(funnel, open.View(), {.as_of = 9})->stops()[0], Stop::kOpen);
  EXPECT_EQ(Calculate(funnel, open.View(), {.as_of = 99})->stops()[0], Stop::kWindow);
  const Log none = Log::Of("x1");
  EXPECT_EQ(Calculate(funnel, none.View())->stops()[0], Stop::kNever);
}

TEST(ProductTest, WhoMayGoOnIsOpen) {
  const Log log = Log::Of("a1 b2");
  const ProductFunnel funnel{.steps = 3, .window = 10};
  EXPECT_EQ(Calculate(funnel, log.View(), {.as_of = 5})->stops()[0], Stop::kOpen);
  EXPECT_EQ(Calculate(funnel, log.View(), {.as_of = 50})->stops()[0], Stop::kWindow);
}

TEST(ProductTest, BadDefinitionsAreFound) {
  const Log log = Log::Of("a1");
  EXPECT_EQ(ReasonOf(Calculate(ProductFunnel{.steps = 65, .window = 1}, log.View()).status()),
            Reason::kOutOfBounds);
  EXPECT_EQ(ReasonOf(Validate(ProductFunnel{.steps = 2, .window = 1, .optional = 1})),
            Reason::kOutOfBounds);
}

}  // namespace
}  // namespace attain::funnel
