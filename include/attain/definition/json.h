// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// JSON text as a tree that remembers where each value stands and how each number was written.
//
//   Json root = *ParseJson("{\"cap\": 40000.10}");
//   root.Find("cap")->text      // "40000.10": the digits, never a binary number
//   root.Find("cap")->begin     // 8: its first byte
//
// Strict RFC 8259: no comments, no trailing commas, no NaN; UTF-8 only; at most 64 levels deep.
#ifndef ATTAIN_DEFINITION_JSON_H_
#define ATTAIN_DEFINITION_JSON_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"

namespace attain::definition {

class Document;

/// One JSON value.
struct Json {
  /// What a value is.
  enum class Type : int32_t { kNull = 0, kBool = 1, kNumber = 2, kString = 3, kArray = 4, kObject = 5 };

  Type type = Type::kNull;                   ///< What it is.
  bool boolean = false;                      ///< Of a bool: its value.
  int64_t begin = 0;                         ///< First byte in the text.
  int64_t end = 0;                           ///< Past its last byte.
  std::string text = {};                     ///< Of a string: its content; of a number: its digits as written.
  std::vector<Json> items = {};              ///< Of an array: its elements.
  std::vector<Json> members = {};            ///< Of an object: its members, in order, doubled keys included.
  std::string key = {};                      ///< Of a member of an object: its key.
  int64_t key_begin = 0;                     ///< Of a member: first byte of the key, the quote.
  std::shared_ptr<Document> included = nullptr;  ///< Of {"file": …} after reading: the document that stands in its place.

  /// The first member of an object with that key; null when there is none.
  const Json* Find(std::string_view key) const;
};

/// "null", "a number", "a text" … as findings name it.
std::string_view Name(Json::Type type);

/// Limits of a document.
struct JsonLimits {
  int64_t max_bytes = int64_t{16} << 20;  ///< Longest text in bytes. Default 16 MiB.
  int max_depth = 64;                     ///< Deepest nesting. Default 64; more than 64 is not accepted.
};

/// Reads JSON text. On failure the status holds one finding with line, column and offset (and `document` as its document):
/// kJsonSyntax, kInvalidUtf8, kNestingTooDeep or kDocumentTooLarge. Doubled keys are kept; reading a definition reports them.
absl::StatusOr<Json> ParseJson(std::string_view text, std::string_view document = {}, const JsonLimits& limits = {});

/// Adds `text` as a JSON string, quotes included, to `out`. Bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(std::string_view text, std::string& out);

/// The same JSON on indented lines, arrays and objects that fit into `width` bytes on one. kJsonSyntax … as ParseJson.
absl::StatusOr<std::string> PrettyJson(std::string_view text, int width = 100);

/// Line and column (both from 1, the column in bytes) of a byte offset of a text.
struct LineColumn {
  int64_t line = 1;    ///< From 1.
  int64_t column = 1;  ///< In bytes, from 1.
};
/// Where byte `offset` of `text` stands; an offset past the end counts as the end.
LineColumn PositionOf(std::string_view text, int64_t offset);

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_JSON_H_
