// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "common.h"

namespace attain::python {
namespace {

/// A Python object kept for the life of the interpreter, looked up once: `module.name`.
py::object Imported(const char* module, const char* name) {
  return py::module_::import(module).attr(name);
}

}  // namespace

py::list ToPython(const Findings& findings) {
  py::list list;
  for (const Finding& finding : findings) {
    py::dict item;
    item["severity"] = std::string(Name(finding.severity));
    item["reason"] = std::string(Name(finding.reason));
    item["where"] = finding.where.ToString();
    item["text"] = finding.text;
    item["hint"] = finding.hint;
    item["document"] = finding.where.document;
    item["path"] = finding.where.path;
    item["line"] = finding.where.line < 0 ? py::object(py::none()) : py::int_(finding.where.line);
    item["column"] =
        finding.where.column < 0 ? py::object(py::none()) : py::int_(finding.where.column);
    item["table"] = finding.where.table;
    item["row"] = finding.where.row < 0 ? py::object(py::none()) : py::int_(finding.where.row);
    item["field"] = finding.where.field;
    item["other_row"] =
        finding.where.other_row < 0 ? py::object(py::none()) : py::int_(finding.where.other_row);
    list.append(std::move(item));
  }
  return list;
}

void Raise(const absl::Status& status) {
  const ReasonInfo& info = Info(ReasonOf(status));
  const py::object error = Imported("attain._errors", "make_error")(
      static_cast<int>(info.reason), std::string(info.name), static_cast<int>(status.code()),
      MessageOf(status), ToPython(FindingsOf(status)));
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.ptr())), error.ptr());
  throw py::error_already_set();
}

Decimal ToDecimal(py::handle value) {
  if (PyFloat_Check(value.ptr()) != 0 || PyBool_Check(value.ptr()) != 0) {
    Raise(MakeError(Reason::kLossyNumber,
                    "an exact number is needed: pass an int, a decimal.Decimal or text, not " +
                        std::string(py::str(py::type::handle_of(value).attr("__name__")))));
  }
  return Take(Decimal::Parse(std::string(py::str(value))));
}

Fraction ToFraction(py::handle value) {
  if (py::hasattr(value, "numerator") && py::hasattr(value, "denominator") &&
      PyFloat_Check(value.ptr()) == 0 && PyBool_Check(value.ptr()) == 0) {
    const Decimal numerator = ToDecimal(value.attr("numerator"));
    const Decimal denominator = ToDecimal(value.attr("denominator"));
    return Take(Fraction::Of(numerator.coefficient(), denominator.coefficient()));
  }
  return Fraction(ToDecimal(value));
}

py::object ToPython(Decimal value) { return Imported("decimal", "Decimal")(value.ToFixedString()); }

py::object ToPython(const Fraction& value) {
  const py::object fraction = Imported("fractions", "Fraction");
  if (!value.is_wide()) return fraction(value.ToString());
  // Python limits the digits that a whole number reads from a text, not those of a decimal.
  const std::string text = value.ToString();
  const size_t slash = text.find('/');
  const auto whole = [](const std::string& digits) {
    return Imported("builtins", "int")(Imported("decimal", "Decimal")(digits));
  };
  if (slash == std::string::npos) return fraction(whole(text));
  return fraction(whole(text.substr(0, slash)), whole(text.substr(slash + 1)));
}

Date ToDate(py::handle value) {
  if (py::hasattr(value, "isoformat")) {
    return Take(Date::Parse(std::string(py::str(value.attr("isoformat")())).substr(0, 10)));
  }
  return Take(Date::Parse(std::string(py::str(value))));
}

py::object ToPython(Date date) {
  return Imported("datetime", "date")(date.year(), date.month(), date.day());
}

}  // namespace attain::python

PYBIND11_MODULE(_core, module) {
  module.doc() =
      "The compiled part of attain; use the attain package, which documents what stands here.";
  attain::python::BindBase(module);
  attain::python::BindTable(module);
  attain::python::BindExpression(module);
  attain::python::BindCrm(module);
  attain::python::BindMeasure(module);
  attain::python::BindTarget(module);
  attain::python::BindFunnel(module);
  attain::python::BindIncentive(module);
  attain::python::BindIncentivePayment(module);
  attain::python::BindIncentiveSharing(module);
  attain::python::BindRun(module);
  attain::python::BindScenario(module);
  attain::python::BindStats(module);
  attain::python::BindStatsSurvival(module);
}
