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
void CollectNames(const Node& node, std::vector<std::string_view>* hidden, std::set<std::string>* names) {
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

Where Locate(std::string_view text, const Where& base, uint32_t offset, std::string* message) {
  int64_t line = 1;
  int64_t column = 1;
  for (const char c : text.substr(0, offset)) {
    ++column;
    if (c == '\n') {
      ++line;
      column = 1;
    }
  }
  Where where = base;
  if (base.line >= 0) {
    *message += StrCat(" (at ", line, ":", column, " of the expression)");
    return where;
  }
  where.line = line;
  where.column = column;
  where.offset = offset;
  return where;
}

void AddFault(Findings* findings, std::string_view text, const Where& base, uint32_t offset, Reason reason, std::string message,
              std::string hint) {
  Where where = Locate(text, base, offset, &message);
  findings->AddError(reason, std::move(where), std::move(message), std::move(hint));
}

absl::StatusOr<Expression> Parse(std::string_view text, const ParseOptions& options) {
  Findings findings;
  if (static_cast<int64_t>(text.size()) > options.limits.length) {
    AddFault(&findings, "", options.where, 0, Reason::kExpressionLimit,
             StrCat("the expression has ", text.size(), " bytes; ", options.limits.length, " are allowed"));
    return findings.ToStatus();
  }
  if (const size_t bad = FindInvalidUtf8(text); bad != std::string_view::npos) {
    AddFault(&findings, text, options.where, static_cast<uint32_t>(bad), Reason::kInvalidUtf8, "the expression is not valid UTF-8");
    return findings.ToStatus();
  }
  NodePtr root = ParseTree(text, options, &findings);
  if (root == nullptr) return findings.ToStatus();
  std::set<std::string> names;
  std::vector<std::string_view> hidden;
  CollectNames(*root, &hidden, &names);
  Expression expression;
  expression.state_ = std::make_shared<const Expression::State>(
      Expression::State{std::string(text), options.limits, options.where, std::move(root), {names.begin(), names.end()}});
  return expression;
}

const std::string& Expression::text() const { return state_->text; }
std::string Expression::ToString() const { return FormatTree(*state_->root); }
const std::vector<std::string>& Expression::names() const { return state_->names; }
const Where& Expression::where() const { return state_->where; }

Value Evaluate(const Expression& expression, const Bindings& bindings, const Environment& environment) {
  const auto& state = Access::State(expression);
  CallContext context{environment, state.limits};
  Scope scope{context, &bindings};
  return Walk(*state.root, scope);
}

}  // namespace attain::expression
