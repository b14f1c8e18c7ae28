// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// definition: documents in and out.
//
// A definition struct is described once, in a field table (fields.h). From that table come reading with findings that name line,
// column and path (document.h), canonical writing, JSON Schema and reference page (schema.h). value.h holds the values that
// only documents have (amounts, durations, references, versions); json.h the text itself; reference.h checks who refers to whom.
//
//   text ──ParseJson──> Json ──field table──> definition struct + Findings ──Write──> canonical text
#ifndef ATTAIN_DEFINITION_H_
#define ATTAIN_DEFINITION_H_

#include "attain/definition/document.h"
#include "attain/definition/fields.h"
#include "attain/definition/json.h"
#include "attain/definition/reference.h"
#include "attain/definition/schema.h"
#include "attain/definition/value.h"

#endif  // ATTAIN_DEFINITION_H_
