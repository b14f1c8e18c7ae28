// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/dataset.h"

#include <algorithm>
#include <utility>

#include "base/internal/memory.h"
#include "base/internal/text.h"
#include "crm/internal/convert.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

const RowMask& NoRows() {
  static const auto& mask = *new RowMask();
  return mask;
}

/// The key column of the table that lists a kind of thing.
const ColumnInfo* ListingColumn(const TableInfo& info, Entity entity) {
  for (const ColumnInfo& column : info.columns) {
    const bool key = std::find(info.key.begin(), info.key.end(), column.name) != info.key.end();
    if (column.entity == entity && key) return &column;
  }
  return nullptr;
}

}  // namespace

const EntityState& Dataset::State::Of(Entity entity) const {
  EntityState& made = entities[static_cast<size_t>(entity)];
  made.once.Run([&] {
    made.ids = Ids();
    made.columns.clear();
    made.first_rows.clear();
    const std::string_view master = MasterOf(entity);
    const TableState* list = find(master);
    const auto add = [&](const TableState& table, const ColumnInfo& info) {
      const table::Column* column = table.table.column(info.name);
      if (column == nullptr) return;
      auto ids = made.ids.Add(*column);
      internal::PassOutOfMemory(ids.status());
      if (ids.ok()) made.columns.emplace(StrCat(table.info->name, ".", info.name), *std::move(ids));
    };
    const ColumnInfo* listing =
        list == nullptr || list->info == nullptr ? nullptr : ListingColumn(*list->info, entity);
    if (listing != nullptr) {
      add(*list, *listing);
      made.listed = made.ids.size();
      const auto found = made.columns.find(StrCat(master, ".", listing->name));
      if (found != made.columns.end() && made.listed != list->table.rows()) {
        made.first_rows.assign(static_cast<size_t>(made.listed), -1);
        for (size_t row = found->second.size(); row-- > 0;) {
          if (found->second[row] >= 0)
            made.first_rows[static_cast<size_t>(found->second[row])] = static_cast<int32_t>(row);
        }
      }
    }
    for (const TableInfo& info : CanonicalTables()) {
      const TableState* table = find(info.name);
      if (table == nullptr) continue;
      for (const ColumnInfo& column : info.columns) {
        if (column.entity == entity && &column != listing) add(*table, column);
      }
    }
  });
  return made;
}

std::span<const int32_t> Dataset::State::IdsOf(const TableState& table,
                                               std::string_view column) const {
  const ColumnInfo* info = table.info == nullptr ? nullptr : table.info->column(column);
  if (info == nullptr || info->entity == Entity::kNone) return {};
  const EntityState& made = Of(info->entity);
  const auto found = made.columns.find(StrCat(table.info->name, ".", column));
  return found == made.columns.end() ? std::span<const int32_t>()
                                     : std::span<const int32_t>(found->second);
}

Rows::Rows(const Dataset* data, std::string_view name)
    : data_(data), table_(data->table(name)), info_(FindTable(name)), kept_(&data->kept(name)) {}

const table::Column* Rows::column(std::string_view name) const {
  return table_ == nullptr ? nullptr : table_->column(name);
}

std::span<const int32_t> Rows::ids(std::string_view column) const {
  if (table_ == nullptr || info_ == nullptr) return {};
  return data_->state_->IdsOf(*data_->state_->find(info_->name), column);
}

std::span<const uint8_t> Rows::words(std::string_view column) const {
  if (table_ == nullptr || info_ == nullptr) return {};
  const TableState& state = *data_->state_->find(info_->name);
  const auto found = state.words.find(column);
  return found == state.words.end() ? std::span<const uint8_t>()
                                    : std::span<const uint8_t>(found->second);
}

std::span<const uint8_t> Rows::currency_codes() const {
  if (table_ == nullptr || info_ == nullptr) return {};
  return data_->state_->find(info_->name)->currencies;
}

Currency Rows::currency(int64_t row) const {
  const auto codes = currency_codes();
  if (codes.empty()) return data_->currency();
  const uint8_t code = codes[static_cast<size_t>(row)];
  return code == 255 ? Currency() : data_->currencies()[code];
}

Dataset::Dataset() : state_(std::make_shared<const State>()) {}

const Findings& Dataset::findings() const { return state_->findings; }

const table::Table* Dataset::table(std::string_view name) const {
  const TableState* found = state_->find(name);
  return found == nullptr ? nullptr : &found->table;
}

std::vector<std::string> Dataset::table_names() const {
  std::vector<std::string> names;
  for (const auto& [name, table] : state_->tables) names.push_back(name);
  return names;
}

const RowMask& Dataset::kept(std::string_view table) const {
  const TableState* found = state_->find(table);
  return found == nullptr ? NoRows() : found->kept;
}

const Ids& Dataset::ids(Entity entity) const { return state_->Of(entity).ids; }

int64_t Dataset::RowOf(Entity entity, int32_t id) const {
  const EntityState& made = state_->Of(entity);
  if (id < 0 || id >= made.listed) return -1;
  return made.first_rows.empty() ? id : made.first_rows[static_cast<size_t>(id)];
}

std::span<const Currency> Dataset::currencies() const { return state_->currencies; }
Currency Dataset::currency() const { return state_->currency; }
const LoadOptions& Dataset::options() const { return state_->options; }
const Hierarchy& Dataset::hierarchy() const { return state_->hierarchy; }
const std::vector<std::string>& Dataset::trees() const { return state_->trees; }
const Fx& Dataset::fx() const { return state_->fx; }

absl::StatusOr<Workdays> Dataset::workdays(std::string_view calendar_id) const {
  const Rows rows(this, "workdays");
  const auto calendars = rows.ids("calendar_id");
  int32_t wanted = -1;
  if (!calendars.empty()) {
    const Ids& known = ids(Entity::kCalendar);
    wanted = calendar_id.empty() && known.size() == 1 ? 0 : known.Find(calendar_id);
    if (wanted < 0) {
      return MakeError(Reason::kUnknownReference,
                       calendar_id.empty()
                           ? "there are several calendars of workdays; name one"
                           : StrCat("there is no calendar of workdays ", calendar_id));
    }
  } else if (!calendar_id.empty()) {
    return MakeError(Reason::kUnknownReference,
                     StrCat("there is no calendar of workdays ", calendar_id));
  }
  std::vector<WorkdayRow> list;
  Days day(rows.column("day"));
  Decimals weight(rows.column("weight"));
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || (!calendars.empty() && calendars[static_cast<size_t>(row)] != wanted))
      continue;
    list.push_back({.day = Date::FromDays(day[row]), .weight = weight[row]});
  }
  return Workdays::Of(std::move(list));
}

std::vector<Period> Dataset::periods() const {
  const Rows rows(this, "periods");
  std::vector<Period> list;
  const table::Column* name = rows.column("period_id");
  Days start(rows.column("start"));
  Days end(rows.column("end"));
  const auto kinds = rows.words("kind");
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row]) continue;
    list.push_back({.name = name->FormatAt(row),
                    .start = Date::FromDays(start[row]),
                    .end = Date::FromDays(end[row]),
                    .grain = static_cast<Grain>(kinds[static_cast<size_t>(row)] + 1)});
  }
  return list;
}

absl::StatusOr<Dataset> Load(const table::Tables& tables, const LoadOptions& options) {
  auto state = std::make_shared<Dataset::State>();
  state->options = options;
  const auto currency_of = [&](const std::string& code) -> absl::StatusOr<Currency> {
    for (const Currency& own : options.currencies) {
      if (own.code() == code) return own;
    }
    return Currency::Parse(code);
  };
  if (!options.currency.empty()) {
    ATTAIN_ASSIGN_OR_RETURN(state->currency, currency_of(options.currency));
    // Listed with those met in columns, so that every amount has a code.
    state->currencies.push_back(state->currency);
  }
  if (!options.report_currency.empty()) {
    ATTAIN_RETURN_IF_ERROR(currency_of(options.report_currency).status());
  }
  Collector collector(options.findings_per_reason);
  // Tables with a source take its form; raw tables that no source reads stand for themselves.
  std::vector<std::pair<std::string, TableSource>> plan(options.sources.begin(),
                                                        options.sources.end());
  for (const auto& given : tables) {
    const std::string& name = given.first;
    const bool read = std::any_of(plan.begin(), plan.end(), [&](const auto& entry) {
      const std::string& from = entry.second.from;
      return entry.first == name || from == name || from == StrCat(name, ".csv") ||
             from == StrCat(name, ".parquet");
    });
    if (!read) plan.emplace_back(name, TableSource{});
  }
  Surroundings surroundings(tables, options);
  for (const auto& step : plan) {
    const std::string& name = step.first;
    std::vector<int64_t> bad_rows;
    auto mapped = MapInto(tables, name, step.second, collector, bad_rows, &surroundings);
    if (!mapped.ok()) {
      internal::PassOutOfMemory(mapped.status());
      if (ReasonOf(mapped.status()) != Reason::kUnknownTable) {
        collector.Add(Severity::kError, ReasonOf(mapped.status()), name, "", -1,
                      [&] { return MessageOf(mapped.status()); });
      }
      continue;
    }
    if (mapped->rows() > INT32_MAX)
      return MakeError(Reason::kOverflow, StrCat("table ", name, " has more than 2^31 - 1 rows"));
    TableState& table = state->tables[name];
    table.info = FindTable(name);
    table.kept = RowMask(mapped->rows());
    table.table = *std::move(mapped);
    for (const int64_t row : bad_rows) table.kept.SetAside(row);
  }
  Checks checks(*state, collector);
  checks.Columns();
  checks.Keys();
  checks.Intervals();
  checks.Trees();
  checks.Deals();
  checks.History();
  checks.Money();
  checks.Plans();
  state->findings = collector.Take();
  return Dataset(std::move(state));
}

absl::StatusOr<Findings> Validate(const table::Tables& tables, const LoadOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const Dataset data, Load(tables, options));
  return data.findings();
}

}  // namespace attain::crm
