// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_AMOUNT_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_AMOUNT_H_

#include <optional>
#include <string>
#include <string_view>

#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/definition/value.h"

namespace attain::incentive {

/// An amount of a plan in the plan's currency; nothing, and a finding, where it is not.
std::optional<Money> AmountIn(const definition::Amount& amount, Currency currency, std::string path,
                              Findings& findings);

/// Where an element of a list stands: "path.list[2]".
std::string ListPath(std::string_view path, std::string_view list, size_t i);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_AMOUNT_H_
