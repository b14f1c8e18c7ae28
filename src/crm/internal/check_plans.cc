// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of calendars and plans: periods that tile, targets that add up, figures that rest on
// enough.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "base/internal/text.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

}  // namespace

void Checks::Plans() {
  PeriodTiles();
  TargetSums();
  const TableState* values = state_.find("metric_values");
  const table::Column* column = values == nullptr ? nullptr : values->table.column("n");
  if (column == nullptr) return;
  Integers count(column);
  for (int64_t row = 0; row < values->table.rows(); ++row) {
    if (!values->kept[row] || !count.has(row) || count[row] >= state_.options.sample_floor)
      continue;
    Warning(Reason::kSmallSample, *values, "n", row, [&] {
      return StrCat("the figure rests on ", count[row], " observations, fewer than ",
                    state_.options.sample_floor);
    });
  }
}

void Checks::PeriodTiles() {
  TableState* table = state_.find("periods");
  if (table == nullptr) return;
  const auto ids = state_.IdsOf(*table, "period_id");
  const auto parents = state_.IdsOf(*table, "parent_id");
  const auto kinds = table->words.find("kind");
  if (ids.empty() || parents.empty() || kinds == table->words.end()) return;
  const EntityState& listed = state_.Of(Entity::kPeriod);
  Days start(table->table.column("start"), state_.options.offset_minutes);
  Days end(table->table.column("end"), state_.options.offset_minutes);
  std::map<std::pair<int32_t, uint8_t>, std::vector<int64_t>> children;  // by parent and kind
  for (int64_t row = 0; row < table->table.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (table->kept[row] && parents[i] >= 0 && parents[i] < listed.listed)
      children[{parents[i], kinds->second[i]}].push_back(row);
  }
  const table::Column* names = table->table.column("period_id");
  for (auto& entry : children) {
    const int32_t parent_id = entry.first.first;
    const int64_t parent =
        listed.first_rows.empty() ? parent_id : listed.first_rows[static_cast<size_t>(parent_id)];
    if (parent < 0 || !table->kept[parent]) continue;
    auto& rows = entry.second;
    std::sort(rows.begin(), rows.end(), [&](int64_t a, int64_t b) {
      return std::tuple(start[a], end[a], names->FormatAt(a)) <
             std::tuple(start[b], end[b], names->FormatAt(b));
    });
    int32_t expected = start[parent];
    for (const int64_t row : rows) {
      if (start[row] != expected) {
        const Date day = Date::FromDays(expected);
        Error(
            Reason::kPeriodGap, *table, "start", row,
            [&] {
              return StrCat(names->FormatAt(row), " starts on ",
                            Date::FromDays(start[row]).ToString(), "; ", day.ToString(),
                            " would tile ", names->FormatAt(parent));
            },
            parent);
      }
      expected = end[row];
    }
    if (expected != end[parent]) {
      Error(
          Reason::kPeriodGap, *table, "end", rows.back(),
          [&] {
            return StrCat(names->FormatAt(rows.back()), " ends on ",
                          Date::FromDays(expected).ToString(), ", ", names->FormatAt(parent),
                          " on ", Date::FromDays(end[parent]).ToString());
          },
          parent);
    }
  }
}

void Checks::TargetSums() {
  TableState* table = state_.find("targets");
  if (table == nullptr || table->table.column("value") == nullptr ||
      table->table.column("scope_id") == nullptr)
    return;
  const auto scopes = table->words.find("scope_kind");
  const auto periods = state_.IdsOf(*table, "period_id");
  if (scopes == table->words.end() || periods.empty()) return;
  const auto metrics = state_.IdsOf(*table, "metric_id");
  const auto levels = table->words.find("level");
  const Ids& reps = state_.Of(Entity::kRep).ids;
  const Ids& units = state_.Of(Entity::kUnit).ids;
  const EntityState& listed = state_.Of(Entity::kPeriod);
  Integers version(table->table.column("version"));
  Decimals value(table->table.column("value"));
  // What makes targets comparable: figure, period, level, currency.
  using Kind = std::tuple<int32_t, int32_t, int, int>;
  std::map<std::pair<Kind, std::pair<ScopeKind, int32_t>>, int64_t>
      current;  // row of the highest version of each scope
  for (int64_t row = 0; row < table->table.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (!table->kept[row] || scopes->second[i] > static_cast<uint8_t>(ScopeKind::kUnit) ||
        periods[i] < 0)
      continue;
    const auto scope = static_cast<ScopeKind>(scopes->second[i]);
    const std::string name = table->table.column("scope_id")->FormatAt(row);
    const int32_t id = scope == ScopeKind::kRep ? reps.Find(name) : units.Find(name);
    if (id < 0) continue;
    const int level = levels == table->words.end() || levels->second[i] == 255
                          ? static_cast<int>(TargetLevel::kTarget)
                          : levels->second[i];
    const Kind kind{metrics.empty() ? -1 : metrics[i], periods[i], level,
                    table->currencies.empty() ? -1 : table->currencies[i]};
    const auto [found, first] = current.emplace(std::pair(kind, std::pair(scope, id)), row);
    if (first) continue;
    const int64_t other = found->second;
    // Two targets of one version: the one whose values come first as text, in any order of rows.
    if (version[row] > version[other] ||
        (version[row] == version[other] && CompareRows(table->table, row, other) < 0))
      found->second = row;
  }
  const auto first_day = [&](int32_t period) -> std::optional<Date> {
    const TableState* rows = state_.find("periods");
    if (rows != nullptr && period < listed.listed) {
      Days start(rows->table.column("start"), state_.options.offset_minutes);
      const int64_t row =
          listed.first_rows.empty() ? period : listed.first_rows[static_cast<size_t>(period)];
      if (row >= 0 && start.has(row)) return Date::FromDays(start[row]);
    }
    const auto civil = Period::Parse(listed.ids.name(period));
    return civil.ok() ? std::optional<Date>(civil->start) : std::nullopt;
  };
  for (const auto& entry : current) {
    const Kind& kind = entry.first.first;
    if (entry.first.second.first != ScopeKind::kUnit) continue;
    const UnitId unit(entry.first.second.second);
    const auto day = first_day(std::get<1>(kind));
    if (!day.has_value()) continue;
    // Children: units directly below that have a target, and the unit's own members on the first
    // day.
    Decimal sum;
    int64_t children = 0;
    bool ok = true;
    const auto add = [&](ScopeKind scope, int32_t id) {
      const auto found = current.find({kind, {scope, id}});
      if (found == current.end()) return;
      const auto total = Add(sum, value[found->second]);
      ok = ok && total.ok();
      if (total.ok()) sum = *total;
      ++children;
    };
    for (const UnitId child : state_.hierarchy.ChildrenAt(unit, *day))
      add(ScopeKind::kUnit, child.index());
    for (const Membership& member : state_.hierarchy.MembersAt(unit, *day, /*below=*/false))
      add(ScopeKind::kRep, member.rep.index());
    if (children == 0 || (ok && sum == value[entry.second])) continue;
    Warning(Reason::kTargetChildrenMismatch, *table, "value", entry.second, [&] {
      return StrCat("the ", children, " targets below ",
                    table->table.column("scope_id")->FormatAt(entry.second), " add up to ",
                    sum.ToString(), ", not to ", value[entry.second].ToString());
    });
  }
}

}  // namespace attain::crm
