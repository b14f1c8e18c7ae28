// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The stage of payment on columns: draws, caps, releases, clawbacks, amortisation, recalculation,
// exchange, quota credit.
#include <optional>
#include <string>
#include <vector>

#include "attain/incentive/amortisation.h"
#include "attain/incentive/clawback.h"
#include "attain/incentive/exchange.h"
#include "attain/incentive/payment.h"
#include "attain/incentive/payment_plan.h"
#include "attain/incentive/quota_credit.h"
#include "attain/incentive/recalculate.h"
#include "attain/incentive/release.h"
#include "attain/incentive/settle.h"
#include "incentive_common.h"

namespace attain::python {
namespace {

RoundingMode Mode(const std::string& mode) { return WordValue<RoundingMode>("mode", mode); }

py::tuple Maximum(const py::sequence& earned, const py::object& maximum, const std::string& excess,
                  const py::object& opening, int scale, const std::string& mode) {
  const auto pay = Take(incentive::PaymentMaximum(Decimals(earned), ToDecimal(maximum),
                                                  WordValue<incentive::Excess>("excess", excess),
                                                  ToFraction(opening), scale, Mode(mode)));
  return py::make_tuple(List(pay.paid), List(pay.balances), ToPython(pay.closing), List(pay.exact));
}

py::tuple Caps(const py::sequence& earned, const py::object& deal_cap, const py::object& period_cap,
               int scale, const std::string& mode) {
  const auto pay = Take(incentive::DealAndPeriodCap(Decimals(earned), ToDecimal(deal_cap),
                                                    ToDecimal(period_cap), scale, Mode(mode)));
  return py::make_tuple(List(pay.payouts), List(pay.withheld), ToPython(pay.total),
                        ToPython(pay.room));
}

incentive::DrawTerms DrawTermsOf(const py::dict& words) {
  incentive::DrawTerms terms;
  terms.kind = WordValue<incentive::DrawKind>("kind", py::cast<std::string>(words["kind"]));
  terms.amount = ToFraction(words["amount"]);
  terms.last_period = py::cast<std::optional<int64_t>>(words["last_period"]);
  terms.recovery_first_period = py::cast<int64_t>(words["recovery_first_period"]);
  terms.share = ToFraction(words["share"]);
  terms.recovery_scale = py::cast<std::optional<int>>(words["recovery_scale"]);
  if (words.contains("minimum") && !words["minimum"].is_none())
    terms.minimum = ToFraction(words["minimum"]);
  return terms;
}

py::tuple DrawPython(const py::sequence& earned, const py::dict& words) {
  const incentive::DrawTerms terms = DrawTermsOf(words);
  const auto pay =
      Take(incentive::Draw(Decimals(earned), terms, ToFraction(words["opening"]),
                           py::cast<int64_t>(words["first_period"]), py::cast<int>(words["scale"]),
                           Mode(py::cast<std::string>(words["mode"]))));
  py::list steps;
  for (const incentive::DrawStep& step : pay.steps) {
    steps.append(py::make_tuple(ToPython(step.drawn), ToPython(step.recovered),
                                ToPython(step.forgiven), ToPython(step.paid), ToPython(step.debt)));
  }
  return py::make_tuple(List(pay.paid), List(pay.balances), ToPython(pay.forgiven),
                        ToPython(pay.closing), std::move(steps));
}

py::tuple Clawbacks(const py::sequence& earned, const py::sequence& paid,
                    const std::vector<int64_t>& months_served,
                    const std::vector<int64_t>& days_since_sale, const py::dict& words) {
  incentive::ClawbackOptions options;
  options.mode = WordValue<incentive::ClawbackMode>("kind", py::cast<std::string>(words["kind"]));
  options.of = WordValue<incentive::ClawbackOf>("of", py::cast<std::string>(words["of"]));
  options.percent = ToFraction(words["percent"]);
  options.term = py::cast<int64_t>(words["term"]);
  options.window_days = py::cast<std::optional<int64_t>>(words["window_days"]);
  options.scale = py::cast<int>(words["scale"]);
  options.rounding = Mode(py::cast<std::string>(words["mode"]));
  const std::vector<Decimal> earned_column = Decimals(earned);
  const std::vector<Decimal> paid_column = Decimals(paid);
  const auto result = Take(incentive::Clawback({.earned = earned_column,
                                                .paid = paid_column,
                                                .months_served = months_served,
                                                .days_since_sale = days_since_sale},
                                               options));
  return py::make_tuple(List(result.adjustments), List(result.cancelled_unpaid),
                        ToPython(result.total));
}

py::tuple Schedule(const incentive::Amortisation& schedule) {
  return py::make_tuple(ToPython(schedule.monthly), ToPython(schedule.last),
                        ToPython(schedule.total), List(schedule.expense), List(schedule.asset));
}

incentive::AmortisationOptions AmortisationOptionsOf(const std::optional<int64_t>& expense_up_to,
                                                     const std::string& point,
                                                     const std::string& mode, int64_t scale) {
  return {.expense_up_to = expense_up_to, .rounding = RoundingOf(point, mode, scale)};
}

py::tuple ToTuple(const incentive::Recalculated& result) {
  return py::make_tuple(List(result.before), List(result.after), List(result.deltas),
                        ToPython(result.total));
}

py::tuple HoldPython(const py::sequence& events, const py::object& share, int32_t sales,
                     const py::sequence& opening) {
  std::vector<incentive::HoldEvent> rows;
  for (const py::handle event : events) {
    const auto items = py::cast<py::sequence>(event);
    rows.push_back({py::cast<int32_t>(items[0]), ToDecimal(items[1]), ToDecimal(items[2]),
                    ToDecimal(items[3])});
  }
  std::vector<incentive::HoldState> states;
  for (const py::handle state : opening) {
    const auto items = py::cast<py::sequence>(state);
    states.push_back(
        {ToFraction(items[0]), ToFraction(items[1]), ToFraction(items[2]), ToFraction(items[3])});
  }
  const auto result = Take(incentive::Hold(rows, ToFraction(share), sales, states));
  py::list closing;
  for (const incentive::HoldState& state : result.states) {
    closing.append(py::make_tuple(ToPython(state.held), ToPython(state.booked),
                                  ToPython(state.collected), ToPython(state.released)));
  }
  return py::make_tuple(List(result.held), List(result.released), std::move(closing));
}

// One statement: (columns, balances after it, (held, released) of each sale, what the column
// `adjusted` is made of beside a clawback).
py::tuple SettlePython(const py::sequence& amounts, const py::sequence& sales,
                       const py::sequence& opening, const py::dict& words) {
  incentive::SettleTerms terms;
  terms.scale = py::cast<int>(words["scale"]);
  terms.mode = Mode(py::cast<std::string>(words["mode"]));
  terms.hold_share = ToFraction(words["hold_share"]);
  if (!words["top_up"].is_none()) terms.top_up = ToFraction(words["top_up"]);
  terms.added = ToFraction(words["added"]);
  if (!words["maximum"].is_none()) terms.maximum = ToFraction(words["maximum"]);
  terms.excess = WordValue<incentive::Excess>("excess", py::cast<std::string>(words["excess"]));
  terms.negative =
      WordValue<incentive::NegativePayment>("negative", py::cast<std::string>(words["negative"]));
  terms.draw_period = py::cast<int64_t>(words["period"]);
  if (!words["draw"].is_none()) terms.draw = DrawTermsOf(py::cast<py::dict>(words["draw"]));
  std::vector<incentive::SaleOnHold> on_hold;
  for (const py::handle sale : sales) {
    const auto items = py::cast<py::sequence>(sale);
    on_hold.push_back({.held = ToFraction(items[0]),
                       .released = ToFraction(items[1]),
                       .earned = ToFraction(items[2]),
                       .cancelled = ToFraction(items[3]),
                       .free = ToFraction(items[4])});
  }
  const auto settled =
      Take(incentive::Settle(terms, {.earned = ToFraction(amounts[0]),
                                     .clawed = ToFraction(amounts[1]),
                                     .sales = on_hold,
                                     .opening = {.carry = ToFraction(opening[0]),
                                                 .maximum = ToFraction(opening[1]),
                                                 .draw = ToFraction(opening[2])}}));
  const incentive::StatementAmounts& a = settled.amounts;
  py::list states;
  for (const incentive::SaleHeld& sale : settled.sales)
    states.append(py::make_tuple(ToPython(sale.held), ToPython(sale.released)));
  return py::make_tuple(
      List(std::vector<Fraction>{a.earned, a.adjusted, a.held, a.released, a.rounding, a.drawn,
                                 a.recovered, a.carried, a.paid}),
      List(std::vector<Fraction>{settled.closing.carry, settled.closing.maximum,
                                 settled.closing.draw}),
      std::move(states),
      List(std::vector<Fraction>{settled.guaranteed, settled.lost, settled.waived,
                                 settled.forgiven}));
}

}  // namespace

void BindIncentivePayment(py::module_& module) {
  module.def("settle", &SettlePython);
  module.def("payment_maximum", &Maximum);
  module.def("deal_and_period_cap", &Caps);
  module.def("guarantee", [](const py::sequence& earned, const py::sequence& guarantees, int scale,
                             const std::string& mode) {
    const auto pay =
        Take(incentive::Guarantee(Decimals(earned), Decimals(guarantees), scale, Mode(mode)));
    return py::make_tuple(List(pay.top_up), List(pay.paid));
  });
  module.def("draw", &DrawPython);
  module.def("budget_scale", [](const py::sequence& awards, const py::object& budget,
                                const std::string& point, const std::string& mode, int64_t scale) {
    const auto pay = Take(incentive::BudgetScale(Decimals(awards), ToDecimal(budget),
                                                 RoundingOf(point, mode, scale)));
    return py::make_tuple(List(pay.payouts), ToPython(pay.total), ToPython(pay.factor));
  });
  module.def("stage_releases", [](const py::object& earned, const py::sequence& stages,
                                  std::optional<size_t> reached, int scale) {
    const std::vector<Decimal> ratios = Decimals(stages);
    const auto result = Take(incentive::StageReleases(ToDecimal(earned), ratios,
                                                      reached.value_or(ratios.size()), scale));
    return py::make_tuple(List(result.lines), ToPython(result.total), ToPython(result.remaining));
  });
  module.def("collected_releases", [](const py::object& commission, const py::object& invoice,
                                      const py::sequence& receipts, bool limit,
                                      const py::object& collected, int scale,
                                      const std::string& mode) {
    const auto result = Take(incentive::CollectedReleases(
        ToDecimal(commission), ToDecimal(invoice), Decimals(receipts),
        {.limit = limit, .collected = ToFraction(collected), .scale = scale, .mode = Mode(mode)}));
    return py::make_tuple(List(result.lines), ToPython(result.total), ToPython(result.remaining));
  });
  module.def("hold", &HoldPython);
  module.def("clawback", &Clawbacks);
  module.def("recalculated_clawback",
             [](const py::sequence& bands, const py::sequence& amounts,
                const std::vector<bool>& cancelled, int scale, const std::string& mode) {
               const std::vector<uint8_t> flags(cancelled.begin(), cancelled.end());
               const auto result = Take(incentive::RecalculatedClawback(
                   Bands(bands), Decimals(amounts), flags, scale, Mode(mode)));
               return py::make_tuple(ToPython(result.before), ToPython(result.after),
                                     ToPython(result.adjustment), ToPython(result.own));
             });
  module.def("amortise", [](const py::object& commission, int64_t months,
                            std::optional<int64_t> expense_up_to, const std::string& point,
                            const std::string& mode, int64_t scale) {
    return Schedule(Take(incentive::Amortise(
        ToDecimal(commission), months, AmortisationOptionsOf(expense_up_to, point, mode, scale))));
  });
  module.def("amortise_all", [](const py::sequence& commissions, const std::vector<int64_t>& months,
                                const std::vector<int64_t>& start_month,
                                std::optional<int64_t> expense_up_to, const std::string& point,
                                const std::string& mode, int64_t scale) {
    return Schedule(
        Take(incentive::AmortiseAll(Decimals(commissions), months, start_month,
                                    AmortisationOptionsOf(expense_up_to, point, mode, scale))));
  });
  module.def(
      "recalculate_rate", [](const py::sequence& credits, const py::object& old_rate,
                             const py::object& new_rate, int scale, const std::string& mode) {
        return ToTuple(Take(incentive::RecalculateRate(Decimals(credits), ToDecimal(old_rate),
                                                       ToDecimal(new_rate), scale, Mode(mode))));
      });
  module.def("recalculate_late", [](const py::sequence& bands, const py::sequence& credits,
                                    const py::sequence& late, int scale, const std::string& mode) {
    std::vector<incentive::LateCredit> rows;
    for (const py::handle row : late) {
      const auto items = py::cast<py::sequence>(row);
      rows.push_back({py::cast<int32_t>(items[0]), ToDecimal(items[1])});
    }
    return ToTuple(
        Take(incentive::RecalculateLate(Bands(bands), Decimals(credits), rows, scale, Mode(mode))));
  });
  module.def("exchange",
             [](const py::sequence& amounts, const py::sequence& rates, const std::string& order,
                int scale, int own_scale, const std::string& mode) {
               return List(Take(incentive::Exchange(Decimals(amounts), Decimals(rates),
                                                    WordValue<incentive::FxOrder>("order", order),
                                                    scale, own_scale, Mode(mode))));
             });
  module.def("currency_totals",
             [](const std::vector<int32_t>& currencies, const py::sequence& amounts,
                const py::object& rate, int32_t count, int scale, const std::string& mode) {
               return List(Take(incentive::CurrencyTotals(
                   currencies, Decimals(amounts), ToDecimal(rate), count, scale, Mode(mode))));
             });
  module.def("multiplied_credit", [](const py::sequence& amounts, const py::sequence& multipliers) {
    return List(Take(incentive::MultipliedCredit(Decimals(amounts), Decimals(multipliers))));
  });
  module.def("accumulate", [](const py::sequence& credits, const py::object& goal,
                              const py::object& opening) {
    std::optional<Fraction> target;
    if (!goal.is_none()) target = ToFraction(goal);
    const auto result = Take(incentive::Accumulate(Decimals(credits), target, ToFraction(opening)));
    return py::make_tuple(
        List(result.running), ToPython(result.total),
        result.attainment.has_value() ? ToPython(*result.attainment) : py::object(py::none()));
  });
}

}  // namespace attain::python
