// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A small company for the tests of targets, as text tables that a test may replace.
//
//   Acme ─ North   Ada 600, Tom 300 won in 2025
//        └ South   Eva 100, Uwe nothing; Kim leads Acme and carries no quota; Lee left at the end
//        of 2025
#ifndef ATTAIN_TESTS_TARGET_COMPANY_H_
#define ATTAIN_TESTS_TARGET_COMPANY_H_

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/crm/dataset.h"
#include "attain/definition/document.h"
#include "attain/target/plan.h"
#include "gtest/gtest.h"

namespace attain::target {

/// Tables by name, as lines of comma-separated cells; an empty cell is missing.
using Csv = std::map<std::string, std::string>;

/// The cells of a line.
inline std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// A table of texts; loading reads each column as its name asks for. `seed` above 0 shuffles the
/// rows.
inline table::Table TextTable(const std::string& name, const std::string& csv, unsigned seed = 0) {
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> titles = CellsOf(line);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(lines, line)) rows.push_back(CellsOf(line));
  if (seed > 0) std::shuffle(rows.begin(), rows.end(), std::mt19937(seed));
  std::vector<table::Column> columns;
  for (size_t c = 0; c < titles.size(); ++c) {
    std::vector<std::string> values;
    std::vector<bool> valid;
    for (const std::vector<std::string>& row : rows) {
      values.push_back(row[c]);
      valid.push_back(!row[c].empty());
    }
    columns.push_back(table::Column::OfTexts(titles[c], values, valid));
  }
  return *table::Table::Of(name, std::move(columns));
}

inline Csv CompanyTables() {
  return {{"org_units", "unit_id,parent_id\nAcme,\nNorth,Acme\nSouth,Acme\n"},
          {"reps",
           "rep_id,hire_date,end_date,is_quota_carrying\nAda,,,true\nEva,,,true\nKim,,,false\nLee,,"
           "2026-01-01,true\nTom,,,true\nUwe,,,true\n"},
          {"rep_units",
           "rep_id,unit_id,is_manager\nAda,North,false\nTom,North,false\nLee,North,false\nEva,"
           "South,false\nUwe,South,false\nKim,Acme,true\n"},
          {"deals",
           "deal_id,owner_id,amount,ccy,closed,outcome\n"
           "D-1,Ada,400.00,EUR,2025-02-01,won\nD-2,Ada,200.00,EUR,2025-08-01,won\nD-3,Tom,300.00,"
           "EUR,2025-03-01,won\n"
           "D-4,Eva,100.00,EUR,2025-03-02,won\nD-5,Uwe,999.00,EUR,2025-03-02,lost\nD-6,Ada,5000.00,"
           "EUR,2024-12-31,won\n"
           "D-7,Ada,250.00,EUR,2026-01-10,won\nD-8,Tom,90.00,EUR,2026-02-10,won\nD-9,Eva,45.00,EUR,"
           "2026-01-31,won\n"}};
}

/// The tables loaded. `extra` tables are taken as they are.
inline crm::Dataset Load(const Csv& csv, const std::vector<table::Table>& extra = {},
                         unsigned seed = 0) {
  table::Tables tables;
  crm::LoadOptions options;
  options.currency = "EUR";
  for (const auto& entry : csv) {
    tables.Add(TextTable(entry.first, entry.second, seed));
    options.sources[entry.first] = {};
  }
  for (const table::Table& table : extra) {
    tables.Add(table);
    options.sources[table.name()] = {};
  }
  const absl::StatusOr<crm::Dataset> data = crm::Load(tables, options);
  EXPECT_TRUE(data.ok()) << data.status();
  return data.ok() ? *data : crm::Dataset();
}

/// Won amounts by owner, and how many.
inline std::vector<measure::Measure> Measures() {
  return {{.id = "won_amount",
           .kind = measure::MeasureKind::kSum,
           .of = "deals.amount",
           .where = "outcome == 'won'",
           .date = "closed",
           .credit = "owner_id"},
          {.id = "won_count",
           .kind = measure::MeasureKind::kCount,
           .of = "deals",
           .where = "outcome == 'won'",
           .date = "closed",
           .credit = "owner_id"}};
}

/// A stretch of days.
inline Validity Days(const char* from, const char* to) {
  return {*Date::Parse(from), *Date::Parse(to)};
}
/// The year of the history.
inline Validity LastYear() { return Days("2025-01-01", "2026-01-01"); }

/// The worked example of plan.h: 1,000 in units of 100, North 2 to South 1, then everybody alike.
inline Target Example() {
  return {
      .id = "quota-2026",
      .measure = "won_amount",
      .period = {"2026"},
      .total = 1000,
      .split = {{.over = Over::kUnit, .by = By::kWeights, .weights = {{"North", 2}, {"South", 1}}},
                {.over = Over::kRep, .by = By::kEqual}},
      .rounding = {.unit = 100}};
}

/// Targets, and the values in them by name.
struct Shown {
  crm::Dataset data;
  std::optional<Plan> plan = std::nullopt;
  std::optional<Targets> targets = std::nullopt;
  absl::Status status = absl::OkStatus();

  const TargetValue* Find(measure::EntityKind kind, std::string_view name,
                          std::string_view period) const {
    const int32_t entity =
        kind == measure::EntityKind::kCompany ? 0 : targets->series().Find(kind, name);
    return targets->Find(kind, entity, targets->FindPeriod(period));
  }
  std::string Of(measure::EntityKind kind, std::string_view name, std::string_view period) const {
    const TargetValue* value = targets.has_value() ? Find(kind, name, period) : nullptr;
    return value == nullptr ? "none" : value->value.Normalized().ToString();
  }
  std::string company(std::string_view period = "2026") const {
    return Of(measure::EntityKind::kCompany, "", period);
  }
  std::string unit(std::string_view name, std::string_view period = "2026") const {
    return Of(measure::EntityKind::kUnit, name, period);
  }
  std::string rep(std::string_view name, std::string_view period = "2026") const {
    return Of(measure::EntityKind::kRep, name, period);
  }
};

/// Resolves and calculates; the first failure is in `status`.
inline Shown Split(const Target& target, const crm::Dataset& data, ResolveOptions options = {}) {
  static const auto& measures = *new std::vector<measure::Measure>(Measures());
  if (options.measures.empty()) options.measures = measures;
  Shown shown{.data = data};
  const absl::StatusOr<Plan> plan = Resolve(target, data, options);
  shown.status = plan.status();
  if (!plan.ok()) return shown;
  shown.plan = *plan;
  const absl::StatusOr<Targets> targets = Calculate(*plan);
  shown.status = targets.status();
  if (targets.ok()) shown.targets = *targets;
  return shown;
}

/// "REASON path" of each finding.
inline std::vector<std::string> Found(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings)
    result.push_back(std::string(attain::Name(finding.reason)) + " " + finding.where.path);
  return result;
}

/// A table as text: a line per row, cells separated by bars.
inline std::string Printed(const table::Table& table) {
  std::string text;
  for (int64_t row = 0; row < table.rows(); ++row) {
    for (const table::Column& column : table.columns())
      text += (column.IsNull(row) ? "-" : column.FormatAt(row)) + "|";
    text += "\n";
  }
  return text;
}

}  // namespace attain::target

#endif  // ATTAIN_TESTS_TARGET_COMPANY_H_
