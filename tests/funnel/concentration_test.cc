// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/concentration.h"

#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

TEST(ConcentrationTest, FourCustomersComeOutAsOnPaper) {
  const Concentration found =
      *Concentrate(std::vector<int64_t>{10, 15, 30, 40, 5}, std::vector<int32_t>{0, 1, 3, 4, 1}, 6);
  EXPECT_EQ(found.n, 4);
  EXPECT_EQ(found.total, 100);
  EXPECT_NEAR(found.hhi, 0.30, 1e-15);
  EXPECT_NEAR(found.equal_keys, 10.0 / 3, 1e-12);
  EXPECT_EQ(found.keys, (std::vector<int32_t>{4, 3, 1, 0}));
  EXPECT_EQ(found.shares[0], *Fraction::Of(2, 5));
}

TEST(ConcentrationTest, EqualKeysAreAsManyAsThereAre) {
  const Concentration found =
      *Concentrate(std::vector<int64_t>(8, 3), std::vector<int32_t>{0, 1, 2, 3, 4, 5, 6, 7}, 8);
  EXPECT_NEAR(found.equal_keys, 8, 1e-12);
  EXPECT_EQ(found.keys.front(), 0);
}

TEST(ConcentrationTest, BadInputHasItsReason) {
  const auto bad = Concentrate(std::vector<int64_t>{-1, 2}, std::vector<int32_t>{0, 7}, 1);
  EXPECT_EQ(FindingsOf(bad.status()).size(), 2);
  EXPECT_EQ(ReasonOf(Concentrate({}, {}, 0).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(Concentrate(std::vector<int64_t>{1}, {}, 1).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(
      ReasonOf(
          Concentrate(std::vector<int64_t>{INT64_MAX, 1}, std::vector<int32_t>{0, 0}, 1).status()),
      Reason::kOverflow);
}

TEST(StressDealsTest, OnlyMarkedDealsAreTouched) {
  const StressedDeals deals = *StressDeals(
      std::vector<int64_t>{105, 105, -105}, std::vector<double>{0.5, 0.5, 0.9},
      std::vector<uint8_t>{1, 0, 1}, {.chance_factor = 1.2, .amount_factor = *Fraction::Of(9, 10)});
  EXPECT_EQ(deals.amount, (std::vector<int64_t>{95, 105, -95}));
  EXPECT_NEAR(deals.chance[0], 0.6, 1e-15);
  EXPECT_EQ(deals.chance[1], 0.5);
  EXPECT_EQ(deals.chance[2], 1);
  EXPECT_EQ(deals.touched, 2);
}

TEST(StressDealsTest, BadInputHasItsReason) {
  EXPECT_EQ(ReasonOf(StressDeals({}, {}, {}, {.chance_factor = -1}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(StressDeals({}, {}, {}, {.amount_factor = -1}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(StressDeals(std::vector<int64_t>{1}, {}, {}, {}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(StressDeals(std::vector<int64_t>{INT64_MAX}, std::vector<double>{1},
                                 std::vector<uint8_t>{1}, {.amount_factor = 3})
                         .status()),
            Reason::kOverflow);
}

}  // namespace
}  // namespace attain::funnel
