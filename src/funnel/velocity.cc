// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/velocity.h"

#include <algorithm>
#include <initializer_list>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

absl::StatusOr<int64_t> Sum(std::span<const int64_t> counts) {
  int64_t sum = 0;
  for (const int64_t count : counts) {
    if (__builtin_add_overflow(sum, count, &sum))
      return MakeError(Reason::kOverflow, "a sum of counts does not fit 64 bits");
  }
  return sum;
}

absl::StatusOr<WinRate> RateOf(int64_t won, int64_t n, double confidence) {
  WinRate rate{.won = won, .n = n};
  if (n == 0) return rate;
  rate.rate = static_cast<double>(won) / static_cast<double>(n);
  ATTAIN_ASSIGN_OR_RETURN(
      rate.interval, stats::Wilson(static_cast<double>(won), static_cast<double>(n), confidence));
  return rate;
}

absl::Status CheckConfidence(double confidence) { return stats::Wilson(0, 1, confidence).status(); }

// Median, mean and the number below zero.
absl::Status AddGaps(std::span<const GapDays> gaps, LeadFunnel& funnel) {
  std::vector<GapDays> sorted(gaps.begin(), gaps.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const GapDays& a, const GapDays& b) { return a.days < b.days; });
  int64_t count = 0;
  absl::int128 days = 0;
  for (const GapDays& gap : sorted) {
    if (__builtin_add_overflow(count, gap.count, &count))
      return MakeError(Reason::kOverflow, "a sum of counts does not fit 64 bits");
    days += absl::int128(gap.days) * gap.count;
    if (gap.days < 0) funnel.negative_gaps += gap.count;
  }
  if (count == 0) return absl::OkStatus();
  funnel.mean_days = static_cast<double>(days) / static_cast<double>(count);
  // The days of the lead at a place, counted from 0.
  const auto at = [&](int64_t place) {
    for (const GapDays& gap : sorted) {
      if (place < gap.count) return static_cast<double>(gap.days);
      place -= gap.count;
    }
    return 0.0;
  };
  funnel.median_days = (at((count - 1) / 2) + at(count / 2)) / 2;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Velocity> VelocityOf(const VelocityInputs& inputs) {
  for (const Fraction& part :
       {inputs.opportunities, inputs.deal_value, inputs.win_rate, inputs.cycle_days}) {
    if (part.sign() < 0)
      return MakeError(Reason::kInvalidArgument, "no part of a velocity is negative");
  }
  if (inputs.win_rate > Fraction(1))
    return MakeError(Reason::kInvalidArgument, "a win rate lies between 0 and 1");
  if (inputs.cycle_days.is_zero()) return Velocity{};
  ATTAIN_ASSIGN_OR_RETURN(Fraction value, Multiply(inputs.opportunities, inputs.deal_value));
  ATTAIN_ASSIGN_OR_RETURN(value, Multiply(value, inputs.win_rate));
  ATTAIN_ASSIGN_OR_RETURN(value, Divide(value, inputs.cycle_days));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction month, Multiply(value, Fraction(30)));
  return Velocity{.per_day = value, .per_30_days = month};
}

std::string_view Name(WinRateBasis basis) {
  switch (basis) {
    case WinRateBasis::kClosed:
      return "closed";
    case WinRateBasis::kClosedPlusStale:
      return "closed_plus_stale";
    case WinRateBasis::kAll:
      break;
  }
  return "all";
}

absl::StatusOr<WinRate> WinRateOf(const OutcomeCounts& counts, WinRateBasis basis,
                                  double confidence) {
  ATTAIN_RETURN_IF_ERROR(CheckConfidence(confidence));
  const int64_t all[] = {counts.won, counts.lost, counts.overdue,
                         counts.old, counts.open, counts.other};
  if (std::any_of(std::begin(all), std::end(all), [](int64_t count) { return count < 0; }))
    return MakeError(Reason::kInvalidArgument, "a count is not negative");
  const size_t parts = basis == WinRateBasis::kClosed ? 2 : basis == WinRateBasis::kAll ? 6 : 4;
  ATTAIN_ASSIGN_OR_RETURN(const int64_t n, Sum(std::span(all).first(parts)));
  return RateOf(counts.won, n, confidence);
}

absl::StatusOr<LeadFunnel> LeadFunnelOf(std::span<const int64_t> leads,
                                        std::span<const int64_t> won, std::span<const GapDays> gaps,
                                        double confidence) {
  if (leads.size() != won.size())
    return MakeError(Reason::kLengthMismatch,
                     "every origin needs a count of leads and one of wins");
  ATTAIN_RETURN_IF_ERROR(CheckConfidence(confidence));
  Findings findings;
  for (size_t i = 0; i < leads.size(); ++i) {
    const auto at = [&](const char* field) {
      return Where{.table = "leads", .row = static_cast<int64_t>(i), .field = field};
    };
    if (leads[i] < 0)
      findings.AddError(Reason::kInvalidArgument, at("leads"), StrCat(leads[i], " leads"));
    if (won[i] < 0 || won[i] > leads[i]) {
      findings.AddError(Reason::kInvalidArgument, at("won"),
                        StrCat(won[i], " won of ", leads[i], " leads"));
    }
  }
  for (size_t i = 0; i < gaps.size(); ++i) {
    if (gaps[i].count >= 0) continue;
    findings.AddError(Reason::kInvalidArgument,
                      {.table = "gaps", .row = static_cast<int64_t>(i), .field = "count"},
                      StrCat(gaps[i].count, " leads"));
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  LeadFunnel funnel;
  ATTAIN_ASSIGN_OR_RETURN(const int64_t all_leads, Sum(leads));
  ATTAIN_ASSIGN_OR_RETURN(const int64_t all_won, Sum(won));
  ATTAIN_ASSIGN_OR_RETURN(funnel.all, RateOf(all_won, all_leads, confidence));
  for (size_t i = 0; i < leads.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(WinRate rate, RateOf(won[i], leads[i], confidence));
    funnel.origins.push_back(rate);
  }
  ATTAIN_RETURN_IF_ERROR(AddGaps(gaps, funnel));
  return funnel;
}

}  // namespace attain::funnel
