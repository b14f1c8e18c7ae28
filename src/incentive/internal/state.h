// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a prepared plan and a statement hold, and how one payee is paid from them.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_STATE_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/incentive/calculate.h"
#include "incentive/internal/credit_index.h"
#include "incentive/internal/openings.h"

namespace attain::incentive {

/// Days for which a payee is assigned to the plan.
struct Assignment {
  Validity valid;
  std::optional<Fraction> proration;  // of the table; otherwise by days
};

/// Someone the plan pays.
struct Payee {
  int32_t rep = -1;
  std::string name;                  // as the user writes it
  std::vector<Assignment> assigned;  // by start; of assignments or of employment; empty: always
  bool by_assignment = false;        // only what is dated on assigned days is paid on
  /// True when the payee is on the plan on some day of the period.
  bool IsIn(const Period& period) const;
  /// True when what is dated on that day is paid on.
  bool Covers(Date day) const;
};

struct Prepared::State {
  Plan plan;
  crm::Dataset data;
  crm::Calendar calendar;
  Currency currency;
  std::string path;
  std::vector<ComponentTerms> terms;
  std::vector<CreditIndex> credits;                      // distinct, by measure and team
  std::vector<int32_t> credits_of;                       // by component: which of them
  std::vector<std::vector<std::vector<int32_t>>> rules;  // by component, version and row: the rule
                                                         // that pays it; empty where none is chosen
  std::map<std::string, int32_t> credits_of_target;      // by key of target: those of its measure
  std::vector<Date> place_changes;                       // days on which some rep's place changes
  std::vector<std::optional<measure::Prepared>> measures;  // of each of `credits`; none of a team's
  std::vector<std::pair<std::string, size_t>> by_name;     // places in `payees`, byte-wise by name
  std::vector<Payee> payees;                               // in name order
  std::vector<std::string> payee_names;
  std::map<int32_t, std::vector<OpeningRow>> opening;  // by rep; by day, then in a fixed order
  std::shared_ptr<const Sales> sales;                  // of a plan that holds or claws back
  std::vector<uint8_t> holds;      // by component: its pay is held; empty without a hold
  std::vector<uint8_t> clawbacks;  // by component: its refunds are taken back; empty without
  Findings findings;
};

class PreparedAccess {
 public:
  static Prepared Make(std::shared_ptr<const Prepared::State> state) {
    Prepared prepared;
    prepared.state_ = std::move(state);
    return prepared;
  }
  static const std::shared_ptr<const Prepared::State>& Get(const Prepared& prepared) {
    return prepared.state_;
  }
};

/// A period of a span, with the quotas from the start of the span to its end.
struct SpanPart {
  Period period;
  std::vector<std::pair<std::string, Fraction>> quotas;
  std::vector<std::pair<std::string, Fraction>> own;  // those of this period alone
};

/// The quota of one member of the payee's team.
struct MemberQuota {
  std::string key;  // of the target
  int32_t member = -1;
  Fraction quota;
};

/// The sum all earnings above zero of a plan and period together make, beside what it may be.
struct BudgetUse {
  Fraction budget;
  Fraction earned;
};

struct Statement::State {
  std::shared_ptr<const Prepared::State> prepared;
  int32_t payee = -1;  // place in prepared->payees
  Period period;
  measure::ValueStatus status = measure::ValueStatus::kOk;
  Reason reason = Reason::kNone;
  std::string text;
  StatementAmounts amounts;
  std::vector<ComponentPay> components;
  std::vector<Balance> balances;
  std::vector<std::pair<std::string, Fraction>> quotas;  // what it was calculated with
  std::vector<MemberQuota> member_quotas;  // of components paid member by member
  std::shared_ptr<const std::vector<CreditIndex>>
      own;  // credits with changed rows; null: those of prepared
  std::map<Span, std::vector<SpanPart>>
      spans;                                 // of the components that have one, oldest part first
  std::map<size_t, std::optional<SpanPart>> measured;  // by component with a period of its own:
                                                       // what it pays; nothing: its turn is another
  std::vector<std::optional<Award>> awards;  // by component that pays among all; empty without
  std::optional<BudgetUse> budget;           // of a plan that has one
  std::vector<PayLine> plan_lines;           // what cap and budget of the plan take away
  std::vector<std::shared_ptr<const State>>
      earlier;                  // periods whose sales are refunded in this one
  absl::Status earlier_status;  // why there are not all of them
  std::vector<std::pair<int64_t, int64_t>> reversed;  // credits lowered by others: places in the
                                                      // index of the component that is paid
  Openings opening;                                   // what the payee brought into it
  Openings closing;                                   // what the payee takes into the next
  std::shared_ptr<const SettledStatement> settled;    // of a plan with a payment plan
  /// What a component counts: the period, or its span up to the period's end.
  Period ReachOf(size_t component) const {
    const auto span = spans.find(prepared->terms[component].definition().span);
    Period reach = period;
    if (const auto own = measured.find(component); own != measured.end()) {
      if (own->second.has_value()) return own->second->period;
      reach.end = reach.start;
    }
    if (span != spans.end() && !span->second.empty())
      reach.start = span->second.front().period.start;
    return reach;
  }
  /// The credits a component is paid on.
  const CreditIndex& CreditsOf(size_t component) const {
    return IndexAt(prepared->credits_of[component]);
  }
  const CreditIndex& IndexAt(int32_t at) const {
    const auto place = static_cast<size_t>(at);
    return own == nullptr ? prepared->credits[place] : (*own)[place];
  }
};

class StatementAccess {
 public:
  static Statement Make(std::shared_ptr<const Statement::State> state) {
    Statement statement;
    statement.state_ = std::move(state);
    return statement;
  }
  static const Statement::State& Get(const Statement& statement) { return *statement.state_; }
};

/// The credits of one payee, component and period as columns, with the items behind them.
struct InputColumns {
  std::vector<int64_t> amounts;
  std::vector<Fraction> exact;
  std::vector<int32_t> days;
  std::vector<int32_t> members;
  std::vector<int64_t> items;                   // places in the index
  std::vector<Fraction> shares;                 // only where asked for
  std::vector<Fraction> exchange;               // only where pay is rounded before it is converted
  std::vector<int32_t> own_scales;              // beside them
  std::vector<std::vector<int32_t>> rules;      // by version
  std::vector<std::span<const int32_t>> views;  // of the rules
  std::vector<std::optional<Fraction>> gates;   // values of those with a span of their own
  PayInput View(const CreditIndex& index, const Period& reach) const;
};
InputColumns InputOf(const CreditIndex& index, const Payee& payee, const Period& period);

/// The credits a component is paid on: without refunds that a clawback takes back, less what the
/// statement lowers.
InputColumns InputOf(const Statement::State& statement, size_t component, const Payee& payee,
                     const Period& period);

/// Pays one component of one payee.
absl::StatusOr<ComponentPay> PayComponent(const Statement::State& statement, size_t component,
                                          const Payee& payee, Detail detail);

/// What a payee brings to the contest or pool of a component in the statement's period.
absl::StatusOr<Standing> StandOf(const Statement::State& statement, size_t component,
                                 const Payee& payee);

/// Pays every component of one payee; fills components and, where the cap of the plan takes
/// something away, lines of the plan.
absl::Status PayComponents(const Payee& payee, Detail detail, Statement::State& statement);

/// Adds what the budget of the plan takes away, once it is known what everyone earned.
absl::Status CutToBudget(Statement::State& statement);

/// Pays every component of one payee and settles the statement; fills amounts, components and
/// balances, or its status.
void PayStatement(const Payee& payee, Openings opening, Detail detail, Statement::State& statement);

/// Settles what the components pay, from the opening balances of the statement: amounts, balances,
/// what is handed on.
absl::Status SettleStatement(const Payee& payee, Statement::State& statement);

/// What the statement hands on when it could not be paid: what was owed before is still owed.
void KeepBalances(Statement::State& statement);

/// The result table `amortisation`, empty where no plan spreads its commissions, and its columns.
/// \{
absl::StatusOr<table::Table> AmortisationTable(std::span<const Statement> statements);
std::vector<table::ColumnSpec> AmortisationColumns(int decimals);
/// \}

/// The nodes behind the columns after `earned`: corrections, holds, rounding, draw, carry.
std::vector<explain::Node> ExplainSettlement(const Statement::State& statement);

/// The tree behind a statement.
explain::Explanation ExplainStatement(const Statement::State& statement);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_STATE_H_
