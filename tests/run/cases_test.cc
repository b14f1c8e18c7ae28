// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Runs every folder of tests/cases: case.json (model, tables, period, explain) against
// expected.json (rows of result tables) and expected.txt (explanations, to the character).
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/decimal.h"
#include "attain/definition/json.h"
#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"
#include "support/csv.h"

namespace attain::run {
namespace {

using definition::Json;

std::vector<std::string> CaseFolders() {
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(ATTAIN_SOURCE_DIR) / "tests" / "cases")) {
    if (entry.path().filename() == "case.json")
      folders.push_back(entry.path().parent_path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// Text as written; numbers by their value, so that "100" is "100.00".
bool SameCell(const Json& expected, const table::Column& column, int64_t row) {
  if (expected.type == Json::Type::kNull) return column.IsNull(row);
  if (column.IsNull(row)) return false;
  if (const auto number = column.DecimalAt(row); number.has_value()) {
    const auto wanted = Decimal::Parse(expected.text);
    return wanted.ok() && *wanted == *number;
  }
  return column.FormatAt(row) == expected.text;
}

void CompareTable(const Json& expected, const table::Table& table) {
  ASSERT_EQ(static_cast<int64_t>(expected.items.size()), table.rows()) << table.name();
  for (int64_t row = 0; row < table.rows(); ++row) {
    for (const Json& cell : expected.items[static_cast<size_t>(row)].members) {
      const table::Column* column = table.column(cell.key);
      ASSERT_NE(column, nullptr) << table.name() << " has no column " << cell.key;
      EXPECT_TRUE(SameCell(cell, *column, row))
          << table.name() << " row " << row << " " << cell.key << ": " << column->FormatAt(row)
          << ", expected " << cell.text;
    }
  }
}

class CasesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(CasesTest, GivesEveryRowAndEveryCharacterExpected) {
  const std::string& folder = GetParam();
  const auto text = support::ReadFile(folder + "/case.json");
  ASSERT_TRUE(text.has_value());
  const auto root = definition::ParseJson(*text, "case.json");
  ASSERT_TRUE(root.ok()) << root.status();
  const Json& document = *root->Find("model");
  const auto begin = static_cast<size_t>(document.begin);
  const auto model =
      Parse(std::string_view(*text).substr(begin, static_cast<size_t>(document.end) - begin),
            {.document = "model"});
  ASSERT_TRUE(model.ok()) << model.status();
  table::Tables tables;
  for (const Json& table : root->Find("tables")->members) {
    const auto csv = support::ReadFile(folder + "/" + table.text);
    ASSERT_TRUE(csv.has_value()) << table.text;
    auto read = CsvTable(table.key, *csv);
    ASSERT_TRUE(read.ok()) << read.status();
    tables.Add(*std::move(read));
  }
  const auto prepared = Resolve(*model, tables);
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const auto result = Calculate(*prepared, {.period = root->Find("period")->text});
  ASSERT_TRUE(result.ok()) << result.status();

  const auto expected_text = support::ReadFile(folder + "/expected.json");
  ASSERT_TRUE(expected_text.has_value());
  const auto expected = definition::ParseJson(*expected_text, "expected.json");
  ASSERT_TRUE(expected.ok()) << expected.status();
  ASSERT_FALSE(expected->members.empty());
  for (const Json& rows : expected->members) {
    const auto table = result->table(rows.key);
    ASSERT_TRUE(table.ok()) << table.status();
    CompareTable(rows, *table);
  }
  std::string explained;
  for (const Json& rep : root->Find("explain")->items) {
    const auto tree = ExplainText(*result, rep.text);
    ASSERT_TRUE(tree.ok()) << tree.status();
    if (!explained.empty()) explained += '\n';
    explained += *tree;
  }
  const auto wanted = support::ReadFile(folder + "/expected.txt");
  ASSERT_TRUE(wanted.has_value());
  EXPECT_EQ(explained, *wanted);
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  const std::filesystem::path folder(info.param);
  std::string name = folder.parent_path().filename().string() + "_" + folder.filename().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Folders, CasesTest, ::testing::ValuesIn(CaseFolders()), NameOf);

TEST(CsvTest, QuotesKeepCommasAndLinesAndEmptyCellsAreMissing) {
  const auto table = CsvTable("t", "a,b\r\n\"x, \"\"y\"\"\nz\",\n,1\n");
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rows(), 2);
  EXPECT_EQ(table->column("a")->TextAt(0), "x, \"y\"\nz");
  EXPECT_TRUE(table->column("b")->IsNull(0));
  EXPECT_TRUE(table->column("a")->IsNull(1));
  EXPECT_EQ(table->column("b")->TextAt(1), "1");
  EXPECT_FALSE(CsvTable("t", "a,b\n1\n").ok());
}

}  // namespace
}  // namespace attain::run
