// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Documents: from JSON text to a definition and back.
//
//   auto plan = definition::Read<incentive::Plan>(text, {.document = "ae-2026.json"});
//   plan->document.Locate("components[new-business].cap")   // ae-2026.json:14:9
//   definition::Write(plan->value)                          // canonical text; reading it gives an equal plan
//   definition::Replace(text, "components[new-business].cap", "\"50000 EUR\"")   // the same text with another cap
//
// A document that is wrong gives *all* findings: wrong types, missing, unknown (with the nearest known) and doubled keys, bad
// numbers, values out of bounds, unknown words, ids given twice, each with document, line, column, byte offset and path
// (`components[new-business].payout.bands[2].from`: list elements by id where they have one). Files named by {"file": "x.json"}
// are fetched by the caller's function; nothing here opens a file.
#ifndef ATTAIN_DEFINITION_DOCUMENT_H_
#define ATTAIN_DEFINITION_DOCUMENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/definition/fields.h"
#include "attain/definition/json.h"

namespace attain::definition {

/// Gives the text of a document named by {"file": name}. A failure becomes a finding at that place. It is called in document order, on
/// the reading thread.
using Loader = std::function<absl::StatusOr<std::string>(std::string_view name)>;

/// How a document is read.
struct ReadOptions {
  std::string document = {};                         ///< Its name in findings, usually the file name. Default: empty.
  Loader loader = {};                                ///< Fetches {"file": …}. Default: files are findings (kUnsupportedOption).
  std::optional<Currency> currency = std::nullopt;   ///< Currency of plain amounts until an object says "currency". Default: none.
  JsonLimits limits = {};                            ///< Limits of each text. At most 64 files are nested or 1000 fetched in all.
};

/// The text of a document and the place of each of its elements.
class Document {
 public:
  /// An empty document: every path is unknown.
  Document() = default;
  /// Parses text; the failures of ParseJson.
  static absl::StatusOr<Document> Parse(std::string text, std::string name = {}, const JsonLimits& limits = {});

  const std::string& name() const { return name_; }   ///< Its name in findings.
  const std::string& text() const { return text_; }   ///< The text as given.
  const Json& root() const { return root_; }          ///< The tree.
  Json& mutable_root() { return root_; }              ///< The tree, to hang included documents into.

  /// The place of a path as findings print it. Files included by name are followed, so the document named may be another. For a key that
  /// is not there the place of the innermost element that is; `path` itself is always kept.
  Where Locate(std::string_view path) const;
  /// The place of a byte of this text.
  Where At(int64_t offset, std::string_view path = {}) const;
  /// The element at a path; null when there is none.
  const Json* Find(std::string_view path) const;

 private:
  std::string name_;
  std::string text_;
  Json root_;
  std::vector<int64_t> line_starts_;
};

/// What a document says it is: `"attain": "incentive/1"`.
struct Header {
  std::string kind = {};     ///< "incentive".
  int64_t version = 0;       ///< 1.
  std::string id = {};       ///< Its "id"; may be empty.
};
/// The header of a document. kMissingKey, kWrongType, or kInvalidValue for text that is not "<kind>/<version>", with the place.
absl::StatusOr<Header> HeaderOf(const Document& document);

/// A definition, the document it came from, and what is suspicious about it.
template <typename T>
struct Loaded {
  T value = {};             ///< The definition.
  Document document = {};   ///< Its text and places, included files hanging in it.
  Findings findings = {};   ///< From Load: everything found. From Read: warnings only.
};

namespace internal {
/// Reads `document` into `value`, a default T described by `codec`.
void ReadInto(Document& document, const Codec& codec, const ReadOptions& options, void* value, Findings& findings);
/// Parses text into `document`; a failure goes to `findings`.
bool ParseInto(std::string_view text, const ReadOptions& options, Document& document, Findings& findings);
/// Canonical text of a value.
std::string WriteValue(const Codec& codec, const void* value, std::optional<Currency> currency);
}  // namespace internal

/// Reads a document as far as it can be read, with everything found. Elements with errors keep their defaults; a list element
/// with errors stays in its list so that indexes agree with the document. When `findings.has_errors()` do not calculate with the value.
template <typename T>
Loaded<T> Load(std::string_view text, const ReadOptions& options = {}) {
  Loaded<T> loaded;
  if (internal::ParseInto(text, options, loaded.document, loaded.findings)) {
    internal::ReadInto(loaded.document, CodecOf<T>(), options, &loaded.value, loaded.findings);
  }
  return loaded;
}

/// Load(), but a status with all findings when there is an error: kJsonSyntax, kInvalidUtf8, kNestingTooDeep, kDocumentTooLarge,
/// kUnknownKey, kDuplicateKey, kMissingKey, kWrongType, kOutOfBounds, kUnknownKind, kUnknownWord, kInvalidValue, kInvalidNumber,
/// kInvalidDate, kInvalidPeriod, kUnknownCurrency, kOverflow, kDuplicateId, kUnknownVersion, kCyclicReference (a file that includes
/// itself), kUnsupportedOption, or what the loader gave.
template <typename T>
absl::StatusOr<Loaded<T>> Read(std::string_view text, const ReadOptions& options = {}) {
  Loaded<T> loaded = Load<T>(text, options);
  if (loaded.findings.has_errors()) return loaded.findings.ToStatus();
  return loaded;
}

/// Canonical JSON on one line: keys in the order of the field table, values equal to their default left out, rates in percent, amounts
/// without the currency around them. Reading it gives a value equal to `value`. `currency`: that of plain amounts, as in ReadOptions.
template <typename T>
std::string Write(const T& value, std::optional<Currency> currency = std::nullopt) {
  return internal::WriteValue(CodecOf<T>(), &value, currency);
}

/// The text with the element at `path` replaced by the JSON text `value`; everything else stays byte for byte. A last key that
/// is missing is added to its object. `value` that is not JSON by itself is taken as a string (`70%` becomes "70%"). kUnknownPath when the
/// path leads nowhere, or into a file (then the hint names the file); the failures of ParseJson for the text.
absl::StatusOr<std::string> Replace(std::string_view text, std::string_view path, std::string_view value);

/// The text with every {"file": name} replaced by the document of that name, so that it stands alone. The loader's failures,
/// kCyclicReference, and those of ParseJson.
absl::StatusOr<std::string> Inline(std::string_view text, const ReadOptions& options);

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_DOCUMENT_H_
