// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Memory for millions of values, under the names this module uses.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_BIG_ARRAY_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_BIG_ARRAY_H_

#include "base/internal/big_array.h"

namespace attain::incentive {

using attain::internal::BigArray;
using attain::internal::FreeMemory;
using attain::internal::MakeBigArray;

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_BIG_ARRAY_H_
