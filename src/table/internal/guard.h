// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Where memory runs out, a function that returns a status says so instead of throwing.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_GUARD_H_
#define ATTAIN_SRC_TABLE_INTERNAL_GUARD_H_

#include <new>
#include <stdexcept>

#include "absl/status/status.h"
#include "attain/base/status.h"

namespace attain::table::internal {

/// kOutOfMemory; without a text when there is no memory for one either.
inline absl::Status OutOfMemory() {
  try {
    return MakeError(Reason::kOutOfMemory, "memory could not be allocated");
  } catch (const std::bad_alloc&) {
    return absl::Status(absl::StatusCode::kResourceExhausted, {});
  }
}

/// The result of `f`, or kOutOfMemory when it ran out of memory.
template <typename F>
auto Guarded(F f) -> decltype(f()) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    return OutOfMemory();
  } catch (const std::length_error&) {
    return OutOfMemory();
  }
}

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_GUARD_H_
