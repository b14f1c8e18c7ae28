// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/conditions.h"

#include <string>
#include <string_view>
#include <vector>

#include "crm/testing.h"

namespace attain::crm {
namespace {

Dataset Company(const LoadOptions& options = {}) {
  return Loaded(
      {{"reps", "rep_id,name\nR-1,Ada\n"},
       {"categories", "category_id,name,parent_id\nC-1,Hardware,\nC-2,Software,\n"},
       {"products", "product_id,name,category_id\nP-1,Desk,C-1\nP-2,Suite,C-2\nP-3,App,C-2\n"},
       {"org_units",
        "unit_id,name,parent_id,valid_from,valid_to\nemea,EMEA,,,\napac,APAC,,,\nnorth,North,emea,,"
        "2026-07-01\nnorth,North,apac,2026-07-01,\n"},
       {"workdays", "calendar_id,day,weight\neu,2026-03-02,0\n"}},
      options);
}

/// A column of rows to ask about: a product, a unit, a day.
table::Table Deals() {
  return *table::Table::Of(
      "deals", {table::Column::OfTexts("product_id", {"P-1", "P-2", "P-9"}),
                table::Column::OfTexts("unit_id", {"north", "emea", "gone"}),
                table::Column::OfDates(
                    "closed", {20'454, 20'513, 20'820})});  // 2026-01-01, 2026-03-01, 2027-01-02
}

/// The values of an expression, or its fault.
std::string Values(std::string_view text, const Dataset& data, const Calendar& calendar = {}) {
  const expression::Expression parsed = *expression::Parse(text);
  const table::Table deals = Deals();
  const auto bound = expression::Bind(parsed, deals, ConditionOptions(parsed, data, calendar));
  if (!bound.ok()) return MessageOf(bound.status());
  const table::Column column = *expression::Evaluate(*bound, deals);
  std::string values;
  for (int64_t row = 0; row < deals.rows(); ++row)
    values += (row > 0 ? " " : "") + column.FormatAt(row);
  return values;
}

TEST(ConditionsTest, ATableOfTheDatasetIsLookedUpByItsKey) {
  EXPECT_EQ(Values("products[product_id].category_id", Company()), "C-1 C-2 null");
  EXPECT_EQ(Values("categories[products[product_id].category_id].name == 'Software'", Company()),
            "false true null");
}

TEST(ConditionsTest, RowsSetAsideAreNotLookedUp) {
  const Dataset data = Loaded({{"products",
                                "product_id,name,category_id\nP-1,Desk,C-1\n,None,C-3\nP-2,Suite,C-"
                                "2\nP-1,Chair,C-4\nP-9,App,C-5\n"}});
  EXPECT_FALSE(data.kept("products").all());
  EXPECT_EQ(Values("products[product_id].category_id", data), "C-4 C-2 C-5")
      << "Chair comes before Desk, in whatever order the rows stand";
}

TEST(ConditionsTest, AUnitIsUnderItsParentOnTheAsOfDay) {
  EXPECT_EQ(Values("under(unit_id, 'emea')", Company({.as_of = *Timestamp::Parse("2026-06-30")})),
            "true true null");
  EXPECT_EQ(Values("under(unit_id, 'emea')", Company({.as_of = *Timestamp::Parse("2026-07-01")})),
            "false true null");
  EXPECT_EQ(Values("under(unit_id, 'emea')", Company()), "false true null")
      << "by the last places known";
}

TEST(ConditionsTest, FiscalPeriodsAreThoseOfTheCalendar) {
  EXPECT_EQ(Values("fiscal_year(closed)", Company()), "2026 2026 2027");
  EXPECT_EQ(Values("fiscal_quarter(closed)", Company()), "1 1 1");
  const Calendar april = *Calendar::Resolve(Gregorian{.fiscal_start = "04-01"});
  EXPECT_EQ(Values("fiscal_quarter(closed)", Company(), april), "4 4 4");
  EXPECT_EQ(Values("fiscal_month(closed)", Company(), april), "10 12 10");
  EXPECT_EQ(Values("period(closed, 'month')", Company()), "2026-01 2026-03 2027-01");
}

TEST(ConditionsTest, WorkdaysLeaveOutWeekendsAndHolidays) {
  // 2026-03-01 is a Sunday, 2026-03-02 a holiday here: 3 to 6 March are four workdays.
  EXPECT_EQ(
      Values("workdays(date('2026-03-01'), date('2026-03-07')) + 0 * year(closed)", Company()),
      "4 4 4");
}

TEST(ConditionsTest, WhatIsNotThereIsReportedWhenTheConditionIsBound) {
  EXPECT_NE(
      Values("under(unit_id, 'emea')", Loaded({{"reps", "rep_id\nR-1\n"}})).find("needs a tree"),
      std::string::npos);
  EXPECT_NE(Values("accounts[unit_id].name", Company()).find("no table 'accounts'"),
            std::string::npos);
}

}  // namespace
}  // namespace attain::crm
