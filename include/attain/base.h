// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// base: the values everything else is made of.
//
// A pay statement is only as good as its cents. This module holds the numbers that never lose one:
//
//   Money quota = 40'000_eur;                                     // whole cents, with their currency
//   Rate rate = 12.5_pct;                                         // the exact factor 0.125
//   Fraction attainment = *Divide(47'200, 40'000);                // 59/50: divided, nothing rounded
//   Decimal pay = *Multiply(quota.ToDecimal(), rate.factor());    // 5000.000
//   Money paid = *Round(pay, quota.currency(), RoundingMode::kHalfEven);   // 5,000.00 EUR
//   Apportion(100, std::vector<int64_t>{1, 1, 1});                // 34, 33, 33: they add up
//
// Numbers: decimal.h (finite digits), fraction.h (ratios), money.h, rate.h, literals.h. From exact to
// paid: rounding.h. Splitting without losing a unit: apportion.h. Time: date.h, period.h. Names of
// things: id.h. What goes wrong: status.h (one reason) and finding.h (all that is wrong with input).
#ifndef ATTAIN_BASE_H_
#define ATTAIN_BASE_H_

#include "attain/base/apportion.h"  // IWYU pragma: export
#include "attain/base/date.h"       // IWYU pragma: export
#include "attain/base/decimal.h"    // IWYU pragma: export
#include "attain/base/finding.h"    // IWYU pragma: export
#include "attain/base/fraction.h"   // IWYU pragma: export
#include "attain/base/id.h"         // IWYU pragma: export
#include "attain/base/literals.h"   // IWYU pragma: export
#include "attain/base/money.h"      // IWYU pragma: export
#include "attain/base/period.h"     // IWYU pragma: export
#include "attain/base/rate.h"       // IWYU pragma: export
#include "attain/base/rounding.h"   // IWYU pragma: export
#include "attain/base/status.h"     // IWYU pragma: export
#include "attain/base/version.h"    // IWYU pragma: export

#endif  // ATTAIN_BASE_H_
