// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A dataset: the canonical tables of one company, validated, with dense ids and typed columns.
//
//   ATTAIN_ASSIGN_OR_RETURN(const Dataset data, Load(tables, {.currency = "EUR"}));
//   for (const Finding& finding : data.findings()) …     // rows set aside, and why
//   const Transactions& t = data.transactions();
//   Amounts amount(t.amount());
//   for (int64_t row = 0; row < t.rows(); ++row)
//     if (t.kept()[row]) sums[t.rep()[row]] += amount[row];
//
// A bad row does not stop the load: it is set aside (`kept()`) with a finding. Plain columns (numbers, days, instants,
// booleans) stay where they are, nothing is copied; ids become dense numbers, words one byte a row, on loading or on
// first use. As-of dates and clocks are arguments of calculations. A dataset is immutable, cheap to copy and safe to
// share among threads. Validation codes and what each does: validate.h.
#ifndef ATTAIN_CRM_DATASET_H_
#define ATTAIN_CRM_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/crm/fx.h"
#include "attain/crm/hierarchy.h"
#include "attain/crm/ids.h"
#include "attain/crm/rows.h"
#include "attain/crm/source.h"
#include "attain/crm/tables.h"
#include "attain/crm/validate.h"
#include "attain/crm/workdays.h"
#include "attain/table/table.h"

namespace attain::crm {

class Dataset;

/// A canonical table of a dataset: the base of the typed tables below. An absent table has no rows and no columns.
/// Valid while its dataset lives.
class Rows {
 public:
  /// The table `name` of a dataset that outlives it.
  Rows(const Dataset* data, std::string_view name);

  bool present() const { return table_ != nullptr; }                   ///< True when the dataset has the table.
  int64_t rows() const { return table_ == nullptr ? 0 : table_->rows(); }  ///< All rows, also those set aside.
  const RowMask& kept() const { return *kept_; }                       ///< Which rows are used.
  const table::Column* column(std::string_view name) const;            ///< A column by name, canonical or the user's own; null when absent.
  /// Dense ids of a canonical id column, -1 where missing; empty when the column is absent. Made on first use for kinds no check needs.
  std::span<const int32_t> ids(std::string_view column) const;
  /// Numbers of the words of a canonical word column; empty when absent.
  std::span<const uint8_t> words(std::string_view column) const;
  /// The currency of a row's amounts: from the currency column, else the dataset's; no currency when there is neither.
  Currency currency(int64_t row) const;
  /// Places in Dataset::currencies() of the currency column, 255 where missing; empty when the column is absent (then
  /// `Dataset::currency()`).
  std::span<const uint8_t> currency_codes() const;

 private:
  const Dataset* data_;
  const table::Table* table_;
  const TableInfo* info_;
  const RowMask* kept_;
};

// Words by number, in the order of the tables' descriptions.
enum class TransactionKind : uint8_t { kBooking, kOrder, kInvoice, kReceipt, kCredit, kRefund, kCancel, kAdjust };   ///< transactions.kind
enum class Outcome : uint8_t { kOpen, kWon, kLost, kVoid };                                                          ///< deals.outcome
enum class StageKind : uint8_t { kOpen, kHold, kWon, kLost, kVoid };                                                 ///< stages.kind
enum class DealType : uint8_t { kNew, kExpansion, kRenewal };                                                        ///< deals.deal_type
/// deal_changes.field
enum class ChangeField : uint8_t { kStage, kAmount, kCcy, kExpectedClose, kOwner, kProbability, kCategory, kOutcome };
/// deal_splits.split_type, txn_credits.credit_type
enum class SplitType : uint8_t { kRevenue, kOverlay, kQuota };
enum class ScopeKind : uint8_t { kRep, kUnit, kAccount, kCategory, kTuple };                                         ///< targets.scope_kind
enum class TargetLevel : uint8_t { kThreshold, kTarget, kStretch, kChallenge };                                      ///< targets.level
enum class BalanceKind : uint8_t { kDraw, kCarry, kHold, kClawback, kMaximum, kWithheld, kBelowZero };               ///< balances.kind
enum class ActivityKind : uint8_t { kCall, kVisit, kMeeting, kEmail, kTask };                                        ///< activities.kind
enum class Direction : uint8_t { kHigher, kLower, kBand };                                                           ///< metrics.direction
enum class MetricUnit : uint8_t { kMoney, kCount, kRatio, kDays, kScore };                                           ///< metrics.unit
enum class MetricAggregate : uint8_t { kSum, kMean, kRatio, kLast };                                                 ///< metrics.agg

/// `transactions`: bookings, orders, invoices, receipts, refunds …
class Transactions : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Transactions(const Dataset* data) : Rows(data, "transactions") {}
  std::span<const int32_t> transaction() const { return ids("txn_id"); }                ///< Own id.
  std::span<const int32_t> original() const { return ids("orig_txn_id"); }              ///< Transaction it reverses.
  std::span<const int32_t> account() const { return ids("account_id"); }                ///< Customer.
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal.
  std::span<const int32_t> product() const { return ids("product_id"); }                ///< Product.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Rep.
  std::span<const int32_t> unit() const { return ids("unit_id"); }                      ///< Unit.
  Words<TransactionKind> kind() const { return Words<TransactionKind>(words("kind")); } ///< What it is.
  const table::Column* event_date() const { return column("event_date"); }              ///< Business day. Read with Days.
  const table::Column* recorded_at() const { return column("recorded_at"); }            ///< Known since. Read with Micros.
  const table::Column* amount() const { return column("amount"); }                      ///< Signed amount. Read with Amounts.
  const table::Column* quantity() const { return column("qty"); }                       ///< Quantity. Read with Decimals.
  const table::Column* cost() const { return column("cost"); }                          ///< Cost. Read with Amounts.
};

/// `txn_credits`: explicit crediting.
class TransactionCredits : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit TransactionCredits(const Dataset* data) : Rows(data, "txn_credits") {}
  std::span<const int32_t> transaction() const { return ids("txn_id"); }                ///< Transaction.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Payee.
  Words<SplitType> credit_type() const { return Words<SplitType>(words("credit_type")); }  ///< Revenue, overlay or quota.
  const table::Column* share() const { return column("share"); }                        ///< Read with Decimals.
};

/// `transaction_items`: lines of transactions.
class TransactionItems : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit TransactionItems(const Dataset* data) : Rows(data, "transaction_items") {}
  std::span<const int32_t> transaction() const { return ids("txn_id"); }                ///< Transaction.
  std::span<const int32_t> product() const { return ids("product_id"); }                ///< Product.
  const table::Column* line() const { return column("line"); }                          ///< Read with Integers.
  const table::Column* quantity() const { return column("qty"); }                       ///< Read with Decimals.
  const table::Column* amount() const { return column("amount"); }                      ///< Read with Amounts.
};

/// `deals`: opportunities in their present state.
class Deals : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Deals(const Dataset* data) : Rows(data, "deals") {}
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Own id.
  std::span<const int32_t> account() const { return ids("account_id"); }                ///< Customer.
  std::span<const int32_t> owner() const { return ids("owner_id"); }                    ///< Owning rep.
  std::span<const int32_t> pipeline() const { return ids("pipeline_id"); }              ///< Pipeline.
  std::span<const int32_t> stage() const { return ids("stage_id"); }                    ///< Present stage.
  Words<Outcome> outcome() const { return Words<Outcome>(words("outcome")); }           ///< Open, won, lost or void.
  Words<DealType> deal_type() const { return Words<DealType>(words("deal_type")); }     ///< New, expansion, renewal.
  const table::Column* created() const { return column("created"); }                    ///< Read with Micros or Days.
  const table::Column* closed() const { return column("closed"); }                      ///< Read with Micros or Days.
  const table::Column* expected_close() const { return column("expected_close"); }      ///< Read with Days.
  const table::Column* amount() const { return column("amount"); }                      ///< Read with Amounts.
  const table::Column* probability() const { return column("probability"); }            ///< Read with Decimals.
};

/// `deal_changes`: the log.
class DealChanges : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit DealChanges(const Dataset* data) : Rows(data, "deal_changes") {}
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal.
  Words<ChangeField> field() const { return Words<ChangeField>(words("field")); }       ///< What changed.
  const table::Column* at() const { return column("at"); }                              ///< Read with Micros.
  const table::Column* sequence() const { return column("seq"); }                       ///< Read with Integers.
  const table::Column* old_value() const { return column("old"); }                      ///< Text.
  const table::Column* new_value() const { return column("new"); }                      ///< Text.
};

/// `deal_splits`: credit shares of deals.
class DealSplits : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit DealSplits(const Dataset* data) : Rows(data, "deal_splits") {}
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Payee.
  Words<SplitType> split_type() const { return Words<SplitType>(words("split_type")); } ///< Revenue, overlay or quota.
  const table::Column* share() const { return column("share"); }                        ///< Read with Decimals.
  const table::Column* valid_from() const { return column("valid_from"); }              ///< Read with Days.
};

/// `stages`: stages of pipelines.
class Stages : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Stages(const Dataset* data) : Rows(data, "stages") {}
  std::span<const int32_t> pipeline() const { return ids("pipeline_id"); }              ///< Pipeline.
  std::span<const int32_t> stage() const { return ids("stage_id"); }                    ///< Stage.
  Words<StageKind> kind() const { return Words<StageKind>(words("kind")); }             ///< Open, hold, won, lost, void.
  const table::Column* position() const { return column("position"); }                  ///< Read with Integers.
  const table::Column* prior_probability() const { return column("prior_prob"); }       ///< Read with Decimals.
  const table::Column* max_days() const { return column("max_days"); }                  ///< Read with Integers.
  const table::Column* back_allowed() const { return column("back_allowed"); }          ///< Read with Flags.
};

/// `reps`: salespeople, and others who own things.
class Reps : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Reps(const Dataset* data) : Rows(data, "reps") {}
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Own id.
  const table::Column* hire_date() const { return column("hire_date"); }                ///< Read with Days.
  const table::Column* end_date() const { return column("end_date"); }                  ///< First day no longer employed. Read with Days.
  const table::Column* role() const { return column("role"); }                          ///< Text.
  const table::Column* is_quota_carrying() const { return column("is_quota_carrying"); }  ///< Read with Flags(…, true).
};

/// `org_units`: places of units in trees. For questions use Dataset::hierarchy().
class OrgUnits : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit OrgUnits(const Dataset* data) : Rows(data, "org_units") {}
  std::span<const int32_t> unit() const { return ids("unit_id"); }                      ///< Unit.
  std::span<const int32_t> parent() const { return ids("parent_id"); }                  ///< What it belongs to.
};

/// `rep_units`: places of reps in units. For questions use Dataset::hierarchy().
class RepUnits : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit RepUnits(const Dataset* data) : Rows(data, "rep_units") {}
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Rep.
  std::span<const int32_t> unit() const { return ids("unit_id"); }                      ///< Unit.
  const table::Column* share() const { return column("share"); }                        ///< Read with Decimals; absent: 1.
};

/// `accounts`: customers.
class Accounts : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Accounts(const Dataset* data) : Rows(data, "accounts") {}
  std::span<const int32_t> account() const { return ids("account_id"); }                ///< Own id.
  std::span<const int32_t> parent() const { return ids("parent_id"); }                  ///< Parent company.
};

/// `account_owners`: who owned an account when.
class AccountOwners : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit AccountOwners(const Dataset* data) : Rows(data, "account_owners") {}
  std::span<const int32_t> account() const { return ids("account_id"); }                ///< Account.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Owner; -1: the public pool.
  const table::Column* valid_from() const { return column("valid_from"); }              ///< Read with Micros or Days.
  const table::Column* valid_to() const { return column("valid_to"); }                  ///< Read with Micros or Days.
};

/// `products`.
class Products : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Products(const Dataset* data) : Rows(data, "products") {}
  std::span<const int32_t> product() const { return ids("product_id"); }                ///< Own id.
  std::span<const int32_t> category() const { return ids("category_id"); }              ///< Category.
  const table::Column* commissionable() const { return column("commissionable"); }      ///< Read with Flags(…, true).
};

/// `categories`: the tree of product categories.
class Categories : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Categories(const Dataset* data) : Rows(data, "categories") {}
  std::span<const int32_t> category() const { return ids("category_id"); }              ///< Own id.
  std::span<const int32_t> parent() const { return ids("parent_id"); }                  ///< Parent.
};

/// `targets`: quotas set outside, by version.
class Targets : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Targets(const Dataset* data) : Rows(data, "targets") {}
  std::span<const int32_t> target() const { return ids("target_id"); }                  ///< Own id.
  std::span<const int32_t> metric() const { return ids("metric_id"); }                  ///< What it measures.
  std::span<const int32_t> period() const { return ids("period_id"); }                  ///< Period, by name.
  Words<ScopeKind> scope_kind() const { return Words<ScopeKind>(words("scope_kind")); } ///< Whose it is: a kind …
  const table::Column* scope_id() const { return column("scope_id"); }                  ///< … and the id of that kind, as written.
  Words<TargetLevel> level() const { return Words<TargetLevel>(words("level")); }       ///< Threshold, target, stretch, challenge.
  const table::Column* version() const { return column("version"); }                    ///< Read with Integers.
  const table::Column* value() const { return column("value"); }                        ///< Read with Amounts.
  const table::Column* effective_from() const { return column("effective_from"); }      ///< Read with Days.
  const table::Column* recorded_at() const { return column("recorded_at"); }            ///< Read with Micros.
};

/// `target_profiles`: seasons.
class TargetProfiles : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit TargetProfiles(const Dataset* data) : Rows(data, "target_profiles") {}
  std::span<const int32_t> profile() const { return ids("profile_id"); }                ///< Profile.
  const table::Column* period_index() const { return column("period_index"); }          ///< Read with Integers.
  const table::Column* weight() const { return column("weight"); }                      ///< Read with Decimals.
};

/// `plan_assignments`: who is on which plan when.
class PlanAssignments : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit PlanAssignments(const Dataset* data) : Rows(data, "plan_assignments") {}
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Payee.
  std::span<const int32_t> plan() const { return ids("plan_id"); }                      ///< Plan.
  const table::Column* valid_from() const { return column("valid_from"); }              ///< Read with Days.
  const table::Column* valid_to() const { return column("valid_to"); }                  ///< Read with Days.
  const table::Column* target_incentive() const { return column("target_incentive"); }  ///< Read with Amounts.
  const table::Column* proration() const { return column("proration"); }                ///< Read with Decimals.
};

/// `balances`: opening balances.
class Balances : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Balances(const Dataset* data) : Rows(data, "balances") {}
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Payee.
  std::span<const int32_t> plan() const { return ids("plan_id"); }                      ///< Plan.
  Words<BalanceKind> kind() const { return Words<BalanceKind>(words("kind")); }         ///< Draw, carry, hold, clawback, maximum, withheld, below_zero.
  std::span<const int32_t> transaction() const { return ids("txn_id"); }                ///< Of a hold: transaction whose pay is kept back.
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Of a hold: deal whose pay is kept back.
  const table::Column* as_of() const { return column("as_of"); }                        ///< Read with Days.
  const table::Column* amount() const { return column("amount"); }                      ///< Read with Amounts.
  const table::Column* total() const { return column("total"); }                        ///< Of a hold, released or not. Read with Amounts.
};

/// `leads`.
class Leads : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Leads(const Dataset* data) : Rows(data, "leads") {}
  std::span<const int32_t> lead() const { return ids("lead_id"); }                      ///< Own id.
  std::span<const int32_t> owner() const { return ids("owner_id"); }                    ///< Rep.
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal it became.
  const table::Column* created() const { return column("created"); }                    ///< Read with Micros.
  const table::Column* converted_at() const { return column("converted_at"); }          ///< Read with Micros.
};

/// `activities`: calls, visits, meetings …
class Activities : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Activities(const Dataset* data) : Rows(data, "activities") {}
  std::span<const int32_t> activity() const { return ids("activity_id"); }              ///< Own id.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Rep.
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal.
  std::span<const int32_t> account() const { return ids("account_id"); }                ///< Account.
  Words<ActivityKind> kind() const { return Words<ActivityKind>(words("kind")); }       ///< Call, visit, meeting, email, task.
  const table::Column* at() const { return column("at"); }                              ///< Read with Micros.
};

/// `events`: anything that happened to a subject.
class Events : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Events(const Dataset* data) : Rows(data, "events") {}
  std::span<const int32_t> subject() const { return ids("subject_id"); }                ///< Subject.
  std::span<const int32_t> rep() const { return ids("rep_id"); }                        ///< Rep.
  std::span<const int32_t> deal() const { return ids("deal_id"); }                      ///< Deal.
  const table::Column* at() const { return column("at"); }                              ///< Read with Micros.
  const table::Column* sequence() const { return column("seq"); }                       ///< Read with Integers.
  const table::Column* event() const { return column("event"); }                        ///< Text.
  const table::Column* value() const { return column("value"); }                        ///< Read with Amounts.
};

/// `metrics`: what KPIs are.
class Metrics : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit Metrics(const Dataset* data) : Rows(data, "metrics") {}
  std::span<const int32_t> metric() const { return ids("metric_id"); }                  ///< Own id.
  Words<Direction> direction() const { return Words<Direction>(words("direction")); }   ///< Higher, lower, band.
  Words<MetricUnit> unit() const { return Words<MetricUnit>(words("unit")); }           ///< Money, count, ratio, days, score.
  Words<MetricAggregate> aggregate() const { return Words<MetricAggregate>(words("agg")); }  ///< Sum, mean, ratio, last.
  const table::Column* additive() const { return column("additive"); }                  ///< Read with Flags.
};

/// `metric_values`: KPI values as they come.
class MetricValues : public Rows {
 public:
  /// The table of a dataset that outlives it.
  explicit MetricValues(const Dataset* data) : Rows(data, "metric_values") {}
  std::span<const int32_t> metric() const { return ids("metric_id"); }                  ///< Metric.
  std::span<const int32_t> period() const { return ids("period_id"); }                  ///< Period, by name.
  Words<ScopeKind> entity_kind() const { return Words<ScopeKind>(words("entity_kind")); }  ///< Whose value: a kind …
  const table::Column* entity_id() const { return column("entity_id"); }                ///< … and the id of that kind, as written.
  const table::Column* numerator() const { return column("num"); }                      ///< Read with Decimals.
  const table::Column* denominator() const { return column("den"); }                    ///< Read with Decimals.
  const table::Column* count() const { return column("n"); }                            ///< Read with Integers.
};

/// Tables, validated. Immutable and cheap to copy; made by Load.
class Dataset {
 public:
  /// No tables.
  Dataset();

  const Findings& findings() const;                                    ///< Everything wrong or suspicious, by table, row and reason.
  /// A canonical or own table with canonical column names, or null.
  const table::Table* table(std::string_view name) const;
  std::vector<std::string> table_names() const;                         ///< Names of all tables, in order.
  /// Which rows of a table are used; the mask of a table that is not there has no rows.
  const RowMask& kept(std::string_view table) const;
  Rows rows(std::string_view table) const { return Rows(this, table); } ///< A canonical table, untyped.

  /// Ids of a kind of thing. They are made on first use where no check needed them.
  const Ids& ids(Entity entity) const;
  /// The row of the table that lists `entity` on which an id stands: the first, of rows with one key the one that is
  /// used; -1 when it is not listed there.
  int64_t RowOf(Entity entity, int32_t id) const;
  /// Currencies met, by their number in `currency_codes`.
  std::span<const Currency> currencies() const;
  Currency currency() const;                                            ///< Of amounts in tables without a currency column; may be none.
  const LoadOptions& options() const;                                   ///< What it was loaded with.

  Transactions transactions() const { return Transactions(this); }             ///< Table transactions.
  TransactionCredits txn_credits() const { return TransactionCredits(this); }  ///< Table txn_credits.
  TransactionItems transaction_items() const { return TransactionItems(this); }  ///< Table transaction_items.
  Deals deals() const { return Deals(this); }                                  ///< Table deals.
  DealChanges deal_changes() const { return DealChanges(this); }               ///< Table deal_changes.
  DealSplits deal_splits() const { return DealSplits(this); }                  ///< Table deal_splits.
  Stages stages() const { return Stages(this); }                               ///< Table stages.
  Reps reps() const { return Reps(this); }                                     ///< Table reps.
  OrgUnits org_units() const { return OrgUnits(this); }                        ///< Table org_units.
  RepUnits rep_units() const { return RepUnits(this); }                        ///< Table rep_units.
  Accounts accounts() const { return Accounts(this); }                         ///< Table accounts.
  AccountOwners account_owners() const { return AccountOwners(this); }         ///< Table account_owners.
  Products products() const { return Products(this); }                         ///< Table products.
  Categories categories() const { return Categories(this); }                   ///< Table categories.
  Targets targets() const { return Targets(this); }                            ///< Table targets.
  TargetProfiles target_profiles() const { return TargetProfiles(this); }      ///< Table target_profiles.
  PlanAssignments plan_assignments() const { return PlanAssignments(this); }   ///< Table plan_assignments.
  Balances balances() const { return Balances(this); }                         ///< Table balances.
  Leads leads() const { return Leads(this); }                                  ///< Table leads.
  Activities activities() const { return Activities(this); }                   ///< Table activities.
  Events events() const { return Events(this); }                               ///< Table events.
  Metrics metrics() const { return Metrics(this); }                            ///< Table metrics.
  MetricValues metric_values() const { return MetricValues(this); }            ///< Table metric_values.

  /// Units and members of kept rows of org_units and rep_units; trees in name order of tree_id.
  const Hierarchy& hierarchy() const;
  const std::vector<std::string>& trees() const;                        ///< Names of the trees, by number.
  const Fx& fx() const;                                                 ///< Kept rows of fx_rates.
  /// Kept rows of workdays of one calendar; empty id: of the only one there is. kUnknownReference when there is no such
  /// calendar or several.
  absl::StatusOr<Workdays> workdays(std::string_view calendar_id = {}) const;
  std::vector<Period> periods() const;                                  ///< Kept rows of periods, for Calendar::Resolve.

  struct State;  ///< Internal.

 private:
  friend class Rows;
  friend absl::StatusOr<Dataset> Load(const table::Tables& tables, const LoadOptions& options);
  explicit Dataset(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

/// The dataset in `tables`. Findings about rows and tables are in the dataset. Fails only when nothing can be loaded: a
/// currency or as-of option that is none (kUnknownCurrency, kInvalidDate), or a table of more than 2^31 - 1 rows
/// (kOverflow).
absl::StatusOr<Dataset> Load(const table::Tables& tables, const LoadOptions& options = {});

/// Collects canonical tables row by row: for hosts whose data come from a cursor.
class DatasetBuilder {
 public:
  /// A builder without tables. Moved, never copied; one moved from may only be destroyed or assigned to.
  DatasetBuilder();
  DatasetBuilder(DatasetBuilder&&) noexcept;
  DatasetBuilder& operator=(DatasetBuilder&&) noexcept;
  ~DatasetBuilder();

  /// A builder of a canonical table with the columns named, in this order; columns that are not canonical hold text. Refers to this object.
  /// kUnknownTable with the nearest name; kDuplicateColumn.
  absl::StatusOr<table::TableBuilder*> Table(std::string_view name, const std::vector<std::string>& columns);
  /// The tables collected; the builder is empty afterwards. Faults of rows as of TableBuilder::Build.
  absl::StatusOr<table::Tables> Build();
  /// Build, then Load.
  absl::StatusOr<Dataset> Load(const LoadOptions& options = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attain::crm

#endif  // ATTAIN_CRM_DATASET_H_
