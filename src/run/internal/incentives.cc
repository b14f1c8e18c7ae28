// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// plans → statements.
#include <algorithm>
#include <utility>

#include "attain/definition/reference.h"
#include "attain/incentive/calculate.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

std::string PathOf(const incentive::Plan& plan) { return StrCat("incentive[", plan.id, "]"); }

}  // namespace

void ValidateIncentives(const Model& model, definition::ReferenceGraph& graph, Findings& findings) {
  int64_t index = 0;
  for (const incentive::Plan& plan : model.incentives) {
    const std::string path = definition::ElementPath("incentive", plan.id, index++);
    findings.Append(incentive::Validate(plan, {}, path));
    if (plan.id.empty()) continue;
    graph.Define("incentive", plan.id, path);
    for (const definition::Use& use : definition::UsesIn(plan, path))
      graph.Refer({"incentive", plan.id}, use);
  }
}

absl::Status ResolveIncentives(PreparedState& prepared, Findings& findings) {
  std::vector<std::string> ids;
  for (const incentive::Plan& plan : prepared.model.value.incentives) {
    ids.push_back(plan.id);
    incentive::ResolveOptions options;
    options.measures = prepared.model.value.measures;
    options.calendar = prepared.calendar;
    options.as_of = prepared.as_of;
    options.path = PathOf(plan);
    for (const target::Target& target : prepared.model.value.targets)
      options.target_measures[target.id] = target.measure;
    absl::StatusOr<incentive::Prepared> bound = incentive::Resolve(plan, prepared.data, options);
    if (!bound.ok()) {
      AddFailure(bound.status(), options.path, findings);
      continue;
    }
    findings.Append(bound->findings());
    std::vector<std::string> payees = bound->payees();
    std::sort(payees.begin(), payees.end());
    prepared.payees.push_back(std::move(payees));
    prepared.incentives.push_back(*std::move(bound));
  }
  findings.Append(incentive::CheckAssignments(prepared.data, ids));
  return absl::OkStatus();
}

absl::Status CalculateIncentives(Work& work) {
  const std::string& payee = work.options.payee;
  for (size_t place = 0; place < work.prepared.incentives.size(); ++place) {
    const incentive::Prepared& plan = work.prepared.incentives[place];
    const std::vector<std::string>& payees = work.prepared.payees[place];
    if (!payee.empty() && !std::binary_search(payees.begin(), payees.end(), payee)) continue;
    incentive::CalculateOptions options;
    options.period = work.result.period;
    options.targets = work.prepared.target_series;
    if (!payee.empty()) options.payees.push_back(payee);
    options.threads = work.options.threads;
    options.changes = work.changes;
    const absl::StatusOr<incentive::Result> paid = incentive::Calculate(plan, options);
    if (!paid.ok()) {
      if (paid.status().code() == absl::StatusCode::kResourceExhausted) return paid.status();
      if (!work.changes.empty() && ReasonOf(paid.status()) == Reason::kUnsupportedOption)
        return paid.status();
      // A plan of quarters asked for a month does not stop the other plans.
      AddFailure(paid.status(), PathOf(plan.plan()), work.result.own);
      continue;
    }
    work.result.own.Append(paid->own_findings());
    work.result.statements.insert(work.result.statements.end(), paid->statements().begin(),
                                  paid->statements().end());
    ATTAIN_RETURN_IF_ERROR(work.Step());
  }
  return absl::OkStatus();
}

}  // namespace attain::run
