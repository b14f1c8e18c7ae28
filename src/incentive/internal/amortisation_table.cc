// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The commissions of statements, each spread over the months it serves.
#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/pay_kinds.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using table::ColumnSpec;
using table::TableBuilder;
using table::Type;

constexpr int kExactDecimals = 12;  // of a commission before it is spread

// One commission, or what is taken back of one.
struct Cost {
  size_t component = 0;
  int64_t row = -1;
  int32_t since = 0;  // day of the sale
  int32_t day = 0;    // day of the sale or its refund
  Exact amount;
};

bool Spreads(const AmortisationRule& rule, const Component& component) {
  if (rule.of.empty()) return PaysByTransaction(component);
  return std::find(rule.of.begin(), rule.of.end(), component.id) != rule.of.end();
}

// What each transaction earned. What a cap, a floor or a rounding takes or adds follows the
// transactions.
std::vector<Cost> CostsOf(const Statement::State& state, const AmortisationRule& rule) {
  const Prepared::State& prepared = *state.prepared;
  const Payee& payee = prepared.payees[static_cast<size_t>(state.payee)];
  std::vector<Cost> costs;
  for (size_t c = 0; c < state.components.size(); ++c) {
    if (!Spreads(rule, prepared.terms[c].definition())) continue;
    const ComponentPay& pay = state.components[c];
    const CreditIndex& index = state.CreditsOf(c);
    const InputColumns input = InputOf(state, c, payee, state.ReachOf(c));
    Exact sum;
    for (const Fraction& credit : pay.credits) sum += Exact(credit);
    if (sum.failed() || sum.value().is_zero()) continue;
    const Exact factor = Exact(pay.total) / sum;
    for (size_t i = 0; i < pay.credits.size(); ++i) {
      if (pay.credits[i].is_zero()) continue;
      const PayCredit& item = index.items[static_cast<size_t>(input.items[i])];
      costs.push_back({c, item.row, item.rate_day, item.day, Exact(pay.credits[i]) * factor});
    }
  }
  if (state.settled == nullptr) return costs;
  for (const SaleClawed& taken : state.settled->clawed) {
    if (Spreads(rule, prepared.terms[taken.component].definition()))
      costs.push_back({taken.component, taken.refund, taken.sold, taken.day, Exact(taken.amount)});
  }
  return costs;
}

int64_t MonthOf(Date day) { return int64_t{day.year()} * 12 + day.month() - 1; }

Date FirstDayOf(int64_t month) {
  return Date::FromCivil(month / 12, static_cast<int>(month % 12) + 1, 1).value_or(Date());
}

absl::Status AddSchedule(const Statement& statement, const Statement::State& state,
                         const AmortisationRule& rule, const Cost& cost, TableBuilder& table) {
  ATTAIN_RETURN_IF_ERROR(cost.amount.status());
  ATTAIN_ASSIGN_OR_RETURN(const Decimal commission,
                          Round(cost.amount.value(), kExactDecimals, RoundingMode::kHalfEven));
  ATTAIN_ASSIGN_OR_RETURN(
      const Amortisation schedule,
      Amortise(commission, rule.months,
               {.expense_up_to = rule.expense_up_to, .rounding = rule.rounding}));
  const bool refund = cost.amount.value().sign() < 0 && cost.since < cost.day;
  const int64_t start = MonthOf(Date::FromDays(refund ? cost.since : cost.day));
  const int64_t now = MonthOf(Date::FromDays(cost.day));
  Decimal before;  // expensed before the month of a refund: taken back in it
  for (size_t i = 0; i < schedule.expense.size(); ++i) {
    Decimal expense = schedule.expense[i];
    const int64_t month = start + static_cast<int64_t>(i);
    const bool last = i + 1 == schedule.expense.size();
    if (month < now && !last) {
      ATTAIN_ASSIGN_OR_RETURN(before, Add(before, expense));
      continue;
    }
    ATTAIN_ASSIGN_OR_RETURN(expense, Add(expense, before));
    before = Decimal();
    table.Text(0, statement.plan())
        .Text(1, statement.payee())
        .Text(2, statement.period().name)
        .Text(3, state.prepared->terms[cost.component].definition().id)
        .Text(4, state.CreditsOf(cost.component).IdOf(cost.row))
        .Date(5, FirstDayOf(std::max(month, now)))
        .Decimal(6, schedule.total)
        .Decimal(7, expense)
        .Decimal(8, schedule.asset[i])
        .Text(9, statement.currency().code())
        .Text(10, measure::Name(statement.status()))
        .EndRow();
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<ColumnSpec> AmortisationColumns(int decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"component", Type::kText},
          {"transaction_id", Type::kText},
          {"month", Type::kDate},
          {"commission", Type::kDecimal, decimals},
          {"expense", Type::kDecimal, decimals},
          {"asset", Type::kDecimal, decimals},
          {"currency", Type::kText},
          {"status", Type::kText}};
}

absl::StatusOr<table::Table> AmortisationTable(std::span<const Statement> statements) {
  int64_t decimals = 2;
  for (const Statement& statement : statements) {
    const auto& rule = StatementAccess::Get(statement).prepared->plan.amortisation;
    if (rule.has_value()) decimals = std::max(decimals, rule->rounding.scale.value_or(2));
  }
  TableBuilder table("amortisation", AmortisationColumns(static_cast<int>(decimals)));
  for (const Statement& statement : statements) {
    const Statement::State& state = StatementAccess::Get(statement);
    const std::optional<AmortisationRule>& rule = state.prepared->plan.amortisation;
    if (!rule.has_value() || state.reason != Reason::kNone) continue;
    for (const Cost& cost : CostsOf(state, *rule))
      ATTAIN_RETURN_IF_ERROR(AddSchedule(statement, state, *rule, cost, table));
  }
  return table.Build();
}

}  // namespace attain::incentive
