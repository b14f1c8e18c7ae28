// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "definition/internal/files.h"

#include <algorithm>

#include "attain/base/decimal.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::definition {
namespace internal {
namespace {

using attain::internal::StrCat;

constexpr int kMostFiles = 1000;
constexpr size_t kMostNested = 64;

// The name of a file relative to the document that names it.
std::string Beside(std::string_view document, std::string_view name) {
  const size_t slash = document.rfind('/');
  if (name.substr(0, 1) == "/" || slash == std::string_view::npos) return std::string(name);
  return StrCat(document.substr(0, slash + 1), name);
}

}  // namespace

bool ReadHeader(const Document& document, const Json& root, bool required, Header& header,
                Findings& findings) {
  const Json* id = root.Find("id");
  if (id != nullptr && id->type == Json::Type::kString) header.id = id->text;
  const Json* text = root.Find("attain");
  if (text == nullptr) {
    if (required) {
      findings.AddError(Reason::kMissingKey, document.At(root.begin, "attain"),
                        "the key \"attain\" is missing",
                        "write \"attain\": \"model/1\", with the kind and version of the document");
    }
    return false;
  }
  if (text->type != Json::Type::kString) {
    findings.AddError(Reason::kWrongType, document.At(text->begin, "attain"),
                      StrCat("a text was expected, not ", Name(text->type)), "write \"model/1\"");
    return false;
  }
  const size_t slash = text->text.find('/');
  const std::string digits = slash == std::string::npos ? "" : text->text.substr(slash + 1);
  const bool whole =
      !digits.empty() && digits.size() <= 9 &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (slash == 0 || !whole) {
    findings.AddError(Reason::kInvalidValue, document.At(text->begin, "attain"),
                      StrCat("\"", text->text, "\" is not a kind and a version"),
                      "write \"model/1\"");
    return false;
  }
  header.kind = text->text.substr(0, slash);
  header.version = std::stoll(digits);
  return true;
}

const Json* Files::NameIn(const Json& value) {
  if (value.type != Json::Type::kObject) return nullptr;
  const Json* name = nullptr;
  for (const Json& member : value.members) {
    if (member.key == "file" && name == nullptr && member.type == Json::Type::kString) {
      name = &member;
    } else if (member.key != "note") {
      return nullptr;
    }
  }
  return name;
}

std::shared_ptr<Document> Files::Open(const Document& document, const Json& name,
                                      std::string_view path) {
  const Where where = document.At(name.begin, path);
  if (!options_.loader) {
    findings_.AddError(Reason::kUnsupportedOption, where,
                       StrCat("the file ", name.text, " cannot be fetched here"),
                       "give the document itself in its place, or read with a loader");
    return nullptr;
  }
  const std::string full = open_.empty() ? name.text : Beside(open_.back(), name.text);
  const bool itself = full == options_.document;
  if (itself || std::find(open_.begin(), open_.end(), full) != open_.end()) {
    std::string circle = options_.document;
    for (const std::string& open : open_) circle += StrCat(circle.empty() ? "" : " → ", open);
    findings_.AddError(Reason::kCyclicReference, where,
                       StrCat("the file includes itself: ", circle, " → ", full),
                       "break the circle");
    return nullptr;
  }
  if (++fetched_ > kMostFiles || open_.size() >= kMostNested) {
    findings_.AddError(Reason::kDocumentTooLarge, where,
                       StrCat("more than ", kMostFiles, " files, or more than ", kMostNested,
                              " inside one another"));
    return nullptr;
  }
  absl::StatusOr<std::string> text = options_.loader(full);
  if (!text.ok()) {
    const Reason reason = ReasonOf(text.status());
    findings_.AddError(reason == Reason::kInternal ? Reason::kIoError : reason, where,
                       StrCat("the file ", full, " could not be read: ", MessageOf(text.status())));
    return nullptr;
  }
  absl::StatusOr<Document> parsed = Document::Parse(*std::move(text), full, options_.limits);
  if (!parsed.ok()) {
    for (Finding finding : FindingsOf(parsed.status())) {
      finding.where.path = std::string(path);
      findings_.Add(std::move(finding));
    }
    return nullptr;
  }
  open_.push_back(full);
  return std::make_shared<Document>(*std::move(parsed));
}

namespace {

// Appends the text of `value` to `out` with its files in place.
void AppendInlined(Files& files, const Document& document, const Json& value, std::string_view path,
                   int64_t& copied, std::string& out) {
  const std::string_view text = document.text();
  if (const Json* name = Files::NameIn(value); name != nullptr) {
    const auto file = files.Open(document, *name, path);
    if (file == nullptr) return;
    out.append(text.substr(static_cast<size_t>(copied), static_cast<size_t>(value.begin - copied)));
    copied = value.end;
    int64_t inner = file->root().begin;
    AppendInlined(files, *file, file->root(), path, inner, out);
    out.append(
        std::string_view(file->text())
            .substr(static_cast<size_t>(inner), static_cast<size_t>(file->root().end - inner)));
    files.Close();
    return;
  }
  for (const auto* list : {&value.items, &value.members}) {
    for (const Json& element : *list) {
      AppendInlined(files, document, element, element.key.empty() ? path : element.key, copied,
                    out);
    }
  }
}

}  // namespace
}  // namespace internal

absl::StatusOr<std::string> Inline(std::string_view text, const ReadOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const Document document,
                          Document::Parse(std::string(text), options.document, options.limits));
  Findings findings;
  internal::Files files(options, findings);
  std::string out;
  int64_t copied = 0;
  internal::AppendInlined(files, document, document.root(), {}, copied, out);
  if (findings.has_errors()) return findings.ToStatus();
  out.append(document.text().substr(static_cast<size_t>(copied)));
  return out;
}

}  // namespace attain::definition
