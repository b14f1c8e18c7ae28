// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "run/internal/domains.h"

namespace attain::run {
namespace {

constexpr Domain kDomains[] = {
    {"measures", &ValidateMeasures, &ResolveMeasures, &CalculateMeasures},
    {"targets", &ValidateTargets, &ResolveTargets, &CalculateTargets},
    {"funnels", &ValidateFunnels, &ResolveFunnels, &CalculateFunnels},
    {"incentives", &ValidateIncentives, &ResolveIncentives, &CalculateIncentives},
};

}  // namespace

std::span<const Domain> Domains() { return kDomains; }

}  // namespace attain::run
