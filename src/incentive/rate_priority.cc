// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/rate_priority.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "attain/base/status.h"

namespace attain::incentive {

absl::StatusOr<std::vector<int32_t>> OrderRules(std::span<const RuleScope> scopes,
                                                std::span<const Fraction> rates,
                                                RateChoice choice) {
  if (rates.empty() ? !scopes.empty() : scopes.size() % rates.size() != 0) {
    return MakeError(Reason::kLengthMismatch, std::to_string(scopes.size()) +
                                                  " scopes do not divide among " +
                                                  std::to_string(rates.size()) + " rules");
  }
  const size_t dimensions = rates.empty() ? 0 : scopes.size() / rates.size();
  std::vector<int32_t> order(rates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int32_t left, int32_t right) {
    const size_t a = static_cast<size_t>(left);
    const size_t b = static_cast<size_t>(right);
    if (choice == RateChoice::kHighest) return rates[a] > rates[b];
    if (choice == RateChoice::kLowest) return rates[a] < rates[b];
    const auto of_a = scopes.subspan(a * dimensions, dimensions);
    const auto of_b = scopes.subspan(b * dimensions, dimensions);
    return std::lexicographical_compare(of_a.begin(), of_a.end(), of_b.begin(), of_b.end());
  });
  return order;
}

absl::StatusOr<std::vector<int32_t>> ChooseRules(std::span<const int32_t> order,
                                                 std::span<const uint8_t> matches) {
  if (order.empty()) return MakeError(Reason::kEmptyGroup, "there are no rules");
  for (const int32_t rule : order) {
    if (rule < 0 || static_cast<size_t>(rule) >= order.size()) {
      return MakeError(Reason::kRowOutOfRange,
                       "rule " + std::to_string(rule) + " of " + std::to_string(order.size()));
    }
  }
  if (matches.size() % order.size() != 0) {
    return MakeError(Reason::kLengthMismatch, std::to_string(matches.size()) +
                                                  " flags do not divide among " +
                                                  std::to_string(order.size()) + " rules");
  }
  std::vector<int32_t> chosen;
  chosen.reserve(matches.size() / order.size());
  for (size_t row = 0; row < matches.size(); row += order.size()) {
    const auto rule = std::find_if(order.begin(), order.end(), [&](int32_t index) {
      return matches[row + static_cast<size_t>(index)] != 0;
    });
    chosen.push_back(rule == order.end() ? -1 : *rule);
  }
  return chosen;
}

const definition::WordTable& Describe(definition::Type<RuleScope>) {
  static const auto& table = *new auto(definition::Words<RuleScope>(
      "rule_scope", "How narrowly a rule names one dimension of a sale.",
      {{"id", RuleScope::kId, "One salesperson, customer or item."},
       {"group", RuleScope::kGroup, "A group of them."},
       {"all", RuleScope::kAll, "Any."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<RateChoice>) {
  static const auto& table = *new auto(definition::Words<RateChoice>(
      "rate_choice", "Which of several matching rules pays.",
      {{"specific", RateChoice::kSpecific, "The narrowest, dimension by dimension."},
       {"highest", RateChoice::kHighest, "The one with the highest rate."},
       {"lowest", RateChoice::kLowest, "The one with the lowest rate."}}));
  return table;
}

}  // namespace attain::incentive
