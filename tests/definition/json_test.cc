// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/json.h"

#include <string>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

TEST(JsonTest, ValuesKnowTheirPlace) {
  const std::string text = "{ \"a\" : [ 1 , \"x\\ny\" ,\ttrue, null, -1.50e2 ] , \"b\":{}}";
  const Json root = *ParseJson(text);
  const auto source = [&](const Json& value) {
    return text.substr(static_cast<size_t>(value.begin),
                       static_cast<size_t>(value.end - value.begin));
  };
  EXPECT_EQ(source(root), text);
  const Json& list = *root.Find("a");
  EXPECT_EQ(list.key_begin, 2);
  ASSERT_EQ(list.items.size(), 5U);
  EXPECT_EQ(source(list.items[0]), "1");
  EXPECT_EQ(source(list.items[1]), "\"x\\ny\"");
  EXPECT_EQ(list.items[1].text, "x\ny");
  EXPECT_EQ(source(list.items[2]), "true");
  EXPECT_TRUE(list.items[2].boolean);
  EXPECT_EQ(source(list.items[3]), "null");
  EXPECT_EQ(list.items[4].text, "-1.50e2");
  EXPECT_EQ(source(list), "[ 1 , \"x\\ny\" ,\ttrue, null, -1.50e2 ]");
  EXPECT_EQ(source(*root.Find("b")), "{}");
  EXPECT_EQ(root.Find("c"), nullptr);
}

TEST(JsonTest, NumbersKeepEveryDigit) {
  EXPECT_EQ(ParseJson("123456789012345678901234567890.10")->text,
            "123456789012345678901234567890.10");
  EXPECT_EQ(ParseJson("1e300")->text, "1e300");
  EXPECT_EQ(ParseJson("-0")->text, "-0");
}

TEST(JsonTest, DoubledKeysAreKept) { EXPECT_EQ(ParseJson(R"({"a":1,"a":2})")->members.size(), 2U); }

struct BadText {
  std::string text;
  Reason reason;
  int64_t offset;
  const char* part;
};

class BadTextTest : public testing::TestWithParam<BadText> {};

TEST_P(BadTextTest, GivesReasonAndPlace) {
  const auto result = ParseJson(GetParam().text, "d.json");
  ASSERT_FALSE(result.ok()) << GetParam().text;
  const Findings findings = FindingsOf(result.status());
  ASSERT_EQ(findings.size(), 1);
  const Finding& finding = findings.items()[0];
  EXPECT_EQ(finding.reason, GetParam().reason) << finding.ToString();
  EXPECT_EQ(finding.where.offset, GetParam().offset) << finding.ToString();
  EXPECT_EQ(finding.where.document, "d.json");
  EXPECT_NE(finding.ToString().find(GetParam().part), std::string::npos) << finding.ToString();
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadTextTest,
    testing::Values(BadText{"", Reason::kJsonSyntax, 0, "empty"},
                    BadText{" \n", Reason::kJsonSyntax, 2, "empty"},
                    BadText{"{} {}", Reason::kJsonSyntax, 3, "follows the end"},
                    BadText{std::string("{}\0x", 4), Reason::kJsonSyntax, 2, "follows the end"},
                    BadText{"{a:1}", Reason::kJsonSyntax, 1, "key in quotes"},
                    BadText{"{\"a\" 1}", Reason::kJsonSyntax, 5, "colon"},
                    BadText{"{\"a\":1 \"b\":2}", Reason::kJsonSyntax, 7, "comma or }"},
                    BadText{"[1 2]", Reason::kJsonSyntax, 3, "comma or ]"},
                    BadText{"[1,]", Reason::kJsonSyntax, 3, "a value was expected"},
                    BadText{"[NaN]", Reason::kJsonSyntax, 1, "write a number"},
                    BadText{"[Infinity]", Reason::kJsonSyntax, 1, "write a number"},
                    BadText{"[-Infinity]", Reason::kJsonSyntax, 2, "value was expected"},
                    BadText{"[01]", Reason::kJsonSyntax, 2, "comma or ]"},
                    BadText{"[1.]", Reason::kJsonSyntax, 3, "after the point"},
                    BadText{"[1e]", Reason::kJsonSyntax, 3, "exponent"},
                    BadText{"[1e400.5]", Reason::kJsonSyntax, 6, "comma or ]"},
                    BadText{"[\"a]", Reason::kJsonSyntax, 4, "closing quote"},
                    BadText{"[\"\\x\"]", Reason::kJsonSyntax, 2, "no such escape"},
                    BadText{"[\"\\u12G4\"]", Reason::kJsonSyntax, 2, "hexadecimal"},
                    BadText{"[\"\\ud800\"]", Reason::kJsonSyntax, 2, "surrogate"},
                    BadText{"[\"a\nb\"]", Reason::kJsonSyntax, 3, "control character"},
                    BadText{"// c\n{}", Reason::kJsonSyntax, 0, "no comments"},
                    BadText{"[\"a\xFF\"]", Reason::kInvalidUtf8, 3, "not UTF-8"},
                    BadText{"[\"\xC0\x80\"]", Reason::kInvalidUtf8, 2, "not UTF-8"},
                    BadText{"[\"\xED\xA0\x80\"]", Reason::kInvalidUtf8, 2, "not UTF-8"},
                    BadText{"\xEF\xBB\xBF{}", Reason::kJsonSyntax, 0, "a value was expected"},
                    BadText{std::string(65, '['), Reason::kNestingTooDeep, 64, "64 levels"}));

TEST(JsonTest, SixtyFourLevelsAreRead) {
  EXPECT_TRUE(ParseJson(std::string(64, '[') + std::string(64, ']')).ok());
  EXPECT_EQ(ReasonOf(ParseJson(std::string(1000000, '[')).status()), Reason::kNestingTooDeep);
  EXPECT_EQ(ReasonOf(ParseJson("[[1]]", {}, {.max_depth = 1}).status()), Reason::kNestingTooDeep);
}

TEST(JsonTest, NumbersOfAnySizeKeepTheirDigitsAndPlaces) {
  const std::string digits(400, '7');
  const std::string text = "{\"1e999\": [1e400, -2.5E+0999 , 3], \"b\\\"\": " + digits + "}";
  const auto root = ParseJson(text);
  ASSERT_TRUE(root.ok()) << root.status();
  const Json& list = root->members[0];
  EXPECT_EQ(list.key, "1e999");
  ASSERT_EQ(list.items.size(), 3U);
  EXPECT_EQ(list.items[0].text, "1e400");
  EXPECT_EQ(list.items[1].text, "-2.5E+0999");
  EXPECT_EQ(list.items[2].text, "3");
  EXPECT_EQ(root->members[1].text, digits);
  for (const Json* number : {&list.items[0], &list.items[1], &list.items[2], &root->members[1]})
    EXPECT_EQ(text.substr(static_cast<size_t>(number->begin),
                          static_cast<size_t>(number->end - number->begin)),
              number->text);
  EXPECT_EQ(ReasonOf(ParseJson("[1e400, 01]").status()), Reason::kJsonSyntax);
}

TEST(JsonTest, TextsOverTheLimitAreRefused) {
  EXPECT_EQ(ReasonOf(ParseJson("[1, 2]", {}, {.max_bytes = 5}).status()),
            Reason::kDocumentTooLarge);
  EXPECT_TRUE(ParseJson("[1,2]", {}, {.max_bytes = 5}).ok());
}

TEST(JsonTest, StringsAreEscapedAndReadBack) {
  std::string out;
  AppendJsonString("a\"b\\c\n\t\r\x01 é 奖 😀", out);
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\t\\r\\u0001 é 奖 😀\"");
  EXPECT_EQ(ParseJson(out)->text, "a\"b\\c\n\t\r\x01 é 奖 😀");
  out.clear();
  AppendJsonString("\xFF\xC3", out);
  EXPECT_EQ(out, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonTest, PrettyTextBreaksOnlyWhatIsTooLong) {
  EXPECT_EQ(*PrettyJson(R"({"a":[1,2],"b":{},"c":[]})"),
            "{ \"a\": [1, 2], \"b\": {}, \"c\": [] }\n");
  EXPECT_EQ(*PrettyJson(R"({"a":[1,2],"b":{"c":"d"}})", 20),
            "{\n  \"a\": [1, 2],\n  \"b\": { \"c\": \"d\" }\n}\n");
  EXPECT_EQ(*PrettyJson("[[1,[2]],3]", 3), "[\n  [\n    1,\n    [\n      2\n    ]\n  ],\n  3\n]\n");
  EXPECT_EQ(*PrettyJson("1e5"), "1e5\n");
  EXPECT_FALSE(PrettyJson("[").ok());
}

TEST(JsonTest, PrettyTextOfDeepNestingTakesNoTime) {
  const std::string deep = std::string(64, '[') + std::string(64, ']');
  const std::string pretty = *PrettyJson(deep, 10);
  EXPECT_EQ(*PrettyJson(pretty, 1000), deep + "\n");
}

TEST(JsonTest, PositionsCountFromOneInBytes) {
  EXPECT_EQ(PositionOf("ab\ncd", 4).line, 2);
  EXPECT_EQ(PositionOf("ab\ncd", 4).column, 2);
  EXPECT_EQ(PositionOf("ab\ncd", 0).column, 1);
  EXPECT_EQ(PositionOf("ab\ncd", 99).column, 3);
  EXPECT_EQ(PositionOf("ab", -5).column, 1);
}

TEST(JsonTest, TypesHaveNames) {
  EXPECT_EQ(Name(Json::Type::kNull), "null");
  EXPECT_EQ(Name(Json::Type::kBool), "true or false");
  EXPECT_EQ(Name(Json::Type::kNumber), "a number");
  EXPECT_EQ(Name(Json::Type::kString), "a text");
  EXPECT_EQ(Name(Json::Type::kArray), "a list");
  EXPECT_EQ(Name(Json::Type::kObject), "an object");
}

}  // namespace
}  // namespace attain::definition
