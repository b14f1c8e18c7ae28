// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/number_index.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "attain/crm/rows.h"

namespace attain::crm {
namespace {

/// Largest range, beyond four times the rows, for which a table over the range is made.
constexpr uint64_t kSmallRange = 1 << 16;

uint64_t Mix(int64_t number) {
  auto x = static_cast<uint64_t>(number);  // splitmix64 (Steele, Lea, Flood, 2014)
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

size_t NumberIndex::SlotOf(int64_t number) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = Mix(number) & mask;
  while (slots_[slot] >= 0 && values_[static_cast<size_t>(slots_[slot])] != number)
    slot = (slot + 1) & mask;
  return slot;
}

int32_t NumberIndex::Find(int64_t number) const {
  if (contiguous_) {
    const uint64_t distance = static_cast<uint64_t>(number) - static_cast<uint64_t>(first_);
    return distance < static_cast<uint64_t>(count_) ? static_cast<int32_t>(distance) : -1;
  }
  if (!direct_.empty()) {
    const uint64_t distance = static_cast<uint64_t>(number) - static_cast<uint64_t>(low_);
    return distance < direct_.size() ? direct_[distance] : -1;
  }
  return slots_.empty() ? -1 : slots_[SlotOf(number)];
}

void NumberIndex::Rehash(size_t slots) {
  slots_.assign(slots, -1);
  for (size_t id = 0; id < values_.size(); ++id)
    slots_[SlotOf(values_[id])] = static_cast<int32_t>(id);
}

void NumberIndex::Spread() {
  if (contiguous_) {
    values_.resize(static_cast<size_t>(count_));
    std::iota(values_.begin(), values_.end(), first_);
    contiguous_ = false;
  }
  direct_ = {};
  if (slots_.empty()) Rehash(std::bit_ceil(std::max<size_t>(16, values_.size() * 2)));
}

int32_t NumberIndex::Intern(int64_t number) {
  size_t slot = SlotOf(number);
  if (slots_[slot] >= 0) return slots_[slot];
  const auto id = static_cast<int32_t>(values_.size());
  values_.push_back(number);
  slots_[slot] = id;
  if (values_.size() * 2 > slots_.size()) Rehash(slots_.size() * 2);
  return id;
}

bool NumberIndex::Add(const table::Column& column, std::vector<int32_t>& ids) {
  const int64_t rows = column.length();
  int64_t low = INT64_MAX;
  int64_t high = INT64_MIN;
  int64_t previous = INT64_MIN;
  bool stepping = column.null_count() == 0 && rows > 0;  // each number is the one before plus 1
  for (const table::Chunk& chunk : column.chunks()) {
    if (chunk.layout != table::Layout::kUint64) continue;
    for (int64_t i = 0; i < chunk.length; ++i) {
      if (chunk.IsValid(i) && chunk.As<uint64_t>()[i] > static_cast<uint64_t>(INT64_MAX))
        return false;
    }
  }
  const bool plain = column.chunks().size() == 1 &&
                     column.chunks()[0].layout == table::Layout::kInt64 && column.null_count() == 0;
  const int64_t* numbers = plain ? column.chunks()[0].As<int64_t>() : nullptr;
  Integers reader(&column);
  for (int64_t row = 0; row < rows; ++row) {
    if (numbers == nullptr && !reader.has(row)) continue;
    const int64_t number = numbers != nullptr ? numbers[row] : reader[row];
    low = std::min(low, number);
    high = std::max(high, number);
    stepping = stepping && (row == 0 || number == previous + 1) && number < INT64_MAX;
    previous = number;
  }
  ids.resize(static_cast<size_t>(rows));
  if (size() == 0 && stepping) {
    *this = NumberIndex();
    contiguous_ = true;
    first_ = low;
    count_ = static_cast<int32_t>(rows);
    std::iota(ids.begin(), ids.end(), 0);
    return true;
  }
  const auto each = [&](auto place) {
    for (int64_t row = 0; row < rows; ++row) {
      const bool there = numbers != nullptr || reader.has(row);
      ids[static_cast<size_t>(row)] =
          there ? place(numbers != nullptr ? numbers[row] : reader[row]) : -1;
    }
  };
  const uint64_t range = low > high ? 0 : static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  if (size() == 0 && range < static_cast<uint64_t>(rows) * 4 + kSmallRange) {
    *this = NumberIndex();
    low_ = low;
    direct_.assign(range + 1, -1);
    each([&](int64_t number) {
      int32_t& id = direct_[static_cast<uint64_t>(number) - static_cast<uint64_t>(low_)];
      if (id < 0) {
        id = static_cast<int32_t>(values_.size());
        values_.push_back(number);
      }
      return id;
    });
    return true;
  }
  // Usually every number is known already; the first that is not makes room for more.
  each([&](int64_t number) {
    int32_t id = contiguous_ || !direct_.empty() ? Find(number) : -1;
    if (id < 0) {
      if (contiguous_ || !direct_.empty() || slots_.empty()) Spread();
      id = Intern(number);
    }
    return id;
  });
  return true;
}

}  // namespace attain::crm
