// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The credits every component is paid on, and those of one payee with changed rows.

#include <algorithm>
#include <map>
#include <tuple>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "incentive/internal/measured.h"
#include "incentive/internal/resolve.h"

namespace attain::incentive {
crm::RateType RateTypeOf(std::string_view name) {
  if (name == crm::Name(crm::RateType::kMonthAvg)) return crm::RateType::kMonthAvg;
  if (name == crm::Name(crm::RateType::kPlan)) return crm::RateType::kPlan;
  return crm::RateType::kSpot;
}

namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;

// The credits of one measure, indexed once for all who ask; -1 with a finding where there are none.
class MeasureIndexes {
 public:
  MeasureIndexes(Prepared::State& state, const ResolveOptions& options, Findings& findings)
      : state_(state), options_(options), findings_(findings) {}

  int32_t Of(const std::string& id, Refund refund, const std::string& where) {
    const auto known = places_.find({id, refund});
    if (known != places_.end()) return known->second;
    const auto measure =
        std::find_if(options_.measures.begin(), options_.measures.end(),
                     [&](const measure::Measure& candidate) { return candidate.id == id; });
    if (measure == options_.measures.end()) {
      findings_.AddError(Reason::kUnknownReference, {.path = where},
                         StrCat("there is no measure \"", id, "\""));
      return -1;
    }
    if (measure->kind != measure::MeasureKind::kSum &&
        measure->kind != measure::MeasureKind::kCount) {
      findings_.AddError(Reason::kInvalidArgument, {.path = where},
                         StrCat("\"", id, "\" is no sum and no count, so nothing can be credited"));
      return -1;
    }
    const absl::StatusOr<measure::Prepared> prepared =
        measure::Resolve(*measure, state_.data, options_.calendar);
    if (!prepared.ok()) {
      Findings why = FindingsOf(prepared.status());
      for (Finding& finding : why.mutable_items()) {
        if (finding.where.path.empty()) finding.where.path = where;
      }
      findings_.Append(why);
      return -1;
    }
    RateDays days(state_.plan.fx.at, state_.plan.period, state_.calendar);
    absl::StatusOr<CreditIndex> index =
        IndexCredits(*prepared, state_.currency, RateTypeOf(state_.plan.fx.rate_type),
                     options_.as_of, refund == Refund::kOwn, &days);
    if (!index.ok()) {
      findings_.Append(FindingsOf(index.status()));
      return -1;
    }
    state_.findings.Append(index->findings);
    const auto place = static_cast<int32_t>(state_.credits.size());
    state_.credits.push_back(*std::move(index));
    state_.measures.emplace_back(*prepared);
    return places_[{id, refund}] = place;
  }

 private:
  Prepared::State& state_;
  const ResolveOptions& options_;
  Findings& findings_;
  std::map<std::pair<std::string, Refund>, int32_t> places_;
};

// The rows of a table for which a condition is true; nothing without a condition.
std::optional<std::vector<uint8_t>> RowsWhere(const definition::ExpressionText& where,
                                              std::string path, const std::string& table,
                                              Prepared::State& state, Findings& findings) {
  if (where.empty()) return std::nullopt;
  const absl::StatusOr<expression::Expression> parsed = expression::ParseText(where, path);
  if (!parsed.ok()) {
    findings.Append(FindingsOf(parsed.status()));
    return std::nullopt;
  }
  expression::BindOptions bind = crm::ConditionOptions(*parsed, state.data, state.calendar);
  bind.expect = table::Type::kBool;
  const table::Table& rows = *state.data.table(table);
  const absl::StatusOr<expression::Bound> bound = expression::Bind(*parsed, rows, bind);
  absl::StatusOr<expression::Selection> selection =
      bound.ok() ? expression::Select(*bound, rows) : bound.status();
  if (!selection.ok()) {
    findings.Append(FindingsOf(selection.status()));
    return std::nullopt;
  }
  state.findings.Append(selection->findings);
  return std::move(selection->mask);
}

// By row of the table: the rule that pays it, or 0 where the condition of a SPIFF holds; else -1.
absl::StatusOr<std::vector<int32_t>> RulesOf(const Payout& payout, const std::string& table,
                                             const std::string& path, Prepared::State& state,
                                             Findings& findings) {
  const auto size = static_cast<size_t>(state.data.table(table)->rows());
  std::vector<int32_t> rules(size, -1);
  const auto take = [&](const definition::ExpressionText& where, std::string at, int32_t rule) {
    const auto mask = RowsWhere(where, std::move(at), table, state, findings);
    for (size_t row = 0; row < size; ++row) {
      if (rules[row] < 0 && (!mask.has_value() || (*mask)[row] != 0)) rules[row] = rule;
    }
  };
  if (const auto* spiff = std::get_if<Spiff>(&payout)) {
    take(spiff->where, JoinPath(path, "where"), 0);
    return rules;
  }
  const auto& rates = std::get<Rates>(payout);
  std::vector<RuleScope> scopes;
  std::vector<Fraction> values;
  for (const RateRule& rule : rates.rules) {
    values.emplace_back(rule.rate.factor());
    for (const std::string& dimension : rates.by) {
      const auto scope = rule.scopes.find(dimension);
      scopes.push_back(scope == rule.scopes.end() ? RuleScope::kAll : scope->second);
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int32_t> order,
                          OrderRules(scopes, values, rates.choose));
  for (const int32_t rule : order) {
    const std::string at = ElementPath(JoinPath(path, "rules"), "", rule);
    take(rates.rules[static_cast<size_t>(rule)].where, JoinPath(at, "where"), rule);
  }
  return rules;
}

// The rules of a component that chooses by transaction.
absl::Status FindRules(size_t component, const std::string& path, Prepared::State& state,
                       Findings& findings) {
  const std::vector<Terms>& versions = state.terms[component].versions();
  const Payout& kind = versions.front().payout;
  if (!std::holds_alternative<Spiff>(kind) && !std::holds_alternative<Rates>(kind))
    return absl::OkStatus();
  const std::string table = state.credits[static_cast<size_t>(state.credits_of[component])].table;
  const std::string payout = JoinPath(path, "payout");
  state.rules.resize(state.terms.size());
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::string at =
        versions.size() > 1 ? ElementPath(JoinPath(payout, "versions"), "", static_cast<int64_t>(i))
                            : payout;
    ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> rules,
                            RulesOf(versions[i].payout, table, at, state, findings));
    state.rules[component].push_back(std::move(rules));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FindCredits(Prepared::State& state, const ResolveOptions& options) {
  Findings findings;
  MeasureIndexes direct(state, options, findings);
  std::map<std::tuple<int32_t, bool, bool>, int32_t> teams;  // by direct index, self, dedupe
  const auto team_of = [&](int32_t own, const Team& team) -> absl::StatusOr<int32_t> {
    const auto [place, added] = teams.try_emplace({own, team.include_self, team.dedupe},
                                                  static_cast<int32_t>(state.credits.size()));
    if (!added) return place->second;
    ATTAIN_ASSIGN_OR_RETURN(CreditIndex index,
                            IndexTeam(state.credits[static_cast<size_t>(own)], state.data,
                                      team.include_self, team.dedupe));
    state.credits.push_back(std::move(index));
    state.measures.emplace_back(std::nullopt);
    return place->second;
  };
  for (size_t c = 0; c < state.terms.size(); ++c) {
    const Component& component = state.terms[c].definition();
    const std::string where =
        ElementPath(JoinPath(state.path, "components"), component.id, static_cast<int64_t>(c));
    const Refund refund = component.refund;
    const int32_t own = direct.Of(component.measure, refund, JoinPath(where, "measure"));
    state.credits_of.push_back(own);
    for (const std::string& target : state.terms[c].targets()) {
      const auto measure = options.target_measures.find(target);
      if (measure == options.target_measures.end() || measure->second == component.measure)
        continue;
      int32_t other = direct.Of(measure->second, refund, where);
      if (other >= 0 && component.team.has_value()) {
        ATTAIN_ASSIGN_OR_RETURN(other, team_of(other, *component.team));
      }
      state.credits_of_target[TargetKey(component, target)] = other;
    }
    if (own < 0) continue;
    ATTAIN_RETURN_IF_ERROR(FindRules(c, where, state, findings));
    if (!state.terms[c].pays_on_team()) continue;
    Team team = component.team.value_or(Team{});
    const auto* override_ = std::get_if<Override>(&state.terms[c].versions().front().payout);
    if (override_ != nullptr) team = {override_->mode, override_->include_self, override_->dedupe};
    ATTAIN_ASSIGN_OR_RETURN(state.credits_of.back(), team_of(own, team));
  }
  return findings.ToStatus();
}

absl::StatusOr<std::shared_ptr<const std::vector<CreditIndex>>> CreditsWithChanges(
    const Prepared::State& state, const Payee& payee,
    std::span<const measure::RowChanges> changes) {
  if (!state.rules.empty())
    return MakeError(Reason::kUnsupportedOption,
                     "changed rows: a SPIFF or a choice of rates asks for the whole row");
  if (state.plan.fx.order == FxOrder::kRoundThenConvert)
    return MakeError(Reason::kUnsupportedOption,
                     "changed rows: what is rounded in its own currency asks for the whole row");
  RateDays days(state.plan.fx.at, state.plan.period, state.calendar);
  auto own = std::make_shared<std::vector<CreditIndex>>(state.credits.size());
  for (size_t i = 0; i < state.credits.size(); ++i) {
    CreditIndex& index = (*own)[i];
    if (state.measures[i].has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(
          index, OverrideCredits(state.credits[i], *state.measures[i], changes, payee.rep,
                                 state.currency, RateTypeOf(state.plan.fx.rate_type), &days));
      continue;
    }
    // Who leads nobody has no credits of a team, whatever others sell.
    const std::vector<crm::Membership> places = state.data.hierarchy().PlacesOf(RepId(payee.rep));
    if (std::any_of(places.begin(), places.end(),
                    [](const crm::Membership& place) { return place.is_manager; })) {
      return MakeError(Reason::kUnsupportedOption,
                       "changed rows: a manager is paid on the credits of others");
    }
    index.measure = state.credits[i].measure;
    index.table = state.credits[i].table;
    index.money = state.credits[i].money;
    index.ids = state.credits[i].ids;
    index.only = payee.rep;
  }
  return std::shared_ptr<const std::vector<CreditIndex>>(std::move(own));
}

}  // namespace attain::incentive
