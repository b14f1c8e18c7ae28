// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Balances before a run: the table balances, or what the caller hands on.
#include <algorithm>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/resolve.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using crm::BalanceKind;
using crm::Entity;

constexpr std::pair<std::string_view, BalanceKind> kKinds[] = {
    {"carry", BalanceKind::kCarry},       {"draw", BalanceKind::kDraw},
    {"hold", BalanceKind::kHold},         {"maximum", BalanceKind::kMaximum},
    {"withheld", BalanceKind::kWithheld}, {"below_zero", BalanceKind::kBelowZero}};

std::optional<BalanceKind> KindNamed(std::string_view name) {
  for (const auto& [word, kind] : kKinds) {
    if (word == name) return kind;
  }
  return std::nullopt;
}

// The sale an opening balance names.
SaleId SaleOf(const Prepared::State& state, const OpeningBalance& balance) {
  if (!balance.deal.empty()) return {true, state.data.ids(Entity::kDeal).Find(balance.deal)};
  if (balance.transaction.empty()) return {};
  return {false, state.data.ids(Entity::kTransaction).Find(balance.transaction)};
}

void Take(const OpeningRow& row, Openings& openings) {
  if (openings.status.ok()) openings.status = row.status;
  switch (row.kind) {
    case BalanceKind::kCarry:
      openings.standing.carry = row.amount;
      break;
    case BalanceKind::kDraw:
      openings.standing.draw = row.amount;
      break;
    case BalanceKind::kMaximum:
      openings.standing.maximum = row.amount;
      break;
    case BalanceKind::kHold: {
      const absl::StatusOr<Fraction> released = ExactDifference(row.total, row.amount);
      if (!released.ok()) {
        openings.status = released.status();
      } else if (row.total.is_zero() && released->is_zero()) {
        openings.sales.erase(row.sale);
      } else {
        openings.sales[row.sale] = {.held = row.total, .released = *released};
      }
      break;
    }
    case BalanceKind::kClawback:
    case BalanceKind::kWithheld:  // of components, which go through the fiscal year once more
    case BalanceKind::kBelowZero:
      break;
  }
}

}  // namespace

void FindOpening(Prepared::State& state) {
  const crm::Balances rows = state.data.balances();
  if (!rows.present()) return;
  const int32_t plan = state.data.ids(Entity::kPlan).Find(state.plan.id);
  crm::Days as_of(rows.as_of());
  crm::Amounts amount(rows.amount());
  crm::Amounts total(rows.total());
  const auto kind = rows.kind();
  const std::span<const int32_t> transactions = rows.transaction();
  const std::span<const int32_t> deals = rows.deal();
  for (int64_t row = 0; row < rows.rows(); ++row) {
    const auto at = static_cast<size_t>(row);
    if (!rows.kept()[row] || rows.plan()[at] != plan) continue;
    if (!kind.has(row) || !as_of.has(row)) continue;
    OpeningRow opening;
    opening.day = as_of[row];
    opening.kind = kind[row];
    opening.amount = Fraction(Decimal::Unchecked(amount[row], amount.scale()));
    opening.total = opening.amount;
    if (total.has(row)) opening.total = Fraction(Decimal::Unchecked(total[row], total.scale()));
    if (!deals.empty() && deals[at] >= 0) {
      opening.sale = {true, deals[at]};
    } else if (!transactions.empty() && transactions[at] >= 0) {
      opening.sale = {false, transactions[at]};
    }
    const Currency own = rows.currency(row);
    if (!own.is_none() && own.code() != state.currency.code()) {
      opening.status = MakeError(Reason::kCurrencyMismatch,
                                 StrCat("a balance is in ", own.code(), ", ", state.plan.id,
                                        " pays in ", state.currency.code()));
    }
    state.opening[rows.rep()[at]].push_back(std::move(opening));
  }
  for (auto& entry : state.opening) {
    attain::internal::Sort(entry.second, [](const OpeningRow& a, const OpeningRow& b) {
      return std::tuple(a.day, a.kind, a.sale) < std::tuple(b.day, b.kind, b.sale);
    });
  }
}

absl::Status CheckOpening(const Prepared::State& state, const CalculateOptions& options) {
  for (const OpeningBalance& balance : options.opening) {
    if (!KindNamed(balance.kind).has_value()) {
      return MakeError(
          Reason::kUnknownWord,
          StrCat("\"", balance.kind,
                 "\" is no kind of balance; there are carry, draw, hold, maximum, withheld, "
                 "below_zero"));
    }
    const std::string& sale = balance.deal.empty() ? balance.transaction : balance.deal;
    if (!sale.empty() && SaleOf(state, balance).id < 0) {
      return MakeError(Reason::kUnknownReference,
                       StrCat("a balance of ", balance.payee, " is held for \"", sale,
                              "\", which the data do not know"));
    }
  }
  return absl::OkStatus();
}

Openings OpeningOf(const Prepared::State& state, const Payee& payee,
                   const CalculateOptions& options, Date start) {
  Openings openings;
  bool given = false;
  for (const OpeningBalance& balance : options.opening) {
    if (balance.payee != payee.name) continue;
    given = true;
    OpeningRow row;
    row.kind = KindNamed(balance.kind).value_or(BalanceKind::kClawback);
    row.sale = SaleOf(state, balance);
    row.amount = balance.amount;
    row.total = balance.total.value_or(balance.amount);
    Take(row, openings);
  }
  const auto rows = state.opening.find(payee.rep);
  if (given || rows == state.opening.end()) return openings;
  for (const OpeningRow& row : rows->second) {
    if (row.day <= start.days()) Take(row, openings);
  }
  return openings;
}

}  // namespace attain::incentive
