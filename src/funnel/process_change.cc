// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/process_change.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/special.h"

namespace attain::funnel {

absl::StatusOr<ChangeEffect> CompareWithControl(const ChangeCounts& counts, double confidence) {
  double variance = 0;
  double adjusted = 0;
  const auto add = [&](const stats::Proportion& group, double sign) -> absl::StatusOr<double> {
    ATTAIN_RETURN_IF_ERROR(stats::Wilson(group.successes, group.n, confidence).status());
    // A success and a failure more keep the interval honest in small groups and at the ends.
    const double rate = (group.successes + 1) / (group.n + 2);
    variance += rate * (1 - rate) / (group.n + 2);
    adjusted += sign * rate;
    return group.successes / group.n;
  };
  ATTAIN_ASSIGN_OR_RETURN(const double before, add(counts.before, -1));
  ATTAIN_ASSIGN_OR_RETURN(const double after, add(counts.after, 1));
  ATTAIN_ASSIGN_OR_RETURN(const double control_before, add(counts.control_before, 1));
  ATTAIN_ASSIGN_OR_RETURN(const double control_after, add(counts.control_after, -1));
  ChangeEffect effect{.change = after - before, .control_change = control_after - control_before};
  effect.effect = effect.change - effect.control_change;
  effect.standard_error = std::sqrt(variance);
  const double half = stats::ZOfConfidence(confidence) * effect.standard_error;
  effect.interval = {adjusted - half, adjusted + half};
  effect.z = adjusted / effect.standard_error;
  effect.p_two_sided = std::erfc(std::abs(effect.z) / std::numbers::sqrt2);
  return effect;
}

absl::StatusOr<Cusum> WatchSeries(std::span<const double> values, const CusumOptions& options) {
  if (!(options.sd > 0 && std::isfinite(options.sd)) || !std::isfinite(options.mean) ||
      !(options.allowance >= 0 && std::isfinite(options.allowance)) ||
      !(options.threshold > 0 && std::isfinite(options.threshold))) {
    return MakeError(
        Reason::kInvalidArgument,
        "mean is a number, deviation and threshold lie above 0, the allowance is at least 0");
  }
  Findings findings;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    findings.AddError(Reason::kInvalidArgument,
                      {.table = "series", .row = static_cast<int64_t>(i), .field = "value"},
                      "not a number");
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  Cusum cusum;
  const auto watch = [&](double sign, std::vector<double>& sums, std::optional<int64_t>& alarm,
                         std::optional<int64_t>& since) {
    double sum = 0;
    int64_t begin = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      const double off = sign * (values[i] - options.mean) / options.sd;
      if (sum == 0) begin = static_cast<int64_t>(i);
      sum = std::max(0.0, sum + off - options.allowance);
      sums.push_back(sum);
      if (alarm || sum <= options.threshold) continue;
      alarm = static_cast<int64_t>(i);
      since = begin;
    }
  };
  watch(1, cusum.high, cusum.high_alarm, cusum.high_since);
  watch(-1, cusum.low, cusum.low_alarm, cusum.low_since);
  return cusum;
}

}  // namespace attain::funnel
