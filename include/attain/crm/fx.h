// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Dated exchange rates.
//
//   USD → EUR, spot, 2025-07-04: 0.908868       100.00 USD on that day are 90.8868 EUR, exactly
//   the same pair on 2025-07-05 without a row: FX_MISSING "no spot rate USD to EUR on 2025-07-05"
//
// Nothing is assumed: no rate of 1, no rate of today for a fact of the past, no way round over a third currency and no
// reciprocal, unless the options name it. Results are exact fractions; the caller rounds once, by a named rule.
#ifndef ATTAIN_CRM_FX_H_
#define ATTAIN_CRM_FX_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"

namespace attain::crm {

/// Which rate.
enum class RateType : int32_t {
  kSpot = 0,      ///< Of one day; exactly that day, or up to `max_age` days before.
  kMonthAvg = 1,  ///< Of one month: the row whose day lies in the same month.
  kPlan = 2,      ///< A plan's own: the latest row on or before the day.
};

/// "spot", "month_avg", "plan".
std::string_view Name(RateType type);

/// One dated rate: 1 unit of `from` is `rate` units of `to`.
struct FxRate {
  Currency from;                         ///< Converted from.
  Currency to;                           ///< Converted to.
  Date day;                              ///< Day of the rate.
  RateType type = RateType::kSpot;       ///< Which rate it is.
  Decimal rate;                          ///< Above zero, all digits kept.
};

/// What may be done when no direct rate stands in the table.
struct FxOptions {
  bool inverse = false;                  ///< Use the reciprocal of the opposite pair. Default: no.
  Currency via = {};                     ///< Go over this third currency (two rates of the same day and type). Default: never.
  int32_t max_age = 0;                   ///< For spot: how many days an earlier rate may be old (weekends). Default: 0, that very day.
};

/// A table of dated rates. Immutable and cheap to copy.
class Fx {
 public:
  /// No rates: only a currency into itself converts.
  Fx();
  /// A table of these rates. All findings: kDupKey, kInvalidArgument for a rate that is not above zero.
  static absl::StatusOr<Fx> Of(std::vector<FxRate> rates);

  /// Units of `to` for one unit of `from` on that day; 1 for the same currency. kFxMissing names pair, type and day; kOverflow.
  absl::StatusOr<Fraction> Rate(Currency from, Currency to, Date day, RateType type, const FxOptions& options = {}) const;
  /// An exact amount converted. Errors as of Rate.
  absl::StatusOr<Fraction> Convert(Decimal amount, Currency from, Currency to, Date day, RateType type,
                                   const FxOptions& options = {}) const;
  bool empty() const;  ///< True without rates.

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace attain::crm

#endif  // ATTAIN_CRM_FX_H_
