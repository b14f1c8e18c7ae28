// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What is wrong with a payout that pays a sum for what is reached.

#include <algorithm>

#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "incentive/internal/check_amount.h"
#include "incentive/internal/pay_kinds.h"

namespace attain::incentive {

std::string ListPath(std::string_view path, std::string_view list, size_t i) {
  return definition::ElementPath(definition::JoinPath(path, list), "", static_cast<int64_t>(i));
}

namespace {

using attain::internal::StrCat;
using definition::JoinPath;

// An attainment reads in percent, an amount in digits.
std::string ValueText(const definition::Reference& over, Rate value) {
  return over.kind == "attainment" ? value.ToString() : value.factor().ToString();
}

void CheckAscent(const definition::Reference& over, Rate before, Rate value, std::string path,
                 Findings& findings) {
  if (before < value) return;
  findings.AddError(Reason::kTierOverlap, {.path = std::move(path)},
                    StrCat(ValueText(over, value), " must lie above the one before it (",
                           ValueText(over, before), ")"));
}

struct Checker {
  std::string_view path;
  Findings& findings;

  void operator()(const Flat&) const {}
  void operator()(const Tiers&) const {}
  void operator()(const Override&) const {}
  void operator()(const Spiff& spiff) const { findings.Append(Validate(spiff, path)); }
  void operator()(const Rates& rates) const { findings.Append(Validate(rates, path)); }
  void operator()(const Prizes& prizes) const { findings.Append(Validate(prizes, path)); }
  void operator()(const Pool& pool) const { findings.Append(Validate(pool, path)); }

  void operator()(const Curve& curve) const {
    const std::vector<Point>& points = curve.points;
    if (points.empty())
      findings.AddError(Reason::kMissingKey, {.path = JoinPath(path, "points")},
                        "a curve needs at least one point");
    for (size_t i = 1; i < points.size(); ++i) {
      const std::string at = JoinPath(ListPath(path, "points", i), "at");
      if (points[i].at < points[i - 1].at) {
        CheckAscent(curve.over, points[i - 1].at, points[i].at, at, findings);
      } else if (points[i].at == points[i - 1].at) {
        if (i > 1 && points[i].at == points[i - 2].at) {
          findings.AddWarning(Reason::kTierUnreachable, {.path = ListPath(path, "points", i - 1)},
                              "the point lies between two at the same place");
        } else if (points[i].pays != points[i - 1].pays) {
          findings.AddWarning(
              Reason::kTierCliff, {.path = at},
              StrCat("at ", ValueText(curve.over, points[i].at), " the factor ",
                     points[i - 1].pays < points[i].pays ? "jumps" : "falls", " from ",
                     points[i - 1].pays.ToString(), " to ", points[i].pays.ToString()));
        }
      }
    }
    if (!points.empty() && curve.below == CurveBelow::kZero && points.front().pays != Rate())
      findings.AddWarning(Reason::kTierCliff, {.path = JoinPath(ListPath(path, "points", 0), "at")},
                          StrCat("at ", ValueText(curve.over, points.front().at),
                                 " the factor jumps from 0% to ", points.front().pays.ToString()));
    const size_t size = points.size();
    if (curve.above == CurveAbove::kExtrapolate &&
        (size < 2 || points[size - 1].at == points[size - 2].at))
      findings.AddError(Reason::kInvalidArgument, {.path = JoinPath(path, "above")},
                        "a curve goes on above its last point only along a line of two points");
  }

  void operator()(const Multiplier& multiplier) const {
    if (multiplier.method != TierMethod::kWhole && multiplier.method != TierMethod::kMarginal)
      findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "method")},
                        StrCat("a multiplier cannot pay by the method \"",
                               definition::TextOf(multiplier.method), "\""),
                        "use \"whole\" or \"marginal\"");
    findings.Append(CheckBands(Tiers{.method = multiplier.method,
                                     .over = multiplier.over,
                                     .boundary = multiplier.boundary,
                                     .outside = multiplier.outside,
                                     .bands = multiplier.bands},
                               path));
  }

  void operator()(const Matrix& matrix) const {
    size_t rows = 1;
    if (matrix.axes.empty() || matrix.axes.size() > 8)
      findings.AddError(Reason::kInvalidArgument, {.path = JoinPath(path, "axes")},
                        "a matrix has one to eight axes");
    for (size_t a = 0; a < matrix.axes.size(); ++a) {
      const Axis& axis = matrix.axes[a];
      const std::string where = ListPath(path, "axes", a);
      if (axis.points.empty())
        findings.AddError(Reason::kMissingKey, {.path = JoinPath(where, "points")},
                          "an axis needs at least one point");
      for (size_t i = 1; i < axis.points.size(); ++i)
        CheckAscent(axis.over, axis.points[i - 1], axis.points[i], ListPath(where, "points", i),
                    findings);
      if (matrix.below == Outside::kError && !axis.points.empty() && axis.points[0] > Rate())
        findings.AddWarning(
            Reason::kTierGap, {.path = ListPath(where, "points", 0)},
            StrCat("what lies below ", ValueText(axis.over, axis.points[0]), " is in no cell"),
            "start the axis at 0 or say \"below\": \"zero\"");
      if (a + 1 < matrix.axes.size() && rows <= matrix.cells.size()) rows *= axis.points.size();
    }
    if (matrix.axes.empty()) return;
    if (rows != matrix.cells.size())
      findings.AddError(Reason::kInvalidArgument, {.path = JoinPath(path, "cells")},
                        StrCat(static_cast<int64_t>(matrix.cells.size()),
                               " rows of cells do not fit the axes, which make ",
                               rows > matrix.cells.size() ? "more" : "fewer"));
    const size_t width = matrix.axes.back().points.size();
    for (size_t i = 0; i < matrix.cells.size(); ++i) {
      if (matrix.cells[i].size() == width) continue;
      findings.AddError(
          Reason::kInvalidArgument, {.path = ListPath(path, "cells", i)},
          StrCat("a row of cells has ", static_cast<int64_t>(matrix.cells[i].size()),
                 " factors; the last axis has ", static_cast<int64_t>(width), " points"));
    }
  }

  void operator()(const Weighted& weighted) const {
    Decimal sum;
    for (const Weight& weight : weighted.measures) {
      const absl::StatusOr<Decimal> added = Add(sum, weight.weight.factor());
      if (!added.ok()) return;
      sum = *added;
    }
    const std::string where = JoinPath(path, "measures");
    if (weighted.measures.empty()) {
      findings.AddError(Reason::kMissingKey, {.path = where},
                        "a weighted payout needs at least one measure");
    } else if (sum != Decimal(1)) {
      findings.AddWarning(Reason::kOutOfBounds, {.path = where},
                          StrCat("the weights add up to ", Rate(sum).ToString(), ", not 100%"));
    }
  }

  void operator()(const LumpSums& sums) const {
    if (sums.bands.empty())
      findings.AddError(Reason::kMissingKey, {.path = JoinPath(path, "bands")},
                        "lump sums need at least one band");
    for (size_t i = 1; i < sums.bands.size(); ++i) {
      const LumpBand& before = sums.bands[i - 1];
      const LumpBand& band = sums.bands[i];
      CheckAscent(sums.over, before.from, band.from, JoinPath(ListPath(path, "bands", i), "from"),
                  findings);
      if (!sums.each && band.pays.value < before.pays.value)
        findings.AddWarning(
            Reason::kTierCliff, {.path = JoinPath(ListPath(path, "bands", i), "pays")},
            StrCat("at ", ValueText(sums.over, band.from), " the sum falls from ",
                   before.pays.value.ToString(), " to ", band.pays.value.ToString()));
    }
  }

  void operator()(const Formula& formula) const {
    const absl::StatusOr<expression::Expression> text =
        expression::ParseText(formula.value, JoinPath(path, "value"));
    if (!text.ok()) {
      findings.Append(FindingsOf(text.status()));
      return;
    }
    expression::BindOptions known;
    known.parameters["credited"] = expression::Value::Of(Decimal());
    for (const auto& input : formula.inputs) {
      for (const std::string_view part : {".actual", ".quota", ".attainment"})
        known.parameters[StrCat(input.first, part)] = expression::Value::Of(Decimal());
    }
    // Only names are known here: the types are those of the numbers met.
    const absl::StatusOr<expression::Bound> bound =
        expression::Bind(*text, *table::Table::Of("inputs", {}), known);
    for (const Finding& finding : FindingsOf(bound.status())) {
      if (finding.reason == Reason::kUnknownName) findings.Add(finding);
    }
  }
};

// Where each of the references of a payout stands.
std::string PathOfReference(const Payout& payout, std::string_view path, size_t i) {
  if (std::holds_alternative<Matrix>(payout)) return JoinPath(ListPath(path, "axes", i), "over");
  if (std::holds_alternative<Weighted>(payout))
    return JoinPath(ListPath(path, "measures", i), "over");
  const auto* formula = std::get_if<Formula>(&payout);
  if (formula != nullptr)
    return JoinPath(JoinPath(path, "inputs"),
                    std::next(formula->inputs.begin(), static_cast<std::ptrdiff_t>(i))->first);
  return JoinPath(path, "over");
}

}  // namespace

std::vector<std::pair<definition::Amount, std::string>> AmountsOf(const Payout& payout,
                                                                  std::string_view path) {
  std::vector<std::pair<definition::Amount, std::string>> amounts;
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.target_incentive; })
          amounts.emplace_back(kind.target_incentive, JoinPath(path, "target_incentive"));
        if constexpr (requires { kind.prizes; }) {
          for (size_t i = 0; i < kind.prizes.size(); ++i)
            amounts.emplace_back(kind.prizes[i], ListPath(path, "prizes", i));
        }
      },
      payout);
  if (const auto* sums = std::get_if<LumpSums>(&payout); sums != nullptr) {
    for (size_t i = 0; i < sums->bands.size(); ++i)
      amounts.emplace_back(sums->bands[i].pays, JoinPath(ListPath(path, "bands", i), "pays"));
  }
  if (const auto* spiff = std::get_if<Spiff>(&payout); spiff != nullptr)
    amounts.emplace_back(spiff->amount, JoinPath(path, "amount"));
  if (const auto* pool = std::get_if<Pool>(&payout); pool != nullptr && pool->amount.has_value())
    amounts.emplace_back(*pool->amount, JoinPath(path, "amount"));
  return amounts;
}

void CheckReference(const definition::Reference& over, std::string_view measure,
                    std::string_view path, Findings& findings) {
  if (over.kind == "attainment" && !over.id.empty()) return;
  if (over.kind == "measure" && over.id == measure) return;
  findings.AddError(Reason::kUnknownReference, {.path = std::string(path)},
                    "bands are compared with an attainment or with the component's own measure",
                    StrCat("write {\"attainment\": \"…\"} or {\"measure\": \"", measure, "\"}"));
}

Findings CheckKind(const Payout& payout, std::string_view measure, std::string_view path) {
  Findings findings;
  const std::vector<definition::Reference> references = ReferencesOf(payout);
  for (size_t i = 0; i < references.size(); ++i)
    CheckReference(references[i], measure, PathOfReference(payout, path, i), findings);
  std::visit(Checker{path, findings}, payout);
  return findings;
}

}  // namespace attain::incentive
