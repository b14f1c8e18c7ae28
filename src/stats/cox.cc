// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/cox.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/special.h"
#include "base/internal/text.h"
#include "stats/internal/cox_likelihood.h"
#include "stats/internal/durations.h"
#include "stats/internal/symmetric.h"

namespace attain::stats {
namespace {

using attain::internal::StrCat;
using internal::CoxLikelihood;
using internal::CoxRows;
using internal::Symmetric;

// A gain of the likelihood below this is none.
constexpr double kNoGain = 1e-6;
// What rounding may do to the likelihood, relative to its size.
constexpr double kNoise = 1e-12;
// A step, in standard deviations of a covariate, after which the coefficients stand still: what
// Newton leaves is its square.
constexpr double kStill = 1e-6;
// A step that still changes somebody's hazard by this much.
constexpr double kMoving = 0.05;

std::string NameOf(const CoxOptions& options, size_t covariate) {
  if (covariate < options.names.size()) return options.names[covariate];
  return StrCat("x", std::to_string(covariate + 1));
}

Findings Check(std::span<const std::span<const double>> covariates, const Durations& seen,
               const CoxOptions& options) {
  Findings findings;
  internal::CheckConfidence(options.confidence, findings);
  if (options.max_iterations < 1)
    findings.AddError(Reason::kInvalidArgument, {}, "at least one iteration is needed");
  internal::CheckDurations(seen.durations, seen.entry, findings);
  internal::CheckMarks(seen.observed, seen.durations.size(), 1, "observed", findings);
  if (!options.clusters.empty() && options.clusters.size() != seen.durations.size())
    findings.AddError(Reason::kLengthMismatch, {.field = "clusters"},
                      "there is not one cluster per duration");
  for (size_t k = 0; k < covariates.size(); ++k) {
    if (covariates[k].size() != seen.durations.size()) {
      findings.AddError(Reason::kLengthMismatch, {.field = NameOf(options, k)},
                        "there is not one value per duration");
      continue;
    }
    for (size_t row = 0; row < covariates[k].size(); ++row) {
      if (!std::isfinite(covariates[k][row]))
        findings.AddError(Reason::kInvalidArgument,
                          {.row = static_cast<int64_t>(row), .field = NameOf(options, k)},
                          "a covariate is a finite number");
    }
  }
  return findings;
}

// The covariates whose step still changes somebody's hazard.
std::vector<size_t> Moving(const CoxRows& rows, const std::vector<double>& step) {
  std::vector<size_t> moving;
  for (size_t k = 0; k < step.size(); ++k) {
    if (std::fabs(step[k]) * rows.reach(k) > kMoving) moving.push_back(k);
  }
  return moving;
}

absl::Status Separated(const std::vector<size_t>& covariates, const CoxOptions& options) {
  std::string names;
  for (const size_t k : covariates) names += StrCat(names.empty() ? "" : ", ", NameOf(options, k));
  return MakeError(Reason::kSeparation, StrCat("no finite coefficient is best for ", names,
                                               ": it tells who ends first without a fault"));
}

}  // namespace

absl::StatusOr<CoxFit> Cox(std::span<const std::span<const double>> covariates,
                           const Durations& seen, const CoxOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Check(covariates, seen, options).ToStatus());
  const size_t width = covariates.size();
  if (width == 0) return MakeError(Reason::kInsufficientData, "there is no covariate");
  const CoxRows rows = CoxRows::Of(covariates, seen);
  if (rows.events() == 0) return MakeError(Reason::kInsufficientData, "nothing has ended");
  for (size_t k = 0; k < width; ++k) {
    if (rows.deviation()[k] == 0)
      return MakeError(Reason::kCollinear,
                       StrCat("the covariate ", NameOf(options, k), " is constant"));
  }

  CoxLikelihood likelihood(rows, options.ties == CoxTies::kEfron);
  std::vector<double> beta(width, 0);
  likelihood.At(beta);
  CoxFit fit;
  fit.null_log_likelihood_ = likelihood.value();
  double value = likelihood.value();
  Symmetric information = likelihood.information();
  std::vector<double> step;
  for (bool still = false; !still;) {
    if (fit.iterations_ == options.max_iterations)
      return MakeError(
          Reason::kNotConverged,
          StrCat("no maximum after ", std::to_string(options.max_iterations), " Newton steps"));
    information = likelihood.information();
    if (!information.Factorise()) {
      // At 0 nothing has run away yet: what has no information there never had any.
      if (fit.iterations_ > 0) return Separated({information.failed()}, options);
      return MakeError(Reason::kCollinear,
                       StrCat("the covariate ", NameOf(options, information.failed()),
                              " follows from the others, or does not vary among those at risk"));
    }
    step = likelihood.gradient();
    information.Solve(step);
    ++fit.iterations_;
    double largest = 0;
    for (const double one : step) largest = std::max(largest, std::fabs(one));
    // A step that loses is halved; at the maximum it cannot win.
    double part = 1;
    std::vector<double> next(width);
    for (;; part /= 2) {
      for (size_t k = 0; k < width; ++k) next[k] = beta[k] + part * step[k];
      likelihood.At(next);
      const double slack = kNoise * (std::fabs(value) + 1);
      if ((std::isfinite(likelihood.value()) && likelihood.value() >= value - slack) ||
          part * largest < kStill)
        break;
    }
    const double gain = likelihood.value() - value;
    value = likelihood.value();
    beta = next;
    still = part * largest < kStill;
    if (still || gain > std::max(kNoGain, kNoise * std::fabs(value))) continue;
    // The likelihood has no more to win and the coefficients still run.
    const std::vector<size_t> moving = Moving(rows, step);
    if (!moving.empty()) return Separated(moving, options);
  }

  information = likelihood.information();
  if (!information.Factorise()) return Separated({information.failed()}, options);
  const Symmetric inverse = information.Inverse();
  const std::vector<double>& scale = rows.deviation();
  for (size_t k = 0; k < width; ++k) {
    fit.coefficients_.push_back(beta[k] / scale[k]);
    fit.model_errors_.push_back(std::sqrt(inverse(k, k)) / scale[k]);
  }
  const Symmetric covariance =
      options.robust ? likelihood.Sandwich(inverse, options.clusters) : inverse;
  for (size_t i = 0; i < width; ++i) {
    for (size_t j = 0; j < width; ++j)
      fit.covariance_.push_back(covariance.At(i, j) / (scale[i] * scale[j]));
  }
  fit.log_likelihood_ = value;
  fit.n_ = static_cast<int64_t>(seen.durations.size());
  fit.events_ = rows.events();
  fit.z_ = ZOfConfidence(options.confidence);
  return fit;
}

std::vector<double> CoxFit::standard_errors() const {
  const size_t width = coefficients_.size();
  std::vector<double> errors;
  for (size_t k = 0; k < width; ++k) errors.push_back(std::sqrt(covariance_[k * width + k]));
  return errors;
}

Interval CoxFit::IntervalOf(size_t covariate) const {
  const double half = z_ * standard_errors()[covariate];
  return {.lower = coefficients_[covariate] - half, .upper = coefficients_[covariate] + half};
}

double CoxFit::PValueOf(size_t covariate) const {
  return 2 * NormalTail(std::fabs(coefficients_[covariate]) / standard_errors()[covariate]);
}

double CoxFit::LikelihoodRatioP() const {
  return ChiSquareTail(2 * (log_likelihood_ - null_log_likelihood_),
                       static_cast<int>(coefficients_.size()));
}

}  // namespace attain::stats
