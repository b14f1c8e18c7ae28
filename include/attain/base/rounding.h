// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Rounding: the only way from an exact number to a paid one, always by a named rule.
//
//   Round(Fraction 200/3, 2, kHalfEven)   // 66.67
//   Round(1.005, 2, kHalfAway)            // 1.01      Round(1.005, 2, kHalfEven)   // 1.00
//
// A rule has a mode, a scale and a point. The point says *when* a plan rounds: each transaction
// alone, cumulatively (rounded total after minus rounded total before, so that lines add up to
// the total), per component, or once per payment.
#ifndef ATTAIN_BASE_ROUNDING_H_
#define ATTAIN_BASE_ROUNDING_H_

#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"

namespace attain {

/// What happens to the part that does not fit.
enum class RoundingMode : int32_t {
  /// To the nearest, a half to the even neighbour: 0.5 → 0, 1.5 → 2 (IEEE 754, bankers'
  /// rounding).
  kHalfEven = 1,
  /// To the nearest, a half away from zero: 0.5 → 1, -0.5 → -1 (commercial rounding).
  kHalfAway = 2,
  kHalfTowardZero = 3,  ///< To the nearest, a half towards zero: 0.5 → 0, -0.5 → 0.
  kDown = 4,            ///< Towards zero: 0.9 → 0, -0.9 → 0.
  kUp = 5,              ///< Away from zero: 0.1 → 1, -0.1 → -1.
  kFloor = 6,           ///< Towards minus infinity: -0.1 → -1.
  kCeiling = 7,         ///< Towards plus infinity: 0.1 → 1, -0.9 → 0.
};

/// When a plan rounds.
enum class RoundingPoint : int32_t {
  kTransaction = 1,  ///< Each transaction's line on its own.
  /// Rounded running total after minus before: lines add up to the rounded total.
  kCumulative = 2,
  kComponent = 3,    ///< Each component's total once.
  kPayment = 4,      ///< The exact sum of the statement once.
};

/// A rounding rule as a plan states it.
struct Rounding {
  RoundingPoint point = RoundingPoint::kPayment;  ///< When. Default: once per payment.
  RoundingMode mode = RoundingMode::kHalfEven;    ///< How. Default: half to even.
  /// Decimals, 0..38. Default: those of the currency.
  std::optional<int64_t> scale = std::nullopt;
  bool operator==(const Rounding&) const = default;
};

/// `value` with exactly `scale` decimals. kOverflow when the result has more than 38 digits or
/// scale is outside 0..38.
absl::StatusOr<Decimal> Round(const Fraction& value, int scale, RoundingMode mode);
/// The same for a value that has finitely many digits already.
absl::StatusOr<Decimal> Round(Decimal value, int scale, RoundingMode mode);
/// numerator / denominator as a whole number. `denominator` must be positive.
absl::int128 RoundDivide(absl::int128 numerator, absl::int128 denominator, RoundingMode mode);

}  // namespace attain

#endif  // ATTAIN_BASE_ROUNDING_H_
