// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/tables.h"

#include <algorithm>

#include "base/internal/text.h"
#include "crm/internal/descriptions.h"

namespace attain::crm {
namespace {

using internal::StrAppend;
using internal::StrCat;

const std::vector<TableInfo>& All() {
  static const auto& tables = *new std::vector<TableInfo>(DescribeTables());
  return tables;
}

std::string Joined(const std::vector<std::string_view>& words, std::string_view separator) {
  std::string joined;
  for (const std::string_view word : words)
    StrAppend(&joined, joined.empty() ? "" : separator, "`", word, "`");
  return joined;
}

}  // namespace

std::string_view Name(ColumnType type) {
  constexpr std::string_view kNames[] = {"",      "id",       "text",    "word",
                                         "bool",  "int",      "decimal", "money",
                                         "share", "currency", "date",    "timestamp"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view Name(Entity entity) {
  constexpr std::string_view kNames[] = {
      "",         "rep",      "unit",  "deal",     "account", "product", "category", "transaction",
      "period",   "pipeline", "stage", "metric",   "target",  "profile", "plan",     "lead",
      "activity", "calendar", "pool",  "campaign", "subject", ""};
  return kNames[static_cast<size_t>(entity)];
}

const ColumnInfo* TableInfo::column(std::string_view wanted) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnInfo& info) { return info.name == wanted; });
  return found == columns.end() ? nullptr : &*found;
}

std::span<const TableInfo> CanonicalTables() { return All(); }

const TableInfo* FindTable(std::string_view name) {
  const auto found = std::find_if(All().begin(), All().end(),
                                  [&](const TableInfo& info) { return info.name == name; });
  return found == All().end() ? nullptr : &*found;
}

std::vector<std::string> CanonicalTableNames() {
  std::vector<std::string> names;
  for (const TableInfo& info : All()) names.emplace_back(info.name);
  return names;
}

std::string_view MasterOf(Entity entity) {
  switch (entity) {
    case Entity::kRep:
      return "reps";
    case Entity::kUnit:
      return "org_units";
    case Entity::kDeal:
      return "deals";
    case Entity::kAccount:
      return "accounts";
    case Entity::kProduct:
      return "products";
    case Entity::kCategory:
      return "categories";
    case Entity::kTransaction:
      return "transactions";
    case Entity::kPeriod:
      return "periods";
    case Entity::kStage:
      return "stages";
    case Entity::kMetric:
      return "metrics";
    case Entity::kLead:
      return "leads";
    case Entity::kActivity:
      return "activities";
    default:
      return {};
  }
}

std::string TablesReference() {
  std::string page =
      "# Tables\n\n"
      "The tables attain reads. This page is made from their descriptions (`attain/crm/tables.h`); "
      "a test keeps the two alike.\n\n"
      "Ids are text or whole numbers. A `timestamp` is an instant in UTC, a `date` a day. "
      "Intervals are half-open; a missing end means \"still valid\".\n"
      "`money` is an exact amount in whole currency units beside a currency column. A `share` is a "
      "fraction of one: 0.6, never 60.\n"
      "Missing is not zero. Tier 1 is the least a domain needs, tier 2 improves it. Columns in "
      "**bold** must be there; a column that is absent switches off\n"
      "what reads it. Further columns and tables of your own are carried along under their own "
      "names.\n";
  for (const TableInfo& info : All()) {
    StrAppend(&page, "\n## ", info.name, "\n\n", info.doc, " Tier ", info.tier,
              ". Key: ", Joined(info.key, ", "), ".");
    if (!info.exclusive.empty())
      StrAppend(&page, " Rows alike in ", Joined(info.exclusive, ", "),
                " must not overlap in time.");
    page += "\n\n| column | type | missing | meaning |\n|---|---|---|---|\n";
    for (const ColumnInfo& column : info.columns) {
      std::string type(Name(column.type));
      if (!column.words.empty()) type = Joined(column.words, ", ");
      if (!column.references.empty()) StrAppend(&type, " → `", column.references, "`");
      const std::string_view mark = column.required ? "**" : "";
      StrAppend(&page, "| ", mark, "`", column.name, "`", mark, " | ", type, " | ",
                column.nullable ? "allowed" : "no", " | ", column.doc, " |\n");
    }
  }
  return page;
}

}  // namespace attain::crm
