// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Fast readers of validated columns: what kernels loop over.
//
//   Amounts amount(transactions.column("amount"));
//   for (int64_t row = 0; row < rows; ++row) {
//     if (kept[row] && amount.has(row)) total += amount[row];      // whole numbers of 10^-amount.scale()
//   }
//
// A reader refers to the column's own memory, whatever its layout and however many chunks it has; walking it in row
// order costs one comparison a row beyond the load itself. Readers are small: copy one per loop and per thread. A
// reader of an absent column has no values.
#ifndef ATTAIN_CRM_ROWS_H_
#define ATTAIN_CRM_ROWS_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "attain/base/decimal.h"
#include "attain/table/column.h"

namespace attain::crm {

/// Which rows of a table are used. Rows with an error are set aside.
class RowMask {
 public:
  RowMask() = default;
  /// All of `rows` rows are kept.
  explicit RowMask(int64_t rows) : rows_(rows), kept_(rows) {}
  /// True when the row is used.
  bool operator[](int64_t row) const { return words_.empty() || ((words_[static_cast<size_t>(row >> 6)] >> (row & 63)) & 1) != 0; }
  bool all() const { return words_.empty(); }                          ///< True when no row is set aside.
  int64_t rows() const { return rows_; }                               ///< Rows of the table.
  int64_t kept() const { return kept_; }                               ///< Rows that are used.
  std::span<const uint64_t> words() const { return words_; }           ///< Bit r of word r / 64, 1 = used; empty when all are.
  /// Sets a row aside.
  void SetAside(int64_t row);

 private:
  int64_t rows_ = 0;
  int64_t kept_ = 0;
  std::vector<uint64_t> words_;
};

/// Walks a column chunk by chunk; base of the readers.
class ColumnWalk {
 public:
  /// A reader of nothing.
  ColumnWalk() = default;
  /// A reader of `column`, which must outlive it; null: a reader without values.
  explicit ColumnWalk(const table::Column* column);
  bool empty() const { return chunks_.empty(); }                       ///< True when the column is absent.
  /// True when the value is there.
  bool has(int64_t row) {
    if (row < begin_ || row >= end_) [[unlikely]] Seek(row);
    return chunk_ != nullptr && values_present_ && (chunk_->validity == nullptr || chunk_->IsValid(row - begin_));
  }

 protected:
  void Seek(int64_t row);                       // makes `chunk_` the one that holds `row`
  int64_t At(int64_t row) {                     // position inside chunk_
    if (row < begin_ || row >= end_) [[unlikely]] Seek(row);
    return row - begin_;
  }
  int64_t IntegerAt(int64_t row);               // the stored integer, whatever its width
  int64_t LowWord(int64_t at) const {           // the low half of a 128-bit value
    int64_t low;
    std::memcpy(&low, static_cast<const char*>(chunk_->values) + (chunk_->offset + at) * 16, sizeof(low));
    return low;
  }

  std::span<const table::Chunk> chunks_ = {};
  const table::Chunk* chunk_ = nullptr;
  int64_t begin_ = 0;
  int64_t end_ = 0;
  bool values_present_ = false;                 // false for a chunk of nothing but missing values
};

/// Reads amounts: whole numbers of 10^-scale.
class Amounts : public ColumnWalk {
 public:
  Amounts() = default;
  /// A reader of a decimal or whole-number column.
  explicit Amounts(const table::Column* column) : ColumnWalk(column), scale_(column == nullptr ? 0 : column->scale()) {}
  int scale() const { return scale_; }          ///< Decimals of every value.
  /// The amount in units of 10^-scale; 0 when missing. Amounts beyond 64 bits are set aside when a dataset is loaded.
  int64_t operator[](int64_t row) {
    const int64_t at = At(row);
    if (!has(row)) return 0;
    if (chunk_->layout == table::Layout::kDecimal128) [[likely]] return LowWord(at);
    return IntegerAt(row);
  }

 private:
  int scale_ = 0;
};

/// Reads exact decimals of any width: shares, probabilities, quantities, rates.
class Decimals : public ColumnWalk {
 public:
  Decimals() = default;
  /// A reader of a decimal or whole-number column.
  explicit Decimals(const table::Column* column) : ColumnWalk(column), scale_(column == nullptr ? 0 : column->scale()) {}
  int scale() const { return scale_; }          ///< Decimals of every value.
  absl::int128 coefficient(int64_t row);        ///< The value × 10^scale; 0 when missing.
  Decimal operator[](int64_t row) { return Decimal::Unchecked(coefficient(row), scale_); }  ///< The value; 0 when missing.

 private:
  int scale_ = 0;
};

/// Reads days since 1970-01-01, from days or instants.
class Days : public ColumnWalk {
 public:
  Days() = default;
  /// A reader of a date or timestamp column; instants give the day in UTC moved by `offset_minutes` (east positive).
  explicit Days(const table::Column* column, int offset_minutes = 0)
      : ColumnWalk(column), offset_micros_(int64_t{offset_minutes} * 60'000'000) {}
  /// The day; 0 when missing (ask has() first).
  int32_t operator[](int64_t row) {
    const int64_t at = At(row);
    if (!has(row)) return 0;
    if (chunk_->layout == table::Layout::kDate32) [[likely]] return chunk_->As<int32_t>()[at];
    return Convert(at);
  }

 private:
  int32_t Convert(int64_t at) const;
  int64_t offset_micros_ = 0;
};

/// Reads instants, microseconds since 1970-01-01 UTC, from instants or days.
class Micros : public ColumnWalk {
 public:
  Micros() = default;
  /// A reader of a timestamp or date column; a day is its midnight in UTC.
  explicit Micros(const table::Column* column) : ColumnWalk(column) {}
  /// The instant; 0 when missing (ask has() first).
  int64_t operator[](int64_t row) {
    const int64_t at = At(row);
    if (!has(row)) return 0;
    if (chunk_->layout == table::Layout::kTimestampMicro) [[likely]] return chunk_->As<int64_t>()[at];
    return Convert(at);
  }

 private:
  int64_t Convert(int64_t at) const;
};

/// Reads whole numbers.
class Integers : public ColumnWalk {
 public:
  Integers() = default;
  /// A reader of a whole-number column.
  explicit Integers(const table::Column* column) : ColumnWalk(column) {}
  /// The number; 0 when missing.
  int64_t operator[](int64_t row) { return has(row) ? IntegerAt(row) : 0; }
};

/// Reads booleans.
class Flags : public ColumnWalk {
 public:
  Flags() = default;
  /// A reader of a boolean column; `absent` is what missing values read as.
  explicit Flags(const table::Column* column, bool absent = false) : ColumnWalk(column), absent_(absent) {}
  /// The value.
  bool operator[](int64_t row);

 private:
  bool absent_ = false;
};

/// The words of a column as enumerators, one byte a row.
template <typename E>
class Words {
 public:
  static constexpr uint8_t kMissing = 255;  ///< The byte of a missing word.
  Words() = default;
  /// Words by number.
  explicit Words(std::span<const uint8_t> bytes) : bytes_(bytes) {}
  bool empty() const { return bytes_.empty(); }                                           ///< True when the column is absent.
  bool has(int64_t row) const { return !bytes_.empty() && bytes_[static_cast<size_t>(row)] != kMissing; }  ///< True when there is a word.
  E operator[](int64_t row) const { return static_cast<E>(bytes_[static_cast<size_t>(row)]); }             ///< The word; ask has() first.
  std::span<const uint8_t> bytes() const { return bytes_; }                               ///< The bytes.

 private:
  std::span<const uint8_t> bytes_ = {};
};

}  // namespace attain::crm

#endif  // ATTAIN_CRM_ROWS_H_
