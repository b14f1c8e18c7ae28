// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// UTF-8: reading and writing code points.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_UTF8_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attain::expression {

/// The code point at *position, which moves past it; 0xFFFFFFFF when the bytes there are not valid
/// UTF-8 (*position moves by one).
inline uint32_t NextCodePoint(std::string_view text, size_t* position) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const size_t at = *position;
  const uint8_t lead = byte(at);
  *position = at + 1;
  if (lead < 0x80) return lead;
  const int extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || at + extra >= text.size()) return 0xFFFFFFFF;
  uint32_t point = lead & (0x3F >> extra);
  for (int i = 1; i <= extra; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0xFFFFFFFF;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  const bool overlong = (extra == 2 && point < 0x800) || (extra == 3 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return 0xFFFFFFFF;
  *position = at + 1 + extra;
  return point;
}

/// Appends a code point, which must be valid.
inline void AppendCodePoint(uint32_t point, std::string* out) {
  if (point < 0x80) {
    out->push_back(static_cast<char>(point));
    return;
  }
  const int extra = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  static constexpr uint8_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out->push_back(static_cast<char>(kLead[extra] | (point >> (6 * extra))));
  for (int i = extra - 1; i >= 0; --i)
    out->push_back(static_cast<char>(0x80 | ((point >> (6 * i)) & 0x3F)));
}

/// The byte offset of the first fault, or npos when text is valid UTF-8.
inline size_t FindInvalidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    if (NextCodePoint(text, &i) == 0xFFFFFFFF) return start;
  }
  return std::string_view::npos;
}

/// Number of code points of valid UTF-8.
inline int64_t CountCodePoints(std::string_view text) {
  int64_t count = 0;
  for (const char c : text) count += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_UTF8_H_
