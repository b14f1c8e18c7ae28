// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A column: values of one type, some of them missing, held where they are.
//
//   Column amounts = Column::OfDecimals("amount", {12050, 990}, /*scale=*/2);   // 120.50 and 9.90
//   amounts.DecimalAt(0)->ToString();                                           // "120.5"
//   amounts.IsNull(1);                                                          // false
//
// A column has Arrow's layout. What arrives through the Arrow C interfaces is kept, not copied: the column refers to the producer's
// buffers, in as many chunks as came, and releases them when the last copy of the column is gone. Columns are immutable and cheap to copy.
// Rows count from 0 over all chunks.
#ifndef ATTAIN_TABLE_COLUMN_H_
#define ATTAIN_TABLE_COLUMN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"

namespace attain::table {

/// What the values of a column mean.
enum class Type : int32_t {
  kNull = 0,       ///< Nothing but missing values.
  kBool = 1,       ///< True or false.
  kInt = 2,        ///< Whole numbers (int8 to int64, uint8 to uint64).
  kDouble = 3,     ///< Binary floating point (float32, float64).
  kDecimal = 4,    ///< Exact decimals (decimal128, or integers with a declared scale).
  kDate = 5,       ///< Days (date32, date64).
  kTimestamp = 6,  ///< Instants (timestamp in s, ms, us or ns; without zone it is taken as UTC).
  kText = 7,       ///< UTF-8 text (utf8, large_utf8, dictionary of either).
};

/// "int", "decimal", … as findings print it.
std::string_view Name(Type type);

/// How the values of a chunk lie in memory (Arrow's physical types).
enum class Layout : int32_t {
  /// Named as Arrow names its types; a dictionary's number is the width of its indices in bits.
  kNull, kBool, kInt8, kInt16, kInt32, kInt64, kUint8, kUint16, kUint32, kUint64, kFloat32, kFloat64, kDecimal128,
  kDate32, kDate64, kTimestampSecond, kTimestampMilli, kTimestampMicro, kTimestampNano,
  kUtf8, kLargeUtf8, kDictionary8, kDictionary16, kDictionary32, kDictionary64,
};

class Column;

/// A contiguous piece of a column, as kernels read it. Element i (0 <= i < length) stands at position `offset + i` of the buffers.
struct Chunk {
  Layout layout = Layout::kNull;                 ///< Type of the elements of `values` (for text: of the 32- or 64-bit end offsets).
  int64_t length = 0;                            ///< Number of elements.
  int64_t offset = 0;                            ///< Position of the first one in every buffer.
  int64_t null_count = 0;                        ///< Number of missing elements.
  const uint8_t* validity = nullptr;             ///< Bitmap, least significant bit first, 1 = present; null when none is missing.
  /// Elements; for booleans a bitmap; for text the offsets (length + 1 of them); for a dictionary the indices.
  const void* values = nullptr;
  const char* text = nullptr;                    ///< Bytes of text layouts.
  std::shared_ptr<const Column> dictionary = {}; ///< The values of a dictionary: a plain text column of at most one chunk.
  std::shared_ptr<const void> owner = {};        ///< Keeps the buffers alive.

  /// True when element i is present; never in a chunk of layout kNull.
  bool IsValid(int64_t i) const {
    if (validity == nullptr) return layout != Layout::kNull;
    const int64_t bit = offset + i;
    return ((validity[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
  /// The elements as values of type T, from the first of the chunk on. T must be the type of `layout`; buffers are aligned for it
  /// (absl::int128 for decimals).
  template <typename T>
  const T* As() const {
    return static_cast<const T*>(values) + offset;
  }
};

/// A named, typed sequence of values.
class Column {
 public:
  Column() = default;
  /// Takes chunks that lie in memory as `type` says. All chunks of a decimal column have the same `scale`.
  Column(std::string name, Type type, int scale, std::vector<Chunk> chunks);

  // Plain columns. `valid`, when not empty, has one entry per value, false = missing.
  static Column OfBools(std::string name, const std::vector<bool>& values, const std::vector<bool>& valid = {});             ///< Booleans.
  /// Whole numbers.
  static Column OfInts(std::string name, std::vector<int64_t> values, const std::vector<bool>& valid = {});
  /// Floating point.
  static Column OfDoubles(std::string name, std::vector<double> values, const std::vector<bool>& valid = {});
  /// Decimals: coefficients with one scale, 0..38.
  static Column OfDecimals(std::string name, std::vector<absl::int128> coefficients, int scale, const std::vector<bool>& valid = {});
  /// Days since 1970-01-01.
  static Column OfDates(std::string name, std::vector<int32_t> days, const std::vector<bool>& valid = {});
  /// Microseconds since 1970-01-01 UTC.
  static Column OfTimestamps(std::string name, std::vector<int64_t> micros, const std::vector<bool>& valid = {});
  /// UTF-8 text.
  static Column OfTexts(std::string name, const std::vector<std::string>& values, const std::vector<bool>& valid = {});
  /// Text as indices into distinct values; index -1 = missing.
  static Column OfDictionary(std::string name, std::vector<int32_t> indices, const std::vector<std::string>& values);

  const std::string& name() const { return name_; }             ///< The column's name.
  Column Renamed(std::string name) const;                        ///< The same values under another name.
  Column Slice(int64_t first, int64_t length) const;             ///< Rows [first, first + length), without copying; cut to the column.
  Type type() const { return type_; }                            ///< What the values mean.
  int scale() const { return scale_; }                           ///< Decimals of a decimal column; otherwise 0.
  int64_t length() const { return length_; }                     ///< Number of rows.
  int64_t null_count() const { return null_count_; }             ///< Number of missing values.
  std::span<const Chunk> chunks() const { return chunks_; }      ///< The pieces, in row order.
  bool is_dictionary() const;                                    ///< True when text is held as indices into distinct values.

  // Cells, one at a time: for messages, small tables and results. Kernels read chunks. `row` must be inside the column.
  bool IsNull(int64_t row) const;                                     ///< True when the value is missing.
  std::optional<bool> BoolAt(int64_t row) const;                      ///< Nothing when missing or no boolean.
  std::optional<int64_t> IntAt(int64_t row) const;                    ///< Nothing when missing, no whole number, or beyond int64.
  std::optional<double> DoubleAt(int64_t row) const;                  ///< Also from whole numbers and decimals (nearest).
  std::optional<Decimal> DecimalAt(int64_t row) const;                ///< Also from whole numbers; never from floating point.
  std::optional<Date> DateAt(int64_t row) const;                      ///< Also from timestamps: the day in UTC.
  /// Also from dates: midnight UTC. Nothing when beyond int64 microseconds.
  std::optional<Timestamp> TimestampAt(int64_t row) const;
  std::optional<std::string_view> TextAt(int64_t row) const;          ///< Only from text. Valid while the column lives.
  std::string FormatAt(int64_t row) const;                            ///< Any value as text for messages; "null" when missing.

 private:
  std::pair<const Chunk*, int64_t> Find(int64_t row) const;

  std::string name_;
  Type type_ = Type::kNull;
  int scale_ = 0;
  int64_t length_ = 0;
  int64_t null_count_ = 0;
  std::vector<Chunk> chunks_;
  std::vector<int64_t> starts_;  // first row of each chunk
};

}  // namespace attain::table

#endif  // ATTAIN_TABLE_COLUMN_H_
