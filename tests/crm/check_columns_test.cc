// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using table::Column;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Dataset One(std::vector<Column> columns, const std::string& name = "transactions",
            const LoadOptions& options = {.currency = "EUR"}) {
  table::Tables tables;
  tables.Add(*table::Table::Of(name, std::move(columns)));
  auto data = Load(tables, options);
  EXPECT_TRUE(data.ok());
  return data.ok() ? *data : Dataset();
}

std::vector<Column> Bookings(int64_t rows) {
  std::vector<int64_t> ids;
  for (int64_t row = 0; row < rows; ++row) ids.push_back(row + 1);
  return {Column::OfInts("txn_id", ids),
          Column::OfTexts("kind", std::vector<std::string>(static_cast<size_t>(rows), "booking")),
          Column::OfDates("event_date", std::vector<int32_t>(static_cast<size_t>(rows), 20'454))};
}

std::vector<Column> With(std::vector<Column> columns, Column more) {
  columns.push_back(std::move(more));
  return columns;
}

TEST(CheckColumnsTest, AMissingRequiredColumnSetsTheWholeTableAside) {
  const Dataset data = Loaded({{"deal_splits", "deal_id,rep_id,share\nD1,R1,1\nD2,R1,1\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kMissingColumn),
              ElementsAre("deal_splits -1 split_type"));
  EXPECT_EQ(data.kept("deal_splits").kept(), 0);
}

TEST(CheckColumnsTest, AMissingValueWhereNoneIsAllowedSetsItsRowAside) {
  const Dataset data = Loaded({{"reps", "rep_id,role\nR1,ae\n,ae\nR3,ae\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kNullValue), ElementsAre("reps 1 rep_id"));
  EXPECT_EQ(data.kept("reps").kept(), 2);
  EXPECT_FALSE(data.reps().kept()[1]);
}

TEST(CheckColumnsTest, AnUnknownWordNamesTheNearestOne) {
  const Dataset data = Loaded({{"deals", "deal_id,outcome\nD1,won\nD2,wonn\nD3,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kUnknownWordInColumn), ElementsAre("deals 1 outcome"));
  EXPECT_EQ(data.findings().items()[0].hint, "did you mean \"won\"?");
  EXPECT_EQ(data.deals().outcome()[0], Outcome::kWon);
  EXPECT_FALSE(data.deals().outcome().has(1));
  EXPECT_FALSE(data.deals().outcome().has(2));
}

TEST(CheckColumnsTest, WordsOfADictionaryAreReadOnceADistinctValue) {
  const Dataset data =
      One({Column::OfInts("deal_id", {1, 2, 3, 4}),
           Column::OfDictionary("outcome", {0, 1, -1, 2}, {"won", "lost", "gone"})},
          "deals");
  EXPECT_THAT(At(data.findings(), Reason::kUnknownWordInColumn), ElementsAre("deals 3 outcome"));
  EXPECT_EQ(data.deals().outcome()[1], Outcome::kLost);
  EXPECT_FALSE(data.deals().outcome().has(2));
}

TEST(CheckColumnsTest, AnAmountWithoutCurrencyIsNotGuessed) {
  const std::string deals = "deal_id,amount,ccy\nD1,10,EUR\nD2,10,\nD3,,\nD4,10,ZZZ\n";
  const Dataset data = Loaded({{"deals", deals}});
  EXPECT_THAT(At(data.findings(), Reason::kCcyMissing), ElementsAre("deals 1 ccy", "deals 3 ccy"));
  EXPECT_EQ(data.kept("deals").kept(), 2);
  EXPECT_EQ(data.deals().currency(0).code(), "EUR");
  EXPECT_TRUE(data.deals().currency(1).is_none());
}

TEST(CheckColumnsTest, AmountsWithoutCurrencyColumnNeedTheOneNamedWhenLoading) {
  EXPECT_THAT(At(Loaded({{"deals", "deal_id,amount\nD1,10\n"}}).findings(), Reason::kCcyMissing),
              ElementsAre("deals -1 ccy"));
  const Dataset data = Loaded({{"deals", "deal_id,amount\nD1,10\n"}}, {.currency = "JPY"});
  EXPECT_THAT(At(data.findings(), Reason::kCcyMissing), IsEmpty());
  EXPECT_EQ(data.deals().currency(0).code(), "JPY");
}

TEST(CheckColumnsTest, ACurrencyOfOnesOwnIsKnownWithItsScale) {
  const Dataset data = Loaded({{"deals", "deal_id,amount,ccy\nD1,10,PTS\n"}},
                              {.currencies = {*Currency::Of("PTS", 0)}});
  EXPECT_THAT(At(data.findings(), Reason::kCcyMissing), IsEmpty());
  EXPECT_EQ(data.deals().currency(0).scale(), 0);
}

TEST(CheckColumnsTest, AmountsBeyond64BitsOfTheSmallestUnitAreSetAside) {
  const absl::int128 large = absl::int128(INT64_MAX) + 1;
  const Dataset wide =
      One(With(Bookings(3), Column::OfDecimals("amount", {large, INT64_MAX, -large}, 2)));
  EXPECT_THAT(At(wide.findings(), Reason::kMoneyOverflow),
              ElementsAre("transactions 0 amount", "transactions 2 amount"));
  // 2^63 - 1 whole euros are too many cents.
  const Dataset whole = One(With(
      Bookings(3), Column::OfInts("amount", {INT64_MAX, INT64_MAX / 100, -(INT64_MAX / 100) - 1})));
  EXPECT_THAT(At(whole.findings(), Reason::kMoneyOverflow),
              ElementsAre("transactions 0 amount", "transactions 2 amount"));
}

TEST(CheckColumnsTest, UnsignedAmountsBeyondSignedOnesAreSetAside) {
  static const uint64_t values[] = {uint64_t{1} << 63, 7};
  const Column amount("amount", table::Type::kInt, 0,
                      {{.layout = table::Layout::kUint64, .length = 2, .values = values}});
  EXPECT_THAT(At(One(With(Bookings(2), amount)).findings(), Reason::kMoneyOverflow),
              ElementsAre("transactions 0 amount"));
}

TEST(CheckColumnsTest, APercentageIsNoShare) {
  const Dataset data = Loaded({{"deal_splits",
                                "deal_id,rep_id,split_type,share\nD1,R1,revenue,100\nD2,R1,revenue,"
                                "-0.5\nD3,R1,overlay,2\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kUnitMismatch), ElementsAre("deal_splits 0 share"));
  EXPECT_THAT(At(data.findings(), Reason::kNegativeShare), ElementsAre("deal_splits 1 share"));
  EXPECT_TRUE(data.deal_splits().kept()[2]);
}

TEST(CheckColumnsTest, AProbabilityOfZeroIsAValue) {
  const Dataset data = Loaded({{"deals", "deal_id,probability\nD1,0\nD2,60\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kUnitMismatch), ElementsAre("deals 1 probability"));
  EXPECT_TRUE(Decimals(data.deals().probability()).has(0));
}

TEST(CheckColumnsTest, AnEmptyTableIsSaid) {
  const Dataset data = Loaded({{"deals", "deal_id,amount,ccy\n"}, {"reps", "rep_id\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kEmptyTable), ElementsAre("deals -1 ", "reps -1 "));
  EXPECT_EQ(data.deals().rows(), 0);
}

TEST(CheckColumnsTest, EveryCanonicalTableMayBeEmptyOrHaveNothingButItsKey) {
  for (const TableInfo& info : CanonicalTables()) {
    std::string header;
    std::string cells;
    for (const ColumnInfo& column : info.columns) {
      header += (header.empty() ? "" : ",") + std::string(column.name);
      cells += cells.empty() ? "x" : ",";
    }
    EXPECT_EQ(Loaded({{std::string(info.name), header + "\n"}}).findings().size(), 1) << info.name;
    EXPECT_EQ(
        Loaded({{std::string(info.name), header + "\n" + cells + "\n"}}).table(info.name)->rows(),
        1)
        << info.name;
  }
}

TEST(CheckColumnsTest, ATypeThatCannotBeReadMakesTheColumnAbsent) {
  const Dataset data = One(With(Bookings(2), Column::OfBools("amount", {true, false})));
  EXPECT_THAT(At(data.findings(), Reason::kWrongColumnType), ElementsAre("transactions -1 amount"));
  EXPECT_EQ(data.kept("transactions").kept(), 0);
}

}  // namespace
}  // namespace attain::crm
