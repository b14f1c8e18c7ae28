// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/reader.h"

#include <limits>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::table {
namespace {

template <typename T>
std::vector<T> List(const Values<T>& values) {
  return {values.span().begin(), values.span().end()};
}

template <typename T, size_t N>
Chunk Over(Layout layout, const T (&values)[N]) {
  Chunk chunk;
  chunk.layout = layout;
  chunk.length = N;
  chunk.values = values;
  return chunk;
}

// The rows of a column, and the same rows in three chunks that begin at odd places.
std::vector<Column> Shapes(const Column& column) {
  std::vector<Chunk> chunks;
  for (const auto& [first, length] : {std::pair{0, 1}, {1, 2}, {3, 100}}) {
    const Column slice = column.Slice(first, length);
    chunks.insert(chunks.end(), slice.chunks().begin(), slice.chunks().end());
  }
  return {column, Column(column.name(), column.type(), column.scale(), chunks)};
}

TEST(ReaderTest, OneChunkOfTheRightLayoutIsBorrowed) {
  const Column ints = Column::OfInts("n", {1, 2, 3}, {true, false, true});
  const auto values = *ReadInts(ints.Slice(1, 2));
  EXPECT_TRUE(values.borrowed());
  EXPECT_EQ(values.data(), ints.chunks()[0].As<int64_t>() + 1);
  EXPECT_FALSE(values.IsValid(0));
  EXPECT_TRUE(values.IsValid(1));
  EXPECT_EQ(values[1], 3);
  EXPECT_EQ(values.null_count(), 1);
  EXPECT_TRUE(ReadDoubles(Column::OfDoubles("x", {1}))->borrowed());
  EXPECT_TRUE(ReadDates(Column::OfDates("d", {1}))->borrowed());
  EXPECT_TRUE(ReadTimestamps(Column::OfTimestamps("t", {1}))->borrowed());
  EXPECT_TRUE(ReadDecimals(Column::OfDecimals("t", {1}, 2))->borrowed());
  EXPECT_TRUE(ReadUnits(ints, 0)->borrowed());
}

TEST(ReaderTest, BorrowedValuesOutliveTheColumn) {
  Values<int64_t> values;
  {
    const Column ints = Column::OfInts("n", {41, 42});
    values = *ReadInts(ints);
  }
  EXPECT_EQ(values[1], 42);
}

TEST(ReaderTest, ChunksAndSlicesGiveTheSameValuesAndTheSameMissing) {
  const Column ints = Column::OfInts("n", {1, 2, 3, 4, 5}, {true, false, true, true, false});
  for (const Column& column : Shapes(ints)) {
    const auto values = *ReadInts(column);
    ASSERT_EQ(values.size(), 5);
    EXPECT_EQ(values.null_count(), 2);
    for (int64_t row = 0; row < 5; ++row) {
      EXPECT_EQ(values.IsValid(row), !ints.IsNull(row));
      if (values.IsValid(row)) {
        EXPECT_EQ(values[row], row + 1);
      }
    }
  }
  std::vector<int64_t> firsts;
  ForEachChunk(Shapes(ints)[1], [&](const Chunk&, int64_t first) { firsts.push_back(first); });
  EXPECT_EQ(firsts, (std::vector<int64_t>{0, 1, 3}));
}

TEST(ReaderTest, IntegersOfEveryWidthBecomeInt64OrAFindingWithTheRow) {
  const int8_t a[] = {-5};
  const uint32_t b[] = {4000000000U};
  const uint64_t c[] = {7};
  const Column fits("n", Type::kInt, 0,
                    {Over(Layout::kInt8, a), Over(Layout::kUint32, b), Over(Layout::kUint64, c)});
  EXPECT_EQ(List(*ReadInts(fits)), (std::vector<int64_t>{-5, 4000000000, 7}));
  const uint64_t large[] = {7, std::numeric_limits<uint64_t>::max(),
                            std::numeric_limits<uint64_t>::max() - 1};
  const auto failed = ReadInts(Column("n", Type::kInt, 0, {Over(Layout::kUint64, large)}));
  EXPECT_EQ(ReasonOf(failed.status()), Reason::kOverflow);
  EXPECT_EQ(FindingsOf(failed.status()).items()[0].where.row, 1);
}

TEST(ReaderTest, UnitsAreExactOrRefused) {
  const Column amounts = Column::OfDecimals("amount", {12050, -990, 0}, 2, {true, true, false});
  for (const Column& column : Shapes(amounts)) {
    const auto cents = *ReadUnits(column, 2);
    EXPECT_EQ(cents[0], 12050);
    EXPECT_EQ(cents[1], -990);
    EXPECT_FALSE(cents.IsValid(2));
    EXPECT_EQ((*ReadUnits(column, 4))[1], -99000);
    EXPECT_EQ((*ReadUnits(column, 1))[0], 1205);
    const auto lost = ReadUnits(column, 0);
    EXPECT_EQ(ReasonOf(lost.status()), Reason::kInexact);
    EXPECT_EQ(FindingsOf(lost.status()).items()[0].where.row, 0);
    EXPECT_EQ(ReasonOf(ReadUnits(column, 30).status()), Reason::kOverflow);
    EXPECT_EQ(ReasonOf(ReadUnits(column, 39).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(ReadUnits(column, -1).status()), Reason::kInvalidArgument);
  }
  const absl::int128 huge = absl::int128(std::numeric_limits<int64_t>::max()) + 1;
  EXPECT_EQ(ReasonOf(ReadUnits(Column::OfDecimals("a", {huge}, 2), 2).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(ReadUnits(Column::OfDecimals("a", {huge * 1000000000000}, 0), 30).status()),
            Reason::kOverflow);
  EXPECT_EQ((*ReadUnits(Column::OfInts("a", {3}), 2))[0], 300);
}

TEST(ReaderTest, DecimalsComeFromDecimalsAndWholeNumbers) {
  const int32_t cents[] = {-5, 6};
  const Column column("a", Type::kDecimal, 2,
                      {Over(Layout::kInt32, cents), Column::OfDecimals("a", {7}, 2).chunks()[0]});
  EXPECT_EQ(List(*ReadDecimals(column)), (std::vector<absl::int128>{-5, 6, 7}));
  EXPECT_EQ(List(*ReadUnits(column, 2)), (std::vector<int64_t>{-5, 6, 7}));
  EXPECT_EQ(ReasonOf(ReadDecimals(Column::OfDoubles("a", {1})).status()), Reason::kUnsupportedType);
}

TEST(ReaderTest, DoublesComeFromAllNumbers) {
  const float floats[] = {0.5F};
  EXPECT_EQ(List(*ReadDoubles(
                Column("x", Type::kDouble, 0,
                       {Over(Layout::kFloat32, floats), Column::OfDoubles("x", {2}).chunks()[0]}))),
            (std::vector<double>{0.5, 2}));
  EXPECT_EQ(List(*ReadDoubles(Column::OfInts("x", {-3}))), (std::vector<double>{-3}));
  EXPECT_EQ(List(*ReadDoubles(Column::OfDecimals("x", {125}, 2))), (std::vector<double>{1.25}));
}

TEST(ReaderTest, DaysComeFromDatesAndTimestampsOfEveryUnit) {
  const int64_t seconds[] = {-1};
  const int64_t millis[] = {86'400'000};
  const int64_t micros[] = {-86'400'000'001};
  const int64_t nanos[] = {86'400'000'000'000};
  const Column at("at", Type::kTimestamp, 0,
                  {Over(Layout::kTimestampSecond, seconds), Over(Layout::kTimestampMilli, millis),
                   Over(Layout::kTimestampMicro, micros), Over(Layout::kTimestampNano, nanos)});
  EXPECT_EQ(List(*ReadDates(at)), (std::vector<int32_t>{-1, 1, -2, 1}));
  EXPECT_EQ(List(*ReadTimestamps(at)),
            (std::vector<int64_t>{-1'000'000, 86'400'000'000, -86'400'000'001, 86'400'000'000}));
  const Column days("d", Type::kDate, 0,
                    {Column::OfDates("d", {3}).chunks()[0], Over(Layout::kDate64, millis)});
  EXPECT_EQ(List(*ReadDates(days)), (std::vector<int32_t>{3, 1}));
  EXPECT_EQ(List(*ReadTimestamps(days)),
            (std::vector<int64_t>{3 * int64_t{86'400'000'000}, 86'400'000'000}));
  const int64_t far[] = {std::numeric_limits<int64_t>::max()};
  EXPECT_EQ(ReasonOf(ReadDates(Column("d", Type::kDate, 0, {Over(Layout::kDate64, far)})).status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(ReadTimestamps(
                         Column("d", Type::kTimestamp, 0, {Over(Layout::kTimestampSecond, far)}))
                         .status()),
            Reason::kOverflow);
}

TEST(ReaderTest, BooleansAreBytes) {
  for (const Column& column : Shapes(Column::OfBools("b", {true, false, true, true, false},
                                                     {true, true, false, true, true}))) {
    const auto values = *ReadBools(column);
    EXPECT_EQ(List(values), (std::vector<uint8_t>{1, 0, 0, 1, 0}));
    EXPECT_FALSE(values.IsValid(2));
  }
}

TEST(ReaderTest, TextBecomesCodesAndADistinctDictionaryIsBorrowed) {
  const Column coded = Column::OfDictionary("s", {1, 0, -1, 1}, {"won", "lost"});
  const Codes borrowed = *ReadCodes(coded);
  EXPECT_TRUE(borrowed.codes.borrowed());
  EXPECT_EQ(borrowed.texts[static_cast<size_t>(borrowed.codes[0])], "lost");
  const Codes doubled = *ReadCodes(Column::OfDictionary("s", {0, 1, 2}, {"won", "won", "lost"}));
  EXPECT_EQ(List(doubled.codes), (std::vector<int32_t>{0, 0, 1}));
  EXPECT_EQ(doubled.texts.size(), 2U);
  for (const Column& column :
       Shapes(Column::OfTexts("s", {"lost", "won", "", "lost"}, {true, true, false, true}))) {
    const Codes codes = *ReadCodes(column);
    EXPECT_EQ(codes.texts, (std::vector<std::string_view>{"lost", "won"}));
    EXPECT_EQ(codes.codes[3], 0);
    EXPECT_EQ(codes.codes.null_count(), 1);
    EXPECT_FALSE(codes.codes.IsValid(2));
  }
}

TEST(ReaderTest, AColumnOfNothingIsOfEveryTypeAndOtherTypesAreRefused) {
  Chunk chunk;
  chunk.length = 2;
  chunk.null_count = 2;
  const Column nothing("x", Type::kNull, 0, {chunk});
  EXPECT_EQ(ReadInts(nothing)->null_count(), 2);
  EXPECT_FALSE(ReadUnits(nothing, 2)->IsValid(1));
  EXPECT_EQ(ReadDecimals(nothing)->size(), 2);
  EXPECT_EQ(ReadDoubles(nothing)->null_count(), 2);
  EXPECT_EQ(ReadDates(nothing)->null_count(), 2);
  EXPECT_EQ(ReadTimestamps(nothing)->null_count(), 2);
  EXPECT_EQ(ReadBools(nothing)->null_count(), 2);
  EXPECT_EQ(ReadCodes(nothing)->codes.null_count(), 2);
  const Column text = Column::OfTexts("t", {"a"});
  const Column ints = Column::OfInts("n", {1});
  for (const absl::Status& status :
       {ReadInts(text).status(), ReadUnits(text, 2).status(), ReadDecimals(text).status(),
        ReadDoubles(text).status(), ReadDates(ints).status(), ReadTimestamps(ints).status(),
        ReadBools(ints).status(), ReadCodes(ints).status()}) {
    EXPECT_EQ(ReasonOf(status), Reason::kUnsupportedType);
  }
  EXPECT_EQ(ReadInts(Column::OfInts("n", {}))->size(), 0);
}

}  // namespace
}  // namespace attain::table
