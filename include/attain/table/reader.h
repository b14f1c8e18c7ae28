// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Typed, contiguous values of a column, for kernels: borrowed where they lie so in memory, otherwise converted once.
//
//   ATTAIN_ASSIGN_OR_RETURN(const Values<int64_t> cents, ReadUnits(amount, /*scale=*/2));   // 120.50 -> 12050
//   ATTAIN_ASSIGN_OR_RETURN(const Values<int32_t> days, ReadDates(closed));
//   for (int64_t i = 0; i < cents.size(); ++i) {
//     if (cents.IsValid(i) && days.IsValid(i)) total += cents[i];
//   }
//
// In: a column of any chunks and layouts of a type. Out: one array, with who is missing. Borrowed values cost no memory; converted
// ones the size of T per row and, with missing values, one bit. What is missing is 0 when converted, anything when borrowed.
#ifndef ATTAIN_TABLE_READER_H_
#define ATTAIN_TABLE_READER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/table/column.h"

namespace attain::table {

/// The values of a column as one array of T. Cheap to copy; keeps what it refers to alive.
template <typename T>
class Values {
 public:
  Values() = default;
  /// Refers to the values of a chunk, whose layout must hold elements of type T.
  static Values Borrow(const Chunk& chunk) {
    Values values;
    values.data_ = chunk.As<T>();
    values.size_ = chunk.length;
    values.null_count_ = chunk.null_count;
    values.validity_ = chunk.validity;
    values.first_bit_ = chunk.offset;
    values.owner_ = chunk.owner;
    values.borrowed_ = true;
    return values;
  }
  /// Keeps `data`; `validity` is a bitmap, or empty when `null_count` is 0.
  static Values Keep(std::vector<T> data, std::vector<uint8_t> validity, int64_t null_count) {
    auto kept = std::make_shared<Kept>(Kept{std::move(data), std::move(validity)});
    Values values;
    values.data_ = kept->data.data();
    values.size_ = static_cast<int64_t>(kept->data.size());
    values.null_count_ = null_count;
    values.validity_ = null_count > 0 ? kept->validity.data() : nullptr;
    values.owner_ = std::move(kept);
    return values;
  }

  int64_t size() const { return size_; }                    ///< Number of rows.
  T operator[](int64_t row) const { return data_[row]; }    ///< The value of a row; see the file comment where it is missing.
  const T* data() const { return data_; }                   ///< The values from row 0 on.
  std::span<const T> span() const { return {data_, static_cast<size_t>(size_)}; }  ///< The values as a span.
  int64_t null_count() const { return null_count_; }        ///< Number of missing values.
  /// True when the value of a row is present.
  bool IsValid(int64_t row) const {
    const int64_t bit = first_bit_ + row;
    return validity_ == nullptr || ((validity_[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
  bool borrowed() const { return borrowed_; }               ///< True when nothing was copied.

 private:
  struct Kept {
    std::vector<T> data;
    std::vector<uint8_t> validity;
  };

  const T* data_ = nullptr;
  int64_t size_ = 0;
  int64_t null_count_ = 0;
  const uint8_t* validity_ = nullptr;
  int64_t first_bit_ = 0;
  std::shared_ptr<const void> owner_ = {};
  bool borrowed_ = false;
};

/// Calls `f(chunk, first_row)` for every chunk in row order.
template <typename F>
void ForEachChunk(const Column& column, F f) {
  int64_t first = 0;
  for (const Chunk& chunk : column.chunks()) {
    f(chunk, first);
    first += chunk.length;
  }
}

/// Whole numbers. Borrowed from one chunk of int64. kUnsupportedType for other types, kOverflow (with the row) beyond int64.
absl::StatusOr<Values<int64_t>> ReadInts(const Column& column);
/// Decimals or whole numbers as multiples of 10^-scale: cents for scale 2. Borrowed from one chunk of int64 of that
/// scale. kUnsupportedType, kInexact (with the row) when digits would be lost, kOverflow (with the row) beyond int64,
/// kInvalidArgument for a scale outside 0..38.
absl::StatusOr<Values<int64_t>> ReadUnits(const Column& column, int scale);
/// Decimals or whole numbers as coefficients with the scale of the column. Borrowed from one chunk of decimal128. kUnsupportedType.
absl::StatusOr<Values<absl::int128>> ReadDecimals(const Column& column);
/// Floating-point numbers; also whole numbers and decimals, to the nearest. Borrowed from one chunk of float64. kUnsupportedType.
absl::StatusOr<Values<double>> ReadDoubles(const Column& column);
/// Days since 1970-01-01; of timestamps the day in UTC. Borrowed from one chunk of date32. kUnsupportedType, kOverflow (with the row).
absl::StatusOr<Values<int32_t>> ReadDates(const Column& column);
/// Microseconds since 1970-01-01 UTC; of days their midnight. Borrowed from one chunk of microseconds.
/// kUnsupportedType, kOverflow (with the row).
absl::StatusOr<Values<int64_t>> ReadTimestamps(const Column& column);
/// Booleans, one byte each, 0 or 1. Never borrowed. kUnsupportedType.
absl::StatusOr<Values<uint8_t>> ReadBools(const Column& column);

/// Text as numbers: row i holds `texts[codes[i]]`; where it is missing the code means nothing.
struct Codes {
  Values<int32_t> codes = {};                 ///< A number per row, below texts.size().
  std::vector<std::string_view> texts = {};   ///< Distinct texts; some may stand in no row.
  std::shared_ptr<const void> owner = {};     ///< Keeps `texts` alive.
};
/// Text as codes. Borrowed from one chunk of 32-bit indices into distinct values. kUnsupportedType, kOverflow beyond 2^31 - 1 texts.
absl::StatusOr<Codes> ReadCodes(const Column& column);

}  // namespace attain::table

#endif  // ATTAIN_TABLE_READER_H_
