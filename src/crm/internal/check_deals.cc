// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of deals as they are now: their stage, their outcome, amounts and dates that do not go
// with it.
#include <algorithm>
#include <string>

#include "base/internal/text.h"
#include "crm/internal/stage_map.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

constexpr std::string_view kStageWords[] = {"open", "hold", "won", "lost", "void"};
constexpr std::string_view kOutcomeWords[] = {"open", "won", "lost", "void"};

Outcome OutcomeOf(StageKind kind) {
  switch (kind) {
    case StageKind::kWon:
      return Outcome::kWon;
    case StageKind::kLost:
      return Outcome::kLost;
    case StageKind::kVoid:
      return Outcome::kVoid;
    default:
      return Outcome::kOpen;
  }
}

}  // namespace

StageMap::StageMap(const Dataset::State& state) {
  const TableState* table = state.find("stages");
  if (table == nullptr) return;
  stages_ = state.IdsOf(*table, "stage_id");
  pipelines_ = state.IdsOf(*table, "pipeline_id");
  const auto kinds = table->words.find("kind");
  if (stages_.empty() || kinds == table->words.end()) return;
  present_ = true;
  kinds_ = kinds->second;
  const table::Column* position = table->table.column("position");
  Integers at(position);
  Decimals prior(table->table.column("prior_prob"));
  rows_.resize(static_cast<size_t>(state.Of(Entity::kStage).ids.size()));
  for (int64_t row = 0; row < table->table.rows(); ++row) {
    positions_.push_back(at.has(row) ? at[row] : 0);
    if (table->kept[row] && stages_[static_cast<size_t>(row)] >= 0)
      rows_[static_cast<size_t>(stages_[static_cast<size_t>(row)])].push_back(
          static_cast<int32_t>(row));
  }
  has_positions_ = position != nullptr;
  // The open stages of each pipeline by position: what lies between two, and which half is late.
  for (int64_t row = 0; row < table->table.rows(); ++row) {
    if (table->kept[row] && kind(static_cast<int32_t>(row)) == StageKind::kOpen)
      open_[PipelineOf(static_cast<int32_t>(row))].push_back(positions_[static_cast<size_t>(row)]);
  }
  for (auto& entry : open_) std::sort(entry.second.begin(), entry.second.end());
}

int32_t StageMap::Find(int32_t pipeline, int32_t stage) const {
  if (stage < 0 || static_cast<size_t>(stage) >= rows_.size()) return -1;
  for (const int32_t row : rows_[static_cast<size_t>(stage)]) {
    if (pipeline < 0 || pipelines_.empty() || pipelines_[static_cast<size_t>(row)] == pipeline)
      return row;
  }
  return -1;
}

int64_t StageMap::OpenBetween(int32_t from, int32_t to) const {
  const auto found = open_.find(PipelineOf(from));
  if (!has_positions_ || found == open_.end() || PipelineOf(to) != PipelineOf(from)) return 0;
  const auto& open = found->second;
  const auto first =
      std::upper_bound(open.begin(), open.end(), positions_[static_cast<size_t>(from)]);
  const auto last = std::lower_bound(open.begin(), open.end(), positions_[static_cast<size_t>(to)]);
  return last > first ? last - first : 0;
}

bool StageMap::IsLate(int32_t row) const {
  const auto found = open_.find(PipelineOf(row));
  if (!has_positions_ || found == open_.end() || kind(row) != StageKind::kOpen) return false;
  const auto& open = found->second;
  const auto place =
      std::lower_bound(open.begin(), open.end(), positions_[static_cast<size_t>(row)]) -
      open.begin();
  return 2 * place >= static_cast<int64_t>(open.size());
}

void Checks::Deals() {
  TableState* deals = state_.find("deals");
  if (deals == nullptr) return;
  const StageMap stages(state_);
  const auto stage_ids = state_.IdsOf(*deals, "stage_id");
  const auto pipeline_ids =
      stages.present() ? state_.IdsOf(*deals, "pipeline_id") : std::span<const int32_t>();
  const auto outcome_words = deals->words.find("outcome");
  const bool has_outcome = outcome_words != deals->words.end();
  const int64_t rows = deals->table.rows();
  if (stages.present() && !stage_ids.empty()) {
    for (int64_t row = 0; row < rows; ++row) {
      const auto i = static_cast<size_t>(row);
      if (stage_ids[i] < 0 || !deals->kept[row]) continue;
      const int32_t stage = stages.Find(pipeline_ids.empty() ? -1 : pipeline_ids[i], stage_ids[i]);
      if (stage < 0) {
        Error(Reason::kStageUnknown, *deals, "stage_id", row, [&] {
          return StrCat("there is no stage \"", deals->table.column("stage_id")->FormatAt(row),
                        "\" in the pipeline of the deal");
        });
        continue;
      }
      if (!has_outcome || outcome_words->second[i] > 3) continue;
      const auto outcome = static_cast<Outcome>(outcome_words->second[i]);
      if (OutcomeOf(stages.kind(stage)) != outcome) {
        Error(Reason::kOutcomeStageConflict, *deals, "outcome", row, [&] {
          return StrCat("the outcome is ", kOutcomeWords[static_cast<size_t>(outcome)],
                        ", but the stage ", deals->table.column("stage_id")->FormatAt(row), " is ",
                        kStageWords[static_cast<size_t>(stages.kind(stage))]);
        });
      }
      if (outcome != Outcome::kOpen || !stages.IsLate(stage)) continue;
      const table::Column* amount = deals->table.column("amount");
      if (amount == nullptr) continue;
      Amounts value(amount);
      if (value.has(row) && value[row] == 0) {
        Warning(Reason::kZeroAmountLateStage, *deals, "amount", row, [&] {
          return StrCat("the amount is zero at the late stage ",
                        deals->table.column("stage_id")->FormatAt(row));
        });
      }
    }
  }
  const table::Column* amounts = deals->table.column("amount");
  if (has_outcome && amounts != nullptr && amounts->null_count() > 0) {
    Amounts value(amounts);
    for (int64_t row = 0; row < rows; ++row) {
      if (outcome_words->second[static_cast<size_t>(row)] != static_cast<uint8_t>(Outcome::kWon) ||
          value.has(row) || !deals->kept[row])
        continue;
      Warning(Reason::kNullValue, *deals, "amount", row,
              [] { return "the deal is won but has no amount; it counts as 0"; });
    }
  }
  const table::Column* expected = deals->table.column("expected_close");
  if (state_.options.as_of.has_value() && expected != nullptr && has_outcome) {
    Days day(expected, state_.options.offset_minutes);
    const Date today = state_.options.as_of->date(state_.options.offset_minutes);
    for (int64_t row = 0; row < rows; ++row) {
      if (outcome_words->second[static_cast<size_t>(row)] != static_cast<uint8_t>(Outcome::kOpen) ||
          !deals->kept[row])
        continue;
      if (!day.has(row) || day[row] >= today.days()) continue;
      Warning(Reason::kCloseDatePastOpen, *deals, "expected_close", row, [&] {
        return StrCat("the deal is open, but was to close on ", Date::FromDays(day[row]).ToString(),
                      ", before ", today.ToString());
      });
    }
  }
}

}  // namespace attain::crm
