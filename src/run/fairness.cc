// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/fairness.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "attain/stats/inequality.h"
#include "attain/stats/interval.h"
#include "attain/stats/rank.h"
#include "attain/stats/special.h"
#include "base/internal/text.h"
#include "run/internal/attained.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;
using table::Table;
using table::TableBuilder;
using table::Type;

constexpr double kConfidence = 0.95;

struct Figure {
  std::optional<double> value;
  int64_t n = 0;
  std::optional<stats::Interval> range;
  measure::ValueStatus status = measure::ValueStatus::kOk;
};

// Spearman's coefficient: Pearson's of the mean ranks.
std::optional<double> RankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto x = stats::Rank(a, {.order = stats::RankOrder::kSmallestFirst, .omega = 0.5});
  const auto y = stats::Rank(b, {.order = stats::RankOrder::kSmallestFirst, .omega = 0.5});
  if (!x.ok() || !y.ok()) return std::nullopt;
  const double mean = (static_cast<double>(a.size()) + 1) / 2;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    xx += ((*x)[i] - mean) * ((*x)[i] - mean);
    yy += ((*y)[i] - mean) * ((*y)[i] - mean);
    xy += ((*x)[i] - mean) * ((*y)[i] - mean);
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

Figure Correlation(const std::vector<double>& paid, const std::vector<double>& reached,
                   int64_t least) {
  Figure figure;
  figure.n = static_cast<int64_t>(paid.size());
  if (paid.size() >= 2) figure.value = RankCorrelation(paid, reached);
  if (figure.n < least) {
    figure.status = measure::ValueStatus::kInsufficient;
  } else if (!figure.value.has_value()) {
    figure.status = measure::ValueStatus::kUndefined;
  }
  if (figure.value.has_value() && figure.n > 3) {
    const double half =
        stats::ZOfConfidence(kConfidence) * std::sqrt(1.06 / static_cast<double>(figure.n - 3));
    const double middle = std::atanh(std::clamp(*figure.value, -1 + 1e-15, 1 - 1e-15));
    const bool whole =
        std::fabs(*figure.value) == 1;  // Fisher's transformation has no value there.
    figure.range = stats::Interval{whole && *figure.value < 0 ? -1.0 : std::tanh(middle - half),
                                   whole && *figure.value > 0 ? 1.0 : std::tanh(middle + half)};
  }
  return figure;
}

// What a payee of one plan comes with in one period, and what it earns.
struct Input {
  std::map<std::string, Fraction> credits;  // by measure
  std::optional<Fraction> quota;
  std::string payee;
  Fraction earned;
};

bool SameInput(const Input& a, const Input& b) {
  return a.credits == b.credits && a.quota == b.quota;
}

bool Before(const Input& a, const Input& b) {
  if (a.quota != b.quota) return a.quota < b.quota;
  if (a.credits != b.credits) return a.credits < b.credits;
  return a.payee < b.payee;
}

absl::StatusOr<Decimal> Shown(const Fraction& value) {
  if (const std::optional<Decimal> exact = value.ToDecimal();
      exact.has_value() && exact->scale() <= 12)
    return *exact;
  return Round(value, 12, RoundingMode::kHalfEven);
}

}  // namespace

absl::StatusOr<Fairness> Audit(const Result& result, const FairnessOptions& options) {
  const ResultState& state = Access::StateOf(result);
  if (state.one_payee)
    return MakeError(Reason::kInvalidArgument,
                     "a result of one payee cannot be audited; calculate everyone");
  if (options.least < 2 || options.least > 1'000'000) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("least is ", options.least, "; it must lie in 2..1000000"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const target::Targets* target,
                          TargetNamed(*state.prepared, options.target));

  // Credits per statement and measure.
  ATTAIN_ASSIGN_OR_RETURN(const Table credits, result.table("credits"));
  using Key = std::tuple<std::string, std::string, std::string>;  // plan, rep, period
  std::map<Key, std::map<std::string, Fraction>> credited;
  for (int64_t row = 0; row < credits.rows(); ++row) {
    const auto cell = [&](std::string_view name) { return credits.column(name)->FormatAt(row); };
    const std::optional<Decimal> amount = credits.column("amount")->DecimalAt(row);
    Fraction& sum = credited[{cell("plan"), cell("rep_id"), cell("period")}][cell("measure")];
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, Fraction(amount.value_or(Decimal()))));
  }

  TableBuilder figures("fairness", {{"plan", Type::kText},
                                    {"figure", Type::kText},
                                    {"value", Type::kDouble},
                                    {"n", Type::kInt},
                                    {"low", Type::kDouble},
                                    {"high", Type::kDouble},
                                    {"status", Type::kText}});
  struct Pair {
    std::string plan;
    std::string period;
    const Input* one;
    const Input* other;
  };
  std::map<std::pair<std::string, std::string>, std::vector<Input>> inputs;  // by plan and period
  std::vector<Pair> unlike;
  std::vector<std::string> plans;
  std::map<std::string, std::map<std::string, Fraction>> paid;  // by plan and payee
  for (const incentive::Statement& statement : result.statements()) {
    if (plans.empty() || plans.back() != statement.plan()) plans.push_back(statement.plan());
    if (statement.reason() != Reason::kNone) continue;
    Fraction& sum = paid[statement.plan()][statement.payee()];
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, statement.amounts().paid));
    Input input;
    input.credits = credited[{statement.plan(), statement.payee(), statement.period().name}];
    input.quota = QuotaIn(result, *target, statement.payee());
    input.payee = statement.payee();
    input.earned = statement.amounts().earned;
    inputs[{statement.plan(), statement.period().name}].push_back(std::move(input));
  }
  const auto add = [&figures](const std::string& plan, std::string_view name,
                              const Figure& figure) {
    figures.Text(0, plan).Text(1, name).Int(3, figure.n).Text(6, measure::Name(figure.status));
    if (figure.value.has_value()) figures.Double(2, *figure.value);
    if (figure.range.has_value())
      figures.Double(4, figure.range->lower).Double(5, figure.range->upper);
    figures.EndRow();
  };
  for (const std::string& plan : plans) {
    std::vector<double> pay;  // of those with a quota
    std::vector<double> reached;
    std::vector<double> all;
    int64_t full = 0;
    for (const auto& [payee, sum] : paid[plan]) {
      all.push_back(sum.ToDouble());
      const std::optional<Fraction> attained = AttainmentOf(result, *target, payee);
      if (!attained.has_value()) continue;
      pay.push_back(sum.ToDouble());
      reached.push_back(attained->ToDouble());
      if (*attained >= Fraction(1)) ++full;
    }
    add(plan, "rank_correlation", Correlation(pay, reached, options.least));
    Figure quota;
    quota.n = static_cast<int64_t>(reached.size());
    quota.status =
        quota.n < options.least ? measure::ValueStatus::kInsufficient : measure::ValueStatus::kOk;
    if (quota.n > 0) {
      quota.value = static_cast<double>(full) / static_cast<double>(quota.n);
      ATTAIN_ASSIGN_OR_RETURN(
          quota.range,
          stats::Wilson(static_cast<double>(full), static_cast<double>(quota.n), kConfidence));
    }
    add(plan, "reached_quota", quota);
    Figure gini;
    gini.n = static_cast<int64_t>(all.size());
    if (const absl::StatusOr<double> value = stats::Gini(all); value.ok()) {
      gini.value = *value;
    } else {
      gini.status = measure::ValueStatus::kUndefined;
    }
    add(plan, "gini", gini);
    Figure pairs;
    int64_t violated = 0;
    for (auto& entry : inputs) {
      if (entry.first.first != plan) continue;
      std::vector<Input>& same = entry.second;
      std::sort(same.begin(), same.end(), Before);
      for (size_t first = 0; first < same.size();) {
        size_t end = first;
        while (end < same.size() && SameInput(same[first], same[end])) ++end;
        // Pairs paid the same: by amount earned.
        std::map<Fraction, int64_t> alike;
        for (size_t i = first; i < end; ++i) ++alike[same[i].earned];
        const auto size = static_cast<int64_t>(end - first);
        pairs.n += size * (size - 1) / 2;
        violated += size * (size - 1) / 2;
        for (const auto& group : alike) violated -= group.second * (group.second - 1) / 2;
        for (size_t i = first + 1; i < end; ++i) {
          if (!(same[i - 1].earned == same[i].earned))
            unlike.push_back({plan, entry.first.second, &same[i - 1], &same[i]});
        }
        first = end;
      }
    }
    pairs.value = static_cast<double>(violated);
    add(plan, "unlike_pairs", pairs);
  }
  int scale = 2;
  std::vector<Decimal> shown;
  for (const Pair& pair : unlike) {
    for (const Input* input : {pair.one, pair.other}) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal earned, Shown(input->earned));
      scale = std::max(scale, earned.scale());
      shown.push_back(earned);
    }
  }
  TableBuilder rows("unlike", {{"plan", Type::kText},
                               {"period", Type::kText},
                               {"rep_id", Type::kText},
                               {"other_rep_id", Type::kText},
                               {"earned", Type::kDecimal, scale},
                               {"other_earned", Type::kDecimal, scale}});
  for (size_t i = 0; i < unlike.size(); ++i) {
    rows.Text(0, unlike[i].plan)
        .Text(1, unlike[i].period)
        .Text(2, unlike[i].one->payee)
        .Text(3, unlike[i].other->payee);
    rows.Decimal(4, shown[2 * i]).Decimal(5, shown[2 * i + 1]).EndRow();
  }
  Fairness fairness;
  ATTAIN_ASSIGN_OR_RETURN(fairness.figures, figures.Build());
  ATTAIN_ASSIGN_OR_RETURN(fairness.unlike, rows.Build());
  return fairness;
}

}  // namespace attain::run
