// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A fraction that can be calculated with like a number, exact at any size: where 127 bits are not
// enough it becomes wide. Only beyond some hundred thousand bits is there an overflow, which is
// remembered, spreads, and is asked for once at the end.
//
//   Exact sum = Exact(a) * Exact(b) + Exact(c);
//   ATTAIN_RETURN_IF_ERROR(sum.status());
//
// The kernels are templates over their number type; this is the exact one beside the 64- and
// 128-bit integers.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_EXACT_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_EXACT_H_

#include <utility>

#include "absl/status/status.h"
#include "attain/base/fraction.h"
#include "attain/base/status.h"
#include "base/internal/wide.h"

namespace attain::incentive {

using attain::internal::ExactDifference;
using attain::internal::ExactProduct;
using attain::internal::ExactQuotient;
using attain::internal::ExactSum;

class Exact {
 public:
  Exact() = default;
  Exact(const Fraction& value) : value_(value) {}  // NOLINT(google-explicit-constructor): lossless
  Exact(int64_t value) : value_(value) {}          // NOLINT(google-explicit-constructor): lossless
  explicit Exact(absl::StatusOr<Fraction> value)
      : failed_(!value.ok()), value_(value.ok() ? *value : Fraction()) {}

  const Fraction& value() const { return value_; }
  bool failed() const { return failed_; }
  absl::Status status() const {
    return failed_ ? MakeError(Reason::kOverflow, "an exact amount needs more bits than are kept")
                   : absl::OkStatus();
  }

  friend Exact operator+(const Exact& a, const Exact& b) {
    return Join(a, b, ExactSum(a.value_, b.value_));
  }
  friend Exact operator-(const Exact& a, const Exact& b) {
    return Join(a, b, ExactDifference(a.value_, b.value_));
  }
  friend Exact operator*(const Exact& a, const Exact& b) {
    return Join(a, b, ExactProduct(a.value_, b.value_));
  }
  friend Exact operator/(const Exact& a, const Exact& b) {
    return Join(a, b, ExactQuotient(a.value_, b.value_));
  }
  Exact& operator+=(const Exact& other) { return *this = *this + other; }
  friend bool operator<(const Exact& a, const Exact& b) { return a.value_ < b.value_; }
  friend bool operator>(const Exact& a, const Exact& b) { return a.value_ > b.value_; }
  friend bool operator==(const Exact& a, const Exact& b) { return a.value_ == b.value_; }

 private:
  static Exact Join(const Exact& a, const Exact& b, absl::StatusOr<Fraction> value) {
    Exact result(std::move(value));
    result.failed_ = result.failed_ || a.failed_ || b.failed_;
    return result;
  }

  bool failed_ = false;
  Fraction value_ = {};
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_EXACT_H_
