// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/spiff.h"

#include <set>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {

absl::StatusOr<Earnings> PaySpiff(const SpiffRule& rule, std::span<const Fraction> values,
                                  std::span<const int32_t> groups, const Rounding& rounding) {
  if (!groups.empty()) ATTAIN_RETURN_IF_ERROR(CheckColumn(values.size(), groups.size(), "groups"));
  Earnings earnings;
  std::set<int32_t> paid;
  for (size_t i = 0; i < values.size(); ++i) {
    bool pays = values[i] >= rule.minimum;
    if (pays && rule.mode == SpiffMode::kOncePerPeriod) {
      pays = paid.insert(groups.empty() ? 0 : groups[i]).second;
    }
    ATTAIN_RETURN_IF_ERROR(AddRow(pays ? Exact(rule.amount) : Exact(), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
