// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What the generators need of writing.
#ifndef ATTAIN_SRC_DEFINITION_INTERNAL_WRITER_H_
#define ATTAIN_SRC_DEFINITION_INTERNAL_WRITER_H_

#include <string>

#include "attain/definition/fields.h"

namespace attain::definition::internal {

/// The JSON of a field's default; empty when the default is to have no value and JSON has no word
/// for that.
std::string DefaultText(const FieldTable& table, const Field& field);

}  // namespace attain::definition::internal

#endif  // ATTAIN_SRC_DEFINITION_INTERNAL_WRITER_H_
