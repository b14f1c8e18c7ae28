// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <optional>
#include <string>
#include <vector>

#include "attain/expression/expression.h"
#include "common.h"

namespace attain::python {
namespace {

using expression::Bindings;
using expression::Bound;
using expression::Duration;
using expression::Expression;
using expression::Instant;
using expression::Selection;
using expression::Value;
using expression::ValueType;

py::object Datetime(const char* name) { return py::module_::import("datetime").attr(name); }

py::object Epoch() {
  return Datetime("datetime")(1970, 1, 1, py::arg("tzinfo") = Datetime("timezone").attr("utc"));
}

/// A Python value as a value of the language.
Value FromPython(py::handle value) {
  PyObject* object = value.ptr();
  if (value.is_none()) return Value();
  if (PyBool_Check(object) != 0) return Value::Bool(object == Py_True);
  if (PyLong_Check(object) != 0) return Value::Int(py::cast<int64_t>(value));
  if (PyFloat_Check(object) != 0) return Value::Double(PyFloat_AsDouble(object));
  if (PyUnicode_Check(object) != 0) return Value::Text(py::cast<std::string>(value));
  if (PyList_Check(object) != 0 || PyTuple_Check(object) != 0) {
    Value::List items;
    for (const py::handle item : value) items.push_back(FromPython(item));
    return Value::Of(std::move(items));
  }
  if (py::isinstance(value, Datetime("datetime"))) {
    py::object instant = py::reinterpret_borrow<py::object>(value);
    if (instant.attr("tzinfo").is_none())
      instant = instant.attr("replace")(py::arg("tzinfo") = Datetime("timezone").attr("utc"));
    const py::object micros =
        (instant - Epoch())
            .attr("__floordiv__")(Datetime("timedelta")(py::arg("microseconds") = 1));
    return Value::Of(Timestamp::FromMicros(py::cast<int64_t>(micros)));
  }
  if (py::isinstance(value, Datetime("date"))) return Value::Of(ToDate(value));
  if (py::isinstance(value, Datetime("timedelta"))) {
    const py::object micros =
        value.attr("__floordiv__")(Datetime("timedelta")(py::arg("microseconds") = 1));
    return Value::Of(Duration{py::cast<int64_t>(micros) * 1000});
  }
  if (py::hasattr(value, "numerator")) return Value::Of(ToFraction(value));
  return Value::Of(ToDecimal(value));
}

/// A value of the language as a Python value; a failure raises.
py::object ValueToPython(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull:
      return py::none();
    case ValueType::kBool:
      return py::bool_(value.boolean());
    case ValueType::kInt:
      return py::int_(value.integer());
    case ValueType::kDouble:
      return py::float_(value.real());
    case ValueType::kDecimal:
      return ToPython(value.decimal());
    case ValueType::kFraction:
      return ToPython(value.fraction());
    case ValueType::kMoney:
      return py::make_tuple(ToPython(value.money().amount),
                            std::string(value.money().currency.code()));
    case ValueType::kText:
      return py::str(value.text());
    case ValueType::kDate:
      return ToPython(value.date());
    case ValueType::kTimestamp:
      return Epoch() +
             Datetime("timedelta")(py::arg("seconds") = value.instant().seconds,
                                   py::arg("microseconds") = value.instant().nanos / 1000);
    case ValueType::kDuration:
      return Datetime("timedelta")(py::arg("microseconds") = value.duration().nanos / 1000);
    case ValueType::kList: {
      py::list items;
      for (const Value& item : value.list()) items.append(ValueToPython(item));
      return py::object(std::move(items));
    }
    case ValueType::kError:
      Raise(MakeError(value.error().reason, value.error().text));
  }
  return py::none();
}

Bindings ToBindings(const py::dict& values) {
  Bindings bindings;
  for (const auto& [name, value] : values)
    bindings.insert_or_assign(py::cast<std::string>(name), FromPython(value));
  return bindings;
}

expression::BindOptions ToOptions(const py::dict& parameters, const py::dict& lookups,
                                  const std::string& zones) {
  expression::BindOptions options;
  options.parameters = ToBindings(parameters);
  options.environment.zones = zones;
  for (const auto& [name, pair] : lookups) {
    const auto items = py::cast<py::tuple>(pair);
    options.lookups.insert_or_assign(
        py::cast<std::string>(name),
        expression::Lookup{py::cast<table::Table>(items[0]), py::cast<std::string>(items[1])});
  }
  return options;
}

/// A bound expression together with the options it was bound with: prepared once, evaluated many
/// times.
py::tuple EvaluateTable(const Bound& bound, const table::Table& frame, const std::string& name) {
  Findings findings;
  table::Column column =
      Take(Unlocked([&] { return expression::Evaluate(bound, frame, name, &findings); }));
  table::Table result = Take(table::Table::Of("value", {std::move(column)}));
  return py::make_tuple(std::move(result), ToPython(findings));
}

py::list FunctionRows() {
  py::list rows;
  for (const expression::FunctionInfo& info : expression::Functions()) {
    py::dict row;
    row["name"] = std::string(info.name);
    row["group"] = std::string(info.group);
    row["signatures"] = std::string(info.signatures);
    row["meaning"] = std::string(info.meaning);
    row["example"] = std::string(info.example);
    row["result"] = std::string(info.result);
    rows.append(std::move(row));
  }
  return rows;
}

}  // namespace

void BindExpression(py::module_& module) {
  py::class_<Selection>(module, "Selection", py::buffer_protocol())
      .def_property_readonly("count", [](const Selection& self) { return self.count; })
      .def_property_readonly("findings",
                             [](const Selection& self) { return ToPython(self.findings); })
      .def("rows", &Selection::Rows)
      .def("__len__", [](const Selection& self) { return self.mask.size(); })
      .def_buffer([](Selection& self) {
        return py::buffer_info(self.mask.data(), 1, py::format_descriptor<uint8_t>::format(), 1,
                               {self.mask.size()}, {1}, true);
      });
  py::class_<Bound>(module, "Bound")
      .def_property_readonly("columns", &Bound::columns)
      .def_property_readonly(
          "type", [](const Bound& self) { return std::string(table::Name(self.type())); })
      .def_property_readonly("scale", &Bound::scale)
      .def("evaluate", &EvaluateTable, py::arg("frame"), py::arg("name"))
      .def("select",
           [](const Bound& self, const table::Table& frame) {
             return Take(Unlocked([&] { return expression::Select(self, frame); }));
           })
      .def("row", [](const Bound& self, const table::Table& frame, int64_t row) {
        return ValueToPython(expression::EvaluateRow(self, frame, row));
      });
  py::class_<Expression>(module, "Expression")
      .def(py::init([](const std::string& text) { return Take(expression::Parse(text)); }))
      .def_property_readonly("text", &Expression::text)
      .def_property_readonly("names", &Expression::names)
      .def("canonical", &Expression::ToString)
      .def("value",
           [](const Expression& self, const py::dict& bindings, const std::string& zones) {
             expression::Environment environment;
             environment.zones = zones;
             return ValueToPython(expression::Evaluate(self, ToBindings(bindings), environment));
           })
      .def("bind",
           [](const Expression& self, const table::Table& schema, const py::dict& parameters,
              const py::dict& lookups, const std::string& zones) {
             return Take(expression::Bind(self, schema, ToOptions(parameters, lookups, zones)));
           });
  module.def("expression_functions", &FunctionRows);
}

}  // namespace attain::python
