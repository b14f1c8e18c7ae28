// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The values of a block: which types have an array form, how one value is put in and taken out,
// when coefficients fit 64 bits.
#include <algorithm>

#include "expression/internal/block.h"

namespace attain::expression {
namespace {

using enum ValueType;

/// 10^38: what every coefficient lies below. As a bound it says that nothing more is known.
Int128 MostDigits() { return static_cast<Int128>(PowerOfTen(38)); }

Int128 ToInt128(absl::int128 value) { return static_cast<Int128>(value); }

}  // namespace

bool HasArray(const Typing& typing) {
  switch (typing.type) {
    case kBool:
    case kInt:
    case kDouble:
    case kText:
    case kDate:
    case kTimestamp:
    case kDuration:
      return true;
    case kDecimal:
    case kMoney:
      return typing.scale >= 0;
    default:
      return false;
  }
}

namespace {

/// True when an instant is surely a whole number of microseconds, as arrays hold them.
bool IsWholeMicros(const Node& node) {
  if (node.op == Op::kColumn || node.op == Op::kLookup) return true;
  if (node.op == Op::kLiteral)
    return node.value.type() == kTimestamp ? node.value.instant().nanos % 1000 == 0
                                           : node.value.is_null();
  if (node.op == Op::kFunction && node.name == "timestamp")
    return node.args[0]->typing.type != kText && node.args[0]->typing.type != kTimestamp;
  if (node.op == Op::kConditional)
    return IsWholeMicros(*node.args[1]) && IsWholeMicros(*node.args[2]);
  if (node.lazy)
    return std::all_of(node.args.begin(), node.args.end(),
                       [](const NodePtr& arg) { return IsWholeMicros(*arg); });
  if (node.op != Op::kAdd && node.op != Op::kSubtract) return false;
  for (const NodePtr& arg : node.args) {
    const bool literal = arg->op == Op::kLiteral && arg->value.type() == kDuration;
    if (arg->typing.type == kTimestamp ? !IsWholeMicros(*arg)
                                       : !literal || arg->value.duration().nanos % 1000 != 0)
      return false;
  }
  return true;
}

bool IsRatio(const Node& node) {
  if (node.op == Op::kLiteral) return node.value.type() == kFraction;
  if (node.op != Op::kNegate && node.op != Op::kAdd && node.op != Op::kSubtract &&
      node.op != Op::kMultiply && node.op != Op::kDivide)
    return false;
  return std::all_of(node.args.begin(), node.args.end(),
                     [](const NodePtr& arg) { return arg->typing.type != kNull && HasVec(*arg); });
}

}  // namespace

bool HasVec(const Node& node) {
  if (node.typing.type == kTimestamp) return IsWholeMicros(node);
  return node.typing.type == kFraction ? IsRatio(node) : HasArray(node.typing);
}

void Vec::Prepare(ValueType of, int64_t n) {
  type = of;
  state = nullptr;
  constant = false;
  small = nullptr;
  large = false;
  bound = MostDigits();
  kept.clear();
  const auto size = static_cast<size_t>(n);
  const auto ready = [&](auto& store) {
    if (store.size() < size) store.resize(size);
    data = store.data();
  };
  switch (of) {
    case kBool:
      return ready(bytes);
    case kInt:
    case kTimestamp:
    case kDuration:
      return ready(ints);
    case kDouble:
      return ready(reals);
    case kDate:
      return ready(days);
    case kText:
      return ready(texts);
    case kFraction:
      ready(under);
      [[fallthrough]];
    case kDecimal:
    case kMoney:
      return ready(exacts);
    default:
      data = nullptr;
  }
}

uint8_t* Vec::MakeStates(int64_t n) {
  states.assign(static_cast<size_t>(n), kPresent);
  state = states.data();
  return states.data();
}

void Vec::Set(int64_t i, const Value& value) {
  if (value.is_null() || value.is_error()) {
    if (state == nullptr) MakeStates(std::max<int64_t>(kBlockRows, i + 1));
    states[i] = value.is_null() ? kMissing : kFailed;
    return;
  }
  switch (type) {
    case kBool:
      bytes[i] = value.boolean();
      return;
    case kInt:
      ints[i] = value.integer();
      return;
    case kDouble:
      reals[i] = value.real();
      return;
    case kDate:
      days[i] = value.date().days();
      return;
    case kTimestamp:
      ints[i] = value.instant().seconds * 1'000'000 + value.instant().nanos / 1000;
      return;
    case kDuration:
      ints[i] = value.duration().nanos;
      return;
    case kFraction:
      exacts[i] = ToInt128(value.fraction().numerator());
      under[i] = ToInt128(value.fraction().denominator());
      return;
    case kDecimal:
      exacts[i] = ToInt128(value.decimal().coefficient());
      return;
    case kMoney:
      exacts[i] = ToInt128(value.money().amount.coefficient());
      return;
    case kText:
      kept.push_back(value.text());
      texts[i] = kept.back();
      return;
    default:
      return;
  }
}

Operand<Int128> Vec::Wide(int64_t n) {
  if (data == nullptr) {
    const int64_t count = constant ? 1 : n;
    if (static_cast<int64_t>(exacts.size()) < count) exacts.resize(static_cast<size_t>(count));
    Widen(small, count, exacts.data());
    data = exacts.data();
  }
  return As<Int128>();
}

bool Vec::Narrow(int64_t n) {
  if (small != nullptr) return true;
  const int64_t count = constant ? 1 : n;
  uint64_t size = 0;
  if (type == kInt) {
    small = static_cast<const int64_t*>(data);
    size = LargestSize(small, count);
  } else {
    if (large || (bound < MostDigits() && bound > INT64_MAX)) return false;
    if (static_cast<int64_t>(ints.size()) < count) ints.resize(static_cast<size_t>(count));
    if (!Pack(static_cast<const Int128*>(data), count, ints.data(), &size)) {
      large = true;
      return false;
    }
    small = ints.data();
  }
  bound = size;
  if (constant) bound = *small < 0 ? -static_cast<Int128>(*small) : static_cast<Int128>(*small);
  return true;
}

Value Vec::At(int64_t i, const Typing& typing) const {
  const int64_t k = constant ? 0 : i;
  if (state != nullptr && state[k] != kPresent) return Value();
  const auto exact = [&] {
    return Decimal::Unchecked(
        absl::int128(data == nullptr ? static_cast<Int128>(small[k]) : As<Int128>().data[k]),
        typing.scale);
  };
  switch (type) {
    case kBool:
      return Value::Bool(As<uint8_t>().data[k] != 0);
    case kInt:
      return Value::Int(As<int64_t>().data[k]);
    case kDouble:
      return Value::Double(As<double>().data[k]);
    case kDate:
      return Value::Of(Date::FromDays(As<int32_t>().data[k]));
    case kTimestamp:
      return Value::Of(Timestamp::FromMicros(As<int64_t>().data[k]));
    case kDuration:
      return Value::Of(Duration{As<int64_t>().data[k]});
    case kText:
      return Value::Text(As<std::string_view>().data[k]);
    case kDecimal:
      return Value::Of(exact());
    case kMoney:
      return Value::Of(MoneyAmount{exact(), typing.currency});
    case kFraction:
      return Value::Of(*Fraction::Of(absl::int128(As<Int128>().data[k]), absl::int128(under[k])));
    default:
      return Value();
  }
}

}  // namespace attain::expression
