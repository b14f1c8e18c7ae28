// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/plan.h"

#include <algorithm>

#include "attain/crm/fx.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "incentive/internal/check_amount.h"
#include "incentive/internal/check_plan.h"
#include "incentive/internal/pay_kinds.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using definition::Optional;
using definition::Required;

void CheckKnown(const std::vector<std::string>& known, std::string_view what, const std::string& id,
                std::string path, Findings& findings) {
  if (known.empty() || std::find(known.begin(), known.end(), id) != known.end()) return;
  const std::string nearest = NearestWord(id, known);
  findings.AddError(Reason::kUnknownReference, {.path = std::move(path)},
                    StrCat("there is no ", what, " \"", id, "\""),
                    nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
}

// Where a version of the payout stands.
std::string VersionPath(const Component& component, std::string_view path, size_t i) {
  const std::string payout = JoinPath(path, "payout");
  return component.payout.versions.size() > 1
             ? ElementPath(JoinPath(payout, "versions"), "", static_cast<int64_t>(i))
             : payout;
}

void CheckVersions(const Component& component, std::string_view path, Findings& findings) {
  const auto& versions = component.payout.versions;
  const std::string payout = JoinPath(path, "payout");
  if (versions.empty())
    findings.AddError(Reason::kMissingKey, {.path = payout}, "a component needs a payout");
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::string where = VersionPath(component, path, i);
    if (versions[i].valid.from >= versions[i].valid.to) {
      findings.AddError(Reason::kIntervalInverted, {.path = JoinPath(where, "valid")},
                        "a version must end after it starts");
    }
    for (size_t j = 0; j < i; ++j) {
      const bool inverted = versions[i].valid.from >= versions[i].valid.to;
      if (!inverted && versions[i].valid.from < versions[j].valid.to &&
          versions[j].valid.from < versions[i].valid.to) {
        findings.AddError(Reason::kIntervalOverlap, {.path = JoinPath(where, "valid")},
                          StrCat("overlaps versions[", static_cast<int64_t>(j), "]"));
      }
    }
    if (versions[i].value.index() != versions[0].value.index()) {
      findings.AddError(Reason::kInvalidArgument, {.path = JoinPath(where, "kind")},
                        StrCat("versions of one component are of one kind; the first is \"",
                               KindOf(versions[0].value), "\""),
                        "make it a component of its own");
    }
    findings.Append(Validate(versions[i].value, component.measure, where));
  }
}

// The money of a cap, checked by itself.
std::optional<Money> CheckCap(const Cap& cap, Currency currency, std::string path,
                              Findings& findings) {
  const std::optional<Money> money = AmountIn(cap.amount, currency, path, findings);
  if (money.has_value() && money->units() < 0)
    findings.AddError(Reason::kCapNegative, {.path = std::move(path)},
                      StrCat("a cap must be at least 0, not ", cap.amount.value.ToString()));
  return money;
}

// Switches of a cap that do not go together.
void CheckCapSwitches(const Component& component, std::string_view path, Findings& findings) {
  if (!component.cap.has_value()) return;
  const Cap& cap = *component.cap;
  const std::string where = JoinPath(path, "cap");
  const auto unsupported = [&](std::string_view key, std::string text, std::string hint = {}) {
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(where, key)}, std::move(text),
                      std::move(hint));
  };
  const auto& versions = component.payout.versions;
  const bool by_transaction = cap.per == CapPer::kTransaction;
  if (by_transaction && !versions.empty() && !PaysByCredit(versions.front().value))
    unsupported("per", StrCat("a payout of the kind \"", KindOf(versions.front().value),
                              "\" pays no transactions"));
  if (by_transaction && cap.carry)
    unsupported("carry", "what a single transaction earns above its cap is not kept");
  if (cap.carry && component.span != Span::kPeriod)
    unsupported("carry", "a component with a span pays later what a cap kept back by itself");
  if (cap.carry && !versions.empty() && PaysAmongAll(versions.front().value))
    unsupported("carry",
                StrCat("a ", KindOf(versions.front().value), " is held in a single period"));
  if (cap.prorate && component.span != Span::kPeriod)
    unsupported("prorate",
                "a component with a span counts the days of all of it, its cap is of one period",
                "leave it out");
  if (cap.after_rounding && component.rounding.point == RoundingPoint::kPayment)
    unsupported("after_rounding", "the payment is rounded after every cap",
                "round at the point \"component\"");
}

void CheckAmounts(const Component& component, Currency currency, std::string_view path,
                  Findings& findings) {
  std::optional<Money> cap;
  if (component.cap.has_value()) {
    cap = CheckCap(*component.cap, currency, JoinPath(path, "cap"), findings);
    if (component.cap->per == CapPer::kTransaction) cap.reset();
  }
  for (size_t i = 0; i < component.payout.versions.size(); ++i) {
    for (auto& [amount, where] :
         AmountsOf(component.payout.versions[i].value, VersionPath(component, path, i)))
      AmountIn(amount, currency, std::move(where), findings);
  }
  if (component.floor.has_value()) {
    const std::optional<Money> floor =
        AmountIn(*component.floor, currency, JoinPath(path, "floor"), findings);
    if (floor.has_value() && cap.has_value() && floor->units() > cap->units()) {
      findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "floor")},
                        "the floor lies above the cap");
    }
  }
}

// What looks at everyone at once, carries from period to period or follows versions day by day.
void CheckSwitches(const Component& component, std::string_view path, Findings& findings) {
  const auto& versions = component.payout.versions;
  if (versions.empty()) return;
  const Payout& payout = versions.front().value;
  if (PaysAmongAll(payout) && component.span != Span::kPeriod)
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "span")},
                      StrCat("a ", KindOf(payout), " is held in a single period"),
                      "leave the span out");
  if (std::any_of(versions.begin(), versions.end(),
                  [](const auto& version) {
                    const Tiers* tiers = std::get_if<Tiers>(&version.value);
                    return tiers != nullptr && tiers->negative == NegativeBase::kCarry;
                  }) &&
      component.span != Span::kPeriod)
    findings.AddError(Reason::kUnsupportedOption,
                      {.path = JoinPath(VersionPath(component, path, 0), "negative")},
                      "a component with a span counts what lies below zero by itself",
                      "use \"first_band\" or \"zero\"");
  if (component.version_at == VersionAt::kTransaction && !PaysByCredit(payout))
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "version_at")},
                      StrCat("a payout of the kind \"", KindOf(payout), "\" pays no transactions"),
                      "use \"period_start\" or \"period_end\"");
}

// A span is trued up as a whole, and retroactive bands look back over one.
void CheckSpan(const Component& component, std::string_view path, Findings& findings) {
  const RoundingPoint point = component.rounding.point;
  if (component.span != Span::kPeriod) {
    if (point == RoundingPoint::kTransaction || point == RoundingPoint::kCumulative)
      findings.AddError(Reason::kInvalidArgument,
                        {.path = JoinPath(JoinPath(path, "rounding"), "point")},
                        "what is trued up over a span is not rounded by transaction",
                        "use \"component\" or \"payment\"");
    return;
  }
  for (const auto& version : component.payout.versions) {
    const Tiers* tiers = std::get_if<Tiers>(&version.value);
    if (tiers == nullptr || tiers->method != TierMethod::kRetroactive) continue;
    findings.AddError(Reason::kUnsupportedOption,
                      {.path = JoinPath(JoinPath(path, "payout"), "method")},
                      "retroactive bands re-rate what lies before the period and need a span",
                      "say \"span\": \"quarter_to_date\" or \"year_to_date\", or \"method\": "
                      "\"whole\"");
  }
}

// A sum for what is reached belongs to no single transaction.
void CheckRoundingPoint(const Component& component, std::string_view path, Findings& findings) {
  const auto& versions = component.payout.versions;
  const RoundingPoint point = component.rounding.point;
  if (versions.empty() || PaysByCredit(versions.front().value) ||
      point == RoundingPoint::kComponent || point == RoundingPoint::kPayment)
    return;
  findings.AddError(
      Reason::kInvalidArgument, {.path = JoinPath(JoinPath(path, "rounding"), "point")},
      StrCat("a payout of the kind \"", KindOf(versions.front().value), "\" pays no transactions"),
      "use \"component\" or \"payment\"");
}

// Everything a component is compared with, and where that stands.
std::vector<std::pair<definition::Reference, std::string>> ReferencesOf(const Component& component,
                                                                        std::string_view path) {
  std::vector<std::pair<definition::Reference, std::string>> references;
  for (const auto& version : component.payout.versions) {
    for (const definition::Reference& over : incentive::ReferencesOf(version.value))
      references.emplace_back(over, JoinPath(JoinPath(path, "payout"), "over"));
  }
  for (size_t i = 0; i < component.gates.size(); ++i)
    references.emplace_back(
        component.gates[i].over,
        JoinPath(ElementPath(JoinPath(path, "gates"), "", static_cast<int64_t>(i)), "over"));
  for (size_t i = 0; i < component.modifiers.size(); ++i)
    references.emplace_back(
        component.modifiers[i].over,
        JoinPath(ElementPath(JoinPath(path, "modifiers"), "", static_cast<int64_t>(i)), "over"));
  return references;
}

// What a team's component cannot do.
void CheckTeam(const Component& component, std::string_view path, Findings& findings) {
  if (!component.team.has_value() || component.payout.versions.empty()) return;
  const std::string where = JoinPath(path, "team");
  const Payout& payout = component.payout.versions.front().value;
  const auto unsupported = [&](std::string at, std::string text, std::string hint = {}) {
    findings.AddError(Reason::kUnsupportedOption, {.path = std::move(at)}, std::move(text),
                      std::move(hint));
  };
  if (std::holds_alternative<Override>(payout))
    unsupported(where, "an override is paid on the team already", "leave the team out");
  if (component.team->mode != OverrideMode::kIndividual) return;
  const std::string mode = JoinPath(where, "mode");
  if (PaysAmongAll(payout))
    unsupported(mode, StrCat("a ", KindOf(payout), " looks at everyone the plan pays"),
                "use \"collective\"");
  const bool carries = std::any_of(
      component.payout.versions.begin(), component.payout.versions.end(), [](const auto& version) {
        const Tiers* tiers = std::get_if<Tiers>(&version.value);
        return tiers != nullptr && tiers->negative == NegativeBase::kCarry;
      });
  const bool looks_back = std::any_of(component.gates.begin(), component.gates.end(),
                                      [](const Gate& gate) { return gate.span != Span::kPeriod; });
  if (component.span != Span::kPeriod || carries || looks_back)
    unsupported(mode, "each member is paid on in a single period", "use \"collective\"");
  if (component.cap.has_value() || component.floor.has_value())
    unsupported(mode, "a cap or floor would be each member's, not the component's",
                "use \"collective\", or the cap of the plan");
}

void CheckAmortisation(const AmortisationRule& rule, const std::vector<PaidComponent>& components,
                       std::string_view path, Findings& findings) {
  if (rule.months < 1 || rule.months > 1'200)
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "months")},
                      StrCat("a term must be from 1 to 1200 months, not ", rule.months));
  if (rule.rounding.point != RoundingPoint::kTransaction &&
      rule.rounding.point != RoundingPoint::kCumulative)
    findings.AddError(
        Reason::kInvalidArgument, {.path = JoinPath(JoinPath(path, "rounding"), "point")},
        "months are rounded alone or cumulatively", "use \"transaction\" or \"cumulative\"");
  for (size_t i = 0; i < rule.of.size(); ++i) {
    const std::string where = ListPath(path, "of", i);
    const auto found =
        std::find_if(components.begin(), components.end(),
                     [&](const PaidComponent& component) { return component.id == rule.of[i]; });
    if (found == components.end()) {
      findings.AddError(Reason::kUnknownReference, {.path = where},
                        StrCat("the plan has no component \"", rule.of[i], "\""));
    } else if (!found->by_transaction) {
      findings.AddError(
          Reason::kUnsupportedOption, {.path = where},
          StrCat("\"", rule.of[i], "\" does not pay each transaction in its own period"));
    }
  }
}

bool RoundsPayment(const Component& component) {
  return component.rounding.point == RoundingPoint::kPayment;
}

}  // namespace

bool PaysByTransaction(const Component& component) {
  const auto& versions = component.payout.versions;
  const bool by_member =
      component.team.has_value() && component.team->mode == OverrideMode::kIndividual;
  return component.span == Span::kPeriod && !component.period.has_value() && !by_member &&
         !versions.empty() && PaysByCredit(versions.front().value);
}

Findings Validate(const Plan& plan, const Known& known, std::string_view path) {
  Findings findings;
  const std::string root = path.empty() ? StrCat("incentive[", plan.id, "]") : std::string(path);
  if (plan.id.empty())
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(root, "id")}, "a plan needs an id");
  const absl::StatusOr<Currency> currency = Currency::Parse(plan.currency);
  if (!currency.ok()) {
    findings.AddError(Reason::kUnknownCurrency, {.path = JoinPath(root, "currency")},
                      MessageOf(currency.status()));
  }
  if (!plan.for_.text.empty()) {
    findings.Append(FindingsOf(expression::ParseText(plan.for_, JoinPath(root, "for")).status()));
  }
  if (plan.components.empty()) {
    findings.AddError(Reason::kMissingKey, {.path = JoinPath(root, "components")},
                      "a plan needs at least one component");
  }
  const std::vector<std::string> types = {"spot", "month_avg", "plan"};
  CheckKnown(types, "type of rate", plan.fx.rate_type, JoinPath(JoinPath(root, "fx"), "rate_type"),
             findings);
  CheckConversion(plan, root, findings);
  if (currency.ok() && plan.cap.has_value())
    CheckCap(*plan.cap, *currency, JoinPath(root, "cap"), findings);
  if (plan.cap.has_value() &&
      (plan.cap->per != CapPer::kComponent || plan.cap->carry || plan.cap->after_rounding))
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(root, "cap")},
                      "the cap of a plan is an amount of a period, which may be prorated",
                      "put \"per\", \"carry\" and \"after_rounding\" into a component");
  if (currency.ok() && plan.budget.has_value()) {
    const std::optional<Money> budget =
        AmountIn(*plan.budget, *currency, JoinPath(root, "budget"), findings);
    if (budget.has_value() && budget->units() < 0)
      findings.AddError(Reason::kCapNegative, {.path = JoinPath(root, "budget")},
                        StrCat("a budget must be at least 0, not ", plan.budget->value.ToString()));
  }
  if (currency.ok()) {
    std::vector<PaidComponent> paid;
    for (const Component& component : plan.components)
      paid.push_back({.id = component.id, .by_transaction = PaysByTransaction(component)});
    findings.Append(CheckPayment(plan.payment, *currency, paid, JoinPath(root, "payment")));
    if (plan.amortisation.has_value())
      CheckAmortisation(*plan.amortisation, paid, JoinPath(root, "amortisation"), findings);
  }
  const Component* rounds = nullptr;
  for (size_t i = 0; i < plan.components.size(); ++i) {
    const Component& component = plan.components[i];
    const std::string where =
        ElementPath(JoinPath(root, "components"), component.id, static_cast<int64_t>(i));
    if (component.id.empty())
      findings.AddError(Reason::kMissingKey, {.path = JoinPath(where, "id")},
                        "a component needs an id");
    if (component.measure.empty()) {
      findings.AddError(Reason::kMissingKey, {.path = JoinPath(where, "measure")},
                        "a component needs a measure");
    }
    for (size_t j = 0; j < i; ++j) {
      if (!component.id.empty() && plan.components[j].id == component.id) {
        findings.AddError(Reason::kDuplicateId, {.path = JoinPath(where, "id")},
                          StrCat("\"", component.id, "\" stands twice in the plan"));
        break;
      }
    }
    CheckKnown(known.measures, "measure", component.measure, JoinPath(where, "measure"), findings);
    for (const auto& [over, at] : ReferencesOf(component, where)) {
      if (over.kind == "attainment") CheckKnown(known.targets, "attainment", over.id, at, findings);
    }
    CheckVersions(component, where, findings);
    CheckRoundingPoint(component, where, findings);
    CheckConditions(component, where, findings);
    CheckOwnPeriod(component, plan, where, findings);
    CheckSpan(component, where, findings);
    CheckSwitches(component, where, findings);
    CheckTeam(component, where, findings);
    CheckCapSwitches(component, where, findings);
    if (currency.ok()) CheckAmounts(component, *currency, where, findings);
    if (component.rounding.scale.has_value() &&
        (*component.rounding.scale < 0 || *component.rounding.scale > 12)) {
      findings.AddError(Reason::kOutOfBounds,
                        {.path = JoinPath(JoinPath(where, "rounding"), "scale")},
                        "a scale must be from 0 to 12");
    }
    if (!RoundsPayment(component)) continue;
    if (rounds == nullptr) rounds = &component;
    if (rounds->rounding != component.rounding) {
      findings.AddError(Reason::kInvalidArgument, {.path = JoinPath(where, "rounding")},
                        StrCat("a payment is rounded once; component \"", rounds->id,
                               "\" rounds it by another rule"));
    }
  }
  return findings;
}

absl::StatusOr<definition::Loaded<Plan>> Parse(std::string_view text,
                                               const definition::ReadOptions& options,
                                               const Known& known) {
  definition::Loaded<Plan> loaded = definition::Load<Plan>(text, options);
  if (!loaded.findings.has_errors()) {
    // The document is the plan, so that paths in it start at its own keys.
    const std::string root = StrCat("incentive[", loaded.value.id, "]");
    Findings checked = Validate(loaded.value, known, root);
    for (Finding& finding : checked.mutable_items()) {
      const std::string path = finding.where.path;
      finding.where = loaded.document.Locate(
          std::string_view(path).substr(std::min(path.size(), root.size() + 1)));
      finding.where.path = path;
    }
    loaded.findings.Append(checked);
  }
  if (loaded.findings.has_errors()) return loaded.findings.ToStatus();
  return loaded;
}

const definition::WordTable& Describe(definition::Type<Proration>) {
  static const auto& table = *new auto(definition::Words<Proration>(
      "proration", "The quota of someone assigned for a part of the period.",
      {{"days", Proration::kDays, "In proportion to the days assigned, unrounded."},
       {"none", Proration::kNone, "As it stands."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<VersionAt>) {
  static const auto& table = *new auto(definition::Words<VersionAt>(
      "version_at", "The day that chooses the version of a payout.",
      {{"transaction", VersionAt::kTransaction, "The day of the transaction."},
       {"period_start", VersionAt::kPeriodStart, "The first day of the period."},
       {"period_end", VersionAt::kPeriodEnd, "The last day of the period."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Refund>) {
  static const auto& table = *new auto(definition::Words<Refund>(
      "refund", "Whose day decides over the plan version, currency rate and unit of a refund.",
      {{"as_original", Refund::kAsOriginal, "That of what it reverses."},
       {"own", Refund::kOwn, "Its own."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Team>) {
  static const auto& table = *new auto(definition::Table<Team>(
      "team", "Paid on the credits and quotas of everyone in the units that the payee leads.",
      {Optional("mode", &Team::mode,
                "The payout on the team's sums, or for each member alone. Default: collective."),
       Optional("include_self", &Team::include_self,
                "The payee's own credits and quota count. Default: true."),
       Optional("dedupe", &Team::dedupe,
                "An order counts for at most its amount, however many of the team have credit of "
                "it. Default: true.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Component>) {
  static const auto& table = *new auto(definition::Table<Component>(
      "component", "One part of a plan's pay.",
      {Required("id", &Component::id, "Its id within the plan.").IsId(),
       Required("measure", &Component::measure, "Id of the measure whose credits are paid on.")
           .RefersTo({"measure"}),
       Required("payout", &Component::payout,
                "How they are paid: flat, tiers, override, curve, multiplier, matrix, weighted, "
                "lump_sum, formula, spiff, rates, contest or pool; may have versions."),
       Optional("cap", &Component::cap,
                "Most the component pays in a period, before rounding, or for a transaction. "
                "Default: no cap."),
       Optional("floor", &Component::floor,
                "Least the component pays in a period. Default: no floor."),
       Optional("rounding", &Component::rounding,
                "When and how it is rounded. Default: once per payment, half to even, to the "
                "currency's unit."),
       Optional("gates", &Component::gates,
                "What must be reached for anything to be paid. Default: nothing."),
       Optional("modifiers", &Component::modifiers,
                "Factors of what the component pays. Default: none."),
       Optional("span", &Component::span,
                "From when on credits and quota count; longer than the period, what was earned "
                "before is taken off. Default: period."),
       Optional("version_at", &Component::version_at,
                "Which day chooses the version of the payout. Default: transaction for rates of "
                "transactions, period_end for the others."),
       Optional("refund", &Component::refund,
                "Whose day decides over a refund. Default: as_original."),
       Optional("team", &Component::team,
                "Paid on what the payee's team was credited. Default: the payee's own credits."),
       Optional("period", &Component::period,
                "What it is measured over, longer than the plan's period. Default: the plan's."),
       Optional("paid_in", &Component::paid_in,
                "With which of the plan's periods a longer one is paid. Default: last.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Plan>) {
  static const auto& table = *new auto(
      definition::Table<Plan>(
          "incentive", "An incentive plan: who is paid by which components.",
          {Required("id", &Plan::id, "Its id, as assignments and results name it.").IsId(),
           Required("currency", &Plan::currency, "ISO code of the currency everything is paid in."),
           Optional("for", &Plan::for_,
                    "Condition over the table reps that says who is paid. Default: those whom "
                    "plan_assignments names."),
           Optional("period", &Plan::period,
                    "Length of its periods. Default: the period asked for."),
           Required("components", &Plan::components, "The parts of the pay.")
               .NonEmpty()
               .Each("components"),
           Optional("payment", &Plan::payment, "How what was earned is paid."),
           Optional("proration", &Plan::proration,
                    "Quota of someone assigned for a part of the period. Default: days."),
           Optional("fx", &Plan::fx, "How amounts of other currencies are converted."),
           Optional("cap", &Plan::cap,
                    "Most all components together pay someone in a period. Default: no cap."),
           Optional("budget", &Plan::budget,
                    "Most the plan pays everyone together in a period; above it earnings are cut "
                    "in proportion. Default: no budget."),
           Optional("amortisation", &Plan::amortisation,
                    "How commissions are spread over the time they serve, as the result table "
                    "amortisation. Default: none.")})
          .Document("incentive", 1));
  return table;
}

}  // namespace attain::incentive
