// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The words of an expression.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_LEXER_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/finding.h"
#include "attain/definition/value.h"

namespace attain::expression {

enum class TokenKind : uint8_t { kEnd, kName, kInt, kDouble, kText, kSymbol };

/// One word. For kText, text is the value; for the others it is what was written.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  uint32_t offset = 0;
  std::string text = {};
};

/// All words of text, the last one kEnd. Faults go to findings; the words around them are still
/// given.
std::vector<Token> Tokenize(const definition::ExpressionText& origin, Findings* findings);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_LEXER_H_
