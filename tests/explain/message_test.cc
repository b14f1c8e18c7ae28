// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/message.h"

#include <algorithm>
#include <set>
#include <string>

#include "attain/base/status.h"
#include "attain/explain/format.h"
#include "gtest/gtest.h"

namespace attain::explain {
namespace {

std::set<std::string> Placeholders(std::string_view pattern) {
  std::set<std::string> names;
  for (size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    const size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) {
      names.insert("a brace is not closed");
      break;
    }
    const std::string_view inside = pattern.substr(open + 1, close - open - 1);
    names.insert(std::string(inside.substr(0, inside.find('|'))));
  }
  return names;
}

int Tabs(std::string_view pattern) {
  return static_cast<int>(std::count(pattern.begin(), pattern.end(), '\t'));
}

TEST(MessageTest, EveryKeySpeaksBothLanguagesWithTheSamePlaceholders) {
  ASSERT_GT(Messages().size(), 50U);
  for (const MessageInfo& row : Messages()) {
    EXPECT_FALSE(row.english.empty()) << row.key;
    EXPECT_FALSE(row.chinese.empty()) << row.key;
    EXPECT_EQ(Placeholders(row.english), Placeholders(row.chinese)) << row.key;
    EXPECT_EQ(Tabs(row.english), Tabs(row.chinese)) << row.key;
    EXPECT_EQ(Placeholders(row.english).count("a brace is not closed"), 0U) << row.key;
  }
}

TEST(MessageTest, EveryKeyStandsOnce) {
  for (size_t i = 1; i < Messages().size(); ++i) {
    EXPECT_LT(Messages()[i - 1].key, Messages()[i].key);
  }
}

TEST(MessageTest, EveryPluralHasTwoForms) {
  for (const MessageInfo& row : Messages()) {
    for (size_t open = row.english.find('{'); open != std::string_view::npos;
         open = row.english.find('{', open + 1)) {
      const auto inside = row.english.substr(open, row.english.find('}', open) - open);
      const auto bars = std::count(inside.begin(), inside.end(), '|');
      EXPECT_TRUE(bars == 0 || bars == 2) << row.key;
    }
  }
}

TEST(MessageTest, OneIsSingularAndEverythingElsePlural) {
  EXPECT_EQ(Format("credited.deals", {{"deals", 1}}, Language::kEnglish), "1 deal");
  EXPECT_EQ(Format("credited.deals", {{"deals", 0}}, Language::kEnglish), "0 deals");
  EXPECT_EQ(Format("credited.deals", {{"deals", 4}}, Language::kEnglish), "4 deals");
  EXPECT_EQ(Format("credited.deals", {{"deals", Decimal(1)}}, Language::kEnglish), "1 deal");
  EXPECT_EQ(Format("credited.deals", {{"deals", 1}}, Language::kChinese), "1 笔交易");
}

TEST(MessageTest, ArgumentsAreWrittenByTheirType) {
  const auto text = [](const Argument& argument, Language language = Language::kEnglish) {
    return Format("text", {argument}, language);
  };
  EXPECT_EQ(text({"text", "a"}), "a");
  EXPECT_EQ(text({"text", std::string("b")}), "b");
  EXPECT_EQ(text({"text", std::string_view("c")}), "c");
  EXPECT_EQ(text({"text", 12345}), "12,345");
  EXPECT_EQ(text({"text", *Decimal::Parse("1234.50")}), "1,234.5");
  EXPECT_EQ(text({"text", *Fraction::Of(1, 4)}), "0.25");
  EXPECT_EQ(text({"text", *Money::Parse("40000 EUR")}), "40,000.00 EUR");
  EXPECT_EQ(text({"text", ExplainedAmount(*Money::Parse("40000 EUR"))}), "40,000.00");
  EXPECT_EQ(text({"text", *Rate::Parse("12.5%")}), "12.5 %");
  EXPECT_EQ(text({"text", Percent{*Fraction::Of(1, 2)}}, Language::kChinese), "50%");
  EXPECT_EQ(text({"text", *Date::Parse("2026-03-31")}), "2026-03-31");
}

TEST(MessageTest, CellsBecomeSpacesUnlessTheyAreWanted) {
  const Message message{"rate.flat", {{"base", 100}, {"rate", *Rate::Parse("6%")}}};
  EXPECT_EQ(Format(message, Language::kEnglish), "100 × 6 %");
  EXPECT_EQ(FormatCells(message, Language::kEnglish), ">100 ×\t6 %");
}

TEST(MessageTest, TextsOfTheUserStayAsTheyAre) {
  EXPECT_EQ(Format(Verbatim("> a\tb  {x}"), Language::kEnglish), "> a\tb  {x}");
  EXPECT_TRUE(Message().empty());
  EXPECT_FALSE(Verbatim("x").empty());
}

TEST(MessageTest, UnknownKeysAndMissingArgumentsStayVisible) {
  EXPECT_EQ(Format("no.such.key", {}, Language::kEnglish), "no.such.key");
  EXPECT_EQ(FormatCells({.key = "no.such.key"}, Language::kEnglish), "no.such.key");
  EXPECT_EQ(Format("credited.deals", {}, Language::kEnglish), "{deals} {deals}");
}

TEST(MessageTest, LanguagesAreNamedByTheirTags) {
  EXPECT_EQ(LanguageNamed("en"), Language::kEnglish);
  EXPECT_EQ(LanguageNamed("en-GB"), Language::kEnglish);
  EXPECT_EQ(LanguageNamed("zh_CN.UTF-8"), Language::kChinese);
  EXPECT_EQ(LanguageNamed("zh"), Language::kChinese);
  EXPECT_EQ(LanguageNamed("fr"), std::nullopt);
  EXPECT_EQ(LanguageNamed("english"), std::nullopt);
  EXPECT_EQ(LanguageNamed(""), std::nullopt);
  EXPECT_EQ(Name(Language::kEnglish), "en");
  EXPECT_EQ(Name(Language::kChinese), "zh");
}

TEST(MessageTest, FindingsSpeakChineseFromTheTableOfReasons) {
  const Finding finding{
      .reason = Reason::kMissingKey,
      .where = {.document = "plan.json", .line = 3, .column = 5, .path = "components[0]"},
      .text = "the key \"id\" is missing",
      .hint = "add it"};
  EXPECT_EQ(FindingText(finding, Language::kEnglish), finding.ToString());
  EXPECT_EQ(FindingText(finding, Language::kChinese),
            finding.where.ToString() +
                "：MISSING_KEY 缺少必需的键。（the key \"id\" is missing） 提示：add it");
  EXPECT_EQ(FindingText({.reason = Reason::kOverflow}, Language::kChinese),
            "OVERFLOW 结果超出可表示范围。");
}

}  // namespace
}  // namespace attain::explain
