// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/release.h"

#include <string>
#include <utility>

#include "attain/base/status.h"
#include "attain/incentive/share.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

// The part of what is held that the money received sets free.
Exact FreeShare(const HoldState& state) {
  if (state.booked.sign() <= 0 || state.collected >= state.booked) return Exact(1);
  if (state.collected.sign() <= 0) return Exact();
  return Exact(state.collected) / Exact(state.booked);
}

}  // namespace

absl::StatusOr<Releases> StageReleases(Decimal earned, std::span<const Decimal> stages,
                                       size_t reached, int scale, ApportionOptions options) {
  if (reached > stages.size()) {
    return MakeError(Reason::kInvalidArgument, std::to_string(reached) +
                                                   " stages cannot be reached where there are " +
                                                   std::to_string(stages.size()));
  }
  ATTAIN_ASSIGN_OR_RETURN(std::vector<Decimal> parts, Allocate(earned, stages, scale, options));
  Releases result;
  result.total = Decimal::Unchecked(0, scale);
  parts.resize(reached);
  for (const Decimal& part : parts) {
    ATTAIN_ASSIGN_OR_RETURN(result.total, Add(result.total, part));
  }
  ATTAIN_ASSIGN_OR_RETURN(result.remaining, Subtract(earned, result.total));
  result.lines = std::move(parts);
  return result;
}

absl::StatusOr<Releases> CollectedReleases(Decimal commission, Decimal invoice,
                                           std::span<const Decimal> receipts,
                                           const CollectedOptions& options) {
  if (invoice.is_zero()) {
    return MakeError(Reason::kDivisionByZero, "an invoice of 0 has no collected share");
  }
  const auto due = [&](const Exact& collected) -> absl::StatusOr<Decimal> {
    Exact part = collected / Exact(Fraction(invoice));
    if (options.limit && part > Exact(1)) part = Exact(1);
    const Exact amount = Exact(Fraction(commission)) * part;
    ATTAIN_RETURN_IF_ERROR(amount.status());
    return Round(amount.value(), options.scale, options.mode);
  };
  Exact collected(options.collected);
  ATTAIN_ASSIGN_OR_RETURN(Decimal released, due(collected));
  Releases result;
  result.total = Decimal::Unchecked(0, options.scale);
  for (const Decimal& receipt : receipts) {
    collected += Exact(Fraction(receipt));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal to_date, due(collected));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal line, Subtract(to_date, released));
    ATTAIN_ASSIGN_OR_RETURN(result.total, Add(result.total, line));
    result.lines.push_back(line);
    released = to_date;
  }
  ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, Round(commission, options.scale, options.mode));
  ATTAIN_ASSIGN_OR_RETURN(result.remaining, Subtract(whole, released));
  return result;
}

absl::StatusOr<HeldAndReleased> Hold(std::span<const HoldEvent> events, const Fraction& share,
                                     int32_t sales, std::span<const HoldState> opening) {
  if (share.sign() < 0 || share > Fraction(1)) {
    return MakeError(Reason::kInvalidArgument,
                     "the share held must be from 0 to 1, not " + share.ToString());
  }
  const size_t count = static_cast<size_t>(sales < 0 ? 0 : sales);
  HeldAndReleased result;
  result.states.assign(opening.begin(), opening.end());
  if (opening.empty()) result.states.resize(count);
  ATTAIN_RETURN_IF_ERROR(CheckColumn(count, result.states.size(), "opening"));
  for (const HoldEvent& event : events) {
    if (event.sale < 0 || event.sale >= sales) {
      return MakeError(Reason::kRowOutOfRange, "sale " + std::to_string(event.sale) +
                                                   " is not below " + std::to_string(sales));
    }
    HoldState& state = result.states[static_cast<size_t>(event.sale)];
    const Exact held = Exact(Fraction(event.earned)) * Exact(share);
    const Exact held_to_date = Exact(state.held) + held;
    const Exact booked = Exact(state.booked) + Exact(Fraction(event.booked));
    const Exact collected = Exact(state.collected) + Exact(Fraction(event.collected));
    ATTAIN_RETURN_IF_ERROR((held_to_date + booked + collected).status());
    state.held = held_to_date.value();
    state.booked = booked.value();
    state.collected = collected.value();
    const Exact free = held_to_date * FreeShare(state);
    const Exact released = free - Exact(state.released);
    ATTAIN_RETURN_IF_ERROR(released.status());
    state.released = free.value();
    result.held.push_back(-held.value());
    result.released.push_back(released.value());
  }
  return result;
}

}  // namespace attain::incentive
