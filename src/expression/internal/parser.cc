// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/lexer.h"

namespace attain::expression {
namespace {

using internal::StrCat;

constexpr std::array<std::string_view, 17> kReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
constexpr std::array<std::string_view, 5> kMacros = {"all", "exists", "exists_one", "map",
                                                     "filter"};

template <typename List>
bool Has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

struct Binary {
  std::string_view symbol;
  int level;
  Op op;
};
// A higher level binds more tightly.
constexpr Binary kBinary[] = {
    {"==", 3, Op::kEqual},     {"!=", 3, Op::kNotEqual}, {"<", 3, Op::kLess},
    {"<=", 3, Op::kLessEqual}, {">", 3, Op::kGreater},   {">=", 3, Op::kGreaterEqual},
    {"in", 3, Op::kIn},        {"+", 4, Op::kAdd},       {"-", 4, Op::kSubtract},
    {"*", 5, Op::kMultiply},   {"/", 5, Op::kDivide},    {"%", 5, Op::kModulo},
};

class Parser {
 public:
  Parser(const definition::ExpressionText& origin, const Limits& limits, std::vector<Token> tokens,
         Findings* findings)
      : origin_(origin), limits_(limits), tokens_(std::move(tokens)), findings_(findings) {}

  NodePtr Run() {
    NodePtr root = Conditional(0);
    if (failed_) return nullptr;
    if (Now().kind != TokenKind::kEnd)
      return Fault(Now().offset,
                   StrCat("unexpected ", Seen(Now()), " after the end of the expression"));
    return root;
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  const Token& Take() { return tokens_[at_ < tokens_.size() - 1 ? at_++ : at_]; }
  bool Is(std::string_view symbol) const {
    return Now().text == symbol &&
           (Now().kind == TokenKind::kSymbol || (Now().kind == TokenKind::kName && symbol == "in"));
  }
  bool Accept(std::string_view symbol) {
    if (!Is(symbol)) return false;
    Take();
    return true;
  }
  bool Expect(std::string_view symbol, std::string_view what) {
    if (Accept(symbol)) return true;
    Fault(Now().offset, StrCat("expected ", symbol, " ", what, ", found ", Seen(Now())));
    return false;
  }
  static std::string Seen(const Token& token) {
    if (token.kind == TokenKind::kEnd) return "the end";
    if (token.kind == TokenKind::kText) return "a text";
    return StrCat("'", token.text, "'");
  }

  NodePtr Fault(uint32_t offset, std::string message, Reason reason = Reason::kExpressionSyntax) {
    if (!failed_) AddFault(findings_, origin_, offset, reason, std::move(message));
    failed_ = true;
    return nullptr;
  }

  // Guards recursion and chains alike: the height of the tree is what every later walk descends.
  NodePtr Finish(Node node) {
    if (failed_) return nullptr;
    if (++nodes_ > limits_.nodes) {
      return Fault(node.offset, StrCat("more than ", limits_.nodes, " elements"),
                   Reason::kExpressionLimit);
    }
    for (const NodePtr& arg : node.args) node.height = std::max(node.height, arg->height + 1);
    if (node.height > limits_.depth) {
      return Fault(node.offset, StrCat("nested deeper than ", limits_.depth, " levels"),
                   Reason::kExpressionLimit);
    }
    return std::make_shared<const Node>(std::move(node));
  }

  bool Enter(int64_t depth) {
    if (failed_) return false;
    if (depth <= limits_.depth) return true;
    Fault(Now().offset, StrCat("nested deeper than ", limits_.depth, " levels"),
          Reason::kExpressionLimit);
    return false;
  }

  NodePtr Conditional(int64_t depth) {
    if (!Enter(depth)) return nullptr;
    const uint32_t offset = Now().offset;
    NodePtr condition = Logic(depth, Op::kOr);
    if (failed_ || !Accept("?")) return condition;
    NodePtr yes = Logic(depth + 1, Op::kOr);
    if (failed_ || !Expect(":", "between the two values of ? :")) return nullptr;
    NodePtr no = Conditional(depth + 1);
    if (failed_) return nullptr;
    return Finish({.op = Op::kConditional, .offset = offset, .args = {condition, yes, no}});
  }

  NodePtr Logic(int64_t depth, Op op) {
    const auto operand = [&] {
      return op == Op::kOr ? Logic(depth, Op::kAnd) : Operators(depth, 3);
    };
    const uint32_t offset = Now().offset;
    NodePtr first = operand();
    const std::string_view symbol = op == Op::kOr ? "||" : "&&";
    if (failed_ || !Is(symbol)) return first;
    Node node{.op = op, .offset = offset, .args = {first}};
    while (!failed_ && Accept(symbol)) node.args.push_back(operand());
    return Finish(std::move(node));
  }

  NodePtr Operators(int64_t depth, int level) {
    if (level > 5) return Unary(depth);
    NodePtr left = Operators(depth, level + 1);
    while (!failed_) {
      const Binary* found = nullptr;
      for (const Binary& binary : kBinary) {
        if (binary.level == level && Is(binary.symbol)) found = &binary;
      }
      if (found == nullptr) return left;
      const uint32_t offset = Take().offset;
      NodePtr right = Operators(depth, level + 1);
      if (failed_) return nullptr;
      left = Finish({.op = found->op, .offset = offset, .args = {left, right}});
    }
    return nullptr;
  }

  NodePtr Unary(int64_t depth) {
    std::vector<Token> signs;
    if (!Is("!") && !Is("-")) return Member(depth, /*negative=*/false);
    const std::string symbol = Now().text;
    while (Is(symbol)) signs.push_back(Take());
    // A minus before a number belongs to the number: -9223372036854775808 is one.
    const bool literal =
        symbol == "-" && (Now().kind == TokenKind::kInt || Now().kind == TokenKind::kDouble);
    if (!Enter(depth + static_cast<int64_t>(signs.size()))) return nullptr;
    NodePtr operand = Member(depth + 1, literal);
    if (literal) signs.pop_back();
    while (!signs.empty() && !failed_) {
      operand = Finish({.op = symbol == "!" ? Op::kNot : Op::kNegate,
                        .offset = signs.back().offset,
                        .args = {operand}});
      signs.pop_back();
    }
    return operand;
  }

  NodePtr Member(int64_t depth, bool negative) {
    NodePtr operand = Primary(depth, negative);
    while (!failed_) {
      const uint32_t offset = Now().offset;
      if (Accept("[")) {
        NodePtr index = Conditional(depth + 1);
        if (failed_ || !Expect("]", "after an index")) return nullptr;
        operand = Finish({.op = Op::kIndex, .offset = offset, .args = {operand, index}});
      } else if (Accept(".")) {
        if (Now().kind != TokenKind::kName || Now().text == "in")
          return Fault(Now().offset, StrCat("expected a name after '.', found ", Seen(Now())));
        const Token name = Take();
        operand = Accept("(") ? Method(depth, operand, name)
                              : Finish({.op = Op::kSelect,
                                        .offset = name.offset,
                                        .name = name.text,
                                        .args = {operand}});
      } else {
        return operand;
      }
    }
    return nullptr;
  }

  bool Arguments(int64_t depth, std::vector<NodePtr>* args, std::string_view close) {
    while (!failed_ && !Is(close)) {
      args->push_back(Conditional(depth + 1));
      if (failed_ || !Accept(",")) break;
      if (close == ")" && Is(close)) Fault(Now().offset, "expected an argument after ','");
    }
    return !failed_ && Expect(close, close == "]" ? "at the end of a list" : "after arguments");
  }

  NodePtr Method(int64_t depth, const NodePtr& receiver, const Token& name) {
    std::vector<NodePtr> args;
    if (!Arguments(depth, &args, ")")) return nullptr;
    // math.greatest(…): a name with dots may be one function's.
    if (std::string qualified = QualifiedName(*receiver); !qualified.empty()) {
      qualified = StrCat(qualified, ".", name.text);
      if (const int function = FindFunction(qualified); function >= 0) {
        return Finish({.op = Op::kFunction,
                       .offset = name.offset,
                       .name = qualified,
                       .args = std::move(args),
                       .function = function});
      }
    }
    if (Has(kMacros, name.text) && (args.size() == 2 || (args.size() == 3 && name.text == "map"))) {
      if (args[0]->op != Op::kName)
        return Fault(args[0]->offset,
                     StrCat("the first argument of ", name.text, " must be a plain name"));
      args.insert(args.begin(), receiver);
      return Finish({.op = Op::kMacro,
                     .method = true,
                     .offset = name.offset,
                     .name = name.text,
                     .args = std::move(args)});
    }
    args.insert(args.begin(), receiver);
    return Finish({.op = Op::kFunction,
                   .method = true,
                   .offset = name.offset,
                   .name = name.text,
                   .args = std::move(args),
                   .function = FindFunction(name.text)});
  }

  NodePtr Primary(int64_t depth, bool negative) {
    const bool rooted =
        Is(".") && at_ + 1 < tokens_.size() && tokens_[at_ + 1].kind == TokenKind::kName;
    if (rooted) Take();
    const Token token = Now();
    if (token.kind == TokenKind::kInt || token.kind == TokenKind::kDouble)
      return Number(Take(), negative);
    if (token.kind == TokenKind::kText)
      return Finish({.offset = token.offset, .value = Value::Text(Take().text)});
    if (Accept("(")) {
      NodePtr inner = Conditional(depth + 1);
      if (failed_ || !Expect(")", "to close '('")) return nullptr;
      return inner;
    }
    if (Accept("[")) {
      Node list{.op = Op::kList, .offset = token.offset};
      if (!Arguments(depth, &list.args, "]")) return nullptr;
      return Finish(std::move(list));
    }
    if (token.kind != TokenKind::kName || token.text == "in") {
      if (Is("{")) return Fault(token.offset, "maps are not part of this language; use lists");
      return Fault(token.offset, StrCat("expected a value, found ", Seen(token)));
    }
    Take();
    if (token.text == "true" || token.text == "false")
      return Finish({.offset = token.offset, .value = Value::Bool(token.text == "true")});
    if (token.text == "null") return Finish({.offset = token.offset});
    if (Has(kReserved, token.text))
      return Fault(token.offset, StrCat("'", token.text, "' is a reserved word"));
    if (!Accept("(")) return Finish({.op = Op::kName, .offset = token.offset, .name = token.text});
    Node call{.op = Op::kFunction,
              .offset = token.offset,
              .name = token.text,
              .function = FindFunction(token.text)};
    if (!Arguments(depth, &call.args, ")")) return nullptr;
    call.lazy = call.name == "coalesce" && !call.args.empty();
    return Finish(std::move(call));
  }

  NodePtr Number(const Token& token, bool negative) {
    const std::string text = negative ? StrCat("-", token.text) : token.text;
    Node node{.offset = token.offset};
    if (token.kind == TokenKind::kDouble) {
      double real = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), real);
      // Too small for a number of its own is zero; too large is none.
      if (read.ec == std::errc::result_out_of_range &&
          std::fabs(std::strtod(text.c_str(), nullptr)) > 1)
        real = INFINITY;
      node.value = Value::Double(real);
      if (!std::isfinite(real))
        return Fault(token.offset, StrCat(text, " is beyond the range of numbers"));
      if (absl::StatusOr<Decimal> digits = Decimal::Parse(text); digits.ok()) node.digits = *digits;
      return Finish(std::move(node));
    }
    const bool hex = token.text.size() > 2 && (token.text[1] | 0x20) == 'x';
    const std::string digits =
        StrCat(negative ? "-" : "", std::string_view(token.text).substr(hex ? 2 : 0));
    int64_t whole = 0;
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), whole, hex ? 16 : 10);
    if (read.ec != std::errc())
      return Fault(token.offset, StrCat(text, " does not fit a whole number of 64 bits"));
    node.value = Value::Int(whole);
    return Finish(std::move(node));
  }

  const definition::ExpressionText& origin_;
  const Limits& limits_;
  std::vector<Token> tokens_;
  Findings* findings_;
  size_t at_ = 0;
  int64_t nodes_ = 0;
  bool failed_ = false;
};

}  // namespace

NodePtr ParseTree(const definition::ExpressionText& origin, const Limits& limits,
                  Findings* findings) {
  std::vector<Token> tokens = Tokenize(origin, findings);
  if (findings->has_errors()) return nullptr;
  return Parser(origin, limits, std::move(tokens), findings).Run();
}

}  // namespace attain::expression
