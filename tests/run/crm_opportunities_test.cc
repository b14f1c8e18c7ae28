// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// 8,800 opportunities of a real CRM end to end: what was won in 2017 by office and in all, and who
// is paid for the third quarter. Needs ../shared.
#include <filesystem>
#include <string>
#include <string_view>

#include "attain/base/decimal.h"
#include "attain/run/run.h"
#include "company.h"
#include "gtest/gtest.h"
#include "support/csv.h"

namespace attain::run {
namespace {

const std::string kData = std::string(ATTAIN_SOURCE_DIR) + "/../shared/data/crm/";
const std::string kDocuments = std::string(ATTAIN_SOURCE_DIR) + "/docs/examples/crm-opportunities/";

class CrmOpportunitiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kData)) GTEST_SKIP() << "skipped: no ../shared";
    const auto loader = [](std::string_view name) -> absl::StatusOr<std::string> {
      auto text = support::ReadFile(kDocuments + std::string(name));
      if (!text.has_value()) return MakeError(Reason::kIoError, "no such file");
      return *std::move(text);
    };
    const auto text = loader("sales-2017.json");
    ASSERT_TRUE(text.ok());
    const auto model = Parse(*text, {.document = "sales-2017.json", .loader = loader});
    ASSERT_TRUE(model.ok()) << model.status();
    table::Tables tables;
    for (const char* name : {"accounts", "products", "sales_pipeline", "sales_teams"}) {
      const auto csv = support::ReadFile(kData + name + ".csv");
      ASSERT_TRUE(csv.has_value()) << name;
      auto table = CsvTable(name, *csv);
      ASSERT_TRUE(table.ok()) << table.status();
      tables.Add(*std::move(table));
    }
    ASSERT_EQ(tables.table("sales_pipeline")->rows(), 8800);
    auto prepared = Resolve(*model, tables);
    ASSERT_TRUE(prepared.ok()) << prepared.status();
    prepared_ = *std::move(prepared);
  }

  Result Run(std::string_view period) {
    auto result = Calculate(prepared_, {.period = std::string(period)});
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }

  Prepared prepared_;
};

// The sum over all periods of a column for the entities of a kind; one entity, or all when `entity`
// is empty.
Decimal Total(const table::Table& table, std::string_view measure, std::string_view kind,
              std::string_view entity = {}) {
  Decimal sum;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (table.column("measure")->TextAt(row) != measure ||
        table.column("entity_kind")->TextAt(row) != kind)
      continue;
    if (!entity.empty() && table.column("entity_id")->TextAt(row) != entity) continue;
    if (const auto value = table.column("value")->DecimalAt(row); value.has_value()) {
      const auto more = Add(sum, *value);
      EXPECT_TRUE(more.ok());
      sum = *more;
    }
  }
  return sum;
}

TEST_F(CrmOpportunitiesTest, WonValueIsThatOfThePublishedCasesByOfficeAndInAll) {
  const auto series = Run("2017").table("series");
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_EQ(Total(*series, "won_amount", "company"), Decimal(10005534));
  EXPECT_EQ(Total(*series, "won_amount", "unit", "Central"), Decimal(3346293));
  EXPECT_EQ(Total(*series, "won_amount", "unit", "West"), Decimal(3568647));
  EXPECT_EQ(Total(*series, "won_amount", "unit", "East"), Decimal(3090594));
  EXPECT_EQ(Total(*series, "won_amount", "rep"), Decimal(10005534));
}

TEST_F(CrmOpportunitiesTest, EveryAgentWithAQuotaIsPaidAndTheOthersAreTold) {
  const Result quarter = Run("2017-Q3");
  int paid = 0;
  for (const incentive::Statement& statement : quarter.statements())
    paid += statement.reason() == Reason::kNone;
  EXPECT_EQ(paid, 30);
  EXPECT_EQ(quarter.statements().size(), 35u);
  EXPECT_EQ(Paid(quarter, "Darcel Schlecht"), "26300.21");
}

}  // namespace
}  // namespace attain::run
