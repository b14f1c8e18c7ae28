// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The dataset of C: raw tables by name, whole ones and growing ones.
#ifndef ATTAIN_CAPI_DATASET_H_
#define ATTAIN_CAPI_DATASET_H_

#include <map>
#include <string>

#include "columns.h"
#include "guard.h"

struct attain_dataset {
  std::map<std::string, attain::table::Table, std::less<>> tables;
  std::map<std::string, attain::capi::TextRows, std::less<>> rows;

  /// All tables as they are now; columns are shared, growing rows copied.
  absl::StatusOr<attain::table::Tables> Snapshot() const;
  /// One of them. kUnknownTable with the nearest name.
  absl::StatusOr<attain::table::Table> Find(std::string_view name) const;
};

#endif  // ATTAIN_CAPI_DATASET_H_
