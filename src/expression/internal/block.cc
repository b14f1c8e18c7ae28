// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/block.h"

#include <algorithm>
#include <utility>

#include "base/internal/text.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;
using table::Layout;

bool IsDictionary(Layout layout) { return layout >= Layout::kDictionary8 && layout <= Layout::kDictionary64; }

Int128 ToInt128(absl::int128 value) { return static_cast<Int128>(value); }

bool IsNullLiteral(const Node& node) { return node.op == Op::kLiteral && node.value.is_null(); }

bool IsComparison(Op op) { return op >= Op::kEqual && op <= Op::kGreaterEqual; }

template <typename In, typename Out>
void Widen(const In* in, int64_t n, Out* out) {
  for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(in[i]);
}

/// Views into the bytes of a text chunk; the offsets of missing rows mean nothing.
template <typename Offset>
void ReadText(const table::Chunk& chunk, const Offset* ends, int64_t n, const uint8_t* state, std::string_view* out) {
  for (int64_t i = 0; i < n; ++i) {
    if (state != nullptr && state[i] != kPresent) continue;
    out[i] = {chunk.text + ends[i], static_cast<size_t>(ends[i + 1] - ends[i])};
  }
}

}  // namespace

bool HasArray(const Typing& typing) {
  switch (typing.type) {
    case kBool:
    case kInt:
    case kDouble:
    case kText:
    case kDate:
    case kTimestamp: return true;
    case kDecimal:
    case kMoney: return typing.scale >= 0;
    default: return false;
  }
}

void Vec::Prepare(ValueType of, int64_t n) {
  type = of;
  state = nullptr;
  constant = false;
  kept.clear();
  const auto size = static_cast<size_t>(n);
  const auto ready = [&](auto& store) {
    if (store.size() < size) store.resize(size);
    data = store.data();
  };
  switch (of) {
    case kBool: return ready(bytes);
    case kInt:
    case kTimestamp: return ready(ints);
    case kDouble: return ready(reals);
    case kDate: return ready(days);
    case kText: return ready(texts);
    case kDecimal:
    case kMoney: return ready(exacts);
    default: data = nullptr;
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
    case kBool: bytes[i] = value.boolean(); return;
    case kInt: ints[i] = value.integer(); return;
    case kDouble: reals[i] = value.real(); return;
    case kDate: days[i] = value.date().days(); return;
    case kTimestamp: ints[i] = value.instant().seconds * 1'000'000 + value.instant().nanos / 1000; return;
    case kDecimal: exacts[i] = ToInt128(value.decimal().coefficient()); return;
    case kMoney: exacts[i] = ToInt128(value.money().amount.coefficient()); return;
    case kText:
      kept.push_back(value.text());
      texts[i] = kept.back();
      return;
    default: return;
  }
}

absl::StatusOr<std::vector<const table::Column*>> ResolveColumns(const Program& program, const table::Table& table) {
  std::vector<const table::Column*> columns;
  columns.reserve(program.columns.size());
  for (const ColumnRef& ref : program.columns) {
    const auto position = static_cast<size_t>(ref.position);
    const bool there = position < table.columns().size() && table.columns()[position].name() == ref.name;
    const table::Column* column = there ? &table.columns()[position] : table.column(ref.name);
    if (column == nullptr) return MakeError(Reason::kUnknownColumn, StrCat("the table ", table.name(), " has no column '", ref.name, "'"));
    if (column->type() != ref.type || column->scale() != ref.scale) {
      return MakeError(Reason::kWrongColumnType, StrCat("column '", ref.name, "' is ", Name(column->type()), " with ", column->scale(),
                                                        " decimals; the expression was bound to ", Name(ref.type), " with ", ref.scale));
    }
    columns.push_back(column);
  }
  return columns;
}

BlockEvaluator::BlockEvaluator(const Program& program, const table::Table& table, std::vector<const table::Column*> columns)
    : program_(program),
      rows_(table.rows()),
      context_{program.options.environment, Access::State(program.expression).limits},
      scope_{context_, nullptr, &program, std::move(columns)},
      cursors_(scope_.columns.size()),
      vecs_(static_cast<size_t>(program.slots)),
      masks_(static_cast<size_t>(program.slots)),
      dictionaries_(static_cast<size_t>(program.slots)),
      missing_text_(table::Column::OfTexts("", {""}, {false})) {}

int64_t BlockEvaluator::Start(int64_t row) {
  first_ = row;
  n_ = std::min(kBlockRows, rows_ - row);
  for (size_t c = 0; c < cursors_.size(); ++c) {
    const auto chunks = scope_.columns[c]->chunks();
    Cursor& cursor = cursors_[c];
    while (cursor.chunk + 1 < chunks.size() && row >= cursor.start + chunks[cursor.chunk].length) {
      cursor.start += chunks[cursor.chunk].length;
      ++cursor.chunk;
    }
    n_ = std::min(n_, cursor.start + chunks[cursor.chunk].length - row);
  }
  return n_;
}

const Vec& BlockEvaluator::Result() { return Eval(*program_.root, nullptr); }

Value BlockEvaluator::RowValue(int64_t row) {
  scope_.row = row;
  scope_.steps = 0;
  return Walk(*program_.root, scope_);
}

bool BlockEvaluator::IsNative(const Node& node) const {
  for (const NodePtr& arg : node.args) {
    const bool instant = arg->typing.type == kTimestamp;
    const bool whole = arg->op == Op::kColumn || (arg->op == Op::kLiteral && arg->value.type() == kTimestamp && arg->value.instant().nanos % 1000 == 0);
    if ((!HasArray(arg->typing) && !IsNullLiteral(*arg)) || (instant && !whole)) return false;
  }
  if (node.op == Op::kNegate || node.op == Op::kAdd || node.op == Op::kSubtract || node.op == Op::kMultiply || node.op == Op::kDivide ||
      node.op == Op::kModulo) {
    if (node.typing.type == kDouble) return node.op != Op::kNegate && node.args[1]->typing.type == kDouble && node.args[0]->typing.type == kDouble;
    const bool number = node.typing.type == kInt || node.typing.type == kDecimal || node.typing.type == kMoney;
    for (const NodePtr& arg : node.args) {
      const ValueType type = arg->typing.type;
      if (node.typing.type == kInt ? type != kInt : type != kInt && type != kDecimal && type != kMoney) return false;
    }
    return number && node.op != Op::kNegate;
  }
  if (IsComparison(node.op)) {
    const ValueType a = node.args[0]->typing.type;
    const ValueType b = node.args[1]->typing.type;
    return a != kNull && b != kNull && (a == b || (a != kDate && a != kTimestamp && b != kDate && b != kTimestamp));
  }
  return true;
}

const Vec& BlockEvaluator::Eval(const Node& node, const uint8_t* active) {
  Vec* out = &vecs_[static_cast<size_t>(node.slot)];
  if (node.op == Op::kColumn) return EvalColumn(node, out);
  if (node.op == Op::kLiteral && HasArray(node.typing)) return EvalLiteral(node, out);
  if (node.text_column >= 0) {
    const Cursor& cursor = cursors_[static_cast<size_t>(node.text_column)];
    const table::Chunk& chunk = scope_.columns[static_cast<size_t>(node.text_column)]->chunks()[cursor.chunk];
    // A dictionary longer than the data would cost more than the rows.
    if (IsDictionary(chunk.layout) && chunk.dictionary->length() <= std::max<int64_t>(chunk.length, 16) && HasArray(node.typing)) {
      return EvalDictionary(node, chunk, first_ - cursor.start, out);
    }
  }
  if (node.op == Op::kAnd || node.op == Op::kOr) return EvalLogic(node, active, out);
  if ((node.op == Op::kEqual || node.op == Op::kNotEqual) && (IsNullLiteral(*node.args[0]) || IsNullLiteral(*node.args[1]))) {
    const Node& operand = IsNullLiteral(*node.args[0]) ? *node.args[1] : *node.args[0];
    if (HasArray(operand.typing)) return EvalIsNull(operand, active, out, node.op == Op::kNotEqual);
  }
  if (node.op == Op::kFunction && node.name == "is_null" && HasArray(node.args[0]->typing)) return EvalIsNull(*node.args[0], active, out, false);
  if (IsNative(node)) {
    switch (node.op) {
      case Op::kConditional:
        if (HasArray(node.typing)) return EvalConditional(node, active, out);
        break;
      case Op::kNot: return EvalNot(node, active, out);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kModulo: return EvalArithmetic(node, active, out);
      default:
        if (IsComparison(node.op)) return EvalCompare(node, active, out);
    }
  }
  return EvalRows(node, active, out);
}

const Vec& BlockEvaluator::EvalLiteral(const Node& node, Vec* out) {
  if (out->constant) return *out;
  out->Prepare(node.typing.type, 1);
  out->Set(0, Scaled(node.value, node.typing));
  out->constant = true;
  return *out;
}

const Vec& BlockEvaluator::EvalColumn(const Node& node, Vec* out) {
  const table::Column& column = *scope_.columns[static_cast<size_t>(node.column)];
  const Cursor& cursor = cursors_[static_cast<size_t>(node.column)];
  const table::Chunk& chunk = column.chunks()[cursor.chunk];
  const int64_t at = first_ - cursor.start;
  const ValueType type = node.typing.type;
  out->Prepare(type, n_);
  if (chunk.layout == Layout::kNull) {
    std::fill_n(out->MakeStates(n_), n_, uint8_t{kMissing});
    return *out;
  }
  if (chunk.validity != nullptr && chunk.null_count != 0) ExpandBits(chunk.validity, chunk.offset + at, n_, 1, out->MakeStates(n_));
  const bool exact = type == kDecimal || type == kMoney;
  const auto whole = [&](const auto* values) {
    if (exact) return Widen(values + at, n_, out->exacts.data());
    Widen(values + at, n_, out->ints.data());
  };
  switch (chunk.layout) {
    case Layout::kBool: ExpandBits(static_cast<const uint8_t*>(chunk.values), chunk.offset + at, n_, 0, out->bytes.data()); return *out;
    case Layout::kInt8: whole(chunk.As<int8_t>()); return *out;
    case Layout::kInt16: whole(chunk.As<int16_t>()); return *out;
    case Layout::kInt32: whole(chunk.As<int32_t>()); return *out;
    case Layout::kUint8: whole(chunk.As<uint8_t>()); return *out;
    case Layout::kUint16: whole(chunk.As<uint16_t>()); return *out;
    case Layout::kUint32: whole(chunk.As<uint32_t>()); return *out;
    case Layout::kInt64:
      if (exact) whole(chunk.As<int64_t>());
      else out->data = chunk.As<int64_t>() + at;
      return *out;
    case Layout::kFloat64: out->data = chunk.As<double>() + at; return *out;
    case Layout::kFloat32: Widen(chunk.As<float>() + at, n_, out->reals.data()); return *out;
    case Layout::kDate32: out->data = chunk.As<int32_t>() + at; return *out;
    case Layout::kTimestampMicro: out->data = chunk.As<int64_t>() + at; return *out;
    case Layout::kDecimal128: {
      const Int128* values = chunk.As<Int128>() + at;
      if (reinterpret_cast<uintptr_t>(values) % alignof(Int128) == 0) {
        out->data = values;
      } else {
        std::copy_n(reinterpret_cast<const char*>(values), n_ * static_cast<int64_t>(sizeof(Int128)), reinterpret_cast<char*>(out->exacts.data()));
      }
      return *out;
    }
    case Layout::kUtf8: ReadText(chunk, chunk.As<int32_t>() + at, n_, out->state, out->texts.data()); return *out;
    case Layout::kLargeUtf8: ReadText(chunk, chunk.As<int64_t>() + at, n_, out->state, out->texts.data()); return *out;
    default: break;
  }
  for (int64_t i = 0; i < n_; ++i) {
    if (type == kText) {  // refers to the column instead of keeping a copy
      const auto text = column.TextAt(first_ + i);
      if (text) out->texts[i] = *text;
      else out->Set(i, Value());
    } else {
      out->Set(i, CellValue(column, type, node.typing.currency, first_ + i));
    }
  }
  return *out;
}

const Vec& BlockEvaluator::EvalDictionary(const Node& node, const table::Chunk& chunk, int64_t first, Vec* out) {
  DictionaryResult& result = dictionaries_[static_cast<size_t>(node.slot)];
  const int64_t size = chunk.dictionary->length();
  const ValueType type = node.typing.type;
  if (result.dictionary != chunk.dictionary.get()) {
    result.dictionary = chunk.dictionary.get();
    result.values.Prepare(type, size + 1);
    result.values.MakeStates(size + 1);
    const table::Column* original = scope_.columns[static_cast<size_t>(node.text_column)];
    bool present = true;
    int64_t trues = 0;
    for (int64_t entry = 0; entry <= size; ++entry) {
      scope_.columns[static_cast<size_t>(node.text_column)] = entry < size ? chunk.dictionary.get() : &missing_text_;
      scope_.row = entry < size ? entry : 0;
      scope_.steps = 0;
      const Value value = Walk(node, scope_);
      result.values.Set(entry, value);
      if (entry == size) break;
      present = present && !value.is_null() && !value.is_error();
      if (value.type() == kBool && value.boolean()) {
        ++trues;
        result.only_true = entry;
      }
    }
    scope_.columns[static_cast<size_t>(node.text_column)] = original;
    if (!present || trues != 1) result.only_true = -1;
  }
  out->Prepare(type, n_);
  const bool complete = chunk.validity == nullptr || chunk.null_count == 0;
  if (type == kBool && complete && result.only_true >= 0) {
    MatchCode(chunk, first, n_, result.only_true, out->bytes.data());
    return *out;
  }
  const uint8_t* missing = nullptr;
  std::vector<uint8_t>& mask = masks_[static_cast<size_t>(node.slot)];
  if (!complete) {
    mask.resize(kBlockRows);
    ExpandBits(chunk.validity, chunk.offset + first, n_, 1, mask.data());
    missing = mask.data();
  }
  codes_.resize(kBlockRows);
  ReadCodes(chunk, first, n_, missing, static_cast<int32_t>(size), codes_.data());
  Gather(result.values.state, codes_.data(), n_, out->MakeStates(n_));
  if (!AnySet(out->states.data(), n_)) out->state = nullptr;
  const auto gather = [&](const auto& values, auto& into) {
    for (int64_t i = 0; i < n_; ++i) into[i] = values[codes_[i]];
  };
  switch (type) {
    case kBool: Gather(result.values.bytes.data(), codes_.data(), n_, out->bytes.data()); break;
    case kInt:
    case kTimestamp: gather(result.values.ints, out->ints); break;
    case kDouble: gather(result.values.reals, out->reals); break;
    case kDate: gather(result.values.days, out->days); break;
    case kText: gather(result.values.texts, out->texts); break;
    default: gather(result.values.exacts, out->exacts);
  }
  return *out;
}

const Vec& BlockEvaluator::EvalRows(const Node& node, const uint8_t* active, Vec* out) {
  out->Prepare(node.typing.type, n_);
  for (int64_t i = 0; i < n_; ++i) {
    if (active != nullptr && active[i] == 0) continue;
    scope_.row = first_ + i;
    scope_.steps = 0;
    out->Set(i, Walk(node, scope_));
  }
  return *out;
}

void BlockEvaluator::JoinStates(const Vec& a, const Vec& b, Vec* out) {
  out->state = nullptr;
  if (a.state == nullptr && b.state == nullptr) return;
  uint8_t* states = out->MakeStates(n_);
  for (const Vec* operand : {&a, &b}) {
    if (operand->state == nullptr) continue;
    if (operand->constant) {
      for (int64_t i = 0; i < n_; ++i) states[i] = std::max(states[i], operand->state[0]);
    } else {
      MergeStates(states, operand->state, n_);
    }
  }
}

const Vec& BlockEvaluator::EvalLogic(const Node& node, const uint8_t* active, Vec* out) {
  const bool is_or = node.op == Op::kOr;
  std::vector<uint8_t>& undecided = masks_[static_cast<size_t>(node.slot)];
  for (size_t k = 0; k < node.args.size(); ++k) {
    const uint8_t* needed = active;
    if (k > 0) {
      // Rows already decided need no further operand.
      undecided.resize(kBlockRows);
      if (!FindUndecided(is_or, out->bytes.data(), out->state, active, n_, undecided.data())) break;
      needed = undecided.data();
    }
    const Vec& operand = Eval(*node.args[k], needed);
    const bool missing = !HasArray(node.args[k]->typing);  // a null literal
    if (k == 0) {
      out->Prepare(kBool, n_);
      if (missing) {
        std::fill_n(out->MakeStates(n_), n_, uint8_t{kMissing});
        std::fill_n(out->bytes.begin(), n_, uint8_t{0});
      } else if (operand.constant) {
        std::fill_n(out->bytes.begin(), n_, *operand.As<uint8_t>().data);
        if (operand.state != nullptr) std::fill_n(out->MakeStates(n_), n_, operand.state[0]);
      } else {
        std::copy_n(operand.As<uint8_t>().data, n_, out->bytes.begin());
        if (operand.state != nullptr) std::copy_n(operand.state, n_, out->MakeStates(n_));
      }
      continue;
    }
    std::vector<uint8_t> spread;
    std::vector<uint8_t> spread_state;
    const uint8_t* values = operand.As<uint8_t>().data;
    const uint8_t* states = operand.state;
    if (operand.constant || missing) {
      spread.assign(static_cast<size_t>(n_), missing ? uint8_t{0} : values[0]);
      values = spread.data();
      if (missing || states != nullptr) {
        spread_state.assign(static_cast<size_t>(n_), missing ? uint8_t{kMissing} : states[0]);
        states = spread_state.data();
      }
    }
    if (out->state == nullptr && states == nullptr) {
      CombinePresent(is_or, out->bytes.data(), values, n_);
      continue;
    }
    if (out->state == nullptr) out->MakeStates(n_);
    if (!Combine(is_or, out->bytes.data(), out->states.data(), values, states, n_, out->states.data())) out->state = nullptr;
  }
  return *out;
}

const Vec& BlockEvaluator::EvalNot(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& operand = Eval(*node.args[0], active);
  out->Prepare(kBool, n_);
  if (!HasArray(node.args[0]->typing)) {
    std::fill_n(out->MakeStates(n_), n_, uint8_t{kMissing});
    return *out;
  }
  const Operand<uint8_t> values = operand.As<uint8_t>();
  for (int64_t i = 0; i < n_; ++i) out->bytes[i] = values.data[values.constant ? 0 : i] ^ 1;
  if (operand.state != nullptr && operand.constant) std::fill_n(out->MakeStates(n_), n_, operand.state[0]);
  if (operand.state != nullptr && !operand.constant) std::copy_n(operand.state, n_, out->MakeStates(n_));
  return *out;
}

const Vec& BlockEvaluator::EvalIsNull(const Node& operand, const uint8_t* active, Vec* out, bool negated) {
  const Vec& value = Eval(operand, active);
  out->Prepare(kBool, n_);
  if (value.state == nullptr) {
    std::fill_n(out->bytes.begin(), n_, uint8_t{negated});
    return *out;
  }
  bool failed = false;
  for (int64_t i = 0; i < n_; ++i) {
    const uint8_t state = value.state[value.constant ? 0 : i];
    out->bytes[i] = (state == kMissing) != negated;
    failed |= state == kFailed;
  }
  if (failed) {
    uint8_t* states = out->MakeStates(n_);
    for (int64_t i = 0; i < n_; ++i) states[i] = value.state[value.constant ? 0 : i] == kFailed ? kFailed : kPresent;
  }
  return *out;
}

}  // namespace attain::expression
