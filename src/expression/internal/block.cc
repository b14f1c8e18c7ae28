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

bool IsDictionary(Layout layout) {
  return layout >= Layout::kDictionary8 && layout <= Layout::kDictionary64;
}

bool IsNullLiteral(const Node& node) { return node.op == Op::kLiteral && node.value.is_null(); }

bool IsExact(ValueType type) { return type == kDecimal || type == kMoney; }

bool IsComparison(Op op) { return op >= Op::kEqual && op <= Op::kGreaterEqual; }

/// Views into the bytes of a text chunk; the offsets of missing rows mean nothing.
template <typename Offset>
void ReadText(const table::Chunk& chunk, const Offset* ends, int64_t n, const uint8_t* state,
              std::string_view* out) {
  for (int64_t i = 0; i < n; ++i) {
    if (state != nullptr && state[i] != kPresent) continue;
    out[i] = {chunk.text + ends[i], static_cast<size_t>(ends[i + 1] - ends[i])};
  }
}

}  // namespace

absl::Status ResolveColumns(const Program& program, const table::Table& table,
                            std::span<const table::Column*> columns) {
  size_t number = 0;
  for (const ColumnRef& ref : program.columns) {
    const auto position = static_cast<size_t>(ref.position);
    const bool there =
        position < table.columns().size() && table.columns()[position].name() == ref.name;
    const table::Column* column = there ? &table.columns()[position] : table.column(ref.name);
    if (column == nullptr)
      return MakeError(Reason::kUnknownColumn,
                       StrCat("the table ", table.name(), " has no column '", ref.name, "'"));
    if (column->type() != ref.type || column->scale() != ref.scale) {
      return MakeError(
          Reason::kWrongColumnType,
          StrCat("column '", ref.name, "' is ", Name(column->type()), " with ", column->scale(),
                 " decimals; the expression was bound to ", Name(ref.type), " with ", ref.scale));
    }
    columns[number++] = column;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<const table::Column*>> ResolveColumns(const Program& program,
                                                                 const table::Table& table) {
  std::vector<const table::Column*> columns(program.columns.size());
  ATTAIN_RETURN_IF_ERROR(ResolveColumns(program, table, columns));
  return columns;
}

BlockEvaluator::BlockEvaluator(const Program& program, const table::Table& table,
                               std::vector<const table::Column*> columns)
    : program_(program),
      rows_(table.rows()),
      resolved_(std::move(columns)),
      context_{program.options.environment, Access::State(program.expression).limits},
      scope_{context_, nullptr, &program, resolved_},
      cursors_(scope_.columns.size()),
      vecs_(static_cast<size_t>(program.slots)),
      masks_(static_cast<size_t>(program.slots)),
      columns_(scope_.columns.size()),
      distinct_(static_cast<size_t>(program.slots)),
      members_(static_cast<size_t>(program.slots)) {}

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

Vec& BlockEvaluator::Result() { return Eval(*program_.root, nullptr); }

Value BlockEvaluator::RowValue(int64_t row) {
  scope_.row = row;
  scope_.steps = 0;
  return Walk(*program_.root, scope_);
}

bool BlockEvaluator::IsNative(const Node& node) const {
  for (const NodePtr& arg : node.args) {
    if (!HasVec(*arg) && !IsNullLiteral(*arg)) return false;
  }
  if (IsComparison(node.op))
    return node.args[0]->typing.type != kNull && node.args[1]->typing.type != kNull;
  if (node.op >= Op::kAdd && node.op <= Op::kModulo)
    return HasVec(node) && !IsNullLiteral(*node.args[0]) && !IsNullLiteral(*node.args[1]);
  if (node.op == Op::kNegate) return HasVec(node) && !IsNullLiteral(*node.args[0]);
  return HasVec(node);
}

Vec& BlockEvaluator::Eval(const Node& node, const uint8_t* active) {
  Vec* out = &vecs_[static_cast<size_t>(node.slot)];
  if (node.op == Op::kColumn) return EvalColumn(node, &columns_[static_cast<size_t>(node.column)]);
  if (node.op == Op::kLiteral && HasVec(node)) return EvalLiteral(node, out);
  if (node.text_column >= 0 && EvalDictionary(node, out)) return *out;
  if (node.day_column >= 0 && node.calls && EvalDays(node, out)) return *out;
  if ((node.op == Op::kEqual || node.op == Op::kNotEqual) &&
      (IsNullLiteral(*node.args[0]) || IsNullLiteral(*node.args[1]))) {
    const Node& operand = IsNullLiteral(*node.args[0]) ? *node.args[1] : *node.args[0];
    if (HasVec(operand)) return EvalIsNull(operand, active, out, node.op == Op::kNotEqual);
  }
  if (node.op == Op::kFunction) return EvalCall(node, active, out);
  if (node.op == Op::kIn && EvalIn(node, active, out)) return *out;
  if (node.op == Op::kLookup && EvalLookup(node, active, out)) return *out;
  if (IsNative(node)) {
    const ValueType type = node.typing.type;
    switch (node.op) {
      case Op::kAnd:
      case Op::kOr:
        return EvalLogic(node, active, out);
      case Op::kConditional:
        return EvalConditional(node, active, out);
      case Op::kNot:
        return EvalNot(node, active, out);
      case Op::kNegate:
        return type == kFraction ? EvalRatio(node, active, out) : EvalNegate(node, active, out);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kModulo:
        if (type == kFraction) return EvalRatio(node, active, out);
        if (type == kDouble || IsExact(type) || (type == kInt && node.args[0]->typing.type == kInt))
          return EvalArithmetic(node, active, out);
        if (type == kText) {
          if (EvalJoin(node, active, out)) return *out;
          break;
        }
        return EvalTimes(node, active, out);
      default:
        if (IsComparison(node.op)) return EvalCompare(node, active, out);
    }
  }
  return EvalRows(node, active, out);
}

Vec& BlockEvaluator::EvalLiteral(const Node& node, Vec* out) {
  if (out->constant) return *out;
  out->Prepare(node.typing.type, 1);
  out->Set(0, Scaled(node.value, node.typing));
  out->constant = true;
  return *out;
}

Vec& BlockEvaluator::EvalColumn(const Node& node, Vec* out) {
  if (out->block == first_) return *out;
  out->block = first_;
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
  if (chunk.validity != nullptr && chunk.null_count != 0)
    ExpandBits(chunk.validity, chunk.offset + at, n_, 1, out->MakeStates(n_));
  const bool exact = type == kDecimal || type == kMoney;
  const auto whole = [&](const auto* values) {
    if (exact) return Widen(values + at, n_, out->exacts.data());
    Widen(values + at, n_, out->ints.data());
  };
  switch (chunk.layout) {
    case Layout::kBool:
      ExpandBits(static_cast<const uint8_t*>(chunk.values), chunk.offset + at, n_, 0,
                 out->bytes.data());
      return *out;
    case Layout::kInt8:
      whole(chunk.As<int8_t>());
      return *out;
    case Layout::kInt16:
      whole(chunk.As<int16_t>());
      return *out;
    case Layout::kInt32:
      whole(chunk.As<int32_t>());
      return *out;
    case Layout::kUint8:
      whole(chunk.As<uint8_t>());
      return *out;
    case Layout::kUint16:
      whole(chunk.As<uint16_t>());
      return *out;
    case Layout::kUint32:
      whole(chunk.As<uint32_t>());
      return *out;
    case Layout::kInt64:
      if (exact)
        whole(chunk.As<int64_t>());
      else
        out->data = chunk.As<int64_t>() + at;
      return *out;
    case Layout::kFloat64:
      out->data = chunk.As<double>() + at;
      return *out;
    case Layout::kFloat32:
      Widen(chunk.As<float>() + at, n_, out->reals.data());
      return *out;
    case Layout::kDate32:
      out->data = chunk.As<int32_t>() + at;
      return *out;
    case Layout::kTimestampMicro:
      out->data = chunk.As<int64_t>() + at;
      return *out;
    case Layout::kDecimal128: {
      const Int128* values = chunk.As<Int128>() + at;
      if (reinterpret_cast<uintptr_t>(values) % alignof(Int128) == 0) {
        out->data = values;
      } else {
        std::copy_n(reinterpret_cast<const char*>(values),
                    n_ * static_cast<int64_t>(sizeof(Int128)),
                    reinterpret_cast<char*>(out->exacts.data()));
      }
      return *out;
    }
    case Layout::kUtf8:
      ReadText(chunk, chunk.As<int32_t>() + at, n_, out->state, out->texts.data());
      return *out;
    case Layout::kLargeUtf8:
      ReadText(chunk, chunk.As<int64_t>() + at, n_, out->state, out->texts.data());
      return *out;
    default:
      break;
  }
  for (int64_t i = 0; i < n_; ++i) {
    if (type == kText) {  // refers to the column instead of keeping a copy
      const auto text = column.TextAt(first_ + i);
      if (text)
        out->texts[i] = *text;
      else
        out->Set(i, Value());
    } else {
      out->Set(i, CellValue(column, type, node.typing.currency, first_ + i));
    }
  }
  return *out;
}

Value BlockEvaluator::FillIn(const Node& node, int column, const table::Column& stand_in,
                             int64_t row, int64_t entry, Vec* into) {
  const table::Column* original = scope_.columns[static_cast<size_t>(column)];
  scope_.columns[static_cast<size_t>(column)] = &stand_in;
  scope_.row = row;
  scope_.steps = 0;
  Value value = Walk(node, scope_);
  scope_.columns[static_cast<size_t>(column)] = original;
  into->Set(entry, value);
  return value;
}

void BlockEvaluator::Gather(const Vec& values, ValueType type, Vec* out) {
  expression::Gather(values.states.data(), codes_.data(), n_, out->MakeStates(n_));
  if (!AnySet(out->states.data(), n_)) out->state = nullptr;
  const auto gather = [&](const auto& from, auto& into) {
    for (int64_t i = 0; i < n_; ++i) into[i] = from[codes_[i]];
  };
  switch (type) {
    case kBool:
      expression::Gather(values.bytes.data(), codes_.data(), n_, out->bytes.data());
      break;
    case kInt:
    case kTimestamp:
    case kDuration:
      gather(values.ints, out->ints);
      break;
    case kDouble:
      gather(values.reals, out->reals);
      break;
    case kDate:
      gather(values.days, out->days);
      break;
    case kText:
      gather(values.texts, out->texts);
      break;
    case kFraction:
      gather(values.under, out->under);
      [[fallthrough]];
    default:
      gather(values.exacts, out->exacts);
  }
}

bool BlockEvaluator::EvalDictionary(const Node& node, Vec* out) {
  const Cursor& cursor = cursors_[static_cast<size_t>(node.text_column)];
  const table::Chunk& chunk =
      scope_.columns[static_cast<size_t>(node.text_column)]->chunks()[cursor.chunk];
  if (!IsDictionary(chunk.layout) || !HasVec(node)) return false;
  const int64_t size = chunk.dictionary->length();
  // A dictionary longer than the data would cost more than the rows.
  if (size > std::max<int64_t>(chunk.length, 16)) return false;
  const int64_t first = first_ - cursor.start;
  Distinct& result = distinct_[static_cast<size_t>(node.slot)];
  const ValueType type = node.typing.type;
  if (result.dictionary != chunk.dictionary.get()) {
    result.dictionary = chunk.dictionary.get();
    result.values.Prepare(type, size + 1);
    result.values.MakeStates(size + 1);
    bool present = true;
    int64_t trues = 0;
    for (int64_t entry = 0; entry < size; ++entry) {
      const Value value =
          FillIn(node, node.text_column, *chunk.dictionary, entry, entry, &result.values);
      present = present && !value.is_null() && !value.is_error();
      if (value.type() == kBool && value.boolean()) {
        ++trues;
        result.only_true = entry;
      }
    }
    FillIn(node, node.text_column, table::Column::OfTexts("", {""}, {false}), 0, size,
           &result.values);
    if (!present || trues != 1) result.only_true = -1;
  }
  out->Prepare(type, n_);
  const bool complete = chunk.validity == nullptr || chunk.null_count == 0;
  if (type == kBool && complete && result.only_true >= 0) {
    MatchCode(chunk, first, n_, result.only_true, out->bytes.data());
    return true;
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
  Gather(result.values, type, out);
  return true;
}

bool BlockEvaluator::EvalDays(const Node& node, Vec* out) {
  constexpr int64_t kMostDays = 1 << 16;  // 180 years
  Distinct& result = distinct_[static_cast<size_t>(node.slot)];
  if (result.too_wide || !HasVec(node)) return false;
  const auto column = static_cast<size_t>(node.day_column);
  Node read{
      .op = Op::kColumn, .typing = program_.columns[column].typing, .column = node.day_column};
  const Vec& days = EvalColumn(read, &columns_[column]);
  const auto* day = static_cast<const int32_t*>(days.data);
  int32_t least = 0;
  int32_t greatest = -1;
  if (days.constant || (!DayRange(day, days.state, n_, &least, &greatest) && days.state == nullptr))
    return false;
  const ValueType type = node.typing.type;
  if (least > greatest) least = greatest = result.first_day;
  if (result.days == 0 || least < result.first_day || greatest >= result.first_day + result.days) {
    // A table of all days seen so far, with room on both sides.
    const int64_t low = result.days == 0 ? least : std::min(least, result.first_day);
    const int64_t high = result.days == 0
                             ? greatest
                             : std::max<int64_t>(greatest, result.first_day + result.days - 1);
    if (high - low >= kMostDays) {
      result.too_wide = true;
      return false;
    }
    result.first_day = static_cast<int32_t>(low);
    result.days = std::min<int64_t>(kMostDays, (high - low + 1) + (high - low + 1) / 2 + 64);
    result.known.assign(static_cast<size_t>(result.days), 0);
    result.values.Prepare(type, result.days + 1);
    result.values.MakeStates(result.days + 1);
    FillIn(node, node.day_column, table::Column::OfDates("", {0}, {false}), 0, result.days,
           &result.values);
  }
  codes_.resize(kBlockRows);
  const auto missing = static_cast<int32_t>(result.days);
  for (int64_t i = 0; i < n_; ++i) {
    const bool present = days.state == nullptr || days.state[i] == kPresent;
    codes_[i] = present ? day[i] - result.first_day : missing;
  }
  for (int64_t i = 0; i < n_; ++i) {
    const int32_t code = codes_[i];
    if (code == missing || result.known[static_cast<size_t>(code)] != 0) continue;
    result.known[static_cast<size_t>(code)] = 1;
    FillIn(node, node.day_column, table::Column::OfDates("", {result.first_day + code}), 0, code,
           &result.values);
  }
  out->Prepare(type, n_);
  Gather(result.values, type, out);
  return true;
}

Vec& BlockEvaluator::EvalRows(const Node& node, const uint8_t* active, Vec* out) {
  out->Prepare(node.typing.type, n_);
  for (int64_t i = 0; i < n_; ++i) {
    if (active != nullptr && active[i] == 0) continue;
    scope_.row = first_ + i;
    scope_.steps = 0;
    out->Set(i, Walk(node, scope_));
  }
  return *out;
}

void BlockEvaluator::AddStates(const Vec& operand, Vec* out) {
  if (operand.state == nullptr) return;
  if (out->state == nullptr) out->MakeStates(n_);
  uint8_t* states = out->states.data();
  if (operand.constant) {
    for (int64_t i = 0; i < n_; ++i) states[i] = std::max(states[i], operand.state[0]);
  } else {
    MergeStates(states, operand.state, n_);
  }
}

void BlockEvaluator::JoinStates(const Vec& a, const Vec& b, Vec* out) {
  out->state = nullptr;
  AddStates(a, out);
  AddStates(b, out);
}

Vec& BlockEvaluator::EvalLogic(const Node& node, const uint8_t* active, Vec* out) {
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
    Vec& operand = Eval(*node.args[k], needed);
    const bool missing = !HasVec(*node.args[k]);  // a null literal
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
    if (!Combine(is_or, out->bytes.data(), out->states.data(), values, states, n_,
                 out->states.data()))
      out->state = nullptr;
  }
  return *out;
}

Vec& BlockEvaluator::EvalNot(const Node& node, const uint8_t* active, Vec* out) {
  const Vec& operand = Eval(*node.args[0], active);
  out->Prepare(kBool, n_);
  if (!HasVec(*node.args[0])) {
    std::fill_n(out->MakeStates(n_), n_, uint8_t{kMissing});
    return *out;
  }
  const Operand<uint8_t> values = operand.As<uint8_t>();
  for (int64_t i = 0; i < n_; ++i) out->bytes[i] = values.data[values.constant ? 0 : i] ^ 1;
  if (operand.state != nullptr && operand.constant)
    std::fill_n(out->MakeStates(n_), n_, operand.state[0]);
  if (operand.state != nullptr && !operand.constant)
    std::copy_n(operand.state, n_, out->MakeStates(n_));
  return *out;
}

Vec& BlockEvaluator::EvalIsNull(const Node& operand, const uint8_t* active, Vec* out,
                                bool negated) {
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
    for (int64_t i = 0; i < n_; ++i)
      states[i] = value.state[value.constant ? 0 : i] == kFailed ? kFailed : kPresent;
  }
  return *out;
}

}  // namespace attain::expression
