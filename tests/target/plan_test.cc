// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "target/company.h"

namespace attain::target {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kDocument[] =
    R"({ "attain": "target/1", "id": "quota-2026", "measure": "won_amount", "period": "2026", "total": "9000000 EUR",
  "split": [ { "over": "unit", "by": "history", "window": ["2025-01-01", "2026-01-01"] },
             { "over": "rep", "by": "blend", "alpha": 0.5, "weights": { "Ada": 2, "Tom": 1 }, "window": ["2025-01-01", "2026-01-01"], "measure": "booked" },
             { "over": "quarter", "by": "days" },
             { "over": "month", "by": "season", "season": [1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2] } ],
  "rounding": { "unit": "100", "method": "ratio_order", "ties": "highest_id" }, "direction": "lower", "note": "as agreed" })";

std::vector<std::string> FoundIn(const Target& target) { return Found(Validate(target)); }

TEST(TargetDocumentTest, ReadingWhatWasWrittenGivesTheSame) {
  const auto loaded = definition::Read<Target>(kDocument);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const Target& target = loaded->value;
  EXPECT_EQ(target.id, "quota-2026");
  EXPECT_EQ(target.split.size(), 4U);
  EXPECT_EQ(target.split[1].by, By::kBlend);
  EXPECT_EQ(target.split[1].weights.at("Ada"), Decimal(2));
  EXPECT_EQ(target.split[2].over, Over::kQuarter);
  EXPECT_EQ(target.split[3].season.size(), 12U);
  EXPECT_EQ(target.rounding,
            (TargetRounding{.unit = 100, .method = Method::kRatioOrder, .ties = Ties::kHighestId}));
  EXPECT_EQ(target.direction, measure::Direction::kLower);
  EXPECT_THAT(FoundIn(target), IsEmpty());
  const std::string text = definition::Write(target);
  const auto again = definition::Read<Target>(text);
  ASSERT_TRUE(again.ok()) << again.status() << "\n" << text;
  EXPECT_EQ(again->value, target);
  EXPECT_EQ(definition::Write(again->value), text);
  const auto plain = definition::Read<Target>(definition::Write(Example()));
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->value, Example());
}

TEST(TargetDocumentTest, EveryWordHasItsText) {
  for (const Over over :
       {Over::kUnit, Over::kRep, Over::kMonth, Over::kQuarter, Over::kHalf, Over::kWeek})
    EXPECT_FALSE(definition::TextOf(over).empty());
  for (const By by : {By::kEqual, By::kWeights, By::kHistory, By::kSeason, By::kBlend, By::kDays})
    EXPECT_FALSE(definition::TextOf(by).empty());
  EXPECT_EQ(definition::TextOf(Method::kLargestRemainder), "largest_remainder");
  EXPECT_EQ(definition::TextOf(Ties::kLowestId), "lowest_id");
}

TEST(TargetDocumentTest, EverythingWrongIsFoundWithLineAndColumn) {
  const definition::Loaded<Target> loaded = definition::Load<Target>(
      "{ \"attain\": \"target/1\", \"id\": \"q\",\n"
      "  \"measures\": \"won_amount\",\n"
      "  \"period\": 2026.5,\n"
      "  \"total\": \"many\",\n"
      "  \"split\": [ { \"over\": \"reps\" },\n"
      "             { \"over\": \"month\", \"by\": \"season\", \"alpha\": 2 } ],\n"
      "  \"rounding\": { \"unit\": 0 } }",
      {.document = "q.json"});
  std::vector<std::string> found;
  for (const Finding& finding : loaded.findings) {
    found.push_back(std::string(attain::Name(finding.reason)) + " " +
                    std::to_string(finding.where.line) + " " + finding.where.path);
    EXPECT_EQ(finding.where.document, "q.json");
  }
  EXPECT_THAT(found, testing::UnorderedElementsAre(
                         "UNKNOWN_KEY 2 measures", "WRONG_TYPE 3 period",
                         testing::HasSubstr(" 4 total"), "UNKNOWN_WORD 5 split[0].over",
                         "MISSING_KEY 5 split[0].by", "OUT_OF_BOUNDS 6 split[1].alpha",
                         "OUT_OF_BOUNDS 7 rounding.unit", "MISSING_KEY 1 measure"));
}

TEST(TargetDocumentTest, PathsOfValidateLeadToTheirPlaceInTheModel) {
  Target target = Example();
  target.split[1] = {
      .over = Over::kRep, .by = By::kBlend, .window = LastYear(), .alpha = Decimal(3)};
  const auto document = definition::Document::Parse(
      "{\"targets\": [\n {\"id\": \"quota-2026\", \"split\": [{},\n  {\"alpha\": 3}]}]}",
      "model.json");
  ASSERT_TRUE(document.ok());
  const Findings findings = Validate(target);
  ASSERT_EQ(findings.size(), 2);
  EXPECT_THAT(Found(findings), ElementsAre("MISSING_KEY targets[quota-2026].split[1].weights",
                                           "OUT_OF_BOUNDS targets[quota-2026].split[1].alpha"));
  const Where where = document->Locate(findings.items()[1].where.path);
  EXPECT_EQ(where.line, 3);
  EXPECT_EQ(where.column, 13);
  EXPECT_THAT(Found(Validate(target, "here")), ElementsAre("MISSING_KEY here.split[1].weights",
                                                           "OUT_OF_BOUNDS here.split[1].alpha"));
}

TEST(ValidateTargetTest, AGoodTargetHasNoFindings) { EXPECT_THAT(FoundIn(Example()), IsEmpty()); }

TEST(ValidateTargetTest, WhatEveryTargetNeeds) {
  EXPECT_THAT(FoundIn({.id = "", .measure = "", .period = {""}, .total = 0}),
              ElementsAre("MISSING_KEY targets[].id", "MISSING_KEY targets[].measure",
                          "MISSING_KEY targets[].period"));
  EXPECT_THAT(Found(Validate({.id = "a[b]", .measure = "m", .period = {"2026"}, .total = 0}, "t")),
              ElementsAre("INVALID_VALUE t.id"));
}

TEST(ValidateTargetTest, TheTotalIsAMultipleOfTheRoundingUnit) {
  Target target = Example();
  target.total = 1050;
  EXPECT_THAT(FoundIn(target), ElementsAre("TARGET_NOT_DIVISIBLE targets[quota-2026].total"));
  EXPECT_THAT(Validate(target).items()[0].text,
              HasSubstr("1050 is no multiple of the rounding unit 100"));
  target.rounding.unit = *Decimal::Parse("0.05");
  EXPECT_THAT(FoundIn(target), IsEmpty());
  target.rounding.unit = 0;
  EXPECT_THAT(FoundIn(target), ElementsAre("OUT_OF_BOUNDS targets[quota-2026].rounding.unit"));
  target.rounding.unit = -1;
  EXPECT_THAT(FoundIn(target), ElementsAre("OUT_OF_BOUNDS targets[quota-2026].rounding.unit"));
  target.rounding.unit = 1;
  target.total = *Decimal::Parse("10000000000000000000");
  EXPECT_THAT(FoundIn(target), ElementsAre("OVERFLOW targets[quota-2026].total"));
  target.total = *Decimal::Parse("99999999999999999999999999999999999999");
  target.rounding.unit = *Decimal::Parse("0.00000000000001");
  EXPECT_THAT(FoundIn(target), ElementsAre("OVERFLOW targets[quota-2026].total"));
}

TEST(ValidateTargetTest, EachDriverAsksForItsOwn) {
  Target target = Example();
  const auto found = [&](const SplitStep& step) {
    target.split = {step};
    return FoundIn(target);
  };
  const std::string step = "targets[quota-2026].split[0]";
  EXPECT_THAT(found({.over = Over::kUnit, .by = By::kWeights}),
              ElementsAre("MISSING_KEY " + step + ".weights"));
  EXPECT_THAT(found({.over = Over::kUnit, .by = By::kHistory}),
              ElementsAre("MISSING_KEY " + step + ".window"));
  EXPECT_THAT(found({.over = Over::kRep, .by = By::kBlend}),
              ElementsAre("MISSING_KEY " + step + ".window", "MISSING_KEY " + step + ".weights",
                          "MISSING_KEY " + step + ".alpha"));
  EXPECT_THAT(found({.over = Over::kMonth, .by = By::kSeason}),
              ElementsAre("MISSING_KEY " + step + ".season"));
  EXPECT_THAT(found({.over = Over::kMonth, .by = By::kSeason, .profile = "year"}), IsEmpty());
  EXPECT_THAT(found({.over = Over::kRep, .by = By::kSeason, .season = {1}}),
              ElementsAre("INVALID_VALUE " + step + ".by"));
  EXPECT_THAT(found({.over = Over::kUnit, .by = By::kDays}),
              ElementsAre("INVALID_VALUE " + step + ".by"));
  EXPECT_THAT(found({.over = Over::kWeek, .by = By::kDays}), IsEmpty());
  EXPECT_THAT(found({.over = Over::kRep, .by = By::kWeights, .from = "potential"}),
              ElementsAre("INVALID_VALUE " + step + ".from"));
  EXPECT_THAT(found({.over = Over::kMonth, .by = By::kWeights, .from = "a.b"}),
              ElementsAre("INVALID_VALUE " + step));
  EXPECT_THAT(found({.over = Over::kRep,
                     .by = By::kBlend,
                     .weights = {{"Ada", 1}},
                     .window = LastYear(),
                     .alpha = Decimal(-1)}),
              ElementsAre("OUT_OF_BOUNDS " + step + ".alpha"));
  EXPECT_THAT(found({.over = Over::kRep, .by = By::kWeights, .weights = {{"Ada", -1}, {"Tom", 1}}}),
              ElementsAre("INVALID_WEIGHTS " + step + ".weights[Ada]"));
  EXPECT_THAT(found({.over = Over::kHalf, .by = By::kSeason, .season = {1, -2}}),
              ElementsAre("INVALID_WEIGHTS " + step + ".season[1]"));
}

TEST(ValidateTargetTest, AWindowHasTwoEndsInOrder) {
  Target target = Example();
  target.split = {{.over = Over::kRep,
                   .by = By::kHistory,
                   .window = Validity{.from = *Date::Parse("2025-01-01")}}};
  EXPECT_THAT(FoundIn(target), ElementsAre("INVALID_VALUE targets[quota-2026].split[0].window"));
  target.split[0].window = Days("2026-01-01", "2025-01-01");
  EXPECT_THAT(FoundIn(target),
              ElementsAre("INTERVAL_INVERTED targets[quota-2026].split[0].window"));
}

TEST(ValidateTargetTest, StepsGoFromUnitsToRepsToTime) {
  Target target = Example();
  const auto order = [&](std::vector<Over> overs) {
    target.split.clear();
    for (const Over over : overs) target.split.push_back({.over = over, .by = By::kEqual});
    return FoundIn(target);
  };
  EXPECT_THAT(order({Over::kUnit, Over::kUnit, Over::kRep, Over::kHalf, Over::kQuarter,
                     Over::kMonth, Over::kWeek}),
              IsEmpty());
  EXPECT_THAT(order({Over::kRep, Over::kUnit}),
              ElementsAre("INVALID_VALUE targets[quota-2026].split[1].over"));
  EXPECT_THAT(order({Over::kRep, Over::kRep}),
              ElementsAre("INVALID_VALUE targets[quota-2026].split[1].over"));
  EXPECT_THAT(order({Over::kWeek, Over::kMonth, Over::kRep}),
              ElementsAre("INVALID_VALUE targets[quota-2026].split[1].over",
                          "INVALID_VALUE targets[quota-2026].split[2].over"));
}

TEST(TargetPlanTest, SaysWhatItWasMadeFrom) {
  const Shown shown = Split(Example(), Load(CompanyTables()));
  ASSERT_TRUE(shown.status.ok()) << shown.status;
  EXPECT_EQ(shown.plan->definition(), Example());
  EXPECT_EQ(shown.plan->period().name, "2026");
  EXPECT_EQ(shown.plan->currency().code(), "EUR");
  EXPECT_TRUE(shown.plan->findings().empty());
}

}  // namespace
}  // namespace attain::target
