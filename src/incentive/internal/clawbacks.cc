// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/clawbacks.h"

#include <algorithm>
#include <map>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

// Whole months from one day to another; never negative.
int64_t MonthsBetween(Date from, Date to) {
  const int64_t months = (int64_t{to.year()} - from.year()) * 12 + to.month() - from.month();
  return std::max(int64_t{0}, months - (to.day() < from.day() ? 1 : 0));
}

const PayCredit& ItemAt(const CreditIndex& index, int64_t place) {
  return index.items[static_cast<size_t>(place)];
}

Exact AmountOf(const CreditIndex& index, int64_t place) {
  return Exact(index.AmountAt(static_cast<size_t>(place)));
}

Exact Sum(const std::vector<Fraction>& values) {
  Exact sum;
  for (const Fraction& value : values) sum += Exact(value);
  return sum;
}

// One component of a statement with the periods whose sales are refunded.
class Taker {
 public:
  Taker(const Statement::State& statement, size_t component, const Payee& payee)
      : statement_(statement),
        prepared_(*statement.prepared),
        payee_(payee),
        component_(component),
        index_(statement.CreditsOf(component)) {}

  absl::Status Take(const LateRefund& late, std::vector<SaleClawed>& clawed);

 private:
  // The period an original belongs to; null when the payee was not on the plan then.
  absl::StatusOr<const Statement::State*> PeriodOf(Date day) const;
  // What the component pays for an earlier period with some refunds taken off their originals.
  absl::StatusOr<ComponentPay> Pay(const Statement::State& earlier,
                                   std::vector<std::pair<int64_t, int64_t>> reversed,
                                   Detail detail) const;
  // What an original earned in its period.
  absl::StatusOr<Fraction> EarnedBy(const Statement::State& earlier, int64_t original);
  // The refunds of an earlier period's sales before this statement.
  absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> RefundedBefore(
      const Statement::State& earlier) const;
  bool Within(const LateRefund& late) const;

  const Statement::State& statement_;
  const Prepared::State& prepared_;
  const Payee& payee_;
  size_t component_;
  const CreditIndex& index_;
  std::map<Date, std::map<int64_t, Fraction>> earned_;                 // by period, place
  std::map<Date, std::vector<std::pair<int64_t, int64_t>>> reversed_;  // by period
  std::map<int64_t, Exact> refunded_;                                  // by original
};

absl::StatusOr<const Statement::State*> Taker::PeriodOf(Date day) const {
  for (const auto& earlier : statement_.earlier) {
    if (earlier->period.Contains(day)) return earlier.get();
  }
  if (!statement_.earlier_status.ok()) return statement_.earlier_status;
  return nullptr;
}

bool Taker::Within(const LateRefund& late) const {
  const PaymentClawback& rule = *prepared_.plan.payment.clawback;
  return !rule.window.has_value() ||
         ItemAt(index_, late.refund).day - ItemAt(index_, late.original).day <= rule.window->days;
}

absl::StatusOr<ComponentPay> Taker::Pay(const Statement::State& earlier,
                                        std::vector<std::pair<int64_t, int64_t>> reversed,
                                        Detail detail) const {
  Statement::State period;
  period.prepared = earlier.prepared;
  period.payee = earlier.payee;
  period.period = earlier.period;
  period.quotas = earlier.quotas;
  period.own = earlier.own;
  period.reversed = std::move(reversed);
  absl::StatusOr<ComponentPay> pay = PayComponent(period, component_, payee_, detail);
  if (pay.ok()) return pay;
  return MakeError(ReasonOf(pay.status()),
                   StrCat(prepared_.terms[component_].definition().id, " in ", earlier.period.name,
                          ": ", MessageOf(pay.status())));
}

absl::StatusOr<Fraction> Taker::EarnedBy(const Statement::State& earlier, int64_t original) {
  const auto [known, added] = earned_.try_emplace(earlier.period.start);
  if (added) {
    ATTAIN_ASSIGN_OR_RETURN(const ComponentPay pay, Pay(earlier, {}, Detail::kLines));
    const InputColumns input = InputOf(earlier, component_, payee_, earlier.period);
    const Exact sum = Sum(pay.credits);
    for (size_t i = 0; i < pay.credits.size() && !sum.value().is_zero(); ++i) {
      // What a cap or a rounding took follows the transactions.
      const Exact own = Exact(pay.credits[i]) * Exact(pay.total) / sum;
      ATTAIN_RETURN_IF_ERROR(own.status());
      known->second[input.items[i]] = own.value();
    }
  }
  const auto found = known->second.find(original);
  return found == known->second.end() ? Fraction() : found->second;
}

absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> Taker::RefundedBefore(
    const Statement::State& earlier) const {
  std::vector<std::pair<int64_t, int64_t>> reversed;
  Period between = earlier.period;
  between.start = earlier.period.end;
  between.end = statement_.period.start;
  if (between.start >= between.end) return reversed;
  for (const LateRefund& late : LateRefundsOf(statement_, component_, payee_, between)) {
    const bool of_period =
        earlier.period.Contains(Date::FromDays(ItemAt(index_, late.original).day));
    if (of_period && Within(late)) reversed.emplace_back(late.original, late.refund);
  }
  return reversed;
}

absl::Status Taker::Take(const LateRefund& late, std::vector<SaleClawed>& clawed) {
  const PaymentClawback& rule = *prepared_.plan.payment.clawback;
  const PayCredit& refund = ItemAt(index_, late.refund);
  const PayCredit& original = ItemAt(index_, late.original);
  const Date sold = Date::FromDays(original.day);
  ATTAIN_ASSIGN_OR_RETURN(const Statement::State* earlier, PeriodOf(sold));
  if (earlier == nullptr || !Within(late)) return absl::OkStatus();
  SaleClawed taken;
  taken.component = component_;
  taken.sale = prepared_.sales->Of(index_.table, refund.row);
  taken.refund = refund.row;
  taken.day = refund.day;
  taken.sold = original.day;
  taken.rank = refund.rank;
  const Exact back = Exact() - AmountOf(index_, late.refund);
  const Exact whole = AmountOf(index_, late.original);
  if (whole.value().is_zero()) return absl::OkStatus();
  Exact& before = refunded_[late.original];
  const Exact left = whole - before;
  if (!left.value().is_zero()) taken.part_left = (back / left).value();
  before += back;
  ATTAIN_RETURN_IF_ERROR((back / whole + before).status());

  Exact amount;
  if (rule.kind == ClawbackKind::kRecalculated) {
    const auto [known, added] = reversed_.try_emplace(earlier->period.start);
    if (added) {
      ATTAIN_ASSIGN_OR_RETURN(known->second, RefundedBefore(*earlier));
    }
    ATTAIN_ASSIGN_OR_RETURN(const ComponentPay with, Pay(*earlier, known->second, Detail::kTotal));
    known->second.emplace_back(late.original, late.refund);
    ATTAIN_ASSIGN_OR_RETURN(const ComponentPay without,
                            Pay(*earlier, known->second, Detail::kTotal));
    amount = Exact(with.total) - Exact(without.total);
    taken.earned = amount.value();
  } else {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction earned, EarnedBy(*earlier, late.original));
    const Exact of_part = Exact(earned) * back / whole;
    taken.earned = of_part.value();
    amount = of_part;
    if (rule.kind == ClawbackKind::kPercent) {
      amount = of_part * Exact(Fraction(rule.percent->factor()));
    } else if (rule.kind == ClawbackKind::kProrated) {
      const int64_t term = *rule.term;
      const int64_t served = std::min(term, MonthsBetween(sold, Date::FromDays(refund.day)));
      amount = of_part * Exact(*Fraction::Of(term - served, term));
    }
  }
  ATTAIN_RETURN_IF_ERROR(amount.status());
  taken.amount = -amount.value();
  clawed.push_back(std::move(taken));
  return absl::OkStatus();
}

// Of what is taken back, the part that was never paid is cancelled instead.
absl::Status CancelHeld(const Statement::State& statement, std::vector<SaleClawed>& clawed) {
  std::map<SaleId, Exact> open;
  for (const auto& [sale, held] : statement.opening.sales)
    open[sale] = Exact(held.held) - Exact(held.released);
  const std::vector<uint8_t>& holds = statement.prepared->holds;
  for (size_t i = 0; i < clawed.size();) {
    size_t end = i;
    Exact earned;
    for (; end < clawed.size() && clawed[end].refund == clawed[i].refund; ++end) {
      if (!holds.empty() && holds[clawed[end].component] != 0) earned += Exact(clawed[end].earned);
    }
    const auto held = open.find(clawed[i].sale);
    if (held != open.end() && !earned.value().is_zero()) {
      const Exact cancelled = held->second * Exact(clawed[i].part_left);
      for (; i < end; ++i) {
        if (holds[clawed[i].component] == 0) continue;
        const Exact own = cancelled * Exact(clawed[i].earned) / earned;
        const Exact amount = Exact(clawed[i].amount) + own;
        ATTAIN_RETURN_IF_ERROR(amount.status());
        clawed[i].cancelled = own.value();
        clawed[i].amount = amount.value();
      }
      held->second = held->second - cancelled;
    }
    i = end;
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<LateRefund> LateRefundsOf(const Statement::State& statement, size_t component,
                                      const Payee& payee, const Period& period) {
  std::vector<LateRefund> late;
  const Prepared::State& prepared = *statement.prepared;
  if (prepared.clawbacks.empty() || prepared.clawbacks[component] == 0) return late;
  const CreditIndex& index = statement.CreditsOf(component);
  const std::span<const PayCredit> all = index.Of(payee.rep);
  for (const int64_t place : InputOf(index, payee, period).items) {
    const PayCredit& item = ItemAt(index, place);
    if (!prepared.sales->Reverses(index.table, item.row)) continue;
    if (index.AmountAt(static_cast<size_t>(place)).sign() >= 0) continue;
    const int64_t row = prepared.sales->OriginalOf(index.table, item.row);
    const auto original = std::find_if(all.begin(), all.end(), [&](const PayCredit& candidate) {
      return candidate.row == row && candidate.member == item.member;
    });
    if (original == all.end() || original->day >= period.start.days()) continue;
    late.push_back({.refund = place, .original = &*original - index.items.data()});
  }
  return late;
}

void AddEarlier(const Payee& payee, const Targets& targets, Statement::State& statement) {
  const Prepared::State& prepared = *statement.prepared;
  std::vector<int32_t> days;
  for (size_t c = 0; c < prepared.clawbacks.size(); ++c) {
    const CreditIndex& index = statement.CreditsOf(c);
    for (const LateRefund& late : LateRefundsOf(statement, c, payee, statement.period))
      days.push_back(ItemAt(index, late.original).day);
  }
  std::sort(days.begin(), days.end());
  for (const int32_t day : days) {
    const Date sold = Date::FromDays(day);
    if (!statement.earlier.empty() && statement.earlier.back()->period.Contains(sold)) continue;
    const absl::StatusOr<Period> period = prepared.calendar.PeriodOf(sold, statement.period.grain);
    if (!period.ok()) {
      statement.earlier_status = period.status();
      return;
    }
    if (!payee.IsIn(*period)) continue;
    auto earlier = std::make_shared<Statement::State>();
    earlier->prepared = statement.prepared;
    earlier->own = statement.own;
    earlier->payee = statement.payee;
    earlier->period = *period;
    // A quota that is missing is missed by the component that needs it.
    for (const auto& [id, series] : targets) {
      const absl::StatusOr<Fraction> quota = QuotaOf(prepared, id, *series, payee, *period);
      if (quota.ok()) earlier->quotas.emplace_back(id, *quota);
    }
    statement.earlier.push_back(std::move(earlier));
  }
}

absl::StatusOr<std::vector<SaleClawed>> ClawBack(const Statement::State& statement,
                                                 const Payee& payee) {
  const Prepared::State& prepared = *statement.prepared;
  std::vector<SaleClawed> clawed;
  for (size_t c = 0; c < prepared.clawbacks.size(); ++c) {
    if (prepared.clawbacks[c] == 0) continue;
    Taker taker(statement, c, payee);
    for (const LateRefund& late : LateRefundsOf(statement, c, payee, statement.period))
      ATTAIN_RETURN_IF_ERROR(taker.Take(late, clawed));
  }
  if (clawed.empty() || prepared.plan.payment.clawback->kind != ClawbackKind::kPaidPart)
    return clawed;
  std::stable_sort(clawed.begin(), clawed.end(), [](const SaleClawed& a, const SaleClawed& b) {
    return std::pair(a.day, a.rank) < std::pair(b.day, b.rank);
  });
  ATTAIN_RETURN_IF_ERROR(CancelHeld(statement, clawed));
  return clawed;
}

}  // namespace attain::incentive
