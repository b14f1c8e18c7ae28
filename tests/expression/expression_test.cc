// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/expression/expression.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::expression {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Canonical(std::string_view text) {
  const absl::StatusOr<Expression> parsed = Parse(text);
  return parsed.ok() ? parsed->ToString() : MessageOf(parsed.status());
}

std::string Result(std::string_view text, const Bindings& bindings = {}) {
  const absl::StatusOr<Expression> parsed = Parse(text);
  return parsed.ok() ? Evaluate(*parsed, bindings).ToString() : MessageOf(parsed.status());
}

Finding FaultOf(std::string_view text, const ParseOptions& options = {}) {
  const absl::StatusOr<Expression> parsed = Parse(text, options);
  if (parsed.ok()) return {};
  return FindingsOf(parsed.status()).items()[0];
}

TEST(ParseTest, CanonicalTextHasOneSpelling) {
  EXPECT_EQ(Canonical("a&&(b||c)"), "a && (b || c)");
  EXPECT_EQ(Canonical("((a)) + (b*c)"), "a + b * c");
  EXPECT_EQ(Canonical("(a + b)*c - (d - e)"), "(a + b) * c - (d - e)");
  EXPECT_EQ(Canonical("x?\"it's\":r'\\d'"), "x ? 'it\\'s' : '\\\\d'");
  EXPECT_EQ(Canonical("(a ? b : c) ? d : e ? f : g"), "(a ? b : c) ? d : e ? f : g");
  EXPECT_EQ(Canonical("!(a in [1,2.50,-3])"), "!(a in [1, 2.50, -3])");
  EXPECT_EQ(Canonical("a . b [ 0 ].size( )"), "a.b[0].size()");
  EXPECT_EQ(Canonical("-(5) - -x // comment\n"), "-(5) - -x");
  EXPECT_EQ(Canonical("l.map(x,x>1,x*2).exists(y,y==1)"),
            "l.map(x, x > 1, x * 2).exists(y, y == 1)");
  EXPECT_EQ(Canonical("0x1F + 1e3 + 1e-300 + .5"), "31 + 1000.0 + 1.00000000000000003e-300 + 0.5");
  EXPECT_EQ(Canonical("'\\n\\x01\\u00e9'"), "'\\n\\x01\u00e9'");
  EXPECT_EQ(Canonical("math.greatest(1, 2)"), "math.greatest(1, 2)");
  EXPECT_EQ(Canonical("[null, true, false]"), "[null, true, false]");
}

TEST(ParseTest, CanonicalTextMeansTheSame) {
  for (const char* text : {"-(-1)", "- - 1", "!!true", "1 - (2 - 3)", "2 * (3 + 4) % 5",
                           "(1 < 2) == true", "'a' + ('b' + 'c')", "[1, 2].map(x, [x, -x])",
                           "1.50 == 1.5", "1e-324 == 0.0", "(-1 == -1) ? 'a' : 'b'"}) {
    EXPECT_EQ(Result(Canonical(text)), Result(text)) << text;
    EXPECT_EQ(Canonical(Canonical(text)), Canonical(text)) << text;
  }
}

TEST(ParseTest, NamesAreTheFreeOnes) {
  EXPECT_THAT(Parse("b + a.b.c + size(d) + l.exists(x, x > e)")->names(),
              ElementsAre("a.b.c", "b", "d", "e", "l"));
  EXPECT_THAT(Parse("x.exists(x, x.y == 1)")->names(), ElementsAre("x"));
  EXPECT_THAT(Parse("p[k].field")->names(), ElementsAre("k", "p"));
  EXPECT_EQ(Parse("1+1")->text(), "1+1");
  EXPECT_EQ(Parse("1", {.where = {.document = "plan.json"}})->where().document, "plan.json");
}

TEST(ParseTest, FaultsNameLineAndColumn) {
  const Finding fault = FaultOf("stage == 'won' &&\n  amount >= ");
  EXPECT_EQ(fault.reason, Reason::kExpressionSyntax);
  EXPECT_EQ(fault.where.line, 2);
  EXPECT_EQ(fault.where.column, 13);
  EXPECT_EQ(fault.text, "expected a value, found the end");
}

TEST(ParseTest, InsideADocumentFaultsPointAtTheDocument) {
  const Finding fault =
      FaultOf("a +", {.where = {.document = "plan.json", .line = 14, .column = 9}});
  EXPECT_EQ(fault.where.document, "plan.json");
  EXPECT_EQ(fault.where.line, 14);
  EXPECT_THAT(fault.text, HasSubstr("(at 1:4 of the expression)"));
}

TEST(ParseTest, InsideADocumentFaultsPointAtTheirOwnCharacter) {
  definition::ExpressionText text("name == \"a\" &&\n x +");
  text.raw = "name == \\\"a\\\" &&\\n x +";
  text.where = {.document = "plan.json", .line = 14, .column = 20, .offset = 300, .path = "for"};
  const auto parsed = ParseText(text, "elsewhere");
  ASSERT_FALSE(parsed.ok());
  const Finding fault = FindingsOf(parsed.status()).items()[0];
  EXPECT_THAT(fault.text, HasSubstr("(at 2:5 of the expression)"));
  EXPECT_EQ(fault.where.line, 14);
  EXPECT_EQ(fault.where.column, 20 + 22);
  EXPECT_EQ(fault.where.offset, 300 + 22);
  EXPECT_EQ(fault.where.path, "for");
  EXPECT_EQ(FindingsOf(ParseText("a +", "plans[0].for").status()).items()[0].where.path,
            "plans[0].for");
  // Names are looked up later, at their own places.
  text.text = text.raw = "a + bb";
  const auto bound =
      Bind(*ParseText(text), *table::Table::Of("t", {table::Column::OfInts("a", {1})}));
  ASSERT_FALSE(bound.ok());
  EXPECT_EQ(FindingsOf(bound.status()).items()[0].where.column, 24);
}

TEST(ParseTest, FaultsSayWhatWouldBeRight) {
  EXPECT_THAT(FaultOf("a = 1").text, HasSubstr("write =="));
  EXPECT_THAT(FaultOf("a & b").text, HasSubstr("write &&"));
  EXPECT_THAT(FaultOf("a # b").text, HasSubstr("unexpected character #"));
  EXPECT_THAT(FaultOf("'abc").text, HasSubstr("no closing quote"));
  EXPECT_THAT(FaultOf("'ab\nc'").text, HasSubstr("no closing quote"));
  EXPECT_THAT(FaultOf("'\\q'").text, HasSubstr("unknown escape"));
  EXPECT_THAT(FaultOf("'\\ud800'").text, HasSubstr("unknown escape"));
  EXPECT_THAT(FaultOf("'\\400'").text, HasSubstr("unknown escape"));
  EXPECT_THAT(FaultOf("'\\x4'").text, HasSubstr("unknown escape"));
  EXPECT_THAT(FaultOf("(1").text, HasSubstr("expected ) to close '('"));
  EXPECT_THAT(FaultOf("[1, 2").text, HasSubstr("expected ]"));
  EXPECT_THAT(FaultOf("f(1,)").text, HasSubstr("expected an argument"));
  EXPECT_THAT(FaultOf("a[1").text, HasSubstr("after an index"));
  EXPECT_THAT(FaultOf("a ? b").text, HasSubstr("expected :"));
  EXPECT_THAT(FaultOf("a.1").text, HasSubstr("unexpected '.1'"));
  EXPECT_THAT(FaultOf("a.in").text, HasSubstr("expected a name"));
  EXPECT_THAT(FaultOf("1 2").text, HasSubstr("unexpected '2'"));
  EXPECT_THAT(FaultOf("1 'x'").text, HasSubstr("unexpected a text"));
  EXPECT_THAT(FaultOf("{}").text, HasSubstr("maps"));
  EXPECT_THAT(FaultOf("b'x'").text, HasSubstr("byte strings"));
  EXPECT_THAT(FaultOf("1u").text, HasSubstr("unsigned"));
  EXPECT_THAT(FaultOf("1abc").text, HasSubstr("neither a number nor a name"));
  EXPECT_THAT(FaultOf("if + 1").text, HasSubstr("reserved word"));
  EXPECT_THAT(FaultOf("9223372036854775808").text, HasSubstr("64 bits"));
  EXPECT_THAT(FaultOf("1e999").text, HasSubstr("beyond the range"));
  EXPECT_THAT(FaultOf("l.all(x + 1, true)").text, HasSubstr("plain name"));
}

TEST(ParseTest, AllFaultsOfTheWordsAreReported) {
  EXPECT_EQ(FindingsOf(Parse("a # b $ 'c").status()).size(), 3);
}

TEST(ParseTest, HostileInputMeetsLimits) {
  EXPECT_EQ(FaultOf(std::string(70'000, 'a')).reason, Reason::kExpressionLimit);
  EXPECT_EQ(FaultOf(std::string(60'000, '(')).reason, Reason::kExpressionLimit);
  EXPECT_EQ(FaultOf(std::string(60'000, '[')).reason, Reason::kExpressionLimit);
  EXPECT_EQ(FaultOf(std::string(60'000, '-') + "a").reason, Reason::kExpressionLimit);
  EXPECT_EQ(FaultOf(std::string(60'000, '!') + "a").reason, Reason::kExpressionLimit);
  std::string chain = "1";
  for (int i = 0; i < 300; ++i) chain += "+1";
  EXPECT_EQ(FaultOf(chain).reason, Reason::kExpressionLimit);
  std::string conditionals;
  for (int i = 0; i < 300; ++i) conditionals += "a?b:";
  EXPECT_EQ(FaultOf(conditionals + "c").reason, Reason::kExpressionLimit);
  std::string list = "[1";
  for (int i = 0; i < 25'000; ++i) list += ",1";
  EXPECT_EQ(FaultOf(list + "]").reason, Reason::kExpressionLimit);
  std::string alternatives = "false";
  for (int i = 0; i < 5000; ++i) alternatives += "||false";
  EXPECT_EQ(Result(alternatives), "false");
  EXPECT_EQ(FaultOf("a + \xff").reason, Reason::kInvalidUtf8);
  EXPECT_EQ(FaultOf("'\xc0\x80'").reason, Reason::kInvalidUtf8);
  EXPECT_EQ(FaultOf("'\xe2\x82'").reason, Reason::kInvalidUtf8);
  EXPECT_EQ(FaultOf("").reason, Reason::kExpressionSyntax);
}

TEST(EvaluateTest, StepsAreLimited) {
  const Expression loops =
      *Parse("[1, 2, 3, 4].all(a, [1, 2, 3, 4].all(b, [1, 2, 3, 4].all(c, a + b + c > 0)))",
             {.limits = {.steps = 100}});
  EXPECT_EQ(Evaluate(loops, {}).error().reason, Reason::kExpressionLimit);
}

TEST(EvaluateTest, QualifiedNamesAreFoundWhole) {
  const Bindings bindings = {{"a.b", Value::Int(1)}, {"x", Value::Of(Value::List{Value::Int(2)})}};
  EXPECT_EQ(Result("a.b + x[0]", bindings), "3");
  EXPECT_THAT(Result("a.c", bindings), HasSubstr("UNKNOWN_NAME"));
  EXPECT_THAT(Result("x.c", bindings), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("f(1)", bindings), HasSubstr("there is no function f"));
}

TEST(EvaluateTest, ErrorsAreAbsorbedByTheDecidingSide) {
  EXPECT_EQ(Result("1 / 0 > 1 || true"), "true");
  EXPECT_EQ(Result("false && missing"), "false");
  EXPECT_EQ(Result("true ? 1 : 1 / 0"), "1");
  EXPECT_THAT(Result("true && 1 / 0 > 1"), HasSubstr("DIVISION_BY_ZERO"));
  EXPECT_THAT(Result("true && 1"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("null && true"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("null ? 1 : 2"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("1 ? 1 : 2"), HasSubstr("NO_MATCHING_OVERLOAD"));
}

TEST(EvaluateTest, MacrosWalkOverLists) {
  EXPECT_EQ(Result("[1, 2, 3].map(x, x > 1, x * 10)"), "[20, 30]");
  EXPECT_EQ(Result("[3, 4].all(x, [1, 2].exists(y, x - y == 2))"), "true");
  EXPECT_EQ(Result("[0, 1].exists(x, 1 / x == 1)"), "true");
  EXPECT_THAT(Result("[0].all(x, 1 / x == 1)"), HasSubstr("DIVISION_BY_ZERO"));
  EXPECT_THAT(Result("[1].map(x, true, x / 0)"), HasSubstr("DIVISION_BY_ZERO"));
  EXPECT_THAT(Result("[1].filter(x, x)"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("[1].filter(x, null)"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("1.map(x, x)"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("(1 / 0).map(x, x)"), HasSubstr("DIVISION_BY_ZERO"));
  EXPECT_THAT(Result("[1 / 0]"), HasSubstr("DIVISION_BY_ZERO"));
}

TEST(EvaluateTest, ExactNumbersStayExact) {
  const Bindings bindings = {{"amount", Value::Of(Decimal::Unchecked(100'000, 2))},
                             {"eur", Value::Of(*Money::Parse("10.00 EUR"))},
                             {"usd", Value::Of(*Money::Parse("10.00 USD"))}};
  EXPECT_EQ(Result("amount * 0.1 + 0.005", bindings), "100.005");
  EXPECT_EQ(Result("amount >= 1000.00 && 999.995 < amount", bindings), "true");
  EXPECT_EQ(Result("amount in [1.5, 1000.0]", bindings), "true");
  EXPECT_EQ(Result("amount / 3", bindings), "1000/3");
  EXPECT_EQ(Result("amount / 3 * 3 - 1 == 999", bindings), "true");
  EXPECT_EQ(Result("amount / 3 + amount / 6 > 499", bindings), "true");
  EXPECT_EQ(Result("-(amount / 3)", bindings), "-1000/3");
  EXPECT_EQ(Result("eur * 2 + eur - 5", bindings), "25.00 EUR");
  EXPECT_EQ(Result("-eur", bindings), "-10.00 EUR");
  EXPECT_EQ(Result("eur / eur", bindings), "1");
  EXPECT_EQ(Result("round(eur / 3, 2)", bindings), "3.33");
  EXPECT_EQ(Result("round(eur * 0.125, 1)", bindings), "1.2 EUR");
  EXPECT_THAT(Result("eur + usd", bindings), HasSubstr("CURRENCY_MISMATCH"));
  EXPECT_THAT(Result("eur < usd", bindings), HasSubstr("CURRENCY_MISMATCH"));
  EXPECT_THAT(Result("eur * eur", bindings), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("amount + double(1)", bindings), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("amount == double(1)", bindings), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("amount % 2", bindings), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("amount / 0", bindings), HasSubstr("DIVISION_BY_ZERO"));
}

TEST(EvaluateTest, WholeNumbersAreChecked) {
  EXPECT_THAT(Result("9223372036854775807 + 1"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("-9223372036854775808 - 1"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("9223372036854775807 * 2"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("-9223372036854775808 / -1"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("-(-9223372036854775808)"), HasSubstr("OVERFLOW"));
  EXPECT_EQ(Result("-9223372036854775808 % -1"), "0");
  EXPECT_EQ(Result("9223372036854775807 < 9223372036854775808.0"), "true");
  EXPECT_EQ(Result("-9223372036854775808 > -1e30"), "true");
  EXPECT_EQ(Result("1 == 0.0 / 0.0"), "false");
  EXPECT_EQ(Result("2.5 > 2"), "true");
  EXPECT_EQ(Result("-2 > -2.5"), "true");
}

TEST(EvaluateTest, DaysAndInstantsCalculate) {
  EXPECT_EQ(Result("1 + date('2026-02-28')"), "2026-03-01");
  EXPECT_EQ(Result("date('2026-03-01') - 1"), "2026-02-28");
  EXPECT_EQ(Result("date('2026-03-01') < timestamp('2026-03-01T00:00:01Z')"), "true");
  EXPECT_EQ(Result("timestamp('2026-03-01T00:00:00Z') == date('2026-03-01')"), "true");
  EXPECT_EQ(Result("timestamp('2026-03-01T00:00:00Z') - duration('1s')"), "2026-02-28T23:59:59Z");
  EXPECT_EQ(Result("-duration('1.5s')"), "-1.5s");
  EXPECT_THAT(Result("date('9999-12-31') + 1"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("date('2026-01-01') + 9223372036854775807"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("duration('1s') - 1"), HasSubstr("NO_MATCHING_OVERLOAD"));
}

TEST(EvaluateTest, ListsCompareByElements) {
  EXPECT_EQ(Result("[1, 2.0] == [1.0, 2]"), "true");
  EXPECT_EQ(Result("[1] == [1, 2]"), "false");
  EXPECT_EQ(Result("[1] + ['a'] == [1, 'b']"), "false");
  EXPECT_EQ(Result("[10, 20][1.0]"), "20");
  EXPECT_THAT(Result("[10][1]"), HasSubstr("INDEX_OUT_OF_RANGE"));
  EXPECT_THAT(Result("[10]['a']"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("1[0]"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("1 in 2"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("!1"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("-'a'"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("[1] < [2]"), HasSubstr("NO_MATCHING_OVERLOAD"));
}

}  // namespace
}  // namespace attain::expression
