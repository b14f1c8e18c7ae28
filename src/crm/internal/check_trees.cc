// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of trees: circles of parents, and the shares of reps; out comes the hierarchy.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "base/internal/text.h"
#include "base/internal/sort.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

Validity ValidityOf(Days& from, Days& to, int64_t row) {
  Validity valid;
  if (from.has(row)) valid.from = Date::FromDays(from[row]);
  if (to.has(row)) valid.to = Date::FromDays(to[row]);
  return valid;
}

}  // namespace

void Checks::Trees() {
  for (const auto& [name, key] : {std::pair{"accounts", "account_id"},
                                  {"categories", "category_id"},
                                  {"periods", "period_id"}}) {
    if (TableState* table = state_.find(name); table != nullptr) ParentCircles(*table, key);
  }
  BuildHierarchy();
}

void Checks::ParentCircles(TableState& table, std::string_view key) {
  const auto ids = state_.IdsOf(table, key);
  const auto parents = state_.IdsOf(table, "parent_id");
  if (ids.empty() || parents.empty()) return;
  const int32_t listed = state_.Of(table.info->column(key)->entity).listed;
  std::vector<int32_t> row_of(static_cast<size_t>(listed), -1);
  for (int64_t row = 0; row < table.table.rows(); ++row) {
    const int32_t id = ids[static_cast<size_t>(row)];
    if (table.kept[row] && id >= 0) row_of[static_cast<size_t>(id)] = static_cast<int32_t>(row);
  }
  std::vector<int32_t> mark(static_cast<size_t>(listed), -1);  // the walk that came by
  for (int32_t start = 0; start < listed; ++start) {
    int32_t at = start;
    while (at >= 0 && at < listed && row_of[static_cast<size_t>(at)] >= 0 &&
           mark[static_cast<size_t>(at)] < 0) {
      mark[static_cast<size_t>(at)] = start;
      at = parents[static_cast<size_t>(row_of[static_cast<size_t>(at)])];
    }
    const bool circle = at >= 0 && at < listed && row_of[static_cast<size_t>(at)] >= 0 &&
                        mark[static_cast<size_t>(at)] == start;
    if (!circle) continue;
    const int32_t first = at;
    do {  // every row of the circle, since none is more wrong than the others
      const int64_t row = row_of[static_cast<size_t>(at)];
      Error(Reason::kTreeCycle, table, "parent_id", row,
            [&] { return StrCat(table.table.column(key)->FormatAt(row), " lies below itself"); });
      at = parents[static_cast<size_t>(row)];
    } while (at != first);
  }
}

void Checks::RepShares() {
  TableState* members = state_.find("rep_units");
  if (members == nullptr || members->table.column("rep_id") == nullptr ||
      members->table.column("unit_id") == nullptr)
    return;
  // Without the column every place has the whole rep, and two at a time are one too many.
  const table::Column* column = members->table.column("share");
  const int32_t scale = column == nullptr ? 0 : column->scale();
  // Shares add up within a tree; a unit's tree is that of its first place.
  std::map<int32_t, int32_t> tree_of;
  if (const TableState* units = state_.find("org_units"); units != nullptr) {
    const auto unit_ids = state_.IdsOf(*units, "unit_id");
    const table::Column* tree = units->table.column("tree_id");
    for (int64_t row = 0; row < units->table.rows() && tree != nullptr && !unit_ids.empty();
         ++row) {
      const auto found = std::find(state_.trees.begin(), state_.trees.end(),
                                   tree->IsNull(row) ? "" : tree->FormatAt(row));
      tree_of.emplace(unit_ids[static_cast<size_t>(row)],
                      static_cast<int32_t>(found - state_.trees.begin()));
    }
  }
  const auto reps = state_.IdsOf(*members, "rep_id");
  const auto units = state_.IdsOf(*members, "unit_id");
  Days from(members->table.column("valid_from"), state_.options.offset_minutes);
  Days to(members->table.column("valid_to"), state_.options.offset_minutes);
  Decimals share(column);
  struct Place {
    int32_t rep, tree;
    Validity valid;
    absl::int128 share;
    int64_t row;
  };
  const absl::int128 one = PowerOfTen(scale);
  std::vector<Place> places;
  for (int64_t row = 0; row < members->table.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (!members->kept[row]) continue;
    const auto tree = tree_of.find(units[i]);
    places.push_back({reps[i], tree == tree_of.end() ? 0 : tree->second, ValidityOf(from, to, row),
                      share.has(row) ? share.coefficient(row) : one, row});
  }
  attain::internal::Sort(places, [](const Place& a, const Place& b) {
    return std::tie(a.rep, a.tree, a.row) < std::tie(b.rep, b.tree, b.row);
  });
  for (size_t begin = 0; begin < places.size();) {
    size_t end = begin;
    std::vector<Date> days;
    while (end < places.size() && places[end].rep == places[begin].rep &&
           places[end].tree == places[begin].tree) {
      days.push_back(places[end].valid.from);
      days.push_back(places[end].valid.to);
      ++end;
    }
    attain::internal::Sort(days);
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const Date day : days) {
      absl::int128 sum = 0;
      bool any = false;
      for (size_t i = begin; i < end; ++i) {
        if (!places[i].valid.Contains(day)) continue;
        sum = SaturatedSum(sum, places[i].share);
        any = true;
      }
      if (!any || sum == one) continue;
      for (size_t i = begin; i < end; ++i) {
        if (!places[i].valid.Contains(day)) continue;
        if (!members->kept[places[i].row] && !Tolerates(Reason::kSplitSum))
          continue;  // said on an earlier day
        Error(Reason::kSplitSum, *members, "share", places[i].row, [&] {
          return StrCat("the shares of ", members->table.column("rep_id")->FormatAt(places[i].row),
                        " add up to ", Decimal::Unchecked(sum, scale).ToString(), " from ",
                        day.days() == INT32_MIN ? "the beginning" : day.ToString(),
                        " on, not to 1");
        });
      }
    }
    begin = end;
  }
}

void Checks::BuildHierarchy() {
  TableState* units = state_.find("org_units");
  TableState* members = state_.find("rep_units");
  std::vector<int32_t> tree_of_row;
  if (units != nullptr) {
    const table::Column* tree = units->table.column("tree_id");
    std::vector<std::string> of_row(static_cast<size_t>(units->table.rows()));
    for (int64_t row = 0; row < units->table.rows(); ++row) {
      if (tree != nullptr && !tree->IsNull(row))
        of_row[static_cast<size_t>(row)] = tree->FormatAt(row);
    }
    state_.trees = of_row;
    attain::internal::Sort(state_.trees);
    state_.trees.erase(std::unique(state_.trees.begin(), state_.trees.end()), state_.trees.end());
    for (const std::string& name : of_row) {
      tree_of_row.push_back(static_cast<int32_t>(
          std::lower_bound(state_.trees.begin(), state_.trees.end(), name) - state_.trees.begin()));
    }
  }
  RepShares();
  const Ids& names = state_.Of(Entity::kUnit).ids;
  // Each round sets aside one row of every circle there is; most datasets need none.
  for (;;) {
    std::vector<UnitPlace> places;
    std::vector<Membership> memberships;
    if (units != nullptr && units->table.column("unit_id") != nullptr) {
      const auto ids = state_.IdsOf(*units, "unit_id");
      const auto parents = state_.IdsOf(*units, "parent_id");
      Days from(units->table.column("valid_from"), state_.options.offset_minutes);
      Days to(units->table.column("valid_to"), state_.options.offset_minutes);
      for (int64_t row = 0; row < units->table.rows(); ++row) {
        const auto i = static_cast<size_t>(row);
        if (!units->kept[row] || ids[i] < 0) continue;
        places.push_back({.unit = UnitId(ids[i]),
                          .parent = UnitId(parents.empty() ? -1 : parents[i]),
                          .valid = ValidityOf(from, to, row),
                          .tree = tree_of_row[i],
                          .row = row});
      }
    }
    if (members != nullptr && members->table.column("rep_id") != nullptr &&
        members->table.column("unit_id") != nullptr) {
      const auto reps = state_.IdsOf(*members, "rep_id");
      const auto ids = state_.IdsOf(*members, "unit_id");
      const table::Column* column = members->table.column("share");
      Decimals share(column);
      Flags manager(members->table.column("is_manager"));
      Days from(members->table.column("valid_from"), state_.options.offset_minutes);
      Days to(members->table.column("valid_to"), state_.options.offset_minutes);
      for (int64_t row = 0; row < members->table.rows(); ++row) {
        const auto i = static_cast<size_t>(row);
        if (!members->kept[row] || reps[i] < 0 || ids[i] < 0) continue;
        memberships.push_back({.rep = RepId(reps[i]),
                               .unit = UnitId(ids[i]),
                               .valid = ValidityOf(from, to, row),
                               .share = share.has(row) ? Fraction(share[row]) : Fraction(1),
                               .is_manager = manager[row],
                               .row = row});
      }
    }
    auto made = Hierarchy::Of(std::move(places), std::move(memberships),
                              [&](UnitId unit) { return names.name(unit.index()); });
    if (made.ok()) {
      state_.hierarchy = *std::move(made);
      return;
    }
    bool progress = false;
    for (const Finding& finding : FindingsOf(made.status())) {
      TableState* table = finding.where.table == "org_units" ? units : members;
      if (table == nullptr || finding.where.row < 0 || !table->kept[finding.where.row]) continue;
      table->kept.SetAside(finding.where.row);
      collector_.Add(finding);
      progress = true;
    }
    if (!progress) return;
  }
}

}  // namespace attain::crm
