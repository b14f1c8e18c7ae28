// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The pipeline: rates, velocity, forecast by categories, sums of deals, attribution.
#include "funnel_pipeline.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/funnel/attribution.h"
#include "attain/funnel/categories.h"
#include "attain/funnel/velocity.h"
#include "attain/stats/distribution.h"
#include "attain/stats/proportions.h"

namespace attain::python {
namespace {

using stats::PaymentSum;

py::tuple RateTuple(const funnel::WinRate& rate) {
  const auto interval = [&](double stats::Interval::*end) {
    return rate.interval ? py::object(py::float_((*rate.interval).*end)) : py::object(py::none());
  };
  return py::make_tuple(rate.won, rate.n, Maybe(rate.rate), interval(&stats::Interval::lower),
                        interval(&stats::Interval::upper));
}

/// A sum of payments, with the unit its amounts are counted in.
struct ScaledSum {
  PaymentSum sum;
  int scale = 0;

  py::object Amount(int64_t units) const { return ToPython(Decimal::Unchecked(units, scale)); }
  int64_t Units(const Decimal& amount) const { return UnitsAbove(amount, scale); }
};

ScaledSum SumPython(const py::sequence& amounts, const std::vector<double>& chances,
                    int64_t max_points, const std::string& large) {
  ScaledAmounts scaled = ScaledOf(amounts);
  const stats::PaymentSumOptions options{.max_points = max_points, .large = LargeOf(large)};
  return {Take(Unlocked([&] { return stats::SumPayments(scaled.units, chances, options); })),
          scaled.scale};
}

py::list Amounts(const ScaledSum& self) {
  py::list list;
  for (const int64_t amount : self.sum.amounts()) list.append(self.Amount(amount));
  return list;
}

void BindDistribution(py::module_& module) {
  py::class_<ScaledSum>(module, "PaymentSum")
      .def_property_readonly("n", [](const ScaledSum& self) { return self.sum.n(); })
      .def_property_readonly(
          "mean", [](const ScaledSum& self) { return Descaled(self.sum.mean(), self.scale); })
      .def_property_readonly(
          "sd", [](const ScaledSum& self) { return Descaled(self.sum.sd(), self.scale); })
      .def_property_readonly("exact", [](const ScaledSum& self) { return self.sum.exact(); })
      .def_property_readonly("unit",
                             [](const ScaledSum& self) {
                               return self.sum.exact() ? py::object(py::none())
                                                       : self.Amount(self.sum.unit());
                             })
      .def_property_readonly("amounts", &Amounts)
      .def_property_readonly("chances",
                             [](const ScaledSum& self) {
                               const auto chances = self.sum.chances();
                               return std::vector<double>(chances.begin(), chances.end());
                             })
      .def("quantile",
           [](const ScaledSum& self, double q) { return self.Amount(Take(self.sum.Quantile(q))); })
      .def("at_least", [](const ScaledSum& self, const py::object& amount) {
        return self.sum.AtLeast(self.Units(ToDecimal(amount)));
      });
  module.def("payment_sum", &SumPython);
  module.def("two_proportions", [](double ka, double na, double kb, double nb, double confidence) {
    const auto test = Take(stats::TwoProportions({ka, na}, {kb, nb}, confidence));
    return py::make_tuple(test.difference, test.interval.lower, test.interval.upper, test.z,
                          test.p_two_sided);
  });
  module.def("wilson_continuity", [](double successes, double n, double confidence) {
    const auto interval = Take(stats::WilsonContinuity(successes, n, confidence));
    return py::make_tuple(interval.lower, interval.upper);
  });
}

void BindRates(py::module_& module) {
  module.def("velocity", [](const py::object& opportunities, const py::object& deal_value,
                            const py::object& win_rate, const py::object& cycle_days) {
    const auto velocity =
        Take(funnel::VelocityOf({ToFraction(opportunities), ToFraction(deal_value),
                                 ToFraction(win_rate), ToFraction(cycle_days)}));
    return py::make_tuple(MaybeExact(velocity.per_day), MaybeExact(velocity.per_30_days));
  });
  module.def("win_rate", [](const std::vector<int64_t>& counts, const std::string& basis,
                            double confidence) {
    for (const auto known : {funnel::WinRateBasis::kClosed, funnel::WinRateBasis::kClosedPlusStale,
                             funnel::WinRateBasis::kAll}) {
      if (Name(known) != basis) continue;
      return RateTuple(Take(funnel::WinRateOf(
          {counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]}, known, confidence)));
    }
    Raise(MakeError(Reason::kUnknownWord,
                    "basis: \"" + basis + "\" is none of closed, closed_plus_stale, all"));
  });
  module.def("lead_funnel",
             [](const std::vector<int64_t>& leads, const std::vector<int64_t>& won,
                const std::vector<std::pair<int64_t, int64_t>>& gaps, double confidence) {
               std::vector<funnel::GapDays> days;
               for (const auto& [gap, count] : gaps) days.push_back({gap, count});
               const auto result = Take(funnel::LeadFunnelOf(leads, won, days, confidence));
               py::list origins;
               for (const funnel::WinRate& rate : result.origins) origins.append(RateTuple(rate));
               return py::make_tuple(RateTuple(result.all), origins, Maybe(result.median_days),
                                     Maybe(result.mean_days), result.negative_gaps);
             });
  module.def("forecast_categories", [](const std::vector<std::string>& names,
                                       const py::sequence& amounts, const py::object& quota) {
    std::vector<funnel::ForecastCategory> categories;
    for (const std::string& name : names) categories.push_back(funnel::CategoryNamed(name));
    std::optional<Decimal> wanted;
    if (!quota.is_none()) wanted = ToDecimal(quota);
    const auto sums = Take(funnel::ForecastCategories(categories, DecimalsOf(amounts), wanted));
    return py::make_tuple(ToPython(sums.closed), ToPython(sums.commit), ToPython(sums.best_case),
                          ToPython(sums.pipeline), ToPython(sums.commit_forecast),
                          ToPython(sums.best_case_forecast), ToPython(sums.open_pipeline),
                          MaybeExact(sums.gap), MaybeExact(sums.coverage));
  });
  module.def("weight_amounts", [](const py::sequence& amounts, const py::sequence& probabilities,
                                  const std::vector<int32_t>& period, int32_t periods) {
    const auto forecast = Take(
        funnel::WeightAmounts(DecimalsOf(amounts), DecimalsOf(probabilities), period, periods));
    py::list sums;
    for (const Decimal& sum : forecast.by_period) sums.append(ToPython(sum.Normalized()));
    return py::make_tuple(sums, ToPython(forecast.total.Normalized()));
  });
}

/// Paths as tuples (channels, conversions, nulls, ages).
std::vector<funnel::TouchPath> PathsOf(const py::sequence& rows) {
  std::vector<funnel::TouchPath> paths;
  for (const py::handle row : rows) {
    const auto items = py::cast<py::sequence>(row);
    paths.push_back({py::cast<std::vector<int32_t>>(items[0]), py::cast<int64_t>(items[1]),
                     py::cast<int64_t>(items[2]), py::cast<std::vector<double>>(items[3])});
  }
  return paths;
}

void BindAttribution(py::module_& module) {
  module.def("attribute", [](const py::sequence& rows, int32_t channels, const std::string& rule,
                             double first_share, double last_share, double half_life) {
    using funnel::AttributionRule;
    for (const auto known :
         {AttributionRule::kFirst, AttributionRule::kLast, AttributionRule::kLinear,
          AttributionRule::kPosition, AttributionRule::kTimeDecay}) {
      if (Name(known) != rule) continue;
      return Take(
          funnel::Attribute(PathsOf(rows), channels, {known, first_share, last_share, half_life}));
    }
    Raise(MakeError(Reason::kUnknownWord,
                    "rule: \"" + rule + "\" is none of first, last, linear, position, time_decay"));
  });
  module.def("remove_channels", [](const py::sequence& rows, int32_t channels) {
    const auto effects = Take(funnel::RemoveChannels(PathsOf(rows), channels));
    return py::make_tuple(effects.conversion, effects.effect, effects.share, effects.attributed);
  });
}

}  // namespace

void BindFunnelPipeline(py::module_& module) {
  BindDistribution(module);
  BindRates(module);
  BindAttribution(module);
  BindFunnelProcess(module);
  BindFunnelForecast(module);
  BindFunnelRisk(module);
}

}  // namespace attain::python
