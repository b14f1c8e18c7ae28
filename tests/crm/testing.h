// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Small tables for tests, written as the CSV text a person would send: every column is text, an
// empty cell is empty text.
#ifndef ATTAIN_TESTS_CRM_TESTING_H_
#define ATTAIN_TESTS_CRM_TESTING_H_

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "attain/crm.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "../support/csv.h"

namespace attain::crm {

/// A table of text columns. `seed` other than 0 shuffles the rows.
inline table::Table Csv(const std::string& name, const std::string& csv, unsigned seed = 0) {
  auto rows = support::SplitCsv(csv);
  const std::vector<std::string> header = rows.front();
  rows.erase(rows.begin());
  if (seed != 0) std::shuffle(rows.begin(), rows.end(), std::mt19937(seed));
  std::vector<table::Column> columns;
  for (size_t i = 0; i < header.size(); ++i) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(i < row.size() ? row[i] : "");
    columns.push_back(table::Column::OfTexts(header[i], values));
  }
  return *table::Table::Of(name, std::move(columns));
}

/// Several tables: name, text, name, text …
inline table::Tables All(const std::vector<std::pair<std::string, std::string>>& list,
                         unsigned seed = 0) {
  table::Tables tables;
  for (const auto& entry : list) tables.Add(Csv(entry.first, entry.second, seed));
  return tables;
}

/// The findings of one reason as "table row column".
inline std::vector<std::string> At(const Findings& findings, Reason reason) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    if (finding.reason != reason) continue;
    places.push_back(finding.where.table + " " + std::to_string(finding.where.row) + " " +
                     finding.where.field);
  }
  return places;
}

/// A dataset that must load.
inline Dataset Loaded(const std::vector<std::pair<std::string, std::string>>& list,
                      const LoadOptions& options = {}, unsigned seed = 0) {
  auto data = Load(All(list, seed), options);
  EXPECT_TRUE(data.ok()) << MessageOf(data.status());
  return data.ok() ? *data : Dataset();
}

/// How many findings there are of one reason.
inline int64_t CountOf(const Findings& findings, Reason reason) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.reason == reason; });
}

inline Date Day(const char* text) { return *Date::Parse(text); }

}  // namespace attain::crm

#endif  // ATTAIN_TESTS_CRM_TESTING_H_
