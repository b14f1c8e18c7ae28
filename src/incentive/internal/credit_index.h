// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The credits of a measure, in the currency of a plan, by payee, day and id: what statements are
// paid on.
//
// Amounts are whole numbers of one common denominator (cents, or cents times the denominators of
// shares and rates); only where that does not fit 64 bits they are fractions.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_CREDIT_INDEX_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_CREDIT_INDEX_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/crm/dataset.h"
#include "attain/crm/fx.h"
#include "attain/measure/changes.h"
#include "attain/measure/measure.h"
#include "attain/measure/set_aside.h"

namespace attain::incentive {

/// One credited part of a transaction.
struct PayCredit {
  int32_t payee = -1;    // who is paid: the rep credited, or a manager above
  int32_t member = -1;   // whose credit it is
  int32_t day = 0;       // day it counts
  int32_t rate_day = 0;  // day of the original transaction
  int32_t rank = 0;      // order of the transaction's id among all ids
  int32_t share = 0;     // index into shares
  int64_t row = 0;       // row of the table
  int64_t amount = 0;    // in 1 / denominator, unless exact
};

/// A credit that could not be taken: its payee's statement of that day says why.
struct CreditFault {
  int32_t payee = -1;
  int32_t day = 0;
  absl::Status status;
};

class RateDays;

struct CreditIndex {
  std::string measure;
  std::string table;
  std::string_view role = "revenue";  // what is credited: revenue, overlay, quota
  bool money = true;                  // false for counts
  std::vector<PayCredit> items;       // by payee, day, rank, member
  std::vector<Fraction> exact;        // beside items where no common denominator fits; else empty
  int64_t denominator = 1;
  std::vector<Fraction> shares;
  std::vector<int64_t> first;                // first item of each payee, and the end
  std::vector<measure::SetAside> set_aside;  // rows that count for nobody, by payee, day
  std::vector<CreditFault> faults;           // by payee, day
  const table::Column* ids = nullptr;        // the transactions' own ids
  Findings findings;
  int scale = 0;               // decimals of the amounts; 0 for counts
  std::vector<int32_t> ranks;  // by row of the table; empty without ids

  // Of an index of one payee with changed rows (OverrideCredits); otherwise unused.
  int32_t only = -1;          // the payee; items are his alone
  int64_t given_from = -1;    // number of the first changed row; rows from here have given_ids
  std::vector<int64_t> gone;  // rows replaced, ascending
  std::vector<std::string> given_ids;
  std::vector<Currency> given_currencies;  // of the changed rows credited

  std::span<const PayCredit> Of(int32_t payee) const;
  Fraction AmountAt(size_t item) const;
  /// The id of a transaction as the user writes it; "row 12" in tables without ids.
  std::string IdOf(int64_t row) const;
  /// The number that a row which was not changed had before.
  int64_t RowBefore(int64_t row) const;
  /// The currency of a row's amount; `rows` are those of the table before changes.
  Currency CurrencyOf(int64_t row, const crm::Rows& rows) const;
};

/// The direct credits of a measure. `own_day`: a refund's own day decides over rates, not that of
/// what it reverses. `days`: whose rate converts an amount, that very day without. What
/// measure::Rows gives; kOverflow.
absl::StatusOr<CreditIndex> IndexCredits(const measure::Prepared& prepared, Currency currency,
                                         crm::RateType rate_type, std::optional<Timestamp> as_of,
                                         bool own_day = false, RateDays* days = nullptr);

/// The same credits for the managers above: of every unit the payee belonged to on the day of the
/// original transaction, and of the units above it, the managers of that day, each once, weighted
/// by the payee's share in the unit. `include_self`: a manager's own credits too. `dedupe`: an
/// order counts for at most its amount; what is above is taken from all in proportion.
absl::StatusOr<CreditIndex> IndexTeam(const CreditIndex& direct, const crm::Dataset& data,
                                      bool include_self, bool dedupe = true);

/// The credits of one payee as they are with changed rows: those of rows replaced taken out, those
/// of changed rows put in, rows numbered as after the change. kUnsupportedOption where only binding
/// anew gives the answer: fractions without common denominator, credits that could not be taken,
/// amounts without a rate.
absl::StatusOr<CreditIndex> OverrideCredits(const CreditIndex& base,
                                            const measure::Prepared& prepared,
                                            std::span<const measure::RowChanges> changes,
                                            int32_t payee, Currency currency,
                                            crm::RateType rate_type, RateDays* days = nullptr);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_CREDIT_INDEX_H_
