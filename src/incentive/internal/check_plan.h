// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What is wrong with gates, periods and currencies of a plan; a part of Validate.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_PLAN_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_PLAN_H_

#include <string_view>

#include "attain/base/finding.h"
#include "attain/incentive/plan.h"

namespace attain::incentive {

/// Gates and modifiers.
void CheckConditions(const Component& component, std::string_view path, Findings& findings);

/// A period of the component's own, and when it is paid.
void CheckOwnPeriod(const Component& component, const Plan& plan, std::string_view path,
                    Findings& findings);

/// How amounts of other currencies are converted. `path` is that of the plan.
void CheckConversion(const Plan& plan, std::string_view path, Findings& findings);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_CHECK_PLAN_H_
