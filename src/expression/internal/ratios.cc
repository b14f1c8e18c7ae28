// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/ratios.h"

#include <limits>

namespace attain::expression {
namespace {

bool Times(Int128 a, Int128 b, Int128* product) {
  return !__builtin_mul_overflow(a, b, product) && *product != std::numeric_limits<Int128>::min();
}

}  // namespace

Ratios::Ratios(Vec& operand, const Typing& typing, int64_t n) : constant_(operand.constant) {
  if (typing.type == ValueType::kInt) {
    const auto* whole = static_cast<const int64_t*>(operand.data);
    store_.assign(whole, whole + (constant_ ? 1 : n));
    over_ = store_.data();
    return;
  }
  over_ = operand.Wide(n).data;
  if (typing.type == ValueType::kFraction)
    under_ = operand.under.data();
  else
    power_ = static_cast<Int128>(PowerOfTen(typing.scale));
}

Fraction Ratios::Reduced(int64_t i) const {
  return *Fraction::Of(absl::int128(over(i)), absl::int128(under(i)));
}

std::strong_ordering Ratios::Order(int64_t i, const Ratios& other) const {
  Int128 left = over(i);
  Int128 right = other.over(i);
  if (under(i) == other.under(i)) return left <=> right;
  if (Times(left, other.under(i), &left) && Times(right, under(i), &right)) return left <=> right;
  return Reduced(i) <=> other.Reduced(i);
}

bool Ratios::Calculate(Op op, int64_t i, const Ratios& other, Int128* over_out,
                       Int128* under_out) const {
  Int128 a = over(i);
  Int128 b = under(i);
  Int128 c = other.over(i);
  Int128 d = other.under(i);
  if (op == Op::kNegate) {
    *over_out = -a;
    *under_out = b;
    return true;
  }
  if (op == Op::kDivide) {
    if (c == 0) return false;
    std::swap(c, d);
    if (d < 0) {
      c = -c;
      d = -d;
    }
    // Decimals with the same number of decimals: the powers of ten fall away.
    if (under_ == nullptr && other.under_ == nullptr && (b >= c ? b % c == 0 : c % b == 0) &&
        c > 0) {
      const Int128 common = b >= c ? c : b;
      b /= common;
      c /= common;
    }
  }
  if (op == Op::kMultiply || op == Op::kDivide) {
    if (Times(a, c, over_out) && Times(b, d, under_out)) return true;
  } else {
    Int128 left = a;
    Int128 right = c;
    Int128 common = b;
    const bool fits = b == d || (Times(a, d, &left) && Times(c, b, &right) && Times(b, d, &common));
    const bool added = fits && (op == Op::kAdd ? !__builtin_add_overflow(left, right, over_out)
                                               : !__builtin_sub_overflow(left, right, over_out));
    if (added && *over_out != std::numeric_limits<Int128>::min()) {
      *under_out = common;
      return true;
    }
  }
  const Fraction x = Reduced(i);
  const Fraction y = other.Reduced(i);
  const absl::StatusOr<Fraction> result = op == Op::kAdd        ? Add(x, y)
                                          : op == Op::kSubtract ? Subtract(x, y)
                                          : op == Op::kMultiply ? Multiply(x, y)
                                                                : Divide(x, y);
  if (!result.ok()) return false;
  *over_out = static_cast<Int128>(result->numerator());
  *under_out = static_cast<Int128>(result->denominator());
  return true;
}

}  // namespace attain::expression
