// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/plan.h"

#include "attain/base/literals.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Plan Example() {
  return {.id = "ae-2026",
          .currency = "EUR",
          .components = {{.id = "new-business",
                          .measure = "won_amount",
                          .payout = Tiers{.method = TierMethod::kMarginal,
                                          .over = AttainmentOf{"quota-2026"},
                                          .bands = {{.from = 0_pct, .pays = 6_pct},
                                                    {.from = 80_pct, .pays = 8_pct},
                                                    {.from = 100_pct, .pays = 12.5_pct}}},
                          .cap = 40'000_eur}}};
}

std::vector<std::string> Found(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings)
    result.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return result;
}

TEST(PlanTest, AConditionThatIsNoExpressionIsFoundWithoutAnyData) {
  Plan plan = Example();
  plan.for_ = "role = 'ae'";
  EXPECT_THAT(Found(Validate(plan)), Contains("EXPRESSION_SYNTAX incentive[ae-2026].for"));
}

constexpr char kDocument[] =
    R"({ "attain": "incentive/1", "id": "ae-2026", "currency": "EUR", "for": "role == 'ae'", "period": "quarter",
  "components": [ {
    "id": "new-business",
    "measure": "won_amount",
    "payout": { "kind": "tiers", "method": "marginal", "over": { "attainment": "quota-2026" }, "boundary": "lower_inclusive", "outside": "error",
                "bands": [ { "from": "0%", "pays": "6%" }, { "from": "80%", "pays": "8%" }, { "from": "100%", "pays": "12.5%" } ] },
    "cap": "40000",
    "rounding": { "point": "payment", "mode": "half_even", "scale": 2 } } ] })";

TEST(PlanTest, TheDocumentAndTheCodeSayTheSame) {
  const auto parsed = Parse(kDocument);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Plan& plan = parsed->value;
  EXPECT_EQ(plan.for_.text, "role == 'ae'");
  EXPECT_EQ(plan.period, Grain::kQuarter);
  EXPECT_EQ(plan.components[0].payout, Example().components[0].payout);
  EXPECT_EQ(*plan.components[0].cap->amount.ToMoney(*Currency::Parse("EUR")), 40'000_eur);
  const auto again = Parse(definition::Write(plan, *Currency::Parse("EUR")));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->value.components[0].payout, plan.components[0].payout);
  EXPECT_EQ(again->value.period, plan.period);
}

TEST(PlanTest, AGoodPlanHasNoFindings) {
  EXPECT_TRUE(Validate(Example()).empty());
  EXPECT_TRUE(Validate(Example(), {.measures = {"won_amount"}, .targets = {"quota-2026"}}).empty());
}

TEST(PlanTest, UnknownReferencesNameTheNearest) {
  const Findings findings =
      Validate(Example(), {.measures = {"won_amounts"}, .targets = {"quota-2025"}});
  EXPECT_THAT(
      Found(findings),
      ElementsAre("UNKNOWN_REFERENCE incentive[ae-2026].components[new-business].measure",
                  "UNKNOWN_REFERENCE incentive[ae-2026].components[new-business].payout.over"));
  EXPECT_THAT(findings.items()[0].hint, HasSubstr("won_amounts"));
}

TEST(PlanTest, AmountsMustFitThePlan) {
  Plan plan = Example();
  plan.components[0].cap = -1'000;
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("CAP_NEGATIVE incentive[ae-2026].components[new-business].cap"));
  plan.components[0].cap = 1'000_usd;
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("CURRENCY_MISMATCH incentive[ae-2026].components[new-business].cap"));
  plan.components[0].cap = 1'000;
  plan.components[0].floor = 2'000;
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("OUT_OF_BOUNDS incentive[ae-2026].components[new-business].floor"));
  plan.components[0].floor = definition::Amount(0.001_dec);
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("INEXACT incentive[ae-2026].components[new-business].floor"));
}

TEST(PlanTest, EverythingMissingIsSaidAtOnce) {
  const Findings findings =
      Validate(Plan{.id = "", .currency = "EURO", .components = {}, .fx = {.rate_type = "sport"}});
  EXPECT_THAT(Found(findings),
              ElementsAre("MISSING_KEY incentive[].id", "UNKNOWN_CURRENCY incentive[].currency",
                          "MISSING_KEY incentive[].components",
                          "UNKNOWN_REFERENCE incentive[].fx.rate_type"));
  Plan plan = Example();
  plan.components.push_back({.id = "", .measure = "", .payout = {}});
  plan.components.push_back(plan.components[0]);
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("MISSING_KEY incentive[ae-2026].components[1].id",
                          "MISSING_KEY incentive[ae-2026].components[1].measure",
                          "MISSING_KEY incentive[ae-2026].components[1].payout",
                          "DUPLICATE_ID incentive[ae-2026].components[new-business].id"));
}

TEST(PlanTest, VersionsMustNotOverlapAndStayOfOneKind) {
  Plan plan = Example();
  auto& versions = plan.components[0].payout.versions;
  versions[0].valid.to = *Date::Parse("2026-07-01");
  versions.push_back({{.from = *Date::Parse("2026-06-01")}, Flat{.rate = 5_pct}});
  versions.push_back(
      {{.from = *Date::Parse("2026-06-01"), .to = *Date::Parse("2025-01-01")}, versions[0].value});
  const std::string root = "incentive[ae-2026].components[new-business].payout.versions";
  EXPECT_THAT(Found(Validate(plan)), ElementsAre("INTERVAL_OVERLAP " + root + "[1].valid",
                                                 "INVALID_ARGUMENT " + root + "[1].kind",
                                                 "INTERVAL_INVERTED " + root + "[2].valid"));
}

TEST(PlanTest, APaymentIsRoundedByOneRule) {
  Plan plan = Example();
  plan.components.push_back({.id = "flat",
                             .measure = "won_amount",
                             .payout = Flat{.rate = 1_pct},
                             .rounding = {.mode = RoundingMode::kHalfAway}});
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("INVALID_ARGUMENT incentive[ae-2026].components[flat].rounding"));
  plan.components[1].rounding = {
      .point = RoundingPoint::kComponent, .mode = RoundingMode::kHalfAway, .scale = 13};
  EXPECT_THAT(Found(Validate(plan)),
              ElementsAre("OUT_OF_BOUNDS incentive[ae-2026].components[flat].rounding.scale"));
}

TEST(PlanTest, FindingsOfADocumentPointAtLineAndColumn) {
  std::string text = kDocument;
  const size_t band = text.find("\"80%\"");
  text.replace(band, 5, "\"120%\"");
  const auto parsed = Parse(text);
  ASSERT_FALSE(parsed.ok());
  const Findings findings = FindingsOf(parsed.status());
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.items()[0].reason, Reason::kTierOverlap);
  EXPECT_EQ(findings.items()[0].where.path,
            "incentive[ae-2026].components[new-business].payout.bands[2].from");
  EXPECT_EQ(findings.items()[0].where.line, 6);
  EXPECT_GT(findings.items()[0].where.column, 1);
}

TEST(PlanTest, FaultsOfFormAreFoundBeforeFaultsOfSense) {
  EXPECT_EQ(ReasonOf(Parse("{").status()), Reason::kJsonSyntax);
  const auto parsed =
      Parse(R"({"attain": "incentive/1", "id": "x", "currency": "EUR", "component": []})");
  EXPECT_THAT(Found(FindingsOf(parsed.status())), Contains(HasSubstr("UNKNOWN_KEY")));
}

TEST(PlanTest, WarningsStayWithThePlan) {
  std::string text = kDocument;
  text.replace(text.find("\"marginal\""), 10, "\"whole\"");
  const auto parsed = Parse(text);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->findings.size(), 2);
  EXPECT_EQ(parsed->findings.items()[0].reason, Reason::kTierCliff);
}

TEST(PlanTest, EveryWordIsReadAndWrittenBack) {
  const char* text =
      R"({"attain": "incentive/1", "id": "p", "currency": "EUR", "components": [{"id": "c", "measure": "m", "payout": {"kind": "flat", "rate": "1%"}}],
                         "payment": {"negative": "pay"}, "proration": "none", "fx": {"rate_type": "plan"}})";
  const auto parsed = Parse(text);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->value.payment.negative, NegativePayment::kPay);
  EXPECT_EQ(parsed->value.proration, Proration::kNone);
  EXPECT_EQ(Parse(definition::Write(parsed->value))->value, parsed->value);
}

}  // namespace
}  // namespace attain::incentive
