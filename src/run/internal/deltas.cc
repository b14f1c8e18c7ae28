// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What changed between two results: the table `deltas`.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "attain/base/decimal.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using table::Column;
using table::Table;
using table::TableBuilder;

constexpr int kMostDecimals = 12;

// Numbers of both results at one scale, added exactly; beyond 38 digits remembered and reported.
class Sums {
 public:
  Decimal Plus(Decimal a, Decimal b) {
    const absl::StatusOr<Decimal> sum = Add(a, b);
    if (!sum.ok()) status_ = sum.status();
    return sum.ok() ? *sum : Decimal();
  }
  Decimal Minus(Decimal a, Decimal b) { return Plus(a, -b); }
  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

using StatementKey = std::tuple<std::string, std::string, std::string>;  // plan, rep, period

std::string TextAt(const Table& table, std::string_view column, int64_t row) {
  const Column* found = table.column(column);
  return found == nullptr || found->IsNull(row) ? std::string() : found->FormatAt(row);
}

Decimal NumberAt(const Table& table, std::string_view column, int64_t row) {
  const Column* found = table.column(column);
  const auto value = found == nullptr ? std::nullopt : found->DecimalAt(row);
  return value.value_or(Decimal());
}

// One side of a change.
struct Side {
  std::map<StatementKey, int64_t> statements;  // row of `statements`
  std::map<StatementKey, std::map<std::pair<std::string, std::string>, Decimal>>
      credits;  // by transaction and measure: amount
  std::map<std::pair<StatementKey, std::string>, std::string>
      months;  // period the transaction's day lies in
};

absl::StatusOr<Side> SideOf(const Table& statements, const Table& credits,
                            const crm::Calendar& calendar, Sums& sums) {
  Side side;
  const auto key = [](const Table& table, int64_t row) {
    return StatementKey(TextAt(table, "plan", row), TextAt(table, "rep_id", row),
                        TextAt(table, "period", row));
  };
  for (int64_t row = 0; row < statements.rows(); ++row)
    side.statements.emplace(key(statements, row), row);
  const Column* dates = credits.column("date");
  for (int64_t row = 0; row < credits.rows(); ++row) {
    const StatementKey statement = key(credits, row);
    const std::string transaction = TextAt(credits, "transaction_id", row);
    Decimal& amount = side.credits[statement][{transaction, TextAt(credits, "measure", row)}];
    amount = sums.Plus(amount, NumberAt(credits, "amount", row));
    const auto day = dates == nullptr ? std::nullopt : dates->DateAt(row);
    if (day.has_value()) {
      const absl::StatusOr<Period> period = calendar.PeriodOf(*day, calendar.grain());
      if (period.ok()) side.months[{statement, transaction}] = period->name;
    }
  }
  return side;
}

}  // namespace

absl::StatusOr<Table> Result::Compare(const Result& before) const {
  Table tables[4];
  for (const auto& [place, result, name] :
       {std::tuple<int, const Result*, std::string_view>{0, &before, "statements"},
        {1, &before, "credits"},
        {2, this, "statements"},
        {3, this, "credits"}}) {
    ATTAIN_ASSIGN_OR_RETURN(tables[place], result->table(name));
  }
  Sums sums;
  ATTAIN_ASSIGN_OR_RETURN(const Side was,
                          SideOf(tables[0], tables[1], before.state_->prepared->calendar, sums));
  ATTAIN_ASSIGN_OR_RETURN(const Side now,
                          SideOf(tables[2], tables[3], state_->prepared->calendar, sums));
  ATTAIN_ASSIGN_OR_RETURN(std::vector<table::ColumnSpec> specs, incentive::SchemaOf("deltas"));
  int scale = 2;
  for (const Table& table : tables) {
    for (const Column& column : table.columns()) {
      if (column.name() != "share") scale = std::max(scale, column.scale());
    }
  }
  for (table::ColumnSpec& spec : specs) {
    if (spec.type == table::Type::kDecimal) spec.scale = std::min(scale, kMostDecimals);
  }
  TableBuilder rows("deltas", specs);
  const auto add = [&](const StatementKey& key, std::string_view source, std::string_view cause,
                       std::string_view column, Decimal old_value, Decimal new_value,
                       std::string_view transaction, std::string_view currency,
                       std::string_view status) {
    rows.Text(0, std::get<0>(key))
        .Text(1, std::get<1>(key))
        .Text(2, std::get<2>(key))
        .Text(3, source)
        .Text(4, cause)
        .Text(5, column);
    rows.Decimal(6, old_value).Decimal(7, new_value).Decimal(8, sums.Minus(new_value, old_value));
    if (!transaction.empty()) rows.Text(9, transaction);
    rows.Text(10, currency).Text(11, status).EndRow();
  };
  constexpr std::string_view kColumns[] = {"earned",   "adjusted", "held",      "released",
                                           "rounding", "drawn",    "recovered", "carried"};

  std::set<StatementKey> keys;
  for (const auto& entry : was.statements) keys.insert(entry.first);
  for (const auto& entry : now.statements) keys.insert(entry.first);
  for (const StatementKey& key : keys) {
    const auto old_row = was.statements.find(key);
    const auto new_row = now.statements.find(key);
    const auto value = [&](bool fresh, std::string_view column) {
      const auto& side = fresh ? now : was;
      const auto row = fresh ? new_row : old_row;
      return row == side.statements.end() ? Decimal()
                                          : NumberAt(tables[fresh ? 2 : 0], column, row->second);
    };
    const auto text = [&](std::string_view column) {
      return new_row != now.statements.end() ? TextAt(tables[2], column, new_row->second)
                                             : TextAt(tables[0], column, old_row->second);
    };
    const std::string currency = text("currency");
    const std::string status = text("status");
    const std::string& period = std::get<2>(key);

    // The transactions whose credit changed.
    std::map<std::pair<std::string, std::string>, std::pair<Decimal, Decimal>> changed;
    if (const auto credits = was.credits.find(key); credits != was.credits.end()) {
      for (const auto& [transaction, amount] : credits->second) changed[transaction].first = amount;
    }
    if (const auto credits = now.credits.find(key); credits != now.credits.end()) {
      for (const auto& [transaction, amount] : credits->second)
        changed[transaction].second = amount;
    }
    bool credits_changed = false;
    for (const auto& [transaction, amounts] : changed) {
      if (amounts.first == amounts.second) continue;
      credits_changed = true;
      const bool fresh = now.months.count({key, transaction.first}) > 0;
      const auto month = fresh ? now.months.find({key, transaction.first})
                               : was.months.find({key, transaction.first});
      const bool known = month != (fresh ? now.months.end() : was.months.end());
      add(key, known ? std::string_view(month->second) : std::string_view(period), "credit",
          "credited", amounts.first, amounts.second, transaction.first, currency, status);
    }
    // What that does to each column of the statement.
    const std::string_view cause = credits_changed ? "credits" : "definition";
    const bool any = std::any_of(
        std::begin(kColumns), std::end(kColumns),
        [&](std::string_view column) { return !(value(false, column) == value(true, column)); });
    for (const std::string_view column : kColumns) {
      const Decimal old_value = value(false, column);
      const Decimal new_value = value(true, column);
      if (old_value == new_value) continue;
      add(key, period, column == "earned" ? cause : std::string_view("settlement"), column,
          old_value, new_value, {}, currency, status);
    }
    const Decimal old_paid = value(false, "paid");
    const Decimal new_paid = value(true, "paid");
    if (any || credits_changed || !(old_paid == new_paid))
      add(key, period, "total", "paid", old_paid, new_paid, {}, currency, status);
  }
  ATTAIN_RETURN_IF_ERROR(sums.status());
  return rows.Build();
}

}  // namespace attain::run
