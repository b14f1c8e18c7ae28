// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What is missing from a statement: rows of the payee and the period that were set aside.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_MISSING_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_MISSING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/incentive/statement.h"

namespace attain::incentive {

/// Rows of one measure that count for nothing.
struct Missing {
  std::string measure;
  std::string table;
  int64_t rows = 0;
  std::string ids;                // "D-6, D-9", the first few
  Reason reason = Reason::kNone;  // of the first
};

/// By measure of the plan, in the order of its components.
std::vector<Missing> MissingFrom(const Statement::State& statement);

/// All of it in one sentence; empty when nothing is missing.
std::string MissingText(const std::vector<Missing>& missing);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_MISSING_H_
