// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Whom a plan pays, from when to when, and what they bring from before.

#include <algorithm>
#include <map>
#include <set>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/expression/expression.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/resolve.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

Validity Employment(const crm::Reps& reps, int64_t row) {
  Validity employed;
  crm::Days hired(reps.hire_date());
  crm::Days left(reps.end_date());
  if (hired.has(row)) employed.from = Date::FromDays(hired[row]);
  if (left.has(row)) employed.to = Date::FromDays(left[row]);
  return employed;
}

bool Overlap(const Validity& a, const Validity& b) { return a.from < b.to && b.from < a.to; }

// The reps a condition names, each with the days of employment.
absl::Status PayeesByCondition(const Plan& plan, const crm::Dataset& data,
                               const crm::Calendar& calendar,
                               std::map<int32_t, std::vector<Assignment>>& payees,
                               Findings& findings) {
  const crm::Reps reps = data.reps();
  const table::Table* table = data.table("reps");
  if (table == nullptr) return MakeError(Reason::kUnknownTable, "\"for\" needs the table reps");
  ATTAIN_ASSIGN_OR_RETURN(const expression::Expression condition, expression::ParseText(plan.for_));
  expression::BindOptions options = crm::ConditionOptions(condition, data, calendar);
  options.expect = table::Type::kBool;
  ATTAIN_ASSIGN_OR_RETURN(const expression::Bound bound,
                          expression::Bind(condition, *table, options));
  ATTAIN_ASSIGN_OR_RETURN(const expression::Selection selection, expression::Select(bound, *table));
  findings.Append(selection.findings);
  for (int64_t row = 0; row < reps.rows(); ++row) {
    if (!reps.kept()[row] || selection.mask[static_cast<size_t>(row)] == 0) continue;
    payees[reps.rep()[static_cast<size_t>(row)]].push_back({Employment(reps, row), Fraction(1)});
  }
  return absl::OkStatus();
}

void PayeesByAssignment(const Plan& plan, const crm::Dataset& data,
                        std::map<int32_t, std::vector<Assignment>>& payees, Findings& findings) {
  const crm::PlanAssignments rows = data.plan_assignments();
  const crm::Reps reps = data.reps();
  const int32_t id = data.ids(crm::Entity::kPlan).Find(plan.id);
  crm::Days from(rows.valid_from());
  crm::Days to(rows.valid_to());
  crm::Decimals proration(rows.proration());
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row] || rows.plan()[static_cast<size_t>(row)] != id) continue;
    const int32_t rep = rows.rep()[static_cast<size_t>(row)];
    Assignment assignment;
    if (from.has(row)) assignment.valid.from = Date::FromDays(from[row]);
    if (to.has(row)) assignment.valid.to = Date::FromDays(to[row]);
    if (proration.has(row)) assignment.proration = Fraction(proration[row]);
    const int64_t listed = data.RowOf(crm::Entity::kRep, rep);
    if (listed >= 0 && !Overlap(assignment.valid, Employment(reps, listed))) {
      findings.AddWarning(Reason::kPlanOutsideEmployment,
                          {.table = "plan_assignments", .row = row, .field = "valid_from"},
                          StrCat(data.ids(crm::Entity::kRep).name(rep), " is assigned to ", plan.id,
                                 " outside employment"));
    }
    payees[rep].push_back(assignment);
  }
}

void PayeesByEmployment(const crm::Dataset& data,
                        std::map<int32_t, std::vector<Assignment>>& payees) {
  const crm::Reps reps = data.reps();
  for (int64_t row = 0; row < reps.rows(); ++row) {
    if (reps.kept()[row])
      payees[reps.rep()[static_cast<size_t>(row)]].push_back({Employment(reps, row), Fraction(1)});
  }
}

}  // namespace

absl::Status FindPayees(Prepared::State& state) {
  std::map<int32_t, std::vector<Assignment>> payees;
  const bool by_assignment = state.plan.for_.empty() && state.data.plan_assignments().present();
  if (!state.plan.for_.empty()) {
    ATTAIN_RETURN_IF_ERROR(
        PayeesByCondition(state.plan, state.data, state.calendar, payees, state.findings));
  } else if (by_assignment) {
    PayeesByAssignment(state.plan, state.data, payees, state.findings);
  } else {
    PayeesByEmployment(state.data, payees);
  }
  const crm::Ids& ids = state.data.ids(crm::Entity::kRep);
  for (const int32_t rep : ids.SortedOrder()) {
    const auto found = payees.find(rep);
    if (found == payees.end()) continue;
    Payee payee{.rep = rep,
                .name = ids.name(rep),
                .assigned = found->second,
                .by_assignment = by_assignment};
    attain::internal::Sort(payee.assigned, [](const Assignment& a, const Assignment& b) {
      return a.valid.from < b.valid.from;
    });
    state.payee_names.push_back(payee.name);
    state.payees.push_back(std::move(payee));
  }
  return absl::OkStatus();
}

// Two managers who lead each other are each paid on what the other sells. Trees have no circles,
// but a rep may belong to several units.
void CheckLeaders(const crm::Dataset& data, Findings& findings) {
  const crm::RepUnits rows = data.rep_units();
  const crm::Hierarchy& hierarchy = data.hierarchy();
  const crm::Ids& ids = data.ids(crm::Entity::kRep);
  std::set<std::pair<int32_t, int32_t>> reported;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    if (!rows.kept()[row]) continue;
    const int32_t rep = rows.rep()[static_cast<size_t>(row)];
    for (const crm::Membership& place : hierarchy.PlacesOf(RepId(rep))) {
      if (!place.is_manager) continue;
      const Date day = place.valid.from.days() == INT32_MIN ? Date() : place.valid.from;
      for (const RepId above : hierarchy.ManagersOf(RepId(rep), day)) {
        const std::vector<RepId> back = hierarchy.ManagersOf(above, day);
        if (std::find(back.begin(), back.end(), RepId(rep)) == back.end()) continue;
        const std::pair pair(std::min(rep, above.index()), std::max(rep, above.index()));
        if (!reported.insert(pair).second) continue;
        findings.AddWarning(Reason::kOverrideCycle,
                            {.table = "rep_units", .row = row, .field = "is_manager"},
                            StrCat(ids.name(pair.first), " and ", ids.name(pair.second),
                                   " lead each other on ", day.ToString()));
      }
    }
  }
}

void FindPlaceChanges(Prepared::State& state) {
  std::vector<Date>& days = state.place_changes;
  for (int32_t rep = 0; rep < state.data.ids(crm::Entity::kRep).size(); ++rep) {
    for (const crm::Membership& place : state.data.hierarchy().PlacesOf(RepId(rep))) {
      days.push_back(place.valid.from);
      days.push_back(place.valid.to);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
}

}  // namespace attain::incentive
