// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/value.h"

#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

TEST(ValueTest, AmountBecomesMoneyOnlyInItsOwnCurrency) {
  const Currency eur = *Currency::Parse("EUR");
  const Currency usd = *Currency::Parse("USD");
  EXPECT_EQ(*Amount(*Decimal::Parse("12.5"), eur).ToMoney(), *Money::Parse("12.50 EUR"));
  EXPECT_EQ(*Amount(5).ToMoney(eur), *Money::Parse("5 EUR"));
  EXPECT_EQ(*Amount(5, eur).ToMoney(eur), *Money::Parse("5 EUR"));
  EXPECT_EQ(ReasonOf(Amount(5).ToMoney().status()), Reason::kCcyMissing);
  EXPECT_EQ(ReasonOf(Amount(5, usd).ToMoney(eur).status()), Reason::kCurrencyMismatch);
  EXPECT_EQ(ReasonOf(Amount(*Decimal::Parse("0.001"), eur).ToMoney().status()), Reason::kInexact);
}

TEST(ValueTest, AmountMayBeMadeFromMoney) {
  const Amount amount = *Money::Parse("40000 EUR");
  EXPECT_EQ(amount.ToString(), "40000 EUR");
  EXPECT_EQ(Amount(7).ToString(), "7");
}

TEST(ValueTest, DurationsAreDays) {
  EXPECT_EQ(Duration::Parse("30d")->days, 30);
  EXPECT_EQ(Duration::Parse("2w")->days, 14);
  EXPECT_EQ(Duration::Parse("2w")->ToString(), "14d");
  EXPECT_EQ(Duration::Parse("1000000w")->days, 7'000'000);
  for (const char* text : {"", "d", "30", "30m", "-1d", "1.5d", " 1d", "1 d"}) {
    EXPECT_EQ(ReasonOf(Duration::Parse(text).status()), Reason::kInvalidValue) << text;
  }
  for (const char* text : {"1000001w", "7000001d", "99999999999999999999d"}) {
    EXPECT_EQ(ReasonOf(Duration::Parse(text).status()), Reason::kOverflow) << text;
  }
}

TEST(ValueTest, ExpressionMadeInCodeHasNoPlace) {
  const ExpressionText text = "amount > 0";
  EXPECT_EQ(text.At(3), Where());
  EXPECT_EQ(text, ExpressionText(std::string("amount > 0")));
  EXPECT_EQ(text, ExpressionText(std::string_view("amount > 0")));
  EXPECT_TRUE(ExpressionText().empty());
}

// Where every byte of an expression with escapes stands in the document.
TEST(ValueTest, ExpressionMapsItsBytesThroughEscapes) {
  const std::string document = R"(["a\"b\u0041\u00e9\u5956\ud83d\ude00é\n!"])";
  const auto loaded = Load<std::vector<ExpressionText>>(document);
  ASSERT_TRUE(loaded.findings.empty());
  const ExpressionText& text = loaded.value.at(0);
  ASSERT_EQ(text.text, "a\"bAé奖😀é\n!");
  const auto source = [&](int64_t byte) {
    return document.substr(static_cast<size_t>(text.At(byte).offset), 2);
  };
  EXPECT_EQ(source(0), "a\\");
  EXPECT_EQ(source(1), "\\\"");
  EXPECT_EQ(source(2), "b\\");
  EXPECT_EQ(text.At(3).offset, 6);    // A
  EXPECT_EQ(text.At(4).offset, 12);   // é as \u00e9
  EXPECT_EQ(text.At(5).offset, 12);   // its second byte
  EXPECT_EQ(text.At(6).offset, 18);   // 奖
  EXPECT_EQ(text.At(9).offset, 24);   // 😀
  EXPECT_EQ(text.At(13).offset, 36);  // é itself
  EXPECT_EQ(source(15), "\\n");
  EXPECT_EQ(source(16), "!\"");
  EXPECT_EQ(text.At(99).offset, text.At(17).offset);
  EXPECT_EQ(text.At(-1).offset, 2);
  EXPECT_EQ(text.At(2).column, text.At(2).offset + 1);
}

TEST(ValueTest, LastOfTheVersionsThatHoldIsTaken) {
  const Date first = *Date::Parse("2026-01-01");
  const Date second = *Date::Parse("2026-06-01");
  Versions<int> versions;
  versions.versions = {{{.from = first}, 1}, {{.from = second, .to = second + 30}, 2}};
  EXPECT_EQ(versions.At(first - 1), nullptr);
  EXPECT_EQ(*versions.At(first), 1);
  EXPECT_EQ(*versions.At(second), 2);
  EXPECT_EQ(*versions.At(second + 30), 1);
  EXPECT_EQ(*Versions<int>(7).At(first), 7);
}

}  // namespace
}  // namespace attain::definition
