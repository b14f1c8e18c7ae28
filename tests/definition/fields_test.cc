// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/fields.h"

#include <string>

#include "attain/definition/document.h"
#include "definition/sample.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

using ::sample::Describe;

TEST(FieldsTest, TableKnowsItsFields) {
  const FieldTable& table = Describe(Type<sample::Band>{});
  EXPECT_EQ(table.name(), "band");
  EXPECT_EQ(table.fields().size(), 3U);
  EXPECT_TRUE(table.Find("from")->required);
  EXPECT_FALSE(table.Find("to")->required);
  EXPECT_EQ(table.Find("from")->low, (Bound{0, false}));
  EXPECT_EQ(table.Find("to")->low, (Bound{0, true}));
  EXPECT_EQ(table.Find("pays")->high, (Bound{10, true}));
  EXPECT_EQ(table.Find("none"), nullptr);
  EXPECT_EQ(Describe(Type<sample::Flat>{}).kind(), "flat");
  EXPECT_EQ(Describe(Type<sample::Plan>{}).document(), "plan");
  EXPECT_EQ(Describe(Type<sample::Plan>{}).version(), 1);
}

TEST(FieldsTest, OffsetsLeadToTheMembers) {
  const sample::Band band{.from = Rate(1), .to = Rate(2), .pays = Rate(3)};
  const Field& pays = *Describe(Type<sample::Band>{}).Find("pays");
  EXPECT_EQ(*reinterpret_cast<const Rate*>(reinterpret_cast<const char*>(&band) + pays.offset),
            Rate(3));
}

TEST(FieldsTest, WordsGoBothWays) {
  EXPECT_EQ(TextOf(sample::Method::kWhole), "whole");
  EXPECT_EQ(TextOf(static_cast<sample::Method>(99)), "");
  EXPECT_EQ(TextOf(RoundingMode::kHalfAway), "half_away");
  EXPECT_EQ(TextOf(RoundingPoint::kCumulative), "cumulative");
  EXPECT_EQ(TextOf(Grain::kQuarter), "quarter");
}

TEST(FieldsTest, WordsOfBaseAreThoseItsOwnNamesUse) {
  for (const Word& word : Describe(Type<Grain>{}).words())
    EXPECT_EQ(Name(static_cast<Grain>(word.value)), word.text);
}

TEST(FieldsTest, EveryShapeHasAName) {
  std::string before;
  for (int32_t shape = 1; shape <= 22; ++shape) {
    EXPECT_NE(Name(static_cast<Shape>(shape)), "unknown") << shape;
    EXPECT_NE(Name(static_cast<Shape>(shape)), before);
    before = Name(static_cast<Shape>(shape));
  }
  EXPECT_EQ(Name(Shape{0}), "unknown");
}

TEST(FieldsTest, IdsAreFreeTextWithoutBrackets) {
  for (const char* id : {"a", "quota-2026", "Ada Lovelace", "é奖", "a.b", "1"})
    EXPECT_TRUE(IsId(id)) << id;
  for (const char* id : {"", " a", "a ", "a[0]", "]", "a\nb", "\x7F", "\xC2\x80", "\xFF"})
    EXPECT_FALSE(IsId(id)) << id;
  EXPECT_TRUE(IsId(std::string(200, 'x')));
  EXPECT_FALSE(IsId(std::string(201, 'x')));
}

TEST(FieldsTest, RoundingReadsAndWritesByItsTable) {
  const auto loaded = Load<Rounding>(R"({"point": "transaction", "scale": 4})");
  EXPECT_TRUE(loaded.findings.empty());
  EXPECT_EQ(loaded.value, (Rounding{.point = RoundingPoint::kTransaction, .scale = 4}));
  EXPECT_EQ(Write(loaded.value), R"({"point":"transaction","scale":4})");
  EXPECT_EQ(Load<Rounding>(R"({"scale": 39})").findings.items().at(0).reason, Reason::kOutOfBounds);
}

}  // namespace
}  // namespace attain::definition
