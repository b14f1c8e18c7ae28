// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/measure/set_aside.h"

#include <string>

#include "attain/base/date.h"
#include "gtest/gtest.h"
#include "measure/company.h"

namespace attain::measure {
namespace {

// "payee row day reason; …"
std::string Show(const crm::Dataset& data, const Measure& measure) {
  const absl::StatusOr<Prepared> prepared = Resolve(measure, data);
  if (!prepared.ok()) return std::string(prepared.status().message());
  std::string text;
  for (const SetAside& row : RowsSetAside(*prepared, *Rows(*prepared))) {
    text += std::string(data.ids(crm::Entity::kRep).name(row.payee)) + " " +
            std::to_string(row.row) + " " + Date::FromDays(row.day).ToString() + " " +
            std::string(Name(row.reason)) + "; ";
  }
  return text;
}

const Measure kWon = {.id = "won",
                      .kind = MeasureKind::kSum,
                      .of = "deals.amount",
                      .where = "outcome == 'won'",
                      .date = "closed"};

TEST(RowsSetAsideTest, GoodTablesHaveNone) { EXPECT_EQ(Show(Company().Load(), kWon), ""); }

TEST(RowsSetAsideTest, ARowSetAsideOnLoadingNamesItsOwner) {
  Company company;
  company.deals[3][3] = "XQQ";
  company.deals[4][3] = "XQQ";
  EXPECT_EQ(Show(company.Load(), kWon),
            "Ada 4 2026-07-02 CCY_MISSING; Eva 3 2026-02-10 CCY_MISSING; ");
}

TEST(RowsSetAsideTest, WhatTheConditionLeavesOutIsNotMissing) {
  Company company;
  company.deals[1][3] = "XQQ";  // lost
  company.deals[0][5] = "perhaps";
  EXPECT_EQ(Show(company.Load(), kWon), "Ada 0 2026-01-15 UNKNOWN_WORD_IN_COLUMN; ")
      << "a word that cannot be read could have been won";
}

TEST(RowsSetAsideTest, WithoutADayItBelongsToNoPeriod) {
  Company company;
  company.deals[3][3] = "XQQ";
  company.deals[3][4] = "";
  EXPECT_EQ(Show(company.Load(), kWon), "");
}

TEST(RowsSetAsideTest, SharesThatDoNotAddUpNameEveryoneInThem) {
  Company company;
  company.splits = {{"D-1", "Ada", "revenue", "0.6"},
                    {"D-1", "Tom", "revenue", "0.6"},
                    {"D-2", "Ada", "revenue", "0.6"}};  // lost
  EXPECT_EQ(Show(company.Load(), kWon), "Ada 0 2026-01-15 SPLIT_SUM; Tom 0 2026-01-15 SPLIT_SUM; ");
}

TEST(RowsSetAsideTest, CreditsOfATransactionNameThePayees) {
  Company company;
  company.transactions = {{"T-1", "booking", "", "", "Ada", "2026-01-15", "", "600.00", "XQQ"},
                          {"T-2", "booking", "", "", "Tom", "2026-02-01", "", "50.00", "EUR"}};
  company.credits = {{"T-1", "Eva", "revenue", "0.25"}, {"T-1", "Ada", "revenue", "0.75"}};
  const Measure booked = {.id = "booked", .kind = MeasureKind::kSum, .of = "transactions.amount"};
  EXPECT_EQ(Show(company.Load(), booked),
            "Ada 0 2026-01-15 CCY_MISSING; Eva 0 2026-01-15 CCY_MISSING; ");
}

TEST(RowsSetAsideTest, AColumnOfCreditNamesTheRep) {
  Company company;
  company.deals[3][3] = "XQQ";
  Measure owned = kWon;
  owned.credit = "owner_id";
  company.splits = {{"D-4", "Tom", "revenue", "1"}};
  EXPECT_EQ(Show(company.Load(), owned), "Eva 3 2026-02-10 CCY_MISSING; ");
}

}  // namespace
}  // namespace attain::measure
