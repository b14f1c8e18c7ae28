// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/sort.h"

#include <algorithm>
#include <numeric>

namespace attain::internal {

std::vector<size_t> SortedPlaces(size_t count, absl::FunctionRef<bool(size_t, size_t)> less) {
  std::vector<size_t> places(count);
  std::iota(places.begin(), places.end(), size_t{0});
  std::stable_sort(places.begin(), places.end(), less);
  return places;
}

}  // namespace attain::internal
