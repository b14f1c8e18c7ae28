// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales stages and the time spent in them.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/funnel/stage_report.h"
#include "common.h"

namespace attain::python {
namespace {

using funnel::StageReport;
using funnel::StageReportOptions;
using table::Table;
using Names = std::vector<std::string>;
using Columns = std::vector<std::pair<std::string, std::string>>;

template <typename T>
T Get(const py::dict& words, const char* key) {
  return py::cast<T>(words[key]);
}

StageReportOptions OptionsOf(const py::dict& words) {
  StageReportOptions options{.stages = Get<Names>(words, "stages")};
  options.won = Get<Names>(words, "won");
  options.lost = Get<Names>(words, "lost");
  options.voided = Get<Names>(words, "voided");
  options.deal = Get<std::string>(words, "deal");
  options.time = Get<std::string>(words, "time");
  options.stage = Get<std::string>(words, "stage");
  options.since_column = Get<std::string>(words, "since_column");
  options.entered = Get<Columns>(words, "entered");
  options.exited = Get<Columns>(words, "exited");
  options.outcome = Get<std::string>(words, "outcome");
  options.closed = Get<std::string>(words, "closed");
  options.value = Get<std::string>(words, "value");
  options.by = Get<std::string>(words, "by");
  const auto by_entry = Get<std::string>(words, "by_entry");
  for (const Grain grain :
       {Grain::kDay, Grain::kWeek, Grain::kMonth, Grain::kQuarter, Grain::kHalf, Grain::kYear}) {
    if (by_entry == Name(grain)) options.by_entry = grain;
  }
  if (!by_entry.empty() && !options.by_entry.has_value())
    Raise(MakeError(
        Reason::kUnknownWord,
        "by_entry: \"" + by_entry + "\" is none of day, week, month, quarter, half, year"));
  options.as_of = Get<std::optional<int64_t>>(words, "as_of");
  options.since = Get<std::optional<int64_t>>(words, "since");
  options.confidence = Get<double>(words, "confidence");
  options.stalled_below = Get<double>(words, "stalled_below");
  return options;
}

}  // namespace

void BindFunnelStages(py::module_& module) {
  py::class_<StageReport>(module, "StageReport")
      .def_property_readonly("stage_names", &StageReport::stage_names)
      .def_property_readonly("group_names", &StageReport::group_names)
      .def_property_readonly("as_of",
                             [](const StageReport& self) { return self.history().as_of(); })
      .def_property_readonly("findings",
                             [](const StageReport& self) { return ToPython(self.findings()); })
      .def("stages", [](const StageReport& self) { return Take(self.StagesTable()); })
      .def("totals", [](const StageReport& self) { return Take(self.TotalsTable()); })
      .def("times", [](const StageReport& self) { return Take(self.TimesTable()); })
      .def("bottlenecks",
           [](const StageReport& self, int64_t least, double alpha, double confidence) {
             return Take(
                 self.BottlenecksTable({.least = least, .alpha = alpha, .confidence = confidence}));
           })
      .def("open_deals", [](const StageReport& self) { return Take(self.OpenTable()); });
  module.def(
      "stages_of_changes", [](const Table& changes, const Table* deals, const py::dict& words) {
        const StageReportOptions options = OptionsOf(words);
        return Take(Unlocked([&] { return StageReport::FromChanges(changes, deals, options); }));
      });
  module.def("stages_of_entries", [](const Table& deals, const py::dict& words) {
    const StageReportOptions options = OptionsOf(words);
    return Take(Unlocked([&] { return StageReport::FromEntries(deals, options); }));
  });
  module.def("stages_of_snapshot", [](const Table& deals, const py::dict& words) {
    const StageReportOptions options = OptionsOf(words);
    return Take(Unlocked([&] { return StageReport::FromSnapshot(deals, options); }));
  });
}

}  // namespace attain::python
