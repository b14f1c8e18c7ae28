// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a plan needs from a dataset before anybody is paid: the payees, the credits, the quotas.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_RESOLVE_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_RESOLVE_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

/// The payees of the plan in name order: by its condition, by assignments, or everyone employed.
absl::Status FindPayees(Prepared::State& state);

/// A warning for every two managers who lead each other.
void CheckLeaders(const crm::Dataset& data, Findings& findings);

/// The days on which the place of some rep changes.
void FindPlaceChanges(Prepared::State& state);

/// What the table balances says.
void FindOpening(Prepared::State& state);

/// What is wrong with the opening balances given. kUnknownWord, kUnknownReference.
absl::Status CheckOpening(const Prepared::State& state, const CalculateOptions& options);

/// What a payee brings into a run that starts on a day.
Openings OpeningOf(const Prepared::State& state, const Payee& payee,
                   const CalculateOptions& options, Date start);

/// The sales that pay is held for or taken back of, and the components concerned.
/// kUnsupportedOption.
absl::Status FindSales(Prepared::State& state, std::optional<Timestamp> as_of);

/// The credits every component is paid on; components with the same measure share them.
absl::Status FindCredits(Prepared::State& state, const ResolveOptions& options);

/// The credits of one payee with changed rows, beside those of the plan.
absl::StatusOr<std::shared_ptr<const std::vector<CreditIndex>>> CreditsWithChanges(
    const Prepared::State& state, const Payee& payee, std::span<const measure::RowChanges> changes);

/// The type of a plan's exchange rates.
crm::RateType RateTypeOf(std::string_view name);

/// By what the quota of a component is known: the id of the target, and whether it is a team's.
std::string TargetKey(const Component& component, const std::string& target);

/// True when some component is paid member by member on the target of that key.
bool PaysMembers(const Prepared::State& state, const std::string& key);

/// The quotas a component is compared with, by id of target.
std::vector<std::pair<std::string, Fraction>> QuotasFor(
    const Component& component, const std::vector<std::pair<std::string, Fraction>>& quotas);

/// The series of targets by key.
using Targets = std::map<std::string, const measure::Series*>;

/// The series of every target the plan needs. kUnknownReference.
absl::StatusOr<Targets> TargetsOf(const Prepared::State& state, const CalculateOptions& options);

/// A payee's quota: the figure of the series for the period, for the days assigned; of a team the
/// sum of its members'. kNoQuota, kCurrencyMismatch, kOverflow.
absl::StatusOr<Fraction> QuotaOf(const Prepared::State& state, const std::string& key,
                                 const measure::Series& series, const Payee& payee,
                                 const Period& period);

/// The quota of each member of a team, for the days in it; those without one are left out.
absl::StatusOr<std::vector<std::pair<int32_t, Fraction>>> MemberQuotasOf(
    const Prepared::State& state, const std::string& key, const measure::Series& series,
    const Payee& payee, const Period& period);

/// The part of a period for which a payee is assigned: by days, or as the table of assignments
/// says.
absl::StatusOr<Fraction> PartAssigned(const Payee& payee, const Period& period);

/// The periods of every span some component has, with their quotas.
absl::Status AddSpans(const Prepared::State& state, const Payee& payee, const Targets& targets,
                      Statement::State& statement);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_RESOLVE_H_
