// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// SPIFF: a fixed sum for each order that is large enough, on top of everything else.
//
//   250.00 for every order of 10 units or more; orders of 10, 9 and 25 units
//   every time:       250.00, 0.00, 250.00
//   once per period:  250.00, 0.00,   0.00: only the first that qualifies
//
// An order pays the sum once, whatever its size.
#ifndef ATTAIN_INCENTIVE_SPIFF_H_
#define ATTAIN_INCENTIVE_SPIFF_H_

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// How often a SPIFF is paid.
enum class SpiffMode : int32_t {
  kEveryTime = 1,      ///< For every order that qualifies. Default.
  kOncePerPeriod = 2,  ///< For the first that qualifies in each group.
};

/// A SPIFF.
struct SpiffRule {
  Fraction amount;                           ///< What one order pays.
  Fraction minimum;                          ///< Least value (units, money) that qualifies.
  SpiffMode mode = SpiffMode::kEveryTime;    ///< Default: every time.
};

/// What each order pays, in the order given. `groups` numbers payee and period of each order for
/// once per period; empty means one group. kLengthMismatch, kOverflow.
absl::StatusOr<Earnings> PaySpiff(
    const SpiffRule& rule, std::span<const Fraction> values, std::span<const int32_t> groups = {},
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// The words of the enums, as documents and Python write them.
/// \{
const definition::WordTable& Describe(definition::Type<SpiffMode>);  ///< every_time, once_per_period
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SPIFF_H_
