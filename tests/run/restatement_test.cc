// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Restatement. Ada (R-1) and Tom (R-2) are paid by the quarter on bookings.
//
//   known on 5 April       Ada 90,000, Tom 40,000
//   recorded 12 April      T-7: 20,000 of Ada, dated 20 March
//   recorded 3 May         T-9: 5,000 returned of T-7, dated 30 March
#include "attain/run/restatement.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/run/run.h"
#include "base/random.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

constexpr std::string_view kFlat = R"({"attain": "model/1", "id": "m", "currency": "EUR",
  "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
  "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})";

constexpr std::string_view kTiers = R"({"attain": "model/1", "id": "m", "currency": "EUR",
  "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
  "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "800000",
    "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
  "incentives": [{"id": "tiers", "currency": "EUR", "period": "quarter",
    "components": [{"id": "all", "measure": "booked",
      "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"},
        "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]}}]}]})";

Csv Bookings() {
  return {{"reps", "rep_id\nR-1\nR-2\n"},
          {"transactions",
           "txn_id,kind,orig_txn_id,rep_id,event_date,recorded_at,amount,ccy\n"
           "T-1,booking,,R-1,2026-01-10,2026-01-10T09:00:00Z,60000.00,EUR\n"
           "T-2,booking,,R-1,2026-02-10,2026-02-10T09:00:00Z,30000.00,EUR\n"
           "T-3,booking,,R-2,2026-02-11,2026-02-11T09:00:00Z,40000.00,EUR\n"
           "T-7,booking,,R-1,2026-03-20,2026-04-12T09:00:00Z,20000.00,EUR\n"
           "T-9,refund,T-7,R-1,2026-03-30,2026-05-03T09:00:00Z,-5000.00,EUR\n"}};
}

LoadedModel ModelOf(std::string_view text) {
  auto model = Parse(text);
  EXPECT_TRUE(model.ok()) << model.status();
  return *std::move(model);
}

LoadedModel With(const LoadedModel& model, std::string_view path, std::string_view value) {
  auto replaced = Replace(model, path, value);
  EXPECT_TRUE(replaced.ok()) << replaced.status();
  return *std::move(replaced);
}

Result Ran(const LoadedModel& model, const Csv& csv, std::string_view as_of = {},
           std::string period = "2026-Q1") {
  const auto prepared = Resolve(model, TablesOf(csv));
  EXPECT_TRUE(prepared.ok()) << prepared.status();
  Options options;
  options.period = std::move(period);
  if (!as_of.empty()) options.as_of = *Date::Parse(as_of);
  auto result = Calculate(*prepared, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

// "R-1 earned late_deal T-7 9000 11000 2000" per row.
std::string Lines(const table::Table& deltas) {
  std::string text;
  for (int64_t row = 0; row < deltas.rows(); ++row) {
    const auto cell = [&](std::string_view name) {
      return deltas.column(name)->IsNull(row) ? std::string("-")
                                              : deltas.column(name)->FormatAt(row);
    };
    text += cell("rep_id") + " " + cell("column") + " " + cell("cause") + " " +
            cell("transaction_id") + " " + cell("old") + " " + cell("new") + " " +
            cell("difference") + "\n";
  }
  return text;
}

Restatement Restated(const Result& before, const Result& now, const RestateOptions& options = {}) {
  auto restatement = Restate(before, now, options);
  EXPECT_TRUE(restatement.ok()) << restatement.status();
  return *std::move(restatement);
}

// The causes of every column of every statement add up to what became of it.
void ExpectAddsUp(const table::Table& deltas, const Result& before, const Result& now) {
  const auto paid = [](const Result& result, const std::string& plan, const std::string& rep,
                       const std::string& period) {
    for (const incentive::Statement& statement : result.statements()) {
      if (statement.plan() == plan && statement.payee() == rep && statement.period().name == period)
        return statement.amounts().paid;
    }
    return Fraction();
  };
  std::map<std::string, Fraction> causes;
  std::map<std::string, Fraction> columns;
  std::map<std::string, Fraction> totals;
  for (int64_t row = 0; row < deltas.rows(); ++row) {
    const std::string rep = deltas.column("rep_id")->FormatAt(row);
    const std::string source = deltas.column("source_period")->FormatAt(row);
    const std::string key = rep + " " + source;
    const Fraction difference(*deltas.column("difference")->DecimalAt(row));
    const std::string column = deltas.column("column")->FormatAt(row);
    if (deltas.column("cause")->FormatAt(row) == "total") {
      totals[key] = difference;
      const std::string plan = deltas.column("plan")->FormatAt(row);
      EXPECT_EQ(Fraction(*deltas.column("old")->DecimalAt(row)), paid(before, plan, rep, source))
          << key;
      EXPECT_EQ(Fraction(*deltas.column("new")->DecimalAt(row)), paid(now, plan, rep, source))
          << key;
    } else if (column == "paid") {
      causes[key] = *Add(causes[key], difference);
    } else {
      columns[key] = *Add(columns[key], difference);
    }
  }
  for (const auto& [key, total] : totals) {
    EXPECT_EQ(causes[key], total) << key << "\n" << Lines(deltas);
    EXPECT_EQ(columns[key], total) << key << "\n" << Lines(deltas);
  }
  // Whatever is not named did not change.
  for (const incentive::Statement& statement : now.statements()) {
    if (totals.count(statement.payee() + " " + statement.period().name) > 0) continue;
    EXPECT_EQ(statement.amounts().paid,
              paid(before, statement.plan(), statement.payee(), statement.period().name))
        << statement.payee();
  }
}

TEST(RestatementTest, NamesEachCauseInTheOrderInWhichItBecameKnown) {
  const LoadedModel model = ModelOf(kFlat);
  const LoadedModel richer = With(model, "incentive[flat].components[all].payout.rate", "11%");
  const Result paid = Ran(model, Bookings(), "2026-04-05");
  const Result now = Ran(richer, Bookings());
  EXPECT_EQ(Paid(paid, "R-1"), "9000");
  EXPECT_EQ(Paid(now, "R-1"), "11550");
  const Restatement restatement = Restated(paid, now);
  // 90,000 + 20,000 − 5,000 = 105,000; a tenth of each, then a hundredth of all.
  EXPECT_EQ(Lines(restatement.deltas()),
            "R-1 earned late_deal T-7 9000 11000 2000\n"
            "R-1 paid late_deal T-7 9000 11000 2000\n"
            "R-1 earned refund T-9 11000 10500 -500\n"
            "R-1 paid refund T-9 11000 10500 -500\n"
            "R-1 earned plan_change - 10500 11550 1050\n"
            "R-1 paid plan_change - 10500 11550 1050\n"
            "R-1 paid total - 9000 11550 2550\n"
            "R-2 earned plan_change - 4000 4400 400\n"
            "R-2 paid plan_change - 4000 4400 400\n"
            "R-2 paid total - 4000 4400 400\n");
  ExpectAddsUp(restatement.deltas(), paid, now);
  EXPECT_EQ(Paid(paid, "R-1"), "9000");
  EXPECT_EQ(restatement.balances().rows(), 0);
}

TEST(RestatementTest, TheSameInputGivesAnEmptyDelta) {
  const Result paid = Ran(ModelOf(kTiers), Bookings(), "2026-04-05");
  EXPECT_TRUE(Restated(paid, paid).empty());
  EXPECT_TRUE(Restated(paid, Ran(ModelOf(kTiers), Bookings(), "2026-04-05")).empty());
  // Nothing was recorded between the two days.
  EXPECT_TRUE(Restated(paid, Ran(ModelOf(kTiers), Bookings(), "2026-04-11")).empty());
  EXPECT_FALSE(Restated(paid, Ran(ModelOf(kTiers), Bookings(), "2026-04-12")).empty());
}

TEST(RestatementTest, GoingBackIsTheOppositeOfGoingForward) {
  const Result early = Ran(ModelOf(kFlat), Bookings(), "2026-04-05");
  const Result late = Ran(ModelOf(kFlat), Bookings(), "2026-04-30");
  EXPECT_EQ(Lines(Restated(late, early).deltas()),
            "R-1 earned correction T-7 11000 9000 -2000\n"
            "R-1 paid correction T-7 11000 9000 -2000\n"
            "R-1 paid total - 11000 9000 -2000\n");
}

TEST(RestatementTest, AChangedQuotaAndAChangedRateOfExchangeHaveTheirOwnCause) {
  Csv before = Bookings();
  before["transactions"] += "T-4,booking,,R-2,2026-03-02,2026-03-02T09:00:00Z,50000.00,USD\n";
  before["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-03-02,spot,0.8\n";
  Csv after = before;
  after["fx_rates"] = "from,to,day,rate_type,rate\nUSD,EUR,2026-03-02,spot,0.9\n";
  const LoadedModel model = ModelOf(kTiers);
  const Result paid = Ran(model, before, "2026-04-05");
  const Result now = Ran(With(model, "target[quota].total", "\"640000\""), after, "2026-04-05");
  // Tom: 40,000 + 40,000 = 80,000 of 100,000 × 6 % = 4,800. At 0.9: 85,000: 4,800 + 5,000 × 8 % =
  // 5,200. Quota 80,000: 64,000 × 6 % + 16,000 × 8 % + 5,000 × 12.5 % = 3,840 + 1,280 + 625 =
  // 5,745. Ada: 90,000: 4,800 + 10,000 × 8 % = 5,600; with the new quota 3,840 + 1,280 + 10,000
  // × 12.5 % = 6,370.
  EXPECT_EQ(Lines(Restated(paid, now).deltas()),
            "R-1 earned quota_change - 5600 6370 770\n"
            "R-1 paid quota_change - 5600 6370 770\n"
            "R-1 paid total - 5600 6370 770\n"
            "R-2 earned fx - 4800 5200 400\n"
            "R-2 paid fx - 4800 5200 400\n"
            "R-2 earned quota_change - 5200 5745 545\n"
            "R-2 paid quota_change - 5200 5745 545\n"
            "R-2 paid total - 4800 5745 945\n");
}

TEST(RestatementTest, AnotherOwnerOrOtherSharesMoveTheSameDealBetweenPayees) {
  Csv owner = Bookings();
  owner["transactions"].replace(owner["transactions"].find("T-2,booking,,R-1"), 16,
                                "T-2,booking,,R-2");
  const Result paid = Ran(ModelOf(kFlat), Bookings(), "2026-04-05");
  EXPECT_EQ(Lines(Restated(paid, Ran(ModelOf(kFlat), owner, "2026-04-05")).deltas()),
            "R-1 earned credit_change T-2 9000 6000 -3000\n"
            "R-1 paid credit_change T-2 9000 6000 -3000\n"
            "R-1 paid total - 9000 6000 -3000\n"
            "R-2 earned credit_change T-2 4000 7000 3000\n"
            "R-2 paid credit_change T-2 4000 7000 3000\n"
            "R-2 paid total - 4000 7000 3000\n");
  Csv shares = Bookings();
  shares["txn_credits"] =
      "txn_id,rep_id,credit_type,share\nT-2,R-1,revenue,0.5\nT-2,R-2,revenue,0.5\n";
  EXPECT_EQ(Lines(Restated(paid, Ran(ModelOf(kFlat), shares, "2026-04-05")).deltas()),
            "R-1 earned credit_change T-2 9000 7500 -1500\n"
            "R-1 paid credit_change T-2 9000 7500 -1500\n"
            "R-1 paid total - 9000 7500 -1500\n"
            "R-2 earned credit_change T-2 4000 5500 1500\n"
            "R-2 paid credit_change T-2 4000 5500 1500\n"
            "R-2 paid total - 4000 5500 1500\n");
}

TEST(RestatementTest, DealsWithoutAClockAreToldApartAsWell) {
  const Result paid = Quarter(Prepare());
  Csv csv = CompanyCsv();
  csv["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\n"
      "D-1,R-104,60000.00,EUR,2026-01-15,won\n"
      "D-2,R-104,58000.50,EUR,2026-03-02,won\n"
      "D-3,R-104,10000.00,EUR,2026-02-11,won\n"
      "D-4,R-105,45000.00,EUR,2026-02-20,lost\n";
  const Result now = Quarter(Prepare(csv));
  const Restatement restatement = Restated(paid, now);
  // Ada 118,000.50, then 128,000.50: 12.5 % of 0.50 (rounded half to even) and of 10,000. Tom's
  // only deal is gone.
  EXPECT_EQ(Lines(restatement.deltas()),
            "R-104 earned correction D-2 8650 8650.0625 0.0625\n"
            "R-104 rounding correction D-2 0 -0.0025 -0.0025\n"
            "R-104 paid correction D-2 8650 8650.06 0.06\n"
            "R-104 earned late_deal D-3 8650.0625 9900.0625 1250\n"
            "R-104 paid late_deal D-3 8650.06 9900.06 1250\n"
            "R-104 paid total - 8650 9900.06 1250.06\n"
            "R-105 earned correction D-4 2700 0 -2700\n"
            "R-105 paid correction D-4 2700 0 -2700\n"
            "R-105 paid total - 2700 0 -2700\n");
  ExpectAddsUp(restatement.deltas(), paid, now);
}

TEST(RestatementTest, AFrozenPeriodIsPaidInTheNextOne) {
  Csv csv = Bookings();
  csv["transactions"] +=
      "T-20,booking,,R-1,2026-04-15,2026-04-15T09:00:00Z,10000.00,EUR\n"
      "T-21,cancel,T-3,R-2,2026-03-31,2026-05-10T09:00:00Z,-40000.00,EUR\n";
  const Result paid = Ran(ModelOf(kFlat), csv, "2026-04-05");
  const Result now = Ran(ModelOf(kFlat), csv);
  RestateOptions options;
  options.frozen_until = *Date::Parse("2026-03-31");
  const Restatement restatement = Restated(paid, now, options);
  for (int64_t row = 0; row < restatement.deltas().rows(); ++row) {
    EXPECT_EQ(restatement.deltas().column("source_period")->FormatAt(row), "2026-Q1");
    EXPECT_EQ(restatement.deltas().column("period")->FormatAt(row), "2026-Q2");
  }
  // Ada is due 1,500 more. Tom was paid 4,000 for what is cancelled: he owes it.
  EXPECT_EQ(Dump(restatement.balances()),
            "R-1|flat|carry|2026-04-01|null|null|0|null|EUR|\n"
            "R-1|flat|maximum|2026-04-01|null|null|1500|null|EUR|\n"
            "R-2|flat|carry|2026-04-01|null|null|-4000|null|EUR|\n");
  const auto prepared = Resolve(ModelOf(kFlat), TablesOf(csv));
  ASSERT_TRUE(prepared.ok());
  table::Tables rows;
  rows.Add(restatement.balances());
  const auto next = Calculate(*prepared, {.period = "2026-Q2", .overriding = rows});
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(Paid(*next, "R-1"), "2500");  // 1,000 of the second quarter and 1,500
  EXPECT_EQ(Paid(*next, "R-2"), "0");
  // All together what one run over both quarters pays, less what Tom still owes.
  options.pay_in = "2026-Q3";
  EXPECT_EQ(Restated(paid, now, options).deltas().column("period")->FormatAt(0), "2026-Q3");
  // A quarter that ends later is not frozen.
  options.pay_in.clear();
  options.frozen_until = *Date::Parse("2026-03-30");
  EXPECT_EQ(Restated(paid, now, options).deltas().column("period")->FormatAt(0), "2026-Q1");
  EXPECT_EQ(Restated(paid, now, options).balances().rows(), 0);
}

TEST(RestatementTest, StatesInBetweenGiveTheOrder) {
  const LoadedModel model = ModelOf(kFlat);
  const LoadedModel richer = With(model, "incentive[flat].components[all].payout.rate", "11%");
  const std::vector<Result> states = {
      Ran(model, Bookings(), "2026-04-05"), Ran(richer, Bookings(), "2026-04-05"),
      Ran(richer, Bookings(), "2026-04-30"), Ran(richer, Bookings())};
  const auto restatement = Restate(states);
  ASSERT_TRUE(restatement.ok()) << restatement.status();
  EXPECT_NE(Lines(restatement->deltas())
                .find("R-1 paid plan_change - 9000 9900 900\n"
                      "R-1 earned late_deal T-7 9900 12100 2200\n"),
            std::string::npos)
      << Lines(restatement->deltas());
  ExpectAddsUp(restatement->deltas(), states.front(), states.back());
}

TEST(RestatementTest, ATargetThatIsNewComesWithThePlanThatNamesIt) {
  const Result paid = Ran(ModelOf(kFlat), Bookings(), "2026-04-05");
  std::string text(kTiers);
  text.replace(text.find("\"id\": \"tiers\""), 13, "\"id\": \"flat\"");
  const Result now = Ran(ModelOf(text), Bookings(), "2026-04-05");
  const Restatement restatement = Restated(paid, now);
  ExpectAddsUp(restatement.deltas(), paid, now);
  EXPECT_NE(Lines(restatement.deltas()).find("plan_change"), std::string::npos);
}

TEST(RestatementTest, WhatComesTogetherSharesARow) {
  const Result paid = Ran(ModelOf(kFlat), Bookings(), "2026-04-05");
  const Result now = Ran(ModelOf(kFlat), Bookings());
  RestateOptions options;
  options.most_steps = 1;
  const Restatement restatement = Restated(paid, now, options);
  EXPECT_EQ(Lines(restatement.deltas()),
            "R-1 earned several T-7;T-9 9000 10500 1500\n"
            "R-1 paid several T-7;T-9 9000 10500 1500\n"
            "R-1 paid total - 9000 10500 1500\n");
}

TEST(RestatementTest, AResultThatRestatesFillsItsOwnTable) {
  const auto prepared = Resolve(ModelOf(kFlat), TablesOf(Bookings()));
  ASSERT_TRUE(prepared.ok());
  const auto paid =
      Calculate(*prepared, {.period = "2026-Q1", .as_of = *Date::Parse("2026-04-05")});
  const auto now = Calculate(*prepared, {.period = "2026-Q1", .restates = &*paid});
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(Dump(*now->table("deltas")), Dump(Restated(*paid, *now).deltas()));
  EXPECT_EQ(now->table("deltas")->rows(), 5);
  EXPECT_EQ(paid->table("deltas")->rows(), 0);
  // One payee alone, with a row laid over.
  const auto one = Calculate(
      *prepared, {.period = "2026-Q1", .as_of = *Date::Parse("2026-04-05"), .payee = "R-2"});
  const table::Tables rows = TablesOf({{"transactions", "txn_id,amount\nT-3,41000.00\n"}});
  const auto laid = Calculate(
      *prepared, {.period = "2026-Q1", .payee = "R-2", .overriding = rows, .restates = &*one});
  ASSERT_TRUE(laid.ok()) << laid.status();
  EXPECT_EQ(Lines(*laid->table("deltas")),
            "R-2 earned correction T-3 4000 4100 100\nR-2 paid correction T-3 4000 4100 100\nR-2 "
            "paid total - 4000 4100 100\n");
  EXPECT_EQ(ReasonOf(Restate(*one, *now).status()), Reason::kInvalidArgument);
}

TEST(RestatementTest, BadArgumentsAreNamed) {
  const Result first = Ran(ModelOf(kFlat), Bookings());
  const Result second = Ran(ModelOf(kFlat), Bookings(), {}, "2026-Q2");
  EXPECT_EQ(ReasonOf(Restate(first, second).status()), Reason::kInvalidArgument);
  EXPECT_NE(MessageOf(Restate(first, second).status()).find("2026-Q2"), std::string::npos);
  EXPECT_EQ(ReasonOf(Restate(std::span<const Result>(&first, 1)).status()),
            Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(Restate(first, first, {.most_steps = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Restate(first, first, {.threads = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Restate(first, first, {.pay_in = "2026-Q2"}).status()),
            Reason::kInvalidArgument);
  const Result early = Ran(ModelOf(kFlat), Bookings(), "2026-04-05");
  RestateOptions options;
  options.frozen_until = *Date::Parse("2026-03-31");
  options.pay_in = "2026-Q1";
  EXPECT_EQ(ReasonOf(Restate(early, first, options).status()), Reason::kInvalidPeriod);
  options.pay_in = "2026-Q9";
  EXPECT_FALSE(Restate(early, first, options).ok());
}

// A year of eight reps; everything may be recorded late, come in dollars, be returned.
Csv ManyBookings(uint64_t seed, bool reversed) {
  testing::Random random(seed);
  std::vector<std::string> lines;
  for (int i = 0; i < 60; ++i) {
    const int month = static_cast<int>(random.Between(0, 6 - 1)) + 1;
    const int late = static_cast<int>(random.Between(0, 8 - 1)) + month;
    const std::string id = "T-" + std::to_string(100 + i);
    lines.push_back(id + ",booking,,R-" + std::to_string(random.Between(0, 8 - 1)) + ",2026-0" +
                    std::to_string(month) + "-15,2026-" + (late < 10 ? "0" : "") +
                    std::to_string(std::min(late, 12)) + "-20T10:00:00Z," +
                    std::to_string(1000 + random.Between(0, 90000 - 1)) + "." +
                    std::to_string(10 + random.Between(0, 90 - 1)) +
                    (random.Between(0, 4 - 1) == 0 ? ",USD\n" : ",EUR\n"));
  }
  if (reversed) std::reverse(lines.begin(), lines.end());
  Csv csv;
  csv["reps"] = "rep_id\nR-0\nR-1\nR-2\nR-3\nR-4\nR-5\nR-6\nR-7\n";
  csv["transactions"] = "txn_id,kind,orig_txn_id,rep_id,event_date,recorded_at,amount,ccy\n";
  for (const std::string& line : lines) csv["transactions"] += line;
  csv["fx_rates"] = "from,to,day,rate_type,rate\n";
  for (int month = 1; month <= 6; ++month) {
    csv["fx_rates"] += "USD,EUR,2026-0" + std::to_string(month) + "-15,spot,0." +
                       std::to_string(80 + random.Between(0, 10 - 1)) + "\n";
  }
  return csv;
}

TEST(RestatementTest, CausesAddUpWhateverChangesAndWhateverTheOrderOfRows) {
  const LoadedModel model = ModelOf(kTiers);
  const LoadedModel other = With(With(model, "target[quota].total", "\"500000\""),
                                 "incentive[tiers].components[all].payout.bands[1].pays", "9%");
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const Csv csv = ManyBookings(seed, false);
    Csv later = csv;
    const size_t digit = later["fx_rates"].rfind("0.8");
    later["fx_rates"].replace(digit, 3, "0.9");
    const Result before = Ran(model, csv, "2026-07-01", "2026");
    const Result now = Ran(other, later, "2026-10-01", "2026");
    const Restatement restatement = Restated(before, now);
    EXPECT_GT(restatement.deltas().rows(), 20) << seed;
    ExpectAddsUp(restatement.deltas(), before, now);
    Csv shuffled = ManyBookings(seed, true);
    const Result again = Ran(model, shuffled, "2026-07-01", "2026");
    shuffled["fx_rates"] = later["fx_rates"];
    const Restatement same =
        Restated(again, Ran(other, shuffled, "2026-10-01", "2026"), {.threads = 3});
    EXPECT_EQ(Dump(restatement.deltas()), Dump(same.deltas())) << seed;
    std::set<std::string> causes;
    for (int64_t row = 0; row < restatement.deltas().rows(); ++row)
      causes.insert(restatement.deltas().column("cause")->FormatAt(row));
    EXPECT_EQ(
        causes.count("late_deal") + causes.count("quota_change") + causes.count("plan_change"), 3u)
        << seed;
    EXPECT_EQ(causes.count("several"), 0u) << seed;
  }
}

}  // namespace
}  // namespace attain::run
