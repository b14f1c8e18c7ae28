// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/statement.h"

#include <algorithm>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/missing.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using table::ColumnSpec;
using table::TableBuilder;
using table::Type;

constexpr int kMostDecimals = 12;
const std::string_view kOverlayRole = measure::Name(measure::Role::kOverlay);
const std::string_view kQuotaRole = measure::Name(measure::Role::kQuota);

// Whether the digits of a fraction end, and after how many decimals.
int DecimalsOf(const Fraction& value) {
  if (value.denominator() > INT64_MAX) return kMostDecimals;
  auto denominator = static_cast<int64_t>(value.denominator());
  int decimals = 0;
  for (const int64_t factor : {10, 2, 5}) {
    for (; denominator % factor == 0; denominator /= factor) ++decimals;
  }
  return denominator == 1 ? std::min(decimals, kMostDecimals) : kMostDecimals;
}

// Columns of exact amounts share one scale: the least that shows all of them.
class Scale {
 public:
  void See(const Fraction& value) { decimals_ = std::max(decimals_, DecimalsOf(value)); }
  int decimals() const { return decimals_; }

 private:
  int decimals_ = 2;
};

// A statement as shown: every column with at most 12 decimals, rounding taking up what is cut off.
absl::StatusOr<std::vector<Decimal>> Shown(const StatementAmounts& amounts, int decimals) {
  const std::vector<Fraction> exact = {amounts.earned,    amounts.adjusted, amounts.held,
                                       amounts.released,  amounts.rounding, amounts.drawn,
                                       amounts.recovered, amounts.carried,  amounts.paid};
  constexpr size_t kRounding = 4;
  std::vector<Decimal> shown;
  Decimal others;
  for (size_t i = 0; i < exact.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal value,
                            Round(exact[i], decimals, RoundingMode::kHalfEven));
    shown.push_back(value);
    if (i == kRounding || i + 1 == exact.size()) continue;
    ATTAIN_ASSIGN_OR_RETURN(others, Add(others, value));
  }
  ATTAIN_ASSIGN_OR_RETURN(shown[kRounding], Subtract(shown.back(), others));
  return shown;
}

std::vector<ColumnSpec> StatementColumns(int decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"earned", Type::kDecimal, decimals},
          {"adjusted", Type::kDecimal, decimals},
          {"held", Type::kDecimal, decimals},
          {"released", Type::kDecimal, decimals},
          {"rounding", Type::kDecimal, decimals},
          {"drawn", Type::kDecimal, decimals},
          {"recovered", Type::kDecimal, decimals},
          {"carried", Type::kDecimal, decimals},
          {"paid", Type::kDecimal, decimals},
          {"currency", Type::kText},
          {"status", Type::kText},
          {"reason", Type::kText},
          {"text", Type::kText}};
}

std::vector<ColumnSpec> LineColumns(int decimals, int rate_decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"component", Type::kText},
          {"line", Type::kInt},
          {"rule", Type::kText},
          {"version", Type::kInt},
          {"band", Type::kInt},
          {"member_id", Type::kText},
          {"base", Type::kDecimal, decimals},
          {"rate", Type::kDecimal, rate_decimals},
          {"amount", Type::kDecimal, decimals},
          {"currency", Type::kText},
          {"transactions", Type::kInt},
          {"transaction_ids", Type::kText},
          {"status", Type::kText}};
}

std::vector<ColumnSpec> CreditColumns(int decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"measure", Type::kText},
          {"transaction_id", Type::kText},
          {"member_id", Type::kText},
          {"role", Type::kText},
          {"date", Type::kDate},
          {"share", Type::kDecimal, kMostDecimals},
          {"amount", Type::kDecimal, decimals},
          {"quota_credit", Type::kDecimal, decimals},
          {"currency", Type::kText},
          {"status", Type::kText}};
}

std::vector<ColumnSpec> BalanceColumns(int decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"kind", Type::kText},
          {"txn_id", Type::kText},
          {"deal_id", Type::kText},
          {"component", Type::kText},
          {"opening", Type::kDecimal, decimals},
          {"change", Type::kDecimal, decimals},
          {"closing", Type::kDecimal, decimals},
          {"total", Type::kDecimal, decimals},
          {"currency", Type::kText},
          {"status", Type::kText}};
}

std::vector<ColumnSpec> DeltaColumns(int decimals) {
  return {{"plan", Type::kText},
          {"rep_id", Type::kText},
          {"period", Type::kText},
          {"source_period", Type::kText},
          {"cause", Type::kText},
          {"column", Type::kText},
          {"old", Type::kDecimal, decimals},
          {"new", Type::kDecimal, decimals},
          {"difference", Type::kDecimal, decimals},
          {"transaction_id", Type::kText},
          {"currency", Type::kText},
          {"status", Type::kText}};
}

void Head(TableBuilder& table, const Statement& statement) {
  table.Text(0, statement.plan()).Text(1, statement.payee()).Text(2, statement.period().name);
}

absl::StatusOr<table::Table> StatementTable(std::span<const Statement> statements) {
  Scale scale;
  for (const Statement& statement : statements) {
    const StatementAmounts& a = statement.amounts();
    for (const Fraction& value :
         {a.earned, a.adjusted, a.held, a.released, a.drawn, a.recovered, a.carried, a.paid})
      scale.See(value);
  }
  TableBuilder table("statements", StatementColumns(scale.decimals()));
  for (const Statement& statement : statements) {
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Decimal> shown,
                            Shown(statement.amounts(), scale.decimals()));
    Head(table, statement);
    for (size_t i = 0; i < shown.size(); ++i) table.Decimal(3 + static_cast<int>(i), shown[i]);
    table.Text(12, statement.currency().code()).Text(13, measure::Name(statement.status()));
    if (statement.reason() != Reason::kNone) {
      table.Text(14, Name(statement.reason())).Text(15, statement.text());
    } else if (const auto missing = MissingFrom(StatementAccess::Get(statement));
               !missing.empty()) {
      table.Text(14, Name(missing.front().reason)).Text(15, MissingText(missing));
    }
    table.EndRow();
  }
  return table.Build();
}

// True where base and rate say how the amount came about.
bool HasRate(Rule rule) {
  switch (rule) {
    case Rule::kRate:
    case Rule::kBand:
    case Rule::kOverride:
    case Rule::kCurve:
    case Rule::kMatrix:
    case Rule::kWeight:
    case Rule::kModifier:
    case Rule::kSpiff:
    case Rule::kPool:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<table::Table> LineTable(std::span<const Statement> statements) {
  Scale money;
  Scale rates;
  for (const Statement& statement : statements) {
    for (const ComponentPay& component : statement.components()) {
      for (const PayLine& line : component.lines) {
        money.See(line.base);
        money.See(line.amount);
        rates.See(line.rate);
      }
    }
    const Statement::State& state = StatementAccess::Get(statement);
    for (const PayLine& line : state.plan_lines) money.See(line.amount);
    if (state.settled == nullptr) continue;
    for (const SaleClawed& taken : state.settled->clawed) {
      money.See(taken.earned);
      money.See(taken.amount);
      if (!taken.earned.is_zero()) rates.See((Exact(taken.amount) / Exact(taken.earned)).value());
    }
  }
  TableBuilder table("statement_lines", LineColumns(money.decimals(), rates.decimals()));
  for (const Statement& statement : statements) {
    const Statement::State& state = StatementAccess::Get(statement);
    const Prepared::State& prepared = *state.prepared;
    const auto put = [&](const PayLine& line, int64_t number) -> absl::Status {
      Head(table, statement);
      table.Int(4, number).Text(5, Name(line.rule));
      if (HasRate(line.rule)) {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal base,
                                Round(line.base, money.decimals(), RoundingMode::kHalfEven));
        ATTAIN_ASSIGN_OR_RETURN(const Decimal rate,
                                Round(line.rate, rates.decimals(), RoundingMode::kHalfEven));
        table.Int(6, line.version).Decimal(9, base).Decimal(10, rate);
      }
      if (line.band >= 0) table.Int(7, line.band);
      if (line.member >= 0) table.Text(8, prepared.data.ids(crm::Entity::kRep).name(line.member));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal amount,
                              Round(line.amount, money.decimals(), RoundingMode::kHalfEven));
      table.Decimal(11, amount)
          .Text(12, statement.currency().code())
          .Int(13, static_cast<int64_t>(line.credits.size()))
          .Text(15, measure::Name(statement.status()));
      return absl::OkStatus();
    };
    std::vector<int64_t> lines_of(state.components.size(), 0);
    for (size_t c = 0; c < state.components.size(); ++c) {
      const CreditIndex& index = state.CreditsOf(c);
      const InputColumns input =
          InputOf(state, c, prepared.payees[static_cast<size_t>(state.payee)], state.ReachOf(c));
      for (const PayLine& line : state.components[c].lines) {
        ATTAIN_RETURN_IF_ERROR(put(line, lines_of[c]++));
        table.Text(3, prepared.terms[c].definition().id);
        std::string ids;
        for (const int32_t credit : line.credits) {
          const PayCredit& item =
              index.items[static_cast<size_t>(input.items[static_cast<size_t>(credit)])];
          ids += StrCat(ids.empty() ? "" : ";", index.IdOf(item.row));
        }
        table.Text(14, ids).EndRow();
      }
    }
    if (state.settled != nullptr) {
      for (const SaleClawed& taken : state.settled->clawed) {
        PayLine line;
        line.base = taken.earned;
        line.amount = taken.amount;
        if (!taken.earned.is_zero())
          line.rate = (Exact(taken.amount) / Exact(taken.earned)).value();
        ATTAIN_RETURN_IF_ERROR(put(line, lines_of[taken.component]++));
        table.Text(3, prepared.terms[taken.component].definition().id)
            .Text(5, "clawback")
            .Int(13, 1)
            .Text(14, state.CreditsOf(taken.component).IdOf(taken.refund))
            .EndRow();
      }
    }
    int64_t number = 0;
    for (const PayLine& line : state.plan_lines) {  // of no component
      ATTAIN_RETURN_IF_ERROR(put(line, number++));
      table.Text(14, "").EndRow();
    }
  }
  return table.Build();
}

// The credits a statement is paid on or compared by: those of every component, and quota credit
// that is kept apart from what is paid on. With true where they are paid on.
std::vector<std::pair<int32_t, bool>> IndexesOf(const Statement::State& state) {
  const Prepared::State& prepared = *state.prepared;
  std::vector<std::pair<int32_t, bool>> indexes;
  const auto add = [&indexes](int32_t index, bool paid_on) {
    const auto known = std::find_if(indexes.begin(), indexes.end(),
                                    [&](const auto& entry) { return entry.first == index; });
    if (known == indexes.end()) indexes.emplace_back(index, paid_on);
  };
  for (const int32_t index : prepared.credits_of) add(index, true);
  for (const auto& [key, index] : prepared.credits_of_target) {
    if (index >= 0 && state.IndexAt(index).role == kQuotaRole) add(index, false);
  }
  return indexes;
}

// Every credit once per statement, however many components are paid on it.
absl::StatusOr<table::Table> CreditTable(std::span<const Statement> statements) {
  struct Row {
    const Statement* statement;
    const CreditIndex* index;
    size_t item;
    bool paid_on;
    bool counts;  // towards a quota
  };
  std::vector<Row> rows;
  Scale scale;
  for (const Statement& statement : statements) {
    const Statement::State& state = StatementAccess::Get(statement);
    const Prepared::State& prepared = *state.prepared;
    const std::vector<std::pair<int32_t, bool>> indexes = IndexesOf(state);
    const bool apart = std::any_of(indexes.begin(), indexes.end(),
                                   [](const auto& entry) { return !entry.second; });
    for (const auto& [place, paid_on] : indexes) {
      const CreditIndex& index = state.IndexAt(place);
      const bool counts = index.role == kQuotaRole || (!apart && index.role != kOverlayRole);
      // Whole numbers of one denominator are seen together.
      const bool seen = index.exact.empty() &&
                        DecimalsOf(Fraction::Unchecked(1, index.denominator)) <= scale.decimals();
      for (const int64_t item :
           InputOf(index, prepared.payees[static_cast<size_t>(state.payee)], state.period).items) {
        rows.push_back({&statement, &index, static_cast<size_t>(item), paid_on, counts});
        if (!seen) scale.See(index.AmountAt(static_cast<size_t>(item)));
      }
    }
  }
  TableBuilder table("credits", CreditColumns(scale.decimals()));
  const Decimal none = Decimal::Unchecked(0, scale.decimals());
  for (const Row& row : rows) {
    const PayCredit& item = row.index->items[row.item];
    const crm::Ids& reps =
        StatementAccess::Get(*row.statement).prepared->data.ids(crm::Entity::kRep);
    ATTAIN_ASSIGN_OR_RETURN(const Decimal share,
                            Round(row.index->shares[static_cast<size_t>(item.share)], kMostDecimals,
                                  RoundingMode::kHalfEven));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal amount, Round(row.index->AmountAt(row.item),
                                                        scale.decimals(), RoundingMode::kHalfEven));
    Head(table, *row.statement);
    table.Text(3, row.index->measure)
        .Text(4, row.index->IdOf(item.row))
        .Text(5, reps.name(item.member))
        .Text(6, row.index->role);
    table.Date(7, Date::FromDays(item.day))
        .Decimal(8, share)
        .Decimal(9, row.paid_on ? amount : none)
        .Decimal(10, row.counts ? amount : none);
    if (row.index->money) table.Text(11, row.statement->currency().code());
    table.Text(12, "ok").EndRow();
  }
  return table.Build();
}

absl::StatusOr<table::Table> BalanceTable(std::span<const Statement> statements) {
  Scale scale;
  for (const Statement& statement : statements) {
    for (const Balance& balance : statement.balances()) {
      scale.See(balance.opening);
      scale.See(balance.closing);
      if (balance.total.has_value()) scale.See(*balance.total);
    }
  }
  TableBuilder table("balances", BalanceColumns(scale.decimals()));
  for (const Statement& statement : statements) {
    for (const Balance& balance : statement.balances()) {
      Head(table, statement);
      ATTAIN_ASSIGN_OR_RETURN(const Decimal opening,
                              Round(balance.opening, scale.decimals(), RoundingMode::kHalfEven));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal closing,
                              Round(balance.closing, scale.decimals(), RoundingMode::kHalfEven));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal change, Subtract(closing, opening));
      table.Text(3, balance.kind).Decimal(7, opening).Decimal(8, change).Decimal(9, closing);
      if (!balance.transaction.empty()) table.Text(4, balance.transaction);
      if (!balance.deal.empty()) table.Text(5, balance.deal);
      if (!balance.component.empty()) table.Text(6, balance.component);
      if (balance.total.has_value()) {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal total,
                                Round(*balance.total, scale.decimals(), RoundingMode::kHalfEven));
        table.Decimal(10, total);
      }
      table.Text(11, statement.currency().code());
      table.Text(12, measure::Name(statement.status())).EndRow();
    }
  }
  return table.Build();
}

}  // namespace

const std::string& Statement::plan() const { return state_->prepared->plan.id; }
const std::string& Statement::payee() const {
  return state_->prepared->payees[static_cast<size_t>(state_->payee)].name;
}
int32_t Statement::rep() const {
  return state_->prepared->payees[static_cast<size_t>(state_->payee)].rep;
}
const Period& Statement::period() const { return state_->period; }
Currency Statement::currency() const { return state_->prepared->currency; }
measure::ValueStatus Statement::status() const { return state_->status; }
Reason Statement::reason() const { return state_->reason; }
const std::string& Statement::text() const { return state_->text; }
const StatementAmounts& Statement::amounts() const { return state_->amounts; }
const std::vector<ComponentPay>& Statement::components() const { return state_->components; }
const std::vector<Balance>& Statement::balances() const { return state_->balances; }
explain::Explanation Statement::Explain() const { return ExplainStatement(*state_); }

absl::StatusOr<table::Tables> ToTables(std::span<const Statement> statements) {
  table::Tables tables;
  ATTAIN_ASSIGN_OR_RETURN(table::Table statement_table, StatementTable(statements));
  ATTAIN_ASSIGN_OR_RETURN(table::Table lines, LineTable(statements));
  ATTAIN_ASSIGN_OR_RETURN(table::Table credits, CreditTable(statements));
  ATTAIN_ASSIGN_OR_RETURN(table::Table balances, BalanceTable(statements));
  ATTAIN_ASSIGN_OR_RETURN(table::Table schedule, AmortisationTable(statements));
  TableBuilder none("deltas", DeltaColumns(2));
  ATTAIN_ASSIGN_OR_RETURN(table::Table deltas, none.Build());
  tables.Add(std::move(statement_table));
  tables.Add(std::move(lines));
  tables.Add(std::move(credits));
  tables.Add(std::move(balances));
  tables.Add(std::move(deltas));
  tables.Add(std::move(schedule));
  return tables;
}

absl::StatusOr<std::vector<ColumnSpec>> SchemaOf(std::string_view table) {
  if (table == "statements") return StatementColumns(2);
  if (table == "statement_lines") return LineColumns(2, 2);
  if (table == "credits") return CreditColumns(2);
  if (table == "balances") return BalanceColumns(2);
  if (table == "deltas") return DeltaColumns(2);
  if (table == "amortisation") return AmortisationColumns(2);
  return MakeError(Reason::kUnknownTable, StrCat("no statement fills a table \"", table, "\""));
}

}  // namespace attain::incentive
