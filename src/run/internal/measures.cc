// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// measures → series.
#include <algorithm>
#include <utility>

#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

// The figures of the periods that lie inside `period`.
absl::StatusOr<measure::Series> Inside(const measure::Series& series, const Period& period) {
  std::vector<int32_t> places;
  measure::SeriesParts parts;
  for (size_t place = 0; place < series.periods().size(); ++place) {
    if (!period.Contains(series.periods()[place])) continue;
    places.push_back(static_cast<int32_t>(place));
    parts.periods.push_back(series.periods()[place]);
  }
  parts.id = series.id();
  parts.unit = series.unit();
  parts.currency = series.currency();
  parts.findings = series.findings();
  using measure::EntityKind;
  for (int32_t unit = 0; unit < series.count(EntityKind::kUnit); ++unit) {
    parts.units.emplace_back(series.name(EntityKind::kUnit, unit));
  }
  for (int32_t rep = 0; rep < series.count(EntityKind::kRep); ++rep)
    parts.reps.emplace_back(series.name(EntityKind::kRep, rep));
  for (const EntityKind kind : {EntityKind::kCompany, EntityKind::kUnit, EntityKind::kRep}) {
    for (int32_t entity = 0; entity < series.count(kind); ++entity) {
      for (const int32_t place : places) parts.figures.push_back(series.at(kind, entity, place));
    }
  }
  return measure::Series::Of(std::move(parts));
}

// The periods of figures: those of the calendar's grain over the period asked for and over every
// target that it touches; where the calendar cannot cut them, the period itself.
std::vector<Period> PeriodsOf(const Work& work) {
  const Period& asked = work.result.period;
  Date from = asked.start;
  Date to = asked.end;
  for (const target::Targets& targets : work.prepared.targets) {
    const Period& whole = targets.periods().front();
    if (!whole.Overlaps(asked)) continue;
    from = std::min(from, whole.start);
    to = std::max(to, whole.end);
  }
  const crm::Calendar& calendar = work.prepared.calendar;
  absl::StatusOr<std::vector<Period>> periods = calendar.Periods(from, to, calendar.grain());
  const bool inside = periods.ok() && !periods->empty() &&
                      std::any_of(periods->begin(), periods->end(), [&asked](const Period& period) {
                        return asked.Contains(period);
                      });
  if (inside) return *std::move(periods);
  return {asked};
}

}  // namespace

void ValidateMeasures(const Model& model, definition::ReferenceGraph& graph, Findings& findings) {
  int64_t index = 0;
  for (const measure::Measure& measure : model.measures) {
    const std::string path = definition::ElementPath("measure", measure.id, index++);
    findings.Append(measure::Validate(measure, path));
    if (measure.id.empty()) continue;
    graph.Define("measure", measure.id, path);
    for (const definition::Use& use : definition::UsesIn(measure, path))
      graph.Refer({"measure", measure.id}, use);
  }
}

absl::Status ResolveMeasures(PreparedState& prepared, Findings& findings) {
  for (const measure::Measure& measure : prepared.model.value.measures) {
    absl::StatusOr<measure::Prepared> bound =
        measure::Resolve(measure, prepared.data, prepared.calendar);
    if (bound.ok()) {
      prepared.measures.push_back(*std::move(bound));
    } else {
      AddFailure(bound.status(), StrCat("measure[", measure.id, "]"), findings);
    }
  }
  return absl::OkStatus();
}

absl::Status CalculateMeasures(Work& work) {
  if (work.result.one_payee) return absl::OkStatus();
  const std::vector<Period> periods = PeriodsOf(work);
  for (const measure::Prepared& measure : work.prepared.measures) {
    measure::CalculateOptions options;
    options.periods = periods;
    options.as_of = work.prepared.as_of;
    options.threads = work.options.threads;
    ATTAIN_ASSIGN_OR_RETURN(measure::Series series, measure::Calculate(measure, options));
    ATTAIN_ASSIGN_OR_RETURN(measure::Series inside, Inside(series, work.result.period));
    work.result.own.Append(series.findings());
    work.result.series.push_back(std::move(inside));
    work.result.all_series.push_back(std::move(series));
    ATTAIN_RETURN_IF_ERROR(work.Step());
  }
  return absl::OkStatus();
}

}  // namespace attain::run
