// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Process logs and how well they follow the standard process.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/funnel/conformance.h"
#include "attain/funnel/process.h"
#include "attain/table/intern.h"
#include "attain/table/table.h"
#include "funnel_pipeline.h"

namespace attain::python {
namespace {

using funnel::Alignment;
using funnel::ProcessLog;
using table::Column;
using table::Table;
using table::TableBuilder;
using table::Type;

const Column& ColumnOf(const Table& frame, const std::string& name) {
  const Column* column = frame.column(name);
  if (column == nullptr)
    Raise(MakeError(Reason::kUnknownColumn,
                    "table " + frame.name() + " has no column \"" + name + "\""));
  return *column;
}

/// Times as whole numbers; microseconds when they are instants.
struct Times {
  std::vector<int64_t> values;
  std::vector<uint8_t> timed;
  bool instants = false;
};

Times TimesOf(const Column& column) {
  Times times;
  times.instants = column.type() != Type::kInt;
  if (column.type() == Type::kDouble || column.type() == Type::kDecimal ||
      column.type() == Type::kBool) {
    Raise(
        MakeError(Reason::kWrongColumnType,
                  "column \"" + column.name() + "\": times are whole numbers, dates or instants"));
  }
  times.values.reserve(static_cast<size_t>(column.length()));
  for (int64_t row = 0; row < column.length(); ++row) {
    std::optional<int64_t> value;
    if (column.type() == Type::kInt) {
      value = column.IntAt(row);
    } else if (column.type() == Type::kText) {
      if (const auto text = column.TextAt(row)) {
        std::string spelled(*text);
        if (spelled.size() > 10 && spelled[10] == ' ') spelled[10] = 'T';
        if (const auto at = Timestamp::Parse(spelled); at.ok()) value = at->micros();
      }
    } else if (const auto at = column.TimestampAt(row)) {
      value = at->micros();
    }
    times.values.push_back(value.value_or(0));
    times.timed.push_back(value ? 1 : 0);
  }
  return times;
}

/// A grouped log with the names behind its numbers.
struct NamedLog {
  ProcessLog log;
  std::vector<std::string> cases;
  std::vector<std::string> activities;
  bool instants = false;

  double seconds(double time) const { return instants ? time / 1e6 : time; }
};

std::vector<std::string> NamesOf(const table::Interner& interner) {
  std::vector<std::string> names;
  for (int32_t i = 0; i < interner.size(); ++i) names.emplace_back(interner.text(i));
  return names;
}

NamedLog ReadLog(const Table& frame, const std::string& subject, const std::string& time,
                 const std::string& activity, bool by_time, const std::vector<std::string>& cases) {
  table::Interner case_names;
  table::Interner activity_names;
  for (const std::string& name : cases) case_names.Intern(name);
  const auto subjects = Take(table::InternColumn(ColumnOf(frame, subject), case_names));
  const auto activities = Take(table::InternColumn(ColumnOf(frame, activity), activity_names));
  const Times times = TimesOf(ColumnOf(frame, time));
  NamedLog named;
  named.cases = NamesOf(case_names);
  named.activities = NamesOf(activity_names);
  named.instants = times.instants;
  named.log = Take(Unlocked([&] {
    return funnel::GroupEvents({.subject = subjects,
                                .time = times.values,
                                .activity = activities,
                                .cases = case_names.size(),
                                .activities = activity_names.size(),
                                .timed = times.timed,
                                .by_time = by_time});
  }));
  return named;
}

Table Figures(const NamedLog& self, bool of_edges) {
  const auto figures = Take(Unlocked([&] { return funnel::MeasureProcess(self.log); }));
  const auto name = [&](int32_t number) -> const std::string& {
    return self.activities[static_cast<size_t>(number)];
  };
  if (of_edges) {
    TableBuilder rows("edges", {{"from", Type::kText},
                                {"to", Type::kText},
                                {"n", Type::kInt},
                                {"total", Type::kDouble},
                                {"mean", Type::kDouble},
                                {"median", Type::kDouble},
                                {"least", Type::kDouble},
                                {"most", Type::kDouble}});
    for (const funnel::ProcessEdge& edge : figures.edges) {
      const auto whole = [&](int64_t time) { return self.seconds(static_cast<double>(time)); };
      rows.Text(0, name(edge.from)).Text(1, name(edge.to)).Int(2, edge.n);
      rows.Double(3, whole(edge.total)).Double(4, self.seconds(edge.mean));
      rows.Double(5, self.seconds(edge.median)).Double(6, whole(edge.least));
      rows.Double(7, whole(edge.most)).EndRow();
    }
    return Take(rows.Build());
  }
  TableBuilder rows("activities", {{"activity", Type::kText},
                                   {"events", Type::kInt},
                                   {"cases", Type::kInt},
                                   {"starts", Type::kInt},
                                   {"ends", Type::kInt},
                                   {"rework_cases", Type::kInt}});
  for (size_t i = 0; i < figures.activities.size(); ++i) {
    const funnel::ProcessActivity& activity = figures.activities[i];
    rows.Text(0, self.activities[i]).Int(1, activity.events).Int(2, activity.cases);
    rows.Int(3, activity.starts).Int(4, activity.ends).Int(5, activity.rework_cases).EndRow();
  }
  return Take(rows.Build());
}

py::object Durations(const NamedLog& self) {
  const auto figures = Take(Unlocked([&] { return funnel::MeasureProcess(self.log); }));
  if (!figures.durations) return py::none();
  const auto whole = [&](int64_t time) { return self.seconds(static_cast<double>(time)); };
  return py::make_tuple(whole(figures.durations->least), whole(figures.durations->most),
                        self.seconds(figures.durations->mean),
                        self.seconds(figures.durations->median));
}

py::object Slowest(const NamedLog& self, bool by_mean) {
  const auto figures = Take(funnel::MeasureProcess(self.log));
  const auto place = by_mean ? figures.slowest_by_mean : figures.slowest_by_total;
  if (!place) return py::none();
  const funnel::ProcessEdge& edge = figures.edges[static_cast<size_t>(*place)];
  return py::make_tuple(self.activities[static_cast<size_t>(edge.from)],
                        self.activities[static_cast<size_t>(edge.to)]);
}

py::list Variants(const NamedLog& self) {
  py::list list;
  for (const funnel::ProcessVariant& variant : self.log.variants()) {
    py::list path;
    for (const int32_t number : variant.path)
      path.append(self.activities[static_cast<size_t>(number)]);
    list.append(py::make_tuple(py::tuple(path), variant.cases));
  }
  return list;
}

/// A check with the log behind it.
struct NamedCheck {
  funnel::Conformance check;
  std::vector<std::string> cases;
  std::vector<std::string> activities;
  std::vector<std::string> steps;
};

/// Steps as dicts with the keys of ProcessStep.
NamedCheck CheckPython(const NamedLog& log, const py::sequence& steps) {
  funnel::ProcessModel model;
  NamedCheck named{.check = {}, .cases = log.cases, .activities = log.activities, .steps = {}};
  for (const py::handle item : steps) {
    const auto words = py::cast<py::dict>(item);
    funnel::ProcessStep step{.activity = py::cast<std::string>(words["activity"]),
                             .optional = py::cast<bool>(words["optional"]),
                             .id = py::cast<std::string>(words["id"]),
                             .after = py::cast<std::vector<std::string>>(words["after"]),
                             .may_start = py::cast<bool>(words["may_start"]),
                             .may_end = py::cast<bool>(words["may_end"])};
    named.steps.push_back(step.id.empty() ? step.activity : step.id);
    model.steps.push_back(std::move(step));
  }
  named.check =
      Take(Unlocked([&] { return funnel::CheckConformance(model, log.log, log.activities); }));
  return named;
}

Table CasesTable(const NamedCheck& self) {
  TableBuilder rows("cases", {{"case", Type::kText},
                              {"cost", Type::kInt},
                              {"weight", Type::kInt},
                              {"fitness", Type::kDouble}});
  for (size_t i = 0; i < self.cases.size(); ++i) {
    const Alignment& alignment = self.check.of_case(static_cast<int32_t>(i));
    rows.Text(0, self.cases[i]).Int(1, alignment.cost).Int(2, alignment.weight);
    rows.Double(3, alignment.fitness).EndRow();
  }
  return Take(rows.Build());
}

Table StepsTable(const NamedCheck& self) {
  TableBuilder rows("steps", {{"step", Type::kText},
                              {"done", Type::kInt},
                              {"skipped", Type::kInt},
                              {"skipped_free", Type::kInt}});
  for (size_t i = 0; i < self.steps.size(); ++i) {
    const funnel::StepCompliance& step = self.check.steps()[i];
    rows.Text(0, self.steps[i]).Int(1, step.done).Int(2, step.skipped).Int(3, step.skipped_free);
    rows.EndRow();
  }
  return Take(rows.Build());
}

py::dict Extra(const NamedCheck& self) {
  py::dict extra;
  for (size_t i = 0; i < self.activities.size(); ++i)
    if (self.check.extra()[i] > 0) extra[py::str(self.activities[i])] = self.check.extra()[i];
  return extra;
}

py::list Moves(const NamedCheck& self, int32_t number) {
  constexpr const char* kNames[] = {"", "match", "extra", "skipped", "skipped_free"};
  if (number < 0 || static_cast<size_t>(number) >= self.cases.size())
    Raise(MakeError(Reason::kRowOutOfRange, "there is no case " + std::to_string(number)));
  py::list list;
  for (const funnel::Move& move : self.check.of_case(number).moves) {
    py::object step = move.step < 0 ? py::object(py::none())
                                    : py::str(self.steps[static_cast<size_t>(move.step)]);
    py::object event = move.event < 0 ? py::object(py::none()) : py::int_(move.event);
    list.append(py::make_tuple(kNames[static_cast<int>(move.kind)], step, event));
  }
  return list;
}

py::tuple ComplianceTuple(const funnel::Compliance& compliance) {
  return py::make_tuple(compliance.cases, compliance.fit, compliance.fit_share,
                        compliance.interval.lower, compliance.interval.upper,
                        compliance.mean_fitness, compliance.log_fitness);
}

}  // namespace

void BindFunnelProcess(py::module_& module) {
  py::class_<NamedLog>(module, "ProcessLog")
      .def_property_readonly("cases", [](const NamedLog& self) { return self.cases; })
      .def_property_readonly("activities", [](const NamedLog& self) { return self.activities; })
      .def_property_readonly("events", [](const NamedLog& self) { return self.log.events(); })
      .def_property_readonly("findings",
                             [](const NamedLog& self) { return ToPython(self.log.findings()); })
      .def("figures", &Figures)
      .def("durations", &Durations)
      .def("slowest", &Slowest)
      .def("variants", &Variants)
      .def("check", &CheckPython);
  py::class_<NamedCheck>(module, "Conformance")
      .def_property_readonly("base", [](const NamedCheck& self) { return self.check.base(); })
      .def("cases", &CasesTable)
      .def("steps", &StepsTable)
      .def("extra", &Extra)
      .def("moves", &Moves)
      .def("all",
           [](const NamedCheck& self, double confidence) {
             return ComplianceTuple(Take(self.check.All(confidence)));
           })
      .def("by_group", [](const NamedCheck& self, const std::vector<int32_t>& group, int32_t groups,
                          double confidence) {
        py::list list;
        for (const auto& compliance : Take(self.check.ByGroup(group, groups, confidence)))
          list.append(ComplianceTuple(compliance));
        return list;
      });
  module.def("process_log", &ReadLog);
}

}  // namespace attain::python
