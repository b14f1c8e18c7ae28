// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/interval.h"

#include <algorithm>
#include <cmath>

#include "attain/base/status.h"
#include "attain/stats/special.h"

namespace attain::stats {

absl::StatusOr<Interval> Wilson(double successes, double n, double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    return MakeError(Reason::kInvalidArgument, "a confidence lies between 0 and 1");
  }
  return WilsonByZ(successes, n, ZOfConfidence(confidence));
}

absl::StatusOr<Interval> WilsonByZ(double successes, double n, double z) {
  if (!(n >= 0 && std::isfinite(n)) || !(successes >= 0 && successes <= n)) {
    return MakeError(Reason::kInvalidArgument, "successes lie between 0 and the number of cases");
  }
  if (!(z >= 0 && std::isfinite(z))) {
    return MakeError(Reason::kInvalidArgument, "z is a number of at least 0");
  }
  if (n == 0) return MakeError(Reason::kInsufficientData, "a rate of no cases has no interval");
  const double p = successes / n;
  const double spread = z * z / n;
  const double divisor = 1 + spread;
  const double centre = (p + spread / 2) / divisor;
  const double half = z * std::sqrt(p * (1 - p) / n + spread / (4 * n)) / divisor;
  // At 0 and n the exact end is 0 and 1; subtraction would leave a trace of rounding there.
  return Interval{.lower = successes == 0 ? 0 : std::max(0.0, centre - half),
                  .upper = successes == n ? 1 : std::min(1.0, centre + half)};
}

absl::StatusOr<Interval> WilsonContinuity(double successes, double n, double confidence) {
  ATTAIN_RETURN_IF_ERROR(Wilson(successes, n, confidence).status());
  const double z = ZOfConfidence(confidence);
  const double p = successes / n;
  const double divisor = 2 * (n + z * z);
  const double centre = 2 * n * p + z * z;
  const double below = z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1);
  const double above = z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1);
  const double lower = (centre - 1 - z * std::sqrt(std::max(0.0, below))) / divisor;
  const double upper = (centre + 1 + z * std::sqrt(std::max(0.0, above))) / divisor;
  return Interval{.lower = successes == 0 ? 0 : std::clamp(lower, 0.0, p),
                  .upper = successes == n ? 1 : std::clamp(upper, p, 1.0)};
}

}  // namespace attain::stats
