// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"
#include "attain/incentive/payout.h"
#include "attain/incentive/share.h"
#include "incentive_common.h"

namespace attain::python {
namespace {

py::dict FlatRatePython(const py::sequence& amounts, const py::sequence& costs,
                        const std::vector<bool>& credit_notes, const py::object& rate, bool margin,
                        const py::object& margin_floor, const std::string& point,
                        const std::string& mode, int64_t scale) {
  incentive::FlatRateOptions options;
  options.rate = ToDecimal(rate);
  options.margin = margin;
  if (!margin_floor.is_none()) options.margin_floor = ToDecimal(margin_floor);
  options.rounding = RoundingOf(point, mode, scale);
  const std::vector<uint8_t> signs(credit_notes.begin(), credit_notes.end());
  return ToDict(Take(incentive::FlatRate(Decimals(amounts), Decimals(costs), signs, options)));
}

incentive::TierBasis BasisNamed(const std::string& name) {
  constexpr std::pair<std::string_view, incentive::TierBasis> kBases[] = {
      {"amount", incentive::TierBasis::kAmount},
      {"measure", incentive::TierBasis::kMeasure},
      {"attainment", incentive::TierBasis::kAttainment},
      {"units", incentive::TierBasis::kUnits}};
  for (const auto& [word, basis] : kBases) {
    if (word == name) return basis;
  }
  Raise(MakeError(Reason::kUnknownWord,
                  "basis: \"" + name + "\" is none of amount, measure, attainment, units"));
}

py::dict TierTablePython(const py::sequence& bands, const py::sequence& amounts,
                         const py::sequence& measures, const py::dict& words) {
  incentive::TierTableOptions options;
  options.method =
      WordValue<incentive::TierMethod>("method", py::cast<std::string>(words["method"]));
  options.basis = BasisNamed(py::cast<std::string>(words["basis"]));
  options.accumulate = py::cast<bool>(words["accumulate"]);
  options.initial = ToDecimal(words["initial"]);
  options.lookup_on_total = py::cast<bool>(words["lookup_on_total"]);
  options.boundary =
      WordValue<incentive::Boundary>("boundary", py::cast<std::string>(words["boundary"]));
  options.outside =
      WordValue<incentive::Outside>("outside", py::cast<std::string>(words["outside"]));
  options.quota = ToFraction(words["quota"]);
  options.rounding =
      RoundingOf(py::cast<std::string>(words["point"]), py::cast<std::string>(words["mode"]),
                 py::cast<int64_t>(words["scale"]));
  return ToDict(
      Take(incentive::TierTable(Bands(bands), Decimals(amounts), Decimals(measures), options)));
}

py::dict TierPeriodsPython(const py::sequence& bands, const py::sequence& credits,
                           const py::object& quota, const std::string& method, int scale,
                           const std::string& mode) {
  const auto result =
      Take(incentive::TierPeriods(Bands(bands), Decimals(credits), ToFraction(quota),
                                  WordValue<incentive::TierMethod>("method", method), scale,
                                  WordValue<RoundingMode>("mode", mode)));
  py::dict dict;
  dict["exact"] = List(result.exact);
  dict["lines"] = List(result.lines);
  dict["catch_up"] = List(result.catch_up_lines);
  dict["total"] = ToPython(result.total);
  return dict;
}

py::dict EffectiveRatesPython(const py::sequence& versions, const py::sequence& days,
                              const py::sequence& amounts, const std::string& point,
                              const std::string& mode, int64_t scale) {
  std::vector<incentive::RateVersion> rates;
  for (const py::handle version : versions) {
    const auto pair = py::cast<py::sequence>(version);
    rates.push_back({ToDate(pair[0]), ToDecimal(pair[1])});
  }
  std::vector<Date> dates;
  for (const py::handle day : days) dates.push_back(ToDate(day));
  return ToDict(Take(
      incentive::EffectiveRates(rates, dates, Decimals(amounts), RoundingOf(point, mode, scale))));
}

}  // namespace

void BindIncentive(py::module_& module) {
  BindIncentiveKinds(module);
  BindIncentiveSales(module);
  using incentive::Boundary;
  module.def("band_of",
             [](const py::sequence& bands, const py::object& value, const std::string& boundary) {
               return incentive::Lookup(Bands(bands), ToFraction(value),
                                        WordValue<Boundary>("boundary", boundary));
             });
  module.def("slices", [](const py::sequence& bands, const py::object& start, const py::object& end,
                          const py::object& unit) {
    py::list result;
    for (const auto& slice : Take(incentive::Slices(Bands(bands), ToFraction(start),
                                                    ToFraction(end), ToFraction(unit)))) {
      result.append(py::make_tuple(slice.band, ToPython(slice.width)));
    }
    return result;
  });
  module.def("marginal", [](const py::sequence& bands, const py::object& start,
                            const py::object& end, const py::object& unit) {
    return ToPython(Take(
        incentive::Marginal(Bands(bands), ToFraction(start), ToFraction(end), ToFraction(unit))));
  });
  module.def("flat_rate", &FlatRatePython);
  module.def("tier_table", &TierTablePython);
  module.def("tier_periods", &TierPeriodsPython);
  module.def("effective_rates", &EffectiveRatesPython);
  module.def("capped_rate", [](const py::sequence& credits, const py::object& rate,
                               const py::object& cap, int scale, const std::string& mode) {
    const auto result =
        Take(incentive::CappedRate(Decimals(credits), ToDecimal(rate), ToDecimal(cap), scale,
                                   WordValue<RoundingMode>("mode", mode)));
    return py::make_tuple(List(result.payouts), List(result.withheld));
  });
  module.def("allocate", [](const py::object& amount, const py::sequence& ratios, int scale,
                            const std::string& method) {
    ApportionOptions options;
    options.method =
        method == "ratio_order" ? ApportionMethod::kRatioOrder : ApportionMethod::kLargestRemainder;
    return List(Take(incentive::Allocate(ToDecimal(amount), Decimals(ratios), scale, options)));
  });
  module.def(
      "split_commission", [](const py::object& amount, const py::object& rate,
                             const py::sequence& shares, int scale, const std::string& mode) {
        const auto pay =
            Take(incentive::SplitCommission(ToDecimal(amount), ToDecimal(rate), Decimals(shares),
                                            scale, WordValue<RoundingMode>("mode", mode)));
        return py::make_tuple(ToPython(pay.total), List(pay.parts));
      });
  module.def("split_credit", [](const std::vector<int32_t>& payees, const py::sequence& amounts,
                                const py::sequence& shares, int32_t payee_count) {
    return List(
        Take(incentive::SplitCredit(payees, Decimals(amounts), Decimals(shares), payee_count)));
  });
  module.def("override_chain", [](const py::object& amount, const py::sequence& rates, int scale,
                                  const std::string& mode) {
    const auto pay = Take(incentive::OverrideChain(ToDecimal(amount), Decimals(rates), scale,
                                                   WordValue<RoundingMode>("mode", mode)));
    return py::make_tuple(ToPython(pay.total), List(pay.parts));
  });
  module.def("override_rollup", [](const py::object& rate, const std::vector<bool>& in_team,
                                   const std::vector<int32_t>& owners, const py::sequence& amounts,
                                   int scale, const std::string& mode) {
    const std::vector<uint8_t> team(in_team.begin(), in_team.end());
    return ToPython(Take(incentive::OverrideRollup(ToDecimal(rate), team, owners, Decimals(amounts),
                                                   scale, WordValue<RoundingMode>("mode", mode))));
  });
  module.def("manager_measure", [](const py::sequence& sales, const py::sequence& quotas,
                                   const py::object& base, const py::object& over, int scale,
                                   const std::string& mode) {
    const auto pay = Take(incentive::ManagerMeasure(Decimals(sales), Decimals(quotas),
                                                    ToDecimal(base), ToDecimal(over), scale,
                                                    WordValue<RoundingMode>("mode", mode)));
    return py::make_tuple(ToPython(pay.collective), ToPython(pay.individual));
  });
}

}  // namespace attain::python
