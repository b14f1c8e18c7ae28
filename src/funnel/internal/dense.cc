// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "funnel/internal/dense.h"

#include <algorithm>
#include <array>
#include <bit>

namespace attain::funnel {
namespace {

struct Slot {
  int64_t value;
  int32_t number;  // -1: empty
};

uint64_t Spread(int64_t value) {
  auto z = static_cast<uint64_t>(value) * 0x9E3779B97F4A7C15u;
  z ^= z >> 32;
  return z * 0xD6E8FEB86659FD93u;
}

class Numbers {
 public:
  Numbers() { Grow(1 << 12); }

  uint64_t Home(int64_t value) const { return Spread(value) >> shift_; }
  void Prefetch(uint64_t home) const { __builtin_prefetch(slots_.data() + home); }

  int32_t Number(int64_t value, uint64_t home) {
    for (size_t i = home;; i = (i + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[i];
      if (slot.number < 0) {
        slot = {value, static_cast<int32_t>(values_.size())};
        values_.push_back(value);
        return slot.number;
      }
      if (slot.value == value) return slot.number;
    }
  }

  // Room for `more` further values; homes change.
  void Reserve(size_t more) {
    if ((values_.size() + more) * 2 > slots_.size()) Grow(slots_.size() * 4);
  }

  std::vector<int64_t> Take() { return std::move(values_); }

 private:
  void Grow(size_t size) {
    slots_.assign(size, {0, -1});
    shift_ = 64 - std::countr_zero(size);
    for (size_t n = 0; n < values_.size(); ++n) {
      size_t i = Home(values_[n]);
      while (slots_[i].number >= 0) i = (i + 1) & (size - 1);
      slots_[i] = {values_[n], static_cast<int32_t>(n)};
    }
  }

  std::vector<Slot> slots_;
  int shift_ = 0;
  std::vector<int64_t> values_;
};

}  // namespace

DenseNumbers Densify(std::span<const int64_t> values) {
  constexpr size_t kBlock = 64;  // looked up together, so that slots are fetched ahead
  Numbers numbers;
  DenseNumbers dense;
  dense.number.resize(values.size());
  std::array<uint64_t, kBlock> homes;
  for (size_t first = 0; first < values.size(); first += kBlock) {
    const size_t size = std::min(kBlock, values.size() - first);
    numbers.Reserve(size);
    for (size_t i = 0; i < size; ++i) {
      homes[i] = numbers.Home(values[first + i]);
      numbers.Prefetch(homes[i]);
    }
    for (size_t i = 0; i < size; ++i)
      dense.number[first + i] = numbers.Number(values[first + i], homes[i]);
  }
  dense.values = numbers.Take();
  return dense;
}

}  // namespace attain::funnel
