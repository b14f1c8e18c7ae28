// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One statement: every component paid on its credits, then settled.
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

void PayStatement(const Payee& payee, Openings opening, Detail detail,
                  Statement::State& statement) {
  statement.opening = std::move(opening);
  const auto fail = [&](Reason reason, std::string text) {
    statement.status = reason == Reason::kTargetZero ? measure::ValueStatus::kUndefined
                                                     : measure::ValueStatus::kError;
    statement.reason = reason;
    statement.text = std::move(text);
    statement.components.clear();
    statement.plan_lines.clear();
    statement.amounts = {};
    KeepBalances(statement);
  };
  // Holds ask what each transaction earned.
  const bool by_sale = detail == Detail::kTotal && statement.prepared->sales != nullptr;
  if (statement.reason != Reason::kNone) return fail(statement.reason, statement.text);
  const absl::Status paid = PayComponents(payee, by_sale ? Detail::kLines : detail, statement);
  if (!paid.ok()) return fail(ReasonOf(paid), MessageOf(paid));
  const absl::Status cut = CutToBudget(statement);
  if (!cut.ok()) return fail(ReasonOf(cut), MessageOf(cut));
  const absl::Status settled = SettleStatement(payee, statement);
  if (!settled.ok()) return fail(ReasonOf(settled), MessageOf(settled));
  for (ComponentPay& component : statement.components) {
    if (!by_sale) break;
    component.credits.clear();
    component.lines.clear();
  }
}

}  // namespace attain::incentive
