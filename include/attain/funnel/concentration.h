// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How much hangs on how few: customers, products, owners.
//
//   four customers of 40, 30, 20 and 10 %     HHI 0.16 + 0.09 + 0.04 + 0.01 = 0.30, as if there were 3.3 equal ones; the largest has 40 %
//
//   stress   without the largest customer's deals, all chances times 0.8, amounts times 0.9: what is the forecast then
//
// In: amounts with the number of what they hang on. Out: shares as exact fractions, the index; stressed columns for the forecast.
#ifndef ATTAIN_FUNNEL_CONCENTRATION_H_
#define ATTAIN_FUNNEL_CONCENTRATION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"

namespace attain::funnel {

/// How much hangs on how few.
struct Concentration {
  int64_t n = 0;                         ///< Keys with an amount above 0.
  int64_t total = 0;                     ///< Sum of all amounts.
  double hhi = 0;                        ///< Herfindahl-Hirschman index: sum of squared shares (Hirschman 1945), 1/n..1; times 10,000 where points are the custom.
  double equal_keys = 0;                 ///< 1 / hhi: as many equal keys would be as concentrated.
  std::vector<int32_t> keys = {};        ///< Keys, the largest first; equal ones by number.
  std::vector<Fraction> shares = {};     ///< Their shares, exactly, in the same order.
};

/// Adds amounts up by key (0..keys-1) and looks at the shares. kLengthMismatch; with all findings (table "deals"): kInvalidArgument for a
/// negative amount, kRowOutOfRange for a key that is none; kOverflow; kInsufficientData when the sum is 0.
absl::StatusOr<Concentration> Concentrate(std::span<const int64_t> amounts, std::span<const int32_t> key, int32_t keys);

/// What happens to deals in a scenario.
struct StressEffect {
  double chance_factor = 1;    ///< Chances times this, at most 1; at least 0.
  Fraction amount_factor = 1;  ///< Amounts times this, rounded half away from zero; at least 0.
};

/// Deals under stress.
struct StressedDeals {
  std::vector<int64_t> amount;  ///< Amounts.
  std::vector<double> chance;   ///< Chances.
  int64_t touched = 0;          ///< Deals the scenario touches.
};

/// Applies a scenario to the deals whose byte in `mask` is 1. kLengthMismatch; kInvalidArgument; kOverflow.
absl::StatusOr<StressedDeals> StressDeals(std::span<const int64_t> amount, std::span<const double> chance, std::span<const uint8_t> mask,
                                          const StressEffect& effect);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_CONCENTRATION_H_
