// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

Value BadClause(char clause, const Value& value) {
  return Value::Fail(Reason::kNoMatchingOverload,
                     StrCat("%", clause, " does not take ", Name(value.type())));
}

std::string SpecialOf(double real) {
  return std::isnan(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity";
}

/// What %s makes of a value.
std::string Shown(const Value& value) {
  if (value.type() == kDouble && !std::isfinite(value.real())) return SpecialOf(value.real());
  if (value.type() != kList) return value.ToString();
  std::string text = "[";
  for (const Value& element : value.list()) {
    if (text.size() > 1) text += ", ";
    text += Shown(element);
  }
  return text + "]";
}

std::string InBase(uint64_t value, unsigned base, bool capitals) {
  const std::string_view digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
  std::array<char, 64> text;
  size_t begin = text.size();
  do {
    text[--begin] = digits[value % base];
    value /= base;
  } while (value != 0);
  return std::string(text.data() + begin, text.size() - begin);
}

Value WholeClause(char clause, const Value& value) {
  if (value.type() == kDouble && clause == 'd' && !std::isfinite(value.real()))
    return Value::Text(SpecialOf(value.real()));
  if (value.type() == kText && (clause == 'x' || clause == 'X')) {
    std::string text;
    for (const char c : value.text()) {
      const auto byte = static_cast<uint8_t>(c);
      text += InBase(byte >> 4, 16, clause == 'X') + InBase(byte & 15, 16, clause == 'X');
    }
    return Value::Text(text);
  }
  if (value.type() == kBool && clause == 'b') return Value::Text(value.boolean() ? "1" : "0");
  if (value.type() != kInt) return BadClause(clause, value);
  const unsigned base = clause == 'd' ? 10 : clause == 'b' ? 2 : clause == 'o' ? 8 : 16;
  const int64_t whole = value.integer();
  const uint64_t size = whole < 0 ? 0 - static_cast<uint64_t>(whole) : static_cast<uint64_t>(whole);
  return Value::Text(StrCat(whole < 0 ? "-" : "", InBase(size, base, clause == 'X')));
}

Value PointClause(char clause, int decimals, const Value& value) {
  if (const std::optional<Fraction> exact = value.type() == kInt ? std::nullopt : RatioOf(value);
      exact && clause == 'f') {
    const absl::StatusOr<Decimal> rounded =
        Round(*exact, decimals < 0 ? 6 : std::min(decimals, 38), RoundingMode::kHalfEven);
    return rounded.ok() ? Value::Text(rounded->ToFixedString()) : Value::Fail(rounded.status());
  }
  if (value.type() != kDouble && value.type() != kInt) return BadClause(clause, value);
  const double real = value.type() == kInt ? static_cast<double>(value.integer()) : value.real();
  if (!std::isfinite(real)) return Value::Text(SpecialOf(real));
  const int places = decimals < 0 ? 6 : decimals;
  std::string text(static_cast<size_t>(places) + 330, '\0');
  const int written =
      std::snprintf(text.data(), text.size(), clause == 'f' ? "%.*f" : "%.*e", places, real);
  text.resize(static_cast<size_t>(written));
  return Value::Text(text);
}

}  // namespace

Value FormatText(CallContext& context, std::span<const Value> args) {
  const std::string_view pattern = args[0].text();
  const Value::List& values = args[1].list();
  std::string out;
  size_t used = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    int decimals = -1;
    if (++i < pattern.size() && pattern[i] == '.') {
      decimals = 0;
      for (++i; i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9'; ++i)
        decimals = std::min(decimals * 10 + (pattern[i] - '0'), 1000);
    }
    if (i >= pattern.size())
      return Value::Fail(Reason::kBadConversion, "a format ends in the middle of a clause");
    const char clause = pattern[i];
    if (clause == '%') {
      out += '%';
      continue;
    }
    if (std::string_view("sdfexXbo").find(clause) == std::string_view::npos) {
      return Value::Fail(Reason::kBadConversion,
                         StrCat("unknown clause %", clause, " in a format"));
    }
    if (used >= values.size())
      return Value::Fail(Reason::kIndexOutOfRange,
                         StrCat("a format asks for more than ", values.size(), " values"));
    if (decimals > 100)
      return Value::Fail(Reason::kExpressionLimit, "a format asks for more than 100 decimals");
    const Value& value = values[used++];
    Value part;
    if (clause == 's') {
      part = Value::Text(Shown(value));
    } else if (clause == 'f' || clause == 'e') {
      part = PointClause(clause, decimals, value);
    } else {
      part = WholeClause(clause, value);
    }
    if (part.is_error()) return part;
    out += part.text();
    if (static_cast<int64_t>(out.size()) > context.limits.list * 4) {
      return Value::Fail(Reason::kExpressionLimit,
                         StrCat("a text of more than ", context.limits.list, " elements"));
    }
  }
  return Value::Text(out);
}

}  // namespace attain::expression
