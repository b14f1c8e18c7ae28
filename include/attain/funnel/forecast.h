// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a period will bring: what is won already, what open deals may bring, and what is not created yet.
//
//   won already          200,000
//   open deals           100,000 × 50 %, 300,000 × 20 %: 0, 100,000, 300,000 or 400,000 (exact distribution)
//   not created yet      deals created and won inside the last three periods brought 40,000, 0 and 80,000
//   P50                  300,000 of all three; to reach 320,000: 46.7 %
//
// Existing and new business stay apart, so that nobody takes hope for pipeline. The sum is exact: each past period is equally likely to come
// again. Where deals slip or fall together, SimulatePeriod draws; it says how sure its own figures are. In: whole amounts and chances.
#ifndef ATTAIN_FUNNEL_FORECAST_H_
#define ATTAIN_FUNNEL_FORECAST_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/distribution.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// Open deals as columns.
struct ForecastDeals {
  std::span<const int64_t> amount;    ///< Whole smallest units.
  std::span<const double> chance;     ///< To be won in the period, 0..1.
  /// Number of the group whose deals rise and fall together (owner, industry), 0 or more; only for simulation. Default: all one group.
  std::span<const int32_t> group = {};
  /// Chance that a deal that is won is won after the period, 0..1; only for simulation. Default: none.
  std::span<const double> slip = {};
};

/// What is known beside open deals.
struct ForecastOptions {
  int64_t closed = 0;                        ///< Won in the period already.
  /// What deals created and won inside each past period brought, one number per period. Default: nothing is created.
  std::span<const int64_t> created = {};
  stats::PaymentSumOptions sums = {};        ///< How open deals are added up. Default: exactly, or not at all.
};

/// The distribution of what a period brings.
class Forecast {
 public:
  int64_t closed() const { return closed_; }                              ///< Won already.
  const stats::PaymentSum& existing() const { return existing_; }         ///< What open deals bring.
  std::span<const int64_t> created() const { return created_; }           ///< What new deals may bring, each as likely.
  double mean_created() const;                                            ///< Mean of it; 0 without history.
  double mean() const;                                                    ///< closed + mean of existing + mean of created.
  /// The smallest attainable amount x with P(all <= x) >= q - 1e-12. kInvalidArgument unless 0 < q <= 1.
  absl::StatusOr<int64_t> Quantile(double q) const;
  double AtLeast(int64_t amount) const;                                   ///< Chance to reach an amount in all.

 private:
  friend absl::StatusOr<Forecast> ForecastPeriod(const ForecastDeals& deals, const ForecastOptions& options);
  int64_t closed_ = 0;
  stats::PaymentSum existing_;
  std::vector<int64_t> created_;
};

/// Forecasts a period exactly. Fails as stats::SumPayments; kUnsupportedOption for deals with groups or slip, which are simulated.
absl::StatusOr<Forecast> ForecastPeriod(const ForecastDeals& deals, const ForecastOptions& options = {});

/// How to draw.
struct SimulationOptions {
  uint64_t seed = 1;         ///< Same seed, same figures.
  int32_t draws = 10'000;    ///< Times the period is drawn, 100..10,000,000.
  double correlation = 0;    ///< Of the fortunes of two deals of a group, 0..1 (one-factor Gaussian copula, Li 2000). 0: independent.
  double confidence = 0.95;  ///< Of the intervals of simulated figures.
};

/// Draws of what a period brings, sorted.
class Simulation {
 public:
  std::span<const int64_t> sums() const { return sums_; }    ///< Every draw, ascending.
  double mean() const { return mean_; }                      ///< Mean of the draws.
  double sd() const { return sd_; }                          ///< Their deviation.
  /// Of q; 0 < q <= 1: kInvalidArgument otherwise.
  absl::StatusOr<int64_t> Quantile(double q) const;
  double AtLeast(int64_t amount) const;                      ///< Share of draws that reach an amount.
  stats::Interval AtLeastInterval(int64_t amount) const;     ///< How far the number of draws may be from the truth (Wilson).

 private:
  friend absl::StatusOr<Simulation> SimulatePeriod(const ForecastDeals& deals, const ForecastOptions& options,
                                                   const SimulationOptions& simulation);
  std::vector<int64_t> sums_;
  double mean_ = 0;
  double sd_ = 0;
  double confidence_ = 0.95;
};

/// Draws the period: each group has a fortune of its own in each draw, each deal follows it by the correlation; a deal that is won may slip.
/// kLengthMismatch; kInvalidArgument for chances, groups and options out of range; kOverflow.
absl::StatusOr<Simulation> SimulatePeriod(const ForecastDeals& deals, const ForecastOptions& options, const SimulationOptions& simulation);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_FORECAST_H_
