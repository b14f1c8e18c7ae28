// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Rows of one time each given to one step: whether some steps can all have a row of their own.
// Augmenting paths (Kuhn 1955); groups of equal time are small.
//
//   rows {1,2} {1}: steps 1 and 2 both find one, though the first row would have done for either
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_MATCHING_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_MATCHING_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "attain/funnel/events.h"

namespace attain::funnel {

class Matching {
 public:
  /// Rows as masks of the steps they satisfy. They must live as long as the matching.
  explicit Matching(std::span<const uint64_t> rows) : rows_(rows), step_of_(rows.size(), -1) {}

  /// Gives a step a row, moving others if need be; false when that cannot be.
  bool Add(int step) {
    tried_.assign(rows_.size(), 0);
    return Find(step);
  }
  /// The row of a step that was added.
  size_t RowOf(int step) const { return row_of_[static_cast<size_t>(step)]; }

 private:
  bool Find(int step) {
    for (size_t row = 0; row < rows_.size(); ++row) {
      if ((rows_[row] >> step & 1) == 0 || tried_[row] != 0) continue;
      tried_[row] = 1;
      if (step_of_[row] < 0 || Find(step_of_[row])) {
        step_of_[row] = step;
        row_of_[static_cast<size_t>(step)] = row;
        return true;
      }
    }
    return false;
  }

  std::span<const uint64_t> rows_;
  std::vector<int> step_of_;
  std::array<size_t, kMaxSteps> row_of_{};
  std::vector<uint8_t> tried_;
};

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_MATCHING_H_
