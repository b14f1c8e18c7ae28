// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What reading and inlining share: the header of a document, and files named by {"file": "x.json"}.
#ifndef ATTAIN_SRC_DEFINITION_INTERNAL_FILES_H_
#define ATTAIN_SRC_DEFINITION_INTERNAL_FILES_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attain/definition/document.h"

namespace attain::definition::internal {

/// Reads "attain" and "id" of the object `root`. Without "attain" a finding only when it is
/// `required`.
bool ReadHeader(const Document& document, const Json& root, bool required, Header& header,
                Findings& findings);

/// Fetches files by name, each relative to the file that names it, and keeps circles and floods
/// out.
class Files {
 public:
  Files(const ReadOptions& options, Findings& findings) : options_(options), findings_(findings) {}

  /// The name in {"file": name}, or null when the object is something else. A "note" may stand
  /// beside it.
  static const Json* NameIn(const Json& value);
  /// Fetches and parses the file that `name`, a string in `document` at `path`, asks for. Null
  /// after a finding.
  std::shared_ptr<Document> Open(const Document& document, const Json& name, std::string_view path);
  /// Says that what was opened last is done with.
  void Close() { open_.pop_back(); }

 private:
  const ReadOptions& options_;
  Findings& findings_;
  std::vector<std::string> open_;
  int fetched_ = 0;
};

}  // namespace attain::definition::internal

#endif  // ATTAIN_SRC_DEFINITION_INTERNAL_FILES_H_
