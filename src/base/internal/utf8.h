// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// UTF-8 (RFC 3629): checked as a whole, one character at a time, and as a JSON string.
//
//   size_t at = 0;
//   while (at < text.size()) Use(NextCodePoint(text, &at));   // kBadCodePoint for bytes that are
//   no UTF-8
//
// Strict: overlong forms, surrogates and values beyond U+10FFFF are bad.
#ifndef ATTAIN_SRC_BASE_INTERNAL_UTF8_H_
#define ATTAIN_SRC_BASE_INTERNAL_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attain::internal {

/// What NextCodePoint gives for bytes that are not UTF-8.
inline constexpr uint32_t kBadCodePoint = 0xFFFFFFFF;

/// The character at byte `*at` of `text`, which must be before its end; moves `*at` behind it
/// (behind one byte when it is bad).
inline uint32_t NextCodePoint(std::string_view text, size_t* at) {
  const auto first = static_cast<unsigned char>(text[(*at)++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first <= 0xF4 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || first > 0xF4 || text.size() - *at < static_cast<size_t>(more))
    return kBadCodePoint;
  uint32_t point = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    const auto next = static_cast<unsigned char>(text[*at + static_cast<size_t>(i)]);
    if ((next & 0xC0U) != 0x80U) return kBadCodePoint;
    point = (point << 6) | (next & 0x3FU);
  }
  const bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return kBadCodePoint;
  *at += static_cast<size_t>(more);
  return point;
}

/// The first byte that begins no well-formed character, or -1 when all of `text` is UTF-8. ASCII
/// passes at the speed of memory.
int64_t FirstInvalidUtf8(std::string_view text);

/// True when all bytes of `text` are below 128.
bool IsAscii(std::string_view text);

/// True when all of `text` is UTF-8.
inline bool IsUtf8(std::string_view text) { return FirstInvalidUtf8(text) < 0; }

/// Adds `text` to `*out` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
inline void AppendJsonText(std::string_view text, std::string* out) {
  constexpr char kHex[] = "0123456789abcdef";
  out->push_back('"');
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const uint32_t point = NextCodePoint(text, &at);
    if (point == kBadCodePoint) {
      out->append("\xEF\xBF\xBD");
    } else if (point == '"' || point == '\\') {
      out->push_back('\\');
      out->push_back(static_cast<char>(point));
    } else if (point == '\n') {
      out->append("\\n");
    } else if (point == '\t') {
      out->append("\\t");
    } else if (point == '\r') {
      out->append("\\r");
    } else if (point < 0x20) {
      out->append("\\u00");
      out->push_back(kHex[point >> 4]);
      out->push_back(kHex[point & 0xFU]);
    } else {
      out->append(text.substr(begin, at - begin));
    }
  }
  out->push_back('"');
}

}  // namespace attain::internal

#endif  // ATTAIN_SRC_BASE_INTERNAL_UTF8_H_
