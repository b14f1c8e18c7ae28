// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/plan_cost.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "attain/stats/random.h"
#include "base/internal/text.h"
#include "run/internal/attained.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Column;
using table::Table;
using table::TableBuilder;
using table::Type;

constexpr int kDecimals = 6;    // of attainments
constexpr double kMost = 1000;  // times the quota that a draw can be

// What the plan pays once.
struct Cost {
  Fraction paid;
  int64_t payees = 0;
  int64_t failed = 0;
};

class Costing {
 public:
  Costing(const Prepared& prepared, const CostOptions& options)
      : state_(Access::StateOf(prepared)), prepared_(prepared), options_(options) {}
  absl::StatusOr<PlanCosts> Run();

 private:
  absl::StatusOr<Cost> CostOf(const Result& result);
  // Everything as it is, but with the payees' attainments.
  absl::StatusOr<Cost> CostAt(const std::map<std::string, Fraction>& attained);
  absl::Status Step();
  absl::StatusOr<Fraction> FactorOf(const std::string& payee,
                                    const std::map<std::string, Fraction>& attained) const;
  absl::Status Draw(PlanCosts& costs);
  absl::Status Prepare();

  std::shared_ptr<const PreparedState> state_;
  const Prepared& prepared_;
  const CostOptions& options_;
  std::map<std::string, Fraction> reached_;  // attainment as it is, of those who can be scaled
  std::set<std::string> credited_;           // ids of deals and transactions that count
  std::string currency_;
  Cost as_is_;
  int64_t unscaled_ = 0;
  int64_t done_ = 0;
};

absl::StatusOr<Cost> Costing::CostOf(const Result& result) {
  Cost cost;
  std::map<std::string, Fraction> by_payee;
  for (const incentive::Statement& statement : result.statements()) {
    if (!options_.plan.empty() && statement.plan() != options_.plan) continue;
    const Currency paid_in = statement.currency();
    const std::string_view code = paid_in.code();
    if (currency_.empty()) currency_ = std::string(code);
    if (currency_ != code) {
      return MakeError(Reason::kCurrencyMismatch,
                       StrCat("plans pay in ", currency_, " and in ", code, "; ask for one plan"));
    }
    if (statement.reason() != Reason::kNone) ++cost.failed;
    ATTAIN_ASSIGN_OR_RETURN(cost.paid, Add(cost.paid, statement.amounts().paid));
    Fraction& own = by_payee[statement.payee()];
    ATTAIN_ASSIGN_OR_RETURN(own, Add(own, statement.amounts().paid));
  }
  for (const auto& entry : by_payee) cost.payees += entry.second.sign() > 0 ? 1 : 0;
  return cost;
}

absl::StatusOr<Fraction> Costing::FactorOf(const std::string& payee,
                                           const std::map<std::string, Fraction>& attained) const {
  const auto wanted = attained.find(payee);
  const auto is = reached_.find(payee);
  if (wanted == attained.end() || is == reached_.end()) return Fraction(1);
  return Divide(wanted->second, is->second);
}

absl::Status Costing::Step() {
  const auto draws = options_.spread.has_value() ? options_.spread->draws : 0;
  const auto total = static_cast<int64_t>(options_.attainments.size()) + draws;
  if (!options_.progress || options_.progress(++done_, total)) return absl::OkStatus();
  return MakeError(Reason::kCancelled, "stopped by the caller");
}

absl::StatusOr<Cost> Costing::CostAt(const std::map<std::string, Fraction>& attained) {
  table::Tables tables;
  for (const std::string& name : state_->data.table_names()) tables.Add(*state_->data.table(name));
  for (const auto& [name, key, owner] :
       {std::array<std::string_view, 3>{"transactions", "txn_id", "rep_id"},
        std::array<std::string_view, 3>{"deals", "deal_id", "owner_id"}}) {
    const Table* rows = tables.table(name);
    const Column* amounts = rows == nullptr ? nullptr : rows->column("amount");
    const Column* ids = rows == nullptr ? nullptr : rows->column(key);
    const Column* owners = rows == nullptr ? nullptr : rows->column(owner);
    if (amounts == nullptr || ids == nullptr || owners == nullptr) continue;
    std::vector<absl::int128> scaled;
    std::vector<bool> valid;
    for (int64_t row = 0; row < rows->rows(); ++row) {
      const std::optional<Decimal> amount = amounts->DecimalAt(row);
      valid.push_back(amount.has_value());
      Decimal value = amount.value_or(Decimal());
      if (amount.has_value() && !owners->IsNull(row) && credited_.count(ids->FormatAt(row)) > 0) {
        ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, FactorOf(owners->FormatAt(row), attained));
        ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Multiply(Fraction(value), factor));
        ATTAIN_ASSIGN_OR_RETURN(value, Round(exact, amounts->scale(), RoundingMode::kHalfEven));
      }
      absl::int128 coefficient = value.coefficient();
      for (int scale = value.scale(); scale < amounts->scale(); ++scale) coefficient *= 10;
      scaled.push_back(coefficient);
    }
    ATTAIN_ASSIGN_OR_RETURN(
        Table changed,
        rows->With(Column::OfDecimals("amount", std::move(scaled), amounts->scale(), valid)));
    tables.Add(std::move(changed));
  }
  Model loading = state_->model.value;
  loading.tables.clear();
  ATTAIN_ASSIGN_OR_RETURN(crm::Dataset data, Load(loading, tables));
  // Quotas that are split by history must not follow the scenario.
  ATTAIN_ASSIGN_OR_RETURN(auto bound, Bind(state_->model, std::move(tables), /*mapped=*/true,
                                           std::move(data), state_->as_of, state_.get()));
  ATTAIN_ASSIGN_OR_RETURN(const Result result,
                          Calculate(Access::Of(std::move(bound)),
                                    {.period = options_.period, .threads = options_.threads}));
  ATTAIN_RETURN_IF_ERROR(Step());
  return CostOf(result);
}

absl::Status Costing::Prepare() {
  if (!options_.plan.empty()) {
    const auto& plans = state_->model.value.incentives;
    if (std::none_of(plans.begin(), plans.end(),
                     [this](const incentive::Plan& plan) { return plan.id == options_.plan; })) {
      return MakeError(Reason::kPlanUnknown,
                       StrCat("the model has no plan \"", options_.plan, "\""));
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const Result result, Calculate(prepared_, {.period = options_.period,
                                                                     .threads = options_.threads}));
  ATTAIN_ASSIGN_OR_RETURN(const target::Targets* target, TargetNamed(*state_, options_.target));
  std::set<std::string> payees;
  for (const incentive::Statement& statement : result.statements()) {
    if (options_.plan.empty() || statement.plan() == options_.plan)
      payees.insert(statement.payee());
  }
  for (const std::string& payee : payees) {
    const std::optional<Fraction> reached = AttainmentOf(result, *target, payee);
    if (reached.has_value() && reached->sign() > 0) {
      reached_[payee] = *reached;
    } else {
      ++unscaled_;
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const Table credits, result.table("credits"));
  for (int64_t row = 0; row < credits.rows(); ++row)
    credited_.insert(credits.column("transaction_id")->FormatAt(row));
  ATTAIN_ASSIGN_OR_RETURN(as_is_, CostOf(result));
  return absl::OkStatus();
}

absl::StatusOr<Decimal> ShownCost(const Fraction& value) {
  if (const std::optional<Decimal> exact = value.ToDecimal();
      exact.has_value() && exact->scale() <= 12)
    return *exact;
  return Round(value, 12, RoundingMode::kHalfEven);
}

absl::Status Costing::Draw(PlanCosts& costs) {
  const Spread& spread = *options_.spread;
  std::vector<Fraction> drawn;
  std::map<std::string, stats::Random> streams;
  for (const auto& entry : reached_)
    streams.emplace(entry.first, stats::Random::Of(spread.seed, entry.first));
  Fraction sum;
  for (int draw = 0; draw < spread.draws; ++draw) {
    std::map<std::string, Fraction> attained;
    for (auto& [payee, stream] : streams) {
      const double value = std::clamp(spread.mean + spread.deviation * stream.Normal(), 0.0, kMost);
      ATTAIN_ASSIGN_OR_RETURN(
          attained[payee],
          Fraction::Of(static_cast<int64_t>(std::llround(value * 1e6)), 1'000'000));
    }
    ATTAIN_ASSIGN_OR_RETURN(const Cost cost, CostAt(attained));
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, cost.paid));
    drawn.push_back(cost.paid);
  }
  std::sort(drawn.begin(), drawn.end());
  const auto quantile = [&drawn](int64_t tenths) {
    const auto n = static_cast<int64_t>(drawn.size());
    return drawn[static_cast<size_t>((tenths * n + 9) / 10 - 1)];
  };
  CostSpread result;
  result.n = spread.draws;
  ATTAIN_ASSIGN_OR_RETURN(result.p10, ShownCost(quantile(1)));
  ATTAIN_ASSIGN_OR_RETURN(result.p50, ShownCost(quantile(5)));
  ATTAIN_ASSIGN_OR_RETURN(result.p90, ShownCost(quantile(9)));
  int scale = 2;
  for (const Decimal& value : {result.p10, result.p50, result.p90})
    scale = std::max(scale, value.scale());
  ATTAIN_ASSIGN_OR_RETURN(const Fraction mean, Divide(sum, Fraction(result.n)));
  ATTAIN_ASSIGN_OR_RETURN(result.mean, Round(mean, scale + 2, RoundingMode::kHalfEven));
  if (options_.budget.has_value()) {
    const Fraction budget(*options_.budget);
    const auto over = std::count_if(drawn.begin(), drawn.end(),
                                    [&budget](const Fraction& cost) { return cost > budget; });
    result.over = static_cast<double>(over) / spread.draws;
    ATTAIN_ASSIGN_OR_RETURN(result.over_range,
                            stats::Wilson(static_cast<double>(over), spread.draws, 0.95));
  }
  costs.spread = result;
  return absl::OkStatus();
}

absl::StatusOr<PlanCosts> Costing::Run() {
  ATTAIN_RETURN_IF_ERROR(Prepare());
  struct Row {
    std::string scenario;
    std::optional<Decimal> attainment;
    Cost cost;
  };
  std::vector<Row> rows = {{"as_is", std::nullopt, as_is_}};
  for (const Rate& rate : options_.attainments) {
    std::map<std::string, Fraction> attained;
    for (const auto& entry : reached_) attained[entry.first] = Fraction(rate.factor());
    ATTAIN_ASSIGN_OR_RETURN(const Cost cost, CostAt(attained));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal shown,
                            Round(Fraction(rate.factor()), kDecimals, RoundingMode::kHalfEven));
    rows.push_back({rate.ToString(), shown, cost});
  }
  std::vector<Decimal> paid;
  int scale = 2;
  for (const Row& row : rows) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal shown, ShownCost(row.cost.paid));
    scale = std::max(scale, shown.scale());
    paid.push_back(shown);
  }
  TableBuilder table("plan_cost", {{"scenario", Type::kText},
                                   {"attainment", Type::kDecimal, kDecimals},
                                   {"currency", Type::kText},
                                   {"paid", Type::kDecimal, scale},
                                   {"payees", Type::kInt},
                                   {"failed", Type::kInt},
                                   {"unscaled", Type::kInt},
                                   {"difference", Type::kDecimal, scale}});
  for (size_t i = 0; i < rows.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal difference, Subtract(paid[i], paid[0]));
    table.Text(0, rows[i].scenario);
    if (rows[i].attainment.has_value()) table.Decimal(1, *rows[i].attainment);
    table.Text(2, currency_)
        .Decimal(3, paid[i])
        .Int(4, rows[i].cost.payees)
        .Int(5, rows[i].cost.failed);
    table.Int(6, i == 0 ? 0 : unscaled_).Decimal(7, difference).EndRow();
  }
  PlanCosts costs;
  ATTAIN_ASSIGN_OR_RETURN(costs.scenarios, table.Build());
  if (options_.spread.has_value()) ATTAIN_RETURN_IF_ERROR(Draw(costs));
  return costs;
}

}  // namespace

absl::StatusOr<PlanCosts> PlanCost(const Prepared& prepared, const CostOptions& options) {
  Findings findings;
  const auto wrong = [&findings](std::string field, std::string text) {
    Where where;
    where.field = std::move(field);
    findings.AddError(Reason::kInvalidArgument, std::move(where), std::move(text));
  };
  for (const Rate& rate : options.attainments) {
    if (rate.factor() < Decimal(0))
      wrong("attainments", StrCat("nobody can reach ", rate.ToString(), " of a quota"));
  }
  if (options.spread.has_value()) {
    const Spread& spread = *options.spread;
    if (!(spread.mean >= 0 && spread.mean <= kMost))
      wrong("mean", "the mean attainment must lie in 0..1000");
    if (!(spread.deviation >= 0 && spread.deviation <= kMost))
      wrong("deviation", "the deviation must lie in 0..1000");
    if (spread.draws < 10 || spread.draws > 100'000)
      wrong("draws", StrCat("draws is ", spread.draws, "; it must lie in 10..100000"));
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  return Costing(prepared, options).Run();
}

}  // namespace attain::run
