// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales: the transactions and deals that pay is held for, and how much of each the customer has
// paid.
//
//   T-1 booking 10,000   T-2 refund of T-1 -2,000   T-3 invoice of T-1   T-4 receipt of T-3 4,000
//   collected of T-1: 4,000 / (10,000 - 2,000) = 1/2
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/fraction.h"
#include "attain/crm/dataset.h"
#include "attain/crm/fx.h"

namespace attain::incentive {

/// A transaction or a deal.
struct SaleId {
  bool deal = false;
  int32_t id = -1;  // of crm::Entity::kTransaction or kDeal
  auto operator<=>(const SaleId&) const = default;
};

/// The id of a sale as the user writes it; empty for one that is not named.
std::string NameOf(const crm::Dataset& data, SaleId sale);

class Sales {
 public:
  Sales() = default;
  /// What is known of the sales of a dataset at an instant.
  static absl::StatusOr<Sales> Of(const crm::Dataset& data, crm::RateType rate_type,
                                  std::optional<Timestamp> as_of);

  /// The sale a row of a table is credited for: of what reverses or adjusts, what it reverses.
  SaleId Of(std::string_view table, int64_t row) const;
  /// The row it is credited for; its own unless it reverses or adjusts another.
  int64_t OriginalOf(std::string_view table, int64_t row) const;
  /// True when the row takes back what another row sold.
  bool Reverses(std::string_view table, int64_t row) const;
  /// The day of a sale; none when it is not listed.
  std::optional<Date> DayOf(SaleId sale) const;
  /// What is collected and what is to be collected of a sale by the end of a day before `end`.
  /// kFxMissing, kOverflow.
  absl::StatusOr<std::pair<Fraction, Fraction>> CollectedOf(SaleId sale, Date end) const;
  /// How many receipts name nothing that they pay.
  int64_t strays() const { return strays_; }

 private:
  struct Event {
    SaleId sale;
    int32_t day = 0;
    bool collected = false;  // or booked
    Fraction amount;
  };

  // What could not be taken, from its day on.
  struct Fault {
    SaleId sale;
    int32_t day = 0;
    absl::Status status;
  };

  std::optional<crm::Dataset> data_;
  int64_t strays_ = 0;
  std::vector<int64_t> originals_;  // by row of transactions
  std::vector<Event> events_;       // by sale, day
  std::vector<Fault> faults_;       // by sale, day
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_H_
