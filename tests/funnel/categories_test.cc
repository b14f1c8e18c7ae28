// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/categories.h"

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

Decimal Dec(std::string_view text) { return *Decimal::Parse(text); }

const std::vector<ForecastCategory> kDeals = {
    ForecastCategory::kClosed, ForecastCategory::kCommit, ForecastCategory::kBestCase,
    ForecastCategory::kPipeline, ForecastCategory::kOmitted};
const std::vector<Decimal> kAmounts = {50, 100, 150, 200, 999};

TEST(CategoryForecastTest, SingleAndCumulativeSums) {
  const CategoryForecast sums = *ForecastCategories(kDeals, kAmounts);
  EXPECT_EQ(sums.closed, Decimal(50));
  EXPECT_EQ(sums.pipeline, Decimal(200));
  EXPECT_EQ(sums.commit_forecast, Decimal(150));
  EXPECT_EQ(sums.best_case_forecast, Decimal(300));
  EXPECT_EQ(sums.open_pipeline, Decimal(450));
  EXPECT_FALSE(sums.gap.has_value());
}

TEST(CategoryForecastTest, CoverageIsOpenPipelineOverTheGap) {
  const CategoryForecast sums = *ForecastCategories(kDeals, kAmounts, 200);
  EXPECT_EQ(*sums.gap, Decimal(150));
  EXPECT_EQ(*sums.coverage, Fraction(3));
  const CategoryForecast reached = *ForecastCategories(kDeals, kAmounts, 40);
  EXPECT_EQ(*reached.gap, Decimal(-10));
  EXPECT_FALSE(reached.coverage.has_value());
}

TEST(CategoryForecastTest, CentsAddUpExactly) {
  const std::vector<ForecastCategory> closed(3, ForecastCategory::kClosed);
  EXPECT_EQ(ForecastCategories(closed, std::vector<Decimal>(3, Dec("0.10")))->closed, Dec("0.3"));
}

TEST(CategoryForecastTest, NamesGoBothWays) {
  for (const ForecastCategory category : kDeals) EXPECT_EQ(CategoryNamed(Name(category)), category);
  EXPECT_EQ(CategoryNamed("Upside"), ForecastCategory::kOmitted);
}

TEST(CategoryForecastTest, LengthsAndRangesAreChecked) {
  EXPECT_EQ(ReasonOf(ForecastCategories(kDeals, {}).status()), Reason::kLengthMismatch);
  const std::vector<Decimal> far(2, *Decimal::Of(PowerOfTen(37) * 9, 0));
  EXPECT_EQ(ReasonOf(ForecastCategories(std::vector(2, ForecastCategory::kClosed), far).status()),
            Reason::kOverflow);
}

TEST(WeightAmountsTest, WeighsByMonth) {
  const WeightedForecast forecast = *WeightAmounts(std::vector<Decimal>(3, 100'000),
                                                   std::vector<Decimal>{Dec("0.5"), Dec("0.5"), 1},
                                                   std::vector<int32_t>{0, 1, 3}, 4);
  EXPECT_EQ(forecast.by_period[0], Decimal(50'000));
  EXPECT_EQ(forecast.by_period[2], Decimal(0));
  EXPECT_EQ(forecast.by_period[3], Decimal(100'000));
  EXPECT_EQ(forecast.total, Decimal(200'000));
}

TEST(WeightAmountsTest, NothingIsRounded) {
  EXPECT_EQ(WeightAmounts(std::vector<Decimal>{Dec("0.01")}, std::vector<Decimal>{Dec("0.3333")},
                          std::vector<int32_t>{0}, 1)
                ->total,
            Dec("0.003333"));
}

TEST(WeightAmountsTest, AllFaultsAreFoundAtOnce) {
  const auto result = WeightAmounts(std::vector<Decimal>{1, 1}, std::vector<Decimal>{2, -1},
                                    std::vector<int32_t>{0, 1}, 1);
  EXPECT_EQ(FindingsOf(result.status()).size(), 3);
  EXPECT_EQ(ReasonOf(WeightAmounts({}, {}, {}, -1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(WeightAmounts(std::vector<Decimal>{1}, {}, {}, 1).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::funnel
