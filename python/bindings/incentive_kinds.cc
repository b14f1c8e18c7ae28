// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Kinds of payout on columns: curves, multipliers, matrices, gates, weights, steps, true-ups.
#include <optional>
#include <string>
#include <vector>

#include "attain/incentive/curve.h"
#include "attain/incentive/gate.h"
#include "attain/incentive/matrix.h"
#include "attain/incentive/multiplier.h"
#include "attain/incentive/steps.h"
#include "attain/incentive/true_up.h"
#include "attain/incentive/weighted.h"
#include "incentive_common.h"

namespace attain::python {
namespace {

/// The rounding rule among the words of a call.
Rounding RoundingIn(const py::dict& words) {
  return RoundingOf(py::cast<std::string>(words["point"]), py::cast<std::string>(words["mode"]),
                    py::cast<int64_t>(words["scale"]));
}

template <typename E>
E WordIn(const py::dict& words, const char* name) {
  return WordValue<E>(name, py::cast<std::string>(words[name]));
}

/// Rows of columns beside one another; every row has `width` values.
std::vector<Fraction> Rows(const py::sequence& rows, size_t width) {
  std::vector<Fraction> values;
  for (const py::handle row : rows) {
    const auto items = py::cast<py::sequence>(row);
    if (items.size() != width) {
      Raise(MakeError(Reason::kLengthMismatch, "a row has " + std::to_string(items.size()) +
                                                   " values in place of " + std::to_string(width)));
    }
    for (const py::handle item : items) values.push_back(ToFraction(item));
  }
  return values;
}

py::dict Curve(const py::sequence& points, const py::sequence& attainments,
               const py::object& target, const py::dict& words) {
  incentive::CurveLine curve;
  for (const py::handle point : points) {
    const auto pair = py::cast<py::sequence>(point);
    curve.points.push_back({ToFraction(pair[0]), ToFraction(pair[1])});
  }
  curve.below = WordIn<incentive::CurveBelow>(words, "below");
  curve.above = WordIn<incentive::CurveAbove>(words, "above");
  return ToDict(Take(incentive::PayoutCurve(curve, Fractions(attainments), ToFraction(target),
                                            RoundingIn(words))));
}

py::dict Multiplier(const py::sequence& bands, const py::sequence& attainments,
                    const py::object& target, const py::dict& words) {
  incentive::MultiplierOptions options;
  options.target_incentive = ToFraction(target);
  options.method = WordIn<incentive::TierMethod>(words, "method");
  options.boundary = WordIn<incentive::Boundary>(words, "boundary");
  options.outside = WordIn<incentive::Outside>(words, "outside");
  options.rounding = RoundingIn(words);
  return ToDict(Take(incentive::TargetMultiplier(Bands(bands), Fractions(attainments), options)));
}

py::dict Modify(const py::sequence& earned, const py::sequence& values, const py::sequence& bands,
                const py::dict& words) {
  return ToDict(
      Take(incentive::Modify(Fractions(earned), Fractions(values), Bands(bands),
                             WordIn<incentive::Boundary>(words, "boundary"),
                             WordIn<incentive::Outside>(words, "outside"), RoundingIn(words))));
}

py::dict RateByAttainment(const py::sequence& bands, const py::sequence& actuals,
                          const py::object& quota, const py::sequence& amounts,
                          const py::dict& words) {
  return ToDict(Take(incentive::RateByAttainment(
      Bands(bands), Fractions(actuals), ToFraction(quota), Fractions(amounts),
      WordIn<incentive::Boundary>(words, "boundary"), WordIn<incentive::Outside>(words, "outside"),
      RoundingIn(words))));
}

py::dict Matrix(const py::sequence& axes, const py::sequence& cells, const py::sequence& rows,
                const py::object& target, const py::dict& words) {
  incentive::FactorMatrix matrix;
  for (const py::handle axis : axes) matrix.axes.push_back(Fractions(py::cast<py::sequence>(axis)));
  matrix.cells = Fractions(cells);
  matrix.method = WordIn<incentive::MatrixMethod>(words, "method");
  matrix.below = WordIn<incentive::Outside>(words, "below");
  return ToDict(Take(incentive::PayMatrix(matrix, Rows(rows, matrix.axes.size()),
                                          ToFraction(target), RoundingIn(words))));
}

py::dict Hurdles(const py::sequence& products, const py::sequence& sales, const py::object& quota,
                 const py::object& minimum, const py::dict& words) {
  std::vector<incentive::HurdleRate> rates;
  for (const py::handle product : products) {
    const auto pair = py::cast<py::sequence>(product);
    rates.push_back({ToFraction(pair[0]), ToFraction(pair[1])});
  }
  return ToDict(Take(incentive::HurdleRates(rates, Rows(sales, rates.size()), ToFraction(quota),
                                            ToFraction(minimum), RoundingIn(words))));
}

py::dict Steps(const py::sequence& rows, const py::sequence& credits, const py::object& quota,
               const py::dict& words) {
  std::vector<incentive::Step> steps;
  const std::vector<incentive::RateBand> bands = Bands(rows);
  for (size_t i = 0; i < bands.size(); ++i) {
    const auto row = py::cast<py::sequence>(rows[i]);
    steps.push_back(
        {bands[i], WordValue<incentive::TierMethod>("method", py::cast<std::string>(row[3]))});
  }
  return ToDict(
      Take(incentive::PaySteps(steps, Fractions(credits), ToFraction(quota), RoundingIn(words))));
}

std::vector<incentive::MeasureWeight> Weights(const py::sequence& weights,
                                              const py::sequence& caps) {
  std::vector<incentive::MeasureWeight> result;
  for (size_t i = 0; i < weights.size(); ++i) {
    incentive::MeasureWeight weight;
    weight.weight = ToFraction(weights[i]);
    if (i < caps.size() && !py::object(caps[i]).is_none()) weight.cap = ToFraction(caps[i]);
    result.push_back(std::move(weight));
  }
  return result;
}

}  // namespace

void BindIncentiveKinds(py::module_& module) {
  module.def("payout_curve", &Curve);
  module.def("target_multiplier", &Multiplier);
  module.def("modify", &Modify);
  module.def("rate_by_attainment", &RateByAttainment);
  module.def("pay_matrix", &Matrix);
  module.def("hurdle_rates", &Hurdles);
  module.def("pay_steps", &Steps);
  module.def("threshold_rate",
             [](const py::sequence& credits, const py::object& quota, const py::object& threshold,
                const py::object& rate, const py::dict& words) {
               return ToDict(Take(incentive::ThresholdRate(
                   Fractions(credits), ToFraction(quota), ToFraction(threshold), ToFraction(rate),
                   WordIn<incentive::GateBase>(words, "base"), RoundingIn(words))));
             });
  module.def("lump_sum", [](const py::sequence& bands, const py::sequence& values, bool each,
                            const py::dict& words) {
    return ToDict(
        Take(incentive::LumpSum(Bands(bands), Fractions(values), each, RoundingIn(words))));
  });
  module.def("gate", [](const py::sequence& earned, const py::sequence& values,
                        const py::object& minimum, const py::dict& words) {
    return ToDict(Take(incentive::PassGate(Fractions(earned), Fractions(values),
                                           ToFraction(minimum), RoundingIn(words))));
  });
  module.def("gated_accelerator", [](const py::sequence& bands, const py::sequence& credits,
                                     const py::object& annual_quota, const py::object& base_rate,
                                     const py::dict& words) {
    return ToDict(
        Take(incentive::GatedAccelerator(Bands(bands), Fractions(credits), ToFraction(annual_quota),
                                         ToFraction(base_rate), RoundingIn(words))));
  });
  module.def("weighted_factor", [](const py::sequence& weights, const py::sequence& caps,
                                   const py::sequence& attainments) {
    return ToPython(
        Take(incentive::WeightedFactor(Weights(weights, caps), Fractions(attainments))));
  });
  module.def("pay_weighted",
             [](const py::sequence& weights, const py::sequence& caps, const py::sequence& rows,
                const py::object& target, const py::dict& words) {
               const std::vector<incentive::MeasureWeight> measures = Weights(weights, caps);
               return ToDict(Take(incentive::PayWeighted(measures, Rows(rows, measures.size()),
                                                         ToFraction(target), RoundingIn(words))));
             });
  module.def("entitlement", [](const py::sequence& segments, const py::sequence& attainments,
                               const py::object& target) {
    const std::vector<incentive::RateBand> bands = Bands(segments);
    py::list result;
    for (const Fraction& attainment : Fractions(attainments)) {
      result.append(ToPython(Take(incentive::Entitlement(bands, attainment, ToFraction(target)))));
    }
    return result;
  });
  module.def("true_up", [](const py::sequence& entitled, const py::sequence& paid_to_date,
                           const py::dict& words) {
    return ToDict(
        Take(incentive::TrueUp(Fractions(entitled), Fractions(paid_to_date), RoundingIn(words))));
  });
}

}  // namespace attain::python
