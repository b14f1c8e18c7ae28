// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/club.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

absl::StatusOr<std::vector<uint8_t>> ClubMembers(std::span<const Minimum> conditions) {
  if (conditions.empty()) return MakeError(Reason::kInvalidArgument, "a club needs a condition");
  const size_t people = conditions.front().values.size();
  std::vector<uint8_t> members(people, 1);
  for (const Minimum& condition : conditions) {
    ATTAIN_RETURN_IF_ERROR(CheckColumn(people, condition.values.size(), "a condition"));
    for (size_t i = 0; i < people; ++i) {
      if (condition.values[i] < condition.minimum) members[i] = 0;
    }
  }
  return members;
}

absl::StatusOr<int64_t> FundedSlots(const ClubFunding& funding, const Fraction& team_attainment,
                                    int64_t headcount) {
  if (team_attainment < 1 || headcount < 0 || funding.base < 0 || funding.per_point < 0) {
    return MakeError(Reason::kInvalidArgument,
                     "places need an attainment of at least 1 and no negative number; given " +
                         team_attainment.ToString() + " and " + std::to_string(headcount) +
                         " heads");
  }
  const Exact share = Exact(funding.base) +
                      (Exact(team_attainment) - Exact(1)) * Exact(100) * Exact(funding.per_point);
  const Exact slots = share * Exact(headcount);
  ATTAIN_RETURN_IF_ERROR(slots.status());
  ATTAIN_ASSIGN_OR_RETURN(const Decimal cut, Round(slots.value(), 0, RoundingMode::kDown));
  const absl::int128 whole = cut.coefficient();
  if (whole > INT64_MAX) return MakeError(Reason::kOverflow, "places do not fit 64 bits");
  return static_cast<int64_t>(whole);
}

absl::StatusOr<std::vector<uint8_t>> FillSlots(std::span<const Fraction> scores,
                                               std::span<const uint8_t> eligible, int64_t slots,
                                               LastSlot last) {
  if (slots < 0) return MakeError(Reason::kInvalidArgument, "a number of places is negative");
  if (!eligible.empty()) {
    ATTAIN_RETURN_IF_ERROR(CheckColumn(scores.size(), eligible.size(), "eligible"));
  }
  std::vector<size_t> order;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (eligible.empty() || eligible[i] != 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  size_t count = order.size();
  if (static_cast<uint64_t>(slots) < count) {
    count = static_cast<size_t>(slots);
    const auto equal = [&](size_t a, size_t b) { return scores[order[a]] == scores[order[b]]; };
    if (count > 0 && equal(count - 1, count)) {
      const size_t at = count;
      if (last == LastSlot::kAll) {
        while (count < order.size() && equal(count, at)) ++count;
      } else {
        while (count > 0 && equal(count - 1, at)) --count;
      }
    }
  }
  std::vector<uint8_t> admitted(scores.size(), 0);
  for (size_t i = 0; i < count; ++i) admitted[order[i]] = 1;
  return admitted;
}

absl::StatusOr<std::vector<uint8_t>> Sustained(std::span<const Fraction> values, int64_t periods,
                                               const Fraction& minimum, int64_t in_a_row) {
  if (in_a_row < 1 || in_a_row > periods) {
    return MakeError(Reason::kInvalidArgument,
                     std::to_string(in_a_row) + " periods in a row of " + std::to_string(periods));
  }
  const size_t width = static_cast<size_t>(periods);
  if (values.size() % width != 0) {
    return MakeError(Reason::kLengthMismatch, std::to_string(values.size()) +
                                                  " values are no whole number of people with " +
                                                  std::to_string(periods) + " periods");
  }
  std::vector<uint8_t> ready;
  for (size_t end = width; end <= values.size(); end += width) {
    const auto latest =
        values.subspan(end - static_cast<size_t>(in_a_row), static_cast<size_t>(in_a_row));
    ready.push_back(std::all_of(latest.begin(), latest.end(),
                                [&](const Fraction& value) { return value >= minimum; })
                        ? 1
                        : 0);
  }
  return ready;
}

const definition::WordTable& Describe(definition::Type<LastSlot>) {
  static const auto& table = *new auto(
      definition::Words<LastSlot>("last_slot", "What happens to equal people at the last place.",
                                  {{"all", LastSlot::kAll, "All of them are admitted."},
                                   {"none", LastSlot::kNone, "None of them is."}}));
  return table;
}

}  // namespace attain::incentive
