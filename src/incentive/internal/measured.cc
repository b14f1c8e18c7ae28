// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "incentive/internal/measured.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

absl::StatusOr<std::optional<Period>> PaidWith(const crm::Calendar& calendar,
                                               const Component& component, const Period& period) {
  const bool next = component.paid_in == PaidIn::kNext;
  ATTAIN_ASSIGN_OR_RETURN(
      const Period whole,
      calendar.PeriodOf(next ? period.start - 1 : period.start, *component.period));
  if (whole.end != (next ? period.start : period.end)) return std::optional<Period>();
  return std::optional<Period>(whole);
}

absl::Status AddMeasured(const Prepared::State& state, const Payee& payee, const Targets& targets,
                         Statement::State& statement) {
  for (size_t c = 0; c < state.terms.size(); ++c) {
    const Component& component = state.terms[c].definition();
    if (!component.period.has_value()) continue;
    std::optional<SpanPart>& measured = statement.measured[c];
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<Period> whole,
                            PaidWith(state.calendar, component, statement.period));
    if (!whole.has_value()) continue;
    std::vector<Period> parts = {*whole};
    if (statement.period.grain != whole->grain) {
      ATTAIN_ASSIGN_OR_RETURN(parts, state.calendar.Children(*whole, statement.period.grain));
    }
    const bool there = std::any_of(parts.begin(), parts.end(),
                                   [&](const Period& part) { return payee.IsIn(part); });
    if (!there) continue;
    measured = SpanPart{*whole, {}, {}};
    for (const auto& [key, series] : targets) {
      Exact sum;
      absl::Status status;
      for (const Period& part : parts) {
        if (!payee.IsIn(part) || !status.ok()) continue;
        const absl::StatusOr<Fraction> quota = QuotaOf(state, key, *series, payee, part);
        status = quota.status();
        if (quota.ok()) sum += Exact(*quota);
      }
      // Who asks for a quota that is missing says so.
      if (status.ok() && !sum.failed()) measured->quotas.emplace_back(key, sum.value());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Date> RateDays::Of(int32_t day) {
  if (at_ == FxAt::kCredit) return Date::FromDays(day);
  const auto known = known_.find(day);
  if (known != known_.end()) return known->second;
  ATTAIN_ASSIGN_OR_RETURN(const Period period, calendar_.PeriodOf(Date::FromDays(day), grain_));
  return known_[day] = at_ == FxAt::kCalculation ? period.end - 1 : period.end;
}

absl::Status AddExchange(const Prepared::State& state, const CreditIndex& index,
                         InputColumns& columns) {
  if (state.plan.fx.order != FxOrder::kRoundThenConvert || !index.money) return absl::OkStatus();
  RateDays days(state.plan.fx.at, state.plan.period, state.calendar);
  const crm::Rows rows = state.data.rows(index.table);
  for (const int64_t item : columns.items) {
    const PayCredit& credit = index.items[static_cast<size_t>(item)];
    const Currency own = rows.currency(credit.row);
    Fraction& rate = columns.exchange.emplace_back();
    columns.own_scales.push_back(own.scale());
    if (own.code() == state.currency.code()) continue;
    ATTAIN_ASSIGN_OR_RETURN(const Date day, days.Of(credit.rate_day));
    ATTAIN_ASSIGN_OR_RETURN(
        rate, state.data.fx().Rate(own, state.currency, day, RateTypeOf(state.plan.fx.rate_type)));
  }
  return absl::OkStatus();
}

}  // namespace attain::incentive
