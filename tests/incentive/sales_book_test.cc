// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/sales_book.h"

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/sales.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;

std::vector<SalesRule> EveryKind() {
  return {SalesRate{.rate = 0.015_dec},
          SalesTiers{.bands = FourBands()},
          SalesBonus{.bands = {{.from = 1, .to = Fraction(1.25_dec), .pays = 0.01_dec},
                               {.from = 1.25_dec, .to = {}, .pays = 0.02_dec}}},
          SalesSpiff{.pays = 50'00, .at_least = 300'00},
          SalesShare{.rate = 0.03_dec, .own = 0.7_dec},
          SalesTiers{.bands = FourBands(), .point = RoundingPoint::kCumulative}};
}

void ExpectSame(const SalesPay& a, const SalesPay& b) {
  ASSERT_EQ(a.rules(), b.rules());
  for (size_t rule = 0; rule < a.rules(); ++rule)
    EXPECT_TRUE(std::equal(a.rule(rule).begin(), a.rule(rule).end(), b.rule(rule).begin(),
                           b.rule(rule).end()))
        << "rule " << rule;
  EXPECT_TRUE(std::equal(a.sold().begin(), a.sold().end(), b.sold().begin(), b.sold().end()));
}

// The sales as they are after changes: those taken out are left out.
void Apply(SalesColumns& sales, const SalesChange& change) {
  const auto row = static_cast<size_t>(change.row);
  if (row == sales.payee.size()) {
    sales.payee.push_back(0);
    sales.day.push_back(0);
    sales.amount.push_back(0);
    sales.partner.push_back(0);
  }
  sales.payee[row] = change.payee;
  sales.day[row] = change.day;
  sales.amount[row] = change.amount;
  sales.partner[row] = change.partner;
}

SalesColumns Present(const SalesColumns& sales) {
  SalesColumns left = sales;
  left.payee.clear();
  left.day.clear();
  left.amount.clear();
  left.partner.clear();
  for (size_t i = 0; i < sales.payee.size(); ++i) {
    if (sales.payee[i] < 0) continue;
    left.payee.push_back(sales.payee[i]);
    left.day.push_back(sales.day[i]);
    left.amount.push_back(sales.amount[i]);
    left.partner.push_back(sales.partner[i]);
  }
  return left;
}

TEST(SalesBookTest, OneLargerSaleRaisesWhatItTouches) {
  SalesColumns sales;
  sales.payees = 2;
  sales.payee = {0, 1};
  sales.day = {20454, 20454};
  sales.amount = {400'00, 400'00};
  sales.partner = {1, 0};
  sales.quota.assign(24, 1'000'00);
  auto book = SalesBook::Open({SalesTiers{.bands = FourBands()}}, sales.rows(), sales.quotas(), {});
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(book->pay().rule(0)[0], 16'00);
  const std::vector<SalesChange> changes = {
      {.row = 0, .payee = 0, .day = 20454, .amount = 700'00, .partner = 1}};
  ASSERT_TRUE(book->Update(changes).ok());
  EXPECT_EQ(book->pay().rule(0)[0], 32'00);  // 500 × 4 % + 200 × 6 %
  EXPECT_EQ(book->pay().rule(0)[12], 16'00);
}

TEST(SalesBookTest, AfterAnyChangesTheBookIsWhatPayingEverythingGives) {
  SalesColumns sales = MakeSales(3'000, 20, 60'000, 3);
  const SalesColumns given = sales;
  auto book = SalesBook::Open(EveryKind(), given.rows(), given.quotas(), {.threads = 2});
  ASSERT_TRUE(book.ok()) << book.status();
  Numbers numbers{99};
  for (int round = 0; round < 60; ++round) {
    std::vector<SalesChange> changes;
    int64_t next = book->rows();
    for (int64_t k = numbers.Below(8); k >= 0; --k) {
      const int64_t kind = numbers.Below(10);
      SalesChange change{.row = kind == 0 ? next++ : numbers.Below(next),
                         .payee = static_cast<int32_t>(numbers.Below(20)),
                         .day = 20454 + static_cast<int32_t>(numbers.Below(365)),
                         .amount = numbers.Below(60'000) - 10'000,
                         .partner = static_cast<int32_t>(numbers.Below(20))};
      if (kind == 1) change.payee = -1;
      if (kind > 5 && change.row < static_cast<int64_t>(sales.payee.size()) &&
          sales.payee[static_cast<size_t>(change.row)] >= 0)
        change.payee = sales.payee[static_cast<size_t>(change.row)];
      changes.push_back(change);
      Apply(sales, change);
    }
    const absl::Status status = book->Update(changes);
    ASSERT_TRUE(status.ok()) << status;
    const SalesColumns left = Present(sales);
    ExpectSame(book->pay(), *PaySales(EveryKind(), left.rows(), left.quotas(), {}));
    EXPECT_EQ(book->rows(), static_cast<int64_t>(sales.payee.size()));
  }
}

TEST(SalesBookTest, TheSameRowsAgainChangeNothing) {
  const SalesColumns sales = MakeSales(500, 20, 60'000, 5);
  auto book = SalesBook::Open(EveryKind(), sales.rows(), sales.quotas(), {});
  std::vector<SalesChange> changes;
  for (size_t i = 0; i < sales.payee.size(); ++i)
    changes.push_back(
        {static_cast<int64_t>(i), sales.payee[i], sales.day[i], sales.amount[i], sales.partner[i]});
  ASSERT_TRUE(book->Update(changes).ok());
  ExpectSame(book->pay(), *PaySales(EveryKind(), sales.rows(), sales.quotas(), {}));
}

TEST(SalesBookTest, AChangeThatFailsChangesNothing) {
  const SalesColumns sales = MakeSales(500, 20, 60'000, 7);
  auto opened = SalesBook::Open(EveryKind(), sales.rows(), sales.quotas(), {});
  SalesBook book = *std::move(opened);
  const auto before = PaySales(EveryKind(), sales.rows(), sales.quotas(), {});
  const auto reason = [&](std::vector<SalesChange> changes) {
    return ReasonOf(book.Update(changes));
  };
  const SalesChange good{.row = 3, .payee = 2, .day = 20460, .amount = 1, .partner = 1};
  EXPECT_EQ(reason({good, {.row = -1, .payee = 0, .day = 20460, .amount = 1, .partner = 0}}),
            Reason::kRowOutOfRange);
  EXPECT_EQ(reason({good, {.row = 501, .payee = 0, .day = 20460, .amount = 1, .partner = 0}}),
            Reason::kRowOutOfRange);
  EXPECT_EQ(reason({good, {.row = 4, .payee = 20, .day = 20460, .amount = 1, .partner = 0}}),
            Reason::kRowOutOfRange);
  EXPECT_EQ(reason({good, {.row = 4, .payee = 0, .day = 1, .amount = 1, .partner = 0}}),
            Reason::kRowOutOfRange);
  EXPECT_EQ(reason({good, {.row = 4, .payee = 0, .day = 20460, .amount = 1, .partner = 20}}),
            Reason::kRowOutOfRange);
  EXPECT_EQ(
      reason({good,
              {.row = 4, .payee = 0, .day = 20460, .amount = INT64_MAX - 1'000'000, .partner = 2},
              {.row = 5, .payee = 0, .day = 20460, .amount = INT64_MAX - 1'000'000, .partner = 2}}),
      Reason::kOverflow);
  ExpectSame(book.pay(), *before);
  EXPECT_EQ(book.rows(), 500);
  ASSERT_TRUE(book.Update(std::vector<SalesChange>{
                              {.row = 500, .payee = 0, .day = 20460, .amount = 1, .partner = 1}})
                  .ok());
  EXPECT_EQ(book.rows(), 501);
}

TEST(SalesBookTest, TiersThatOverflowLeaveTheBookAsItWas) {
  // Forty times the amount does not fit; only the tiers, paid again at the end, find out.
  const SalesColumns sales = MakeSales(50, 2, 60'000, 9);
  const std::vector<SalesRule> rules = {SalesTiers{.bands = {{.from = 0, .to = {}, .pays = 40}}}};
  auto book = SalesBook::Open(rules, sales.rows(), sales.quotas(), {});
  const auto before = PaySales(rules, sales.rows(), sales.quotas(), {});
  const std::vector<SalesChange> changes = {
      {.row = 7, .payee = 0, .day = 20460, .amount = INT64_MAX / 8},
      {.row = 50, .payee = 1, .day = 20460, .amount = 5}};
  EXPECT_EQ(ReasonOf(book->Update(changes)), Reason::kOverflow);
  ExpectSame(book->pay(), *before);
  EXPECT_EQ(book->rows(), 50);
  const std::vector<SalesChange> small = {{.row = 50, .payee = 1, .day = 20460, .amount = 5}};
  ASSERT_TRUE(book->Update(small).ok());
  SalesColumns after = sales;
  Apply(after, small[0]);
  ExpectSame(book->pay(), *PaySales(rules, after.rows(), after.quotas(), {}));
}

TEST(SalesBookTest, ASaleCannotMoveToWhereNoQuotaIs) {
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0};
  sales.day = {20454};
  sales.amount = {400'00};
  sales.quota.assign(12, 1'000'00);
  sales.quota[1] = 0;
  auto book = SalesBook::Open({SalesTiers{.bands = FourBands()}}, sales.rows(), sales.quotas(), {});
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(ReasonOf(book->Update(
                std::vector<SalesChange>{{.row = 0, .payee = 0, .day = 20490, .amount = 1}})),
            Reason::kNoQuota);
}

TEST(SalesBookTest, WhatCannotBePaidCannotBeOpened) {
  SalesColumns sales = MakeSales(50, 2, 60'000, 11);
  sales.payee[3] = 2;
  EXPECT_EQ(ReasonOf(SalesBook::Open(EveryKind(), sales.rows(), sales.quotas(), {}).status()),
            Reason::kRowOutOfRange);
}

}  // namespace
}  // namespace attain::incentive
