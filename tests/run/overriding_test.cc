// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Overriding rows for one payee: the cheap way gives what Update gives, and where it cannot, the
// general way is taken.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/run/run.h"
#include "run/company.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using table::Column;
using table::Table;
using table::Tables;

constexpr std::string_view kSellers = R"({"attain": "model/1", "id": "sales", "currency": "EUR",
 "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won' && amount > 100", "date": "closed"},
              {"id": "wins", "kind": "count", "of": "deals", "where": "outcome == 'won'", "date": "closed"},
              {"id": "booked", "kind": "sum", "of": "transactions.amount"}],
 "targets": [{"id": "quota", "measure": "won", "period": "2026", "total": "480000",
   "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
 "incentives": [
  {"id": "tiers", "currency": "EUR", "fx": {"rate_type": "plan"}, "period": "quarter", "components": [
    {"id": "new", "measure": "won", "cap": "6000", "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"},
      "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]}},
    {"id": "pieces", "measure": "wins", "payout": {"kind": "flat", "rate": "50%"}}]},
  {"id": "flat", "currency": "EUR", "fx": {"rate_type": "plan"}, "components": [{"id": "sold", "measure": "booked", "payout": {"kind": "flat", "rate": "3.7%"}}]},
  {"id": "leading", "currency": "EUR", "fx": {"rate_type": "plan"}, "components": [{"id": "team", "measure": "won", "payout": {"kind": "override", "rate": "1%"}}]}]})";

// A company of six sellers and two managers; one seller moved; deals with splits, refunds, dollars.
Csv SellersCsv() {
  std::mt19937 random(7);
  const auto any = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  Csv csv;
  csv["org_units"] = "unit_id,parent_id\nall,\nnorth,all\nsouth,all\n";
  csv["reps"] = "rep_id,name,role\n";
  csv["rep_units"] =
      "rep_id,unit_id,valid_from,valid_to,share,is_manager\nM-1,north,2025-01-01,,1,true\nM-2,"
      "south,2025-01-01,,1,true\n";
  for (int rep = 1; rep <= 6; ++rep) {
    const std::string id = "R-" + std::to_string(rep);
    csv["reps"] += id + ",Seller " + std::to_string(rep) + ",ae\n";
    if (rep == 3) {
      csv["rep_units"] +=
          id + ",north,2025-01-01,2026-02-10,1,false\n" + id + ",south,2026-02-10,,1,false\n";
    } else {
      csv["rep_units"] +=
          id + (rep < 4 ? ",north,2025-01-01,,1,false\n" : ",south,2025-01-01,,1,false\n");
    }
  }
  csv["reps"] += "M-1,Nora,manager\nM-2,Sam,manager\n";
  csv["deals"] = "deal_id,owner_id,amount,ccy,closed,outcome\n";
  csv["deal_splits"] = "deal_id,rep_id,split_type,share,valid_from\n";
  csv["fx_rates"] = "day,from,to,rate_type,rate\n2025-12-31,USD,EUR,plan,0.92\n";
  const char* outcomes[] = {"won", "won", "won", "lost", "open"};
  for (int deal = 0; deal < 160; ++deal) {
    const std::string id = "D-" + std::to_string(deal);
    csv["deals"] += id + ",R-" + std::to_string(1 + any(6)) + "," + std::to_string(any(9000)) +
                    "." + two(any(100)) + (deal % 31 == 5 ? ",USD," : ",EUR,") + "2026-0" +
                    std::to_string(1 + any(6)) + "-" + two(1 + any(28)) + "," + outcomes[any(5)] +
                    "\n";
    if (deal % 12 == 3) {
      const int first = any(5);
      csv["deal_splits"] += id + ",R-" + std::to_string(1 + first) + ",revenue,0.6,\n" + id +
                            ",R-" + std::to_string(2 + first) + ",revenue,0.4,\n";
    }
  }
  csv["deals"] += "D-pound,R-6,10.00,GBP,2026-01-05,lost\n";
  csv["transactions"] = "txn_id,kind,orig_txn_id,deal_id,rep_id,event_date,amount,ccy\n";
  for (int txn = 0; txn < 90; ++txn) {
    const std::string day = "2026-0" + std::to_string(1 + any(3)) + "-" + two(1 + any(28));
    const std::string rep = "R-" + std::to_string(1 + any(6));
    csv["transactions"] += "T-" + std::to_string(txn) + ",booking,," + (txn % 9 == 0 ? "D-3" : "") +
                           "," + rep + "," + day + "," + std::to_string(200 + any(5000)) +
                           ".00,EUR\n";
    if (txn % 10 == 4)
      csv["transactions"] += "T-r" + std::to_string(txn) + ",refund,T-" + std::to_string(txn) +
                             ",," + rep + ",2026-03-30,-150.00,EUR\n";
  }
  return csv;
}

Prepared Sellers(const Csv& csv = SellersCsv(), std::string_view model_text = kSellers) {
  const auto model = Parse(model_text);
  EXPECT_TRUE(model.ok()) << MessageOf(model.status());
  auto prepared = Resolve(*model, TablesOf(csv));
  EXPECT_TRUE(prepared.ok()) << MessageOf(prepared.status());
  return *std::move(prepared);
}

bool Laid(const Result& result) { return Access::StateOf(result).overriding.has_value(); }

std::string Whole(const Result& result, const std::string& rep) {
  std::string text = Dump(result);
  const auto trees = ExplainJson(result, rep);
  text += trees.ok() ? *trees : MessageOf(trees.status());
  const auto words = ExplainText(result, rep);
  return text + (words.ok() ? *words : std::string());
}

// Calculates with overriding rows and compares with Update; true when the cheap way was taken.
bool SameAsUpdate(const Prepared& prepared, const std::string& rep, const Tables& rows,
                  const std::string& period = "2026-Q1") {
  const auto got = Calculate(prepared, {.period = period, .payee = rep, .overriding = rows});
  const auto updated = Update(prepared, rows);
  if (!updated.ok()) {
    EXPECT_FALSE(got.ok());
    return false;
  }
  const auto wanted = Calculate(*updated, {.period = period, .payee = rep});
  EXPECT_EQ(got.ok(), wanted.ok()) << MessageOf(got.status()) << MessageOf(wanted.status());
  if (!got.ok() || !wanted.ok()) return false;
  EXPECT_EQ(Whole(*got, rep), Whole(*wanted, rep));
  return Laid(*got);
}

Tables Deals(const std::vector<std::vector<std::string>>& rows,
             const std::vector<std::string>& names = {"deal_id", "owner_id", "amount", "ccy",
                                                      "closed", "outcome"},
             const std::string& table = "deals") {
  std::vector<Column> columns;
  for (size_t i = 0; i < names.size(); ++i) {
    std::vector<std::string> cells;
    for (const auto& row : rows) cells.push_back(row[i]);
    columns.push_back(Column::OfTexts(names[i], cells));
  }
  Tables tables;
  tables.Add(*Table::Of(table, std::move(columns)));
  return tables;
}

TEST(OverridingTest, RandomRowsGiveWhatUpdateGives) {
  const Prepared prepared = Sellers();
  std::mt19937 random(11);
  const auto any = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const char* outcomes[] = {"won", "won", "lost", "open"};
  int laid = 0;
  constexpr int kRounds = 60;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::vector<std::string>> rows;
    const int count = 1 + any(round % 3 == 0 ? 3 : 20);
    for (int i = 0; i < count; ++i) {
      int deal = any(220);  // beyond 160: a new one
      if (round % 4 != 0 && deal % 12 == 3) ++deal;
      rows.push_back(
          {"D-" + std::to_string(deal), "R-" + std::to_string(1 + any(6)),
           std::to_string(any(20'000)) + "." + two(any(100)), any(40) == 0 ? "USD" : "EUR",
           "2026-0" + std::to_string(1 + any(4)) + "-" + two(1 + any(28)), outcomes[any(4)]});
    }
    if (round % 5 != 0) {  // one row per deal, as mostly
      std::vector<std::vector<std::string>> once;
      for (const auto& row : rows) {
        const bool seen = std::any_of(once.begin(), once.end(),
                                      [&row](const auto& other) { return other[0] == row[0]; });
        if (!seen) once.push_back(row);
      }
      rows = once;
    }
    const std::string rep = round % 10 == 9 ? "M-1" : "R-" + std::to_string(1 + any(6));
    laid += SameAsUpdate(prepared, rep, Deals(rows), round % 2 == 0 ? "2026-Q1" : "2026") ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(laid, kRounds / 3);
}

TEST(OverridingTest, AChangedCellOfADealAloneIsLaidOver) {
  const Prepared prepared = Sellers();
  EXPECT_TRUE(SameAsUpdate(prepared, "R-1",
                           Deals({{"D-1", "7000.5"}, {"D-10", "12"}}, {"deal_id", "amount"})));
  EXPECT_TRUE(SameAsUpdate(prepared, "R-2",
                           Deals({{"D-1", "R-2"}, {"D-2", "R-2"}}, {"deal_id", "owner_id"})));
  EXPECT_TRUE(SameAsUpdate(prepared, "R-3",
                           Deals({{"D-1", "won"}, {"D-2", "lost"}}, {"deal_id", "outcome"})));
  EXPECT_TRUE(
      SameAsUpdate(prepared, "R-4", Deals({{"D-1", "2026-02-28"}}, {"deal_id", "closed"}), "2026"));
  EXPECT_TRUE(
      SameAsUpdate(prepared, "R-5", Deals({{"D-1", "2028-02-29"}}, {"deal_id", "closed"}), "2026"));
}

TEST(OverridingTest, TransactionsAreLaidOverUntilOneReversesOrIsReversed) {
  const Prepared prepared = Sellers();
  const std::vector<std::string> names = {"txn_id",     "kind",   "rep_id",
                                          "event_date", "amount", "ccy"};
  EXPECT_TRUE(SameAsUpdate(prepared, "R-1",
                           Deals({{"T-1", "booking", "R-1", "2026-02-01", "100.00", "EUR"},
                                  {"T-new", "booking", "R-1", "2026-02-01", "5.25", "EUR"}},
                                 names, "transactions")));
  EXPECT_TRUE(SameAsUpdate(
      prepared, "R-1",
      Deals({{"T-2", "order", "R-1", "2026-02-01", "100.00", "EUR"}}, names, "transactions")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1",
                            Deals({{"T-4", "booking", "R-1", "2026-02-01", "100.00", "EUR"}}, names,
                                  "transactions")));  // refunded
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1",
                            Deals({{"T-9", "booking", "R-1", "2026-02-01", "100.00", "EUR"}}, names,
                                  "transactions")));  // of a split deal
  EXPECT_FALSE(SameAsUpdate(
      prepared, "R-1",
      Deals({{"T-x", "refund", "R-1", "2026-02-01", "-1.00", "EUR"}}, names, "transactions")));
}

TEST(OverridingTest, WhatOnlyBindingAnewCanAnswerIsBoundAnew) {
  const Prepared prepared = Sellers();
  const auto one = [](const std::string& field, const std::string& cell) {
    return Deals({{"D-1", cell}}, {"deal_id", field});
  };
  EXPECT_FALSE(SameAsUpdate(prepared, "M-1", one("amount", "900.00")));  // a manager
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1",
                            Deals({{"D-3", "900.00"}}, {"deal_id", "amount"})));  // has splits
  EXPECT_FALSE(
      SameAsUpdate(prepared, "R-1", one("amount", "900.123")));     // more decimals than the column
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("amount", "x")));  // a finding
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("owner_id", "R-77")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("outcome", "maybe")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("closed", "2026-02-30")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("ccy", "JPY")));
  EXPECT_FALSE(SameAsUpdate(
      prepared, "R-1", Deals({{"D-x", "R-1", "500.00", "GBP", "2026-02-01", "won"}})));  // no rate
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("closed", "")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", one("colour", "red")));  // an unknown column
  EXPECT_FALSE(
      SameAsUpdate(prepared, "R-1", Deals({{"5", "won"}}, {"amount", "outcome"})));  // no key
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1",
                            Deals({{"D-1", "1.00"}, {"D-1", "2.00"}}, {"deal_id", "amount"})));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", Deals({{"R-1", "ae"}}, {"rep_id", "role"}, "reps")));
  EXPECT_FALSE(SameAsUpdate(prepared, "R-99", one("amount", "900.00")));
}

TEST(OverridingTest, AQuotaByHistoryIsSplitAnew) {
  std::string text(kSellers);
  const std::string equal = R"({"over": "rep", "by": "equal"})";
  text.replace(text.find(equal), equal.size(),
               R"({"over": "rep", "by": "history", "window": ["2026-01-01", "2026-04-01"]})");
  EXPECT_FALSE(SameAsUpdate(Sellers(SellersCsv(), text), "R-1",
                            Deals({{"D-1", "90000.00"}}, {"deal_id", "amount"})));
}

TEST(OverridingTest, ColumnsMayHaveTheirRawNames) {
  Csv csv = SellersCsv();
  csv["pipeline"] = csv["deals"];
  csv["pipeline"].replace(0, csv["pipeline"].find('\n'), "nr,agent,value,ccy,closed,outcome");
  csv.erase("deals");
  std::string text(kSellers);
  text.insert(
      text.find("\"measures\""),
      R"("tables": {"deals": {"from": "pipeline", "columns": {"deal_id": "nr", "owner_id": "agent", "amount": "value"}}}, )");
  const Prepared prepared = Sellers(csv, text);
  EXPECT_TRUE(SameAsUpdate(
      prepared, "R-1",
      Deals({{"D-1", "R-1", "5000.00", "won"}}, {"nr", "agent", "value", "outcome"}, "pipeline")));
  EXPECT_TRUE(SameAsUpdate(
      prepared, "R-1",
      Deals({{"D-1", "R-1", "5000.00", "won"}}, {"deal_id", "owner_id", "amount", "outcome"})));
}

TEST(OverridingTest, ARowThatWasSetAsideIsBoundAnew) {
  Csv csv = SellersCsv();
  csv["deals"] += "D-bad,R-1,much,EUR,2026-01-01,won\nD-good,R-2,10.00,EUR,2026-01-01,won\n";
  const Prepared prepared = Sellers(csv);
  EXPECT_FALSE(SameAsUpdate(prepared, "R-1", Deals({{"D-bad", "500.00"}}, {"deal_id", "amount"})));
  EXPECT_TRUE(SameAsUpdate(
      prepared, "R-1",
      Deals({{"D-1", "500.00"}}, {"deal_id", "amount"})));  // findings of other rows move with them
}

}  // namespace
}  // namespace attain::run
