// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// attain::expression: the Common Expression Language over values and over columns.
//
// Every condition and formula in a document is such an expression: `where`, `derive`, `for`, rules and gates. Read `expression.h` first;
// `value.h` is what a single evaluation comes to. An expression is parsed once, bound once to the columns of a table, and then
// evaluated any number of times: to a column, to the mask of the rows that are true, or for one row.
#ifndef ATTAIN_EXPRESSION_UMBRELLA_H_
#define ATTAIN_EXPRESSION_UMBRELLA_H_

#include "attain/expression/expression.h"  // IWYU pragma: export
#include "attain/expression/value.h"       // IWYU pragma: export

#endif  // ATTAIN_EXPRESSION_UMBRELLA_H_
