// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A small symmetric positive definite matrix: factorised, solved, inverted (Cholesky). The lower
// half is kept.
#ifndef ATTAIN_SRC_STATS_INTERNAL_SYMMETRIC_H_
#define ATTAIN_SRC_STATS_INTERNAL_SYMMETRIC_H_

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace attain::stats::internal {

/// A symmetric matrix of `size` rows, zero at first.
class Symmetric {
 public:
  explicit Symmetric(size_t size) : size_(size), cells_(size * size, 0) {}

  size_t size() const { return size_; }
  /// The cell of a row and a column not after it.
  double& operator()(size_t row, size_t column) { return cells_[row * size_ + column]; }
  double operator()(size_t row, size_t column) const { return cells_[row * size_ + column]; }
  /// Any cell.
  double At(size_t row, size_t column) const {
    return row >= column ? (*this)(row, column) : (*this)(column, row);
  }

  /// Puts the Cholesky factor in the place of the matrix. False when a row is, up to rounding, a
  /// sum of those before it: `failed()` says which.
  bool Factorise() {
    for (size_t j = 0; j < size_; ++j) {
      const double whole = (*this)(j, j);
      double rest = whole;
      for (size_t k = 0; k < j; ++k) rest -= (*this)(j, k) * (*this)(j, k);
      if (!(rest > kLeast * whole) || !std::isfinite(rest)) {
        failed_ = j;
        return false;
      }
      const double pivot = std::sqrt(rest);
      (*this)(j, j) = pivot;
      for (size_t i = j + 1; i < size_; ++i) {
        double sum = (*this)(i, j);
        for (size_t k = 0; k < j; ++k) sum -= (*this)(i, k) * (*this)(j, k);
        (*this)(i, j) = sum / pivot;
      }
    }
    return true;
  }
  /// The row at which Factorise gave up.
  size_t failed() const { return failed_; }

  /// After Factorise: x with (matrix) x = `right`, in its place.
  void Solve(std::vector<double>& right) const {
    for (size_t i = 0; i < size_; ++i) {
      for (size_t k = 0; k < i; ++k) right[i] -= (*this)(i, k) * right[k];
      right[i] /= (*this)(i, i);
    }
    for (size_t i = size_; i-- > 0;) {
      for (size_t k = i + 1; k < size_; ++k) right[i] -= (*this)(k, i) * right[k];
      right[i] /= (*this)(i, i);
    }
  }

  /// After Factorise: the inverse of the matrix.
  Symmetric Inverse() const {
    Symmetric inverse(size_);
    std::vector<double> column(size_);
    for (size_t j = 0; j < size_; ++j) {
      column.assign(size_, 0);
      column[j] = 1;
      Solve(column);
      for (size_t i = j; i < size_; ++i) inverse(i, j) = column[i];
    }
    return inverse;
  }

 private:
  static constexpr double kLeast = 1e-12;  // of what a row has left, against what it had

  size_t size_;
  size_t failed_ = 0;
  std::vector<double> cells_;
};

}  // namespace attain::stats::internal

#endif  // ATTAIN_SRC_STATS_INTERNAL_SYMMETRIC_H_
