// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "funnel/internal/once.h"

#include <bit>

#include "funnel/internal/matching.h"

namespace attain::funnel {

OnceEngine::Next OnceEngine::Item(std::span<const Event> group, size_t row, int step) {
  const int64_t time = group[0].time;
  const auto s = static_cast<size_t>(step);
  const ClickHouseModes& modes = funnel_.modes;
  if (step == 0) {
    slots_[0].full = true;
    slots_[0].start = time;
    slots_[0].chain = {group[row]};
    return Next::kGoOn;
  }
  if (modes.strict_deduplication && slots_[s].full) return Next::kStop;
  if (!slots_[s - 1].full) {
    if (!modes.strict_order || !slots_[0].full || modes.allow_reentry) return Next::kGoOn;
    return Next::kEarly;
  }
  // Chains that stood before this time, and those that begin in it (base -1), led on to this step
  // by rows of this time: each step from the base on takes a row of its own, this one this row.
  const int nearest = step - 1;
  const int furthest = modes.strict_increase ? nearest : -1;
  for (int base = nearest; base >= furthest; --base) {
    if (base >= 0) {
      const Slot& from = before_[static_cast<size_t>(base)];
      if (!from.full || Since(from.start, time) > static_cast<uint64_t>(funnel_.window)) continue;
    }
    tried_ = met_;
    for (uint64_t& mask : tried_) mask &= ~(uint64_t{1} << step);
    tried_[row] |= uint64_t{1} << step;
    Matching matching(tried_);
    bool good = matching.Add(step);
    for (int k = base + 1; good && k < step; ++k) good = matching.Add(k);
    if (!good) continue;
    const int64_t start = base < 0 ? time : before_[static_cast<size_t>(base)].start;
    Slot& to = slots_[s];
    if (to.full && to.start >= start) continue;
    to.full = true;
    to.start = start;
    to.chain.clear();
    if (base >= 0) to.chain = before_[static_cast<size_t>(base)].chain;
    for (int k = base + 1; k <= step; ++k) to.chain.push_back(group[matching.RowOf(k)]);
  }
  return step == funnel_.steps - 1 && slots_[s].full ? Next::kReached : Next::kGoOn;
}

OnceEngine::Next OnceEngine::Group(std::span<const Event> group) {
  uint64_t all = 0;
  bool stranger = false;
  for (const Event& event : group) {
    all |= masks_[event.code];
    stranger |= masks_[event.code] == 0;
  }
  if (stranger && funnel_.modes.strict_order && slots_[0].full) return Next::kStop;
  before_ = slots_;
  met_.assign(group.size(), 0);
  for (; all != 0; all &= all - 1) {
    const int step = std::countr_zero(all);
    for (size_t row = 0; row < group.size(); ++row) {
      if ((masks_[group[row].code] >> step & 1) == 0) continue;
      const Next next = Item(group, row, step);
      if (next != Next::kGoOn) return next;
      met_[row] |= uint64_t{1} << step;
    }
  }
  return Next::kGoOn;
}

Verdict OnceEngine::Run(std::span<const Event> events, int64_t as_of, uint32_t* rows,
                        int64_t* times) {
  for (Slot& slot : slots_) slot.full = false;
  Next next = Next::kGoOn;
  for (size_t i = 0; i < events.size() && next == Next::kGoOn;) {
    size_t end = i + 1;
    while (end < events.size() && events[end].time == events[i].time) ++end;
    next = Group(events.subspan(i, end - i));
    i = end;
  }
  int level = 0;
  if (next == Next::kEarly) {
    while (slots_[static_cast<size_t>(level)].full) ++level;
  } else {
    for (int s = 0; s < funnel_.steps; ++s) {
      if (slots_[static_cast<size_t>(s)].full) level = s + 1;
    }
  }
  if (level == 0) return {0, Stop::kNever};
  if (rows != nullptr) {
    const std::vector<Event>& chain = slots_[static_cast<size_t>(level) - 1].chain;
    for (size_t s = 0; s < chain.size(); ++s) {
      rows[s] = chain[s].row;
      times[s] = chain[s].time;
    }
  }
  if (level == funnel_.steps) return {level, Stop::kConverted};
  if (next != Next::kGoOn) return {level, Stop::kInterrupted};
  const bool open = StillOpen(slots_[0].start, static_cast<uint64_t>(funnel_.window), as_of);
  return {level, open ? Stop::kOpen : Stop::kWindow};
}

}  // namespace attain::funnel
