// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Which channel earned the deal: sharing conversions among the touches that led to them.
//
//   paths   ad > mail > call: 6 conversions     call: 3     mail > mail > call: 2
//   first   ad 6, call 3, mail 2        last   call 11
//   linear  ad 2, call 2 + 3 + 2/3, mail 2 + 4/3
//
//   removal (Markov): C1 > C2 > C3 converts, C1 and C2 > C3 do not: without C1 half of the conversions are lost,
//   without C2 or C3 all of them; shares 0.2, 0.4, 0.4
//
// In: distinct paths of channels with how many of them converted and did not. Out: conversions by channel. Shares of chance, not money.
#ifndef ATTAIN_FUNNEL_ATTRIBUTION_H_
#define ATTAIN_FUNNEL_ATTRIBUTION_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace attain::funnel {

/// A path that subjects took.
struct TouchPath {
  std::vector<int32_t> channels = {};  ///< Channels in order, 0..channels-1; at least one.
  int64_t conversions = 0;             ///< Subjects that converted after it; at least 0.
  int64_t nulls = 0;                   ///< Subjects that did not; at least 0.
  /// Time of each touch before the conversion, at least 0; only time decay asks for it. Default: none.
  std::vector<double> ages = {};
};

/// How conversions of a path are shared among its touches.
enum class AttributionRule : int32_t {
  kFirst = 1,      ///< All to the first touch.
  kLast = 2,       ///< All to the last.
  kLinear = 3,     ///< Equal parts to every touch.
  kPosition = 4,   ///< Fixed parts to the first and the last, the rest in equal parts to those between. One touch: all; two: in proportion.
  kTimeDecay = 5,  ///< A touch weighs half as much for every half-life of its age.
};

/// "first", "last", "linear", "position", "time_decay".
std::string_view Name(AttributionRule rule);

/// How to share.
struct AttributionOptions {
  AttributionRule rule = AttributionRule::kLinear;  ///< The rule.
  double first_share = 0.4;                         ///< kPosition: part of the first touch, 0..1. Default: 40 %, as the common U shape.
  double last_share = 0.4;                          ///< kPosition: part of the last touch, 0..1; both together at most 1.
  double half_life = 7;                             ///< kTimeDecay: in the unit of the ages, above 0. Default: 7, a week of days.
};

/// Conversions by channel; they add up to all conversions. With all findings (table "paths"): kRowOutOfRange for a channel that is none,
/// kInvalidArgument for a path without touches, negative counts, options out of range, ages that are negative or of another number than
/// the touches.
absl::StatusOr<std::vector<double>> Attribute(std::span<const TouchPath> paths, int32_t channels, const AttributionOptions& options);

/// What removing each channel costs.
struct RemovalEffects {
  double conversion = 0;                ///< Chance to end in a conversion from the start.
  std::vector<double> effect = {};      ///< Per channel: part of the conversions lost without it, 0..1.
  std::vector<double> share = {};       ///< effect / sum of effects; all 0 when nothing converts.
  std::vector<double> attributed = {};  ///< share × all conversions.
};

/// Attribution by removal from a first-order chain (Anderl, Becker, von Wangenheim and Schumann 2016). A channel the paths never use has effect 0.
/// Fails as Attribute; kInsufficientData without any subject.
absl::StatusOr<RemovalEffects> RemoveChannels(std::span<const TouchPath> paths, int32_t channels);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_ATTRIBUTION_H_
