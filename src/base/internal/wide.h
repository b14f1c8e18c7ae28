// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Fractions without a limit of 127 bits: sums and products that are exact however many bits they
// need.
//
//   ExactSum(Fraction 1/3, Fraction 1/7)   // 10/21, as Add
//   1/p + 1/q for p and q of 100 bits      // Add: kOverflow; ExactSum: 200 bits below, exact
//
// The quick way is tried first; a value that fits 127 bits is never wide, so that equal values are
// equal parts.
#ifndef ATTAIN_SRC_BASE_INTERNAL_WIDE_H_
#define ATTAIN_SRC_BASE_INTERNAL_WIDE_H_

#include <compare>
#include <string>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "base/internal/natural.h"

namespace attain::internal {

/// Most bits a part of a wide fraction has. Beyond: kOverflow; no money needs it.
inline constexpr size_t kMostBits = size_t{1} << 18;

/// A ratio in lowest terms.
struct WideParts {
  bool negative = false;
  Natural above;
  Natural below;
};

/// The parts of any fraction.
WideParts PartsOf(const Fraction& value);
/// The fraction of parts in lowest terms. kOverflow beyond kMostBits.
absl::StatusOr<Fraction> FractionOf(WideParts parts);

/// a + b, a - b, a × b, a / b without a limit of 127 bits. kDivisionByZero; kOverflow beyond
/// kMostBits.
absl::StatusOr<Fraction> ExactSum(const Fraction& a, const Fraction& b);
absl::StatusOr<Fraction> ExactDifference(const Fraction& a, const Fraction& b);
absl::StatusOr<Fraction> ExactProduct(const Fraction& a, const Fraction& b);
absl::StatusOr<Fraction> ExactQuotient(const Fraction& a, const Fraction& b);

/// \name What fraction.cc and rounding.cc do with values of which one at least is wide.
/// \{
absl::StatusOr<Fraction> WideSum(const Fraction& a, const Fraction& b);
absl::StatusOr<Fraction> WideProduct(const Fraction& a, const Fraction& b);
absl::StatusOr<Fraction> WideQuotient(const Fraction& a, const Fraction& b);
std::strong_ordering CompareWide(const Fraction& a, const Fraction& b);
std::string WideToString(const Fraction& value);
double WideToDouble(const Fraction& value);
absl::StatusOr<Decimal> RoundWide(const Fraction& value, int scale, RoundingMode mode);
/// \}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_WIDE_H_
