// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The part of BlockEvaluator that compares, calculates and chooses.
#include <algorithm>

#include "expression/internal/block.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using enum ValueType;

Int128 PowerOf(int exponent) { return static_cast<Int128>(PowerOfTen(exponent)); }

bool IsExact(ValueType type) { return type == kDecimal || type == kMoney; }

/// Turns a comparison round: a < b is b > a.
Op Turned(Op op) {
  switch (op) {
    case Op::kLess: return Op::kGreater;
    case Op::kLessEqual: return Op::kGreaterEqual;
    case Op::kGreater: return Op::kLess;
    case Op::kGreaterEqual: return Op::kLessEqual;
    default: return op;
  }
}

}  // namespace

Operand<Int128> BlockEvaluator::Exactly(const Vec& operand, const Typing& typing, Vec* store) {
  if (IsExact(typing.type)) return operand.As<Int128>();
  const Operand<int64_t> whole = operand.As<int64_t>();
  const int64_t count = operand.constant ? 1 : n_;
  if (static_cast<int64_t>(store->exacts.size()) < count) store->exacts.resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) store->exacts[i] = whole.data[i];
  return {store->exacts.data(), operand.constant};
}

const Vec& BlockEvaluator::EvalCompare(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& a = Eval(*node.args[0], active);
  const Vec& b = Eval(*node.args[1], active);
  const Typing& p = node.args[0]->typing;
  const Typing& q = node.args[1]->typing;
  out->Prepare(kBool, n_);
  uint8_t* result = out->bytes.data();
  JoinStates(a, b, out);
  if (IsExact(p.type) || IsExact(q.type)) {
    Vec left;
    Vec right;
    Operand<Int128> x = Exactly(a, p, &left);
    Operand<Int128> y = Exactly(b, q, &right);
    int x_scale = IsExact(p.type) ? p.scale : 0;
    int y_scale = IsExact(q.type) ? q.scale : 0;
    // Zeros at the end of a literal ask for no more decimals than the column has.
    Int128 kept[2];
    const auto shorten = [](Operand<Int128>* operand, int* scale, int wanted, Int128* value) {
      if (!operand->constant) return;
      *value = operand->data[0];
      for (; *scale > wanted && *value % 10 == 0; --*scale) *value /= 10;
      operand->data = value;
    };
    shorten(&x, &x_scale, y_scale, &kept[0]);
    shorten(&y, &y_scale, x_scale, &kept[1]);
    const int scale = std::max(x_scale, y_scale);
    const auto stretch = [&](Operand<Int128>* operand, int by, Vec* store) {
      if (by == 0) return true;
      const int64_t count = operand->constant ? 1 : n_;
      std::vector<uint8_t> states(static_cast<size_t>(count));
      std::vector<Int128> values(static_cast<size_t>(count));
      const bool beyond = Rescale(operand->data, PowerOf(by), count, values.data(), states.data());
      store->exacts = std::move(values);
      operand->data = store->exacts.data();
      return !beyond;
    };
    const Operand<Int128> x_before = x;
    const Operand<Int128> y_before = y;
    Vec left_kept;
    Vec right_kept;
    if (stretch(&x, scale - x_scale, &left_kept) && stretch(&y, scale - y_scale, &right_kept)) {
      Compare(node.op, x, y, n_, result);
      return *out;
    }
    // Beyond 38 digits with one scale: compare value by value.
    for (int64_t i = 0; i < n_; ++i) {
      const Value u = Value::Of(Decimal::Unchecked(absl::int128(x_before.data[x_before.constant ? 0 : i]), x_scale));
      const Value v = Value::Of(Decimal::Unchecked(absl::int128(y_before.data[y_before.constant ? 0 : i]), y_scale));
      result[i] = ApplyBinary(node.op, u, v).boolean();
    }
    return *out;
  }
  if (p.type == kInt && q.type == kDouble) {
    Compare(node.op, a.As<int64_t>(), b.As<double>(), n_, result);
  } else if (p.type == kDouble && q.type == kInt) {
    Compare(Turned(node.op), b.As<int64_t>(), a.As<double>(), n_, result);
  } else if (p.type == kInt || p.type == kTimestamp) {
    Compare(node.op, a.As<int64_t>(), b.As<int64_t>(), n_, result);
  } else if (p.type == kDouble) {
    Compare(node.op, a.As<double>(), b.As<double>(), n_, result);
  } else if (p.type == kDate) {
    Compare(node.op, a.As<int32_t>(), b.As<int32_t>(), n_, result);
  } else if (p.type == kBool) {
    Compare(node.op, a.As<uint8_t>(), b.As<uint8_t>(), n_, result);
  } else {
    // Views of rows without a value point nowhere in particular.
    if (out->state == nullptr && active == nullptr) {
      Compare(node.op, a.As<std::string_view>(), b.As<std::string_view>(), n_, result);
    } else {
      const Operand<std::string_view> x = a.As<std::string_view>();
      const Operand<std::string_view> y = b.As<std::string_view>();
      for (int64_t i = 0; i < n_; ++i) {
        if ((active != nullptr && active[i] == 0) || (out->state != nullptr && out->state[i] != kPresent)) continue;
        Compare(node.op, {x.data + (x.constant ? 0 : i), true}, {y.data + (y.constant ? 0 : i), true}, 1, result + i);
      }
    }
  }
  return *out;
}

const Vec& BlockEvaluator::EvalArithmetic(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& a = Eval(*node.args[0], active);
  const Vec& b = Eval(*node.args[1], active);
  const Typing& p = node.args[0]->typing;
  const Typing& q = node.args[1]->typing;
  out->Prepare(node.typing.type, n_);
  JoinStates(a, b, out);
  if (node.typing.type == kDouble) {
    Calculate(node.op, a.As<double>(), b.As<double>(), n_, out->reals.data());
    return *out;
  }
  std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
  failures.resize(kBlockRows);
  bool failed = false;
  if (node.typing.type == kInt) {
    failed = Calculate(node.op, a.As<int64_t>(), b.As<int64_t>(), n_, out->ints.data(), failures.data());
  } else {
    Vec left;
    Vec right;
    const Operand<Int128> x = Exactly(a, p, &left);
    const Operand<Int128> y = Exactly(b, q, &right);
    const bool product = node.op == Op::kMultiply;
    const Int128 x_power = product ? Int128{1} : PowerOf(node.typing.scale - (IsExact(p.type) ? p.scale : 0));
    const Int128 y_power = product ? Int128{1} : PowerOf(node.typing.scale - (IsExact(q.type) ? q.scale : 0));
    failed = Calculate(node.op, x, x_power, y, y_power, n_, out->exacts.data(), failures.data());
  }
  if (!failed) return *out;
  if (out->state == nullptr) {
    std::copy_n(failures.begin(), n_, out->MakeStates(n_));
    return *out;
  }
  // A row whose operand is missing has no failure of its own.
  for (int64_t i = 0; i < n_; ++i) {
    if (out->states[i] == kPresent) out->states[i] = failures[i];
  }
  return *out;
}

const Vec& BlockEvaluator::EvalConditional(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& condition = Eval(*node.args[0], active);
  const Operand<uint8_t> test = condition.As<uint8_t>();
  const bool no_condition = !HasArray(node.args[0]->typing);
  std::vector<uint8_t>& mask = masks_[static_cast<size_t>(node.slot)];
  mask.resize(kBlockRows * 2);
  for (int64_t i = 0; i < n_; ++i) {
    const int64_t at = condition.constant ? 0 : i;
    const bool known = !no_condition && (condition.state == nullptr || condition.state[at] == kPresent) && (active == nullptr || active[i] != 0);
    mask[i] = known && test.data[at] != 0;
    mask[kBlockRows + i] = known && test.data[at] == 0;
  }
  const ValueType type = node.typing.type;
  out->Prepare(type, n_);
  uint8_t* states = out->MakeStates(n_);
  for (int64_t i = 0; i < n_; ++i) {
    const uint8_t state = no_condition ? uint8_t{kMissing} : condition.state == nullptr ? uint8_t{kPresent} : condition.state[condition.constant ? 0 : i];
    states[i] = state;
  }
  for (int branch = 0; branch < 2; ++branch) {
    const uint8_t* rows = mask.data() + branch * kBlockRows;
    if (!AnySet(rows, n_)) continue;
    const Node& arg = *node.args[static_cast<size_t>(branch) + 1];
    const Vec& value = Eval(arg, rows);
    if (!HasArray(arg.typing)) {
      for (int64_t i = 0; i < n_; ++i) states[i] = rows[i] != 0 ? uint8_t{kMissing} : states[i];
      continue;
    }
    const auto choose = [&](auto operand, auto* into) {
      for (int64_t i = 0; i < n_; ++i) {
        if (rows[i] != 0) into[i] = operand.data[operand.constant ? 0 : i];
      }
    };
    switch (type) {
      case kBool: choose(value.As<uint8_t>(), out->bytes.data()); break;
      case kInt:
      case kTimestamp: choose(value.As<int64_t>(), out->ints.data()); break;
      case kDouble: choose(value.As<double>(), out->reals.data()); break;
      case kDate: choose(value.As<int32_t>(), out->days.data()); break;
      case kText: choose(value.As<std::string_view>(), out->texts.data()); break;
      default: {
        Vec whole;
        const Operand<Int128> operand = Exactly(value, arg.typing, &whole);
        const Int128 power = PowerOf(node.typing.scale - (IsExact(arg.typing.type) ? arg.typing.scale : 0));
        for (int64_t i = 0; i < n_; ++i) {
          // A missing coefficient may be any number; it must not fail.
          if (rows[i] == 0 || (value.state != nullptr && value.state[value.constant ? 0 : i] != kPresent)) continue;
          uint8_t state = kPresent;
          Rescale(operand.data + (operand.constant ? 0 : i), power, 1, &out->exacts[i], &state);
          states[i] = state;
        }
      }
    }
    if (value.state != nullptr) {
      for (int64_t i = 0; i < n_; ++i) {
        if (rows[i] != 0) states[i] = std::max(states[i], value.state[value.constant ? 0 : i]);
      }
    }
  }
  if (!AnySet(states, n_)) out->state = nullptr;
  return *out;
}

}  // namespace attain::expression
