// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Forecasts from history: chances, sums, what changed, how good it was.
#include <optional>
#include <string>
#include <vector>

#include "attain/funnel/backtest.h"
#include "attain/funnel/forecast.h"
#include "attain/funnel/odds.h"
#include "attain/funnel/process_change.h"
#include "attain/funnel/waterfall.h"
#include "attain/stats/survival.h"
#include "funnel_pipeline.h"

namespace attain::python {
namespace {

using funnel::DealState;
using funnel::Forecast;
using funnel::Simulation;

py::tuple OddsTuple(const funnel::Odds& odds) {
  const auto end = [&](double stats::Interval::*side) {
    return odds.interval ? py::object(py::float_((*odds.interval).*side)) : py::object(py::none());
  };
  return py::make_tuple(odds.n, Maybe(odds.plain), Maybe(odds.chance), end(&stats::Interval::lower),
                        end(&stats::Interval::upper));
}

py::list OddsList(const std::vector<funnel::Odds>& all) {
  py::list list;
  for (const funnel::Odds& odds : all) list.append(OddsTuple(odds));
  return list;
}

void BindOdds(py::module_& module) {
  module.def("stage_odds", [](const std::vector<std::pair<int64_t, int64_t>>& stages,
                              double strength, std::optional<double> prior, double confidence) {
    std::vector<funnel::StageRecord> records;
    for (const auto& [n, won] : stages) records.push_back({n, won});
    return OddsList(Take(funnel::FitStageOdds(
        records, {.strength = strength, .prior = prior, .confidence = confidence})));
  });
  module.def(
      "chance_within",
      [](const std::vector<double>& durations, const std::vector<int32_t>& causes,
         const std::vector<double>& ages, const std::vector<double>& days, double confidence) {
        const auto curves = Take(stats::AalenJohansen(durations, causes));
        return OddsList(Take(funnel::ChanceWithin(curves, ages, days, confidence)));
      });
}

/// Amounts of several lists in one scale.
struct Known {
  ScaledAmounts deals;
  int64_t closed = 0;
  std::vector<int64_t> created;
};

Known KnownOf(const py::sequence& amounts, const py::object& closed, const py::sequence& created) {
  py::list all;
  for (const py::handle value : amounts) all.append(value);
  all.append(closed);
  for (const py::handle value : created) all.append(value);
  Known known{.deals = ScaledOf(all), .created = {}};
  std::vector<int64_t>& units = known.deals.units;
  const auto end = units.begin() + static_cast<ptrdiff_t>(amounts.size());
  known.closed = *end;
  known.created.assign(end + 1, units.end());
  units.erase(end, units.end());
  return known;
}

template <typename T>
struct Scaled {
  T inside;
  int scale = 0;

  py::object Amount(int64_t units) const { return ToPython(Decimal::Unchecked(units, scale)); }
  int64_t Units(const py::object& amount) const { return UnitsAbove(ToDecimal(amount), scale); }
};

using ScaledForecast = Scaled<Forecast>;
using ScaledSimulation = Scaled<Simulation>;

void BindForecasts(py::module_& module) {
  py::class_<ScaledForecast>(module, "Forecast")
      .def_property_readonly(
          "mean",
          [](const ScaledForecast& self) { return Descaled(self.inside.mean(), self.scale); })
      .def_property_readonly("mean_existing",
                             [](const ScaledForecast& self) {
                               return Descaled(self.inside.existing().mean(), self.scale);
                             })
      .def_property_readonly("mean_created",
                             [](const ScaledForecast& self) {
                               return Descaled(self.inside.mean_created(), self.scale);
                             })
      .def_property_readonly(
          "closed", [](const ScaledForecast& self) { return self.Amount(self.inside.closed()); })
      .def_property_readonly("n",
                             [](const ScaledForecast& self) { return self.inside.existing().n(); })
      .def_property_readonly(
          "exact", [](const ScaledForecast& self) { return self.inside.existing().exact(); })
      .def_property_readonly("unit",
                             [](const ScaledForecast& self) {
                               return self.inside.existing().exact()
                                          ? py::object(py::none())
                                          : self.Amount(self.inside.existing().unit());
                             })
      .def("quantile", [](const ScaledForecast& self,
                          double q) { return self.Amount(Take(self.inside.Quantile(q))); })
      .def("at_least", [](const ScaledForecast& self, const py::object& amount) {
        return self.inside.AtLeast(self.Units(amount));
      });
  py::class_<ScaledSimulation>(module, "Simulation")
      .def_property_readonly(
          "mean",
          [](const ScaledSimulation& self) { return Descaled(self.inside.mean(), self.scale); })
      .def_property_readonly(
          "sd", [](const ScaledSimulation& self) { return Descaled(self.inside.sd(), self.scale); })
      .def_property_readonly("draws",
                             [](const ScaledSimulation& self) { return self.inside.sums().size(); })
      .def("quantile", [](const ScaledSimulation& self,
                          double q) { return self.Amount(Take(self.inside.Quantile(q))); })
      .def("at_least", [](const ScaledSimulation& self, const py::object& amount) {
        const int64_t units = self.Units(amount);
        const auto interval = self.inside.AtLeastInterval(units);
        return py::make_tuple(self.inside.AtLeast(units), interval.lower, interval.upper);
      });
  module.def("forecast_period", [](const py::sequence& amounts, const std::vector<double>& chances,
                                   const py::object& closed, const py::sequence& created,
                                   int64_t max_points, const std::string& large) {
    const Known known = KnownOf(amounts, closed, created);
    const funnel::ForecastOptions options{
        .closed = known.closed,
        .created = known.created,
        .sums = {.max_points = max_points, .large = LargeOf(large)}};
    return ScaledForecast{Take(Unlocked([&] {
                            return funnel::ForecastPeriod(
                                {.amount = known.deals.units, .chance = chances}, options);
                          })),
                          known.deals.scale};
  });
  module.def("simulate_period",
             [](const py::sequence& amounts, const std::vector<double>& chances,
                const std::vector<int32_t>& groups, const std::vector<double>& slips,
                const py::object& closed, const py::sequence& created, uint64_t seed, int32_t draws,
                double correlation, double confidence) {
               const Known known = KnownOf(amounts, closed, created);
               return ScaledSimulation{Take(Unlocked([&] {
                                         return funnel::SimulatePeriod(
                                             {known.deals.units, chances, groups, slips},
                                             {.closed = known.closed, .created = known.created},
                                             {seed, draws, correlation, confidence});
                                       })),
                                       known.deals.scale};
             });
}

/// States as tuples (exists, amount, close_day, outcome, owner), amounts already whole.
std::vector<DealState> StatesOf(const py::sequence& rows) {
  std::vector<DealState> states;
  for (const py::handle row : rows) {
    const auto items = py::cast<py::sequence>(row);
    const auto number = [&](size_t i) { return py::cast<std::optional<int64_t>>(items[i]); };
    states.push_back({py::cast<bool>(items[0]), number(1), number(2),
                      static_cast<funnel::DealOutcome>(py::cast<int32_t>(items[3])), number(4)});
  }
  return states;
}

void BindWaterfall(py::module_& module) {
  module.def("states_at", [](const py::sequence& now, const std::vector<int64_t>& created,
                             const py::sequence& rows, int64_t instant) {
    std::vector<funnel::DealChange> changes;
    for (const py::handle row : rows) {
      const auto items = py::cast<py::sequence>(row);
      changes.push_back(
          {py::cast<int32_t>(items[0]), py::cast<int64_t>(items[1]), py::cast<int64_t>(items[2]),
           static_cast<funnel::DealField>(py::cast<int32_t>(items[3])),
           py::cast<std::optional<int64_t>>(items[4]), py::cast<std::optional<int64_t>>(items[5])});
    }
    Findings findings;
    const auto states = Take(funnel::StatesAt(StatesOf(now), created, changes, instant, &findings));
    py::list list;
    for (const DealState& state : states) {
      list.append(py::make_tuple(state.exists, Maybe(state.amount), Maybe(state.close_day),
                                 static_cast<int32_t>(state.outcome), Maybe(state.owner)));
    }
    return py::make_tuple(list, ToPython(findings));
  });
  module.def("waterfall", [](const py::sequence& before, const py::sequence& after,
                             const py::object& start, const py::object& end,
                             std::optional<int64_t> owner) {
    const Period period = Take(Period::Of(ToDate(start), ToDate(end)));
    const auto sums = Take(funnel::ExplainChange(StatesOf(before), StatesOf(after), period, owner));
    return std::vector<int64_t>{sums.opening,    sums.created,  sums.reopened,  sums.pulled_in,
                                sums.pushed_out, sums.won,      sums.lost,      sums.removed,
                                sums.resized,    sums.owner_in, sums.owner_out, sums.closing,
                                sums.won_amount, sums.unknown};
  });
}

void BindBacktest(py::module_& module) {
  module.def("score_chances",
             [](const std::vector<double>& chances, const std::vector<uint8_t>& outcomes,
                int32_t bins, double confidence) {
               const auto score = Take(funnel::ScoreChances(chances, outcomes, bins, confidence));
               py::list list;
               for (const funnel::CalibrationBin& bin : score.bins) {
                 list.append(py::make_tuple(bin.from, bin.to, bin.n, bin.happened, bin.mean_chance,
                                            bin.interval.lower, bin.interval.upper));
               }
               return py::make_tuple(score.n, score.happened, score.brier, score.brier_of_base_rate,
                                     Maybe(score.skill), score.calibration_error, score.bias, list);
             });
  module.def("interval_coverage", [](const py::sequence& lower, const py::sequence& upper,
                                     const py::sequence& actual, double confidence) {
    py::list all;
    for (const py::sequence& values : {lower, upper, actual})
      for (const py::handle value : values) all.append(value);
    const std::vector<int64_t> units = ScaledOf(all).units;
    const std::span<const int64_t> whole(units);
    const auto coverage = Take(
        funnel::CoverageOf(whole.first(lower.size()), whole.subspan(lower.size(), upper.size()),
                           whole.subspan(lower.size() + upper.size()), confidence));
    return py::make_tuple(coverage.n, coverage.inside, coverage.below, coverage.above,
                          coverage.share, coverage.interval.lower, coverage.interval.upper);
  });
  module.def("compare_with_control", [](const std::vector<std::pair<double, double>>& groups,
                                        double confidence) {
    const auto group = [&](size_t i) {
      return stats::Proportion{groups[i].first, groups[i].second};
    };
    const auto effect =
        Take(funnel::CompareWithControl({group(0), group(1), group(2), group(3)}, confidence));
    return py::make_tuple(effect.effect, effect.interval.lower, effect.interval.upper,
                          effect.change, effect.control_change, effect.standard_error, effect.z,
                          effect.p_two_sided);
  });
  module.def("cusum", [](const std::vector<double>& values, double mean, double sd,
                         double allowance, double threshold) {
    const auto cusum = Take(funnel::WatchSeries(values, {mean, sd, allowance, threshold}));
    return py::make_tuple(cusum.high, cusum.low, Maybe(cusum.high_alarm), Maybe(cusum.low_alarm),
                          Maybe(cusum.high_since), Maybe(cusum.low_since));
  });
}

}  // namespace

void BindFunnelForecast(py::module_& module) {
  BindOdds(module);
  BindForecasts(module);
  BindWaterfall(module);
  BindBacktest(module);
}

}  // namespace attain::python
