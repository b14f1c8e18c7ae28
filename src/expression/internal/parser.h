// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// From words to a tree.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_PARSER_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_PARSER_H_

#include <string_view>

#include "attain/base/finding.h"
#include "attain/expression/expression.h"
#include "expression/internal/node.h"

namespace attain::expression {

/// The tree of text, or null when findings received a fault.
NodePtr ParseTree(const definition::ExpressionText& origin, const Limits& limits,
                  Findings* findings);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_PARSER_H_
