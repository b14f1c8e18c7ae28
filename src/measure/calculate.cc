// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "attain/measure/measure.h"
#include "attain/measure/rollup.h"
#include "base/internal/int128.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "measure/internal/prepared.h"

namespace attain::measure {
namespace {

using crm::Entity;
using internal::int128;
using internal::StrCat;

constexpr int64_t kMaxFindings = 100;
constexpr uint8_t kNoCurrency = 255;

// One credited row in a period, reduced to what adding it up needs.
struct Entry {
  int64_t row = 0;
  int32_t slot = 0;  // stretch of the payee (Placement)
  int32_t period = 0;
  int32_t share = 0;  // index into the credits' shares; 0 is the whole
  uint8_t currency = kNoCurrency;
  bool single = true;  // the row has no other credit
  int32_t original_day = 0;
  int128 coefficient = 0;  // the amount × 10^scale; 1 for a count
};

// What one cell (a stretch of a rep, in a period) comes to.
struct Cell {
  Fraction sum = 0;
  int64_t n = 0;
  Reason reason = Reason::kNone;
};

// Reads the credited rows of a part that lie in the periods, in row order.
class Reader {
 public:
  Reader(const Prepared::State& state, const Part& part, const CreditedRows& rows,
         const Placement& placement, const DayIndex& periods)
      : part_(part),
        rows_(rows),
        placement_(placement),
        periods_(periods),
        days_(part.day, state.data.options().offset_minutes),
        narrow_(part.narrow ? part.amount : nullptr),
        wide_(part.narrow ? nullptr : part.amount),
        codes_(part.money ? state.data.rows(part.table).currency_codes()
                          : std::span<const uint8_t>()),
        default_code_(part.money ? CodeOf(state.data, state.data.currency()) : kNoCurrency) {}

  int scale() const { return part_.amount == nullptr ? 0 : part_.amount->scale(); }

  template <typename Sink>
  void Read(Sink sink) {
    const std::vector<Credit>& credits = rows_.credits.items();
    for (size_t i = 0; i < credits.size();) {
      size_t end = i;
      size_t counted = 0;
      for (; end < credits.size() && credits[end].row == credits[i].row; ++end)
        counted += rows_.credits.counts(credits[end]) ? 1 : 0;
      ReadRow(std::span<const Credit>(credits).subspan(i, end - i), counted == 1, sink);
      i = end;
    }
  }

 private:
  static uint8_t CodeOf(const crm::Dataset& data, Currency currency) {
    const std::span<const Currency> all = data.currencies();
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i] == currency) return static_cast<uint8_t>(i);
    }
    return kNoCurrency;
  }

  template <typename Sink>
  void ReadRow(std::span<const Credit> credits, bool single, Sink& sink) {
    const int64_t row = credits[0].row;
    if (!days_.has(row)) return;
    const int32_t day = days_[row];
    const int32_t period = periods_[day];
    if (period < 0) return;
    Entry entry{.row = row, .period = period, .single = single, .coefficient = 1};
    if (part_.amount != nullptr) {
      if (part_.narrow ? !narrow_.has(row) : !wide_.has(row)) return;
      entry.coefficient =
          part_.narrow ? int128{narrow_[row]} : internal::Raw(wide_.coefficient(row));
      entry.currency = codes_.empty() ? default_code_ : codes_[static_cast<size_t>(row)];
    }
    entry.original_day = day;
    const int64_t original = credits[0].original;
    if (original != row && days_.has(original)) entry.original_day = days_[original];
    for (const Credit& credit : credits) {
      if (!rows_.credits.counts(credit)) continue;
      entry.slot = placement_.SlotOf(credit.payee, entry.original_day);
      entry.share = credit.share;
      if (entry.slot >= 0) sink(entry);
    }
  }

  const Part& part_;
  const CreditedRows& rows_;
  const Placement& placement_;
  const DayIndex& periods_;
  crm::Days days_;
  crm::Amounts narrow_;
  crm::Decimals wide_;
  std::span<const uint8_t> codes_;
  uint8_t default_code_;
};

// Adds up one part: a sum, a count or last values.
class Adder {
 public:
  Adder(const Prepared::State& state, const Part& part, const std::vector<Period>& periods,
        std::optional<Timestamp> as_of, int threads)
      : state_(state),
        part_(part),
        period_count_(static_cast<int32_t>(periods.size())),
        as_of_(as_of),
        threads_(threads) {}

  absl::Status Run(const Placement& placement, const DayIndex& periods) {
    ATTAIN_ASSIGN_OR_RETURN(rows_, RowsOf(state_, part_, as_of_));
    findings_.Append(rows_.findings);
    findings_.Append(rows_.credits.findings());
    Reader reader(state_, part_, rows_, placement, periods);
    scale_ = reader.scale();
    ChooseCurrency(reader);
    cells_.resize(static_cast<size_t>(placement.slots()) * static_cast<size_t>(period_count_));
    unit_rows_.resize(static_cast<size_t>(state_.data.ids(Entity::kUnit).size()) *
                          static_cast<size_t>(period_count_),
                      0);
    company_rows_.resize(static_cast<size_t>(period_count_), 0);
    if (part_.kind == MeasureKind::kLast) return KeepLast(reader, placement);
    return AddAll(reader, placement);
  }

  const std::vector<Cell>& cells() const { return cells_; }
  Cell& cell(int32_t slot, int32_t period) {
    return cells_[static_cast<size_t>(slot) * static_cast<size_t>(period_count_) +
                  static_cast<size_t>(period)];
  }
  // Rows behind a unit's or the company's figure: a row split among several of its reps counts
  // once.
  int64_t unit_rows(int32_t unit, int32_t period) const {
    return unit_rows_[static_cast<size_t>(unit) * static_cast<size_t>(period_count_) +
                      static_cast<size_t>(period)];
  }
  int64_t company_rows(int32_t period) const { return company_rows_[static_cast<size_t>(period)]; }
  Currency currency() const { return currency_; }
  const CreditedRows& rows() const { return rows_; }
  Findings& findings() { return findings_; }

  // The exact amount of an entry, share and exchange rate applied.
  absl::StatusOr<Fraction> AmountOf(const Entry& entry) {
    ATTAIN_ASSIGN_OR_RETURN(Fraction amount,
                            Fraction::Of(entry.coefficient, internal::RawPowerOfTen(scale_)));
    ATTAIN_ASSIGN_OR_RETURN(
        amount, Multiply(amount, rows_.credits.shares()[static_cast<size_t>(entry.share)]));
    if (!part_.money) return amount;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction rate, RateOf(entry));
    return Multiply(amount, rate);
  }

  // Of each rep and period the row of the latest instant; of several at one instant the largest
  // amount.
  template <typename Sink>
  void ReadLast(Reader& reader, const Placement& placement, Sink sink) const {
    crm::Micros instants(part_.day);
    std::map<std::pair<int32_t, int32_t>, Entry> latest;
    reader.Read([&](const Entry& entry) {
      const auto [place, added] =
          latest.emplace(std::pair(placement.rep(entry.slot), entry.period), entry);
      if (added) return;
      Entry& kept = place->second;
      const int64_t before = instants[kept.row];
      const int64_t now = instants[entry.row];
      if (now > before || (now == before && entry.coefficient > kept.coefficient)) kept = entry;
    });
    for (const auto& item : latest) sink(item.second);
  }

 private:
  // One currency for the whole series: the one asked for, the only one met, else the dataset's (or
  // the first met by code).
  void ChooseCurrency(Reader& reader) {
    if (!part_.money) return;
    const std::span<const Currency> all = state_.data.currencies();
    std::set<uint8_t> met;
    reader.Read([&](const Entry& entry) { met.insert(entry.currency); });
    if (state_.definition.currency.has_value()) {
      currency_ = *state_.definition.currency;
    } else if (met.size() == 1 && *met.begin() != kNoCurrency) {
      currency_ = all[*met.begin()];
    } else if (!state_.data.currency().is_none() || met.empty()) {
      currency_ = state_.data.currency();
    } else {
      std::vector<Currency> codes;
      for (const uint8_t code : met) {
        if (code != kNoCurrency) codes.push_back(all[code]);
      }
      if (!codes.empty()) currency_ = *std::min_element(codes.begin(), codes.end());
    }
  }

  Currency CurrencyOf(const Entry& entry) const {
    return entry.currency == kNoCurrency ? Currency() : state_.data.currencies()[entry.currency];
  }

  bool IsPlain(const Entry& entry) const {
    return entry.single && entry.share == 0 && (!part_.money || CurrencyOf(entry) == currency_);
  }

  absl::StatusOr<Fraction> RateOf(const Entry& entry) {
    const Currency from = CurrencyOf(entry);
    if (from == currency_) return Fraction(1);
    if (!state_.definition.currency.has_value()) {
      return MakeError(Reason::kCurrencyMismatch,
                       StrCat("an amount in ", from.code(), " among amounts in ", currency_.code(),
                              "; give the measure a currency to convert into"));
    }
    const auto key = std::pair(entry.currency, entry.original_day);
    const auto known = rates_.find(key);
    if (known != rates_.end()) return known->second;
    absl::StatusOr<Fraction> rate = state_.data.fx().Rate(
        from, currency_, Date::FromDays(entry.original_day), state_.rate_type);
    rates_.emplace(key, rate);
    return rate;
  }

  void Fail(const Entry& entry, const absl::Status& status) {
    Cell& failed = cell(entry.slot, entry.period);
    const Reason reason = ReasonOf(status);
    // The lowest number stays, whatever the order of the rows.
    if (failed.reason == Reason::kNone || reason < failed.reason) failed.reason = reason;
    if (++failures_ <= kMaxFindings) {
      findings_.AddError(reason, {.table = part_.table, .row = entry.row}, MessageOf(status));
    }
  }

  void Note(const Entry& entry, const Placement& placement, std::set<int32_t>& units, bool first) {
    if (first) ++company_rows_[static_cast<size_t>(entry.period)];
    for (const Placement::Part& part : placement.parts(entry.slot)) {
      if (!units.insert(part.unit).second) continue;
      ++unit_rows_[static_cast<size_t>(part.unit) * static_cast<size_t>(period_count_) +
                   static_cast<size_t>(entry.period)];
    }
  }

  // Whole rows of one currency go through the kernel; shares and conversions are added as
  // fractions, equal ones together.
  absl::Status AddAll(Reader& reader, const Placement& placement) {
    std::vector<int32_t> slots;
    std::vector<int32_t> numbers;
    std::vector<int64_t> amounts;
    std::vector<Entry> others;
    reader.Read([&](const Entry& entry) {
      if (IsPlain(entry) && internal::FitsInt64(entry.coefficient)) {
        slots.push_back(entry.slot);
        numbers.push_back(entry.period);
        amounts.push_back(static_cast<int64_t>(entry.coefficient));
      } else {
        others.push_back(entry);
      }
    });
    std::vector<Period> steps;
    for (int32_t i = 0; i < period_count_; ++i) {
      steps.push_back({"", Date::FromDays(i), Date::FromDays(i + 1), Grain::kDay});
    }
    ATTAIN_ASSIGN_OR_RETURN(const DayIndex by_number, DayIndex::Of(steps));
    ATTAIN_ASSIGN_OR_RETURN(const Totals totals, Rollup(slots, numbers, amounts, placement.slots(),
                                                        by_number, {}, {.threads = threads_}));
    const int128 unit = internal::RawPowerOfTen(scale_);
    for (int32_t slot = 0; slot < placement.slots(); ++slot) {
      for (int32_t period = 0; period < period_count_; ++period) {
        const Total& total = totals.at(slot, period);
        if (total.n == 0) continue;
        Cell& target = cell(slot, period);
        ATTAIN_ASSIGN_OR_RETURN(target.sum, Fraction::Of(total.sum, unit));
        target.n = total.n;
        company_rows_[static_cast<size_t>(period)] += total.n;
        for (const Placement::Part& part : placement.parts(slot)) {
          unit_rows_[static_cast<size_t>(part.unit) * static_cast<size_t>(period_count_) +
                     static_cast<size_t>(period)] += total.n;
        }
      }
    }
    AddOthers(others, placement);
    return absl::OkStatus();
  }

  void AddOthers(const std::vector<Entry>& others, const Placement& placement) {
    std::set<int32_t> units;
    // Sums of coefficients with one share and one rate: (cell, share, currency, day of the rate).
    std::map<std::tuple<int32_t, int32_t, int32_t, uint8_t, int32_t>, Entry> groups;
    for (size_t i = 0; i < others.size(); ++i) {
      const Entry& entry = others[i];
      const bool first = i == 0 || others[i - 1].row != entry.row;
      if (first) units.clear();
      Note(entry, placement, units, first);
      ++cell(entry.slot, entry.period).n;
      const int32_t rate_day = IsForeign(entry) ? entry.original_day : 0;
      const auto [place, added] = groups.emplace(
          std::tuple(entry.slot, entry.period, entry.share, entry.currency, rate_day), entry);
      if (added) continue;
      Entry& group = place->second;
      group.row = std::min(group.row, entry.row);
      if (internal::AddOverflows(group.coefficient, entry.coefficient, &group.coefficient)) {
        Fail(entry, MakeError(Reason::kOverflow, "a sum does not fit 127 bits"));
      }
    }
    for (const auto& group : groups) AddToCell(group.second);
  }

  bool IsForeign(const Entry& entry) const { return part_.money && CurrencyOf(entry) != currency_; }

  void AddToCell(const Entry& entry) {
    const absl::StatusOr<Fraction> amount = AmountOf(entry);
    if (!amount.ok()) return Fail(entry, amount.status());
    Cell& target = cell(entry.slot, entry.period);
    const absl::StatusOr<Fraction> sum = Add(target.sum, *amount);
    if (!sum.ok()) return Fail(entry, sum.status());
    target.sum = *sum;
  }

  absl::Status KeepLast(Reader& reader, const Placement& placement) {
    std::set<int32_t> units;
    ReadLast(reader, placement, [&](const Entry& entry) {
      units.clear();
      Note(entry, placement, units, true);
      cell(entry.slot, entry.period).n = 1;
      AddToCell(entry);
    });
    return absl::OkStatus();
  }

  const Prepared::State& state_;
  const Part& part_;
  int32_t period_count_;
  std::optional<Timestamp> as_of_;
  int threads_;
  int scale_ = 0;
  Currency currency_ = {};
  CreditedRows rows_;
  std::vector<Cell> cells_;
  std::vector<int64_t> unit_rows_;
  std::vector<int64_t> company_rows_;
  std::map<std::pair<uint8_t, int32_t>, absl::StatusOr<Fraction>> rates_;
  int64_t failures_ = 0;
  Findings findings_;
};

// Adds a cell, times a share, to a figure's numerator.
void AddCell(const Cell& cell, const Fraction& share, Figure& figure) {
  if (cell.reason != Reason::kNone &&
      (figure.reason == Reason::kNone || cell.reason < figure.reason)) {
    figure.status = ValueStatus::kError;
    figure.reason = cell.reason;
  }
  if (cell.sum.is_zero()) return;
  absl::StatusOr<Fraction> part =
      share == Fraction(1) ? absl::StatusOr<Fraction>(cell.sum) : Multiply(cell.sum, share);
  if (part.ok()) part = Add(figure.numerator, *part);
  if (part.ok()) {
    figure.numerator = *part;
  } else {
    figure.status = ValueStatus::kError;
    figure.reason = ReasonOf(part.status());
  }
}

// Figures of one part for company, units and reps.
std::vector<Figure> FiguresOf(Adder& adder, const Placement& placement, int32_t units, int32_t reps,
                              int32_t periods, bool last) {
  std::vector<Figure> figures(static_cast<size_t>(1 + units + reps) * static_cast<size_t>(periods));
  const auto at = [&](int32_t entity, int32_t period) -> Figure& {
    return figures[static_cast<size_t>(entity) * static_cast<size_t>(periods) +
                   static_cast<size_t>(period)];
  };
  for (int32_t slot = 0; slot < placement.slots(); ++slot) {
    const int32_t rep = 1 + units + placement.rep(slot);
    for (int32_t period = 0; period < periods; ++period) {
      const Cell& cell = adder.cell(slot, period);
      if (cell.n == 0) continue;
      AddCell(cell, 1, at(rep, period));
      at(rep, period).n += cell.n;
      AddCell(cell, 1, at(0, period));
      for (const Placement::Part& part : placement.parts(slot))
        AddCell(cell, part.share, at(1 + part.unit, period));
    }
  }
  for (int32_t period = 0; period < periods; ++period) {
    at(0, period).n = adder.company_rows(period);
    for (int32_t unit = 0; unit < units; ++unit)
      at(1 + unit, period).n = adder.unit_rows(unit, period);
  }
  if (last) {
    for (Figure& figure : figures) {
      if (figure.n == 0)
        figure = {.status = ValueStatus::kUndefined, .reason = Reason::kEmptyGroup};
    }
  }
  return figures;
}

// Numerator over denominator, figure by figure.
void Combine(std::vector<Figure>& figures, const std::vector<Figure>& below) {
  for (size_t i = 0; i < figures.size(); ++i) {
    Figure& figure = figures[i];
    const Figure& den = below[i];
    figure.denominator = den.numerator;
    figure.n = den.n;
    if (figure.status == ValueStatus::kOk && den.status != ValueStatus::kOk) {
      figure.status = den.status;
      figure.reason = den.reason;
    }
    if (figure.status == ValueStatus::kOk && den.numerator.is_zero()) {
      figure.status = ValueStatus::kUndefined;
      figure.reason = Reason::kEmptyGroup;
    }
  }
}

std::vector<std::string> NamesOf(const crm::Ids& ids) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(ids.size()));
  for (int32_t id = 0; id < ids.size(); ++id) names.push_back(ids.name(id));
  return names;
}

// The share of a stretch's figures that an entity has.
Fraction ShareOf(const Placement& placement, int32_t slot, EntityKind kind, int32_t entity) {
  if (kind == EntityKind::kCompany) return 1;
  if (kind == EntityKind::kRep) return placement.rep(slot) == entity ? 1 : 0;
  for (const Placement::Part& part : placement.parts(slot)) {
    if (part.unit == entity) return part.share;
  }
  return 0;
}

// The branch of one part: a leaf per credited row.
absl::StatusOr<explain::Node> ExplainPart(const Prepared::State& state, const Part& part,
                                          const Placement& placement, EntityKind kind,
                                          int32_t entity, const Period& period,
                                          std::optional<Timestamp> as_of) {
  const std::vector<Period> periods = {period};
  ATTAIN_ASSIGN_OR_RETURN(const DayIndex index, DayIndex::Of(periods));
  Adder adder(state, part, periods, as_of, 1);
  ATTAIN_RETURN_IF_ERROR(adder.Run(placement, index));
  Reader reader(state, part, adder.rows(), placement, index);
  explain::Node branch;
  branch.label = {"credited", {}};
  Fraction total = 0;
  absl::Status status;
  const crm::TableInfo* info = crm::FindTable(part.table);
  const table::Column* key =
      info == nullptr || info->key.empty() ? nullptr : part.rows->column(info->key[0]);
  const auto add = [&](const Entry& entry) {
    const Fraction part_of = ShareOf(placement, entry.slot, kind, entity);
    if (part_of.is_zero() || !status.ok()) return;
    absl::StatusOr<Fraction> amount = adder.AmountOf(entry);
    if (amount.ok()) amount = Multiply(*amount, part_of);
    absl::StatusOr<Fraction> sum = amount.ok() ? Add(total, *amount) : amount;
    if (!sum.ok()) {
      status = sum.status();
      return;
    }
    total = *sum;
    const std::string id =
        key == nullptr ? StrCat(part.table, " ", entry.row) : key->FormatAt(entry.row);
    explain::Node leaf;
    leaf.label = explain::Verbatim(id);
    leaf.amount = explain::ExplainedAmount(*amount, adder.currency());
    leaf.rows = {{part.table, entry.row, id}};
    const Fraction& share = adder.rows().credits.shares()[static_cast<size_t>(entry.share)];
    const absl::StatusOr<Fraction> both = Multiply(share, part_of);
    if (both.ok() && *both != Fraction(1)) {
      leaf.detail = {"credited.share",
                     {{"share", explain::Percent{*both}},
                      {"amount", part.amount == nullptr ? "1" : part.amount->FormatAt(entry.row)}}};
    }
    branch.children.push_back(std::move(leaf));
  };
  if (part.kind == MeasureKind::kLast) {
    adder.ReadLast(reader, placement, add);
  } else {
    reader.Read(add);
  }
  ATTAIN_RETURN_IF_ERROR(status);
  attain::internal::Sort(branch.children, [](const explain::Node& a, const explain::Node& b) {
    return a.rows[0].id < b.rows[0].id;
  });
  branch.detail = {"rows", {{"count", static_cast<int64_t>(branch.children.size())}}};
  branch.amount = explain::ExplainedAmount(total, adder.currency());
  return branch;
}

}  // namespace

absl::StatusOr<Series> Calculate(const Prepared& prepared, const CalculateOptions& options) {
  const Prepared::State& state = Access::Of(prepared);
  ATTAIN_ASSIGN_OR_RETURN(const DayIndex index, DayIndex::Of(options.periods));
  ATTAIN_ASSIGN_OR_RETURN(const Placement placement, Placement::Of(state.data));
  SeriesParts parts;
  parts.id = state.definition.id;
  parts.periods = options.periods;
  parts.units = NamesOf(state.data.ids(Entity::kUnit));
  parts.reps = NamesOf(state.data.ids(Entity::kRep));
  parts.is_ratio = state.parts.size() == 2;
  parts.is_last = state.definition.kind == MeasureKind::kLast;
  const auto units = static_cast<int32_t>(parts.units.size());
  const auto reps = static_cast<int32_t>(parts.reps.size());
  const auto periods = static_cast<int32_t>(parts.periods.size());
  for (size_t i = 0; i < state.parts.size(); ++i) {
    Adder adder(state, state.parts[i], options.periods, options.as_of, options.threads);
    ATTAIN_RETURN_IF_ERROR(adder.Run(placement, index));
    std::vector<Figure> figures = FiguresOf(adder, placement, units, reps, periods, parts.is_last);
    parts.findings.Append(adder.findings());
    if (i == 0) {
      parts.figures = std::move(figures);
      if (!parts.is_ratio) parts.currency = adder.currency();
    } else {
      Combine(parts.figures, figures);
    }
  }
  parts.unit = state.definition.unit;
  if (parts.unit.empty()) {
    parts.unit = parts.is_ratio                               ? "ratio"
                 : state.parts[0].kind == MeasureKind::kCount ? "count"
                                                              : std::string(parts.currency.code());
  }
  return Series::Of(std::move(parts));
}

absl::StatusOr<Series> Calculate(const Measure& measure, const crm::Dataset& data,
                                 const CalculateOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const Prepared prepared, Resolve(measure, data));
  return Calculate(prepared, options);
}

absl::StatusOr<explain::Explanation> Explain(const Prepared& prepared, EntityKind kind,
                                             int32_t entity, const Period& period,
                                             std::optional<Timestamp> as_of) {
  const Prepared::State& state = Access::Of(prepared);
  const crm::Ids* ids = kind == EntityKind::kUnit  ? &state.data.ids(Entity::kUnit)
                        : kind == EntityKind::kRep ? &state.data.ids(Entity::kRep)
                                                   : nullptr;
  if (entity < 0 || entity >= (ids == nullptr ? 1 : ids->size())) {
    return MakeError(Reason::kRowOutOfRange, StrCat("there is no ", Name(kind), " ", entity));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Placement placement, Placement::Of(state.data));
  explain::Node root;
  root.label = {"target.title",
                {{"target", state.definition.id},
                 {"entity", ids == nullptr ? std::string("company") : ids->name(entity)},
                 {"period", period.name}}};
  root.path = StrCat("measures[", state.definition.id, "]");
  for (const Part& part : state.parts) {
    ATTAIN_ASSIGN_OR_RETURN(explain::Node branch,
                            ExplainPart(state, part, placement, kind, entity, period, as_of));
    root.children.push_back(std::move(branch));
  }
  if (root.children.size() == 1) {
    root.amount = root.children[0].amount;
  } else {
    // Numerator and denominator stand beside each other; they are no parts of the ratio.
    for (explain::Node& child : root.children) child.counts = false;
    const Fraction& den = root.children[1].amount->value;
    if (den.is_zero()) {
      root.note = {"status.undefined", {}};
    } else {
      ATTAIN_ASSIGN_OR_RETURN(const Fraction ratio, Divide(root.children[0].amount->value, den));
      root.amount = explain::ExplainedAmount(ratio, Currency());
    }
  }
  return explain::Explanation(std::move(root));
}

}  // namespace attain::measure
