// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/credit.h"

#include "attain/base/status.h"
#include "measure/company.h"

namespace attain::measure {
namespace {

Fraction Of(int64_t a, int64_t b) { return *Fraction::Of(a, b); }

/// "0 Ada revenue 3/5; …"
std::string Show(const crm::Dataset& data, const Credits& credits) {
  std::string text;
  for (const Credit& credit : credits.items()) {
    text += std::to_string(credit.row) + " " + data.ids(crm::Entity::kRep).name(credit.payee) +
            " " + std::string(Name(credit.role)) + " " + credits.share(credit).ToString() + "; ";
  }
  return text;
}

int64_t Count(const Findings& findings, Reason reason) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Finding& f) { return f.reason == reason; });
}

Company Booked() {
  Company company;
  company.transactions = {
      {"T-1", "booking", "", "D-1", "Ada", "2026-01-15", "2026-01-16T00:00:00Z", "600.00", "EUR"},
      {"T-2", "refund", "T-1", "", "Eva", "2026-03-01", "2026-03-02T00:00:00Z", "-100.00", "EUR"},
      {"T-3", "booking", "", "", "Tom", "2026-02-01", "2026-02-01T00:00:00Z", "50.00", "EUR"}};
  return company;
}

TEST(CreditRowsTest, WithoutSplitsTheOwnerHasAll) {
  const crm::Dataset data = Booked().Load();
  const Credits credits = *CreditRows(data);
  EXPECT_EQ(Show(data, credits), "0 Ada revenue 1; 1 Ada revenue 1; 2 Tom revenue 1; ");
  EXPECT_EQ(credits.items()[1].original, 0)
      << "a refund has the owner of what it reverses, not its own";
}

TEST(CreditRowsTest, DealSplitsGoBeforeTheOwnerAndRefundsInheritThem) {
  Company company = Booked();
  company.splits = {{"D-1", "Tom", "revenue", "0.4"},
                    {"D-1", "Ada", "revenue", "0.6"},
                    {"D-1", "Eva", "overlay", "1"}};
  const crm::Dataset data = company.Load();
  EXPECT_EQ(Show(data, *CreditRows(data)),
            "0 Ada revenue 3/5; 0 Eva overlay 1; 0 Tom revenue 2/5; 1 Ada revenue 3/5; 1 Eva "
            "overlay 1; 1 Tom revenue 2/5; 2 Tom revenue 1; ");
}

TEST(CreditRowsTest, CreditsOfTheTransactionGoBeforeSplitsOfTheDeal) {
  Company company = Booked();
  company.splits = {{"D-1", "Tom", "revenue", "1"}};
  company.credits = {{"T-1", "Eva", "revenue", "0.25"}, {"T-1", "Ada", "revenue", "0.75"}};
  const crm::Dataset data = company.Load();
  EXPECT_EQ(Show(data, *CreditRows(data)),
            "0 Ada revenue 3/4; 0 Eva revenue 1/4; 1 Ada revenue 3/4; 1 Eva revenue 1/4; 2 Tom "
            "revenue 1; ");
}

TEST(CreditRowsTest, BesideOverlaysAloneTheOwnerKeepsTheRevenue) {
  Company company;
  company.splits = {{"D-1", "Eva", "overlay", "0.5"}};
  const crm::Dataset data = company.Load();
  EXPECT_EQ(Show(data, *CreditRows(data, {.table = "deals",
                                          .selected = std::vector<uint8_t>{1, 0, 0, 0, 0, 0}})),
            "0 Ada revenue 1; 0 Eva overlay 1/2; ");
}

TEST(CreditRowsTest, OverlaysAreReadAlone) {
  Company company = Booked();
  company.credits = {{"T-1", "Ada", "revenue", "1"},
                     {"T-1", "Eva", "overlay", "0.5"},
                     {"T-1", "Tom", "quota", "1.2"}};
  const crm::Dataset data = company.Load();
  const Credits overlays = *CreditRows(data, {.credit = "overlays"});
  EXPECT_EQ(Show(data, overlays), "0 Eva overlay 1/2; 1 Eva overlay 1/2; ");
  EXPECT_TRUE(overlays.overlays());
  EXPECT_TRUE(overlays.counts(overlays.items()[0]));
  const Credits splits = *CreditRows(data);
  EXPECT_EQ(Show(data, splits),
            "0 Ada revenue 1; 0 Eva overlay 1/2; 1 Ada revenue 1; 1 Eva overlay 1/2; 2 Tom revenue "
            "1; ");
  EXPECT_FALSE(splits.counts(splits.items()[1]));
}

TEST(CreditRowsTest, QuotaCreditIsOfAnySumAndOtherwiseTheRevenue) {
  Company company = Booked();
  company.credits = {{"T-1", "Ada", "revenue", "1"},
                     {"T-1", "Eva", "overlay", "0.5"},
                     {"T-1", "Tom", "quota", "1.2"},
                     {"T-1", "Ada", "quota", "1"}};
  const crm::Dataset data = company.Load();
  const Credits quota = *CreditRows(data, {.credit = "quota"});
  EXPECT_EQ(Show(data, quota),
            "0 Ada quota 1; 0 Tom quota 6/5; 1 Ada quota 1; 1 Tom quota 6/5; 2 Tom revenue 1; ");
  for (const Credit& credit : quota.items()) EXPECT_TRUE(quota.counts(credit));
  company.credits.resize(2);
  const crm::Dataset without = company.Load();
  EXPECT_EQ(Show(without, *CreditRows(without, {.credit = "quota"})),
            "0 Ada revenue 1; 1 Ada revenue 1; 2 Tom revenue 1; ");
  company.credits = {{"T-1", "Tom", "quota", "1"}};
  const crm::Dataset alone = company.Load();
  EXPECT_EQ(Show(alone, *CreditRows(alone)), "0 Ada revenue 1; 1 Ada revenue 1; 2 Tom revenue 1; ")
      << "beside quota credit alone the owner keeps the revenue";
}

TEST(CreditRowsTest, AReceiptThatNamesNobodyHasTheSharesOfWhatItPays) {
  Company company = Booked();
  company.transactions.push_back(
      {"T-4", "receipt", "T-1", "", "", "2026-02-01", "2026-02-01T00:00:00Z", "300.00", "EUR"});
  company.transactions.push_back(
      {"T-5", "receipt", "T-1", "", "Eva", "2026-02-01", "2026-02-01T00:00:00Z", "1.00", "EUR"});
  company.transactions.push_back(
      {"T-6", "refund", "T-4", "", "", "2026-02-02", "2026-02-02T00:00:00Z", "-50.00", "EUR"});
  company.credits = {{"T-1", "Ada", "revenue", "0.75"}, {"T-1", "Tom", "revenue", "0.25"}};
  const crm::Dataset data = company.Load();
  const Credits credits = *CreditRows(data, {.selected = std::vector<uint8_t>{0, 0, 0, 1, 1, 1}});
  EXPECT_EQ(Show(data, credits),
            "3 Ada revenue 3/4; 3 Tom revenue 1/4; 4 Eva revenue 1; 5 Ada revenue 3/4; 5 Tom "
            "revenue 1/4; ");
  EXPECT_EQ(credits.items()[0].original, 3) << "its day and rate are its own";
}

TEST(CreditRowsTest, TheSetOfSharesThatBeganLastHolds) {
  table::Tables tables;
  tables.Add(TextTable("reps", {"rep_id"}, {{"Ada"}, {"Tom"}, {"Eva"}}));
  tables.Add(TextTable("deals", {"deal_id", "owner_id", "amount", "ccy", "closed", "outcome"},
                       {{"D-1", "Ada", "100.00", "EUR", "2026-01-15", "won"}}));
  tables.Add(TextTable("deal_splits", {"deal_id", "rep_id", "split_type", "share", "valid_from"},
                       {{"D-1", "Ada", "revenue", "1", ""},
                        {"D-1", "Ada", "revenue", "0.5", "2026-02-01"},
                        {"D-1", "Tom", "revenue", "0.5", "2026-02-01"},
                        {"D-1", "Eva", "overlay", "0.1", ""}}));
  tables.Add(TextTable("transactions", {"txn_id", "kind", "deal_id", "event_date", "amount", "ccy"},
                       {{"T-1", "booking", "D-1", "2026-01-31", "60.00", "EUR"},
                        {"T-2", "booking", "D-1", "2026-02-01", "40.00", "EUR"}}));
  const crm::Dataset data = *crm::Load(tables);
  EXPECT_EQ(Show(data, *CreditRows(data)),
            "0 Ada revenue 1; 0 Eva overlay 1/10; 1 Ada revenue 1/2; 1 Eva overlay 1/10; 1 Tom "
            "revenue 1/2; ");
}

TEST(CreditRowsTest, SharesThatDoNotAddUpCreditNobody) {
  Company company;
  company.splits = {{"D-1", "Ada", "revenue", "0.3333"},
                    {"D-1", "Tom", "revenue", "0.3333"},
                    {"D-1", "Eva", "revenue", "0.3333"}};
  const crm::Dataset data = company.Load();
  const Credits credits = *CreditRows(data, {.table = "deals"});
  EXPECT_EQ(credits.items().size(), 5U);
  EXPECT_EQ(Count(credits.findings(), Reason::kSplitSum), 1);
  EXPECT_EQ(credits.findings().items()[0].where.row, 0);
  company.options.tolerate = {Reason::kSplitSum};
  const crm::Dataset tolerant = company.Load();
  EXPECT_EQ(CreditRows(tolerant, {.table = "deals"})->items().size(), 8U);
}

TEST(CreditRowsTest, RowsOfNobodyAreCountedAndLeftOut) {
  Company company;
  company.deals[0][1] = "";
  const crm::Dataset data = company.Load();
  const Credits credits = *CreditRows(data, {.table = "deals", .credit = "owner_id"});
  EXPECT_EQ(credits.items().size(), 5U);
  EXPECT_EQ(Count(credits.findings(), Reason::kNullValue), 1);
}

TEST(CreditRowsTest, AnyColumnThatNamesRepsCanCredit) {
  table::Tables tables;
  tables.Add(TextTable("reps", {"rep_id"}, {{"Ada"}}));
  tables.Add(TextTable("calls", {"call", "caller"}, {{"1", "Ada"}, {"2", "Zoe"}, {"3", ""}}));
  const crm::Dataset data = *crm::Load(tables);
  const Credits credits = *CreditRows(data, {.table = "calls", .credit = "caller"});
  EXPECT_EQ(Show(data, credits), "0 Ada revenue 1; ");
  EXPECT_EQ(Count(credits.findings(), Reason::kOrphanRef), 1);
}

TEST(CreditRowsTest, UnknownTablesAndColumnsAndWrongMasksAreRefused) {
  const crm::Dataset data = Company().Load();
  EXPECT_EQ(ReasonOf(CreditRows(data, {.table = "deal"}).status()), Reason::kUnknownTable);
  EXPECT_EQ(ReasonOf(CreditRows(data, {.table = "deals", .credit = "owner"}).status()),
            Reason::kUnknownColumn);
  EXPECT_EQ(
      ReasonOf(CreditRows(data, {.table = "deals", .selected = std::vector<uint8_t>{1}}).status()),
      Reason::kLengthMismatch);
}

TEST(ApportionCreditTest, PartsAddUpToTheAmount) {
  EXPECT_EQ(*ApportionCredit(100, std::vector<Fraction>{Of(1, 3), Of(1, 3), Of(1, 3)}),
            (std::vector<int64_t>{34, 33, 33}));
  EXPECT_EQ(*ApportionCredit(-100, std::vector<Fraction>{Of(1, 3), Of(2, 3)}),
            (std::vector<int64_t>{-33, -67}));
  EXPECT_EQ(ReasonOf(ApportionCredit(100, std::vector<Fraction>{Of(1, 3), Of(1, 3)}).status()),
            Reason::kSplitSum);
}

TEST(PlacementTest, ARepIsInTheUnitsOfTheDayAndInAllAboveThem) {
  const crm::Dataset data = Company().Load();
  const Placement placement = *Placement::Of(data);
  const auto show = [&](const char* rep, const char* day) {
    std::string text;
    for (const Placement::Part& part :
         placement.parts(placement.SlotOf(Rep(data, rep), Date::Parse(day)->days()))) {
      text += data.ids(crm::Entity::kUnit).name(part.unit) + " " + part.share.ToString() + "; ";
    }
    return text;
  };
  EXPECT_EQ(show("Ada", "2026-06-30"), "Acme 1; North 1; ");
  EXPECT_EQ(show("Ada", "2026-07-01"), "Acme 1; South 1; ");
  EXPECT_EQ(show("Tom", "2026-01-01"), "Acme 1; North 1/2; South 1/2; ");
  EXPECT_EQ(show("Bo", "2026-01-01"), "Acme 1; ");
  EXPECT_EQ(show("Ada", "2020-01-01"), "");
  EXPECT_EQ(placement.SlotOf(-1, 0), -1);
  EXPECT_EQ(placement.SlotOf(99, 0), -1);
  EXPECT_EQ(placement.rep(placement.SlotOf(Rep(data, "Tom"), 0)), Rep(data, "Tom"));
}

}  // namespace
}  // namespace attain::measure
