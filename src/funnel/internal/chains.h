// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Chains by all the rules of `Funnel`, one subject at a time.
//
// For every step the engine keeps the rows that end a chain there, as pairs (time of the row, start
// of the chain). A pair is of no use once another one ends later and starts no earlier, so that few
// are left: mostly one. A row of step s takes the latest start among the pairs of the steps before
// that the window, the gap and the excluded rows in between allow.
//
//   window 10, gap 3 to step 2:   a1 a2 b5     pairs of step 1: (2, 2)     b5 follows a2: (5, 2)
//
// The winning chain is looked for afterwards, from the latest start on, row by row.
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_CHAINS_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_CHAINS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "funnel/internal/verdict.h"

namespace attain::funnel {

/// A row as chains see it; where equal times count as one, several rows.
struct ChainRow {
  int64_t time;
  uint64_t mask;
  uint64_t excludes;
  uint32_t row;
};

class ChainEngine {
 public:
  ChainEngine(const EventLog& log, const Funnel& funnel);

  Verdict Run(std::span<const Event> events, int64_t as_of, uint32_t* rows, int64_t* times);

 private:
  struct Pair {
    int64_t time;
    int64_t start;
    int64_t place;  // counts upwards
  };

  int64_t GapOf(int step) const;
  bool MayFollow(int before, int step) const;
  std::optional<int64_t> StartFor(int before, int step, int64_t time) const;
  std::optional<int64_t> BestStart(int step, int64_t time) const;
  void Add(int step, int64_t time, int64_t start);
  bool MayStart(int64_t time);
  void Take(int step, int64_t time);
  void TakeGroup(size_t first, size_t end);
  void TakeOnce(size_t first, size_t end);
  void TakeFrom(size_t first, size_t end, int base, int64_t start);
  bool Breaks(uint64_t excludes, int64_t time);
  void Ordered();
  void Adjacent();
  bool TakeAdjacent(size_t i);
  Verdict Unordered(int64_t as_of, uint32_t* rows, int64_t* times);
  int Distinct(size_t first, size_t end, uint32_t* rows, int64_t* times);
  bool Open(int64_t as_of) const;

  // The winning chain.
  bool Follow(size_t i, int step, int level, int64_t start, uint32_t* rows, int64_t* times);
  bool Try(size_t j, int before, int step, int level, int64_t start, uint32_t* rows,
           int64_t* times);
  bool FollowTo(size_t i, int before, int step, int level, int64_t start, uint32_t* rows,
                int64_t* times);

  const EventLog& log_;
  const Funnel& funnel_;
  uint64_t window_;
  std::vector<ChainRow> rows_;
  std::vector<std::vector<Pair>> pairs_;  // by step; starts fall as times rise
  std::array<int64_t, kMaxSteps> cut_{};  // pairs before this place may not lead to the step
  std::array<std::optional<int64_t>, kMaxSteps>
      broken_;                                  // start of the last chain cut before a step
  std::vector<std::pair<int, int64_t>> found_;  // of a group: step and start
  std::vector<uint64_t> masks_;
  std::vector<uint8_t> used_;
  std::vector<uint64_t> dead_;  // per row: steps for which it leads nowhere
  int64_t place_ = 0;
  std::optional<int64_t> first_;  // when the subject first met step 1
  bool interrupted_ = false;
  size_t end_ = 0;  // rows from here on do not count
  bool stopped_ = false;
  int level_ = 0;
  int64_t start_ = 0;
};

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_CHAINS_H_
