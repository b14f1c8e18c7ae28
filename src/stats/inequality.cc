// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/inequality.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::stats {
namespace {

// Values in ascending order, their sum and their mean.
struct Sorted {
  std::vector<double> values;
  double sum = 0;
  double mean = 0;

  double count() const { return static_cast<double>(values.size()); }
};

absl::StatusOr<Sorted> Sort(std::span<const double> values, size_t least) {
  if (values.size() < least) {
    return MakeError(Reason::kInsufficientData,
                     internal::StrCat(values.size(), " values, at least ", least, " are needed"));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= 0 && std::isfinite(values[i]))) {
      return MakeError(Reason::kInvalidArgument,
                       internal::StrCat("value ", i, " is negative or not finite"));
    }
  }
  Sorted sorted;
  sorted.values.assign(values.begin(), values.end());
  std::sort(sorted.values.begin(), sorted.values.end());
  for (const double value : sorted.values) sorted.sum += value;
  sorted.mean = sorted.sum / sorted.count();
  if (!(sorted.sum > 0 && std::isfinite(sorted.sum))) {
    return MakeError(Reason::kInvalidArgument, "the values add up to nothing, or to infinity");
  }
  return sorted;
}

double GiniOf(const Sorted& sorted) {
  const double n = sorted.count();
  double weighted = 0;
  for (size_t i = 0; i < sorted.values.size(); ++i) {
    weighted += (2 * (static_cast<double>(i) + 1) - n - 1) * sorted.values[i];
  }
  return weighted / (n * sorted.sum);
}

}  // namespace

absl::StatusOr<double> Gini(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  return GiniOf(sorted);
}

absl::StatusOr<double> GiniUnbiased(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 2));
  return GiniOf(sorted) * sorted.count() / (sorted.count() - 1);
}

absl::StatusOr<double> TheilT(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  double total = 0;
  for (const double value : sorted.values) {
    const double ratio = value / sorted.mean;
    if (ratio > 0) total += ratio * std::log(ratio);
  }
  return total / sorted.count();
}

absl::StatusOr<double> TheilL(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  if (sorted.values.front() == 0) return std::numeric_limits<double>::infinity();
  double total = 0;
  for (const double value : sorted.values) total += std::log(sorted.mean / value);
  return total / sorted.count();
}

absl::StatusOr<double> Hoover(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  double total = 0;
  for (const double value : sorted.values) total += std::fabs(value - sorted.mean);
  return total / (2 * sorted.sum);
}

absl::StatusOr<double> CoefficientOfVariation(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  double squares = 0;
  for (const double value : sorted.values) {
    const double relative = (value - sorted.mean) / sorted.mean;
    squares += relative * relative;
  }
  return std::sqrt(squares / sorted.count());
}

absl::StatusOr<double> MaxToMin(std::span<const double> values) {
  ATTAIN_ASSIGN_OR_RETURN(const Sorted sorted, Sort(values, 1));
  return sorted.values.back() / sorted.values.front();
}

}  // namespace attain::stats
