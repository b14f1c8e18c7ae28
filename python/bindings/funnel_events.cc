// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Funnels of tables of events.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/funnel.h"
#include "common.h"

namespace attain::python {
namespace {

using funnel::EventFrame;
using funnel::Outcomes;
using table::Table;

template <typename T>
T Get(const py::dict& words, const char* key) {
  return py::cast<T>(words[key]);
}

/// A step as Python hands it over: a list of values, or an expression.
funnel::EventMatch MatchOf(const py::handle& value) {
  funnel::EventMatch match;
  if (py::isinstance<expression::Expression>(value)) {
    match.where = py::cast<expression::Expression>(value);
  } else {
    match.events = py::cast<std::vector<std::string>>(value);
  }
  return match;
}

EventFrame FrameOf(const Table& events, const py::dict& words) {
  funnel::EventColumns columns;
  columns.subject = Get<std::string>(words, "subject");
  columns.time = Get<std::string>(words, "time");
  columns.event = Get<std::string>(words, "event");
  columns.hold = Get<std::string>(words, "hold");
  columns.environment.zones = Get<std::string>(words, "zones");
  for (const py::handle step : Get<py::sequence>(words, "steps"))
    columns.steps.push_back(MatchOf(step));
  for (const py::handle item : Get<py::sequence>(words, "exclude")) {
    const auto parts = py::cast<py::sequence>(item);
    columns.exclude.push_back({.what = MatchOf(py::object(parts[0])),
                               .after = py::cast<int>(parts[1]),
                               .before = py::cast<int>(parts[2])});
  }
  return Take(Unlocked([&] { return EventFrame::Load(events, columns); }));
}

/// A duration or instant: a number in the unit of the times, or (microseconds,).
int64_t TicksOf(const EventFrame& frame, const py::handle& value) {
  if (!py::isinstance<py::tuple>(value)) return py::cast<int64_t>(value);
  const auto parts = py::cast<py::tuple>(value);
  return Take(frame.Ticks(py::cast<int64_t>(parts[0])));
}

uint64_t BitsOf(const py::handle& steps) {
  uint64_t bits = 0;
  for (const int step : py::cast<std::vector<int>>(steps)) {
    if (step < 1 || step > funnel::kMaxSteps)
      Raise(MakeError(Reason::kOutOfBounds, "optional steps are numbered 1 to 64"));
    bits |= uint64_t{1} << (step - 1);
  }
  return bits;
}

funnel::RunOptions RunOf(const EventFrame& frame, const py::dict& words) {
  funnel::RunOptions run;
  run.chains = Get<bool>(words, "chains");
  run.threads = Get<int>(words, "threads");
  if (!py::object(words["as_of"]).is_none()) run.as_of = TicksOf(frame, words["as_of"]);
  return run;
}

Outcomes Calculate(const EventFrame& frame, const py::dict& words) {
  const auto rules = Get<std::string>(words, "rules");
  const int64_t window = TicksOf(frame, words["within"]);
  const funnel::RunOptions run = RunOf(frame, words);
  const auto calculate = [&](const auto& definition) {
    return Take(Unlocked([&]() -> absl::StatusOr<Outcomes> {
      ATTAIN_ASSIGN_OR_RETURN(const Outcomes found,
                              funnel::Calculate(definition, frame.log(), run));
      return frame.PerSubject(found);
    }));
  };
  const auto order = static_cast<funnel::Order>(Get<int>(words, "order"));
  const uint64_t optional = BitsOf(words["optional"]);
  if (rules == "clickhouse") {
    const auto modes = Get<std::vector<bool>>(words, "modes");
    return calculate(funnel::ClickHouseFunnel{.steps = frame.steps(),
                                              .window = window,
                                              .modes = {.strict_order = modes[0],
                                                        .strict_deduplication = modes[1],
                                                        .strict_increase = modes[2],
                                                        .strict_once = modes[3],
                                                        .allow_reentry = modes[4]}});
  }
  if (rules == "product") {
    return calculate(funnel::ProductFunnel{
        .steps = frame.steps(), .window = window, .order = order, .optional = optional});
  }
  std::vector<int64_t> gaps;
  for (const py::handle gap : Get<py::sequence>(words, "max_gap"))
    gaps.push_back(gap.is_none() ? -1 : TicksOf(frame, gap));
  return calculate(
      funnel::Funnel{.steps = frame.steps(),
                     .window = window,
                     .order = order,
                     .entry = static_cast<funnel::Entry>(Get<int>(words, "entry")),
                     .ties = static_cast<funnel::Ties>(Get<int>(words, "ties")),
                     .reuse = static_cast<funnel::Reuse>(Get<int>(words, "reuse")),
                     .after_break = static_cast<funnel::AfterBreak>(Get<int>(words, "after_break")),
                     .max_gap = std::move(gaps),
                     .optional = optional});
}

/// What became of a frame's subjects.
struct EventOutcomes {
  EventFrame frame;
  Outcomes outcomes;
};

py::object MaybeNumber(const std::optional<double>& value) {
  return value ? py::object(py::float_(*value)) : py::object(py::none());
}

py::list Rows(const std::vector<funnel::StepCount>& counts) {
  py::list rows;
  for (const funnel::StepCount& count : counts) {
    py::list row;
    for (const int64_t value : {int64_t{count.group}, int64_t{count.step}, count.entered,
                                count.converted, count.open, count.lost})
      row.append(value);
    for (const auto& [rate, interval] : {std::pair(count.rate, count.interval),
                                         std::pair(count.from_first, count.from_first_interval)}) {
      row.append(MaybeNumber(rate));
      row.append(interval ? py::object(py::float_(interval->lower)) : py::object(py::none()));
      row.append(interval ? py::object(py::float_(interval->upper)) : py::object(py::none()));
    }
    for (const funnel::Spread& spread : {count.gap, count.elapsed}) {
      row.append(spread.n);
      for (const auto& value : {spread.mean, spread.p10, spread.median, spread.p90})
        row.append(MaybeNumber(value));
    }
    rows.append(std::move(row));
  }
  return rows;
}

/// Steps in groups: none ("all"), by a column, by a period.
std::vector<funnel::StepCount> CountsOf(const EventOutcomes& self, const std::string& column,
                                        int step, int grain, double confidence,
                                        std::vector<std::string>& names) {
  std::vector<int32_t> group;
  if (!column.empty()) {
    std::tie(group, names) = Take(self.frame.GroupsBy(self.outcomes, column, step));
  } else if (grain != 0) {
    std::tie(group, names) = Take(self.frame.CohortsBy(self.outcomes, static_cast<Grain>(grain)));
  }
  const bool none = column.empty() && grain == 0;
  if (!none && names.empty()) return {};
  return Take(
      funnel::StepsOf(self.outcomes, {.group = group,
                                      .groups = none ? 1 : static_cast<int32_t>(names.size()),
                                      .confidence = confidence}));
}

py::list Comparison(const EventOutcomes& self, const std::string& column, int step,
                    const std::string& a, const std::string& b, double confidence) {
  std::vector<std::string> names;
  const std::vector<funnel::StepCount> counts = CountsOf(self, column, step, 0, confidence, names);
  const auto number = [&](const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      Raise(MakeError(Reason::kUnknownReference, "no subject has \"" + name + "\" in " + column));
    return static_cast<int32_t>(at - names.begin());
  };
  py::list rows;
  for (const funnel::StepDifference& found :
       Take(funnel::Compare(counts, number(a), number(b), confidence))) {
    rows.append(py::make_tuple(found.step, found.test.difference, found.test.interval.lower,
                               found.test.interval.upper, found.test.z, found.test.p_two_sided));
  }
  return rows;
}

}  // namespace

void BindFunnelEvents(py::module_& module) {
  py::class_<EventOutcomes>(module, "EventOutcomes")
      .def_property_readonly("as_of",
                             [](const EventOutcomes& self) { return self.outcomes.as_of(); })
      .def_property_readonly(
          "findings", [](const EventOutcomes& self) { return ToPython(self.frame.findings()); })
      .def("subjects",
           [](const EventOutcomes& self) {
             return Take(Unlocked([&] { return self.frame.SubjectsTable(self.outcomes); }));
           })
      .def("chains",
           [](const EventOutcomes& self) {
             return Take(Unlocked([&] { return self.frame.ChainsTable(self.outcomes); }));
           })
      .def("levels",
           [](const EventOutcomes& self) {
             std::vector<int64_t> counts(static_cast<size_t>(self.outcomes.steps()) + 1, 0);
             for (const int8_t level : self.outcomes.levels()) {
               if (level >= 0) ++counts[static_cast<size_t>(level)];
             }
             return counts;
           })
      .def("steps",
           [](const EventOutcomes& self, const std::string& column, int step, int grain,
              double confidence) {
             std::vector<std::string> names;
             const auto counts = CountsOf(self, column, step, grain, confidence, names);
             return py::make_tuple(names, Rows(counts));
           })
      .def("compare", &Comparison);
  module.def("event_funnel", [](const Table& events, const py::dict& words) {
    EventFrame frame = FrameOf(events, words);
    Outcomes outcomes = Calculate(frame, words);
    return EventOutcomes{std::move(frame), std::move(outcomes)};
  });
  module.def("event_attempts", [](const Table& events, const py::dict& words) {
    const EventFrame frame = FrameOf(events, words);
    const funnel::AttemptRules rules{.steps = frame.steps(),
                                     .window = TicksOf(frame, words["within"]),
                                     .entry = static_cast<funnel::Entry>(Get<int>(words, "entry"))};
    const funnel::RunOptions run = RunOf(frame, words);
    const auto found = Take(Unlocked([&] { return funnel::Attempts(rules, frame.log(), run); }));
    return py::make_tuple(Take(frame.AttemptsTable(found)), funnel::CountsOf(found, rules.steps));
  });
  module.def("event_sequence", [](const Table& events, const py::dict& words,
                                  const std::string& text, bool first_only) {
    const auto pattern = Take(funnel::Pattern::Parse(text));
    const EventFrame frame = FrameOf(events, words);
    const funnel::RunOptions run = RunOf(frame, words);
    const auto found =
        Take(Unlocked([&] { return funnel::Match(pattern, frame.log(), first_only, run); }));
    return Take(frame.ValuesTable("sequence", {{"matches", found.counts}}));
  });
  module.def("event_retention", [](const Table& events, const py::dict& words) {
    const EventFrame frame = FrameOf(events, words);
    const funnel::RunOptions run = RunOf(frame, words);
    const auto found =
        Take(Unlocked([&] { return funnel::Retain(frame.steps(), frame.log(), run); }));
    std::vector<std::pair<std::string, std::vector<int64_t>>> columns;
    for (int c = 0; c < found.conditions; ++c) {
      std::vector<int64_t> flags;
      for (const uint64_t bits : found.flags) flags.push_back(static_cast<int64_t>(bits >> c & 1));
      columns.emplace_back("c" + std::to_string(c + 1), std::move(flags));
    }
    return py::make_tuple(Take(frame.ValuesTable("retention", columns)), found.totals);
  });
}

}  // namespace attain::python
