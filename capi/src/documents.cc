// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "documents.h"

#include "attain/run/model.h"
#include "base/internal/text.h"

namespace attain::capi {

using internal::StrCat;

absl::StatusOr<Documents> CopyDocuments(const attain_document* documents, int64_t n_documents) {
  ATTAIN_RETURN_IF_ERROR(Need(documents, "documents"));
  if (n_documents < 1) return MakeError(Reason::kInvalidArgument, "n_documents must be at least 1");
  Documents copies;
  for (int64_t i = 0; i < n_documents; ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const attain_document given, ReadElement(documents, i, "document"));
    if (given.reserved != 0)
      return MakeError(Reason::kUnsupportedOption, "document.reserved is set");
    ATTAIN_ASSIGN_OR_RETURN(const auto name,
                            OptionText(given.name, given.name_size, "document.name"));
    ATTAIN_RETURN_IF_ERROR(Need(given.text, "document.text"));
    // What is wrong inside the text is said by the reader, with line and column.
    const std::string_view text(given.text,
                                given.text_size == 0 ? std::strlen(given.text) : given.text_size);
    copies.emplace_back(std::string(name.value_or(std::string_view())), std::string(text));
  }
  return copies;
}

definition::ReadOptions OptionsFor(const Documents& documents) {
  definition::ReadOptions options;
  options.document = documents.front().first;
  options.loader = [&documents](std::string_view name) -> absl::StatusOr<std::string> {
    std::vector<std::string> known;
    for (size_t i = 1; i < documents.size(); ++i) {
      if (documents[i].first == name) return documents[i].second;
      known.push_back(documents[i].first);
    }
    const std::string nearest = NearestWord(name, known);
    Findings findings;
    findings.AddError(Reason::kIoError, {}, StrCat("no document named \"", name, "\" was given"),
                      nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
    return findings.ToStatus();
  };
  return options;
}

}  // namespace attain::capi

using attain::capi::Guard;
using attain::capi::Need;
using attain::capi::NeedOut;
using attain::capi::NeedZeroed;
using attain::capi::Text;

extern "C" {

attain_code attain_document_check(const attain_document* documents, int64_t n_documents,
                                  attain_error** findings, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(findings, "findings"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::capi::Documents copies,
                            attain::capi::CopyDocuments(documents, n_documents));
    *findings = attain::capi::NewFindings(
        attain::run::Check(copies.front().second, attain::capi::OptionsFor(copies)));
    return absl::OkStatus();
  });
}

attain_code attain_document_replace(const attain_document* document, const char* path,
                                    size_t path_size, const char* value, size_t value_size,
                                    attain_str* out, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::capi::Documents copies,
                            attain::capi::CopyDocuments(document, 1));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view where, Text(path, path_size, "path"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view what, Text(value, value_size, "value"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string text,
                            attain::definition::Replace(copies.front().second, where, what));
    *out = attain::capi::OwnedText(text);
    return absl::OkStatus();
  });
}

attain_code attain_document_schema(const char* kind, size_t kind_size, attain_str* out,
                                   attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view name, Text(kind, kind_size, "kind"));
    ATTAIN_ASSIGN_OR_RETURN(const std::string schema, attain::run::Schema(name));
    *out = attain::capi::OwnedText(schema);
    return absl::OkStatus();
  });
}

}  // extern "C"
