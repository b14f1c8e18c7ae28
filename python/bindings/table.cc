// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <memory>
#include <vector>

#include "attain/table/arrow.h"
#include "attain/table/intern.h"
#include "attain/table/table.h"
#include "common.h"

namespace attain::python {
namespace {

using table::Column;
using table::Table;
using table::TableBuilder;
using table::Type;

/// The C structure inside a capsule of the Arrow PyCapsule protocol; the capsule keeps it, emptied,
/// once it was moved out.
template <typename T>
T* Inside(const py::capsule& capsule, const char* name) {
  void* pointer = PyCapsule_GetPointer(capsule.ptr(), name);
  if (pointer == nullptr) throw py::error_already_set();
  return static_cast<T*>(pointer);
}

Table FromStream(const std::string& name, const py::capsule& capsule) {
  auto* stream = Inside<ArrowArrayStream>(capsule, "arrow_array_stream");
  // The producer may take the interpreter lock itself, from this thread; so it is released here.
  return Take(Unlocked([&] { return table::ImportStream(name, stream); }));
}

Table FromArray(const std::string& name, const py::capsule& schema, const py::capsule& array) {
  auto* c_schema = Inside<ArrowSchema>(schema, "arrow_schema");
  auto* c_array = Inside<ArrowArray>(array, "arrow_array");
  return Take(Unlocked([&] { return table::ImportArray(name, c_schema, c_array); }));
}

py::capsule ToStream(const Table& self, const py::object& /*requested_schema*/) {
  auto stream = std::make_unique<ArrowArrayStream>();
  Check(table::ExportStream(self, stream.get()));
  py::capsule capsule(stream.get(), "arrow_array_stream", [](PyObject* object) {
    auto* inside =
        static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(object, "arrow_array_stream"));
    if (inside->release != nullptr) inside->release(inside);
    delete inside;
  });
  stream.release();
  return capsule;
}

/// One cell as a Python value; None when missing.
py::object Cell(const Column& column, int64_t row) {
  if (column.IsNull(row)) return py::none();
  switch (column.type()) {
    case Type::kBool:
      return py::bool_(*column.BoolAt(row));
    case Type::kInt: {
      const auto value = column.IntAt(row);
      return value ? py::object(py::int_(*value)) : py::int_(py::str(column.FormatAt(row)));
    }
    case Type::kDouble:
      return py::float_(*column.DoubleAt(row));
    case Type::kDecimal:
      return ToPython(*column.DecimalAt(row));
    case Type::kDate:
      return ToPython(*column.DateAt(row));
    case Type::kTimestamp: {
      const py::module_ datetime = py::module_::import("datetime");
      const auto micros = column.TimestampAt(row);
      if (!micros) return py::str(column.FormatAt(row));
      const py::object epoch = datetime.attr("datetime")(
          1970, 1, 1, py::arg("tzinfo") = datetime.attr("timezone").attr("utc"));
      return epoch + datetime.attr("timedelta")(py::arg("microseconds") = micros->micros());
    }
    case Type::kText: {
      const std::string_view text = *column.TextAt(row);
      return py::str(text.data(), text.size());
    }
    case Type::kNull:
      break;
  }
  return py::none();
}

py::list ColumnValues(const Table& self, const std::string& name, int64_t first, int64_t count) {
  const Column* column = self.column(name);
  if (column == nullptr)
    Raise(MakeError(Reason::kUnknownColumn,
                    "table " + self.name() + " has no column \"" + name + "\""));
  py::list values;
  const int64_t last = std::min(self.rows(), first + count);
  for (int64_t row = std::max<int64_t>(first, 0); row < last; ++row)
    values.append(Cell(*column, row));
  return values;
}

Type TypeNamed(const std::string& name) {
  for (const Type type : {Type::kNull, Type::kBool, Type::kInt, Type::kDouble, Type::kDecimal,
                          Type::kDate, Type::kTimestamp, Type::kText}) {
    if (table::Name(type) == name) return type;
  }
  Raise(MakeError(Reason::kUnknownWord, "\"" + name + "\" is not a column type"));
}

/// A column of Python values whose type and scale the caller has worked out; None = missing.
Column FromValues(const std::string& name, const std::string& type_name, int scale,
                  const py::sequence& values) {
  const Type type = TypeNamed(type_name);
  TableBuilder builder(name, {{name, type, scale}});
  for (const py::handle value : values) {
    if (value.is_none()) {
      builder.Null(0);
    } else if (type == Type::kBool) {
      builder.Bool(0, py::cast<bool>(value));
    } else if (type == Type::kInt) {
      builder.Int(0, py::cast<int64_t>(value));
    } else if (type == Type::kDouble) {
      builder.Double(0, py::cast<double>(value));
    } else if (type == Type::kDecimal) {
      builder.Decimal(0, ToDecimal(value));
    } else if (type == Type::kDate) {
      builder.Date(0, ToDate(value));
    } else if (type == Type::kTimestamp) {
      builder.Timestamp(0, Timestamp::FromMicros(py::cast<int64_t>(value)));
    } else {
      builder.Text(0, py::cast<std::string>(py::str(value)));
    }
    builder.EndRow();
  }
  return Take(builder.Build()).columns()[0];
}

/// The same texts as a dictionary column: every distinct text once, and a dense number per row.
Column InternPython(const Column& column) {
  table::Interner interner;
  std::vector<int32_t> codes =
      Take(Unlocked([&] { return table::InternColumn(column, interner); }));
  std::vector<std::string> texts;
  texts.reserve(static_cast<size_t>(interner.size()));
  for (int32_t id = 0; id < interner.size(); ++id) texts.emplace_back(interner.text(id));
  return Column::OfDictionary(column.name(), std::move(codes), texts);
}

}  // namespace

void BindTable(py::module_& module) {
  py::class_<Column>(module, "Column")
      .def_property_readonly("name", &Column::name)
      .def_property_readonly(
          "type", [](const Column& self) { return std::string(table::Name(self.type())); })
      .def_property_readonly("scale", &Column::scale)
      .def_property_readonly("null_count", &Column::null_count)
      .def("__len__", &Column::length);
  module.def("column", &FromValues, py::arg("name"), py::arg("type"), py::arg("scale"),
             py::arg("values"));

  py::class_<Table>(module, "Table")
      .def_property_readonly("name", &Table::name)
      .def_property_readonly("rows", &Table::rows)
      .def_property_readonly("column_names", &Table::column_names)
      .def("renamed", &Table::Renamed)
      .def("column",
           [](const Table& self, const std::string& name) {
             const Column* column = self.column(name);
             if (column == nullptr)
               Raise(MakeError(Reason::kUnknownColumn,
                               "table " + self.name() + " has no column \"" + name + "\""));
             return *column;
           })
      .def("values", &ColumnValues, py::arg("name"), py::arg("first") = 0,
           py::arg("count") = INT64_MAX / 2)
      .def("__arrow_c_stream__", &ToStream, py::arg("requested_schema") = py::none());
  module.def("table", [](const std::string& name, std::vector<Column> columns) {
    return Take(Table::Of(name, std::move(columns)));
  });
  module.def("table_from_stream", &FromStream);
  module.def("table_from_array", &FromArray);
  module.def("intern", &InternPython);
}

}  // namespace attain::python
