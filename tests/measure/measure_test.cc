// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/measure.h"

#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "measure/company.h"

namespace attain::measure {
namespace {

std::vector<Reason> ReasonsOf(const Findings& findings) {
  std::vector<Reason> reasons;
  for (const Finding& finding : findings) reasons.push_back(finding.reason);
  return reasons;
}

Measure WinRate() {
  return {.id = "win_rate",
          .kind = MeasureKind::kRatio,
          .num = "count(deals) where outcome == 'won'",
          .den = "count(deals) where outcome != 'open'",
          .date = "closed",
          .credit = "owner_id"};
}

TEST(MeasureDocumentTest, TheFormOfTheDocumentsIsReadAndWrittenBack) {
  const auto loaded = definition::Load<Measure>(
      R"({"attain": "measure/1", "id": "won_amount", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed", "credit": "owner_id"})");
  EXPECT_FALSE(loaded.findings.has_errors()) << loaded.findings.ToStatus();
  EXPECT_EQ(loaded.value, Won());
  EXPECT_EQ(definition::Load<Measure>(definition::Write(WinRate())).value, WinRate());
}

TEST(MeasureDocumentTest, UnknownKeysAndWordsAreFindings) {
  const auto loaded = definition::Load<Measure>(
      R"({"attain": "measure/1", "id": "a", "kind": "summ", "off": "deals.amount"})");
  EXPECT_TRUE(loaded.findings.has_errors());
  EXPECT_GE(loaded.findings.size(), 2);
}

TEST(MeasureValidateTest, GoodMeasuresHaveNoFindings) {
  EXPECT_TRUE(Validate(Won()).empty());
  EXPECT_TRUE(Validate(WinRate()).empty());
}

TEST(MeasureValidateTest, AllFindingsComeAtOnce) {
  const Measure bad{.id = "",
                    .kind = MeasureKind::kSum,
                    .of = "deals",
                    .num = "count(deals)",
                    .where = "outcome ==",
                    .credit = "",
                    .rate_type = "daily"};
  const std::vector<Reason> reasons = ReasonsOf(Validate(bad));
  for (const Reason reason : {Reason::kMissingKey, Reason::kInvalidValue, Reason::kExpressionSyntax,
                              Reason::kUnknownWord}) {
    EXPECT_NE(std::find(reasons.begin(), reasons.end(), reason), reasons.end()) << Name(reason);
  }
}

TEST(MeasureValidateTest, PartsOfARatioAreCountOrSumOfATable) {
  Measure ratio = WinRate();
  for (const char* bad : {"", "count", "mean(deals.amount)", "count()", "count(deals.amount)",
                          "sum(deals)", "count(deals) if x"}) {
    ratio.num = bad;
    EXPECT_EQ(ReasonsOf(Validate(ratio)), std::vector<Reason>{Reason::kInvalidValue}) << bad;
  }
  ratio.num = "count(deals) where outcome ==";
  EXPECT_EQ(ReasonsOf(Validate(ratio)), std::vector<Reason>{Reason::kExpressionSyntax});
  ratio = WinRate();
  ratio.of = "deals";
  EXPECT_EQ(ReasonsOf(Validate(ratio)), std::vector<Reason>{Reason::kInvalidValue});
}

TEST(MeasureResolveTest, WhatTheDatasetDoesNotHaveIsNamedWithTheNearest) {
  const crm::Dataset data = Company().Load();
  const auto reason = [&](auto change) {
    Measure measure = Won();
    change(measure);
    return ReasonOf(Resolve(measure, data).status());
  };
  EXPECT_EQ(reason([](Measure& m) { m.of = "deal.amount"; }), Reason::kMeasureUnfed);
  EXPECT_EQ(reason([](Measure& m) { m.of = "deals.amuont"; }), Reason::kUnknownColumn);
  EXPECT_EQ(reason([](Measure& m) { m.of = "deals.outcome"; }), Reason::kWrongColumnType);
  EXPECT_EQ(reason([](Measure& m) { m.date = "close"; }), Reason::kUnknownColumn);
  EXPECT_EQ(reason([](Measure& m) { m.date = "amount"; }), Reason::kWrongColumnType);
  EXPECT_EQ(reason([](Measure& m) { m.credit = "owner"; }), Reason::kUnknownColumn);
  EXPECT_EQ(reason([](Measure& m) { m.where = "outcom == 'won'"; }), Reason::kUnknownName);
  EXPECT_EQ(reason([](Measure& m) { m.where = "amount"; }), Reason::kExpressionType);
  EXPECT_EQ(reason([](Measure& m) { m.id = "a[b]"; }), Reason::kInvalidValue);
  Measure own{.id = "n", .kind = MeasureKind::kCount, .of = "reps", .credit = "rep_id"};
  EXPECT_EQ(ReasonOf(Resolve(own, data).status()), Reason::kMissingKey)
      << "a table of one's own has no day by default";
  const Prepared prepared = *Resolve(Won(), data);
  EXPECT_EQ(prepared.table(), "deals");
  EXPECT_EQ(prepared.definition(), Won());
  EXPECT_EQ(prepared.data().reps().rows(), 4);
}

Company Booked() {
  Company company;
  company.transactions = {
      {"T-1", "booking", "", "", "Ada", "2026-01-15", "2026-01-16T00:00:00Z", "600.00", "EUR"},
      {"T-2", "refund", "T-1", "", "Ada", "2026-01-20", "2026-02-02T00:00:00Z", "-100.00", "EUR"},
      {"T-3", "receipt", "", "", "Ada", "2026-01-21", "2026-01-21T00:00:00Z", "500.00", "EUR"},
      {"T-4", "refund", "T-1", "", "Ada", "2026-01-22", "2026-01-22T00:00:00Z", "30.00", "EUR"}};
  company.options.tolerate = {Reason::kCreditSign};
  return company;
}

TEST(MeasureRowsTest, ReceiptsCountOnlyWhereTheConditionNamesTheKind) {
  const crm::Dataset data = Booked().Load();
  Measure booked{.id = "booked", .kind = MeasureKind::kSum, .of = "transactions.amount"};
  EXPECT_EQ(Rows(*Resolve(booked, data))->selected, (std::vector<uint8_t>{1, 1, 0, 0}));
  booked.where = "kind == 'receipt'";
  EXPECT_EQ(Rows(*Resolve(booked, data))->selected, (std::vector<uint8_t>{0, 0, 1, 0}));
}

TEST(MeasureRowsTest, APositiveRefundIsAFindingAndLeftOut) {
  const crm::Dataset data = Booked().Load();
  const CreditedRows rows = *Rows(
      *Resolve({.id = "booked", .kind = MeasureKind::kSum, .of = "transactions.amount"}, data));
  ASSERT_EQ(rows.findings.size(), 1);
  EXPECT_EQ(rows.findings.items()[0].reason, Reason::kCreditSign);
  EXPECT_EQ(rows.findings.items()[0].where.row, 3);
}

TEST(MeasureRowsTest, WhatWasRecordedLaterIsNotKnown) {
  const crm::Dataset data = Booked().Load();
  const Prepared booked =
      *Resolve({.id = "booked", .kind = MeasureKind::kSum, .of = "transactions.amount"}, data);
  EXPECT_EQ(Rows(booked, *Timestamp::Parse("2026-02-01"))->selected,
            (std::vector<uint8_t>{1, 0, 0, 0}));
  EXPECT_EQ(Rows(booked, *Timestamp::Parse("2026-02-02"))->selected,
            (std::vector<uint8_t>{1, 1, 0, 0}));
}

}  // namespace
}  // namespace attain::measure
