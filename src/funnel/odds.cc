// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/odds.h"

#include <algorithm>
#include <cmath>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/special.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

absl::Status CheckConfidence(double confidence) { return stats::Wilson(0, 1, confidence).status(); }

}  // namespace

absl::StatusOr<std::vector<Odds>> FitStageOdds(std::span<const StageRecord> stages,
                                               const OddsOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckConfidence(options.confidence));
  if (!(options.strength >= 0 && std::isfinite(options.strength)))
    return MakeError(Reason::kInvalidArgument, "a strength is at least 0");
  if (options.prior && !(*options.prior >= 0 && *options.prior <= 1))
    return MakeError(Reason::kInvalidArgument, "a common rate lies between 0 and 1");
  Findings findings;
  double seen = 0;
  double won = 0;
  for (size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].n < 0 || stages[i].won < 0 || stages[i].won > stages[i].n) {
      findings.AddError(Reason::kInvalidArgument,
                        {.table = "stages", .row = static_cast<int64_t>(i), .field = "won"},
                        StrCat(stages[i].won, " won of ", stages[i].n));
    }
    seen += static_cast<double>(stages[i].n);
    won += static_cast<double>(stages[i].won);
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  std::optional<double> prior = options.prior;
  if (!prior && seen > 0) prior = won / seen;
  const double z = stats::ZOfConfidence(options.confidence);
  std::vector<Odds> result;
  for (const StageRecord& stage : stages) {
    Odds odds{.n = stage.n};
    const auto n = static_cast<double>(stage.n);
    if (stage.n > 0) odds.plain = static_cast<double>(stage.won) / n;
    const double weight = prior ? options.strength : 0;
    if (n + weight > 0) {
      const double successes =
          std::min(n + weight, static_cast<double>(stage.won) + weight * prior.value_or(0));
      odds.chance = successes / (n + weight);
      ATTAIN_ASSIGN_OR_RETURN(odds.interval, stats::WilsonByZ(successes, n + weight, z));
    }
    result.push_back(odds);
  }
  return result;
}

absl::StatusOr<std::vector<Odds>> ChanceWithin(const stats::IncidenceCurves& history,
                                               std::span<const double> ages,
                                               std::span<const double> days, double confidence) {
  if (ages.size() != days.size())
    return MakeError(Reason::kLengthMismatch, "every deal needs one age and the days left");
  ATTAIN_RETURN_IF_ERROR(CheckConfidence(confidence));
  Findings findings;
  for (size_t i = 0; i < ages.size(); ++i) {
    if (ages[i] >= 0 && std::isfinite(ages[i]) && days[i] >= 0 && std::isfinite(days[i])) continue;
    findings.AddError(Reason::kInvalidArgument,
                      {.table = "deals", .row = static_cast<int64_t>(i), .field = "age"},
                      "age and days left are numbers of at least 0");
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  const double z = stats::ZOfConfidence(confidence);
  const std::vector<stats::IncidenceStep>& steps = history.steps();
  std::vector<Odds> result;
  for (size_t i = 0; i < ages.size(); ++i) {
    // Whoever is at risk at the next end after this age was seen at this age.
    const auto next = std::upper_bound(
        steps.begin(), steps.end(), ages[i],
        [](double age, const stats::IncidenceStep& step) { return age < step.time; });
    Odds odds{.n = next == steps.end() ? 0 : next->at_risk};
    const double open = history.SurvivalAt(ages[i]);
    if (odds.n > 0 && open > 0) {
      const double won =
          history.IncidenceAt(1, ages[i] + days[i]) - history.IncidenceAt(1, ages[i]);
      odds.chance = std::clamp(won / open, 0.0, 1.0);
      odds.plain = odds.chance;
      const auto n = static_cast<double>(odds.n);
      ATTAIN_ASSIGN_OR_RETURN(odds.interval, stats::WilsonByZ(std::min(n, *odds.chance * n), n, z));
    }
    result.push_back(odds);
  }
  return result;
}

}  // namespace attain::funnel
