// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/inequality.h"
#include "attain/stats/interval.h"
#include "attain/stats/rank.h"

#include <string>
#include <vector>

#include "common.h"

namespace attain::python {
namespace {

using stats::RankOrder;

RankOrder OrderOf(bool increasing) {
  return increasing ? RankOrder::kSmallestFirst : RankOrder::kLargestFirst;
}

/// Keys come as one list per value; the kernel takes one span per key.
std::vector<int64_t> Ordinal(const std::vector<double>& values, bool increasing,
                             const std::vector<std::vector<double>>& keys,
                             const std::vector<int>& signs) {
  std::vector<std::vector<double>> columns(signs.size(), std::vector<double>(values.size()));
  if (!keys.empty() && keys.size() != values.size()) {
    Raise(MakeError(Reason::kLengthMismatch, "tiebreak: one row of keys per value is needed"));
  }
  for (size_t row = 0; row < keys.size(); ++row) {
    if (keys[row].size() != signs.size())
      Raise(MakeError(Reason::kLengthMismatch,
                      "tiebreak: as many keys as signs are needed in every row"));
    for (size_t key = 0; key < signs.size(); ++key) columns[key][row] = keys[row][key];
  }
  std::vector<stats::TieBreak> breaks;
  if (!keys.empty()) {
    for (size_t key = 0; key < signs.size(); ++key)
      breaks.push_back({.keys = columns[key], .order = OrderOf(signs[key] > 0)});
  }
  return Take(stats::RankOrdinal(values, OrderOf(increasing), breaks));
}

/// The measures that exist for these values; Theil's L is left out where it is infinite.
py::dict Inequality(const std::vector<double>& values) {
  py::dict result;
  result["gini"] = Take(stats::Gini(values));
  if (const auto unbiased = stats::GiniUnbiased(values); unbiased.ok())
    result["gini_unbiased"] = *unbiased;
  result["theil_t"] = Take(stats::TheilT(values));
  if (const auto theil = stats::TheilL(values); theil.ok()) result["theil_l"] = *theil;
  result["hoover"] = Take(stats::Hoover(values));
  if (const auto variation = stats::CoefficientOfVariation(values); variation.ok())
    result["cv"] = *variation;
  if (const auto ratio = stats::MaxToMin(values); ratio.ok()) result["max_min"] = *ratio;
  return result;
}

}  // namespace

void BindStats(py::module_& module) {
  module.def("wilson", [](double successes, double n, double confidence) {
    const auto interval = Take(stats::Wilson(successes, n, confidence));
    return py::make_tuple(interval.lower, interval.upper);
  });
  module.def("wilson_by_z", [](double successes, double n, double z) {
    const auto interval = Take(stats::WilsonByZ(successes, n, z));
    return py::make_tuple(interval.lower, interval.upper);
  });
  module.def("rank", [](const std::vector<double>& values, double omega, bool increasing) {
    return Take(stats::Rank(values, {.order = OrderOf(increasing), .omega = omega}));
  });
  module.def("rank_against", [](const std::vector<double>& values,
                                const std::vector<double>& against, double omega, bool increasing) {
    return Take(
        stats::RankAgainst(values, against, {.order = OrderOf(increasing), .omega = omega}));
  });
  module.def("rank_dense", [](const std::vector<double>& values, bool increasing) {
    return Take(stats::RankDense(values, OrderOf(increasing)));
  });
  module.def("rank_ordinal", &Ordinal);
  module.def("inequality", &Inequality);
}

}  // namespace attain::python
