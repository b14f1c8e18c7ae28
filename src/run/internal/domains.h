// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The list of domains: what run joins. A new domain is a file domain_<name>.cc with the functions
// below and one line in kDomains.
//
//   validate   what its part of the model says wrong by itself, and which ids it defines and uses
//   resolve    binds its part to the data, into PreparedState
//   calculate  makes its tables, into ResultState
//
// Domains are asked in the order of the list, so each may use what those before it left.
#ifndef ATTAIN_SRC_RUN_INTERNAL_DOMAINS_H_
#define ATTAIN_SRC_RUN_INTERNAL_DOMAINS_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "attain/base/finding.h"
#include "attain/definition/reference.h"
#include "attain/run/model.h"

namespace attain::run {

struct PreparedState;
struct Work;

/// One domain.
struct Domain {
  std::string_view key;  ///< Key of the model.
  void (*validate)(const Model& model, definition::ReferenceGraph& graph,
                   Findings& findings);                                  ///< Never null.
  absl::Status (*resolve)(PreparedState& prepared, Findings& findings);  ///< Never null.
  absl::Status (*calculate)(Work& work);                                 ///< Never null.
};

/// All domains, in the order in which they calculate.
std::span<const Domain> Domains();

// What the lines of the list name.
void ValidateMeasures(const Model& model, definition::ReferenceGraph& graph, Findings& findings);
absl::Status ResolveMeasures(PreparedState& prepared, Findings& findings);
absl::Status CalculateMeasures(Work& work);
void ValidateTargets(const Model& model, definition::ReferenceGraph& graph, Findings& findings);
absl::Status ResolveTargets(PreparedState& prepared, Findings& findings);
absl::Status CalculateTargets(Work& work);
void ValidateFunnels(const Model& model, definition::ReferenceGraph& graph, Findings& findings);
absl::Status ResolveFunnels(PreparedState& prepared, Findings& findings);
absl::Status CalculateFunnels(Work& work);
void ValidateIncentives(const Model& model, definition::ReferenceGraph& graph, Findings& findings);
absl::Status ResolveIncentives(PreparedState& prepared, Findings& findings);
absl::Status CalculateIncentives(Work& work);

/// Keys of a model that a later version will know, with what they are for.
struct LaterDomain {
  std::string_view key;
  std::string_view what;
};
inline constexpr LaterDomain kLaterDomains[] = {{"scorecards", "scores KPIs"},
                                                {"segments", "segments customers"}};

}  // namespace attain::run

#endif  // ATTAIN_SRC_RUN_INTERNAL_DOMAINS_H_
