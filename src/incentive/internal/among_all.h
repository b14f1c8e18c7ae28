// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What can only be said by looking at everyone the plan pays in a period: the places of a contest,
// the parts of a pool, the use of a budget.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_AMONG_ALL_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_AMONG_ALL_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

/// A statement of a payee with its quotas and spans, not yet paid; with its reason where a quota is
/// missing.
std::shared_ptr<Statement::State> StartStatement(
    const std::shared_ptr<const Prepared::State>& prepared, size_t payee, const Period& period,
    const Targets& targets, std::shared_ptr<const std::vector<CreditIndex>> own);

/// What was found for one period.
struct AmongAll {
  std::vector<std::vector<std::optional<Award>>> awards;  // by payee and component; empty without
  std::optional<BudgetUse> budget;                        // of a plan that has one
  absl::Status status;                                    // why nothing could be said
  /// Hands a statement what concerns it.
  void GiveTo(Statement::State& statement) const;
};

/// Looks at everyone for one period. `own` holds the credits of the payee at `changed` with changed
/// rows. The result is the same for any number of threads.
AmongAll LookAtAll(const std::shared_ptr<const Prepared::State>& prepared, const Period& period,
                   const Targets& targets, int threads,
                   const std::shared_ptr<const std::vector<CreditIndex>>& own, size_t changed);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_AMONG_ALL_H_
