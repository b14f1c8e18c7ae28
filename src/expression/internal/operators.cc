// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/operators.h"

#include <cmath>
#include <string>
#include <utility>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/time.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

Value Made(const absl::StatusOr<Decimal>& value) {
  return value.ok() ? Value::Of(*value) : Value::Fail(value.status());
}
Value Made(const absl::StatusOr<Fraction>& value) {
  return value.ok() ? Value::Of(*value) : Value::Fail(value.status());
}

Value Overflow(Op op) {
  return Value::Fail(Reason::kOverflow, StrCat("the result of ", Symbol(op), " does not fit"));
}

bool IsExact(ValueType type) { return type == kDecimal || type == kFraction || type == kMoney; }

/// The currency two exact operands share; an error when they have two.
Value CheckCurrencies(const Value& a, const Value& b) {
  if (a.type() != kMoney || b.type() != kMoney || a.money().currency == b.money().currency)
    return Value();
  return Value::Fail(Reason::kCurrencyMismatch, StrCat(a.money().currency.code(), " and ",
                                                       b.money().currency.code(), " do not mix"));
}

Value WholeNumbers(Op op, int64_t a, int64_t b) {
  int64_t result = 0;
  switch (op) {
    case Op::kAdd:
      return __builtin_add_overflow(a, b, &result) ? Overflow(op) : Value::Int(result);
    case Op::kSubtract:
      return __builtin_sub_overflow(a, b, &result) ? Overflow(op) : Value::Int(result);
    case Op::kMultiply:
      return __builtin_mul_overflow(a, b, &result) ? Overflow(op) : Value::Int(result);
    default:
      break;
  }
  if (b == 0) return Value::Fail(Reason::kDivisionByZero, StrCat(a, " ", Symbol(op), " 0"));
  if (b == -1) return op == Op::kModulo ? Value::Int(0) : WholeNumbers(Op::kSubtract, 0, a);
  return Value::Int(op == Op::kDivide ? a / b : a % b);
}

Value RealNumbers(Op op, double a, double b) {
  switch (op) {
    case Op::kAdd:
      return Value::Double(a + b);
    case Op::kSubtract:
      return Value::Double(a - b);
    case Op::kMultiply:
      return Value::Double(a * b);
    default:
      return Value::Double(a / b);
  }
}

Value ExactNumbers(Op op, const Value& a, const Value& b) {
  if (Value mixed = CheckCurrencies(a, b); mixed.is_error()) return mixed;
  if (op == Op::kDivide || a.type() == kFraction || b.type() == kFraction) {
    const std::optional<Fraction> x = RatioOf(a);
    const std::optional<Fraction> y = RatioOf(b);
    if (op == Op::kDivide) return Made(Divide(*x, *y));
    if (op == Op::kMultiply) return Made(Multiply(*x, *y));
    return Made(op == Op::kAdd ? Add(*x, *y) : Subtract(*x, *y));
  }
  const Decimal x = *ExactOf(a);
  const Decimal y = *ExactOf(b);
  const bool both = a.type() == kMoney && b.type() == kMoney;
  if (both && op == Op::kMultiply) {
    const Value args[] = {a, b};
    return NoOverload("*", args);
  }
  const absl::StatusOr<Decimal> result = op == Op::kMultiply ? Multiply(x, y)
                                         : op == Op::kAdd    ? Add(x, y)
                                                             : Subtract(x, y);
  if (!result.ok() || (a.type() != kMoney && b.type() != kMoney)) return Made(result);
  return Value::Of(
      MoneyAmount{*result, a.type() == kMoney ? a.money().currency : b.money().currency});
}

Value AddDays(Op op, Date day, int64_t days) {
  int64_t result = 0;
  const bool over = op == Op::kAdd ? __builtin_add_overflow(int64_t{day.days()}, days, &result)
                                   : __builtin_sub_overflow(int64_t{day.days()}, days, &result);
  if (over || result < kFirstDay || result > kLastDay) return Overflow(op);
  return Value::Of(Date::FromDays(static_cast<int32_t>(result)));
}

Value Times(Op op, const Value& a, const Value& b) {
  const ValueType x = a.type();
  const ValueType y = b.type();
  const bool add = op == Op::kAdd;
  if (x == kDate && y == kInt) return AddDays(op, a.date(), b.integer());
  if (x == kInt && y == kDate && add) return AddDays(op, b.date(), a.integer());
  if (x == kDate && y == kDate && !add)
    return Value::Int(int64_t{a.date().days()} - b.date().days());
  if (x == kDuration && y == kDuration) {
    const Value sum = WholeNumbers(op, a.duration().nanos, b.duration().nanos);
    return sum.is_error() ? sum : Value::Of(Duration{sum.integer()});
  }
  if (x == kTimestamp && y == kTimestamp && !add) return Between(b.instant(), a.instant());
  if (x == kTimestamp && y == kDuration) return Shift(a.instant(), b.duration(), add ? 1 : -1);
  if (x == kDuration && y == kTimestamp && add) return Shift(b.instant(), a.duration(), 1);
  const Value args[] = {a, b};
  return NoOverload(Symbol(op), args);
}

Value Arithmetic(Op op, const Value& a, const Value& b) {
  const ValueType x = a.type();
  const ValueType y = b.type();
  const Value args[] = {a, b};
  if (x == kInt && y == kInt) return WholeNumbers(op, a.integer(), b.integer());
  if (op != Op::kModulo) {
    if (x == kDouble && y == kDouble) return RealNumbers(op, a.real(), b.real());
    if ((IsExact(x) && (IsExact(y) || y == kInt)) || (IsExact(y) && x == kInt))
      return ExactNumbers(op, a, b);
  }
  if (op == Op::kAdd && x == kText && y == kText) return Value::Text(a.text() + b.text());
  if (op == Op::kAdd && x == kList && y == kList) {
    Value::List joined = a.list();
    joined.insert(joined.end(), b.list().begin(), b.list().end());
    return Value::Of(std::move(joined));
  }
  if (op == Op::kAdd || op == Op::kSubtract) return Times(op, a, b);
  return NoOverload(Symbol(op), args);
}

Value In(const Value& needle, const Value& list) {
  if (list.type() != kList) {
    const Value args[] = {needle, list};
    return NoOverload("in", args);
  }
  Value failure;
  for (const Value& element : list.list()) {
    const Value equal = EqualValues(needle, element);
    if (equal.is_error()) {
      failure = equal;
    } else if (equal.boolean()) {
      return equal;
    }
  }
  return failure.is_error() ? failure : Value::Bool(false);
}

}  // namespace

std::string_view Symbol(Op op) {
  switch (op) {
    case Op::kNot:
      return "!";
    case Op::kNegate:
      return "-";
    case Op::kAnd:
      return "&&";
    case Op::kOr:
      return "||";
    case Op::kEqual:
      return "==";
    case Op::kNotEqual:
      return "!=";
    case Op::kLess:
      return "<";
    case Op::kLessEqual:
      return "<=";
    case Op::kGreater:
      return ">";
    case Op::kGreaterEqual:
      return ">=";
    case Op::kIn:
      return "in";
    case Op::kAdd:
      return "+";
    case Op::kSubtract:
      return "-";
    case Op::kMultiply:
      return "*";
    case Op::kDivide:
      return "/";
    case Op::kModulo:
      return "%";
    case Op::kIndex:
      return "[]";
    default:
      return "?:";
  }
}

bool Holds(Op op, std::partial_ordering order) {
  switch (op) {
    case Op::kEqual:
      return order == 0;
    case Op::kNotEqual:
      return order != 0;
    case Op::kLess:
      return order < 0;
    case Op::kLessEqual:
      return order <= 0;
    case Op::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

std::optional<Decimal> ExactOf(const Value& value) {
  switch (value.type()) {
    case kInt:
      return Decimal(value.integer());
    case kDecimal:
      return value.decimal();
    case kMoney:
      return value.money().amount;
    default:
      return std::nullopt;
  }
}

std::optional<Fraction> RatioOf(const Value& value) {
  if (value.type() == kFraction) return value.fraction();
  if (const std::optional<Decimal> exact = ExactOf(value)) return Fraction(*exact);
  return std::nullopt;
}

std::partial_ordering CompareIntDouble(int64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  // 2^63 is a double; every double below it has a whole part that fits.
  if (b >= 0x1p63) return std::partial_ordering::less;
  if (b < -0x1p63) return std::partial_ordering::greater;
  const double whole = std::trunc(b);
  const auto order = a <=> static_cast<int64_t>(whole);
  if (order != 0) return order;
  return 0.0 <=> (b - whole);
}

std::partial_ordering CompareValues(const Value& a, const Value& b, std::optional<Value>* failure) {
  const ValueType x = a.type();
  const ValueType y = b.type();
  if (x == y) {
    switch (x) {
      case kBool:
        return a.boolean() <=> b.boolean();
      case kInt:
        return a.integer() <=> b.integer();
      case kDouble:
        return a.real() <=> b.real();
      case kDecimal:
        return a.decimal() <=> b.decimal();
      case kText:
        return a.text().compare(b.text()) <=> 0;
      case kDate:
        return a.date() <=> b.date();
      case kTimestamp:
        return a.instant() <=> b.instant();
      case kDuration:
        return a.duration() <=> b.duration();
      default:
        break;
    }
  }
  if (x == kInt && y == kDouble) return CompareIntDouble(a.integer(), b.real());
  if (x == kDouble && y == kInt) return 0 <=> CompareIntDouble(b.integer(), a.real());
  if (x == kDate && y == kTimestamp) return StartOf(a.date()) <=> b.instant();
  if (x == kTimestamp && y == kDate) return a.instant() <=> StartOf(b.date());
  if (IsExact(x) || IsExact(y)) {
    if (Value mixed = CheckCurrencies(a, b); mixed.is_error()) {
      *failure = std::move(mixed);
      return std::partial_ordering::unordered;
    }
    const std::optional<Decimal> p = ExactOf(a);
    const std::optional<Decimal> q = ExactOf(b);
    if (p && q) return *p <=> *q;
    const std::optional<Fraction> r = RatioOf(a);
    const std::optional<Fraction> s = RatioOf(b);
    if (r && s) return *r <=> *s;
  }
  const Value args[] = {a, b};
  *failure = NoOverload("a comparison", args);
  return std::partial_ordering::unordered;
}

Value EqualValues(const Value& a, const Value& b) {
  const ValueType x = a.type();
  const ValueType y = b.type();
  if (x == kNull || y == kNull) return Value::Bool(x == y);
  if (x == kList && y == kList) {
    if (a.list().size() != b.list().size()) return Value::Bool(false);
    Value failure;
    for (size_t i = 0; i < a.list().size(); ++i) {
      const Value equal = EqualValues(a.list()[i], b.list()[i]);
      if (equal.is_error()) {
        failure = equal;
      } else if (!equal.boolean()) {
        return equal;
      }
    }
    return failure.is_error() ? failure : Value::Bool(true);
  }
  const auto is_number = [](const Value& value) {
    return value.is_number() || value.type() == kMoney;
  };
  const bool comparable = x == y || (is_number(a) && is_number(b)) ||
                          (x == kDate && y == kTimestamp) || (x == kTimestamp && y == kDate);
  if (!comparable) return Value::Bool(false);
  std::optional<Value> failure;
  const std::partial_ordering order = CompareValues(a, b, &failure);
  return failure ? *failure : Value::Bool(order == 0);
}

Value ApplyBinary(Op op, const Value& a, const Value& b) {
  std::optional<Value> failure;
  const auto compare = [&](auto test) {
    const std::partial_ordering order = CompareValues(a, b, &failure);
    return failure ? std::move(*failure) : Value::Bool(test(order));
  };
  switch (op) {
    case Op::kEqual:
      return EqualValues(a, b);
    case Op::kNotEqual: {
      Value equal = EqualValues(a, b);
      return equal.is_error() ? equal : Value::Bool(!equal.boolean());
    }
    case Op::kLess:
      return compare([](std::partial_ordering order) { return order < 0; });
    case Op::kLessEqual:
      return compare([](std::partial_ordering order) { return order <= 0; });
    case Op::kGreater:
      return compare([](std::partial_ordering order) { return order > 0; });
    case Op::kGreaterEqual:
      return compare([](std::partial_ordering order) { return order >= 0; });
    case Op::kIn:
      return In(a, b);
    default:
      return Arithmetic(op, a, b);
  }
}

Value ApplyUnary(Op op, const Value& a) {
  if (op == Op::kNot && a.type() == kBool) return Value::Bool(!a.boolean());
  if (op == Op::kNegate) {
    switch (a.type()) {
      case kInt:
        return WholeNumbers(Op::kSubtract, 0, a.integer());
      case kDouble:
        return Value::Double(-a.real());
      case kDecimal:
        return Value::Of(-a.decimal());
      case kFraction:
        return Value::Of(-a.fraction());
      case kMoney:
        return Value::Of(MoneyAmount{-a.money().amount, a.money().currency});
      case kDuration: {
        const Value negated = WholeNumbers(Op::kSubtract, 0, a.duration().nanos);
        return negated.is_error() ? negated : Value::Of(Duration{negated.integer()});
      }
      default:
        break;
    }
  }
  return NoOverload(Symbol(op), std::span(&a, 1));
}

Value ApplyIndex(const Value& list, const Value& index) {
  const Value args[] = {list, index};
  if (list.type() != kList) return NoOverload("[]", args);
  int64_t at = 0;
  if (index.type() == kInt) {
    at = index.integer();
  } else if (index.type() == kDouble && std::trunc(index.real()) == index.real() &&
             std::abs(index.real()) < 0x1p53) {
    at = static_cast<int64_t>(index.real());
  } else {
    return NoOverload("[]", args);
  }
  const auto size = static_cast<int64_t>(list.list().size());
  if (at < 0 || at >= size)
    return Value::Fail(Reason::kIndexOutOfRange, StrCat("index ", at, " of a list of ", size));
  return list.list()[static_cast<size_t>(at)];
}

}  // namespace attain::expression
