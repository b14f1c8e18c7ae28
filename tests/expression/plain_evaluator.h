// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The plain way to evaluate: one row, one element of the tree after the other, nothing remembered,
// nothing skipped. What the evaluation over columns and the one of prepared rows are held against.
// It shares with them the operators and functions on single values, and nothing else.
#ifndef ATTAIN_TESTS_EXPRESSION_PLAIN_EVALUATOR_H_
#define ATTAIN_TESTS_EXPRESSION_PLAIN_EVALUATOR_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/expression.h"
#include "expression/internal/functions.h"
#include "expression/internal/node.h"
#include "expression/internal/operators.h"

namespace attain::expression {

class PlainEvaluator {
 public:
  PlainEvaluator(const Bound& bound, const table::Table& table)
      : program_(Access::Of(bound)),
        table_(table),
        context_{program_.options.environment, Access::State(program_.expression).limits} {}

  /// The value of a row, with the decimals the column has.
  Value Row(int64_t row) {
    row_ = row;
    return Of(*program_.root);
  }

 private:
  using Type = ValueType;

  static bool IsNull(const Node& node) { return node.op == Op::kLiteral && node.value.is_null(); }

  /// A value with the decimals and the kind Bind gave the element.
  static Value Typed(const Value& value, const Typing& typing) {
    if (typing.scale < 0 || (typing.type != Type::kDecimal && typing.type != Type::kMoney))
      return value;
    const std::optional<Decimal> exact = ExactOf(value);
    if (!exact) return value;
    const absl::StatusOr<Decimal> scaled = exact->Rescaled(typing.scale);
    if (!scaled.ok()) return Value::Fail(scaled.status());
    return typing.type == Type::kMoney ? Value::Of(MoneyAmount{*scaled, typing.currency})
                                       : Value::Of(*scaled);
  }

  static Value Cell(const table::Column& column, const Typing& typing, int64_t row) {
    if (column.IsNull(row)) return Value();
    switch (typing.type) {
      case Type::kBool:
        return Value::Bool(*column.BoolAt(row));
      case Type::kInt: {
        const std::optional<int64_t> whole = column.IntAt(row);
        return whole ? Value::Int(*whole) : Value::Fail(Reason::kOverflow, "beyond 64 bits");
      }
      case Type::kDouble:
        return Value::Double(*column.DoubleAt(row));
      case Type::kDecimal:
        return Value::Of(*column.DecimalAt(row));
      case Type::kMoney:
        return Value::Of(MoneyAmount{*column.DecimalAt(row), typing.currency});
      case Type::kDate:
        return Value::Of(*column.DateAt(row));
      case Type::kTimestamp:
        return Value::Of(*column.TimestampAt(row));
      case Type::kText:
        return Value::Text(*column.TextAt(row));
      default:
        return Value();
    }
  }

  /// Literals of a list beside exact numbers were taken from their digits when the expression was
  /// bound.
  Value Of(const Node& node) {
    switch (node.op) {
      case Op::kLiteral:
        return Typed(node.value, node.typing);
      case Op::kName:
        for (size_t i = locals_.size(); i > 0; --i) {
          if (locals_[i - 1].first == node.name) return locals_[i - 1].second;
        }
        return Value::Fail(Reason::kUnknownName, node.name);
      case Op::kColumn:
        return Cell(*table_.column(program_.columns[static_cast<size_t>(node.column)].name),
                    node.typing, row_);
      case Op::kAnd:
      case Op::kOr:
        return Logic(node);
      case Op::kConditional: {
        const Value test = Of(*node.args[0]);
        if (test.is_error() || test.is_null()) return test;
        return Typed(Of(*node.args[test.boolean() ? 1 : 2]), node.typing);
      }
      case Op::kLookup:
        return LookUp(node);
      case Op::kMacro:
        return Macro(node);
      default:
        break;
    }
    if (node.lazy) {
      for (const NodePtr& arg : node.args) {
        const Value value = Of(*arg);
        if (!value.is_null()) return Typed(value, node.typing);
      }
      return Value();
    }
    std::vector<Value> values;
    for (const NodePtr& arg : node.args) {
      values.push_back(Of(*arg));
      if (values.back().is_error()) return values.back();
    }
    if (node.op == Op::kList) return Value::Of(values);
    const bool asks = (node.op == Op::kEqual || node.op == Op::kNotEqual) &&
                      (IsNull(*node.args[0]) || IsNull(*node.args[1]));
    const bool sees = asks || (node.op == Op::kFunction && node.name == "is_null");
    for (const Value& value : values) {
      if (value.is_null() && !sees) return Value();
    }
    if (node.op == Op::kNot || node.op == Op::kNegate)
      return Typed(ApplyUnary(node.op, values[0]), node.typing);
    if (node.op == Op::kIndex) return ApplyIndex(values[0], values[1]);
    if (node.op == Op::kFunction)
      return Typed(CallFunction(context_, node.function, node.method, values), node.typing);
    return Typed(ApplyBinary(node.op, values[0], values[1]), node.typing);
  }

  Value Logic(const Node& node) {
    bool missing = false;
    Value failure;
    for (const NodePtr& arg : node.args) {
      const Value value = Of(*arg);
      if (value.type() == Type::kBool && value.boolean() == (node.op == Op::kOr)) return value;
      if (value.is_error() && !failure.is_error()) failure = value;
      missing = missing || value.is_null();
    }
    if (failure.is_error()) return failure;
    return missing ? Value() : Value::Bool(node.op == Op::kAnd);
  }

  /// By looking through all rows of the other table.
  Value LookUp(const Node& node) {
    const Value key = Of(*node.args[0]);
    if (key.is_error() || key.is_null()) return key;
    const PreparedLookup& lookup = program_.lookups[static_cast<size_t>(node.column)];
    const std::string& table_name = lookup.table.name();
    const table::Column& keys =
        *lookup.table.column(program_.options.lookups.find(table_name)->second.key);
    for (int64_t row = 0; row < keys.length(); ++row) {
      const bool same = key.type() == Type::kInt ? keys.IntAt(row) == key.integer()
                                                 : keys.TextAt(row) == std::string_view(key.text());
      if (same) return Cell(*lookup.table.column(node.name), node.typing, row);
    }
    return Value();
  }

  Value Macro(const Node& node) {
    const Value range = Of(*node.args[0]);
    if (range.is_error() || range.is_null()) return range;
    const bool all = node.name == "all";
    const bool exists = node.name == "exists";
    Value::List made;
    Value failure;
    bool missing = false;
    int64_t count = 0;
    for (const Value& element : range.list()) {
      locals_.emplace_back(node.args[1]->name, element);
      const Value first = Of(*node.args[2]);
      const bool holds = first.type() == Type::kBool && first.boolean();
      const bool three = node.args.size() == 4;
      const Value second = three && holds ? Of(*node.args[3]) : Value();
      locals_.pop_back();
      if (first.is_error() || second.is_error()) {
        const Value& failed = first.is_error() ? first : second;
        if (!all && !exists) return failed;
        if (!failure.is_error()) failure = failed;
      } else if (node.name == "map" && !three) {
        made.push_back(first);
      } else if (holds) {
        if (exists) return first;
        ++count;
        made.push_back(three ? second : element);
      } else if (first.is_null()) {
        missing = true;
      } else if (all) {
        return first;
      }
    }
    if (failure.is_error()) return failure;
    if (all || exists) return missing ? Value() : Value::Bool(all);
    return node.name == "exists_one" ? Value::Bool(count == 1) : Value::Of(made);
  }

  const Program& program_;
  const table::Table& table_;
  CallContext context_;
  int64_t row_ = 0;
  std::vector<std::pair<std::string, Value>> locals_ = {};
};

}  // namespace attain::expression

#endif  // ATTAIN_TESTS_EXPRESSION_PLAIN_EVALUATOR_H_
