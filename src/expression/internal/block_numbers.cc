// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The part of BlockEvaluator that compares, calculates and chooses.
#include <algorithm>

#include "expression/internal/block.h"
#include "expression/internal/operators.h"
#include "expression/internal/ratios.h"
#include "expression/internal/time.h"

namespace attain::expression {
namespace {

using enum ValueType;

Int128 PowerOf(int exponent) { return static_cast<Int128>(PowerOfTen(exponent)); }

bool IsExact(ValueType type) { return type == kDecimal || type == kMoney; }

/// Turns a comparison round: a < b is b > a.
Op Turned(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    default:
      return op;
  }
}

}  // namespace

Operand<Int128> BlockEvaluator::Exactly(Vec& operand, const Typing& typing, Vec* store) {
  if (IsExact(typing.type)) return operand.Wide(n_);
  const Operand<int64_t> whole = operand.As<int64_t>();
  const int64_t count = operand.constant ? 1 : n_;
  if (static_cast<int64_t>(store->exacts.size()) < count)
    store->exacts.resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) store->exacts[i] = whole.data[i];
  return {store->exacts.data(), operand.constant};
}

namespace {

/// Compares coefficients of different numbers of decimals.
void CompareExact(Op op, Operand<Int128> x, int x_scale, Operand<Int128> y, int y_scale, int64_t n,
                  uint8_t* result) {
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
  const auto stretch = [&](Operand<Int128>* operand, int by, std::vector<Int128>* store) {
    if (by == 0) return true;
    const int64_t count = operand->constant ? 1 : n;
    std::vector<uint8_t> states(static_cast<size_t>(count));
    store->resize(static_cast<size_t>(count));
    const bool beyond = Rescale(operand->data, PowerOf(by), count, store->data(), states.data());
    if (!beyond) operand->data = store->data();
    return !beyond;
  };
  std::vector<Int128> left;
  std::vector<Int128> right;
  Operand<Int128> a = x;
  Operand<Int128> b = y;
  if (stretch(&a, scale - x_scale, &left) && stretch(&b, scale - y_scale, &right))
    return Compare(op, a, b, n, result);
  // Beyond 38 digits with one scale: compare value by value.
  for (int64_t i = 0; i < n; ++i) {
    const Value u =
        Value::Of(Decimal::Unchecked(absl::int128(x.data[x.constant ? 0 : i]), x_scale));
    const Value v =
        Value::Of(Decimal::Unchecked(absl::int128(y.data[y.constant ? 0 : i]), y_scale));
    result[i] = ApplyBinary(op, u, v).boolean();
  }
}

/// Instants of days, in microseconds.
Operand<int64_t> Micros(const Vec& operand, ValueType type, int64_t n,
                        std::vector<int64_t>* store) {
  if (type != kDate) return operand.As<int64_t>();
  const Operand<int32_t> days = operand.As<int32_t>();
  store->resize(static_cast<size_t>(operand.constant ? 1 : n));
  for (size_t i = 0; i < store->size(); ++i)
    (*store)[i] = int64_t{days.data[i]} * kSecondsPerDay * 1'000'000;
  return {store->data(), operand.constant};
}

}  // namespace

void BlockEvaluator::CompareVecs(Op op, Vec& a, const Typing& p, Vec& b, const Typing& q,
                                 const uint8_t* state, const uint8_t* active, uint8_t* result) {
  if (p.type == kFraction || q.type == kFraction) {
    const Ratios x(a, p, n_);
    const Ratios y(b, q, n_);
    for (int64_t i = 0; i < n_; ++i) {
      if ((active != nullptr && active[i] == 0) || (state != nullptr && state[i] != kPresent))
        continue;
      result[i] = Holds(op, x.Order(i, y));
    }
  } else if (IsExact(p.type) || IsExact(q.type)) {
    Vec left;
    Vec right;
    const int x_scale = IsExact(p.type) ? p.scale : 0;
    const int y_scale = IsExact(q.type) ? q.scale : 0;
    if (x_scale == y_scale && a.data == nullptr && b.Narrow(n_)) {
      return Compare(op, Operand<int64_t>{a.small, a.constant},
                     Operand<int64_t>{b.small, b.constant}, n_, result);
    }
    CompareExact(op, Exactly(a, p, &left), x_scale, Exactly(b, q, &right), y_scale, n_, result);
  } else if (p.type == kInt && q.type == kDouble) {
    Compare(op, a.As<int64_t>(), b.As<double>(), n_, result);
  } else if (p.type == kDouble && q.type == kInt) {
    Compare(Turned(op), b.As<int64_t>(), a.As<double>(), n_, result);
  } else if (p.type == kDate && q.type == kDate) {
    Compare(op, a.As<int32_t>(), b.As<int32_t>(), n_, result);
  } else if (p.type == kTimestamp || q.type == kTimestamp) {
    std::vector<int64_t> left;
    std::vector<int64_t> right;
    Compare(op, Micros(a, p.type, n_, &left), Micros(b, q.type, n_, &right), n_, result);
  } else if (p.type == kInt || p.type == kDuration) {
    Compare(op, a.As<int64_t>(), b.As<int64_t>(), n_, result);
  } else if (p.type == kDouble) {
    Compare(op, a.As<double>(), b.As<double>(), n_, result);
  } else if (p.type == kBool) {
    Compare(op, a.As<uint8_t>(), b.As<uint8_t>(), n_, result);
  } else {
    // Views of rows without a value point nowhere in particular.
    const Operand<std::string_view> x = a.As<std::string_view>();
    const Operand<std::string_view> y = b.As<std::string_view>();
    if (state == nullptr && active == nullptr) return Compare(op, x, y, n_, result);
    for (int64_t i = 0; i < n_; ++i) {
      if ((active != nullptr && active[i] == 0) || (state != nullptr && state[i] != kPresent))
        continue;
      Compare(op, {x.data + (x.constant ? 0 : i), true}, {y.data + (y.constant ? 0 : i), true}, 1,
              result + i);
    }
  }
}

Vec& BlockEvaluator::EvalCompare(const Node& node, const uint8_t* active, Vec* out) {
  Vec& a = Eval(*node.args[0], active);
  Vec& b = Eval(*node.args[1], active);
  out->Prepare(kBool, n_);
  JoinStates(a, b, out);
  CompareVecs(node.op, a, node.args[0]->typing, b, node.args[1]->typing, out->state, active,
              out->bytes.data());
  return *out;
}

void BlockEvaluator::AddFailures(const std::vector<uint8_t>& failures, Vec* out) {
  if (out->state == nullptr) {
    std::copy_n(failures.begin(), n_, out->MakeStates(n_));
    return;
  }
  // A row whose operand is missing has no failure of its own.
  for (int64_t i = 0; i < n_; ++i) {
    if (out->states[i] == kPresent) out->states[i] = failures[i];
  }
}

namespace {

/// a × b, or 10^38 when that is more; both at least 0.
Int128 Most(Int128 a, Int128 b) {
  const Int128 limit = PowerOf(38);
  Int128 product = 0;
  return __builtin_mul_overflow(a, b, &product) ? limit : std::min(product, limit);
}

}  // namespace

Vec& BlockEvaluator::EvalArithmetic(const Node& node, const uint8_t* active, Vec* out) {
  Vec& a = Eval(*node.args[0], active);
  Vec& b = Eval(*node.args[1], active);
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
  if (node.typing.type == kInt) {
    if (Calculate(node.op, a.As<int64_t>(), b.As<int64_t>(), n_, out->ints.data(), failures.data()))
      AddFailures(failures, out);
    return *out;
  }
  const bool product = node.op == Op::kMultiply;
  const Int128 x_power =
      product ? Int128{1} : PowerOf(node.typing.scale - (IsExact(p.type) ? p.scale : 0));
  const Int128 y_power =
      product ? Int128{1} : PowerOf(node.typing.scale - (IsExact(q.type) ? q.scale : 0));
  // Sizes tell whether a row of this block can overflow at all.
  const bool small = a.Narrow(n_) && b.Narrow(n_);
  const Int128 limit = PowerOf(38);
  const Int128 x_most = a.type == kInt && a.small == nullptr ? limit : Most(a.bound, x_power);
  const Int128 y_most = b.type == kInt && b.small == nullptr ? limit : Most(b.bound, y_power);
  const Int128 most = product                    ? Most(x_most, y_most)
                      : x_most >= limit - y_most ? limit
                                                 : x_most + y_most;
  if (x_most < limit && y_most < limit && most < limit &&
      (small || (IsExact(a.type) && IsExact(b.type)))) {
    const Operand<int64_t> x{a.small, a.constant};
    const Operand<int64_t> y{b.small, b.constant};
    if (small && x_most <= INT64_MAX && y_most <= INT64_MAX && most <= INT64_MAX) {
      if (out->ints.size() < static_cast<size_t>(n_)) out->ints.resize(static_cast<size_t>(n_));
      Calculate64(node.op, x, static_cast<int64_t>(x_power), y, static_cast<int64_t>(y_power), n_,
                  out->ints.data());
      out->small = out->ints.data();
      out->data = nullptr;
    } else if (small) {
      CalculateWide(node.op, x, x_power, y, y_power, n_, out->exacts.data());
    } else {
      CalculateWide(node.op, a.Wide(n_), x_power, b.Wide(n_), y_power, n_, out->exacts.data());
    }
    out->bound = most;
    return *out;
  }
  Vec left;
  Vec right;
  const Operand<Int128> x = Exactly(a, p, &left);
  const Operand<Int128> y = Exactly(b, q, &right);
  if (Calculate(node.op, x, x_power, y, y_power, n_, out->exacts.data(), failures.data()))
    AddFailures(failures, out);
  return *out;
}

Vec& BlockEvaluator::EvalNegate(const Node& node, const uint8_t* active, Vec* out) {
  Vec& a = Eval(*node.args[0], active);
  out->Prepare(node.typing.type, n_);
  AddStates(a, out);
  if (node.typing.type == kDouble) {
    Negate(a.As<double>(), n_, out->reals.data());
  } else if (node.typing.type == kInt || node.typing.type == kDuration) {
    std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
    failures.resize(kBlockRows);
    if (Negate(a.As<int64_t>(), n_, out->ints.data(), failures.data())) AddFailures(failures, out);
  } else {
    Negate(a.Wide(n_), n_, out->exacts.data());
  }
  return *out;
}

Vec& BlockEvaluator::EvalRatio(const Node& node, const uint8_t* active, Vec* out) {
  Vec& a = Eval(*node.args[0], active);
  Vec& b = node.args.size() > 1 ? Eval(*node.args[1], active) : a;
  out->Prepare(kFraction, n_);
  JoinStates(a, b, out);
  const Ratios x(a, node.args[0]->typing, n_);
  const Ratios y(b, node.args.back()->typing, n_);
  std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
  failures.assign(kBlockRows, kPresent);
  bool failed = false;
  for (int64_t i = 0; i < n_; ++i) {
    if ((active != nullptr && active[i] == 0) ||
        (out->state != nullptr && out->state[i] != kPresent))
      continue;
    if (x.Calculate(node.op, i, y, &out->exacts[i], &out->under[i])) continue;
    failures[i] = kFailed;
    failed = true;
  }
  if (failed) AddFailures(failures, out);
  return *out;
}

Vec& BlockEvaluator::EvalTimes(const Node& node, const uint8_t* active, Vec* out) {
  Vec& a = Eval(*node.args[0], active);
  Vec& b = Eval(*node.args[1], active);
  const ValueType p = node.args[0]->typing.type;
  const ValueType q = node.args[1]->typing.type;
  out->Prepare(node.typing.type, n_);
  JoinStates(a, b, out);
  std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
  failures.resize(kBlockRows);
  bool failed = false;
  const bool minus = node.op == Op::kSubtract;
  const auto each = [&](auto x, auto y, auto* into, auto calculate) {
    for (int64_t i = 0; i < n_; ++i) {
      const bool bad = !calculate(x.data[x.constant ? 0 : i], y.data[y.constant ? 0 : i], &into[i]);
      failures[i] = bad ? kFailed : kPresent;
      failed |= bad;
    }
  };
  const auto step = [minus](int64_t x, int64_t y, int64_t* result) {
    return minus ? !__builtin_sub_overflow(x, y, result) : !__builtin_add_overflow(x, y, result);
  };
  const auto shift_day = [&](int32_t day, int64_t by, int32_t* result) {
    int64_t sum = 0;
    if (!step(day, by, &sum) || sum < kFirstDay || sum > kLastDay) return false;
    *result = static_cast<int32_t>(sum);
    return true;
  };
  const auto shift_instant = [&](int64_t micros, int64_t nanos, int64_t* result) {
    constexpr int64_t kDayMicros = kSecondsPerDay * 1'000'000;
    return step(micros, nanos / 1000, result) && *result >= kFirstDay * kDayMicros &&
           *result < (kLastDay + 1) * kDayMicros;
  };
  const auto turned = [](auto run) {
    return [run](auto x, auto y, auto* result) { return run(y, x, result); };
  };
  if (p == kDate && q == kInt) {
    each(a.As<int32_t>(), b.As<int64_t>(), out->days.data(), shift_day);
  } else if (p == kInt && q == kDate) {
    each(a.As<int64_t>(), b.As<int32_t>(), out->days.data(), turned(shift_day));
  } else if (p == kDate) {
    each(a.As<int32_t>(), b.As<int32_t>(), out->ints.data(),
         [](int32_t x, int32_t y, int64_t* result) {
           *result = int64_t{x} - y;
           return true;
         });
  } else if (p == kTimestamp && q == kTimestamp) {
    each(a.As<int64_t>(), b.As<int64_t>(), out->ints.data(),
         [](int64_t x, int64_t y, int64_t* result) {
           int64_t micros = 0;
           return !__builtin_sub_overflow(x, y, &micros) &&
                  !__builtin_mul_overflow(micros, int64_t{1000}, result);
         });
  } else if (p == kTimestamp) {
    each(a.As<int64_t>(), b.As<int64_t>(), out->ints.data(), shift_instant);
  } else if (q == kTimestamp) {
    each(a.As<int64_t>(), b.As<int64_t>(), out->ints.data(), turned(shift_instant));
  } else {
    each(a.As<int64_t>(), b.As<int64_t>(), out->ints.data(), step);
  }
  if (failed) AddFailures(failures, out);
  return *out;
}

void BlockEvaluator::Choose(Vec& value, const Node& from, const Node& node, const uint8_t* rows,
                            Vec* out) {
  uint8_t* states = out->states.data();
  for (int64_t i = 0; i < n_; ++i) {
    if (rows[i] != 0)
      states[i] = value.state == nullptr ? uint8_t{kPresent} : value.state[value.constant ? 0 : i];
  }
  const auto choose = [&](auto operand, auto* into) {
    for (int64_t i = 0; i < n_; ++i) {
      if (rows[i] != 0) into[i] = operand.data[operand.constant ? 0 : i];
    }
  };
  switch (node.typing.type) {
    case kBool:
      return choose(value.As<uint8_t>(), out->bytes.data());
    case kInt:
    case kTimestamp:
    case kDuration:
      return choose(value.As<int64_t>(), out->ints.data());
    case kDouble:
      return choose(value.As<double>(), out->reals.data());
    case kDate:
      return choose(value.As<int32_t>(), out->days.data());
    case kText:
      return choose(value.As<std::string_view>(), out->texts.data());
    default:
      break;
  }
  Vec whole;
  const Operand<Int128> operand = Exactly(value, from.typing, &whole);
  const Int128 power =
      PowerOf(node.typing.scale - (IsExact(from.typing.type) ? from.typing.scale : 0));
  if (power == 1) return choose(operand, out->exacts.data());
  for (int64_t i = 0; i < n_; ++i) {
    // A missing coefficient may be any number; it must not fail.
    if (rows[i] != 0 && states[i] == kPresent)
      Rescale(operand.data + (operand.constant ? 0 : i), power, 1, &out->exacts[i], &states[i]);
  }
}

Vec& BlockEvaluator::EvalConditional(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& condition = Eval(*node.args[0], active);
  const Operand<uint8_t> test = condition.As<uint8_t>();
  const bool no_condition = !HasVec(*node.args[0]);
  std::vector<uint8_t>& mask = masks_[static_cast<size_t>(node.slot)];
  mask.resize(kBlockRows * 2);
  out->Prepare(node.typing.type, n_);
  uint8_t* states = out->MakeStates(n_);
  for (int64_t i = 0; i < n_; ++i) {
    const int64_t at = condition.constant ? 0 : i;
    states[i] = no_condition                 ? uint8_t{kMissing}
                : condition.state == nullptr ? uint8_t{kPresent}
                                             : condition.state[at];
    const bool known = states[i] == kPresent && (active == nullptr || active[i] != 0);
    mask[i] = known && test.data[at] != 0;
    mask[kBlockRows + i] = known && test.data[at] == 0;
  }
  for (int branch = 0; branch < 2; ++branch) {
    const uint8_t* rows = mask.data() + branch * kBlockRows;
    if (!AnySet(rows, n_)) continue;
    const Node& arg = *node.args[static_cast<size_t>(branch) + 1];
    if (HasVec(arg)) {
      Choose(Eval(arg, rows), arg, node, rows, out);
      continue;
    }
    for (int64_t i = 0; i < n_; ++i) states[i] = rows[i] != 0 ? uint8_t{kMissing} : states[i];
  }
  if (!AnySet(states, n_)) out->state = nullptr;
  return *out;
}

}  // namespace attain::expression
