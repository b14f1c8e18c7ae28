// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/amortisation.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"

namespace attain::incentive {
namespace {

constexpr int64_t kMostMonths = 1'200;

absl::Status CheckRule(const Rounding& rounding) {
  const int64_t scale = rounding.scale.value_or(2);
  if (scale < 0 || scale > Decimal::kMaxScale) {
    return MakeError(Reason::kOverflow, "a scale must be from 0 to 38");
  }
  if (rounding.point == RoundingPoint::kTransaction ||
      rounding.point == RoundingPoint::kCumulative) {
    return absl::OkStatus();
  }
  return MakeError(Reason::kInvalidArgument, "months are rounded alone or cumulatively");
}

absl::Status CheckTerm(int64_t months) {
  if (months < 1 || months > kMostMonths) {
    return MakeError(Reason::kInvalidArgument,
                     "a term must be from 1 to 1200 months, not " + std::to_string(months));
  }
  return absl::OkStatus();
}

void Close(Decimal total, Amortisation& schedule) {
  schedule.total = total;
  if (schedule.expense.empty()) return;
  schedule.monthly = schedule.expense.front();
  schedule.last = schedule.expense.back();
}

}  // namespace

absl::StatusOr<Amortisation> Amortise(Decimal commission, int64_t months,
                                      const AmortisationOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckRule(options.rounding));
  ATTAIN_RETURN_IF_ERROR(CheckTerm(months));
  const int scale = static_cast<int>(options.rounding.scale.value_or(2));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, Round(commission, scale, options.rounding.mode));
  Amortisation schedule;
  if (months <= options.expense_up_to.value_or(0)) {
    schedule.expense.assign(static_cast<size_t>(months), Decimal::Unchecked(0, scale));
    schedule.expense.front() = whole;
  } else {
    const bool each = options.rounding.point == RoundingPoint::kTransaction;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction part, Divide(commission, months));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal monthly, Round(part, scale, options.rounding.mode));
    Decimal spread = Decimal::Unchecked(0, scale);  // expensed so far
    for (int64_t month = 1; month <= months; ++month) {
      Decimal expense = monthly;
      if (month == months) {
        ATTAIN_ASSIGN_OR_RETURN(expense, Subtract(whole, spread));
      } else if (!each) {
        ATTAIN_ASSIGN_OR_RETURN(const Fraction to_date, Multiply(part, month));
        ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                                Round(to_date, scale, options.rounding.mode));
        ATTAIN_ASSIGN_OR_RETURN(expense, Subtract(rounded, spread));
      }
      ATTAIN_ASSIGN_OR_RETURN(spread, Add(spread, expense));
      schedule.expense.push_back(expense);
    }
  }
  Decimal asset = whole;
  for (const Decimal& expense : schedule.expense) {
    ATTAIN_ASSIGN_OR_RETURN(asset, Subtract(asset, expense));
    schedule.asset.push_back(asset);
  }
  Close(whole, schedule);
  return schedule;
}

absl::StatusOr<Amortisation> AmortiseAll(std::span<const Decimal> commissions,
                                         std::span<const int64_t> months,
                                         std::span<const int64_t> start_month,
                                         const AmortisationOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(commissions.size(), months.size(), "months"));
  ATTAIN_RETURN_IF_ERROR(CheckColumn(commissions.size(), start_month.size(), "start_month"));
  ATTAIN_RETURN_IF_ERROR(CheckRule(options.rounding));
  Amortisation all;
  Decimal total = Decimal::Unchecked(0, static_cast<int>(options.rounding.scale.value_or(2)));
  const Decimal zero = total;
  for (size_t i = 0; i < commissions.size(); ++i) {
    if (start_month[i] < 0 || start_month[i] > kMostMonths) {
      return MakeError(Reason::kInvalidArgument,
                       "a start must be from 0 to 1200, not " + std::to_string(start_month[i]));
    }
    ATTAIN_ASSIGN_OR_RETURN(const Amortisation one, Amortise(commissions[i], months[i], options));
    ATTAIN_ASSIGN_OR_RETURN(total, Add(total, one.total));
    const size_t start = static_cast<size_t>(start_month[i]);
    const size_t end = std::max(all.expense.size(), start + one.expense.size());
    all.expense.resize(end, zero);
    all.asset.resize(end, zero);
    for (size_t month = 0; month < one.expense.size(); ++month) {
      Decimal& expense = all.expense[start + month];
      Decimal& asset = all.asset[start + month];
      ATTAIN_ASSIGN_OR_RETURN(expense, Add(expense, one.expense[month]));
      ATTAIN_ASSIGN_OR_RETURN(asset, Add(asset, one.asset[month]));
    }
  }
  Close(total, all);
  return all;
}

const definition::FieldTable& Describe(definition::Type<AmortisationRule>) {
  using definition::Optional;
  static const auto& table = *new auto(definition::Table<AmortisationRule>(
      "amortisation", "How commissions are spread over the time they serve.",
      {definition::Required("months", &AmortisationRule::months, "Months a commission serves."),
       Optional("of", &AmortisationRule::of,
                "Ids of components. Default: all that pay by transaction and period."),
       Optional("expense_up_to", &AmortisationRule::expense_up_to,
                "Terms up to so many months are expensed at once. Default: none are."),
       Optional("rounding", &AmortisationRule::rounding,
                "Each month rounded alone (transaction) or the sum to date (cumulative). "
                "Default: transaction, half_away, 2.")}));
  return table;
}

}  // namespace attain::incentive
