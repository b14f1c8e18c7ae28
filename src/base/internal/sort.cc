// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/sort.h"

#include <algorithm>
#include <numeric>

namespace attain::internal {

std::vector<size_t> SortedPlaces(size_t count, absl::FunctionRef<bool(size_t, size_t)> less) {
  std::vector<size_t> places(count);
  std::iota(places.begin(), places.end(), size_t{0});
  // By place where equal: as good as a stable sort, and without memory of its own.
  std::sort(places.begin(), places.end(),
            [&](size_t a, size_t b) { return less(a, b) || (!less(b, a) && a < b); });
  return places;
}

}  // namespace attain::internal
