// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/survival.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/special.h"
#include "stats/internal/durations.h"
#include "stats/internal/symmetric.h"

namespace attain::stats {
namespace {

using internal::End;

constexpr int32_t kMostCauses = 100;
constexpr double kLevelSlack = 1e-12;

template <typename Mark>
std::vector<End> EndsOf(std::span<const double> durations, std::span<const Mark> marks) {
  std::vector<End> ends(durations.size());
  for (size_t i = 0; i < ends.size(); ++i)
    ends[i] = {.time = durations[i], .mark = static_cast<int32_t>(marks[i])};
  return ends;
}

void SortByTime(std::vector<End>& ends) {
  std::sort(ends.begin(), ends.end(),
            [](const End& one, const End& other) { return one.time < other.time; });
}

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// The last of the steps up to a time; null before the first.
template <typename Step>
const Step* LastUpTo(const std::vector<Step>& steps, double time) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), time,
                       [](double value, const Step& step) { return value < step.time; });
  return after == steps.begin() ? nullptr : &*(after - 1);
}

// exp(-exp(ln(-ln s) ± z × error of ln(-ln s))), where `relative` is the error of s over s.
Interval ByLogLog(double survival, double relative, double z) {
  if (!(survival > 0 && survival < 1)) return {.lower = survival, .upper = survival};
  const double log_survival = std::log(survival);
  const double half = z * relative / -log_survival;
  const double centre = std::log(-log_survival);
  return {.lower = std::exp(-std::exp(centre + half)), .upper = std::exp(-std::exp(centre - half))};
}

}  // namespace

absl::StatusOr<SurvivalCurve> KaplanMeier(const Durations& seen, double confidence) {
  Findings findings;
  internal::CheckConfidence(confidence, findings);
  internal::CheckDurations(seen.durations, seen.entry, findings);
  internal::CheckMarks(seen.observed, seen.durations.size(), 1, "observed", findings);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());

  SurvivalCurve curve;
  curve.z_ = ZOfConfidence(confidence);
  curve.n_ = static_cast<int64_t>(seen.durations.size());
  std::vector<End> ends = EndsOf(seen.durations, seen.observed);
  SortByTime(ends);
  if (!ends.empty()) curve.last_time_ = ends.back().time;
  SurvivalStep step;
  internal::WalkTimes(
      ends, Sorted(seen.entry), [&](double time, int64_t at_risk, size_t first, size_t last) {
        step.time = time;
        step.at_risk = at_risk;
        step.events = std::count_if(ends.begin() + static_cast<std::ptrdiff_t>(first),
                                    ends.begin() + static_cast<std::ptrdiff_t>(last),
                                    [](const End& end) { return end.mark != 0; });
        const auto events = static_cast<double>(step.events);
        const auto risk = static_cast<double>(at_risk);
        step.survival *= (risk - events) / risk;
        step.hazard += events / risk;
        step.hazard_variance += events / (risk * risk);
        step.variance_sum += step.events == at_risk ? std::numeric_limits<double>::infinity()
                                                    : events / (risk * (risk - events));
        curve.events_ += step.events;
        curve.steps_.push_back(step);
      });
  return curve;
}

const SurvivalStep* SurvivalCurve::StepAt(double time) const { return LastUpTo(steps_, time); }

double SurvivalCurve::SurvivalAt(double time) const {
  const SurvivalStep* step = StepAt(time);
  return step == nullptr ? 1 : step->survival;
}

double SurvivalCurve::HazardAt(double time) const {
  const SurvivalStep* step = StepAt(time);
  return step == nullptr ? 0 : step->hazard;
}

double SurvivalCurve::StandardErrorAt(double time) const {
  const SurvivalStep* step = StepAt(time);
  if (step == nullptr || step->survival == 0) return 0;
  return step->survival * std::sqrt(step->variance_sum);
}

Interval SurvivalCurve::IntervalOf(const SurvivalStep& step) const {
  return ByLogLog(step.survival, step.survival > 0 ? std::sqrt(step.variance_sum) : 0, z_);
}

Interval SurvivalCurve::IntervalAt(double time) const {
  const SurvivalStep* step = StepAt(time);
  return step == nullptr ? Interval{.lower = 1, .upper = 1} : IntervalOf(*step);
}

Interval SurvivalCurve::HazardIntervalAt(double time) const {
  const SurvivalStep* step = StepAt(time);
  if (step == nullptr) return {};
  const double factor = std::exp(z_ * std::sqrt(step->hazard_variance) / step->hazard);
  return {.lower = step->hazard / factor, .upper = step->hazard * factor};
}

std::optional<double> SurvivalCurve::Quantile(double level) const {
  if (!(level >= 0 && level <= 1)) return std::nullopt;
  const auto found = std::find_if(steps_.begin(), steps_.end(), [level](const SurvivalStep& step) {
    return step.survival <= level + kLevelSlack;
  });
  return found == steps_.end() ? std::nullopt : std::optional<double>(found->time);
}

TimeInterval SurvivalCurve::QuantileInterval(double level) const {
  TimeInterval interval;
  if (!(level >= 0 && level <= 1)) return interval;
  for (const SurvivalStep& step : steps_) {
    if (step.survival == 0) break;  // the interval of nobody left has no width to go by
    const Interval share = IntervalOf(step);
    if (!interval.lower && share.lower <= level + kLevelSlack) interval.lower = step.time;
    if (!interval.upper && share.upper <= level + kLevelSlack) interval.upper = step.time;
  }
  // Without a finite lower end before it, the quantile itself is the earliest that can be said.
  if (!interval.lower) interval.lower = Quantile(level);
  return interval;
}

absl::StatusOr<MeanEstimate> SurvivalCurve::RestrictedMean(double until) const {
  if (!(until >= 0 && std::isfinite(until)))
    return MakeError(Reason::kInvalidArgument, "a mean is restricted to a time of at least 0");
  // Backwards, so that the area right of each step is at hand for its variance.
  const SurvivalStep* last = StepAt(until);
  const size_t count = last == nullptr ? 0 : static_cast<size_t>(last - steps_.data()) + 1;
  double area = 0;
  double variance = 0;
  double right = until;
  for (size_t i = count; i-- > 0;) {
    const SurvivalStep& step = steps_[i];
    area += step.survival * (right - step.time);
    const double before = i == 0 ? 0 : steps_[i - 1].variance_sum;
    if (std::isfinite(step.variance_sum)) variance += area * area * (step.variance_sum - before);
    right = step.time;
  }
  area += right;
  MeanEstimate mean{.value = area, .standard_error = std::sqrt(variance)};
  mean.interval = {.lower = std::max(0.0, area - z_ * mean.standard_error),
                   .upper = std::min(until, area + z_ * mean.standard_error)};
  mean.extrapolated = until > last_time_ && SurvivalAt(until) > 0;
  return mean;
}

absl::StatusOr<IncidenceCurves> AalenJohansen(std::span<const double> durations,
                                              std::span<const int32_t> cause,
                                              std::span<const double> entry, double confidence) {
  Findings findings;
  internal::CheckConfidence(confidence, findings);
  internal::CheckDurations(durations, entry, findings);
  internal::CheckMarks(cause, durations.size(), kMostCauses, "cause", findings);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());

  IncidenceCurves curves;
  curves.z_ = ZOfConfidence(confidence);
  curves.confidence_ = confidence;
  curves.n_ = static_cast<int64_t>(durations.size());
  for (const int32_t one : cause) curves.causes_ = std::max(curves.causes_, one);
  const auto causes = static_cast<size_t>(curves.causes_);
  curves.events_.assign(causes, 0);
  for (const int32_t one : cause) {
    if (one > 0) ++curves.events_[static_cast<size_t>(one) - 1];
  }
  std::vector<End> ends = EndsOf(durations, cause);
  SortByTime(ends);

  // The variance of F_k(t) is the sum over the steps s of that of a multinomial share q of 1/n
  // each, weighted by the derivative of F_k(t): (a + F_s u)[own cause] + F_s u[others] - F_t u with
  // a the survival before s and u = 1 / (1 - q). A square in F_t: three sums are carried along.
  struct Sums {
    double square = 0, mixed = 0, plain = 0;
  };
  std::vector<Sums> sums(causes);
  std::vector<double> gone(causes, 0);
  std::vector<int64_t> events(causes);
  double survival = 1;
  internal::WalkTimes(
      ends, Sorted(entry), [&](double time, int64_t at_risk, size_t first, size_t last) {
        std::fill(events.begin(), events.end(), 0);
        int64_t all = 0;
        for (size_t i = first; i < last; ++i) {
          if (ends[i].mark == 0) continue;
          ++events[static_cast<size_t>(ends[i].mark) - 1];
          ++all;
        }
        const auto risk = static_cast<double>(at_risk);
        const double q = static_cast<double>(all) / risk;
        const double u = all == at_risk ? 0 : 1 / (1 - q);
        for (size_t k = 0; k < causes; ++k) {
          const double own = static_cast<double>(events[k]) / risk;
          gone[k] += survival * own;
          // Derivatives: c_own = x - F u for the own cause, c_other = y - F u for the others.
          const double y = gone[k] * u;
          const double x = survival + y;
          const double mean = x * own + y * (q - own);
          sums[k].square += (x * x * own + y * y * (q - own) - mean * mean) / risk;
          sums[k].mixed += u * (mean - mean * q) / risk;
          sums[k].plain += u * u * (q - q * q) / risk;
          const double variance =
              sums[k].square - 2 * gone[k] * sums[k].mixed + gone[k] * gone[k] * sums[k].plain;
          curves.gone_.push_back(gone[k]);
          curves.variance_.push_back(std::max(0.0, variance));
        }
        survival *= (risk - static_cast<double>(all)) / risk;
        curves.steps_.push_back({.time = time, .at_risk = at_risk, .survival = survival});
      });
  return curves;
}

int64_t IncidenceCurves::StepAt(double time) const {
  const IncidenceStep* step = LastUpTo(steps_, time);
  return step == nullptr ? -1 : step - steps_.data();
}

double IncidenceCurves::SurvivalAt(double time) const {
  const int64_t step = StepAt(time);
  return step < 0 ? 1 : steps_[static_cast<size_t>(step)].survival;
}

double IncidenceCurves::IncidenceAt(int32_t cause, double time) const {
  const int64_t step = StepAt(time);
  if (step < 0 || cause < 1 || cause > causes_) return 0;
  return gone_[static_cast<size_t>(step * causes_ + cause - 1)];
}

double IncidenceCurves::StandardErrorAt(int32_t cause, double time) const {
  const int64_t step = StepAt(time);
  if (step < 0 || cause < 1 || cause > causes_) return 0;
  return std::sqrt(variance_[static_cast<size_t>(step * causes_ + cause - 1)]);
}

Interval IncidenceCurves::IntervalAt(int32_t cause, double time) const {
  const double rest = 1 - IncidenceAt(cause, time);
  const Interval others = ByLogLog(rest, rest > 0 ? StandardErrorAt(cause, time) / rest : 0, z_);
  return {.lower = 1 - others.upper, .upper = 1 - others.lower};
}

int64_t IncidenceCurves::events(int32_t cause) const {
  if (cause < 1 || cause > causes_) return 0;
  return events_[static_cast<size_t>(cause) - 1];
}

std::optional<ShareEstimate> IncidenceCurves::ShareOf(int32_t cause) const {
  if (steps_.empty()) return std::nullopt;
  const auto causes = static_cast<size_t>(causes_);
  const double all = 1 - steps_.back().survival;
  ShareEstimate share{.unresolved = steps_.back().survival};
  for (const int64_t count : events_) share.events += count;
  share.value = std::clamp(IncidenceAt(cause, steps_.back().time) / all, 0.0, 1.0);
  // The share moves as L = sum of w_j F_j over all, with w_j = 1 - share for the own cause and
  // -share for the others; L is 0 at the end, so that dL/dq_j = S w_j + L_s u at each step s.
  double variance = 0;
  double before = 1;
  std::vector<double> q(causes);
  for (size_t i = 0; i < steps_.size(); ++i) {
    double sum = 0;
    double part = 0;
    for (size_t j = 0; j < causes; ++j) {
      const double gone = gone_[i * causes + j];
      q[j] = before > 0 ? (gone - (i == 0 ? 0 : gone_[(i - 1) * causes + j])) / before : 0;
      sum += q[j];
      part += ((static_cast<int32_t>(j) + 1 == cause ? 1 : 0) - share.value) * gone;
    }
    const double back = steps_[i].survival > 0 ? part / (1 - sum) : 0;
    double squares = 0;
    double mean = 0;
    for (size_t j = 0; j < causes; ++j) {
      const double weight = (static_cast<int32_t>(j) + 1 == cause ? 1 : 0) - share.value;
      const double derivative = before * weight + back;
      squares += derivative * derivative * q[j];
      mean += derivative * q[j];
    }
    variance += std::max(0.0, squares - mean * mean) / static_cast<double>(steps_[i].at_risk);
    before = steps_[i].survival;
  }
  share.standard_error = std::sqrt(variance) / all;
  if (share.value > 0 && share.value < 1) {
    const double odds = std::log(share.value / (1 - share.value));
    const double half = z_ * share.standard_error / (share.value * (1 - share.value));
    share.interval = {.lower = 1 / (1 + std::exp(half - odds)),
                      .upper = 1 / (1 + std::exp(-half - odds))};
  } else {
    const auto events = static_cast<double>(share.events);
    const absl::StatusOr<Interval> wilson = Wilson(share.value * events, events, confidence_);
    if (wilson.ok()) share.interval = *wilson;
  }
  return share;
}

absl::StatusOr<LogRankResult> LogRank(const Durations& seen, std::span<const int32_t> group,
                                      int32_t groups) {
  Findings findings;
  internal::CheckDurations(seen.durations, seen.entry, findings);
  internal::CheckMarks(seen.observed, seen.durations.size(), 1, "observed", findings);
  internal::CheckMarks(group, seen.durations.size(), std::max(groups, 1) - 1, "group", findings);
  if (groups < 1) findings.AddError(Reason::kInvalidArgument, {}, "there is no group to compare");
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());

  const auto k = static_cast<size_t>(groups);
  std::vector<End> ends = EndsOf(seen.durations, seen.observed);
  for (size_t i = 0; i < ends.size(); ++i) ends[i].group = group[i];
  SortByTime(ends);
  // At risk per group: those who have entered and not left.
  std::vector<std::pair<double, int32_t>> entries;
  for (size_t i = 0; i < seen.entry.size(); ++i) entries.emplace_back(seen.entry[i], group[i]);
  std::sort(entries.begin(), entries.end());

  LogRankResult result;
  result.n.assign(k, 0);
  result.observed.assign(k, 0);
  result.expected.assign(k, 0);
  std::vector<double> at_risk(k, 0);
  for (const int32_t one : group) ++result.n[static_cast<size_t>(one)];
  if (seen.entry.empty()) std::copy(result.n.begin(), result.n.end(), at_risk.begin());
  std::vector<double> covariance(k * k, 0);
  size_t late = 0;
  size_t gone = 0;
  internal::WalkTimes(
      ends, Sorted(seen.entry), [&](double time, int64_t total, size_t first, size_t last) {
        for (; late < entries.size() && entries[late].first < time; ++late)
          at_risk[static_cast<size_t>(entries[late].second)] += 1;
        for (; gone < first; ++gone) at_risk[static_cast<size_t>(ends[gone].group)] -= 1;
        double events = 0;
        for (size_t i = first; i < last; ++i) {
          if (ends[i].mark == 0) continue;
          events += 1;
          ++result.observed[static_cast<size_t>(ends[i].group)];
        }
        const auto n = static_cast<double>(total);
        for (size_t i = 0; i < k; ++i) result.expected[i] += events * (at_risk[i] / n);
        if (total == 1) return;
        const double factor = events * (n - events) / (n - 1);
        for (size_t i = 0; i < k; ++i) {
          for (size_t j = 0; j <= i; ++j) {
            const double own = i == j ? at_risk[i] / n : 0;
            covariance[i * k + j] += factor * (own - at_risk[i] / n * (at_risk[j] / n));
          }
        }
      });

  std::vector<size_t> compared;
  for (size_t i = 0; i < k; ++i) {
    if (result.expected[i] > 0) compared.push_back(i);
  }
  if (compared.size() < 2)
    return MakeError(Reason::kInsufficientData, "fewer than two groups were at risk of an event");
  compared.pop_back();
  internal::Symmetric variance(compared.size());
  std::vector<double> surplus;
  for (size_t i = 0; i < compared.size(); ++i) {
    const size_t at = compared[i];
    surplus.push_back(static_cast<double>(result.observed[at]) - result.expected[at]);
    for (size_t j = 0; j <= i; ++j) variance(i, j) = covariance[at * k + compared[j]];
  }
  result.df = static_cast<int32_t>(compared.size());
  if (!variance.Factorise())
    return MakeError(Reason::kInsufficientData, "the groups were never at risk together");
  std::vector<double> solved = surplus;
  variance.Solve(solved);
  for (size_t i = 0; i < surplus.size(); ++i) result.chi2 += surplus[i] * solved[i];
  result.p = ChiSquareTail(result.chi2, result.df);
  return result;
}

}  // namespace attain::stats
