// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <algorithm>
#include <deque>
#include <string>
#include <utility>

#include "attain/crm/dataset.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// Decimals of amounts, shares and rates that are built row by row.
constexpr int kScale = 12;

table::ColumnSpec SpecOf(const TableInfo& info, const std::string& name) {
  const ColumnInfo* column = info.column(name);
  if (column == nullptr) return {.name = name, .type = table::Type::kText};
  switch (column->type) {
    case ColumnType::kBool:
      return {.name = name, .type = table::Type::kBool};
    case ColumnType::kInt:
      return {.name = name, .type = table::Type::kInt};
    case ColumnType::kDecimal:
    case ColumnType::kShare:
      return {.name = name, .type = table::Type::kDecimal, .scale = kScale};
    case ColumnType::kMoney:
      return {.name = name, .type = table::Type::kDecimal, .scale = Currency::kMaxScale};
    case ColumnType::kDate:
      return {.name = name, .type = table::Type::kDate};
    case ColumnType::kTimestamp:
      return {.name = name, .type = table::Type::kTimestamp};
    default:
      return {.name = name, .type = table::Type::kText};
  }
}

}  // namespace

struct DatasetBuilder::State {
  std::deque<std::pair<std::string, table::TableBuilder>>
      tables;  // a deque, so that builders stay where they are
};

DatasetBuilder::DatasetBuilder() : state_(std::make_unique<State>()) {}
DatasetBuilder::DatasetBuilder(DatasetBuilder&&) noexcept = default;
DatasetBuilder& DatasetBuilder::operator=(DatasetBuilder&&) noexcept = default;
DatasetBuilder::~DatasetBuilder() = default;

absl::StatusOr<table::TableBuilder*> DatasetBuilder::Table(
    std::string_view name, const std::vector<std::string>& columns) {
  const TableInfo* info = FindTable(name);
  if (info == nullptr) {
    const std::string nearest = NearestWord(name, CanonicalTableNames());
    return MakeError(Reason::kUnknownTable,
                     StrCat("there is no canonical table ", name,
                            nearest.empty() ? "" : StrCat("; did you mean \"", nearest, "\"?")));
  }
  std::vector<table::ColumnSpec> specs;
  for (const std::string& column : columns) {
    if (std::any_of(specs.begin(), specs.end(),
                    [&](const table::ColumnSpec& spec) { return spec.name == column; })) {
      return MakeError(Reason::kDuplicateColumn, StrCat("column ", column, " is named twice"));
    }
    specs.push_back(SpecOf(*info, column));
  }
  state_->tables.emplace_back(std::string(name),
                              table::TableBuilder(std::string(name), std::move(specs)));
  return &state_->tables.back().second;
}

absl::StatusOr<table::Tables> DatasetBuilder::Build() {
  table::Tables tables;
  Findings findings;
  for (auto& entry : state_->tables) {
    auto table = entry.second.Build();
    if (table.ok()) {
      tables.Add(*std::move(table));
    } else {
      findings.Append(FindingsOf(table.status()));
    }
  }
  state_->tables.clear();
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  return tables;
}

absl::StatusOr<Dataset> DatasetBuilder::Load(const LoadOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const table::Tables tables, Build());
  return crm::Load(tables, options);
}

}  // namespace attain::crm
