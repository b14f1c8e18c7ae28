// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A small company for tests: North (Ada, half of Tom) and South (half of Tom, Eva) under Acme; Bo
// manages Acme and carries no quota. Ada moves to South on 2026-07-01.
#ifndef ATTAIN_TESTS_MEASURE_COMPANY_H_
#define ATTAIN_TESTS_MEASURE_COMPANY_H_

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "attain/crm/dataset.h"
#include "attain/measure/measure.h"
#include "attain/table/table.h"
#include "gtest/gtest.h"

namespace attain::measure {

/// One row as text; "" is missing.
using TextRow = std::vector<std::string>;

/// A table of texts; loading reads each column as its name asks for.
inline table::Table TextTable(const std::string& name, const std::vector<std::string>& columns,
                              std::vector<TextRow> rows) {
  std::vector<table::Column> made;
  for (size_t c = 0; c < columns.size(); ++c) {
    std::vector<std::string> values;
    std::vector<bool> valid;
    for (const TextRow& row : rows) {
      values.push_back(row[c]);
      valid.push_back(!row[c].empty());
    }
    made.push_back(table::Column::OfTexts(columns[c], values, valid));
  }
  return *table::Table::Of(name, std::move(made));
}

/// The rows of the company, to be changed before loading.
struct Company {
  std::vector<TextRow> units = {{"Acme", "2025-01-01", "", ""},
                                {"North", "2025-01-01", "", "Acme"},
                                {"South", "2025-01-01", "", "Acme"}};
  std::vector<TextRow> reps = {{"Ada", "", "", "true"},
                               {"Bo", "", "", "false"},
                               {"Eva", "", "", "true"},
                               {"Tom", "", "", "true"}};
  std::vector<TextRow> places = {{"Ada", "North", "2025-01-01", "2026-07-01", "1", "false"},
                                 {"Ada", "South", "2026-07-01", "", "1", "false"},
                                 {"Tom", "North", "2025-01-01", "", "0.5", "false"},
                                 {"Tom", "South", "2025-01-01", "", "0.5", "false"},
                                 {"Eva", "South", "2025-01-01", "", "1", "false"},
                                 {"Bo", "Acme", "2025-01-01", "", "1", "true"}};
  // deal, owner, amount, ccy, closed, outcome
  std::vector<TextRow> deals = {{"D-1", "Ada", "600.00", "EUR", "2026-01-15", "won"},
                                {"D-2", "Ada", "100.00", "EUR", "2026-01-20", "lost"},
                                {"D-3", "Tom", "50.10", "EUR", "2026-02-01", "won"},
                                {"D-4", "Eva", "300.00", "EUR", "2026-02-10", "won"},
                                {"D-5", "Ada", "80.00", "EUR", "2026-07-02", "won"},
                                {"D-6", "Eva", "5.00", "EUR", "2026-01-31", "lost"}};
  std::vector<TextRow> splits = {};  // deal, rep, type, share
  std::vector<TextRow> transactions =
      {};                             // txn, kind, orig, deal, rep, date, recorded, amount, ccy
  std::vector<TextRow> credits = {};  // txn, rep, type, share
  std::vector<TextRow> rates = {};    // from, to, day, type, rate
  crm::LoadOptions options = {.currency = "EUR"};

  crm::Dataset Load() const {
    table::Tables tables;
    tables.Add(TextTable("org_units", {"unit_id", "valid_from", "valid_to", "parent_id"}, units));
    tables.Add(TextTable("reps", {"rep_id", "hire_date", "end_date", "is_quota_carrying"}, reps));
    tables.Add(TextTable("rep_units",
                         {"rep_id", "unit_id", "valid_from", "valid_to", "share", "is_manager"},
                         places));
    std::vector<TextRow> full;
    for (const TextRow& d : deals)
      full.push_back({d[0], d[1], "p", "s", "2025-06-01", d[2], d[3], d[4], d[5]});
    tables.Add(TextTable("deals",
                         {"deal_id", "owner_id", "pipeline_id", "stage_id", "created", "amount",
                          "ccy", "closed", "outcome"},
                         full));
    if (!splits.empty())
      tables.Add(TextTable("deal_splits", {"deal_id", "rep_id", "split_type", "share"}, splits));
    if (!transactions.empty()) {
      tables.Add(TextTable("transactions",
                           {"txn_id", "kind", "orig_txn_id", "deal_id", "rep_id", "event_date",
                            "recorded_at", "amount", "ccy"},
                           transactions));
    }
    if (!credits.empty())
      tables.Add(TextTable("txn_credits", {"txn_id", "rep_id", "credit_type", "share"}, credits));
    if (!rates.empty())
      tables.Add(TextTable("fx_rates", {"from", "to", "day", "rate_type", "rate"}, rates));
    const absl::StatusOr<crm::Dataset> data = crm::Load(tables, options);
    EXPECT_TRUE(data.ok()) << data.status();
    return data.ok() ? *data : crm::Dataset();
  }
};

/// The number of a rep or unit.
inline int32_t Rep(const crm::Dataset& data, std::string_view name) {
  return data.ids(crm::Entity::kRep).Find(name);
}
inline int32_t Unit(const crm::Dataset& data, std::string_view name) {
  return data.ids(crm::Entity::kUnit).Find(name);
}

/// Periods by name.
inline std::vector<Period> Named(std::initializer_list<const char*> names) {
  std::vector<Period> periods;
  for (const char* name : names) periods.push_back(*Period::Parse(name));
  return periods;
}

/// The sum of won deals by owner.
inline Measure Won() {
  return {.id = "won_amount",
          .kind = MeasureKind::kSum,
          .of = "deals.amount",
          .where = "outcome == 'won'",
          .date = "closed",
          .credit = "owner_id"};
}

/// A value as text: "600", "1/2", or the status.
inline std::string Text(const Figure& figure) {
  const std::optional<Fraction> value = figure.value();
  return value.has_value() ? value->ToString() : std::string(Name(figure.status));
}

}  // namespace attain::measure

#endif  // ATTAIN_TESTS_MEASURE_COMPANY_H_
