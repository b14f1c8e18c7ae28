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

const definition::WordTable& Describe(definition::Type<SpiffMode>) {
  static const auto& table = *new auto(definition::Words<SpiffMode>(
      "spiff_mode", "How often a SPIFF is paid.",
      {{"every_time", SpiffMode::kEveryTime, "For every order that qualifies."},
       {"once_per_period", SpiffMode::kOncePerPeriod,
        "For the first that qualifies in each period."}}));
  return table;
}

}  // namespace attain::incentive
