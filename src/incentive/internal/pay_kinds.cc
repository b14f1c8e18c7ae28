// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "incentive/internal/pay_kinds.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/expression/expression.h"
#include "attain/incentive/curve.h"
#include "attain/incentive/gate.h"
#include "attain/incentive/matrix.h"
#include "attain/incentive/multiplier.h"
#include "attain/incentive/weighted.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using Lines = std::vector<PayLine>;

absl::StatusOr<Fraction> AmountIn(const definition::Amount& amount, Currency currency) {
  ATTAIN_ASSIGN_OR_RETURN(const Money money, amount.ToMoney(currency));
  return Fraction(money.ToDecimal());
}

Fraction FactorOf(Rate rate) { return Fraction(rate.factor()); }

// target incentive × factor, as one line.
absl::StatusOr<Lines> FactorLine(Rule rule, int32_t band, const Fraction& target,
                                 const Fraction& factor) {
  PayLine line;
  line.rule = rule;
  line.band = band;
  line.base = target;
  line.rate = factor;
  ATTAIN_ASSIGN_OR_RETURN(line.amount, ExactProduct(target, factor));
  return Lines{line};
}

struct Payer {
  Currency currency;
  const Fraction& credited;
  const Fraction& part;
  const std::optional<Fraction>& excess;
  const ValueOf& value_of;
  const AttainedOf& attained_of;

  // Paid by credit, or among all.
  template <typename Other>
  absl::StatusOr<Lines> operator()(const Other&) const {
    return Lines{};
  }

  // The target incentive for the days assigned.
  template <typename Kind>
  absl::StatusOr<Fraction> TargetOf(const Kind& kind) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction target, AmountIn(kind.target_incentive, currency));
    if (!kind.prorate) return target;
    return ExactProduct(target, part);
  }

  absl::StatusOr<Lines> operator()(const Curve& curve) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction target, TargetOf(curve));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, value_of(curve.over));
    CurveLine line{.points = {}, .below = curve.below, .above = curve.above};
    for (const Point& point : curve.points)
      line.points.push_back({FactorOf(point.at), FactorOf(point.pays)});
    const std::vector<Fraction> row = {value};
    ATTAIN_ASSIGN_OR_RETURN(const Earnings place, PayoutCurve(line, row, 0));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, FactorAt(line, value));
    return FactorLine(Rule::kCurve, place.bands.front(), target, factor);
  }

  absl::StatusOr<Lines> operator()(const Multiplier& multiplier) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction target, TargetOf(multiplier));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, value_of(multiplier.over));
    if (multiplier.method == TierMethod::kWhole) {
      int32_t band = -1;
      ATTAIN_ASSIGN_OR_RETURN(
          const Fraction factor,
          FactorOfBand(multiplier.bands, value, multiplier.boundary, multiplier.outside, band));
      if (band < 0) return Lines{};
      const Fraction start = excess.value_or(Fraction());
      ATTAIN_ASSIGN_OR_RETURN(const Fraction paid, ExactDifference(std::max(value, start), start));
      ATTAIN_ASSIGN_OR_RETURN(const Fraction base,
                              ExactProduct(target, excess.has_value() ? paid : value));
      return FactorLine(Rule::kBand, band, base, factor);
    }
    Lines lines;
    // Two rows where only what lies above a gate pays: what is reached, and what lies below.
    std::vector<Fraction> rows = {value};
    if (excess.has_value()) rows.push_back(std::min(value, *excess));
    ATTAIN_ASSIGN_OR_RETURN(
        const Earnings earnings,
        TargetMultiplier(ResolveBands(multiplier.bands), rows, {.target_incentive = target}));
    Fraction covered;
    for (const Piece& piece : earnings.pieces) {
      if (piece.row != 0) continue;
      ATTAIN_ASSIGN_OR_RETURN(covered, ExactSum(covered, piece.base));
      Fraction width = piece.base;
      for (const Piece& below : earnings.pieces) {
        if (below.row == 0 || below.band != piece.band) continue;
        ATTAIN_ASSIGN_OR_RETURN(width, ExactDifference(width, below.base));
      }
      if (width.is_zero()) continue;
      ATTAIN_ASSIGN_OR_RETURN(const Fraction base, ExactProduct(target, width));
      ATTAIN_ASSIGN_OR_RETURN(const Lines slice,
                              FactorLine(Rule::kBand, piece.band, base, piece.rate));
      lines.push_back(slice.front());
    }
    if (multiplier.outside == Outside::kError && value.sign() > 0 && covered != value)
      return MakeError(Reason::kValueInNoBand, "no band holds " + value.ToString());
    return lines;
  }

  absl::StatusOr<Lines> operator()(const Matrix& definition) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction target, TargetOf(definition));
    FactorMatrix matrix{
        .axes = {}, .cells = {}, .method = definition.method, .below = definition.below};
    std::vector<Fraction> values;
    for (const Axis& axis : definition.axes) {
      std::vector<Fraction>& points = matrix.axes.emplace_back();
      for (const Rate point : axis.points) points.push_back(FactorOf(point));
      ATTAIN_ASSIGN_OR_RETURN(const Fraction value, value_of(axis.over));
      values.push_back(value);
    }
    for (const std::vector<Rate>& row : definition.cells) {
      for (const Rate cell : row) matrix.cells.push_back(FactorOf(cell));
    }
    ATTAIN_ASSIGN_OR_RETURN(const Earnings place, PayMatrix(matrix, values, 0));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction factor, FactorAt(matrix, values));
    return FactorLine(Rule::kMatrix, place.bands.front(), target, factor);
  }

  absl::StatusOr<Lines> operator()(const Weighted& weighted) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction target, TargetOf(weighted));
    std::vector<MeasureWeight> weights;
    std::vector<Fraction> values;
    for (const Weight& weight : weighted.measures) {
      MeasureWeight& exact = weights.emplace_back();
      exact.weight = FactorOf(weight.weight);
      if (weight.cap.has_value()) exact.cap = FactorOf(*weight.cap);
      ATTAIN_ASSIGN_OR_RETURN(const Fraction value, value_of(weight.over));
      values.push_back(value);
    }
    ATTAIN_ASSIGN_OR_RETURN(const Earnings earnings, PayWeighted(weights, values, target));
    Lines lines;
    for (const Piece& piece : earnings.pieces) {
      ATTAIN_ASSIGN_OR_RETURN(const Lines part,
                              FactorLine(Rule::kWeight, piece.band, piece.base, piece.rate));
      lines.push_back(part.front());
    }
    return lines;
  }

  absl::StatusOr<Lines> operator()(const LumpSums& sums) const {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, value_of(sums.over));
    std::vector<RateBand> bands;
    for (const LumpBand& band : sums.bands) {
      ATTAIN_ASSIGN_OR_RETURN(Fraction amount, AmountIn(band.pays, currency));
      if (sums.prorate) {
        ATTAIN_ASSIGN_OR_RETURN(amount, ExactProduct(amount, part));
      }
      bands.push_back({.from = FactorOf(band.from), .to = {}, .pays = amount});
    }
    const std::vector<Fraction> row = {value};
    ATTAIN_ASSIGN_OR_RETURN(const Earnings earnings, LumpSum(bands, row));
    Lines lines;
    const int32_t highest = earnings.bands.front();
    for (int32_t band = sums.each ? 0 : highest; band >= 0 && band <= highest; ++band) {
      PayLine line;
      line.rule = Rule::kLumpSum;
      line.band = band;
      line.amount = bands[static_cast<size_t>(band)].pays;
      lines.push_back(line);
    }
    return lines;
  }

  absl::StatusOr<Lines> operator()(const Formula& formula) const {
    expression::Bindings names;
    names["credited"] = Number(credited);
    for (const auto& [name, over] : formula.inputs) {
      ATTAIN_ASSIGN_OR_RETURN(const Attained attained, attained_of(over.id));
      if (attained.attainment.is_wide() || attained.actual.is_wide() || credited.is_wide())
        return MakeError(Reason::kOverflow, "an input of a formula needs more than 127 bits");
      names[name + ".actual"] = Number(attained.actual);
      names[name + ".quota"] = Number(attained.quota);
      names[name + ".attainment"] = Number(attained.attainment);
    }
    ATTAIN_ASSIGN_OR_RETURN(const expression::Expression text,
                            expression::ParseText(formula.value));
    const expression::Value value = expression::Evaluate(text, names);
    PayLine line;
    line.rule = Rule::kFormula;
    switch (value.type()) {
      case expression::ValueType::kInt:
        line.amount = value.integer();
        break;
      case expression::ValueType::kDecimal:
        line.amount = Fraction(value.decimal());
        break;
      case expression::ValueType::kFraction:
        line.amount = value.fraction();
        break;
      case expression::ValueType::kError:
        return MakeError(value.error().reason, value.error().text);
      default:
        return MakeError(Reason::kExpressionType, "a formula must give an exact number");
    }
    return Lines{line};
  }

  // A decimal where the digits end, so that a formula may compare and round it as one.
  static expression::Value Number(const Fraction& value) {
    const std::optional<Decimal> digits = value.ToDecimal();
    return digits.has_value() ? expression::Value::Of(*digits) : expression::Value::Of(value);
  }
};

}  // namespace

bool Prorates(const Payout& payout) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (requires { kind.prorate; }) {
          return kind.prorate;
        } else {
          return false;
        }
      },
      payout);
}

absl::StatusOr<Lines> PayKind(const Payout& payout, Currency currency, const Fraction& credited,
                              const Fraction& part, const std::optional<Fraction>& excess,
                              const ValueOf& value_of, const AttainedOf& attained_of) {
  return std::visit(Payer{currency, credited, part, excess, value_of, attained_of}, payout);
}

absl::StatusOr<Fraction> FactorOfBand(const std::vector<Band>& bands, const Fraction& value,
                                      Boundary boundary, Outside outside, int32_t& band) {
  const std::vector<RateBand> exact = ResolveBands(bands);
  const std::optional<int32_t> found = Lookup(exact, value, boundary);
  band = found.value_or(-1);
  if (found.has_value()) return exact[static_cast<size_t>(*found)].pays;
  if (outside == Outside::kZero) return Fraction(0);
  return MakeError(Reason::kValueInNoBand, "no band holds " + value.ToString());
}

}  // namespace attain::incentive
