// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sorting where it happens once per document, tree or result, and not once per row of data.
//
//   Sort(findings, [](const Finding& a, const Finding& b) { return a.where.row < b.where.row; });
//
// std::sort is compiled anew for each type and order, a kilobyte or two each time. Here one copy
// sorts places, and what is sorted is moved once. Equal items keep their order, so that the result
// is one and the same everywhere.
#ifndef ATTAIN_SRC_BASE_INTERNAL_SORT_H_
#define ATTAIN_SRC_BASE_INTERNAL_SORT_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"

namespace attain::internal {

/// The places 0..count-1 in the order of what stands there; equal ones by place. `less` takes two
/// places.
std::vector<size_t> SortedPlaces(size_t count, absl::FunctionRef<bool(size_t, size_t)> less);

/// Sorts `items` by `less`; equal items keep their order.
template <typename T, typename Less = std::less<T>>
void Sort(std::vector<T>& items, Less less = {}) {
  const std::vector<size_t> places =
      SortedPlaces(items.size(), [&](size_t a, size_t b) { return less(items[a], items[b]); });
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const size_t place : places) sorted.push_back(std::move(items[place]));
  items.swap(sorted);
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_SORT_H_
