// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/changes.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "measure/internal/prepared.h"

namespace attain::measure {
namespace {

using table::Column;
using table::Type;

// Cells as they are after the change: those given, else those of the row replaced.
class Merged {
 public:
  Merged(const RowChanges& changes, const Column* base, std::string_view name)
      : changes_(changes), base_(base) {
    for (const ChangedCells& cells : changes.columns) {
      if (cells.name == name) given_ = &cells;
    }
  }
  bool has(size_t row) const {
    if (given_ != nullptr) return given_->has(row);
    return base_ != nullptr && old(row) >= 0 && !base_->IsNull(old(row));
  }
  bool given() const { return given_ != nullptr; }
  int64_t old(size_t row) const { return changes_.old_rows[row]; }
  std::string_view text(size_t row) const {
    return given_ != nullptr ? given_->texts[row] : *base_->TextAt(old(row));
  }
  int64_t number(size_t row) const { return given_->numbers[row]; }

 private:
  const RowChanges& changes_;
  const Column* base_;
  const ChangedCells* given_ = nullptr;
};

// The column `base` with the changed rows alone.
Column Small(const RowChanges& changes, const Column& base) {
  const size_t rows = changes.old_rows.size();
  const Merged cells(changes, &base, base.name());
  std::vector<bool> valid;  // empty while all are there
  for (size_t row = 0; row < rows; ++row) {
    if (cells.has(row)) continue;
    if (valid.empty()) valid.assign(rows, true);
    valid[row] = false;
  }
  const auto has = [&valid](size_t row) { return valid.empty() || valid[row]; };
  const auto fill = [&](auto values, const auto& given, const auto& kept) {
    for (size_t row = 0; row < rows; ++row) {
      if (has(row)) values[row] = cells.given() ? given(row) : kept(cells.old(row));
    }
    return values;
  };
  const auto number = [&](size_t row) { return cells.number(row); };
  switch (base.type()) {
    case Type::kText: {
      std::vector<std::string> values(rows);
      for (size_t row = 0; row < rows; ++row) {
        if (has(row)) values[row] = cells.text(row);
      }
      return Column::OfTexts(base.name(), values, valid);
    }
    case Type::kInt: {
      crm::Integers kept(&base);
      return Column::OfInts(
          base.name(),
          fill(std::vector<int64_t>(rows), number, [&](int64_t row) { return kept[row]; }), valid);
    }
    case Type::kDecimal: {
      crm::Decimals kept(&base);
      const auto wide = [&](size_t row) { return absl::int128(cells.number(row)); };
      return Column::OfDecimals(base.name(),
                                fill(std::vector<absl::int128>(rows), wide,
                                     [&](int64_t row) { return kept.coefficient(row); }),
                                base.scale(), valid);
    }
    case Type::kDate: {
      crm::Days kept(&base);
      const auto day = [&](size_t row) { return static_cast<int32_t>(cells.number(row)); };
      return Column::OfDates(
          base.name(),
          fill(std::vector<int32_t>(rows), day, [&](int64_t row) { return kept[row]; }), valid);
    }
    case Type::kTimestamp: {
      crm::Micros kept(&base);
      return Column::OfTimestamps(
          base.name(),
          fill(std::vector<int64_t>(rows), number, [&](int64_t row) { return kept[row]; }), valid);
    }
    case Type::kBool: {
      const auto flag = [&](size_t row) { return cells.number(row) != 0; };
      return Column::OfBools(
          base.name(),
          fill(std::vector<bool>(rows), flag, [&](int64_t row) { return *base.BoolAt(row); }),
          valid);
    }
    case Type::kDouble: {
      const auto value = [&](size_t row) { return static_cast<double>(cells.number(row)); };
      return Column::OfDoubles(
          base.name(),
          fill(std::vector<double>(rows), value, [&](int64_t row) { return *base.DoubleAt(row); }),
          valid);
    }
    case Type::kNull:
      break;
  }
  return Column(base.name(), Type::kNull, 0,
                {{.layout = table::Layout::kNull,
                  .length = static_cast<int64_t>(rows),
                  .null_count = static_cast<int64_t>(rows)}});
}

// Which of the changed rows meet the conditions of a part.
absl::StatusOr<std::vector<uint8_t>> Meeting(const Part& part, const RowChanges& changes) {
  std::vector<uint8_t> meets(changes.old_rows.size(), 1);
  for (const expression::Bound& condition : part.conditions) {
    std::vector<Column> columns;
    for (const std::string& name : condition.columns()) {
      const Column* base = part.rows->column(name);
      if (base == nullptr) return MakeError(Reason::kUnknownColumn, name);
      columns.push_back(Small(changes, *base));
    }
    // A condition over no column holds for all rows or for none; it is asked over any column.
    if (columns.empty()) columns.push_back(Small(changes, part.rows->columns().front()));
    ATTAIN_ASSIGN_OR_RETURN(const table::Table rows,
                            table::Table::Of(part.table, std::move(columns)));
    ATTAIN_ASSIGN_OR_RETURN(const expression::Selection selection,
                            expression::Select(condition, rows));
    for (size_t row = 0; row < meets.size(); ++row) meets[row] &= selection.mask[row];
  }
  return meets;
}

Currency CurrencyOf(const crm::Dataset& data, const crm::Rows& rows, const Merged& codes,
                    size_t row) {
  if (!codes.given())
    return codes.old(row) >= 0             ? rows.currency(codes.old(row))
           : rows.currency_codes().empty() ? data.currency()
                                           : Currency();
  if (!codes.has(row)) return Currency();
  for (const Currency& known : data.currencies()) {
    if (known.code() == codes.text(row)) return known;
  }
  return Currency();
}

}  // namespace

int64_t RowChanges::NumberOf(int64_t row) const {
  return row - (std::lower_bound(gone.begin(), gone.end(), row) - gone.begin());
}

absl::StatusOr<std::vector<ChangedCredit>> CreditChanges(const Prepared& prepared,
                                                         const RowChanges& changes, int32_t payee) {
  const Prepared::State& state = Access::Of(prepared);
  const Part& part = state.parts.front();
  std::vector<ChangedCredit> credits;
  if (state.parts.size() != 1 || part.kind == MeasureKind::kLast) {
    return MakeError(Reason::kUnsupportedOption,
                     "changed rows are credited by sums and counts only");
  }
  if (part.table != changes.table) return credits;
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<uint8_t> meets, Meeting(part, changes));
  const crm::Dataset& data = state.data;
  const crm::Rows rows = data.rows(part.table);
  const crm::Ids& reps = data.ids(crm::Entity::kRep);
  const std::string payee_name = reps.name(payee);
  if (state.definition.credit == "overlays") return credits;  // rows with overlays are not given
  const std::string owner = !ReadsShares(state.definition.credit) ? state.definition.credit
                            : part.table == "deals"               ? "owner_id"
                                                                  : "rep_id";
  const Column* owner_column = part.rows->column(owner);
  const Merged owners(changes, owner_column, owner);
  const Merged days(changes, part.day, part.day->name());
  const Merged amounts(
      changes, part.amount,
      part.amount == nullptr ? std::string_view() : std::string_view(part.amount->name()));
  const Merged codes(changes, part.rows->column("ccy"), "ccy");
  const Merged kinds(changes, part.rows->column("kind"), "kind");
  crm::Days kept_days(part.day);
  crm::Amounts kept_amounts(part.amount);
  for (size_t row = 0; row < meets.size(); ++row) {
    if (meets[row] == 0 || owner_column == nullptr || !owners.has(row) || !days.has(row)) continue;
    const bool own = owners.given() || owner_column->type() == Type::kText
                         ? owners.text(row) == payee_name
                         : owner_column->FormatAt(owners.old(row)) == payee_name;
    if (!own) continue;
    if (part.default_kinds && (!kinds.has(row) || kinds.text(row) != "booking")) continue;
    ChangedCredit credit{.change = row};
    if (!days.given()) {
      credit.day = kept_days[days.old(row)];
    } else if (part.day->type() == Type::kDate) {
      credit.day = static_cast<int32_t>(days.number(row));
    } else {
      credit.day = Timestamp::FromMicros(days.number(row)).date().days();
    }
    credit.units = 1;
    if (part.amount != nullptr) {
      if (!amounts.has(row)) continue;
      credit.units = amounts.given() ? amounts.number(row) : kept_amounts[amounts.old(row)];
      credit.currency = CurrencyOf(data, rows, codes, row);
    }
    credits.push_back(credit);
  }
  return credits;
}

}  // namespace attain::measure
