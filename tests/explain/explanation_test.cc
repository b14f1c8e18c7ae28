// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/explanation.h"

#include <sstream>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::explain {
namespace {

const Currency kEur = Currency::Unchecked("EUR", 2);
const Currency kUsd = Currency::Unchecked("USD", 2);

ExplainedAmount Eur(const char* text) {
  return ExplainedAmount(Fraction(*Decimal::Parse(text)), kEur);
}
Rate Pct(const char* text) { return *Rate::Parse(text); }

// The statement of the header: 4,800 + 1,600 + 2,250 = 8,650.
Node Statement() {
  Node component{.label = {"component", {{"component", "new-business"}}},
                 .amount = Eur("8650"),
                 .path = "components[new-business]"};
  component.children = {
      {.label = {.key = "credited"},
       .detail = {"credited.deals_splits", {{"deals", 4}, {"splits", 1}}},
       .amount = Eur("118000"),
       .counts = false,
       .rows = {{"deals", 3, "D-4"}, {"deals", 7}}},
      {.label = {.key = "quota"},
       .detail = {"quota.of", {{"target", "quota-2026"}, {"unit", "/emea/north"}}},
       .amount = Eur("100000"),
       .counts = false,
       .note = {"attainment.is", {{"attainment", Percent{*Fraction::Of(59, 50)}}}}},
      {.label = {.key = "band"},
       .detail =
           {"band.marginal",
            {{"from", Pct("0%")}, {"to", Pct("80%")}, {"base", Eur("80000")}, {"rate", Pct("6%")}}},
       .amount = Eur("4800")},
      {.label = {.key = "band"},
       .detail = {"band.marginal",
                  {{"from", Pct("80%")},
                   {"to", Pct("100%")},
                   {"base", Eur("20000")},
                   {"rate", Pct("8%")}}},
       .amount = Eur("1600")},
      {.label = {.key = "band"},
       .detail = {"band.marginal_open",
                  {{"from", Pct("100%")}, {"base", Eur("18000")}, {"rate", Pct("12.5%")}}},
       .amount = Eur("2250"),
       .note = {"cap.not_reached", {{"cap", Eur("40000")}}}}};
  return {.label = {"statement.title",
                    {{"payee", "Ada Lovelace"}, {"plan", "ae-2026"}, {"period", "2026-Q1"}}},
          .amount = Eur("8650"),
          .children = {component}};
}

TEST(ExplanationTest, StatementPrintsAsTreeWithColumnsLinedUp) {
  EXPECT_EQ(
      Explanation(Statement()).ToText(),
      "8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1\n"
      "└ new-business                                    8,650.00\n"
      "  ├ credited  4 deals, 1 split                  118,000.00\n"
      "  ├ quota     quota-2026 /emea/north            100,000.00   attainment 118 %\n"
      "  ├ band      0 % – 80 %    80,000.00 × 6 %       4,800.00\n"
      "  ├ band      80 % – 100 %  20,000.00 × 8 %       1,600.00\n"
      "  └ band      100 % and up  18,000.00 × 12.5 %    2,250.00   cap 40,000.00 not reached\n");
}

TEST(ExplanationTest, ChineseCharactersCountTwoColumns) {
  EXPECT_EQ(Explanation(Statement()).ToText(Language::kChinese),
            "8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1\n"
            "└ new-business                                  8,650.00\n"
            "  ├ 计入业绩  4 笔交易，1 笔分成              118,000.00\n"
            "  ├ 配额      quota-2026 /emea/north          100,000.00   完成率 118%\n"
            "  ├ 档位      0% – 80%     80,000.00 × 6%       4,800.00\n"
            "  ├ 档位      80% – 100%   20,000.00 × 8%       1,600.00\n"
            "  └ 档位      100% 及以上  18,000.00 × 12.5%    2,250.00   未达到封顶 40,000.00\n");
}

TEST(ExplanationTest, DeeperStepsHangOnTheirOwnLine) {
  const Node tree{
      .label = Verbatim("top"),
      .children = {
          {.label = Verbatim("first"),
           .amount = Eur("1"),
           .children = {{.label = Verbatim("inner"), .amount = Eur("1"), .note = Verbatim("why")}}},
          {.label = Verbatim("second"), .note = Verbatim("nothing to pay")}}};
  EXPECT_EQ(Explanation(tree).ToText(),
            "top\n"
            "├ first    1.00   EUR\n"
            "│ └ inner  1.00   why\n"
            "└ second          nothing to pay\n");
}

TEST(ExplanationTest, AmountInAnotherCurrencyNamesIt) {
  const Node tree{.label = Verbatim("pay"),
                  .amount = Eur("90"),
                  .note = Verbatim("converted"),
                  .children = {{.label = Verbatim("booked"),
                                .amount = ExplainedAmount(*Money::Parse("100 USD")),
                                .counts = false,
                                .note = Verbatim("rate 0.9")},
                               {.label = Verbatim("paid"), .amount = Eur("90")}}};
  EXPECT_EQ(Explanation(tree).ToText(),
            "90.00 EUR   pay   converted\n"
            "├ booked  100.00   USD   rate 0.9\n"
            "└ paid     90.00\n");
}

TEST(ExplanationTest, RootDetailStandsBehindItsLabel) {
  const Node tree{.label = Verbatim("score"),
                  .detail = Verbatim("of three"),
                  .amount = ExplainedAmount(Fraction(7), {})};
  EXPECT_EQ(Explanation(tree).ToText(), "7   score  of three\n");
}

TEST(ExplanationTest, StreamGivesTheEnglishText) {
  const Explanation explanation(Statement());
  std::ostringstream out;
  out << explanation;
  EXPECT_EQ(out.str(), explanation.ToText(Language::kEnglish));
}

TEST(ExplanationTest, SumsThatHoldAreOk) {
  EXPECT_TRUE(Explanation(Statement()).CheckSums().ok());
  EXPECT_TRUE(Explanation().CheckSums().ok());
  const auto sum = Explanation(Statement()).SumOfLeaves();
  ASSERT_TRUE(sum.ok());
  EXPECT_EQ(*sum, Eur("8650"));
}

TEST(ExplanationTest, ThirdsAddUpExactly) {
  const ExplainedAmount third(*Fraction::Of(1, 3), kEur);
  const Node step{.label = Verbatim("third"), .amount = third};
  const Node tree{.label = Verbatim("one"), .amount = Eur("1"), .children = {step, step, step}};
  EXPECT_TRUE(Explanation(tree).CheckSums().ok());
  EXPECT_NE(Explanation(tree).ToText().find("≈0.333333"), std::string::npos);
  EXPECT_NE(Explanation(tree).ToJson().find(R"("amount":"1/3")"), std::string::npos);
}

TEST(ExplanationTest, MissingCentIsReportedWithTheWayToIt) {
  Node tree = Statement();
  tree.children[0].children[2].amount = Eur("4799.99");
  const absl::Status status = Explanation(tree).CheckSums();
  EXPECT_EQ(ReasonOf(status), Reason::kInternal);
  EXPECT_NE(MessageOf(status).find("new-business: the steps add up to 864999/100, not to 8650"),
            std::string::npos)
      << MessageOf(status);
}

TEST(ExplanationTest, CurrenciesNeverAddUp) {
  const ExplainedAmount dollar(Fraction(1), kUsd);
  const Node dollars{.label = Verbatim("d"), .amount = dollar};
  const Node euros{.label = Verbatim("e"), .amount = Eur("1")};
  const Explanation mixed(
      {.label = Verbatim("both"), .amount = Eur("2"), .children = {euros, dollars}});
  EXPECT_EQ(ReasonOf(mixed.CheckSums()), Reason::kCurrencyMismatch);
  EXPECT_EQ(ReasonOf(mixed.SumOfLeaves().status()), Reason::kCurrencyMismatch);
  const Explanation under({.label = Verbatim("top"), .amount = Eur("1"), .children = {dollars}});
  EXPECT_EQ(ReasonOf(under.CheckSums()), Reason::kCurrencyMismatch);
}

TEST(ExplanationTest, SumBeyondTheRangeIsAnOverflow) {
  const auto huge = Decimal::Parse("99999999999999999999999999999999999999");
  const Node step{.label = Verbatim("huge"), .amount = ExplainedAmount(Fraction(*huge), kEur)};
  const Explanation tree({.label = Verbatim("sum"), .amount = Eur("1"), .children = {step, step}});
  EXPECT_EQ(ReasonOf(tree.CheckSums()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(tree.SumOfLeaves().status()), Reason::kOverflow);
}

TEST(ExplanationTest, JsonKeepsKeysArgumentsPathsAndRows) {
  const std::string json = Explanation(Statement()).ToJson(Language::kChinese);
  EXPECT_NE(json.find(R"({"key":"credited","text":"计入业绩"})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("rows":[{"table":"deals","row":3,"id":"D-4"},{"table":"deals","row":7}])"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("path":"components[new-business]")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("arguments":{"from":"0.8","to":"1","base":"20000 EUR","rate":"0.08"})"),
            std::string::npos)
      << json;
  EXPECT_NE(
      json.find(
          R"("note":{"key":"attainment.is","text":"完成率 118%","arguments":{"attainment":"1.18"}})"),
      std::string::npos);
  EXPECT_NE(json.find(R"("counts":false)"), std::string::npos);
}

TEST(ExplanationTest, JsonWritesEveryTypeOfArgumentExactly) {
  const Explanation tree({.label = {"x",
                                    {{"a", "te\"xt"},
                                     {"b", std::string("s")},
                                     {"c", int64_t{12345}},
                                     {"d", *Decimal::Parse("1.50")},
                                     {"e", *Fraction::Of(2, 3)},
                                     {"f", *Money::Parse("1234.5 EUR")},
                                     {"g", *Date::Parse("2026-03-31")},
                                     {"h", ExplainedAmount(Fraction(3), {})}}}});
  EXPECT_EQ(
      tree.ToJson(),
      R"({"label":{"key":"x","text":"x","arguments":{"a":"te\"xt","b":"s","c":"12345","d":"1.5","e":"2/3",)"
      R"("f":"1234.50 EUR","g":"2026-03-31","h":"3"}}})");
}

}  // namespace
}  // namespace attain::explain
