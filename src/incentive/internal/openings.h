// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a payee brings into a statement, and what the statement hands on.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_OPENINGS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_OPENINGS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "attain/base/fraction.h"
#include "attain/incentive/settle.h"
#include "incentive/internal/sales.h"

namespace attain::incentive {

/// The balances of a payee between two statements.
struct Openings {
  StandingBalances standing;
  std::map<SaleId, SaleHeld> sales;  // on hold; without id: what names no sale and stays held
  absl::Status status;               // what is wrong with them: nobody is paid on such
};

/// A row of the table balances.
struct OpeningRow {
  int32_t day = 0;
  crm::BalanceKind kind = crm::BalanceKind::kCarry;
  SaleId sale;  // of a hold
  Fraction amount;
  Fraction total;  // of a hold
  absl::Status status;
};

/// What a clawback takes back of the pay for one sale.
struct SaleClawed {
  size_t component = 0;
  SaleId sale;
  int64_t refund = -1;  // row of the refund, its day and the order of its id
  int32_t day = 0;
  int32_t rank = 0;
  int32_t sold = 0;    // day of the sale
  Fraction part_left;  // refunded of what was left of the sale
  Fraction earned;     // what the refunded part had earned
  Fraction amount;     // what is taken back; at most 0
  Fraction cancelled;  // of what is still held
};

/// How a statement was settled; kept for its explanation.
struct SettledStatement {
  SettleTerms terms;
  Settled settled;
  std::vector<SaleId> sales;        // of settled.sales
  std::vector<SaleOnHold> on_hold;  // beside them
  std::vector<SaleClawed> clawed;
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_OPENINGS_H_
