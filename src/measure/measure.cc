// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/measure.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/crm/rows.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "measure/internal/prepared.h"

namespace attain::measure {
namespace {

using definition::JoinPath;
using definition::Optional;
using definition::Required;
using internal::StrCat;

constexpr int64_t kMaxFindings = 100;

constexpr std::array<std::pair<std::string_view, crm::RateType>, 3> kRateTypes = {
    {{"spot", crm::RateType::kSpot},
     {"month_avg", crm::RateType::kMonthAvg},
     {"plan", crm::RateType::kPlan}}};

std::optional<crm::RateType> RateTypeNamed(std::string_view name) {
  for (const auto& entry : kRateTypes) {
    if (entry.first == name) return entry.second;
  }
  return std::nullopt;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "deals.amount" as table and column.
std::pair<std::string, std::string> TableAndColumn(std::string_view text) {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return {std::string(text), std::string()};
  return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

// A column has to be named by a sum or last value, and must not be by a count.
void CheckOf(MeasureKind kind, const std::string& table, const std::string& column, Where where,
             Findings& findings) {
  if (table.empty()) {
    findings.AddError(Reason::kInvalidValue, std::move(where), "no table is named",
                      "write \"deals.amount\", or \"deals\" for a count");
  } else if (kind == MeasureKind::kCount && !column.empty()) {
    findings.AddError(Reason::kInvalidValue, std::move(where),
                      StrCat("a count names a table alone, not ", table, ".", column),
                      StrCat("write \"", table, "\""));
  } else if (kind != MeasureKind::kCount && column.empty()) {
    findings.AddError(Reason::kInvalidValue, std::move(where),
                      StrCat("the column of ", table, " is missing"),
                      StrCat("write \"", table, ".amount\""));
  }
}

// The text of a condition, parsed; faults go to `findings`.
std::optional<expression::Expression> ParseCondition(const definition::ExpressionText& text,
                                                     std::string_view path, Findings& findings) {
  absl::StatusOr<expression::Expression> parsed = expression::ParseText(text, path);
  if (!parsed.ok()) {
    findings.Append(FindingsOf(parsed.status()));
    return std::nullopt;
  }
  return *std::move(parsed);
}

std::vector<PartText> PartsOf(const Measure& measure, std::string_view path, Findings& findings) {
  if (measure.kind == MeasureKind::kRatio) {
    return {ParsePart(measure.num, JoinPath(path, "num"), findings),
            ParsePart(measure.den, JoinPath(path, "den"), findings)};
  }
  PartText part;
  part.kind = measure.kind;
  std::tie(part.table, part.column) = TableAndColumn(Trimmed(measure.of));
  return {part};
}

std::string DefaultDay(std::string_view table) {
  if (table == "deals") return "closed";
  if (table == "transactions") return "event_date";
  return {};
}

std::string Root(const Measure& measure, std::string_view path) {
  return path.empty() ? StrCat("measures[", measure.id, "]") : std::string(path);
}

void UnknownColumn(const table::Table& table, std::string_view name, std::string path,
                   Findings& findings) {
  const std::string nearest = NearestWord(name, table.column_names());
  findings.AddError(Reason::kUnknownColumn, {.path = std::move(path)},
                    StrCat("table ", table.name(), " has no column \"", name, "\""),
                    nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
}

bool IsNumber(const table::Column& column) {
  return column.type() == table::Type::kDecimal || column.type() == table::Type::kInt;
}

// Binds a condition to the table of a part.
void BindCondition(const definition::ExpressionText& text, std::string_view path,
                   const crm::Dataset& data, const crm::Calendar& calendar, Part& part,
                   bool& names_kind, Findings& findings) {
  if (text.empty()) return;
  const std::optional<expression::Expression> parsed = ParseCondition(text, path, findings);
  if (!parsed.has_value()) return;
  const std::vector<std::string>& names = parsed->names();
  names_kind |= std::find(names.begin(), names.end(), "kind") != names.end();
  expression::BindOptions options = crm::ConditionOptions(*parsed, data, calendar);
  options.expect = table::Type::kBool;
  absl::StatusOr<expression::Bound> bound = expression::Bind(*parsed, *part.rows, options);
  if (!bound.ok()) {
    findings.Append(FindingsOf(bound.status()));
    return;
  }
  part.conditions.push_back(*std::move(bound));
}

Part BindPart(const Measure& measure, const PartText& text, const crm::Dataset& data,
              const crm::Calendar& calendar, std::string_view root, std::string_view path,
              Findings& findings) {
  Part part;
  part.kind = text.kind;
  part.table = text.table;
  part.rows = data.table(text.table);
  if (part.rows == nullptr) {
    const std::string nearest = NearestWord(text.table, data.table_names());
    findings.AddError(Reason::kMeasureUnfed, {.path = std::string(path)},
                      StrCat("there is no table \"", text.table, "\""),
                      nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
    return part;
  }
  const crm::TableInfo* info = crm::FindTable(text.table);
  if (!text.column.empty()) {
    part.amount = part.rows->column(text.column);
    if (part.amount == nullptr) {
      UnknownColumn(*part.rows, text.column, std::string(path), findings);
    } else if (!IsNumber(*part.amount)) {
      findings.AddError(Reason::kWrongColumnType,
                        {.path = std::string(path), .table = text.table, .field = text.column},
                        StrCat(text.table, ".", text.column, " is ",
                               table::Name(part.amount->type()), "; exact numbers add up"));
    }
    const crm::ColumnInfo* column = info == nullptr ? nullptr : info->column(text.column);
    part.money = column != nullptr && column->type == crm::ColumnType::kMoney;
    part.narrow =
        part.money || (part.amount != nullptr && part.amount->type() == table::Type::kInt);
  }
  const std::string day = measure.date.empty() ? DefaultDay(text.table) : measure.date;
  part.day = day.empty() ? nullptr : part.rows->column(day);
  if (day.empty()) {
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(root, "date")},
                      StrCat("the column of the day in ", text.table, " is missing"));
  } else if (part.day == nullptr) {
    UnknownColumn(*part.rows, day, JoinPath(root, "date"), findings);
  } else if (part.day->type() != table::Type::kDate &&
             part.day->type() != table::Type::kTimestamp) {
    findings.AddError(Reason::kWrongColumnType,
                      {.path = JoinPath(root, "date"), .table = text.table, .field = day},
                      StrCat(text.table, ".", day, " is ", table::Name(part.day->type()),
                             "; a day or instant is needed"));
  }
  if (!ReadsShares(measure.credit) && part.rows->column(measure.credit) == nullptr) {
    UnknownColumn(*part.rows, measure.credit, JoinPath(root, "credit"), findings);
  }
  bool names_kind = false;
  BindCondition(measure.where, JoinPath(root, "where"), data, calendar, part, names_kind, findings);
  BindCondition(text.where, path, data, calendar, part, names_kind, findings);
  part.default_kinds = text.table == "transactions" && !names_kind;
  return part;
}

bool Reverses(crm::TransactionKind kind) {
  return kind == crm::TransactionKind::kCredit || kind == crm::TransactionKind::kRefund ||
         kind == crm::TransactionKind::kCancel;
}

bool CountsByDefault(crm::TransactionKind kind) {
  return kind == crm::TransactionKind::kBooking || kind == crm::TransactionKind::kAdjust ||
         Reverses(kind);
}

// Leaves out kinds that do not count, and reversals with a positive amount, which are findings.
void ApplyKinds(const Prepared::State& state, const Part& part, CreditedRows& rows) {
  if (part.table != "transactions") return;
  const auto kinds = state.data.transactions().kind();
  if (kinds.empty()) return;
  crm::Amounts amounts(part.money ? part.amount : nullptr);
  int64_t wrong = 0;
  for (int64_t row = 0; row < part.rows->rows(); ++row) {
    uint8_t& selected = rows.selected[static_cast<size_t>(row)];
    if (selected == 0 || !kinds.has(row)) continue;
    const crm::TransactionKind kind = kinds[row];
    if (part.default_kinds && !CountsByDefault(kind)) {
      selected = 0;
    } else if (Reverses(kind) && !amounts.empty() && amounts.has(row) && amounts[row] > 0) {
      selected = 0;
      if (++wrong <= kMaxFindings) {
        rows.findings.AddError(
            Reason::kCreditSign, {.table = part.table, .row = row, .field = part.amount->name()},
            StrCat("a reversal of ", part.amount->FormatAt(row), " is positive; it is left out"));
      }
    }
  }
  if (wrong > kMaxFindings) {
    rows.findings.AddError(Reason::kCreditSign, {.table = part.table, .field = part.amount->name()},
                           StrCat(wrong, " rows in all"));
  }
}

void ApplyClock(const Part& part, Timestamp as_of, CreditedRows& rows) {
  const table::Column* column = part.rows->column("recorded_at");
  if (column == nullptr) return;
  crm::Micros recorded(column);
  for (int64_t row = 0; row < part.rows->rows(); ++row) {
    if (recorded.has(row) && recorded[row] > as_of.micros())
      rows.selected[static_cast<size_t>(row)] = 0;
  }
}

}  // namespace

PartText ParsePart(const definition::ExpressionText& text, std::string_view path,
                   Findings& findings) {
  PartText part;
  const std::string_view all = text.text;
  const auto fault = [&](std::string message) {
    Where where = text.At(0);
    if (where.path.empty()) where.path = std::string(path);
    findings.AddError(Reason::kInvalidValue, std::move(where), std::move(message),
                      "write \"count(deals) where outcome == 'won'\" or \"sum(deals.amount)\"");
    return part;
  };
  const size_t open = all.find('(');
  const size_t close = all.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return fault(StrCat("\"", all, "\" is no count or sum"));
  }
  const std::string_view function = Trimmed(all.substr(0, open));
  if (function == "count") {
    part.kind = MeasureKind::kCount;
  } else if (function == "sum") {
    part.kind = MeasureKind::kSum;
  } else {
    return fault(StrCat("\"", function, "\" is neither count nor sum"));
  }
  std::tie(part.table, part.column) =
      TableAndColumn(Trimmed(all.substr(open + 1, close - open - 1)));
  Where where = text.At(0);
  if (where.path.empty()) where.path = std::string(path);
  CheckOf(part.kind, part.table, part.column, where, findings);
  const std::string_view rest = all.substr(close + 1);
  const std::string_view condition = Trimmed(rest);
  if (condition.empty()) return part;
  if (condition.substr(0, 6) != "where ")
    return fault(StrCat("after \")\" comes \"where\" and a condition, not \"", condition, "\""));
  const std::string_view cel = Trimmed(condition.substr(6));
  part.where = definition::ExpressionText(cel);
  part.where.where = text.At(static_cast<int64_t>(cel.data() - all.data()));
  return part;
}

Findings Validate(const Measure& measure, std::string_view path) {
  Findings findings;
  const std::string root = Root(measure, path);
  if (!definition::IsId(measure.id)) {
    findings.AddError(measure.id.empty() ? Reason::kMissingKey : Reason::kInvalidValue,
                      {.path = JoinPath(root, "id")},
                      "a measure needs an id of 1 to 200 bytes without brackets");
  }
  const bool ratio = measure.kind == MeasureKind::kRatio;
  const std::vector<PartText> parts = PartsOf(measure, root, findings);
  if (ratio) {
    if (!measure.of.empty()) {
      findings.AddError(Reason::kInvalidValue, {.path = JoinPath(root, "of")},
                        "a ratio reads what its num and den name", "leave \"of\" out");
    }
  } else {
    CheckOf(measure.kind, parts[0].table, parts[0].column, {.path = JoinPath(root, "of")},
            findings);
    for (const auto& [key, text] :
         {std::pair{"num", &measure.num}, std::pair{"den", &measure.den}}) {
      if (!text->empty()) {
        findings.AddError(Reason::kInvalidValue, {.path = JoinPath(root, key)},
                          StrCat("only a ratio has a ", key), "use \"where\"");
      }
    }
  }
  if (!measure.where.empty()) ParseCondition(measure.where, JoinPath(root, "where"), findings);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].where.empty())
      ParseCondition(parts[i].where, JoinPath(root, i == 0 ? "num" : "den"), findings);
  }
  if (measure.credit.empty()) {
    findings.AddError(Reason::kInvalidValue, {.path = JoinPath(root, "credit")},
                      "the credit is empty", "write \"splits\" or the column that names the rep");
  }
  if (!RateTypeNamed(measure.rate_type).has_value()) {
    findings.AddError(Reason::kUnknownWord, {.path = JoinPath(root, "rate_type")},
                      StrCat("there is no rate type \"", measure.rate_type, "\""),
                      "use spot, month_avg or plan");
  }
  return findings;
}

const Measure& Prepared::definition() const { return state_->definition; }
const crm::Dataset& Prepared::data() const { return state_->data; }
const std::string& Prepared::table() const { return state_->parts[0].table; }

absl::StatusOr<Prepared> Resolve(const Measure& measure, const crm::Dataset& data,
                                 const crm::Calendar& calendar) {
  Findings findings = Validate(measure);
  if (findings.has_errors()) return findings.ToStatus();
  auto state = std::make_shared<Prepared::State>();
  state->definition = measure;
  state->data = data;
  state->rate_type = *RateTypeNamed(measure.rate_type);
  const std::string root = Root(measure, {});
  const std::vector<PartText> parts = PartsOf(measure, root, findings);
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string path = JoinPath(root, parts.size() == 1 ? "of" : i == 0 ? "num" : "den");
    state->parts.push_back(
        BindPart(measure, parts[i], state->data, calendar, root, path, findings));
  }
  if (findings.has_errors()) return findings.ToStatus();
  Prepared prepared;
  prepared.state_ = std::move(state);
  return prepared;
}

absl::StatusOr<CreditedRows> RowsOf(const Prepared::State& state, const Part& part,
                                    std::optional<Timestamp> as_of) {
  CreditedRows rows;
  rows.amount = part.amount;
  rows.day = part.day;
  const int64_t count = part.rows->rows();
  rows.selected.assign(static_cast<size_t>(count), 1);
  for (const expression::Bound& condition : part.conditions) {
    ATTAIN_ASSIGN_OR_RETURN(const expression::Selection selection,
                            expression::Select(condition, *part.rows));
    for (size_t i = 0; i < rows.selected.size(); ++i) rows.selected[i] &= selection.mask[i];
    rows.findings.Append(selection.findings);
  }
  const crm::RowMask& kept = state.data.kept(part.table);
  if (!kept.all()) {
    for (int64_t row = 0; row < count; ++row)
      rows.selected[static_cast<size_t>(row)] &= kept[row] ? 1 : 0;
  }
  ApplyKinds(state, part, rows);
  if (as_of.has_value()) ApplyClock(part, *as_of, rows);
  CreditOptions options{.table = part.table,
                        .credit = state.definition.credit,
                        .date = part.day->name(),
                        .selected = rows.selected};
  ATTAIN_ASSIGN_OR_RETURN(rows.credits, CreditRows(state.data, options));
  return rows;
}

absl::StatusOr<CreditedRows> Rows(const Prepared& prepared, std::optional<Timestamp> as_of) {
  const Prepared::State& state = Access::Of(prepared);
  return RowsOf(state, state.parts[0], as_of);
}

const definition::WordTable& Describe(definition::Type<MeasureKind>) {
  static const auto& table = *new auto(definition::Words<MeasureKind>(
      "measure_kind", "What is done with the rows.",
      {{"sum", MeasureKind::kSum, "Add up a column."},
       {"count", MeasureKind::kCount, "Count rows."},
       {"ratio", MeasureKind::kRatio, "One sum or count over another."},
       {"last", MeasureKind::kLast, "The latest value of a column in the period."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Direction>) {
  static const auto& table =
      *new auto(definition::Words<Direction>("direction", "Which way is better.",
                                             {{"higher", Direction::kHigher, "More is better."},
                                              {"lower", Direction::kLower, "Less is better."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Measure>) {
  static const auto& table = *new auto(
      definition::Table<Measure>(
          "measure", "What is counted or added up, of which rows, on which day, for whom.",
          {Required("id", &Measure::id,
                    "Its id, by which targets, scorecards and plans refer to it.")
               .IsId(),
           Required("kind", &Measure::kind, "What is done with the rows."),
           Optional(
               "of", &Measure::of,
               "\"table.column\" of a sum or last value, \"table\" of a count. Not for ratios."),
           Optional("num", &Measure::num,
                    "Of a ratio, above the line: \"count(deals) where outcome == 'won'\"."),
           Optional("den", &Measure::den, "Of a ratio, below the line."),
           Optional("where", &Measure::where,
                    "Condition over the table's columns. Default: every row; of transactions, "
                    "unless `kind` is named: bookings "
                    "and what reverses or adjusts them."),
           Optional("date", &Measure::date,
                    "Column of the day. Default: event_date of transactions, closed of deals."),
           Optional("credit", &Measure::credit,
                    "\"splits\", \"overlays\" (outside the sum of 1), \"quota\" (quota credit) or "
                    "the column "
                    "that names the rep. Default: splits.")
               .NonEmpty(),
           Optional("unit", &Measure::unit,
                    "Unit of the figures. Default: the currency, \"count\" or \"ratio\"."),
           Optional("currency", &Measure::currency,
                    "Convert money into it. Default: no conversion."),
           Optional("rate_type", &Measure::rate_type,
                    "Rate of the conversion: spot, month_avg or plan. Default: spot."),
           Optional("note", &Measure::note, "Free text.")})
          .Document("measure", 1));
  return table;
}

}  // namespace attain::measure
