// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Operators on single values: checked, exact, dynamically typed.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_OPERATORS_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_OPERATORS_H_

#include <compare>
#include <optional>

#include "attain/expression/value.h"
#include "expression/internal/node.h"

namespace attain::expression {

/// a op b for comparisons, `in` and arithmetic. Neither is an error.
Value ApplyBinary(Op op, const Value& a, const Value& b);
/// -a and !a.
Value ApplyUnary(Op op, const Value& a);
/// list[index].
Value ApplyIndex(const Value& list, const Value& index);

/// Equality as the language has it: numbers by value, values of different kinds are unequal. An
/// error for exact beside binary numbers or two currencies.
Value EqualValues(const Value& a, const Value& b);
/// Order of two values of kinds that have one; NaN is unordered. An error value in *failure
/// otherwise.
std::partial_ordering CompareValues(const Value& a, const Value& b, std::optional<Value>* failure);

/// True when an order is what the comparison asks for.
bool Holds(Op op, std::partial_ordering order);

/// "==", "&&", …
std::string_view Symbol(Op op);

/// A decimal of a decimal, int or money; nothing for others.
std::optional<Decimal> ExactOf(const Value& value);
/// A fraction of any exact number; nothing for others.
std::optional<Fraction> RatioOf(const Value& value);

/// The order of a whole number and a floating-point one by mathematical value.
std::partial_ordering CompareIntDouble(int64_t a, double b);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_OPERATORS_H_
