// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How long things take when some of them are not over yet.
//
// Five deals were in negotiation 5, 5, 8, 12 and 20 days; two of them (5+ and 12+) are there still. Dropping the open ones makes
// the wait look short; counting them as finished does too. Kaplan and Meier let an open deal count for as long as it was seen:
//
//   day  5   5 at risk, 1 leaves   4/5           still there 80 %
//   day  8   3 at risk, 1 leaves   4/5 × 2/3                 53.3 %
//   day 20   1 at risk, 1 leaves                              0 %
//
//   const double days[] = {5, 5, 8, 12, 20};
//   const uint8_t left[] = {1, 0, 1, 0, 1};
//   const auto curve = *KaplanMeier({.durations = days, .observed = left});
//   curve.SurvivalAt(8);       // 0.5333…
//   curve.Quantile(0.5);       // 20: the first day with at most half still there
//   curve.RestrictedMean(10);  // the mean number of days spent here within the first 10
//
// Where there is more than one way out (won or lost), AalenJohansen gives the share gone each way; 1 - SurvivalAt with the other
// way taken as open overstates it. LogRank compares groups. In: a duration and a mark per subject. Out: curves that answer at any
// time, every answer with its standard error or interval. Results do not depend on the order of subjects.
#ifndef ATTAIN_STATS_SURVIVAL_H_
#define ATTAIN_STATS_SURVIVAL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"

namespace attain::stats {

/// What was seen of each subject. At a time of an event all who are censored then still count as at risk.
struct Durations {
  std::span<const double> durations;           ///< How long each subject was seen, from its origin: finite, at least 0. Required.
  std::span<const uint8_t> observed;           ///< 1: it ended then. 0: it was still there (censored). One per duration. Required.
  /// Since when each was watched (delayed entry, left truncation): at risk only after this time. Default: from the origin.
  std::span<const double> entry = {};
};

/// What happened up to one time at which something ended.
struct SurvivalStep {
  double time = 0;               ///< The time.
  int64_t at_risk = 0;           ///< Subjects seen at that time.
  int64_t events = 0;            ///< How many of them ended.
  double survival = 1;           ///< Share still there afterwards (Kaplan and Meier 1958).
  double hazard = 0;             ///< Sum of events / at risk (Nelson 1972, Aalen 1978).
  double variance_sum = 0;       ///< Greenwood's sum of events / (at risk × (at risk - events)); infinite once survival is 0.
  double hazard_variance = 0;    ///< Sum of events / at risk², the variance of `hazard` (Aalen 1978).
};

/// An interval of times; an end that lies beyond what was seen is missing.
struct TimeInterval {
  std::optional<double> lower = std::nullopt;  ///< Lower end.
  std::optional<double> upper = std::nullopt;  ///< Upper end.
  bool operator==(const TimeInterval&) const = default;
};

/// A mean with how sure it is.
struct MeanEstimate {
  double value = 0;           ///< The mean.
  double standard_error = 0;  ///< Its standard error.
  Interval interval = {};     ///< value ± z × standard error, at the confidence of the curve.
  bool extrapolated = false;  ///< True when nobody was seen that long and some were still there: the curve is drawn on level from there.
};

/// Who is still there, as time goes by. Immutable.
class SurvivalCurve {
 public:
  const std::vector<SurvivalStep>& steps() const { return steps_; }  ///< One per distinct time with an event, ascending.
  int64_t n() const { return n_; }                                   ///< Subjects.
  int64_t events() const { return events_; }                         ///< Subjects that ended.
  int64_t censored() const { return n_ - events_; }                  ///< Subjects still there when last seen.
  double last_time() const { return last_time_; }                    ///< The longest duration seen; beyond it the curve is flat by definition only.

  double SurvivalAt(double time) const;          ///< Share still there just after `time`; 1 before the first event.
  double HazardAt(double time) const;            ///< Cumulative hazard up to and including `time`.
  double StandardErrorAt(double time) const;     ///< Of SurvivalAt: survival × sqrt(Greenwood's sum), 0 where survival is 0 or 1.
  /// Of SurvivalAt: exponential Greenwood, exp(-exp(ln(-ln S) ± z sqrt(g) / ln S)) (Kalbfleisch and Prentice 1980); both ends S where S is 0 or 1.
  Interval IntervalAt(double time) const;
  Interval HazardIntervalAt(double time) const;  ///< Of HazardAt: H exp(±z se / H); both ends 0 where H is 0.
  /// The first time with survival at most `level` (0.5: the median; 0.25: the time by which three of four are gone); nothing when
  /// that is never seen, or for a level outside 0..1.
  std::optional<double> Quantile(double level) const;
  /// Where the curve's interval crosses `level` (Brookmeyer and Crowley 1982); missing ends where it never does.
  TimeInterval QuantileInterval(double level) const;
  /// Mean time spent here within the first `until`: the area under the curve. kInvalidArgument unless `until` is finite and at least 0.
  absl::StatusOr<MeanEstimate> RestrictedMean(double until) const;

 private:
  friend absl::StatusOr<SurvivalCurve> KaplanMeier(const Durations& seen, double confidence);
  const SurvivalStep* StepAt(double time) const;
  Interval IntervalOf(const SurvivalStep& step) const;

  std::vector<SurvivalStep> steps_;
  int64_t n_ = 0;
  int64_t events_ = 0;
  double last_time_ = 0;
  double z_ = 0;
};

/// The curve of `seen`, with intervals of `confidence`. Nobody: a curve without steps. All findings, each with the row:
/// kLengthMismatch, kInvalidArgument (a duration that is no finite number of at least 0, a mark other than 0 and 1, an entry after the end),
/// and for a confidence outside 0..1.
absl::StatusOr<SurvivalCurve> KaplanMeier(const Durations& seen, double confidence = 0.95);

/// A time at which something ended, whatever the way out.
struct IncidenceStep {
  double time = 0;      ///< The time.
  int64_t at_risk = 0;  ///< Subjects seen at that time.
  double survival = 1;  ///< Share not gone any way afterwards.
};

/// Of those who go at all, the share that goes one way.
struct ShareEstimate {
  double value = 0;           ///< The share, 0..1.
  double standard_error = 0;  ///< Its standard error.
  Interval interval = {};     ///< On the scale of log odds; Wilson's where the share is 0 or 1.
  int64_t events = 0;         ///< Subjects that went any way.
  double unresolved = 0;      ///< Share of which nobody saw whether and where it goes: the survival at the end.
};

/// The shares gone each way, as time goes by. Immutable.
class IncidenceCurves {
 public:
  const std::vector<IncidenceStep>& steps() const { return steps_; }  ///< One per distinct time with an event, ascending.
  int32_t causes() const { return causes_; }                          ///< Number of causes.
  int64_t n() const { return n_; }                                    ///< Subjects.
  double SurvivalAt(double time) const;                               ///< Share not gone any way up to and including `time`.
  double IncidenceAt(int32_t cause, double time) const;               ///< Share gone by `cause` (1, 2, …); 0 for one that is not there.
  double StandardErrorAt(int32_t cause, double time) const;           ///< Of IncidenceAt.
  /// Of IncidenceAt, on the scale ln(-ln(1 - share)): with one cause it is the interval of the survival curve upside down.
  Interval IntervalAt(int32_t cause, double time) const;
  int64_t events(int32_t cause) const;                                ///< Subjects gone by `cause`; 0 for one that is not there.
  /// IncidenceAt over all that is gone, at the end of what was seen: the chance of going this way, for those who go. Where all are
  /// seen to go it is the incidence itself; where some are not, it takes them to go as the others did, which holds when all
  /// ways take equally long. Nothing when nobody is gone.
  std::optional<ShareEstimate> ShareOf(int32_t cause) const;

 private:
  friend absl::StatusOr<IncidenceCurves> AalenJohansen(std::span<const double> durations, std::span<const int32_t> cause,
                                                       std::span<const double> entry, double confidence);
  /// Index of the last step up to `time` in the rows of `gone_`; none: -1.
  int64_t StepAt(double time) const;

  std::vector<IncidenceStep> steps_;
  std::vector<double> gone_;      // by step, then cause
  std::vector<double> variance_;  // the same order
  std::vector<int64_t> events_;   // by cause
  double confidence_ = 0;
  int32_t causes_ = 0;
  int64_t n_ = 0;
  double z_ = 0;
};

/// Shares gone by each cause (Aalen and Johansen 1978) with variances by the delta method. `cause`: 0 still there, 1, 2, … the way
/// out, at most 100. `entry` as in Durations. Findings as KaplanMeier.
absl::StatusOr<IncidenceCurves> AalenJohansen(std::span<const double> durations, std::span<const int32_t> cause,
                                              std::span<const double> entry = {}, double confidence = 0.95);

/// How groups compare.
struct LogRankResult {
  double chi2 = 0;                 ///< The statistic.
  int32_t df = 0;                  ///< Degrees of freedom: groups compared less one.
  double p = 1;                    ///< Chance of a statistic at least as large when all groups are alike.
  std::vector<int64_t> n;          ///< Subjects per group.
  std::vector<int64_t> observed;   ///< Events per group.
  std::vector<double> expected;    ///< Events expected per group when all are alike.
};

/// The log-rank test of k groups (Mantel 1966, Peto and Peto 1972), all weights 1. `group`: 0 … groups - 1 per subject. Groups that
/// were at risk at no event are left out. Findings as KaplanMeier; kInvalidArgument for a group out of range,
/// kInsufficientData when fewer than two groups can be compared.
absl::StatusOr<LogRankResult> LogRank(const Durations& seen, std::span<const int32_t> group, int32_t groups);

}  // namespace attain::stats

#endif  // ATTAIN_STATS_SURVIVAL_H_
