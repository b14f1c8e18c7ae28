// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Survival curves, incidence by cause, the log-rank test and proportional hazards.
#include <string>
#include <vector>

#include "attain/stats/cox.h"
#include "attain/stats/survival.h"
#include "attain/table/column.h"
#include "attain/table/reader.h"
#include "common.h"

namespace attain::python {
namespace {

using stats::CoxFit;
using stats::IncidenceCurves;
using stats::SurvivalCurve;
using table::Column;

// Copies a buffer of one dimension whose elements are of type S.
template <typename S, typename T>
std::vector<T> Copied(const py::buffer_info& info) {
  std::vector<T> values(static_cast<size_t>(info.shape[0]));
  const auto* bytes = static_cast<const char*>(info.ptr);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<T>(
        *reinterpret_cast<const S*>(bytes + static_cast<py::ssize_t>(i) * info.strides[0]));
  }
  return values;
}

// Numbers from a buffer (an array), a column, or a sequence.
template <typename T>
std::vector<T> Numbers(const py::handle& source, const char* name) {
  if (py::isinstance<Column>(source)) {
    const auto& column = py::cast<const Column&>(source);
    const table::Values<double> values = Take(table::ReadDoubles(column));
    if (values.null_count() > 0)
      Raise(MakeError(Reason::kNullValue, std::string(name) + ": a value is missing"));
    return {values.span().begin(), values.span().end()};
  }
  if (PyObject_CheckBuffer(source.ptr()) != 0 && !py::isinstance<py::bytes>(source)) {
    const py::buffer_info info = py::reinterpret_borrow<py::buffer>(source).request();
    if (info.ndim == 1) {
      if (info.item_type_is_equivalent_to<double>()) return Copied<double, T>(info);
      if (info.item_type_is_equivalent_to<float>()) return Copied<float, T>(info);
      if (info.item_type_is_equivalent_to<int64_t>()) return Copied<int64_t, T>(info);
      if (info.item_type_is_equivalent_to<int32_t>()) return Copied<int32_t, T>(info);
      if (info.item_type_is_equivalent_to<uint8_t>() || info.item_type_is_equivalent_to<bool>())
        return Copied<uint8_t, T>(info);
    }
  }
  std::vector<T> values;
  for (const py::handle value : py::reinterpret_borrow<py::iterable>(source)) {
    if (value.is_none())
      Raise(MakeError(Reason::kNullValue, std::string(name) + ": a value is missing"));
    values.push_back(static_cast<T>(py::cast<double>(value)));
  }
  return values;
}

struct Seen {
  std::vector<double> durations;
  std::vector<uint8_t> observed;
  std::vector<double> entry;

  stats::Durations view() const {
    return {.durations = durations, .observed = observed, .entry = entry};
  }
};

Seen SeenOf(const py::handle& durations, const py::handle& observed, const py::handle& entry) {
  Seen seen{.durations = Numbers<double>(durations, "durations"), .observed = {}, .entry = {}};
  for (const double mark : Numbers<double>(observed, "observed"))
    seen.observed.push_back(mark == 0 ? 0 : mark == 1 ? 1 : 2);  // 2 is refused with its row
  if (!entry.is_none()) seen.entry = Numbers<double>(entry, "entry");
  return seen;
}

std::vector<int32_t> Whole(const py::handle& source, const char* name) {
  std::vector<int32_t> whole;
  for (const double value : Numbers<double>(source, name)) {
    if (value != static_cast<double>(static_cast<int32_t>(value)))
      Raise(MakeError(Reason::kInvalidArgument, std::string(name) + ": whole numbers are needed"));
    whole.push_back(static_cast<int32_t>(value));
  }
  return whole;
}

py::tuple Pair(const stats::Interval& interval) {
  return py::make_tuple(interval.lower, interval.upper);
}

// A column of the steps of a curve.
template <typename T, typename Step>
py::list StepColumn(const std::vector<Step>& steps, T Step::*member) {
  py::list values;
  for (const Step& step : steps) values.append(step.*member);
  return values;
}

py::dict Steps(const SurvivalCurve& curve) {
  using stats::SurvivalStep;
  py::dict columns;
  columns["time"] = StepColumn(curve.steps(), &SurvivalStep::time);
  columns["at_risk"] = StepColumn(curve.steps(), &SurvivalStep::at_risk);
  columns["events"] = StepColumn(curve.steps(), &SurvivalStep::events);
  columns["survival"] = StepColumn(curve.steps(), &SurvivalStep::survival);
  columns["hazard"] = StepColumn(curve.steps(), &SurvivalStep::hazard);
  return columns;
}

py::dict CoxResult(const CoxFit& fit) {
  py::dict result;
  py::list intervals;
  py::list p_values;
  for (size_t k = 0; k < fit.coefficients().size(); ++k) {
    intervals.append(Pair(fit.IntervalOf(k)));
    p_values.append(fit.PValueOf(k));
  }
  result["coefficients"] = fit.coefficients();
  result["standard_errors"] = fit.standard_errors();
  result["model_standard_errors"] = fit.model_standard_errors();
  result["intervals"] = intervals;
  result["p_values"] = p_values;
  result["covariance"] = fit.covariance();
  result["log_likelihood"] = fit.log_likelihood();
  result["null_log_likelihood"] = fit.null_log_likelihood();
  result["likelihood_ratio_p"] = fit.LikelihoodRatioP();
  result["n"] = fit.n();
  result["events"] = fit.events();
  result["iterations"] = fit.iterations();
  return result;
}

}  // namespace

void BindStatsSurvival(py::module_& module) {
  py::class_<SurvivalCurve>(module, "SurvivalCurve")
      .def_property_readonly("n", &SurvivalCurve::n)
      .def_property_readonly("events", &SurvivalCurve::events)
      .def_property_readonly("last_time", &SurvivalCurve::last_time)
      .def("survival", &SurvivalCurve::SurvivalAt)
      .def("hazard", &SurvivalCurve::HazardAt)
      .def("standard_error", &SurvivalCurve::StandardErrorAt)
      .def("interval",
           [](const SurvivalCurve& self, double time) { return Pair(self.IntervalAt(time)); })
      .def("hazard_interval",
           [](const SurvivalCurve& self, double time) { return Pair(self.HazardIntervalAt(time)); })
      .def("quantile", &SurvivalCurve::Quantile)
      .def("quantile_interval",
           [](const SurvivalCurve& self, double level) {
             const stats::TimeInterval interval = self.QuantileInterval(level);
             return py::make_tuple(interval.lower, interval.upper);
           })
      .def("restricted_mean",
           [](const SurvivalCurve& self, double until) {
             const stats::MeanEstimate mean = Take(self.RestrictedMean(until));
             return py::make_tuple(mean.value, mean.interval.lower, mean.interval.upper,
                                   mean.standard_error, mean.extrapolated);
           })
      .def("steps", &Steps);
  py::class_<IncidenceCurves>(module, "IncidenceCurves")
      .def_property_readonly("n", &IncidenceCurves::n)
      .def_property_readonly("causes", &IncidenceCurves::causes)
      .def("survival", &IncidenceCurves::SurvivalAt)
      .def("incidence", &IncidenceCurves::IncidenceAt)
      .def("standard_error", &IncidenceCurves::StandardErrorAt)
      .def("interval",
           [](const IncidenceCurves& self, int32_t cause, double time) {
             return Pair(self.IntervalAt(cause, time));
           })
      .def("times", [](const IncidenceCurves& self) {
        return StepColumn(self.steps(), &stats::IncidenceStep::time);
      });
  module.def("kaplan_meier", [](const py::handle& durations, const py::handle& observed,
                                const py::handle& entry, double confidence) {
    const Seen seen = SeenOf(durations, observed, entry);
    return Take(Unlocked([&] { return stats::KaplanMeier(seen.view(), confidence); }));
  });
  module.def("aalen_johansen", [](const py::handle& durations, const py::handle& cause,
                                  const py::handle& entry, double confidence) {
    const std::vector<double> ends = Numbers<double>(durations, "durations");
    const std::vector<int32_t> causes = Whole(cause, "cause");
    std::vector<double> entries;
    if (!entry.is_none()) entries = Numbers<double>(entry, "entry");
    return Take(
        Unlocked([&] { return stats::AalenJohansen(ends, causes, entries, confidence); }));
  });
  module.def("logrank", [](const py::handle& durations, const py::handle& observed,
                           const std::vector<int32_t>& group, int32_t groups,
                           const py::handle& entry) {
    const Seen seen = SeenOf(durations, observed, entry);
    const stats::LogRankResult test =
        Take(Unlocked([&] { return stats::LogRank(seen.view(), group, groups); }));
    return py::make_tuple(test.chi2, test.df, test.p, test.n, test.observed, test.expected);
  });
  module.def("cox", [](const py::sequence& columns, const std::vector<std::string>& names,
                       const py::handle& durations, const py::handle& observed,
                       const py::handle& entry, const std::string& ties, bool robust,
                       const std::vector<int32_t>& clusters, double confidence,
                       int32_t max_iterations) {
    const Seen seen = SeenOf(durations, observed, entry);
    std::vector<std::vector<double>> kept;
    for (size_t k = 0; k < names.size(); ++k)
      kept.push_back(Numbers<double>(columns[k], names[k].c_str()));
    const std::vector<std::span<const double>> covariates(kept.begin(), kept.end());
    const stats::CoxOptions options{
        .ties = ties == "breslow" ? stats::CoxTies::kBreslow : stats::CoxTies::kEfron,
        .robust = robust,
        .clusters = clusters,
        .confidence = confidence,
        .max_iterations = max_iterations,
        .names = names};
    return CoxResult(
        Take(Unlocked([&] { return stats::Cox(covariates, seen.view(), options); })));
  });
}

}  // namespace attain::python
