// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Amortisation: what a commission costs month by month when it is spread over the time it serves
// (ASC 340-40, FASB 2014; the incremental cost of obtaining a contract).
//
//   15,000.00 over 36 months      35 × 416.67 = 14,583.45, the last month 416.55: 15,000.00 exactly
//
// In: commissions and terms. Out: expense and remaining asset of every month; the closing month
// takes what rounding left, so that the asset ends at 0.00.
#ifndef ATTAIN_INCENTIVE_AMORTISATION_H_
#define ATTAIN_INCENTIVE_AMORTISATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// How a commission is spread.
struct AmortisationOptions {
  /// Commissions of terms up to this many months are expensed in the first month, as ASC 340-40-25-4
  /// allows for up to 12. Default: none are.
  std::optional<int64_t> expense_up_to = {};
  /// Point transaction: every month the rounded twelfth, thirty-sixth …, the closing month takes the
  /// rest, which may be negative for very small sums. Point cumulative: rounded total to date less
  /// before, so that no month differs from another by more than a unit. No other point.
  Rounding rounding = {
      .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2};
};

/// How a plan's commissions are spread: each by itself, from the month of the day that its
/// transaction counts. A refund of a capitalised sale is spread like it, over the same months; what
/// lies before the month of the refund is taken back in that month, so that a sale and its full
/// refund have no asset and no expense left.
struct AmortisationRule {
  int64_t months = 0;            ///< Months a commission serves, 1..1200. Required in documents.
  std::vector<std::string> of = {};  ///< Ids of components. Default: all that pay by transaction
                                     ///< and period.
  std::optional<int64_t> expense_up_to = {};  ///< As of AmortisationOptions. Default: none are.
  Rounding rounding = {
      .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2};  ///< As of AmortisationOptions.
  bool operator==(const AmortisationRule&) const = default;
};

/// The keys of a rule: {months, of, expense_up_to, rounding}.
const definition::FieldTable& Describe(definition::Type<AmortisationRule>);

/// A straight-line schedule of one commission.
struct Amortisation {
  Decimal monthly;               ///< Of the first month.
  Decimal last;                  ///< Of the closing month.
  Decimal total;                 ///< All months together: the commission, rounded.
  std::vector<Decimal> expense;  ///< Per month.
  std::vector<Decimal> asset;    ///< What is still capitalised after each month; 0 after the last.
};

/// Spreads `commission` over `months`. kInvalidArgument for less than one month or more than 1,200,
/// or another rounding point; kOverflow. A commission with more decimals than the rule is rounded
/// itself, so that the months still add up to `total`.
absl::StatusOr<Amortisation> Amortise(Decimal commission, int64_t months,
                                      const AmortisationOptions& options = {});

/// Several commissions, each starting in its own month (0 is the first of the result), added up
/// month by month until the last one ends; a commission is an asset from its own start on. What
/// Amortise finds; kLengthMismatch; kInvalidArgument
/// for a start below 0 or above 1,200.
absl::StatusOr<Amortisation> AmortiseAll(std::span<const Decimal> commissions,
                                         std::span<const int64_t> months,
                                         std::span<const int64_t> start_month,
                                         const AmortisationOptions& options = {});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_AMORTISATION_H_
