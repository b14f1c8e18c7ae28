// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/crm/dataset.h"
#include "attain/explain/message.h"
#include "attain/incentive/statement.h"
#include "attain/run/model.h"
#include "attain/run/run.h"
#include "common.h"

namespace attain::python {
namespace {

table::Tables ToTables(const py::dict& frames) {
  table::Tables tables;
  for (const auto& [name, frame] : frames)
    tables.Add(py::cast<table::Table>(frame).Renamed(py::cast<std::string>(name)));
  return tables;
}

/// How a document is read: included files are fetched by a Python function, or not at all.
definition::ReadOptions ReadOptionsOf(const std::string& name, const py::object& loader) {
  definition::ReadOptions options;
  options.document = name;
  if (!loader.is_none()) {
    options.loader = [loader](std::string_view file) -> absl::StatusOr<std::string> {
      try {
        return py::cast<std::string>(loader(py::str(file.data(), file.size())));
      } catch (py::error_already_set& error) {
        if (!error.matches(PyExc_OSError)) throw;
        return MakeError(Reason::kIoError, std::string(py::str(error.value())));
      }
    };
  }
  return options;
}

explain::Language LanguageOf(const std::string& tag) {
  const auto language = explain::LanguageNamed(tag);
  if (!language)
    Raise(MakeError(Reason::kUnknownWord, "language: \"" + tag + "\" is neither en nor zh"));
  return *language;
}

/// The bytes of a text as a Python str.
py::str Text(const std::string& text) { return py::str(text.data(), text.size()); }

py::dict ToDict(const incentive::Statement& statement) {
  const incentive::StatementAmounts& amounts = statement.amounts();
  py::dict row;
  row["plan"] = statement.plan();
  row["rep"] = statement.payee();
  row["period"] = statement.period().name;
  row["currency"] = std::string(statement.currency().code());
  row["reason"] = std::string(Name(statement.reason()));
  row["text"] = statement.text();
  row["earned"] = ToPython(amounts.earned);
  row["paid"] = ToPython(amounts.paid);
  return row;
}

run::Options OptionsOf(const std::string& period, const py::object& as_of, int threads,
                       const std::string& payee, const py::dict& overriding,
                       const py::object& progress) {
  run::Options options;
  options.period = period;
  options.threads = threads;
  options.payee = payee;
  options.overriding = ToTables(overriding);
  if (!as_of.is_none()) options.as_of = ToDate(as_of);
  options.progress = [progress](int64_t done, int64_t total) {
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) {
      PyErr_Clear();
      return false;
    }
    if (!progress.is_none()) progress(done, total);
    return true;
  };
  return options;
}

}  // namespace

void BindRun(py::module_& module) {
  using run::LoadedModel;
  using run::Prepared;
  using run::Result;

  py::class_<LoadedModel>(module, "Model")
      .def_property_readonly("id", [](const LoadedModel& self) { return self.value.id; })
      .def_property_readonly(
          "text", [](const LoadedModel& self) { return Text(definition::Write(self.value)); })
      .def_property_readonly("findings",
                             [](const LoadedModel& self) { return ToPython(self.findings); })
      .def_property_readonly("sources",
                             [](const LoadedModel& self) {
                               py::dict sources;
                               for (const auto& [name, source] : self.value.tables)
                                 sources[py::str(name)] = source.from.empty() ? name : source.from;
                               return sources;
                             })
      .def_property_readonly("plans",
                             [](const LoadedModel& self) {
                               py::list ids;
                               for (const auto& plan : self.value.incentives) ids.append(plan.id);
                               return ids;
                             })
      .def("replace",
           [](const LoadedModel& self, const std::string& path, const std::string& value) {
             return Take(run::Replace(self, path, value));
           });
  module.def("model",
             [](const std::string& text, const std::string& name, const py::object& loader) {
               return Take(run::Parse(text, ReadOptionsOf(name, loader)));
             });
  module.def("check_document",
             [](const std::string& text, const std::string& name, const py::object& loader) {
               return ToPython(run::Check(text, ReadOptionsOf(name, loader)));
             });
  module.def("document_kinds", &run::DocumentKinds);
  module.def("schema", [](const std::string& kind) { return Text(Take(run::Schema(kind))); });
  module.def("reference_page",
             [](const std::string& kind) { return Text(Take(run::Reference(kind))); });
  module.def("check_tables", [](const py::dict& frames, const std::string& currency) {
    const table::Tables tables = ToTables(frames);
    crm::LoadOptions options;
    options.currency = currency;
    return ToPython(Take(Unlocked([&] { return crm::Validate(tables, options); })));
  });

  py::class_<Prepared>(module, "Prepared")
      .def_property_readonly("findings",
                             [](const Prepared& self) { return ToPython(self.findings()); })
      .def("calculate",
           [](const Prepared& self, const std::string& period, const py::object& as_of, int threads,
              const std::string& payee, const py::dict& overriding, const py::object& progress) {
             const run::Options options =
                 OptionsOf(period, as_of, threads, payee, overriding, progress);
             return Take(Unlocked([&] { return run::Calculate(self, options); }));
           })
      .def("update", [](const Prepared& self, const py::dict& changes) {
        const table::Tables tables = ToTables(changes);
        return Take(Unlocked([&] { return run::Update(self, tables); }));
      });
  module.def("prepare", [](const LoadedModel& model, const py::dict& frames) {
    const table::Tables tables = ToTables(frames);
    return Take(Unlocked([&] { return run::Resolve(model, tables); }));
  });

  py::class_<Result>(module, "Result")
      .def_property_readonly("model_id", &Result::model_id)
      .def_property_readonly("period", [](const Result& self) { return self.period().name; })
      .def_property_readonly("table_names", &Result::table_names)
      .def_property_readonly("findings",
                             [](const Result& self) { return ToPython(self.findings()); })
      .def("table",
           [](const Result& self, const std::string& name) {
             return Take(Unlocked([&] { return self.table(name); }));
           })
      .def("statements",
           [](const Result& self) {
             py::list rows;
             for (const auto& statement : self.statements()) rows.append(ToDict(statement));
             return rows;
           })
      .def("explain_statement",
           [](const Result& self, size_t index, const std::string& language,
              const std::string& form) {
             const explain::Language tongue = LanguageOf(language);
             return Text(Unlocked([&] {
               const explain::Explanation tree = self.statements().at(index).Explain();
               return form == "json" ? tree.ToJson(tongue) : tree.ToText(tongue);
             }));
           })
      .def("explain",
           [](const Result& self, const std::string& rep, const std::string& plan,
              const std::string& language, const std::string& form) {
             const explain::Language tongue = LanguageOf(language);
             return Text(Take(Unlocked([&] {
               return form == "json" ? run::ExplainJson(self, rep, plan, tongue)
                                     : run::ExplainText(self, rep, plan, tongue);
             })));
           })
      .def("compare", [](const Result& self, const Result& before) {
        return Take(Unlocked([&] { return self.Compare(before); }));
      });
}

}  // namespace attain::python
