// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/workdays.h"

#include <algorithm>
#include <string>

#include "attain/base/finding.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;

constexpr int kScale = 4;  // weights are kept in ten-thousandths
constexpr int64_t kOne = 10'000;

}  // namespace

struct Workdays::State {
  std::array<bool, 7> week = kMondayToFriday;
  std::vector<int32_t> days;         // days with a row, ascending
  std::vector<int64_t> weights;      // their weights
  std::vector<int64_t> differences;  // running sum of weight less the weekday's, before each day
  std::vector<int> years;            // years that have rows, ascending

  int64_t OfWeekday(Date day) const {
    return week[static_cast<size_t>(day.weekday() - 1)] ? kOne : 0;
  }

  /// The sum of weekday weights of [from, to).
  int64_t Plain(Date from, Date to) const {
    const int32_t count = to - from;
    int64_t per_week = 0;
    for (const bool works : week) per_week += works ? kOne : 0;
    int64_t sum = int64_t{count / 7} * per_week;
    for (Date day = to - count % 7; day < to; day = day + 1) sum += OfWeekday(day);
    return sum;
  }

  int64_t Sum(Date from, Date to) const {
    if (to <= from) return 0;
    const auto first = std::lower_bound(days.begin(), days.end(), from.days()) - days.begin();
    const auto last = std::lower_bound(days.begin(), days.end(), to.days()) - days.begin();
    return Plain(from, to) + differences[static_cast<size_t>(last)] -
           differences[static_cast<size_t>(first)];
  }

  int64_t Weight(Date day) const {
    const auto found = std::lower_bound(days.begin(), days.end(), day.days());
    if (found != days.end() && *found == day.days())
      return weights[static_cast<size_t>(found - days.begin())];
    return OfWeekday(day);
  }
};

Workdays::Workdays() {
  auto state = std::make_shared<State>();
  state->differences = {0};
  state_ = std::move(state);
}

absl::StatusOr<Workdays> Workdays::Of(std::vector<WorkdayRow> rows,
                                      const std::array<bool, 7>& week) {
  attain::internal::Sort(rows,
                         [](const WorkdayRow& a, const WorkdayRow& b) { return a.day < b.day; });
  auto state = std::make_shared<State>();
  state->week = week;
  state->differences = {0};
  Findings findings;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const auto weight = row.weight.Rescaled(kScale);
    if (!weight.ok() || weight->sign() < 0 || weight->coefficient() > kOne * 100) {
      findings.AddError(Reason::kOutOfBounds, {.table = "workdays", .field = "weight"},
                        StrCat("the weight ", row.weight.ToString(), " of ", row.day.ToString(),
                               " is not between 0 and 100 with at most four decimals"));
      continue;
    }
    if (i > 0 && rows[i - 1].day == row.day) {
      findings.AddError(Reason::kDupKey, {.table = "workdays", .field = "day"},
                        StrCat(row.day.ToString(), " stands twice"));
      continue;
    }
    const auto units = static_cast<int64_t>(weight->coefficient());
    state->days.push_back(row.day.days());
    state->weights.push_back(units);
    state->differences.push_back(state->differences.back() + units - state->OfWeekday(row.day));
    if (state->years.empty() || state->years.back() != row.day.year())
      state->years.push_back(row.day.year());
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  Workdays workdays;
  workdays.state_ = std::move(state);
  return workdays;
}

Decimal Workdays::WeightOf(Date day) const {
  return Decimal::Unchecked(state_->Weight(day), kScale).Normalized();
}

bool Workdays::IsWorkday(Date day) const { return state_->Weight(day) > 0; }

Decimal Workdays::Between(Date from, Date to) const {
  return Decimal::Unchecked(state_->Sum(from, to), kScale).Normalized();
}

absl::StatusOr<Fraction> Workdays::ElapsedShare(const Period& period, Date until) const {
  const int64_t all = state_->Sum(period.start, period.end);
  if (all == 0)
    return MakeError(Reason::kDivisionByZero, StrCat(period.name, " has no working days"));
  return Fraction::Of(state_->Sum(period.start, std::min(until, period.end)), all);
}

absl::StatusOr<Date> Workdays::NextWorkday(Date day) const {
  for (int32_t ahead = 0; ahead < 366; ++ahead) {
    if (IsWorkday(day + ahead)) return day + ahead;
  }
  return MakeError(Reason::kCalendarUnknown,
                   StrCat("there is no working day within a year of ", day.ToString()));
}

std::array<Decimal, 12> Workdays::ByMonth(int64_t year) const {
  std::array<Decimal, 12> sums;
  for (int month = 1; month <= 12; ++month) {
    const Date first = Date::Unchecked(year, month, 1);
    sums[static_cast<size_t>(month - 1)] = Between(first, first + DaysInMonth(year, month));
  }
  return sums;
}

bool Workdays::Covers(int year) const {
  return state_->years.empty() ||
         std::binary_search(state_->years.begin(), state_->years.end(), year);
}

std::optional<int> Workdays::NextUnknownYear(int year) const {
  if (state_->years.empty()) return std::nullopt;
  while (Covers(year)) ++year;
  return year;
}

absl::StatusOr<WorkdayAverages> AverageWorkdays(int64_t days, int64_t rest, int64_t statutory) {
  constexpr int64_t kMost = 1'000'000;
  if (rest < 0 || statutory < 0 || days > kMost || rest > kMost || statutory > kMost ||
      rest + statutory > days) {
    return MakeError(
        Reason::kInvalidArgument,
        "rest days and holidays must not be negative, nor more than the days of the year");
  }
  const int64_t work = days - rest - statutory;
  ATTAIN_ASSIGN_OR_RETURN(const Fraction month, Fraction::Of(work, 12));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction pay, Fraction::Of(days - rest, 12));
  return WorkdayAverages{.work_days_year = work, .work_days_month = month, .pay_days_month = pay};
}

}  // namespace attain::crm
