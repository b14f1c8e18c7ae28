// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/text.h"

#include <cstddef>

namespace attain::internal {

void Piece::Print(absl::int128 number) {
  // Digits are made backwards from the end of the buffer; the smallest number has no positive twin,
  // hence uint128.
  char* const end = buffer_ + sizeof(buffer_);
  char* first = end;
  const bool negative = number < 0;
  absl::uint128 rest = negative ? -absl::uint128(number) : absl::uint128(number);
  while (absl::Uint128High64(rest) != 0) {
    *--first = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  uint64_t low = absl::Uint128Low64(rest);
  do {
    *--first = static_cast<char>('0' + low % 10);
    low /= 10;
  } while (low != 0);
  if (negative) *--first = '-';
  text_ = std::string_view(first, static_cast<size_t>(end - first));
}

void AppendViews(std::string* target, std::initializer_list<std::string_view> pieces) {
  size_t size = target->size();
  for (const std::string_view piece : pieces) size += piece.size();
  if (size > target->capacity())
    target->reserve(size < 2 * target->size() ? 2 * target->size() : size);
  for (const std::string_view piece : pieces) target->append(piece);
}

std::string StrJoin(std::span<const std::string> parts, std::string_view separator) {
  std::string result;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) result.append(separator);
    result.append(parts[i]);
  }
  return result;
}

}  // namespace attain::internal
