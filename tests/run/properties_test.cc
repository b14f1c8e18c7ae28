// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What holds for every run: order of rows, chunks and threads do not matter, a bad rep or row does
// not stop the others, what is not known yet does not count, an update is a calculation from
// scratch.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

// Twelve reps with some deals each, in an order given by `step` (odd).
Csv ManyReps(int step) {
  Csv csv;
  std::string& reps = csv["reps"] = "rep_id,name,role\n";
  std::string& deals = csv["deals"] = "deal_id,owner_id,amount,ccy,closed,outcome\n";
  for (int place = 0; place < 32; ++place) {
    const int rep = place * step % 32;
    reps += "R-" + std::to_string(100 + rep) + ",Rep,ae\n";
  }
  for (int place = 0; place < 256; ++place) {
    const int deal = place * step % 256;
    deals += "D-" + std::to_string(deal) + ",R-" + std::to_string(100 + deal * 7 % 32) + "," +
             std::to_string(1000 + deal * 37) + "." + std::to_string(10 + deal % 90) +
             ",EUR,2026-0" + std::to_string(1 + deal % 3) + "-1" + std::to_string(deal % 10) +
             (deal % 5 == 0 ? ",lost\n" : ",won\n");
  }
  return csv;
}

// The same tables, each column in pieces of `rows` rows.
table::Tables Chunked(const table::Tables& tables, int64_t rows) {
  table::Tables chunked;
  for (const auto& entry : tables) {
    std::vector<table::Column> columns;
    for (const table::Column& column : entry.second.columns()) {
      std::vector<table::Chunk> chunks;
      for (int64_t first = 0; first < column.length(); first += rows) {
        const table::Column piece = column.Slice(first, std::min(rows, column.length() - first));
        chunks.insert(chunks.end(), piece.chunks().begin(), piece.chunks().end());
      }
      columns.emplace_back(column.name(), column.type(), column.scale(), std::move(chunks));
    }
    auto table = table::Table::Of(entry.first, std::move(columns));
    EXPECT_TRUE(table.ok()) << table.status();
    chunked.Add(*std::move(table));
  }
  return chunked;
}

// The statements, attainment and series: tables without row numbers.
std::string Figures(const Result& result) {
  std::string text;
  for (const std::string_view name :
       {"attainment", "series", "statement_lines", "statements", "targets"}) {
    const auto table = result.table(name);
    EXPECT_TRUE(table.ok()) << table.status();
    text += Dump(*table);
  }
  return text;
}

TEST(PropertiesTest, ShuffledRowsGiveTheSame) {
  const std::string straight = Figures(Quarter(Prepare(ManyReps(1))));
  EXPECT_GT(straight.size(), 1000u);
  EXPECT_EQ(straight, Figures(Quarter(Prepare(ManyReps(11)))));
  EXPECT_EQ(straight, Figures(Quarter(Prepare(ManyReps(45)))));
}

TEST(PropertiesTest, ChunkedTablesGiveTheSame) {
  const table::Tables whole = TablesOf(ManyReps(1));
  const std::string straight = Dump(Quarter(Prepare(ManyReps(1))));
  for (const int64_t rows : {1, 7, 64}) {
    const auto prepared = Resolve(CompanyModel(), Chunked(whole, rows));
    ASSERT_TRUE(prepared.ok()) << prepared.status();
    EXPECT_EQ(straight, Dump(Quarter(*prepared))) << rows;
  }
}

TEST(PropertiesTest, AnyThreadCountGivesTheSame) {
  const Prepared prepared = Prepare(ManyReps(3));
  const std::string one = Dump(Quarter(prepared, {.threads = 1}));
  EXPECT_EQ(one, Dump(Quarter(prepared, {.threads = 2})));
  EXPECT_EQ(one, Dump(Quarter(prepared, {.threads = 5})));
  EXPECT_EQ(ReasonOf(Calculate(prepared, {.period = "2026-Q1", .threads = 257}).status()),
            Reason::kInvalidArgument);
}

TEST(PropertiesTest, UpdateIsACalculationFromScratch) {
  Csv changed = CompanyCsv();
  changed["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\n"
      "D-1,R-104,60000.00,EUR,2026-01-15,won\n"
      "D-3,R-104,10000.00,EUR,2026-02-11,lost\n"
      "D-4,R-105,45000.00,EUR,2026-02-20,won\n"
      "D-2,R-105,61000.505,EUR,2026-03-02,won\n"
      "D-9,R-105,1.00,EUR,2026-03-03,won\n";
  const auto updated = Update(Prepare(), TablesOf({{"deals",
                                                    "deal_id,owner_id,amount,ccy,closed,outcome\n"
                                                    "D-9,R-105,1.00,EUR,2026-03-03,won\n"
                                                    "D-2,R-105,61000.505,EUR,2026-03-02,won\n"}}));
  ASSERT_TRUE(updated.ok()) << updated.status();
  const Result scratch = Quarter(Prepare(changed));
  EXPECT_EQ(Figures(Quarter(*updated)), Figures(scratch));
  EXPECT_NE(Figures(scratch), Figures(Quarter(Prepare())));
}

TEST(PropertiesTest, AnUpdateMayBringATableThatWasNotThere) {
  const auto updated =
      Update(Prepare(), TablesOf({{"deal_splits",
                                   "deal_id,rep_id,split_type,share\n"
                                   "D-2,R-104,revenue,0.5\nD-2,R-105,revenue,0.5\n"}}));
  ASSERT_TRUE(updated.ok()) << updated.status();
  // Ada 60,000 + 29,000 = 89,000: 80,000 × 6 % + 9,000 × 8 %; Tom 45,000 + 29,000 = 74,000 × 6 %.
  const Result result = Quarter(*updated);
  EXPECT_EQ(Paid(result, "R-104"), "5520");
  EXPECT_EQ(Paid(result, "R-105"), "4440");
}

TEST(PropertiesTest, OnePayeeWithOverridingRowsIsTheSameThroughUpdate) {
  const Prepared prepared = Prepare();
  const table::Tables rows = TablesOf(
      {{"deals", "deal_id,amount\nD-2,58000.01\n"}, {"reps", "rep_id,name\nR-104,Ada King\n"}});
  const auto updated = Update(prepared, rows);
  ASSERT_TRUE(updated.ok()) << updated.status();
  const Result what_if = Quarter(prepared, {.payee = "R-104", .overriding = rows});
  const Result update = Quarter(*updated, {.payee = "R-104"});
  EXPECT_EQ(Dump(what_if), Dump(update));
  EXPECT_EQ(*ExplainText(what_if, "R-104"), *ExplainText(update, "R-104"));
  EXPECT_NE(ExplainText(what_if, "R-104")->find("Ada King"), std::string::npos);
}

TEST(PropertiesTest, CellsOfAChangeThatCannotBeReadAreFindings) {
  table::Tables typed;
  auto deals = table::Table::Of(
      "deals",
      {table::Column::OfTexts("deal_id", {"D-1"}), table::Column::OfTexts("owner_id", {"R-104"}),
       table::Column::OfInts("amount", {100}), table::Column::OfDates("closed", {20470}),
       table::Column::OfTexts("outcome", {"won"}), table::Column::OfTexts("ccy", {"EUR"})});
  ASSERT_TRUE(deals.ok());
  typed.Add(*deals);
  typed.Add(*CsvTable("reps", "rep_id,role\nR-104,ae\n"));
  const auto prepared = Resolve(CompanyModel(), typed);
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const auto broken =
      Update(*prepared,
             TablesOf({{"deals", "deal_id,amount,closed\nD-1,many,someday\nD-8,3,2026-01-20\n"}}));
  ASSERT_FALSE(broken.ok());
  const Findings findings = FindingsOf(broken.status());
  ASSERT_EQ(findings.size(), 2) << broken.status();
  EXPECT_EQ(findings.items()[0].reason, Reason::kInvalidCell);
  EXPECT_EQ(findings.items()[0].where.row, 0);
  EXPECT_EQ(findings.items()[0].where.field, "amount");
  EXPECT_EQ(findings.items()[1].where.field, "closed");
  EXPECT_TRUE(
      Update(*prepared, TablesOf({{"deals", "deal_id,amount,closed\nD-1,200,2026-01-18\nD-8,,\n"}}))
          .ok());
}

TEST(PropertiesTest, ABadRepDoesNotStopTheOthers) {
  Csv csv = CompanyCsv();
  csv["reps"] += "R-106,Eva Ebner,ae\n";
  LoadedModel model = CompanyModel();
  const auto weighted =
      Replace(model, "target[quota-2026].split[0]",
              R"({"over": "rep", "by": "weights", "weights": {"R-104": 1, "R-105": 1}})");
  ASSERT_TRUE(weighted.ok()) << weighted.status();
  const auto prepared = Resolve(*weighted, TablesOf(csv));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  const Result result = Quarter(*prepared);
  EXPECT_EQ(Paid(result, "R-104"), "8650");
  EXPECT_EQ(Paid(result, "R-105"), "2700");
  EXPECT_NE(Paid(result, "R-106"), "8650");
  ASSERT_NE(result.Find("R-106"), nullptr);
  EXPECT_NE(result.Find("R-106")->reason(), Reason::kNone);
  EXPECT_FALSE(result.Find("R-106")->text().empty());
  EXPECT_TRUE(ExplainText(result, "R-106").ok());
}

TEST(PropertiesTest, RowsWithFaultsAreSetAsideAndNamed) {
  Csv csv = CompanyCsv();
  csv["deals"] +=
      "D-7,R-105,12.50,XQQ,2026-02-20,won\nD-8,R-105,abc,EUR,2026-02-20,won\nD-1,R-105,1.00,EUR,"
      "2026-02-20,won\nD-9,R-999,5.00,EUR,2026-02-20,won\n";
  const Result result = Quarter(Prepare(csv));
  EXPECT_EQ(Paid(result, "R-104"), "8650") << Dump(*result.table("findings"));
  EXPECT_EQ(Paid(result, "R-105"), "2700");
  EXPECT_NE(FindReason(result.findings(), Reason::kCcyMissing), nullptr);
  EXPECT_NE(FindReason(result.findings(), Reason::kInvalidCell), nullptr);
  EXPECT_NE(FindReason(result.findings(), Reason::kDupKey), nullptr);
  EXPECT_NE(FindReason(result.findings(), Reason::kOrphanRef), nullptr);
}

TEST(PropertiesTest, AnotherCurrencyWithoutARateStopsOnlyThoseItConcerns) {
  Csv csv = CompanyCsv();
  csv["deals"] += "D-7,R-105,12.50,USD,2026-02-20,won\n";
  const Result result = Quarter(Prepare(csv));
  EXPECT_EQ(Paid(result, "R-104"), "8650");
  const std::string paid = Paid(result, "R-105");
  EXPECT_TRUE(paid == "FX_MISSING" || paid == "CURRENCY_MISMATCH") << paid;
  csv["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-01-01,spot,0.8\n";  // Of another day:
                                                                                  // still missing.
  EXPECT_EQ(Paid(Quarter(Prepare(csv)), "R-105"), "FX_MISSING");
  csv["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-02-20,spot,0.8\n";
  // 45,000 + 12.50 × 0.8 = 45,010.00; × 6 % = 2,700.60.
  EXPECT_EQ(Paid(Quarter(Prepare(csv)), "R-105"), "2700.6");
}

TEST(PropertiesTest, WhatWasRecordedLaterIsNotKnown) {
  const auto model = Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR",
    "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
      "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})");
  ASSERT_TRUE(model.ok()) << model.status();
  const auto prepared =
      Resolve(*model, TablesOf({{"reps", "rep_id\nR-1\n"},
                                {"transactions",
                                 "txn_id,kind,rep_id,event_date,recorded_at,amount,ccy\n"
                                 "T-1,booking,R-1,2026-01-10,2026-01-10T09:00:00Z,100.00,EUR\n"
                                 "T-2,booking,R-1,2026-01-11,2026-02-20T09:00:00Z,50.00,EUR\n"}}));
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  EXPECT_EQ(Paid(Quarter(*prepared), "R-1"), "15");
  EXPECT_EQ(Paid(Quarter(*prepared, {.as_of = *Date::Parse("2026-02-19")}), "R-1"), "10");
  EXPECT_EQ(Paid(Quarter(*prepared, {.as_of = *Date::Parse("2026-02-20")}), "R-1"), "15");
}

TEST(PropertiesTest, CompareNamesDealAndCauseAndItsDifferencesAddUp) {
  const Prepared prepared = Prepare();
  const auto updated = Update(
      prepared,
      TablesOf({{"deals", "deal_id,owner_id,amount\nD-2,R-105,58000.00\nD-1,R-104,60000.33\n"}}));
  ASSERT_TRUE(updated.ok()) << updated.status();
  const auto deltas = Quarter(*updated).Compare(Quarter(prepared));
  ASSERT_TRUE(deltas.ok()) << deltas.status();
  std::map<std::string, Fraction> columns;
  std::map<std::string, Fraction> paid;
  std::string causes;
  for (int64_t row = 0; row < deltas->rows(); ++row) {
    const std::string rep(*deltas->column("rep_id")->TextAt(row));
    const std::string column(*deltas->column("column")->TextAt(row));
    const Fraction difference(*deltas->column("difference")->DecimalAt(row));
    causes += *deltas->column("cause")->TextAt(row);
    causes += " " + deltas->column("transaction_id")->FormatAt(row) + "\n";
    if (column == "paid") {
      paid[rep] = difference;
    } else if (column != "credited") {
      columns[rep] = *Add(columns[rep], difference);
    }
  }
  EXPECT_EQ(columns, paid) << Dump(*deltas);
  EXPECT_EQ(paid.size(), 2u);
  EXPECT_NE(causes.find("credit D-2"), std::string::npos) << causes;
  EXPECT_NE(causes.find("credit D-1"), std::string::npos) << causes;
  const auto richer = Replace(
      CompanyModel(), "incentive[ae-2026].components[new-business].payout.bands[0].pays", "7%");
  ASSERT_TRUE(richer.ok()) << richer.status();
  const auto other = Resolve(*richer, TablesOf(CompanyCsv()));
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_NE(Dump(*Quarter(*other).Compare(Quarter(prepared))).find("|definition|earned|"),
            std::string::npos);
}

TEST(PropertiesTest, ProgressCountsToItsTotalAndMayCancelAtAnyStep) {
  const Prepared prepared = Prepare();
  std::vector<int64_t> steps;
  int64_t all = 0;
  Quarter(prepared, {.progress = [&](int64_t done, int64_t total) {
            steps.push_back(done);
            all = total;
            return true;
          }});
  EXPECT_EQ(steps, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(all, 3);
  for (const int64_t stop : {1, 2, 3}) {
    const auto result = Calculate(
        prepared,
        {.period = "2026-Q1", .progress = [stop](int64_t done, int64_t) { return done < stop; }});
    EXPECT_EQ(ReasonOf(result.status()), Reason::kCancelled) << stop;
  }
}

TEST(PropertiesTest, APartThatCannotBeBoundIsNamedWithItsPlaceInTheDocument) {
  const auto model = Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR",
    "measures": [{"id": "won", "kind": "sum", "of": "deals.amuont", "date": "closed"},
                 {"id": "lost", "kind": "sum", "of": "dealz.amount", "date": "closed"}],
    "targets": [{"id": "q", "measure": "won", "period": "2026", "total": "10",
                 "split": [{"over": "rep", "by": "weights", "from": "reps.headcuont"}]}]})",
                           {.document = "m.json"});
  ASSERT_TRUE(model.ok()) << model.status();
  const auto prepared = Resolve(*model, TablesOf(CompanyCsv()));
  ASSERT_FALSE(prepared.ok());
  const Findings findings = FindingsOf(prepared.status());
  std::map<std::string, int64_t> lines;
  for (const Finding& finding : findings) {
    if (finding.where.path.empty()) continue;
    EXPECT_EQ(finding.where.document, "m.json") << finding.ToString();
    lines[finding.where.path.substr(0, finding.where.path.find(']'))] = finding.where.line;
  }
  EXPECT_EQ(lines["measure[won"], 2) << prepared.status();
  EXPECT_EQ(lines["measure[lost"], 3) << prepared.status();
  EXPECT_EQ(lines["target[q"], 5) << prepared.status();
}

}  // namespace
}  // namespace attain::run
