// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/model.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace attain::run {
namespace {

// A model with one plan, whose bands are `bands`.
std::string ModelWithBands(std::string_view bands) {
  return R"({"attain": "model/1", "id": "m", "currency": "EUR",
  "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "date": "closed", "credit": "owner_id"}],
  "incentives": [{"id": "p", "currency": "EUR", "period": "quarter", "components": [{"id": "c", "measure": "won",
    "payout": {"kind": "tiers", "method": "marginal", "over": {"measure": "won"}, "bands": )" +
         std::string(bands) + "}}]}]}";
}

constexpr std::string_view kSecondBand = "incentive[p].components[c].payout.bands[1]";

int64_t CountOf(const Findings& findings, Reason reason, const std::string& path) {
  return std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.reason == reason && finding.where.path == path;
  });
}

TEST(ModelCheckTest, ABandBelowTheOneBeforeIsFound) {
  const Findings findings = Check(ModelWithBands(R"([{"from": "80%", "pays": "6%"}, {"from": "0%", "pays": "8%"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kTierOverlap, std::string(kSecondBand) + ".from"), 1) << findings.ToStatus();
}

TEST(ModelCheckTest, AMissingBoundIsMissingAndNothingElse) {
  const Findings findings = Check(ModelWithBands(R"([{"from": "80%", "pays": "6%"}, {"pays": "8%"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kMissingKey, std::string(kSecondBand) + ".from"), 1) << findings.ToStatus();
  EXPECT_EQ(findings.size(), 1) << findings.ToStatus();
}

TEST(ModelCheckTest, WhatLiesInsideAnUnreadElementIsNotChecked) {
  const Findings findings = Check(ModelWithBands(R"([{"from": "80%", "pays": "6%"}, 7])"));
  EXPECT_EQ(CountOf(findings, Reason::kWrongType, std::string(kSecondBand)), 1) << findings.ToStatus();
  EXPECT_EQ(findings.size(), 1) << findings.ToStatus();
}

TEST(ModelCheckTest, AFaultBesideAnUnreadElementIsStillFound) {
  const Findings findings = Check(
      ModelWithBands(R"([{"from": "80%", "pays": "6%"}, {"from": "0%", "pays": "8%"}, {"from": "200%", "pays": "much"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kTierOverlap, std::string(kSecondBand) + ".from"), 1) << findings.ToStatus();
  EXPECT_GE(findings.size(), 2) << findings.ToStatus();
}

}  // namespace
}  // namespace attain::run
