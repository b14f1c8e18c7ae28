// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One slot per step with the latest start of a chain that reached it: what ClickHouse's
// windowFunnel does, and where no mode is strict exactly "the largest level for which a chain
// exists". One pass over a subject's events, a few instructions each.
//
//   window 10   a1 b5 a6 b7 c12      slot 1: 1, then 6   slot 2: 1, then 6   slot 3: 6
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_SLOTS_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_SLOTS_H_

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "funnel/internal/verdict.h"

namespace attain::funnel {

/// The modes at work are template arguments; strict_once is not among them (once.h). kLater, alone:
/// each step needs a later time than the step before, and a chain that fails this is not in the way
/// of one that does not.
template <bool kOrder, bool kDeduplication, bool kIncrease, bool kReentry, bool kLater = false>
class SlotEngine {
 public:
  SlotEngine(const uint64_t* masks, int steps, int64_t window)
      : masks_(masks), steps_(steps), window_(static_cast<uint64_t>(window)) {}

  Verdict Run(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times) {
    constexpr bool kPlain = !kOrder && !kDeduplication && !kIncrease;
    const size_t size = events.size();
    const uint64_t last_step = uint64_t{1} << (steps_ - 1);
    const bool chains = rows != nullptr;
    uint64_t have = 0;
    bool stopped = false;
    int level = -1;
    nodes_.clear();
    for (size_t i = 0; i < size && !stopped;) {
      const size_t first = i;
      const int64_t time = events[i].time;
      uint64_t mask = masks_[events[i].code];
      [[maybe_unused]] uint64_t twice = 0;
      [[maybe_unused]] bool stranger = mask == 0;
      for (++i; i < size && events[i].time == time; ++i) {
        const uint64_t more = masks_[events[i].code];
        if constexpr (kDeduplication) twice |= mask & more;
        if constexpr (kOrder) stranger |= more == 0;
        mask |= more;
      }
      if constexpr (kOrder) {
        if (stranger && (have & 1) != 0) {
          stopped = true;
          break;
        }
      }
      while (mask != 0) {
        // Downwards no step finds what this time put into the slot before.
        const int s = kLater ? 63 - std::countl_zero(mask) : std::countr_zero(mask);
        const uint64_t bit = uint64_t{1} << s;
        mask ^= bit;
        const auto slot = static_cast<size_t>(s);
        if (s == 0) {
          start_[0] = time;
          have |= 1;
          if constexpr (kIncrease) last_[0] = time;
          if constexpr (!kPlain) {
            if (chains) Note(slot, -1, events, first, i);
          }
          continue;
        }
        // A second row of this step at this time meets what the first one left.
        for (int row = 0; row < (kDeduplication && (twice & bit) != 0 ? 2 : 1); ++row) {
          if constexpr (kDeduplication) {
            if ((have & bit) != 0) {
              stopped = true;
              break;
            }
          }
          if ((have & bit >> 1) == 0) {
            if constexpr (kOrder && !kReentry) {
              if ((have & 1) != 0) {
                stopped = true;
                level = std::countr_one(have);
                break;
              }
            }
            continue;
          }
          if (Since(start_[slot - 1], time) > window_) continue;
          if constexpr (kIncrease) {
            if (last_[slot - 1] >= time) continue;
            last_[slot] = time;
          }
          start_[slot] = start_[slot - 1];
          have |= bit;
          if constexpr (!kPlain) {
            if (chains) Note(slot, node_[slot - 1], events, first, i);
          }
          if (bit == last_step && (!kPlain || !chains)) return Converted(events, rows, times);
        }
        if (stopped) break;
      }
    }
    if (level < 0) level = static_cast<int>(std::bit_width(have));
    if (level == 0) return {0, Stop::kNever};
    if (chains) {
      if constexpr (kPlain) {
        Chain(events, level, rows, times);
      } else {
        Follow(events, level, rows, times);
      }
    }
    if (level == steps_) return {level, Stop::kConverted};
    if (stopped) return {level, Stop::kInterrupted};
    return {level, StillOpen(start_[0], window_, as_of) ? Stop::kOpen : Stop::kWindow};
  }

 private:
  struct Node {
    uint32_t event;
    int32_t before;
  };

  Verdict Converted(std::span<const Event> events, uint32_t* rows, int64_t* times) {
    if (rows != nullptr) Follow(events, steps_, rows, times);
    return {steps_, Stop::kConverted};
  }

  // The newest row of [first, end) that satisfies the step now stands in its slot.
  void Note(size_t slot, int32_t before, std::span<const Event> events, size_t first, size_t end) {
    size_t event = end - 1;
    while (event > first && (masks_[events[event].code] >> slot & 1) == 0) --event;
    node_[slot] = static_cast<int32_t>(nodes_.size());
    nodes_.push_back({static_cast<uint32_t>(event), before});
  }

  // The chain the slot of a level holds.
  void Follow(std::span<const Event> events, int level, uint32_t* rows, int64_t* times) const {
    int32_t node = node_[static_cast<size_t>(level) - 1];
    for (int s = level - 1; s >= 0; --s) {
      const Node& at = nodes_[static_cast<size_t>(node)];
      rows[s] = events[at.event].row;
      times[s] = events[at.event].time;
      node = at.before;
    }
  }

  // From the latest start of the level the earliest row of every step.
  void Chain(std::span<const Event> events, int level, uint32_t* rows, int64_t* times) const {
    int64_t time = start_[static_cast<size_t>(level) - 1];
    size_t i = 0;
    while (events[i].time < time) ++i;
    for (int s = 0; s < level; ++s) {
      while ((masks_[events[i].code] >> s & 1) == 0) ++i;
      rows[s] = events[i].row;
      times[s] = events[i].time;
      time = events[i].time;
      if constexpr (kLater) {
        while (s + 1 < level && events[i].time == time) ++i;
      } else {
        while (i > 0 && events[i - 1].time == time) --i;
      }
    }
  }

  const uint64_t* masks_;
  int steps_;
  uint64_t window_;
  std::array<int64_t, kMaxSteps> start_{};
  std::array<int64_t, kMaxSteps> last_{};
  std::array<int32_t, kMaxSteps> node_{};
  std::vector<Node> nodes_;
};

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_SLOTS_H_
