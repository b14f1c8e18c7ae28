// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "incentive/internal/check_plan.h"

#include <algorithm>
#include <string>

#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "incentive/internal/check_amount.h"
#include "incentive/internal/pay_kinds.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::JoinPath;
using definition::Optional;

void Unsupported(std::string path, std::string text, std::string hint, Findings& findings) {
  findings.AddError(Reason::kUnsupportedOption, {.path = std::move(path)}, std::move(text),
                    std::move(hint));
}

// True for what pays on an amount, so that there is a part of it above a gate.
bool PaysAboveAGate(const Payout& payout) {
  return std::holds_alternative<Flat>(payout) || std::holds_alternative<Tiers>(payout) ||
         std::holds_alternative<Rates>(payout) || std::holds_alternative<Override>(payout) ||
         std::holds_alternative<Multiplier>(payout);
}

// A gate that pays only what lies above it.
void CheckExcess(const Component& component, const Gate& gate, const std::string& where,
                 Findings& findings) {
  if (gate.pays != GateBase::kExcess || component.payout.versions.empty()) return;
  const std::string pays = JoinPath(where, "pays");
  const Payout& payout = component.payout.versions.front().value;
  if (gate.span != Span::kPeriod)
    Unsupported(JoinPath(where, "span"),
                "what lies above a gate is told in the period that is paid",
                "leave the span out or use \"first_dollar\"", findings);
  if (!PaysAboveAGate(payout)) {
    Unsupported(pays,
                StrCat("a payout of the kind \"", KindOf(payout), "\" has no part above a gate"),
                "use \"first_dollar\"", findings);
    return;
  }
  for (const auto& version : component.payout.versions) {
    const auto* multiplier = std::get_if<Multiplier>(&version.value);
    if (multiplier == nullptr || multiplier->over == gate.over) continue;
    Unsupported(pays, "a multiplier pays above a gate on what it is itself compared with",
                "let the gate look at the same", findings);
    return;
  }
}

}  // namespace

void CheckConditions(const Component& component, std::string_view path, Findings& findings) {
  for (size_t i = 0; i < component.gates.size(); ++i) {
    const std::string where = ListPath(path, "gates", i);
    CheckReference(component.gates[i].over, component.measure, JoinPath(where, "over"), findings);
    CheckExcess(component, component.gates[i], where, findings);
  }
  for (size_t i = 0; i < component.modifiers.size(); ++i) {
    const Modifier& modifier = component.modifiers[i];
    const std::string where = ListPath(path, "modifiers", i);
    CheckReference(modifier.over, component.measure, JoinPath(where, "over"), findings);
    findings.Append(CheckBands(Tiers{.method = TierMethod::kWhole,
                                     .over = modifier.over,
                                     .boundary = modifier.boundary,
                                     .outside = modifier.outside,
                                     .bands = modifier.bands},
                               where));
  }
}

void CheckOwnPeriod(const Component& component, const Plan& plan, std::string_view path,
                    Findings& findings) {
  if (!component.period.has_value()) {
    if (component.paid_in != PaidIn::kLast)
      Unsupported(JoinPath(path, "paid_in"), "what the plan's period measures is paid with it",
                  "give the component a longer period", findings);
    return;
  }
  const std::string where = JoinPath(path, "period");
  if (!plan.period.has_value()) {
    Unsupported(where, "the periods in which it is paid must be known",
                "give the plan its period, like \"month\"", findings);
  } else if (*component.period <= *plan.period || *component.period > Grain::kYear) {
    findings.AddError(Reason::kOutOfBounds, {.path = where},
                      StrCat("a component's own period is longer than the plan's, a ",
                             Name(*plan.period), ", and at most a year"));
  }
  const auto alone = [&](bool given, std::string at, std::string_view text) {
    if (given)
      Unsupported(std::move(at), StrCat("a component with a period of its own ", text),
                  "leave it out", findings);
  };
  alone(component.span != Span::kPeriod, JoinPath(path, "span"),
        "counts that period and nothing else");
  alone(component.cap.has_value() && component.cap->carry, JoinPath(JoinPath(path, "cap"), "carry"),
        "hands nothing on");
  alone(component.team.has_value() && component.team->mode == OverrideMode::kIndividual,
        JoinPath(JoinPath(path, "team"), "mode"), "is not paid member by member");
  for (size_t i = 0; i < component.gates.size(); ++i)
    alone(component.gates[i].span != Span::kPeriod, JoinPath(ListPath(path, "gates", i), "span"),
          "counts that period and nothing else");
  const bool carries = std::any_of(
      component.payout.versions.begin(), component.payout.versions.end(), [](const auto& version) {
        const auto* tiers = std::get_if<Tiers>(&version.value);
        return tiers != nullptr && tiers->negative == NegativeBase::kCarry;
      });
  alone(carries, JoinPath(JoinPath(path, "payout"), "negative"), "hands nothing on");
}

void CheckConversion(const Plan& plan, std::string_view path, Findings& findings) {
  const std::string where = JoinPath(path, "fx");
  if (plan.fx.at != FxAt::kCredit && !plan.period.has_value())
    Unsupported(JoinPath(where, "at"), "the period in which a transaction counts must be known",
                "give the plan its period, like \"month\"", findings);
  if (plan.fx.order != FxOrder::kRoundThenConvert) return;
  for (const Component& component : plan.components) {
    if (component.payout.versions.empty()) continue;
    const Payout& payout = component.payout.versions.front().value;
    const bool converts = PaysByCredit(payout) && !std::holds_alternative<Spiff>(payout);
    if (converts && component.rounding.point == RoundingPoint::kTransaction) continue;
    Unsupported(JoinPath(where, "order"),
                StrCat("\"", component.id,
                       "\" does not round what each transaction earns in its "
                       "own currency"),
                "use \"convert_then_round\", or round it at the point \"transaction\"", findings);
  }
}

const definition::WordTable& Describe(definition::Type<PaidIn>) {
  static const auto& table = *new auto(definition::Words<PaidIn>(
      "paid_in", "With which of the plan's periods a component with a longer one is paid.",
      {{"last", PaidIn::kLast, "The last inside it."},
       {"next", PaidIn::kNext, "The first after it."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<FxAt>) {
  static const auto& table = *new auto(definition::Words<FxAt>(
      "fx_at", "The day whose rate converts an amount.",
      {{"credit", FxAt::kCredit, "That of the transaction."},
       {"calculation", FxAt::kCalculation,
        "The last day of the plan's period in which the transaction counts."},
       {"payment", FxAt::kPayment, "The day after that period."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Conversion>) {
  static const auto& table = *new auto(definition::Table<Conversion>(
      "conversion", "How amounts of other currencies are converted.",
      {Optional("rate_type", &Conversion::rate_type,
                "Rates used: spot, month_avg or plan. Default: spot."),
       Optional("at", &Conversion::at,
                "Whose day's rate: that of the transaction, the last of its period, or the day "
                "after the period. Default: credit."),
       Optional("order", &Conversion::order,
                "Whether what a transaction earns is rounded in its own currency before it is "
                "converted. Default: convert_then_round.")}));
  return table;
}

}  // namespace attain::incentive
