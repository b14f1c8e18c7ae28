// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Regular expressions (RE2: linear time), compiled once in an evaluation.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_REGEX_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_REGEX_H_

#include <string_view>

#include "attain/expression/value.h"
#include "expression/internal/functions.h"

namespace attain::expression {

/// True when `pattern` is found in `text`. kBadConversion for a malformed pattern, kExpressionLimit
/// for one that is too large.
Value MatchRegex(CallContext& context, std::string_view text, std::string_view pattern);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_REGEX_H_
