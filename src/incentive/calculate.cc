// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/calculate.h"

#include <algorithm>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/once.h"
#include "base/internal/text.h"
#include "incentive/internal/among_all.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/parallel.h"
#include "incentive/internal/resolve.h"
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

absl::StatusOr<std::vector<size_t>> ChosenPayees(const Prepared::State& state,
                                                 const std::vector<std::string>& names) {
  std::vector<size_t> chosen;
  if (names.size() == 1) {
    const auto found = std::lower_bound(
        state.by_name.begin(), state.by_name.end(), names.front(),
        [](const auto& entry, const std::string& name) { return entry.first < name; });
    if (found != state.by_name.end() && found->first == names.front())
      return std::vector{found->second};
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
  for (size_t i = 0; i < state->payees.size(); ++i)
    state->by_name.emplace_back(state->payees[i].name, i);
  std::sort(state->by_name.begin(), state->by_name.end());
  FindOpening(*state);
  ATTAIN_RETURN_IF_ERROR(FindSales(*state, options.as_of));
  const bool team = std::any_of(state->terms.begin(), state->terms.end(),
                                [](const ComponentTerms& terms) { return terms.pays_on_team(); });
  if (team) {
    CheckLeaders(data, state->findings);
    FindPlaceChanges(*state);
  }
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
  ATTAIN_RETURN_IF_ERROR(CheckOpening(*state, options));
  std::shared_ptr<const std::vector<CreditIndex>> own;
  if (!options.changes.empty() && state->sales != nullptr)
    return MakeError(Reason::kUnsupportedOption, "changed rows: pay is held or taken back by sale");
  if (!options.changes.empty()) {
    if (chosen.size() != 1 || options.payees.empty())
      return MakeError(Reason::kInvalidArgument, "changed rows are for one payee");
    ATTAIN_ASSIGN_OR_RETURN(own,
                            CreditsWithChanges(*state, state->payees[chosen[0]], options.changes));
  }
  std::vector<AmongAll> among_all;  // by period
  for (const Period& period : periods) {
    among_all.push_back(
        LookAtAll(state, period, targets, options.threads, own, own == nullptr ? 0 : chosen[0]));
  }
  std::vector<std::vector<Statement>> by_payee(chosen.size());
  RunParallel(options.threads, [&](int thread) {
    for (size_t i = static_cast<size_t>(thread); i < chosen.size();
         i += static_cast<size_t>(options.threads)) {
      const Payee& payee = state->payees[chosen[i]];
      Openings opening = OpeningOf(*state, payee, options, periods.front().start);
      for (size_t p = 0; p < periods.size(); ++p) {
        const Period& period = periods[p];
        if (!payee.IsIn(period)) continue;
        std::shared_ptr<Statement::State> statement =
            StartStatement(state, chosen[i], period, targets, own);
        among_all[p].GiveTo(*statement);
        PayStatement(payee, std::move(opening), options.detail, *statement);
        opening = statement->closing;
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
                             StrCat(statement.payee(), " is not paid for ", statement.period().name,
                                    ": ", statement.text()));
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
