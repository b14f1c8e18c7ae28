// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/rate_priority.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Numbers = std::vector<Fraction>;

constexpr RuleScope kId = RuleScope::kId;
constexpr RuleScope kGroup = RuleScope::kGroup;
constexpr RuleScope kAll = RuleScope::kAll;

// Salesperson, customer, item.
const std::vector<RuleScope> kScopes = {kGroup, kAll, kId, kGroup, kGroup, kAll, kAll, kId, kId};
const Numbers kRates = {0.07_dec, 0.04_dec, 0.09_dec};

TEST(RatePriorityTest, TheMostImportantDimensionDecidesFirst) {
  EXPECT_THAT(*OrderRules(kScopes, kRates), ElementsAre(1, 0, 2));
  EXPECT_THAT(*OrderRules(kScopes, kRates, RateChoice::kHighest), ElementsAre(2, 0, 1));
  EXPECT_THAT(*OrderRules(kScopes, kRates, RateChoice::kLowest), ElementsAre(1, 0, 2));
}

TEST(RatePriorityTest, EqualRulesKeepTheirOrder) {
  EXPECT_THAT(*OrderRules(std::vector<RuleScope>{kAll, kAll, kId}, Numbers{1, 2, 3}),
              ElementsAre(2, 0, 1));
  EXPECT_THAT(*OrderRules(std::vector<RuleScope>{kAll, kAll}, Numbers{1, 1}, RateChoice::kHighest),
              ElementsAre(0, 1));
  EXPECT_THAT(*OrderRules({}, Numbers{1, 1}), ElementsAre(0, 1));
}

TEST(RatePriorityTest, EachSaleTakesTheFirstRuleThatMatchesIt) {
  const std::vector<int32_t> order = {1, 0, 2};
  const std::vector<uint8_t> matches = {1, 1, 1, 1, 0, 1, 0, 0, 0};
  EXPECT_THAT(*ChooseRules(order, matches), ElementsAre(1, 0, -1));
}

TEST(RatePriorityTest, BadInputHasAReason) {
  EXPECT_EQ(ReasonOf(OrderRules(kScopes, Numbers{1, 2}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(OrderRules(kScopes, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ChooseRules({}, {}).status()), Reason::kEmptyGroup);
  const std::vector<int32_t> order = {0, 1};
  const std::vector<int32_t> wrong = {0, 2};
  const std::vector<uint8_t> three = {1, 1, 1};
  EXPECT_EQ(ReasonOf(ChooseRules(order, three).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ChooseRules(wrong, three).status()), Reason::kRowOutOfRange);
}

TEST(RatePriorityTest, EnumsHaveTheWordsOfDocuments) {
  ASSERT_EQ(Describe(definition::Type<RuleScope>{}).words().size(), 3U);
  EXPECT_EQ(Describe(definition::Type<RuleScope>{}).words()[0].text, "id");
  ASSERT_EQ(Describe(definition::Type<RateChoice>{}).words().size(), 3U);
  EXPECT_EQ(Describe(definition::Type<RateChoice>{}).words()[0].text, "specific");
}

}  // namespace
}  // namespace attain::incentive
