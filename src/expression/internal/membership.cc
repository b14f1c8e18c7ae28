// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/membership.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/internal/sort.h"

namespace attain::expression {
namespace {

constexpr uint64_t kWidestTable = 1 << 16;

/// Up to eight bytes as a number: of a longer text the first ones, of a shorter text all, some of
/// them twice.
uint64_t FirstOf(std::string_view text) {
  const size_t size = text.size();
  if (size >= 8) {
    uint64_t whole = 0;
    std::memcpy(&whole, text.data(), 8);
    return whole;
  }
  if (size >= 4) {
    uint32_t low = 0;
    uint32_t high = 0;
    std::memcpy(&low, text.data(), 4);
    std::memcpy(&high, text.data() + size - 4, 4);
    return low | uint64_t{high} << 32;
  }
  if (size == 0) return 0;
  const auto byte = [&](size_t i) { return uint64_t{static_cast<unsigned char>(text[i])}; };
  return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

}  // namespace

TextSet::TextSet(std::vector<std::string> texts) : texts_(std::move(texts)) {
  while ((size_t{1} << bits_) < 4 * texts_.size()) ++bits_;
  slots_.resize(size_t{1} << bits_);
  for (const std::string& text : texts_) {
    const uint64_t first = FirstOf(text);
    size_t at = Place(first, text.size());
    while (slots_[at].used && slots_[at].text != text) at = Next(at);
    slots_[at] = {first, text, true};
  }
}

size_t TextSet::Place(uint64_t first, size_t size) const {
  return static_cast<size_t>(((first ^ uint64_t{size} << 56) * 0x9E3779B97F4A7C15) >> (64 - bits_));
}

bool TextSet::Contains(std::string_view text) const {
  const uint64_t first = FirstOf(text);
  for (size_t at = Place(first, text.size()); slots_[at].used; at = Next(at)) {
    if (slots_[at].first == first && slots_[at].text == text) return true;
  }
  return false;
}

NumberSet::NumberSet(std::vector<int64_t> numbers) : numbers_(std::move(numbers)) {
  internal::Sort(numbers_, std::less<>());
  if (numbers_.empty()) return;
  low_ = static_cast<uint64_t>(numbers_.front());
  const uint64_t width = static_cast<uint64_t>(numbers_.back()) - low_;
  if (width >= kWidestTable) return;
  table_.resize(width + 1);
  for (const int64_t number : numbers_) table_[static_cast<uint64_t>(number) - low_] = 1;
}

bool NumberSet::Contains(int64_t number) const {
  uint8_t found = 0;
  Contains({&number, 1}, &found);
  return found != 0;
}

void NumberSet::Contains(std::span<const int64_t> values, uint8_t* result) const {
  if (table_.empty()) {
    for (size_t i = 0; i < values.size(); ++i)
      result[i] = std::binary_search(numbers_.begin(), numbers_.end(), values[i]) ? 1 : 0;
    return;
  }
  const uint64_t width = table_.size();
  for (size_t i = 0; i < values.size(); ++i) {
    const uint64_t place = static_cast<uint64_t>(values[i]) - low_;
    result[i] = place < width ? table_[place] : uint8_t{0};
  }
}

}  // namespace attain::expression
