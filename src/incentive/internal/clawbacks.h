// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Clawbacks of a plan: refunds of sales of earlier periods leave the components and take back what
// the sale earned in its own period.
//
//   January: sale of 10,000 at 10 % earned 1,000     April: refund of 2,000 → 200 are taken back
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_CLAWBACKS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_CLAWBACKS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

/// A credit that takes back one of an earlier period; both are places in the index.
struct LateRefund {
  int64_t refund = -1;
  int64_t original = -1;
};

/// The refunds a clawback takes out of a component in a period, by day, then id.
std::vector<LateRefund> LateRefundsOf(const Statement::State& statement, size_t component,
                                      const Payee& payee, const Period& period);

/// Adds the periods whose sales are refunded in the statement, with their quotas.
void AddEarlier(const Payee& payee, const Targets& targets, Statement::State& statement);

/// What is taken back in a statement, component by component, refund by refund. What paying a
/// component of the earlier period gives; kInvalidPeriod, kOverflow.
absl::StatusOr<std::vector<SaleClawed>> ClawBack(const Statement::State& statement,
                                                 const Payee& payee);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_CLAWBACKS_H_
