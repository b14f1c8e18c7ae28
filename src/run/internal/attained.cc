// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "run/internal/attained.h"

#include <string>
#include <vector>

#include "base/internal/text.h"

namespace attain::run {
namespace {

using internal::StrCat;
using measure::EntityKind;

// The sum of a rep's figures of the periods that make up `whole`: the period itself, or else all of
// the finest grain inside.
std::optional<Fraction> SumIn(const measure::Series& series, std::string_view rep,
                              const Period& whole) {
  const int32_t place = series.Find(EntityKind::kRep, rep);
  if (place < 0) return std::nullopt;
  std::optional<Fraction> sum;
  int64_t shortest = 0;
  for (size_t i = 0; i < series.periods().size(); ++i) {
    const Period& period = series.periods()[i];
    const std::optional<Fraction> value =
        series.at(EntityKind::kRep, place, static_cast<int32_t>(i)).value();
    if (period.start == whole.start && period.end == whole.end) return value;
    if (whole.Contains(period) && (shortest == 0 || period.days() < shortest))
      shortest = period.days();
  }
  for (size_t i = 0; i < series.periods().size(); ++i) {
    const Period& period = series.periods()[i];
    if (!whole.Contains(period) || period.days() > shortest + 3)
      continue;  // Months differ by up to three days.
    const std::optional<Fraction> value =
        series.at(EntityKind::kRep, place, static_cast<int32_t>(i)).value();
    if (!value.has_value()) continue;
    const absl::StatusOr<Fraction> next = Add(sum.value_or(Fraction()), *value);
    if (!next.ok()) return std::nullopt;
    sum = *next;
  }
  return sum;
}

}  // namespace

absl::StatusOr<const target::Targets*> TargetNamed(const PreparedState& state,
                                                   std::string_view id) {
  if (id.empty() && state.targets.size() > 1) {
    return MakeError(Reason::kMissingKey,
                     StrCat("the model has ", state.targets.size(), " targets; say which one"));
  }
  if (id.empty() && state.targets.empty())
    return MakeError(Reason::kNoTarget, "the model has no target to be reached");
  std::vector<std::string> known;
  for (const target::Targets& target : state.targets) {
    if (id.empty() || target.id() == id) return &target;
    known.push_back(target.id());
  }
  const std::string nearest = NearestWord(std::string(id), known);
  Findings findings;
  findings.AddError(Reason::kUnknownReference, {.field = "target"},
                    StrCat("there is no target \"", id, "\""),
                    nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  return findings.ToStatus();
}

std::optional<Fraction> QuotaIn(const Result& result, const target::Targets& target,
                                std::string_view rep) {
  return SumIn(target.series(), rep, result.period());
}

std::optional<Fraction> AttainmentOf(const Result& result, const target::Targets& target,
                                     std::string_view rep) {
  const std::optional<Fraction> quota = QuotaIn(result, target, rep);
  if (!quota.has_value() || quota->is_zero()) return std::nullopt;
  for (const measure::Series& series : result.series()) {
    if (series.id() != target.definition().measure) continue;
    const absl::StatusOr<Fraction> attained =
        Divide(SumIn(series, rep, result.period()).value_or(Fraction()), *quota);
    if (attained.ok()) return *attained;
  }
  return std::nullopt;
}

}  // namespace attain::run
