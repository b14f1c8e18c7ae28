// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a rep reached of a target in the period of a result.
#ifndef ATTAIN_SRC_RUN_INTERNAL_ATTAINED_H_
#define ATTAIN_SRC_RUN_INTERNAL_ATTAINED_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "run/internal/state.h"

namespace attain::run {

/// The target of that id; without one, the only target of the model. kUnknownReference, kMissingKey
/// where there are several, kNoTarget where there is none.
absl::StatusOr<const target::Targets*> TargetNamed(const PreparedState& state, std::string_view id);

/// The rep's figure of the target in the period of the result; nothing where there is none.
std::optional<Fraction> QuotaIn(const Result& result, const target::Targets& target,
                                std::string_view rep);

/// What the rep was credited over that quota, exactly; nothing without a quota, or with one of
/// zero.
std::optional<Fraction> AttainmentOf(const Result& result, const target::Targets& target,
                                     std::string_view rep);

}  // namespace attain::run

#endif  // ATTAIN_SRC_RUN_INTERNAL_ATTAINED_H_
