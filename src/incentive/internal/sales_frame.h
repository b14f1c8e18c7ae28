// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A frame of sales and one of quotas as the kernels take them: dense payees, days, whole units, a
// grid of quotas. What lies in memory as it is needed is borrowed, the rest converted once.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_FRAME_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_FRAME_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/period.h"
#include "attain/incentive/sales_table.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "attain/table/table.h"

namespace attain::incentive {

class SalesFrame {
 public:
  /// `quotas` may be null. kUnknownColumn, kWrongColumnType, kNullValue, kDupKey, kInexact,
  /// kOverflow, kInvalidArgument.
  static absl::StatusOr<SalesFrame> Load(const table::Table& sales, const table::Table* quotas,
                                         const SalesTableOptions& options);

  SalesRows rows() const {
    return {.payee = payee_.span(),
            .day = day_.span(),
            .amount = amount_.span(),
            .partner = partner_.span()};
  }
  QuotaGrid quotas() const { return {.payees = payees_, .periods = index_, .amounts = quota_}; }
  int scale() const { return scale_; }  // decimals of amounts
  const std::vector<Period>& periods() const { return periods_; }
  bool has_names() const {
    return !direct_;
  }  // false: payees are whole numbers that stand for themselves

  /// Payees in the order of results.
  std::vector<int32_t> PayeesInOrder() const;
  /// The caller's ids of payees.
  absl::StatusOr<table::Column> PayeeColumn(std::vector<int32_t> numbers) const;
  /// The number of a payee, or -1.
  int32_t NumberOf(std::string_view payee) const;
  /// A failure in the caller's own words.
  absl::Status Explained(const absl::Status& status) const;
  /// Changed sales with numbers in place of ids.
  absl::StatusOr<std::vector<SalesChange>> ReadChanges(const table::Table& changes,
                                                       const SalesTableOptions& options) const;

 private:
  absl::Status LoadPayees(const table::Table& sales, const table::Table* quotas,
                          const SalesTableOptions& options, std::vector<int32_t>& quota_payee);
  absl::Status LoadQuotas(const table::Table& quotas, const SalesTableOptions& options,
                          const std::vector<int32_t>& payee);
  std::string NameOf(int32_t payee) const;

  bool direct_ = false;
  table::Type payee_type_ = table::Type::kText;
  table::Interner names_;
  std::string payee_name_;
  int32_t payees_ = 0;
  int scale_ = 0;
  table::Values<int32_t> payee_;
  table::Values<int32_t> partner_;
  table::Values<int32_t> day_;
  table::Values<int64_t> amount_;
  std::vector<Period> periods_;
  measure::DayIndex index_;
  std::vector<int64_t> quota_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_FRAME_H_
