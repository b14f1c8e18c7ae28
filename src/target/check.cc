// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/check.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "attain/measure/attainment.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "target/internal/state.h"

namespace attain::target {
namespace {

using attain::internal::StrCat;
using crm::Entity;
using measure::EntityKind;

absl::StatusOr<Fraction> SumOf(std::span<const Fraction> values) {
  return measure::Mismatch(0, values);
}

absl::Status SameLength(size_t a, size_t b) {
  if (a == b) return absl::OkStatus();
  return MakeError(Reason::kLengthMismatch, StrCat(a, " entries beside ", b));
}

// The parts of a whole by weights; nobody gets anything of a sum of zero.
absl::StatusOr<std::vector<Fraction>> Shares(std::span<const Fraction> weights,
                                             std::string_view what) {
  for (const Fraction& weight : weights) {
    if (weight.sign() < 0)
      return MakeError(Reason::kInvalidWeights, StrCat(what, " is negative: ", weight.ToString()));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction sum, SumOf(weights));
  if (sum.is_zero())
    return MakeError(Reason::kInvalidWeights, StrCat("no ", what, " is above zero"));
  std::vector<Fraction> shares;
  for (const Fraction& weight : weights) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction share, Divide(weight, sum));
    shares.push_back(share);
  }
  return shares;
}

// Values set by hand for one metric, version, level and period: each scope has a target id of its
// own.
struct Group {
  std::map<int32_t, Fraction> units;
  std::map<int32_t, Fraction> reps;
  std::map<int32_t, int64_t> rows;  // row of each unit
  Date day;
};

using GroupKey = std::tuple<int32_t, int64_t, uint8_t, int32_t>;  // metric, version, level, period

void CheckGroup(const crm::Dataset& data, const Group& group, Findings& findings) {
  const crm::Hierarchy& hierarchy = data.hierarchy();
  for (const auto& entry : group.units) {
    const UnitId unit(entry.first);
    std::vector<Fraction> children;
    for (const UnitId child : hierarchy.ChildrenAt(unit, group.day)) {
      const auto found = group.units.find(child.index());
      if (found != group.units.end()) children.push_back(found->second);
    }
    for (const crm::Membership& member : hierarchy.MembersAt(unit, group.day, /*below=*/false)) {
      const auto found = group.reps.find(member.rep.index());
      if (found == group.reps.end() || member.is_manager) continue;
      const absl::StatusOr<Fraction> part = Multiply(found->second, member.share);
      if (part.ok()) children.push_back(*part);
    }
    if (children.empty()) continue;
    const absl::StatusOr<Fraction> mismatch = measure::Mismatch(entry.second, children);
    if (mismatch.ok() && mismatch->is_zero()) continue;
    findings.AddWarning(
        Reason::kTargetChildrenMismatch,
        {.table = "targets", .row = group.rows.at(entry.first), .field = "value"},
        mismatch.ok() ? StrCat("what lies below unit ", data.ids(Entity::kUnit).name(entry.first),
                               " differs from its own ", entry.second.ToString(), " by ",
                               mismatch->ToString())
                      : MessageOf(mismatch.status()));
  }
}

}  // namespace

absl::StatusOr<Fraction> OverAssignment(const Fraction& plan, std::span<const Fraction> street) {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction sum, SumOf(street));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction ratio, Divide(sum, plan));
  return Subtract(ratio, Fraction(1));
}

absl::StatusOr<Fraction> OverAssignmentOfLevels(std::span<const Fraction> levels) {
  Fraction product = 1;
  for (const Fraction& level : levels) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, Add(Fraction(1), level));
    ATTAIN_ASSIGN_OR_RETURN(product, Multiply(product, factor));
  }
  return Subtract(product, Fraction(1));
}

absl::StatusOr<std::vector<Fraction>> Blend(const Fraction& total,
                                            std::span<const Fraction> history,
                                            std::span<const Fraction> potential,
                                            const Fraction& alpha) {
  ATTAIN_RETURN_IF_ERROR(SameLength(history.size(), potential.size()));
  if (alpha.sign() < 0 || alpha > Fraction(1)) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("alpha must be 0 to 1, not ", alpha.ToString()));
  }
  const Fraction beta = *Subtract(Fraction(1), alpha);
  std::vector<Fraction> first(history.size(), Fraction(0));
  std::vector<Fraction> second(history.size(), Fraction(0));
  if (!alpha.is_zero()) {
    ATTAIN_ASSIGN_OR_RETURN(first, Shares(history, "history"));
  }
  if (!beta.is_zero()) {
    ATTAIN_ASSIGN_OR_RETURN(second, Shares(potential, "potential"));
  }
  std::vector<Fraction> parts;
  for (size_t i = 0; i < first.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction left, Multiply(alpha, first[i]));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction right, Multiply(beta, second[i]));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction share, Add(left, right));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction part, Multiply(total, share));
    parts.push_back(part);
  }
  return parts;
}

absl::StatusOr<Growth> Grow(const Fraction& total, std::span<const Fraction> last,
                            std::span<const Fraction> growth) {
  ATTAIN_RETURN_IF_ERROR(SameLength(last.size(), growth.size()));
  Growth result;
  for (size_t i = 0; i < last.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, Add(Fraction(1), growth[i]));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction raw, Multiply(last[i], factor));
    result.raw.push_back(raw);
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction sum, SumOf(result.raw));
  ATTAIN_ASSIGN_OR_RETURN(result.scale, Divide(total, sum));
  return result;
}

absl::StatusOr<std::vector<Fraction>> Stretch(std::span<const Fraction> quota,
                                              std::span<const Fraction> potential) {
  ATTAIN_RETURN_IF_ERROR(SameLength(quota.size(), potential.size()));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction quotas, SumOf(quota));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction potentials, SumOf(potential));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction average, Divide(quotas, potentials));
  std::vector<Fraction> stretches;
  for (size_t i = 0; i < quota.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction own, Divide(quota[i], potential[i]));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction stretch, Divide(own, average));
    stretches.push_back(stretch);
  }
  return stretches;
}

Findings CheckChildren(const crm::Dataset& data) {
  const crm::Targets targets = data.targets();
  crm::Integers version(targets.version());
  crm::Decimals value(targets.value());
  std::map<GroupKey, Group> groups;
  const auto kinds = targets.scope_kind();
  const auto levels = targets.level();
  std::map<std::string, Date> starts;
  for (const Period& period : data.periods()) starts.emplace(period.name, period.start);
  for (int64_t row = 0; row < targets.rows(); ++row) {
    if (!targets.kept()[row] || !kinds.has(row) || targets.scope_id() == nullptr) continue;
    const auto at = static_cast<size_t>(row);
    const int32_t period = targets.period().empty() ? -1 : targets.period()[at];
    const int32_t metric = targets.metric().empty() ? -1 : targets.metric()[at];
    Group& group =
        groups[{metric, version[row],
                levels.has(row) ? static_cast<uint8_t>(levels[row]) : uint8_t{255}, period}];
    const std::string name = data.ids(Entity::kPeriod).name(period);
    const auto start = starts.find(name);
    if (start != starts.end()) {
      group.day = start->second;
    } else if (const absl::StatusOr<Period> parsed = Period::Parse(name); parsed.ok()) {
      group.day = parsed->start;
    }
    const std::string scope = targets.scope_id()->FormatAt(row);
    if (kinds[row] == crm::ScopeKind::kUnit) {
      const int32_t unit = data.ids(Entity::kUnit).Find(scope);
      if (unit < 0) continue;
      group.units[unit] = Fraction(value[row]);
      group.rows[unit] = row;
    } else if (kinds[row] == crm::ScopeKind::kRep) {
      const int32_t rep = data.ids(Entity::kRep).Find(scope);
      if (rep >= 0) group.reps[rep] = Fraction(value[row]);
    }
  }
  Findings findings;
  for (const auto& group : groups) CheckGroup(data, group.second, findings);
  attain::internal::Sort(findings.mutable_items(), [](const Finding& a, const Finding& b) {
    return a.where.row < b.where.row;
  });
  return findings;
}

Findings CheckChildren(const Targets& targets) {
  const Targets::State& state = Access::Of(targets);
  const Plan::State& plan = Access::Of(state.plan);
  Findings findings;
  // Every part of the split that was split further has the sum of what it was split into.
  std::vector<int64_t> sums(state.nodes.size(), 0);
  for (const Node& node : state.nodes) {
    if (node.parent >= 0) sums[static_cast<size_t>(node.parent)] += node.units;
  }
  for (size_t i = 0; i < state.nodes.size(); ++i) {
    const Node& node = state.nodes[i];
    if (node.leaf || sums[i] == node.units) continue;
    findings.AddError(Reason::kTargetChildrenMismatch,
                      {.path = StrCat("targets[", targets.id(), "]")},
                      StrCat("parts add up to ", sums[i], " rounding units, not ", node.units));
  }
  // The company has, in every period, what its members have.
  for (size_t period = 0; period < plan.periods.size(); ++period) {
    Fraction below = 0;
    bool any = false;
    for (const TargetValue& value : targets.values()) {
      if (value.period != static_cast<int32_t>(period) || value.kind != EntityKind::kRep) continue;
      const absl::StatusOr<Fraction> sum = Add(below, Fraction(value.value));
      if (sum.ok()) below = *sum;
      any = true;
    }
    const TargetValue* company =
        targets.Find(EntityKind::kCompany, 0, static_cast<int32_t>(period));
    if (!any || company == nullptr || Fraction(company->value) == below) continue;
    findings.AddError(Reason::kTargetChildrenMismatch,
                      {.path = StrCat("targets[", targets.id(), "]")},
                      StrCat("the reps of ", plan.periods[period].name, " add up to ",
                             below.ToString(), ", the company has ", company->value.ToString()));
  }
  return findings;
}

}  // namespace attain::target
