// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::stats {
namespace {

absl::Status CheckNumbers(std::span<const double> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      return MakeError(Reason::kInvalidArgument, internal::StrCat("value ", i, " is not a number"));
    }
  }
  return absl::OkStatus();
}

// Values with their sign turned so that the smaller one is the better.
std::vector<double> BestFirst(std::span<const double> values, RankOrder order) {
  std::vector<double> keys(values.begin(), values.end());
  if (order == RankOrder::kLargestFirst) {
    for (double& key : keys) key = -key;
  }
  return keys;
}

}  // namespace

absl::StatusOr<std::vector<double>> Rank(std::span<const double> values, RankOptions options) {
  return RankAgainst(values, values, options);
}

absl::StatusOr<std::vector<double>> RankAgainst(std::span<const double> values,
                                                std::span<const double> against,
                                                RankOptions options) {
  ATTAIN_RETURN_IF_ERROR(CheckNumbers(values));
  ATTAIN_RETURN_IF_ERROR(CheckNumbers(against));
  if (!(options.omega >= 0 && options.omega <= 1)) {
    return MakeError(Reason::kInvalidArgument, "omega lies between 0 and 1");
  }
  std::vector<double> reference = BestFirst(against, options.order);
  std::sort(reference.begin(), reference.end());
  std::vector<double> ranks = BestFirst(values, options.order);
  for (double& rank : ranks) {
    const auto [first, last] = std::equal_range(reference.begin(), reference.end(), rank);
    const auto better = static_cast<double>(first - reference.begin());
    const auto better_or_equal = static_cast<double>(last - reference.begin());
    rank = options.omega * better_or_equal + (1 - options.omega) * (better + 1);
  }
  return ranks;
}

absl::StatusOr<std::vector<int64_t>> RankDense(std::span<const double> values, RankOrder order) {
  ATTAIN_RETURN_IF_ERROR(CheckNumbers(values));
  const std::vector<double> keys = BestFirst(values, order);
  std::vector<double> distinct = keys;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<int64_t> ranks(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    ranks[i] = std::lower_bound(distinct.begin(), distinct.end(), keys[i]) - distinct.begin() + 1;
  }
  return ranks;
}

absl::StatusOr<std::vector<int64_t>> RankOrdinal(std::span<const double> values, RankOrder order,
                                                 std::span<const TieBreak> tie_breaks) {
  ATTAIN_RETURN_IF_ERROR(CheckNumbers(values));
  std::vector<std::vector<double>> keys = {BestFirst(values, order)};
  for (const TieBreak& tie_break : tie_breaks) {
    if (tie_break.keys.size() != values.size()) {
      return MakeError(Reason::kLengthMismatch,
                       internal::StrCat(values.size(), " values and ", tie_break.keys.size(),
                                        " keys to break ties"));
    }
    ATTAIN_RETURN_IF_ERROR(CheckNumbers(tie_break.keys));
    keys.push_back(BestFirst(tie_break.keys, tie_break.order));
  }
  std::vector<size_t> places(values.size());
  std::iota(places.begin(), places.end(), size_t{0});
  std::sort(places.begin(), places.end(), [&keys](size_t a, size_t b) {
    for (const std::vector<double>& key : keys) {
      if (key[a] != key[b]) return key[a] < key[b];
    }
    return a < b;
  });
  std::vector<int64_t> ranks(values.size());
  for (size_t i = 0; i < places.size(); ++i) ranks[places[i]] = static_cast<int64_t>(i) + 1;
  return ranks;
}

}  // namespace attain::stats
