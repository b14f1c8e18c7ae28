// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Is it UTF-8? (RFC 3629: shortest form, no surrogates, at most U+10FFFF.)
#ifndef ATTAIN_SRC_TABLE_INTERNAL_UTF8_H_
#define ATTAIN_SRC_TABLE_INTERNAL_UTF8_H_

#include <cstdint>
#include <string_view>

namespace attain::table::internal {

/// The first byte that begins no well-formed character, or -1 when all of `text` is UTF-8. ASCII passes at
/// the speed of memory.
int64_t FirstInvalidUtf8(std::string_view text);

/// True when all bytes of `text` are below 128.
bool IsAscii(std::string_view text);

}  // namespace attain::table::internal

#endif  // ATTAIN_SRC_TABLE_INTERNAL_UTF8_H_
