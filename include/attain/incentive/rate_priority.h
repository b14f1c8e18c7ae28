// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Rate priority: several rate rules match one sale; which one pays?
//
//   rule 1  this salesperson, any customer, any item        5 %
//   rule 2  any salesperson, this customer, this item       8 %
//   rule 3  any salesperson, any customer, any item         3 %
//   most specific, salesperson first: rule 1 (5 %); highest: rule 2 (8 %); lowest: rule 3 (3 %)
//
// Specific compares dimension by dimension, the most important first: one id beats a group, a group
// beats everybody. Equal rules: the one listed first.
#ifndef ATTAIN_INCENTIVE_RATE_PRIORITY_H_
#define ATTAIN_INCENTIVE_RATE_PRIORITY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// How narrowly a rule names one dimension of a sale.
enum class RuleScope : int32_t {
  kId = 1,     ///< One salesperson, customer or item.
  kGroup = 2,  ///< A group of them.
  kAll = 3,    ///< Any.
};

/// Which of several matching rules pays.
enum class RateChoice : int32_t {
  kSpecific = 1,  ///< The narrowest, compared dimension by dimension. Default.
  kHighest = 2,   ///< The one with the highest rate.
  kLowest = 3,    ///< The one with the lowest rate.
};

/// The rules from first to last choice, as indexes. `scopes` holds for each rule one scope per
/// dimension, the most important dimension first, so scopes.size() is a multiple of rates.size().
/// kLengthMismatch.
absl::StatusOr<std::vector<int32_t>> OrderRules(std::span<const RuleScope> scopes,
                                                std::span<const Fraction> rates,
                                                RateChoice choice = RateChoice::kSpecific);

/// The rule of each sale: the first in `order` that matches it, -1 where none does. `matches` holds
/// for each sale one flag per rule, not 0 where the rule matches. kLengthMismatch;
/// kRowOutOfRange for an order that names a rule there is not; kEmptyGroup without rules.
absl::StatusOr<std::vector<int32_t>> ChooseRules(std::span<const int32_t> order,
                                                 std::span<const uint8_t> matches);

/// The words of the enums, as documents and Python write them.
/// \{
const definition::WordTable& Describe(definition::Type<RuleScope>);  ///< id, group, all
const definition::WordTable& Describe(definition::Type<RateChoice>);  ///< specific, highest, lowest
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_RATE_PRIORITY_H_
