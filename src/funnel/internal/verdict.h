// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What an engine finds out about one subject, and where the results of all subjects are kept.
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_VERDICT_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_VERDICT_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/funnel.h"
#include "base/internal/big_array.h"
#include "funnel/internal/groups.h"

namespace attain::funnel {

inline constexpr uint32_t kNoRow = std::numeric_limits<uint32_t>::max();

struct Verdict {
  int level = 0;
  Stop stop = Stop::kNever;
};

struct OutcomesState {
  int steps = 0;
  int32_t subjects = 0;
  int64_t as_of = 0;
  bool any_order = false;  // times do not rise with steps
  bool optional = false;   // steps may be left out
  std::vector<int8_t> levels;
  std::vector<Stop> stops;
  attain::internal::BigArray<uint32_t> rows;
  attain::internal::BigArray<int64_t> times;
};

/// How long after `from` lies `to`, which is not earlier.
inline uint64_t Since(int64_t from, int64_t to) {
  return static_cast<uint64_t>(to) - static_cast<uint64_t>(from);
}

/// True when something that began at `start` with a window may still go on after the log's end.
inline bool StillOpen(int64_t start, uint64_t window, int64_t as_of) {
  return Since(start, as_of) < window;
}

/// Gives every subject to an engine: Verdict Run(events, as_of, rows, times), where rows and times
/// are null or have room for every step. One engine per thread.
template <typename Engine>
class OutcomeVisitor : public BatchVisitor {
 public:
  OutcomeVisitor(OutcomesState& state, std::vector<Engine> engines, bool chains)
      : state_(state), engines_(std::move(engines)), chains_(chains), as_of_(state.as_of) {}

  void Visit(int thread, const Batch& batch) override {
    Engine& engine = engines_[static_cast<size_t>(thread)];
    const auto steps = static_cast<size_t>(state_.steps);
    for (int32_t i = 0; i < batch.size(); ++i) {
      const auto subject = static_cast<size_t>(batch.first_subject) + static_cast<size_t>(i);
      const std::span<const Event> events = batch.Of(i);
      uint32_t* const rows = chains_ ? state_.rows.get() + subject * steps : nullptr;
      int64_t* const times = chains_ ? state_.times.get() + subject * steps : nullptr;
      if (chains_) std::fill_n(rows, steps, kNoRow);
      if (events.empty()) {
        if (batch.seen[i] == 0) continue;
        state_.levels[subject] = 0;
        state_.stops[subject] = Stop::kNever;
        continue;
      }
      const Verdict verdict = engine.Run(events, batch.as_of, rows, times);
      state_.levels[subject] = static_cast<int8_t>(verdict.level);
      state_.stops[subject] = verdict.stop;
    }
    as_of_.store(batch.as_of, std::memory_order_relaxed);
  }

  int64_t as_of() const { return as_of_.load(std::memory_order_relaxed); }

 private:
  OutcomesState& state_;
  std::vector<Engine> engines_;
  bool chains_;
  std::atomic<int64_t> as_of_;
};

/// Runs engines over a log that was checked.
template <typename Engine>
absl::StatusOr<Outcomes> RunEngine(const Engine& engine, int steps, const EventLog& log,
                                   const RunOptions& run, const GroupOptions& options,
                                   bool any_order = false, bool optional = false) {
  auto state = std::make_shared<OutcomesState>();
  state->steps = steps;
  state->any_order = any_order;
  state->optional = optional;
  state->subjects = log.subjects;
  state->as_of = run.as_of.value_or(0);
  state->levels.assign(static_cast<size_t>(log.subjects), -1);
  state->stops.assign(static_cast<size_t>(log.subjects), Stop::kAbsent);
  if (run.chains) {
    const int64_t cells = int64_t{log.subjects} * steps;
    state->rows = attain::internal::MakeBigArray<uint32_t>(cells);
    state->times = attain::internal::MakeBigArray<int64_t>(cells);
  }
  OutcomeVisitor<Engine> visitor(
      *state, std::vector<Engine>(static_cast<size_t>(run.threads), engine), run.chains);
  absl::Status status = ForEachSubject(log, run, options, visitor);
  if (!status.ok()) return status;
  state->as_of = visitor.as_of();
  if (run.chains) {
    for (size_t s = 0; s < state->levels.size(); ++s) {
      if (state->levels[s] <= 0)
        std::fill_n(state->rows.get() + s * static_cast<size_t>(steps), steps, kNoRow);
    }
  }
  return Outcomes(std::move(state));
}

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_VERDICT_H_
