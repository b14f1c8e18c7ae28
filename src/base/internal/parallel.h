// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The same work for several threads, each told its number. What one of them throws (no memory)
// reaches the caller after all have ended; a thread that cannot be started has its part done by the
// caller.
#ifndef ATTAIN_SRC_BASE_INTERNAL_PARALLEL_H_
#define ATTAIN_SRC_BASE_INTERNAL_PARALLEL_H_

#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace attain::internal {

template <typename Work>
void RunParallel(int threads, Work&& work) {
  if (threads <= 1) {
    work(0);
    return;
  }
  std::vector<std::exception_ptr> failures(static_cast<size_t>(threads));
  const auto guarded = [&](int number) noexcept {
    try {
      work(number);
    } catch (...) {
      failures[static_cast<size_t>(number)] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(static_cast<size_t>(threads));
  int started = 1;
  try {
    for (; started < threads; ++started)
      others.emplace_back([&guarded, started] { guarded(started); });
  } catch (const std::system_error&) {
    // no thread to be had: the rest is done below
  }
  guarded(0);
  for (int i = started; i < threads; ++i) guarded(i);
  for (std::thread& thread : others) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_PARALLEL_H_
