// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using table::Chunk;
using table::Column;
using table::Layout;
using table::Type;

template <typename T>
Column Plain(Type type, Layout layout, const std::vector<T>& values) {
  auto kept = std::make_shared<const std::vector<T>>(values);
  return Column("c", type, 0,
                {{.layout = layout,
                  .length = static_cast<int64_t>(values.size()),
                  .values = kept->data(),
                  .owner = kept}});
}

TEST(RowsTest, AMaskCountsWhatIsKept) {
  RowMask mask(130);
  EXPECT_TRUE(mask.all());
  mask.SetAside(129);
  mask.SetAside(129);
  mask.SetAside(0);
  EXPECT_EQ(mask.kept(), 128);
  EXPECT_FALSE(mask[129]);
  EXPECT_TRUE(mask[64]);
  EXPECT_EQ(mask.words().size(), 3u);
  EXPECT_EQ(RowMask().rows(), 0);
}

TEST(RowsTest, AnAbsentColumnHasNoValues) {
  Amounts amount(nullptr);
  EXPECT_TRUE(amount.empty());
  EXPECT_FALSE(amount.has(0));
  EXPECT_EQ(amount[5], 0);
  EXPECT_EQ(Days(nullptr)[0], 0);
  EXPECT_EQ(Micros(nullptr)[0], 0);
  EXPECT_EQ(Integers(nullptr)[0], 0);
  EXPECT_TRUE(Flags(nullptr, true)[0]);
  EXPECT_TRUE(Words<Outcome>().empty());
}

TEST(RowsTest, ReadersWalkChunksInAnyOrder) {
  const Column a = Column::OfInts("c", {1, 2}, {true, false});
  const Column b = Column::OfInts("c", {3});
  std::vector<Chunk> chunks(a.chunks().begin(), a.chunks().end());
  chunks.push_back(b.chunks()[0]);
  chunks.push_back({.layout = Layout::kNull, .length = 1, .null_count = 1});
  const Column column("c", Type::kInt, 0, chunks);
  Integers reader(&column);
  EXPECT_EQ(reader[2], 3);
  EXPECT_EQ(reader[0], 1);
  EXPECT_FALSE(reader.has(1));
  EXPECT_FALSE(reader.has(3));
  EXPECT_FALSE(reader.has(4));
  EXPECT_EQ(reader[3], 0);
}

TEST(RowsTest, WholeNumbersOfEveryWidth) {
  const std::vector<Column> columns = {
      Plain<int8_t>(Type::kInt, Layout::kInt8, {-5}),
      Plain<int16_t>(Type::kInt, Layout::kInt16, {-5}),
      Plain<int32_t>(Type::kInt, Layout::kInt32, {-5}),
      Plain<int64_t>(Type::kInt, Layout::kInt64, {-5}),
      Plain<uint8_t>(Type::kInt, Layout::kUint8, {250}),
      Plain<uint16_t>(Type::kInt, Layout::kUint16, {250}),
      Plain<uint32_t>(Type::kInt, Layout::kUint32, {250}),
      Plain<uint64_t>(Type::kInt, Layout::kUint64, {250}),
  };
  for (const Column& column : columns) {
    const int64_t wanted = *column.IntAt(0);
    EXPECT_EQ(Integers(&column)[0], wanted);
    EXPECT_EQ(Amounts(&column)[0], wanted);
    EXPECT_EQ(Decimals(&column)[0], Decimal(wanted));
  }
  const Column large = Plain<uint64_t>(Type::kInt, Layout::kUint64, {~uint64_t{0}});
  EXPECT_EQ(Decimals(&large).coefficient(0), absl::int128(~uint64_t{0}));
}

TEST(RowsTest, DecimalsHaveTheirScale) {
  const absl::int128 wide = absl::int128(INT64_MAX) * 1000;
  const Column column =
      Column::OfDecimals("c", {12050, -990, wide, 0}, 2, {true, true, true, false});
  Amounts amount(&column);
  EXPECT_EQ(amount.scale(), 2);
  EXPECT_EQ(amount[0], 12050);
  EXPECT_EQ(amount[1], -990);
  EXPECT_EQ(amount[3], 0);
  Decimals decimal(&column);
  EXPECT_EQ(decimal[0], *Decimal::Parse("120.5"));
  EXPECT_EQ(decimal.coefficient(2), wide);
  EXPECT_EQ(decimal.coefficient(3), 0);
  EXPECT_EQ(Integers(&column)[1], -990);
}

TEST(RowsTest, DaysAndInstantsOfEveryUnit) {
  const int64_t second = 1'772'323'200 + 23 * 3600;  // 2026-03-01T23:00:00Z
  const int32_t day = Day("2026-03-01").days();
  const std::vector<Column> instants = {
      Plain<int64_t>(Type::kTimestamp, Layout::kTimestampSecond, {second}),
      Plain<int64_t>(Type::kTimestamp, Layout::kTimestampMilli, {second * 1'000}),
      Plain<int64_t>(Type::kTimestamp, Layout::kTimestampMicro, {second * 1'000'000}),
      Plain<int64_t>(Type::kTimestamp, Layout::kTimestampNano, {second * 1'000'000'000})};
  for (const Column& column : instants) {
    EXPECT_EQ(Days(&column)[0], day);
    EXPECT_EQ(Days(&column, 60)[0], day + 1);
    EXPECT_EQ(Days(&column, -60)[0], day);
    EXPECT_EQ(Micros(&column)[0], second * 1'000'000);
  }
  const Column date32 = Column::OfDates("c", {day});
  const Column date64 = Plain<int64_t>(Type::kDate, Layout::kDate64, {int64_t{day} * 86'400'000});
  for (const Column* column : {&date32, &date64}) {
    EXPECT_EQ(Days(column, 60)[0], day);
    EXPECT_EQ(Micros(column)[0], int64_t{day} * 86'400'000'000);
  }
  const Column before = Plain<int64_t>(Type::kTimestamp, Layout::kTimestampMicro, {-1});
  EXPECT_EQ(Days(&before)[0], -1);
  const Column number = Column::OfInts("c", {5});
  EXPECT_EQ(Days(&number)[0], 0);
  EXPECT_EQ(Micros(&number)[0], 0);
}

TEST(RowsTest, InstantsTooFarAwayAreTheFarthestThereAre) {
  const Column seconds =
      Plain<int64_t>(Type::kTimestamp, Layout::kTimestampSecond, {INT64_MAX, INT64_MIN});
  EXPECT_EQ(Micros(&seconds)[0], INT64_MAX);
  EXPECT_EQ(Micros(&seconds)[1], INT64_MIN);
  EXPECT_EQ(Days(&seconds, 60)[0], INT32_MAX);
  EXPECT_EQ(Days(&seconds, -60)[1], INT32_MIN);
}

TEST(RowsTest, FlagsReadBits) {
  const Column column = Column::OfBools("c", {true, false, true}, {true, true, false});
  Flags flag(&column, true);
  EXPECT_TRUE(flag[0]);
  EXPECT_FALSE(flag[1]);
  EXPECT_TRUE(flag[2]);
  const Column slice = column.Slice(1, 1);
  EXPECT_FALSE(Flags(&slice)[0]);
}

}  // namespace
}  // namespace attain::crm
