// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/binder.h"

#include <algorithm>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/operators.h"
#include "expression/internal/walk.h"

namespace attain::expression {
namespace {

using internal::StrAppend;
using internal::StrCat;
using enum ValueType;

bool IsExact(const Typing& typing) {
  return typing.type == kDecimal || typing.type == kFraction || typing.type == kMoney;
}
bool IsExactOrInt(const Typing& typing) { return IsExact(typing) || typing.type == kInt; }
int ScaleOf(const Typing& typing) { return typing.type == kInt ? 0 : typing.scale; }
int LargerScale(const Typing& a, const Typing& b) {
  return ScaleOf(a) < 0 || ScaleOf(b) < 0 ? kVaryingScale : std::max(ScaleOf(a), ScaleOf(b));
}

Typing TypingOfValue(const Value& value) {
  Typing typing{.type = value.type()};
  if (value.type() == kDecimal) typing.scale = value.decimal().scale();
  if (value.type() == kMoney) {
    typing.scale = value.money().amount.scale();
    typing.currency = value.money().currency;
  }
  if (value.type() == kList && !value.list().empty()) typing.element = value.list()[0].type();
  return typing;
}

std::string Describe(const Typing& typing) {
  if (typing.type == kMoney && !typing.currency.is_none())
    return StrCat("money in ", typing.currency.code());
  return std::string(Name(typing.type));
}

}  // namespace

ValueType TypeOf(table::Type type) {
  switch (type) {
    case table::Type::kBool:
      return kBool;
    case table::Type::kInt:
      return kInt;
    case table::Type::kDouble:
      return kDouble;
    case table::Type::kDecimal:
      return kDecimal;
    case table::Type::kDate:
      return kDate;
    case table::Type::kTimestamp:
      return kTimestamp;
    case table::Type::kText:
      return kText;
    case table::Type::kNull:
      break;
  }
  return kNull;
}

NodePtr Binder::Fault(const Node& node, Reason reason, std::string message, std::string hint) {
  AddFault(findings_, Access::State(program_->expression).origin, node.offset, reason,
           std::move(message), std::move(hint));
  return nullptr;
}

NodePtr Binder::NoOverload(const Node& made, std::string hint) {
  std::string text =
      StrCat(made.op == Op::kFunction || made.op == Op::kMacro ? std::string_view(made.name)
                                                               : Symbol(made.op),
             " does not take (");
  for (size_t i = 0; i < made.args.size(); ++i)
    StrAppend(&text, i > 0 ? ", " : "", Describe(made.args[i]->typing));
  return Fault(made, Reason::kNoMatchingOverload, text + ")", std::move(hint));
}

NodePtr Binder::Finish(Node made) {
  made.constant = made.op != Op::kColumn && made.op != Op::kName;
  int text_column = made.op == Op::kColumn && made.typing.type == kText ? made.column : -1;
  int day_column = made.op == Op::kColumn && made.typing.type == kDate ? made.column : -1;
  bool one_text = true;
  bool one_day = true;
  made.calls = made.op == Op::kFunction || made.op == Op::kMacro;
  for (const NodePtr& arg : made.args) {
    made.constant = made.constant && arg->constant;
    made.calls = made.calls || arg->calls;
    if (arg->constant) continue;
    one_text =
        one_text && arg->text_column >= 0 && (text_column < 0 || text_column == arg->text_column);
    one_day = one_day && arg->day_column >= 0 && (day_column < 0 || day_column == arg->day_column);
    text_column = arg->text_column;
    day_column = arg->day_column;
  }
  made.text_column = one_text ? text_column : -1;
  made.day_column = one_day ? day_column : -1;
  if (made.op == Op::kMacro)
    made.text_column = made.day_column = -1;  // its variable is not a column
  made.slot = program_->slots++;
  if (made.constant && made.op != Op::kLiteral && made.op != Op::kLookup && made.op != Op::kMacro &&
      made.op != Op::kList) {
    CallContext context{program_->options.environment, Access::State(program_->expression).limits};
    Scope scope{context, nullptr, program_};
    Value value = Walk(made, scope);
    if (value.is_error()) {
      if (guarded_ == 0)
        return Fault(made, value.error().reason, value.error().text, "it fails on every row");
    } else {
      Node literal{.op = Op::kLiteral,
                   .offset = made.offset,
                   .value = std::move(value),
                   .typing = made.typing,
                   .constant = true,
                   .slot = made.slot};
      return std::make_shared<const Node>(std::move(literal));
    }
  }
  return std::make_shared<const Node>(std::move(made));
}

NodePtr Binder::Visit(const Node& node) {
  Node made = node;
  switch (node.op) {
    case Op::kLiteral:
      made.typing = TypingOfValue(node.value);
      return Finish(std::move(made));
    case Op::kName:
      return Name(node, node.name);
    case Op::kSelect:
      return Select(node);
    case Op::kMacro:
      return Macro(node);
    default:
      break;
  }
  const bool guard = node.op == Op::kAnd || node.op == Op::kOr || node.op == Op::kConditional ||
                     node.name == "coalesce";
  guarded_ += guard;
  bool failed = false;
  for (NodePtr& arg : made.args) {
    arg = Visit(*arg);
    failed = failed || arg == nullptr;
  }
  guarded_ -= guard;
  if (failed) return nullptr;
  switch (node.op) {
    case Op::kList:
      return List(std::move(made));
    case Op::kAnd:
    case Op::kOr:
      return Logic(std::move(made));
    case Op::kConditional:
      return Conditional(std::move(made));
    case Op::kNot:
    case Op::kNegate:
      return Unary(std::move(made));
    case Op::kIndex:
      return Index(std::move(made));
    case Op::kIn:
      return In(std::move(made));
    case Op::kFunction:
      return Function(std::move(made));
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kModulo:
      return Arithmetic(std::move(made));
    default:
      return Comparison(std::move(made));
  }
}

NodePtr Binder::Column(const Node& node, int position) {
  const table::Column& column = schema_.columns()[static_cast<size_t>(position)];
  Node made{.op = Op::kColumn, .offset = node.offset, .name = column.name()};
  made.typing = {.type = TypeOf(column.type()), .scale = column.scale()};
  if (const auto currency = program_->options.currencies.find(column.name());
      currency != program_->options.currencies.end() && IsExactOrInt(made.typing)) {
    made.typing.type = kMoney;
    made.typing.currency = currency->second;
  }
  auto& columns = program_->columns;
  const auto known = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnRef& ref) { return ref.position == position; });
  made.column = static_cast<int>(known - columns.begin());
  if (known == columns.end())
    columns.push_back({column.name(), column.type(), column.scale(), position, made.typing});
  return Finish(std::move(made));
}

NodePtr Binder::Name(const Node& node, const std::string& name) {
  for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
    if (it->first == name) {
      Node made = node;
      made.typing = it->second;
      return Finish(std::move(made));
    }
  }
  for (size_t i = 0; i < schema_.columns().size(); ++i) {
    if (schema_.columns()[i].name() == name) return Column(node, static_cast<int>(i));
  }
  if (const auto found = program_->options.parameters.find(name);
      found != program_->options.parameters.end()) {
    Node made{.op = Op::kLiteral,
              .offset = node.offset,
              .value = found->second,
              .typing = TypingOfValue(found->second)};
    return Finish(std::move(made));
  }
  std::vector<std::string> known = schema_.column_names();
  for (const auto& parameter : program_->options.parameters) known.push_back(parameter.first);
  const std::string near = NearestWord(name, known);
  return Fault(
      node, Reason::kUnknownName,
      StrCat("'", name, "' is no column", schema_.name().empty() ? "" : " of ", schema_.name()),
      near.empty() ? "" : StrCat("did you mean '", near, "'?"));
}

NodePtr Binder::Select(const Node& node) {
  const std::string name = QualifiedName(node);
  if (!name.empty()) return Name(node, name);
  const Node& operand = *node.args[0];
  if (operand.op != Op::kIndex || operand.args[0]->op != Op::kName)
    return Fault(node, Reason::kUnknownName, StrCat("there is no field ", node.name));
  const std::string& table = operand.args[0]->name;
  const auto& lookups = program_->options.lookups;
  if (lookups.count(table) > 0) return LookUp(node);
  std::vector<std::string> known;
  for (const auto& lookup : lookups) known.push_back(lookup.first);
  const std::string near = NearestWord(table, known);
  return Fault(node, Reason::kUnknownName,
               StrCat("there is no table '", table, "' to look ", node.name, " up in"),
               near.empty() ? "" : StrCat("did you mean '", near, "'?"));
}

int64_t PreparedLookup::Prepare(const table::Column& keys) {
  for (int64_t row = 0; row < keys.length(); ++row) {
    if (const std::optional<std::string_view> text = keys.TextAt(row)) {
      if (texts.Intern(*text) != static_cast<int32_t>(rows.size())) return row;
      rows.push_back(row);
    } else if (const std::optional<int64_t> number = keys.IntAt(row)) {
      numbers.emplace_back(*number, row);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  const auto twice =
      std::adjacent_find(numbers.begin(), numbers.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  return twice == numbers.end() ? -1 : (twice + 1)->second;
}

int64_t PreparedLookup::Find(std::string_view key) const {
  const int32_t id = texts.Find(key);
  return id < 0 ? -1 : rows[static_cast<size_t>(id)];
}

int64_t PreparedLookup::Find(int64_t key) const {
  const auto found =
      std::lower_bound(numbers.begin(), numbers.end(), std::pair<int64_t, int64_t>(key, -1));
  return found == numbers.end() || found->first != key ? -1 : found->second;
}

NodePtr Binder::LookUp(const Node& node) {
  const std::string& table_name = node.args[0]->args[0]->name;
  const Lookup& lookup = program_->options.lookups.find(table_name)->second;
  const table::Column* keys = lookup.table.column(lookup.key);
  const table::Column* field = lookup.table.column(node.name);
  NodePtr key = Visit(*node.args[0]->args[1]);
  if (keys == nullptr || field == nullptr) {
    return Fault(
        node, Reason::kUnknownName,
        StrCat("'", keys == nullptr ? lookup.key : node.name, "' is no column of ", table_name));
  }
  if (key == nullptr) return nullptr;
  const ValueType key_type = TypeOf(keys->type());
  if (key->typing.type != key_type || (key_type != kText && key_type != kInt)) {
    return Fault(node, Reason::kNoMatchingOverload,
                 StrCat(table_name, " is looked up by ", Describe({.type = key_type}), ", not by ",
                        Describe(key->typing)));
  }
  PreparedLookup prepared{.table = lookup.table};
  if (const int64_t twice = prepared.Prepare(*keys); twice >= 0) {
    return Fault(node, Reason::kDupKey,
                 StrCat(table_name, " has '", keys->FormatAt(twice), "' twice"));
  }
  Node made{.op = Op::kLookup, .offset = node.offset, .name = node.name, .args = {key}};
  made.typing = {.type = TypeOf(field->type()), .scale = field->scale()};
  made.column = static_cast<int>(program_->lookups.size());
  program_->lookups.push_back(std::move(prepared));
  return Finish(std::move(made));
}

NodePtr Binder::Adapt(const NodePtr& node, const Typing& other) {
  const bool exact =
      IsExact(other) ||
      (other.type == kList &&
       (other.element == kDecimal || other.element == kFraction || other.element == kMoney));
  if (!exact || IsExact(node->typing)) return node;
  if (node->op == Op::kLiteral && node->digits) {
    Node made = *node;
    made.value = Value::Of(*node->digits);
    made.typing = TypingOfValue(made.value);
    return std::make_shared<const Node>(std::move(made));
  }
  if (node->op == Op::kList) {
    Node made = *node;
    for (NodePtr& arg : made.args)
      arg = Adapt(arg, IsExact(other) ? other : Typing{.type = other.element});
    return List(std::move(made));
  }
  if (node->op == Op::kConditional && node->typing.type == kDouble) {
    Node made = *node;
    made.args[1] = Adapt(node->args[1], other);
    made.args[2] = Adapt(node->args[2], other);
    return Conditional(std::move(made));
  }
  return node;
}

bool Binder::Comparable(const Node& made, const Typing& a, const Typing& b) {
  if (a.type == kNull || b.type == kNull) return true;
  if (a.type == kMoney && b.type == kMoney && a.currency != b.currency) {
    Fault(made, Reason::kCurrencyMismatch,
          StrCat(a.currency.code(), " and ", b.currency.code(), " do not compare"));
    return false;
  }
  const auto plain = [](const Typing& typing) {
    return typing.type == kInt || typing.type == kDouble;
  };
  const auto time = [](const Typing& typing) {
    return typing.type == kDate || typing.type == kTimestamp;
  };
  if ((a.type == b.type && a.type != kError) || (plain(a) && plain(b)) ||
      (IsExactOrInt(a) && IsExactOrInt(b)) || (time(a) && time(b)))
    return true;
  std::string hint;
  if ((IsExact(a) && b.type == kDouble) || (IsExact(b) && a.type == kDouble))
    hint = "write double(…) where an inexact comparison is meant";
  if ((time(a) && b.type == kText) || (time(b) && a.type == kText))
    hint = "write date('2026-03-31')";
  Fault(made, Reason::kNoMatchingOverload,
        StrCat(Symbol(made.op == Op::kFunction ? Op::kLessEqual : made.op), " does not compare ",
               Describe(a), " with ", Describe(b)),
        hint);
  return false;
}

bool Binder::Unify(const Node& made, Typing* all, const Typing& next) {
  if (next.type == kNull) return true;
  if (all->type == kNull) {
    *all = next;
    return true;
  }
  if (all->type == kMoney && next.type == kMoney && all->currency != next.currency) {
    Fault(made, Reason::kCurrencyMismatch,
          StrCat(all->currency.code(), " and ", next.currency.code(), " do not mix"));
    return false;
  }
  if (IsExactOrInt(*all) && IsExactOrInt(next) && (all->type != kInt || next.type != kInt)) {
    const int scale = LargerScale(*all, next);
    const bool fraction = all->type == kFraction || next.type == kFraction;
    if (next.type == kMoney) *all = next;
    all->type = fraction ? kFraction : all->type == kMoney ? kMoney : kDecimal;
    all->scale = scale;
    return true;
  }
  if (all->type == next.type && all->element == next.element) return true;
  Fault(made, Reason::kNoMatchingOverload,
        StrCat("values of different types meet: ", Describe(*all), " and ", Describe(next)));
  return false;
}

NodePtr Binder::List(Node made) {
  Typing element;
  for (const NodePtr& arg : made.args) {
    if (IsExact(arg->typing)) element = arg->typing;
  }
  bool mixed = false;
  Typing all;
  for (NodePtr& arg : made.args) {
    arg = Adapt(arg, element);
    if (all.type != kNull && arg->typing.type != kNull && arg->typing.type != all.type &&
        !(IsExactOrInt(all) && IsExactOrInt(arg->typing))) {
      mixed = true;  // only format takes such a list
      break;
    }
    if (!Unify(made, &all, arg->typing)) return nullptr;
  }
  made.typing = {.type = kList,
                 .scale = all.scale,
                 .currency = all.currency,
                 .element = mixed ? kError : all.type};
  return Finish(std::move(made));
}

NodePtr Binder::Logic(Node made) {
  bool good = true;
  for (const NodePtr& arg : made.args) {
    if (arg->typing.type == kBool || arg->typing.type == kNull) continue;
    good = false;
    Fault(*arg, Reason::kNoMatchingOverload,
          StrCat(Symbol(made.op), " joins conditions; this is ", Describe(arg->typing)));
  }
  made.typing = {.type = kBool};
  return good ? Finish(std::move(made)) : nullptr;
}

NodePtr Binder::Conditional(Node made) {
  if (made.args[0]->typing.type != kBool && made.args[0]->typing.type != kNull) {
    return Fault(*made.args[0], Reason::kNoMatchingOverload,
                 StrCat("before ? stands a condition; this is ", Describe(made.args[0]->typing)));
  }
  made.args[1] = Adapt(made.args[1], made.args[2]->typing);
  made.args[2] = Adapt(made.args[2], made.args[1]->typing);
  Typing all;
  if (!Unify(made, &all, made.args[1]->typing) || !Unify(made, &all, made.args[2]->typing))
    return nullptr;
  made.typing = all;
  return Finish(std::move(made));
}

NodePtr Binder::Comparison(Node made) {
  made.args[0] = Adapt(made.args[0], made.args[1]->typing);
  made.args[1] = Adapt(made.args[1], made.args[0]->typing);
  const bool equality = made.op == Op::kEqual || made.op == Op::kNotEqual;
  const Typing& a = made.args[0]->typing;
  const Typing& b = made.args[1]->typing;
  made.typing = {.type = kBool};
  if (!equality && (a.type == kNull || b.type == kNull))
    return NoOverload(made, "write == null to ask whether a value is missing");
  if (!Comparable(made, a, b)) return nullptr;
  if (!equality && (a.type == kList || a.type == kBool) && a.type == b.type && a.type == kList)
    return NoOverload(made);
  return Finish(std::move(made));
}

NodePtr Binder::In(Node made) {
  made.args[1] = Adapt(made.args[1], made.args[0]->typing);
  made.args[0] = Adapt(made.args[0], made.args[1]->typing);
  const Typing& list = made.args[1]->typing;
  if (list.type != kList) return NoOverload(made);
  made.typing = {.type = kBool};
  if (list.element != kNull &&
      !Comparable(made, made.args[0]->typing,
                  {.type = list.element, .scale = list.scale, .currency = list.currency}))
    return nullptr;
  return Finish(std::move(made));
}

NodePtr Binder::Exact(Node made) {
  const Typing& a = made.args[0]->typing;
  const Typing& b = made.args[1]->typing;
  if (a.type == kMoney && b.type == kMoney && a.currency != b.currency) {
    return Fault(made, Reason::kCurrencyMismatch,
                 StrCat(a.currency.code(), " and ", b.currency.code(), " do not mix"));
  }
  if (made.op == Op::kModulo || (made.op == Op::kMultiply && a.type == kMoney && b.type == kMoney))
    return NoOverload(made);
  if (made.op == Op::kDivide || a.type == kFraction || b.type == kFraction) {
    made.typing = {.type = kFraction};
    return Finish(std::move(made));
  }
  made.typing.type = a.type == kMoney || b.type == kMoney ? kMoney : kDecimal;
  made.typing.currency = a.type == kMoney ? a.currency : b.currency;
  made.typing.scale = LargerScale(a, b);
  if (made.op == Op::kMultiply && made.typing.scale >= 0)
    made.typing.scale = ScaleOf(a) + ScaleOf(b);
  if (made.typing.scale > Decimal::kMaxScale) {
    return Fault(made, Reason::kOverflow,
                 StrCat("the product has ", made.typing.scale, " decimals; 38 are possible"),
                 "round a factor first");
  }
  return Finish(std::move(made));
}

NodePtr Binder::Arithmetic(Node made) {
  made.args[0] = Adapt(made.args[0], made.args[1]->typing);
  made.args[1] = Adapt(made.args[1], made.args[0]->typing);
  const Typing& a = made.args[0]->typing;
  const Typing& b = made.args[1]->typing;
  const bool add = made.op == Op::kAdd;
  const bool sum = add || made.op == Op::kSubtract;
  if (a.type == kNull || b.type == kNull) {
    made.typing = a.type == kNull ? b : a;
    return Finish(std::move(made));
  }
  const Node& divisor = *made.args[1];
  if ((made.op == Op::kDivide || made.op == Op::kModulo) && IsExactOrInt(a) && guarded_ == 0 &&
      divisor.op == Op::kLiteral && IsExactOrInt(b) && RatioOf(divisor.value)->is_zero()) {
    return Fault(made, Reason::kDivisionByZero, StrCat("dividing by ", divisor.value.ToString()),
                 "it fails on every row");
  }
  if (IsExactOrInt(a) && IsExactOrInt(b) && (IsExact(a) || IsExact(b)))
    return Exact(std::move(made));
  if (a.type == kInt && b.type == kInt)
    made.typing = a;
  else if (a.type == kDouble && b.type == kDouble && made.op != Op::kModulo)
    made.typing = a;
  else if (add && a.type == b.type && (a.type == kText || a.type == kList))
    made.typing = a;
  else if (sum && a.type == kDate && b.type == kInt)
    made.typing = a;
  else if (add && a.type == kInt && b.type == kDate)
    made.typing = b;
  else if (made.op == Op::kSubtract && a.type == kDate && b.type == kDate)
    made.typing = {.type = kInt};
  else if (sum && a.type == kTimestamp && b.type == kDuration)
    made.typing = a;
  else if (add && a.type == kDuration && b.type == kTimestamp)
    made.typing = b;
  else if (made.op == Op::kSubtract && a.type == kTimestamp && b.type == kTimestamp)
    made.typing = {.type = kDuration};
  else if (sum && a.type == kDuration && b.type == kDuration)
    made.typing = a;
  else {
    const bool mixed =
        (IsExactOrInt(a) && b.type == kDouble) || (IsExactOrInt(b) && a.type == kDouble);
    return NoOverload(
        made, mixed ? "exact and inexact numbers do not mix: write double(…) or decimal(…)" : "");
  }
  return Finish(std::move(made));
}

NodePtr Binder::Unary(Node made) {
  const Typing& operand = made.args[0]->typing;
  const bool number = IsExactOrInt(operand) || operand.type == kDouble || operand.type == kDuration;
  if (operand.type != kNull && (made.op == Op::kNot ? operand.type != kBool : !number))
    return NoOverload(made);
  made.typing = operand;
  if (operand.type == kNull && made.op == Op::kNot) made.typing = {.type = kBool};
  return Finish(std::move(made));
}

NodePtr Binder::Index(Node made) {
  const Typing& list = made.args[0]->typing;
  if (list.type != kList || made.args[1]->typing.type != kInt || list.element == kError)
    return NoOverload(made);
  made.typing = {.type = list.element,
                 .scale = list.element == kDecimal ? kVaryingScale : list.scale,
                 .currency = list.currency};
  return Finish(std::move(made));
}

NodePtr Binder::Macro(const Node& node) {
  Node made = node;
  made.args[0] = Visit(*node.args[0]);
  if (made.args[0] == nullptr) return nullptr;
  const Typing range = made.args[0]->typing;
  if (range.type != kList || range.element == kError)
    return Fault(node, Reason::kNoMatchingOverload, StrCat(node.name, " needs a list of one type"));
  locals_.emplace_back(node.args[1]->name,
                       Typing{.type = range.element,
                              .scale = range.element == kDecimal ? kVaryingScale : range.scale,
                              .currency = range.currency});
  ++guarded_;
  bool failed = false;
  for (size_t i = 2; i < made.args.size(); ++i) {
    made.args[i] = Visit(*node.args[i]);
    failed = failed || made.args[i] == nullptr;
  }
  --guarded_;
  Node variable = *node.args[1];
  variable.constant = true;
  made.args[1] = std::make_shared<const Node>(std::move(variable));
  locals_.pop_back();
  if (failed) return nullptr;
  const bool map = node.name == "map";
  const bool test = !map || made.args.size() == 4;
  if (test && made.args[2]->typing.type != kBool && made.args[2]->typing.type != kNull) {
    return Fault(*made.args[2], Reason::kNoMatchingOverload,
                 StrCat(node.name, " needs a condition; this is ", Describe(made.args[2]->typing)));
  }
  made.typing = {.type = kBool};
  if (node.name == "filter") made.typing = range;
  if (map) {
    const Typing& body = made.args.back()->typing;
    made.typing = {
        .type = kList, .scale = body.scale, .currency = body.currency, .element = body.type};
  }
  return Finish(std::move(made));
}

}  // namespace attain::expression
