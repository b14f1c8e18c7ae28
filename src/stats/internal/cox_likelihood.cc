// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "stats/internal/cox_likelihood.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace attain::stats::internal {
namespace {

constexpr size_t kLane = 4;

// A sum that keeps what rounding takes from it (Neumaier 1974): subjects leave it again.
struct CarefulSum {
  double sum = 0;
  double lost = 0;

  void Add(double value) {
    const double next = sum + value;
    lost += std::fabs(sum) >= std::fabs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  double total() const { return sum + lost; }
};

// Adds weight × x x' to the lower half of a matrix, four x at a time, so that each cell is loaded
// and stored once for four of them.
class OuterSum {
 public:
  explicit OuterSum(size_t stride) : stride_(stride), cells_(stride * stride, 0) {}

  void Add(double weight, const double* x) {
    weights_[held_] = weight;
    rows_[held_] = x;
    if (++held_ == kLane) Flush();
  }
  // Adds what is held; the rows must still be there.
  void Flush() {
    for (size_t h = held_; h < kLane; ++h) {
      weights_[h] = 0;
      rows_[h] = rows_[0];
    }
    if (held_ == 0) return;
    held_ = 0;
    const double* const a = rows_[0];
    const double* const b = rows_[1];
    const double* const c = rows_[2];
    const double* const d = rows_[3];
    for (size_t i = 0; i < stride_; ++i) {
      const double wa = weights_[0] * a[i];
      const double wb = weights_[1] * b[i];
      const double wc = weights_[2] * c[i];
      const double wd = weights_[3] * d[i];
      double* const cells = cells_.data() + i * stride_;
      for (size_t j = 0; j <= i; j += kLane) {
        for (size_t l = j; l < j + kLane; ++l)
          cells[l] += (wa * a[l] + wb * b[l]) + (wc * c[l] + wd * d[l]);
      }
    }
  }
  double cell(size_t i, size_t j) const { return cells_[i * stride_ + j]; }

 private:
  size_t stride_;
  std::vector<double> cells_;
  double weights_[kLane] = {};
  const double* rows_[kLane] = {};
  size_t held_ = 0;
};

// Calls `visit(group, at_risk, dying)` for every time with events: sums of w x over those at risk
// and over those whose event it is, and after them of w.
template <typename Visit>
void WalkGroups(const CoxRows& rows, const std::vector<double>& weights, bool efron, Visit visit) {
  const size_t stride = rows.stride();
  const bool late = !rows.by_entry().empty();
  std::vector<double> at_risk(stride + 1, 0);
  std::vector<CarefulSum> careful(late ? stride + 1 : 0);
  std::vector<double> dying(stride + 1);
  size_t added = 0;
  size_t removed = 0;
  const auto move = [&](size_t i, double weight) {
    const double* x = rows.row(i);
    if (late) {
      for (size_t k = 0; k < stride; ++k) careful[k].Add(weight * x[k]);
      careful[stride].Add(weight);
    } else {
      for (size_t k = 0; k < stride; ++k) at_risk[k] += weight * x[k];
      at_risk[stride] += weight;
    }
  };
  for (size_t g = 0; g < rows.groups().size(); ++g) {
    const CoxRows::Group& group = rows.groups()[g];
    for (; added < group.last; ++added) move(added, weights[added]);
    if (late) {
      for (; removed < group.entered; ++removed) {
        const size_t i = rows.by_entry()[removed];
        move(i, -weights[i]);
      }
      for (size_t k = 0; k <= stride; ++k) at_risk[k] = careful[k].total();
    }
    std::fill(dying.begin(), dying.end(), 0);
    for (size_t i = group.first; efron && group.events > 1 && i < group.first + group.events; ++i) {
      const double* x = rows.row(i);
      for (size_t k = 0; k < stride; ++k) dying[k] += weights[i] * x[k];
      dying[stride] += weights[i];
    }
    visit(g, at_risk, dying);
  }
}

// Calls `visit(share, times, risk)` for every event of a group: the share of the events of its time
// that no longer compete (Efron's l/m), how many events this stands for, and the weight at risk.
template <typename Visit>
void WalkTies(size_t events, bool efron, double at_risk, double dying, Visit visit) {
  if (events == 1 || !efron) {
    visit(0.0, static_cast<double>(events), at_risk);
    return;
  }
  for (size_t l = 0; l < events; ++l) {
    const double share = static_cast<double>(l) / static_cast<double>(events);
    visit(share, 1.0, at_risk - share * dying);
  }
}

}  // namespace

CoxRows CoxRows::Of(std::span<const std::span<const double>> covariates, const Durations& seen) {
  CoxRows rows;
  const size_t n = seen.durations.size();
  const size_t width = covariates.size();
  rows.width_ = width;
  rows.stride_ = (width + kLane - 1) / kLane * kLane;
  // Equal ends are told apart by a hash of their covariates, which costs one pass over each column;
  // only where that is equal too are the covariates themselves compared.
  struct Key {
    double duration;
    uint64_t hash;
    uint32_t row;
    uint8_t observed;
  };
  std::vector<Key> keys(n);
  for (size_t i = 0; i < n; ++i)
    keys[i] = {seen.durations[i], 0, static_cast<uint32_t>(i), seen.observed[i]};
  for (const std::span<const double> column : covariates) {
    for (size_t i = 0; i < n; ++i) {
      uint64_t mixed = keys[i].hash ^ std::bit_cast<uint64_t>(column[i] + 0.0);
      mixed = (mixed ^ (mixed >> 31)) * 0x9E3779B97F4A7C15u;
      keys[i].hash = mixed ^ (mixed >> 29);
    }
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& one, const Key& other) {
    if (one.duration != other.duration) return one.duration > other.duration;
    if (one.observed != other.observed) return one.observed > other.observed;
    if (one.hash != other.hash) return one.hash < other.hash;
    for (const std::span<const double> column : covariates) {
      if (column[one.row] != column[other.row]) return column[one.row] < column[other.row];
    }
    if (!seen.entry.empty() && seen.entry[one.row] != seen.entry[other.row])
      return seen.entry[one.row] < seen.entry[other.row];
    return one.row < other.row;
  });
  rows.row_of_.resize(n);
  for (size_t i = 0; i < n; ++i) rows.row_of_[i] = keys[i].row;

  const size_t stride = rows.stride_;
  rows.values_.assign(n * stride, 0);
  for (size_t k = 0; k < width; ++k) {
    for (size_t i = 0; i < n; ++i) rows.values_[i * stride + k] = covariates[k][keys[i].row];
  }
  std::vector<double> mean(stride, 0), squares(stride, 0), least(stride, HUGE_VAL),
      most(stride, -HUGE_VAL);
  for (size_t i = 0; i < n; ++i) {
    const double* x = rows.row(i);
    for (size_t k = 0; k < stride; ++k) {
      mean[k] += x[k];
      least[k] = std::min(least[k], x[k]);
      most[k] = std::max(most[k], x[k]);
    }
  }
  for (double& one : mean) one /= static_cast<double>(n);
  for (size_t i = 0; i < n; ++i) {
    double* x = rows.values_.data() + i * stride;
    for (size_t k = 0; k < stride; ++k) {
      x[k] -= mean[k];
      squares[k] += x[k] * x[k];
    }
  }
  std::vector<double> scale(stride, 0);  // a constant becomes 0
  for (size_t k = 0; k < width; ++k) {
    rows.deviation_.push_back(least[k] < most[k] ? std::sqrt(squares[k] / static_cast<double>(n))
                                                 : 0);
    if (rows.deviation_[k] > 0) scale[k] = 1 / rows.deviation_[k];
  }
  for (size_t i = 0; i < n; ++i) {
    double* x = rows.values_.data() + i * stride;
    for (size_t k = 0; k < stride; ++k) x[k] *= scale[k];
  }

  std::vector<double> times;  // of the groups
  for (size_t i = 0; i < n;) {
    size_t last = i;
    size_t events = 0;
    const double time = seen.durations[rows.row_of_[i]];
    for (; last < n && seen.durations[rows.row_of_[last]] == time; ++last)
      events += seen.observed[rows.row_of_[last]];
    if (events > 0) {
      rows.groups_.push_back({.first = i, .events = events, .last = last});
      times.push_back(time);
    }
    for (size_t j = i; j < last; ++j) {
      rows.group_of_.push_back(rows.groups_.size() - (events > 0 ? 1 : 0));
      rows.is_event_.push_back(seen.observed[rows.row_of_[j]]);
    }
    rows.events_ += static_cast<int64_t>(events);
    i = last;
  }
  if (seen.entry.empty()) return rows;
  rows.by_entry_.resize(n);
  for (size_t i = 0; i < n; ++i) rows.by_entry_[i] = i;
  const auto entry = [&](size_t i) { return seen.entry[rows.row_of_[i]]; };
  std::stable_sort(rows.by_entry_.begin(), rows.by_entry_.end(),
                   [&](size_t one, size_t other) { return entry(one) > entry(other); });
  rows.not_yet_.resize(n);
  size_t group = 0;
  for (size_t e = 0; e < n; ++e) {
    while (group < times.size() && times[group] > entry(rows.by_entry_[e])) {
      rows.groups_[group].entered = e;
      ++group;
    }
    rows.not_yet_[rows.by_entry_[e]] = group;
  }
  for (; group < times.size(); ++group) rows.groups_[group].entered = n;
  return rows;
}

double CoxRows::reach(size_t covariate) const {
  double farthest = 0;
  for (size_t i = 0; i < size(); ++i) farthest = std::max(farthest, std::fabs(row(i)[covariate]));
  return farthest;
}

CoxLikelihood::CoxLikelihood(const CoxRows& rows, bool efron)
    : rows_(rows),
      efron_(efron),
      gradient_(rows.width(), 0),
      information_(rows.width()),
      weights_(rows.size(), 0) {}

void CoxLikelihood::At(const std::vector<double>& beta) {
  const size_t n = rows_.size();
  const size_t stride = rows_.stride();
  const size_t width = rows_.width();
  std::vector<double> padded(stride, 0);
  std::copy(beta.begin(), beta.end(), padded.begin());
  double largest = -HUGE_VAL;
  for (size_t i = 0; i < n; ++i) {
    const double* x = rows_.row(i);
    double lanes[kLane] = {};
    for (size_t k = 0; k < stride; k += kLane) {
      for (size_t l = 0; l < kLane; ++l) lanes[l] += x[k + l] * padded[k + l];
    }
    weights_[i] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    largest = std::max(largest, weights_[i]);
  }
  value_ = 0;
  std::vector<double> gradient(stride, 0);
  for (size_t i = 0; i < n; ++i) {
    const double eta = weights_[i] - largest;
    if (rows_.is_event(i)) {
      value_ += eta;
      const double* x = rows_.row(i);
      for (size_t k = 0; k < stride; ++k) gradient[k] += x[k];
    }
    weights_[i] = std::exp(eta);
  }

  const size_t groups = rows_.groups().size();
  std::vector<double> increments(groups + 1, 0);  // sum of 1 / risk from a group on
  std::vector<double> returned(groups + 1, 0);    // what events of that time get back of it
  OuterSum squares(stride);
  std::vector<double> means(kLane * stride);
  size_t held = 0;
  const auto slot = [&] {
    double* const copy = means.data() + held * stride;
    held = (held + 1) % kLane;
    return copy;
  };
  WalkGroups(rows_, weights_, efron_, [&](size_t g, const auto& at_risk, const auto& dying) {
    // The mean over those at risk is (R - f D) / r at each event of the time, r the weight at risk.
    // Sums over its events of 1/r, f/r, 1/r², f/r² and f²/r² make the gradient and the squares of
    // all.
    double one = 0, shared = 0, one2 = 0, shared2 = 0, both2 = 0;
    WalkTies(rows_.groups()[g].events, efron_, at_risk[stride], dying[stride],
             [&](double share, double times, double risk) {
               value_ -= times * std::log(risk);
               one += times / risk;
               shared += share * times / risk;
               one2 += times / (risk * risk);
               shared2 += share * times / (risk * risk);
               both2 += share * share * times / (risk * risk);
             });
    increments[g] = one;
    returned[g] = shared;
    for (size_t k = 0; k < stride; ++k) gradient[k] -= one * at_risk[k] - shared * dying[k];
    // one2 RR' - shared2 (RD' + DR') + both2 DD', as two squares.
    const double part = shared2 / one2;
    double* const first = slot();
    for (size_t k = 0; k < stride; ++k) first[k] = at_risk[k] - part * dying[k];
    squares.Add(-one2, first);
    if (shared2 == 0) return;
    double* const second = slot();
    for (size_t k = 0; k < stride; ++k) second[k] = dying[k];
    squares.Add(-(both2 - shared2 * part), second);
  });
  squares.Flush();
  for (size_t g = groups; g-- > 0;) increments[g] += increments[g + 1];
  for (size_t i = 0; i < n; ++i) {
    const size_t group = rows_.group_of(i);
    if (group == groups) continue;
    double hazard = increments[group] - increments[rows_.not_yet_of(i)];
    if (rows_.is_event(i)) hazard -= returned[group];
    squares.Add(weights_[i] * hazard, rows_.row(i));
  }
  squares.Flush();
  for (size_t i = 0; i < width; ++i) {
    gradient_[i] = gradient[i];
    for (size_t j = 0; j <= i; ++j) information_(i, j) = squares.cell(i, j);
  }
}

Symmetric CoxLikelihood::Sandwich(const Symmetric& inverse,
                                  std::span<const int32_t> clusters) const {
  const size_t n = rows_.size();
  const size_t stride = rows_.stride();
  const size_t width = rows_.width();
  const size_t groups = rows_.groups().size();
  // Per group: sums over its events of 1 / risk and mean / risk; the same weighted by Efron's
  // share; and the mean of the means.
  const size_t cells = stride + 1;
  std::vector<double> hazard((groups + 1) * cells, 0);
  std::vector<double> back(groups * cells, 0);
  std::vector<double> middle(groups * stride, 0);
  WalkGroups(rows_, weights_, efron_, [&](size_t g, const auto& at_risk, const auto& dying) {
    const auto events = static_cast<double>(rows_.groups()[g].events);
    WalkTies(rows_.groups()[g].events, efron_, at_risk[stride], dying[stride],
             [&](double share, double times, double risk) {
               for (size_t k = 0; k < stride; ++k) {
                 const double mean = (at_risk[k] - share * dying[k]) / risk;
                 hazard[g * cells + k] += times * mean / risk;
                 back[g * cells + k] += share * times * mean / risk;
                 middle[g * stride + k] += times * mean / events;
               }
               hazard[g * cells + stride] += times / risk;
               back[g * cells + stride] += share * times / risk;
             });
  });
  for (size_t g = groups; g-- > 0;) {
    for (size_t k = 0; k < cells; ++k) hazard[g * cells + k] += hazard[(g + 1) * cells + k];
  }

  std::vector<std::pair<int64_t, size_t>> order;  // (cluster, row)
  for (size_t i = 0; i < n; ++i)
    order.emplace_back(
        clusters.empty() ? static_cast<int64_t>(i) : int64_t{clusters[rows_.row_of(i)]}, i);
  std::sort(order.begin(), order.end());
  Symmetric sum(width);
  std::vector<double> residual(stride, 0);
  std::vector<double> moved(width);
  for (size_t o = 0; o < n; ++o) {
    const size_t i = order[o].second;
    const size_t group = rows_.group_of(i);
    const double* x = rows_.row(i);
    if (group < groups) {
      const double* from = hazard.data() + group * cells;
      const double* to = hazard.data() + rows_.not_yet_of(i) * cells;
      for (size_t k = 0; k < width; ++k) {
        double expected = x[k] * (from[stride] - to[stride]) - (from[k] - to[k]);
        if (rows_.is_event(i)) {
          expected -= x[k] * back[group * cells + stride] - back[group * cells + k];
          residual[k] += x[k] - middle[group * stride + k];
        }
        residual[k] -= weights_[i] * expected;
      }
    }
    if (o + 1 < n && order[o + 1].first == order[o].first) continue;
    for (size_t k = 0; k < width; ++k) {
      moved[k] = 0;
      for (size_t j = 0; j < width; ++j) moved[k] += inverse.At(k, j) * residual[j];
    }
    for (size_t k = 0; k < width; ++k) {
      for (size_t j = 0; j <= k; ++j) sum(k, j) += moved[k] * moved[j];
    }
    std::fill(residual.begin(), residual.end(), 0);
  }
  return sum;
}

}  // namespace attain::stats::internal
