// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The events of a log, subject by subject and in the order of time, without sorting the log.
//
// Subjects are cut into blocks of neighbours. One pass over the log counts rows per block, one
// scatters them, 8 bytes each, into their block; then every block, small enough for the cache, is
// put in order by subject and handed on. Rows stay in the order of the log, so that a log in order
// of time needs no sort; a subject whose times are not in order is sorted by itself. A log sorted
// by subject is handed on as it lies.
//
//   row       0    1    2    3    4          block 0: rows 0 2 4      block 1: rows 1 3
//   subject   ann  yul  bob  yul  ann        ann: 0 4   bob: 2        yul: 1 3
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_GROUPS_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_GROUPS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "attain/funnel/events.h"

namespace attain::funnel {

struct Event {
  int64_t time;
  uint32_t row;  // where rows are not asked for: any numbers in the order of the log
  uint32_t code;
};

/// Neighbouring subjects and their events, by time and row.
struct Batch {
  int32_t first_subject;
  std::span<const uint32_t> starts;  // one more than subjects
  const Event* events;
  const uint8_t* seen;  // per subject of the batch: 1 when it stands in any row
  int64_t as_of;        // until when the log is known

  int32_t size() const { return static_cast<int32_t>(starts.size()) - 1; }
  std::span<const Event> Of(int32_t i) const {
    const uint32_t first = starts[static_cast<size_t>(i)];
    return {events + first, starts[static_cast<size_t>(i) + 1] - first};
  }
};

/// Takes batches; called by several threads at once, each with its number.
class BatchVisitor {
 public:
  virtual ~BatchVisitor() = default;
  virtual void Visit(int thread, const Batch& batch) = 0;
};

struct GroupOptions {
  bool strangers = true;  // whether rows that mean nothing are handed on
  bool rows = false;      // whether row numbers are needed
};

/// Hands the log to the visitor, every subject that stands in a row once. kRowOutOfRange.
absl::Status ForEachSubject(const EventLog& log, const RunOptions& run, const GroupOptions& options,
                            BatchVisitor& visitor);

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_GROUPS_H_
