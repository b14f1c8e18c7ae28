// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A small company for the tests of statements: tables from text, a quota series, the plan of the
// worked example.
//
//   emea ─ north   Mia leads emea; Ada, Tom and Eva sell in north
//   Ada 118,000 of a quota of 100,000 in the first quarter of 2026: 8,650.00
#ifndef ATTAIN_TESTS_INCENTIVE_COMPANY_H_
#define ATTAIN_TESTS_INCENTIVE_COMPANY_H_

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/literals.h"
#include "attain/crm/dataset.h"
#include "attain/incentive/calculate.h"
#include "attain/measure/measure.h"
#include "attain/measure/series.h"
#include "gtest/gtest.h"

namespace attain::incentive {

/// A table of texts from lines of comma-separated cells; an empty cell is missing.
inline table::Table TextTable(const std::string& name, const std::string& csv) {
  std::istringstream lines(csv);
  std::string line;
  std::vector<table::ColumnSpec> columns;
  std::vector<std::vector<std::string>> rows;
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::string cell;
    std::istringstream parts(line);
    while (std::getline(parts, cell, ',')) cells.push_back(cell);
    if (columns.empty()) {
      for (const std::string& title : cells)
        columns.push_back({.name = title, .type = table::Type::kText});
    } else {
      rows.push_back(cells);
    }
  }
  table::TableBuilder builder(name, columns);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (!row[i].empty()) builder.Text(static_cast<int>(i), row[i]);
    }
    builder.EndRow();
  }
  auto built = builder.Build();
  EXPECT_TRUE(built.ok()) << built.status();
  return *std::move(built);
}

using Csv = std::map<std::string, std::string>;

/// The tables of the company; a test may replace any of them.
inline Csv CompanyTables() {
  return {{"reps",
           "rep_id,name,role,hire_date,end_date\nR-100,Mia Meyer,manager,,\nR-104,Ada "
           "Lovelace,ae,,\nR-105,Tom Thumb,ae,,\nR-106,Eva Ebner,ae,,\n"},
          {"org_units", "unit_id,parent_id\nemea,\nnorth,emea\n"},
          {"rep_units",
           "rep_id,unit_id,is_manager\nR-100,emea,true\nR-104,north,false\nR-105,north,false\nR-"
           "106,north,false\n"},
          {"deals",
           "deal_id,owner_id,amount,ccy,closed,outcome\n"
           "D-1,R-104,60000.00,EUR,2026-01-15,won\n"
           "D-2,R-104,30000.00,EUR,2026-02-10,won\n"
           "D-3,R-104,20000.00,EUR,2026-03-01,won\n"
           "D-4,R-105,16000.00,EUR,2026-03-20,won\n"
           "D-5,R-104,9999.00,EUR,2026-03-21,lost\n"
           "D-6,R-106,50000.00,EUR,2026-02-02,won\n"},
          {"deal_splits",
           "deal_id,rep_id,split_type,share\nD-4,R-104,revenue,0.5\nD-4,R-105,revenue,0.5\n"}};
}

inline crm::Dataset Load(const Csv& csv) {
  table::Tables tables;
  crm::LoadOptions options;
  options.currency = "EUR";
  for (const auto& entry : csv) {
    tables.Add(TextTable(entry.first, entry.second));
    options.sources[entry.first] = {};
  }
  auto data = crm::Load(tables, options);
  EXPECT_TRUE(data.ok()) << data.status();
  for (const Finding& finding : data->findings()) {
    if (finding.severity == Severity::kError) ADD_FAILURE() << finding.ToString();
  }
  return *std::move(data);
}

inline std::vector<measure::Measure> Measures() {
  return {{.id = "won_amount",
           .kind = measure::MeasureKind::kSum,
           .of = "deals.amount",
           .where = "outcome == 'won'",
           .date = "closed"},
          {.id = "won_count",
           .kind = measure::MeasureKind::kCount,
           .of = "deals",
           .where = "outcome == 'won'",
           .date = "closed"},
          {.id = "booked", .kind = measure::MeasureKind::kSum, .of = "transactions.amount"}};
}

/// A target "quota-2026" with a figure per rep and period; reps not named have none.
inline measure::Series Quotas(const std::map<std::string, std::map<std::string, int64_t>>& by_rep,
                              const std::vector<std::string>& periods = {"2026-Q1"},
                              Currency currency = Currency::Unchecked("EUR", 2)) {
  measure::SeriesParts parts{.id = "quota-2026"};
  parts.currency = currency;
  parts.unit = std::string(currency.code());
  for (const std::string& period : periods) parts.periods.push_back(*Period::Parse(period));
  const measure::Figure none{.status = measure::ValueStatus::kExcluded,
                             .reason = Reason::kNoTarget};
  parts.figures.assign(periods.size(), none);
  for (const auto& rep : by_rep) {
    parts.reps.push_back(rep.first);
    for (const std::string& period : periods) {
      const auto quota = rep.second.find(period);
      parts.figures.push_back(
          quota == rep.second.end() ? none : measure::Figure{.numerator = quota->second});
    }
  }
  auto series = measure::Series::Of(std::move(parts));
  EXPECT_TRUE(series.ok()) << series.status();
  return *std::move(series);
}

/// The plan of the worked example.
inline Plan ExamplePlan() {
  using namespace attain::literals;
  return {.id = "ae-2026",
          .currency = "EUR",
          .for_ = "role == 'ae'",
          .components = {{.id = "new-business",
                          .measure = "won_amount",
                          .payout = Tiers{.method = TierMethod::kMarginal,
                                          .over = AttainmentOf{"quota-2026"},
                                          .bands = {{.from = 0_pct, .pays = 6_pct},
                                                    {.from = 80_pct, .pays = 8_pct},
                                                    {.from = 100_pct, .pays = 12.5_pct}}},
                          .cap = 40'000_eur}}};
}

/// Statements of the first quarter of 2026.
inline absl::StatusOr<Result> FirstQuarter(const Plan& plan, const crm::Dataset& data,
                                           const std::vector<measure::Series>& targets) {
  const std::vector<measure::Measure> measures = Measures();
  CalculateOptions options;
  options.period = *Period::Parse("2026-Q1");
  options.targets = targets;
  return Calculate(plan, data, {.measures = measures}, options);
}

}  // namespace attain::incentive

#endif  // ATTAIN_TESTS_INCENTIVE_COMPANY_H_
