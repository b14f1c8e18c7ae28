// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/incentive/sales_pay.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/sales_buckets.h"
#include "incentive/internal/sales_rows.h"
#include "incentive/internal/sales_rules.h"
#include "incentive/internal/tier_steps.h"

namespace attain::incentive {

namespace {

absl::Status Overflow() {
  return MakeError(Reason::kOverflow, "what a payee is paid in a period does not fit 64 bits");
}

// What is the same for all periods.
struct Work {
  const RuleSet& set;
  const std::vector<std::optional<StepTable>>& tables;  // one per rule
  const QuotaGrid& quotas;
  const SalesPayOptions& options;
};

// True when 64 bits suffice for sums of `reach` over `most` transactions.
bool Fits(const Work& work, int64_t largest_quota, UnsignedWide reach, int64_t most) {
  constexpr auto kLimit = static_cast<UnsignedWide>(StepTable::kFar);
  if (reach >= kLimit) return false;
  for (size_t r = 0; r < work.set.rules.size(); ++r) {
    const RuleForm& rule = work.set.rules[r];
    const auto magnitude = [](int64_t value) {
      return static_cast<UnsignedWide>(value < 0 ? -Wide{value} : Wide{value});
    };
    if (rule.kind == RuleForm::Kind::kTiers &&
        (!work.tables[r].has_value() || !work.tables[r]->Fits(largest_quota, reach)))
      return false;
    if (reach * magnitude(rule.rate.numerator) >= kLimit ||
        reach * magnitude(rule.own.numerator) >= kLimit)
      return false;
    if (magnitude(rule.pays) * magnitude(most) >= kLimit) return false;
  }
  return true;
}

// What a thread needs for one period.
template <typename Cell>
struct Scratch {
  typename SalesBuckets<Cell>::Scratch buckets;
  std::vector<StepPayees> payees;  // one per rule of tiers
  std::vector<int64_t> sums;  // of each payee one per rule, then what was sold: side by side, so
                              // that rules share a cache line
  std::vector<std::vector<int64_t>>
      partners;  // what each payee is paid as a partner, by rules of shares
};

// Adds what the rows pay by a rule to the sums of its payees, which lie `width` apart.
void AddRule(const RuleForm& rule, RoundingMode mode, const StepTable* table, StepPayees& states,
             BlockRows& rows, int64_t* sums, size_t width, int64_t* partners) {
  const auto payee = [&](int i) {
    return static_cast<uint32_t>(rows.payee[static_cast<size_t>(i)]) * width;
  };
  const int64_t* const amount = rows.amount.data();
  const Divider<int64_t> divide(rule.rate.denominator, mode);
  const int64_t rate = rule.rate.numerator;
  switch (rule.kind) {
    case RuleForm::Kind::kRate:
      for (int i = 0; i < rows.size; ++i) sums[payee(i)] += divide(amount[i] * rate);
      return;
    case RuleForm::Kind::kTiers: {
      int64_t* const lines = rows.line.data();
      states.Earn(rows.size, rows.payee.data(), amount, lines);
      if (rule.point == RoundingPoint::kCumulative) {  // rounded when the period is over
        for (int i = 0; i < rows.size; ++i) sums[payee(i)] += lines[i];
      } else {
        const Divider<int64_t> by(table->divisor, mode);
        for (int i = 0; i < rows.size; ++i) sums[payee(i)] += by(lines[i]);
      }
      return;
    }
    case RuleForm::Kind::kSpiff:
      for (int i = 0; i < rows.size; ++i)
        sums[payee(i)] += -int64_t{amount[i] >= rule.at_least} & rule.pays;
      return;
    case RuleForm::Kind::kShare: {
      const Divider<int64_t> share(rule.own.denominator, mode);
      const int64_t own_part = rule.own.numerator;
      for (int i = 0; i < rows.size; ++i) {
        const int64_t own = share(amount[i] * own_part);
        sums[payee(i)] += divide(own * rate);
        partners[static_cast<uint32_t>(rows.partner[static_cast<size_t>(i)])] +=
            divide((amount[i] - own) * rate);
      }
      return;
    }
    case RuleForm::Kind::kBonus:
      return;
  }
}

template <typename Cell>
bool PayBuckets(const Work& work, SalesBuckets<Cell>& buckets, const BucketPlan& plan,
                int64_t largest_quota, SalesPay& pay) {
  int64_t most = 0;
  for (const auto& [first, end] : plan.of_period) most = std::max(most, buckets.size(first, end));
  if (!Fits(work, largest_quota, ReachOf(buckets, plan), most)) return false;
  const auto payees = static_cast<size_t>(work.quotas.payees);
  const int32_t periods = work.quotas.periods.periods();
  const auto stride = static_cast<size_t>(periods);
  const size_t rules = work.set.rules.size();
  RunTasks<Scratch<Cell>>(
      work.options.threads, periods, [&](Scratch<Cell>& scratch, int32_t period) {
        const auto first = static_cast<size_t>(period);
        scratch.payees.resize(rules);
        const size_t width = rules + 1;
        scratch.sums.assign(payees * width, 0);
        scratch.partners.resize(rules);
        for (size_t r = 0; r < rules; ++r) {
          if (work.set.rules[r].kind == RuleForm::Kind::kShare)
            scratch.partners[r].assign(payees, 0);
          if (work.tables[r].has_value())
            scratch.payees[r].Start(*work.tables[r], payees, work.quotas.amounts.data() + first,
                                    stride);
        }
        buckets.Walk(period, 0, false, scratch.buckets, [&](BlockRows& rows) {
          int64_t* const sold = scratch.sums.data() + rules;
          for (int i = 0; i < rows.size; ++i)
            sold[static_cast<uint32_t>(rows.payee[static_cast<size_t>(i)]) * width] +=
                rows.amount[static_cast<size_t>(i)];
          for (size_t r = 0; r < rules; ++r) {
            AddRule(work.set.rules[r], work.options.mode,
                    work.tables[r].has_value() ? &*work.tables[r] : nullptr, scratch.payees[r],
                    rows, scratch.sums.data() + r, width, scratch.partners[r].data());
          }
        });
        for (size_t r = 0; r <= rules; ++r) {
          int64_t* const to =
              (r == rules ? SalesKernel::Sold(pay) : SalesKernel::Column(pay, r)).data() + first;
          const int64_t* const from = scratch.sums.data() + r;
          if (r < rules && work.set.rules[r].kind == RuleForm::Kind::kTiers &&
              work.set.rules[r].point == RoundingPoint::kCumulative) {
            const Divider<int64_t> by(work.tables[r]->divisor, work.options.mode);
            for (size_t p = 0; p < payees; ++p) to[p * stride] = by(from[p * width]);
          } else {
            for (size_t p = 0; p < payees; ++p) to[p * stride] = from[p * width];
            if (r == rules) continue;
            for (size_t p = 0; p < scratch.partners[r].size(); ++p)
              to[p * stride] += scratch.partners[r][p];
          }
        }
      });
  return true;
}

// The same in 128 bits or fractions, row by row.
absl::Status PayWide(const Work& work, const SalesRows& rows, SalesPay& pay) {
  UnsignedWide largest = 0;
  ATTAIN_RETURN_IF_ERROR(
      SumSales(rows, work.quotas, work.options.threads, SalesKernel::Sold(pay), largest));
  const auto periods = static_cast<size_t>(work.quotas.periods.periods());
  std::optional<GroupedSales> grouped;
  std::vector<int64_t> lines;
  std::vector<Wide> sums;
  for (size_t r = 0; r < work.set.rules.size(); ++r) {
    const RuleForm& rule = work.set.rules[r];
    sums.assign(SalesKernel::Column(pay, r).size(), 0);
    if (rule.kind == RuleForm::Kind::kTiers) {
      if (!grouped.has_value()) {
        ATTAIN_ASSIGN_OR_RETURN(grouped,
                                GroupSales(rows, work.quotas, work.options.amount_denominator));
        lines.resize(rows.payee.size());
      }
      const ReplayOptions options{
          .amount_denominator = work.options.amount_denominator,
          .rounding = {.point = rule.point, .mode = work.options.mode, .scale = work.options.scale},
          .negative = rule.negative,
          .threads = work.options.threads};
      ATTAIN_RETURN_IF_ERROR(ReplayLines(
          *rule.tiers, grouped->units,
          {.group = grouped->group, .day = rows.day, .amount = rows.amount}, options, lines));
    }
    for (size_t i = 0; i < rows.payee.size(); ++i) {
      const auto period = static_cast<size_t>(work.quotas.periods[rows.day[i]]);
      Wide payee = 0;
      Wide partner = 0;
      if (rule.kind == RuleForm::Kind::kTiers) {
        payee = lines[i];
      } else if (!PayRow(rule, work.options.mode, rows.amount[i], payee, partner)) {
        return Overflow();
      }
      if (Magnitude(payee) > INT64_MAX || Magnitude(partner) > INT64_MAX) return Overflow();
      sums[static_cast<size_t>(rows.payee[i]) * periods + period] += payee;
      if (rule.kind == RuleForm::Kind::kShare)
        sums[static_cast<size_t>(rows.partner[i]) * periods + period] += partner;
    }
    for (size_t k = 0; k < sums.size(); ++k) {
      if (sums[k] > INT64_MAX || sums[k] < INT64_MIN) return Overflow();
      SalesKernel::Column(pay, r)[k] = static_cast<int64_t>(sums[k]);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SalesPay> PaySales(std::span<const SalesRule> rules, const SalesRows& rows,
                                  const QuotaGrid& quotas, const SalesPayOptions& options) {
  ATTAIN_RETURN_IF_ERROR(
      CheckSales(rows, quotas, options.amount_denominator, options.scale, options.threads));
  ATTAIN_ASSIGN_OR_RETURN(const RuleSet set, MakeRules(rules, options));
  int64_t largest_quota = 1;
  if (set.quotas) ATTAIN_RETURN_IF_ERROR(CheckQuotas(rows, quotas, largest_quota));
  if (set.partners && rows.partner.size() != rows.payee.size())
    return MakeError(Reason::kInvalidArgument, "a share needs a partner for each transaction");
  std::vector<std::optional<StepTable>> tables;
  for (const RuleForm& rule : set.rules) {
    tables.emplace_back();
    if (rule.kind == RuleForm::Kind::kTiers) {
      tables.back() =
          MakeStepTable(*rule.tiers, options.amount_denominator, ScaleFactor(options.scale),
                        rule.negative == NegativeBase::kFirstBand);
    }
  }
  const Work work{set, tables, quotas, options};
  SalesPay pay = SalesKernel::Make(quotas, set.rules.size());
  const std::optional<BucketPlan> plan =
      PlanBuckets(quotas.periods, quotas.payees, set.partners, true);
  absl::Status status;
  const bool done = plan.has_value() &&
                    WithBuckets(*plan, rows, quotas, options.threads, status, [&](auto& buckets) {
                      return PayBuckets(work, buckets, *plan, largest_quota, pay);
                    });
  ATTAIN_RETURN_IF_ERROR(status);
  if (!done) ATTAIN_RETURN_IF_ERROR(PayWide(work, rows, pay));
  if (!set.bonus) return pay;
  const auto periods = static_cast<size_t>(pay.periods());
  for (size_t r = 0; r < set.rules.size(); ++r) {
    if (set.rules[r].kind != RuleForm::Kind::kBonus) continue;
    for (size_t first = 0; first < pay.sold().size(); first += periods) {
      ATTAIN_RETURN_IF_ERROR(
          PayBonus(set.rules[r], options.mode, pay.sold().subspan(first, periods),
                   quotas.amounts.subspan(first, periods),
                   std::span(SalesKernel::Column(pay, r)).subspan(first, periods)));
    }
  }
  return pay;
}

}  // namespace attain::incentive
