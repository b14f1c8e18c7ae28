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
