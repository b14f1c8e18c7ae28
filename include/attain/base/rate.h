// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A rate: a factor people write in percent.
//
//   Rate rate = *Rate::Parse("12.5%");   // the factor 0.125; Rate::Parse("0.125") is the same rate
//   rate.ToString();                     // "12.5%"
//
// Rates are exact decimals. They are distinct from `Decimal` so that "6" (600 %) and "6%" cannot
// be mixed up in silence.
#ifndef ATTAIN_BASE_RATE_H_
#define ATTAIN_BASE_RATE_H_

#include <compare>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"

namespace attain {

/// A factor, shown in percent.
class Rate {
 public:
  constexpr Rate() = default;  ///< 0 %.
  /// The rate whose factor is `factor`: 0.125 is 12.5 %.
  explicit constexpr Rate(Decimal factor) : factor_(factor) {}
  /// Reads "12.5%" or the factor "0.125". kInvalidNumber for other text, kOverflow beyond 38
  /// digits.
  static absl::StatusOr<Rate> Parse(std::string_view text);

  constexpr Decimal factor() const { return factor_; }  ///< What a base is multiplied by: 0.125.
  std::string ToString() const;                         ///< "12.5%", no trailing zeros.
  friend std::strong_ordering operator<=>(Rate a, Rate b) { return a.factor_ <=> b.factor_; }
  friend bool operator==(Rate a, Rate b) { return a.factor_ == b.factor_; }

 private:
  Decimal factor_ = {};
};

}  // namespace attain

#endif  // ATTAIN_BASE_RATE_H_
