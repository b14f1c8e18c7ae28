// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/proportions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "attain/base/status.h"

namespace attain::stats {

absl::StatusOr<ProportionTest> TwoProportions(Proportion a, Proportion b, double confidence) {
  ATTAIN_ASSIGN_OR_RETURN(const Interval of_a, Wilson(a.successes, a.n, confidence));
  ATTAIN_ASSIGN_OR_RETURN(const Interval of_b, Wilson(b.successes, b.n, confidence));
  const double rate_a = a.successes / a.n;
  const double rate_b = b.successes / b.n;
  ProportionTest test{.difference = rate_a - rate_b};
  test.interval = {
      .lower =
          std::max(-1.0, test.difference - std::hypot(rate_a - of_a.lower, of_b.upper - rate_b)),
      .upper =
          std::min(1.0, test.difference + std::hypot(of_a.upper - rate_a, rate_b - of_b.lower))};
  const double pooled = (a.successes + b.successes) / (a.n + b.n);
  const double variance = pooled * (1 - pooled) * (1 / a.n + 1 / b.n);
  if (variance <= 0) return test;
  test.z = test.difference / std::sqrt(variance);
  test.p_two_sided = std::erfc(std::abs(test.z) / std::numbers::sqrt2);
  return test;
}

}  // namespace attain::stats
