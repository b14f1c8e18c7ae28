// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Several threads at one work, under the name this module uses.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_PARALLEL_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_PARALLEL_H_

#include "base/internal/parallel.h"

namespace attain::incentive {

using attain::internal::RunParallel;

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_PARALLEL_H_
