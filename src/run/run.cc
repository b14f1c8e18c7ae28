// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/run.h"

#include <algorithm>
#include <utility>

#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

// The last instant of a day in business time.
Timestamp EndOf(Date day, int64_t offset_minutes) {
  return Timestamp::FromMicros(Timestamp::StartOf(day + 1).micros() - offset_minutes * 60'000'000 -
                               1);
}

// Tables of a dataset by name, as raw tables: all rows, also those set aside. Whoever loads them
// again sets them aside again.
table::Tables TablesOf(const crm::Dataset& data) {
  table::Tables tables;
  for (const std::string& name : data.table_names()) {
    const table::Table* table = data.table(name);
    if (table != nullptr) tables.Add(*table);
  }
  return tables;
}

bool LoadedFor(const Model& model, const crm::Dataset& data) {
  const crm::LoadOptions& options = data.options();
  return (model.tables.empty() ||
          (options.sources == model.tables && options.calendar == model.calendar)) &&
         (!model.currency.has_value() || options.currency == model.currency->code()) &&
         (model.offset_minutes == 0 || options.offset_minutes == model.offset_minutes);
}

std::vector<Period> TableRows(const crm::CalendarDefinition& definition, const crm::Dataset& data) {
  return std::holds_alternative<crm::PeriodTable>(definition) ? data.periods()
                                                              : std::vector<Period>();
}

constexpr std::string_view kPayeeTables[] = {
    "amortisation", "balances", "credits", "deltas", "findings", "statement_lines", "statements"};
constexpr std::string_view kAllTables[] = {
    "amortisation", "attainment",      "balances",   "credits",     "deltas",
    "findings",     "open_deals",      "series",     "stage_times", "stage_totals",
    "stages",       "statement_lines", "statements", "targets"};

absl::Status UnknownTable(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = NearestWord(name, known);
  Findings findings;
  findings.AddError(Reason::kUnknownTable, {}, StrCat("the result has no table \"", name, "\""),
                    nearest.empty() ? StrCat("it has ", internal::StrJoin(known, ", "))
                                    : StrCat("did you mean \"", nearest, "\"?"));
  return findings.ToStatus();
}

}  // namespace

absl::Status Work::Step() {
  ++done;
  if (options.progress && !options.progress(done, total))
    return MakeError(Reason::kCancelled, "stopped by the caller");
  return absl::OkStatus();
}

void Place(const definition::Document& document, Findings& findings) {
  for (Finding& finding : findings.mutable_items()) {
    if (finding.where.line >= 0 || finding.where.path.empty()) continue;
    Where place = document.Locate(finding.where.path);
    place.table = finding.where.table;
    place.row = finding.where.row;
    place.other_row = finding.where.other_row;
    place.field = finding.where.field;
    place.path = finding.where.path;
    finding.where = std::move(place);
  }
}

void AddFailure(const absl::Status& status, std::string_view path, Findings& findings) {
  Findings inside = FindingsOf(status);
  for (Finding& finding : inside.mutable_items()) {
    if (finding.where.path.empty() && finding.where.table.empty())
      finding.where.path = std::string(path);
    // A part on its own calls its list by the key of the document, measures[won]; paths of a model
    // call the element, measure[won].
    const size_t list = path.find('[');
    if (list != std::string_view::npos &&
        finding.where.path.rfind(StrCat(path.substr(0, list), "s", path.substr(list)), 0) == 0) {
      finding.where.path.erase(list, 1);
    }
    findings.Add(std::move(finding));
  }
}

absl::StatusOr<std::shared_ptr<const PreparedState>> Bind(LoadedModel model, table::Tables raw,
                                                          bool mapped, crm::Dataset data,
                                                          std::optional<Timestamp> as_of,
                                                          const PreparedState* quotas) {
  auto state = std::make_shared<PreparedState>();
  state->model = std::move(model);
  state->raw = std::move(raw);
  state->mapped = mapped;
  state->data = std::move(data);
  state->as_of = as_of;
  Findings findings = Validate(state->model.value, state->model.document);
  if (findings.has_errors()) return findings.ToStatus();
  absl::StatusOr<crm::Calendar> calendar = crm::Calendar::Resolve(
      state->model.value.calendar, TableRows(state->model.value.calendar, state->data));
  if (calendar.ok()) {
    state->calendar = *std::move(calendar);
    for (const Domain& domain : Domains()) ATTAIN_RETURN_IF_ERROR(domain.resolve(*state, findings));
  } else {
    AddFailure(calendar.status(), "calendar", findings);
  }
  Place(state->model.document, findings);
  // A part that cannot be bound stops; rows set aside and assignments to unknown plans do not.
  const bool complete = calendar.ok() &&
                        state->measures.size() == state->model.value.measures.size() &&
                        state->targets.size() == state->model.value.targets.size() &&
                        state->funnels.size() == state->model.value.funnels.size() &&
                        state->incentives.size() == state->model.value.incentives.size();
  if (!complete) return findings.ToStatus();
  if (quotas != nullptr) {
    state->targets = quotas->targets;
    state->target_series = quotas->target_series;
  }
  state->findings = state->data.findings();
  state->findings.Append(findings);
  return std::shared_ptr<const PreparedState>(std::move(state));
}

const Model& Prepared::model() const { return state_->model.value; }
const crm::Dataset& Prepared::data() const { return state_->data; }
const crm::Calendar& Prepared::calendar() const { return state_->calendar; }
const std::vector<target::Targets>& Prepared::targets() const { return state_->targets; }
const Findings& Prepared::findings() const { return state_->findings; }

absl::StatusOr<Prepared> Resolve(const LoadedModel& model, const table::Tables& tables) {
  ATTAIN_ASSIGN_OR_RETURN(crm::Dataset data, Load(model.value, tables));
  ATTAIN_ASSIGN_OR_RETURN(auto state,
                          Bind(model, tables, /*mapped=*/false, std::move(data), std::nullopt));
  return Access::Of(std::move(state));
}

absl::StatusOr<Prepared> Resolve(const LoadedModel& model, const crm::Dataset& data) {
  table::Tables tables = TablesOf(data);
  if (!LoadedFor(model.value, data)) return Resolve(model, tables);
  ATTAIN_ASSIGN_OR_RETURN(auto state,
                          Bind(model, std::move(tables), /*mapped=*/true, data, std::nullopt));
  return Access::Of(std::move(state));
}

absl::StatusOr<Prepared> Resolve(const Model& model, const crm::Dataset& data) {
  LoadedModel loaded;
  loaded.value = model;
  return Resolve(loaded, data);
}

absl::StatusOr<Prepared> Update(const Prepared& prepared, const table::Tables& changes) {
  const std::shared_ptr<const PreparedState>& before = Access::StateOf(prepared);
  ATTAIN_ASSIGN_OR_RETURN(table::Tables tables, Merge(*before, changes));
  Model loading = before->model.value;
  if (before->mapped) loading.tables.clear();
  ATTAIN_ASSIGN_OR_RETURN(crm::Dataset data, Load(loading, tables));
  ATTAIN_ASSIGN_OR_RETURN(auto state, Bind(before->model, std::move(tables), before->mapped,
                                           std::move(data), before->as_of));
  return Access::Of(std::move(state));
}

namespace {

absl::Status CheckPayee(const PreparedState& state, const std::string& payee) {
  if (payee.empty() || state.data.ids(crm::Entity::kRep).Find(payee) >= 0) return absl::OkStatus();
  return MakeError(Reason::kUnknownRep, StrCat("there is no rep \"", payee, "\""));
}

void KeepEarlier(const Options& options, ResultState& result) {
  if (options.restates == nullptr) return;
  result.restates = *options.restates;
  result.frozen_until = options.frozen_until;
}

// One payee with overriding rows laid over the data as it stands: the answer of Update, at the cost
// of the payee's own credits. Nothing where only Update can give it.
absl::StatusOr<std::optional<Result>> CalculateLaid(
    const std::shared_ptr<const PreparedState>& state, const Period& period,
    const Options& options) {
  const auto changes = Lay(*state, options.overriding);
  if (!changes.has_value()) return std::optional<Result>();
  ATTAIN_RETURN_IF_ERROR(CheckPayee(*state, options.payee));
  auto result = std::make_shared<ResultState>();
  result->prepared = state;
  result->period = period;
  result->one_payee = true;
  result->payee = options.payee;
  KeepEarlier(options, *result);
  Work work{*state, options, *result, *changes};
  work.total = static_cast<int64_t>(state->measures.size() + state->targets.size() +
                                    state->funnels.size() + state->incentives.size());
  for (const Domain& domain : Domains()) {
    const absl::Status status = domain.calculate(work);
    if (ReasonOf(status) == Reason::kUnsupportedOption) return std::optional<Result>();
    ATTAIN_RETURN_IF_ERROR(status);
  }
  Place(state->model.document, result->own);
  result->overriding = options.overriding;
  return std::optional<Result>(Access::Of(std::move(result)));
}

}  // namespace

absl::StatusOr<Result> Calculate(const Prepared& prepared, const Options& options) {
  std::shared_ptr<const PreparedState> state = Access::StateOf(prepared);
  const bool fast =
      !options.payee.empty() && options.overriding.size() > 0 && !options.as_of.has_value();
  if (options.threads < 1 || options.threads > 256) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("threads is ", options.threads, "; it must lie in 1..256"));
  }
  if (options.period.empty()) return MakeError(Reason::kInvalidPeriod, "no period was asked for");
  ATTAIN_ASSIGN_OR_RETURN(Period period, state->calendar.Named(options.period));
  if (fast) {
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Result> laid,
                            CalculateLaid(state, period, options));
    if (laid.has_value()) return *laid;
  }
  if (options.overriding.size() > 0) {
    ATTAIN_ASSIGN_OR_RETURN(const Prepared changed, Update(prepared, options.overriding));
    state = Access::StateOf(changed);
  }
  if (options.as_of.has_value()) {
    const Timestamp as_of = EndOf(*options.as_of, state->model.value.offset_minutes);
    ATTAIN_ASSIGN_OR_RETURN(state,
                            Bind(state->model, state->raw, state->mapped, state->data, as_of));
  }
  ATTAIN_RETURN_IF_ERROR(CheckPayee(*state, options.payee));
  auto result = std::make_shared<ResultState>();
  result->prepared = state;
  result->period = std::move(period);
  result->one_payee = !options.payee.empty();
  result->payee = options.payee;
  KeepEarlier(options, *result);
  Work work{*state, options, *result};
  work.total = static_cast<int64_t>(state->measures.size() + state->targets.size() +
                                    state->funnels.size() + state->incentives.size());
  for (const Domain& domain : Domains()) ATTAIN_RETURN_IF_ERROR(domain.calculate(work));
  Place(state->model.document, result->own);
  return Access::Of(std::move(result));
}

const std::string& Result::model_id() const { return state_->prepared->model.value.id; }
const Period& Result::period() const { return state_->period; }
const std::vector<incentive::Statement>& Result::statements() const { return state_->statements; }
const std::vector<measure::Series>& Result::series() const { return state_->series; }
const std::vector<target::Targets>& Result::targets() const { return state_->prepared->targets; }

const incentive::Statement* Result::Find(std::string_view rep, std::string_view plan) const {
  for (const incentive::Statement& statement : state_->statements) {
    if (statement.payee() == rep && (plan.empty() || statement.plan() == plan)) return &statement;
  }
  return nullptr;
}

const Findings& Result::findings() const {
  state_->joined_once.Run([this] {
    Findings joined = state_->prepared->findings;
    if (state_->overriding.has_value()) {
      // Rows laid over the data were not checked with all others; now that somebody asks, they are.
      const absl::StatusOr<Prepared> changed =
          Update(Access::Of(state_->prepared), *state_->overriding);
      joined = changed.ok() ? changed->findings() : FindingsOf(changed.status());
    }
    for (const Finding& finding : state_->own) {
      const auto& known = joined.items();
      if (std::find(known.begin(), known.end(), finding) == known.end()) joined.Add(finding);
    }
    state_->joined = std::move(joined);
  });
  return state_->joined;
}

std::vector<std::string> Result::table_names() const {
  const std::span<const std::string_view> names =
      state_->one_payee ? std::span<const std::string_view>(kPayeeTables)
                        : std::span<const std::string_view>(kAllTables);
  return std::vector<std::string>(names.begin(), names.end());
}

absl::StatusOr<table::Table> Result::table(std::string_view name) const {
  const std::vector<std::string> names = table_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return UnknownTable(name, names);
  if (name == "findings") return FindingsTable(findings());
  if (name == "deltas" && state_->restates.has_value()) {
    RestateOptions options;
    options.frozen_until = state_->frozen_until;
    ATTAIN_ASSIGN_OR_RETURN(const Restatement restatement,
                            Restate(*state_->restates, *this, options));
    return restatement.deltas();
  }
  if (name == "stages" || name == "stage_totals" || name == "stage_times" || name == "open_deals")
    return StageTable(*state_, name);
  if (name == "series") return measure::ToTable(state_->series);
  if (name == "targets") {
    std::vector<table::Table> parts;
    for (const target::Targets& targets : state_->prepared->targets) {
      ATTAIN_ASSIGN_OR_RETURN(table::Table part, targets.ToTable());
      parts.push_back(std::move(part));
    }
    return Concatenate(name, parts);
  }
  if (name == "attainment") {
    std::vector<table::Table> parts;
    for (const Attained& attained : state_->attained) {
      ATTAIN_ASSIGN_OR_RETURN(table::Table part,
                              target::ToTable(*attained.targets, attained.values));
      parts.push_back(std::move(part));
    }
    return Concatenate(name, parts);
  }
  ATTAIN_ASSIGN_OR_RETURN(const table::Tables paid, incentive::ToTables(state_->statements));
  const table::Table* found = paid.table(name);
  if (found == nullptr) return UnknownTable(name, paid.names());
  return *found;
}

absl::StatusOr<std::vector<explain::Explanation>> Result::Explain(std::string_view rep,
                                                                  std::string_view plan) const {
  std::vector<explain::Explanation> trees;
  bool known = false;
  for (const incentive::Statement& statement : state_->statements) {
    if (statement.payee() != rep) continue;
    known = true;
    if (plan.empty() || statement.plan() == plan) trees.push_back(statement.Explain());
  }
  if (!known)
    return MakeError(Reason::kUnknownRep,
                     StrCat("there is no statement of \"", rep, "\" in ", state_->period.name));
  if (trees.empty())
    return MakeError(Reason::kPlanUnknown,
                     StrCat("\"", rep, "\" has no statement of plan \"", plan, "\""));
  return trees;
}

absl::StatusOr<std::string> ExplainText(const Result& result, std::string_view rep,
                                        std::string_view plan, explain::Language language) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<explain::Explanation> trees, result.Explain(rep, plan));
  std::string text;
  for (const explain::Explanation& tree : trees) {
    if (!text.empty()) text += '\n';
    text += tree.ToText(language);
  }
  return text;
}

absl::StatusOr<std::string> ExplainJson(const Result& result, std::string_view rep,
                                        std::string_view plan, explain::Language language) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<explain::Explanation> trees, result.Explain(rep, plan));
  std::string text = "[";
  for (const explain::Explanation& tree : trees) {
    if (text.size() > 1) text += ",";
    text += tree.ToJson(language);
  }
  return text + "]";
}

absl::StatusOr<table::Table> FindingsTable(const Findings& findings) {
  using table::Type;
  table::TableBuilder rows("findings", {{"severity", Type::kText},
                                        {"reason", Type::kText},
                                        {"document", Type::kText},
                                        {"line", Type::kInt},
                                        {"column", Type::kInt},
                                        {"path", Type::kText},
                                        {"table", Type::kText},
                                        {"row", Type::kInt},
                                        {"field", Type::kText},
                                        {"other_row", Type::kInt},
                                        {"text", Type::kText},
                                        {"hint", Type::kText}});
  const auto text = [&rows](int column, const std::string& value) {
    if (!value.empty()) rows.Text(column, value);
  };
  const auto number = [&rows](int column, int64_t value) {
    if (value >= 0) rows.Int(column, value);
  };
  for (const Finding& finding : findings) {
    rows.Text(0, Name(finding.severity)).Text(1, Name(finding.reason));
    text(2, finding.where.document);
    number(3, finding.where.line);
    number(4, finding.where.column);
    text(5, finding.where.path);
    text(6, finding.where.table);
    number(7, finding.where.row);
    text(8, finding.where.field);
    number(9, finding.where.other_row);
    rows.Text(10, finding.text);
    text(11, finding.hint);
    rows.EndRow();
  }
  return rows.Build();
}

}  // namespace attain::run
