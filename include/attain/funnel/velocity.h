// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How fast a pipeline earns, how often it wins, and what becomes of leads.
//
//   velocity     50 opportunities × 10,000 × 20 % won / 30 days = 3,333.33 a day, 100,000 in 30 days
//   win rate     30 won, 70 lost, 100 open: 30 % of the closed, 15 % of all; each is right, so the denominator is named
//   leads        8,000 leads, 842 won: 10.5 % (between 9.9 and 11.2), half of them within 14 days
//
// In: counts, amounts, days. Out: exact amounts as fractions, rates with their interval. What has no value is missing:
// a rate of nothing, a velocity of a cycle of no days.
#ifndef ATTAIN_FUNNEL_VELOCITY_H_
#define ATTAIN_FUNNEL_VELOCITY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// What the velocity of a pipeline is made of. All are at least 0.
struct VelocityInputs {
  Fraction opportunities;  ///< Open opportunities.
  Fraction deal_value;     ///< Mean value of one that is won, in any currency.
  Fraction win_rate;       ///< Share of opportunities that are won, 0..1.
  Fraction cycle_days;     ///< Mean days from start to win.
};

/// What a pipeline earns per day; missing when the cycle has no days.
struct Velocity {
  std::optional<Fraction> per_day = {};      ///< opportunities × value × rate / days.
  std::optional<Fraction> per_30_days = {};  ///< Thirty times that.
};

/// The velocity equation, exactly. kInvalidArgument for a negative part or a rate above 1; kOverflow.
absl::StatusOr<Velocity> VelocityOf(const VelocityInputs& inputs);

/// What a win rate is a share of.
enum class WinRateBasis : int32_t {
  kClosed = 1,           ///< Won and lost.
  kClosedPlusStale = 2,  ///< Won, lost, overdue and old: deals that should have closed count against the rate.
  kAll = 3,              ///< Everything that was ever opened.
};

/// "closed", "closed_plus_stale", "all".
std::string_view Name(WinRateBasis basis);

/// How many deals stand where; all at least 0.
struct OutcomeCounts {
  int64_t won = 0;      ///< Won.
  int64_t lost = 0;     ///< Lost.
  int64_t overdue = 0;  ///< Open, past the day they should have closed.
  int64_t old = 0;      ///< Open for longer than a deal should be.
  int64_t open = 0;     ///< Open, and nothing wrong.
  int64_t other = 0;    ///< Anything else; only part of all.
};

/// A rate with the counts behind it.
struct WinRate {
  int64_t won = 0;                             ///< The numerator.
  int64_t n = 0;                               ///< The denominator, by the basis.
  std::optional<double> rate = {};             ///< won / n; missing when n is 0.
  std::optional<stats::Interval> interval = {};  ///< Wilson interval; missing when n is 0.
};

/// The win rate on a named basis. kInvalidArgument for a negative count or a confidence outside 0..1; kOverflow.
absl::StatusOr<WinRate> WinRateOf(const OutcomeCounts& counts, WinRateBasis basis, double confidence = 0.95);

/// How many leads took so many days from the lead to the win. Days below 0: the win was entered before the lead.
struct GapDays {
  int64_t days = 0;   ///< Days from lead to win.
  int64_t count = 0;  ///< Leads that took so long; at least 0.
};

/// What became of leads, in all and per origin.
struct LeadFunnel {
  WinRate all = {};                         ///< All origins together.
  std::vector<WinRate> origins = {};        ///< One per origin, in the order given.
  std::optional<double> median_days = {};   ///< Of all gaps; of an even number the mean of the middle two. Missing without gaps.
  std::optional<double> mean_days = {};     ///< Of all gaps.
  int64_t negative_gaps = 0;                ///< Leads with days below 0.
};

/// Counts leads and wins by origin, and the days between. kLengthMismatch; with all findings: kInvalidArgument for a negative count
/// or more wins than leads (table "leads", row of the origin); kOverflow.
absl::StatusOr<LeadFunnel> LeadFunnelOf(std::span<const int64_t> leads, std::span<const int64_t> won, std::span<const GapDays> gaps,
                                        double confidence = 0.95);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_VELOCITY_H_
