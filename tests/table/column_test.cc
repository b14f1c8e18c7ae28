// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/column.h"

#include <limits>

#include "gtest/gtest.h"

namespace attain::table {
namespace {

// A chunk over an array that outlives the test.
template <typename T, size_t N>
Chunk Over(Layout layout, const T (&values)[N]) {
  Chunk chunk;
  chunk.layout = layout;
  chunk.length = N;
  chunk.values = values;
  return chunk;
}

TEST(ColumnTest, DecimalsKeepTheirScale) {
  const Column amounts = Column::OfDecimals("amount", {12050, 990}, 2);
  EXPECT_EQ(amounts.name(), "amount");
  EXPECT_EQ(amounts.type(), Type::kDecimal);
  EXPECT_EQ(amounts.scale(), 2);
  EXPECT_EQ(amounts.length(), 2);
  EXPECT_EQ(amounts.DecimalAt(0)->ToString(), "120.5");
  EXPECT_EQ(amounts.DoubleAt(1), 9.9);
  EXPECT_FALSE(amounts.IsNull(1));
  EXPECT_EQ(amounts.IntAt(0), std::nullopt);
  EXPECT_EQ(amounts.FormatAt(0), "120.5");
}

TEST(ColumnTest, EveryTypeGivesItsCellsAndNothingForOthers) {
  const Column flags = Column::OfBools("f", {true, false, true}, {true, true, false});
  EXPECT_EQ(flags.BoolAt(0), true);
  EXPECT_EQ(flags.BoolAt(1), false);
  EXPECT_EQ(flags.BoolAt(2), std::nullopt);
  EXPECT_EQ(flags.FormatAt(0), "true");
  EXPECT_EQ(flags.FormatAt(1), "false");
  EXPECT_EQ(flags.FormatAt(2), "null");
  EXPECT_EQ(flags.IntAt(0), std::nullopt);
  EXPECT_EQ(flags.DoubleAt(0), std::nullopt);
  EXPECT_EQ(flags.DecimalAt(0), std::nullopt);
  EXPECT_EQ(flags.DateAt(0), std::nullopt);
  EXPECT_EQ(flags.TimestampAt(0), std::nullopt);
  EXPECT_EQ(flags.TextAt(0), std::nullopt);

  const Column ints = Column::OfInts("i", {7, -8}, {true});
  EXPECT_EQ(ints.IntAt(0), 7);
  EXPECT_EQ(ints.IntAt(1), -8);
  EXPECT_EQ(ints.DoubleAt(1), -8.0);
  EXPECT_EQ(ints.DecimalAt(1)->ToString(), "-8");
  EXPECT_EQ(ints.FormatAt(1), "-8");
  EXPECT_EQ(ints.BoolAt(0), std::nullopt);
  EXPECT_EQ(ints.null_count(), 0);

  const Column doubles = Column::OfDoubles("d", {0.5, 1e300});
  EXPECT_EQ(doubles.DoubleAt(0), 0.5);
  EXPECT_EQ(doubles.DecimalAt(0), std::nullopt);
  EXPECT_EQ(doubles.FormatAt(0), "0.5");

  const Column days = Column::OfDates("day", {20543, 0}, {true, false});
  EXPECT_EQ(days.DateAt(0)->ToString(), "2026-03-31");
  EXPECT_EQ(days.TimestampAt(0)->micros(), 20543 * int64_t{86'400'000'000});
  EXPECT_EQ(days.TimestampAt(1), std::nullopt);
  EXPECT_EQ(days.DateAt(1), std::nullopt);
  EXPECT_EQ(days.FormatAt(0), "2026-03-31");

  const Column instants = Column::OfTimestamps("at", {-1});
  EXPECT_EQ(instants.DateAt(0)->days(), -1);
  EXPECT_EQ(instants.TimestampAt(0)->micros(), -1);
  EXPECT_NE(instants.FormatAt(0), "null");

  const Column texts = Column::OfTexts("t", {"", "Ada", "gone"}, {true, true, false});
  EXPECT_EQ(texts.TextAt(0), "");
  EXPECT_EQ(texts.TextAt(1), "Ada");
  EXPECT_EQ(texts.TextAt(2), std::nullopt);
  EXPECT_EQ(texts.FormatAt(1), "Ada");
  EXPECT_FALSE(texts.is_dictionary());
}

TEST(ColumnTest, DictionaryHoldsIndicesAndAnythingOutsideIsMissing) {
  const Column stages = Column::OfDictionary("stage", {1, -1, 0, 9}, {"won", "lost"});
  EXPECT_TRUE(stages.is_dictionary());
  EXPECT_EQ(stages.TextAt(0), "lost");
  EXPECT_TRUE(stages.IsNull(1));
  EXPECT_EQ(stages.TextAt(2), "won");
  EXPECT_TRUE(stages.IsNull(3));
  EXPECT_EQ(stages.null_count(), 2);
  EXPECT_FALSE(Column::OfDictionary("stage", {}, {}).is_dictionary());
}

TEST(ColumnTest, EveryIntegerLayoutReadsTheSame) {
  const int8_t a[] = {-5};
  const int16_t b[] = {-5};
  const int32_t c[] = {-5};
  const uint8_t d[] = {200};
  const uint16_t e[] = {200};
  const uint32_t f[] = {200};
  const uint64_t g[] = {std::numeric_limits<uint64_t>::max()};
  const Column column("n", Type::kInt, 0,
                      {Over(Layout::kInt8, a), Over(Layout::kInt16, b), Over(Layout::kInt32, c),
                       Over(Layout::kUint8, d), Over(Layout::kUint16, e), Over(Layout::kUint32, f),
                       Over(Layout::kUint64, g)});
  for (int row = 0; row < 3; ++row) EXPECT_EQ(column.IntAt(row), -5);
  for (int row = 3; row < 6; ++row) EXPECT_EQ(column.IntAt(row), 200);
  EXPECT_EQ(column.IntAt(6), std::nullopt);
  EXPECT_EQ(column.FormatAt(6), "18446744073709551615");
  EXPECT_EQ(column.DoubleAt(6), 18446744073709551616.0);
  const Column cents("n", Type::kDecimal, 2, {Over(Layout::kInt32, c)});
  EXPECT_EQ(cents.DecimalAt(0)->ToString(), "-0.05");
  EXPECT_EQ(cents.IntAt(0), std::nullopt);
}

TEST(ColumnTest, UnitsOfTimeBecomeDaysAndMicroseconds) {
  const int64_t seconds[] = {-1, std::numeric_limits<int64_t>::max()};
  const int64_t millis[] = {86'400'000, std::numeric_limits<int64_t>::max()};
  const int64_t nanos[] = {-1};
  const Column at("at", Type::kTimestamp, 0,
                  {Over(Layout::kTimestampSecond, seconds), Over(Layout::kTimestampMilli, millis),
                   Over(Layout::kTimestampNano, nanos)});
  EXPECT_EQ(at.TimestampAt(0)->micros(), -1'000'000);
  EXPECT_EQ(at.DateAt(0)->days(), -1);
  EXPECT_EQ(at.TimestampAt(1), std::nullopt);
  EXPECT_EQ(at.DateAt(1), std::nullopt);
  EXPECT_EQ(at.FormatAt(1), "beyond the calendar");
  EXPECT_EQ(at.TimestampAt(2)->micros(), 86'400'000'000);
  EXPECT_EQ(at.DateAt(2)->days(), 1);
  EXPECT_EQ(at.TimestampAt(4)->micros(), -1);
  EXPECT_EQ(at.DateAt(4)->days(), -1);
  const Column day("day", Type::kDate, 0, {Over(Layout::kDate64, millis)});
  EXPECT_EQ(day.DateAt(0)->days(), 1);
  EXPECT_EQ(day.TimestampAt(0)->micros(), 86'400'000'000);
  EXPECT_EQ(day.DateAt(1), std::nullopt);
  EXPECT_EQ(day.TimestampAt(1), std::nullopt);
  EXPECT_EQ(day.FormatAt(1), "beyond the calendar");
}

TEST(ColumnTest, SingleFloatsAndNullsRead) {
  const float floats[] = {0.5F};
  Chunk nothing;
  nothing.length = 2;
  nothing.null_count = 2;
  const Column column("x", Type::kDouble, 0, {Over(Layout::kFloat32, floats), nothing});
  EXPECT_EQ(column.DoubleAt(0), 0.5);
  EXPECT_TRUE(column.IsNull(1));
  EXPECT_EQ(column.DoubleAt(2), std::nullopt);
  EXPECT_EQ(column.Slice(1, 1).null_count(), 1);
  const Column none("x", Type::kNull, 0, {nothing});
  EXPECT_EQ(none.FormatAt(0), "null");
  EXPECT_EQ(none.TextAt(0), std::nullopt);
  EXPECT_EQ(none.DateAt(0), std::nullopt);
  EXPECT_EQ(none.IntAt(0), std::nullopt);
}

TEST(ColumnTest, SlicesShareTheBuffersAndAreCutToTheColumn) {
  const Column whole =
      Column::OfInts("n", {0, 1, 2, 3, 4, 5}, {true, false, true, true, true, true});
  const Column slice = whole.Slice(1, 3);
  EXPECT_EQ(slice.length(), 3);
  EXPECT_EQ(slice.null_count(), 1);
  EXPECT_TRUE(slice.IsNull(0));
  EXPECT_EQ(slice.IntAt(2), 3);
  EXPECT_EQ(slice.chunks()[0].values, whole.chunks()[0].values);
  EXPECT_EQ(whole.Slice(2, 2).null_count(), 0);
  EXPECT_EQ(whole.Slice(4, 100).length(), 2);
  EXPECT_EQ(whole.Slice(-3, 1).IntAt(0), 0);
  EXPECT_EQ(whole.Slice(9, 1).length(), 0);
  EXPECT_EQ(whole.Slice(0, -1).length(), 0);
  EXPECT_EQ(whole.Renamed("m").name(), "m");
  const Chunk chunk = whole.chunks()[0];
  const Column twice("n", Type::kInt, 0, {chunk, Chunk{}, chunk});
  EXPECT_EQ(twice.chunks().size(), 2U);
  EXPECT_EQ(twice.IntAt(11), 5);
  EXPECT_EQ(twice.Slice(5, 2).IntAt(1), 0);
  EXPECT_EQ(twice.Slice(5, 2).chunks().size(), 2U);
}

TEST(ColumnTest, TypesHaveNames) {
  EXPECT_EQ(Name(Type::kNull), "null");
  EXPECT_EQ(Name(Type::kBool), "bool");
  EXPECT_EQ(Name(Type::kInt), "int");
  EXPECT_EQ(Name(Type::kDouble), "double");
  EXPECT_EQ(Name(Type::kDecimal), "decimal");
  EXPECT_EQ(Name(Type::kDate), "date");
  EXPECT_EQ(Name(Type::kTimestamp), "timestamp");
  EXPECT_EQ(Name(Type::kText), "text");
  EXPECT_EQ(Name(static_cast<Type>(99)), "unknown");
}

}  // namespace
}  // namespace attain::table
