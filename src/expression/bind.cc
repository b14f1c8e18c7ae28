// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <algorithm>
#include <memory>
#include <utility>

#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "expression/internal/binder.h"
#include "expression/internal/node.h"

namespace attain::expression {
namespace {

using internal::StrCat;

/// The column type of a result; nothing, with a fault, when it cannot be a column.
std::optional<table::Type> ResultType(const Node& root, std::string* problem) {
  const Typing& typing = root.typing;
  switch (typing.type) {
    case ValueType::kNull:
      return table::Type::kNull;
    case ValueType::kBool:
      return table::Type::kBool;
    case ValueType::kInt:
      return table::Type::kInt;
    case ValueType::kDouble:
      return table::Type::kDouble;
    case ValueType::kText:
      return table::Type::kText;
    case ValueType::kDate:
      return table::Type::kDate;
    case ValueType::kTimestamp:
      return table::Type::kTimestamp;
    case ValueType::kDecimal:
    case ValueType::kMoney:
      if (typing.scale >= 0) return table::Type::kDecimal;
      *problem = "the number of decimals differs from row to row";
      return std::nullopt;
    case ValueType::kFraction:
      *problem = "an exact ratio has no fixed number of decimals";
      return std::nullopt;
    default:
      *problem = StrCat("the result is a ", Name(typing.type), ", which cannot be a column");
      return std::nullopt;
  }
}

}  // namespace

absl::StatusOr<Bound> Bind(const Expression& expression, const table::Table& schema,
                           const BindOptions& options) {
  Findings findings;
  auto program = std::make_shared<Program>();
  program->expression = expression;
  program->options = options;
  const auto& state = Access::State(expression);
  program->root = Binder(schema, program.get(), &findings).Visit(*state.root);
  if (program->root == nullptr) return findings.ToStatus();
  std::string problem;
  const std::optional<table::Type> type = ResultType(*program->root, &problem);
  if (!type) {
    const bool digits = program->root->typing.type == ValueType::kFraction ||
                        program->root->typing.type == ValueType::kDecimal;
    AddFault(&findings, state.origin, 0, Reason::kExpressionType, problem,
             digits ? "state its decimals: round(…, 2)" : "");
    return findings.ToStatus();
  }
  program->type = *type;
  if (options.expect && *type != *options.expect && *type != table::Type::kNull) {
    AddFault(&findings, state.origin, 0, Reason::kExpressionType,
             StrCat("the result is ", Name(*type), "; ", Name(*options.expect), " is needed here"));
    return findings.ToStatus();
  }
  for (const ColumnRef& column : program->columns) program->column_names.push_back(column.name);
  std::sort(program->column_names.begin(), program->column_names.end());
  return Access::Make(std::move(program));
}

table::Type Bound::type() const { return program_->type; }
int Bound::scale() const {
  return program_->type == table::Type::kDecimal ? program_->root->typing.scale : 0;
}
Currency Bound::currency() const { return program_->root->typing.currency; }
const std::vector<std::string>& Bound::columns() const { return program_->column_names; }
const Expression& Bound::expression() const { return program_->expression; }

}  // namespace attain::expression
