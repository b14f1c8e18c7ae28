// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Small tables made of any bytes are loaded without a crash; the same rows in another order give
// the same findings of each reason, table and column, and leave as many rows in use; what depends
// on loading (ids, trees, rates) can be asked afterwards.
//
// The bytes choose tables, columns, their types and cells. Most cells come from a short list for
// the type of their column, good and bad values beside one another, so that keys repeat, references
// meet, intervals overlap and amounts reverse each other.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/crm/dataset.h"
#include "attain/crm/tables.h"

namespace {

namespace crm = attain::crm;
namespace table = attain::table;

[[noreturn]] void Fail(std::string_view what, const attain::Findings& one,
                       const attain::Findings& other) {
  std::cerr << what << "\n";
  for (const attain::Finding& finding : one) std::cerr << "  " << finding.ToString() << "\n";
  std::cerr << "in another order\n";
  for (const attain::Finding& finding : other) std::cerr << "  " << finding.ToString() << "\n";
  std::abort();
}

// The input, byte by byte; zeros after its end.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : at_(data), end_(data + size) {}
  uint8_t Next() { return at_ < end_ ? *at_++ : 0; }
  size_t Below(size_t bound) { return Next() % bound; }
  std::string Text(size_t longest) {
    std::string text(Below(longest + 1), '\0');
    for (char& c : text) c = static_cast<char>(Next());
    return text;
  }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
};

const std::vector<std::string_view>& ValuesOf(crm::ColumnType type) {
  static const auto& values = *new std::map<crm::ColumnType, std::vector<std::string_view>>{
      {crm::ColumnType::kId, {"A", "B", "C", "D", "1", "01", "2", "A ", ""}},
      {crm::ColumnType::kText, {"north", "south", "", "ae"}},
      {crm::ColumnType::kBool, {"true", "false", "1", "maybe"}},
      {crm::ColumnType::kInt, {"0", "1", "2", "3", "-1", "9223372036854775807", "1.5"}},
      {crm::ColumnType::kDecimal,
       {"1", "0.92", "0", "-1", "1.0865", "99999999999999999999999999999999999999",
        "0.00000000000000000000000000000000000001"}},
      {crm::ColumnType::kMoney,
       {"100.00", "-100.00", "0", "33.33", "-250.5", "0.001", "92233720368547758.07",
        "99999999999999999999", "1e400", "NaN"}},
      {crm::ColumnType::kShare,
       {"1", "0.5", "0.25", "0.3333333333", "0", "-0.5", "60",
        "0.00000000000000000000000000000000000001"}},
      {crm::ColumnType::kCurrency, {"EUR", "USD", "JPY", "XQQ", "eur", ""}},
      {crm::ColumnType::kDate,
       {"2026-01-01", "2026-04-01", "2026-07-01", "2027-01-01", "2026-02-29", "0001-01-01",
        "9999-12-31", "soon"}},
      {crm::ColumnType::kTimestamp,
       {"2026-01-15T10:00:00Z", "2026-03-31T23:30:00Z", "2026-04-01", "2026-07-01T00:00:00+02:00",
        "9999-12-31T23:59:59Z", "x"}},
  };
  return values.at(type);
}

// A cell: text, a whole number or a floating-point number; nothing: missing.
struct Cell {
  bool missing = false;
  std::string text;
  int64_t number = 0;
  double real = 0;
};

struct Column {
  std::string name;
  table::Type type = table::Type::kText;
  std::vector<Cell> cells;
};

Cell AnyCell(Bytes& in, const crm::ColumnInfo& info, table::Type type) {
  Cell cell;
  const size_t choice = in.Below(32);
  cell.missing = choice == 31;
  if (cell.missing) return cell;
  if (type == table::Type::kInt) {
    cell.number =
        choice == 30 ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(choice) - 4;
  } else if (type == table::Type::kDouble) {
    cell.real = choice == 30   ? std::numeric_limits<double>::quiet_NaN()
                : choice == 29 ? 1e300
                               : (static_cast<double>(choice) - 4) / 4;
  } else if (choice == 30) {
    cell.text = in.Text(6);
  } else if (info.type == crm::ColumnType::kWord) {
    cell.text = choice < info.words.size() ? std::string(info.words[choice])
                : choice == 29             ? "unheard"
                                           : std::string(info.words[0]);
  } else {
    const std::vector<std::string_view>& values = ValuesOf(info.type);
    cell.text = std::string(values[choice % values.size()]);
  }
  return cell;
}

std::vector<Column> AnyColumns(Bytes& in, const crm::TableInfo& info, size_t rows) {
  std::vector<Column> columns;
  for (const crm::ColumnInfo& column : info.columns) {
    const size_t choice = in.Below(16);
    if (choice == 15 || (!column.required && choice >= 10 && choice < 13)) continue;
    Column made;
    made.name = std::string(column.name);
    made.type = choice == 14   ? table::Type::kDouble
                : choice == 13 ? table::Type::kInt
                               : table::Type::kText;
    for (size_t row = 0; row < rows; ++row) made.cells.push_back(AnyCell(in, column, made.type));
    columns.push_back(std::move(made));
  }
  return columns;
}

// The rows of `columns` in the order of `places`. Nothing when a text is not UTF-8.
std::optional<table::Table> Build(std::string_view name, const std::vector<Column>& columns,
                                  const std::vector<size_t>& places) {
  std::vector<table::ColumnSpec> specs;
  for (const Column& column : columns) specs.push_back({column.name, column.type});
  table::TableBuilder builder(std::string(name), specs);
  for (const size_t place : places) {
    for (size_t i = 0; i < columns.size(); ++i) {
      const Cell& cell = columns[i].cells[place];
      const int at = static_cast<int>(i);
      if (cell.missing) {
        builder.Null(at);
      } else if (columns[i].type == table::Type::kInt) {
        builder.Int(at, cell.number);
      } else if (columns[i].type == table::Type::kDouble) {
        builder.Double(at, cell.real);
      } else {
        builder.Text(at, cell.text);
      }
    }
    builder.EndRow();
  }
  absl::StatusOr<table::Table> built = builder.Build();
  if (!built.ok()) return std::nullopt;
  return *std::move(built);
}

using Counts =
    std::map<std::tuple<attain::Severity, attain::Reason, std::string, std::string>, int64_t>;

Counts CountsOf(const attain::Findings& findings) {
  Counts counts;
  for (const attain::Finding& finding : findings)
    ++counts[{finding.severity, finding.reason, finding.where.table, finding.where.field}];
  return counts;
}

// Asks what is made on first use.
void Ask(const crm::Dataset& data) {
  for (int32_t entity = 1; entity < static_cast<int32_t>(crm::Entity::kCount); ++entity) {
    const auto kind = static_cast<crm::Entity>(entity);
    const crm::Ids& ids = data.ids(kind);
    for (int32_t id = 0; id < ids.size(); ++id) {
      const int64_t row = data.RowOf(kind, id);
      if (row < -1) std::abort();
    }
  }
  const attain::Date day = *attain::Date::Parse("2026-04-01");
  (void)data.fx().Rate(*attain::Currency::Parse("USD"), *attain::Currency::Parse("EUR"), day,
                       crm::RateType::kSpot);
  (void)data.periods();
  (void)data.workdays();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static constexpr std::string_view kTables[] = {
      "deals",    "reps",        "org_units",    "rep_units",    "transactions",     "fx_rates",
      "stages",   "deal_splits", "deal_changes", "accounts",     "plan_assignments", "targets",
      "workdays", "periods",     "txn_credits",  "metric_values"};
  Bytes in(data, size);
  crm::LoadOptions options;
  const uint8_t flags = in.Next();
  if ((flags & 1) != 0) options.currency = "EUR";
  if ((flags & 2) != 0) options.as_of = *attain::Timestamp::Parse("2026-05-01T00:00:00Z");
  if ((flags & 4) != 0) options.report_currency = "EUR";
  if ((flags & 8) != 0) options.offset_minutes = 480;
  if ((flags & 16) != 0)
    options.tolerate = {attain::Reason::kOrphanRef, attain::Reason::kDupKey,
                        attain::Reason::kTreeCycle};
  if ((flags & 32) != 0) options.backfill_deals = 2;
  uint32_t draw = 1 + in.Next();
  table::Tables given;
  table::Tables shuffled;
  const size_t n_tables = 1 + in.Below(6);
  for (size_t i = 0; i < n_tables; ++i) {
    const crm::TableInfo* info = crm::FindTable(kTables[in.Below(std::size(kTables))]);
    const size_t rows = in.Below(7);
    const std::vector<Column> columns = AnyColumns(in, *info, rows);
    std::vector<size_t> places(rows);
    std::iota(places.begin(), places.end(), size_t{0});
    std::optional<table::Table> one = Build(info->name, columns, places);
    for (size_t j = rows; j > 1; --j) {
      draw = draw * 1664525 + 1013904223;  // Press and others, "Numerical Recipes", 1992
      std::swap(places[j - 1], places[(draw >> 16) % j]);
    }
    std::optional<table::Table> other = Build(info->name, columns, places);
    if (!one.has_value() || !other.has_value()) continue;
    given.Add(*std::move(one));
    shuffled.Add(*std::move(other));
  }
  const absl::StatusOr<crm::Dataset> one = crm::Load(given, options);
  const absl::StatusOr<crm::Dataset> other = crm::Load(shuffled, options);
  if (!one.ok() || !other.ok()) {
    std::cerr << "small tables do not load: "
              << attain::MessageOf(one.ok() ? other.status() : one.status()) << "\n";
    std::abort();
  }
  if (CountsOf(one->findings()) != CountsOf(other->findings()))
    Fail("the findings depend on the order of rows", one->findings(), other->findings());
  for (const attain::Finding& finding : one->findings()) {
    if (finding.text.empty()) Fail("a finding without a text", one->findings(), other->findings());
  }
  for (const std::string& name : one->table_names()) {
    if (one->kept(name).kept() != other->kept(name).kept())
      Fail("the rows in use of " + name + " depend on the order of rows", one->findings(),
           other->findings());
  }
  Ask(*one);
  return 0;
}
