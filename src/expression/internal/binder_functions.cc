// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The part of Binder that knows functions.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/binder.h"
#include "expression/internal/functions.h"
#include "expression/internal/regex.h"
#include "expression/internal/walk.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

bool Fits(std::string_view parameter, const Typing& typing) {
  if (parameter == "any" || typing.type == kNull) return true;
  const bool exact = typing.type == kDecimal || typing.type == kFraction || typing.type == kMoney;
  if (parameter == "number") return exact || typing.type == kInt || typing.type == kDouble;
  if (parameter == "exact") return exact;
  return parameter == Name(typing.type);
}

const Signature* FindSignature(const Node& call) {
  for (const Signature& signature : SignaturesOf(call.function)) {
    const size_t declared = signature.parameters.size();
    bool fits = signature.method == call.method &&
                (signature.variadic ? call.args.size() >= declared : call.args.size() == declared);
    for (size_t i = 0; fits && i < call.args.size(); ++i)
      fits = Fits(signature.parameters[std::min(i, declared - 1)], call.args[i]->typing);
    if (fits) return &signature;
  }
  return nullptr;
}

ValueType TypeNamed(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(kError); ++i) {
    if (Name(static_cast<ValueType>(i)) == word) return static_cast<ValueType>(i);
  }
  return kNull;
}

/// True when a call needs a part of the environment that is not there.
bool LacksEnvironment(std::string_view name, const Environment& environment) {
  if (name.starts_with("fiscal_")) return !environment.fiscal;
  if (name == "period") return !environment.period;
  if (name == "workdays") return !environment.workdays;
  return name == "under" && !environment.under;
}

}  // namespace

bool Binder::CheckConstants(const Node& made) {
  // Arguments that are known here and fail whatever the others are: the call is tried with values
  // that would pass.
  std::vector<Value> trial;
  if (made.name == "round") trial.push_back(Value::Int(0));
  if (made.name == "bucket" && made.args[1]->op == Op::kList && !made.args[1]->args.empty())
    trial.push_back(made.args[1]->args[0]->value);
  if (made.name == "period") trial.push_back(Value::Of(Date::Unchecked(2026, 1, 1)));
  if (made.name.starts_with("get") && made.args.size() == 2) trial.push_back(Value::Of(Instant{}));
  if (trial.empty()) return true;
  for (size_t i = 1; i < made.args.size(); ++i) {
    const Node& arg = *made.args[i];
    if (!arg.constant || (arg.op != Op::kLiteral && arg.op != Op::kList)) return true;
    CallContext context{program_->options.environment, Access::State(program_->expression).limits};
    Scope scope{context, nullptr, program_};
    trial.push_back(Walk(arg, scope));
    if (trial.back().is_null() || trial.back().is_error()) return true;
  }
  CallContext context{program_->options.environment, Access::State(program_->expression).limits};
  const Value value = CallFunction(context, made.function, made.method, trial);
  // A calendar may fail for the day of the trial alone.
  if (!value.is_error() ||
      (made.name == "period" && value.error().reason != Reason::kInvalidArgument))
    return true;
  Fault(*made.args.back(), value.error().reason, value.error().text, "it fails on every row");
  return false;
}

bool Binder::CheckFunction(const Node& made) {
  if (LacksEnvironment(made.name, program_->options.environment)) {
    Fault(made, Reason::kUnsupportedOption,
          StrCat(made.name, made.name == "under" ? " needs a tree" : " needs a calendar"));
    return false;
  }
  const Node* pattern = made.name == "matches" ? made.args.back().get() : nullptr;
  if (pattern != nullptr && pattern->op == Op::kLiteral && pattern->value.type() == kText) {
    CallContext context{program_->options.environment, Access::State(program_->expression).limits};
    const Value match = MatchRegex(context, "", pattern->value.text());
    if (match.is_error()) {
      Fault(*pattern, match.error().reason, match.error().text);
      return false;
    }
  }
  if (made.name == "between") {
    return Comparable(made, made.args[0]->typing, made.args[1]->typing) &&
           Comparable(made, made.args[0]->typing, made.args[2]->typing);
  }
  if (guarded_ == 0 && !CheckConstants(made)) return false;
  if (made.name == "bucket" && made.args[1]->typing.element != kNull) {
    const Typing& list = made.args[1]->typing;
    return Comparable(made, made.args[0]->typing,
                      {.type = list.element, .scale = list.scale, .currency = list.currency});
  }
  return true;
}

NodePtr Binder::Function(Node made) {
  if (made.function < 0) {
    std::vector<std::string> known;
    for (const FunctionInfo& info : Functions()) known.emplace_back(info.name);
    const std::string near = NearestWord(made.name, known);
    return Fault(made, Reason::kUnknownName, StrCat("there is no function ", made.name),
                 near.empty() ? "" : StrCat("did you mean '", near, "'?"));
  }
  // Literals beside an exact argument are taken from their digits.
  Typing exact;
  for (const NodePtr& arg : made.args) {
    if (arg->typing.type == kDecimal || arg->typing.type == kMoney || arg->typing.type == kFraction)
      exact = arg->typing;
  }
  if (made.name == "decimal") exact = {.type = kDecimal};
  for (NodePtr& arg : made.args) arg = Adapt(arg, exact);
  const Signature* signature = FindSignature(made);
  if (signature == nullptr) return NoOverload(made);
  if (!CheckFunction(made)) return nullptr;
  Typing all;
  made.typing = {.type = TypeNamed(signature->result)};
  if (signature->result == "any" || signature->result == "number" || signature->result == "exact") {
    const bool list = made.args[0]->typing.type == kList && signature->result == "number";
    for (const NodePtr& arg : made.args) {
      const Typing& typing = arg->typing;
      if (!Unify(made, &all,
                 list ? Typing{.type = typing.element,
                               .scale = kVaryingScale,
                               .currency = typing.currency}
                      : typing))
        return nullptr;
    }
    made.typing = all;
  } else if (made.name == "round") {
    const Node& places = *made.args[1];
    const bool known = places.op == Op::kLiteral && places.value.type() == kInt;
    made.typing.scale =
        known ? static_cast<int>(std::clamp<int64_t>(places.value.integer(), 0, Decimal::kMaxScale))
              : kVaryingScale;
    if (made.args[0]->typing.type == kMoney) {
      made.typing.type = kMoney;
      made.typing.currency = made.args[0]->typing.currency;
    }
  } else if (made.name == "decimal") {
    const Typing& operand = made.args[0]->typing;
    made.typing.scale = operand.type == kInt                                 ? 0
                        : operand.type == kDecimal || operand.type == kMoney ? operand.scale
                                                                             : kVaryingScale;
  } else if (made.typing.type == kList) {
    made.typing.element = made.name == "split" ? kText : made.args[0]->typing.element;
  }
  return Finish(std::move(made));
}

}  // namespace attain::expression
