// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Evaluates a bound tree over blocks of rows: each element of the tree gives an array of values
// and, where some are missing or failed, an array of states.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/expression/expression.h"
#include "expression/internal/functions.h"
#include "expression/internal/kernels.h"
#include "expression/internal/membership.h"
#include "expression/internal/node.h"
#include "expression/internal/walk.h"

namespace attain::expression {

/// Rows handled at a time: small enough that the arrays of a deep tree stay in the cache.
inline constexpr int64_t kBlockRows = 2048;

/// The values of one element of the tree for one block. `data` points into one of the stores, or
/// into a column.
struct Vec {
  ValueType type = ValueType::kNull;
  const void* data = nullptr;  // bool: uint8_t; int, timestamp (microseconds), duration
                               // (nanoseconds): int64_t; decimal, money: Int128; date: int32_t
  const int64_t* small =
      nullptr;       // decimal, money: the same coefficients with 64 bits; `data` may then be null
  Int128 bound = 0;  // decimal, money: no coefficient is larger in size
  bool large = false;              // decimal, money: found not to fit 64 bits
  const uint8_t* state = nullptr;  // null: every row is present
  bool constant = false;           // one value for every row

  std::vector<uint8_t> bytes = {};
  std::vector<int64_t> ints = {};
  std::vector<double> reals = {};
  std::vector<Int128> exacts = {};
  std::vector<Int128> under = {};  // of fractions: what the exacts stand above; positive
  std::vector<int32_t> days = {};
  std::vector<std::string_view> texts = {};
  std::vector<uint8_t> states = {};
  std::deque<std::string> kept = {};  // texts that lie nowhere else
  int64_t block = -1;                 // of a column: the block it was read for

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
  /// The coefficients with 128 bits.
  Operand<Int128> Wide(int64_t n);
  /// True when the coefficients (of an int: the numbers) fit 64 bits; then `small` and `bound` are
  /// set.
  bool Narrow(int64_t n);
  /// Value number i, whose type is `typing`.
  Value At(int64_t i, const Typing& typing) const;
};

template <typename In, typename Out>
void Widen(const In* in, int64_t n, Out* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(in[i]);
}

/// True for types that have an array form and can be a column.
bool HasArray(const Typing& typing);
/// True when the values of `node` lie in arrays: HasArray, whole microseconds, or a fraction made
/// of such.
bool HasVec(const Node& node);

/// One evaluation of a program over a table.
class BlockEvaluator {
 public:
  BlockEvaluator(const Program& program, const table::Table& table,
                 std::vector<const table::Column*> columns);

  int64_t rows() const { return rows_; }
  /// Moves to the block that starts at `row`; its number of rows.
  int64_t Start(int64_t row);
  /// The values of the whole expression for the block.
  Vec& Result();
  /// The value of one row, with its failure.
  Value RowValue(int64_t row);

 private:
  struct Cursor {
    size_t chunk = 0;
    int64_t start = 0;  // first row of the chunk
  };
  /// What a subtree comes to for every entry of a dictionary, or for every day, and for a missing
  /// one at the end.
  struct Distinct {
    const table::Column* dictionary = nullptr;
    Vec values = {};
    int64_t only_true = -1;  // the one entry that is true, when all others are false
    int32_t first_day = 0;
    int64_t days = 0;                 // entries of a table of days
    std::vector<uint8_t> known = {};  // of a table of days: 1 where the entry is filled in
    bool too_wide = false;            // the days lie too far apart
  };

  /// The list on the right of an `in`.
  struct Members {
    bool usable = false;
    TextSet texts = TextSet();
    NumberSet numbers = NumberSet();
    std::vector<Value> others = {};  // compared one by one
  };

  Vec& Eval(const Node& node, const uint8_t* active);
  Vec& EvalLiteral(const Node& node, Vec* out);
  Vec& EvalColumn(const Node& node, Vec* out);
  bool EvalDictionary(const Node& node, Vec* out);
  bool EvalDays(const Node& node, Vec* out);
  Vec& EvalLogic(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalConditional(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalCompare(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalArithmetic(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalRatio(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalTimes(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalNot(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalNegate(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalIsNull(const Node& operand, const uint8_t* active, Vec* out, bool negated);
  Vec& EvalRows(const Node& node, const uint8_t* active, Vec* out);
  // Functions, in block_calls.cc; those with bool give false where the arguments have no arrays.
  Vec& EvalCall(const Node& node, const uint8_t* active, Vec* out);
  Vec& EvalCoalesce(const Node& node, const uint8_t* active, Vec* out);
  bool EvalBetween(const Node& node, const uint8_t* active, Vec* out);
  bool EvalBucket(const Node& node, const uint8_t* active, Vec* out);
  bool EvalRound(const Node& node, const uint8_t* active, Vec* out);
  bool EvalInstantPart(const Node& node, const uint8_t* active, Vec* out);
  bool EvalTextTest(const Node& node, const uint8_t* active, Vec* out);
  bool EvalIn(const Node& node, const uint8_t* active, Vec* out);
  /// Null when the list is not known before rows are seen.
  const Members* MembersOf(const Node& node);
  bool EvalLookup(const Node& node, const uint8_t* active, Vec* out);
  bool EvalJoin(const Node& node, const uint8_t* active, Vec* out);
  /// result[i] = a[i] op b[i] for rows that `state` says are present (null: all) and that are
  /// active.
  void CompareVecs(Op op, Vec& a, const Typing& p, Vec& b, const Typing& q, const uint8_t* state,
                   const uint8_t* active, uint8_t* result);
  /// Fills in entry `entry` of `into` with what `node` comes to when `column` holds row `row` of
  /// `stand_in`.
  Value FillIn(const Node& node, int column, const table::Column& stand_in, int64_t row,
               int64_t entry, Vec* into);
  /// The values at codes_, in place of rows.
  void Gather(const Vec& values, ValueType type, Vec* out);
  /// Copies rows where `rows` is not zero, states with them.
  void Choose(Vec& value, const Node& from, const Node& node, const uint8_t* rows, Vec* out);
  /// Failures of arithmetic on rows that are present.
  void AddFailures(const std::vector<uint8_t>& failures, Vec* out);
  /// True when the arrays of the arguments are all that the operator needs.
  bool IsNative(const Node& node) const;
  /// The coefficients of an operand, in `store` when they must be changed.
  Operand<Int128> Exactly(Vec& operand, const Typing& typing, Vec* store);
  /// States of two operands joined into out; null when all are present.
  void JoinStates(const Vec& a, const Vec& b, Vec* out);
  /// Adds the states of an operand to those of out.
  void AddStates(const Vec& operand, Vec* out);

  const Program& program_;
  int64_t rows_ = 0;
  std::vector<const table::Column*> resolved_;
  CallContext context_;
  Scope scope_;
  std::vector<Cursor> cursors_;
  std::vector<Vec> vecs_;
  std::vector<std::vector<uint8_t>> masks_;
  std::vector<Vec> columns_;  // by ColumnRef
  std::vector<Distinct> distinct_;
  std::vector<std::unique_ptr<const Members>>
      members_;  // of each element that is an `in`, once met
  std::vector<int32_t> codes_;
  int64_t first_ = 0;
  int64_t n_ = 0;
};

/// The columns of `table` a program reads, one for each ColumnRef. kUnknownColumn,
/// kWrongColumnType.
absl::Status ResolveColumns(const Program& program, const table::Table& table,
                            std::span<const table::Column*> columns);
absl::StatusOr<std::vector<const table::Column*>> ResolveColumns(const Program& program,
                                                                 const table::Table& table);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_BLOCK_H_
