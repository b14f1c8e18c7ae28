// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/rows.h"

namespace attain::crm {
namespace {

using table::Chunk;
using table::Layout;

constexpr int64_t kMicrosPerDay = 86'400'000'000;

int64_t FloorDivide(int64_t value, int64_t divisor) {
  const int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
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
    case Layout::kInt64: return chunk_->As<int64_t>()[at];
    case Layout::kInt32: return chunk_->As<int32_t>()[at];
    case Layout::kInt16: return chunk_->As<int16_t>()[at];
    case Layout::kInt8: return chunk_->As<int8_t>()[at];
    case Layout::kUint64: return static_cast<int64_t>(chunk_->As<uint64_t>()[at]);
    case Layout::kUint32: return chunk_->As<uint32_t>()[at];
    case Layout::kUint16: return chunk_->As<uint16_t>()[at];
    case Layout::kUint8: return chunk_->As<uint8_t>()[at];
    case Layout::kDecimal128: return LowWord(at);
    default: return 0;
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
  switch (chunk_->layout) {
    case Layout::kDate64: return static_cast<int32_t>(FloorDivide(chunk_->As<int64_t>()[at], 86'400'000));
    case Layout::kTimestampSecond:
      return static_cast<int32_t>(FloorDivide(chunk_->As<int64_t>()[at] + offset_micros_ / 1'000'000, 86'400));
    case Layout::kTimestampMilli:
      return static_cast<int32_t>(FloorDivide(chunk_->As<int64_t>()[at] + offset_micros_ / 1'000, 86'400'000));
    case Layout::kTimestampMicro:
      return static_cast<int32_t>(FloorDivide(chunk_->As<int64_t>()[at] + offset_micros_, kMicrosPerDay));
    case Layout::kTimestampNano:
      return static_cast<int32_t>(FloorDivide(FloorDivide(chunk_->As<int64_t>()[at], 1'000) + offset_micros_, kMicrosPerDay));
    default: return 0;
  }
}

int64_t Micros::Convert(int64_t at) const {
  switch (chunk_->layout) {
    case Layout::kDate32: return int64_t{chunk_->As<int32_t>()[at]} * kMicrosPerDay;
    case Layout::kDate64: return FloorDivide(chunk_->As<int64_t>()[at], 86'400'000) * kMicrosPerDay;
    case Layout::kTimestampSecond: return chunk_->As<int64_t>()[at] * 1'000'000;
    case Layout::kTimestampMilli: return chunk_->As<int64_t>()[at] * 1'000;
    case Layout::kTimestampNano: return FloorDivide(chunk_->As<int64_t>()[at], 1'000);
    default: return 0;
  }
}

bool Flags::operator[](int64_t row) {
  if (!has(row)) return absent_;
  const int64_t bit = chunk_->offset + (row - begin_);
  return ((static_cast<const uint8_t*>(chunk_->values)[bit >> 3] >> (bit & 7)) & 1) != 0;
}

}  // namespace attain::crm
