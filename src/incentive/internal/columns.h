// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What every function on columns asks first and does last: are the columns of one length, and is
// each exact number rounded on its own.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_COLUMNS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_COLUMNS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/base/status.h"

namespace attain::incentive {

inline absl::Status CheckColumn(size_t rows, size_t length, std::string_view name) {
  if (rows == length) return absl::OkStatus();
  return MakeError(Reason::kLengthMismatch, std::string(name) + " has " + std::to_string(length) +
                                                " rows where " + std::to_string(rows) +
                                                " are needed");
}

inline absl::StatusOr<std::vector<Decimal>> RoundEach(std::span<const Fraction> exact, int scale,
                                                      RoundingMode mode) {
  std::vector<Decimal> rounded;
  rounded.reserve(exact.size());
  for (const Fraction& value : exact) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal line, Round(value, scale, mode));
    rounded.push_back(line);
  }
  return rounded;
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_COLUMNS_H_
