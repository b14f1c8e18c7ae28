// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The company of the tests of run: Ada and Tom sell; a yearly quota of 800,000 is split to 100,000
// a quarter each.
//
//   Ada 60,000 + 58,000 = 118,000 of 100,000 in the first quarter of 2026: 8,650.00
//   Tom 45,000 of 100,000: 45,000 × 6 % = 2,700.00
#ifndef ATTAIN_TESTS_RUN_COMPANY_H_
#define ATTAIN_TESTS_RUN_COMPANY_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "support/csv.h"

namespace attain::run {

/// A table of texts from CSV; an empty cell is missing. kLengthMismatch when a line has more or
/// fewer cells than the first.
inline absl::StatusOr<table::Table> CsvTable(std::string name, std::string_view text) {
  const std::vector<std::vector<std::string>> lines = support::SplitCsv(text);
  std::vector<table::ColumnSpec> columns;
  if (!lines.empty()) {
    for (const std::string& title : lines[0]) columns.push_back({title, table::Type::kText});
  }
  table::TableBuilder builder(name, columns);
  for (size_t row = 1; row < lines.size(); ++row) {
    if (lines[row].size() != columns.size())
      return MakeError(Reason::kLengthMismatch, name + ": line " + std::to_string(row + 1));
    for (size_t column = 0; column < columns.size(); ++column) {
      if (!lines[row][column].empty()) builder.Text(static_cast<int>(column), lines[row][column]);
    }
    builder.EndRow();
  }
  return builder.Build();
}

inline constexpr std::string_view kPlan =
    R"({"attain": "incentive/1", "id": "ae-2026", "currency": "EUR", "for": "role == 'ae'", "period": "quarter",
 "components": [{"id": "new-business", "measure": "won_amount",
   "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota-2026"},
     "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]},
   "cap": "40000"}]})";

inline constexpr std::string_view kModel =
    R"({"attain": "model/1", "id": "sales-2026", "currency": "EUR",
 "measures": [{"id": "won_amount", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed"}],
 "targets": [{"id": "quota-2026", "measure": "won_amount", "period": "2026", "total": "800000",
   "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
 "incentives": [{"file": "ae-2026.json"}]})";

/// Reads the model of the company, or another whose plan is `kPlan`.
inline definition::ReadOptions Reading() {
  return {.document = "sales-2026.json",
          .loader = [](std::string_view name) -> absl::StatusOr<std::string> {
            if (name == "ae-2026.json") return std::string(kPlan);
            return MakeError(Reason::kIoError, "no such file");
          }};
}

inline LoadedModel CompanyModel() {
  auto model = Parse(kModel, Reading());
  EXPECT_TRUE(model.ok()) << model.status();
  return *std::move(model);
}

using Csv = std::map<std::string, std::string>;

/// The tables of the company; a test may replace any of them.
inline Csv CompanyCsv() {
  return {{"reps", "rep_id,name,role\nR-104,Ada Lovelace,ae\nR-105,Tom Thumb,ae\n"},
          {"deals",
           "deal_id,owner_id,amount,ccy,closed,outcome\n"
           "D-1,R-104,60000.00,EUR,2026-01-15,won\n"
           "D-2,R-104,58000.00,EUR,2026-03-02,won\n"
           "D-3,R-104,10000.00,EUR,2026-02-11,lost\n"
           "D-4,R-105,45000.00,EUR,2026-02-20,won\n"}};
}

inline table::Tables TablesOf(const Csv& csv) {
  table::Tables tables;
  for (const auto& entry : csv) {
    auto table = CsvTable(entry.first, entry.second);
    EXPECT_TRUE(table.ok()) << table.status();
    tables.Add(*std::move(table));
  }
  return tables;
}

inline Prepared Prepare(const Csv& csv = CompanyCsv()) {
  auto prepared = Resolve(CompanyModel(), TablesOf(csv));
  EXPECT_TRUE(prepared.ok()) << prepared.status();
  return *std::move(prepared);
}

inline Result Quarter(const Prepared& prepared, Options options = {}) {
  if (options.period.empty()) options.period = "2026-Q1";
  auto result = Calculate(prepared, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

/// What a rep is paid, as text; the reason where nothing could be calculated.
inline std::string Paid(const Result& result, std::string_view rep) {
  const incentive::Statement* statement = result.Find(rep);
  if (statement == nullptr) return "no statement";
  if (statement->reason() != Reason::kNone) return std::string(Name(statement->reason()));
  const auto table = result.table("statements");
  for (int64_t row = 0; row < table->rows(); ++row) {
    if (table->column("rep_id")->TextAt(row) == rep) return table->column("paid")->FormatAt(row);
  }
  return "no row";
}

/// All cells of a table, a line per row.
inline std::string Dump(const table::Table& table) {
  std::string text;
  for (int64_t row = 0; row < table.rows(); ++row) {
    for (const table::Column& column : table.columns()) text += column.FormatAt(row) + "|";
    text += "\n";
  }
  return text;
}

/// All cells of every table of a result.
inline std::string Dump(const Result& result) {
  std::string text;
  for (const std::string& name : result.table_names()) {
    const auto table = result.table(name);
    EXPECT_TRUE(table.ok()) << table.status();
    if (table.ok()) text += name + "\n" + Dump(*table);
  }
  return text;
}

/// The first finding with a reason; null when there is none.
inline const Finding* FindReason(const Findings& findings, Reason reason) {
  for (const Finding& finding : findings) {
    if (finding.reason == reason) return &finding;
  }
  return nullptr;
}

}  // namespace attain::run

#endif  // ATTAIN_TESTS_RUN_COMPANY_H_
