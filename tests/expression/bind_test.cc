// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <string>
#include <vector>

#include "attain/expression.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::expression {
namespace {

using table::Column;
using table::Table;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Currency kEur = Currency::Unchecked("EUR", 2);
const Currency kUsd = Currency::Unchecked("USD", 2);

Table Deals() {
  return *Table::Of(
      "deals",
      {Column::OfTexts("stage", {"won", "lost"}), Column::OfDecimals("amount", {12'345, 100}, 2),
       Column::OfDecimals("fee", {5, 7}, 2), Column::OfInts("seats", {3, 1}),
       Column::OfDoubles("score", {0.5, 1}), Column::OfDates("closed", {20'000, 20'001}),
       Column::OfTimestamps("seen", {0, 1}), Column::OfTexts("product", {"P1", "P9"}),
       Column::OfBools("flag", {true, false}), Column::OfTexts("owner.region", {"emea", "apac"})});
}

absl::StatusOr<Bound> BindText(std::string_view text, const BindOptions& options = {}) {
  return Bind(*Parse(text), Deals(), options);
}

Finding FaultOf(std::string_view text, const BindOptions& options = {}) {
  const absl::StatusOr<Bound> bound = BindText(text, options);
  if (bound.ok()) return {};
  return FindingsOf(bound.status()).items()[0];
}

TEST(BindTest, KnowsTypeScaleAndColumns) {
  const Bound bound = *BindText("amount * 0.125 + seats");
  EXPECT_EQ(bound.type(), table::Type::kDecimal);
  EXPECT_EQ(bound.scale(), 5);
  EXPECT_TRUE(bound.currency().is_none());
  EXPECT_THAT(bound.columns(), ElementsAre("amount", "seats"));
  EXPECT_EQ(bound.expression().text(), "amount * 0.125 + seats");
  EXPECT_EQ(BindText("stage")->scale(), 0);
  EXPECT_THAT(BindText("owner.region == 'emea' && stage == 'a' || stage == 'b'")->columns(),
              ElementsAre("owner.region", "stage"));
}

TEST(BindTest, ResultsHaveTheTypeOfTheirOperators) {
  const auto type = [](std::string_view text) { return BindText(text)->type(); };
  EXPECT_EQ(type("seats + 1"), table::Type::kInt);
  EXPECT_EQ(type("score + 1.0"), table::Type::kDouble);
  EXPECT_EQ(type("seats > 1.5"), table::Type::kBool);
  EXPECT_EQ(type("stage + '!'"), table::Type::kText);
  EXPECT_EQ(type("closed + 1"), table::Type::kDate);
  EXPECT_EQ(type("1 + closed"), table::Type::kDate);
  EXPECT_EQ(type("closed - closed"), table::Type::kInt);
  EXPECT_EQ(type("seen + duration('1h')"), table::Type::kTimestamp);
  EXPECT_EQ(type("duration('1h') + seen"), table::Type::kTimestamp);
  EXPECT_EQ(type("(seen - seen) + duration('1h') > duration('2h')"), table::Type::kBool);
  EXPECT_EQ(type("null"), table::Type::kNull);
  EXPECT_EQ(type("stage.split(',')[0]"), table::Type::kText);
  EXPECT_EQ(type("[amount, fee].map(x, x * 2)[0] > 1"), table::Type::kBool);
  EXPECT_EQ(type("[1, seats].filter(x, x > 1) == [3]"), table::Type::kBool);
  EXPECT_EQ(type("math.greatest(amount, 7)"), table::Type::kDecimal);
  EXPECT_EQ(type("math.greatest([seats, 7])"), table::Type::kInt);
  EXPECT_EQ(type("round(amount / seats, 3)"), table::Type::kDecimal);
  EXPECT_EQ(type("decimal(seats)"), table::Type::kDecimal);
  EXPECT_EQ(type("coalesce(null, seats)"), table::Type::kInt);
  EXPECT_EQ(type("null == seats"), table::Type::kBool);
  EXPECT_EQ(type("amount + null"), table::Type::kDecimal);
  EXPECT_EQ(type("flag ? 1.5 : amount"), table::Type::kDecimal);
  EXPECT_EQ(type("(flag ? 1.5 : 2.5) * amount"), table::Type::kDecimal);
  EXPECT_EQ(type("'%s %d'.format([stage, seats])"), table::Type::kText);
  EXPECT_EQ(type("!null"), table::Type::kBool);
}

TEST(BindTest, UnknownNamesAreShownWithTheNearest) {
  const Finding fault = FaultOf("stage == 'won' && amont > 5");
  EXPECT_EQ(fault.reason, Reason::kUnknownName);
  EXPECT_EQ(fault.where.line, 1);
  EXPECT_EQ(fault.where.column, 19);
  EXPECT_EQ(fault.text, "'amont' is no column of deals");
  EXPECT_EQ(fault.hint, "did you mean 'amount'?");
  EXPECT_THAT(FaultOf("rond(amount, 2)").hint, HasSubstr("'round'"));
  EXPECT_EQ(FaultOf("stage[0].x == 1").reason, Reason::kUnknownName);
}

TEST(BindTest, AllFaultsAreReported) {
  EXPECT_EQ(FindingsOf(BindText("a > 1 && stage > 2 && b").status()).size(), 3);
}

TEST(BindTest, TypesThatNeverFitAreRefused) {
  for (const char* text : {"stage == 1",
                           "stage > 1",
                           "closed > '2026-01-01'",
                           "amount > score",
                           "amount + score",
                           "score * 2",
                           "stage && true",
                           "seats ? 1 : 2",
                           "flag ? 1 : 'a'",
                           "!seats",
                           "-stage",
                           "seats + stage",
                           "[1] + 1 == [2]",
                           "seats in seats",
                           "stage in [1, 2]",
                           "amount in [score]",
                           "seats[0] == 1",
                           "seats.all(x, true)",
                           "[1, 'a'].all(x, true)",
                           "[1].all(x, x)",
                           "startsWith(stage, 'a')",
                           "size(seats)",
                           "between(seats, 'a', 'b')",
                           "bucket(stage, [1])",
                           "[1] < [2]",
                           "seats < null",
                           "amount % 2",
                           "amount * 'x'",
                           "coalesce(seats, 'a')",
                           "math.greatest(stage)",
                           "closed == true",
                           "year(seats)",
                           "stage == [1]",
                           "[1, 'a'][0] == 1",
                           "x.y(1)"}) {
    EXPECT_FALSE(BindText(text).ok()) << text;
  }
  EXPECT_EQ(FaultOf("stage == 1").reason, Reason::kNoMatchingOverload);
  EXPECT_THAT(FaultOf("closed > '2026-01-01'").hint, HasSubstr("date('2026-03-31')"));
  EXPECT_THAT(FaultOf("amount > score").hint, HasSubstr("double("));
  EXPECT_THAT(FaultOf("seats < null").hint, HasSubstr("== null"));
}

TEST(BindTest, WhatMustFailOnEveryRowFailsHere) {
  EXPECT_EQ(FaultOf("seats > 1 / 0").reason, Reason::kDivisionByZero);
  EXPECT_EQ(FaultOf("closed == date('2026-02-30')").reason, Reason::kBadConversion);
  EXPECT_EQ(FaultOf("stage.matches('(')").reason, Reason::kBadConversion);
  EXPECT_EQ(FaultOf("[1][2] == seats").reason, Reason::kIndexOutOfRange);
  EXPECT_TRUE(BindText("flag && 1 / 0 > 1").ok());
  EXPECT_TRUE(BindText("coalesce(seats, 1 / 0) > 1").ok());
}

TEST(BindTest, ResultsThatAreNoColumnAreRefused) {
  EXPECT_THAT(FaultOf("amount / 3").hint, HasSubstr("round"));
  EXPECT_EQ(FaultOf("amount / 3").reason, Reason::kExpressionType);
  EXPECT_THAT(FaultOf("decimal(stage)").text, HasSubstr("differs from row to row"));
  EXPECT_THAT(FaultOf("[seats]").text, HasSubstr("list"));
  EXPECT_THAT(FaultOf("seen - seen").text, HasSubstr("duration"));
  const Finding fault = FaultOf("seats", {.expect = table::Type::kBool});
  EXPECT_EQ(fault.reason, Reason::kExpressionType);
  EXPECT_EQ(fault.text, "the result is int; bool is needed here");
}

TEST(BindTest, TooManyDecimalsAreRefused) {
  EXPECT_EQ(FaultOf("amount * amount * amount * amount * amount * amount * amount * amount * "
                    "amount * amount * amount * amount * amount * amount * amount * "
                    "amount * amount * amount * amount * amount")
                .reason,
            Reason::kOverflow);
}

TEST(BindTest, MoneyOfTwoCurrenciesNeverMeets) {
  const BindOptions options{.currencies = {{"amount", kEur}, {"fee", kUsd}}};
  EXPECT_EQ(BindText("amount * 2 + amount", options)->currency(), kEur);
  EXPECT_EQ(BindText("round(amount, 1)", options)->currency(), kEur);
  EXPECT_EQ(FaultOf("amount + fee", options).reason, Reason::kCurrencyMismatch);
  EXPECT_EQ(FaultOf("amount > fee", options).reason, Reason::kCurrencyMismatch);
  EXPECT_EQ(FaultOf("flag ? amount : fee", options).reason, Reason::kCurrencyMismatch);
  EXPECT_EQ(FaultOf("amount * amount", options).reason, Reason::kNoMatchingOverload);
  const Table deals = Deals();
  const Bound bound =
      *BindText("amount - fee * 2", {.currencies = {{"amount", kEur}, {"fee", kEur}}});
  EXPECT_EQ(EvaluateRow(bound, deals, 0).ToString(), "123.35 EUR");
  EXPECT_EQ(Evaluate(bound, deals)->DecimalAt(0)->ToString(), "123.35");
  EXPECT_EQ(Select(*BindText("amount > 100.00", options), deals)->count, 1);
  EXPECT_EQ(Select(*BindText("amount / 2 > 60.5", options), deals)->count, 1);
}

TEST(BindTest, ParametersAreConstants) {
  const BindOptions options{
      .parameters = {{"floor", Value::Of(Decimal::Unchecked(5000, 2))}, {"stage", Value::Int(1)}}};
  EXPECT_EQ(Select(*BindText("amount >= floor && stage == 'won'", options), Deals())->count, 1);
  EXPECT_THAT(FaultOf("amount > flor", options).hint, HasSubstr("floor"));
}

TEST(BindTest, RowsOfOtherTablesAreLookedUpByKey) {
  const Table products =
      *Table::Of("products", {Column::OfTexts("id", {"P1", "P2", ""}, {true, true, false}),
                              Column::OfTexts("category", {"new", "old", "x"})});
  const Table ids =
      *Table::Of("ids", {Column::OfInts("id", {3, 4}), Column::OfDecimals("rate", {125, 250}, 3)});
  const BindOptions options{.lookups = {{"products", {products, "id"}}, {"ids", {ids, "id"}}}};
  const Table deals = Deals();
  EXPECT_EQ(Select(*BindText("products[product].category == 'new'", options), deals)->Rows(),
            std::vector<int64_t>{0});
  EXPECT_EQ(Select(*BindText("products[product].category == null", options), deals)->Rows(),
            std::vector<int64_t>{1});
  EXPECT_EQ(EvaluateRow(*BindText("amount * ids[seats].rate", options), deals, 0).ToString(),
            "15.43125");
  EXPECT_EQ(FaultOf("products[product].colour == 'a'", options).reason, Reason::kUnknownName);
  const Finding unknown = FaultOf("product[product].category == 'a'", options);
  EXPECT_EQ(unknown.text, "there is no table 'product' to look category up in");
  EXPECT_EQ(unknown.hint, "did you mean 'products'?");
  EXPECT_EQ(FaultOf("products[seats].category == 'a'", options).reason,
            Reason::kNoMatchingOverload);
  EXPECT_EQ(FaultOf("products[x].category == 'a'", options).reason, Reason::kUnknownName);
  const Table twice = *Table::Of("products", {Column::OfTexts("id", {"P1", "P1"})});
  EXPECT_EQ(
      FaultOf("products[product].id == 'a'", {.lookups = {{"products", {twice, "id"}}}}).reason,
      Reason::kDupKey);
}

TEST(BindTest, FunctionsOfTheWorldNeedIt) {
  for (const char* text : {"fiscal_year(closed) == 2026", "period(closed, 'year') == 'a'",
                           "workdays(closed, closed) > 1", "under(stage, 'a')"}) {
    EXPECT_EQ(FaultOf(text).reason, Reason::kUnsupportedOption) << text;
  }
  BindOptions options;
  options.environment.fiscal = [](Grain, Date day) -> absl::StatusOr<int64_t> {
    return day.year() + 1;
  };
  int64_t calls = 0;
  options.environment.under = [&](std::string_view, std::string_view node,
                                  std::string_view ancestor) -> absl::StatusOr<bool> {
    ++calls;
    return node.starts_with(ancestor);
  };
  EXPECT_EQ(Select(*BindText("fiscal_year(closed) == 2025", options), Deals())->count, 2);
  const Table units = *Table::Of(
      "t", {Column::OfDictionary("unit", std::vector<int32_t>(1000, 1), {"apac", "emea-north"})});
  const Bound bound = *Bind(*Parse("under(unit, 'emea')"), units, options);
  EXPECT_EQ(Select(bound, units)->count, 1000);
  EXPECT_EQ(calls, 2) << "a dictionary is asked once for each of its values";
}

TEST(BindTest, AConstantArgumentThatFailsOnEveryRowIsReported) {
  const auto reason = [](std::string_view text) { return FaultOf(text).reason; };
  EXPECT_EQ(reason("seats / 0 > 1"), Reason::kDivisionByZero);
  EXPECT_EQ(reason("seats % 0 == 1"), Reason::kDivisionByZero);
  EXPECT_EQ(reason("round(amount / 0.00, 2)"), Reason::kDivisionByZero);
  EXPECT_EQ(reason("bucket(seats, [1, 1])"), Reason::kInvalidArgument);
  EXPECT_EQ(reason("round(amount, 39)"), Reason::kInvalidArgument);
  EXPECT_EQ(reason("round(amount, 2, 'upwards')"), Reason::kInvalidArgument);
  EXPECT_NE(FaultOf("seen.getHours('+99:99') == 1").text, "");
  const Finding fault = FaultOf("flag &&\n seats > 2 && bucket(seats, [2, 1]) == 1");
  EXPECT_EQ(fault.text, "") << "an operator that may pass over a failure is left to the rows";
  // A binary number divided by zero is infinite, not a failure.
  EXPECT_TRUE(BindText("score / 0.0 > 1.0").ok());
}

TEST(BindTest, HostileTextsAreRefusedInLinearTime) {
  const auto repeat = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  EXPECT_EQ(ReasonOf(Parse(repeat("(", 60'000)).status()), Reason::kExpressionLimit);
  EXPECT_EQ(ReasonOf(Parse(repeat("-", 60'000) + "1").status()), Reason::kExpressionLimit);
  EXPECT_EQ(ReasonOf(Parse(repeat("[", 60'000)).status()), Reason::kExpressionLimit);
  EXPECT_EQ(ReasonOf(Parse(repeat("true ? 1 : ", 5'000) + "1").status()), Reason::kExpressionLimit);
  EXPECT_EQ(ReasonOf(Parse(repeat("1 + ", 10'000) + "1").status()), Reason::kExpressionLimit);
  EXPECT_TRUE(Bind(*Parse(repeat("flag || ", 8'000) + "flag"), Deals()).ok());
  // Seven lists of ten in one another: ten million steps and no more.
  const Expression nested =
      *Parse(repeat("[1,2,3,4,5,6,7,8,9,0].all(x, ", 8) + "true" + repeat(")", 8),
             {.limits = {.steps = 100'000}});
  EXPECT_EQ(Evaluate(nested, {}).error().reason, Reason::kExpressionLimit);
}

}  // namespace
}  // namespace attain::expression
