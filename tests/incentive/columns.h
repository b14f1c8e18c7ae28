// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What tests of functions on columns share: a column, its numbers as text, a number too large to be
// added to itself.
#ifndef ATTAIN_TESTS_INCENTIVE_COLUMNS_H_
#define ATTAIN_TESTS_INCENTIVE_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "base/internal/wide.h"

namespace attain::incentive {

using Column = std::vector<Decimal>;

/// The numbers with all their decimals: "333.30".
inline std::vector<std::string> Texts(const Column& values) {
  std::vector<std::string> texts;
  for (const Decimal& value : values) texts.push_back(value.ToFixedString());
  return texts;
}

/// The largest whole number that exact arithmetic keeps: twice it overflows.
inline const Fraction kHuge = *attain::internal::FractionOf(
    {.above = attain::internal::Natural(attain::internal::kMostBits / 64, ~uint64_t{0}),
     .below = {1}});

}  // namespace attain::incentive

#endif  // ATTAIN_TESTS_INCENTIVE_COLUMNS_H_
