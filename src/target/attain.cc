// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/target/plan.h"
#include "base/internal/text.h"
#include "target/internal/state.h"

namespace attain::target {
namespace {

using attain::internal::StrCat;
using measure::EntityKind;
using measure::ValueStatus;

// Positions in the series of the periods that tile [start, end).
absl::StatusOr<std::pair<int32_t, int32_t>> Tile(const measure::Series& series, Date start,
                                                 Date end, std::string_view name) {
  const std::vector<Period>& periods = series.periods();
  for (size_t first = 0; first < periods.size(); ++first) {
    if (periods[first].start != start) continue;
    size_t last = first;
    while (periods[last].end < end && last + 1 < periods.size() &&
           periods[last + 1].start == periods[last].end)
      ++last;
    if (periods[last].end == end)
      return std::pair(static_cast<int32_t>(first), static_cast<int32_t>(last));
  }
  return MakeError(Reason::kInvalidPeriod,
                   StrCat("the periods of series ", series.id(), " do not make up ", name));
}

// Where a span of a period begins.
Date StartOf(const std::vector<Period>& periods, const Period& period, Span span) {
  if (span == Span::kYearToDate) return periods[0].start;
  if (span == Span::kQuarterToDate) {
    for (const Period& quarter : periods) {
      if (quarter.grain == Grain::kQuarter && quarter.Contains(period)) return quarter.start;
    }
  }
  return period.start;
}

class Attaining {
 public:
  Attaining(const Targets& targets, const measure::Series& actual, const AttainOptions& options)
      : targets_(targets), actual_(actual), options_(options) {}

  absl::StatusOr<std::vector<AttainmentValue>> Run() {
    std::vector<AttainmentValue> lines;
    for (const TargetValue& value : targets_.values()) {
      for (const Span span : options_.spans) {
        ATTAIN_ASSIGN_OR_RETURN(AttainmentValue line, LineOf(value, span));
        lines.push_back(std::move(line));
      }
    }
    return lines;
  }

 private:
  absl::StatusOr<AttainmentValue> LineOf(const TargetValue& value, Span span) {
    const std::vector<Period>& periods = targets_.periods();
    const Period& period = periods[static_cast<size_t>(value.period)];
    const Date start = StartOf(periods, period, span);
    AttainmentValue line{
        .kind = value.kind, .entity = value.entity, .period = value.period, .span = span};
    ATTAIN_ASSIGN_OR_RETURN(line.target, TargetOver(value, period, start));
    ATTAIN_ASSIGN_OR_RETURN(const auto tile, Tile(actual_, start, period.end, period.name));
    const int32_t entity = NumberIn(value);
    measure::Figure figure;
    if (entity >= 0) {
      ATTAIN_ASSIGN_OR_RETURN(figure, actual_.Over(value.kind, entity, tile.first, tile.second));
    }
    if (figure.status != ValueStatus::kOk) {
      line.status = figure.status;
      line.reason = figure.reason;
      return line;
    }
    ATTAIN_ASSIGN_OR_RETURN(line.actual, Divide(figure.numerator, figure.denominator));
    ATTAIN_ASSIGN_OR_RETURN(
        const measure::Attainment attainment,
        measure::Attain(line.actual, line.target, targets_.definition().direction));
    line.attainment = attainment.attainment;
    line.gap = attainment.gap;
    if (!line.attainment.has_value()) {
      line.status = ValueStatus::kUndefined;
      line.reason = line.target.is_zero() ? Reason::kTargetZero : Reason::kDivisionByZero;
    }
    ATTAIN_RETURN_IF_ERROR(AddPace(start, period.end, line));
    return line;
  }

  // The target of all periods of the same grain from `start` to the end of `period`.
  absl::StatusOr<Fraction> TargetOver(const TargetValue& value, const Period& period,
                                      Date start) const {
    Fraction sum = 0;
    const std::vector<Period>& periods = targets_.periods();
    for (size_t i = 0; i < periods.size(); ++i) {
      const bool counts = static_cast<int32_t>(i) == value.period ||
                          (periods[i].grain == period.grain && periods[i].start >= start &&
                           periods[i].end <= period.start);
      const TargetValue* part =
          counts ? targets_.Find(value.kind, value.entity, static_cast<int32_t>(i)) : nullptr;
      if (part == nullptr) continue;
      ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, Fraction(part->value)));
    }
    return sum;
  }

  int32_t NumberIn(const TargetValue& value) const {
    if (value.kind == EntityKind::kCompany) return 0;
    const std::string_view name = targets_.series().name(value.kind, value.entity);
    return actual_.name(value.kind, value.entity) == name ? value.entity
                                                          : actual_.Find(value.kind, name);
  }

  absl::Status AddPace(Date start, Date end, AttainmentValue& line) const {
    Date today = options_.today.value_or(end);
    today = std::clamp(today, start, end);
    Fraction total(end - start);
    Fraction elapsed(today - start);
    if (options_.workdays.has_value()) {
      total = Fraction(options_.workdays->Between(start, end));
      elapsed = Fraction(options_.workdays->Between(start, today));
    }
    if (total.is_zero()) return absl::OkStatus();
    ATTAIN_ASSIGN_OR_RETURN(const measure::Pace pace,
                            measure::PaceOf(line.target, line.actual, elapsed, total));
    line.expected = pace.expected;
    line.projection = pace.projection;
    line.required_rate = pace.required_rate;
    return absl::OkStatus();
  }

  const Targets& targets_;
  const measure::Series& actual_;
  const AttainOptions& options_;
};

absl::Status SetNumber(table::TableBuilder& builder, int column,
                       const std::optional<Fraction>& value, int scale) {
  if (!value.has_value()) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(const Decimal printed, measure::Print(*value, scale));
  builder.Decimal(column, printed);
  return absl::OkStatus();
}

}  // namespace

std::string_view Name(Span span) {
  switch (span) {
    case Span::kPeriod:
      return "period";
    case Span::kQuarterToDate:
      return "quarter_to_date";
    case Span::kYearToDate:
      return "year_to_date";
  }
  return {};
}

absl::StatusOr<std::vector<AttainmentValue>> Attain(const Targets& targets,
                                                    const measure::Series& actual,
                                                    const AttainOptions& options) {
  if (actual.id() != targets.definition().measure) {
    return MakeError(Reason::kUnknownReference,
                     StrCat("target ", targets.id(), " is for measure ",
                            targets.definition().measure, ", not for ", actual.id()));
  }
  if (!targets.currency().is_none() && !actual.currency().is_none() &&
      targets.currency() != actual.currency()) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat("target ", targets.id(), " is in ", targets.currency().code(),
                            ", measure ", actual.id(), " in ", actual.currency().code()));
  }
  return Attaining(targets, actual, options).Run();
}

absl::StatusOr<table::Table> ToTable(const Targets& targets,
                                     std::span<const AttainmentValue> values) {
  using table::Type;
  constexpr int kScale = 12;
  table::TableBuilder builder("attainment", {{"target", Type::kText},
                                             {"entity_kind", Type::kText},
                                             {"entity_id", Type::kText},
                                             {"period", Type::kText},
                                             {"span", Type::kText},
                                             {"actual", Type::kDecimal, kScale},
                                             {"target_value", Type::kDecimal, kScale},
                                             {"attainment", Type::kDecimal, kScale},
                                             {"gap", Type::kDecimal, kScale},
                                             {"expected", Type::kDecimal, kScale},
                                             {"projection", Type::kDecimal, kScale},
                                             {"required_rate", Type::kDecimal, kScale},
                                             {"chance", Type::kDouble},
                                             {"chance_status", Type::kText},
                                             {"status", Type::kText},
                                             {"reason", Type::kText}});
  for (const AttainmentValue& value : values) {
    const bool known =
        value.status != ValueStatus::kError && value.status != ValueStatus::kExcluded;
    const auto number = [known](const Fraction& fraction) {
      return known ? std::optional<Fraction>(fraction) : std::nullopt;
    };
    builder.Text(0, targets.id())
        .Text(1, Name(value.kind))
        .Text(2, targets.series().name(value.kind, value.entity));
    builder.Text(3, targets.periods()[static_cast<size_t>(value.period)].name)
        .Text(4, Name(value.span));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 5, number(value.actual), kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 6, value.target, kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 7, value.attainment, kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 8, number(value.gap), kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 9, value.expected, kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 10, value.projection, kScale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 11, value.required_rate, kScale));
    builder.Text(13, Name(ValueStatus::kInsufficient)).Text(14, Name(value.status));
    if (value.reason != Reason::kNone) builder.Text(15, attain::Name(value.reason));
    builder.EndRow();
  }
  return builder.Build();
}

}  // namespace attain::target
