// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Distributions on consecutive whole numbers, and the distribution of a sum of two.
#ifndef ATTAIN_SRC_STATS_INTERNAL_CONVOLUTION_H_
#define ATTAIN_SRC_STATS_INTERNAL_CONVOLUTION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace attain::stats {

/// Chances of `first`, `first` + 1, …
struct Cells {
  int64_t first = 0;
  std::vector<double> chance = {1.0};
};

/// A chance below this is taken for rounding where there are many cells.
inline constexpr double kTrace = 1e-18;
/// Up to this many cells nothing is ever left out.
inline constexpr size_t kFewCells = 4096;

/// Adds a payment of `step` (at least 0) cells with chance `pays`, of step + 1 with chance `next`,
/// otherwise of nothing.
void AddPayment(Cells& cells, int64_t step, double pays, double next);

/// Cuts cells below kTrace off both ends when there are many.
void Trim(Cells& cells);

/// Sums of two distributions, with the tables of the Fourier transform kept for the next.
class Convolver {
 public:
  /// The distribution of the sum; both must be distributions. Good to about 1e-16 per cell.
  Cells Sum(const Cells& a, const Cells& b);

 private:
  struct Table;
  const Table& TableOf(size_t size);
  void Forward(double* re, double* im, size_t size);
  void Backward(double* re, double* im, size_t size);

  // Three roots of unity for each place of a butterfly: their real and imaginary parts, one after
  // the other.
  struct Table {
    std::vector<double> roots[6];
  };
  std::map<size_t, Table> tables_;
  std::vector<double> re_;
  std::vector<double> im_;
};

}  // namespace attain::stats

#endif  // ATTAIN_SRC_STATS_INTERNAL_CONVOLUTION_H_
