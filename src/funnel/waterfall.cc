// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/waterfall.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

std::optional<int64_t> ValueOf(const DealState& state, DealField field) {
  switch (field) {
    case DealField::kAmount:
      return state.amount;
    case DealField::kCloseDay:
      return state.close_day;
    case DealField::kOutcome:
      return static_cast<int64_t>(state.outcome);
    case DealField::kOwner:
      break;
  }
  return state.owner;
}

void SetValue(DealState& state, DealField field, std::optional<int64_t> value) {
  switch (field) {
    case DealField::kAmount:
      state.amount = value;
      return;
    case DealField::kCloseDay:
      state.close_day = value;
      return;
    case DealField::kOutcome:
      state.outcome = static_cast<DealOutcome>(value.value_or(0));
      return;
    case DealField::kOwner:
      state.owner = value;
      return;
  }
}

bool IsOutcome(std::optional<int64_t> value) { return !value || (*value >= 0 && *value <= 2); }

bool Holds(const DealState& state, std::optional<int64_t> owner) {
  return !owner || state.owner == owner;
}

bool IsIn(const DealState& state, const Period& period) {
  return state.close_day && *state.close_day >= period.start.days() &&
         *state.close_day < period.end.days();
}

// What one deal adds to a waterfall.
void Add(const DealState& before, const DealState& after, const Period& period,
         std::optional<int64_t> owner, Waterfall& sums) {
  const bool was_open = before.exists && before.outcome == DealOutcome::kOpen;
  const bool is_open = after.exists && after.outcome == DealOutcome::kOpen;
  const bool had = was_open && before.amount && IsIn(before, period) && Holds(before, owner);
  const bool has = is_open && after.amount && IsIn(after, period) && Holds(after, owner);
  const auto unknown = [&](const DealState& state) {
    return Holds(state, owner) && !(state.amount && state.close_day);
  };
  if ((was_open && unknown(before)) || (is_open && unknown(after))) ++sums.unknown;
  const int64_t from = had ? *before.amount : 0;
  const int64_t to = has ? *after.amount : 0;
  sums.opening += from;
  sums.closing += to;
  if (had && after.exists && after.outcome == DealOutcome::kWon && Holds(after, owner))
    sums.won_amount += after.amount.value_or(0);
  if (had && has) {
    sums.resized += to - from;
    return;
  }
  if (has) {
    int64_t& sum = before.exists && !Holds(before, owner) ? sums.owner_in
                   : !before.exists                       ? sums.created
                   : !was_open                            ? sums.reopened
                   : !before.amount                       ? sums.resized
                                                          : sums.pulled_in;
    sum += to;
  } else if (had) {
    int64_t& sum = after.exists && !Holds(after, owner)                  ? sums.owner_out
                   : after.exists && after.outcome == DealOutcome::kWon  ? sums.won
                   : after.exists && after.outcome == DealOutcome::kLost ? sums.lost
                   : !after.exists || !after.amount || !after.close_day  ? sums.removed
                                                                         : sums.pushed_out;
    sum -= from;
  }
}

}  // namespace

absl::StatusOr<std::vector<DealState>> StatesAt(std::span<const DealState> now,
                                                std::span<const int64_t> created,
                                                std::span<const DealChange> changes,
                                                int64_t instant, Findings* findings) {
  if (now.size() != created.size())
    return MakeError(Reason::kLengthMismatch, "every deal needs the time it was created");
  Findings faults;
  for (size_t i = 0; i < changes.size(); ++i) {
    const Where where{.table = "deal_changes", .row = static_cast<int64_t>(i), .field = "deal_id"};
    if (changes[i].deal < 0 || static_cast<size_t>(changes[i].deal) >= now.size()) {
      faults.AddError(Reason::kRowOutOfRange, where, StrCat("there is no deal ", changes[i].deal));
    } else if (changes[i].field == DealField::kOutcome &&
               (!IsOutcome(changes[i].old_value) || !IsOutcome(changes[i].new_value))) {
      faults.AddError(Reason::kInvalidArgument, where, "an outcome is 0, 1 or 2");
    }
  }
  ATTAIN_RETURN_IF_ERROR(faults.ToStatus());
  // From the latest change back: what a change came from is what the one before must have led to.
  std::vector<size_t> order(changes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return changes[a].at != changes[b].at ? changes[a].at > changes[b].at
                                          : changes[a].seq > changes[b].seq;
  });
  std::vector<DealState> states(now.begin(), now.end());
  std::vector<DealState> walked = states;  // also past the instant, to see whether the chain holds
  for (const size_t i : order) {
    const DealChange& change = changes[i];
    const auto deal = static_cast<size_t>(change.deal);
    const std::optional<int64_t> led_to = ValueOf(walked[deal], change.field);
    const std::optional<int64_t> expected =
        change.field == DealField::kOutcome ? change.new_value.value_or(0) : change.new_value;
    if (findings != nullptr && led_to != expected) {
      findings->AddWarning(
          Reason::kChangeChainBroken,
          {.table = "deal_changes", .row = static_cast<int64_t>(i), .field = "new_value"},
          "the value is not what the next change, or the deal itself, starts from");
    }
    SetValue(walked[deal], change.field, change.old_value);
    if (change.at > instant) SetValue(states[deal], change.field, change.old_value);
  }
  for (size_t deal = 0; deal < states.size(); ++deal)
    states[deal].exists = now[deal].exists && created[deal] <= instant;
  return states;
}

absl::StatusOr<Waterfall> ExplainChange(std::span<const DealState> before,
                                        std::span<const DealState> after, const Period& period,
                                        std::optional<int64_t> owner) {
  if (before.size() != after.size())
    return MakeError(Reason::kLengthMismatch, "both states must be of the same deals");
  // Sums of amounts, however signed, stay within 62 bits.
  constexpr int64_t kFar = int64_t{1} << 62;
  int64_t reach = 0;
  for (const std::span<const DealState> states : {before, after}) {
    for (const DealState& state : states) {
      const int64_t amount = state.amount.value_or(0);
      if (amount <= -kFar || amount >= kFar ||
          __builtin_add_overflow(reach, amount < 0 ? -amount : amount, &reach) || reach >= kFar)
        return MakeError(Reason::kOverflow, "amounts do not fit 62 bits");
    }
  }
  Waterfall sums;
  for (size_t i = 0; i < before.size(); ++i) Add(before[i], after[i], period, owner, sums);
  return sums;
}

}  // namespace attain::funnel
