// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/categories.h"

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

constexpr ForecastCategory kCategories[] = {
    ForecastCategory::kClosed, ForecastCategory::kCommit, ForecastCategory::kBestCase,
    ForecastCategory::kPipeline, ForecastCategory::kOmitted};

}  // namespace

std::string_view Name(ForecastCategory category) {
  switch (category) {
    case ForecastCategory::kClosed:
      return "closed";
    case ForecastCategory::kCommit:
      return "commit";
    case ForecastCategory::kBestCase:
      return "best_case";
    case ForecastCategory::kPipeline:
      return "pipeline";
    case ForecastCategory::kOmitted:
      break;
  }
  return "omitted";
}

ForecastCategory CategoryNamed(std::string_view name) {
  for (const ForecastCategory category : kCategories) {
    if (Name(category) == name) return category;
  }
  return ForecastCategory::kOmitted;
}

absl::StatusOr<CategoryForecast> ForecastCategories(std::span<const ForecastCategory> categories,
                                                    std::span<const Decimal> amounts,
                                                    std::optional<Decimal> quota) {
  if (categories.size() != amounts.size())
    return MakeError(Reason::kLengthMismatch, "every deal needs one category and one amount");
  CategoryForecast sums;
  Decimal omitted = 0;
  for (size_t i = 0; i < amounts.size(); ++i) {
    Decimal& sum = categories[i] == ForecastCategory::kClosed     ? sums.closed
                   : categories[i] == ForecastCategory::kCommit   ? sums.commit
                   : categories[i] == ForecastCategory::kBestCase ? sums.best_case
                   : categories[i] == ForecastCategory::kPipeline ? sums.pipeline
                                                                  : omitted;
    if (&sum == &omitted) continue;
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, amounts[i]));
  }
  ATTAIN_ASSIGN_OR_RETURN(sums.commit_forecast, Add(sums.closed, sums.commit));
  ATTAIN_ASSIGN_OR_RETURN(sums.best_case_forecast, Add(sums.commit_forecast, sums.best_case));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal probable, Add(sums.commit, sums.best_case));
  ATTAIN_ASSIGN_OR_RETURN(sums.open_pipeline, Add(probable, sums.pipeline));
  if (!quota.has_value()) return sums;
  ATTAIN_ASSIGN_OR_RETURN(const Decimal gap, Subtract(*quota, sums.closed));
  sums.gap = gap;
  if (gap.sign() > 0) {
    ATTAIN_ASSIGN_OR_RETURN(sums.coverage, Divide(Fraction(sums.open_pipeline), Fraction(gap)));
  }
  return sums;
}

absl::StatusOr<WeightedForecast> WeightAmounts(std::span<const Decimal> amounts,
                                               std::span<const Decimal> probabilities,
                                               std::span<const int32_t> period, int32_t periods) {
  if (amounts.size() != probabilities.size() || amounts.size() != period.size()) {
    return MakeError(Reason::kLengthMismatch,
                     "every deal needs one amount, one probability and one period");
  }
  if (periods < 0) return MakeError(Reason::kInvalidArgument, "periods are not negative");
  Findings findings;
  for (size_t i = 0; i < amounts.size(); ++i) {
    const auto at = [&](const char* field) {
      return Where{.table = "deals", .row = static_cast<int64_t>(i), .field = field};
    };
    if (probabilities[i].sign() < 0 || probabilities[i] > Decimal(1)) {
      findings.AddError(Reason::kInvalidArgument, at("probability"),
                        StrCat(probabilities[i].ToString(), " lies outside 0..1"),
                        "give 0.25 for 25 %");
    }
    if (period[i] < 0 || period[i] >= periods) {
      findings.AddError(Reason::kRowOutOfRange, at("period"),
                        StrCat("there is no period ", period[i]));
    }
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  WeightedForecast forecast{.by_period = std::vector<Decimal>(static_cast<size_t>(periods))};
  for (size_t i = 0; i < amounts.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal part, Multiply(amounts[i], probabilities[i]));
    Decimal& sum = forecast.by_period[static_cast<size_t>(period[i])];
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, part));
  }
  for (const Decimal& sum : forecast.by_period) {
    ATTAIN_ASSIGN_OR_RETURN(forecast.total, Add(forecast.total, sum));
  }
  return forecast;
}

}  // namespace attain::funnel
