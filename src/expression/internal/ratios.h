// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Exact ratios over blocks: numerators and denominators of 128 bits, not reduced while they fit,
// reduced where they do not.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_RATIOS_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_RATIOS_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "attain/base/fraction.h"
#include "expression/internal/block.h"

namespace attain::expression {

/// One operand as ratios: fractions, decimals above a power of ten, whole numbers above 1.
class Ratios {
 public:
  /// `operand` must be exact or whole numbers, and outlive this.
  Ratios(Vec& operand, const Typing& typing, int64_t n);

  Int128 over(int64_t i) const { return over_[constant_ ? 0 : i]; }  ///< Numerator of row i.
  Int128 under(int64_t i) const {
    return under_ == nullptr ? power_ : under_[constant_ ? 0 : i];
  }  ///< Denominator, positive.
  /// Row i, reduced.
  Fraction Reduced(int64_t i) const;
  /// Order of row i and that of another.
  std::strong_ordering Order(int64_t i, const Ratios& other) const;
  /// Row i op the row of another; of kNegate, of this alone. False when that divides by zero or
  /// needs more than 127 bits.
  bool Calculate(Op op, int64_t i, const Ratios& other, Int128* over, Int128* under) const;

 private:
  const Int128* over_ = nullptr;
  const Int128* under_ = nullptr;
  Int128 power_ = 1;
  bool constant_ = false;
  std::vector<Int128> store_ = {};
};

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_RATIOS_H_
