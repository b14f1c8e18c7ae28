// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a restatement hands on: the balances from which the next period pays what changed in frozen
// ones.
#ifndef ATTAIN_SRC_RUN_INTERNAL_HANDED_H_
#define ATTAIN_SRC_RUN_INTERNAL_HANDED_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/period.h"
#include "attain/incentive/statement.h"
#include "attain/table/table.h"

namespace attain::run {

/// Balances handed on to the period that pays what changed in frozen ones.
struct Handed {
  Period pay_in;         ///< The period that pays.
  std::string currency;  ///< Of all amounts.
  Fraction due;          ///< Differences of what was paid; negative when too much was.
  /// After the last frozen statement, by kind, transaction and deal.
  std::map<std::tuple<std::string, std::string, std::string>, incentive::Balance> closing;
};

/// Puts what is due into the balances: it first makes up for what is owed, the rest waits to be
/// paid. kOverflow.
absl::Status AddDue(Handed& handed);

/// Balances by plan and payee, as rows of the table `balances`. kOverflow.
absl::StatusOr<table::Table> BalanceTable(
    const std::map<std::pair<std::string, std::string>, Handed>& handed);

}  // namespace attain::run

#endif  // ATTAIN_SRC_RUN_INTERNAL_HANDED_H_
