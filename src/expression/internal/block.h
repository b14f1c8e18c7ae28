// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Evaluates a bound tree over blocks of rows: each element of the tree gives an array of values and, where some are missing or failed, an array of states.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "attain/expression/expression.h"
#include "expression/internal/functions.h"
#include "expression/internal/kernels.h"
#include "expression/internal/node.h"
#include "expression/internal/walk.h"

namespace attain::expression {

/// Rows handled at a time: small enough that the arrays of a deep tree stay in the cache.
inline constexpr int64_t kBlockRows = 2048;

/// The values of one element of the tree for one block. `data` points into one of the stores, or into a column.
struct Vec {
  ValueType type = ValueType::kNull;
  const void* data = nullptr;      // bool: uint8_t; int, timestamp (microseconds): int64_t; decimal, money: Int128; date: int32_t
  const uint8_t* state = nullptr;  // null: every row is present
  bool constant = false;           // one value for every row

  std::vector<uint8_t> bytes = {};
  std::vector<int64_t> ints = {};
  std::vector<double> reals = {};
  std::vector<Int128> exacts = {};
  std::vector<int32_t> days = {};
  std::vector<std::string_view> texts = {};
  std::vector<uint8_t> states = {};
  std::deque<std::string> kept = {};  // texts that lie nowhere else

  template <typename T>
  Operand<T> As() const {
    return {static_cast<const T*>(data), constant};
  }
  /// Makes the store of `type` hold n values and points `data` at it; all present.
  void Prepare(ValueType of, int64_t n);
  /// All n states present, ready to be changed.
  uint8_t* MakeStates(int64_t n);
  /// Stores one value, which must be of `type`, missing or failed. After Prepare.
  void Set(int64_t i, const Value& value);
};

/// True for types that have an array form.
bool HasArray(const Typing& typing);

/// One evaluation of a program over a table.
class BlockEvaluator {
 public:
  BlockEvaluator(const Program& program, const table::Table& table, std::vector<const table::Column*> columns);

  int64_t rows() const { return rows_; }
  /// Moves to the block that starts at `row`; its number of rows.
  int64_t Start(int64_t row);
  /// The values of the whole expression for the block.
  const Vec& Result();
  /// The value of one row, with its failure.
  Value RowValue(int64_t row);

 private:
  struct Cursor {
    size_t chunk = 0;
    int64_t start = 0;  // first row of the chunk
  };
  /// What a text subtree comes to for every entry of a dictionary, and for a missing text at the end.
  struct DictionaryResult {
    const table::Column* dictionary = nullptr;
    Vec values = {};
    int64_t only_true = -1;  // the one entry that is true, when all others are false
  };

  const Vec& Eval(const Node& node, const uint8_t* active);
  const Vec& EvalLiteral(const Node& node, Vec* out);
  const Vec& EvalColumn(const Node& node, Vec* out);
  const Vec& EvalDictionary(const Node& node, const table::Chunk& chunk, int64_t first, Vec* out);
  const Vec& EvalLogic(const Node& node, const uint8_t* active, Vec* out);
  const Vec& EvalConditional(const Node& node, const uint8_t* active, Vec* out);
  const Vec& EvalCompare(const Node& node, const uint8_t* active, Vec* out);
  const Vec& EvalArithmetic(const Node& node, const uint8_t* active, Vec* out);
  const Vec& EvalNot(const Node& node, const uint8_t* active, Vec* out);
  const Vec& EvalIsNull(const Node& operand, const uint8_t* active, Vec* out, bool negated);
  const Vec& EvalRows(const Node& node, const uint8_t* active, Vec* out);
  /// True when the arrays of the arguments are all that the operator needs.
  bool IsNative(const Node& node) const;
  /// The coefficients of an operand with the decimals of the result, in `store` when they must be changed.
  Operand<Int128> Exactly(const Vec& operand, const Typing& typing, Vec* store);
  /// States of two operands joined into out; null when all are present.
  void JoinStates(const Vec& a, const Vec& b, Vec* out);

  const Program& program_;
  int64_t rows_ = 0;
  CallContext context_;
  Scope scope_;
  std::vector<Cursor> cursors_;
  std::vector<Vec> vecs_;
  std::vector<std::vector<uint8_t>> masks_;
  std::vector<DictionaryResult> dictionaries_;
  std::vector<int32_t> codes_;
  table::Column missing_text_;
  int64_t first_ = 0;
  int64_t n_ = 0;
};

/// The columns of `table` a program reads. kUnknownColumn, kWrongColumnType.
absl::StatusOr<std::vector<const table::Column*>> ResolveColumns(const Program& program, const table::Table& table);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_
