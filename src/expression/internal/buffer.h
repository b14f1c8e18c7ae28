// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Memory for the values of a result, not set to anything: every element is written once.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_BUFFER_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_BUFFER_H_

#include <cstddef>
#include <memory>

namespace attain::expression {

/// An array of plain values. Not yet any, after construction by default.
template <typename T>
class Buffer {
 public:
  Buffer() = default;
  /// Throws std::bad_alloc.
  explicit Buffer(size_t count) : data_(new T[count]) {}

  T* data() { return data_.get(); }              ///< The first element.
  const T* data() const { return data_.get(); }  ///< The first element.

 private:
  std::unique_ptr<T[]> data_ = nullptr;
};

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_BUFFER_H_
