// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// funnels → stages counted and timed.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

// What is known of a period is known when it ends, or when the data end.
Timestamp KnownUntil(const Work& work, const funnel::PreparedStages& prepared) {
  const int64_t offset = work.prepared.model.value.offset_minutes * 60'000'000;
  int64_t until = Timestamp::StartOf(work.result.period.end).micros() - offset - 1;
  if (work.prepared.as_of.has_value()) {
    until = std::min(until, work.prepared.as_of->micros());
  } else if (prepared.last().has_value()) {
    until = std::min(until, prepared.last()->micros());
  }
  return Timestamp::FromMicros(until);
}

}  // namespace

void ValidateFunnels(const Model& model, definition::ReferenceGraph& graph, Findings& findings) {
  int64_t index = 0;
  for (const funnel::StagePlan& plan : model.funnels) {
    const std::string path = definition::ElementPath("funnel", plan.id, index++);
    findings.Append(funnel::Validate(plan, path));
    if (!plan.id.empty()) graph.Define("funnel", plan.id, path);
  }
}

absl::Status ResolveFunnels(PreparedState& prepared, Findings& findings) {
  for (const funnel::StagePlan& plan : prepared.model.value.funnels) {
    absl::StatusOr<funnel::PreparedStages> bound =
        funnel::Resolve(plan, prepared.data, prepared.calendar);
    if (!bound.ok()) {
      AddFailure(bound.status(), StrCat("funnel[", plan.id, "]"), findings);
      continue;
    }
    findings.Append(bound->findings());
    prepared.funnels.push_back(*std::move(bound));
  }
  return absl::OkStatus();
}

absl::Status CalculateFunnels(Work& work) {
  if (work.result.one_payee) return absl::OkStatus();
  for (const funnel::PreparedStages& prepared : work.prepared.funnels) {
    absl::StatusOr<funnel::StageReport> report =
        funnel::Calculate(prepared, KnownUntil(work, prepared));
    if (!report.ok()) {
      AddFailure(report.status(), StrCat("funnel[", prepared.id(), "]"), work.result.own);
    } else {
      work.result.own.Append(report->findings());
      work.result.funnels.emplace_back(prepared.id(), *std::move(report));
    }
    ATTAIN_RETURN_IF_ERROR(work.Step());
  }
  return absl::OkStatus();
}

absl::StatusOr<table::Table> StageTable(const ResultState& result, std::string_view name) {
  std::vector<table::Table> parts;
  for (const auto& [id, report] : result.funnels) {
    absl::StatusOr<table::Table> part = name == "stages"         ? report.StagesTable()
                                        : name == "stage_totals" ? report.TotalsTable()
                                        : name == "stage_times"  ? report.TimesTable()
                                                                 : report.OpenTable();
    ATTAIN_RETURN_IF_ERROR(part.status());
    std::vector<table::Column> columns = {table::Column::OfDictionary(
        "funnel", std::vector<int32_t>(static_cast<size_t>(part->rows()), 0), {id})};
    for (const table::Column& column : part->columns()) columns.push_back(column);
    ATTAIN_ASSIGN_OR_RETURN(table::Table with, table::Table::Of(std::string(name), columns));
    parts.push_back(std::move(with));
  }
  return Concatenate(name, parts);
}

}  // namespace attain::run
