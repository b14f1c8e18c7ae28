// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The components of one statement, each paid on its credits.
#include <algorithm>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/clawbacks.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/measured.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

// What the payee was credited of an index in a stretch of time; of a team by all or one member.
absl::StatusOr<Fraction> CreditedOf(const CreditIndex& index, const Payee& payee,
                                    const Period& reach, int32_t member = -1) {
  Exact sum;
  for (const int64_t item : InputOf(index, payee, reach).items) {
    const auto place = static_cast<size_t>(item);
    if (member < 0 || index.items[place].member == member) sum += Exact(index.AmountAt(place));
  }
  ATTAIN_RETURN_IF_ERROR(sum.status());
  return sum.value();
}

// What the payee was credited of the measures behind other targets; of a team by all or one member.
absl::Status AddActuals(const Statement::State& statement, size_t component, const Payee& payee,
                        const Period& span, PayInput& input, int32_t member = -1) {
  const Prepared::State& prepared = *statement.prepared;
  for (const std::string& target : prepared.terms[component].targets()) {
    const auto found =
        prepared.credits_of_target.find(TargetKey(prepared.terms[component].definition(), target));
    if (found == prepared.credits_of_target.end() || found->second < 0) continue;
    const CreditIndex& index = statement.IndexAt(found->second);
    if (index.measure == prepared.terms[component].definition().measure) continue;
    for (const CreditFault& fault : index.faults) {
      const Date day = Date::FromDays(fault.day);
      if (fault.payee == payee.rep && span.Contains(day) && payee.Covers(day)) return fault.status;
    }
    ATTAIN_ASSIGN_OR_RETURN(const Fraction credited, CreditedOf(index, payee, span, member));
    input.actuals.emplace_back(target, credited);
  }
  return absl::OkStatus();
}

// The shares of the credits and the rules that pay them, where the component asks for either.
void AddRules(const Prepared::State& prepared, size_t component, const CreditIndex& index,
              InputColumns& columns) {
  if (prepared.rules.empty() || prepared.rules[component].empty()) return;
  for (const std::vector<int32_t>& by_row : prepared.rules[component]) {
    std::vector<int32_t>& rules = columns.rules.emplace_back();
    for (const int64_t item : columns.items)
      rules.push_back(by_row[static_cast<size_t>(index.items[static_cast<size_t>(item)].row)]);
  }
  for (const std::vector<int32_t>& rules : columns.rules) columns.views.emplace_back(rules);
  for (const int64_t item : columns.items) {
    const PayCredit& credit = index.items[static_cast<size_t>(item)];
    columns.shares.push_back(index.shares[static_cast<size_t>(credit.share)]);
  }
}

// The first credit of the payee that could not be taken.
absl::Status CheckFaults(const Statement::State& statement, size_t component, const Payee& payee,
                         const Period& reach) {
  for (const CreditFault& fault : statement.CreditsOf(component).faults) {
    const Date day = Date::FromDays(fault.day);
    if (fault.payee == payee.rep && reach.Contains(day) && payee.Covers(day)) return fault.status;
  }
  return absl::OkStatus();
}

// From the start of what a gate counts to the end of `reach`, with the quotas of that stretch.
// Nothing where the statement knows no such span.
absl::StatusOr<std::optional<SpanPart>> CountedBy(const Statement::State& statement,
                                                  const Gate& gate, const Period& reach) {
  const auto span = statement.spans.find(gate.span);
  if (gate.span == Span::kPeriod || span == statement.spans.end()) return std::nullopt;
  SpanPart counted{reach, {}, {}};
  for (const SpanPart& part : span->second) {
    if (part.period.end != reach.end) continue;
    counted.period.start = span->second.front().period.start;
    counted.quotas = part.quotas;
    return counted;
  }
  // A quarter before that of the statement, of a component that goes through the year.
  const auto year = statement.spans.find(Span::kYearToDate);
  if (year == statement.spans.end()) return std::nullopt;
  ATTAIN_ASSIGN_OR_RETURN(const Period quarter,
                          statement.prepared->calendar.PeriodOf(reach.end - 1, Grain::kQuarter));
  counted.period.start = quarter.start;
  std::map<std::string, Exact> sums;
  for (const SpanPart& part : year->second) {
    if (part.period.start < quarter.start || part.period.end > reach.end) continue;
    for (const auto& [id, quota] : part.own) sums[id] += Exact(quota);
  }
  for (const auto& [id, sum] : sums) {
    ATTAIN_RETURN_IF_ERROR(sum.status());
    counted.quotas.emplace_back(id, sum.value());
  }
  return counted;
}

// The values of gates that count from the start of a quarter or year up to the end of `reach`.
absl::Status AddGates(const Statement::State& statement, size_t component, const Payee& payee,
                      const Period& reach, InputColumns& columns) {
  const Prepared::State& prepared = *statement.prepared;
  const Component& definition = prepared.terms[component].definition();
  for (const Gate& gate : definition.gates) {
    std::optional<Fraction>& value = columns.gates.emplace_back();
    ATTAIN_ASSIGN_OR_RETURN(const std::optional<SpanPart> counted,
                            CountedBy(statement, gate, reach));
    if (!counted.has_value()) continue;
    const auto other = prepared.credits_of_target.find(TargetKey(definition, gate.over.id));
    const bool own = gate.over.kind != "attainment" || other == prepared.credits_of_target.end() ||
                     other->second < 0;
    ATTAIN_ASSIGN_OR_RETURN(
        value, CreditedOf(own ? statement.CreditsOf(component) : statement.IndexAt(other->second),
                          payee, counted->period));
    if (gate.over.kind != "attainment") continue;
    for (const auto& [target, quota] : QuotasFor(definition, counted->quotas)) {
      if (target != gate.over.id) continue;
      if (quota.sign() <= 0) {
        value.reset();  // told when the gate is asked: one before it may be closed
        break;
      }
      ATTAIN_ASSIGN_OR_RETURN(value, ExactQuotient(*value, quota));
    }
  }
  return absl::OkStatus();
}

// The part of a stretch on which the payee is assigned; of a span all its days count, also those of
// periods before the payee joined.
absl::StatusOr<Fraction> PartOf(const Prepared::State& prepared, Span span, const Payee& payee,
                                Period reach) {
  if (span != Span::kPeriod) {
    const Grain whole = span == Span::kYearToDate ? Grain::kYear : Grain::kQuarter;
    ATTAIN_ASSIGN_OR_RETURN(const Period parent, prepared.calendar.PeriodOf(reach.start, whole));
    reach.start = std::min(reach.start, parent.start);
  }
  return PartAssigned(payee, reach);
}

// The input of a component for a stretch of time; `columns` holds what it looks at.
absl::StatusOr<PayInput> MakeInput(const Statement::State& statement, size_t component,
                                   const Payee& payee, const Period& reach, InputColumns& columns) {
  const Prepared::State& prepared = *statement.prepared;
  const CreditIndex& index = statement.CreditsOf(component);
  columns = InputOf(statement, component, payee, reach);
  AddRules(prepared, component, index, columns);
  ATTAIN_RETURN_IF_ERROR(AddExchange(prepared, index, columns));
  ATTAIN_RETURN_IF_ERROR(AddGates(statement, component, payee, reach, columns));
  PayInput input = columns.View(index, reach);
  if (prepared.terms[component].prorates()) {
    ATTAIN_ASSIGN_OR_RETURN(
        input.part, PartOf(prepared, prepared.terms[component].definition().span, payee, reach));
  }
  ATTAIN_RETURN_IF_ERROR(AddActuals(statement, component, payee, reach, input));
  return input;
}

// A component that keeps something for later periods: each period of the fiscal year so far,
// handing on what it keeps.
absl::StatusOr<ComponentPay> PayCarrying(const Statement::State& statement, size_t component,
                                         const Payee& payee, Detail detail) {
  const ComponentTerms& terms = statement.prepared->terms[component];
  std::vector<SpanPart> parts = {{statement.period, {}, statement.quotas}};
  const auto year = statement.spans.find(Span::kYearToDate);
  if (year != statement.spans.end() && !year->second.empty()) parts = year->second;
  Fraction base;
  Fraction kept;
  for (size_t i = 0;; ++i) {
    const bool last = i + 1 == parts.size();
    ATTAIN_RETURN_IF_ERROR(CheckFaults(statement, component, payee, parts[i].period));
    InputColumns columns;
    ATTAIN_ASSIGN_OR_RETURN(PayInput input,
                            MakeInput(statement, component, payee, parts[i].period, columns));
    input.quotas = QuotasFor(terms.definition(), parts[i].own);
    input.base_before = base;
    input.kept_before = kept;
    ATTAIN_ASSIGN_OR_RETURN(ComponentPay pay, Pay(terms, input, last ? detail : Detail::kTotal));
    if (last) return pay;
    base = pay.base_after;
    kept = pay.kept_after;
  }
}

// What everyone of a team earns the payee, each alone on their own credits and quota.
absl::StatusOr<ComponentPay> PayMembers(const Statement::State& statement, size_t component,
                                        const Payee& payee, Detail detail) {
  const Prepared::State& prepared = *statement.prepared;
  const ComponentTerms& terms = prepared.terms[component];
  InputColumns columns;
  ATTAIN_ASSIGN_OR_RETURN(const PayInput all,
                          MakeInput(statement, component, payee, statement.period, columns));
  const std::vector<int32_t> ranks = prepared.data.ids(crm::Entity::kRep).Ranks();
  std::vector<std::pair<int32_t, int32_t>> members;  // in name order
  for (const int32_t member : columns.members)
    members.emplace_back(ranks[static_cast<size_t>(member)], member);
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  ComponentPay sum;
  Exact total;
  Exact credited;
  if (detail != Detail::kTotal) sum.credits.assign(columns.items.size(), Fraction());
  for (const auto& ranked : members) {
    const int32_t member = ranked.second;
    std::vector<int32_t> places;
    InputColumns own;
    own.rules.resize(columns.rules.size());
    for (size_t i = 0; i < columns.items.size(); ++i) {
      if (columns.members[i] != member) continue;
      places.push_back(static_cast<int32_t>(i));
      own.days.push_back(columns.days[i]);
      own.members.push_back(member);
      if (!columns.amounts.empty()) own.amounts.push_back(columns.amounts[i]);
      if (!columns.exact.empty()) own.exact.push_back(columns.exact[i]);
      if (!columns.shares.empty()) own.shares.push_back(columns.shares[i]);
      if (!columns.exchange.empty()) {
        own.exchange.push_back(columns.exchange[i]);
        own.own_scales.push_back(columns.own_scales[i]);
      }
      for (size_t v = 0; v < columns.rules.size(); ++v) own.rules[v].push_back(columns.rules[v][i]);
    }
    for (const std::vector<int32_t>& rules : own.rules) own.views.emplace_back(rules);
    PayInput input = own.View(statement.CreditsOf(component), statement.period);
    input.part = all.part;
    for (const MemberQuota& quota : statement.member_quotas) {
      if (quota.member != member) continue;
      const std::string target = quota.key.substr(0, quota.key.find('\n'));
      if (quota.key == TargetKey(terms.definition(), target))
        input.quotas.emplace_back(target, quota.quota);
    }
    ATTAIN_RETURN_IF_ERROR(
        AddActuals(statement, component, payee, statement.period, input, member));
    absl::StatusOr<ComponentPay> pay = Pay(terms, input, detail);
    if (!pay.ok()) {
      return MakeError(
          ReasonOf(pay.status()),
          StrCat(prepared.data.ids(crm::Entity::kRep).name(member), ": ", MessageOf(pay.status())));
    }
    total += Exact(pay->total);
    credited += Exact(pay->credited);
    sum.capped |= pay->capped;
    for (size_t i = 0; i < pay->credits.size(); ++i)
      sum.credits[static_cast<size_t>(places[i])] = pay->credits[i];
    for (PayLine& line : pay->lines) {
      line.member = member;
      for (int32_t& credit : line.credits) credit = places[static_cast<size_t>(credit)];
      sum.lines.push_back(std::move(line));
    }
  }
  ATTAIN_RETURN_IF_ERROR((total + credited).status());
  sum.total = total.value();
  sum.credited = credited.value();
  return sum;
}

}  // namespace

// One component: for the period, or for every period of its span so far, each less what those
// before it earned.
absl::StatusOr<ComponentPay> PayComponent(const Statement::State& statement, size_t component,
                                          const Payee& payee, Detail detail) {
  const ComponentTerms& terms = statement.prepared->terms[component];
  if (terms.carries()) return PayCarrying(statement, component, payee, detail);
  if (terms.definition().team.has_value() &&
      terms.definition().team->mode == OverrideMode::kIndividual)
    return PayMembers(statement, component, payee, detail);
  std::vector<SpanPart> parts = {{statement.period, statement.quotas, {}}};
  if (const auto own = statement.measured.find(component); own != statement.measured.end()) {
    if (!own->second.has_value()) return ComponentPay{};  // its turn is another
    parts = {*own->second};
  }
  const auto span = statement.spans.find(terms.definition().span);
  if (terms.definition().span != Span::kPeriod && span != statement.spans.end())
    parts = span->second;
  Period reach = statement.ReachOf(component);
  Exact earned;
  for (size_t i = 0;; ++i) {
    const bool last = i + 1 == parts.size();
    reach.end = parts[i].period.end;
    InputColumns columns;
    ATTAIN_ASSIGN_OR_RETURN(PayInput input, MakeInput(statement, component, payee, reach, columns));
    input.first_day = parts[i].period.start;  // of the period, not of its span
    input.quotas = QuotasFor(terms.definition(), parts[i].quotas);
    input.earned_before = earned.value();
    if (component < statement.awards.size()) input.award = statement.awards[component];
    ATTAIN_ASSIGN_OR_RETURN(ComponentPay pay, Pay(terms, input, last ? detail : Detail::kTotal));
    if (last) return pay;
    earned += Exact(pay.exact);
    ATTAIN_RETURN_IF_ERROR(earned.status());
  }
}

namespace {

// The cap of the plan: what all components together pay above it.
absl::Status CapPlan(const Payee& payee, Statement::State& statement) {
  const std::optional<Cap>& cap = statement.prepared->plan.cap;
  if (!cap.has_value()) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(const Money money, cap->amount.ToMoney(statement.prepared->currency));
  Exact most = Fraction(money.ToDecimal());
  if (cap->prorate) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction part, PartAssigned(payee, statement.period));
    most = most * Exact(part);
  }
  Exact earned;
  for (const ComponentPay& component : statement.components) earned += Exact(component.total);
  const Exact change = most - earned;
  ATTAIN_RETURN_IF_ERROR(change.status());
  if (change.value().sign() >= 0) return absl::OkStatus();
  PayLine line;
  line.rule = Rule::kCap;
  line.base = most.value();
  line.amount = change.value();
  statement.plan_lines.push_back(std::move(line));
  return absl::OkStatus();
}

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

PayInput InputColumns::View(const CreditIndex& index, const Period& reach) const {
  PayInput input;
  input.amounts = amounts;
  input.exact = exact;
  input.denominator = index.denominator;
  input.days = days;
  input.members = members;
  input.first_day = reach.start;
  input.last_day = reach.end - 1;
  input.shares = shares;
  input.exchange = exchange;
  input.own_scales = own_scales;
  input.gates = gates;
  input.rules = views;
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

InputColumns InputOf(const Statement::State& statement, size_t component, const Payee& payee,
                     const Period& period) {
  const CreditIndex& index = statement.CreditsOf(component);
  const std::vector<LateRefund> late = LateRefundsOf(statement, component, payee, period);
  InputColumns all = InputOf(index, payee, period);
  if (late.empty() && statement.reversed.empty()) return all;
  InputColumns columns;
  for (size_t i = 0; i < all.items.size(); ++i) {
    const int64_t place = all.items[i];
    if (std::any_of(late.begin(), late.end(),
                    [&](const LateRefund& refund) { return refund.refund == place; }))
      continue;
    columns.items.push_back(place);
    columns.days.push_back(all.days[i]);
    columns.members.push_back(all.members[i]);
    if (index.exact.empty()) {
      columns.amounts.push_back(all.amounts[i]);
    } else {
      columns.exact.push_back(all.exact[i]);
    }
    for (const auto& [original, refund] : statement.reversed) {
      if (original != place) continue;
      const auto at = static_cast<size_t>(refund);
      if (index.exact.empty()) {
        columns.amounts.back() += index.items[at].amount;
      } else {
        columns.exact.back() = (Exact(columns.exact.back()) + Exact(index.exact[at])).value();
      }
    }
  }
  return columns;
}

absl::StatusOr<Standing> StandOf(const Statement::State& statement, size_t component,
                                 const Payee& payee) {
  const auto own = statement.measured.find(component);
  const bool apart = own != statement.measured.end();
  if (apart && !own->second.has_value()) return Standing{};  // its turn is another
  const Period reach = statement.ReachOf(component);
  ATTAIN_RETURN_IF_ERROR(CheckFaults(statement, component, payee, reach));
  InputColumns columns;
  ATTAIN_ASSIGN_OR_RETURN(PayInput input, MakeInput(statement, component, payee, reach, columns));
  const ComponentTerms& terms = statement.prepared->terms[component];
  input.quotas = QuotasFor(terms.definition(), apart ? own->second->quotas : statement.quotas);
  return Stand(terms, input);
}

absl::Status PayComponents(const Payee& payee, Detail detail, Statement::State& statement) {
  const Prepared::State& prepared = *statement.prepared;
  statement.components.clear();
  statement.plan_lines.clear();
  for (size_t c = 0; c < prepared.terms.size(); ++c) {
    ATTAIN_RETURN_IF_ERROR(CheckFaults(statement, c, payee, statement.ReachOf(c)));
    absl::StatusOr<ComponentPay> pay = PayComponent(statement, c, payee, detail);
    if (!pay.ok())
      return MakeError(ReasonOf(pay.status()),
                       StrCat(prepared.terms[c].definition().id, ": ", MessageOf(pay.status())));
    statement.components.push_back(*std::move(pay));
  }
  return CapPlan(payee, statement);
}

absl::Status CutToBudget(Statement::State& statement) {
  if (!statement.budget.has_value()) return absl::OkStatus();
  Exact earned;
  for (const ComponentPay& component : statement.components) earned += Exact(component.total);
  for (const PayLine& line : statement.plan_lines) earned += Exact(line.amount);
  const BudgetUse& use = *statement.budget;
  ATTAIN_RETURN_IF_ERROR(earned.status());
  if (earned.value().sign() <= 0 || use.earned <= use.budget) return absl::OkStatus();
  const Exact factor = Exact(use.budget) / Exact(use.earned);
  const Exact change = earned * factor - earned;
  ATTAIN_RETURN_IF_ERROR(change.status());
  PayLine line;
  line.rule = Rule::kBudget;
  line.base = earned.value();
  line.rate = factor.value();
  line.amount = change.value();
  statement.plan_lines.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace attain::incentive
