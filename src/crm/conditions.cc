// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/conditions.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/rounding.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// The rows of a table that are used.
table::Table Kept(const table::Table& table, const RowMask& kept) {
  if (kept.all()) return table;
  std::vector<table::Column> columns;
  for (const table::Column& column : table.columns()) {
    std::vector<table::Chunk> chunks;
    for (int64_t row = 0; row < table.rows();) {
      int64_t end = row;
      while (end < table.rows() && kept[end]) ++end;
      if (end > row) {
        const table::Column run = column.Slice(row, end - row);
        chunks.insert(chunks.end(), run.chunks().begin(), run.chunks().end());
      }
      row = end + 1;
    }
    columns.emplace_back(column.name(), column.type(), column.scale(), std::move(chunks));
  }
  return *table::Table::Of(table.name(), std::move(columns));
}

/// Number of the period of a grain a day lies in: the fiscal year, or the place within it.
absl::StatusOr<int64_t> FiscalNumber(const Calendar& calendar, Grain grain, Date day) {
  ATTAIN_ASSIGN_OR_RETURN(const int year, calendar.FiscalYearOf(day));
  if (grain == Grain::kYear) return year;
  ATTAIN_ASSIGN_OR_RETURN(const Period whole, calendar.PeriodOf(day, Grain::kYear));
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Period> parts, calendar.Children(whole, grain));
  int64_t number = 0;
  for (const Period& part : parts) {
    ++number;
    if (part.Contains(day)) return number;
  }
  return MakeError(Reason::kPeriodNotInCalendar,
                   StrCat("no ", Name(grain), " of the calendar contains ", day.ToString()));
}

absl::StatusOr<bool> IsUnder(const Dataset& data, std::string_view tree, std::string_view node,
                             std::string_view ancestor) {
  const auto unknown = [](std::string_view what, std::string_view name) {
    return MakeError(Reason::kUnknownReference,
                     StrCat("there is no ", what, " '", name.substr(0, 60), "'"));
  };
  const std::vector<std::string>& trees = data.trees();
  const auto found = tree.empty() ? trees.begin() : std::find(trees.begin(), trees.end(), tree);
  if (!tree.empty() && found == trees.end()) return unknown("tree", tree);
  const Ids& ids = data.ids(Entity::kUnit);
  const int32_t unit = ids.Find(node);
  const int32_t above = ids.Find(ancestor);
  if (above < 0) return unknown("unit", ancestor);
  if (unit < 0) return unknown("unit", node);
  if (unit == above) return true;
  const auto& as_of = data.options().as_of;
  const Date day =
      as_of ? as_of->date(data.options().offset_minutes) : Date::Unchecked(9999, 12, 31);
  return data.hierarchy().IsUnder(UnitId(unit), UnitId(above), day,
                                  static_cast<int32_t>(found - trees.begin()));
}

}  // namespace

expression::BindOptions ConditionOptions(const expression::Expression& expression,
                                         const Dataset& data, const Calendar& calendar) {
  expression::BindOptions options;
  options.environment.fiscal = [calendar](Grain grain, Date day) {
    return FiscalNumber(calendar, grain, day);
  };
  options.environment.period = [calendar](Grain grain, Date day) -> absl::StatusOr<std::string> {
    ATTAIN_ASSIGN_OR_RETURN(Period period, calendar.PeriodOf(day, grain));
    return std::move(period.name);
  };
  if (absl::StatusOr<Workdays> workdays = data.workdays(); workdays.ok()) {
    options.environment.workdays = [days = *std::move(workdays)](
                                       Date from, Date to) -> absl::StatusOr<int64_t> {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal whole,
                              Round(days.Between(from, to), 0, RoundingMode::kFloor));
      return static_cast<int64_t>(whole.coefficient());
    };
  }
  if (data.table("org_units") != nullptr) {
    options.environment.under = [data](std::string_view tree, std::string_view node,
                                       std::string_view ancestor) {
      return IsUnder(data, tree, node, ancestor);
    };
  }
  for (const std::string& name : expression.names()) {
    const table::Table* table = data.table(name);
    const TableInfo* info = FindTable(name);
    if (table == nullptr || info == nullptr || info->key.size() != 1) continue;
    options.lookups.insert_or_assign(
        name, expression::Lookup{Kept(*table, data.kept(name)), std::string(info->key[0])});
  }
  return options;
}

}  // namespace attain::crm
