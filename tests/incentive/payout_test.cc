// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payout.h"

#include "attain/base/literals.h"
#include "attain/definition/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

Tiers Marginal(std::vector<Band> bands) {
  return {.method = TierMethod::kMarginal,
          .over = AttainmentOf{"quota-2026"},
          .bands = std::move(bands)};
}

// Reason and path of each finding: "TIER_GAP p.bands[1].from".
std::vector<std::string> Found(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings)
    result.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return result;
}

TEST(PayoutTest, BandsEndWhereTheNextOneStarts) {
  const auto bands = ResolveBands({{.from = 0_pct, .pays = 6_pct},
                                   {.from = 80_pct, .to = 90_pct, .pays = 8_pct},
                                   {.from = 100_pct, .pays = 12.5_pct}});
  ASSERT_EQ(bands.size(), 3U);
  EXPECT_EQ(bands[0].to, Fraction(0.8_dec));
  EXPECT_EQ(bands[1].to, Fraction(0.9_dec));
  EXPECT_EQ(bands[2].to, std::nullopt);
}

TEST(PayoutTest, GoodBandsHaveNoFindings) {
  EXPECT_TRUE(
      CheckBands(Marginal({{.from = 0_pct, .pays = 6_pct}, {.from = 80_pct, .pays = 8_pct}}), "p")
          .empty());
}

TEST(PayoutTest, ABandBelowTheOneBeforeItIsAnOverlap) {
  const Findings findings = CheckBands(Marginal({{.from = 0_pct, .pays = 6_pct},
                                                 {.from = 100_pct, .pays = 8_pct},
                                                 {.from = 80_pct, .pays = 9_pct}}),
                                       "p");
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.items()[0].where.path, "p.bands[2].from");
  EXPECT_EQ(findings.items()[0].reason, Reason::kTierOverlap);
  EXPECT_EQ(findings.items()[0].text, "80% must lie above the band before it (100%)");
}

TEST(PayoutTest, AllFaultsOfATableAreFoundAtOnce) {
  const Findings findings = CheckBands(Marginal({{.from = 10_pct, .to = 20_pct, .pays = 1_pct},
                                                 {.from = 30_pct, .to = 60_pct, .pays = 1_pct},
                                                 {.from = 50_pct, .to = 40_pct, .pays = 1_pct}}),
                                       "p");
  EXPECT_THAT(Found(findings),
              ElementsAre("TIER_GAP p.bands[0].from", "TIER_GAP p.bands[1].from",
                          "TIER_OVERLAP p.bands[2].to", "TIER_OVERLAP p.bands[2].from",
                          "TIER_GAP p.bands[2].to", "TIER_UNREACHABLE p.bands[2]"));
}

TEST(PayoutTest, OutsideZeroAllowsHoles) {
  Tiers tiers = Marginal({{.from = 10_pct, .to = 20_pct, .pays = 1_pct},
                          {.from = 30_pct, .to = 60_pct, .pays = 1_pct}});
  tiers.outside = Outside::kZero;
  EXPECT_TRUE(CheckBands(tiers, "p").empty());
}

TEST(PayoutTest, WholeTiersReportTheirCliffs) {
  Tiers tiers{.method = TierMethod::kWhole,
              .over = AmountOf{"won"},
              .bands = {{.from = 0_pct, .pays = 6_pct},
                        {.from = Rate(1'000), .pays = 8_pct},
                        {.from = Rate(2'000), .pays = 3_pct}}};
  const Findings findings = CheckBands(tiers, "p");
  EXPECT_FALSE(findings.has_errors());
  EXPECT_THAT(Found(findings),
              ElementsAre("TIER_CLIFF p.bands[1].pays", "TIER_CLIFF p.bands[2].pays"));
  EXPECT_EQ(findings.items()[0].text, "at 1000 the rate on the whole amount jumps from 6% to 8%");
  EXPECT_EQ(findings.items()[1].text, "at 2000 the rate on the whole amount falls from 8% to 3%");
}

TEST(PayoutTest, BandsBelowZeroAreUnreachableWhereNegativePaysNothing) {
  Tiers tiers = Marginal({{.from = Rate(-1), .pays = 1_pct}, {.from = 0_pct, .pays = 2_pct}});
  EXPECT_TRUE(CheckBands(tiers, "p").empty());
  tiers.negative = NegativeBase::kZero;
  EXPECT_THAT(Found(CheckBands(tiers, "p")), ElementsAre("TIER_UNREACHABLE p.bands[0]"));
}

TEST(PayoutTest, TiersNeedBands) {
  EXPECT_THAT(Found(CheckBands(Marginal({}), "p")), ElementsAre("MISSING_KEY p.bands"));
}

TEST(PayoutTest, TiersCompareWithAnAttainmentOrTheirOwnMeasure) {
  Tiers tiers = Marginal({{.from = 0_pct, .pays = 6_pct}});
  EXPECT_TRUE(Validate(tiers, "won", "p").empty());
  tiers.over = AmountOf{"won"};
  EXPECT_TRUE(Validate(tiers, "won", "p").empty());
  EXPECT_THAT(Found(Validate(tiers, "lost", "p")), ElementsAre("UNKNOWN_REFERENCE p.over"));
  tiers.method = TierMethod::kInterpolated;
  EXPECT_THAT(Found(Validate(tiers, "won", "p")), ElementsAre("MISSING_KEY p.bands[0].to"));
  EXPECT_TRUE(Validate(Flat{.rate = 5_pct}, "won", "p").empty());
}

TEST(PayoutTest, KindsAndNeedsAreKnown) {
  EXPECT_EQ(KindOf(Flat{.rate = 5_pct}), "flat");
  EXPECT_EQ(KindOf(Marginal({})), "tiers");
  EXPECT_EQ(KindOf(Override{.rate = 1_pct}), "override");
  EXPECT_EQ(AttainmentsNeeded(Marginal({})), std::vector<std::string>{"quota-2026"});
  EXPECT_TRUE(AttainmentsNeeded(Tiers{.over = AmountOf{"won"}, .bands = {}}).empty());
  EXPECT_TRUE(AttainmentsNeeded(Override{.rate = 1_pct}).empty());
}

// A document in which a payout stands alone.
struct Holder {
  Payout payout;
};
const definition::FieldTable& Describe(definition::Type<Holder>) {
  static const auto& table = *new auto(definition::Table<Holder>(
      "holder", "A payout.", {definition::Required("payout", &Holder::payout, "The payout.")}));
  return table;
}

TEST(PayoutTest, EveryKindIsReadAndWrittenBack) {
  for (
      const std::string text :
      {R"({"payout": {"kind": "flat", "rate": "5%"}})",
       R"({"payout": {"kind": "override", "rate": "1%", "mode": "individual", "include_self": false}})",
       R"({"payout": {"kind": "tiers", "method": "whole", "over": {"attainment": "q"}, "boundary": "closed", "outside": "zero", "negative": "zero",
                                     "bands": [{"from": "0%", "to": "50%", "pays": "6%"}]}})"}) {
    const auto read = definition::Read<Holder>(text);
    ASSERT_TRUE(read.ok()) << read.status();
    const auto again = definition::Read<Holder>(definition::Write(read->value));
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->value.payout, read->value.payout);
  }
}

TEST(PayoutTest, UnknownWordsAreFindings) {
  EXPECT_FALSE(
      definition::Read<Holder>(
          R"({"payout": {"kind": "tiers", "method": "marginall", "over": {"attainment": "q"}, "bands": [{"from": 0, "pays": 1}]}})")
          .ok());
  EXPECT_FALSE(definition::Read<Holder>(R"({"payout": {"kind": "tier"}})").ok());
}

}  // namespace
}  // namespace attain::incentive
