// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Whole numbers of any size given dense numbers, in the order of first sight.
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_DENSE_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_DENSE_H_

#include <cstdint>
#include <span>
#include <vector>

namespace attain::funnel {

struct DenseNumbers {
  std::vector<int32_t> number;  // per value
  std::vector<int64_t> values;  // by number
};

/// At most 2^31 - 1 distinct values.
DenseNumbers Densify(std::span<const int64_t> values);

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_DENSE_H_
