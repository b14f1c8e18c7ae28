// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Who of those that met a first condition met the others as well: ClickHouse's retention.
//
//   conditions: on Monday, on Tuesday, on Wednesday
//   ann  Mon Tue       1 1 0
//   bob  Tue Wed       0 0 0      bob did not meet the first one
//   totals             1 1 0      of 1 who came on Monday 1 came on Tuesday: 100 %
//
// The order of the rows does not matter. In: a log whose `steps` are conditions. Out: flags per subject and their sums.
#ifndef ATTAIN_FUNNEL_RETENTION_H_
#define ATTAIN_FUNNEL_RETENTION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/events.h"

namespace attain::funnel {

/// Flags of every subject.
struct Retained {
  int conditions = 0;                ///< How many conditions there are.
  std::vector<uint64_t> flags = {};  ///< Per subject: bit i = met condition 1 and condition i + 1; 0 for who is in no row.
  std::vector<int64_t> totals = {};  ///< Per condition: subjects with that flag.
};

/// Retention of `conditions` conditions, 1..64 (kOutOfBounds). Reasons of Check; kRowOutOfRange.
absl::StatusOr<Retained> Retain(int conditions, const EventLog& log, const RunOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_RETENTION_H_
