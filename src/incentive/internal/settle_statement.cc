// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A statement settled by the payment plan: the terms for its payee and period, the sales on hold,
// the balances it hands on.
#include <algorithm>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/clawbacks.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/pay_kinds.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

// The rule by which a statement is rounded: that of the components which leave it to the payment,
// else half to even to the currency's unit.
Rounding PaymentRounding(const Plan& plan) {
  for (const Component& component : plan.components) {
    if (component.rounding.point == RoundingPoint::kPayment) return component.rounding;
  }
  return Rounding{};
}

bool InForce(const Validity& valid, const Period& period) {
  return valid.from < period.end && period.start < valid.to;
}

// The part of a period on whose days something is valid and the payee is on the plan.
absl::StatusOr<Fraction> PartInForce(const Payee& payee, const Validity& valid,
                                     const Period& period) {
  const auto days = [&](const Validity& also) {
    const Date from = std::max({valid.from, also.from, period.start});
    const Date to = std::min({valid.to, also.to, period.end});
    return Exact(Fraction(std::max(0, to - from))) / Exact(Fraction(period.days()));
  };
  if (payee.assigned.empty()) return days({}).value();
  Exact part;
  for (const Assignment& assignment : payee.assigned) {
    const bool given = payee.by_assignment && assignment.proration.has_value();
    part += days(assignment.valid) * Exact(given ? *assignment.proration : Fraction(1));
  }
  ATTAIN_RETURN_IF_ERROR(part.status());
  return part.value();
}

// The terms of the payment plan for one payee and period.
class TermsMaker {
 public:
  TermsMaker(const Prepared::State& prepared, const Payee& payee, const Period& period)
      : prepared_(prepared), payee_(payee), period_(period) {}

  absl::StatusOr<SettleTerms> Make() const {
    const Payment& payment = prepared_.plan.payment;
    const Rounding rule = PaymentRounding(prepared_.plan);
    SettleTerms terms;
    terms.scale = static_cast<int>(rule.scale.value_or(prepared_.currency.scale()));
    terms.mode = rule.mode;
    terms.negative = payment.negative;
    if (payment.hold.has_value()) terms.hold_share = Fraction(payment.hold->share.factor());
    if (payment.maximum.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(terms.maximum, AmountOf(payment.maximum->amount, {}, false));
      terms.excess = payment.maximum->excess;
    }
    if (payment.guarantee.has_value() && InForce(payment.guarantee->valid, period_)) {
      const PaymentGuarantee& guarantee = *payment.guarantee;
      ATTAIN_ASSIGN_OR_RETURN(const Fraction amount,
                              AmountOf(guarantee.amount, guarantee.valid, guarantee.prorate));
      if (guarantee.kind == GuaranteeKind::kTopUp) {
        terms.top_up = amount;
      } else {
        terms.added = amount;
      }
    }
    if (payment.draw.has_value()) ATTAIN_RETURN_IF_ERROR(AddDraw(*payment.draw, terms));
    return terms;
  }

 private:
  absl::StatusOr<Fraction> AmountOf(const definition::Amount& amount, const Validity& valid,
                                    bool prorate) const {
    const Fraction whole(amount.value);
    if (!prorate) return whole;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction part, PartInForce(payee_, valid, period_));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, ExactProduct(whole, part));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                            Round(exact, prepared_.currency.scale(), RoundingMode::kHalfEven));
    return Fraction(rounded);
  }

  // Periods as the kernel counts them: this one is the second.
  absl::Status AddDraw(const PaymentDraw& draw, SettleTerms& terms) const {
    DrawTerms& made = terms.draw.emplace();
    terms.draw_period = 2;
    made.kind = draw.kind;
    made.share = Fraction(draw.share.factor());
    made.recovery_scale = prepared_.currency.scale();
    if (draw.minimum.has_value()) made.minimum = Fraction(draw.minimum->value);
    const bool waits = draw.recovery_from.has_value() && period_.start < *draw.recovery_from;
    made.recovery_first_period = waits ? 3 : 1;
    if (!InForce(draw.valid, period_)) {
      made.last_period = 1;
      return absl::OkStatus();
    }
    if (draw.valid.to <= period_.end) made.last_period = 2;
    ATTAIN_ASSIGN_OR_RETURN(made.amount, AmountOf(draw.amount, draw.valid, draw.prorate));
    return absl::OkStatus();
  }

  const Prepared::State& prepared_;
  const Payee& payee_;
  const Period& period_;
};

// The part of what is held for a sale that is free at the end of a period.
absl::StatusOr<Fraction> FreePart(const Prepared::State& prepared, SaleId sale,
                                  const Period& period) {
  if (!prepared.plan.payment.hold.has_value()) return Fraction(1);  // no plan holds it any longer
  const PaymentHold& hold = *prepared.plan.payment.hold;
  if (hold.until == HoldUntil::kDate) return Fraction(*hold.on < period.end ? 1 : 0);
  const std::optional<Date> day = sale.id < 0 ? std::optional<Date>() : prepared.sales->DayOf(sale);
  if (!day.has_value()) return Fraction(0);
  if (hold.until == HoldUntil::kDays)
    return Fraction(*day + static_cast<int>(hold.after->days) < period.end ? 1 : 0);
  ATTAIN_ASSIGN_OR_RETURN(const auto collected, prepared.sales->CollectedOf(sale, period.end));
  const auto& [received, booked] = collected;
  if (booked.sign() <= 0 || received >= booked) return Fraction(1);
  if (received.sign() <= 0 || hold.release == HoldRelease::kWhenComplete) return Fraction(0);
  return ExactQuotient(received, booked);
}

// What each sale earned in the statement, of the components whose pay is held. What a cap, a floor
// or a rounding of a component takes or adds follows its transactions.
absl::StatusOr<std::map<SaleId, Exact>> EarnedBySale(const Statement::State& statement,
                                                     const Payee& payee) {
  const Prepared::State& prepared = *statement.prepared;
  std::map<SaleId, Exact> earned;
  for (size_t c = 0; c < prepared.holds.size(); ++c) {
    if (prepared.holds[c] == 0) continue;
    const CreditIndex& index = statement.CreditsOf(c);
    const ComponentPay& pay = statement.components[c];
    const InputColumns input = InputOf(statement, c, payee, statement.ReachOf(c));
    Exact sum;
    for (const Fraction& credit : pay.credits) sum += Exact(credit);
    ATTAIN_RETURN_IF_ERROR(sum.status());
    if (sum.value().is_zero()) continue;
    const Exact factor = Exact(pay.total) / sum;
    for (size_t i = 0; i < pay.credits.size(); ++i) {
      if (pay.credits[i].is_zero()) continue;
      const int64_t row = index.items[static_cast<size_t>(input.items[i])].row;
      earned[prepared.sales->Of(index.table, row)] += Exact(pay.credits[i]) * factor;
    }
  }
  for (const auto& entry : earned) ATTAIN_RETURN_IF_ERROR(entry.second.status());
  return earned;
}

Fraction StillHeld(const SaleHeld& sale) {
  return (Exact(sale.held) - Exact(sale.released)).value();
}

void AddBalance(std::string kind, const Fraction& opening, const Fraction& closing,
                std::vector<Balance>& balances) {
  if (opening.is_zero() && closing.is_zero()) return;
  balances.push_back({.kind = std::move(kind),
                      .opening = opening,
                      .change = (Exact(closing) - Exact(opening)).value(),
                      .closing = closing});
}

// The balances of a statement, from what it started with to what it hands on.
void ListBalances(Statement::State& statement) {
  const StandingBalances& before = statement.opening.standing;
  const StandingBalances& after = statement.closing.standing;
  std::vector<Balance>& balances = statement.balances;
  balances.clear();
  AddBalance("carry", before.carry, after.carry, balances);
  AddBalance("draw", before.draw, after.draw, balances);
  AddBalance("maximum", before.maximum, after.maximum, balances);
  for (size_t c = 0; c < statement.components.size(); ++c) {
    const ComponentPay& pay = statement.components[c];
    const size_t first = balances.size();
    AddBalance("withheld", pay.kept_before, pay.kept_after, balances);
    AddBalance("below_zero", pay.base_before, pay.base_after, balances);
    for (size_t i = first; i < balances.size(); ++i)
      balances[i].component = statement.prepared->terms[c].definition().id;
  }
  std::map<SaleId, std::pair<SaleHeld, SaleHeld>> sales;
  for (const auto& [sale, held] : statement.opening.sales) sales[sale].first = held;
  for (const auto& [sale, held] : statement.closing.sales) sales[sale].second = held;
  const size_t first = balances.size();
  for (const auto& [sale, held] : sales) {
    const Fraction opening = StillHeld(held.first);
    const Fraction closing = StillHeld(held.second);
    Balance balance{.kind = "hold",
                    .opening = opening,
                    .change = (Exact(closing) - Exact(opening)).value(),
                    .closing = closing,
                    .transaction = {},
                    .deal = {},
                    .total = held.second.held};
    (sale.deal ? balance.deal : balance.transaction) = NameOf(statement.prepared->data, sale);
    balances.push_back(std::move(balance));
  }
  std::sort(balances.begin() + static_cast<std::ptrdiff_t>(first), balances.end(),
            [](const Balance& a, const Balance& b) {
              return std::tie(a.deal, a.transaction) < std::tie(b.deal, b.transaction);
            });
}

// Where the components of a hold or clawback are named.
std::string PathOf(const Prepared::State& state, std::string_view element) {
  using definition::JoinPath;
  return JoinPath(JoinPath(JoinPath(state.path, "payment"), element), "of");
}

}  // namespace

absl::Status FindSales(Prepared::State& state, std::optional<Timestamp> as_of) {
  const Payment& payment = state.plan.payment;
  bool hold_brought = false;
  for (const auto& entry : state.opening) {
    for (const OpeningRow& row : entry.second) hold_brought |= row.kind == crm::BalanceKind::kHold;
  }
  if (!payment.hold.has_value() && !payment.clawback.has_value() && !hold_brought)
    return absl::OkStatus();
  Findings findings;
  const auto find = [&](std::string_view element, const std::vector<std::string>& of,
                        std::vector<uint8_t>& flags) {
    flags.assign(state.terms.size(), 0);
    for (size_t c = 0; c < state.terms.size(); ++c) {
      const Component& component = state.terms[c].definition();
      const bool named = std::find(of.begin(), of.end(), component.id) != of.end();
      if (of.empty() ? !PaysByTransaction(component) : !named) continue;
      if (element == "clawback" && state.terms[c].carries()) {
        if (named)
          findings.AddError(Reason::kUnsupportedOption, {.path = PathOf(state, element)},
                            StrCat("\"", component.id,
                                   "\" keeps something for later periods; what a sale earned "
                                   "cannot be told by its period alone"));
        continue;
      }
      const std::string& table = state.credits[static_cast<size_t>(state.credits_of[c])].table;
      if (table == "transactions" || table == "deals") {
        flags[c] = 1;
      } else if (named) {
        findings.AddError(Reason::kUnsupportedOption, {.path = PathOf(state, element)},
                          StrCat("\"", component.id, "\" is paid on the table ", table,
                                 ", whose rows are neither transactions nor deals"));
      }
    }
  };
  if (payment.hold.has_value()) find("hold", payment.hold->of, state.holds);
  if (payment.clawback.has_value()) find("clawback", payment.clawback->of, state.clawbacks);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  ATTAIN_ASSIGN_OR_RETURN(Sales sales,
                          Sales::Of(state.data, RateTypeOf(state.plan.fx.rate_type), as_of));
  if (payment.hold.has_value() && payment.hold->until == HoldUntil::kCollected &&
      sales.strays() > 0) {
    state.findings.AddWarning(
        Reason::kNullValue, {.table = "transactions", .field = "orig_txn_id"},
        StrCat(sales.strays(), " receipts name nothing that they pay and release nothing"),
        "name the transaction or the deal");
  }
  state.sales = std::make_shared<const Sales>(std::move(sales));
  return absl::OkStatus();
}

absl::Status SettleStatement(const Payee& payee, Statement::State& statement) {
  const Prepared::State& prepared = *statement.prepared;
  ATTAIN_RETURN_IF_ERROR(statement.opening.status);
  auto trace = std::make_shared<SettledStatement>();
  ATTAIN_ASSIGN_OR_RETURN(trace->terms, TermsMaker(prepared, payee, statement.period).Make());
  SettleInput input;
  input.opening = statement.opening.standing;
  Exact sum;
  for (const ComponentPay& component : statement.components) sum += Exact(component.total);
  const Exact of_components = sum;
  for (const PayLine& line : statement.plan_lines) sum += Exact(line.amount);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  input.earned = sum.value();

  ATTAIN_ASSIGN_OR_RETURN(auto earned, EarnedBySale(statement, payee));
  if (sum.value() != of_components.value() && !of_components.value().is_zero()) {
    // What the plan as a whole takes away follows the transactions too.
    for (auto& entry : earned) entry.second = entry.second * sum / of_components;
  }
  ATTAIN_ASSIGN_OR_RETURN(trace->clawed, ClawBack(statement, payee));
  std::map<SaleId, Exact> cancelled;
  Exact clawed;
  for (const SaleClawed& taken : trace->clawed) {
    clawed += Exact(taken.amount);
    if (prepared.holds.empty() || prepared.holds[taken.component] == 0) continue;
    if (prepared.plan.payment.clawback->kind == ClawbackKind::kPaidPart) {
      cancelled[taken.sale] += Exact(taken.cancelled);
    } else {
      earned[taken.sale] += Exact(taken.amount);
    }
  }
  ATTAIN_RETURN_IF_ERROR(clawed.status());
  input.clawed = clawed.value();
  for (const auto& entry : statement.opening.sales) earned[entry.first];
  std::vector<std::pair<std::string, SaleId>> order;
  for (const auto& entry : earned)
    order.emplace_back(NameOf(prepared.data, entry.first), entry.first);
  attain::internal::Sort(order, [](const auto& a, const auto& b) {
    return std::tie(a.second.deal, a.first) < std::tie(b.second.deal, b.first);
  });
  for (const auto& entry : order) {
    const SaleId sale = entry.second;
    const auto before = statement.opening.sales.find(sale);
    SaleOnHold on_hold;
    ATTAIN_RETURN_IF_ERROR(earned[sale].status());
    on_hold.earned = earned[sale].value();
    const auto never = cancelled.find(sale);
    if (never != cancelled.end()) on_hold.cancelled = never->second.value();
    if (before != statement.opening.sales.end()) {
      on_hold.held = before->second.held;
      on_hold.released = before->second.released;
    }
    ATTAIN_ASSIGN_OR_RETURN(on_hold.free, FreePart(prepared, sale, statement.period));
    trace->sales.push_back(sale);
    trace->on_hold.push_back(on_hold);
  }
  input.sales = trace->on_hold;
  ATTAIN_ASSIGN_OR_RETURN(trace->settled, Settle(trace->terms, input));
  const Settled& settled = trace->settled;
  statement.amounts = settled.amounts;
  statement.closing.standing = settled.closing;
  for (size_t i = 0; i < trace->sales.size(); ++i) {
    const SaleHeld& held = settled.sales[i];
    if (!held.held.is_zero() || !held.released.is_zero())
      statement.closing.sales.emplace(trace->sales[i], held);
  }
  ListBalances(statement);
  if (prepared.plan.payment != Payment{} || !trace->sales.empty())
    statement.settled = std::move(trace);
  return absl::OkStatus();
}

void KeepBalances(Statement::State& statement) {
  statement.closing = statement.opening;
  ListBalances(statement);
}

}  // namespace attain::incentive
