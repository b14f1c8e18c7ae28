// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// An element of an expression. The parser makes a tree of them; Bind makes another, of the same
// shape, with types and columns filled in. Trees are immutable once made and shared.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_NODE_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_NODE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/expression/expression.h"
#include "attain/expression/value.h"
#include "attain/table/intern.h"

namespace attain::expression {

/// Operators and functions. Functions that only the table of functions knows are kFunction.
enum class Op : uint8_t {
  kLiteral,  // value
  kName,     // name
  kList,     // args: elements
  kSelect,   // args: [operand], name: field
  kIndex,    // args: [operand, index]
  kNot,
  kNegate,
  kAnd,          // any number of args
  kOr,           // any number of args
  kConditional,  // args: [condition, then, else]
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kMacro,     // name: all, exists, exists_one, map, filter; args: [range, variable, body...]
  kFunction,  // name; args, the receiver first
  kColumn,    // bound only: column
  kLookup,    // bound only: args: [key], column: number of the lookup, name: field
};

/// What Bind knows of a value before seeing rows.
struct Typing {
  ValueType type = ValueType::kNull;     // kNull: nothing but missing
  int scale = 0;                         // decimals of a decimal or money
  Currency currency = {};                // of money
  ValueType element = ValueType::kNull;  // of a list
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Node {
  Op op = Op::kLiteral;
  bool method = false;  // written receiver.name(args)
  bool lazy = false;    // coalesce: arguments after the first value are not evaluated
  uint32_t offset = 0;  // in the text, for findings
  int32_t height = 1;   // levels from here down
  std::string name = {};
  Value value = {};  // of a literal
  std::optional<Decimal> digits =
      {};  // of a literal with a point or exponent: what was written, exactly
  std::vector<NodePtr> args = {};
  int function = -1;  // number in the table of functions
  // Filled in by Bind.
  Typing typing = {};
  int column = -1;
  int text_column =
      -1;  // the only column this subtree reads, when that is a text column; -1 otherwise
  int day_column = -1;    // the only column this subtree reads, when that holds days; -1 otherwise
  bool calls = false;     // a function is called here or below
  bool constant = false;  // reads no column
  int slot = 0;           // number of the element within its program
};

/// What an Expression holds.
struct Expression::State {
  definition::ExpressionText origin;  // the text and where it stands
  Limits limits;
  NodePtr root;
  std::vector<std::string> names;
};

/// A column a bound expression reads.
struct ColumnRef {
  std::string name;
  table::Type type;
  int scale = 0;
  int position = 0;  // in the schema; tried first
  Typing typing = {};
};

/// A lookup made ready: rows of its table by key.
struct PreparedLookup {
  table::Table table;
  table::Interner texts = {};      // keys that are texts
  std::vector<int64_t> rows = {};  // of each text
  std::vector<std::pair<int64_t, int64_t>> numbers =
      {};  // keys that are whole numbers, ascending, and their rows

  /// Takes the keys; the row of one that is there twice, or -1.
  int64_t Prepare(const table::Column& keys);
  int64_t Find(std::string_view key) const;  // -1: no row has it
  int64_t Find(int64_t key) const;
};

/// What a Bound holds.
struct Program {
  Expression expression;
  BindOptions options;
  NodePtr root;
  table::Type type = table::Type::kNull;
  std::vector<ColumnRef> columns;
  std::vector<std::string> column_names;
  std::vector<PreparedLookup> lookups;
  int slots = 0;  // elements of the tree
};

/// The way of this module's own code to the inside of the handles.
class Access {
 public:
  static const Expression::State& State(const Expression& expression) { return *expression.state_; }
  static const Program& Of(const Bound& bound) { return *bound.program_; }
  static Bound Make(std::shared_ptr<const Program> program) {
    Bound bound;
    bound.program_ = std::move(program);
    return bound;
  }
};

/// Adds an error at offset of a text: at its place in the document, with line and column of the
/// expression in the message, or at line and column of the expression when it stands in no
/// document.
void AddFault(Findings* findings, const definition::ExpressionText& origin, uint32_t offset,
              Reason reason, std::string message, std::string hint = {});

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_NODE_H_
