// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a forecast by categories says: money called closed, commit, best case or pipeline, and what it adds up to.
//
//   closed 50, commit 100, best case 150, pipeline 200, quota 200
//   cumulative   closed 50   commit 150   best case 300   open pipeline 450
//   gap          200 - 50 = 150          coverage   450 / 150 = 3.0
//
//   weighted     June 100,000 × 50 % = 50,000; August 100,000 × 100 % = 100,000
//
// In: amounts with a category, or with a probability and a period. Out: exact sums; nothing is rounded.
#ifndef ATTAIN_FUNNEL_CATEGORIES_H_
#define ATTAIN_FUNNEL_CATEGORIES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"

namespace attain::funnel {

/// What a salesperson calls a deal.
enum class ForecastCategory : int32_t {
  kClosed = 1,    ///< Won.
  kCommit = 2,    ///< Will be won.
  kBestCase = 3,  ///< Will be won if all goes well.
  kPipeline = 4,  ///< Worked on.
  kOmitted = 5,   ///< Not part of any forecast.
};

/// "closed", "commit", "best_case", "pipeline", "omitted".
std::string_view Name(ForecastCategory category);
/// The category of that name; any other text is kOmitted.
ForecastCategory CategoryNamed(std::string_view name);

/// Sums by category.
struct CategoryForecast {
  Decimal closed = 0;              ///< Single: only this category.
  Decimal commit = 0;              ///< Single.
  Decimal best_case = 0;           ///< Single.
  Decimal pipeline = 0;            ///< Single.
  Decimal commit_forecast = 0;     ///< Cumulative: closed + commit.
  Decimal best_case_forecast = 0;  ///< Cumulative: closed + commit + best case.
  Decimal open_pipeline = 0;       ///< Commit + best case + pipeline: all that is open.
  std::optional<Decimal> gap = {};        ///< Quota - closed, may be negative; missing without a quota.
  std::optional<Fraction> coverage = {};  ///< Open pipeline / gap; missing without a quota and when nothing is missing to it.
};

/// Rolls amounts up by category, single and cumulative (both forms of Salesforce's forecasts). kLengthMismatch; kOverflow.
absl::StatusOr<CategoryForecast> ForecastCategories(std::span<const ForecastCategory> categories, std::span<const Decimal> amounts,
                                                    std::optional<Decimal> quota = {});

/// Sums of amount × probability.
struct WeightedForecast {
  std::vector<Decimal> by_period = {};  ///< One per period.
  Decimal total = 0;                    ///< All periods.
};

/// Weighs amounts by their probability, exactly, per period (numbers 0..periods-1). kLengthMismatch; with all findings (table "deals"):
/// kInvalidArgument for a probability outside 0..1, kRowOutOfRange for a period that is none; kOverflow.
absl::StatusOr<WeightedForecast> WeightAmounts(std::span<const Decimal> amounts, std::span<const Decimal> probabilities,
                                               std::span<const int32_t> period, int32_t periods);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_CATEGORIES_H_
