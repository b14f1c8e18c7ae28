// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Fairness: does pay follow what was reached, are equals paid alike, is the quota within reach?
//
//   five payees of one plan           attainment   0.6    0.8    0.9    1.0    1.3
//                                     paid       1,000  2,000  2,500  3,000  6,000
//     rank_correlation   1.00   n 5   pay rises with attainment throughout
//     reached_quota      0.40   n 5   0.12 – 0.77: two of five
//     gini               0.30   n 5   a spread of pay; 0 would be the same for all
//     unlike_pairs       0      n 0   no two have the same credits and the same quota
//
// What is an estimate has its interval of 95 %, and below its floor of observations the status
// `insufficient` instead of being taken at face value. In: a result. Out: a table of figures per
// plan, and the pairs that are paid differently for the same.
#ifndef ATTAIN_RUN_FAIRNESS_H_
#define ATTAIN_RUN_FAIRNESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "attain/run/run.h"
#include "attain/table/table.h"

namespace attain::run {

/// What is audited.
struct FairnessOptions {
  std::string target =
      {};  ///< The target whose attainment is taken. Default: the only one of the model.
  /// Fewer payees give the status `insufficient` to the rank correlation and to the part that
  /// reached the quota. 2..1000000. Default: 5.
  int64_t least = 5;
};

/// What an audit says. Immutable and cheap to copy.
struct Fairness {
  /// The table `fairness`: plan, figure, value, n, low, high, status. Figures, per plan:
  ///
  ///   rank_correlation  Spearman's (1904) between paid and attainment, ties at their mean rank.
  ///                     Interval by Fisher's transformation with the variance 1.06 / (n - 3)
  ///                     (Fieller, Hartley and Pearson 1957). Undefined where all are alike.
  ///   reached_quota     Part of the payees at or above 100 %. Interval of Wilson (1927).
  ///   gini              Of what is paid (Gini 1912). Undefined where nothing, or less, is paid.
  ///   unlike_pairs      Pairs of payees with the same credits per measure and the same quota that
  ///                     earn differently. n: pairs with the same.
  table::Table figures;
  /// The table `unlike`: plan, period, rep_id, other_rep_id, earned, other_earned: neighbours among
  /// those with the same input.
  table::Table unlike;
};

/// Audits the statements of a result that were calculated for everyone. kUnknownReference for a
/// target that the model does not have, kMissingKey where it has several and none is named;
/// kInvalidArgument for a result of one payee or a floor out of range; kNoTarget where there is no
/// target at all.
absl::StatusOr<Fairness> Audit(const Result& result, const FairnessOptions& options = {});

}  // namespace attain::run

#endif  // ATTAIN_RUN_FAIRNESS_H_
