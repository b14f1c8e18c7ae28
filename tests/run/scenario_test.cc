// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/scenario.h"

#include <string>
#include <string_view>
#include <vector>

#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

constexpr std::string_view kBands = "incentive[ae-2026].components[new-business].payout.bands";

Replacement Band(int band, std::string_view key, std::string_view value) {
  return {std::string(kBands) + "[" + std::to_string(band) + "]." + std::string(key),
          std::string(value)};
}

TEST(ScenarioTest, ASofterBandAndALowerQuotaAreComparedRepByRep) {
  const std::vector<Scenario> scenarios = {
      {"from 70 %", {Band(1, "from", "70%")}},
      {"lower quota", {{"target[quota-2026].total", "\"400000\""}}},
      {"poorer", {Band(0, "pays", "5%"), Band(2, "pays", "20%")}}};
  const auto comparison = WhatIf(Prepare(), scenarios, {.period = "2026-Q1"});
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  // From 70 %: Ada 4,200 + 2,400 + 2,250 = 8,850.
  // Quota 50,000: Ada 40,000 × 6 % + 10,000 × 8 % + 68,000 × 12.5 % = 11,700; Tom 2,400 + 5,000 × 8
  // % = 2,800. Poorer: Ada 4,000 + 1,600 + 18,000 × 20 % = 9,200; Tom 45,000 × 5 % = 2,250.
  EXPECT_EQ(Dump(comparison->reps()),
            "from 70 %|ae-2026|R-104|2026-Q1|EUR|8650|8850|200|ok|null|\n"
            "from 70 %|ae-2026|R-105|2026-Q1|EUR|2700|2700|0|ok|null|\n"
            "lower quota|ae-2026|R-104|2026-Q1|EUR|8650|11700|3050|ok|null|\n"
            "lower quota|ae-2026|R-105|2026-Q1|EUR|2700|2800|100|ok|null|\n"
            "poorer|ae-2026|R-104|2026-Q1|EUR|8650|9200|550|ok|null|\n"
            "poorer|ae-2026|R-105|2026-Q1|EUR|2700|2250|-450|ok|null|\n");
  EXPECT_EQ(Dump(comparison->totals()),
            "from 70 %|ae-2026|EUR|11350|11550|200|0.017621|1|0|1|0|\n"
            "lower quota|ae-2026|EUR|11350|14500|3150|0.277533|2|0|0|0|\n"
            "poorer|ae-2026|EUR|11350|11450|100|0.008811|1|1|0|0|\n");
  EXPECT_EQ(comparison->results().size(), 3u);
  EXPECT_EQ(Paid(comparison->base(), "R-104"), "8650");
  EXPECT_EQ(Paid(comparison->results()[1], "R-105"), "2800");
}

TEST(ScenarioTest, NothingReplacedChangesNothing) {
  const std::vector<Scenario> scenarios = {{"the same", {}}};
  const auto comparison = WhatIf(Prepare(), scenarios, {.period = "2026"});
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_EQ(comparison->reps().rows(), 8);  // Two reps, four quarters.
  for (int64_t row = 0; row < comparison->reps().rows(); ++row)
    EXPECT_EQ(comparison->reps().column("difference")->FormatAt(row), "0");
  EXPECT_EQ(comparison->totals().column("same")->IntAt(0), 2);
}

TEST(ScenarioTest, AStatementThatOneSideDoesNotHaveCountsNothingThere) {
  Csv csv = CompanyCsv();
  csv["reps"] += "R-106,Eva Ebner,manager\n";
  csv["deals"] += "D-9,R-106,10000.00,EUR,2026-02-20,won\n";
  const std::vector<Scenario> scenarios = {
      {"managers too",
       {{"incentive[ae-2026].for", "\"role == 'ae' || role == 'manager'\""},
        {"target[quota-2026].split[0]",
         R"({"over": "rep", "by": "weights", "weights": {"R-104": 1, "R-105": 1, "R-106": 0}})"}}}};
  const auto comparison = WhatIf(Prepare(csv), scenarios, {.period = "2026-Q1"});
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_EQ(comparison->reps().rows(), 3);
  EXPECT_EQ(comparison->reps().column("status")->FormatAt(2), "undefined");  // A quota of zero.
  EXPECT_EQ(comparison->reps().column("reason")->FormatAt(2), "TARGET_ZERO");
  EXPECT_EQ(comparison->totals().column("failed")->IntAt(0), 1);
}

TEST(ScenarioTest, FaultsOfAllScenariosAreNamed) {
  const std::vector<Scenario> bad = {
      {"typo", {Band(1, "form", "70%")}}, {"fine", {}}, {"gap", {Band(1, "from", "\"much\"")}}};
  const auto comparison = WhatIf(Prepare(), bad, {.period = "2026-Q1"});
  const Findings findings = FindingsOf(comparison.status());
  ASSERT_EQ(findings.size(), 2) << comparison.status();
  EXPECT_NE(findings.items()[0].text.find("scenario \"typo\""), std::string::npos);
  EXPECT_NE(findings.items()[1].text.find("scenario \"gap\""), std::string::npos);
  const std::vector<Scenario> twice = {{"one", {}}, {"one", {}}, {"", {}}};
  const Findings ids = FindingsOf(WhatIf(Prepare(), twice, {.period = "2026-Q1"}).status());
  ASSERT_EQ(ids.size(), 2);
  EXPECT_EQ(ids.items()[0].reason, Reason::kDuplicateId);
  EXPECT_EQ(ids.items()[1].reason, Reason::kMissingKey);
  EXPECT_FALSE(WhatIf(Prepare(), {}, {.period = "2026-Q7"}).ok());
}

TEST(ScenarioTest, AnotherTableSourceIsReadAnew) {
  const auto replaced = Replaced(Prepare(), std::vector<Replacement>{{"currency", "\"USD\""}});
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(replaced->data().currency().code(), "USD");
}

}  // namespace
}  // namespace attain::run
