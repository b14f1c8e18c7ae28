// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The definition of a stage funnel over a company's data: which deals, of which pipeline, grouped how.
//
//   {"id": "new-business", "kind": "stages", "table": "deals", "pipeline": "p-new", "where": "amount > 1000", "by": "owner_id"}
//
//   const auto prepared = *Resolve(plan, data, calendar);
//   const auto report = *Calculate(prepared, as_of);      // a StageReport: 40 deals entered qualify, 28 reached demo …
//
// Stages and their order come from the table `stages` (open and hold ones by position; won, lost and void are what closes a deal, by
// kind and never by name), deals from `deals`, moves from the stage rows of `deal_changes`. A deal whose log begins with a move from an
// earlier stage was there since it was created; one without moves is where `deals` says since it was created. Without any log only the
// present stages are known, and rates are refused (kInsufficientHistory).
#ifndef ATTAIN_FUNNEL_STAGE_PLAN_H_
#define ATTAIN_FUNNEL_STAGE_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/definition/codec.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/funnel/stage_report.h"

namespace attain::funnel {

/// What kind of funnel it is.
enum class FunnelKind : int32_t {
  kStages = 1,  ///< Of sales stages.
};

/// A stage funnel.
struct StagePlan {
  std::string id;                                  ///< Its id, "pipeline". Required.
  FunnelKind kind;                                 ///< Required: stages.
  std::string table = "deals";                     ///< The table of deals. Only "deals". Default: deals.
  std::string pipeline = {};                       ///< Whose stages. Default: the only pipeline there is.
  definition::ExpressionText where = {};           ///< Condition over the deals. Default: all of the pipeline.
  std::string by = {};                             ///< Column of deals to group by, "owner_id". Default: one group.
  std::string value = "amount";                    ///< Column of the deals' values; empty: none. Default: amount.
  int64_t window_days = 0;                         ///< Times and chances from what happened in the last so many days. Default: 0, everything.
  std::string note = {};                           ///< Free text.
  bool operator==(const StagePlan&) const = default;
};

/// The words of kinds, and the field table.
const definition::WordTable& Describe(definition::Type<FunnelKind>);
/// The field table of a stage funnel.
const definition::FieldTable& Describe(definition::Type<StagePlan>);

/// Everything wrong with a plan by itself: kInvalidValue, kMissingKey, faults of the condition.
Findings Validate(const StagePlan& plan, std::string_view path = {});

/// A plan bound to data. Immutable, cheap to copy.
class PreparedStages {
 public:
  const std::string& id() const;      ///< Id of the plan.
  const Findings& findings() const;   ///< Rows set aside.
  std::optional<Timestamp> last() const;  ///< The last time anything about a deal was written down; nothing without a log.

 private:
  friend absl::StatusOr<PreparedStages> Resolve(const StagePlan&, const crm::Dataset&, const crm::Calendar&);
  friend absl::StatusOr<StageReport> Calculate(const PreparedStages&, Timestamp);
  struct State;
  std::shared_ptr<const State> state_;
};

/// Binds. All findings that stop: kMeasureUnfed (a table is missing), kUnknownReference (no such pipeline), kMissingKey (several pipelines
/// and none named), kUnknownColumn, faults of the condition.
absl::StatusOr<PreparedStages> Resolve(const StagePlan& plan, const crm::Dataset& data, const crm::Calendar& calendar = {});

/// Counts and times what was known at `as_of`.
absl::StatusOr<StageReport> Calculate(const PreparedStages& prepared, Timestamp as_of);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_STAGE_PLAN_H_
