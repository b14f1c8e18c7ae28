// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/calculate.h"

#include <algorithm>
#include <functional>
#include <set>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/once.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/parallel.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

struct Result::State {
  std::shared_ptr<const Prepared::State> prepared;
  std::vector<Statement> statements;
  std::vector<std::pair<std::string, size_t>> places;  // by payee: first statement
  Findings own;
  mutable attain::internal::Once joined_once;
  mutable Findings joined;  // with those of the plan
};

class ResultAccess {
 public:
  static Result Make(std::shared_ptr<const Result::State> state) {
    Result result;
    result.state_ = std::move(state);
    return result;
  }
};

namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;

crm::RateType RateTypeOf(std::string_view name) {
  if (name == crm::Name(crm::RateType::kMonthAvg)) return crm::RateType::kMonthAvg;
  if (name == crm::Name(crm::RateType::kPlan)) return crm::RateType::kPlan;
  return crm::RateType::kSpot;
}

Validity Employment(const crm::Reps& reps, int64_t row) {
  Validity employed;
  crm::Days hired(reps.hire_date());
  crm::Days left(reps.end_date());
  if (hired.has(row)) employed.from = Date::FromDays(hired[row]);
  if (left.has(row)) employed.to = Date::FromDays(left[row]);
  return employed;
}

bool Overlap(const Validity& a, const Validity& b) { return a.from < b.to && b.from < a.to; }

// The reps a condition names, each with the days of employment.
absl::Status PayeesByCondition(const Plan& plan, const crm::Dataset& data, const crm::Calendar& calendar,
                               std::map<int32_t, std::vector<Assignment>>& payees,
                               Findings& findings) {
  const crm::Reps reps = data.reps();
  const table::Table* table = data.table("reps");
  if (table == nullptr) return MakeError(Reason::kUnknownTable, "\"for\" needs the table reps");
  ATTAIN_ASSIGN_OR_RETURN(
      const expression::Expression condition,
      expression::Parse(plan.for_.text, {.limits = {}, .where = plan.for_.where}));
  expression::BindOptions options = crm::ConditionOptions(condition, data, calendar);
  options.expect = table::Type::kBool;
  ATTAIN_ASSIGN_OR_RETURN(const expression::Bound bound,
                          expression::Bind(condition, *table, options));
  ATTAIN_ASSIGN_OR_RETURN(const expression::Selection selection, expression::Select(bound, *table));
  findings.Append(selection.findings);
  for (int64_t row = 0; row < reps.rows(); ++row) {
    if (!reps.kept()[row] || selection.mask[static_cast<size_t>(row)] == 0) continue;
    payees[reps.rep()[static_cast<size_t>(row)]].push_back({Employment(reps, row), Fraction(1)});
  }
  return absl::OkStatus();
}

void PayeesByAssignment(const Plan& plan, const crm::Dataset& data,
                        std::map<int32_t, std::vector<Assignment>>& payees, Findings& findings) {
  const crm::PlanAssignments rows = data.plan_assignments();
  const crm::Reps reps = data.reps();
  const int32_t id = data.ids(crm::Entity::kPlan).Find(plan.id);
  crm::Days from(rows.valid_from());
  crm::Days to(rows.valid_to());
  crm::Decimals proration(rows.proration());
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || rows.plan()[static_cast<size_t>(row)] != id) continue;
    const int32_t rep = rows.rep()[static_cast<size_t>(row)];
    Assignment assignment;
    if (from.has(row)) assignment.valid.from = Date::FromDays(from[row]);
    if (to.has(row)) assignment.valid.to = Date::FromDays(to[row]);
    if (proration.has(row)) assignment.proration = Fraction(proration[row]);
    const int64_t listed = data.RowOf(crm::Entity::kRep, rep);
    if (listed >= 0 && !Overlap(assignment.valid, Employment(reps, listed))) {
      findings.AddWarning(Reason::kPlanOutsideEmployment,
                          {.table = "plan_assignments", .row = row, .field = "valid_from"},
                          StrCat(data.ids(crm::Entity::kRep).name(rep), " is assigned to ", plan.id,
                                 " outside employment"));
    }
    payees[rep].push_back(assignment);
  }
}

void PayeesByEmployment(const crm::Dataset& data,
                        std::map<int32_t, std::vector<Assignment>>& payees) {
  const crm::Reps reps = data.reps();
  for (int64_t row = 0; row < reps.rows(); ++row) {
    if (reps.kept()[row])
      payees[reps.rep()[static_cast<size_t>(row)]].push_back({Employment(reps, row), Fraction(1)});
  }
}

absl::Status FindPayees(Prepared::State& state) {
  std::map<int32_t, std::vector<Assignment>> payees;
  const bool by_assignment = state.plan.for_.empty() && state.data.plan_assignments().present();
  if (!state.plan.for_.empty()) {
    ATTAIN_RETURN_IF_ERROR(PayeesByCondition(state.plan, state.data, state.calendar, payees, state.findings));
  } else if (by_assignment) {
    PayeesByAssignment(state.plan, state.data, payees, state.findings);
  } else {
    PayeesByEmployment(state.data, payees);
  }
  const crm::Ids& ids = state.data.ids(crm::Entity::kRep);
  for (const int32_t rep : ids.SortedOrder()) {
    const auto found = payees.find(rep);
    if (found == payees.end()) continue;
    Payee payee{.rep = rep,
                .name = ids.name(rep),
                .assigned = found->second,
                .by_assignment = by_assignment};
    attain::internal::Sort(payee.assigned,
              [](const Assignment& a, const Assignment& b) { return a.valid.from < b.valid.from; });
    state.payee_names.push_back(payee.name);
    state.payees.push_back(std::move(payee));
  }
  return absl::OkStatus();
}

// The credits of one measure, indexed once for all who ask; -1 with a finding where there are none.
class MeasureIndexes {
 public:
  MeasureIndexes(Prepared::State& state, const ResolveOptions& options, Findings& findings)
      : state_(state), options_(options), findings_(findings) {}

  int32_t Of(const std::string& id, const std::string& where) {
    const auto known = places_.find(id);
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
      findings_.Append(FindingsOf(prepared.status()));
      return -1;
    }
    absl::StatusOr<CreditIndex> index = IndexCredits(
        *prepared, state_.currency, RateTypeOf(state_.plan.fx.rate_type), options_.as_of);
    if (!index.ok()) {
      findings_.Append(FindingsOf(index.status()));
      return -1;
    }
    state_.findings.Append(index->findings);
    const auto place = static_cast<int32_t>(state_.credits.size());
    state_.credits.push_back(*std::move(index));
    state_.measures.emplace_back(*prepared);
    return places_[id] = place;
  }

 private:
  Prepared::State& state_;
  const ResolveOptions& options_;
  Findings& findings_;
  std::map<std::string, int32_t> places_;
};

// The credits every component is paid on; components with the same measure share them.
absl::Status FindCredits(Prepared::State& state, const ResolveOptions& options) {
  Findings findings;
  MeasureIndexes direct(state, options, findings);
  std::map<std::pair<std::string, bool>, int32_t> team;
  for (size_t c = 0; c < state.terms.size(); ++c) {
    const Component& component = state.terms[c].definition();
    const std::string where =
        ElementPath(JoinPath(state.path, "components"), component.id, static_cast<int64_t>(c));
    const int32_t own = direct.Of(component.measure, JoinPath(where, "measure"));
    state.credits_of.push_back(own);
    for (const std::string& target : state.terms[c].targets()) {
      const auto measure = options.target_measures.find(target);
      if (measure == options.target_measures.end() || measure->second == component.measure)
        continue;
      state.credits_of_target[target] = direct.Of(measure->second, where);
    }
    if (own < 0) continue;
    if (!state.terms[c].pays_on_team()) continue;
    const auto* override_ = std::get_if<Override>(&state.terms[c].versions().front().payout);
    const bool self = override_ == nullptr || override_->include_self;
    const auto [place, added] =
        team.try_emplace({component.measure, self}, static_cast<int32_t>(state.credits.size()));
    if (added) {
      ATTAIN_ASSIGN_OR_RETURN(
          CreditIndex index,
          IndexTeam(state.credits[static_cast<size_t>(own)], state.data,
                    self));
      state.credits.push_back(std::move(index));
      state.measures.emplace_back(std::nullopt);
    }
    state.credits_of.back() = place->second;
  }
  return findings.ToStatus();
}

// Two managers who lead each other are each paid on what the other sells. Trees have no circles,
// but a rep may belong to several units.
void CheckLeaders(const crm::Dataset& data, Findings& findings) {
  const crm::RepUnits rows = data.rep_units();
  const crm::Hierarchy& hierarchy = data.hierarchy();
  const crm::Ids& ids = data.ids(crm::Entity::kRep);
  std::set<std::pair<int32_t, int32_t>> reported;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row]) continue;
    const int32_t rep = rows.rep()[static_cast<size_t>(row)];
    for (const crm::Membership& place : hierarchy.PlacesOf(RepId(rep))) {
      if (!place.is_manager) continue;
      const Date day = place.valid.from.days() == INT32_MIN ? Date() : place.valid.from;
      for (const RepId above : hierarchy.ManagersOf(RepId(rep), day)) {
        const std::vector<RepId> back = hierarchy.ManagersOf(above, day);
        if (std::find(back.begin(), back.end(), RepId(rep)) == back.end()) continue;
        const std::pair pair(std::min(rep, above.index()), std::max(rep, above.index()));
        if (!reported.insert(pair).second) continue;
        findings.AddWarning(Reason::kOverrideCycle,
                            {.table = "rep_units", .row = row, .field = "is_manager"},
                            StrCat(ids.name(pair.first), " and ", ids.name(pair.second),
                                   " lead each other on ", day.ToString()));
      }
    }
  }
}

void FindOpening(Prepared::State& state) {
  const crm::Balances rows = state.data.balances();
  if (!rows.present()) return;
  const int32_t plan = state.data.ids(crm::Entity::kPlan).Find(state.plan.id);
  crm::Days as_of(rows.as_of());
  crm::Amounts amount(rows.amount());
  const auto kind = rows.kind();
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || rows.plan()[static_cast<size_t>(row)] != plan) continue;
    if (!kind.has(row) || kind[row] != crm::BalanceKind::kCarry || !as_of.has(row)) continue;
    state.opening[rows.rep()[static_cast<size_t>(row)]].emplace_back(
        as_of[row], Fraction(Decimal::Unchecked(amount[row], amount.scale())));
  }
  for (auto& entry : state.opening) {
    attain::internal::Sort(entry.second,
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
}

Fraction OpeningOf(const Prepared::State& state, const Payee& payee,
                   const CalculateOptions& options, Date start) {
  const auto given = options.carried.find(payee.name);
  if (given != options.carried.end()) return given->second;
  const auto rows = state.opening.find(payee.rep);
  Fraction opening;
  if (rows == state.opening.end()) return opening;
  for (const auto& [day, amount] : rows->second) {
    if (day <= start.days()) opening = amount;
  }
  return opening;
}

absl::StatusOr<std::vector<Period>> PeriodsOf(const Prepared::State& state, const Period& period) {
  if (period.start >= period.end)
    return MakeError(Reason::kInvalidPeriod, "a period to calculate must be given");
  const std::optional<Grain> grain = state.plan.period;
  if (!grain.has_value() || *grain == period.grain || period.grain == Grain::kCustom)
    return std::vector<Period>{period};
  absl::StatusOr<std::vector<Period>> parts = state.calendar.Children(period, *grain);
  if (!parts.ok() || parts->empty()) {
    return MakeError(Reason::kInvalidPeriod, StrCat(state.plan.id, " is paid by ", Name(*grain),
                                                    "; ", period.name, " is not made of them"));
  }
  return parts;
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
  const Exact quota = Exact(*value) * part;
  ATTAIN_RETURN_IF_ERROR(quota.status());
  return quota.value();
}

absl::StatusOr<std::vector<size_t>> ChosenPayees(const Prepared::State& state,
                                                 const std::vector<std::string>& names) {
  std::vector<size_t> chosen;
  if (names.size() == 1) {
    const auto found = std::lower_bound(
        state.by_name.begin(), state.by_name.end(), names.front(),
        [](const auto& entry, const std::string& name) { return entry.first < name; });
    if (found != state.by_name.end() && found->first == names.front()) return std::vector{found->second};
  }
  for (size_t i = 0; i < state.payees.size(); ++i) {
    if (names.empty() || std::find(names.begin(), names.end(), state.payees[i].name) != names.end())
      chosen.push_back(i);
  }
  for (const std::string& name : names) {
    if (std::find(state.payee_names.begin(), state.payee_names.end(), name) ==
        state.payee_names.end()) {
      return MakeError(Reason::kUnknownRep,
                       StrCat(state.plan.id, " pays nobody of the id \"", name, "\""));
    }
  }
  return chosen;
}

// The credits of one payee with changed rows, beside those of the plan.
absl::StatusOr<std::shared_ptr<const std::vector<CreditIndex>>> CreditsWithChanges(
    const Prepared::State& state, const Payee& payee, std::span<const measure::RowChanges> changes) {
  auto own = std::make_shared<std::vector<CreditIndex>>(state.credits.size());
  for (size_t i = 0; i < state.credits.size(); ++i) {
    CreditIndex& index = (*own)[i];
    if (state.measures[i].has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(
          index, OverrideCredits(state.credits[i], *state.measures[i], changes, payee.rep,
                                 state.currency, RateTypeOf(state.plan.fx.rate_type)));
      continue;
    }
    // Who leads nobody has no credits of a team, whatever others sell.
    const std::vector<crm::Membership> places = state.data.hierarchy().PlacesOf(RepId(payee.rep));
    if (std::any_of(places.begin(), places.end(), [](const crm::Membership& place) { return place.is_manager; })) {
      return MakeError(Reason::kUnsupportedOption, "changed rows: a manager is paid on the credits of others");
    }
    index.measure = state.credits[i].measure;
    index.table = state.credits[i].table;
    index.money = state.credits[i].money;
    index.ids = state.credits[i].ids;
    index.only = payee.rep;
  }
  return std::shared_ptr<const std::vector<CreditIndex>>(std::move(own));
}

absl::StatusOr<std::map<std::string, const measure::Series*>> TargetsOf(
    const Prepared::State& state, const CalculateOptions& options) {
  std::map<std::string, const measure::Series*> targets;
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

// The periods of a span up to the statement's, each with the quotas from the start of the span.
absl::StatusOr<std::vector<SpanPart>> PartsOf(
    const Prepared::State& state, Span span, const Period& period, const Payee& payee,
    const std::map<std::string, const measure::Series*>& targets) {
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
    SpanPart next{part, {}};
    for (const auto& [id, series] : targets) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction quota, QuotaOf(state, *series, payee, part));
      Exact& sum = sums[id];
      sum += Exact(quota);
      ATTAIN_RETURN_IF_ERROR(sum.status());
      next.quotas.emplace_back(id, sum.value());
    }
    parts.push_back(std::move(next));
  }
  return parts;
}

// The spans of all components.
absl::Status AddSpans(const Prepared::State& state, const Payee& payee,
                      const std::map<std::string, const measure::Series*>& targets,
                      Statement::State& statement) {
  for (const ComponentTerms& terms : state.terms) {
    const Span span = terms.definition().span;
    if (span == Span::kPeriod || statement.spans.find(span) != statement.spans.end()) continue;
    ATTAIN_ASSIGN_OR_RETURN(std::vector<SpanPart> parts,
                            PartsOf(state, span, statement.period, payee, targets));
    statement.spans[span] = std::move(parts);
  }
  return absl::OkStatus();
}

}  // namespace

const Plan& Prepared::plan() const { return state_->plan; }
Currency Prepared::currency() const { return state_->currency; }
const std::vector<ComponentTerms>& Prepared::terms() const { return state_->terms; }
const Findings& Prepared::findings() const { return state_->findings; }
const std::vector<std::string>& Prepared::payees() const { return state_->payee_names; }

absl::StatusOr<Prepared> Resolve(const Plan& plan, const crm::Dataset& data,
                                 const ResolveOptions& options) {
  Known known;
  for (const measure::Measure& measure : options.measures) known.measures.push_back(measure.id);
  const Findings checked = Validate(plan, known, options.path);
  ATTAIN_RETURN_IF_ERROR(checked.ToStatus());
  auto state = std::make_shared<Prepared::State>();
  state->plan = plan;
  state->data = data;
  state->calendar = options.calendar;
  state->path = options.path.empty() ? StrCat("incentive[", plan.id, "]") : options.path;
  state->findings.Append(checked);
  ATTAIN_ASSIGN_OR_RETURN(state->currency, Currency::Parse(plan.currency));
  for (const Component& component : plan.components) {
    ATTAIN_ASSIGN_OR_RETURN(ComponentTerms terms, ComponentTerms::Of(component, state->currency));
    state->terms.push_back(std::move(terms));
  }
  ATTAIN_RETURN_IF_ERROR(FindCredits(*state, options));
  ATTAIN_RETURN_IF_ERROR(FindPayees(*state));
  for (size_t i = 0; i < state->payees.size(); ++i) state->by_name.emplace_back(state->payees[i].name, i);
  std::sort(state->by_name.begin(), state->by_name.end());
  FindOpening(*state);
  const bool team = std::any_of(state->terms.begin(), state->terms.end(),
                                [](const ComponentTerms& terms) { return terms.pays_on_team(); });
  if (team) CheckLeaders(data, state->findings);
  return PreparedAccess::Make(std::move(state));
}

const std::vector<Statement>& Result::statements() const { return state_->statements; }
const Findings& Result::own_findings() const { return state_->own; }
const Findings& Result::findings() const {
  state_->joined_once.Run([this] {
    Findings joined = state_->prepared->findings;
    joined.Append(state_->own);
    state_->joined = std::move(joined);
  });
  return state_->joined;
}

const Statement* Result::Find(std::string_view payee, std::string_view period) const {
  const auto place =
      std::lower_bound(state_->places.begin(), state_->places.end(), payee,
                       [](const auto& entry, std::string_view name) { return entry.first < name; });
  if (place == state_->places.end() || place->first != payee) return nullptr;
  for (size_t i = place->second;
       i < state_->statements.size() && state_->statements[i].payee() == payee; ++i) {
    if (period.empty() || state_->statements[i].period().name == period)
      return &state_->statements[i];
  }
  return nullptr;
}

Fraction Result::paid() const {
  Exact sum;
  for (const Statement& statement : state_->statements) sum += Exact(statement.amounts().paid);
  return sum.value();
}

absl::StatusOr<table::Tables> Result::ToTables() const {
  return incentive::ToTables(state_->statements);
}

absl::StatusOr<Result> Calculate(const Prepared& prepared, const CalculateOptions& options) {
  const std::shared_ptr<const Prepared::State>& state = PreparedAccess::Get(prepared);
  if (options.threads < 1 || options.threads > 256)
    return MakeError(Reason::kInvalidArgument, "threads must be from 1 to 256");
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Period> periods, PeriodsOf(*state, options.period));
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<size_t> chosen, ChosenPayees(*state, options.payees));
  ATTAIN_ASSIGN_OR_RETURN(const auto targets, TargetsOf(*state, options));
  std::shared_ptr<const std::vector<CreditIndex>> own;
  if (!options.changes.empty()) {
    if (chosen.size() != 1 || options.payees.empty())
      return MakeError(Reason::kInvalidArgument, "changed rows are for one payee");
    ATTAIN_ASSIGN_OR_RETURN(own, CreditsWithChanges(*state, state->payees[chosen[0]], options.changes));
  }
  std::vector<std::vector<Statement>> by_payee(chosen.size());
  RunParallel(options.threads, [&](int thread) {
    for (size_t i = static_cast<size_t>(thread); i < chosen.size();
         i += static_cast<size_t>(options.threads)) {
      const Payee& payee = state->payees[chosen[i]];
      Fraction opening = OpeningOf(*state, payee, options, periods.front().start);
      for (const Period& period : periods) {
        if (!payee.IsIn(period)) continue;
        auto statement = std::make_shared<Statement::State>();
        statement->prepared = state;
        statement->own = own;
        statement->payee = static_cast<int32_t>(chosen[i]);
        statement->period = period;
        for (const auto& [id, series] : targets) {
          absl::StatusOr<Fraction> quota = QuotaOf(*state, *series, payee, period);
          if (quota.ok()) {
            statement->quotas.emplace_back(id, *quota);
          } else if (statement->reason == Reason::kNone) {
            statement->status = measure::ValueStatus::kError;
            statement->reason = ReasonOf(quota.status());
            statement->text = MessageOf(quota.status());
          }
        }
        const absl::Status spans = AddSpans(*state, payee, targets, *statement);
        if (!spans.ok() && statement->reason == Reason::kNone) {
          statement->status = measure::ValueStatus::kError;
          statement->reason = ReasonOf(spans);
          statement->text = MessageOf(spans);
        }
        PayStatement(payee, opening, options.detail, *statement);
        for (const Balance& balance : statement->balances) opening = balance.closing;
        by_payee[i].push_back(StatementAccess::Make(std::move(statement)));
      }
    }
  });
  auto result = std::make_shared<Result::State>();
  result->prepared = state;
  for (std::vector<Statement>& statements : by_payee) {
    for (Statement& statement : statements) {
      if (result->statements.empty() || result->statements.back().payee() != statement.payee()) {
        result->places.emplace_back(statement.payee(), result->statements.size());
      }
      if (statement.status() != measure::ValueStatus::kOk) {
        result->own.AddError(statement.reason(),
                                  {.path = state->path,
                                   .table = "reps",
                                   .row = state->data.RowOf(crm::Entity::kRep, statement.rep()),
                                   .field = "rep_id"},
                                  StrCat(statement.payee(), " is not paid for ",
                                         statement.period().name, ": ", statement.text()));
      }
      result->statements.push_back(std::move(statement));
    }
  }
  std::sort(result->places.begin(), result->places.end());
  return ResultAccess::Make(std::move(result));
}

absl::StatusOr<Result> Calculate(const Plan& plan, const crm::Dataset& data,
                                 const ResolveOptions& resolve, const CalculateOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const Prepared prepared, Resolve(plan, data, resolve));
  return Calculate(prepared, options);
}

absl::StatusOr<explain::Explanation> Explain(const Result& result, std::string_view payee,
                                             std::string_view period) {
  const Statement* statement = result.Find(payee, period);
  if (statement == nullptr)
    return MakeError(Reason::kUnknownRep, StrCat("there is no statement of \"", payee, "\""));
  return statement->Explain();
}

Findings CheckAssignments(const crm::Dataset& data, std::span<const std::string> plans) {
  Findings findings;
  const crm::PlanAssignments rows = data.plan_assignments();
  const crm::Ids& ids = data.ids(crm::Entity::kPlan);
  const std::vector<std::string> known(plans.begin(), plans.end());
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row]) continue;
    const std::string id = ids.name(rows.plan()[static_cast<size_t>(row)]);
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    const std::string nearest = NearestWord(id, known);
    findings.AddError(Reason::kPlanUnknown,
                      {.table = "plan_assignments", .row = row, .field = "plan_id"},
                      StrCat("no document defines the plan \"", id, "\""),
                      nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  }
  return findings;
}

}  // namespace attain::incentive
