// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The settling of a statement as nodes of its explanation. Only what happened has a node.
#include <utility>

#include "attain/definition/reference.h"
#include "attain/explain/explanation.h"
#include "attain/explain/format.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using definition::JoinPath;
using explain::Argument;
using explain::ExplainedAmount;
using explain::Message;
using explain::Node;
using explain::Percent;

class Nodes {
 public:
  explicit Nodes(const Statement::State& statement)
      : statement_(statement), prepared_(*statement.prepared) {}

  std::vector<Node> Make() {
    const StatementAmounts& amounts = statement_.amounts;
    const SettledStatement* trace = statement_.settled.get();
    if (trace != nullptr) {
      Clawed(*trace);
      Guaranteed(*trace);
      Sales(*trace, "held", amounts.held, trace->settled.held);
      Sales(*trace, "released", amounts.released, trace->settled.released);
    }
    Add("rounding", amounts.rounding);
    if (trace != nullptr) {
      Limited(*trace);
      Drawn(*trace);
    }
    Waived(trace);
    const StandingBalances& before = statement_.opening.standing;
    const StandingBalances& after = statement_.closing.standing;
    Add("carried", Minus(before.carry, after.carry));
    return std::move(nodes_);
  }

 private:
  static Fraction Minus(const Fraction& a, const Fraction& b) {
    return (Exact(a) - Exact(b)).value();
  }
  ExplainedAmount Money(const Fraction& value) const {
    return ExplainedAmount(value, prepared_.currency);
  }
  Argument Amount(std::string_view name, const Fraction& value) const {
    return Argument(name, Money(value));
  }
  std::string Path(std::string_view element) const {
    return JoinPath(JoinPath(prepared_.path, "payment"), element);
  }
  // A node for an amount that is not zero; null for one that is.
  Node* Add(std::string key, const Fraction& amount, std::string_view element = {}) {
    if (amount.is_zero()) return nullptr;
    Node& node = nodes_.emplace_back();
    node.label = Message{std::move(key), {}};
    node.amount = Money(amount);
    if (!element.empty()) node.path = Path(element);
    return &node;
  }
  explain::RowReference RowOf(SaleId sale) const {
    const crm::Entity entity = sale.deal ? crm::Entity::kDeal : crm::Entity::kTransaction;
    return {sale.deal ? "deals" : "transactions", prepared_.data.RowOf(entity, sale.id),
            NameOf(prepared_.data, sale)};
  }
  Node Leaf(SaleId sale, Message detail, const Fraction& amount) const {
    Node node;
    if (sale.id >= 0) {
      node.label = explain::Verbatim(NameOf(prepared_.data, sale));
      node.rows.push_back(RowOf(sale));
    }
    node.detail = std::move(detail);
    node.amount = Money(amount);
    return node;
  }

  void Clawed(const SettledStatement& trace) {
    Exact sum;
    for (const SaleClawed& clawed : trace.clawed) sum += Exact(clawed.amount);
    Node* node = Add("clawback", sum.value(), "clawback");
    if (node == nullptr) return;
    for (const SaleClawed& clawed : trace.clawed) {
      if (clawed.earned.is_zero()) continue;
      const Exact part = Exact() - Exact(clawed.amount) / Exact(clawed.earned);
      node->children.push_back(
          Leaf(clawed.sale,
               {"clawback.of",
                {{"component", prepared_.terms[clawed.component].definition().id},
                 {"part", Percent{part.value()}},
                 Amount("amount", clawed.earned)}},
               clawed.amount));
    }
  }

  void Guaranteed(const SettledStatement& trace) {
    Node* node = Add("guarantee", trace.settled.guaranteed, "guarantee");
    if (node == nullptr) return;
    node->detail = trace.terms.top_up.has_value()
                       ? Message{"guarantee.raised", {Amount("amount", *trace.terms.top_up)}}
                       : Message{"guarantee.added", {}};
  }

  // What is held, or released, sale by sale.
  void Sales(const SettledStatement& trace, std::string key, const Fraction& column,
             const std::vector<Fraction>& parts) {
    const bool held = key == "held";
    std::vector<Node> leaves;
    for (size_t i = 0; i < trace.sales.size(); ++i) {
      if (parts[i].is_zero()) continue;
      const SaleOnHold& sale = trace.on_hold[i];
      Message detail{"held.sale",
                     {{"share", Percent{trace.terms.hold_share}}, Amount("amount", sale.earned)}};
      if (!held) {
        detail = {sale.released.is_zero() ? "released.sale" : "released.more",
                  {{"free", Percent{sale.free}}, Amount("held", trace.settled.sales[i].held)}};
        if (!sale.released.is_zero()) detail.arguments.push_back(Amount("before", sale.released));
      }
      leaves.push_back(Leaf(trace.sales[i], std::move(detail), parts[i]));
    }
    if (leaves.empty()) return;
    Node& node = nodes_.emplace_back();
    node.label = Message{std::move(key), {}};
    node.amount = Money(column);
    node.path = Path("hold");
    if (held) node.detail = Until();
    node.children = std::move(leaves);
  }

  Message Until() const {
    const PaymentHold& hold = *prepared_.plan.payment.hold;
    if (hold.until == HoldUntil::kCollected) return {"held.collected", {}};
    if (hold.until == HoldUntil::kDate) return {"held.until", {{"event", hold.on->ToString()}}};
    return {"held.days", {{"count", hold.after->days}}};
  }

  void Limited(const SettledStatement& trace) {
    const StandingBalances& before = statement_.opening.standing;
    const StandingBalances& after = statement_.closing.standing;
    if (Node* node = Add("maximum", trace.settled.lost, "maximum"); node != nullptr)
      node->detail = {"maximum.lost", {Amount("amount", *trace.terms.maximum)}};
    if (Node* node = Add("maximum", Minus(before.maximum, after.maximum), "maximum");
        node != nullptr)
      node->detail = {"maximum.waits",
                      {Amount("before", before.maximum), Amount("after", after.maximum)}};
  }

  void Drawn(const SettledStatement& trace) {
    if (!trace.terms.draw.has_value()) return;
    const StandingBalances& before = statement_.opening.standing;
    const StandingBalances& after = statement_.closing.standing;
    const DrawKind kind = trace.terms.draw->kind;
    const bool recoverable =
        kind == DrawKind::kRecoverable || kind == DrawKind::kRecoverableForgiven;
    const Exact owed = Exact(after.draw) + Exact(trace.settled.forgiven);
    if (Node* node = Add("draw", statement_.amounts.drawn, "draw"); node != nullptr) {
      node->detail = Message{recoverable ? "draw.drawn" : "draw.kept",
                             {Amount("amount", trace.terms.draw->amount)}};
      if (recoverable) node->detail.arguments.push_back(Amount("debt", owed.value()));
    }
    if (Node* node = Add("draw.recovered", statement_.amounts.recovered, "draw"); node != nullptr)
      node->detail = {"draw.recovered_from",
                      {Amount("before", before.draw), Amount("debt", owed.value())}};
    if (Node* node = Add("draw.forgiven", trace.settled.forgiven, "draw"); node != nullptr)
      node->counts = false;
  }

  // A statement below zero of which nothing remains.
  void Waived(const SettledStatement* trace) {
    if (trace != nullptr) {
      Add("adjusted", trace->settled.waived, "negative");
    } else {
      Add("adjusted", statement_.amounts.adjusted, "negative");
    }
  }

  const Statement::State& statement_;
  const Prepared::State& prepared_;
  std::vector<Node> nodes_;
};

}  // namespace

std::vector<Node> ExplainSettlement(const Statement::State& statement) {
  return Nodes(statement).Make();
}

}  // namespace attain::incentive
