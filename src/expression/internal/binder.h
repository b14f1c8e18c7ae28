// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Resolves names to columns and works out types: from a parsed tree to a bound one.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_BINDER_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_BINDER_H_

#include <string>
#include <utility>
#include <vector>

#include "attain/base/finding.h"
#include "attain/expression/expression.h"
#include "expression/internal/node.h"

namespace attain::expression {

/// Decimals that differ from row to row: decimal(text).
inline constexpr int kVaryingScale = -1;

/// The type a column of this type has inside expressions.
ValueType TypeOf(table::Type type);

class Binder {
 public:
  Binder(const table::Table& schema, Program* program, Findings* findings)
      : schema_(schema), program_(program), findings_(findings) {}

  /// The bound tree, or null when a fault was found.
  NodePtr Visit(const Node& node);

 private:
  NodePtr Name(const Node& node, const std::string& name);
  NodePtr Column(const Node& node, int position);
  NodePtr Select(const Node& node);
  NodePtr List(Node made);
  NodePtr Logic(Node made);
  NodePtr Conditional(Node made);
  NodePtr Comparison(Node made);
  NodePtr In(Node made);
  NodePtr Arithmetic(Node made);
  NodePtr Exact(Node made);
  NodePtr Unary(Node made);
  NodePtr Index(Node made);
  NodePtr Macro(const Node& node);
  NodePtr Function(Node made);
  bool CheckFunction(const Node& made);
  /// False, with a fault, when arguments known here fail for every row.
  bool CheckConstants(const Node& made);
  NodePtr LookUp(const Node& node);

  /// True when the two may be compared; a fault otherwise.
  bool Comparable(const Node& made, const Typing& a, const Typing& b);
  /// The type both have; false with a fault when there is none.
  bool Unify(const Node& made, Typing* all, const Typing& next);
  /// `node` with its literals taken from their digits when `other` is exact.
  NodePtr Adapt(const NodePtr& node, const Typing& other);
  NodePtr Fault(const Node& node, Reason reason, std::string message, std::string hint = {});
  NodePtr NoOverload(const Node& made, std::string hint = {});
  /// Fills in what follows from the arguments; calculates what reads no column.
  NodePtr Finish(Node made);

  const table::Table& schema_;
  Program* program_;
  Findings* findings_;
  int guarded_ = 0;  // inside operators that may pass over an error
  std::vector<std::pair<std::string, Typing>> locals_ = {};
};

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_BINDER_H_
