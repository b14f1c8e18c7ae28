// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What every binding file shares: how a status becomes a Python exception, and how numbers and
// tables cross.
#ifndef ATTAIN_PYTHON_BINDINGS_COMMON_H_
#define ATTAIN_PYTHON_BINDINGS_COMMON_H_

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/status.h"

namespace attain::python {

namespace py = pybind11;

/// Raises the attain exception of a failed status, with its reason and findings.
[[noreturn]] void Raise(const absl::Status& status);

/// Raises unless the status is OK.
inline void Check(const absl::Status& status) {
  if (!status.ok()) Raise(status);
}

/// The value, or the exception of its status.
template <typename T>
T Take(absl::StatusOr<T> result) {
  if (!result.ok()) Raise(result.status());
  return std::move(result).value();
}

/// Runs `work`, which must not touch Python, without the interpreter lock.
template <typename F>
auto Unlocked(F&& work) {
  py::gil_scoped_release release;
  return std::forward<F>(work)();
}

/// Findings as a list of dicts, the arguments of attain.Finding.
py::list ToPython(const Findings& findings);

/// A Python int, str or decimal.Decimal as an exact decimal; floats are refused.
Decimal ToDecimal(py::handle value);
/// As ToDecimal; fractions.Fraction is taken as well.
Fraction ToFraction(py::handle value);
/// A decimal.Decimal of the same digits and scale.
py::object ToPython(Decimal value);
/// A fractions.Fraction.
py::object ToPython(const Fraction& value);
/// A datetime.date as days since 1970-01-01; text in ISO form is taken as well.
Date ToDate(py::handle value);
/// A datetime.date.
py::object ToPython(Date date);

// One function per file: adds its functions and classes to the module.
void BindBase(py::module_& module);
void BindTable(py::module_& module);
void BindExpression(py::module_& module);
void BindCrm(py::module_& module);
void BindMeasure(py::module_& module);
void BindTarget(py::module_& module);
void BindFunnel(py::module_& module);
void BindFunnelEvents(py::module_& module);
void BindFunnelStages(py::module_& module);
void BindFunnelPipeline(py::module_& module);
void BindIncentive(py::module_& module);
void BindIncentiveKinds(py::module_& module);
void BindIncentivePayment(py::module_& module);
void BindIncentiveSharing(py::module_& module);
void BindRun(py::module_& module);
void BindScenario(py::module_& module);
void BindStats(py::module_& module);
void BindStatsSurvival(py::module_& module);

}  // namespace attain::python

#endif  // ATTAIN_PYTHON_BINDINGS_COMMON_H_
