// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <optional>
#include <string>
#include <vector>

#include "attain/target/allocate.h"
#include "common.h"

namespace attain::python {
namespace {

std::vector<Fraction> Fractions(const py::sequence& values) {
  std::vector<Fraction> exact;
  exact.reserve(values.size());
  for (const py::handle value : values) exact.push_back(ToFraction(value));
  return exact;
}

std::vector<std::optional<Fraction>> Bounds(const py::sequence& values) {
  std::vector<std::optional<Fraction>> bounds;
  for (const py::handle value : values) {
    bounds.push_back(value.is_none() ? std::nullopt : std::optional<Fraction>(ToFraction(value)));
  }
  return bounds;
}

std::vector<int64_t> ByDivisor(int64_t total, const std::vector<int64_t>& weights,
                               const std::string& method, int64_t min_each) {
  const auto divisor = target::DivisorNamed(method);
  if (!divisor) {
    Raise(MakeError(
        Reason::kUnknownWord,
        "method: \"" + method + "\" is none of dhondt, webster, adams, huntington_hill, dean"));
  }
  return Take(Unlocked([&] { return target::SplitByDivisor(total, weights, *divisor, min_each); }));
}

py::list Bounded(const py::object& total, const py::sequence& weights, const py::sequence& lower,
                 const py::sequence& upper) {
  const auto parts = Take(
      target::SplitBounded(ToFraction(total), Fractions(weights), Bounds(lower), Bounds(upper)));
  py::list result;
  for (const Fraction& part : parts) result.append(ToPython(part));
  return result;
}

py::list Controlled(int64_t total, const std::vector<int64_t>& rows,
                    const std::vector<int64_t>& columns) {
  const target::Matrix matrix =
      Take(Unlocked([&] { return target::SplitControlled(total, rows, columns); }));
  py::list result;
  for (int64_t row = 0; row < matrix.rows; ++row) {
    py::list cells;
    for (int64_t column = 0; column < matrix.columns; ++column)
      cells.append(matrix.at(row, column));
    result.append(std::move(cells));
  }
  return result;
}

}  // namespace

void BindTarget(py::module_& module) {
  module.def("split_by_divisor", &ByDivisor);
  module.def("split_cumulative", [](int64_t total, const std::vector<int64_t>& weights) {
    return Take(target::SplitCumulative(total, weights));
  });
  module.def("split_locked", [](int64_t total, const std::vector<int64_t>& weights,
                                const std::vector<std::optional<int64_t>>& locked) {
    return Take(target::SplitLocked(total, weights, locked));
  });
  module.def("split_bounded", &Bounded);
  module.def("split_controlled", &Controlled);
}

}  // namespace attain::python
