// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// explain: why a number is what it is.
//
// A calculation yields a tree of steps (explanation.h): each step a message of the catalogue (message.h: English and Chinese),
// an exact amount, the element of the definition at work and the rows behind it. The leaves add up to the root, exactly. The same tree
// prints as text with lined-up columns and as JSON. format.h writes exact numbers as people read them.
//
//   steps of a kernel ──> Node tree ──CheckSums──> Explanation ──> ToText, ToJson
#ifndef ATTAIN_EXPLAIN_H_
#define ATTAIN_EXPLAIN_H_

#include "attain/explain/explanation.h"
#include "attain/explain/format.h"
#include "attain/explain/message.h"

#endif  // ATTAIN_EXPLAIN_H_
