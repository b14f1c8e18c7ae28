// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "funnel/internal/chains.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "funnel/internal/matching.h"

namespace attain::funnel {

ChainEngine::ChainEngine(const EventLog& log, const Funnel& funnel)
    : log_(log),
      funnel_(funnel),
      window_(static_cast<uint64_t>(funnel.window)),
      pairs_(static_cast<size_t>(funnel.steps)) {}

// -1 where there is no limit.
int64_t ChainEngine::GapOf(int step) const {
  const auto s = static_cast<size_t>(step);
  return s < funnel_.max_gap.size() ? funnel_.max_gap[s] : -1;
}

// True when only optional steps lie between.
bool ChainEngine::MayFollow(int before, int step) const {
  for (int s = before + 1; s < step; ++s) {
    if ((funnel_.optional >> s & 1) == 0) return false;
  }
  return true;
}

// The latest start of a chain that ends at `before` and that a row of `step` may lead on.
std::optional<int64_t> ChainEngine::StartFor(int before, int step, int64_t time) const {
  int64_t cut = 0;
  for (int s = before + 1; s <= step; ++s) cut = std::max(cut, cut_[static_cast<size_t>(s)]);
  const int64_t gap = GapOf(step);
  for (const Pair& pair : pairs_[static_cast<size_t>(before)]) {
    if (pair.place < cut) continue;
    if (gap >= 0 && Since(pair.time, time) > static_cast<uint64_t>(gap)) continue;
    if (Since(pair.start, time) > window_) continue;
    return pair.start;
  }
  return std::nullopt;
}

std::optional<int64_t> ChainEngine::BestStart(int step, int64_t time) const {
  std::optional<int64_t> best;
  for (int before = step - 1; before >= 0 && MayFollow(before, step); --before) {
    const std::optional<int64_t> start = StartFor(before, step, time);
    if (start.has_value() && (!best.has_value() || *start > *best)) best = start;
  }
  return best;
}

void ChainEngine::Add(int step, int64_t time, int64_t start) {
  std::vector<Pair>& pairs = pairs_[static_cast<size_t>(step)];
  while (!pairs.empty() && pairs.back().start <= start) pairs.pop_back();
  pairs.push_back({time, start, place_++});
  if (step + 1 > level_ || (step + 1 == level_ && start > start_)) {
    level_ = step + 1;
    start_ = start;
  }
}

bool ChainEngine::MayStart(int64_t time) {
  if (funnel_.entry == Entry::kLatest) return true;
  if (!first_.has_value()) first_ = time;
  return *first_ == time;
}

void ChainEngine::Take(int step, int64_t time) {
  if (step == 0) {
    if (MayStart(time)) Add(0, time, time);
    return;
  }
  const std::optional<int64_t> start = BestStart(step, time);
  if (start.has_value()) Add(step, time, *start);
}

// Chains that start at `start` and stood at `base` before these rows of one time: every step they
// can reach with a row for each.
void ChainEngine::TakeFrom(size_t first, size_t end, int base, int64_t start) {
  masks_.clear();
  for (size_t i = first; i < end; ++i) masks_.push_back(rows_[i].mask);
  // Steps taken so far; optional ones may be passed over, so that there may be several ways.
  const auto go = [&](const auto& self, const std::vector<int>& taken, int at) -> void {
    for (int next = at + 1; next < funnel_.steps && MayFollow(at, next); ++next) {
      if (at == base && base >= 0) {
        const std::optional<int64_t> led = StartFor(base, next, rows_[first].time);
        if (!led.has_value()) continue;
      }
      if (base < 0 && next > 0 && taken.empty()) return;
      Matching matching(masks_);
      bool good = true;
      for (const int step : taken) good = good && matching.Add(step);
      if (!good || !matching.Add(next)) continue;
      const std::optional<int64_t> led =
          base < 0 ? start
                   : StartFor(base, taken.empty() ? next : taken.front(), rows_[first].time);
      found_.emplace_back(next, *led);
      std::vector<int> more = taken;
      more.push_back(next);
      self(self, more, next);
    }
  };
  go(go, {}, base);
}

// Rows of one time, each for one step of a chain.
void ChainEngine::TakeOnce(size_t first, size_t end) {
  const int64_t time = rows_[first].time;
  found_.clear();
  for (int base = 0; base < funnel_.steps - 1; ++base) {
    if (!pairs_[static_cast<size_t>(base)].empty()) TakeFrom(first, end, base, 0);
  }
  const bool starts = std::any_of(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                                  rows_.begin() + static_cast<std::ptrdiff_t>(end),
                                  [](const ChainRow& row) { return (row.mask & 1) != 0; });
  if (starts && MayStart(time)) TakeFrom(first, end, -1, time);
  for (const auto& [step, start] : found_) Add(step, time, start);
}

// Rows of one time where the order of steps decides.
void ChainEngine::TakeGroup(size_t first, size_t end) {
  const int64_t time = rows_[first].time;
  uint64_t mask = 0;
  for (size_t i = first; i < end; ++i) mask |= rows_[i].mask;
  if (mask == 0) return;
  if (funnel_.ties == Ties::kStrictlyLater || (funnel_.reuse == Reuse::kOnce && end - first == 1)) {
    // From the last step down, so that no row follows on one of this time.
    for (int s = funnel_.steps - 1; s >= 0; --s) {
      if ((mask >> s & 1) != 0) Take(s, time);
    }
  } else if (funnel_.reuse == Reuse::kOnce) {
    TakeOnce(first, end);
  } else {
    for (; mask != 0; mask &= mask - 1) Take(std::countr_zero(mask), time);
  }
}

// Whether excluded rows at a time, looked at before the steps of that time, break a chain under
// way.
bool ChainEngine::Breaks(uint64_t excludes, int64_t time) {
  bool any = false;
  for (int step = 1; step < funnel_.steps; ++step) {
    if ((excludes >> step & 1) == 0) continue;
    for (int before = step - 1; before >= 0 && MayFollow(before, step); --before) {
      for (const Pair& pair : pairs_[static_cast<size_t>(before)]) {
        if (pair.place < cut_[static_cast<size_t>(step)]) continue;
        if (Since(pair.start, time) > window_) continue;
        const int64_t gap = GapOf(step);
        if (gap >= 0 && Since(pair.time, time) > static_cast<uint64_t>(gap)) continue;
        std::optional<int64_t>& broken = broken_[static_cast<size_t>(before) + 1];
        if (!broken.has_value() || pair.start > *broken) broken = pair.start;
        any = true;
      }
    }
  }
  return any;
}

void ChainEngine::Ordered() {
  const bool by_row = funnel_.ties == Ties::kByRow;
  for (size_t i = 0; i < rows_.size();) {
    size_t end = i + 1;
    while (!by_row && end < rows_.size() && rows_[end].time == rows_[i].time) ++end;
    uint64_t excludes = 0;
    for (size_t j = i; j < end; ++j) excludes |= rows_[j].excludes;
    const bool breaks = excludes != 0 && Breaks(excludes, rows_[i].time);
    const int64_t place = place_;
    if (by_row) {
      uint64_t mask = rows_[i].mask;
      if (funnel_.reuse == Reuse::kOnce) {
        for (int s = funnel_.steps - 1; s >= 0; --s) {
          if ((mask >> s & 1) != 0) Take(s, rows_[i].time);
        }
      } else {
        for (; mask != 0; mask &= mask - 1) Take(std::countr_zero(mask), rows_[i].time);
      }
    } else {
      TakeGroup(i, end);
    }
    i = end;
    // What lies before the excluded rows leads no further; what is of their own time may.
    for (; excludes != 0; excludes &= excludes - 1)
      cut_[static_cast<size_t>(std::countr_zero(excludes))] = place;
    if (breaks && funnel_.after_break == AfterBreak::kStop) {
      stopped_ = true;
      end_ = i;
      return;
    }
  }
}

// The chains that row i leads on take the place of all others. True when one under way was broken.
bool ChainEngine::TakeAdjacent(size_t i) {
  const ChainRow& row = rows_[i];
  std::array<std::optional<int64_t>, kMaxSteps> now;
  std::array<bool, kMaxSteps> led{};
  const bool once = funnel_.reuse == Reuse::kOnce || funnel_.ties == Ties::kStrictlyLater;
  for (uint64_t mask = row.mask; mask != 0; mask &= mask - 1) {
    const int step = std::countr_zero(mask);
    const auto s = static_cast<size_t>(step);
    if (step == 0) {
      if (MayStart(row.time)) now[0] = row.time;
      continue;
    }
    for (int before = step - 1; before >= 0 && MayFollow(before, step); --before) {
      const auto b = static_cast<size_t>(before);
      std::optional<int64_t> start = StartFor(before, step, row.time);
      if (start.has_value() && funnel_.ties == Ties::kStrictlyLater &&
          pairs_[b].back().time == row.time)
        start = std::nullopt;
      if (start.has_value()) led[b] = true;
      if (!once && now[b].has_value() && (!start.has_value() || *now[b] > *start) &&
          Since(*now[b], row.time) <= window_)
        start = now[b];
      if (start.has_value() && (!now[s].has_value() || *start > *now[s])) now[s] = start;
    }
  }
  bool broke = false;
  for (size_t s = 0; s < pairs_.size(); ++s) {
    if (s + 1 < pairs_.size() && !pairs_[s].empty() && !led[s] &&
        Since(pairs_[s].back().start, row.time) <= window_) {
      broken_[s + 1] = pairs_[s].back().start;
      broke = true;
    }
    pairs_[s].clear();
  }
  for (size_t s = 0; s < pairs_.size(); ++s) {
    if (now[s].has_value()) Add(static_cast<int>(s), row.time, *now[s]);
  }
  return broke;
}

void ChainEngine::Adjacent() {
  if (funnel_.ties == Ties::kByStep || funnel_.ties == Ties::kAny) {
    std::stable_sort(rows_.begin(), rows_.end(), [](const ChainRow& a, const ChainRow& b) {
      if (a.time != b.time) return a.time < b.time;
      const auto rank = [](const ChainRow& row) {
        return row.mask == 0 ? -1 : std::countr_zero(row.mask);
      };
      return rank(a) < rank(b);
    });
  }
  if (funnel_.ties == Ties::kAny) {
    // Rows of one time are one row that satisfies all they satisfy.
    size_t size = 0;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (size > 0 && rows_[size - 1].time == rows_[i].time) {
        rows_[size - 1].mask |= rows_[i].mask;
      } else {
        rows_[size++] = rows_[i];
      }
    }
    rows_.resize(size);
    end_ = size;
  }
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (TakeAdjacent(i) && funnel_.after_break == AfterBreak::kStop) {
      stopped_ = true;
      interrupted_ = true;
      end_ = i + 1;
      return;
    }
  }
}

// True when a chain may still become longer after the log's end.
bool ChainEngine::Open(int64_t as_of) const {
  if (stopped_) return false;
  for (int before = 0; before < funnel_.steps - 1; ++before) {
    for (int step = before + 1; step < funnel_.steps && MayFollow(before, step); ++step) {
      int64_t cut = 0;
      for (int s = before + 1; s <= step; ++s) cut = std::max(cut, cut_[static_cast<size_t>(s)]);
      const int64_t gap = GapOf(step);
      for (const Pair& pair : pairs_[static_cast<size_t>(before)]) {
        if (pair.place >= cut && StillOpen(pair.start, window_, as_of) &&
            (gap < 0 || StillOpen(pair.time, static_cast<uint64_t>(gap), as_of)))
          return true;
      }
    }
  }
  return false;
}

Verdict ChainEngine::Run(std::span<const Event> events, int64_t as_of, uint32_t* rows,
                         int64_t* times) {
  rows_.clear();
  for (const Event& event : events) {
    rows_.push_back({event.time, log_.steps[event.code],
                     event.code < log_.excludes.size() ? log_.excludes[event.code] : 0, event.row});
  }
  for (std::vector<Pair>& pairs : pairs_) pairs.clear();
  cut_.fill(0);
  broken_.fill(std::nullopt);
  place_ = 0;
  first_.reset();
  interrupted_ = stopped_ = false;
  end_ = rows_.size();
  level_ = 0;
  start_ = 0;
  if (funnel_.order == Order::kUnordered) return Unordered(as_of, rows, times);
  if (funnel_.order == Order::kAdjacent) {
    Adjacent();
  } else {
    Ordered();
  }
  if (level_ == 0) return {0, Stop::kNever};
  if (rows != nullptr) {
    used_.assign(rows_.size(), 0);
    dead_.assign(rows_.size(), 0);
    for (size_t i = 0; i < end_; ++i) {
      if (rows_[i].time == start_ && (rows_[i].mask & 1) != 0 &&
          Try(i, -1, 0, level_, start_, rows, times))
        break;
    }
    if (funnel_.ties == Ties::kAny && funnel_.order == Order::kAdjacent) {
      // One row stood for several: name those that satisfy the steps.
      for (int s = 0; s < level_; ++s) {
        if (rows[s] == kNoRow) continue;
        for (const Event& event : events) {
          if (event.time != times[s] || (log_.steps[event.code] >> s & 1) == 0) continue;
          rows[s] = event.row;
          break;
        }
      }
    }
  }
  if (level_ == funnel_.steps) return {level_, Stop::kConverted};
  if (Open(as_of)) return {level_, Stop::kOpen};
  const std::optional<int64_t>& broken = broken_[static_cast<size_t>(level_)];
  if (interrupted_ || (broken.has_value() && *broken == start_))
    return {level_, funnel_.order == Order::kAdjacent ? Stop::kInterrupted : Stop::kExcluded};
  return {level_, Stop::kWindow};
}

}  // namespace attain::funnel
