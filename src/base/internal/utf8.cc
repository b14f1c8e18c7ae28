// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/utf8.h"

#include <algorithm>
#include <cstring>

namespace attain::internal {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080U;

// Bytes of ASCII at the start of [at, end), found in steps of 64 bytes.
size_t AsciiRun(const char* at, const char* end) {
  const char* start = at;
  while (end - at >= 64) {
    uint64_t words[8];
    std::memcpy(words, at, sizeof words);
    uint64_t any = 0;
    for (const uint64_t word : words) any |= word;
    if ((any & kHighBits) != 0) break;
    at += 64;
  }
  while (end - at >= 8) {
    uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if ((word & kHighBits) != 0) break;
    at += 8;
  }
  while (at < end && static_cast<unsigned char>(*at) < 0x80) ++at;
  return static_cast<size_t>(at - start);
}

// Length of the well-formed character of two bytes or more at the start of `text`; 0 when there is
// none.
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  size_t length = 0;
  unsigned char low = 0x80;  // bounds of the second byte
  unsigned char high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  return length;
}

}  // namespace

bool IsAscii(std::string_view text) {
  return AsciiRun(text.data(), text.data() + text.size()) == text.size();
}

int64_t FirstInvalidUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    at += AsciiRun(text.data() + at, text.data() + text.size());
    // Text outside ASCII comes in runs; the check for ASCII would be lost on each letter.
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
      const size_t length = CharacterLength(text.substr(at));
      if (length == 0) return static_cast<int64_t>(at);
      at += length;
    }
  }
  return -1;
}

}  // namespace attain::internal
