// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Any bytes as a document of any kind are answered with findings, each with a text and a place
// inside the input; a document without errors is read as the kind it says it is, and a model that
// was read gives the same model when its own text is read again.
//
// The input is a document, optionally followed by a zero byte and the text of the file that
// {"file": …} names.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "attain/run/model.h"

namespace {

[[noreturn]] void Fail(std::string_view what, std::string_view text) {
  std::cerr << what << ": " << text << "\n";
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace run = attain::run;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = input.find('\0');
  const std::string_view text = input.substr(0, end);
  const std::string_view file =
      end == std::string_view::npos ? std::string_view() : input.substr(end + 1);

  attain::definition::ReadOptions options;
  options.document = "a.json";
  options.loader = [&file](std::string_view) -> absl::StatusOr<std::string> {
    return std::string(file);
  };

  const attain::Findings findings = run::Check(text, options);
  for (const attain::Finding& finding : findings) {
    if (finding.ToString().empty() || finding.where.offset > static_cast<int64_t>(size))
      Fail("odd finding", finding.ToString());
  }
  const auto model = run::Parse(text, options);
  if (!model.ok()) {
    if (attain::MessageOf(model.status()).empty()) Fail("refused without a reason", text);
    return 0;
  }
  if (findings.has_errors())
    Fail("a model that was read has errors", attain::MessageOf(findings.ToStatus()));
  if (run::Validate(model->value, model->document).has_errors())
    Fail("a model that was read is not valid", text);
  const auto replaced = run::Replace(*model, "id", "again");
  if (!replaced.ok())
    Fail("another id cannot be given: " + attain::MessageOf(replaced.status()), text);
  run::Model expected = model->value;
  expected.id = "again";
  if (!(replaced->value == expected)) Fail("another model after replacing its id", text);
  return 0;
}
