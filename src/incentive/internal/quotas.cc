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

namespace {

constexpr std::string_view kTeam = "\nteam";
constexpr std::string_view kOthers = "\nothers";

// The figure of a rep for a period; nothing where the series has none.
absl::StatusOr<std::optional<Fraction>> FigureOf(const Prepared::State& state,
                                                 const measure::Series& series, int32_t rep,
                                                 const std::string& name, const Period& period) {
  using measure::EntityKind;
  if (rep >= series.count(EntityKind::kRep) || series.name(EntityKind::kRep, rep) != name)
    rep = series.Find(EntityKind::kRep, name);
  int32_t place = series.FindPeriod(period.name);
  for (size_t i = 0; place < 0 && i < series.periods().size(); ++i) {
    if (series.periods()[i].start == period.start && series.periods()[i].end == period.end)
      place = static_cast<int32_t>(i);
  }
  if (rep < 0 || place < 0) return std::optional<Fraction>();
  const std::optional<Fraction> value = series.at(EntityKind::kRep, rep, place).value();
  if (value.has_value() && !series.currency().is_none() &&
      series.currency().code() != state.currency.code()) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat(series.id(), " is in ", series.currency().code(), ", ", state.plan.id,
                            " pays in ", state.currency.code()));
  }
  return value;
}

// For each rep who is led by the payee on some day of the period: the part of the period, each day
// weighted by the shares in the units led.
absl::StatusOr<std::map<int32_t, Exact>> PartsLed(const Prepared::State& state, int32_t leader,
                                                  bool include_self, const Period& period) {
  const crm::Hierarchy& hierarchy = state.data.hierarchy();
  std::vector<Date> days = hierarchy.ChangesWithin(period.start, period.end);
  const auto first =
      std::upper_bound(state.place_changes.begin(), state.place_changes.end(), period.start);
  const auto last = std::lower_bound(first, state.place_changes.end(), period.end);
  days.insert(days.end(), first, last);
  days.push_back(period.start);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  std::map<int32_t, Exact> parts;
  for (size_t i = 0; i < days.size(); ++i) {
    const Date end = i + 1 < days.size() ? days[i + 1] : period.end;
    std::vector<UnitId> units;
    for (const crm::UnitShare& own : hierarchy.UnitsOf(RepId(leader), days[i])) {
      if (!own.is_manager) continue;
      for (const UnitId unit : hierarchy.SubtreeAt(own.unit, days[i])) {
        if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
      }
    }
    std::map<int32_t, Exact> weights;
    for (const UnitId unit : units) {
      for (const crm::Membership& place : hierarchy.MembersAt(unit, days[i], /*below=*/false)) {
        if (include_self || place.rep.index() != leader)
          weights[place.rep.index()] += Exact(place.share);
      }
    }
    const Exact stretch = Exact(Fraction(end - days[i])) / Exact(Fraction(period.days()));
    for (const auto& [rep, weight] : weights) {
      ATTAIN_RETURN_IF_ERROR(weight.status());
      parts[rep] += stretch * std::min(weight.value(), Fraction(1));
    }
  }
  return parts;
}

// For the days the payee is on the plan.
absl::StatusOr<Fraction> ForDaysAssigned(const Prepared::State& state, const Fraction& value,
                                         const Payee& payee, const Period& period) {
  if (state.plan.proration == Proration::kNone || payee.assigned.empty()) return value;
  ATTAIN_ASSIGN_OR_RETURN(const Fraction part, PartAssigned(payee, period));
  const Exact quota = Exact(value) * Exact(part);
  ATTAIN_RETURN_IF_ERROR(quota.status());
  return quota.value();
}

}  // namespace

std::string TargetKey(const Component& component, const std::string& target) {
  if (!component.team.has_value()) return target;
  return StrCat(target, component.team->include_self ? kTeam : kOthers);
}

absl::StatusOr<std::vector<std::pair<int32_t, Fraction>>> MemberQuotasOf(
    const Prepared::State& state, const std::string& key, const measure::Series& series,
    const Payee& payee, const Period& period) {
  const bool include_self = std::string_view(key).substr(key.find('\n')) == kTeam;
  ATTAIN_ASSIGN_OR_RETURN(const auto parts, PartsLed(state, payee.rep, include_self, period));
  std::vector<std::pair<int32_t, Fraction>> quotas;
  for (const auto& [rep, part] : parts) {
    const std::string name = state.data.ids(crm::Entity::kRep).name(rep);
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> figure,
                            FigureOf(state, series, rep, name, period));
    if (!figure.has_value()) continue;
    const Exact quota = Exact(*figure) * part;
    ATTAIN_RETURN_IF_ERROR(quota.status());
    ATTAIN_ASSIGN_OR_RETURN(const Fraction assigned,
                            ForDaysAssigned(state, quota.value(), payee, period));
    quotas.emplace_back(rep, assigned);
  }
  return quotas;
}

// A payee's quota: the figure of the series for the period, for the days assigned; of a team the
// sum of its members'.
absl::StatusOr<Fraction> QuotaOf(const Prepared::State& state, const std::string& key,
                                 const measure::Series& series, const Payee& payee,
                                 const Period& period) {
  if (key.find('\n') == std::string::npos) {
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> figure,
                            FigureOf(state, series, payee.rep, payee.name, period));
    if (figure.has_value()) return ForDaysAssigned(state, *figure, payee, period);
    return MakeError(Reason::kNoQuota,
                     StrCat(payee.name, " has no ", series.id(), " in ", period.name));
  }
  ATTAIN_ASSIGN_OR_RETURN(const auto members, MemberQuotasOf(state, key, series, payee, period));
  if (members.empty())
    return MakeError(Reason::kNoQuota, StrCat("nobody in the team of ", payee.name, " has ",
                                              series.id(), " in ", period.name));
  Exact sum;
  for (const auto& [rep, quota] : members) sum += Exact(quota);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  return sum.value();
}

bool PaysMembers(const Prepared::State& state, const std::string& key) {
  return std::any_of(state.terms.begin(), state.terms.end(), [&](const ComponentTerms& terms) {
    const std::optional<Team>& team = terms.definition().team;
    return team.has_value() && team->mode == OverrideMode::kIndividual &&
           TargetKey(terms.definition(), key.substr(0, key.find('\n'))) == key;
  });
}

std::vector<std::pair<std::string, Fraction>> QuotasFor(
    const Component& component, const std::vector<std::pair<std::string, Fraction>>& quotas) {
  if (!component.team.has_value()) return quotas;
  std::vector<std::pair<std::string, Fraction>> own;
  for (const auto& [key, quota] : quotas) {
    const std::string target = key.substr(0, key.find('\n'));
    if (key == TargetKey(component, target)) own.emplace_back(target, quota);
  }
  return own;
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
        targets[TargetKey(state.terms[c].definition(), id)] = &*series;
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
      ATTAIN_ASSIGN_OR_RETURN(const Fraction quota, QuotaOf(state, id, *series, payee, part));
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
