// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "attain/expression.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::expression {
namespace {

using ::testing::HasSubstr;

std::string Result(std::string_view text, const Environment& environment = {}) {
  const absl::StatusOr<Expression> parsed = Parse(text);
  return parsed.ok() ? Evaluate(*parsed, {}, environment).ToString() : MessageOf(parsed.status());
}

Environment World() {
  Environment world;
  world.fiscal = [](Grain grain, Date day) -> absl::StatusOr<int64_t> {
    if (day.year() > 2030) return MakeError(Reason::kCalendarUnknown, "no such year");
    return grain == Grain::kYear ? day.year() + 1 : grain == Grain::kQuarter ? 4 : 12;
  };
  world.period = [](Grain grain, Date day) -> absl::StatusOr<std::string> {
    if (day.year() > 2030) return MakeError(Reason::kCalendarUnknown, "no such year");
    return "FY" + std::to_string(day.year() % 100) + "-" + std::string(Name(grain));
  };
  world.workdays = [](Date a, Date b) -> absl::StatusOr<int64_t> {
    if (b < a) return MakeError(Reason::kInvalidPeriod, "ends before it starts");
    return (b - a) * 5 / 7;
  };
  world.under = [](std::string_view tree, std::string_view node,
                   std::string_view ancestor) -> absl::StatusOr<bool> {
    if (tree == "nowhere") return MakeError(Reason::kUnknownReference, "no such tree");
    return node.starts_with(ancestor);
  };
  return world;
}

/// The reference page, made from the table of functions.
std::string ReferencePage() {
  std::string page =
      "# Functions and operators of expressions\n\n"
      "Made from the table in `src/expression`; a test keeps the two the same and runs every "
      "example.\n"
      "`number` is an int, double or exact number; `exact` is a decimal, an exact ratio "
      "(`fraction`) or money; `any` is any type.\n"
      "Unless a line says otherwise a missing argument makes the result missing over columns.\n";
  std::string_view group;
  for (const FunctionInfo& info : Functions()) {
    if (info.group != group) {
      group = info.group;
      page += "\n## " + std::string(group) + "\n";
    }
    page += "\n### `" + std::string(info.name) + "`\n\n" + std::string(info.meaning) + "\n\n```\n" +
            std::string(info.signatures) + "\n```\n";
    if (!info.example.empty())
      page += "\n`" + std::string(info.example) + "` gives `" + std::string(info.result) + "`\n";
  }
  return page;
}

TEST(FunctionsTest, EveryExampleGivesWhatThePageSays) {
  std::set<std::string_view> names;
  for (const FunctionInfo& info : Functions()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_FALSE(info.meaning.empty()) << info.name;
    if (!info.example.empty()) {
      EXPECT_EQ(Result(info.example), info.result) << info.example;
    }
  }
}

TEST(FunctionsTest, TheReferencePageIsTheTable) {
  const std::string path =
      std::string(ATTAIN_SOURCE_DIR) + "/docs/reference/expression/functions.md";
  if (std::getenv("ATTAIN_WRITE_REFERENCE") != nullptr) std::ofstream(path) << ReferencePage();
  std::ifstream file(path);
  const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(page, ReferencePage()) << "run this test with ATTAIN_WRITE_REFERENCE=1";
}

TEST(FunctionsTest, ConversionsRefuseWhatTheyCannotRead) {
  for (const char* text :
       {"int('x')", "int('1.5')", "int('')", "double('x')", "double('1.5x')", "bool('yes')",
        "decimal('1,5')", "date('2026-02-30')", "timestamp('2026-03-31')",
        "timestamp('2026-13-01T00:00:00Z')", "timestamp('2026-01-01T00:00:00.Z')",
        "timestamp('2026-01-01T00:00:00+2:00')", "timestamp('2026-01-01T24:00:00Z')",
        "duration('1x')", "duration('1')", "duration('')", "duration('s')"}) {
    EXPECT_THAT(Result(text), HasSubstr("BAD_CONVERSION")) << text;
  }
  for (const char* text :
       {"int(1e30)", "int(decimal('1e30'))", "timestamp(999999999999999)",
        "duration(9223372036854775807)", "duration('99999999999h')",
        "duration('99999999999999999999h')", "duration('9223372036854775808ns')"}) {
    EXPECT_THAT(Result(text), HasSubstr("OVERFLOW")) << text;
  }
}

TEST(FunctionsTest, ConversionsReadWhatHasTheForm) {
  EXPECT_EQ(Result("int('+5')"), "5");
  EXPECT_EQ(Result("int(decimal('-5.9'))"), "-5");
  EXPECT_EQ(Result("int(decimal(10) / 3)"), "3");
  EXPECT_EQ(Result("double('+1.5')"), "1.5");
  EXPECT_EQ(Result("double(decimal('1.5'))"), "1.5");
  EXPECT_EQ(Result("double(decimal(1) / 2)"), "0.5");
  EXPECT_EQ(Result("decimal(1.10)"), "1.10");
  EXPECT_EQ(Result("decimal(decimal(1) / 8)"), "0.125");
  EXPECT_THAT(Result("decimal(decimal(1) / 3)"), HasSubstr("INEXACT"));
  EXPECT_EQ(Result("bool(false)"), "false");
  EXPECT_EQ(Result("bool('F')"), "false");
  EXPECT_EQ(Result("date(timestamp('1969-12-31T23:59:59Z'))"), "1969-12-31");
  EXPECT_EQ(Result("date(date('2026-01-01'))"), "2026-01-01");
  EXPECT_EQ(Result("timestamp(date('2026-01-01'))"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(Result("timestamp('2026-01-01t00:00:00.120-01:30')"), "2026-01-01T01:30:00.12Z");
  EXPECT_EQ(Result("duration(90)"), "90s");
  EXPECT_EQ(Result("duration('0')"), "0s");
  EXPECT_EQ(Result("duration('+1h1m1s1ms1us1ns')"), "3661.001001001s");
  EXPECT_EQ(Result("duration('-.5s')"), "-0.5s");
  EXPECT_EQ(Result("string(true) + string(1.5) + string(date('2026-01-01'))"), "true1.52026-01-01");
}

TEST(FunctionsTest, TextCountsCodePoints) {
  EXPECT_EQ(Result("'caf\u00e9!'.charAt(3) + 'caf\u00e9'.charAt(4)"), "\u00e9");
  EXPECT_EQ(Result("'caf\u00e9!'.indexOf('!')"), "4");
  EXPECT_EQ(Result("'\u00e9a\u00e9a'.lastIndexOf('a')"), "3");
  EXPECT_EQ(Result("'\u00e9a\u00e9a'.lastIndexOf('a', 2)"), "1");
  EXPECT_EQ(Result("'abc'.indexOf('a', 1)"), "-1");
  EXPECT_EQ(Result("'abc'.lastIndexOf('x')"), "-1");
  EXPECT_EQ(Result("'\u00e9b'.reverse()"), "b\u00e9");
  EXPECT_EQ(Result("'\u00e9b'.split('')"), "[\u00e9, b]");
  EXPECT_EQ(Result("'a,b,c'.split(',', 2)"), "[a, b,c]");
  EXPECT_EQ(Result("'a,b'.split(',', 0)"), "[]");
  EXPECT_EQ(Result("''.split(',')"), "[]");
  EXPECT_EQ(Result("'ab'.replace('', '-')"), "-a-b-");
  EXPECT_EQ(Result("'aaa'.replace('a', 'b', 2)"), "bba");
  EXPECT_EQ(Result("'\\u2000 x\\t'.trim() + '.' + ' '.trim()"), "x.");
  EXPECT_EQ(Result("[1, 2].reverse()"), "[2, 1]");
  EXPECT_EQ(Result("['a', 'b'].join()"), "ab");
  EXPECT_EQ(Result("matches('abc', 'b')"), "true");
  for (const char* text : {"'abc'.charAt(4)", "'abc'.charAt(-1)", "'abc'.indexOf('a', 4)",
                           "'abc'.lastIndexOf('a', -1)", "'abc'.substring(4)",
                           "'abc'.substring(2, 1)", "'%s'.format([])"}) {
    EXPECT_THAT(Result(text), HasSubstr("INDEX_OUT_OF_RANGE")) << text;
  }
  EXPECT_THAT(Result("[1].join()"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("'a'.matches('(')"), HasSubstr("BAD_CONVERSION"));
  EXPECT_THAT(Result("startsWith('a', 'a')"), HasSubstr("NO_MATCHING_OVERLOAD"));
}

TEST(FunctionsTest, WhatAFunctionMakesIsLimited) {
  const auto limited = [](std::string_view text) {
    return Evaluate(*Parse(text, {.limits = {.list = 10, .regex = 10}}), {}).error().reason;
  };
  EXPECT_EQ(limited("'aaaaaaaaaaaaaaaaaaaa'.replace('a', 'bbbbbbbb')"), Reason::kExpressionLimit);
  EXPECT_EQ(limited("'aaaaaaaaaaaaaaaaaaaa'.split('')"), Reason::kExpressionLimit);
  EXPECT_EQ(limited("['aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'].join()"),
            Reason::kExpressionLimit);
  EXPECT_EQ(
      limited("'%s%s%s'.format(['aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaa'])"),
      Reason::kExpressionLimit);
  EXPECT_EQ(limited("'a'.matches('aaaaaaaaaaaaaaaa')"), Reason::kExpressionLimit);
}

TEST(FunctionsTest, FormatKnowsItsClauses) {
  EXPECT_EQ(Result("'%d %x %X %b %o'.format([-10, 255, 255, 5, 8])"), "-10 ff FF 101 10");
  EXPECT_EQ(Result("'%x %X'.format(['az', 'az'])"), "617a 617A");
  EXPECT_EQ(Result("'%b %s %s'.format([true, [1, 2], 0.0 / 0.0])"), "1 [1, 2] NaN");
  EXPECT_EQ(Result("'%.2f %.1e'.format([2.675, 1234.5])"), "2.67 1.2e+03");
  EXPECT_EQ(Result("'%.2f'.format([decimal('2.675')])"), "2.68");
  for (const char* text : {"'%d'.format(['a'])", "'%f'.format(['a'])", "'%b'.format(['a'])"})
    EXPECT_THAT(Result(text), HasSubstr("NO_MATCHING")) << text;
  EXPECT_THAT(Result("'%'.format([])"), HasSubstr("BAD_CONVERSION"));
  EXPECT_THAT(Result("'%q'.format([1])"), HasSubstr("BAD_CONVERSION"));
  EXPECT_THAT(Result("'%.999f'.format([1.5])"), HasSubstr("EXPRESSION_LIMIT"));
}

TEST(FunctionsTest, MathTakesExactNumbersToo) {
  EXPECT_EQ(Result("math.greatest([1, decimal('2.5'), 2])"), "2.5");
  EXPECT_EQ(Result("math.least(decimal('2.5'), 2)"), "2");
  EXPECT_EQ(Result("math.abs(decimal('-2.5'))"), "2.5");
  EXPECT_EQ(Result("math.abs(-2.5) + math.sign(-2.5)"), "1.5");
  EXPECT_EQ(Result("math.sign(decimal('-2.5'))"), "-1");
  EXPECT_EQ(Result("math.sqrt(16)"), "4");
  EXPECT_THAT(Result("math.abs(-9223372036854775808)"), HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("math.greatest([])"), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Result("math.greatest(['a'])"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("math.greatest(decimal(1), double(1))"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("math.bitShiftLeft(1, -1)"), HasSubstr("INVALID_ARGUMENT"));
}

TEST(FunctionsTest, OwnFunctionsOfSales) {
  EXPECT_EQ(Result("coalesce(null, null)"), "null");
  EXPECT_EQ(Result("is_null(1)"), "false");
  EXPECT_EQ(Result("between(11, 1, 10) || between(0, 1, 10)"), "false");
  EXPECT_THAT(Result("between(1, 'a', 2)"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_EQ(Result("bucket(10, [10, 20])"), "1");
  EXPECT_EQ(Result("bucket(1, [])"), "0");
  EXPECT_THAT(Result("bucket(1, [2, 1])"), HasSubstr("must rise"));
  EXPECT_THAT(Result("bucket(1, ['a'])"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_THAT(Result("bucket(1, [1, 'a'])"), HasSubstr("NO_MATCHING_OVERLOAD"));
  EXPECT_EQ(Result("round(decimal('2.665'), 2)"), "2.66");
  EXPECT_EQ(Result("round(decimal('2.661'), 2, 'up')"), "2.67");
  EXPECT_EQ(Result("round(7, 1)"), "7.0");
  EXPECT_THAT(Result("round(decimal(1), 2, 'half_up')"), HasSubstr("half_away"));
  EXPECT_THAT(Result("round(decimal(1), 39)"), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Result("round(decimal('99999999999999999999999999999999999999'), 2)"),
              HasSubstr("OVERFLOW"));
  EXPECT_THAT(Result("round(null, 2)"), HasSubstr("NO_MATCHING_OVERLOAD"));
}

TEST(FunctionsTest, CalendarAndTreesComeFromTheEnvironment) {
  const Environment world = World();
  EXPECT_EQ(Result("fiscal_year(date('2026-03-31'))", world), "2027");
  EXPECT_EQ(Result("fiscal_quarter(timestamp('2026-03-31T00:00:00Z'))", world), "4");
  EXPECT_EQ(Result("fiscal_month(date('2026-03-31'))", world), "12");
  EXPECT_EQ(Result("period(date('2026-03-31'), 'quarter')", world), "FY26-quarter");
  EXPECT_EQ(Result("workdays(date('2026-01-01'), date('2026-01-15'))", world), "10");
  EXPECT_EQ(Result("under('emea-north', 'emea')", world), "true");
  EXPECT_EQ(Result("under('emea', 'apac', 'units')", world), "false");
  EXPECT_THAT(Result("period(date('2026-03-31'), 'moon')", world), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Result("period(date('2031-03-31'), 'year')", world), HasSubstr("CALENDAR_UNKNOWN"));
  EXPECT_THAT(Result("fiscal_year(date('2031-03-31'))", world), HasSubstr("CALENDAR_UNKNOWN"));
  EXPECT_THAT(Result("workdays(date('2026-01-15'), date('2026-01-01'))", world),
              HasSubstr("INVALID_PERIOD"));
  EXPECT_THAT(Result("under('a', 'b', 'nowhere')", world), HasSubstr("UNKNOWN_REFERENCE"));
  for (const char* text : {"fiscal_year(date('2026-03-31'))", "period(date('2026-03-31'), 'year')",
                           "under('a', 'b')", "workdays(date('2026-01-01'), date('2026-01-02'))"}) {
    EXPECT_THAT(Result(text), HasSubstr("UNSUPPORTED_OPTION")) << text;
  }
}

TEST(FunctionsTest, ClocksOfZones) {
  EXPECT_EQ(Result("timestamp('2026-03-31T22:30:15.25Z').getHours('+02:00')"), "0");
  EXPECT_EQ(Result("timestamp('2026-03-31T22:30:15.25Z').getMinutes('-0330')"), "0");
  EXPECT_EQ(Result("timestamp('2026-03-31T22:30:15.25Z').getSeconds()"), "15");
  EXPECT_EQ(Result("timestamp('2026-03-31T22:30:15.25Z').getMilliseconds()"), "250");
  EXPECT_EQ(Result("date('2026-03-31').getFullYear() + date('2026-03-31').getMonth()"), "2028");
  EXPECT_EQ(Result("month(timestamp('2026-03-31T22:30:15Z'))"), "3");
  EXPECT_THAT(Result("timestamp('2026-03-31T22:00:00Z').getHours('Mars/Olympus')"),
              HasSubstr("BAD_CONVERSION"));
  EXPECT_THAT(Result("timestamp('9999-12-31T23:00:00Z').getFullYear('+02:00')"),
              HasSubstr("OVERFLOW"));
}

}  // namespace
}  // namespace attain::expression
