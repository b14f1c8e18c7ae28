// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Exchange: pay in other currencies, with the moment of rounding named.
//
//   100.00 GBP commission       at 1.22 on the day of posting 122.00, at 1.30 on the day paid 130.00
//   2.3456 at 31.7              converted, then rounded        74.36
//                               rounded, then converted        74.50   (2.35 × 31.7 = 74.495)
//   CHF 300, JPY 26,000, CHF 215.5 at 4 %                      CHF 20.62, JPY 1,040.00
//
// In: amounts and rates, or amounts and dense numbers of currencies. Out: one number per row or per
// currency; amounts of different currencies are never added. Dated rates stand in crm/fx.h.
#ifndef ATTAIN_INCENTIVE_EXCHANGE_H_
#define ATTAIN_INCENTIVE_EXCHANGE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// Which comes first.
enum class FxOrder : int32_t {
  kConvertThenRound = 1,  ///< The exact amount is converted; the result is rounded once.
  kRoundThenConvert = 2,  ///< The amount is rounded in its own currency, converted, and rounded.
};

/// Each amount × its rate (units of the new currency for one of the old), rounded. The two orders
/// differ by up to half a unit times the rate, so there is no default. `own_scale` is the number of
/// decimals of the old currency, `scale` that of the new one. kLengthMismatch; kInvalidArgument for
/// a rate that is not above 0; kOverflow.
absl::StatusOr<std::vector<Decimal>> Exchange(std::span<const Decimal> amounts,
                                              std::span<const Decimal> rates, FxOrder order,
                                              int scale = 2, int own_scale = 2,
                                              RoundingMode mode = RoundingMode::kHalfAway);

/// Per currency: the sum of amount × rate over its rows, rounded once. Row i has the currency
/// `currencies[i]`, 0 ≤ currency < `currency_count`. kLengthMismatch, kRowOutOfRange, kOverflow.
absl::StatusOr<std::vector<Decimal>> CurrencyTotals(std::span<const int32_t> currencies,
                                                    std::span<const Decimal> amounts, Decimal rate,
                                                    int32_t currency_count, int scale = 2,
                                                    RoundingMode mode = RoundingMode::kHalfAway);

/// Words: convert_then_round, round_then_convert.
const definition::WordTable& Describe(definition::Type<FxOrder>);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_EXCHANGE_H_
