// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A sales book: sales that are paid (sales_pay.h) and kept up to date when transactions change.
//
//   quota 1,000.00, bands 0 – 50 % at 4 %, above 6 %; Ada sold 400.00 in January     16.00
//   row 0 becomes 700.00: 500.00 × 4 % + 200.00 × 6 %                                32.00
//
// In: the columns, the rules, then changes row by row. Out: the pay as it is now, equal to the last digit to what paying
// everything anew gives. What a change costs is proportional to the transactions of the payees and periods it touches.
#ifndef ATTAIN_INCENTIVE_SALES_BOOK_H_
#define ATTAIN_INCENTIVE_SALES_BOOK_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/incentive/sales_pay.h"

namespace attain::incentive {

/// A transaction that changed, or that came.
struct SalesChange {
  int64_t row = 0;      ///< Which one; the number of rows so far for one that came.
  int32_t payee = -1;   ///< Who now; -1 takes the transaction out.
  int32_t day = 0;      ///< When now.
  int64_t amount = 0;   ///< How much now.
  int32_t partner = -1; ///< Who shares it now; -1 where no rule pays a partner.
};

/// Sales that are paid and kept up to date: after changes, only the payees and periods they touch are paid again.
/// Movable; not safe for use by several threads while it is updated.
class SalesBook {
 public:
  SalesBook(SalesBook&&) noexcept;             ///< The other is left without sales.
  SalesBook& operator=(SalesBook&&) noexcept;  ///< As the constructor.
  ~SalesBook();

  /// Pays everything and makes an index of the rows by payee (4 bytes a row). The columns of `rows` are not copied: they
  /// must live, unchanged, as long as the book. The quotas are copied. Reasons as PaySales.
  static absl::StatusOr<SalesBook> Open(std::vector<SalesRule> rules, const SalesRows& rows, const QuotaGrid& quotas,
                                        const SalesPayOptions& options);

  const SalesPay& pay() const;  ///< What is paid now: what PaySales gives for the rows as they are now.
  int64_t rows() const;         ///< Transactions so far, those taken out included.

  /// Takes changes and pays again what they touch, in time proportional to the transactions of the payees and periods
  /// touched. Of several changes of one row the last holds. On failure nothing has changed. kRowOutOfRange; kNoQuota;
  /// kOverflow.
  absl::Status Update(std::span<const SalesChange> changes);

 private:
  struct State;
  explicit SalesBook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SALES_BOOK_H_
