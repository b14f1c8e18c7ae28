// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Deals at risk, concentration, and the forecast under stress.
#include <optional>
#include <string>
#include <vector>

#include "attain/expression/expression.h"
#include "attain/funnel/concentration.h"
#include "attain/funnel/risk.h"
#include "attain/table/table.h"
#include "funnel_pipeline.h"

namespace attain::python {
namespace {

using funnel::DealFacts;

std::optional<Date> DayOf(const py::handle& value) {
  if (value.is_none()) return std::nullopt;
  return Date::FromDays(py::cast<int32_t>(value));
}

/// Facts as tuples (expected_close, stage_since, stuck_after, last_activity, amount), days and
/// whole amounts.
std::vector<DealFacts> FactsOf(const py::sequence& rows) {
  std::vector<DealFacts> facts;
  for (const py::handle row : rows) {
    const auto items = py::cast<py::sequence>(row);
    facts.push_back({.expected_close = DayOf(items[0]),
                     .stage_since = DayOf(items[1]),
                     .stuck_after = py::cast<std::optional<int32_t>>(items[2]),
                     .last_activity = DayOf(items[3]),
                     .amount = py::cast<std::optional<int64_t>>(items[4])});
  }
  return facts;
}

}  // namespace

void BindFunnelRisk(py::module_& module) {
  module.def(
      "assess_deals", [](const py::sequence& rows, const py::sequence& log, const py::object& as_of,
                         int32_t overdue_days, int32_t silent_days, int64_t pushes, double shrunk) {
        std::vector<DealFacts> facts = FactsOf(rows);
        std::vector<funnel::DealChange> changes;
        for (const py::handle row : log) {
          const auto items = py::cast<py::sequence>(row);
          changes.push_back({.deal = py::cast<int32_t>(items[0]),
                             .field = static_cast<funnel::DealField>(py::cast<int32_t>(items[1])),
                             .old_value = py::cast<std::optional<int64_t>>(items[2]),
                             .new_value = py::cast<std::optional<int64_t>>(items[3])});
        }
        Check(funnel::AddLog(changes, facts));
        py::list list;
        for (const funnel::DealRisk& risk : Take(funnel::AssessDeals(
                 facts, ToDate(as_of), {overdue_days, silent_days, pushes, shrunk}))) {
          list.append(py::make_tuple(risk.signals, Maybe(risk.overdue), Maybe(risk.stuck),
                                     Maybe(risk.silent), Maybe(risk.pushed), Maybe(risk.shrunk)));
        }
        return list;
      });
  module.def(
      "apply_rules", [](const std::vector<std::tuple<std::string, std::string, std::string>>& rows,
                        const table::Table& deals) {
        std::vector<funnel::RiskRule> rules;
        for (const auto& [id, when, text] : rows) rules.push_back({id, when, text});
        const auto found = Take(Unlocked([&] { return funnel::ApplyRules(rules, deals); }));
        py::list hits;
        for (const funnel::RuleHit& hit : found.hits)
          hits.append(py::make_tuple(hit.row, rules[static_cast<size_t>(hit.rule)].id, hit.why));
        return py::make_tuple(hits, ToPython(found.findings));
      });
  module.def("concentration", [](const py::sequence& amounts, const std::vector<int32_t>& key,
                                 int32_t keys) {
    const ScaledAmounts scaled = ScaledOf(amounts);
    const auto found = Take(funnel::Concentrate(scaled.units, key, keys));
    py::list shares;
    for (const Fraction& share : found.shares) shares.append(ToPython(share));
    return py::make_tuple(found.n, ToPython(Decimal::Unchecked(found.total, scaled.scale)),
                          found.hhi, found.equal_keys, found.keys, shares);
  });
  module.def("stress_deals", [](const py::sequence& amounts, const std::vector<double>& chances,
                                const std::vector<uint8_t>& mask, double chance_factor,
                                const py::object& amount_factor, int scale) {
    const ScaledAmounts scaled = ScaledOf(amounts, scale);
    const auto deals = Take(funnel::StressDeals(scaled.units, chances, mask,
                                                {chance_factor, ToFraction(amount_factor)}));
    py::list stressed;
    for (const int64_t amount : deals.amount)
      stressed.append(ToPython(Decimal::Unchecked(amount, scaled.scale)));
    return py::make_tuple(stressed, deals.chance, deals.touched);
  });
  module.def("condition_mask", [](const std::string& when, const table::Table& deals) {
    expression::BindOptions options;
    options.expect = table::Type::kBool;
    const auto bound = Take(expression::Bind(Take(expression::Parse(when)), deals, options));
    return Take(expression::Select(bound, deals)).mask;
  });
}

}  // namespace attain::python
