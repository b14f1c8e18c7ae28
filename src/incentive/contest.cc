// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/contest.h"

#include <algorithm>

#include "attain/base/apportion.h"
#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

/// `prize` in parts for `count` equal people.
absl::StatusOr<std::vector<Decimal>> Share(const Fraction& prize, size_t count,
                                           const ContestOptions& options) {
  if (options.share == PrizeShare::kEachRounded) {
    const Exact each = Exact(prize) / Exact(static_cast<int64_t>(count));
    ATTAIN_RETURN_IF_ERROR(each.status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal part, Round(each.value(), options.scale, options.mode));
    return std::vector<Decimal>(count, part);
  }
  ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, Round(prize, options.scale, options.mode));
  if (whole.coefficient() > INT64_MAX) {
    return MakeError(Reason::kOverflow, "a prize must fit 64 bits of its unit");
  }
  const std::vector<int64_t> weights(count, 1);
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int64_t> units,
                          Apportion(static_cast<int64_t>(whole.coefficient()), weights));
  std::vector<Decimal> parts;
  parts.reserve(count);
  for (const int64_t unit : units) parts.push_back(Decimal::Unchecked(unit, options.scale));
  return parts;
}

}  // namespace

absl::StatusOr<ContestPay> Contest(std::span<const Fraction> prizes,
                                   std::span<const Fraction> scores,
                                   std::span<const uint8_t> eligible,
                                   const ContestOptions& options) {
  if (!eligible.empty()) {
    ATTAIN_RETURN_IF_ERROR(CheckColumn(scores.size(), eligible.size(), "eligible"));
  }
  for (const Fraction& prize : prizes) {
    if (prize < 0) return MakeError(Reason::kInvalidArgument, "a prize is " + prize.ToString());
  }
  ATTAIN_ASSIGN_OR_RETURN(const Decimal nothing, Round(Decimal(0), options.scale, options.mode));
  ContestPay pay{.payouts = std::vector<Decimal>(scores.size(), nothing),
                 .places = std::vector<int32_t>(scores.size(), 0),
                 .total = nothing};
  std::vector<size_t> order;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (eligible.empty() || eligible[i] != 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  for (size_t first = 0, end = 0; first < order.size(); first = end) {
    Exact prize;
    for (end = first; end < order.size() && scores[order[end]] == scores[order[first]]; ++end) {
      pay.places[order[end]] = static_cast<int32_t>(first) + 1;
      if (end < prizes.size()) prize += Exact(prizes[end]);
    }
    if (first >= prizes.size()) continue;
    ATTAIN_RETURN_IF_ERROR(prize.status());
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Decimal> parts,
                            Share(prize.value(), end - first, options));
    for (size_t i = first; i < end; ++i) {
      pay.payouts[order[i]] = parts[i - first];
      ATTAIN_ASSIGN_OR_RETURN(pay.total, Add(pay.total, parts[i - first]));
    }
  }
  return pay;
}

const definition::WordTable& Describe(definition::Type<PrizeShare>) {
  static const auto& table = *new auto(definition::Words<PrizeShare>(
      "prize_share", "How equal people share prizes that do not divide evenly.",
      {{"exact", PrizeShare::kExact, "To the unit; the odd ones go to the lowest indexes."},
       {"each_rounded", PrizeShare::kEachRounded, "Every part is rounded alone."}}));
  return table;
}

}  // namespace attain::incentive
