// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Canonical text of a tree.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_FORMAT_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_FORMAT_H_

#include <string>

#include "expression/internal/node.h"

namespace attain::expression {

/// One spelling for each tree: single quotes, one space around operators, only the parentheses that
/// are needed.
std::string FormatTree(const Node& node);

/// A text as a literal in single quotes.
std::string QuoteText(std::string_view text);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_FORMAT_H_
