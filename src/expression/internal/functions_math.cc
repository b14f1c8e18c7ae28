// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cmath>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

/// The greatest (sign 1) or least (sign -1) of numbers; of a list alone, of its elements.
Value Extreme(std::span<const Value> args, int sign, std::string_view name) {
  if (args.size() == 1 && args[0].type() == kList) {
    if (args[0].list().empty())
      return Value::Fail(Reason::kInvalidArgument, StrCat(name, " of an empty list"));
    return Extreme(args[0].list(), sign, name);
  }
  const Value* best = nullptr;
  for (const Value& value : args) {
    if (!value.is_number() && value.type() != kMoney) return NoOverload(name, args);
    if (best == nullptr) {
      best = &value;
      continue;
    }
    std::optional<Value> failure;
    const std::partial_ordering order = CompareValues(value, *best, &failure);
    if (failure) return *failure;
    if (sign > 0 ? order > 0 : order < 0) best = &value;
  }
  return *best;
}

Value Greatest(CallContext&, std::span<const Value> args) {
  return Extreme(args, 1, "math.greatest");
}
Value Least(CallContext&, std::span<const Value> args) { return Extreme(args, -1, "math.least"); }
Value Ceil(CallContext&, std::span<const Value> args) {
  return Value::Double(std::ceil(args[0].real()));
}
Value Floor(CallContext&, std::span<const Value> args) {
  return Value::Double(std::floor(args[0].real()));
}
Value NearestAway(CallContext&, std::span<const Value> args) {
  return Value::Double(std::round(args[0].real()));
}
Value Trunc(CallContext&, std::span<const Value> args) {
  return Value::Double(std::trunc(args[0].real()));
}
Value SquareRoot(CallContext&, std::span<const Value> args) {
  return Value::Double(
      std::sqrt(args[0].type() == kInt ? static_cast<double>(args[0].integer()) : args[0].real()));
}
Value IsNan(CallContext&, std::span<const Value> args) {
  return Value::Bool(std::isnan(args[0].real()));
}
Value IsInf(CallContext&, std::span<const Value> args) {
  return Value::Bool(std::isinf(args[0].real()));
}
Value IsFinite(CallContext&, std::span<const Value> args) {
  return Value::Bool(std::isfinite(args[0].real()));
}

Value AbsoluteValue(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kDouble) return Value::Double(std::fabs(value.real()));
  const bool negative = value.type() == kInt ? value.integer() < 0 : RatioOf(value)->sign() < 0;
  return negative ? ApplyUnary(Op::kNegate, value) : value;
}

Value Sign(CallContext&, std::span<const Value> args) {
  const Value& value = args[0];
  if (value.type() == kDouble) {
    const double real = value.real();
    return Value::Double(std::isnan(real) ? real : real > 0 ? 1 : real < 0 ? -1 : 0);
  }
  if (value.type() == kInt) return Value::Int((value.integer() > 0) - (value.integer() < 0));
  return Value::Int(RatioOf(value)->sign());
}

Value BitAnd(CallContext&, std::span<const Value> args) {
  return Value::Int(args[0].integer() & args[1].integer());
}
Value BitOr(CallContext&, std::span<const Value> args) {
  return Value::Int(args[0].integer() | args[1].integer());
}
Value BitXor(CallContext&, std::span<const Value> args) {
  return Value::Int(args[0].integer() ^ args[1].integer());
}
Value BitNot(CallContext&, std::span<const Value> args) { return Value::Int(~args[0].integer()); }

/// Shifts the 64 bits as if they had no sign.
Value ShiftBits(std::span<const Value> args, bool left) {
  const int64_t by = args[1].integer();
  if (by < 0) return Value::Fail(Reason::kInvalidArgument, StrCat("a shift by ", by, " bits"));
  if (by > 63) return Value::Int(0);
  const auto bits = static_cast<uint64_t>(args[0].integer());
  return Value::Int(static_cast<int64_t>(left ? bits << by : bits >> by));
}
Value ShiftLeft(CallContext&, std::span<const Value> args) { return ShiftBits(args, true); }
Value ShiftRight(CallContext&, std::span<const Value> args) { return ShiftBits(args, false); }

}  // namespace

void AddMathRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result, Call call) {
    rows->push_back({{name, "math", signatures, meaning, example, result}, call});
  };
  add("math.greatest", "math.greatest(list) -> number\nmath.greatest(number...) -> number",
      "The greatest of numbers, or of the numbers of a list.", "math.greatest(1, 5, 3)", "5",
      Greatest);
  add("math.least", "math.least(list) -> number\nmath.least(number...) -> number",
      "The least of numbers, or of the numbers of a list.", "math.least(1, 5, 3)", "1", Least);
  add("math.ceil", "math.ceil(double) -> double", "The next whole number upward.", "math.ceil(1.2)",
      "2", Ceil);
  add("math.floor", "math.floor(double) -> double", "The next whole number downward.",
      "math.floor(1.8)", "1", Floor);
  add("math.round", "math.round(double) -> double",
      "The nearest whole number, a half away from zero.", "math.round(-1.5)", "-2", NearestAway);
  add("math.trunc", "math.trunc(double) -> double", "The whole part.", "math.trunc(-1.8)", "-1",
      Trunc);
  add("math.abs", "math.abs(int) -> int\nmath.abs(double) -> double\nmath.abs(exact) -> exact",
      "The size without the sign.", "math.abs(-3)", "3", AbsoluteValue);
  add("math.sign", "math.sign(int) -> int\nmath.sign(double) -> double\nmath.sign(exact) -> int",
      "-1, 0 or 1.", "math.sign(-3)", "-1", Sign);
  add("math.sqrt", "math.sqrt(double) -> double\nmath.sqrt(int) -> double",
      "The square root; NaN of a negative number.", "math.sqrt(9.0)", "3", SquareRoot);
  add("math.isNaN", "math.isNaN(double) -> bool", "True for NaN, what 0.0 / 0.0 gives.",
      "math.isNaN(0.0 / 0.0)", "true", IsNan);
  add("math.isInf", "math.isInf(double) -> bool", "True for an infinity.", "math.isInf(1.0 / 0.0)",
      "true", IsInf);
  add("math.isFinite", "math.isFinite(double) -> bool",
      "True for a number that is neither NaN nor infinite.", "math.isFinite(1.5)", "true",
      IsFinite);
  add("math.bitAnd", "math.bitAnd(int, int) -> int", "Bits set in both.", "math.bitAnd(6, 3)", "2",
      BitAnd);
  add("math.bitOr", "math.bitOr(int, int) -> int", "Bits set in one or both.", "math.bitOr(6, 3)",
      "7", BitOr);
  add("math.bitXor", "math.bitXor(int, int) -> int", "Bits set in exactly one.",
      "math.bitXor(6, 3)", "5", BitXor);
  add("math.bitNot", "math.bitNot(int) -> int", "All bits turned round.", "math.bitNot(0)", "-1",
      BitNot);
  add("math.bitShiftLeft", "math.bitShiftLeft(int, int) -> int", "Bits moved left; 0 from 64 on.",
      "math.bitShiftLeft(1, 4)", "16", ShiftLeft);
  add("math.bitShiftRight", "math.bitShiftRight(int, int) -> int",
      "Bits moved right, zeros coming in; 0 from 64 on.", "math.bitShiftRight(16, 3)", "2",
      ShiftRight);
}

}  // namespace attain::expression
