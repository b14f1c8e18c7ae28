// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/report/report.h"
#include "attain/run/fairness.h"
#include "attain/run/goal_seek.h"
#include "attain/run/plan_cost.h"
#include "attain/run/restatement.h"
#include "attain/run/scenario.h"
#include "common.h"

namespace attain::python {
namespace {

table::Tables ToTables(const py::dict& frames) {
  table::Tables tables;
  for (const auto& [name, frame] : frames)
    tables.Add(py::cast<table::Table>(frame).Renamed(py::cast<std::string>(name)));
  return tables;
}

std::vector<run::Scenario> ToScenarios(const py::dict& given) {
  std::vector<run::Scenario> scenarios;
  for (const auto& [id, replace] : given) {
    run::Scenario scenario;
    scenario.id = py::cast<std::string>(id);
    for (const auto& [path, value] : py::cast<py::dict>(replace)) {
      scenario.replace.push_back({py::cast<std::string>(path), py::cast<std::string>(value)});
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

explain::Language LanguageOf(const std::string& tag) {
  const auto language = explain::LanguageNamed(tag);
  if (!language)
    Raise(MakeError(Reason::kUnknownWord, "language: \"" + tag + "\" is neither en nor zh"));
  return *language;
}

report::Form FormOf(const std::string& name) {
  const auto form = report::FormNamed(name);
  if (!form)
    Raise(MakeError(Reason::kUnknownWord,
                    "form: \"" + name + "\" is none of text, markdown, json, csv"));
  return *form;
}

py::str Text(const std::string& text) { return py::str(text.data(), text.size()); }

}  // namespace

void BindScenario(py::module_& module) {
  using run::Prepared;
  using run::Result;
  module.def("restate", [](const std::vector<Result>& states, const py::object& frozen_until,
                           const std::string& pay_in, int most_steps, int threads) {
    run::RestateOptions options;
    if (!frozen_until.is_none()) options.frozen_until = ToDate(frozen_until);
    options.pay_in = pay_in;
    options.most_steps = most_steps;
    options.threads = threads;
    const run::Restatement restatement =
        Take(Unlocked([&] { return run::Restate(states, options); }));
    return py::make_tuple(restatement.deltas(), restatement.balances());
  });
  module.def("what_if",
             [](const Prepared& prepared, const py::dict& scenarios, const std::string& period,
                const py::object& as_of, int threads, const std::string& payee) {
               const std::vector<run::Scenario> given = ToScenarios(scenarios);
               run::Options options;
               options.period = period;
               options.threads = threads;
               options.payee = payee;
               if (!as_of.is_none()) options.as_of = ToDate(as_of);
               const run::Comparison comparison =
                   Take(Unlocked([&] { return run::WhatIf(prepared, given, options); }));
               return py::make_tuple(comparison.base(), comparison.results(), comparison.reps(),
                                     comparison.totals());
             });
  module.def(
      "goal_seek", [](const Prepared& prepared, const std::string& period, const std::string& payee,
                      const py::object& pay, const std::string& plan, const std::string& column,
                      const py::dict& row, const std::string& amount, const py::object& most) {
        run::GoalOptions options;
        options.period = period;
        options.payee = payee;
        options.pay = ToDecimal(pay);
        options.plan = plan;
        options.column = column;
        options.row = ToTables(row);
        options.amount = amount;
        if (!most.is_none()) options.most = ToDecimal(most);
        const run::Goal goal = Take(Unlocked([&] { return run::GoalSeek(prepared, options); }));
        py::dict found;
        found["status"] = std::string(run::Name(goal.status));
        found["amount"] = ToPython(goal.amount);
        found["paid"] = ToPython(goal.paid);
        found["paid_before"] = ToPython(goal.paid_before);
        found["on"] = goal.on;
        found["tried"] = goal.tried;
        return found;
      });
  module.def("plan_cost", [](const Prepared& prepared, const std::string& period,
                             const std::string& target, const std::string& plan,
                             const py::list& attainments, const py::object& spread,
                             const py::object& budget, int threads, const py::object& progress) {
    run::CostOptions options;
    options.period = period;
    options.target = target;
    options.plan = plan;
    options.threads = threads;
    for (const py::handle attainment : attainments) {
      const bool text = py::isinstance<py::str>(attainment);
      options.attainments.push_back(text ? Take(Rate::Parse(py::cast<std::string>(attainment)))
                                         : Rate(ToDecimal(attainment)));
    }
    if (!spread.is_none()) {
      const auto [mean, deviation, draws, seed] =
          py::cast<std::tuple<double, double, int, uint64_t>>(spread);
      options.spread =
          run::Spread{.mean = mean, .deviation = deviation, .draws = draws, .seed = seed};
    }
    if (!budget.is_none()) options.budget = ToDecimal(budget);
    options.progress = [progress](int64_t done, int64_t total) {
      const py::gil_scoped_acquire lock;
      if (PyErr_CheckSignals() != 0) {
        PyErr_Clear();
        return false;
      }
      if (!progress.is_none()) progress(done, total);
      return true;
    };
    const run::PlanCosts costs = Take(Unlocked([&] { return run::PlanCost(prepared, options); }));
    py::object drawn = py::none();
    if (costs.spread.has_value()) {
      py::dict fields;
      fields["n"] = costs.spread->n;
      fields["p10"] = ToPython(costs.spread->p10);
      fields["p50"] = ToPython(costs.spread->p50);
      fields["p90"] = ToPython(costs.spread->p90);
      fields["mean"] = ToPython(costs.spread->mean);
      fields["over"] = costs.spread->over;
      fields["over_range"] = costs.spread->over_range.has_value()
                                 ? py::object(py::make_tuple(costs.spread->over_range->lower,
                                                             costs.spread->over_range->upper))
                                 : py::object(py::none());
      drawn = fields;
    }
    return py::make_tuple(costs.scenarios, drawn);
  });
  module.def("fairness", [](const Result& result, const std::string& target, int64_t least) {
    const run::Fairness fairness =
        Take(Unlocked([&] { return run::Audit(result, {.target = target, .least = least}); }));
    return py::make_tuple(fairness.figures, fairness.unlike);
  });
  module.def("report", [](const Result& result, const std::string& rep, const std::string& form,
                          const std::string& language) {
    const report::Options options{.form = FormOf(form), .language = LanguageOf(language)};
    return Text(Take(Unlocked([&] {
      return rep.empty() ? report::Summary(result, options)
                         : report::Statement(result, rep, options);
    })));
  });
  module.def("report_deltas", [](const table::Table& deltas, const std::string& form,
                                 const std::string& language) {
    const report::Options options{.form = FormOf(form), .language = LanguageOf(language)};
    return Text(Take(Unlocked([&] { return report::Deltas(deltas, options); })));
  });
}

}  // namespace attain::python
