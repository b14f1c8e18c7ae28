// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Cap: the most that is paid, and what becomes of the rest. A definition, as people write it.
//
//   "cap": "40000"                                            at most 40,000.00 in a period
//   "cap": { "amount": "500", "per": "transaction" }          at most 500.00 for each deal
//   "cap": { "amount": "1000", "carry": true }                what lies above is paid later:
//       earned 1,500, 600, 700:  paid 1,000 (500 kept), 1,000 (100 kept), 800
//   "cap": { "amount": "1000", "prorate": true }              assigned for half the days: 500.00
//
// A cap is compared before anything is rounded, unless it says otherwise; what it takes away is a
// line of its own.
#ifndef ATTAIN_INCENTIVE_CAP_H_
#define ATTAIN_INCENTIVE_CAP_H_

#include <cstdint>

#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"

namespace attain::incentive {

/// What a cap holds for.
enum class CapPer : int32_t {
  kComponent = 1,    ///< Everything the component (or the plan) pays in a period. Default.
  kTransaction = 2,  ///< What each transaction pays; of a refund what it takes back.
};

/// The most that is paid. A plain amount is a cap with nothing but its amount.
struct Cap {
  definition::Amount amount = {};    ///< The most; at least 0. Required.
  CapPer per = CapPer::kComponent;   ///< For what. Default: the component in a period.
  /// What lies above is kept and paid in later periods of the fiscal year that leave room; what is
  /// left at its end is lost. Default: lost at once.
  bool carry = false;
  /// Compared with what the component pays after it was rounded. Default: before.
  bool after_rounding = false;
  /// In proportion to the days assigned to the plan in the period. Default: as it stands.
  bool prorate = false;

  Cap() = default;
  /// A cap of an amount.
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.cap = Amount{5'000}` reads as written.
  Cap(definition::Amount most, CapPer what = CapPer::kComponent) : amount(most), per(what) {}
  /// A cap of money.
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.cap = 40'000_eur` reads as written.
  Cap(Money most) : amount(most) {}
  /// A cap of whole currency units.
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.cap = 40'000` reads as written.
  Cap(int64_t most) : amount(most) {}
  bool operator==(const Cap&) const = default;
};

/// \name Field tables.
/// \{
const definition::WordTable& Describe(definition::Type<CapPer>);  ///< component, transaction
/// {amount, per, carry, after_rounding, prorate}, or the amount alone
const definition::FieldTable& Describe(definition::Type<Cap>);
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CAP_H_
