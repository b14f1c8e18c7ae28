// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The partial likelihood of proportional hazards at given coefficients: its value, gradient and
// information in one pass over rows sorted by time, latest first.
#ifndef ATTAIN_SRC_STATS_INTERNAL_COX_LIKELIHOOD_H_
#define ATTAIN_SRC_STATS_INTERNAL_COX_LIKELIHOOD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attain/stats/survival.h"
#include "stats/internal/symmetric.h"

namespace attain::stats::internal {

/// Subjects by falling duration, events first among equals, then by covariates, so that sums do not
/// depend on the order they came in. Covariates are centred and divided by their deviation.
class CoxRows {
 public:
  /// Events of one time, and those at risk from there on.
  struct Group {
    size_t first = 0;   ///< Row of the first event; the subjects of the group before it end later.
    size_t events = 0;  ///< Events are the rows [first, first + events).
    size_t last = 0;    ///< Rows below this are at risk, but for those who entered late.
    size_t entered =
        0;  ///< Of the rows in order of entry (latest first), this many have not entered yet.
  };

  static CoxRows Of(std::span<const std::span<const double>> covariates, const Durations& seen);

  size_t size() const { return row_of_.size(); }
  size_t width() const { return width_; }  ///< Covariates.
  size_t stride() const {
    return stride_;
  }  ///< Numbers per row: the covariates, filled up with zeros to a multiple of 4.
  int64_t events() const { return events_; }
  const double* row(size_t i) const { return values_.data() + i * stride_; }
  size_t row_of(size_t i) const { return row_of_[i]; }  ///< The subject of a row.
  size_t group_of(size_t i) const {
    return group_of_[i];
  }  ///< The first group a row is at risk in; groups().size() when there is none.
  /// The first group it has not entered yet, counted the same way; groups().size() when it is at
  /// risk to the last.
  size_t not_yet_of(size_t i) const { return not_yet_.empty() ? groups_.size() : not_yet_[i]; }
  bool is_event(size_t i) const { return is_event_[i] != 0; }
  const std::vector<Group>& groups() const { return groups_; }  ///< Latest first.
  const std::vector<size_t>& by_entry() const {
    return by_entry_;
  }  ///< Rows by falling entry; empty without entries.
  const std::vector<double>& deviation() const {
    return deviation_;
  }  ///< Of each covariate; 0 when it is constant.
  /// The largest distance of a covariate from its mean, in deviations.
  double reach(size_t covariate) const;

 private:
  size_t width_ = 0;
  size_t stride_ = 0;
  int64_t events_ = 0;
  std::vector<double> values_;
  std::vector<size_t> row_of_;
  std::vector<size_t> group_of_;
  std::vector<size_t> not_yet_;
  std::vector<uint8_t> is_event_;
  std::vector<Group> groups_;
  std::vector<size_t> by_entry_;
  std::vector<double> deviation_;
};

/// The likelihood of rows.
class CoxLikelihood {
 public:
  CoxLikelihood(const CoxRows& rows, bool efron);

  /// Calculates at these coefficients of the scaled covariates.
  void At(const std::vector<double>& beta);
  double value() const { return value_; }
  const std::vector<double>& gradient() const { return gradient_; }
  const Symmetric& information() const { return information_; }

  /// Covariance from the residuals of each subject, or of each cluster (Lin and Wei 1989), at the
  /// coefficients of the last At.
  Symmetric Sandwich(const Symmetric& inverse, std::span<const int32_t> clusters) const;

 private:
  const CoxRows& rows_;
  bool efron_;
  double value_ = 0;
  std::vector<double> gradient_;
  Symmetric information_;
  std::vector<double> weights_;  // exp(x beta) per row, scaled alike
};

}  // namespace attain::stats::internal

#endif  // ATTAIN_SRC_STATS_INTERNAL_COX_LIKELIHOOD_H_
