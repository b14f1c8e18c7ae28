// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/walk.h"

#include <array>
#include <compare>
#include <string>

#include "base/internal/text.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

/// A value that is no condition, where one is needed.
Value AsCondition(Value value, std::string_view op) {
  if (value.type() == kBool || value.type() == kError || value.type() == kNull) return value;
  return NoOverload(op, std::span(&value, 1));
}

Value Logic(const Node& node, Scope& scope) {
  // One deciding operand decides, whatever the others do; then errors, then missing values.
  const bool decides = node.op == Op::kOr;
  Value failure;
  bool missing = false;
  for (const NodePtr& arg : node.args) {
    Value value = AsCondition(Walk(*arg, scope), Symbol(node.op));
    if (value.is_null() && scope.program == nullptr)
      value = NoOverload(Symbol(node.op), std::span(&value, 1));
    if (value.is_error()) {
      if (!failure.is_error()) failure = std::move(value);
    } else if (value.is_null()) {
      missing = true;
    } else if (value.boolean() == decides) {
      return value;
    }
  }
  if (failure.is_error()) return failure;
  return missing ? Value() : Value::Bool(!decides);
}

Value Conditional(const Node& node, Scope& scope) {
  Value condition = AsCondition(Walk(*node.args[0], scope), "?:");
  if (condition.is_error()) return condition;
  if (condition.is_null())
    return scope.program != nullptr ? condition : NoOverload("?:", std::span(&condition, 1));
  return Scaled(Walk(*node.args[condition.boolean() ? 1 : 2], scope), node.typing);
}

bool IsNullLiteral(const Node& node) { return node.op == Op::kLiteral && node.value.is_null(); }

/// A cell beside a literal of its own type, the most frequent comparison: without making a value of
/// the cell. False where it is another one.
bool CompareCell(const Node& node, const Scope& scope, Value* result) {
  const Node& left = *node.args[0];
  const Node& right = *node.args[1];
  if (left.op != Op::kColumn || right.op != Op::kLiteral || node.op < Op::kEqual ||
      node.op > Op::kGreaterEqual)
    return false;
  const table::Column& column = *scope.columns[static_cast<size_t>(left.column)];
  const auto decide = [&](const auto& cell, const auto& literal) {
    if (cell) *result = Value::Bool(Holds(node.op, *cell <=> literal));
    return true;
  };
  const ValueType type = right.value.type();
  if (left.typing.type == kText && type == kText)
    return decide(column.TextAt(scope.row), std::string_view(right.value.text()));
  if (left.typing.type == kDecimal && type == kDecimal)
    return decide(column.DecimalAt(scope.row), right.value.decimal());
  if (left.typing.type == kDate && type == kDate)
    return decide(column.DateAt(scope.row), right.value.date());
  return false;
}

Value BinaryOperator(const Node& node, Scope& scope) {
  if (Value quick; scope.program != nullptr && CompareCell(node, scope, &quick)) return quick;
  const Value left = Walk(*node.args[0], scope);
  if (left.is_error()) return left;
  const Value right = Walk(*node.args[1], scope);
  if (right.is_error()) return right;
  if (scope.program != nullptr && (left.is_null() || right.is_null())) {
    const bool asks = (node.op == Op::kEqual || node.op == Op::kNotEqual) &&
                      (IsNullLiteral(*node.args[0]) || IsNullLiteral(*node.args[1]));
    if (!asks) return Value();
  }
  const Value a = BesideExact(*node.args[0], left, right);
  const Value b = BesideExact(*node.args[1], right, a);
  return Scaled(ApplyBinary(node.op, a, b), node.typing);
}

/// The longest dotted name that is bound, then fields of it.
Value NamedValue(const Node& node, Scope& scope) {
  const std::string name = node.op == Op::kName ? node.name : QualifiedName(node);
  if (node.op == Op::kName) {
    for (auto it = scope.locals.rbegin(); it != scope.locals.rend(); ++it) {
      if (it->first == name) return it->second;
    }
  }
  if (scope.bindings != nullptr && !name.empty()) {
    // A variable of a macro hides qualified names that begin with it.
    const std::string_view head = std::string_view(name).substr(0, name.find('.'));
    bool hidden = false;
    for (const auto& local : scope.locals) hidden = hidden || local.first == head;
    if (const auto found = scope.bindings->find(name); found != scope.bindings->end() && !hidden)
      return found->second;
  }
  if (node.op == Op::kName) return Value::Fail(Reason::kUnknownName, StrCat("there is no ", name));
  Value operand = Walk(*node.args[0], scope);
  if (operand.is_error()) return operand;
  return Value::Fail(Reason::kNoMatchingOverload,
                     StrCat(Name(operand.type()), " has no field ", node.name));
}

Value Macro(const Node& node, Scope& scope) {
  Value range = Walk(*node.args[0], scope);
  if (range.is_error() || (range.is_null() && scope.program != nullptr)) return range;
  if (range.type() != kList) return NoOverload(node.name, std::span(&range, 1));
  const std::string_view variable = node.args[1]->name;
  const bool all = node.name == "all";
  const bool exists = node.name == "exists";
  const bool one = node.name == "exists_one";
  const bool map = node.name == "map";
  Value::List made;
  Value failure;
  bool missing = false;
  int64_t count = 0;
  for (const Value& element : range.list()) {
    scope.locals.emplace_back(variable, element);
    Value first = Walk(*node.args[2], scope);
    Value second;
    const bool filtered = map && node.args.size() == 4;
    if (filtered && first.type() == kBool && first.boolean()) second = Walk(*node.args[3], scope);
    scope.locals.pop_back();
    const bool test = !map || filtered;
    if (test) first = AsCondition(std::move(first), node.name);
    if (test && first.is_null() && scope.program == nullptr)
      first = NoOverload(node.name, std::span(&first, 1));
    if (!first.is_error() && filtered && second.is_error()) first = second;
    if (first.is_error()) {
      if (!all && !exists) return first;
      if (!failure.is_error()) failure = first;
    } else if (!test) {
      made.push_back(std::move(first));
    } else if (first.is_null()) {
      missing = true;
    } else if (first.boolean()) {
      if (exists) return first;
      ++count;
      if (filtered) made.push_back(std::move(second));
      if (node.name == "filter") made.push_back(element);
    } else if (all) {
      return first;
    }
  }
  if (failure.is_error()) return failure;
  if ((all || exists) && missing) return Value();
  if (all || exists) return Value::Bool(all);
  if (one) return Value::Bool(count == 1);
  return Value::Of(std::move(made));
}

/// The first value that is there; what stands after it is not looked at.
Value Coalesce(const Node& node, Scope& scope) {
  bool exact = false;
  for (const NodePtr& arg : node.args)
    exact = exact || arg->typing.type == kDecimal || arg->typing.type == kMoney ||
            arg->typing.type == kFraction;
  for (const NodePtr& arg : node.args) {
    Value value = Walk(*arg, scope);
    if (value.is_null()) continue;
    return exact ? Scaled(BesideExact(*arg, value, Value::Of(Decimal())), node.typing)
                 : Scaled(std::move(value), node.typing);
  }
  return Value();
}

Value CallNode(const Node& node, Scope& scope) {
  if (node.lazy) return Coalesce(node, scope);
  std::array<Value, 4> few;
  std::vector<Value> many;
  const size_t count = node.args.size();
  if (count > few.size()) many.resize(count);
  const std::span<Value> args(count > few.size() ? many.data() : few.data(), count);
  const bool sees_missing =
      node.function >= 0 && AllFunctions()[node.function].missing == Missing::kIsSeen;
  bool missing = false;
  bool exact = false;
  for (size_t i = 0; i < count; ++i) {
    args[i] = Walk(*node.args[i], scope);
    if (args[i].is_error()) return args[i];
    missing = missing || args[i].is_null();
    exact = exact || args[i].type() == kDecimal || args[i].type() == kMoney ||
            args[i].type() == kFraction;
  }
  if (node.function < 0)
    return Value::Fail(Reason::kUnknownName, StrCat("there is no function ", node.name));
  if (missing && !sees_missing && scope.program != nullptr) return Value();
  for (size_t i = 0; i < count; ++i) {
    if (exact || node.name == "decimal")
      args[i] = BesideExact(*node.args[i], args[i], Value::Of(Decimal()));
  }
  return Scaled(CallFunction(scope.context, node.function, node.method, args), node.typing);
}

Value LookUpRow(const Node& node, Scope& scope) {
  const Value key = Walk(*node.args[0], scope);
  if (key.is_error() || key.is_null()) return key;
  const PreparedLookup& lookup = scope.program->lookups[node.column];
  const int64_t row = key.type() == kInt ? lookup.Find(key.integer()) : lookup.Find(key.text());
  if (row < 0) return Value();
  return CellValue(*lookup.table.column(node.name), node.typing.type, node.typing.currency, row);
}

}  // namespace

Value CellValue(const table::Column& column, ValueType type, Currency currency, int64_t row) {
  const auto missing = [] { return Value(); };
  switch (type) {
    case kBool: {
      const auto cell = column.BoolAt(row);
      return cell ? Value::Bool(*cell) : missing();
    }
    case kInt: {
      const auto cell = column.IntAt(row);
      if (!cell && !column.IsNull(row))
        return Value::Fail(Reason::kOverflow, "a whole number beyond 64 bits");
      return cell ? Value::Int(*cell) : missing();
    }
    case kDouble: {
      const auto cell = column.DoubleAt(row);
      return cell ? Value::Double(*cell) : missing();
    }
    case kDecimal: {
      const auto cell = column.DecimalAt(row);
      return cell ? Value::Of(*cell) : missing();
    }
    case kMoney: {
      const auto cell = column.DecimalAt(row);
      return cell ? Value::Of(MoneyAmount{*cell, currency}) : missing();
    }
    case kText: {
      const auto cell = column.TextAt(row);
      return cell ? Value::Text(*cell) : missing();
    }
    case kDate: {
      const auto cell = column.DateAt(row);
      return cell ? Value::Of(*cell) : missing();
    }
    case kTimestamp: {
      const auto cell = column.TimestampAt(row);
      if (!cell && !column.IsNull(row))
        return Value::Fail(Reason::kOverflow, "an instant beyond 64 bits of microseconds");
      return cell ? Value::Of(*cell) : missing();
    }
    default:
      return missing();
  }
}

Value Scaled(Value value, const Typing& typing) {
  if ((typing.type != kDecimal && typing.type != kMoney) || typing.scale < 0) return value;
  const std::optional<Decimal> exact = ExactOf(value);
  if (!exact || (exact->scale() == typing.scale && value.type() == typing.type)) return value;
  const absl::StatusOr<Decimal> scaled = exact->Rescaled(typing.scale);
  if (!scaled.ok()) return Value::Fail(scaled.status());
  return typing.type == kMoney ? Value::Of(MoneyAmount{*scaled, typing.currency})
                               : Value::Of(*scaled);
}

Value BesideExact(const Node& literal, const Value& value, const Value& other) {
  const bool exact =
      other.type() == kDecimal || other.type() == kMoney || other.type() == kFraction;
  if (literal.digits && exact && value.type() == kDouble) return Value::Of(*literal.digits);
  if (literal.op == Op::kList && value.type() == kList && exact) {
    Value::List list = value.list();
    for (size_t i = 0; i < list.size() && i < literal.args.size(); ++i)
      list[i] = BesideExact(*literal.args[i], list[i], other);
    return Value::Of(std::move(list));
  }
  return value;
}

Value Walk(const Node& node, Scope& scope) {
  if (++scope.steps > scope.context.limits.steps) {
    return Value::Fail(Reason::kExpressionLimit,
                       StrCat("more than ", scope.context.limits.steps, " operations"));
  }
  switch (node.op) {
    case Op::kLiteral:
      return node.value;
    case Op::kName:
    case Op::kSelect:
      return NamedValue(node, scope);
    case Op::kColumn: {
      const table::Column* column = scope.columns[node.column];
      return CellValue(*column, node.typing.type, node.typing.currency, scope.row);
    }
    case Op::kLookup:
      return LookUpRow(node, scope);
    case Op::kList: {
      Value::List list;
      list.reserve(node.args.size());
      for (const NodePtr& arg : node.args) {
        list.push_back(Walk(*arg, scope));
        if (list.back().is_error()) return list.back();
      }
      return Value::Of(std::move(list));
    }
    case Op::kAnd:
    case Op::kOr:
      return Logic(node, scope);
    case Op::kConditional:
      return Conditional(node, scope);
    case Op::kNot:
    case Op::kNegate: {
      const Value operand = Walk(*node.args[0], scope);
      if (operand.is_error() || (operand.is_null() && scope.program != nullptr)) return operand;
      return Scaled(ApplyUnary(node.op, operand), node.typing);
    }
    case Op::kIndex: {
      const Value list = Walk(*node.args[0], scope);
      if (list.is_error() || (list.is_null() && scope.program != nullptr)) return list;
      const Value index = Walk(*node.args[1], scope);
      if (index.is_error() || (index.is_null() && scope.program != nullptr)) return index;
      return ApplyIndex(list, index);
    }
    case Op::kMacro:
      return Macro(node, scope);
    case Op::kFunction:
      return CallNode(node, scope);
    default:
      return BinaryOperator(node, scope);
  }
}

}  // namespace attain::expression
