// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Why the forecast of a period is another than it was: every cause with its sum, from the change log.
//
//   open for Q1 on 1 January   500,000
//   new                       +120,000
//   pulled in                  +40,000     from Q2
//   resized                    -30,000
//   pushed out                 -80,000     to Q2
//   won                       -100,000     no longer open
//   lost                       -60,000
//   open for Q1 on 1 February  390,000     adds up to the last cent
//
// A deal counts for the period when it is open and expected to close in it. The state of deals at an instant comes from their present state with
// later changes undone. In: deals as columns, changes as rows. Out: exact sums.
#ifndef ATTAIN_FUNNEL_WATERFALL_H_
#define ATTAIN_FUNNEL_WATERFALL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/period.h"

namespace attain::funnel {

/// How a deal stands.
enum class DealOutcome : int32_t {
  kOpen = 0,  ///< Open.
  kWon = 1,   ///< Won.
  kLost = 2,  ///< Lost.
};

/// One deal at one instant. Values are whole numbers; a missing one is unknown.
struct DealState {
  bool exists = true;                       ///< False: not created yet.
  std::optional<int64_t> amount = {};       ///< Smallest units.
  std::optional<int64_t> close_day = {};    ///< Expected (or real) day of closing, days since 1970-01-01.
  DealOutcome outcome = DealOutcome::kOpen; ///< How it stands.
  std::optional<int64_t> owner = {};        ///< Number of its owner.
  bool operator==(const DealState&) const = default;
};

/// What a change changed.
enum class DealField : int32_t {
  kAmount = 1,    ///< DealState::amount.
  kCloseDay = 2,  ///< DealState::close_day.
  kOutcome = 3,   ///< DealState::outcome, as its number.
  kOwner = 4,     ///< DealState::owner.
};

/// One row of the change log.
struct DealChange {
  int32_t deal = 0;                        ///< Number of the deal.
  int64_t at = 0;                          ///< When; any unit, as created and the instant asked for.
  int64_t seq = 0;                         ///< Order of changes at one instant.
  DealField field = DealField::kAmount;    ///< What.
  std::optional<int64_t> old_value = {};   ///< Before.
  std::optional<int64_t> new_value = {};   ///< After.
};

/// The state of deals at an instant (changes at that instant included): the present one with later changes undone. A deal created later does not
/// exist yet. `findings` (may be null) receives kChangeChainBroken where the old value of a change is not the new value of the one before, or
/// the last new value is not the present one. kLengthMismatch; kRowOutOfRange for a change of a deal that is none; kInvalidArgument for an outcome that is none.
absl::StatusOr<std::vector<DealState>> StatesAt(std::span<const DealState> now, std::span<const int64_t> created,
                                                std::span<const DealChange> changes, int64_t instant, Findings* findings = nullptr);

/// Why a sum changed.
struct Waterfall {
  int64_t opening = 0;     ///< Open for the period before.
  int64_t created = 0;     ///< Deals that did not exist before.
  int64_t reopened = 0;    ///< Deals that were closed before.
  int64_t pulled_in = 0;   ///< Expected in the period now, at another time before.
  int64_t pushed_out = 0;  ///< Expected at another time now; negative.
  int64_t won = 0;         ///< Won since; negative.
  int64_t lost = 0;        ///< Lost since; negative.
  int64_t removed = 0;     ///< No longer there, or no longer with an amount; negative.
  int64_t resized = 0;     ///< Amounts changed of deals open for the period before and after.
  int64_t owner_in = 0;    ///< Came from other owners; only with an owner.
  int64_t owner_out = 0;   ///< Went to other owners; negative.
  int64_t closing = 0;     ///< Open for the period now: the sum of all above.
  int64_t won_amount = 0;  ///< What the deals won since are worth now.
  int64_t unknown = 0;     ///< Deals left out because they lack amount or day of closing before or after.
};

/// Explains how what is open for `period` changed between two states of the same deals; with `owner` only of that owner's deals. A deal of several
/// causes counts for the first of: owner, created, reopened, won, lost, removed, pulled in, pushed out; its part that stays and differs is resized.
/// kLengthMismatch; kOverflow.
absl::StatusOr<Waterfall> ExplainChange(std::span<const DealState> before, std::span<const DealState> after, const Period& period,
                                        std::optional<int64_t> owner = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_WATERFALL_H_
