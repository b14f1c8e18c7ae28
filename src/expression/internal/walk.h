// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Evaluates a tree for one value: names from bindings, or columns of one row of a table.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_WALK_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_WALK_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/expression/expression.h"
#include "expression/internal/functions.h"
#include "expression/internal/node.h"

namespace attain::expression {

/// Where names get their values.
struct Scope {
  CallContext& context;
  const Bindings* bindings = nullptr;
  // Over columns: missing values pass through operators, results take the scale Bind gave them.
  const Program* program = nullptr;
  std::span<const table::Column*> columns = {};  // by ColumnRef
  int64_t row = 0;
  std::vector<std::pair<std::string_view, Value>> locals = {};  // variables of macros
  int64_t steps = 0;
};

/// The value of a tree.
Value Walk(const Node& node, Scope& scope);

/// The cell of a column as a value.
Value CellValue(const table::Column& column, ValueType type, Currency currency, int64_t row);

/// The same value with the decimals of `typing`; an overflow is an error. Other values pass.
Value Scaled(Value value, const Typing& typing);

/// The literal's digits as a decimal when it stands beside an exact value; the value itself
/// otherwise.
Value BesideExact(const Node& literal, const Value& value, const Value& other);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_WALK_H_
