// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/sales_table.h"

#include <numeric>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/sales.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using table::Column;
using table::Table;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int32_t kJanuary = 20454;

Table Sales(std::vector<std::string> payee = {"Bo", "Ada", "Ada"}) {
  return *Table::Of("sales", {Column::OfTexts("payee", payee),
                              Column::OfDates("date", {kJanuary + 1, kJanuary + 9, kJanuary + 5}),
                              Column::OfDecimals("amount", {200'00, 300'00, 400'00}, 2),
                              Column::OfTexts("partner", {"Ada", "Cy", "Bo"})});
}

Table Quotas() {
  return *Table::Of("quotas", {Column::OfTexts("payee", {"Ada", "Bo", "Ada"}),
                               Column::OfDates("date", {kJanuary, kJanuary + 30, kJanuary + 31}),
                               Column::OfInts("quota", {1'000, 1'000, 2'000})});
}

std::vector<RateBand> TwoBands() {
  return {{.from = 0, .to = Fraction(0.5_dec), .pays = 0.04_dec},
          {.from = 0.5_dec, .to = {}, .pays = 0.06_dec}};
}

std::vector<std::string> Texts(const Table& table, const std::string& column) {
  std::vector<std::string> texts;
  const Column& values = *table.column(column);
  for (int64_t row = 0; row < table.rows(); ++row)
    texts.push_back(values.type() == table::Type::kDecimal ? values.DecimalAt(row)->ToFixedString()
                                                           : values.FormatAt(row));
  return texts;
}

TEST(SalesTableTest, LinesStandBesideTheSales) {
  const auto lines = TierLines(Sales(), Quotas(), TwoBands());
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(lines->column_names(), ElementsAre("payee", "date", "amount", "partner", "line"));
  EXPECT_THAT(Texts(*lines, "line"), ElementsAre("8.00", "16.00", "16.00"));
}

TEST(SalesTableTest, TotalsNamePayeesAndPeriodsInOrder) {
  const auto totals = TierTotals(Sales(), Quotas(), TwoBands());
  ASSERT_TRUE(totals.ok()) << totals.status();
  EXPECT_THAT(Texts(*totals, "payee"), ElementsAre("Ada", "Ada", "Bo", "Bo"));
  EXPECT_THAT(Texts(*totals, "period"), ElementsAre("2026-01", "2026-02", "2026-01", "2026-02"));
  EXPECT_THAT(Texts(*totals, "quota"), ElementsAre("1000.00", "2000.00", "1000.00", "0.00"));
  EXPECT_THAT(Texts(*totals, "total"), ElementsAre("32.00", "0.00", "8.00", "0.00"));
}

TEST(SalesTableTest, ATraceHasARowPerSlice) {
  const auto trace = TierTrace(Sales(), Quotas(), TwoBands());
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_THAT(Texts(*trace, "row"), ElementsAre("0", "1", "1", "2"));
  EXPECT_THAT(Texts(*trace, "band"), ElementsAre("0", "0", "1", "0"));
  EXPECT_THAT(Texts(*trace, "base"), ElementsAre("200.00", "100.00", "200.00", "400.00"));
  EXPECT_THAT(Texts(*trace, "rate"), ElementsAre("0.04", "0.04", "0.06", "0.04"));
  EXPECT_THAT(Texts(*trace, "amount"), ElementsAre("8.00", "4.00", "12.00", "16.00"));
}

TEST(SalesTableTest, RatesWithoutDecimalsAreWrittenAsFractions) {
  const auto trace =
      TierTrace(Sales(), Quotas(), {{.from = 0, .to = {}, .pays = *Fraction::Of(1, 3)}});
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_THAT(Texts(*trace, "rate"), ElementsAre("1/3", "1/3", "1/3"));
  EXPECT_THAT(Texts(*trace, "amount"), ElementsAre("66.67", "100.00", "133.33"));
}

TEST(SalesTableTest, RulesGetAColumnEach) {
  const std::vector<NamedRule> rules = {{"base", SalesRate{.rate = 0.015_dec}},
                                        {"shared", SalesShare{.rate = 0.03_dec, .own = 0.7_dec}}};
  const auto pay = PaySales(Sales(), nullptr, rules, {.partner = "partner"});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->column_names(),
              ElementsAre("payee", "period", "sold", "base", "shared", "total"));
  EXPECT_THAT(Texts(*pay, "payee"), ElementsAre("Ada", "Bo", "Cy"));
  EXPECT_THAT(Texts(*pay, "sold"), ElementsAre("700.00", "200.00", "0.00"));
  EXPECT_THAT(Texts(*pay, "base"), ElementsAre("10.50", "3.00", "0.00"));
  // Ada: 3 % of 490.00 and of Bo's 60.00; Bo: 3 % of 140.00 and of Ada's 120.00; Cy: 3 % of 90.00.
  EXPECT_THAT(Texts(*pay, "shared"), ElementsAre("16.50", "7.80", "2.70"));
  EXPECT_THAT(Texts(*pay, "total"), ElementsAre("27.00", "10.80", "2.70"));
}

TEST(SalesTableTest, NumbersTextsAndChunksGiveTheSameLines) {
  const SalesColumns sales = MakeSales(5'000, 40, 60'000, 3);
  const auto rates = TierRates::Of(FourBands());
  std::vector<int64_t> lines(5'000);
  ASSERT_TRUE(TierLines(*rates, sales.rows(), sales.quotas(), {}, lines).ok());
  std::vector<std::string> names;
  std::vector<int64_t> numbers;
  std::vector<int64_t> large;
  for (const int32_t payee : sales.payee) {
    names.push_back("R-" + std::to_string(payee));
    numbers.push_back(payee);
    large.push_back(10'000'000'000 + payee);
  }
  std::vector<int64_t> quota_number;
  std::vector<int64_t> quota_large;
  std::vector<std::string> quota_name;
  std::vector<int32_t> quota_day;
  for (size_t k = 0; k < sales.quota.size(); ++k) {
    quota_number.push_back(static_cast<int64_t>(k / 12));
    quota_large.push_back(10'000'000'000 + static_cast<int64_t>(k / 12));
    quota_name.push_back("R-" + std::to_string(k / 12));
    quota_day.push_back(
        Period::Parse("2026-" + std::string(k % 12 < 9 ? "0" : "") + std::to_string(k % 12 + 1))
            ->start.days());
  }
  const auto check = [&](Column payee, Column quota_payee, const SalesTableOptions& options,
                         Column amount, Column quota) {
    const Table frame = *Table::Of(
        "sales", {std::move(payee), Column::OfDates("date", sales.day), std::move(amount)});
    const Table quotas = *Table::Of(
        "quotas", {std::move(quota_payee), Column::OfDates("date", quota_day), std::move(quota)});
    const auto found = TierLines(frame, quotas, FourBands(), options);
    ASSERT_TRUE(found.ok()) << found.status();
    for (int64_t row = 0; row < found->rows(); ++row)
      ASSERT_EQ(*found->column("line")->DecimalAt(row),
                Decimal::Unchecked(lines[static_cast<size_t>(row)], 2));
  };
  const Column cents = Column::OfInts("amount", sales.amount);
  const Column quota_cents = Column::OfInts("quota", sales.quota);
  check(Column::OfTexts("payee", names), Column::OfTexts("payee", quota_name),
        {.decimals = 2, .threads = 2}, cents, quota_cents);
  check(Column::OfInts("payee", numbers), Column::OfInts("payee", quota_number), {.decimals = 2},
        cents, quota_cents);
  check(Column::OfInts("payee", large), Column::OfInts("payee", quota_large), {.decimals = 2},
        cents, quota_cents);
  check(Column::OfInts("payee", numbers), Column::OfInts("payee", quota_number), {},
        Column::OfDecimals("amount", {sales.amount.begin(), sales.amount.end()}, 2),
        Column::OfDecimals("quota", {sales.quota.begin(), sales.quota.end()}, 2));
}

TEST(SalesTableTest, ABookFollowsItsSales) {
  auto book = SalesTableBook::Open(Sales(), nullptr, {{"base", SalesRate{.rate = 0.1_dec}}},
                                   {.partner = "partner"});
  ASSERT_TRUE(book.ok()) << book.status();
  const Table changes = *Table::Of(
      "changes",
      {Column::OfInts("row", {3, 0}), Column::OfTexts("payee", {"Cy", ""}, {true, false}),
       Column::OfDates("date", {kJanuary + 6, 0}), Column::OfDecimals("amount", {50'00, 0}, 2),
       Column::OfTexts("partner", {"Ada", ""}, {true, false})});
  ASSERT_TRUE(book->Update(changes).ok());
  EXPECT_EQ(book->rows(), 4);
  const auto table = book->ToTable();
  EXPECT_THAT(Texts(*table, "base"), ElementsAre("70.00", "0.00", "5.00"));
  const auto statements = book->Of("Cy");
  ASSERT_EQ(statements->size(), 1U);
  EXPECT_EQ(statements->front().period, "2026-01");
  EXPECT_EQ(statements->front().total, 5_dec);
  EXPECT_EQ(statements->front().sold, 50_dec);
  EXPECT_THAT(statements->front().amounts, ElementsAre(5_dec));
  EXPECT_EQ(ReasonOf(book->Of("Eve").status()), Reason::kUnknownRep);
  SalesTableBook moved = *std::move(book);
  EXPECT_EQ(moved.rows(), 4);
}

TEST(SalesTableTest, ABookOfNumbersKnowsThemByTheirDigits) {
  const Table sales = *Table::Of(
      "sales", {Column::OfInts("payee", {7, 2}), Column::OfDates("date", {kJanuary, kJanuary}),
                Column::OfInts("amount", {100, 200})});
  auto book = SalesTableBook::Open(sales, nullptr, {{"base", SalesRate{.rate = 0.1_dec}}});
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(book->Of("7")->front().total, 10_dec);
  EXPECT_EQ(ReasonOf(book->Of("8").status()), Reason::kUnknownRep);
  EXPECT_EQ(ReasonOf(book->Of("x").status()), Reason::kUnknownRep);
  const auto table = book->ToTable();
  EXPECT_THAT(Texts(*table, "payee"), ElementsAre("2", "7"));  // nobody between
  const Table unknown =
      *Table::Of("changes", {Column::OfInts("row", {0}), Column::OfInts("payee", {9}),
                             Column::OfDates("date", {kJanuary}), Column::OfInts("amount", {1})});
  EXPECT_EQ(ReasonOf(book->Update(unknown)), Reason::kUnknownRep);
}

TEST(SalesTableTest, BadTablesAreNamed) {
  const auto status = [](const Table& sales, const Table& quotas,
                         const SalesTableOptions& options = {}) {
    return TierLines(sales, quotas, TwoBands(), options).status();
  };
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.payee = "paye"})), Reason::kUnknownColumn);
  EXPECT_THAT(std::string(status(Sales(), Quotas(), {.payee = "paye"}).message()),
              HasSubstr("payee"));
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.date = "payee"})), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.amount = "payee"})), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.payee = "date"})), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.decimals = 19})), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(),
                            {.rounding = {.point = RoundingPoint::kTransaction, .scale = 19}})),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status(Sales(), Quotas(), {.threads = 0})), Reason::kInvalidArgument);
  const absl::Status eve = status(Sales({"Bo", "Eve", "Ada"}), Quotas());
  EXPECT_EQ(ReasonOf(eve), Reason::kNoQuota);
  EXPECT_THAT(std::string(eve.message()), HasSubstr("row 1: Eve has no quota in 2026-01"));
  const Table missing = *Table::Of(
      "sales", {Column::OfTexts("payee", {"Ada", "Bo"}, {true, false}),
                Column::OfDates("date", {kJanuary, kJanuary}), Column::OfInts("amount", {1, 2})});
  EXPECT_EQ(ReasonOf(status(missing, Quotas())), Reason::kNullValue);
  const Table twice = *Table::Of("quotas", {Column::OfTexts("payee", {"Ada", "Ada"}),
                                            Column::OfDates("date", {kJanuary, kJanuary + 3}),
                                            Column::OfInts("quota", {1, 2})});
  EXPECT_EQ(ReasonOf(status(Sales({"Ada", "Ada", "Ada"}), twice)), Reason::kDupKey);
  const Table zero =
      *Table::Of("quotas", {Column::OfTexts("payee", {"Ada"}), Column::OfDates("date", {kJanuary}),
                            Column::OfInts("quota", {0})});
  EXPECT_EQ(ReasonOf(status(Sales(), zero)), Reason::kTargetZero);
  const Table fine =
      *Table::Of("quotas", {Column::OfTexts("payee", {"Ada"}), Column::OfDates("date", {kJanuary}),
                            Column::OfDecimals("quota", {1'001}, 3)});
  EXPECT_EQ(ReasonOf(status(Sales(), fine)), Reason::kInexact);
}

TEST(SalesTableTest, ASaleOutsideTheQuotasIsNamed) {
  const Table numbers = *Table::Of(
      "sales", {Column::OfInts("payee", {0, 5}), Column::OfDates("date", {kJanuary, kJanuary}),
                Column::OfInts("amount", {1, 2})});
  const Table quotas =
      *Table::Of("quotas", {Column::OfInts("payee", {0}), Column::OfDates("date", {kJanuary}),
                            Column::OfInts("quota", {10})});
  const absl::Status status = TierLines(numbers, quotas, TwoBands()).status();
  EXPECT_EQ(ReasonOf(status), Reason::kNoQuota);
  EXPECT_THAT(std::string(status.message()), HasSubstr("row 1: payee 5 has no quota in 2026-01"));
  const Table late =
      *Table::Of("sales", {Column::OfInts("payee", {0}), Column::OfDates("date", {kJanuary + 40}),
                           Column::OfInts("amount", {1})});
  EXPECT_EQ(ReasonOf(TierTotals(late, quotas, TwoBands()).status()), Reason::kRowOutOfRange);
}

TEST(SalesTableTest, ChangesAreReadWithTheirFaults) {
  auto book = SalesTableBook::Open(Sales(), nullptr, {{"base", SalesRate{.rate = 0.1_dec}}},
                                   {.partner = "partner"});
  const auto reason = [&](Column row, std::vector<bool> there) {
    const Table changes = *Table::Of("changes", {std::move(row), Column::OfTexts("payee", {"Ada"}),
                                                 Column::OfDates("date", {kJanuary}, {there[0]}),
                                                 Column::OfDecimals("amount", {1}, 2, {there[1]}),
                                                 Column::OfTexts("partner", {"Bo"}, {there[2]})});
    return ReasonOf(book->Update(changes));
  };
  EXPECT_EQ(reason(Column::OfInts("row", {0}), {false, true, true}), Reason::kNullValue);
  EXPECT_EQ(reason(Column::OfInts("row", {0}), {true, false, true}), Reason::kNullValue);
  EXPECT_EQ(reason(Column::OfInts("row", {0}), {true, true, false}), Reason::kNullValue);
  EXPECT_EQ(reason(Column::OfInts("line", {0}), {true, true, true}), Reason::kUnknownColumn);
  EXPECT_EQ(reason(Column::OfTexts("row", {"0"}), {true, true, true}), Reason::kWrongColumnType);
  EXPECT_EQ(reason(Column::OfInts("row", {9}), {true, true, true}), Reason::kRowOutOfRange);
}

TEST(SalesTableTest, ASumOfRulesThatDoesNotFitIsAnOverflow) {
  const std::vector<NamedRule> rules = {
      {"a", SalesSpiff{.pays = INT64_MAX / 4, .at_least = 300'00}},
      {"b", SalesSpiff{.pays = INT64_MAX / 4 * 3, .at_least = 400'00}}};
  EXPECT_EQ(ReasonOf(PaySales(Sales(), nullptr, rules).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
