// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_plan.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "attain/table/reader.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using crm::Entity;
using definition::JoinPath;

constexpr int64_t kDay = 86'400'000'000;

std::string Root(const StagePlan& plan, std::string_view path) {
  return path.empty() ? StrCat("funnel[", plan.id, "]") : std::string(path);
}

}  // namespace

const definition::WordTable& Describe(definition::Type<FunnelKind>) {
  static const auto& words = *new definition::WordTable(definition::Words<FunnelKind>(
      "funnel_kind", "What kind of funnel it is.",
      {{"stages", FunnelKind::kStages, "Sales stages, from the log of changes."}}));
  return words;
}

const definition::FieldTable& Describe(definition::Type<StagePlan>) {
  using definition::Optional;
  using definition::Required;
  static const auto& table = *new definition::FieldTable(
      definition::Table<StagePlan>(
          "funnel", "How many deals get how far, how long they stay, and where they are lost.",
          {Required("id", &StagePlan::id, "Its id, \"pipeline\".").IsId(),
           Required("kind", &StagePlan::kind, "What kind of funnel it is."),
           Optional("table", &StagePlan::table,
                    "The table of deals. Only \"deals\". Default: deals."),
           Optional("pipeline", &StagePlan::pipeline,
                    "Whose stages. Default: the only pipeline there is."),
           Optional("where", &StagePlan::where,
                    "Condition over the deals. Default: all of the pipeline."),
           Optional("by", &StagePlan::by,
                    "Column of deals to group by, \"owner_id\". Default: one group."),
           Optional("value", &StagePlan::value, "Column of the deals' values. Default: amount."),
           Optional("window_days", &StagePlan::window_days,
                    "Times and chances from what happened in the last so many days. Default: 0, "
                    "everything.")
               .AtLeast(0)
               .AtMost(36500),
           Optional("note", &StagePlan::note, "Free text.")})
          .Document("funnel", 1));
  return table;
}

Findings Validate(const StagePlan& plan, std::string_view path) {
  const std::string root = Root(plan, path);
  Findings findings;
  if (plan.table != "deals")
    findings.AddError(Reason::kInvalidValue, {.path = JoinPath(root, "table")},
                      StrCat("stages are those of deals, not of \"", plan.table, "\""),
                      "write \"deals\"");
  if (!plan.where.empty())
    findings.Append(
        FindingsOf(expression::ParseText(plan.where, JoinPath(root, "where")).status()));
  return findings;
}

struct PreparedStages::State {
  StagePlan plan;
  StageCodes codes;
  bool logged = false;  // there is a log of moves
  std::vector<std::string> stages;
  std::vector<std::string> deals;  // names, in name order: numbers do not follow rows
  std::vector<int32_t> deal;       // the log
  std::vector<int64_t> time;
  std::vector<int32_t> stage;
  std::vector<int32_t> present;  // per deal, without a log
  std::vector<int64_t> since;
  std::vector<int32_t> group;
  std::vector<std::string> groups;
  std::vector<int64_t> value;
  int32_t scale = 0;
  std::optional<Timestamp> last;
  Findings findings;
};

const std::string& PreparedStages::id() const { return state_->plan.id; }
const Findings& PreparedStages::findings() const { return state_->findings; }
std::optional<Timestamp> PreparedStages::last() const { return state_->last; }

namespace {

// Codes of the stages of a pipeline by their number in the dataset; -1 for others.
struct Stages {
  StageCodes codes;
  std::vector<int32_t> code_of;
  std::vector<std::string> names;
};

// The pipeline asked for; -1 with a finding.
int32_t PipelineOf(const StagePlan& plan, const crm::Dataset& data, const std::string& root,
                   Findings& findings) {
  const crm::Ids& pipelines = data.ids(Entity::kPipeline);
  if (!plan.pipeline.empty()) {
    const int32_t found = pipelines.Find(plan.pipeline);
    if (found < 0) {
      std::vector<std::string> names;
      for (const int32_t id : pipelines.SortedOrder()) names.push_back(pipelines.name(id));
      const std::string near = NearestWord(plan.pipeline, names);
      findings.AddError(Reason::kUnknownReference, {.path = JoinPath(root, "pipeline")},
                        StrCat("there is no pipeline \"", plan.pipeline, "\""),
                        near.empty() ? std::string() : StrCat("did you mean \"", near, "\"?"));
    }
    return found;
  }
  const std::span<const int32_t> of = data.stages().pipeline();
  for (const int32_t one : of) {
    if (one == of.front()) continue;
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(root, "pipeline")},
                      "there are several pipelines and none is named", "give \"pipeline\"");
    return -1;
  }
  return of.empty() ? -1 : of.front();
}

Stages StagesOf(int32_t pipeline, const crm::Dataset& data) {
  const crm::Stages rows = data.stages();
  const crm::Ids& ids = data.ids(Entity::kStage);
  Stages stages;
  stages.code_of.assign(static_cast<size_t>(ids.size()), -1);
  crm::Integers position(rows.position());
  std::vector<std::pair<int64_t, int64_t>> order;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || rows.pipeline()[static_cast<size_t>(row)] != pipeline) continue;
    const crm::StageKind kind = rows.kind().has(row) ? rows.kind()[row] : crm::StageKind::kOpen;
    if (kind == crm::StageKind::kOpen || kind == crm::StageKind::kHold)
      order.emplace_back(position[row], row);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [at, row] : order) {
    const int32_t stage = rows.stage()[static_cast<size_t>(row)];
    stages.code_of[static_cast<size_t>(stage)] = stages.codes.stages++;
    stages.names.push_back(ids.name(stage));
  }
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || rows.pipeline()[static_cast<size_t>(row)] != pipeline ||
        !rows.kind().has(row))
      continue;
    int32_t& code = stages.code_of[static_cast<size_t>(rows.stage()[static_cast<size_t>(row)])];
    if (rows.kind()[row] == crm::StageKind::kWon) code = stages.codes.won();
    if (rows.kind()[row] == crm::StageKind::kLost) code = stages.codes.lost();
    if (rows.kind()[row] == crm::StageKind::kVoid) code = stages.codes.voided();
  }
  return stages;
}

// The code of a stage in a cell of the log; -1 when it is none of the pipeline.
int32_t CodeOf(const table::Column* column, int64_t row, const crm::Ids& ids,
               const Stages& stages) {
  if (column == nullptr || column->IsNull(row)) return -1;
  const int32_t id = ids.Find(column->FormatAt(row));
  return id < 0 ? -1 : stages.code_of[static_cast<size_t>(id)];
}

}  // namespace

absl::StatusOr<PreparedStages> Resolve(const StagePlan& plan, const crm::Dataset& data,
                                       const crm::Calendar& calendar) {
  Findings findings = Validate(plan);
  const std::string root = Root(plan, {});
  auto state = std::make_shared<PreparedStages::State>();
  state->plan = plan;
  const crm::Deals deals = data.deals();
  for (const char* name : {"deals", "stages"}) {
    if (data.table(name) == nullptr)
      findings.AddError(Reason::kMeasureUnfed, {.path = JoinPath(root, "table")},
                        StrCat("there is no table \"", name, "\""));
  }
  if (findings.has_errors()) return findings.ToStatus();
  const int32_t pipeline = PipelineOf(plan, data, root, findings);
  const table::Table& rows = *data.table("deals");
  std::vector<uint8_t> chosen;
  if (!plan.where.empty()) {
    const auto parsed = expression::ParseText(plan.where, JoinPath(root, "where"));
    if (parsed.ok()) {
      expression::BindOptions options = crm::ConditionOptions(*parsed, data, calendar);
      options.expect = table::Type::kBool;
      const auto bound = expression::Bind(*parsed, rows, options);
      if (!bound.ok()) {
        findings.Append(FindingsOf(bound.status()));
      } else {
        ATTAIN_ASSIGN_OR_RETURN(expression::Selection selection, expression::Select(*bound, rows));
        chosen = std::move(selection.mask);
        state->findings.Append(selection.findings);
      }
    }
  }
  const auto column_of = [&](const std::string& name, const char* key) -> const table::Column* {
    if (name.empty()) return nullptr;
    const table::Column* column = rows.column(name);
    // Values are there by default; only what was asked for must be.
    if (column == nullptr && !(std::string_view(key) == "value" && name == "amount")) {
      const std::string near = NearestWord(name, rows.column_names());
      findings.AddError(Reason::kUnknownColumn, {.path = JoinPath(root, key)},
                        StrCat("table deals has no column \"", name, "\""),
                        near.empty() ? std::string() : StrCat("did you mean \"", near, "\"?"));
    }
    return column;
  };
  const table::Column* by = column_of(plan.by, "by");
  const table::Column* value = column_of(plan.value, "value");
  if (findings.has_errors()) return findings.ToStatus();

  const Stages stages = StagesOf(pipeline, data);
  if (stages.codes.stages == 0) {
    findings.AddError(Reason::kMeasureUnfed, {.path = JoinPath(root, "pipeline")},
                      "the pipeline has no open stages");
    return findings.ToStatus();
  }
  state->codes = stages.codes;
  state->stages = stages.names;

  // Deals in the order of their names.
  const crm::Ids& ids = data.ids(Entity::kDeal);
  const crm::Ids& stage_ids = data.ids(Entity::kStage);
  std::vector<int64_t> row_of(static_cast<size_t>(ids.size()), -1);
  for (int64_t row = 0; row < deals.rows(); ++row) {
    const auto at = static_cast<size_t>(row);
    if (!deals.kept()[row] || (!chosen.empty() && chosen[at] == 0)) continue;
    if (!deals.pipeline().empty() && deals.pipeline()[at] != pipeline) continue;
    row_of[static_cast<size_t>(deals.deal()[at])] = row;
  }
  std::vector<int32_t> number(static_cast<size_t>(ids.size()), -1);
  std::vector<int64_t> deal_rows;
  for (const int32_t id : ids.SortedOrder()) {
    if (row_of[static_cast<size_t>(id)] < 0) continue;
    number[static_cast<size_t>(id)] = static_cast<int32_t>(deal_rows.size());
    deal_rows.push_back(row_of[static_cast<size_t>(id)]);
    state->deals.push_back(ids.name(id));
  }

  // The log, by sequence where times are equal.
  const crm::DealChanges changes = data.deal_changes();
  crm::Integers sequence(changes.sequence());
  crm::Micros at(changes.at());
  crm::Micros created(deals.created());
  struct Move {
    int64_t time, sequence, row;
    bool operator<(const Move& other) const {
      return std::tie(time, sequence, row) < std::tie(other.time, other.sequence, other.row);
    }
  };
  std::vector<Move> moves;
  for (int64_t row = 0; row < changes.rows(); ++row) {
    if (!changes.kept()[row] || !changes.field().has(row) || !at.has(row)) continue;
    const Timestamp time = Timestamp::FromMicros(at[row]);
    if (!state->last.has_value() || *state->last < time) state->last = time;
    if (changes.field()[row] != crm::ChangeField::kStage) continue;
    const int32_t deal = changes.deal()[static_cast<size_t>(row)];
    if (deal < 0 || number[static_cast<size_t>(deal)] < 0) continue;
    moves.push_back({at[row], sequence[row], row});
  }
  std::sort(moves.begin(), moves.end());
  state->logged = !moves.empty();
  std::vector<uint8_t> seen(deal_rows.size(), 0);
  const auto add = [&](int32_t deal, int64_t time, int32_t code) {
    state->deal.push_back(deal);
    state->time.push_back(time);
    state->stage.push_back(code);
  };
  for (const Move& move : moves) {
    const int32_t deal = number[static_cast<size_t>(changes.deal()[static_cast<size_t>(move.row)])];
    const auto d = static_cast<size_t>(deal);
    const int32_t before = CodeOf(changes.old_value(), move.row, stage_ids, stages);
    if (seen[d] == 0 && before >= 0 && created.has(deal_rows[d]) &&
        created[deal_rows[d]] <= move.time)
      add(deal, created[deal_rows[d]], before);
    seen[d] = 1;
    const int32_t code = CodeOf(changes.new_value(), move.row, stage_ids, stages);
    if (code < 0) {
      Where where;
      where.table = "deal_changes";
      where.row = move.row;
      where.field = "new";
      state->findings.AddWarning(Reason::kStageUnknown, where,
                                 "the stage is none of the pipeline; the move is set aside");
      continue;
    }
    add(deal, move.time, code);
  }
  for (size_t d = 0; d < deal_rows.size(); ++d) {
    const int64_t row = deal_rows[d];
    const int32_t stage = deals.stage().empty() ? -1 : deals.stage()[static_cast<size_t>(row)];
    const int32_t code = stage < 0 ? -1 : stages.code_of[static_cast<size_t>(stage)];
    if (state->logged) {
      // A deal nobody moved is where it was created, if that is a stage.
      if (seen[d] == 0 && code >= 0 && !stages.codes.closes(code) && created.has(row))
        add(static_cast<int32_t>(d), created[row], code);
      continue;
    }
    state->present.push_back(code);
    state->since.push_back(kNever);
  }

  if (by != nullptr) {
    std::map<std::string, int32_t> numbers;
    for (const int64_t row : deal_rows) {
      if (!by->IsNull(row)) numbers.emplace(by->FormatAt(row), 0);
    }
    for (auto& [name, group] : numbers) {
      group = static_cast<int32_t>(state->groups.size());
      state->groups.push_back(name);
    }
    for (const int64_t row : deal_rows)
      state->group.push_back(by->IsNull(row) ? -1 : numbers[by->FormatAt(row)]);
    if (state->groups.empty()) state->group.clear();
  }
  for (const int64_t row : deal_rows) {
    if (value == nullptr || deals.currency(row) == deals.currency(deal_rows.front())) continue;
    Where where;
    where.path = JoinPath(root, "value");
    state->findings.AddWarning(Reason::kCurrencyMismatch, where,
                               "the deals are in several currencies; their values are not added up",
                               "choose deals of one currency with \"where\"");
    value = nullptr;
  }
  if (value != nullptr) {
    state->scale = value->scale();
    ATTAIN_ASSIGN_OR_RETURN(const table::Values<int64_t> units,
                            table::ReadUnits(*value, state->scale));
    for (const int64_t row : deal_rows)
      state->value.push_back(units.IsValid(row) ? units[row] : kNever);
  }
  PreparedStages prepared;
  prepared.state_ = std::move(state);
  return prepared;
}

absl::StatusOr<StageReport> Calculate(const PreparedStages& prepared, Timestamp as_of) {
  const PreparedStages::State& state = *prepared.state_;
  const auto deals = static_cast<int32_t>(state.deals.size());
  absl::StatusOr<StageHistory> history =
      state.logged
          ? StageHistory::Read(
                StageLog{
                    .deals = deals, .deal = state.deal, .time = state.time, .stage = state.stage},
                state.codes, as_of.micros())
          : StageHistory::Read(StageSnapshot{.stage = state.present, .since = state.since},
                               state.codes, as_of.micros());
  ATTAIN_RETURN_IF_ERROR(history.status());
  StageReportParts parts{.history = *std::move(history), .stages = state.stages};
  parts.deals = state.deals;
  parts.group = state.group;
  parts.groups = state.groups;
  parts.value = state.value;
  parts.scale = state.scale;
  parts.all_columns = true;
  if (state.plan.window_days > 0) parts.since = as_of.micros() - state.plan.window_days * kDay;
  return StageReport::Of(std::move(parts));
}

}  // namespace attain::funnel
