// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// From a layout to the C++ type of its elements.
#ifndef ATTAIN_SRC_TABLE_INTERNAL_VISIT_H_
#define ATTAIN_SRC_TABLE_INTERNAL_VISIT_H_

#include <cstdint>

#include "attain/table/column.h"

namespace attain::table::internal {

/// True for the layouts of whole numbers.
constexpr bool IsInteger(Layout layout) {
  return layout >= Layout::kInt8 && layout <= Layout::kUint64;
}

/// True for the layouts of indices into a dictionary.
constexpr bool IsDictionary(Layout layout) {
  return layout >= Layout::kDictionary8 && layout <= Layout::kDictionary64;
}

/// Calls `f` with a zero of the element type of an integer layout.
template <typename F>
decltype(auto) VisitInteger(Layout layout, F f) {
  switch (layout) {
    case Layout::kInt8:
      return f(int8_t{});
    case Layout::kInt16:
      return f(int16_t{});
    case Layout::kInt32:
      return f(int32_t{});
    case Layout::kUint8:
      return f(uint8_t{});
    case Layout::kUint16:
      return f(uint16_t{});
    case Layout::kUint32:
      return f(uint32_t{});
    case Layout::kUint64:
      return f(uint64_t{});
    default:
      return f(int64_t{});
  }
}

/// Calls `f` with a zero of the index type of a dictionary layout.
template <typename F>
decltype(auto) VisitIndex(Layout layout, F f) {
  switch (layout) {
    case Layout::kDictionary8:
      return f(int8_t{});
    case Layout::kDictionary16:
      return f(int16_t{});
    case Layout::kDictionary32:
      return f(int32_t{});
    default:
      return f(int64_t{});
  }
}

/// The text of element `i` of a chunk of plain text.
inline std::string_view PlainText(const Chunk& chunk, int64_t i) {
  if (chunk.layout == Layout::kUtf8) {
    const int32_t* offsets = chunk.As<int32_t>();
    return {chunk.text + offsets[i], static_cast<size_t>(offsets[i + 1] - offsets[i])};
  }
  const int64_t* offsets = chunk.As<int64_t>();
  return {chunk.text + offsets[i], static_cast<size_t>(offsets[i + 1] - offsets[i])};
}

/// The index of element `i` of a dictionary chunk.
inline int64_t IndexAt(const Chunk& chunk, int64_t i) {
  return VisitIndex(chunk.layout,
                    [&](auto zero) { return static_cast<int64_t>(chunk.As<decltype(zero)>()[i]); });
}

/// Quotient rounded towards minus infinity; `divisor` > 0.
constexpr int64_t FloorDivide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

inline constexpr int64_t kMillisPerDay = 86'400'000;
inline constexpr int64_t kMicrosPerDay = 86'400'000'000;

/// The microseconds of a timestamp in the unit of `layout`; false when beyond int64. Nanoseconds
/// are cut towards the past.
constexpr bool ToMicros(Layout layout, int64_t value, int64_t* micros) {
  switch (layout) {
    case Layout::kTimestampSecond:
      return !__builtin_mul_overflow(value, int64_t{1'000'000}, micros);
    case Layout::kTimestampMilli:
      return !__builtin_mul_overflow(value, int64_t{1'000}, micros);
    case Layout::kTimestampNano:
      *micros = FloorDivide(value, 1'000);
      return true;
    default:
      *micros = value;
      return true;
  }
}

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_VISIT_H_
