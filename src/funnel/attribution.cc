// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/attribution.h"

#include <algorithm>
#include <cmath>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

absl::Status CheckPaths(std::span<const TouchPath> paths, int32_t channels, bool ages) {
  Findings findings;
  for (size_t i = 0; i < paths.size(); ++i) {
    const TouchPath& path = paths[i];
    const auto at = [&](const char* field) {
      return Where{.table = "paths", .row = static_cast<int64_t>(i), .field = field};
    };
    if (path.channels.empty())
      findings.AddError(Reason::kInvalidArgument, at("path"), "a path has at least one touch");
    for (const int32_t channel : path.channels) {
      if (channel < 0 || channel >= channels) {
        findings.AddError(Reason::kRowOutOfRange, at("path"),
                          StrCat("there is no channel ", channel));
      }
    }
    if (path.conversions < 0 || path.nulls < 0)
      findings.AddError(Reason::kInvalidArgument, at("conversions"), "a count is not negative");
    if (!ages) continue;
    const bool good = std::all_of(path.ages.begin(), path.ages.end(),
                                  [](double age) { return age >= 0 && std::isfinite(age); });
    if (!good || path.ages.size() != path.channels.size()) {
      findings.AddError(Reason::kInvalidArgument, at("ages"),
                        "time decay needs an age of at least 0 for every touch");
    }
  }
  return findings.ToStatus();
}

absl::Status CheckOptions(const AttributionOptions& options) {
  if (options.rule == AttributionRule::kPosition &&
      !(options.first_share >= 0 && options.last_share >= 0 &&
        options.first_share + options.last_share <= 1)) {
    return MakeError(Reason::kInvalidArgument,
                     "the parts of the first and last touch are at least 0 and at most 1 together");
  }
  if (options.rule == AttributionRule::kTimeDecay &&
      !(options.half_life > 0 && std::isfinite(options.half_life)))
    return MakeError(Reason::kInvalidArgument, "a half-life lies above 0");
  return absl::OkStatus();
}

// The part of each touch; they add up to 1.
std::vector<double> Parts(const TouchPath& path, const AttributionOptions& options) {
  const size_t count = path.channels.size();
  const auto n = static_cast<double>(count);
  std::vector<double> parts(count, 0.0);
  switch (options.rule) {
    case AttributionRule::kFirst:
      parts.front() = 1;
      break;
    case AttributionRule::kLast:
      parts.back() = 1;
      break;
    case AttributionRule::kLinear:
      std::fill(parts.begin(), parts.end(), 1 / n);
      break;
    case AttributionRule::kPosition: {
      const double ends = options.first_share + options.last_share;
      if (count == 1) {
        parts[0] = 1;
      } else if (count == 2) {
        parts[0] = ends > 0 ? options.first_share / ends : 0.5;
        parts[1] = 1 - parts[0];
      } else {
        std::fill(parts.begin(), parts.end(), (1 - ends) / (n - 2));
        parts.front() = options.first_share;
        parts.back() = options.last_share;
      }
      break;
    }
    case AttributionRule::kTimeDecay: {
      const double youngest = *std::min_element(path.ages.begin(), path.ages.end());
      double sum = 0;
      for (size_t i = 0; i < count; ++i) {
        parts[i] = std::exp2((youngest - path.ages[i]) / options.half_life);
        sum += parts[i];
      }
      for (double& part : parts) part /= sum;
      break;
    }
  }
  return parts;
}

// The inverse of I - Q, where every row of Q adds up to at most 1 and leads out in the end: no
// pivoting is needed.
std::vector<double> Fundamental(const std::vector<double>& q, size_t size) {
  std::vector<double> matrix(q.size());
  std::vector<double> inverse(q.size(), 0.0);
  for (size_t i = 0; i < size; ++i) {
    for (size_t j = 0; j < size; ++j) matrix[i * size + j] = (i == j ? 1.0 : 0.0) - q[i * size + j];
    inverse[i * size + i] = 1;
  }
  for (size_t pivot = 0; pivot < size; ++pivot) {
    const double divisor = matrix[pivot * size + pivot];
    for (size_t j = 0; j < size; ++j) {
      matrix[pivot * size + j] /= divisor;
      inverse[pivot * size + j] /= divisor;
    }
    for (size_t i = 0; i < size; ++i) {
      const double factor = matrix[i * size + pivot];
      if (i == pivot || factor == 0) continue;
      for (size_t j = 0; j < size; ++j) {
        matrix[i * size + j] -= factor * matrix[pivot * size + j];
        inverse[i * size + j] -= factor * inverse[pivot * size + j];
      }
    }
  }
  return inverse;
}

}  // namespace

std::string_view Name(AttributionRule rule) {
  switch (rule) {
    case AttributionRule::kFirst:
      return "first";
    case AttributionRule::kLast:
      return "last";
    case AttributionRule::kLinear:
      return "linear";
    case AttributionRule::kPosition:
      return "position";
    case AttributionRule::kTimeDecay:
      break;
  }
  return "time_decay";
}

absl::StatusOr<std::vector<double>> Attribute(std::span<const TouchPath> paths, int32_t channels,
                                              const AttributionOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckOptions(options));
  ATTAIN_RETURN_IF_ERROR(CheckPaths(paths, channels, options.rule == AttributionRule::kTimeDecay));
  // Sorted before they are added, so that the order of paths does not matter.
  std::vector<std::vector<double>> credits(static_cast<size_t>(std::max(channels, 0)));
  for (const TouchPath& path : paths) {
    if (path.conversions == 0) continue;
    const std::vector<double> parts = Parts(path, options);
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] == 0) continue;
      credits[static_cast<size_t>(path.channels[i])].push_back(
          parts[i] * static_cast<double>(path.conversions));
    }
  }
  std::vector<double> result;
  for (std::vector<double>& credit : credits) {
    std::sort(credit.begin(), credit.end());
    double sum = 0;
    for (const double part : credit) sum += part;
    result.push_back(sum);
  }
  return result;
}

absl::StatusOr<RemovalEffects> RemoveChannels(std::span<const TouchPath> paths, int32_t channels) {
  ATTAIN_RETURN_IF_ERROR(CheckPaths(paths, channels, false));
  constexpr int32_t kMostChannels = 2000;
  if (channels > kMostChannels)
    return MakeError(Reason::kInvalidArgument, "a chain has at most 2,000 channels");
  const auto size = static_cast<size_t>(std::max(channels, 0));
  // Transitions as counts: whole numbers add up the same in any order.
  std::vector<double> from_start(size, 0.0);
  std::vector<double> moves(size * size, 0.0);
  std::vector<double> converted(size, 0.0);
  std::vector<double> leaving(size, 0.0);
  double subjects = 0;
  double conversions = 0;
  for (const TouchPath& path : paths) {
    const double weight = static_cast<double>(path.conversions) + static_cast<double>(path.nulls);
    if (weight == 0) continue;
    subjects += weight;
    conversions += static_cast<double>(path.conversions);
    from_start[static_cast<size_t>(path.channels.front())] += weight;
    for (size_t i = 0; i < path.channels.size(); ++i) {
      const auto channel = static_cast<size_t>(path.channels[i]);
      leaving[channel] += weight;
      if (i + 1 < path.channels.size())
        moves[channel * size + static_cast<size_t>(path.channels[i + 1])] += weight;
    }
    converted[static_cast<size_t>(path.channels.back())] += static_cast<double>(path.conversions);
  }
  if (subjects == 0) return MakeError(Reason::kInsufficientData, "nobody took any of the paths");
  for (size_t i = 0; i < size; ++i) {
    from_start[i] /= subjects;
    if (leaving[i] == 0) continue;
    converted[i] /= leaving[i];
    for (size_t j = 0; j < size; ++j) moves[i * size + j] /= leaving[i];
  }
  const std::vector<double> visits = Fundamental(moves, size);
  RemovalEffects effects{.effect = std::vector<double>(size, 0.0),
                         .share = std::vector<double>(size, 0.0),
                         .attributed = std::vector<double>(size, 0.0)};
  std::vector<double> reached(size, 0.0);   // visits to expect from the start
  std::vector<double> converts(size, 0.0);  // chance to convert from a channel
  for (size_t i = 0; i < size; ++i) {
    for (size_t j = 0; j < size; ++j) {
      reached[j] += from_start[i] * visits[i * size + j];
      converts[i] += visits[i * size + j] * converted[j];
    }
  }
  for (size_t i = 0; i < size; ++i) effects.conversion += from_start[i] * converts[i];
  if (effects.conversion <= 0) {
    effects.conversion = 0;
    return effects;
  }
  double sum = 0;
  for (size_t i = 0; i < size; ++i) {
    // Lost is whoever comes by the channel at all and would convert from there.
    effects.effect[i] =
        std::min(1.0, reached[i] / visits[i * size + i] * converts[i] / effects.conversion);
    sum += effects.effect[i];
  }
  for (size_t i = 0; i < size; ++i) {
    effects.share[i] = effects.effect[i] / sum;
    effects.attributed[i] = effects.share[i] * conversions;
  }
  return effects;
}

}  // namespace attain::funnel
