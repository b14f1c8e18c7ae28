// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Which open deals need a look, and why.
//
//   deal A   expected 10 March, today 24 March                    overdue by 14 days
//   deal B   in its stage for 45 days, 30 are usual               stuck
//   deal C   closing day moved back 4 times                       pushed
//   deal D   nothing heard for 21 days                            silent
//   deal E   70,000, once 100,000                                 shrunk by 30 %
//
//   rules of one's own, in the expression language: "large and silent": amount > 50000 && silent_days > 7
//
// In: facts per deal, some of them from the change log; limits. Out: signals, each with the figure behind it. A fact that is missing gives no
// signal.
#ifndef ATTAIN_FUNNEL_RISK_H_
#define ATTAIN_FUNNEL_RISK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/funnel/waterfall.h"
#include "attain/table/table.h"

namespace attain::funnel {

/// What is known of an open deal.
struct DealFacts {
  std::optional<Date> expected_close = {};  ///< Day it should close.
  std::optional<Date> stage_since = {};     ///< Day it entered its stage.
  std::optional<int32_t> stuck_after = {};  ///< Days after which a deal of its stage is stuck, for instance the 80 % quantile of its time.
  std::optional<Date> last_activity = {};   ///< Day it was last heard of.
  int64_t pushes = 0;                       ///< Times its day of closing was moved to a later one.
  std::optional<int64_t> amount = {};       ///< What it is worth.
  std::optional<int64_t> peak_amount = {};  ///< The most it was ever worth.
};

/// Adds what the change log says: pushes and the largest amount. `facts` has one entry per deal. kRowOutOfRange for a change of a deal that is none.
absl::Status AddLog(std::span<const DealChange> changes, std::vector<DealFacts>& facts);

/// From when on a figure is a signal.
struct RiskLimits {
  int32_t overdue_days = 1;   ///< Days past the expected closing, at least 1.
  int32_t silent_days = 14;   ///< Days without activity, at least 1.
  int64_t pushes = 3;         ///< Times pushed, at least 1.
  double shrunk = 0.2;        ///< Part of the largest amount that is gone, above 0 and at most 1.
};

/// The signals of one deal; a signal that does not apply is missing.
struct DealRisk {
  std::optional<int32_t> overdue = {};  ///< Days past the expected closing.
  std::optional<int32_t> stuck = {};    ///< Days in its stage, when more than usual.
  std::optional<int32_t> silent = {};   ///< Days without activity.
  std::optional<int64_t> pushed = {};   ///< Times pushed.
  std::optional<double> shrunk = {};    ///< Part of the largest amount that is gone.
  int32_t signals = 0;                  ///< How many of them there are.
};

/// Looks at every deal on a day. kInvalidArgument for limits out of range.
absl::StatusOr<std::vector<DealRisk>> AssessDeals(std::span<const DealFacts> facts, Date as_of, const RiskLimits& limits = {});

/// A rule of one's own.
struct RiskRule {
  std::string id = {};    ///< Its name. Required, each once.
  std::string when = {};  ///< A condition over the columns of the deals. Required.
  std::string text = {};  ///< What to tell about a deal that meets it. Default: the condition.
};

/// A deal that meets a rule.
struct RuleHit {
  int64_t row = 0;         ///< Row of the deal.
  int32_t rule = 0;        ///< Number of the rule.
  std::string why = {};    ///< The text, and the values of the columns the rule looks at: "large and silent (amount 60000, silent_days 9)".
};

/// What rules say of deals.
struct RuleHits {
  std::vector<RuleHit> hits = {};  ///< By row, then by rule.
  Findings findings = {};          ///< Rows for which a condition failed (kEvaluationError).
};

/// Holds every deal against every rule. With all findings (path `rules[id].when`): kMissingKey, kDuplicateId, and what expression::Parse and Bind
/// find; kExpressionType for a condition that is not true or false.
absl::StatusOr<RuleHits> ApplyRules(std::span<const RiskRule> rules, const table::Table& deals);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_RISK_H_
