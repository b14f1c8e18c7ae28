// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Something made once, on first use, by whoever comes first.
//
//   once.Run([&] { index = Build(); });
//
// In place of std::call_once: an exception that passes through that one makes the C library load
// its unwinder, which ends the process when memory is short. Here the exception simply passes, and
// the next caller tries again; what was half made must be made anew.
#ifndef ATTAIN_SRC_BASE_INTERNAL_ONCE_H_
#define ATTAIN_SRC_BASE_INTERNAL_ONCE_H_

#include <atomic>
#include <mutex>

namespace attain::internal {

/// Runs one function once.
class Once {
 public:
  /// Runs `make` unless it was run to its end before; callers wait for one another.
  template <typename Make>
  void Run(Make&& make) {
    if (done_.load(std::memory_order_acquire)) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (done_.load(std::memory_order_relaxed)) return;
    make();
    done_.store(true, std::memory_order_release);
  }

 private:
  std::atomic<bool> done_ = false;
  std::mutex mutex_;
};

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_ONCE_H_
