// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/attainment.h"

#include <algorithm>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::measure {
namespace {

using internal::StrCat;

// a / b, or nothing for b = 0.
absl::StatusOr<std::optional<Fraction>> DivideOrNothing(const Fraction& a, const Fraction& b) {
  if (b.is_zero()) return std::optional<Fraction>();
  ATTAIN_ASSIGN_OR_RETURN(const Fraction quotient, Divide(a, b));
  return std::optional<Fraction>(quotient);
}

// expected, index and projection for the part `elapsed` (0..1) of a period.
absl::StatusOr<Pace> PaceAtShare(const Fraction& target, const Fraction& actual,
                                 const Fraction& elapsed) {
  Pace pace;
  ATTAIN_ASSIGN_OR_RETURN(pace.expected, Multiply(target, elapsed));
  ATTAIN_ASSIGN_OR_RETURN(pace.index, DivideOrNothing(actual, pace.expected));
  ATTAIN_ASSIGN_OR_RETURN(pace.projection, DivideOrNothing(actual, elapsed));
  return pace;
}

// What is needed per step left; at the end 0 when the target is reached, nothing when it is missed.
absl::StatusOr<std::optional<Fraction>> RequiredRate(const Fraction& target, const Fraction& actual,
                                                     const Fraction& left) {
  if (left.is_zero()) {
    return target > actual ? std::optional<Fraction>() : std::optional<Fraction>(0);
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction missing, Subtract(target, actual));
  return DivideOrNothing(missing, left);
}

}  // namespace

absl::StatusOr<Attainment> Attain(const Fraction& actual, const Fraction& target,
                                  Direction direction) {
  Attainment result;
  ATTAIN_ASSIGN_OR_RETURN(result.gap, Subtract(target, actual));
  if (target.is_zero()) return result;
  const bool lower = direction == Direction::kLower;
  ATTAIN_ASSIGN_OR_RETURN(result.attainment,
                          DivideOrNothing(lower ? target : actual, lower ? actual : target));
  return result;
}

absl::StatusOr<Pace> PaceOf(const Fraction& target, const Fraction& actual, const Fraction& elapsed,
                            const Fraction& total) {
  if (total.sign() <= 0 || elapsed.sign() < 0 || elapsed > total) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(elapsed.ToString(), " of ", total.ToString(),
                            " steps are over: give 0 <= elapsed <= total and total > 0"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction share, Divide(elapsed, total));
  ATTAIN_ASSIGN_OR_RETURN(Pace pace, PaceAtShare(target, actual, share));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction left, Subtract(total, elapsed));
  ATTAIN_ASSIGN_OR_RETURN(pace.required_rate, RequiredRate(target, actual, left));
  return pace;
}

absl::StatusOr<Pace> SeasonalPace(const Fraction& target, const Fraction& actual,
                                  std::span<const Fraction> season, int64_t steps_done) {
  const auto steps = static_cast<int64_t>(season.size());
  if (steps_done < 0 || steps_done > steps) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(steps_done, " steps are over, but there are ", steps, " weights"));
  }
  Fraction done = 0;
  Fraction all = 0;
  for (int64_t i = 0; i < steps; ++i) {
    const Fraction& weight = season[static_cast<size_t>(i)];
    if (weight.sign() < 0) {
      return MakeError(Reason::kInvalidWeights,
                       StrCat("weight ", i, " is negative: ", weight.ToString()));
    }
    ATTAIN_ASSIGN_OR_RETURN(all, Add(all, weight));
    if (i + 1 == steps_done) done = all;
  }
  if (all.is_zero())
    return MakeError(Reason::kInvalidWeights, "no weight of the season is above zero");
  ATTAIN_ASSIGN_OR_RETURN(const Fraction share, Divide(done, all));
  ATTAIN_ASSIGN_OR_RETURN(Pace pace, PaceAtShare(target, actual, share));
  ATTAIN_ASSIGN_OR_RETURN(pace.required_rate,
                          RequiredRate(target, actual, Fraction(steps - steps_done)));
  return pace;
}

absl::StatusOr<Projection> Project(const Fraction& quota, const Fraction& attained,
                                   const Fraction& forecast) {
  Projection result;
  ATTAIN_ASSIGN_OR_RETURN(result.projection, Add(forecast, attained));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction above, Subtract(result.projection, quota));
  result.cushion = std::max(Fraction(0), above);
  result.gap = std::max(Fraction(0), -above);
  return result;
}

absl::StatusOr<std::optional<Fraction>> Coverage(const Fraction& quota, const Fraction& attained,
                                                 const Fraction& pipeline) {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction missing, Subtract(quota, attained));
  return DivideOrNothing(pipeline, missing);
}

absl::StatusOr<Shortage> ShortageOf(const Fraction& target, const Fraction& achieved,
                                    const Fraction& pipeline) {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction open, Subtract(target, achieved));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction missing, Subtract(open, pipeline));
  Shortage result;
  ATTAIN_ASSIGN_OR_RETURN(result.achieved, DivideOrNothing(achieved, target));
  ATTAIN_ASSIGN_OR_RETURN(result.shortage, DivideOrNothing(std::max(Fraction(0), missing), target));
  return result;
}

absl::StatusOr<Variance> VarianceOf(const Fraction& target,
                                    std::span<const CreditedQuantity> orders) {
  Variance result{.target = target, .achieved = 0, .variance = 0};
  for (const CreditedQuantity& order : orders) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction part, Multiply(order.quantity, order.share));
    ATTAIN_ASSIGN_OR_RETURN(result.achieved, Add(result.achieved, part));
  }
  ATTAIN_ASSIGN_OR_RETURN(result.variance, Subtract(result.achieved, target));
  return result;
}

absl::StatusOr<Fraction> Mismatch(const Fraction& parent, std::span<const Fraction> children) {
  Fraction sum = 0;
  for (const Fraction& child : children) {
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, child));
  }
  return Subtract(sum, parent);
}

std::optional<Fraction> ShareAttaining(std::span<const Fraction> attainments) {
  if (attainments.empty()) return std::nullopt;
  const auto reached = std::count_if(attainments.begin(), attainments.end(),
                                     [](const Fraction& value) { return value >= Fraction(1); });
  return *Fraction::Of(reached, static_cast<int64_t>(attainments.size()));
}

}  // namespace attain::measure
