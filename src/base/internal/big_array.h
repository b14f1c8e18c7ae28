// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Memory for millions of values that are written before they are read: not filled with zeros first,
// and in large pages where the system has them, so that scattered writes do not wait for the page
// tables.
#ifndef ATTAIN_SRC_BASE_INTERNAL_BIG_ARRAY_H_
#define ATTAIN_SRC_BASE_INTERNAL_BIG_ARRAY_H_

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace attain::internal {

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};

/// Values of a plain type, not initialised. Throws std::bad_alloc.
template <typename T>
using BigArray = std::unique_ptr<T[], FreeMemory>;

template <typename T>
BigArray<T> MakeBigArray(int64_t size) {
  static_assert(std::is_trivially_copyable_v<T>);
  constexpr size_t kPage = size_t{1} << 21;
  const auto count = static_cast<size_t>(size > 0 ? size : 1);
  if (count > (SIZE_MAX - kPage) / sizeof(T)) throw std::bad_alloc();
  size_t bytes = count * sizeof(T);
  void* memory = nullptr;
  if (bytes >= 2 * kPage) {
    bytes = (bytes + kPage - 1) / kPage * kPage;
    memory = std::aligned_alloc(kPage, bytes);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (memory != nullptr)
      madvise(memory, bytes, MADV_HUGEPAGE);  // where it is refused, small pages do
#endif
  } else {
    memory = std::malloc(bytes);
  }
  if (memory == nullptr) throw std::bad_alloc();
  return BigArray<T>(static_cast<T*>(memory));
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_BIG_ARRAY_H_
