// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The one walk along a rate table that everything pays by: marginal tiers of a plan, of a column,
// of ten million rows, with the amount, the lines or the whole trace kept.
//
// Bands become segments that cover the whole number line without gap or overlap, so that the walk
// has no cases: what no band covers is a segment that pays nothing. A transaction is a step from x
// to x + amount, forwards or backwards; the walk emits a piece for every segment the step passes.
// Pieces of steps that follow one another telescope: together they pay what one step over the whole
// way pays.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SEGMENTS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SEGMENTS_H_

#include <cstdint>
#include <utility>
#include <vector>

namespace attain::incentive {

/// Segments in ascending order. Segment k ends at upper[k]; the last one does not end.
template <typename Num>
struct Segments {
  std::vector<Num> upper;     // one fewer than segments
  std::vector<Num> rate;      // one per segment
  std::vector<int32_t> band;  // the band a segment belongs to, -1 for none
};

/// A band with number type Num, as MakeSegments takes it.
template <typename Num>
struct Stretch {
  Num from;
  Num to;
  bool open = false;  // no `to`
  Num rate;
  int32_t band = -1;
};

/// Segments from stretches in ascending order that do not overlap. `first_band_below`: a stretch
/// that starts at zero continues below it.
template <typename Num>
Segments<Num> MakeSegments(const std::vector<Stretch<Num>>& stretches, bool first_band_below) {
  Segments<Num> segments;
  segments.upper.reserve(stretches.size() * 2 + 1);
  segments.rate.reserve(stretches.size() * 2 + 1);
  segments.band.reserve(stretches.size() * 2 + 1);
  const Num zero(0);
  bool covered = false;  // the line is covered up to the start of the stretch at hand
  Num end = zero;
  const auto add = [&](Num rate, int32_t band) {
    segments.rate.push_back(std::move(rate));
    segments.band.push_back(band);
  };
  for (const Stretch<Num>& stretch : stretches) {
    if (!stretch.open && !(stretch.from < stretch.to)) continue;
    const bool downwards = !covered && first_band_below && !(stretch.from > zero) &&
                           (stretch.open || stretch.to > zero);
    if (!downwards && (!covered || end < stretch.from)) {  // a hole before it
      add(zero, -1);
      segments.upper.push_back(stretch.from);
    }
    add(stretch.rate, stretch.band);
    covered = true;
    if (stretch.open) return segments;
    end = stretch.to;
    segments.upper.push_back(stretch.to);
  }
  add(zero, -1);
  return segments;
}

/// The number of the segment a step from `x` upwards starts in.
template <typename Num>
size_t SegmentOf(const Segments<Num>& segments, const Num& x) {
  size_t k = 0;
  while (k < segments.upper.size() && !(x < segments.upper[k])) ++k;
  return k;
}

/// Where a walk stands.
template <typename Num>
struct Position {
  Num x;
  size_t segment;
};

/// Walks from `at` by `amount` and calls sink(segment, width, rate) for every piece; width is
/// negative on the way down. Returns the new position.
template <typename Num, typename Sink>
Position<Num> Walk(const Segments<Num>& segments, Position<Num> at, const Num& amount,
                   Sink&& sink) {
  const Num to = at.x + amount;
  const size_t last = segments.upper.size();
  while (at.segment < last && segments.upper[at.segment] < to) {
    const Num& bound = segments.upper[at.segment];
    if (!(bound == at.x)) sink(at.segment, bound - at.x, segments.rate[at.segment]);
    at.x = bound;
    ++at.segment;
  }
  while (at.segment > 0 && to < segments.upper[at.segment - 1]) {
    const Num& bound = segments.upper[at.segment - 1];
    if (!(bound == at.x)) sink(at.segment, bound - at.x, segments.rate[at.segment]);
    at.x = bound;
    --at.segment;
  }
  if (!(to == at.x)) sink(at.segment, to - at.x, segments.rate[at.segment]);
  at.x = to;
  return at;
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SEGMENTS_H_
