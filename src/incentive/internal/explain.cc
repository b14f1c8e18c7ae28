// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include <algorithm>
#include <map>

#include "attain/definition/reference.h"
#include "attain/explain/explanation.h"
#include "attain/explain/format.h"
#include "attain/expression/expression.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/measured.h"
#include "incentive/internal/missing.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using explain::Argument;
using explain::ExplainedAmount;
using explain::Message;
using explain::Node;
using explain::Percent;

Message Say(std::string key, std::vector<Argument> arguments = {}) {
  return Message{std::move(key), std::move(arguments)};
}

// A payee's own name where the table reps has one.
std::string PayeeName(const Prepared::State& prepared, const Payee& payee) {
  const table::Table* reps = prepared.data.table("reps");
  const table::Column* names = reps == nullptr ? nullptr : reps->column("name");
  const int64_t row = prepared.data.RowOf(crm::Entity::kRep, payee.rep);
  if (names == nullptr || row < 0 || names->IsNull(row)) return payee.name;
  return names->FormatAt(row);
}

// "/emea/north", the payee's unit with those above it; empty for none or several.
std::string UnitPath(const Prepared::State& prepared, const Payee& payee, Date day) {
  const crm::Hierarchy& hierarchy = prepared.data.hierarchy();
  const std::vector<crm::UnitShare> units = hierarchy.UnitsOf(RepId(payee.rep), day);
  if (units.size() != 1) return {};
  std::vector<UnitId> line = hierarchy.AncestorsAt(units.front().unit, day);
  std::reverse(line.begin(), line.end());
  line.push_back(units.front().unit);
  std::string path;
  for (const UnitId unit : line)
    path += StrCat("/", prepared.data.ids(crm::Entity::kUnit).name(unit.index()));
  return path;
}

std::vector<explain::RowReference> RowsOf(const CreditIndex& index, const InputColumns& input,
                                          const std::vector<int32_t>& credits) {
  std::vector<explain::RowReference> rows;
  for (const int32_t credit : credits) {
    const int64_t row =
        index.items[static_cast<size_t>(input.items[static_cast<size_t>(credit)])].row;
    rows.push_back({index.table, row, index.ids == nullptr ? std::string() : index.IdOf(row)});
  }
  return rows;
}

// How the bands of a payout pay.
TierMethod MethodOf(const Payout& payout) {
  const auto* multiplier = std::get_if<Multiplier>(&payout);
  return multiplier != nullptr ? multiplier->method : std::get<Tiers>(payout).method;
}

class Tree {
 public:
  explicit Tree(const Statement::State& statement)
      : statement_(statement),
        prepared_(*statement.prepared),
        payee_(prepared_.payees[static_cast<size_t>(statement.payee)]) {}

  explain::Explanation Build();

 private:
  ExplainedAmount Money(const Fraction& value) const {
    return ExplainedAmount(value, prepared_.currency);
  }
  Node Component(size_t c, const ComponentPay& pay) const;
  Node Credited(size_t c, const ComponentPay& pay, const CreditIndex& index,
                const InputColumns& input) const;
  std::vector<Node> Exchanged(const CreditIndex& index, const InputColumns& input) const;
  Node Quota(const Attained& attained) const;
  Node Line(const PayLine& line, size_t c, const ComponentPay& pay, const std::string& path) const;
  Node PlanLine(const PayLine& line) const;
  // The cap of a component, or of the plan, for the days assigned.
  std::string CapText(const Cap& cap, const Period& reach) const;

  const Statement::State& statement_;
  const Prepared::State& prepared_;
  const Payee& payee_;
};

const Formula& FormulaOf(const ComponentTerms& terms, const PayLine& line) {
  return std::get<Formula>(terms.versions()[static_cast<size_t>(line.version)].payout);
}

// What the names of a formula stood for: "credited = 1,200; q.attainment = 1.2".
std::string ValuesIn(const Formula& formula, const ComponentPay& pay) {
  const absl::StatusOr<expression::Expression> text = expression::ParseText(formula.value);
  if (!text.ok()) return {};
  std::string values;
  const auto add = [&](const std::string& name, const Fraction& value) {
    const std::vector<std::string>& used = text->names();
    if (std::find(used.begin(), used.end(), name) == used.end()) return;
    attain::internal::StrAppend(&values, values.empty() ? "" : "; ", name, " = ",
                                explain::FormatNumber(value));
  };
  add("credited", pay.credited);
  for (const auto& [name, over] : formula.inputs) {
    for (const Attained& attained : pay.attained) {
      if (attained.target != over.id) continue;
      add(name + ".actual", attained.actual);
      add(name + ".quota", attained.quota);
      add(name + ".attainment", attained.attainment);
    }
  }
  return values;
}

Node Tree::Credited(size_t c, const ComponentPay& pay, const CreditIndex& index,
                    const InputColumns& input) const {
  Node node;
  node.label = Say("credited");
  std::vector<int64_t> rows;
  std::vector<int32_t> members = input.members;
  int64_t splits = 0;
  for (const int64_t item : input.items) {
    rows.push_back(index.items[static_cast<size_t>(item)].row);
    if (index.shares[static_cast<size_t>(index.items[static_cast<size_t>(item)].share)] !=
        Fraction(1))
      ++splits;
  }
  attain::internal::Sort(rows);
  const auto count = static_cast<int64_t>(std::unique(rows.begin(), rows.end()) - rows.begin());
  attain::internal::Sort(members);
  const auto team =
      static_cast<int64_t>(std::unique(members.begin(), members.end()) - members.begin());
  if (prepared_.terms[c].pays_on_team()) {
    node.detail = Say("credited.team", {{"count", team}});
  } else if (index.table != "deals") {
    node.detail =
        Say(index.table == "transactions" ? "credited.transactions" : "rows", {{"count", count}});
  } else if (splits > 0) {
    node.detail = Say("credited.deals_splits", {{"deals", count}, {"splits", splits}});
  } else {
    node.detail = Say("credited.deals", {{"deals", count}});
  }
  node.amount = index.money ? Money(pay.credited) : ExplainedAmount(pay.credited, Currency());
  node.counts = false;
  std::vector<int32_t> all(input.items.size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int32_t>(i);
  node.rows = RowsOf(index, input, all);
  for (Node& rate : Exchanged(index, input)) node.children.push_back(std::move(rate));
  return node;
}

// The rates at which amounts of other currencies were converted, each once.
std::vector<Node> Tree::Exchanged(const CreditIndex& index, const InputColumns& input) const {
  std::vector<Node> nodes;
  if (!index.money) return nodes;
  RateDays days(prepared_.plan.fx.at, prepared_.plan.period, prepared_.calendar);
  const crm::Rows rows = prepared_.data.rows(index.table);
  std::map<std::pair<std::string, Date>, Currency> used;
  for (const int64_t item : input.items) {
    const PayCredit& credit = index.items[static_cast<size_t>(item)];
    const Currency own = index.CurrencyOf(credit.row, rows);
    if (own.is_none() || own.code() == prepared_.currency.code()) continue;
    const absl::StatusOr<Date> day = days.Of(credit.rate_day);
    if (day.ok()) used.try_emplace({std::string(own.code()), *day}, own);
  }
  for (const auto& [at, own] : used) {
    const absl::StatusOr<Fraction> rate = prepared_.data.fx().Rate(
        own, prepared_.currency, at.second, RateTypeOf(prepared_.plan.fx.rate_type));
    if (!rate.ok()) continue;
    Node node;
    node.label = Say("fx");
    node.detail = Say("fx.rate", {{"from", at.first},
                                  {"to", prepared_.currency.code()},
                                  {"rate", *rate},
                                  {"date", at.second}});
    node.path = JoinPath(prepared_.path, "fx");
    node.counts = false;
    nodes.push_back(std::move(node));
  }
  return nodes;
}

Node Tree::Quota(const Attained& attained) const {
  Node node;
  node.label = Say("quota");
  const std::string unit = UnitPath(prepared_, payee_, statement_.period.end - 1);
  node.detail = unit.empty() ? explain::Verbatim(attained.target)
                             : Say("quota.of", {{"target", attained.target}, {"unit", unit}});
  node.amount = Money(attained.quota);
  node.counts = false;
  node.note = Say("attainment.is", {{"attainment", Percent{attained.attainment}}});
  return node;
}

Node Tree::Line(const PayLine& line, size_t c, const ComponentPay& pay,
                const std::string& path) const {
  const ComponentTerms& terms = prepared_.terms[c];
  Node node;
  node.amount = Money(line.amount);
  const std::string payout = JoinPath(path, "payout");
  node.path = terms.versions().size() > 1
                  ? ElementPath(JoinPath(payout, "versions"), "", line.version)
                  : payout;
  const Argument base("base", explain::FormatAmount(line.base, prepared_.currency));
  const Argument rate("rate", Percent{line.rate});
  switch (line.rule) {
    case Rule::kRate:
      node.label = Say("rate");
      node.detail = Say("rate.flat", {base, rate});
      node.path = line.band < 0
                      ? JoinPath(node.path, "rate")
                      : JoinPath(ElementPath(JoinPath(node.path, "rules"), "", line.band), "rate");
      break;
    case Rule::kBand: {
      const Terms& version = terms.versions()[static_cast<size_t>(line.version)];
      const RateBand& band = version.rates.bands()[static_cast<size_t>(line.band)];
      const definition::Reference over = ReferencesOf(version.payout).front();
      const auto bound = [&](std::string_view name, const Fraction& value) {
        return over.kind == "attainment" ? Argument(name, Percent{value}) : Argument(name, value);
      };
      const TierMethod method = MethodOf(version.payout);
      const std::string kind =
          method == TierMethod::kMarginal || method == TierMethod::kInterpolated ? "band.marginal"
                                                                                 : "band.whole";
      node.label = Say("band");
      node.detail = band.to.has_value()
                        ? Say(kind, {bound("from", band.from), bound("to", *band.to), base, rate})
                        : Say(kind + "_open", {bound("from", band.from), base, rate});
      node.path = ElementPath(JoinPath(node.path, "bands"), "", line.band);
      break;
    }
    case Rule::kCurve:
      node.label = Say("curve");
      node.detail = Say("rate.flat", {base, rate});
      node.path = JoinPath(node.path, "points");
      break;
    case Rule::kMatrix:
      node.label = Say("matrix");
      node.detail = Say("rate.flat", {base, rate});
      node.path = JoinPath(node.path, "cells");
      break;
    case Rule::kWeight: {
      const auto& weighted =
          std::get<Weighted>(terms.versions()[static_cast<size_t>(line.version)].payout);
      node.label = Say("weight");
      node.detail =
          Say("weight.of",
              {{"target", weighted.measures[static_cast<size_t>(line.band)].over.id}, base, rate});
      node.path = ElementPath(JoinPath(node.path, "measures"), "", line.band);
      break;
    }
    case Rule::kLumpSum: {
      const auto& sums =
          std::get<LumpSums>(terms.versions()[static_cast<size_t>(line.version)].payout);
      const Fraction from(sums.bands[static_cast<size_t>(line.band)].from.factor());
      node.label = Say("lump_sum");
      node.detail =
          Say("band.lump", {sums.over.kind == "attainment" ? Argument("from", Percent{from})
                                                           : Argument("from", from)});
      node.path = ElementPath(JoinPath(node.path, "bands"), "", line.band);
      break;
    }
    case Rule::kGate: {
      const Gate& gate = terms.definition().gates[static_cast<size_t>(line.band)];
      const bool attainment = gate.over.kind == "attainment";
      const Fraction minimum(gate.at_least.factor());
      node.label = Say("gate");
      node.detail =
          Say("gate.closed",
              {{"target", gate.over.id},
               attainment ? Argument("value", Percent{line.base}) : Argument("value", line.base),
               attainment ? Argument("minimum", Percent{minimum}) : Argument("minimum", minimum)});
      node.path = ElementPath(JoinPath(path, "gates"), "", line.band);
      break;
    }
    case Rule::kModifier: {
      const Modifier& modifier = terms.definition().modifiers[static_cast<size_t>(line.band)];
      node.label = Say("modifier");
      node.detail = Say("modifier.applied", {{"target", modifier.over.id}, base, rate});
      node.path = ElementPath(JoinPath(path, "modifiers"), "", line.band);
      break;
    }
    case Rule::kTrueUp:
      node.label = Say("true_up");
      break;
    case Rule::kFormula:
      node.label = Say("formula");
      node.detail = explain::Verbatim(FormulaOf(terms, line).value.text);
      node.note = explain::Verbatim(ValuesIn(FormulaOf(terms, line), pay));
      node.path = JoinPath(node.path, "value");
      break;
    case Rule::kSpiff:
      node.label = Say("spiff");
      node.detail = Say(
          "spiff.of",
          {{"count", line.base}, {"amount", explain::FormatAmount(line.rate, prepared_.currency)}});
      node.path = JoinPath(node.path, "amount");
      break;
    case Rule::kContest: {
      const auto& prizes =
          std::get<Prizes>(terms.versions()[static_cast<size_t>(line.version)].payout);
      const std::optional<Award>& award = statement_.awards[c];
      const bool attainment = prizes.over.kind == "attainment";
      node.label = Say("contest");
      node.detail =
          Say(award->others > 1 ? "contest.shared" : "contest.place",
              {{"place", static_cast<int64_t>(award->place)},
               attainment ? Argument("score", Percent{line.base})
                          : Argument("score", explain::FormatAmount(line.base, prepared_.currency)),
               {"count", static_cast<int64_t>(award->others)}});
      node.path = JoinPath(node.path, "prizes");
      break;
    }
    case Rule::kPool:
      node.label = Say("pool");
      node.detail = Say("rate.flat", {base, rate});
      node.path = JoinPath(node.path, "method");
      break;
    case Rule::kCarry:
      node.label = Say("cap.carried");
      node.path = JoinPath(path, "cap");
      break;
    case Rule::kBudget:
      break;  // of the plan
    case Rule::kOverride:
      node.label = Say("override");
      if (line.member >= 0) {
        node.detail =
            Say("override.of",
                {{"payee", prepared_.data.ids(crm::Entity::kRep).name(line.member)}, base, rate});
      } else {
        node.detail = Say("rate.flat", {base, rate});
      }
      node.path = JoinPath(node.path, "rate");
      break;
    case Rule::kFloor:
      node.label = Say("floor");
      node.detail = Say("floor.applied",
                        {{"floor", explain::FormatAmount(*terms.floor(), prepared_.currency)}});
      node.path = JoinPath(path, "floor");
      break;
    case Rule::kCap:
      node.label = Say("cap");
      node.note =
          Say("cap.reached", {{"cap", CapText(*terms.definition().cap, statement_.ReachOf(c))}});
      node.path = JoinPath(path, "cap");
      break;
    case Rule::kRounding:
      node.label = Say("rounding");
      node.path = JoinPath(path, "rounding");
      break;
  }
  return node;
}

Node Tree::Component(size_t c, const ComponentPay& pay) const {
  const ComponentTerms& terms = prepared_.terms[c];
  const CreditIndex& index = statement_.CreditsOf(c);
  const InputColumns input = InputOf(statement_, c, payee_, statement_.ReachOf(c));
  Node node;
  node.label = Say("component", {{"component", terms.definition().id}});
  node.amount = Money(pay.total);
  node.path = ElementPath(JoinPath(prepared_.path, "components"), terms.definition().id,
                          static_cast<int64_t>(c));
  node.children.push_back(Credited(c, pay, index, input));
  if (const auto own = statement_.measured.find(c);
      own != statement_.measured.end() && own->second.has_value())
    node.note = Say("measured", {{"period", own->second->period.name}});
  if (!pay.base_before.is_zero()) {
    Node below;
    below.label = Say("credited.below");
    below.amount = Money(pay.base_before);
    below.counts = false;
    node.children.push_back(std::move(below));
  }
  for (const Attained& attained : pay.attained) node.children.push_back(Quota(attained));
  for (const PayLine& line : pay.lines) {
    Node child = Line(line, c, pay, node.path);
    if (line.member >= 0 && line.rule != Rule::kOverride)
      child.note =
          Say("member", {{"payee", prepared_.data.ids(crm::Entity::kRep).name(line.member)}});
    child.rows = RowsOf(index, input, line.credits);
    node.children.push_back(std::move(child));
  }
  if (terms.cap().has_value() && !pay.capped && !pay.lines.empty()) {
    node.children.back().note =
        Say("cap.not_reached", {{"cap", CapText(*terms.definition().cap, statement_.ReachOf(c))}});
  }
  return node;
}

std::string Tree::CapText(const Cap& cap, const Period& reach) const {
  Exact most = Fraction(cap.amount.value);
  if (cap.prorate) {
    const absl::StatusOr<Fraction> part = PartAssigned(payee_, reach);
    if (part.ok()) most = most * Exact(*part);
  }
  return explain::FormatAmount(most.value(), prepared_.currency);
}

// What the plan takes away from all components together.
Node Tree::PlanLine(const PayLine& line) const {
  Node node;
  node.amount = Money(line.amount);
  if (line.rule == Rule::kCap) {
    node.label = Say("cap");
    node.note = Say("cap.reached", {{"cap", CapText(*prepared_.plan.cap, statement_.period)}});
    node.path = JoinPath(prepared_.path, "cap");
    return node;
  }
  node.label = Say("budget");
  node.detail =
      Say("budget.of",
          {{"budget", explain::FormatAmount(statement_.budget->budget, prepared_.currency)},
           {"earned", explain::FormatAmount(statement_.budget->earned, prepared_.currency)}});
  node.path = JoinPath(prepared_.path, "budget");
  return node;
}

explain::Explanation Tree::Build() {
  Node root;
  root.label = Say("statement.title", {{"payee", PayeeName(prepared_, payee_)},
                                       {"plan", prepared_.plan.id},
                                       {"period", statement_.period.name}});
  root.amount = Money(statement_.amounts.paid);
  root.path = prepared_.path;
  if (statement_.reason != Reason::kNone) {
    Node why;
    why.label =
        Say("status.error", {{"text", StrCat(Name(statement_.reason), ": ", statement_.text)}});
    root.children.push_back(std::move(why));
    return explain::Explanation(std::move(root));
  }
  // The payee once more through the kernel, this time with everything kept.
  Statement::State replay;
  replay.prepared = statement_.prepared;
  replay.payee = statement_.payee;
  replay.period = statement_.period;
  replay.quotas = statement_.quotas;
  replay.member_quotas = statement_.member_quotas;
  replay.spans = statement_.spans;
  replay.measured = statement_.measured;
  replay.own = statement_.own;
  replay.awards = statement_.awards;
  replay.budget = statement_.budget;
  replay.earlier = statement_.earlier;
  replay.earlier_status = statement_.earlier_status;
  PayStatement(payee_, statement_.opening, Detail::kTrace, replay);
  for (size_t c = 0; c < replay.components.size(); ++c)
    root.children.push_back(Component(c, replay.components[c]));
  for (const PayLine& line : replay.plan_lines) root.children.push_back(PlanLine(line));
  for (Node& node : ExplainSettlement(replay)) root.children.push_back(std::move(node));
  for (const Missing& missing : MissingFrom(statement_)) {
    Node node;
    node.label = Say("statement.missing", {{"count", StrCat(missing.rows)},
                                           {"table", missing.table},
                                           {"ids", missing.ids},
                                           {"reason", Name(missing.reason)}});
    root.children.push_back(std::move(node));
  }
  return explain::Explanation(std::move(root));
}

}  // namespace

explain::Explanation ExplainStatement(const Statement::State& statement) {
  return Tree(statement).Build();
}

}  // namespace attain::incentive
