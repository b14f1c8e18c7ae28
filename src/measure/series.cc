// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/series.h"

#include <algorithm>
#include <utility>

#include "attain/base/rounding.h"
#include "attain/base/status.h"
#include "attain/table/intern.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::measure {
namespace {

using internal::StrCat;

constexpr int kPrintScale = 12;

// The printed scale of a column: enough for every number whose digits end within kPrintScale
// decimals.
int ScaleOf(const std::vector<std::optional<Fraction>>& values, int least) {
  int scale = least;
  for (const std::optional<Fraction>& value : values) {
    if (!value.has_value()) continue;
    const std::optional<Decimal> exact = value->ToDecimal();
    scale = std::max(scale, exact.has_value() ? std::min(exact->Normalized().scale(), kPrintScale)
                                              : kPrintScale);
  }
  return scale;
}

struct Row {
  const Series* series;
  EntityKind kind;
  int32_t entity;
  int32_t period;
};

std::vector<Row> RowsOf(const Series& series) {
  std::vector<Row> rows;
  for (const EntityKind kind : {EntityKind::kCompany, EntityKind::kUnit, EntityKind::kRep}) {
    std::vector<std::string> names;
    for (int32_t i = 0; i < series.count(kind); ++i) names.emplace_back(series.name(kind, i));
    for (const int32_t entity : NameOrder(names)) {
      for (int32_t period = 0; period < static_cast<int32_t>(series.periods().size()); ++period) {
        rows.push_back({&series, kind, entity, period});
      }
    }
  }
  return rows;
}

absl::Status SetNumber(table::TableBuilder& builder, int column,
                       const std::optional<Fraction>& value, int scale) {
  if (!value.has_value()) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(const Decimal printed, Print(*value, scale));
  builder.Decimal(column, printed);
  return absl::OkStatus();
}

absl::StatusOr<table::Table> TableOf(const std::vector<Row>& rows, int least) {
  std::vector<std::optional<Fraction>> numerators;
  std::vector<std::optional<Fraction>> denominators;
  std::vector<std::optional<Fraction>> values;
  for (const Row& row : rows) {
    const Figure& figure = row.series->at(row.kind, row.entity, row.period);
    const bool known = figure.status != ValueStatus::kError;
    numerators.push_back(known ? std::optional<Fraction>(figure.numerator) : std::nullopt);
    denominators.push_back(known ? std::optional<Fraction>(figure.denominator) : std::nullopt);
    values.push_back(figure.value());
  }
  const int numerator_scale = ScaleOf(numerators, least);
  const int denominator_scale = ScaleOf(denominators, 0);
  const int value_scale = ScaleOf(values, least);
  using table::Type;
  table::TableBuilder builder("series", {{"measure", Type::kText},
                                         {"entity_kind", Type::kText},
                                         {"entity_id", Type::kText},
                                         {"period", Type::kText},
                                         {"numerator", Type::kDecimal, numerator_scale},
                                         {"denominator", Type::kDecimal, denominator_scale},
                                         {"n", Type::kInt},
                                         {"value", Type::kDecimal, value_scale},
                                         {"unit", Type::kText},
                                         {"status", Type::kText},
                                         {"reason", Type::kText}});
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const Figure& figure = row.series->at(row.kind, row.entity, row.period);
    builder.Text(0, row.series->id())
        .Text(1, Name(row.kind))
        .Text(2, row.series->name(row.kind, row.entity));
    builder.Text(3, row.series->periods()[static_cast<size_t>(row.period)].name);
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 4, numerators[i], numerator_scale));
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 5, denominators[i], denominator_scale));
    builder.Int(6, figure.n);
    ATTAIN_RETURN_IF_ERROR(SetNumber(builder, 7, values[i], value_scale));
    builder.Text(8, row.series->unit()).Text(9, Name(figure.status));
    if (figure.reason != Reason::kNone) builder.Text(10, attain::Name(figure.reason));
    builder.EndRow();
  }
  return builder.Build();
}

}  // namespace

std::string_view Name(EntityKind kind) {
  switch (kind) {
    case EntityKind::kCompany:
      return "company";
    case EntityKind::kUnit:
      return "unit";
    case EntityKind::kRep:
      return "rep";
  }
  return {};
}

std::string_view Name(ValueStatus status) {
  switch (status) {
    case ValueStatus::kOk:
      return "ok";
    case ValueStatus::kInsufficient:
      return "insufficient";
    case ValueStatus::kUndefined:
      return "undefined";
    case ValueStatus::kExcluded:
      return "excluded";
    case ValueStatus::kError:
      return "error";
  }
  return {};
}

std::optional<Fraction> Figure::value() const {
  if (status != ValueStatus::kOk) return std::nullopt;
  const absl::StatusOr<Fraction> quotient = Divide(numerator, denominator);
  return quotient.ok() ? std::optional<Fraction>(*quotient) : std::nullopt;
}

absl::StatusOr<Series> Series::Of(SeriesParts parts) {
  const size_t entities = 1 + parts.units.size() + parts.reps.size();
  if (parts.figures.size() != entities * parts.periods.size()) {
    return MakeError(Reason::kLengthMismatch,
                     StrCat("series ", parts.id, ": ", parts.figures.size(), " figures for ",
                            entities, " entities and ", parts.periods.size(), " periods"));
  }
  return Series(std::move(parts));
}

int32_t Series::count(EntityKind kind) const {
  if (kind == EntityKind::kUnit) return static_cast<int32_t>(parts_.units.size());
  if (kind == EntityKind::kRep) return static_cast<int32_t>(parts_.reps.size());
  return parts_.figures.empty() ? 0 : 1;
}

std::string_view Series::name(EntityKind kind, int32_t entity) const {
  if (entity < 0 || entity >= count(kind)) return {};
  if (kind == EntityKind::kUnit) return parts_.units[static_cast<size_t>(entity)];
  if (kind == EntityKind::kRep) return parts_.reps[static_cast<size_t>(entity)];
  return "company";
}

int32_t Series::Find(EntityKind kind, std::string_view name) const {
  for (int32_t entity = 0; entity < count(kind); ++entity) {
    if (this->name(kind, entity) == name) return entity;
  }
  return -1;
}

int32_t Series::FindPeriod(std::string_view name) const {
  for (size_t i = 0; i < parts_.periods.size(); ++i) {
    if (parts_.periods[i].name == name) return static_cast<int32_t>(i);
  }
  return -1;
}

const Figure& Series::at(EntityKind kind, int32_t entity, int32_t period) const {
  static const Figure& none = *new Figure{
      .denominator = 0, .status = ValueStatus::kUndefined, .reason = Reason::kEmptyGroup};
  if (entity < 0 || entity >= count(kind) || period < 0 ||
      period >= static_cast<int32_t>(parts_.periods.size())) {
    return none;
  }
  size_t row = static_cast<size_t>(entity);
  if (kind != EntityKind::kCompany) row += 1;
  if (kind == EntityKind::kRep) row += parts_.units.size();
  return parts_.figures[row * parts_.periods.size() + static_cast<size_t>(period)];
}

absl::StatusOr<Figure> Series::Over(EntityKind kind, int32_t entity, int32_t first,
                                    int32_t last) const {
  if (entity < 0 || entity >= count(kind) || first < 0 || last < first ||
      last >= static_cast<int32_t>(parts_.periods.size())) {
    return MakeError(Reason::kRowOutOfRange, StrCat("series ", id(), " has no ", Name(kind), " ",
                                                    entity, " over periods ", first, " to ", last));
  }
  Figure sum = at(kind, entity, last);
  if (parts_.is_last) {
    for (int32_t period = last - 1; period >= first && sum.status == ValueStatus::kUndefined;
         --period) {
      sum = at(kind, entity, period);
    }
    return sum;
  }
  sum.n = 0;
  sum.numerator = 0;
  const bool ratio = parts_.is_ratio;
  sum.denominator = ratio ? 0 : 1;
  sum.status = ValueStatus::kOk;
  sum.reason = Reason::kNone;
  for (int32_t period = first; period <= last; ++period) {
    const Figure& figure = at(kind, entity, period);
    if (figure.status == ValueStatus::kError || figure.status == ValueStatus::kExcluded)
      return figure;
    ATTAIN_ASSIGN_OR_RETURN(sum.numerator, Add(sum.numerator, figure.numerator));
    if (ratio) {
      ATTAIN_ASSIGN_OR_RETURN(sum.denominator, Add(sum.denominator, figure.denominator));
    }
    sum.n += figure.n;
  }
  if (sum.denominator.is_zero()) {
    sum.status = ValueStatus::kUndefined;
    sum.reason = Reason::kEmptyGroup;
  }
  return sum;
}

absl::StatusOr<table::Table> Series::ToTable() const {
  return TableOf(RowsOf(*this), currency().scale());
}

absl::StatusOr<table::Table> ToTable(const std::vector<Series>& series) {
  std::vector<const Series*> order;
  for (const Series& one : series) order.push_back(&one);
  attain::internal::Sort(order, [](const Series* a, const Series* b) { return a->id() < b->id(); });
  std::vector<Row> rows;
  int least = 0;
  for (const Series* one : order) {
    const std::vector<Row> more = RowsOf(*one);
    rows.insert(rows.end(), more.begin(), more.end());
    least = std::max(least, one->currency().scale());
  }
  return TableOf(rows, least);
}

absl::StatusOr<Decimal> Print(const Fraction& value, int scale) {
  return Round(value, scale, RoundingMode::kHalfEven);
}

std::vector<int32_t> NameOrder(const std::vector<std::string>& names) {
  table::Interner interner;
  for (const std::string& name : names) interner.Intern(name);
  // Names are distinct, so that numbers are given in order of the list.
  return interner.SortedOrder();
}

}  // namespace attain::measure
