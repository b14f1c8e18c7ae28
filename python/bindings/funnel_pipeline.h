// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What the binding files of the pipeline share.
#ifndef ATTAIN_PYTHON_BINDINGS_FUNNEL_PIPELINE_H_
#define ATTAIN_PYTHON_BINDINGS_FUNNEL_PIPELINE_H_

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "attain/stats/distribution.h"
#include "common.h"

namespace attain::python {

/// The value, or None.
template <typename T>
py::object Maybe(const std::optional<T>& value) {
  return value ? py::cast(*value) : py::object(py::none());
}

/// The exact value, or None.
template <typename T>
py::object MaybeExact(const std::optional<T>& value) {
  return value ? ToPython(*value) : py::object(py::none());
}

/// A column of exact decimals.
inline std::vector<Decimal> DecimalsOf(const py::sequence& values) {
  std::vector<Decimal> exact;
  exact.reserve(values.size());
  for (const py::handle value : values) exact.push_back(ToDecimal(value));
  return exact;
}

/// Amounts as whole numbers of 10^-scale, the coarsest that holds them all.
struct ScaledAmounts {
  std::vector<int64_t> units;
  int scale = 0;
};

/// Amounts in one scale, at least `least`.
inline ScaledAmounts ScaledOf(const py::sequence& values, int least = 0) {
  const std::vector<Decimal> exact = DecimalsOf(values);
  ScaledAmounts scaled{.units = {}, .scale = least};
  for (const Decimal& value : exact)
    scaled.scale = std::max(scaled.scale, value.Normalized().scale());
  for (const Decimal& value : exact) {
    const Decimal units = Take(value.Rescaled(scaled.scale));
    if (units.coefficient() > INT64_MAX || units.coefficient() < INT64_MIN)
      Raise(MakeError(Reason::kOverflow, "an amount does not fit 64 bits"));
    scaled.units.push_back(static_cast<int64_t>(units.coefficient()));
  }
  return scaled;
}

/// An estimate in units of 10^-scale as a number of whole ones.
inline double Descaled(double units, int scale) { return units / std::pow(10.0, scale); }

/// The least whole number of 10^-scale that is at least `amount`; the ends of 64 bits beyond them.
inline int64_t UnitsAbove(const Decimal& amount, int scale) {
  absl::int128 units = amount.coefficient();
  if (amount.scale() > scale) {
    const absl::int128 power = PowerOfTen(amount.scale() - scale);
    units = amount.coefficient() / power;
    if (units * power < amount.coefficient()) ++units;
  } else {
    const auto wide = amount.Rescaled(scale);
    if (!wide.ok()) return amount.sign() > 0 ? INT64_MAX : INT64_MIN;
    units = wide->coefficient();
  }
  if (units > INT64_MAX) return INT64_MAX;
  if (units < INT64_MIN) return INT64_MIN;
  return static_cast<int64_t>(units);
}

/// What happens to distributions with too many amounts, by its word.
inline stats::LargeSupport LargeOf(const std::string& word) {
  if (word == "refuse") return stats::LargeSupport::kRefuse;
  if (word == "group") return stats::LargeSupport::kGroup;
  Raise(MakeError(Reason::kUnknownWord, "large: \"" + word + "\" is none of refuse, group"));
}

void BindFunnelProcess(py::module_& module);
void BindFunnelForecast(py::module_& module);
void BindFunnelRisk(py::module_& module);

}  // namespace attain::python

#endif  // ATTAIN_PYTHON_BINDINGS_FUNNEL_PIPELINE_H_
