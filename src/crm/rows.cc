// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/rows.h"

#include <algorithm>

namespace attain::crm {
namespace {

using table::Chunk;
using table::Layout;

constexpr int64_t kMicrosPerDay = 86'400'000'000;

int64_t FloorDivide(int64_t value, int64_t divisor) {
  const int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

/// The product, the nearest number there is when it does not fit: instants of seconds reach further
/// than those of microseconds.
int64_t Saturated(int64_t value, int64_t factor) {
  if (value > INT64_MAX / factor) return INT64_MAX;
  if (value < INT64_MIN / factor) return INT64_MIN;
  return value * factor;
}

int64_t SaturatedSum(int64_t a, int64_t b) {
  if (b > 0 && a > INT64_MAX - b) return INT64_MAX;
  if (b < 0 && a < INT64_MIN - b) return INT64_MIN;
  return a + b;
}

int32_t Day(int64_t days) {
  return static_cast<int32_t>(std::clamp<int64_t>(days, INT32_MIN, INT32_MAX));
}

}  // namespace

void RowMask::SetAside(int64_t row) {
  if (words_.empty()) words_.assign(static_cast<size_t>((rows_ + 63) / 64), ~uint64_t{0});
  uint64_t& word = words_[static_cast<size_t>(row >> 6)];
  const uint64_t bit = uint64_t{1} << (row & 63);
  if ((word & bit) != 0) --kept_;
  word &= ~bit;
}

ColumnWalk::ColumnWalk(const table::Column* column) {
  if (column != nullptr) chunks_ = column->chunks();
}

void ColumnWalk::Seek(int64_t row) {
  int64_t begin = 0;
  for (const Chunk& chunk : chunks_) {
    if (row < begin + chunk.length) {
      chunk_ = &chunk;
      begin_ = begin;
      end_ = begin + chunk.length;
      values_present_ = chunk.layout != Layout::kNull && chunk.values != nullptr;
      return;
    }
    begin += chunk.length;
  }
  chunk_ = nullptr;
  begin_ = row;  // an empty stretch, so that the next row asks again
  end_ = row;
}

int64_t ColumnWalk::IntegerAt(int64_t row) {
  const int64_t at = At(row);
  switch (chunk_->layout) {
    case Layout::kInt64:
      return chunk_->As<int64_t>()[at];
    case Layout::kInt32:
      return chunk_->As<int32_t>()[at];
    case Layout::kInt16:
      return chunk_->As<int16_t>()[at];
    case Layout::kInt8:
      return chunk_->As<int8_t>()[at];
    case Layout::kUint64:
      return static_cast<int64_t>(chunk_->As<uint64_t>()[at]);
    case Layout::kUint32:
      return chunk_->As<uint32_t>()[at];
    case Layout::kUint16:
      return chunk_->As<uint16_t>()[at];
    case Layout::kUint8:
      return chunk_->As<uint8_t>()[at];
    case Layout::kDecimal128:
      return LowWord(at);
    default:
      return 0;
  }
}

absl::int128 Decimals::coefficient(int64_t row) {
  if (!has(row)) return 0;
  const int64_t at = row - begin_;
  if (chunk_->layout == Layout::kDecimal128) {
    uint64_t low;
    int64_t high;
    const char* cell = static_cast<const char*>(chunk_->values) + (chunk_->offset + at) * 16;
    std::memcpy(&low, cell, sizeof(low));
    std::memcpy(&high, cell + sizeof(low), sizeof(high));
    return absl::MakeInt128(high, low);
  }
  if (chunk_->layout == Layout::kUint64) return absl::int128(chunk_->As<uint64_t>()[at]);
  return absl::int128(IntegerAt(row));
}

int32_t Days::Convert(int64_t at) const {
  const auto day = [&](int64_t divisor, int64_t per_day) {
    return Day(FloorDivide(SaturatedSum(FloorDivide(chunk_->As<int64_t>()[at], divisor),
                                        offset_micros_ / (kMicrosPerDay / per_day)),
                           per_day));
  };
  switch (chunk_->layout) {
    case Layout::kDate64:
      return Day(FloorDivide(chunk_->As<int64_t>()[at], 86'400'000));
    case Layout::kTimestampSecond:
      return day(1, 86'400);
    case Layout::kTimestampMilli:
      return day(1, 86'400'000);
    case Layout::kTimestampMicro:
      return day(1, kMicrosPerDay);
    case Layout::kTimestampNano:
      return day(1'000, kMicrosPerDay);
    default:
      return 0;
  }
}

int64_t Micros::Convert(int64_t at) const {
  switch (chunk_->layout) {
    case Layout::kDate32:
      return Saturated(chunk_->As<int32_t>()[at], kMicrosPerDay);
    case Layout::kDate64:
      return Saturated(FloorDivide(chunk_->As<int64_t>()[at], 86'400'000), kMicrosPerDay);
    case Layout::kTimestampSecond:
      return Saturated(chunk_->As<int64_t>()[at], 1'000'000);
    case Layout::kTimestampMilli:
      return Saturated(chunk_->As<int64_t>()[at], 1'000);
    case Layout::kTimestampNano:
      return FloorDivide(chunk_->As<int64_t>()[at], 1'000);
    default:
      return 0;
  }
}

bool Flags::operator[](int64_t row) {
  if (!has(row)) return absent_;
  const int64_t bit = chunk_->offset + (row - begin_);
  return ((static_cast<const uint8_t*>(chunk_->values)[bit >> 3] >> (bit & 7)) & 1) != 0;
}

}  // namespace attain::crm
