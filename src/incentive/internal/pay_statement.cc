// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One statement: every component paid on its credits, then settled.
#include <algorithm>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

}  // namespace

bool Payee::IsIn(const Period& period) const {
  if (assigned.empty()) return true;
  return std::any_of(assigned.begin(), assigned.end(), [&](const Assignment& days) {
    return days.valid.from < period.end && period.start < days.valid.to;
  });
}

bool Payee::Covers(Date day) const {
  if (!by_assignment) return true;
  return std::any_of(assigned.begin(), assigned.end(),
                     [&](const Assignment& days) { return days.valid.Contains(day); });
}

PayInput InputColumns::View(const CreditIndex& index, Date last_day) const {
  PayInput input;
  input.amounts = amounts;
  input.exact = exact;
  input.denominator = index.denominator;
  input.days = days;
  input.members = members;
  input.last_day = last_day;
  return input;
}

InputColumns InputOf(const CreditIndex& index, const Payee& payee, const Period& period) {
  InputColumns columns;
  const std::span<const PayCredit> items = index.Of(payee.rep);
  const auto begin =
      std::lower_bound(items.begin(), items.end(), period.start.days(),
                       [](const PayCredit& credit, int32_t day) { return credit.day < day; });
  const auto offset = static_cast<int64_t>(items.empty() ? 0 : items.data() - index.items.data());
  for (auto item = begin; item != items.end() && item->day < period.end.days(); ++item) {
    if (!payee.Covers(Date::FromDays(item->day))) continue;
    const int64_t place = offset + (item - items.begin());
    columns.items.push_back(place);
    columns.days.push_back(item->rate_day);
    columns.members.push_back(item->member);
    if (index.exact.empty()) {
      columns.amounts.push_back(item->amount);
    } else {
      columns.exact.push_back(index.exact[static_cast<size_t>(place)]);
    }
  }
  return columns;
}

// What the payee was credited of the measures behind other targets.
absl::Status AddActuals(const Statement::State& statement, size_t component, const Payee& payee,
                        const Period& span, PayInput& input) {
  const Prepared::State& prepared = *statement.prepared;
  for (const std::string& target : prepared.terms[component].targets()) {
    const auto found = prepared.credits_of_target.find(target);
    if (found == prepared.credits_of_target.end() || found->second < 0) continue;
    const CreditIndex& index = statement.IndexAt(found->second);
    if (index.measure == prepared.terms[component].definition().measure) continue;
    for (const CreditFault& fault : index.faults) {
      const Date day = Date::FromDays(fault.day);
      if (fault.payee == payee.rep && span.Contains(day) && payee.Covers(day)) return fault.status;
    }
    Exact sum;
    for (const int64_t item : InputOf(index, payee, span).items)
      sum += Exact(index.AmountAt(static_cast<size_t>(item)));
    ATTAIN_RETURN_IF_ERROR(sum.status());
    input.actuals.emplace_back(target, sum.value());
  }
  return absl::OkStatus();
}

// One component: for the period, or for every period of its span so far, each less what those
// before it earned.
absl::StatusOr<ComponentPay> PayComponent(const Statement::State& statement, size_t component,
                                          const Payee& payee, Detail detail) {
  const ComponentTerms& terms = statement.prepared->terms[component];
  std::vector<SpanPart> parts = {{statement.period, statement.quotas}};
  const auto span = statement.spans.find(terms.definition().span);
  if (span != statement.spans.end()) parts = span->second;
  Period reach = statement.ReachOf(component);
  Exact earned;
  for (size_t i = 0;; ++i) {
    const bool last = i + 1 == parts.size();
    reach.end = parts[i].period.end;
    const CreditIndex& index = statement.CreditsOf(component);
    const InputColumns columns = InputOf(index, payee, reach);
    PayInput input = columns.View(index, reach.end - 1);
    input.quotas = parts[i].quotas;
    input.earned_before = earned.value();
    ATTAIN_RETURN_IF_ERROR(AddActuals(statement, component, payee, reach, input));
    ATTAIN_ASSIGN_OR_RETURN(ComponentPay pay, Pay(terms, input, last ? detail : Detail::kTotal));
    if (last) return pay;
    earned += Exact(pay.total);
    ATTAIN_RETURN_IF_ERROR(earned.status());
  }
}

void PayStatement(const Payee& payee, Openings opening, Detail detail,
                  Statement::State& statement) {
  const Prepared::State& prepared = *statement.prepared;
  statement.opening = std::move(opening);
  const auto fail = [&](Reason reason, std::string text) {
    statement.status = reason == Reason::kTargetZero ? measure::ValueStatus::kUndefined
                                                     : measure::ValueStatus::kError;
    statement.reason = reason;
    statement.text = std::move(text);
    statement.components.clear();
    statement.amounts = {};
    KeepBalances(statement);
  };
  // Holds ask what each transaction earned.
  const bool by_sale = detail == Detail::kTotal && prepared.sales != nullptr;
  const Detail wanted = by_sale ? Detail::kLines : detail;
  if (statement.reason != Reason::kNone) return fail(statement.reason, statement.text);
  for (size_t c = 0; c < prepared.terms.size(); ++c) {
    const CreditIndex& index = statement.CreditsOf(c);
    const Period reach = statement.ReachOf(c);
    for (const CreditFault& fault : index.faults) {
      const Date day = Date::FromDays(fault.day);
      if (fault.payee == payee.rep && reach.Contains(day) && payee.Covers(day)) {
        return fail(ReasonOf(fault.status), MessageOf(fault.status));
      }
    }
    absl::StatusOr<ComponentPay> pay = PayComponent(statement, c, payee, wanted);
    if (!pay.ok())
      return fail(ReasonOf(pay.status()),
                  StrCat(prepared.terms[c].definition().id, ": ", MessageOf(pay.status())));
    statement.components.push_back(*std::move(pay));
  }
  const absl::Status settled = SettleStatement(payee, statement);
  if (!settled.ok()) return fail(ReasonOf(settled), MessageOf(settled));
  for (ComponentPay& component : statement.components) {
    if (!by_sale) break;
    component.credits.clear();
    component.lines.clear();
  }
}

}  // namespace attain::incentive
