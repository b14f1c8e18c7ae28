// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Funnels as product analytics counts them (PostHog's rules).
//
//   ProductFunnel buying{.steps = 3, .window = 86400};            view, cart, pay within a day
//   u1   view, cart, support, pay      with support excluded between cart and pay: level 0, the person leaves the whole funnel
//
// What differs from `Funnel`: of each step the freshest attempt is kept; rows of one time are taken in the order of steps, exclusions
// and adjacency put aside; an exclusion removes the person, not the attempt alone; an adjacent funnel restarts after an
// interruption; unordered funnels know no exclusions, and of equal windows the earliest wins. The winning attempt is the first one
// that got furthest. In: a log and a definition. Out: `Outcomes`; a person removed has level 0 and stop kExcluded.
#ifndef ATTAIN_FUNNEL_PRODUCT_H_
#define ATTAIN_FUNNEL_PRODUCT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/funnel/events.h"
#include "attain/funnel/funnel.h"

namespace attain::funnel {

/// A funnel by the rules of product analytics.
struct ProductFunnel {
  int steps;                      ///< Number of steps, 1..64. Required.
  int64_t window;                 ///< Inclusive, from step 1 of the attempt: 0 or more. Required.
  Order order = Order::kOrdered;  ///< kAdjacent: steps are neighbouring rows ("strict"). Default: ordered.
  uint64_t optional = 0;          ///< Bit s: step s + 1 may be left out; not step 1. Default: none.
};

/// What is wrong with a definition: steps, window or optional steps out of range (kOutOfBounds). All findings.
absl::Status Validate(const ProductFunnel& funnel);

/// How far everybody gets. Reasons of Validate and Check; kRowOutOfRange.
absl::StatusOr<Outcomes> Calculate(const ProductFunnel& funnel, const EventLog& log, const RunOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_PRODUCT_H_
