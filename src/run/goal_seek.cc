// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/goal_seek.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/internal/text.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Column;
using table::Table;

constexpr std::string_view kStatuses[] = {"", "reached", "paid_already", "unreachable",
                                          "not_monotone"};

std::string CellText(const Table& table, std::string_view name, int64_t row) {
  const Column* column = table.column(name);
  return column == nullptr || column->IsNull(row) ? std::string() : column->FormatAt(row);
}

// The row whose amount is tried, and what is added to each amount.
struct Lever {
  std::string table;
  Table row;
  std::string amount;
  Decimal on_top;
  std::string id;
};

// What a column of a canonical table is called in the table as it was given, and that table.
std::pair<std::string, std::string> GivenName(const PreparedState& state, const std::string& table,
                                              const std::string& column) {
  if (state.mapped) return {table, column};
  const auto source = state.model.value.tables.find(table);
  if (source == state.model.value.tables.end()) return {table, column};
  const auto renamed = source->second.columns.find(column);
  return {source->second.from.empty() ? table : source->second.from,
          renamed == source->second.columns.end() ? column : renamed->second};
}

// The latest deal or booking of the payee alone, in the currency of the plan; of one day the last
// by id.
std::optional<Lever> OwnRow(const PreparedState& state, const Result& base,
                            const GoalOptions& options) {
  const absl::StatusOr<Table> credits = base.table("credits");
  if (!credits.ok()) return std::nullopt;
  std::map<std::pair<std::string, std::string>, int64_t> latest;  // by day and id: row of credits
  for (int64_t row = 0; row < credits->rows(); ++row) {
    if (!options.plan.empty() && CellText(*credits, "plan", row) != options.plan) continue;
    latest[{CellText(*credits, "date", row), CellText(*credits, "transaction_id", row)}] = row;
  }
  for (auto entry = latest.rbegin(); entry != latest.rend(); ++entry) {
    const std::string& id = entry->first.second;
    const std::string currency(base.statements().front().currency().code());
    for (const auto& [name, key, owner] :
         {std::array<std::string_view, 3>{"transactions", "txn_id", "rep_id"},
          std::array<std::string_view, 3>{"deals", "deal_id", "owner_id"}}) {
      const Table* rows = state.data.table(name);
      const Column* ids = rows == nullptr ? nullptr : rows->column(key);
      if (ids == nullptr) continue;
      for (int64_t row = 0; row < rows->rows(); ++row) {
        if (CellText(*rows, key, row) != id || CellText(*rows, owner, row) != options.payee)
          continue;
        const std::string unit = CellText(*rows, "ccy", row);
        const std::optional<Decimal> amount = rows->column("amount") == nullptr
                                                  ? std::nullopt
                                                  : rows->column("amount")->DecimalAt(row);
        if ((!unit.empty() && unit != currency) || !amount.has_value() || *amount < Decimal(0))
          continue;
        Lever lever;
        lever.id = id;
        lever.on_top = *amount;
        lever.table = GivenName(state, std::string(name), std::string(key)).first;
        lever.amount = GivenName(state, std::string(name), "amount").second;
        const absl::StatusOr<Table> made = Table::Of(
            lever.table,
            {Column::OfTexts(GivenName(state, std::string(name), std::string(key)).second, {id}),
             Column::OfTexts(lever.amount, {"0"})});
        if (!made.ok()) continue;
        lever.row = *made;
        return lever;
      }
    }
  }
  return std::nullopt;
}

class Seeking {
 public:
  Seeking(const Prepared& prepared, const GoalOptions& options)
      : prepared_(prepared), options_(options) {}

  absl::StatusOr<Goal> Run();

 private:
  absl::StatusOr<Fraction> PaidIn(const Result& result) const;
  // What is paid for an amount in the smallest unit.
  absl::StatusOr<Fraction> At(absl::int128 units);
  absl::StatusOr<Decimal> Amount(absl::int128 units) const { return Decimal::Of(units, scale_); }

  const Prepared& prepared_;
  const GoalOptions& options_;
  Lever lever_;
  int scale_ = 2;
  std::map<absl::int128, Fraction> tried_;
};

absl::StatusOr<Fraction> Seeking::PaidIn(const Result& result) const {
  Fraction sum;
  for (const incentive::Statement& statement : result.statements()) {
    if (!options_.plan.empty() && statement.plan() != options_.plan) continue;
    if (statement.reason() != Reason::kNone) {
      return MakeError(statement.reason(),
                       StrCat(statement.payee(), " is not paid by ", statement.plan(), " for ",
                              statement.period().name, ": ", statement.text()));
    }
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, options_.column == "earned" ? statement.amounts().earned
                                                                      : statement.amounts().paid));
  }
  return sum;
}

absl::StatusOr<Fraction> Seeking::At(absl::int128 units) {
  if (const auto known = tried_.find(units); known != tried_.end()) return known->second;
  ATTAIN_ASSIGN_OR_RETURN(const Decimal amount, Amount(units));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, Add(lever_.on_top, amount));
  ATTAIN_ASSIGN_OR_RETURN(Table row,
                          lever_.row.With(Column::OfTexts(lever_.amount, {whole.ToString()})));
  Options options;
  options.period = options_.period;
  options.payee = options_.payee;
  options.overriding.Add(row.Renamed(lever_.table));
  ATTAIN_ASSIGN_OR_RETURN(const Result result, Calculate(prepared_, options));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction paid, PaidIn(result));
  tried_.emplace(units, paid);
  return paid;
}

absl::StatusOr<Goal> Seeking::Run() {
  Options asking;
  asking.period = options_.period;
  asking.payee = options_.payee;
  ATTAIN_ASSIGN_OR_RETURN(const Result base, Calculate(prepared_, asking));
  if (base.statements().empty()) {
    return MakeError(Reason::kUnknownRep,
                     StrCat("no plan pays ", options_.payee, " in ", options_.period));
  }
  if (!options_.plan.empty() && base.Find(options_.payee, options_.plan) == nullptr) {
    return MakeError(Reason::kPlanUnknown,
                     StrCat(options_.payee, " has no statement of plan \"", options_.plan, "\""));
  }
  if (options_.row.size() > 0) {
    const auto& [name, row] = *options_.row.begin();
    if (options_.row.size() != 1 || row.rows() != 1)
      return MakeError(Reason::kInvalidArgument, "row: one table with one row is wanted");
    lever_ = {name, row, options_.amount, Decimal(), {}};
  } else {
    const std::optional<Lever> own = OwnRow(*Access::StateOf(prepared_), base, options_);
    if (!own.has_value()) {
      return MakeError(Reason::kInvalidArgument,
                       StrCat(options_.payee, " has no deal or booking of their own in ",
                              options_.period, " whose amount could be raised; give a row"));
    }
    lever_ = *own;
  }
  const incentive::Statement& statement =
      options_.plan.empty() ? base.statements().front() : *base.Find(options_.payee, options_.plan);
  scale_ = static_cast<int>(statement.currency().scale());
  const Fraction wanted(options_.pay);
  ATTAIN_ASSIGN_OR_RETURN(const Decimal most,
                          Round(Fraction(options_.most), scale_, RoundingMode::kDown));
  absl::int128 most_units = most.coefficient();
  for (int scale = most.scale(); scale < scale_; ++scale) most_units *= 10;

  Goal goal;
  goal.on = lever_.id;
  absl::int128 below = 0;
  ATTAIN_ASSIGN_OR_RETURN(const Fraction before, At(0));
  absl::int128 above = 0;
  if (before >= wanted) {
    goal.status = GoalStatus::kPaidAlready;
  } else {
    goal.status = GoalStatus::kUnreachable;
    above = std::min<absl::int128>(1, most_units);
    for (;;) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction paid, At(above));
      if (paid >= wanted) {
        goal.status = GoalStatus::kReached;
        break;
      }
      if (above == most_units) break;
      below = above;
      above = std::min<absl::int128>(above * 2, most_units);
    }
    while (goal.status == GoalStatus::kReached && above - below > 1) {
      const absl::int128 middle = below + (above - below) / 2;
      ATTAIN_ASSIGN_OR_RETURN(const Fraction paid, At(middle));
      (paid >= wanted ? above : below) = middle;
    }
    std::optional<Fraction> last;
    for (const auto& entry : tried_) {
      if (last.has_value() && entry.second < *last && goal.status == GoalStatus::kReached)
        goal.status = GoalStatus::kNotMonotone;
      last = entry.second;
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction paid, At(above));
  const auto shown = [](const Fraction& value) -> absl::StatusOr<Decimal> {
    if (const std::optional<Decimal> exact = value.ToDecimal();
        exact.has_value() && exact->scale() <= 12)
      return *exact;
    return Round(value, 12, RoundingMode::kHalfEven);
  };
  ATTAIN_ASSIGN_OR_RETURN(goal.amount, Amount(above));
  ATTAIN_ASSIGN_OR_RETURN(goal.paid, shown(paid));
  ATTAIN_ASSIGN_OR_RETURN(goal.paid_before, shown(before));
  goal.tried = static_cast<int64_t>(tried_.size());
  return goal;
}

}  // namespace

std::string_view Name(GoalStatus status) { return kStatuses[static_cast<size_t>(status)]; }

absl::StatusOr<Goal> GoalSeek(const Prepared& prepared, const GoalOptions& options) {
  Findings findings;
  if (options.payee.empty())
    findings.AddError(Reason::kMissingKey, {.field = "payee"}, "say who is to be paid");
  if (options.column != "paid" && options.column != "earned") {
    findings.AddError(Reason::kInvalidArgument, {.field = "column"},
                      StrCat("\"", options.column, "\" cannot be sought"), "write paid or earned");
  }
  if (!(options.most > Decimal(0)))
    findings.AddError(Reason::kInvalidArgument, {.field = "most"},
                      "the largest amount to try must be above 0");
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  return Seeking(prepared, options).Run();
}

}  // namespace attain::run
