// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "run/internal/handed.h"

#include <algorithm>
#include <optional>

#include "attain/base/rounding.h"

namespace attain::run {
namespace {

using table::Table;
using table::TableBuilder;

constexpr int kMostDecimals = 12;

absl::StatusOr<Decimal> ShownBalance(const Fraction& value) {
  const std::optional<Decimal> exact = value.ToDecimal();
  return Round(value, exact.has_value() ? std::min(exact->scale(), kMostDecimals) : kMostDecimals,
               RoundingMode::kHalfEven);
}

}  // namespace

// waits to be paid.
absl::Status AddDue(Handed& handed) {
  incentive::Balance& carry = handed.closing[{"carry", "", ""}];
  carry.kind = "carry";
  ATTAIN_ASSIGN_OR_RETURN(carry.closing, Add(carry.closing, handed.due));
  if (carry.closing.sign() <= 0) return absl::OkStatus();
  incentive::Balance& waits = handed.closing[{"maximum", "", ""}];
  waits.kind = "maximum";
  ATTAIN_ASSIGN_OR_RETURN(waits.closing, Add(waits.closing, carry.closing));
  carry.closing = Fraction();
  return absl::OkStatus();
}

absl::StatusOr<Table> BalanceTable(
    const std::map<std::pair<std::string, std::string>, Handed>& handed) {
  int places = 2;
  for (const auto& entry : handed) {
    for (const auto& balance : entry.second.closing) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal amount, ShownBalance(balance.second.closing));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal total,
                              ShownBalance(balance.second.total.value_or(Fraction())));
      places = std::max({places, amount.scale(), total.scale()});
    }
  }
  using table::Type;
  TableBuilder rows("balances", {{"rep_id", Type::kText},
                                 {"plan_id", Type::kText},
                                 {"kind", Type::kText},
                                 {"as_of", Type::kDate},
                                 {"txn_id", Type::kText},
                                 {"deal_id", Type::kText},
                                 {"amount", Type::kDecimal, places},
                                 {"total", Type::kDecimal, places},
                                 {"ccy", Type::kText}});
  for (const auto& [who, own] : handed) {
    for (const auto& entry : own.closing) {
      const incentive::Balance& balance = entry.second;
      if (!balance.component.empty()) continue;  // calculated anew
      ATTAIN_ASSIGN_OR_RETURN(const Decimal amount, ShownBalance(balance.closing));
      rows.Text(0, who.second).Text(1, who.first).Text(2, balance.kind).Date(3, own.pay_in.start);
      if (!balance.transaction.empty()) rows.Text(4, balance.transaction);
      if (!balance.deal.empty()) rows.Text(5, balance.deal);
      rows.Decimal(6, amount);
      if (balance.total.has_value()) {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal total, ShownBalance(*balance.total));
        rows.Decimal(7, total);
      }
      rows.Text(8, own.currency).EndRow();
    }
  }
  return rows.Build();
}

}  // namespace attain::run
