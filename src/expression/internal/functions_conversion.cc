// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/operators.h"
#include "expression/internal/time.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

Value Bad(const Value& value, std::string_view to) {
  return Value::Fail(Reason::kBadConversion,
                     StrCat("'", value.ToString().substr(0, 60), "' cannot be made ", to));
}

Value ToInt(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  switch (value.type()) {
    case kDouble: {
      // The nearest doubles inside are accepted; the limits themselves are not, as they may stand
      // for numbers beyond.
      const double real = value.real();
      if (!(real > -0x1p63 && real < 0x1p63))
        return Value::Fail(Reason::kOverflow,
                           StrCat(value.ToString(), " does not fit a whole number"));
      return Value::Int(static_cast<int64_t>(real));
    }
    case kText: {
      const std::string& text = value.text();
      int64_t whole = 0;
      const char* begin = text.data() + (text.starts_with("+") && !text.starts_with("+-") ? 1 : 0);
      const auto read = std::from_chars(begin, text.data() + text.size(), whole);
      if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return Bad(value, "a whole number");
      return Value::Int(whole);
    }
    case kTimestamp:
      return Value::Int(value.instant().seconds);
    case kDecimal:
    case kFraction:
    case kMoney: {
      const absl::StatusOr<Decimal> whole = Round(*RatioOf(value), 0, RoundingMode::kDown);
      if (!whole.ok()) return Value::Fail(whole.status());
      if (whole->coefficient() > INT64_MAX || whole->coefficient() < INT64_MIN) {
        return Value::Fail(Reason::kOverflow,
                           StrCat(value.ToString(), " does not fit a whole number"));
      }
      return Value::Int(static_cast<int64_t>(whole->coefficient()));
    }
    default:
      return value;
  }
}

Value ToDouble(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  switch (value.type()) {
    case kInt:
      return Value::Double(static_cast<double>(value.integer()));
    case kDecimal:
      return Value::Double(value.decimal().ToDouble());
    case kMoney:
      return Value::Double(value.money().amount.ToDouble());
    case kFraction:
      return Value::Double(value.fraction().ToDouble());
    case kText: {
      std::string_view text = value.text();
      double real = 0;
      const bool plus = text.starts_with("+") && !text.starts_with("+-");
      const auto read =
          std::from_chars(text.data() + (plus ? 1 : 0), text.data() + text.size(), real);
      if (read.ec == std::errc() && read.ptr == text.data() + text.size())
        return Value::Double(real);
      return Bad(value, "a number");
    }
    default:
      return value;
  }
}

Value ToText(CallContext&, std::span<const Value> args) { return Value::Text(args[0].ToString()); }

Value ToBool(CallContext&, std::span<const Value> args) {
  if (args[0].type() == kBool) return args[0];
  const std::string& text = args[0].text();
  for (const std::string_view yes : {"1", "t", "true", "TRUE", "True", "T"}) {
    if (text == yes) return Value::Bool(true);
  }
  for (const std::string_view no : {"0", "f", "false", "FALSE", "False", "F"}) {
    if (text == no) return Value::Bool(false);
  }
  return Bad(args[0], "true or false");
}

Value ToDecimal(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kText) {
    const absl::StatusOr<Decimal> decimal = Decimal::Parse(value.text());
    return decimal.ok() ? Value::Of(*decimal) : Bad(value, "a decimal");
  }
  if (value.type() == kFraction) {
    const std::optional<Decimal> decimal = value.fraction().ToDecimal();
    return decimal ? Value::Of(*decimal)
                   : Value::Fail(Reason::kInexact,
                                 StrCat(value.ToString(), " has no last digit; round it"));
  }
  return Value::Of(*ExactOf(value));
}

Value ToDate(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kText) {
    const absl::StatusOr<Date> day = Date::Parse(value.text());
    return day.ok() ? Value::Of(*day) : Bad(value, "a day like 2026-03-31");
  }
  if (value.type() == kTimestamp) {
    const int64_t seconds = value.instant().seconds;
    const int64_t days = seconds >= 0 ? seconds / kSecondsPerDay
                                      : -((kSecondsPerDay - 1 - seconds) / kSecondsPerDay);
    return Value::Of(Date::FromDays(static_cast<int32_t>(days)));
  }
  return value;
}

Value ToTimestamp(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kText) return ParseInstant(value.text());
  if (value.type() == kDate) return Value::Of(StartOf(value.date()));
  if (value.type() != kInt) return value;
  const Instant instant{value.integer(), 0};
  return InRange(instant) ? Value::Of(instant)
                          : Value::Fail(Reason::kOverflow, "an instant outside years 1 to 9999");
}

Value ToDuration(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kText) return ParseDuration(value.text());
  if (value.type() != kInt) return value;
  int64_t nanos = 0;
  if (__builtin_mul_overflow(value.integer(), kNanosPerSecond, &nanos))
    return Value::Fail(Reason::kOverflow, "a duration longer than 292 years");
  return Value::Of(Duration{nanos});
}

Value Same(CallContext&, std::span<const Value> args) { return args[0]; }

}  // namespace

void AddConversionRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result, Call call) {
    rows->push_back({{name, "conversions", signatures, meaning, example, result}, call});
  };
  add("int",
      "int(int) -> int\nint(double) -> int\nint(text) -> int\nint(timestamp) -> int\nint(exact) -> "
      "int",
      "A whole number: digits beyond the point are cut off; of an instant, its seconds since 1970.",
      "int('42')", "42", ToInt);
  add("double",
      "double(double) -> double\ndouble(int) -> double\ndouble(text) -> double\ndouble(exact) -> "
      "double",
      "Binary floating point. This is the one way from exact numbers to inexact ones.",
      "double('1.5') * 2.0", "3", ToDouble);
  add("decimal", "decimal(int) -> decimal\ndecimal(exact) -> decimal\ndecimal(text) -> decimal",
      "An exact decimal. A number with a point written inside is taken from its digits.",
      "decimal('1.10') + 1", "2.10", ToDecimal);
  add("string",
      "string(text) -> text\nstring(bool) -> text\nstring(int) -> text\nstring(double) -> "
      "text\nstring(exact) -> text\nstring(date) -> text\n"
      "string(timestamp) -> text\nstring(duration) -> text",
      "The value as text.", "string(123)", "123", ToText);
  add("bool", "bool(bool) -> bool\nbool(text) -> bool",
      "True for 1, t, T, true, True, TRUE; false for 0, f, F, false, False, FALSE.", "bool('true')",
      "true", ToBool);
  add("date", "date(text) -> date\ndate(timestamp) -> date\ndate(date) -> date",
      "A day; of an instant, its day in UTC.", "date('2026-03-31') + 1", "2026-04-01", ToDate);
  add("timestamp",
      "timestamp(text) -> timestamp\ntimestamp(int) -> timestamp\ntimestamp(date) -> "
      "timestamp\ntimestamp(timestamp) -> timestamp",
      "An instant: from RFC 3339 text, from seconds since 1970, or midnight UTC of a day.",
      "timestamp('2026-03-31T22:00:00+02:00')", "2026-03-31T20:00:00Z", ToTimestamp);
  add("duration",
      "duration(text) -> duration\nduration(int) -> duration\nduration(duration) -> duration",
      "A length of time, from text with h, m, s, ms, us, ns, or from seconds.", "duration('1h30m')",
      "5400s", ToDuration);
  add("dyn", "dyn(any) -> any", "The value itself.", "dyn(1)", "1", Same);
}

}  // namespace attain::expression
