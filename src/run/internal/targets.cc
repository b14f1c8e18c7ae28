// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// targets → values → attainment.
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "attain/crm/calendar.h"
#include "attain/definition/reference.h"
#include "attain/target/check.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

const measure::Series* SeriesNamed(const std::vector<measure::Series>& series,
                                   std::string_view id) {
  for (const measure::Series& candidate : series) {
    if (candidate.id() == id) return &candidate;
  }
  return nullptr;
}

const measure::Measure* MeasureNamed(const Model& model, std::string_view id) {
  for (const measure::Measure& measure : model.measures) {
    if (measure.id == id) return &measure;
  }
  return nullptr;
}

// A total is compared with what its measure adds up, which is in the measure's own currency or the
// model's.
void CheckCurrency(const Model& model, const target::Target& target, const std::string& path,
                   Findings& findings) {
  if (!target.total.currency.has_value()) return;
  const measure::Measure* measure = MeasureNamed(model, target.measure);
  const std::optional<Currency> expected =
      measure != nullptr && measure->currency.has_value() ? measure->currency : model.currency;
  if (!expected.has_value() || target.total.currency->code() == expected->code()) return;
  findings.AddError(Reason::kCurrencyMismatch, {.path = definition::JoinPath(path, "total")},
                    StrCat("the total is in ", target.total.currency->code(), ", its measure in ",
                           expected->code()),
                    StrCat("give the total in ", expected->code()));
}

}  // namespace

void ValidateTargets(const Model& model, definition::ReferenceGraph& graph, Findings& findings) {
  // The periods of a calendar of rows are known with the data; those of any other now.
  const bool of_rows = std::holds_alternative<crm::PeriodTable>(model.calendar);
  const absl::StatusOr<crm::Calendar> calendar = crm::Calendar::Resolve(model.calendar);
  int64_t index = 0;
  for (const target::Target& target : model.targets) {
    const std::string path = definition::ElementPath("target", target.id, index++);
    findings.Append(target::Validate(target, path));
    CheckCurrency(model, target, path, findings);
    if (!of_rows && calendar.ok() && !target.period.name.empty()) {
      const absl::StatusOr<Period> period = calendar->Named(target.period.name);
      if (!period.ok())
        findings.AddError(ReasonOf(period.status()), {.path = definition::JoinPath(path, "period")},
                          MessageOf(period.status()));
    }
    if (target.id.empty()) continue;
    graph.Define("attainment", target.id, path);
    for (const definition::Use& use : definition::UsesIn(target, path))
      graph.Refer({"attainment", target.id}, use);
  }
}

absl::Status ResolveTargets(PreparedState& prepared, Findings& findings) {
  findings.Append(target::CheckChildren(prepared.data));
  for (const target::Target& target : prepared.model.value.targets) {
    const std::string path = StrCat("target[", target.id, "]");
    target::ResolveOptions options;
    options.measures = prepared.model.value.measures;
    options.calendar = prepared.calendar;
    options.currency = prepared.model.value.currency;
    const absl::StatusOr<target::Plan> plan = target::Resolve(target, prepared.data, options);
    if (!plan.ok()) {
      AddFailure(plan.status(), path, findings);
      continue;
    }
    findings.Append(plan->findings());
    absl::StatusOr<target::Targets> values = target::Calculate(*plan);
    if (!values.ok()) {
      AddFailure(values.status(), path, findings);
      continue;
    }
    prepared.target_series.push_back(values->series());
    prepared.targets.push_back(*std::move(values));
  }
  return absl::OkStatus();
}

absl::Status CalculateTargets(Work& work) {
  if (work.result.one_payee) return absl::OkStatus();
  for (const target::Targets& targets : work.prepared.targets) {
    const std::string path = StrCat("target[", targets.id(), "]");
    const measure::Series* series =
        SeriesNamed(work.result.all_series, targets.definition().measure);
    if (series == nullptr || !targets.periods().front().Overlaps(work.result.period)) continue;
    target::AttainOptions options;
    if (work.options.as_of.has_value()) options.today = *work.options.as_of + 1;
    const absl::StatusOr<std::vector<target::AttainmentValue>> values =
        target::Attain(targets, *series, options);
    if (!values.ok()) {
      AddFailure(values.status(), path, work.result.own);
      continue;
    }
    Attained attained{&targets, {}};
    for (const target::AttainmentValue& value : *values) {
      if (targets.periods()[static_cast<size_t>(value.period)].Overlaps(work.result.period))
        attained.values.push_back(value);
    }
    work.result.attained.push_back(std::move(attained));
    ATTAIN_RETURN_IF_ERROR(work.Step());
  }
  return absl::OkStatus();
}

}  // namespace attain::run
