// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/forecast.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "attain/stats/special.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

constexpr int64_t kFar = int64_t{1} << 60;  // two of them add up well within 64 bits

absl::Status CheckKnown(const ForecastOptions& options) {
  const auto far = [](int64_t amount) { return amount <= -kFar || amount >= kFar; };
  if (far(options.closed) || std::any_of(options.created.begin(), options.created.end(), far))
    return MakeError(Reason::kOverflow, "amounts do not fit 60 bits");
  return absl::OkStatus();
}

double MeanOf(std::span<const int64_t> amounts) {
  if (amounts.empty()) return 0;
  double sum = 0;
  for (const int64_t amount : amounts) sum += static_cast<double>(amount);
  return sum / static_cast<double>(amounts.size());
}

absl::Status CheckSimulated(const ForecastDeals& deals, const SimulationOptions& simulation) {
  const size_t count = deals.amount.size();
  if (deals.chance.size() != count || (!deals.group.empty() && deals.group.size() != count) ||
      (!deals.slip.empty() && deals.slip.size() != count))
    return MakeError(Reason::kLengthMismatch, "every deal needs one value in each column");
  if (simulation.draws < 100 || simulation.draws > 10'000'000)
    return MakeError(Reason::kInvalidArgument, "draws lie between 100 and 10,000,000");
  if (!(simulation.correlation >= 0 && simulation.correlation <= 1))
    return MakeError(Reason::kInvalidArgument, "a correlation lies between 0 and 1");
  ATTAIN_RETURN_IF_ERROR(stats::Wilson(0, 1, simulation.confidence).status());
  Findings findings;
  int64_t reach = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto at = [&](const char* field) {
      return Where{.table = "deals", .row = static_cast<int64_t>(i), .field = field};
    };
    if (!(deals.chance[i] >= 0 && deals.chance[i] <= 1))
      findings.AddError(Reason::kInvalidArgument, at("chance"), "a chance lies between 0 and 1");
    if (!deals.slip.empty() && !(deals.slip[i] >= 0 && deals.slip[i] <= 1))
      findings.AddError(Reason::kInvalidArgument, at("slip"), "a chance lies between 0 and 1");
    if (!deals.group.empty() && deals.group[i] < 0)
      findings.AddError(Reason::kInvalidArgument, at("group"), "a group is not negative");
    const int64_t amount = deals.amount[i];
    if (amount <= -kFar || amount >= kFar || (reach += std::abs(amount)) >= kFar)
      return MakeError(Reason::kOverflow, "amounts do not fit 60 bits");
  }
  return findings.ToStatus();
}

// Deals of one group and chance; what they share is calculated once per draw.
struct DealClass {
  int32_t group;
  double quantile;  // of the chance
  double chance;
};

// Deals sorted by group and chance, so that no order of rows changes a draw.
struct SortedDeals {
  std::vector<DealClass> classes;
  std::vector<size_t> of_class;
  std::vector<int64_t> amount;
  std::vector<double> stays;  // chance not to slip
};

SortedDeals Sort(const ForecastDeals& deals) {
  const auto group = [&](size_t i) { return deals.group.empty() ? 0 : deals.group[i]; };
  const auto slip = [&](size_t i) { return deals.slip.empty() ? 0.0 : deals.slip[i]; };
  std::vector<size_t> order(deals.amount.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (group(a) != group(b)) return group(a) < group(b);
    if (deals.chance[a] != deals.chance[b]) return deals.chance[a] < deals.chance[b];
    if (slip(a) != slip(b)) return slip(a) < slip(b);
    return deals.amount[a] < deals.amount[b];
  });
  SortedDeals sorted;
  for (const size_t i : order) {
    if (sorted.classes.empty() || sorted.classes.back().group != group(i) ||
        sorted.classes.back().chance != deals.chance[i]) {
      sorted.classes.push_back({group(i), stats::NormalQuantile(deals.chance[i]), deals.chance[i]});
    }
    sorted.of_class.push_back(sorted.classes.size() - 1);
    sorted.amount.push_back(deals.amount[i]);
    sorted.stays.push_back(1 - slip(i));
  }
  return sorted;
}

// The chance of each class once the fortunes of the groups are known.
void DrawChances(const std::vector<DealClass>& classes, double correlation, stats::Random& random,
                 std::vector<double>& chances) {
  const double common = std::sqrt(correlation);
  const double own = std::sqrt(1 - correlation);
  double fortune = 0;
  for (size_t i = 0; i < classes.size(); ++i) {
    const DealClass& deal = classes[i];
    if (i == 0 || deal.group != classes[i - 1].group) fortune = random.Normal();
    if (deal.chance == 0 || deal.chance == 1) {
      chances[i] = deal.chance;
    } else if (own == 0) {
      chances[i] = deal.quantile + fortune > 0 ? 1 : 0;
    } else {
      chances[i] = stats::NormalCdf((deal.quantile + common * fortune) / own);
    }
  }
}

}  // namespace

double Forecast::mean_created() const { return MeanOf(created_); }

double Forecast::mean() const {
  return static_cast<double>(closed_) + existing_.mean() + mean_created();
}

double Forecast::AtLeast(int64_t amount) const {
  // Far outside of everything the answer is clear, and differences stay within 64 bits.
  amount = std::clamp(amount, -4 * (kFar / 2), 4 * (kFar / 2));
  if (created_.empty()) return existing_.AtLeast(amount - closed_);
  double sum = 0;
  for (const int64_t created : created_) sum += existing_.AtLeast(amount - closed_ - created);
  return sum / static_cast<double>(created_.size());
}

absl::StatusOr<int64_t> Forecast::Quantile(double q) const {
  ATTAIN_ASSIGN_OR_RETURN(const int64_t existing, existing_.Quantile(q));
  if (created_.empty()) return closed_ + existing;
  const auto [least, most] = std::minmax_element(created_.begin(), created_.end());
  int64_t low = closed_ + existing_.amounts().front() + *least;
  int64_t high = closed_ + existing_.amounts().back() + *most;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    double at_most = 0;
    for (const int64_t created : created_) at_most += existing_.AtMost(middle - closed_ - created);
    if (at_most / static_cast<double>(created_.size()) >= q - 1e-12) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

absl::StatusOr<Forecast> ForecastPeriod(const ForecastDeals& deals,
                                        const ForecastOptions& options) {
  if (!deals.group.empty() || !deals.slip.empty()) {
    return MakeError(Reason::kUnsupportedOption,
                     "deals that slip or fall together are simulated: SimulatePeriod");
  }
  ATTAIN_RETURN_IF_ERROR(CheckKnown(options));
  Forecast forecast;
  ATTAIN_ASSIGN_OR_RETURN(forecast.existing_,
                          stats::SumPayments(deals.amount, deals.chance, options.sums));
  if (forecast.existing_.amounts().front() <= -kFar || forecast.existing_.amounts().back() >= kFar)
    return MakeError(Reason::kOverflow, "amounts do not fit 60 bits");
  forecast.closed_ = options.closed;
  forecast.created_.assign(options.created.begin(), options.created.end());
  std::sort(forecast.created_.begin(), forecast.created_.end());
  return forecast;
}

absl::StatusOr<int64_t> Simulation::Quantile(double q) const {
  if (!(q > 0 && q <= 1))
    return MakeError(Reason::kInvalidArgument, "a quantile lies above 0 and at most at 1");
  const auto count = static_cast<double>(sums_.size());
  const double place = std::ceil(q * count - 1e-9) - 1;
  return sums_[static_cast<size_t>(std::clamp(place, 0.0, count - 1))];
}

double Simulation::AtLeast(int64_t amount) const {
  const auto first = std::lower_bound(sums_.begin(), sums_.end(), amount);
  return static_cast<double>(sums_.end() - first) / static_cast<double>(sums_.size());
}

stats::Interval Simulation::AtLeastInterval(int64_t amount) const {
  const auto first = std::lower_bound(sums_.begin(), sums_.end(), amount);
  const auto interval = stats::Wilson(static_cast<double>(sums_.end() - first),
                                      static_cast<double>(sums_.size()), confidence_);
  return interval.ok() ? *interval : stats::Interval{0, 1};
}

absl::StatusOr<Simulation> SimulatePeriod(const ForecastDeals& deals,
                                          const ForecastOptions& options,
                                          const SimulationOptions& simulation) {
  ATTAIN_RETURN_IF_ERROR(CheckSimulated(deals, simulation));
  ATTAIN_RETURN_IF_ERROR(CheckKnown(options));
  const SortedDeals sorted = Sort(deals);
  std::vector<int64_t> created(options.created.begin(), options.created.end());
  std::sort(created.begin(), created.end());
  std::vector<double> chances(sorted.classes.size());
  stats::Random random(simulation.seed);
  for (size_t i = 0; i < chances.size(); ++i) chances[i] = sorted.classes[i].chance;
  Simulation result;
  result.confidence_ = simulation.confidence;
  result.sums_.reserve(static_cast<size_t>(simulation.draws));
  for (int32_t draw = 0; draw < simulation.draws; ++draw) {
    if (simulation.correlation > 0)
      DrawChances(sorted.classes, simulation.correlation, random, chances);
    int64_t sum = options.closed;
    if (!created.empty()) {
      const double place = random.Uniform() * static_cast<double>(created.size());
      sum += created[std::min(created.size() - 1, static_cast<size_t>(place))];
    }
    for (size_t i = 0; i < sorted.amount.size(); ++i) {
      if (random.Uniform() < chances[sorted.of_class[i]] * sorted.stays[i]) sum += sorted.amount[i];
    }
    result.sums_.push_back(sum);
  }
  std::sort(result.sums_.begin(), result.sums_.end());
  result.mean_ = MeanOf(result.sums_);
  double square = 0;
  for (const int64_t sum : result.sums_) {
    const double off = static_cast<double>(sum) - result.mean_;
    square += off * off;
  }
  result.sd_ = std::sqrt(square / static_cast<double>(simulation.draws - 1));
  return result;
}

}  // namespace attain::funnel
