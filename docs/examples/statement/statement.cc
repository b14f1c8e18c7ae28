// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A first statement: tables and a model in, pay and its reason out.
//
//   statement FOLDER        the folder that holds the documents and data/*.csv
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/attain.h"

namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return attain::MakeError(attain::Reason::kIoError, "cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

// A file of comma-separated cells without quotes. All cells stay text, the model says what they mean; an empty one is a missing value.
absl::StatusOr<attain::table::Table> ReadCsv(const std::string& path, std::string name) {
  auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  std::istringstream lines(*std::move(text));
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> cells;
  std::vector<std::vector<bool>> present;
  for (std::string line; std::getline(lines, line);) {
    line += ',';
    std::istringstream row(line);
    const bool header = names.empty();
    std::string cell;
    for (size_t i = 0; std::getline(row, cell, ','); ++i) {
      if (header) {
        names.push_back(cell);
        cells.emplace_back();
        present.emplace_back();
      } else if (i < names.size()) {
        cells[i].push_back(cell);
        present[i].push_back(!cell.empty());
      }
    }
  }
  std::vector<attain::table::Column> columns;
  for (size_t i = 0; i < names.size(); ++i) columns.push_back(attain::table::Column::OfTexts(names[i], cells[i], present[i]));
  return attain::table::Table::Of(std::move(name), std::move(columns));
}

// [start:main]
absl::Status FirstStatement(const std::string& folder) {
  attain::table::Tables tables;  // or from Arrow, or row by row with a TableBuilder
  for (const char* name : {"deals", "deal_splits", "reps", "rep_units", "org_units"}) {
    auto table = ReadCsv(folder + "/data/" + name + ".csv", name);
    if (!table.ok()) return table.status();
    tables.Add(*std::move(table));
  }

  const auto text = ReadFile(folder + "/sales-2026.json");
  if (!text.ok()) return text.status();
  const auto loader = [&folder](std::string_view file) { return ReadFile(folder + "/" + std::string(file)); };
  const auto model = attain::run::Parse(*text, {.document = "sales-2026.json", .loader = loader});
  if (!model.ok()) return model.status();  // every fault, with its line and column

  const auto prepared = attain::run::Resolve(*model, tables);
  if (!prepared.ok()) return prepared.status();
  const auto quarter = attain::run::Calculate(*prepared, {.period = "2026-Q1"});
  if (!quarter.ok()) return quarter.status();
  const auto explained = attain::run::ExplainText(*quarter, "R-104");
  if (!explained.ok()) return explained.status();
  std::cout << *explained << "\n";
  // [end:main]

  const auto softer = attain::run::Replace(*model, "incentive[ae-2026].components[new-business].payout.bands[1].from", "70%");
  if (!softer.ok()) return softer.status();
  const auto changed = attain::run::Resolve(*softer, prepared->data());
  if (!changed.ok()) return changed.status();
  const auto after = attain::run::Calculate(*changed, {.period = "2026-Q1"});
  if (!after.ok()) return after.status();
  const auto deltas = after->Compare(*quarter);
  if (!deltas.ok()) return deltas.status();
  for (int64_t row = 0; row < deltas->rows(); ++row) {
    for (const char* column : {"rep_id", "cause", "column", "old"}) std::cout << deltas->column(column)->FormatAt(row) << " ";
    std::cout << "→ " << deltas->column("new")->FormatAt(row) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  const absl::Status status = FirstStatement(argc > 1 ? argv[1] : ".");
  if (!status.ok()) std::cerr << attain::MessageOf(status) << "\n";
  return status.ok() ? 0 : 1;
}
