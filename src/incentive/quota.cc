// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/quota.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

/// Days between two days by a rule; adds up over adjoining ranges.
int64_t DaysBetween(Date first, Date end, DayCount count) {
  if (count == DayCount::kActual) return end - first;
  const auto place = [](Date date) {
    return int64_t{360} * date.year() + int64_t{30} * date.month() + std::min(date.day(), 30);
  };
  return place(end) - place(first);
}

absl::Status CheckInterval(const DayRange& range, DayCount count) {
  if (range.first < range.end && DaysBetween(range.first, range.end, count) > 0) {
    return absl::OkStatus();
  }
  return MakeError(Reason::kIntervalInverted,
                   range.first.ToString() + " until " + range.end.ToString() + " has no days");
}

}  // namespace

absl::StatusOr<std::vector<Fraction>> ProrateQuotaMonths(const Fraction& annual,
                                                         std::span<const Fraction> weights,
                                                         int start_month) {
  const int parts = static_cast<int>(std::min<size_t>(weights.size(), 13));
  if (parts == 0 || 12 % parts != 0) {
    return MakeError(Reason::kInvalidWeights,
                     std::to_string(weights.size()) + " weights do not divide twelve months");
  }
  if (start_month < 1 || start_month > 12) {
    return MakeError(Reason::kInvalidArgument, "month " + std::to_string(start_month));
  }
  const int months = 12 / parts;
  std::vector<Fraction> quotas;
  for (int part = 0; part < parts; ++part) {
    const Fraction& weight = weights[static_cast<size_t>(part)];
    if (weight < 0) return MakeError(Reason::kInvalidWeights, "a weight is " + weight.ToString());
    const int left = std::clamp((part + 1) * months - start_month + 1, 0, months);
    const Exact quota = Exact(annual) * Exact(weight) * Exact(left) / Exact(months);
    ATTAIN_RETURN_IF_ERROR(quota.status());
    quotas.push_back(quota.value());
  }
  return quotas;
}

absl::StatusOr<ProratedDays> ProrateDays(const Fraction& amount, const DayRange& interval,
                                         std::span<const DayRange> active, DayCount count) {
  ATTAIN_RETURN_IF_ERROR(CheckInterval(interval, count));
  std::vector<DayRange> ranges(active.begin(), active.end());
  std::sort(ranges.begin(), ranges.end(),
            [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
  ProratedDays result;
  result.interval_days = DaysBetween(interval.first, interval.end, count);
  for (size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].end < ranges[i].first) {
      return MakeError(Reason::kIntervalInverted, ranges[i].first.ToString() + " until " +
                                                      ranges[i].end.ToString() +
                                                      " ends before it starts");
    }
    if (i > 0 && ranges[i].first < ranges[i - 1].end) {
      return MakeError(Reason::kIntervalOverlap,
                       ranges[i].first.ToString() + " lies within the range before it");
    }
    const Date first = std::max(ranges[i].first, interval.first);
    const Date end = std::min(ranges[i].end, interval.end);
    if (first < end) result.days += DaysBetween(first, end, count);
  }
  const Exact prorated = Exact(amount) * Exact(result.days) / Exact(result.interval_days);
  ATTAIN_RETURN_IF_ERROR(prorated.status());
  result.amount = prorated.value();
  return result;
}

absl::StatusOr<Fraction> BlendQuota(std::span<const Fraction> quotas,
                                    std::span<const Fraction> weights) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(quotas.size(), weights.size(), "weights"));
  Exact sum;
  for (size_t i = 0; i < quotas.size(); ++i) {
    if (weights[i] < 0) {
      return MakeError(Reason::kInvalidWeights, "a weight is " + weights[i].ToString());
    }
    sum += Exact(quotas[i]) * Exact(weights[i]);
  }
  ATTAIN_RETURN_IF_ERROR(sum.status());
  return sum.value();
}

absl::StatusOr<BlendedDays> BlendQuotaDays(const DayRange& year, std::span<const Date> starts,
                                           std::span<const Fraction> quotas, DayCount count) {
  ATTAIN_RETURN_IF_ERROR(CheckInterval(year, count));
  ATTAIN_RETURN_IF_ERROR(CheckColumn(starts.size(), quotas.size(), "quotas"));
  if (starts.empty() || starts[0] != year.first) {
    return MakeError(Reason::kPeriodGap, "the first quota must start on " + year.first.ToString());
  }
  BlendedDays blended;
  Exact sum;
  for (size_t i = 0; i < starts.size(); ++i) {
    const Date end = i + 1 < starts.size() ? starts[i + 1] : year.end;
    if (starts[i] >= year.end) {
      return MakeError(Reason::kInvalidArgument, starts[i].ToString() + " is not within the year");
    }
    if (end <= starts[i]) {
      return MakeError(Reason::kIntervalOverlap,
                       end.ToString() + " does not come after " + starts[i].ToString());
    }
    blended.days.push_back(DaysBetween(starts[i], end, count));
    sum += Exact(quotas[i]) * Exact(blended.days.back());
  }
  const Exact quota = sum / Exact(DaysBetween(year.first, year.end, count));
  ATTAIN_RETURN_IF_ERROR(quota.status());
  blended.quota = quota.value();
  return blended;
}

absl::StatusOr<std::vector<Fraction>> RampQuota(std::span<const Fraction> ramp,
                                                const Fraction& full,
                                                std::span<const int64_t> months) {
  std::vector<Fraction> quotas;
  quotas.reserve(months.size());
  for (const int64_t month : months) {
    if (month < 1) {
      return MakeError(Reason::kInvalidArgument,
                       "month of service " + std::to_string(month) + ": the first is 1");
    }
    const uint64_t index = static_cast<uint64_t>(month) - 1;
    quotas.push_back(index < ramp.size() ? ramp[static_cast<size_t>(index)] : full);
  }
  return quotas;
}

const definition::WordTable& Describe(definition::Type<DayCount>) {
  static const auto& table = *new auto(definition::Words<DayCount>(
      "day_count", "How days are counted.",
      {{"actual", DayCount::kActual, "Days of the calendar."},
       {"thirty_360", DayCount::kThirty360, "Every month has 30 days, a year 360."}}));
  return table;
}

}  // namespace attain::incentive
