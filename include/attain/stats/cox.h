// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What makes things end sooner or later: proportional hazards (Cox 1972).
//
// Deals with a champion (1) close faster than those without (0), whatever the season: a coefficient of 0.69 says that at every
// moment a deal with a champion is exp(0.69) = 2 times as likely to close as one without.
//
//   const double champion[] = {1, 0, 1, 0, 1, 0};
//   const double days[] = {10, 25, 14, 30, 33, 40};
//   const uint8_t closed[] = {1, 1, 1, 1, 0, 0};
//   const std::span<const double> columns[] = {champion};
//   const auto fit = *Cox(columns, {.durations = days, .observed = closed});
//   fit.coefficients()[0];       // the logarithm of the hazard ratio
//   fit.IntervalOf(0);           // and its interval
//
// In: covariates as columns, durations and marks as in survival.h. Out: coefficients with their covariance, or the reason why
// there are none: a covariate that tells closed from open perfectly has no finite coefficient (kSeparation), a constant one none
// at all (kCollinear). Results do not depend on the order of subjects.
#ifndef ATTAIN_STATS_COX_H_
#define ATTAIN_STATS_COX_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"
#include "attain/stats/survival.h"

namespace attain::stats {

/// How events at one time share the risk set.
enum class CoxTies : int32_t {
  kEfron = 1,    ///< Averaged over the orders they may have happened in (Efron 1977); R's default.
  kBreslow = 2,  ///< Each against all (Breslow 1974); simpler, biased with many ties.
};

/// How to fit.
struct CoxOptions {
  CoxTies ties = CoxTies::kEfron;           ///< Default: Efron.
  bool robust = false;                      ///< Sandwich standard errors (Lin and Wei 1989). Default: from the information alone.
  std::span<const int32_t> clusters = {};   ///< With `robust`: subjects of one number belong together (deals of one account). Default: none do.
  double confidence = 0.95;                 ///< Of the intervals.
  int32_t max_iterations = 50;              ///< Newton steps, at least 1.
  std::vector<std::string> names = {};      ///< Names of the covariates, for messages. Default: "x1", "x2", …
};

/// Proportional hazards, fitted. Immutable.
class CoxFit {
 public:
  const std::vector<double>& coefficients() const { return coefficients_; }    ///< Logarithms of the hazard ratios, one per covariate.
  /// Covariance of the coefficients by rows: the robust one when asked for, else the inverse information.
  const std::vector<double>& covariance() const { return covariance_; }
  std::vector<double> standard_errors() const;                                  ///< Square roots of its diagonal.
  /// From the inverse of the observed information, also where robust ones were asked for.
  const std::vector<double>& model_standard_errors() const { return model_errors_; }
  Interval IntervalOf(size_t covariate) const;                                  ///< Of a coefficient, at the confidence asked for.
  double PValueOf(size_t covariate) const;                                      ///< Two-sided, that a coefficient is 0 (Wald).
  double log_likelihood() const { return log_likelihood_; }                     ///< Partial, at the coefficients.
  double null_log_likelihood() const { return null_log_likelihood_; }           ///< Partial, at 0.
  double LikelihoodRatioP() const;                                              ///< Chance of such a gain when nothing has an effect.
  int64_t n() const { return n_; }                                              ///< Subjects.
  int64_t events() const { return events_; }                                    ///< Subjects that ended.
  int32_t iterations() const { return iterations_; }                            ///< Newton steps taken.

 private:
  friend absl::StatusOr<CoxFit> Cox(std::span<const std::span<const double>> covariates, const Durations& seen,
                                    const CoxOptions& options);

  std::vector<double> coefficients_;
  std::vector<double> covariance_;
  std::vector<double> model_errors_;
  double log_likelihood_ = 0;
  double null_log_likelihood_ = 0;
  int64_t n_ = 0;
  int64_t events_ = 0;
  int32_t iterations_ = 0;
  double z_ = 0;
};

/// Maximises the partial likelihood by Newton's method. `covariates`: one column per covariate, a finite number per subject.
/// Findings as KaplanMeier, and for covariates: kLengthMismatch, kInvalidArgument. Then kInsufficientData (no covariate, no event),
/// kCollinear, kSeparation, each naming the covariates, kNotConverged.
absl::StatusOr<CoxFit> Cox(std::span<const std::span<const double>> covariates, const Durations& seen,
                           const CoxOptions& options = {});

}  // namespace attain::stats

#endif  // ATTAIN_STATS_COX_H_
