// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Credits, shared money, contests, quotas over time and goal seek on columns.
#include <string>
#include <vector>

#include "attain/incentive/club.h"
#include "attain/incentive/contest.h"
#include "attain/incentive/credit_rule.h"
#include "attain/incentive/goal_seek.h"
#include "attain/incentive/pool.h"
#include "attain/incentive/quota.h"
#include "attain/incentive/rate_priority.h"
#include "attain/incentive/spiff.h"
#include "incentive_common.h"

namespace attain::python {
namespace {

RoundingMode Mode(const std::string& mode) { return WordValue<RoundingMode>("mode", mode); }

std::vector<uint8_t> Flags(const py::sequence& values) {
  std::vector<uint8_t> flags;
  for (const py::handle value : values) flags.push_back(py::cast<bool>(value) ? 1 : 0);
  return flags;
}

py::list Bools(const std::vector<uint8_t>& flags) {
  py::list list;
  for (const uint8_t flag : flags) list.append(py::bool_(flag != 0));
  return list;
}

incentive::DayRange Range(py::handle range) {
  const auto pair = py::cast<py::sequence>(range);
  return {ToDate(pair[0]), ToDate(pair[1])};
}

py::tuple ToTuple(const incentive::PoolPay& pay) {
  return py::make_tuple(ToPython(pay.total), List(pay.parts), pay.qualified, ToPython(pay.each));
}

void BindCredits(py::module_& module) {
  module.def("overlay_credit", [](const py::object& amount, const py::sequence& revenue,
                                  const py::sequence& overlay) {
    const auto credits =
        Take(incentive::OverlayCredit(ToFraction(amount), Fractions(revenue), Fractions(overlay)));
    return py::make_tuple(List(credits.revenue), List(credits.overlay),
                          ToPython(credits.revenue_total), ToPython(credits.all_credit));
  });
  module.def("overlay_commission", [](const py::object& amount, const py::object& rate,
                                      const py::sequence& credit, const py::sequence& split,
                                      const py::object& whole, int scale, const std::string& mode) {
    const auto pay =
        Take(incentive::OverlayCommission(ToDecimal(amount), ToDecimal(rate), Fractions(credit),
                                          Decimals(split), ToDecimal(whole), scale, Mode(mode)));
    return py::make_tuple(List(pay.quota_credit), ToPython(pay.commission.total),
                          List(pay.commission.parts));
  });
  module.def("rollup_dedup", [](const std::vector<int32_t>& orders, const py::sequence& credits,
                                const py::sequence& order_amounts) {
    const auto rollup =
        Take(incentive::RollupDedup(orders, Fractions(credits), Fractions(order_amounts)));
    return py::make_tuple(ToPython(rollup.credit), ToPython(rollup.naive));
  });
}

void BindSharedMoney(py::module_& module) {
  module.def("equal_pool", [](const py::object& pool, int64_t members, int scale,
                              const std::string& mode) {
    return ToTuple(Take(incentive::EqualPool(ToFraction(pool), members, scale, Mode(mode))));
  });
  module.def("gated_pool", [](const py::object& pool, const py::sequence& attainments,
                              const py::object& gate, int scale, const std::string& mode) {
    return ToTuple(Take(incentive::GatedPool(ToFraction(pool), Fractions(attainments),
                                             ToFraction(gate), scale, Mode(mode))));
  });
  module.def("shared_pool", [](const py::object& pool, const py::sequence& shares, int scale,
                               const std::string& mode) {
    return ToTuple(
        Take(incentive::SharedPool(ToFraction(pool), Fractions(shares), scale, Mode(mode))));
  });
  module.def("pool_share", [](const py::object& pool, const py::object& total,
                              const py::object& shares, int scale, const std::string& mode) {
    return ToPython(Take(incentive::PoolShare(ToFraction(pool), ToFraction(total),
                                              ToFraction(shares), scale, Mode(mode))));
  });
  module.def("percent_pool", [](const py::object& revenue, const py::object& rate,
                                const py::object& share, int scale, const std::string& mode) {
    return ToPython(Take(incentive::PercentPool(ToFraction(revenue), ToFraction(rate),
                                                ToFraction(share), scale, Mode(mode))));
  });
  module.def("contest", [](const py::sequence& prizes, const py::sequence& scores,
                           const py::sequence& eligible, const std::string& share, int scale,
                           const std::string& mode) {
    const auto pay =
        Take(incentive::Contest(Fractions(prizes), Fractions(scores), Flags(eligible),
                                {.share = WordValue<incentive::PrizeShare>("share", share),
                                 .scale = scale,
                                 .mode = Mode(mode)}));
    return py::make_tuple(List(pay.payouts), pay.places, ToPython(pay.total));
  });
  module.def("club_members", [](const py::sequence& columns, const py::sequence& minimums) {
    std::vector<std::vector<Fraction>> values;
    for (const py::handle column : columns)
      values.push_back(Fractions(py::cast<py::sequence>(column)));
    std::vector<incentive::Minimum> conditions;
    for (size_t i = 0; i < values.size(); ++i)
      conditions.push_back({values[i], ToFraction(minimums[i])});
    return Bools(Take(incentive::ClubMembers(conditions)));
  });
  module.def("funded_slots", [](const py::object& base, const py::object& per_point,
                                const py::object& team_attainment, int64_t headcount) {
    return Take(incentive::FundedSlots({ToFraction(base), ToFraction(per_point)},
                                       ToFraction(team_attainment), headcount));
  });
  module.def("fill_slots", [](const py::sequence& scores, const py::sequence& eligible,
                              int64_t slots, const std::string& last) {
    return Bools(Take(incentive::FillSlots(Fractions(scores), Flags(eligible), slots,
                                           WordValue<incentive::LastSlot>("last", last))));
  });
  module.def("sustained", [](const py::sequence& values, int64_t periods, const py::object& minimum,
                             int64_t in_a_row) {
    return Bools(
        Take(incentive::Sustained(Fractions(values), periods, ToFraction(minimum), in_a_row)));
  });
  module.def("spiff", [](const py::sequence& values, const std::vector<int32_t>& groups,
                         const py::object& amount, const py::object& minimum,
                         const std::string& pays, const std::string& point, const std::string& mode,
                         int64_t scale) {
    return ToDict(Take(incentive::PaySpiff(
        {ToFraction(amount), ToFraction(minimum), WordValue<incentive::SpiffMode>("pays", pays)},
        Fractions(values), groups, RoundingOf(point, mode, scale))));
  });
  module.def("order_rules", [](const std::vector<std::string>& scopes, const py::sequence& rates,
                               const std::string& choice) {
    std::vector<incentive::RuleScope> known;
    for (const std::string& scope : scopes)
      known.push_back(WordValue<incentive::RuleScope>("scope", scope));
    return Take(incentive::OrderRules(known, Fractions(rates),
                                      WordValue<incentive::RateChoice>("choice", choice)));
  });
  module.def("choose_rules", [](const std::vector<int32_t>& order, const py::sequence& matches) {
    return Take(incentive::ChooseRules(order, Flags(matches)));
  });
}

void BindQuotas(py::module_& module) {
  module.def("prorate_quota_months", [](const py::object& annual, const py::sequence& weights,
                                        int start_month) {
    return List(
        Take(incentive::ProrateQuotaMonths(ToFraction(annual), Fractions(weights), start_month)));
  });
  module.def("prorate_days", [](const py::object& amount, const py::object& interval,
                                const py::sequence& active, const std::string& count) {
    std::vector<incentive::DayRange> ranges;
    for (const py::handle range : active) ranges.push_back(Range(range));
    const auto result =
        Take(incentive::ProrateDays(ToFraction(amount), Range(interval), ranges,
                                    WordValue<incentive::DayCount>("count", count)));
    return py::make_tuple(result.days, result.interval_days, ToPython(result.amount));
  });
  module.def("blend_quota", [](const py::sequence& quotas, const py::sequence& weights) {
    return ToPython(Take(incentive::BlendQuota(Fractions(quotas), Fractions(weights))));
  });
  module.def("blend_quota_days", [](const py::object& year, const py::sequence& starts,
                                    const py::sequence& quotas, const std::string& count) {
    std::vector<Date> dates;
    for (const py::handle start : starts) dates.push_back(ToDate(start));
    const auto blended = Take(incentive::BlendQuotaDays(
        Range(year), dates, Fractions(quotas), WordValue<incentive::DayCount>("count", count)));
    return py::make_tuple(blended.days, ToPython(blended.quota));
  });
  module.def("ramp_quota", [](const py::sequence& ramp, const py::object& full,
                              const std::vector<int64_t>& months) {
    return List(Take(incentive::RampQuota(Fractions(ramp), ToFraction(full), months)));
  });
  module.def("goal_seek",
             [](const py::sequence& desired, const py::object& certain, const py::object& rate) {
               return List(Take(
                   incentive::GoalSeek(Fractions(desired), ToFraction(certain), ToFraction(rate))));
             });
  module.def("goal_seek_tiers", [](const py::sequence& bands, const py::sequence& desired) {
    return List(Take(incentive::GoalSeekTiers(Bands(bands), Fractions(desired))));
  });
}

}  // namespace

void BindIncentiveSharing(py::module_& module) {
  BindCredits(module);
  BindSharedMoney(module);
  BindQuotas(module);
}

}  // namespace attain::python
