// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/functions.h"

#include <algorithm>
#include <utility>

#include "base/internal/text.h"

namespace attain::expression {
namespace {

using internal::StrAppend;
using internal::StrCat;

/// A bit for every type a parameter of this word takes.
uint32_t TypesOf(std::string_view word) {
  const auto bit = [](ValueType type) { return 1U << static_cast<uint32_t>(type); };
  const uint32_t exact =
      bit(ValueType::kDecimal) | bit(ValueType::kFraction) | bit(ValueType::kMoney);
  if (word == "any") return ~0U;
  uint32_t types = bit(ValueType::kNull);
  if (word == "number") return types | exact | bit(ValueType::kInt) | bit(ValueType::kDouble);
  if (word == "exact") return types | exact;
  for (int i = 0; i <= static_cast<int>(ValueType::kError); ++i) {
    if (Name(static_cast<ValueType>(i)) == word) types |= bit(static_cast<ValueType>(i));
  }
  return types;
}

/// One line of FunctionInfo::signatures.
Signature ParseSignature(std::string_view line) {
  Signature signature;
  const size_t open = line.find('(');
  const size_t close = line.rfind(") -> ");
  const std::string_view head = line.substr(0, open);
  // "text.size(" is a method, "math.abs(" is a name with a dot.
  const size_t dot = head.find('.');
  static constexpr std::string_view kReceivers[] = {"text", "list", "timestamp", "duration",
                                                    "date"};
  if (dot != std::string_view::npos && std::find(std::begin(kReceivers), std::end(kReceivers),
                                                 head.substr(0, dot)) != std::end(kReceivers)) {
    signature.method = true;
    signature.parameters.emplace_back(head.substr(0, dot));
  }
  std::string_view rest = line.substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(", "), rest.size());
    signature.parameters.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  if (!signature.parameters.empty() && signature.parameters.back().ends_with("...")) {
    signature.variadic = true;
    signature.parameters.back().resize(signature.parameters.back().size() - 3);
  }
  for (const std::string& word : signature.parameters) signature.types.push_back(TypesOf(word));
  signature.result = line.substr(close + 5);
  return signature;
}

bool Fits(const Signature& signature, bool method, std::span<const Value> args) {
  const size_t declared = signature.parameters.size();
  if (signature.method != method) return false;
  if (signature.variadic ? args.size() < declared : args.size() != declared) return false;
  for (size_t i = 0; i < args.size(); ++i) {
    if (((signature.types[std::min(i, declared - 1)] >> static_cast<uint32_t>(args[i].type())) &
         1) == 0)
      return false;
  }
  return true;
}

struct Table {
  std::vector<Function> rows;
  std::vector<std::vector<Signature>> signatures;
  std::vector<std::pair<std::string_view, int>> by_name;  // sorted; callable only
  std::vector<FunctionInfo> infos;
};

const Table& TheTable() {
  static const Table* const table = [] {
    auto* made = new Table;
    AddOperatorRows(&made->rows);
    AddConversionRows(&made->rows);
    AddTextRows(&made->rows);
    AddMathRows(&made->rows);
    AddTimeRows(&made->rows);
    AddOwnRows(&made->rows);
    for (const Function& row : made->rows) {
      std::vector<Signature>& signatures = made->signatures.emplace_back();
      made->infos.push_back(row.info);
      if (row.call == nullptr) continue;
      made->by_name.emplace_back(row.info.name, static_cast<int>(made->infos.size()) - 1);
      std::string_view rest = row.info.signatures;
      while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        signatures.push_back(ParseSignature(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    std::sort(made->by_name.begin(), made->by_name.end());
    return made;
  }();
  return *table;
}

}  // namespace

std::span<const Function> AllFunctions() { return TheTable().rows; }
const std::vector<FunctionInfo>& Functions() { return TheTable().infos; }
const std::vector<Signature>& SignaturesOf(int function) {
  return TheTable().signatures[static_cast<size_t>(function)];
}

int FindFunction(std::string_view name) {
  const auto& names = TheTable().by_name;
  const auto found = std::lower_bound(names.begin(), names.end(), std::pair(name, -1));
  return found != names.end() && found->first == name ? found->second : -1;
}

Value NoOverload(std::string_view name, std::span<const Value> args) {
  std::string text = StrCat(name, " does not take (");
  for (size_t i = 0; i < args.size(); ++i)
    StrAppend(&text, i > 0 ? ", " : "", Name(args[i].type()));
  text += ")";
  return Value::Fail(Reason::kNoMatchingOverload, text);
}

Value CallFunction(CallContext& context, int function, bool method, std::span<const Value> args) {
  const Function& row = AllFunctions()[static_cast<size_t>(function)];
  for (const Signature& signature : SignaturesOf(function)) {
    if (Fits(signature, method, args)) {
      // A missing argument, where the function does not look for one, is no value of the type asked
      // for.
      bool missing = false;
      for (const Value& arg : args) missing = missing || arg.is_null();
      if (missing && row.missing == Missing::kGivesMissing) {
        for (size_t i = 0; i < args.size(); ++i) {
          const std::string& word =
              signature.parameters[std::min(i, signature.parameters.size() - 1)];
          if (args[i].is_null() && word != "any") return NoOverload(row.info.name, args);
        }
      }
      return row.call(context, args);
    }
  }
  return NoOverload(row.info.name, args);
}

std::string QualifiedName(const Node& node) {
  if (node.op == Op::kName) return node.name;
  if (node.op != Op::kSelect) return {};
  std::string head = QualifiedName(*node.args[0]);
  if (head.empty()) return {};
  StrAppend(&head, ".", node.name);
  return head;
}

void AddOperatorRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result) {
    rows->push_back({{name, "operators", signatures, meaning, example, result}, nullptr});
  };
  add("&&", "bool && bool -> bool",
      "And. False when one side is false, even if the other fails or is missing.",
      "false && 1 / 0 > 2", "false");
  add("||", "bool || bool -> bool",
      "Or. True when one side is true, even if the other fails or is missing.", "true || 1 / 0 > 2",
      "true");
  add("!", "!bool -> bool", "Not.", "!false", "true");
  add("? :", "bool ? any : any -> any",
      "The first value when the condition is true, else the second; only the one taken is "
      "evaluated.",
      "2 > 1 ? 'more' : 'less'", "more");
  add("==", "any == any -> bool",
      "Equal. Numbers compare by value, texts by their bytes; `x == null` asks whether x is "
      "missing.",
      "1 == 1.0", "true");
  add("!=", "any != any -> bool", "Not equal. `x != null` asks whether x is there.", "'a' != 'b'",
      "true");
  add("< <= > >=", "any < any -> bool",
      "Order of two numbers, texts, booleans, days, instants or durations.", "2 < 2.5", "true");
  add("in", "any in list -> bool", "True when the list has an element equal to the value.",
      "2 in [1, 2, 3]", "true");
  add("+",
      "number + number -> number\ntext + text -> text\nlist + list -> list\ndate + int -> "
      "date\ntimestamp + duration -> timestamp\n"
      "duration + duration -> duration",
      "Sum; texts and lists are joined. Whole numbers are checked for overflow, decimals are "
      "exact.",
      "decimal('0.10') + decimal('0.2')", "0.30");
  add("-",
      "number - number -> number\n-number -> number\ndate - int -> date\ndate - date -> "
      "int\ntimestamp - timestamp -> duration\n"
      "timestamp - duration -> timestamp\nduration - duration -> duration",
      "Difference, or the negative. Between days it is the number of days.",
      "date('2026-03-01') - date('2026-02-01')", "28");
  add("*", "number * number -> number", "Product. Decimals keep every digit.",
      "decimal('1.50') * 3", "4.50");
  add("/", "int / int -> int\ndouble / double -> double\nexact / exact -> fraction",
      "Quotient. Between whole numbers it is cut toward zero; between decimals it is an exact "
      "ratio, to be rounded by `round`.",
      "round(decimal('10.00') / 3, 2)", "3.33");
  add("%", "int % int -> int", "Remainder, with the sign of the first number.", "-7 % 3", "-1");
  add("[ ]", "list[int] -> any", "Element of a list, counted from 0.", "[10, 20, 30][1]", "20");
  add("all", "list.all(name, condition) -> bool",
      "True when the condition holds for every element.", "[1, 2, 3].all(x, x > 0)", "true");
  add("exists", "list.exists(name, condition) -> bool",
      "True when the condition holds for some element.", "[1, 2, 3].exists(x, x > 2)", "true");
  add("exists_one", "list.exists_one(name, condition) -> bool",
      "True when the condition holds for exactly one element.", "[1, 2, 3].exists_one(x, x > 2)",
      "true");
  add("map", "list.map(name, value) -> list\nlist.map(name, condition, value) -> list",
      "A value for every element, or for those that meet a condition.", "[1, 2, 3].map(x, x * 2)",
      "[2, 4, 6]");
  add("filter", "list.filter(name, condition) -> list", "The elements that meet the condition.",
      "[1, 2, 3].filter(x, x > 1)", "[2, 3]");
}

}  // namespace attain::expression
