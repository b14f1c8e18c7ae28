// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "incentive/internal/among_all.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/incentive/contest.h"
#include "attain/incentive/pool.h"
#include "incentive/internal/clawbacks.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/measured.h"
#include "incentive/internal/parallel.h"

namespace attain::incentive {
namespace {

using StatementPtr = std::shared_ptr<Statement::State>;

// Those who take part in a contest or pool, in name order.
struct Field {
  std::vector<size_t> payees;
  std::vector<Fraction> values;
  std::vector<Fraction> credited;
};

absl::StatusOr<Field> FieldOf(const Prepared::State& prepared, size_t component,
                              const std::vector<StatementPtr>& statements, int threads) {
  std::vector<std::optional<Standing>> standings(statements.size());
  RunParallel(threads, [&](int thread) {
    for (size_t i = static_cast<size_t>(thread); i < statements.size();
         i += static_cast<size_t>(threads)) {
      if (statements[i] == nullptr) continue;
      const absl::StatusOr<Standing> standing =
          StandOf(*statements[i], component, prepared.payees[i]);
      // Who cannot be placed (no quota, a missing rate) takes no part; the statement says why.
      if (standing.ok() && standing->takes_part) standings[i] = *standing;
    }
  });
  Field field;
  for (size_t i = 0; i < standings.size(); ++i) {
    if (!standings[i].has_value()) continue;
    field.payees.push_back(i);
    field.values.push_back(standings[i]->value);
    field.credited.push_back(standings[i]->credited);
  }
  return field;
}

absl::Status GivePrizes(const Prizes& prizes, const Rounding& rounding, Currency currency,
                        size_t component, const Field& field, AmongAll& all) {
  std::vector<Fraction> amounts;
  for (const definition::Amount& prize : prizes.prizes) {
    ATTAIN_ASSIGN_OR_RETURN(const Money money, prize.ToMoney(currency));
    amounts.emplace_back(money.ToDecimal());
  }
  const auto scale = static_cast<int>(rounding.scale.value_or(currency.scale()));
  ATTAIN_ASSIGN_OR_RETURN(const ContestPay pay,
                          Contest(amounts, field.values, {},
                                  {.share = prizes.share, .scale = scale, .mode = rounding.mode}));
  for (size_t i = 0; i < field.payees.size(); ++i) {
    const auto others = std::count(pay.places.begin(), pay.places.end(), pay.places[i]);
    all.awards[field.payees[i]][component] = Award{.amount = Fraction(pay.payouts[i]),
                                                   .place = pay.places[i],
                                                   .value = field.values[i],
                                                   .whole = {},
                                                   .others = static_cast<int32_t>(others)};
  }
  return absl::OkStatus();
}

absl::Status SharePool(const Pool& pool, const Rounding& rounding, const Prepared::State& prepared,
                       const Period& period, size_t component, const Field& field, AmongAll& all) {
  Exact whole;
  if (pool.amount.has_value()) {
    ATTAIN_ASSIGN_OR_RETURN(const Money money, pool.amount->ToMoney(prepared.currency));
    whole = Fraction(money.ToDecimal());
  } else {
    for (const Fraction& credited : field.credited) whole += Exact(credited);
    whole = whole * Exact(Fraction(pool.rate->factor()));
  }
  std::vector<Fraction> weights;
  Exact sum;
  int32_t parts = 0;
  for (size_t i = 0; i < field.payees.size(); ++i) {
    const Payee& payee = prepared.payees[field.payees[i]];
    Exact weight = 1;
    if (pool.method == PoolMethod::kShares) weight = std::max(field.values[i], Fraction(0));
    if (pool.method == PoolMethod::kWeighted) {
      const auto listed = pool.weights.find(payee.name);
      weight = listed == pool.weights.end() ? Fraction() : Fraction(listed->second);
    }
    if (pool.prorate) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction part, PartAssigned(payee, period));
      weight = weight * Exact(part);
    }
    sum += weight;
    parts += weight.value().is_zero() ? 0 : 1;
    weights.push_back(weight.value());
  }
  ATTAIN_RETURN_IF_ERROR(whole.status());
  ATTAIN_RETURN_IF_ERROR(sum.status());
  if (parts == 0 || whole.value().sign() <= 0) return absl::OkStatus();  // nobody has a part
  const auto scale = static_cast<int>(rounding.scale.value_or(prepared.currency.scale()));
  ATTAIN_ASSIGN_OR_RETURN(const PoolPay pay,
                          SharedPool(whole.value(), weights, scale, rounding.mode));
  for (size_t i = 0; i < field.payees.size(); ++i) {
    if (weights[i].is_zero()) continue;
    const Exact share = Exact(weights[i]) / sum;
    ATTAIN_RETURN_IF_ERROR(share.status());
    all.awards[field.payees[i]][component] = Award{.amount = Fraction(pay.parts[i]),
                                                   .place = 0,
                                                   .value = share.value(),
                                                   .whole = Fraction(pay.total),
                                                   .others = parts};
  }
  return absl::OkStatus();
}

absl::Status GiveAwards(const Prepared::State& prepared, const Period& paid_in,
                        const std::vector<StatementPtr>& statements, int threads, AmongAll& all) {
  for (size_t c = 0; c < prepared.terms.size(); ++c) {
    const ComponentTerms& terms = prepared.terms[c];
    if (!terms.pays_among_all()) continue;
    Period period = paid_in;
    if (terms.definition().period.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(const std::optional<Period> own,
                              PaidWith(prepared.calendar, terms.definition(), paid_in));
      if (!own.has_value()) continue;
      period = *own;
    }
    const bool start = terms.definition().version_at == VersionAt::kPeriodStart;
    const int32_t version = terms.VersionAt(start ? period.start : period.end - 1);
    if (version < 0) continue;  // every statement says so
    const Payout& payout = terms.versions()[static_cast<size_t>(version)].payout;
    ATTAIN_ASSIGN_OR_RETURN(const Field field, FieldOf(prepared, c, statements, threads));
    const Rounding& rounding = terms.definition().rounding;
    if (const auto* prizes = std::get_if<Prizes>(&payout)) {
      ATTAIN_RETURN_IF_ERROR(GivePrizes(*prizes, rounding, prepared.currency, c, field, all));
    } else {
      ATTAIN_RETURN_IF_ERROR(
          SharePool(std::get<Pool>(payout), rounding, prepared, period, c, field, all));
    }
  }
  return absl::OkStatus();
}

// What everyone whose statement can be calculated earns above zero.
absl::Status UseBudget(const Prepared::State& prepared, std::vector<StatementPtr>& statements,
                       int threads, AmongAll& all) {
  ATTAIN_ASSIGN_OR_RETURN(const Money money, prepared.plan.budget->ToMoney(prepared.currency));
  std::vector<Exact> earned(statements.size());
  RunParallel(threads, [&](int thread) {
    for (size_t i = static_cast<size_t>(thread); i < statements.size();
         i += static_cast<size_t>(threads)) {
      if (statements[i] == nullptr || statements[i]->reason != Reason::kNone) continue;
      all.GiveTo(*statements[i]);
      if (!PayComponents(prepared.payees[i], Detail::kTotal, *statements[i]).ok()) continue;
      for (const ComponentPay& pay : statements[i]->components) earned[i] += Exact(pay.total);
      for (const PayLine& line : statements[i]->plan_lines) earned[i] += Exact(line.amount);
    }
  });
  Exact sum;
  for (const Exact& one : earned) {
    if (!one.failed() && one.value().sign() > 0) sum += one;
  }
  ATTAIN_RETURN_IF_ERROR(sum.status());
  all.budget = BudgetUse{.budget = Fraction(money.ToDecimal()), .earned = sum.value()};
  return absl::OkStatus();
}

}  // namespace

StatementPtr StartStatement(const std::shared_ptr<const Prepared::State>& prepared, size_t payee,
                            const Period& period, const Targets& targets,
                            std::shared_ptr<const std::vector<CreditIndex>> own) {
  auto statement = std::make_shared<Statement::State>();
  statement->prepared = prepared;
  statement->own = std::move(own);
  statement->payee = static_cast<int32_t>(payee);
  statement->period = period;
  const auto fail = [&](const absl::Status& status) {
    if (status.ok() || statement->reason != Reason::kNone) return;
    statement->status = measure::ValueStatus::kError;
    statement->reason = ReasonOf(status);
    statement->text = MessageOf(status);
  };
  for (const auto& [id, series] : targets) {
    const absl::StatusOr<Fraction> quota =
        QuotaOf(*prepared, id, *series, prepared->payees[payee], period);
    if (quota.ok()) statement->quotas.emplace_back(id, *quota);
    fail(quota.status());
    if (!PaysMembers(*prepared, id)) continue;
    const auto members = MemberQuotasOf(*prepared, id, *series, prepared->payees[payee], period);
    for (size_t i = 0; members.ok() && i < members->size(); ++i)
      statement->member_quotas.push_back({id, (*members)[i].first, (*members)[i].second});
  }
  fail(AddSpans(*prepared, prepared->payees[payee], targets, *statement));
  fail(AddMeasured(*prepared, prepared->payees[payee], targets, *statement));
  if (!prepared->clawbacks.empty()) AddEarlier(prepared->payees[payee], targets, *statement);
  return statement;
}

void AmongAll::GiveTo(Statement::State& statement) const {
  if (!status.ok() && statement.reason == Reason::kNone) {
    statement.status = measure::ValueStatus::kError;
    statement.reason = ReasonOf(status);
    statement.text = MessageOf(status);
  }
  if (!awards.empty()) statement.awards = awards[static_cast<size_t>(statement.payee)];
  statement.budget = budget;
}

AmongAll LookAtAll(const std::shared_ptr<const Prepared::State>& prepared, const Period& period,
                   const Targets& targets, int threads,
                   const std::shared_ptr<const std::vector<CreditIndex>>& own, size_t changed) {
  AmongAll all;
  const bool awards =
      std::any_of(prepared->terms.begin(), prepared->terms.end(),
                  [](const ComponentTerms& terms) { return terms.pays_among_all(); });
  if (!awards && !prepared->plan.budget.has_value()) return all;
  std::vector<StatementPtr> statements(prepared->payees.size());
  for (size_t i = 0; i < statements.size(); ++i) {
    if (prepared->payees[i].IsIn(period))
      statements[i] = StartStatement(prepared, i, period, targets, i == changed ? own : nullptr);
  }
  if (awards) {
    all.awards.assign(statements.size(), std::vector<std::optional<Award>>(prepared->terms.size()));
    all.status = GiveAwards(*prepared, period, statements, threads, all);
  }
  if (all.status.ok() && prepared->plan.budget.has_value())
    all.status = UseBudget(*prepared, statements, threads, all);
  return all;
}

}  // namespace attain::incentive
