// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/product.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;

struct ProductAttempt {
  int64_t start = 0;
  bool excluded = false;
  std::array<uint32_t, kMaxSteps> event;  // index of the step's event among the subject's
  uint64_t steps = 0;                     // those it has an event for
};

class ProductEngine {
 public:
  ProductEngine(const EventLog& log, const ProductFunnel& funnel)
      : log_(log), funnel_(funnel), attempts_(static_cast<size_t>(funnel.steps) + 1) {}

  Verdict Run(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times) {
    return funnel_.order == Order::kUnordered ? AnyOrder(events, as_of, rows, times)
                                              : InOrder(events, as_of, rows, times);
  }

 private:
  uint64_t StepsOf(const Event& event) const { return log_.steps[event.code]; }
  uint64_t ExcludesOf(const Event& event) const {
    return event.code < log_.excludes.size() ? log_.excludes[event.code] & ~uint64_t{1} : 0;
  }
  bool Usable(int step, int64_t time) const {
    const auto& attempt = attempts_[static_cast<size_t>(step)];
    return attempt.has_value() &&
           Since(attempt->start, time) <= static_cast<uint64_t>(funnel_.window);
  }

  // The step (from 1) whose attempt a row of step k may lead on; -1 = none.
  int Before(int k, int64_t time) const {
    int p = k - 1;
    while (p > 0 && (funnel_.optional >> (p - 1) & 1) != 0 && !Usable(p, time)) --p;
    if (!Usable(p, time)) return -1;
    const auto& there = attempts_[static_cast<size_t>(k)];
    if (there.has_value() && there->start == attempts_[static_cast<size_t>(p)]->start) return -1;
    return p;
  }

  void Exclude(int k, int64_t time) {
    const int p = Before(k, time);
    if (p < 0) return;
    ProductAttempt& attempt = *attempts_[static_cast<size_t>(p)];
    if (attempt.excluded) return;
    attempt.excluded = true;
    if (level_ == p && level_ > 0 &&
        Since(best_.start, time) <= static_cast<uint64_t>(funnel_.window))
      best_.excluded = true;
  }

  void Take(int k, uint32_t event, int64_t time, bool tie) {
    const int p = Before(k, time);
    if (p < 0) return;
    ProductAttempt next = *attempts_[static_cast<size_t>(p)];
    if (tie) {
      for (uint64_t mask = next.steps; mask != 0; mask &= mask - 1) {
        if (next.event[static_cast<size_t>(std::countr_zero(mask))] == event) return;
      }
    }
    next.event[static_cast<size_t>(k) - 1] = event;
    next.steps |= uint64_t{1} << (k - 1);
    if (!next.excluded) attempts_[static_cast<size_t>(k)] = next;
    if (k > level_ || (k == level_ && best_.excluded)) {
      level_ = k;
      best_ = next;
    }
  }

  void Group(std::span<const Event> events, size_t first, size_t end) {
    const int64_t time = events[first].time;
    attempts_[0] = ProductAttempt{.start = time, .event = {}};
    bool tie = false;
    for (size_t i = first + 1; i < end; ++i)
      tie |= StepsOf(events[i]) != StepsOf(events[first]) ||
             ExcludesOf(events[i]) != ExcludesOf(events[first]);
    if (tie) {
      for (int k = 1; k <= funnel_.steps; ++k) {
        for (size_t i = first; i < end; ++i) {
          if ((StepsOf(events[i]) >> (k - 1) & 1) != 0)
            Take(k, static_cast<uint32_t>(i), time, true);
        }
      }
      return;
    }
    for (size_t i = first; i < end; ++i) {
      const uint64_t steps = StepsOf(events[i]);
      const uint64_t excludes = ExcludesOf(events[i]);
      for (int k = funnel_.steps; k >= 1; --k) {
        if ((excludes >> (k - 1) & 1) != 0) Exclude(k, time);
        if ((steps >> (k - 1) & 1) != 0) Take(k, static_cast<uint32_t>(i), time, false);
      }
      if (funnel_.order != Order::kAdjacent) continue;
      for (int k = 1; k <= funnel_.steps; ++k) {
        if ((steps >> (k - 1) & 1) == 0) attempts_[static_cast<size_t>(k)].reset();
      }
    }
  }

  Verdict InOrder(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times) {
    for (auto& attempt : attempts_) attempt.reset();
    level_ = 0;
    best_ = {};
    for (size_t i = 0; i < events.size();) {
      size_t end = i + 1;
      while (end < events.size() && events[end].time == events[i].time) ++end;
      Group(events, i, end);
      i = end;
      if (attempts_[static_cast<size_t>(funnel_.steps)].has_value()) break;
    }
    if (level_ == 0) return {0, Stop::kNever};
    if (best_.excluded) return {0, Stop::kExcluded};
    if (rows != nullptr) {
      for (uint64_t mask = best_.steps; mask != 0; mask &= mask - 1) {
        const auto s = static_cast<size_t>(std::countr_zero(mask));
        rows[s] = events[best_.event[s]].row;
        times[s] = events[best_.event[s]].time;
      }
    }
    if (level_ == funnel_.steps) return {level_, Stop::kConverted};
    for (int k = 1; k < funnel_.steps; ++k) {
      const auto& attempt = attempts_[static_cast<size_t>(k)];
      if (attempt.has_value() && !attempt->excluded &&
          StillOpen(attempt->start, static_cast<uint64_t>(funnel_.window), as_of))
        return {level_, Stop::kOpen};
    }
    const bool dropped =
        funnel_.order == Order::kAdjacent && !attempts_[static_cast<size_t>(level_)].has_value();
    return {level_, dropped ? Stop::kInterrupted : Stop::kWindow};
  }

  // The most distinct steps in a window that begins at an event; the earliest of equal ones.
  Verdict AnyOrder(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times) {
    std::array<uint32_t, kMaxSteps> counts{};
    uint64_t present = 0;
    size_t end = 0;
    size_t best = 0;
    int64_t last = 0;
    level_ = 0;
    for (size_t i = 0; i < events.size(); ++i) {
      for (; end < events.size() &&
             Since(events[i].time, events[end].time) <= static_cast<uint64_t>(funnel_.window);
           ++end) {
        for (uint64_t mask = StepsOf(events[end]); mask != 0; mask &= mask - 1)
          ++counts[static_cast<size_t>(std::countr_zero(mask))];
        present |= StepsOf(events[end]);
      }
      if (StepsOf(events[i]) != 0) last = events[i].time;
      if (const int level = std::popcount(present); level > level_) {
        level_ = level;
        best = i;
      }
      for (uint64_t mask = StepsOf(events[i]); mask != 0; mask &= mask - 1) {
        if (--counts[static_cast<size_t>(std::countr_zero(mask))] == 0) present &= ~(mask & -mask);
      }
    }
    if (level_ == 0) return {0, Stop::kNever};
    if (rows != nullptr) {
      uint64_t found = 0;
      for (size_t i = best; std::popcount(found) < level_; ++i) {
        for (uint64_t mask = StepsOf(events[i]) & ~found; mask != 0; mask &= mask - 1) {
          rows[std::countr_zero(mask)] = events[i].row;
          times[std::countr_zero(mask)] = events[i].time;
        }
        found |= StepsOf(events[i]);
      }
    }
    if (level_ == funnel_.steps) return {level_, Stop::kConverted};
    const bool open = StillOpen(last, static_cast<uint64_t>(funnel_.window), as_of);
    return {level_, open ? Stop::kOpen : Stop::kWindow};
  }

  const EventLog& log_;
  ProductFunnel funnel_;
  std::vector<std::optional<ProductAttempt>> attempts_;  // by step, the freshest; 0 = none yet
  int level_ = 0;
  ProductAttempt best_;
};

}  // namespace

absl::Status Validate(const ProductFunnel& funnel) {
  return Validate(
      Funnel{.steps = funnel.steps, .window = funnel.window, .optional = funnel.optional});
}

absl::StatusOr<Outcomes> Calculate(const ProductFunnel& funnel, const EventLog& log,
                                   const RunOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Validate(funnel));
  ATTAIN_RETURN_IF_ERROR(Check(log, funnel.steps, options));
  return RunEngine(ProductEngine(log, funnel), funnel.steps, log, options,
                   {.strangers = funnel.order == Order::kAdjacent, .rows = options.chains},
                   funnel.order == Order::kUnordered, funnel.optional != 0);
}

}  // namespace attain::funnel
