// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/lexer.h"

#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "expression/internal/node.h"
#include "expression/internal/utf8.h"

namespace attain::expression {
namespace {

using internal::StrCat;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

class Lexer {
 public:
  Lexer(const definition::ExpressionText& origin, Findings* findings)
      : text_(origin.text), origin_(origin), findings_(findings) {}

  std::vector<Token> Run() {
    std::vector<Token> tokens;
    for (SkipSpace(); at_ < text_.size(); SkipSpace()) {
      Token token{.offset = static_cast<uint32_t>(at_)};
      if (Next(&token)) tokens.push_back(std::move(token));
    }
    tokens.push_back({.offset = static_cast<uint32_t>(text_.size())});
    return tokens;
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void Fault(size_t offset, std::string message) {
    AddFault(findings_, origin_, static_cast<uint32_t>(offset), Reason::kExpressionSyntax,
             std::move(message));
  }

  void SkipSpace() {
    while (at_ < text_.size()) {
      if (const char c = text_[at_]; c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else if (c == '/' && Peek(1) == '/') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  bool Next(Token* token) {
    const char c = Peek();
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number(token);
    if (c == '\'' || c == '"') return Text(token, /*raw=*/false);
    if ((c == 'r' || c == 'R') && (Peek(1) == '\'' || Peek(1) == '"')) {
      ++at_;
      return Text(token, /*raw=*/true);
    }
    if ((c == 'b' || c == 'B') && (Peek(1) == '\'' || Peek(1) == '"')) {
      Fault(at_, "byte strings are not part of this language; write the text without b");
      ++at_;
      return Text(token, /*raw=*/false);
    }
    if (IsNameStart(c)) {
      const size_t start = at_;
      while (IsNamePart(Peek())) ++at_;
      token->kind = TokenKind::kName;
      token->text = text_.substr(start, at_ - start);
      return true;
    }
    return Symbol(token);
  }

  bool Symbol(Token* token) {
    token->kind = TokenKind::kSymbol;
    for (const std::string_view two : {"&&", "||", "==", "!=", "<=", ">="}) {
      if (text_.substr(at_, 2) == two) {
        token->text = two;
        at_ += 2;
        return true;
      }
    }
    if (std::string_view("+-*/%!<>?:.,()[]{}").find(Peek()) != std::string_view::npos) {
      token->text = text_.substr(at_, 1);
      ++at_;
      return true;
    }
    const size_t start = at_;
    NextCodePoint(text_, &at_);
    const std::string_view seen = text_.substr(start, at_ - start);
    std::string_view hint = "";
    if (seen == "=") hint = "; write == to compare";
    if (seen == "&" || seen == "|") hint = "; write && for and, || for or";
    Fault(start, StrCat("unexpected character ", seen, hint));
    return false;
  }

  bool Number(Token* token) {
    const size_t start = at_;
    token->kind = TokenKind::kInt;
    if (Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X') && IsHex(Peek(2))) {
      at_ += 2;
      while (IsHex(Peek())) ++at_;
    } else {
      while (IsDigit(Peek())) ++at_;
      if (Peek() == '.' && IsDigit(Peek(1))) {
        token->kind = TokenKind::kDouble;
        ++at_;
        while (IsDigit(Peek())) ++at_;
      }
      const size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
      if ((Peek() == 'e' || Peek() == 'E') && IsDigit(Peek(1 + sign))) {
        token->kind = TokenKind::kDouble;
        at_ += 1 + sign;
        while (IsDigit(Peek())) ++at_;
      }
    }
    token->text = text_.substr(start, at_ - start);
    if (IsNamePart(Peek())) {
      const bool is_unsigned = (Peek() == 'u' || Peek() == 'U') && !IsNamePart(Peek(1));
      while (IsNamePart(Peek())) ++at_;
      const std::string_view seen = text_.substr(start, at_ - start);
      Fault(start,
            is_unsigned
                ? StrCat(seen, ": unsigned numbers are not part of this language; leave the u out")
                : StrCat(seen, " is neither a number nor a name"));
    }
    return true;
  }

  bool Text(Token* token, bool raw) {
    token->kind = TokenKind::kText;
    const size_t start = at_;
    const char quote = Peek();
    const bool triple = Peek(1) == quote && Peek(2) == quote;
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = Peek();
      if (c == quote && (!triple || (Peek(1) == quote && Peek(2) == quote))) {
        at_ += triple ? 3 : 1;
        return true;
      }
      if (!triple && (c == '\n' || c == '\r')) break;
      if (c == '\\' && !raw) {
        Escape(&token->text);
      } else {
        token->text.push_back(c);
        ++at_;
      }
    }
    Fault(start, "text has no closing quote");
    return true;
  }

  void Escape(std::string* out) {
    const size_t start = at_;
    const char c = Peek(1);
    static constexpr std::string_view kNames = "abfnrtv\\'\"`?";
    static constexpr std::string_view kMeans = "\a\b\f\n\r\t\v\\'\"`?";
    if (const size_t i = kNames.find(c); i != std::string_view::npos && at_ + 1 < text_.size()) {
      out->push_back(kMeans[i]);
      at_ += 2;
      return;
    }
    int digits = 0;
    int base = 16;
    size_t skip = 2;
    if (c == 'x' || c == 'X') digits = 2;
    if (c == 'u') digits = 4;
    if (c == 'U') digits = 8;
    if (c >= '0' && c <= '3') {
      digits = 3;
      base = 8;
      skip = 1;
    }
    uint32_t point = 0;
    bool good = digits > 0;
    for (int i = 0; i < digits && good; ++i) {
      const char d = Peek(skip + i);
      const bool fits = base == 16 ? IsHex(d) : (d >= '0' && d <= '7');
      good = fits && point <= 0x10FFFF;
      if (fits) point = point * base + (IsDigit(d) ? d - '0' : (d | 0x20) - 'a' + 10);
    }
    if (!good || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
      Fault(start, "unknown escape after \\; write \\\\ for a backslash");
      at_ += 1;
      if (at_ < text_.size()) NextCodePoint(text_, &at_);
      return;
    }
    AppendCodePoint(point, out);
    at_ += skip + digits;
  }

  std::string_view text_;
  const definition::ExpressionText& origin_;
  Findings* findings_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Token> Tokenize(const definition::ExpressionText& origin, Findings* findings) {
  return Lexer(origin, findings).Run();
}

}  // namespace attain::expression
