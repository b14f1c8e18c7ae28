// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/convert.h"

#include <cmath>
#include <limits>

#include "testing.h"

namespace attain::crm {
namespace {

using table::Column;
using table::Type;
using testing::ElementsAre;
using testing::IsEmpty;

struct Made {
  absl::StatusOr<Column> column;
  Findings findings;
  std::vector<int64_t> bad;
};

Made As(ColumnType type, const Column& column) {
  Collector collector(100);
  Made made{.column = absl::UnknownError(""), .findings = {}, .bad = {}};
  made.column = ConvertInto(column, {.name = column.name(), .type = type, .doc = ""}, "t",
                            collector, made.bad);
  made.findings = collector.Take();
  return made;
}

std::vector<std::string> Printed(const Made& made) {
  std::vector<std::string> cells;
  for (int64_t row = 0; made.column.ok() && row < made.column->length(); ++row)
    cells.push_back(made.column->FormatAt(row));
  return cells;
}

TEST(ConvertTest, TextBecomesExactDecimalsOfOneScale) {
  const Made made =
      As(ColumnType::kMoney, Column::OfTexts("c", {"120.50", "7", "", "1,5", "0.125"}));
  EXPECT_THAT(made.bad, ElementsAre(3));
  EXPECT_EQ(made.column->scale(), 3);
  EXPECT_EQ(*made.column->DecimalAt(0), *Decimal::Parse("120.5"));
  EXPECT_TRUE(made.column->IsNull(2));
}

TEST(ConvertTest, ADecimalWithTooManyDigitsIsAFinding) {
  const Made made =
      As(ColumnType::kDecimal,
         Column::OfTexts("c", {"0.0000000000000000000001", "99999999999999999999999999999999999",
                               "0.123456789012345678"}));
  EXPECT_THAT(made.bad, testing::UnorderedElementsAre(0, 1));
  EXPECT_THAT(At(made.findings, Reason::kInvalidCell), ElementsAre("t 0 c", "t 1 c"));
}

TEST(ConvertTest, ADoubleIsTakenOnlyWhenItIsAnExactDecimal) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const Made made = As(ColumnType::kMoney,
                       Column::OfDoubles("c", {0.1, 120.5, 0.1 + 0.2, nan, inf, -inf, 1e300, 0.0}));
  EXPECT_THAT(made.bad, ElementsAre(2, 3, 4, 5, 6));
  EXPECT_EQ(CountOf(made.findings, Reason::kLossyNumber), 5);
  EXPECT_EQ(*made.column->DecimalAt(0), *Decimal::Parse("0.1"));
  EXPECT_EQ(*made.column->DecimalAt(7), Decimal());
}

TEST(ConvertTest, NotANumberIsNeverAnIdNorACount) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(As(ColumnType::kId, Column::OfDoubles("c", {1, nan, 2.5, 1e18})).bad,
              ElementsAre(1, 2, 3));
  EXPECT_THAT(
      As(ColumnType::kInt, Column::OfDoubles("c", {std::numeric_limits<double>::infinity()})).bad,
      ElementsAre(0));
}

TEST(ConvertTest, ExactOfRefusesMoreThanSixDecimalsOrFifteenDigits) {
  EXPECT_TRUE(ExactOf(0.000001).ok());
  EXPECT_EQ(ReasonOf(ExactOf(0.0000001).status()), Reason::kLossyNumber);
  EXPECT_TRUE(ExactOf(999'999'999'999'999.0).ok());
  EXPECT_FALSE(ExactOf(1e15).ok() && ExactOf(9'007'199'254'740'993.0).ok());
}

TEST(ConvertTest, WholeNumbersAreReadFromTextAndDecimals) {
  EXPECT_THAT(Printed(As(ColumnType::kInt, Column::OfTexts("c", {"17", "-3", ""}))),
              ElementsAre("17", "-3", "null"));
  EXPECT_THAT(As(ColumnType::kInt, Column::OfTexts("c", {"1.5", "x", "99999999999999999999"})).bad,
              ElementsAre(0, 1, 2));
  const Made decimals =
      As(ColumnType::kId, Column::OfDecimals("c", {1700, 150, absl::int128(INT64_MAX) * 1000}, 2));
  EXPECT_THAT(decimals.bad, ElementsAre(1, 2));
  EXPECT_EQ(*decimals.column->IntAt(0), 17);
}

TEST(ConvertTest, BooleansAreTrueFalseOneAndZero) {
  EXPECT_THAT(Printed(As(ColumnType::kBool, Column::OfTexts("c", {"true", "False", "1", "0", ""}))),
              ElementsAre("true", "false", "true", "false", "null"));
  EXPECT_THAT(Printed(As(ColumnType::kBool, Column::OfInts("c", {1, 0}, {true, false}))),
              ElementsAre("true", "null"));
  EXPECT_THAT(As(ColumnType::kBool, Column::OfTexts("c", {"yes"})).bad, ElementsAre(0));
}

TEST(ConvertTest, DaysAndInstants) {
  const Made days = As(ColumnType::kDate, Column::OfTexts("c", {"2026-03-31", "", "2026-02-30"}));
  EXPECT_EQ(days.column->type(), Type::kDate);
  EXPECT_THAT(days.bad, ElementsAre(2));
  const Made instants =
      As(ColumnType::kTimestamp,
         Column::OfTexts("c", {"2026-03-31T22:00:00Z", "2026-03-31 22:00:00",
                               "2026-04-01T00:00:00+02:00", "2026-03-31", "soon"}));
  EXPECT_THAT(instants.bad, ElementsAre(4));
  EXPECT_EQ(instants.column->TimestampAt(0), instants.column->TimestampAt(1));
  EXPECT_EQ(instants.column->TimestampAt(0), instants.column->TimestampAt(2));
}

TEST(ConvertTest, OneInstantMakesAColumnOfDaysInstantsWhereverItStands) {
  EXPECT_EQ(As(ColumnType::kDate, Column::OfTexts("c", {"2026-03-31", "2026-03-31T22:00:00Z"}))
                .column->type(),
            Type::kTimestamp);
  EXPECT_EQ(As(ColumnType::kDate, Column::OfTexts("c", {"2026-03-31T22:00:00Z", "2026-03-31"}))
                .column->type(),
            Type::kTimestamp);
  EXPECT_EQ(
      As(ColumnType::kDate, Column::OfTexts("c", {"the last day", "2026-03-31"})).column->type(),
      Type::kDate);
}

TEST(ConvertTest, EmptyTextIsMissingInEveryLayout) {
  EXPECT_THAT(Printed(As(ColumnType::kText, Column::OfTexts("c", {"a", ""}))),
              ElementsAre("a", "null"));
  EXPECT_THAT(Printed(As(ColumnType::kWord, Column::OfDictionary("c", {0, 1, -1}, {"a", ""}))),
              ElementsAre("a", "null", "null"));
  static const int64_t ends[] = {0, 1, 1};
  const Column large(
      "c", Type::kText, 0,
      {{.layout = table::Layout::kLargeUtf8, .length = 2, .values = ends, .text = "a"}});
  EXPECT_THAT(Printed(As(ColumnType::kId, large)), ElementsAre("a", "null"));
  EXPECT_THAT(Printed(As(ColumnType::kText, Column::OfInts("c", {7, 8}, {true, false}))),
              ElementsAre("7", "null"));
}

TEST(ConvertTest, UsableColumnsAreNotCopied) {
  const Column ids = Column::OfInts("c", {1, 2});
  EXPECT_EQ(As(ColumnType::kId, ids).column->chunks()[0].values, ids.chunks()[0].values);
  const Column amounts = Column::OfDecimals("c", {1, 2}, 2);
  EXPECT_EQ(As(ColumnType::kMoney, amounts).column->chunks()[0].values, amounts.chunks()[0].values);
}

TEST(ConvertTest, TypesThatCannotBeReadAreRefused) {
  const Column bools = Column::OfBools("c", {true});
  for (const ColumnType type :
       {ColumnType::kId, ColumnType::kWord, ColumnType::kCurrency, ColumnType::kInt,
        ColumnType::kMoney, ColumnType::kDate, ColumnType::kTimestamp}) {
    EXPECT_EQ(ReasonOf(As(type, bools).column.status()), Reason::kWrongColumnType) << Name(type);
  }
  EXPECT_EQ(ReasonOf(As(ColumnType::kBool, Column::OfDates("c", {1})).column.status()),
            Reason::kWrongColumnType);
  EXPECT_THAT(As(ColumnType::kBool, bools).bad, IsEmpty());
}

TEST(ConvertTest, RowsCanBeMadeMissingWithoutCopyingValues) {
  const Column numbers = Column::OfInts("c", {1, 2, 3}, {true, false, true});
  const Column less = WithMissing(numbers.Slice(1, 2), {false, true});
  EXPECT_EQ(less.null_count(), 2);
  EXPECT_EQ(less.chunks()[0].values, numbers.chunks()[0].values);
}

}  // namespace
}  // namespace attain::crm
