// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Any bytes as an expression must parse or fail cleanly, keep their meaning when written again, and
// evaluate without harm; random expressions over random tables must come to the same over columns
// as by the plain evaluator, row by row.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "../../expression/random_expression.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace attain::expression;
  if (size == 0) return 0;
  if (data[0] % 2 == 0) {
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto parsed = Parse(text, {.limits = {.list = 1000, .steps = 10'000}});
    if (!parsed.ok()) return 0;
    const std::string canonical = parsed->ToString();
    const auto again = Parse(canonical);
    if (!again.ok() || again->ToString() != canonical) {
      std::cerr << "canonical text changes: " << canonical << "\n";
      std::abort();
    }
    Evaluate(*parsed, {{"a", Value::Int(1)}, {"b", Value::Text("won")}});
    return 0;
  }
  Choices choices(size, data + 1, size - 1);
  const attain::table::Table table = RandomTable(choices, 1 + choices.Next(20));
  const std::string text = RandomExpression(choices).Any(1 + static_cast<int>(choices.Next(4)));
  int64_t bound = 0;
  if (const std::string difference = Difference(text, table, &bound); !difference.empty()) {
    std::cerr << difference << "\n";
    std::abort();
  }
  return 0;
}
