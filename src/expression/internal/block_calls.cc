// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The part of BlockEvaluator that calls functions: loops of their own for the frequent ones, for
// the others one call per row with the arguments from arrays.
#include <algorithm>
#include <array>
#include <optional>

#include "attain/base/rounding.h"
#include "expression/internal/block.h"
#include "expression/internal/membership.h"
#include "expression/internal/operators.h"
#include "expression/internal/ratios.h"
#include "expression/internal/regex.h"
#include "expression/internal/time.h"
#include "expression/internal/utf8.h"

namespace attain::expression {
namespace {

using enum ValueType;

bool IsExact(ValueType type) { return type == kDecimal || type == kMoney; }

/// The values of a list that is known before rows are seen.
std::optional<Value::List> KnownList(const Node& node) {
  if (node.op == Op::kLiteral && node.value.type() == kList) return node.value.list();
  if (node.op != Op::kList) return std::nullopt;
  Value::List values;
  for (const NodePtr& arg : node.args) {
    if (arg->op != Op::kLiteral) return std::nullopt;
    values.push_back(arg->value);
  }
  return values;
}

/// A value as an operand that stands for every row.
void Hold(const Value& value, Typing* typing, Vec* out) {
  *typing = {.type = value.type()};
  if (value.type() == kDecimal) typing->scale = value.decimal().scale();
  if (value.type() == kMoney)
    *typing = {
        .type = kMoney, .scale = value.money().amount.scale(), .currency = value.money().currency};
  out->Prepare(value.type(), 1);
  out->Set(0, value);
  out->constant = true;
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Vec& BlockEvaluator::EvalCall(const Node& node, const uint8_t* active, Vec* out) {
  if (node.name == "is_null" && HasVec(*node.args[0]))
    return EvalIsNull(*node.args[0], active, out, false);
  const bool known = !node.lazy && node.function >= 0 && HasVec(node);
  if (node.lazy && HasVec(node)) {
    if (std::all_of(node.args.begin(), node.args.end(),
                    [](const NodePtr& arg) { return HasVec(*arg) || arg->typing.type == kNull; })) {
      return EvalCoalesce(node, active, out);
    }
  }
  if (!known) return EvalRows(node, active, out);
  if (node.name == "between" && EvalBetween(node, active, out)) return *out;
  if (node.name == "bucket" && EvalBucket(node, active, out)) return *out;
  if (node.name == "round" && EvalRound(node, active, out)) return *out;
  if (EvalInstantPart(node, active, out) || EvalTextTest(node, active, out)) return *out;
  // One call per row; what is known before rows are seen is made once.
  const size_t count = node.args.size();
  std::vector<Vec*> operands(count, nullptr);
  std::vector<Value> args(count);
  for (size_t k = 0; k < count; ++k) {
    const Node& arg = *node.args[k];
    if (HasVec(arg)) {
      operands[k] = &Eval(arg, active);
    } else if (const std::optional<Value::List> list = KnownList(arg)) {
      args[k] = Value::Of(*list);
    } else {
      return EvalRows(node, active, out);
    }
  }
  const Function& function = AllFunctions()[static_cast<size_t>(node.function)];
  out->Prepare(node.typing.type, n_);
  for (int64_t i = 0; i < n_; ++i) {
    if (active != nullptr && active[i] == 0) continue;
    uint8_t state = kPresent;
    for (const Vec* operand : operands) {
      if (operand != nullptr && operand->state != nullptr)
        state = std::max(state, operand->state[operand->constant ? 0 : i]);
    }
    if (state != kPresent) {
      if (out->state == nullptr) out->MakeStates(n_);
      out->states[i] = state;
      continue;
    }
    for (size_t k = 0; k < count; ++k) {
      if (operands[k] != nullptr) args[k] = operands[k]->At(i, node.args[k]->typing);
    }
    out->Set(i, Scaled(function.call(context_, args), node.typing));
  }
  return *out;
}

Vec& BlockEvaluator::EvalCoalesce(const Node& node, const uint8_t* active, Vec* out) {
  std::vector<uint8_t>& open = masks_[static_cast<size_t>(node.slot)];
  open.resize(kBlockRows);
  if (active == nullptr)
    std::fill_n(open.begin(), n_, uint8_t{1});
  else
    std::copy_n(active, n_, open.begin());
  out->Prepare(node.typing.type, n_);
  std::fill_n(out->MakeStates(n_), n_, uint8_t{kMissing});
  for (const NodePtr& arg : node.args) {
    if (!HasVec(*arg)) continue;
    Choose(Eval(*arg, open.data()), *arg, node, open.data(), out);
    for (int64_t i = 0; i < n_; ++i) open[i] = open[i] != 0 && out->states[i] == kMissing;
    if (!AnySet(open.data(), n_)) break;
  }
  if (!AnySet(out->states.data(), n_)) out->state = nullptr;
  return *out;
}

bool BlockEvaluator::EvalBetween(const Node& node, const uint8_t* active, Vec* out) {
  for (const NodePtr& arg : node.args) {
    if (!HasVec(*arg)) return false;
  }
  Vec& value = Eval(*node.args[0], active);
  Vec& low = Eval(*node.args[1], active);
  Vec& high = Eval(*node.args[2], active);
  out->Prepare(kBool, n_);
  JoinStates(low, high, out);
  AddStates(value, out);
  CompareVecs(Op::kLessEqual, low, node.args[1]->typing, value, node.args[0]->typing, out->state,
              active, out->bytes.data());
  std::vector<uint8_t>& below = masks_[static_cast<size_t>(node.slot)];
  below.assign(kBlockRows, 0);
  CompareVecs(Op::kLessEqual, value, node.args[0]->typing, high, node.args[2]->typing, out->state,
              active, below.data());
  CombinePresent(false, out->bytes.data(), below.data(), n_);
  return true;
}

bool BlockEvaluator::EvalBucket(const Node& node, const uint8_t* active, Vec* out) {
  const std::optional<Value::List> limits = KnownList(*node.args[1]);
  if (!limits || !HasVec(*node.args[0])) return false;
  // Limits that do not rise are for the call to report.
  for (size_t k = 0; k < limits->size(); ++k) {
    if ((*limits)[k].is_null()) return false;
    if (k == 0) continue;
    const Value rising = ApplyBinary(Op::kLess, (*limits)[k - 1], (*limits)[k]);
    if (rising.is_error() || !rising.boolean()) return false;
  }
  Vec& value = Eval(*node.args[0], active);
  out->Prepare(kInt, n_);
  AddStates(value, out);
  std::fill_n(out->ints.begin(), n_, int64_t{0});
  std::vector<uint8_t>& reached = masks_[static_cast<size_t>(node.slot)];
  for (const Value& limit : *limits) {
    Vec held;
    Typing typing;
    Hold(limit, &typing, &held);
    reached.assign(kBlockRows, 0);
    CompareVecs(Op::kLessEqual, held, typing, value, node.args[0]->typing, out->state, active,
                reached.data());
    for (int64_t i = 0; i < n_; ++i) out->ints[i] += reached[i];
  }
  return true;
}

bool BlockEvaluator::EvalRound(const Node& node, const uint8_t* active, Vec* out) {
  const Node& arg = *node.args[0];
  const Node& places = *node.args[1];
  if (!HasVec(arg) || !HasArray(node.typing) || places.op != Op::kLiteral ||
      places.value.type() != kInt)
    return false;
  const int64_t scale = places.value.integer();
  if (scale < 0 || scale > Decimal::kMaxScale) return false;
  RoundingMode mode = RoundingMode::kHalfEven;
  if (node.args.size() > 2) {
    if (node.args[2]->op != Op::kLiteral || node.args[2]->value.type() != kText) return false;
    const std::optional<RoundingMode> named = RoundingModeNamed(node.args[2]->value.text());
    if (!named) return false;
    mode = *named;
  }
  Vec& value = Eval(arg, active);
  out->Prepare(node.typing.type, n_);
  AddStates(value, out);
  const int from = IsExact(arg.typing.type) ? arg.typing.scale : 0;
  const int64_t fewer = from - scale;
  if (arg.typing.type != kFraction && fewer > 0 && fewer <= 18 && value.Narrow(n_) &&
      !value.constant) {
    if (out->ints.size() < static_cast<size_t>(n_)) out->ints.resize(static_cast<size_t>(n_));
    RoundOff(value.small, static_cast<int64_t>(PowerOfTen(static_cast<int>(fewer))), mode, n_,
             out->ints.data());
    out->small = out->ints.data();
    out->data = nullptr;
    out->bound = value.bound;
    return true;
  }
  const Int128 limit = static_cast<Int128>(PowerOfTen(38));
  const Int128 power = static_cast<Int128>(PowerOfTen(static_cast<int>(scale)));
  std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
  failures.assign(kBlockRows, kPresent);
  bool failed = false;
  const Ratios ratios(value, arg.typing, n_);
  for (int64_t i = 0; i < n_; ++i) {
    if ((active != nullptr && active[i] == 0) ||
        (out->state != nullptr && out->state[i] != kPresent))
      continue;
    Int128 over = 0;
    Int128 result = limit;
    const Int128 under = ratios.under(i);
    if (arg.typing.type != kFraction && fewer <= 0) {
      // More decimals: nothing to round.
      if (__builtin_mul_overflow(
              ratios.over(i), static_cast<Int128>(PowerOfTen(static_cast<int>(-fewer))), &result))
        result = limit;
    } else if (!__builtin_mul_overflow(ratios.over(i), power, &over)) {
      result = static_cast<Int128>(RoundDivide(absl::int128(over), absl::int128(under), mode));
    } else if (arg.typing.type == kFraction) {
      const absl::StatusOr<Decimal> rounded =
          Round(ratios.Reduced(i), static_cast<int>(scale), mode);
      if (rounded.ok()) result = static_cast<Int128>(rounded->coefficient());
    } else {
      result = static_cast<Int128>(
          RoundDivide(absl::int128(ratios.over(i)), PowerOfTen(static_cast<int>(fewer)), mode));
    }
    out->exacts[i] = result;
    if (result < limit && result > -limit) continue;
    failures[i] = kFailed;
    failed = true;
  }
  if (failed) AddFailures(failures, out);
  return true;
}

bool BlockEvaluator::EvalInstantPart(const Node& node, const uint8_t* active, Vec* out) {
  if (node.args.empty() || node.args[0]->typing.type != kTimestamp || !HasVec(*node.args[0]))
    return false;
  if (node.function < 0 || node.typing.type == kText ||
      !IsOneOf(node.name, {"year", "quarter", "month", "date", "getFullYear", "getMonth", "getDate",
                           "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours",
                           "getMinutes", "getSeconds", "getMilliseconds"})) {
    return false;
  }
  std::optional<Zone> zone;
  if (node.args.size() > 1) {
    if (node.args[1]->op != Op::kLiteral || node.args[1]->value.type() != kText) return false;
    absl::StatusOr<Zone> found = Zone::Find(node.args[1]->value.text(), context_.environment.zones);
    if (!found.ok()) return false;
    zone = *std::move(found);
  }
  const Vec& instants = Eval(*node.args[0], active);
  if (instants.constant) return false;
  const int64_t* micros = instants.As<int64_t>().data;
  const bool is_date = node.name == "date";
  out->Prepare(node.typing.type, n_);
  AddStates(instants, out);
  std::vector<uint8_t>& failures = masks_[static_cast<size_t>(node.slot)];
  failures.assign(kBlockRows, kPresent);
  bool failed = false;
  constexpr int64_t kMicros = 1'000'000;
  const auto each = [&](auto part) {
    for (int64_t i = 0; i < n_; ++i) {
      if ((active != nullptr && active[i] == 0) ||
          (out->state != nullptr && out->state[i] != kPresent))
        continue;
      const int64_t utc = FloorDivide(micros[i], kMicros);
      const int64_t seconds = zone ? utc + zone->OffsetAt(utc) : utc;
      const int64_t day = FloorDivide(seconds, kSecondsPerDay);
      if (is_date) {
        out->days[i] = static_cast<int32_t>(day);
      } else if (day < kFirstDay || day > kLastDay) {
        failures[i] = kFailed;
        failed = true;
      } else {
        out->ints[i] = part(Date::FromDays(static_cast<int32_t>(day)),
                            seconds - day * kSecondsPerDay, micros[i] - utc * kMicros);
      }
    }
  };
  using D = Date;
  using I = int64_t;
  if (node.name == "year" || node.name == "getFullYear")
    each([](D day, I, I) { return I{day.year()}; });
  else if (node.name == "quarter")
    each([](D day, I, I) { return I{(day.month() + 2) / 3}; });
  else if (node.name == "month")
    each([](D day, I, I) { return I{day.month()}; });
  else if (node.name == "getMonth")
    each([](D day, I, I) { return I{day.month() - 1}; });
  else if (node.name == "getDate")
    each([](D day, I, I) { return I{day.day()}; });
  else if (node.name == "getDayOfMonth")
    each([](D day, I, I) { return I{day.day() - 1}; });
  else if (node.name == "getDayOfWeek")
    each([](D day, I, I) { return I{day.weekday() % 7}; });
  else if (node.name == "getDayOfYear")
    each([](D day, I, I) { return I{day - Date::Unchecked(day.year(), 1, 1)}; });
  else if (node.name == "getHours")
    each([](D, I second, I) { return second / 3600; });
  else if (node.name == "getMinutes")
    each([](D, I second, I) { return second / 60 % 60; });
  else if (node.name == "getSeconds")
    each([](D, I second, I) { return second % 60; });
  else
    each([](D, I, I micro) { return micro / 1000; });
  if (failed) AddFailures(failures, out);
  return true;
}

bool BlockEvaluator::EvalTextTest(const Node& node, const uint8_t* active, Vec* out) {
  if (node.args.empty() || node.args[0]->typing.type != kText || !HasVec(*node.args[0]))
    return false;
  const bool size = node.name == "size";
  if (!size && !IsOneOf(node.name, {"contains", "startsWith", "endsWith"})) return false;
  if (!size && (node.args[1]->typing.type != kText || !HasVec(*node.args[1]))) return false;
  const Vec& texts = Eval(*node.args[0], active);
  const Vec& words = size ? texts : Eval(*node.args[1], active);
  out->Prepare(node.typing.type, n_);
  JoinStates(texts, words, out);
  const Operand<std::string_view> x = texts.As<std::string_view>();
  const Operand<std::string_view> y = words.As<std::string_view>();
  const auto each = [&](auto* into, auto test) {
    for (int64_t i = 0; i < n_; ++i) {
      if ((active != nullptr && active[i] == 0) ||
          (out->state != nullptr && out->state[i] != kPresent))
        continue;
      into[i] = test(x.data[x.constant ? 0 : i], y.data[y.constant ? 0 : i]);
    }
  };
  using T = std::string_view;
  if (size)
    each(out->ints.data(), [](T text, T) { return CountCodePoints(text); });
  else if (node.name == "contains")
    each(out->bytes.data(), [](T text, T word) { return text.find(word) != T::npos; });
  else if (node.name == "startsWith")
    each(out->bytes.data(), [](T text, T word) { return text.starts_with(word); });
  else
    each(out->bytes.data(), [](T text, T word) { return text.ends_with(word); });
  return true;
}

const BlockEvaluator::Members* BlockEvaluator::MembersOf(const Node& node) {
  std::unique_ptr<const Members>& known = members_[static_cast<size_t>(node.slot)];
  if (known != nullptr) return known->usable ? known.get() : nullptr;
  auto made = std::make_unique<Members>();
  Members& members = *made;
  known = std::move(made);
  const std::optional<Value::List> list = KnownList(*node.args[1]);
  if (!list) return nullptr;
  const ValueType type = node.args[0]->typing.type;
  std::vector<std::string> texts;
  std::vector<int64_t> numbers;
  for (const Value& element : *list) {
    const bool instant = element.type() == kTimestamp && element.instant().nanos % 1000 != 0;
    if (element.type() == kList || instant) return nullptr;
    if (element.is_null()) continue;  // equal to nothing that is there
    if (type == kText) {
      if (element.type() == kText) texts.emplace_back(element.text());
    } else if (type == kInt && element.type() == kInt) {
      numbers.push_back(element.integer());
    } else {
      members.others.push_back(element);
    }
  }
  members.texts = TextSet(std::move(texts));
  members.numbers = NumberSet(std::move(numbers));
  members.usable = true;
  return known.get();
}

bool BlockEvaluator::EvalIn(const Node& node, const uint8_t* active, Vec* out) {
  const Node& needle = *node.args[0];
  if (!HasVec(needle)) return false;
  const Members* members = MembersOf(node);
  if (members == nullptr) return false;
  const ValueType type = needle.typing.type;
  Vec& value = Eval(needle, active);
  out->Prepare(kBool, n_);
  AddStates(value, out);
  if (type == kText) {
    const Operand<std::string_view> texts = value.As<std::string_view>();
    for (int64_t i = 0; i < n_; ++i) {
      const bool used = (active == nullptr || active[i] != 0) &&
                        (out->state == nullptr || out->state[i] == kPresent);
      out->bytes[i] = used && members->texts.Contains(texts.data[texts.constant ? 0 : i]) ? 1 : 0;
    }
    return true;
  }
  if (type == kInt) {
    const Operand<int64_t> numbers = value.As<int64_t>();
    const bool constant = numbers.constant;
    members->numbers.Contains({numbers.data, constant ? 1 : static_cast<size_t>(n_)},
                              out->bytes.data());
    if (constant) std::fill_n(out->bytes.begin(), n_, out->bytes[0]);
  } else {
    std::fill_n(out->bytes.begin(), n_, uint8_t{0});
  }
  std::vector<uint8_t>& equal = masks_[static_cast<size_t>(node.slot)];
  for (const Value& element : members->others) {
    Vec held;
    Typing typing;
    Hold(element, &typing, &held);
    equal.assign(kBlockRows, 0);
    CompareVecs(Op::kEqual, value, needle.typing, held, typing, out->state, active, equal.data());
    CombinePresent(true, out->bytes.data(), equal.data(), n_);
  }
  return true;
}

bool BlockEvaluator::EvalLookup(const Node& node, const uint8_t* active, Vec* out) {
  const Node& key = *node.args[0];
  if (!HasVec(node) || !HasVec(key)) return false;
  const PreparedLookup& lookup = program_.lookups[static_cast<size_t>(node.column)];
  const int64_t size = lookup.table.rows();
  Distinct& result = distinct_[static_cast<size_t>(node.slot)];
  const table::Column* field = lookup.table.column(node.name);
  if (result.dictionary != field) {
    result.dictionary = field;
    result.values.Prepare(node.typing.type, size + 1);
    result.values.MakeStates(size + 1);
    for (int64_t row = 0; row < size; ++row)
      result.values.Set(row, CellValue(*field, node.typing.type, node.typing.currency, row));
    result.values.Set(size, Value());
  }
  const Vec& keys = Eval(key, active);
  codes_.resize(kBlockRows);
  bool failed = false;
  for (int64_t i = 0; i < n_; ++i) {
    codes_[i] = static_cast<int32_t>(size);
    const int64_t k = keys.constant ? 0 : i;
    const uint8_t state = keys.state == nullptr ? uint8_t{kPresent} : keys.state[k];
    failed = failed || state == kFailed;
    if (state != kPresent || (active != nullptr && active[i] == 0)) continue;
    const int64_t row = key.typing.type == kInt ? lookup.Find(keys.As<int64_t>().data[k])
                                                : lookup.Find(keys.As<std::string_view>().data[k]);
    if (row >= 0) codes_[i] = static_cast<int32_t>(row);
  }
  out->Prepare(node.typing.type, n_);
  Gather(result.values, node.typing.type, out);
  if (failed) AddStates(keys, out);
  return true;
}

bool BlockEvaluator::EvalJoin(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& a = Eval(*node.args[0], active);
  const Vec& b = Eval(*node.args[1], active);
  out->Prepare(kText, n_);
  JoinStates(a, b, out);
  const Operand<std::string_view> x = a.As<std::string_view>();
  const Operand<std::string_view> y = b.As<std::string_view>();
  const auto used = [&](int64_t i) {
    return (active == nullptr || active[i] != 0) &&
           (out->state == nullptr || out->state[i] == kPresent);
  };
  size_t length = 0;
  for (int64_t i = 0; i < n_; ++i)
    length += used(i) ? x.data[x.constant ? 0 : i].size() + y.data[y.constant ? 0 : i].size() : 0;
  std::string& joined = out->kept.emplace_back();
  joined.reserve(length);
  for (int64_t i = 0; i < n_; ++i) {
    if (!used(i)) continue;
    const size_t begin = joined.size();
    joined.append(x.data[x.constant ? 0 : i]).append(y.data[y.constant ? 0 : i]);
    out->texts[i] = std::string_view(joined.data() + begin, joined.size() - begin);
  }
  return true;
}

}  // namespace attain::expression
