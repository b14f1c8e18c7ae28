// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/spiff.h"

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

const SpiffRule kRule = {.amount = 250, .minimum = 10};

TEST(SpiffTest, EveryOrderThatQualifiesPaysOnceWhateverItsSize) {
  const auto pay = PaySpiff(kRule, Numbers{10, 9, 25});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->rounded.lines, ElementsAre(250_dec, 0_dec, 250_dec));
  EXPECT_EQ(pay->rounded.total, 500_dec);
}

TEST(SpiffTest, OncePerPeriodPaysTheFirstOfEachGroup) {
  SpiffRule once = kRule;
  once.mode = SpiffMode::kOncePerPeriod;
  EXPECT_THAT(PaySpiff(once, Numbers{9, 10, 25})->rounded.lines,
              ElementsAre(0_dec, 250_dec, 0_dec));
  const std::vector<int32_t> groups = {7, 7, 8};
  EXPECT_THAT(PaySpiff(once, Numbers{10, 12, 25}, groups)->rounded.lines,
              ElementsAre(250_dec, 0_dec, 250_dec));
}

TEST(SpiffTest, BadInputHasAReason) {
  const std::vector<int32_t> groups = {1};
  EXPECT_EQ(ReasonOf(PaySpiff(kRule, Numbers{1, 2}, groups).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(PaySpiff({.amount = kHuge, .minimum = 0}, Numbers{1, 2}).status()),
            Reason::kOverflow);
}

TEST(SpiffTest, EnumsHaveTheWordsOfDocuments) {
  ASSERT_EQ(Describe(definition::Type<SpiffMode>{}).words().size(), 2U);
  EXPECT_EQ(Describe(definition::Type<SpiffMode>{}).words()[0].text, "every_time");
}

}  // namespace
}  // namespace attain::incentive
