// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The one table of functions, and operators on values. What is listed here is what the parser
// knows, Bind checks and the reference page prints.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_FUNCTIONS_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_FUNCTIONS_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/rounding.h"
#include "attain/expression/expression.h"
#include "expression/internal/node.h"
#include "expression/internal/zone.h"

namespace attain::expression {

class RegexCache;

/// What a function may use while one evaluation runs. Not shared among threads.
struct CallContext {
  const Environment& environment;
  const Limits& limits;
  std::shared_ptr<RegexCache> regexes = {};  // made when first used
  std::map<std::string, absl::StatusOr<Zone>, std::less<>> zones = {};
};

using Call = Value (*)(CallContext& context, std::span<const Value> args);

/// What a missing argument does over columns.
enum class Missing : uint8_t { kGivesMissing, kIsSeen };

struct Function {
  FunctionInfo info;
  Call call;  // null: an operator, listed for the reference page only
  Missing missing = Missing::kGivesMissing;
};

/// All functions and operators.
std::span<const Function> AllFunctions();
/// The number of the callable function `name`, or -1.
int FindFunction(std::string_view name);

/// One parsed signature: "text.indexOf(text, int) -> int".
struct Signature {
  bool method = false;
  bool variadic = false;                // the last parameter may repeat ("any...")
  std::vector<std::string> parameters;  // words; the receiver first
  std::vector<uint32_t> types;          // for each parameter: a bit for every ValueType it takes
  std::string result;
};
/// The signatures of function number `function`.
const std::vector<Signature>& SignaturesOf(int function);

/// Calls a function with arguments that are not errors. A call that fits no signature gives
/// kNoMatchingOverload.
Value CallFunction(CallContext& context, int function, bool method, std::span<const Value> args);
/// A "no such overload" failure that names what was seen.
Value NoOverload(std::string_view name, std::span<const Value> args);
/// The dotted name an element spells, or nothing: a.b.c.
std::string QualifiedName(const Node& node);

/// The rule `round` knows by this name: "half_even", …
std::optional<RoundingMode> RoundingModeNamed(std::string_view name);

// The parts of the table; each appends its rows.
void AddOperatorRows(std::vector<Function>* rows);
void AddConversionRows(std::vector<Function>* rows);
void AddTextRows(std::vector<Function>* rows);
void AddMathRows(std::vector<Function>* rows);
void AddTimeRows(std::vector<Function>* rows);
void AddOwnRows(std::vector<Function>* rows);
/// The text `format` makes of a value for one clause ('s', 'd', 'f', 'e', 'x', 'X', 'b', 'o');
/// text.format lives in format_text.cc.
Value FormatText(CallContext& context, std::span<const Value> args);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_FUNCTIONS_H_
