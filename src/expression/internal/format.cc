// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/format.h"

#include <cstdio>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrAppend;

/// How tightly an element binds; a part that binds less tightly than its place needs parentheses.
int Level(const Node& node) {
  switch (node.op) {
    case Op::kConditional:
      return 0;
    case Op::kOr:
      return 1;
    case Op::kAnd:
      return 2;
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kIn:
      return 3;
    case Op::kAdd:
    case Op::kSubtract:
      return 4;
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kModulo:
      return 5;
    case Op::kNot:
    case Op::kNegate:
      return 6;
    default:
      return 7;
  }
}

void Write(const Node& node, int place, std::string* out);

void WriteList(const std::vector<NodePtr>& args, size_t first, std::string* out) {
  for (size_t i = first; i < args.size(); ++i) {
    if (i > first) *out += ", ";
    Write(*args[i], 0, out);
  }
}

void WriteLiteral(const Node& node, std::string* out) {
  if (node.value.type() == ValueType::kText) {
    *out += QuoteText(node.value.text());
  } else if (node.value.type() == ValueType::kDouble && node.value.real() == 0 && !node.digits) {
    *out += "0.0";
  } else if (node.digits) {
    const std::string digits = node.digits->ToFixedString();
    *out += digits;
    if (digits.find('.') == std::string::npos) *out += ".0";
  } else if (node.value.type() == ValueType::kDouble) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17e", node.value.real());
    *out += digits;
  } else {
    *out += node.value.ToString();
  }
}

void WriteInner(const Node& node, std::string* out) {
  switch (node.op) {
    case Op::kLiteral:
      return WriteLiteral(node, out);
    case Op::kName:
    case Op::kColumn:
      StrAppend(out, node.name);
      return;
    case Op::kSelect:
      Write(*node.args[0], 7, out);
      StrAppend(out, ".", node.name);
      return;
    case Op::kIndex:
      Write(*node.args[0], 7, out);
      *out += "[";
      Write(*node.args[1], 0, out);
      *out += "]";
      return;
    case Op::kList:
      *out += "[";
      WriteList(node.args, 0, out);
      *out += "]";
      return;
    case Op::kMacro:
    case Op::kFunction: {
      if (node.method) {
        Write(*node.args[0], 7, out);
        *out += ".";
      }
      StrAppend(out, node.name, "(");
      WriteList(node.args, node.method ? 1 : 0, out);
      *out += ")";
      return;
    }
    case Op::kNot:
    case Op::kNegate: {
      *out += Symbol(node.op);
      // -(5) is a minus before a number, not the number -5.
      const bool number = node.op == Op::kNegate && node.args[0]->op == Op::kLiteral;
      if (number) *out += "(";
      Write(*node.args[0], 6, out);
      if (number) *out += ")";
      return;
    }
    case Op::kConditional:
      Write(*node.args[0], 1, out);
      *out += " ? ";
      Write(*node.args[1], 1, out);
      *out += " : ";
      Write(*node.args[2], 0, out);
      return;
    case Op::kAnd:
    case Op::kOr:
      for (size_t i = 0; i < node.args.size(); ++i) {
        if (i > 0) StrAppend(out, " ", Symbol(node.op), " ");
        Write(*node.args[i], Level(node) + 1, out);
      }
      return;
    default:
      Write(*node.args[0], Level(node), out);
      StrAppend(out, " ", Symbol(node.op), " ");
      Write(*node.args[1], Level(node) + 1, out);
  }
}

void Write(const Node& node, int place, std::string* out) {
  const bool wrap = Level(node) < place;
  if (wrap) *out += "(";
  WriteInner(node, out);
  if (wrap) *out += ")";
}

}  // namespace

std::string QuoteText(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '\'' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", byte);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string FormatTree(const Node& node) {
  std::string text;
  Write(node, 0, &text);
  return text;
}

}  // namespace attain::expression
