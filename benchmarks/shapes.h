// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The data the benchmarks run on: made from row numbers and integers only, so that C++, Python and
// a peer's own program come to the same rows.
//
//   U64(0, 901) % 5000        // the rep of row 0
//   Unit(0, 1)                // a number in [0, 1)
//   Deals(10'000'000)         // the table of the table workloads
#ifndef ATTAIN_BENCHMARKS_SHAPES_H_
#define ATTAIN_BENCHMARKS_SHAPES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "attain/table/column.h"
#include "attain/table/table.h"

namespace attain::benchmarks {

/// Spreads the bits of `z` over all 64.
constexpr uint64_t Mix(uint64_t z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9U;
  z ^= z >> 27;
  z *= 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

/// The number of row `row` in stream `stream`; every column is a stream of its own.
constexpr uint64_t U64(uint64_t row, uint64_t stream) {
  return Mix(42 + stream * 0xD1B54A32D192ED03U + row * 0x9E3779B97F4A7C15U);
}

/// The same as a number in [0, 1), of 53 bits.
constexpr double Unit(uint64_t row, uint64_t stream) {
  return static_cast<double>(U64(row, stream) >> 11) * 0x1p-53;
}

/// The sum of each value times 1 + (its index mod 1009): differs when values change places.
template <typename Numbers>
int64_t WeightedSum(const Numbers& values) {
  int64_t sum = 0;
  int64_t index = 0;
  for (const auto value : values) sum += static_cast<int64_t>(value) * (1 + index++ % 1009);
  return sum;
}

/// `make(row)` for every row.
template <typename T, typename F>
std::vector<T> Generate(int64_t rows, F make) {
  std::vector<T> values(static_cast<size_t>(rows));
  for (int64_t row = 0; row < rows; ++row)
    values[static_cast<size_t>(row)] = make(static_cast<uint64_t>(row));
  return values;
}

/// Row numbers, whole numbers.
inline table::Column IdColumn(int64_t rows) {
  return table::Column::OfInts(
      "id", Generate<int64_t>(rows, [](uint64_t i) { return static_cast<int64_t>(i); }));
}
/// 5,000 reps, whole numbers.
inline table::Column RepColumn(int64_t rows) {
  return table::Column::OfInts("rep", Generate<int64_t>(rows, [](uint64_t i) {
                                 return static_cast<int64_t>(U64(i, 901) % 5000);
                               }));
}
/// open, won, lost or hold, a dictionary.
inline table::Column StageColumn(int64_t rows) {
  return table::Column::OfDictionary(
      "stage",
      Generate<int32_t>(rows, [](uint64_t i) { return static_cast<int32_t>(U64(i, 902) % 4); }),
      {"open", "won", "lost", "hold"});
}
/// 0.01 to 50,000.00 with two decimals.
inline table::Column AmountColumn(int64_t rows) {
  return table::Column::OfDecimals(
      "amount",
      Generate<absl::int128>(rows,
                             [](uint64_t i) { return absl::int128(1 + U64(i, 903) % 5'000'000); }),
      /*scale=*/2);
}
/// Days of the year 2026.
inline table::Column DayColumn(int64_t rows) {
  return table::Column::OfDates("day", Generate<int32_t>(rows, [](uint64_t i) {
                                  return static_cast<int32_t>(20454 + U64(i, 904) % 365);
                                }));
}
/// Up to 500,000 accounts, "A" and a number as plain text.
inline table::Column AccountColumn(int64_t rows) {
  return table::Column::OfTexts("account", Generate<std::string>(rows, [](uint64_t i) {
                                  return "A" + std::to_string(U64(i, 905) % 500'000);
                                }));
}

/// All of these columns.
inline table::Table Deals(int64_t rows) {
  return *table::Table::Of("deals", {IdColumn(rows), RepColumn(rows), StageColumn(rows),
                                     AmountColumn(rows), DayColumn(rows), AccountColumn(rows)});
}

}  // namespace attain::benchmarks

#endif  // ATTAIN_BENCHMARKS_SHAPES_H_
