// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Tables for tests of funnels, as the CSV a person would send.
#ifndef ATTAIN_TESTS_FUNNEL_CSV_TABLE_H_
#define ATTAIN_TESTS_FUNNEL_CSV_TABLE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/table/table.h"
#include "support/csv.h"

namespace attain::funnel {

/// A table of texts; an empty cell is missing.
inline table::Table CsvTable(std::string name, std::string_view text) {
  const std::vector<std::vector<std::string>> lines = support::SplitCsv(text);
  std::vector<table::ColumnSpec> columns;
  for (const std::string& title : lines[0]) columns.push_back({title, table::Type::kText});
  table::TableBuilder builder(std::move(name), columns);
  for (size_t row = 1; row < lines.size(); ++row) {
    for (size_t column = 0; column < columns.size(); ++column) {
      if (!lines[row][column].empty()) builder.Text(static_cast<int>(column), lines[row][column]);
    }
    builder.EndRow();
  }
  return *builder.Build();
}

}  // namespace attain::funnel

#endif  // ATTAIN_TESTS_FUNNEL_CSV_TABLE_H_
