// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/funnel.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"
#include "funnel/internal/chains.h"
#include "funnel/internal/once.h"
#include "funnel/internal/slots.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;

void CheckSize(int steps, int64_t window, Findings& findings) {
  if (steps < 1 || steps > kMaxSteps)
    findings.AddError(Reason::kOutOfBounds, {.path = "steps"},
                      StrCat("a funnel has 1 to ", kMaxSteps, " steps, not ", steps));
  if (window < 0)
    findings.AddError(Reason::kOutOfBounds, {.path = "window"},
                      StrCat("the window is ", window, "; it must be 0 or longer"));
}

// True when no row satisfies two steps.
bool Single(const EventLog& log) {
  return std::all_of(log.steps.begin(), log.steps.end(),
                     [](uint64_t mask) { return std::popcount(mask) <= 1; });
}

bool Excludes(const EventLog& log) {
  return std::any_of(log.excludes.begin(), log.excludes.end(),
                     [](uint64_t mask) { return (mask & ~uint64_t{1}) != 0; });
}

template <bool kOrder, bool kDeduplication, bool kIncrease, bool kReentry, bool kLater = false>
absl::StatusOr<Outcomes> RunSlots(const ClickHouseFunnel& funnel, const EventLog& log,
                                  const RunOptions& options) {
  const SlotEngine<kOrder, kDeduplication, kIncrease, kReentry, kLater> engine(
      log.steps.data(), funnel.steps, funnel.window);
  return RunEngine(engine, funnel.steps, log, options,
                   {.strangers = kOrder, .rows = options.chains});
}

using Slots = absl::StatusOr<Outcomes> (*)(const ClickHouseFunnel&, const EventLog&,
                                           const RunOptions&);

Slots SlotsFor(const ClickHouseModes& modes) {
  const bool reentry = modes.strict_order && modes.allow_reentry;
  const int number = (modes.strict_deduplication ? 1 : 0) + (modes.strict_increase ? 2 : 0) +
                     (modes.strict_order ? reentry ? 8 : 4 : 0);
  static constexpr Slots kSlots[] = {
      &RunSlots<false, false, false, false>, &RunSlots<false, true, false, false>,
      &RunSlots<false, false, true, false>,  &RunSlots<false, true, true, false>,
      &RunSlots<true, false, false, false>,  &RunSlots<true, true, false, false>,
      &RunSlots<true, false, true, false>,   &RunSlots<true, true, true, false>,
      &RunSlots<true, false, false, true>,   &RunSlots<true, true, false, true>,
      &RunSlots<true, false, true, true>,    &RunSlots<true, true, true, true>,
  };
  return kSlots[number];
}

}  // namespace

std::string_view Name(Stop stop) {
  switch (stop) {
    case Stop::kAbsent:
      return "absent";
    case Stop::kNever:
      return "never";
    case Stop::kConverted:
      return "converted";
    case Stop::kOpen:
      return "open";
    case Stop::kWindow:
      return "window";
    case Stop::kExcluded:
      return "excluded";
    case Stop::kInterrupted:
      return "interrupted";
  }
  return "";
}

Outcomes::Outcomes(std::shared_ptr<const OutcomesState> state) : state_(std::move(state)) {}
int Outcomes::steps() const { return state_->steps; }
int32_t Outcomes::subjects() const { return state_->subjects; }
int64_t Outcomes::as_of() const { return state_->as_of; }
std::span<const int8_t> Outcomes::levels() const { return state_->levels; }
std::span<const Stop> Outcomes::stops() const { return state_->stops; }
bool Outcomes::has_chains() const { return state_->rows != nullptr; }

std::span<const uint32_t> Outcomes::rows() const {
  if (!has_chains()) return {};
  return {state_->rows.get(), state_->levels.size() * static_cast<size_t>(state_->steps)};
}

bool Outcomes::in_any_order() const { return state_->any_order; }
bool Outcomes::has_optional_steps() const { return state_->optional; }

std::span<const int64_t> Outcomes::times() const {
  if (!has_chains()) return {};
  return {state_->times.get(), state_->levels.size() * static_cast<size_t>(state_->steps)};
}

absl::Status Check(const EventLog& log, int steps, const RunOptions& options) {
  Findings findings;
  const size_t codes = std::visit([](auto code) { return code.size(); }, log.code);
  if (log.time.size() != log.rows() || codes != log.rows())
    findings.AddError(Reason::kLengthMismatch, {},
                      StrCat("the log has ", static_cast<int64_t>(log.rows()), " subjects, ",
                             static_cast<int64_t>(log.time.size()), " times and ",
                             static_cast<int64_t>(codes), " codes"));
  if (log.rows() >= UINT32_MAX)
    findings.AddError(Reason::kOverflow, {}, "a log has at most 2^32 - 2 rows");
  if (log.subjects < 0)
    findings.AddError(Reason::kInvalidArgument, {.path = "subjects"},
                      "the number of subjects is negative");
  if (options.threads < 1 || options.threads > 256)
    findings.AddError(Reason::kInvalidArgument, {.path = "threads"},
                      "threads must be from 1 to 256");
  const uint64_t known = steps >= kMaxSteps ? ~uint64_t{0} : (uint64_t{1} << steps) - 1;
  const auto check = [&](const std::vector<uint64_t>& masks, std::string_view path) {
    for (size_t c = 0; c < masks.size(); ++c) {
      if ((masks[c] & ~known) != 0)
        findings.AddError(Reason::kOutOfBounds, {.path = std::string(path)},
                          StrCat("code ", static_cast<int64_t>(c), " names a step beyond ", steps));
    }
  };
  check(log.steps, "steps");
  check(log.excludes, "excludes");
  return findings.ToStatus();
}

absl::Status Validate(const Funnel& funnel) {
  Findings findings;
  CheckSize(funnel.steps, funnel.window, findings);
  const bool unordered = funnel.order == Order::kUnordered;
  if (static_cast<int64_t>(funnel.max_gap.size()) > std::max(funnel.steps, 0))
    findings.AddError(Reason::kOutOfBounds, {.path = "max_gap"},
                      StrCat("there are ", static_cast<int64_t>(funnel.max_gap.size()),
                             " gaps for ", funnel.steps, " steps"));
  const bool gaps = std::any_of(funnel.max_gap.begin(), funnel.max_gap.end(),
                                [](int64_t gap) { return gap >= 0; });
  if (unordered && gaps)
    findings.AddError(Reason::kUnsupportedOption, {.path = "max_gap"},
                      "steps in any order have no gap from one to the next");
  if (unordered && funnel.optional != 0)
    findings.AddError(Reason::kUnsupportedOption, {.path = "optional"},
                      "steps in any order are counted; none can be left out");
  if (unordered && funnel.ties == Ties::kStrictlyLater)
    findings.AddError(Reason::kUnsupportedOption, {.path = "ties"},
                      "steps in any order cannot be later than one another");
  if (funnel.order == Order::kAdjacent && funnel.ties == Ties::kAny && funnel.reuse == Reuse::kOnce)
    findings.AddError(Reason::kUnsupportedOption, {.path = "reuse"},
                      "equal times in any order count as one row of an adjacent funnel; that row "
                      "cannot serve once only",
                      "take ties by step or by row");
  if ((funnel.optional & 1) != 0)
    findings.AddError(Reason::kOutOfBounds, {.path = "optional"}, "step 1 cannot be left out");
  if (funnel.steps >= 1 && funnel.steps < kMaxSteps && funnel.optional >> funnel.steps != 0)
    findings.AddError(Reason::kOutOfBounds, {.path = "optional"},
                      StrCat("optional names a step beyond ", funnel.steps));
  return findings.ToStatus();
}

absl::Status Validate(const ClickHouseFunnel& funnel) {
  Findings findings;
  CheckSize(funnel.steps, funnel.window, findings);
  return findings.ToStatus();
}

absl::StatusOr<Outcomes> Calculate(const ClickHouseFunnel& funnel, const EventLog& log,
                                   const RunOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Validate(funnel));
  ATTAIN_RETURN_IF_ERROR(Check(log, funnel.steps, options));
  const ClickHouseModes& modes = funnel.modes;
  if (modes.strict_once) {
    // Where no row satisfies two steps, no row can serve twice; and without strict_increase the
    // latest start says all that all chains would.
    if (Single(log) && modes.strict_increase && !modes.strict_order && !modes.strict_deduplication)
      return RunSlots<false, false, false, false, true>(funnel, log, options);
    if (!Single(log) || modes.strict_increase) {
      return RunEngine(OnceEngine(log.steps.data(), funnel), funnel.steps, log, options,
                       {.strangers = modes.strict_order, .rows = options.chains});
    }
  }
  return SlotsFor(modes)(funnel, log, options);
}

absl::StatusOr<Outcomes> Calculate(const Funnel& funnel, const EventLog& log,
                                   const RunOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Validate(funnel));
  ATTAIN_RETURN_IF_ERROR(Check(log, funnel.steps, options));
  const bool gaps = std::any_of(funnel.max_gap.begin(), funnel.max_gap.end(),
                                [](int64_t gap) { return gap >= 0; });
  const bool plain = funnel.order == Order::kOrdered && funnel.entry == Entry::kLatest && !gaps &&
                     funnel.optional == 0 && !Excludes(log);
  const ClickHouseFunnel slots{.steps = funnel.steps, .window = funnel.window};
  if (plain && funnel.ties == Ties::kStrictlyLater)
    return RunSlots<false, false, false, false, true>(slots, log, options);
  if (plain && funnel.ties != Ties::kByRow && (funnel.reuse == Reuse::kAllowed || Single(log)))
    return RunSlots<false, false, false, false>(slots, log, options);
  return RunEngine(ChainEngine(log, funnel), funnel.steps, log, options,
                   {.strangers = funnel.order == Order::kAdjacent, .rows = options.chains},
                   funnel.order == Order::kUnordered, funnel.optional != 0);
}

}  // namespace attain::funnel
