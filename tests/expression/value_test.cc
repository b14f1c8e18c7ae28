// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/expression/value.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace attain::expression {
namespace {

TEST(ValueTest, KnowsItsType) {
  EXPECT_TRUE(Value().is_null());
  EXPECT_EQ(Value::Bool(true).type(), ValueType::kBool);
  EXPECT_EQ(Value::Int(1).type(), ValueType::kInt);
  EXPECT_EQ(Value::Double(1).type(), ValueType::kDouble);
  EXPECT_EQ(Value::Text("1").type(), ValueType::kText);
  EXPECT_TRUE(Value::Of(Decimal(1)).is_number());
  EXPECT_FALSE(Value::Text("1").is_number());
  EXPECT_TRUE(Value::Fail(Reason::kOverflow, "too large").is_error());
  EXPECT_EQ(Value::Fail(MakeError(Reason::kDivisionByZero, "by zero")).error().reason,
            Reason::kDivisionByZero);
}

TEST(ValueTest, ShowsItselfAsAnExplanationWould) {
  EXPECT_EQ(Value().ToString(), "null");
  EXPECT_EQ(Value::Bool(false).ToString(), "false");
  EXPECT_EQ(Value::Int(-5).ToString(), "-5");
  EXPECT_EQ(Value::Double(0.1).ToString(), "0.1");
  EXPECT_EQ(Value::Double(std::nan("")).ToString(), "NaN");
  EXPECT_EQ(Value::Double(std::numeric_limits<double>::infinity()).ToString(), "+Inf");
  EXPECT_EQ(Value::Double(-std::numeric_limits<double>::infinity()).ToString(), "-Inf");
  EXPECT_EQ(Value::Of(Decimal::Unchecked(150, 2)).ToString(), "1.50");
  EXPECT_EQ(Value::Of(*Fraction::Of(2, 6)).ToString(), "1/3");
  EXPECT_EQ(Value::Of(*Money::Parse("40000 EUR")).ToString(), "40000.00 EUR");
  EXPECT_EQ(Value::Of(*Date::Parse("2026-03-31")).ToString(), "2026-03-31");
  EXPECT_EQ(Value::Of(*Timestamp::Parse("2026-03-31T22:00:00.5Z")).ToString(),
            "2026-03-31T22:00:00.5Z");
  EXPECT_EQ(Value::Of(Timestamp::FromMicros(-1)).ToString(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(Value::Of(Duration{5'400'000'000'000}).ToString(), "5400s");
  EXPECT_EQ(Value::Of(Value::List{Value::Int(1), Value::Text("a")}).ToString(), "[1, a]");
  EXPECT_EQ(Value::Fail(Reason::kDivisionByZero, "1 / 0").ToString(), "DIVISION_BY_ZERO: 1 / 0");
}

TEST(ValueTest, TypesHaveNames) {
  EXPECT_EQ(Name(ValueType::kNull), "null");
  EXPECT_EQ(Name(ValueType::kDuration), "duration");
  EXPECT_EQ(Name(ValueType::kError), "error");
}

}  // namespace
}  // namespace attain::expression
