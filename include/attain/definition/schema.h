// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What is made from field tables besides reading and writing: JSON Schema, a reference page, and a description for other languages.
//
//   SchemaOf<incentive::Plan>()      // JSON Schema, draft 2020-12; editors complete and check with it
//   ReferenceOf<incentive::Plan>()   // Markdown: one table of keys per struct
//   DescriptionOf<incentive::Plan>() // JSON: names, shapes, defaults, bounds, words; the Python classes are made from it
#ifndef ATTAIN_DEFINITION_SCHEMA_H_
#define ATTAIN_DEFINITION_SCHEMA_H_

#include <span>
#include <string>

#include "attain/definition/fields.h"

namespace attain::definition {

/// The JSON Schema of a table and all it reaches, as JSON text on one line.
std::string SchemaOf(const FieldTable& table);
/// The reference page of a table and all it reaches, in Markdown.
std::string ReferenceOf(const FieldTable& table);
/// The tables and word tables that `roots` reach, for generators in other languages, as JSON text on one line:
/// `{"objects": [{"name", "doc", "kind"?, "document"?, "version"?, "fields": [{"key", "doc", "required", "type",
/// "default"?, "min"?, "max"?, "references"?}]}], "enums": [{"name", "doc", "words": [{"text", "doc"}]}]}`; "type" is
/// `{"shape", "of"? (element), "object"?, "enum"?, "alternatives"?}`.
std::string DescriptionOf(std::span<const FieldTable* const> roots);

/// The JSON Schema of T.
template <typename T>
std::string SchemaOf() {
  return SchemaOf(Describe(Type<T>{}));
}
/// The reference page of T.
template <typename T>
std::string ReferenceOf() {
  return ReferenceOf(Describe(Type<T>{}));
}
/// The description of T alone and what it reaches.
template <typename T>
std::string DescriptionOf() {
  const FieldTable* root = &Describe(Type<T>{});
  return DescriptionOf(std::span<const FieldTable* const>(&root, 1));
}

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_SCHEMA_H_
