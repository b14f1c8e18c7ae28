// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The chance of a deal, from what became of earlier ones: by stage, and by how long it has been open.
//
//   stage      seen  won   plain   pulled towards 30 % by 20 cases
//   proposal    100   40   40.0 %   (40 + 6) / 120 = 38.3 %
//   contract      4    4  100.0 %   (4 + 6) / 24 = 41.7 %      four deals are no promise
//
//   open for 30 days, 20 left in the quarter: of 50 earlier deals still open on day 30, 15 were won by day 50: 30 %
//
// In: counts of earlier deals, or their days and ends (open ones too). Out: chances, each with the n behind it and an interval.
#ifndef ATTAIN_FUNNEL_ODDS_H_
#define ATTAIN_FUNNEL_ODDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"
#include "attain/stats/survival.h"

namespace attain::funnel {

/// What became of earlier deals that were once in a stage.
struct StageRecord {
  int64_t n = 0;    ///< Deals that were in the stage and are closed.
  int64_t won = 0;  ///< Of them won; 0..n.
};

/// How stage chances are pulled together.
struct OddsOptions {
  double strength = 20;               ///< Cases the common rate weighs in every stage; 0: not at all. Default: 20.
  std::optional<double> prior = {};   ///< The common rate, 0..1. Default: all won / all seen.
  double confidence = 0.95;           ///< Of the intervals.
};

/// A chance with what it rests on.
struct Odds {
  int64_t n = 0;                               ///< Earlier deals behind it.
  std::optional<double> plain = {};            ///< won / n; missing when n is 0.
  std::optional<double> chance = {};           ///< The estimate; missing when nothing is known.
  std::optional<stats::Interval> interval = {};  ///< Wilson interval of the counts the estimate rests on.
};

/// The chance to win from each stage: (won + strength × prior) / (n + strength), the mean of a beta distribution (Robbins 1956: empirical
/// Bayes). kInvalidArgument for counts or options out of range, with the row.
absl::StatusOr<std::vector<Odds>> FitStageOdds(std::span<const StageRecord> stages, const OddsOptions& options = {});

/// The chance that open deals are won within the days left: (I(age + days) - I(age)) / S(age), where I is the share won and S the share
/// still open by age (Aalen and Johansen 1978). `history`: days open of earlier and present deals, cause 1 won, any other cause another end,
/// 0 still open. n is the number of deals seen at that age; the interval is Wilson's with that n. A deal older than every deal of the
/// history has no chance stated. kLengthMismatch; kInvalidArgument for ages and days that are negative or no numbers.
absl::StatusOr<std::vector<Odds>> ChanceWithin(const stats::IncidenceCurves& history, std::span<const double> ages,
                                               std::span<const double> days, double confidence = 0.95);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_ODDS_H_
