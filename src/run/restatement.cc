// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/restatement.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/incentive/statement.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/handed.h"
#include "run/internal/state.h"
#include "run/internal/worlds.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Column;
using table::Table;
using table::TableBuilder;

constexpr int kMostDecimals = 12;
constexpr size_t kMostNamed = 20;  // transactions named in one row
constexpr std::array<std::string_view, 9> kColumns = {
    "earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried", "paid"};
constexpr size_t kPaid = 8;
constexpr std::string_view kCauses[] = {
    "",   "late_deal",    "refund",      "correction", "credit_change",
    "fx", "quota_change", "plan_change", "settlement", "several"};

using StatementKey = std::tuple<std::string, std::string, std::string>;  // plan, rep, period
using PayeeKey = std::pair<std::string, std::string>;                    // plan, rep
using Amounts = std::array<Decimal, kColumns.size()>;

StatementKey KeyOf(const incentive::Statement& statement) {
  return {statement.plan(), statement.payee(), statement.period().name};
}

// Statements of one state, by key.
using Statements = std::map<StatementKey, incentive::Statement>;

Statements ByKey(const std::vector<incentive::Statement>& statements) {
  Statements by_key;
  for (const incentive::Statement& statement : statements)
    by_key.emplace(KeyOf(statement), statement);
  return by_key;
}

bool Same(const incentive::Statement* a, const incentive::Statement* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->amounts() == b->amounts() && a->reason() == b->reason();
}

const incentive::Statement* FindIn(const Statements& statements, const StatementKey& key) {
  const auto found = statements.find(key);
  return found == statements.end() ? nullptr : &found->second;
}

// What a difference is put down to.
struct Attribution {
  Cause cause = Cause::kSeveral;
  std::string transactions;
};

Attribution AttributionOf(const std::vector<Change>& changes, const std::vector<size_t>& places) {
  Attribution attribution;
  std::set<std::string> subjects;
  for (const size_t place : places) {
    attribution.cause = place == places.front() || changes[place].cause == attribution.cause
                            ? changes[place].cause
                            : Cause::kSeveral;
    if (attribution.cause == Cause::kSeveral) break;
  }
  for (const size_t place : places) {
    if (!changes[place].subject.empty()) subjects.insert(changes[place].subject);
  }
  if (subjects.size() <= kMostNamed) {
    for (const std::string& subject : subjects)
      attribution.transactions += StrCat(attribution.transactions.empty() ? "" : ";", subject);
  }
  return attribution;
}

// A difference: one column of one statement, by one cause.
struct Difference {
  size_t column = 0;
  Attribution attribution;
  Decimal before;
  Decimal after;
};

// Everything that happens to one statement.
struct History {
  bool moved = false;
  std::optional<incentive::Statement> first;
  std::optional<incentive::Statement> last;
  std::vector<Difference> differences;
};

// The columns of statements as the table `statements` shows them: exact amounts, or rounded so that
// paid stays the sum of the others.
absl::StatusOr<std::vector<Amounts>> AmountsOf(
    const std::vector<incentive::Statement>& statements) {
  std::vector<Amounts> amounts(statements.size());
  if (statements.empty()) return amounts;
  ATTAIN_ASSIGN_OR_RETURN(const table::Tables tables, incentive::ToTables(statements));
  const Table* rows = tables.table("statements");
  for (size_t column = 0; column < kColumns.size(); ++column) {
    const Column* cells = rows == nullptr ? nullptr : rows->column(kColumns[column]);
    if (cells == nullptr)
      return MakeError(Reason::kInternal, StrCat("statements have no column ", kColumns[column]));
    for (size_t row = 0; row < statements.size(); ++row)
      amounts[row][column] = cells->DecimalAt(static_cast<int64_t>(row)).value_or(Decimal());
  }
  return amounts;
}

class Restating {
 public:
  explicit Restating(const RestateOptions& options) : options_(options) {}

  // From one result to a later one.
  absl::Status Step(const Result& before, const Result& now);
  absl::StatusOr<Restatement> Finish(const Result& last) const;

 private:
  absl::StatusOr<std::vector<incentive::Statement>> Calculated(
      const std::shared_ptr<const PreparedState>& state, const ResultState& asked) const;
  absl::Status Add(const Worlds& worlds, const std::vector<size_t>& group, const Statements& was,
                   const Statements& now);
  absl::StatusOr<std::vector<std::vector<size_t>>> Groups(const Worlds& worlds,
                                                          const Result& before, const Result& now);
  absl::StatusOr<Period> PayIn(const Period& frozen, const crm::Calendar& calendar) const;

  const RestateOptions& options_;
  std::map<StatementKey, History> histories_;
  // Who is credited with a transaction, on either side of a step. Not in which period: a balance, a
  // true-up hand what it does on to later statements.
  std::map<std::string, std::set<PayeeKey>> credited_;
};

// The data and the model behind a result, with overriding rows put in.
absl::StatusOr<std::shared_ptr<const PreparedState>> StateBehind(const Result& result) {
  const ResultState& state = Access::StateOf(result);
  if (!state.overriding.has_value()) return state.prepared;
  ATTAIN_ASSIGN_OR_RETURN(const Prepared changed,
                          Update(Access::Of(state.prepared), *state.overriding));
  return Access::StateOf(changed);
}

absl::StatusOr<std::vector<incentive::Statement>> Restating::Calculated(
    const std::shared_ptr<const PreparedState>& state, const ResultState& asked) const {
  ResultState result;
  result.prepared = state;
  result.period = asked.period;
  result.one_payee = true;  // Statements alone.
  Options options;
  options.payee = asked.payee;
  options.threads = options_.threads;
  Work work{*state, options, result};
  for (const Domain& domain : Domains()) ATTAIN_RETURN_IF_ERROR(domain.calculate(work));
  return std::move(result.statements);
}

// Changes that are applied together: each after everything before it that touches one of its
// payees.
absl::StatusOr<std::vector<std::vector<size_t>>> Restating::Groups(const Worlds& worlds,
                                                                   const Result& before,
                                                                   const Result& now) {
  credited_.clear();
  for (const Result* result : {&before, &now}) {
    ATTAIN_ASSIGN_OR_RETURN(const Table credits, result->table("credits"));
    const Column* columns[3];
    int place = 0;
    for (const std::string_view name : {"plan", "rep_id", "transaction_id"})
      columns[place++] = credits.column(name);
    for (int64_t row = 0; row < credits.rows(); ++row) {
      credited_[columns[2]->FormatAt(row)].insert(
          {columns[0]->FormatAt(row), columns[1]->FormatAt(row)});
    }
  }
  std::vector<std::vector<size_t>> groups;
  std::map<PayeeKey, size_t> reached;  // groups a payee's statements have been through
  size_t barrier = 0;                      // groups that everything later comes after
  std::vector<size_t> silent;              // credited to nobody: nothing hangs on when they come
  for (size_t place = 0; place < worlds.changes().size(); ++place) {
    const Change& change = worlds.changes()[place];
    if (change.subject.empty()) {
      groups.push_back({place});
      barrier = groups.size();
      continue;
    }
    std::set<PayeeKey> touched;
    for (const std::string& id : change.credited_as) {
      const auto found = credited_.find(id);
      if (found != credited_.end()) touched.insert(found->second.begin(), found->second.end());
    }
    if (touched.empty()) {
      silent.push_back(place);
      continue;
    }
    size_t level = barrier;
    for (const PayeeKey& key : touched) {
      const auto found = reached.find(key);
      if (found != reached.end()) level = std::max(level, found->second);
    }
    for (const PayeeKey& key : touched) reached[key] = level + 1;
    if (level == groups.size()) groups.emplace_back();
    groups[level].push_back(place);
  }
  if (!silent.empty()) groups.insert(groups.begin(), std::move(silent));
  const auto most = static_cast<size_t>(options_.most_steps);
  if (groups.size() <= most) return groups;
  std::vector<std::vector<size_t>> joined(most);
  for (size_t i = 0; i < groups.size(); ++i) {
    std::vector<size_t>& target = joined[i * most / groups.size()];
    target.insert(target.end(), groups[i].begin(), groups[i].end());
  }
  return joined;
}

// The statements that a group of changes moved, column by column.
absl::Status Restating::Add(const Worlds& worlds, const std::vector<size_t>& group,
                            const Statements& was, const Statements& now) {
  std::vector<StatementKey> moved;
  std::vector<incentive::Statement>
      shown;  // of every moved one both sides, as far as there are two
  std::set<StatementKey> keys;
  for (const auto& entry : was) keys.insert(entry.first);
  for (const auto& entry : now) keys.insert(entry.first);
  for (const StatementKey& key : keys) {
    const incentive::Statement* old_one = FindIn(was, key);
    const incentive::Statement* new_one = FindIn(now, key);
    if (Same(old_one, new_one)) continue;
    moved.push_back(key);
    if (old_one != nullptr) shown.push_back(*old_one);
    if (new_one != nullptr) shown.push_back(*new_one);
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Amounts> amounts, AmountsOf(shown));
  size_t next = 0;
  for (const StatementKey& key : moved) {
    const incentive::Statement* old_one = FindIn(was, key);
    const incentive::Statement* new_one = FindIn(now, key);
    const Amounts before = old_one == nullptr ? Amounts() : amounts[next++];
    const Amounts after = new_one == nullptr ? Amounts() : amounts[next++];
    // Of changes made together, those credited to the payee; where there are none, all of them.
    std::vector<size_t> own;
    for (const size_t place : group) {
      const auto& ids = worlds.changes()[place].credited_as;
      const bool touches = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
        const auto found = credited_.find(id);
        return found != credited_.end() &&
               found->second.count({std::get<0>(key), std::get<1>(key)}) > 0;
      });
      if (touches) own.push_back(place);
    }
    const Attribution attribution = AttributionOf(worlds.changes(), own.empty() ? group : own);
    History& history = histories_[key];
    if (!history.moved && old_one != nullptr) history.first = *old_one;
    history.moved = true;
    history.last =
        new_one == nullptr ? std::nullopt : std::optional<incentive::Statement>(*new_one);
    for (size_t column = 0; column < kColumns.size(); ++column) {
      if (before[column] == after[column]) continue;
      history.differences.push_back({column, attribution, before[column], after[column]});
    }
  }
  return absl::OkStatus();
}

absl::Status Restating::Step(const Result& before, const Result& now) {
  const ResultState& asked = Access::StateOf(now);
  const ResultState& earlier = Access::StateOf(before);
  if (before.period().start != now.period().start || before.period().end != now.period().end) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("a result of ", before.period().name, " cannot be restated as of ",
                            now.period().name, "; calculate the same period"));
  }
  if (earlier.payee != asked.payee) {
    const auto who = [](const std::string& payee) {
      return payee.empty() ? std::string("everyone") : payee;
    };
    return MakeError(Reason::kInvalidArgument,
                     StrCat("one result is of ", who(earlier.payee), ", the other of ",
                            who(asked.payee), "; calculate both for the same payee"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const auto state_before, StateBehind(before));
  ATTAIN_ASSIGN_OR_RETURN(const auto state_now, StateBehind(now));
  ATTAIN_ASSIGN_OR_RETURN(const Worlds worlds, Worlds::Between(state_before, state_now));
  ATTAIN_ASSIGN_OR_RETURN(const auto groups, Groups(worlds, before, now));
  std::vector<bool> known(worlds.changes().size());
  Statements was = ByKey(before.statements());
  const Statements last = ByKey(now.statements());
  std::vector<size_t> pending;
  for (size_t i = 0; i < groups.size(); ++i) {
    pending.insert(pending.end(), groups[i].begin(), groups[i].end());
    for (const size_t place : groups[i]) known[place] = true;
    if (i + 1 == groups.size()) break;
    const auto state = worlds.With(known);
    // What cannot stand alone, a plan before the quota it names, comes with what follows.
    if (!state.ok()) continue;
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<incentive::Statement> statements,
                            Calculated(*state, asked));
    Statements next = ByKey(statements);
    ATTAIN_RETURN_IF_ERROR(Add(worlds, pending, was, next));
    was = std::move(next);
    pending.clear();
  }
  return Add(worlds, pending, was, last);
}

absl::StatusOr<Period> Restating::PayIn(const Period& frozen, const crm::Calendar& calendar) const {
  if (options_.pay_in.empty()) return calendar.PeriodOf(*options_.frozen_until + 1, frozen.grain);
  ATTAIN_ASSIGN_OR_RETURN(const Period period, calendar.Named(options_.pay_in));
  if (period.start < frozen.end) {
    return MakeError(Reason::kInvalidPeriod,
                     StrCat("what changed in ", frozen.name, " cannot be paid in ", period.name,
                            ", which begins before ", frozen.name, " ends"));
  }
  return period;
}

absl::StatusOr<Restatement> Restating::Finish(const Result& last) const {
  const crm::Calendar& calendar = Access::StateOf(last).prepared->calendar;
  int scale = 2;
  for (const auto& entry : histories_) {
    for (const Difference& difference : entry.second.differences) {
      scale = std::max({scale, difference.before.scale(), difference.after.scale()});
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(std::vector<table::ColumnSpec> specs, incentive::SchemaOf("deltas"));
  for (table::ColumnSpec& spec : specs) {
    if (spec.type == table::Type::kDecimal) spec.scale = std::min(scale, kMostDecimals);
  }
  TableBuilder rows("deltas", specs);
  std::map<std::pair<std::string, std::string>, Handed> handed;  // by plan and payee
  for (const auto& entry : histories_) {
    const StatementKey& key =
        entry.first;  // Not a binding: lambdas cannot capture those everywhere.
    const History& history = entry.second;
    const std::optional<incentive::Statement>& any =
        history.last.has_value() ? history.last : history.first;
    if (!any.has_value()) continue;
    const Period& source = any->period();
    std::string pay_in = source.name;
    const bool frozen =
        options_.frozen_until.has_value() && source.end <= *options_.frozen_until + 1;
    Period later;
    if (frozen) {
      ATTAIN_ASSIGN_OR_RETURN(later, PayIn(source, calendar));
      pay_in = later.name;
    }
    const auto add = [&](std::string_view cause, size_t column, Decimal before, Decimal after,
                         std::string_view transactions) -> absl::Status {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal difference, Subtract(after, before));
      rows.Text(0, std::get<0>(key))
          .Text(1, std::get<1>(key))
          .Text(2, pay_in)
          .Text(3, source.name)
          .Text(4, cause)
          .Text(5, kColumns[column]);
      rows.Decimal(6, before).Decimal(7, after).Decimal(8, difference);
      if (!transactions.empty()) rows.Text(9, transactions);
      rows.Text(10, any->currency().code()).Text(11, measure::Name(any->status())).EndRow();
      return absl::OkStatus();
    };
    std::vector<incentive::Statement> ends;
    for (const auto* end : {&history.first, &history.last}) {
      if (end->has_value()) ends.push_back(**end);
    }
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Amounts> shown, AmountsOf(ends));
    const Decimal was = history.first.has_value() ? shown.front()[kPaid] : Decimal();
    const Decimal is = history.last.has_value() ? shown.back()[kPaid] : Decimal();
    for (const Difference& difference : history.differences) {
      ATTAIN_RETURN_IF_ERROR(add(Name(difference.attribution.cause), difference.column,
                                 difference.before, difference.after,
                                 difference.attribution.transactions));
    }
    ATTAIN_RETURN_IF_ERROR(add("total", kPaid, was, is, {}));
    if (!frozen) continue;
    Handed& balance = handed[{std::get<0>(key), std::get<1>(key)}];
    balance.pay_in = later;
    balance.currency = std::string(any->currency().code());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal difference, Subtract(is, was));
    ATTAIN_ASSIGN_OR_RETURN(balance.due, attain::Add(balance.due, Fraction(difference)));
  }
  // Balances after the last frozen statement, also where only an earlier one changed.
  for (const incentive::Statement& statement : last.statements()) {
    const auto found = handed.find({statement.plan(), statement.payee()});
    if (found == handed.end() || statement.period().end > *options_.frozen_until + 1) continue;
    for (const incentive::Balance& balance : statement.balances()) {
      found->second.closing.insert_or_assign({balance.kind, balance.transaction, balance.deal},
                                             balance);
    }
  }
  for (auto& entry : handed) ATTAIN_RETURN_IF_ERROR(AddDue(entry.second));
  ATTAIN_ASSIGN_OR_RETURN(Table deltas, rows.Build());
  ATTAIN_ASSIGN_OR_RETURN(Table opening, BalanceTable(handed));
  return Access::Of(std::move(deltas), std::move(opening));
}

}  // namespace

std::string_view Name(Cause cause) { return kCauses[static_cast<size_t>(cause)]; }

absl::StatusOr<Restatement> Restate(const Result& before, const Result& now,
                                    const RestateOptions& options) {
  const Result states[] = {before, now};
  return Restate(states, options);
}

absl::StatusOr<Restatement> Restate(std::span<const Result> states, const RestateOptions& options) {
  if (states.size() < 2) {
    return MakeError(Reason::kInsufficientData,
                     "a restatement needs an earlier result and a later one");
  }
  if (options.most_steps < 1 || options.most_steps > 10'000) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("most_steps is ", options.most_steps, "; it must lie in 1..10000"));
  }
  if (options.threads < 1 || options.threads > 256) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("threads is ", options.threads, "; it must lie in 1..256"));
  }
  if (!options.pay_in.empty() && !options.frozen_until.has_value()) {
    return MakeError(Reason::kInvalidArgument,
                     "pay_in says when frozen statements are paid, and frozen_until is not given");
  }
  Restating restating(options);
  for (size_t i = 0; i + 1 < states.size(); ++i)
    ATTAIN_RETURN_IF_ERROR(restating.Step(states[i], states[i + 1]));
  return restating.Finish(states.back());
}

}  // namespace attain::run
