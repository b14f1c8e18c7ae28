// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/document.h"

#include "definition/sample.h"
#include <iostream>

#include "gtest/gtest.h"

namespace attain::definition {
namespace {

using ::sample::Plan;

TEST(DocumentTest, PlanWithEveryMemberReadsWithoutFindings) {
  const auto loaded = Load<Plan>(sample::kFullPlan, {.document = "plan.json"});
  for (const Finding& finding : loaded.findings) ADD_FAILURE() << finding.ToString();
  std::cout << Write(loaded.value) << "\n" << *PrettyJson(Write(loaded.value));
}

}  // namespace
}  // namespace attain::definition
