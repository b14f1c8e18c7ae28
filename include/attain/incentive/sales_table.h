// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pay on a frame of sales: tier_lines.h and sales_pay.h for whoever has tables with names, not arrays with numbers.
//
//   sales   payee  date        amount      quotas   payee  date        quota
//           Ada    2026-01-05  400.00               Ada    2026-01-01  1000.00
//           Ada    2026-01-09  300.00
//
//   TierLines(sales, quotas, bands 0 – 50 % at 4 %, above 6 %)      the sales with a column `line`: 16.00, 16.00
//   TierTotals(…)                                                   payee Ada, period 2026-01, total 32.00
//
// Payees are texts or whole numbers; small whole numbers and dates and amounts of one chunk are read where they lie. A
// quota is given by any day of its period. Periods are those from the first quota's to the last one's, or those of the
// sales where no rule asks for quotas. Results are in the order of the sales, or by payee and period.
#ifndef ATTAIN_INCENTIVE_SALES_TABLE_H_
#define ATTAIN_INCENTIVE_SALES_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/sales_book.h"
#include "attain/incentive/sales_pay.h"
#include "attain/table/table.h"

namespace attain::incentive {

/// Which columns mean what, and how is paid.
struct SalesTableOptions {
  std::string payee = "payee";    ///< Who: text or whole numbers, in sales and quotas.
  std::string date = "date";      ///< When, in sales and quotas.
  std::string amount = "amount";  ///< How much: decimals or whole numbers.
  std::string partner = {};       ///< Who shares the credit. Default: nobody.
  std::string quota = "quota";    ///< The quota's amount, in the table of quotas.
  /// Decimals that whole-number amounts and quotas have: 2 when they are cents. Default: none; decimals have their own.
  std::optional<int> decimals = std::nullopt;
  Grain grain = Grain::kMonth;    ///< Length of the periods. Default: months.
  crm::Calendar calendar = {};    ///< Names the periods. Default: Gregorian from 1 January.
  /// How is rounded; the point concerns tiers only: transaction or cumulative. Scale 0..18.
  Rounding rounding = {.point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2};
  NegativeBase negative = NegativeBase::kFirstBand;  ///< What an accumulated amount below zero pays by tiers.
  int threads = 1;                                   ///< Threads at work, 1..256; the result is the same for any number.
};

/// A rule with the name of its column.
using NamedRule = std::pair<std::string, SalesRule>;

/// One row per payee and period: payee, period, quota, total; payees without any are left out. kUnknownColumn,
/// kWrongColumnType, kNullValue for a missing value, kDupKey for a second quota, kNoQuota for sales without one, and the
/// reasons of tier_lines.h.
absl::StatusOr<table::Table> TierTotals(const table::Table& sales, const table::Table& quotas,
                                        const std::vector<RateBand>& bands, const SalesTableOptions& options = {});

/// The sales with a column `line` more. Reasons as above.
absl::StatusOr<table::Table> TierLines(const table::Table& sales, const table::Table& quotas,
                                       const std::vector<RateBand>& bands, const SalesTableOptions& options = {});

/// One row per slice of a sale: row (of the sales), band, base, rate, amount. 32 bytes a row. Reasons as above.
absl::StatusOr<table::Table> TierTrace(const table::Table& sales, const table::Table& quotas,
                                       const std::vector<RateBand>& bands, const SalesTableOptions& options = {});

/// One row per payee and period: payee, period, sold, a column per rule, and their `total`; payees numbered but without
/// anything are left out. `quotas` may be null where
/// no rule asks for quotas. Reasons as above and those of sales_pay.h.
absl::StatusOr<table::Table> PaySales(const table::Table& sales, const table::Table* quotas,
                                      const std::vector<NamedRule>& rules, const SalesTableOptions& options = {});

/// What a payee is paid in one period, by all rules.
struct SalesStatement {
  std::string payee;              ///< By name.
  std::string period;             ///< By name.
  Decimal sold;                   ///< What was sold.
  std::vector<Decimal> amounts;   ///< One per rule.
  Decimal total;                  ///< Their sum.
};

/// Sales of a frame that are paid and kept up to date (SalesBook). Movable; not for several threads while updated.
class SalesTableBook {
 public:
  SalesTableBook(SalesTableBook&&) noexcept;             ///< The other is left without sales.
  SalesTableBook& operator=(SalesTableBook&&) noexcept;  ///< As the constructor.
  ~SalesTableBook();

  /// Pays everything. Reasons as PaySales.
  static absl::StatusOr<SalesTableBook> Open(const table::Table& sales, const table::Table* quotas,
                                             std::vector<NamedRule> rules, const SalesTableOptions& options = {});

  /// Takes changed sales: a table with the columns of the sales and `row`, the number of the sale each row replaces, or
  /// the number of sales so far and on for those that came; a row without payee takes its sale out. Payees must be known.
  /// Pays again what they touch, nothing else. On failure nothing has changed. kUnknownColumn, kWrongColumnType,
  /// kNullValue, kUnknownRep for a payee who is in neither table, kRowOutOfRange, kOverflow.
  absl::Status Update(const table::Table& changes);

  /// What is paid now: the table of PaySales.
  absl::StatusOr<table::Table> ToTable() const;
  /// What one payee is paid now, period by period. kUnknownRep.
  absl::StatusOr<std::vector<SalesStatement>> Of(std::string_view payee) const;
  int64_t rows() const;  ///< Sales so far, those taken out included.

 private:
  struct State;
  explicit SalesTableBook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SALES_TABLE_H_
