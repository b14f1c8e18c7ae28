// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <optional>
#include <string>
#include <vector>

#include "attain/definition/fields.h"
#include "attain/expression/expression.h"
#include "attain/measure/aggregate.h"
#include "attain/measure/attainment.h"
#include "common.h"

namespace attain::python {
namespace {

py::object Maybe(const std::optional<Fraction>& value) {
  return value ? ToPython(*value) : py::object(py::none());
}

py::dict PaceDict(const measure::Pace& pace) {
  py::dict result;
  result["expected"] = ToPython(pace.expected);
  result["pace_index"] = Maybe(pace.index);
  result["projection"] = Maybe(pace.projection);
  result["required_rate"] = Maybe(pace.required_rate);
  return result;
}

std::vector<Fraction> Fractions(const py::sequence& values) {
  std::vector<Fraction> exact;
  for (const py::handle value : values) exact.push_back(ToFraction(value));
  return exact;
}

/// Sums and counts by a column; `bound` is a bound condition or None.
table::Table AggregatePython(const table::Table& frame, const std::string& by,
                             const std::string& sum, const std::string& date,
                             const std::string& grain, const py::object& bound, int threads) {
  measure::AggregateOptions options;
  options.by = by;
  options.sum = sum;
  options.date = date;
  options.threads = threads;
  bool known = false;
  for (const definition::Word& word : Describe(definition::Type<Grain>{}).words()) {
    if (word.text != grain) continue;
    options.grain = static_cast<Grain>(word.value);
    known = true;
  }
  if (!known)
    Raise(MakeError(Reason::kUnknownWord,
                    "grain: \"" + grain + "\" is none of day, week, month, quarter, half, year"));
  std::optional<expression::Bound> condition;
  if (!bound.is_none()) condition = py::cast<expression::Bound>(bound);
  return Take(Unlocked([&]() -> absl::StatusOr<table::Table> {
    expression::Selection selection;
    if (condition) {
      ATTAIN_ASSIGN_OR_RETURN(selection, expression::Select(*condition, frame));
      options.selected = selection.mask;
    }
    return measure::Aggregate(frame, options);
  }));
}

}  // namespace

void BindMeasure(py::module_& module) {
  module.def("aggregate", &AggregatePython);
  module.def("attain", [](const py::object& actual, const py::object& target, bool lower) {
    const auto result =
        Take(measure::Attain(ToFraction(actual), ToFraction(target),
                             lower ? measure::Direction::kLower : measure::Direction::kHigher));
    return py::make_tuple(Maybe(result.attainment), ToPython(result.gap));
  });
  module.def("pace", [](const py::object& target, const py::object& actual,
                        const py::object& elapsed, const py::object& total) {
    return PaceDict(Take(measure::PaceOf(ToFraction(target), ToFraction(actual),
                                         ToFraction(elapsed), ToFraction(total))));
  });
  module.def("seasonal_pace", [](const py::object& target, const py::object& actual,
                                 const py::sequence& season, int64_t done) {
    return PaceDict(Take(
        measure::SeasonalPace(ToFraction(target), ToFraction(actual), Fractions(season), done)));
  });
  module.def("project", [](const py::object& quota, const py::object& attained,
                           const py::object& forecast) {
    const auto result =
        Take(measure::Project(ToFraction(quota), ToFraction(attained), ToFraction(forecast)));
    return py::make_tuple(ToPython(result.projection), ToPython(result.cushion),
                          ToPython(result.gap));
  });
  module.def("coverage", [](const py::object& quota, const py::object& attained,
                            const py::object& pipeline) {
    return Maybe(
        Take(measure::Coverage(ToFraction(quota), ToFraction(attained), ToFraction(pipeline))));
  });
  module.def("shortage", [](const py::object& target, const py::object& achieved,
                            const py::object& pipeline) {
    const auto result =
        Take(measure::ShortageOf(ToFraction(target), ToFraction(achieved), ToFraction(pipeline)));
    return py::make_tuple(Maybe(result.achieved), Maybe(result.shortage));
  });
  module.def("variance", [](const py::object& target, const py::sequence& orders) {
    std::vector<measure::CreditedQuantity> credited;
    for (const py::handle order : orders) {
      const auto pair = py::cast<py::sequence>(order);
      credited.push_back({ToFraction(pair[0]), ToFraction(pair[1])});
    }
    const auto result = Take(measure::VarianceOf(ToFraction(target), credited));
    return py::make_tuple(ToPython(result.target), ToPython(result.achieved),
                          ToPython(result.variance));
  });
  module.def("mismatch", [](const py::object& parent, const py::sequence& children) {
    return ToPython(Take(measure::Mismatch(ToFraction(parent), Fractions(children))));
  });
  module.def("share_attaining", [](const py::sequence& attainments) {
    return Maybe(measure::ShareAttaining(Fractions(attainments)));
  });
}

}  // namespace attain::python
