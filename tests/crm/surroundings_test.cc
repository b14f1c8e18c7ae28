// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <string>
#include <string_view>

#include "crm/testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Other people's deals: what was sold where, and when.
table::Tables Raw() {
  return All(
      {{"sales",
        "id,product,unit,day\nD-1,P-1,north,2026-02-02\nD-2,P-2,south,2026-05-04\nD-3,P-9,gone,\n"},
       {"products", "product_id,name,category\nP-1,Desk,hardware\nP-2,Suite,software\n"},
       {"org_units", "unit_id,name,parent_id\nemea,EMEA,\nnorth,North,emea\nsouth,South,\n"},
       {"workdays", "calendar_id,day,weight\neu,2026-02-02,0\n"}});
}

/// What an expression derives for the three deals.
std::string Derived(const std::string& text, LoadOptions options = {}) {
  options.sources["deals"] = {.from = "sales",
                              .columns = {{"deal_id", "id"},
                                          {"product_id", "product"},
                                          {"unit_id", "unit"},
                                          {"closed", "day"}},
                              .derive = {{"made", text}}};
  options.sources["products"] = {.columns = {{"category_id", "category"}},
                                 .derive = {{"kind", "category_id + '!'"}}};
  const absl::StatusOr<Dataset> data = Load(Raw(), options);
  if (!data.ok()) return MessageOf(data.status());
  const table::Column* made = data->table("deals")->column("made");
  if (made == nullptr) {
    for (const Finding& finding : data->findings()) {
      if (finding.where.field == "made") return finding.text;
    }
    return "nothing";
  }
  return made->FormatAt(0) + " " + made->FormatAt(1) + " " + made->FormatAt(2);
}

TEST(SurroundingsTest, ADerivedColumnLooksUpRowsOfOtherTables) {
  EXPECT_EQ(Derived("products[product_id].category_id"), "hardware software null");
  EXPECT_EQ(Derived("products[product_id].name == 'Desk'"), "true false null");
}

TEST(SurroundingsTest, OtherTablesAreSeenAsTheyAreBeforeAnythingIsDerived) {
  EXPECT_THAT(Derived("products[product_id].kind"), HasSubstr("kind"));
}

TEST(SurroundingsTest, ADerivedColumnAsksForPlacesInTheTree) {
  EXPECT_EQ(Derived("under(unit_id, 'emea')"), "true false null");
}

TEST(SurroundingsTest, ADerivedColumnAsksForPeriodsOfTheCalendar) {
  EXPECT_EQ(Derived("fiscal_quarter(closed)"), "1 2 null");
  EXPECT_EQ(Derived("fiscal_quarter(closed)", {.calendar = Gregorian{.fiscal_start = "04-01"}}),
            "4 1 null");
  EXPECT_EQ(Derived("period(closed, 'quarter')"), "2026-Q1 2026-Q2 null");
}

TEST(SurroundingsTest, ADerivedColumnCountsWorkdays) {
  // 2 February is no workday here; without it there are 64 from 1 February to 3 May.
  EXPECT_EQ(Derived("workdays(date('2026-02-01'), date(closed))"), "0 64 null");
  EXPECT_EQ(Derived("workdays(date(closed), date('2026-06-01'))"), "84 20 null");
}

TEST(SurroundingsTest, WhatStillCannotBeAskedIsAFindingAndTheOthersAreDerived) {
  EXPECT_THAT(Derived("prices[product_id].amount"),
              HasSubstr("no table 'prices' to look amount up in"));
  EXPECT_THAT(Derived("fiscal_quarter(closed)", {.calendar = Gregorian{.fiscal_start = "13-01"}}),
              HasSubstr("13-01"));
}

}  // namespace
}  // namespace attain::crm
