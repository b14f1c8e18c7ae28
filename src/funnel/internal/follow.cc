// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The winning chain: from a start row by row, each the earliest from which the level is reached.
// Where nothing but the window limits it the first try succeeds; gaps, excluded rows and rows that
// serve once may lead into a dead end, which is remembered.
#include <algorithm>
#include <bit>
#include <limits>

#include "funnel/internal/chains.h"
#include "funnel/internal/matching.h"

namespace attain::funnel {

// Takes row j for a step and goes on from there.
bool ChainEngine::Try(size_t j, int before, int step, int level, int64_t start, uint32_t* rows,
                      int64_t* times) {
  if ((dead_[j] >> step & 1) != 0) return false;
  const bool was_used = used_[j] != 0;
  used_[j] = 1;
  if (step + 1 == level || Follow(j, step, level, start, rows, times)) {
    for (int s = before + 1; s < step; ++s) rows[s] = kNoRow;
    rows[step] = rows_[j].row;
    times[step] = rows_[j].time;
    return true;
  }
  if (!was_used) used_[j] = 0;
  // Whether rows of the same time were used up matters where a row serves once.
  const bool alone = (j == 0 || rows_[j - 1].time != rows_[j].time) &&
                     (j + 1 == rows_.size() || rows_[j + 1].time != rows_[j].time);
  if (funnel_.reuse == Reuse::kAllowed || alone) dead_[j] |= uint64_t{1} << step;
  return false;
}

bool ChainEngine::Follow(size_t i, int step, int level, int64_t start, uint32_t* rows,
                         int64_t* times) {
  for (int next = step + 1; next < level && MayFollow(step, next); ++next) {
    if (FollowTo(i, step, next, level, start, rows, times)) return true;
  }
  return false;
}

bool ChainEngine::FollowTo(size_t i, int before, int step, int level, int64_t start, uint32_t* rows,
                           int64_t* times) {
  const bool adjacent = funnel_.order == Order::kAdjacent;
  const bool by_row = adjacent || funnel_.ties == Ties::kByRow;
  const bool strictly = funnel_.ties == Ties::kStrictlyLater;
  const int64_t from = rows_[i].time;
  const int64_t gap = GapOf(step);
  uint64_t between = 0;
  for (int s = before + 1; s <= step; ++s) between |= uint64_t{1} << s;
  size_t j = i;
  while (!by_row && j > 0 && rows_[j - 1].time == from) --j;
  std::optional<int64_t> excluded;  // when an excluded row came
  for (; j < end_; ++j) {
    const ChainRow& row = rows_[j];
    if (adjacent && j > i + 1) return false;
    if (Since(start, row.time) > window_) return false;
    if (gap >= 0 && Since(from, row.time) > static_cast<uint64_t>(gap)) return false;
    if (excluded.has_value() && (by_row || row.time > *excluded)) return false;
    const bool fits = (row.mask >> step & 1) != 0 && !(strictly && row.time == from) &&
                      !(funnel_.reuse == Reuse::kOnce && used_[j] != 0);
    if (fits && Try(j, before, step, level, start, rows, times)) return true;
    if (!adjacent && (row.excludes & between) != 0 && !excluded.has_value() &&
        (by_row ? j > i : row.time > from))
      excluded = row.time;
  }
  return false;
}

// How many distinct steps the rows [first, end) satisfy.
int ChainEngine::Distinct(size_t first, size_t end, uint32_t* rows, int64_t* times) {
  masks_.clear();
  for (size_t i = first; i < end; ++i) masks_.push_back(rows_[i].mask);
  Matching matching(masks_);
  int level = 0;
  for (int step = 0; step < funnel_.steps; ++step) {
    size_t at = 0;
    if (funnel_.reuse == Reuse::kOnce) {
      if (!matching.Add(step)) continue;
    } else {
      while (at < masks_.size() && (masks_[at] >> step & 1) == 0) ++at;
      if (at == masks_.size()) continue;
      if (rows != nullptr) {
        rows[step] = rows_[first + at].row;
        times[step] = rows_[first + at].time;
      }
    }
    ++level;
  }
  if (funnel_.reuse == Reuse::kOnce && rows != nullptr) {
    // Steps added early may have been given other rows since.
    Matching again(masks_);
    std::vector<int> steps;
    for (int step = 0; step < funnel_.steps; ++step) {
      if (again.Add(step)) steps.push_back(step);
    }
    for (const int step : steps) {
      rows[step] = rows_[first + again.RowOf(step)].row;
      times[step] = rows_[first + again.RowOf(step)].time;
    }
  }
  return level;
}

Verdict ChainEngine::Unordered(int64_t as_of, uint32_t* rows, int64_t* times) {
  std::optional<size_t> best;
  size_t best_end = 0;
  bool best_excluded = false;
  bool open = false;
  std::array<uint32_t, kMaxSteps> counts{};
  uint64_t present = 0;
  size_t end = 0;
  size_t barrier = 0;  // the first excluded row later than the start
  const auto count = [&](size_t i, bool in) {
    for (uint64_t mask = rows_[i].mask; mask != 0; mask &= mask - 1) {
      const auto s = static_cast<size_t>(std::countr_zero(mask));
      counts[s] += in ? 1 : -1;
      if (counts[s] == 0) {
        present &= ~(uint64_t{1} << s);
      } else {
        present |= uint64_t{1} << s;
      }
    }
  };
  bool simple = funnel_.reuse == Reuse::kAllowed;
  if (!simple) {
    simple = std::all_of(rows_.begin(), rows_.end(),
                         [](const ChainRow& row) { return (row.mask & (row.mask - 1)) == 0; });
  }
  size_t limit = end_;  // no start from here on
  for (size_t i = 0; i < limit;) {
    size_t next = i + 1;
    uint64_t mask = rows_[i].mask;
    for (; next < end_ && rows_[next].time == rows_[i].time; ++next) mask |= rows_[next].mask;
    const int64_t time = rows_[i].time;
    barrier = std::max(barrier, next);
    while (barrier < end_ && rows_[barrier].excludes == 0) ++barrier;
    end = std::max(end, i);
    while (end < end_ && Since(time, rows_[end].time) <= window_ &&
           (barrier == end_ || rows_[end].time <= rows_[barrier].time)) {
      count(end, true);
      ++end;
    }
    if (mask != 0) {
      const int level = simple ? std::popcount(present) : Distinct(i, end, nullptr, nullptr);
      const bool excluded = barrier < end_ && Since(time, rows_[barrier].time) <= window_;
      if (!best.has_value() || level >= level_) {
        best = i;
        best_end = end;
        best_excluded = excluded;
        level_ = level;
      }
      open = !excluded && StillOpen(time, window_, as_of);
      if (funnel_.entry == Entry::kFirst) break;
      if (excluded && funnel_.after_break == AfterBreak::kStop) limit = barrier;
    }
    for (size_t k = i; k < next && k < end; ++k) count(k, false);
    i = next;
  }
  if (!best.has_value()) return {0, Stop::kNever};
  if (rows != nullptr) Distinct(*best, best_end, rows, times);
  if (level_ == funnel_.steps) return {level_, Stop::kConverted};
  if (open) return {level_, Stop::kOpen};
  return {level_, best_excluded ? Stop::kExcluded : Stop::kWindow};
}

}  // namespace attain::funnel
