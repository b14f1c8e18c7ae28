// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Models and results of C: the classes of C++, held.
#ifndef ATTAIN_CAPI_MODEL_H_
#define ATTAIN_CAPI_MODEL_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "attain/run/run.h"
#include "columns.h"
#include "guard.h"

struct attain_model {
  attain::run::Prepared prepared;
};

struct attain_result {
  explicit attain_result(attain::run::Result made) : result(std::move(made)) {}
  /// A table, made on first use and kept: views into it are lent out.
  absl::StatusOr<const attain::table::Table*> Table(std::string_view name) const;
  /// A column as plain memory, made on first use and kept.
  absl::StatusOr<const attain::capi::PlainColumn*> Plain(std::string_view table,
                                                         std::string_view column) const;

  attain::run::Result result;
  mutable std::mutex mutex;  // guards what follows
  mutable std::vector<std::string> names;
  mutable std::map<std::string, std::unique_ptr<attain::table::Table>, std::less<>> tables;
  mutable std::map<std::pair<std::string, std::string>, std::unique_ptr<attain::capi::PlainColumn>>
      columns;
};

#endif  // ATTAIN_CAPI_MODEL_H_
