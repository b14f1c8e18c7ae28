// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/exchange.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Column = std::vector<Decimal>;

TEST(ExchangeTest, TheDayOfTheRateDecides) {
  EXPECT_THAT(*Exchange(Column{100, 100}, Column{1.22_dec, 1.3_dec}, FxOrder::kRoundThenConvert),
              ElementsAre(122_dec, 130_dec));
}

TEST(ExchangeTest, TheOrderOfRoundingAndConvertingDecides) {
  const Column amount = {2.3456_dec};
  const Column rate = {31.7_dec};
  EXPECT_THAT(*Exchange(amount, rate, FxOrder::kConvertThenRound), ElementsAre(74.36_dec));
  EXPECT_THAT(*Exchange(amount, rate, FxOrder::kRoundThenConvert), ElementsAre(74.5_dec));
}

TEST(ExchangeTest, EachCurrencyHasItsOwnDecimals) {
  // 10.005 USD at 150.5: whole yen; rounded to cents first, 10.01 × 150.5 = 1,506.505.
  const Column amount = {10.005_dec};
  const Column rate = {150.5_dec};
  EXPECT_EQ(Exchange(amount, rate, FxOrder::kRoundThenConvert, 0)->front().ToFixedString(), "1507");
  EXPECT_EQ(Exchange(amount, rate, FxOrder::kConvertThenRound, 0)->front().ToFixedString(), "1506");
}

TEST(ExchangeTest, RefusesWhatHasNoMeaning) {
  EXPECT_EQ(ReasonOf(Exchange(Column{1}, Column{0}, FxOrder::kConvertThenRound).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Exchange(Column{1}, {}, FxOrder::kConvertThenRound).status()),
            Reason::kLengthMismatch);
}

TEST(ExchangeTest, EveryOrderHasAWord) {
  EXPECT_EQ(Describe(definition::Type<FxOrder>{}).words().size(), 2U);
}

TEST(CurrencyTotalsTest, CurrenciesAreNeverAddedTogether) {
  const std::vector<int32_t> currencies = {0, 1, 0};
  const Column amounts = {300, 26'000, 215.5_dec};
  EXPECT_THAT(*CurrencyTotals(currencies, amounts, 0.04_dec, 3),
              ElementsAre(20.62_dec, 1'040_dec, 0_dec));
  EXPECT_EQ(ReasonOf(CurrencyTotals(currencies, amounts, 1, 1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(CurrencyTotals(currencies, amounts, 1, -1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(CurrencyTotals(currencies, {}, 1, 2).status()), Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::incentive
