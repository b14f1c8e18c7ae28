// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What payees are asked for: quotas of a period, for the days assigned, and those of a span.

#include <algorithm>
#include <map>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/resolve.h"

namespace attain::incentive {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;

absl::StatusOr<Fraction> PartAssigned(const Payee& payee, const Period& period) {
  if (payee.assigned.empty()) return Fraction(1);
  Exact part;
  for (const Assignment& assignment : payee.assigned) {
    const Date from = std::max(assignment.valid.from, period.start);
    const Date to = std::min(assignment.valid.to, period.end);
    if (from >= to) continue;
    if (assignment.proration.has_value()) {
      part += Exact(*assignment.proration);
    } else {
      part += Exact(Fraction(to - from)) / Exact(Fraction(period.days()));
    }
  }
  ATTAIN_RETURN_IF_ERROR(part.status());
  return part.value();
}

// A payee's quota: the figure of the series for the period, for the days assigned.
absl::StatusOr<Fraction> QuotaOf(const Prepared::State& state, const measure::Series& series,
                                 const Payee& payee, const Period& period) {
  using measure::EntityKind;
  int32_t rep = payee.rep;
  if (rep >= series.count(EntityKind::kRep) || series.name(EntityKind::kRep, rep) != payee.name)
    rep = series.Find(EntityKind::kRep, payee.name);
  int32_t place = series.FindPeriod(period.name);
  for (size_t i = 0; place < 0 && i < series.periods().size(); ++i) {
    if (series.periods()[i].start == period.start && series.periods()[i].end == period.end)
      place = static_cast<int32_t>(i);
  }
  const auto none = [&] {
    return MakeError(Reason::kNoQuota,
                     StrCat(payee.name, " has no ", series.id(), " in ", period.name));
  };
  if (rep < 0 || place < 0) return none();
  const std::optional<Fraction> value = series.at(EntityKind::kRep, rep, place).value();
  if (!value.has_value()) return none();
  if (!series.currency().is_none() && series.currency().code() != state.currency.code()) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat(series.id(), " is in ", series.currency().code(), ", ", state.plan.id,
                            " pays in ", state.currency.code()));
  }
  if (state.plan.proration == Proration::kNone || payee.assigned.empty()) return *value;
  ATTAIN_ASSIGN_OR_RETURN(const Fraction part, PartAssigned(payee, period));
  const Exact quota = Exact(*value) * Exact(part);
  ATTAIN_RETURN_IF_ERROR(quota.status());
  return quota.value();
}

absl::StatusOr<Targets> TargetsOf(const Prepared::State& state, const CalculateOptions& options) {
  Targets targets;
  Findings findings;
  for (size_t c = 0; c < state.terms.size(); ++c) {
    for (const std::string& id : state.terms[c].targets()) {
      const auto series =
          std::find_if(options.targets.begin(), options.targets.end(),
                       [&](const measure::Series& candidate) { return candidate.id() == id; });
      if (series != options.targets.end()) {
        targets[id] = &*series;
        continue;
      }
      const std::string path = ElementPath(JoinPath(state.path, "components"),
                                           state.terms[c].definition().id, static_cast<int64_t>(c));
      findings.AddError(Reason::kUnknownReference, {.path = JoinPath(path, "payout.over")},
                        StrCat("there is no target \"", id, "\""));
    }
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  return targets;
}

namespace {

// The periods of a span up to the statement's, each with the quotas from the start of the span.
absl::StatusOr<std::vector<SpanPart>> PartsOf(const Prepared::State& state, Span span,
                                              const Period& period, const Payee& payee,
                                              const Targets& targets) {
  const Grain whole = span == Span::kYearToDate ? Grain::kYear : Grain::kQuarter;
  std::vector<Period> periods = {period};
  if (period.grain != whole) {
    ATTAIN_ASSIGN_OR_RETURN(const Period parent, state.calendar.PeriodOf(period.start, whole));
    ATTAIN_ASSIGN_OR_RETURN(periods, state.calendar.Children(parent, period.grain));
  }
  std::vector<SpanPart> parts;
  std::map<std::string, Exact> sums;
  for (const Period& part : periods) {
    if (part.start > period.start) break;
    if (!payee.IsIn(part)) continue;
    SpanPart next{part, {}, {}};
    for (const auto& [id, series] : targets) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction quota, QuotaOf(state, *series, payee, part));
      Exact& sum = sums[id];
      sum += Exact(quota);
      ATTAIN_RETURN_IF_ERROR(sum.status());
      next.quotas.emplace_back(id, sum.value());
      next.own.emplace_back(id, quota);
    }
    parts.push_back(std::move(next));
  }
  return parts;
}

}  // namespace

absl::Status AddSpans(const Prepared::State& state, const Payee& payee, const Targets& targets,
                      Statement::State& statement) {
  const auto add = [&](Span span) -> absl::Status {
    if (span == Span::kPeriod || statement.spans.find(span) != statement.spans.end())
      return absl::OkStatus();
    ATTAIN_ASSIGN_OR_RETURN(std::vector<SpanPart> parts,
                            PartsOf(state, span, statement.period, payee, targets));
    statement.spans[span] = std::move(parts);
    return absl::OkStatus();
  };
  for (const ComponentTerms& terms : state.terms) {
    ATTAIN_RETURN_IF_ERROR(add(terms.carries() ? Span::kYearToDate : terms.definition().span));
    for (const Gate& gate : terms.definition().gates) ATTAIN_RETURN_IF_ERROR(add(gate.span));
  }
  return absl::OkStatus();
}

}  // namespace attain::incentive
