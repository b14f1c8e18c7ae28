// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Any bytes as a document must be read or refused cleanly; a document that is read must say the
// same when written and read again, and again when spread over lines. Paths and replacements made
// of the same bytes must be found or refused.
//
// The input is a document, optionally followed by a zero byte, the text of the file that {"file":
// …} names, another zero byte, and a path.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "../../definition/sample.h"

namespace {

[[noreturn]] void Fail(std::string_view what, std::string_view text) {
  std::cerr << what << ": " << text << "\n";
  std::abort();
}

std::string_view TakeUntilZero(std::string_view& rest) {
  const size_t end = rest.find('\0');
  const std::string_view taken = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace definition = attain::definition;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view text = TakeUntilZero(rest);
  const std::string_view file = TakeUntilZero(rest);
  const std::string_view path = rest;

  definition::ReadOptions options;
  options.document = "a.json";
  options.loader = [&file](std::string_view) -> absl::StatusOr<std::string> {
    return std::string(file);
  };

  const auto loaded = definition::Load<sample::Plan>(text, options);
  for (const attain::Finding& finding : loaded.findings) {
    if (finding.ToString().empty() || finding.where.offset > static_cast<int64_t>(size))
      Fail("odd finding", finding.ToString());
  }
  loaded.document.Find(path);
  loaded.document.Locate(path);
  if (const auto replaced = definition::Replace(text, path, file); replaced.ok()) {
    if (!definition::ParseJson(*replaced).ok()) Fail("replacing broke the text", *replaced);
  }
  if (loaded.findings.has_errors()) return 0;

  const std::string written = definition::Write(loaded.value);
  const auto again = definition::Read<sample::Plan>(written);
  if (!again.ok())
    Fail("what was written cannot be read: " + attain::MessageOf(again.status()), written);
  if (!(again->value == loaded.value)) Fail("another plan after writing", written);
  if (definition::Write(again->value) != written) Fail("another text after reading", written);
  const auto pretty = definition::PrettyJson(written);
  if (!pretty.ok()) Fail("cannot be spread over lines", written);
  const auto spread = definition::Read<sample::Plan>(*pretty);
  if (!spread.ok() || !(spread->value == loaded.value))
    Fail("another plan after spreading", *pretty);
  const auto inlined = definition::Inline(text, options);
  if (!inlined.ok()) Fail("cannot be inlined: " + attain::MessageOf(inlined.status()), text);
  const auto alone = definition::Read<sample::Plan>(*inlined);
  if (!alone.ok() || !(alone->value == loaded.value)) Fail("another plan after inlining", *inlined);
  return 0;
}
