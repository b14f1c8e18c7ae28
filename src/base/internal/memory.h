// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Memory that ran out is not a fault of the data. Code that turns a failure into a finding and goes
// on passes this one upwards first.
#ifndef ATTAIN_SRC_BASE_INTERNAL_MEMORY_H_
#define ATTAIN_SRC_BASE_INTERNAL_MEMORY_H_

#include <new>

#include "absl/status/status.h"
#include "attain/base/status.h"

namespace attain::internal {

/// Throws std::bad_alloc when `status` says that memory ran out, as the failed allocation itself
/// would have: kOutOfMemory, or the code alone when there was no memory for a text either.
inline void PassOutOfMemory(const absl::Status& status) {
  if (absl::IsResourceExhausted(status) &&
      (status.message().empty() || ReasonOf(status) == Reason::kOutOfMemory))
    throw std::bad_alloc();
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_MEMORY_H_
