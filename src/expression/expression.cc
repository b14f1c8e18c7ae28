// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/expression/expression.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/internal/text.h"
#include "expression/internal/format.h"
#include "expression/internal/functions.h"
#include "expression/internal/node.h"
#include "expression/internal/parser.h"
#include "expression/internal/utf8.h"
#include "expression/internal/walk.h"

namespace attain::expression {
namespace {

using internal::StrCat;

/// Collects free names; `hidden` are variables of macros around.
void CollectNames(const Node& node, std::vector<std::string_view>* hidden,
                  std::set<std::string>* names) {
  if (node.op == Op::kName || node.op == Op::kSelect) {
    const std::string name = node.op == Op::kName ? node.name : QualifiedName(node);
    if (!name.empty()) {
      const std::string_view head = std::string_view(name).substr(0, name.find('.'));
      if (std::find(hidden->begin(), hidden->end(), head) == hidden->end()) names->insert(name);
      return;
    }
  }
  if (node.op != Op::kMacro) {
    for (const NodePtr& arg : node.args) CollectNames(*arg, hidden, names);
    return;
  }
  CollectNames(*node.args[0], hidden, names);
  hidden->push_back(node.args[1]->name);
  for (size_t i = 2; i < node.args.size(); ++i) CollectNames(*node.args[i], hidden, names);
  hidden->pop_back();
}

}  // namespace

void AddFault(Findings* findings, const definition::ExpressionText& origin, uint32_t offset,
              Reason reason, std::string message, std::string hint) {
  int64_t line = 1;
  int64_t column = 1;
  for (const char c : std::string_view(origin.text).substr(0, offset)) {
    ++column;
    if (c == '\n') {
      ++line;
      column = 1;
    }
  }
  Where where = origin.At(offset);
  if (where.line >= 0) {
    message += StrCat(" (at ", line, ":", column, " of the expression)");
  } else {
    where.line = line;
    where.column = column;
    where.offset = offset;
  }
  findings->AddError(reason, std::move(where), std::move(message), std::move(hint));
}

absl::StatusOr<Expression> Parse(std::string_view text, const ParseOptions& options) {
  Findings findings;
  definition::ExpressionText origin;
  origin.where = options.where;
  if (static_cast<int64_t>(text.size()) > options.limits.length) {
    AddFault(&findings, origin, 0, Reason::kExpressionLimit,
             StrCat("the expression has ", text.size(), " bytes; ", options.limits.length,
                    " are allowed"));
    return findings.ToStatus();
  }
  origin.text = text;
  origin.raw = options.raw;
  if (const size_t bad = FindInvalidUtf8(text); bad != std::string_view::npos) {
    AddFault(&findings, origin, static_cast<uint32_t>(bad), Reason::kInvalidUtf8,
             "the expression is not valid UTF-8");
    return findings.ToStatus();
  }
  NodePtr root = ParseTree(origin, options.limits, &findings);
  if (root == nullptr) return findings.ToStatus();
  std::set<std::string> names;
  std::vector<std::string_view> hidden;
  CollectNames(*root, &hidden, &names);
  Expression expression;
  expression.state_ = std::make_shared<const Expression::State>(Expression::State{
      std::move(origin), options.limits, std::move(root), {names.begin(), names.end()}});
  return expression;
}

absl::StatusOr<Expression> ParseText(const definition::ExpressionText& text,
                                     std::string_view path) {
  ParseOptions options;
  options.where = text.where;
  options.raw = text.raw;
  if (options.where.path.empty()) options.where.path = path;
  return Parse(text.text, options);
}

const std::string& Expression::text() const { return state_->origin.text; }
std::string Expression::ToString() const { return FormatTree(*state_->root); }
const std::vector<std::string>& Expression::names() const { return state_->names; }
const Where& Expression::where() const { return state_->origin.where; }

Value Evaluate(const Expression& expression, const Bindings& bindings,
               const Environment& environment) {
  const auto& state = Access::State(expression);
  CallContext context{environment, state.limits};
  Scope scope{context, &bindings};
  return Walk(*state.root, scope);
}

}  // namespace attain::expression
