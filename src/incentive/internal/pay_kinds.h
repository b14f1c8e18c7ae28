// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payouts that pay a sum for what is reached, not a rate on credits: curve, multiplier, matrix,
// weighted, lump sums. Each is paid by the function on columns of the same name; here are the way
// from its definition to that function and the lines it leaves.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_PAY_KINDS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_PAY_KINDS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/incentive/pay.h"

namespace attain::incentive {

/// The value behind a reference: an attainment, or the amount of the component's measure.
using ValueOf = std::function<absl::StatusOr<Fraction>(const definition::Reference&)>;
/// Everything behind the attainment of a target.
using AttainedOf = std::function<absl::StatusOr<Attained>(const std::string& target)>;

/// True when some amount of the payout is in proportion to the days assigned.
bool Prorates(const Payout& payout);

/// What a payout that is not paid by credit yields, a line for every rule applied. `part` of the
/// period is assigned; a multiplier pays only above `excess`.
absl::StatusOr<std::vector<PayLine>> PayKind(const Payout& payout, Currency currency,
                                             const Fraction& credited, const Fraction& part,
                                             const std::optional<Fraction>& excess,
                                             const ValueOf& value_of,
                                             const AttainedOf& attained_of);

/// The factor of the band a value lies in; 0 outside where that pays nothing.
absl::StatusOr<Fraction> FactorOfBand(const std::vector<Band>& bands, const Fraction& value,
                                      Boundary boundary, Outside outside, int32_t& band);

/// What is wrong with the references of any payout and with the parts of those paid here.
Findings CheckKind(const Payout& payout, std::string_view measure, std::string_view path);

/// Every amount of money a payout names, with its path.
std::vector<std::pair<definition::Amount, std::string>> AmountsOf(const Payout& payout,
                                                                  std::string_view path);

/// kUnknownReference unless the reference is an attainment or the component's own measure.
void CheckReference(const definition::Reference& over, std::string_view measure,
                    std::string_view path, Findings& findings);

/// True when each transaction earns its own pay and no period looks back at another.
bool PaysByTransaction(const Component& component);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_PAY_KINDS_H_
