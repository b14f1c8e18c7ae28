// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Single values: from JSON to the member and back. Containers are in reader.cc and writer.cc.
#ifndef ATTAIN_SRC_DEFINITION_INTERNAL_SCALARS_H_
#define ATTAIN_SRC_DEFINITION_INTERNAL_SCALARS_H_

#include <optional>
#include <string>

#include "attain/base/status.h"
#include "attain/definition/fields.h"
#include "attain/definition/json.h"

namespace attain::definition::internal {

/// What is wrong with a value.
struct Fault {
  Reason reason;          ///< What kind of fault.
  std::string text;       ///< What was seen.
  std::string hint = {};  ///< What would be right.
};

/// The JSON as findings quote it: `"abc"`, `12.5`, "a list"; long texts are cut.
std::string Seen(const Json& value);
/// A fault of kind kWrongType: `expected` is what the member takes, `example` how it is written.
Fault Unexpected(const Json& value, std::string_view expected, std::string_view example);

/// Reads a value of a scalar shape (kBool to kText) into `out`; `currency` is that of plain
/// amounts.
std::optional<Fault> ReadScalar(Shape shape, const Json& value, std::optional<Currency> currency,
                                void* out);
/// Appends the canonical JSON of a value of a scalar shape.
void WriteScalar(Shape shape, const void* value, std::optional<Currency> currency,
                 std::string& out);

/// The number behind a value, for bounds; nothing for shapes without one.
std::optional<Decimal> NumberOf(Shape shape, const void* value);
/// A limit as text in the unit of the shape: "80%" for rates, "80" otherwise.
std::string LimitText(Shape shape, Decimal limit);

}  // namespace attain::definition::internal

#endif  // ATTAIN_SRC_DEFINITION_INTERNAL_SCALARS_H_
