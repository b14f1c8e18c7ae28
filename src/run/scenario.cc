// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/scenario.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/internal/text.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Table;
using table::TableBuilder;
using table::Type;

constexpr int kMostDecimals = 12;
constexpr int kChangeDecimals = 6;

// A statement as both sides have it.
struct Pair {
  const incentive::Statement* old_one = nullptr;
  const incentive::Statement* new_one = nullptr;
};

using PairKey = std::tuple<size_t, std::string, Date>;  // plan's place, payee, start

// Amounts exactly, or, where the digits do not end, rounded half to even to 12 decimals.
absl::StatusOr<Decimal> Shown(const Fraction& value) {
  if (const std::optional<Decimal> exact = value.ToDecimal();
      exact.has_value() && exact->scale() <= kMostDecimals)
    return *exact;
  return Round(value, kMostDecimals, RoundingMode::kHalfEven);
}

struct Total {
  std::string currency;
  Fraction before;
  Fraction after;
  int64_t gain = 0;
  int64_t lose = 0;
  int64_t same = 0;
  int64_t failed = 0;
};

struct Row {
  std::string scenario;
  const incentive::Statement* any = nullptr;
  const incentive::Statement* failed = nullptr;
  Decimal before;
  Decimal after;
};

struct TotalRow {
  std::string scenario;
  std::string plan;
  Total total;
};

// Adds to a sum, exactly.
absl::Status AddTo(Fraction& sum, const Fraction& value) {
  ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, value));
  return absl::OkStatus();
}

absl::Status Compare(const std::string& id, const Result& base, const Result& other,
                     std::vector<Row>& rows, std::vector<TotalRow>& totals) {
  std::vector<std::string> plans;  // In the order of the models.
  std::map<std::string, size_t> place_of;
  std::map<PairKey, Pair> pairs;
  for (const bool fresh : {false, true}) {
    for (const incentive::Statement& statement : (fresh ? other : base).statements()) {
      const auto [place, added] = place_of.try_emplace(statement.plan(), plans.size());
      if (added) plans.push_back(statement.plan());
      Pair& pair = pairs[{place->second, statement.payee(), statement.period().start}];
      (fresh ? pair.new_one : pair.old_one) = &statement;
    }
  }
  std::vector<Total> sums(plans.size());
  std::vector<std::map<std::string, Fraction>> changes(plans.size());  // by payee, over all periods
  for (const auto& [key, pair] : pairs) {
    const size_t plan = std::get<0>(key);
    Row row;
    row.scenario = id;
    row.any = pair.new_one != nullptr ? pair.new_one : pair.old_one;
    for (const incentive::Statement* side : {pair.old_one, pair.new_one}) {
      if (side != nullptr && side->reason() != Reason::kNone) row.failed = side;
    }
    const Fraction before = pair.old_one == nullptr ? Fraction() : pair.old_one->amounts().paid;
    const Fraction after = pair.new_one == nullptr ? Fraction() : pair.new_one->amounts().paid;
    ATTAIN_ASSIGN_OR_RETURN(row.before, Shown(before));
    ATTAIN_ASSIGN_OR_RETURN(row.after, Shown(after));
    sums[plan].currency = std::string(row.any->currency().code());
    ATTAIN_RETURN_IF_ERROR(AddTo(sums[plan].before, before));
    ATTAIN_RETURN_IF_ERROR(AddTo(sums[plan].after, after));
    ATTAIN_RETURN_IF_ERROR(AddTo(changes[plan][std::get<1>(key)], after));
    ATTAIN_RETURN_IF_ERROR(AddTo(changes[plan][std::get<1>(key)], -before));
    sums[plan].failed += row.failed != nullptr ? 1 : 0;
    rows.push_back(std::move(row));
  }
  for (size_t plan = 0; plan < plans.size(); ++plan) {
    for (const auto& entry : changes[plan]) {
      ++(entry.second.sign() > 0   ? sums[plan].gain
         : entry.second.sign() < 0 ? sums[plan].lose
                                   : sums[plan].same);
    }
    totals.push_back({id, plans[plan], sums[plan]});
  }
  return absl::OkStatus();
}

absl::StatusOr<Table> RepTable(const std::vector<Row>& rows) {
  int scale = 2;
  for (const Row& row : rows) scale = std::max({scale, row.before.scale(), row.after.scale()});
  TableBuilder table("what_if", {{"scenario", Type::kText},
                                 {"plan", Type::kText},
                                 {"rep_id", Type::kText},
                                 {"period", Type::kText},
                                 {"currency", Type::kText},
                                 {"old", Type::kDecimal, scale},
                                 {"new", Type::kDecimal, scale},
                                 {"difference", Type::kDecimal, scale},
                                 {"status", Type::kText},
                                 {"reason", Type::kText}});
  for (const Row& row : rows) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal difference, Subtract(row.after, row.before));
    table.Text(0, row.scenario)
        .Text(1, row.any->plan())
        .Text(2, row.any->payee())
        .Text(3, row.any->period().name);
    table.Text(4, row.any->currency().code())
        .Decimal(5, row.before)
        .Decimal(6, row.after)
        .Decimal(7, difference);
    table.Text(
        8, measure::Name(row.failed != nullptr ? row.failed->status() : measure::ValueStatus::kOk));
    if (row.failed != nullptr) table.Text(9, Name(row.failed->reason()));
    table.EndRow();
  }
  return table.Build();
}

absl::StatusOr<Table> TotalTable(const std::vector<TotalRow>& rows) {
  std::vector<Decimal> shown;
  int scale = 2;
  for (const TotalRow& row : rows) {
    for (const Fraction& value : {row.total.before, row.total.after}) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal decimal, Shown(value));
      scale = std::max(scale, decimal.scale());
      shown.push_back(decimal);
    }
  }
  TableBuilder table("what_if_totals", {{"scenario", Type::kText},
                                        {"plan", Type::kText},
                                        {"currency", Type::kText},
                                        {"old", Type::kDecimal, scale},
                                        {"new", Type::kDecimal, scale},
                                        {"difference", Type::kDecimal, scale},
                                        {"change", Type::kDecimal, kChangeDecimals},
                                        {"gain", Type::kInt},
                                        {"lose", Type::kInt},
                                        {"same", Type::kInt},
                                        {"failed", Type::kInt}});
  size_t next = 0;
  for (const TotalRow& row : rows) {
    const Decimal before = shown[next++];
    const Decimal after = shown[next++];
    ATTAIN_ASSIGN_OR_RETURN(const Decimal difference, Subtract(after, before));
    table.Text(0, row.scenario)
        .Text(1, row.plan)
        .Text(2, row.total.currency)
        .Decimal(3, before)
        .Decimal(4, after)
        .Decimal(5, difference);
    if (!row.total.before.is_zero()) {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction change,
                              Divide(Fraction(difference), Fraction(before)));
      ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                              Round(change, kChangeDecimals, RoundingMode::kHalfEven));
      table.Decimal(6, rounded);
    }
    table.Int(7, row.total.gain)
        .Int(8, row.total.lose)
        .Int(9, row.total.same)
        .Int(10, row.total.failed)
        .EndRow();
  }
  return table.Build();
}

// The findings of a failed scenario say which one it is.
absl::Status Naming(const std::string& id, const absl::Status& status) {
  Findings findings = FindingsOf(status);
  for (Finding& finding : findings.mutable_items())
    finding.text = StrCat("scenario \"", id, "\": ", finding.text);
  return findings.ToStatus();
}

}  // namespace

absl::StatusOr<Prepared> Replaced(const Prepared& prepared, std::span<const Replacement> replace) {
  const std::shared_ptr<const PreparedState>& state = Access::StateOf(prepared);
  LoadedModel model = state->model;
  for (const Replacement& replacement : replace) {
    ATTAIN_ASSIGN_OR_RETURN(model, Replace(model, replacement.path, replacement.value));
  }
  if (model.value.tables == state->model.value.tables &&
      model.value.currency == state->model.value.currency &&
      model.value.offset_minutes == state->model.value.offset_minutes) {
    ATTAIN_ASSIGN_OR_RETURN(
        auto bound, Bind(std::move(model), state->raw, state->mapped, state->data, state->as_of));
    return Access::Of(std::move(bound));
  }
  ATTAIN_ASSIGN_OR_RETURN(crm::Dataset data, Load(model.value, state->raw));
  ATTAIN_ASSIGN_OR_RETURN(
      auto bound, Bind(std::move(model), state->raw, state->mapped, std::move(data), state->as_of));
  return Access::Of(std::move(bound));
}

absl::StatusOr<Comparison> WhatIf(const Prepared& prepared, std::span<const Scenario> scenarios,
                                  const Options& options) {
  Findings findings;
  std::set<std::string> ids;
  for (const Scenario& scenario : scenarios) {
    if (scenario.id.empty())
      findings.AddError(Reason::kMissingKey, {.field = "id"}, "a scenario has no id");
    if (!scenario.id.empty() && !ids.insert(scenario.id).second) {
      findings.AddError(Reason::kDuplicateId, {.field = "id"},
                        StrCat("two scenarios are called \"", scenario.id, "\""));
    }
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  ATTAIN_ASSIGN_OR_RETURN(const Result base, Calculate(prepared, options));
  std::vector<Result> results;
  std::vector<Row> rows;
  std::vector<TotalRow> totals;
  for (const Scenario& scenario : scenarios) {
    const absl::StatusOr<Prepared> changed = Replaced(prepared, scenario.replace);
    if (!changed.ok()) {
      findings.Append(FindingsOf(Naming(scenario.id, changed.status())));
      continue;
    }
    if (findings.has_errors()) continue;
    absl::StatusOr<Result> result = Calculate(*changed, options);
    if (!result.ok()) return Naming(scenario.id, result.status());
    results.push_back(*std::move(result));
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  for (size_t i = 0; i < results.size(); ++i)
    ATTAIN_RETURN_IF_ERROR(Compare(scenarios[i].id, base, results[i], rows, totals));
  ATTAIN_ASSIGN_OR_RETURN(Table reps, RepTable(rows));
  ATTAIN_ASSIGN_OR_RETURN(Table sums, TotalTable(totals));
  return Access::Of(base, std::move(results), std::move(reps), std::move(sums));
}

}  // namespace attain::run
