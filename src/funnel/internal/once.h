// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// ClickHouse's strict_once where rows satisfy several steps: every chain is kept, a row serves one
// step of each. Of chains whose rows are older than the present time only the latest start
// matters; inside one time, whether a step is reached is a question of giving rows to steps.
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_ONCE_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_ONCE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "funnel/internal/verdict.h"

namespace attain::funnel {

class OnceEngine {
 public:
  OnceEngine(const uint64_t* masks, const ClickHouseFunnel& funnel)
      : masks_(masks), funnel_(funnel), slots_(static_cast<size_t>(funnel.steps)) {}

  Verdict Run(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times);

 private:
  struct Slot {
    bool full = false;
    int64_t start = 0;
    std::vector<Event> chain;
  };
  enum class Next { kGoOn, kStop, kReached, kEarly };

  Next Group(std::span<const Event> group);
  Next Item(std::span<const Event> group, size_t row, int step);

  const uint64_t* masks_;
  ClickHouseFunnel funnel_;
  std::vector<Slot> slots_;
  std::vector<Slot> before_;   // as they were before the present time
  std::vector<uint64_t> met_;  // per row of the present time: steps it was taken for
  std::vector<uint64_t> tried_;
};

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_ONCE_H_
