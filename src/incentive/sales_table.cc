// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/incentive/sales_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/big_array.h"
#include "incentive/internal/parallel.h"
#include "incentive/internal/sales_frame.h"
#include "incentive/internal/sales_rows.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Table;

// Values that lie in memory already, as a column of decimals.
Column UnitsColumn(std::string name, int scale,
                   std::vector<std::pair<std::shared_ptr<const int64_t[]>, int64_t>> parts) {
  std::vector<table::Chunk> chunks;
  for (auto& [values, size] : parts) {
    table::Chunk chunk;
    chunk.layout = table::Layout::kInt64;
    chunk.length = size;
    chunk.values = values.get();
    chunk.owner = std::move(values);
    chunks.push_back(std::move(chunk));
  }
  return Column(std::move(name), table::Type::kDecimal, scale, std::move(chunks));
}

Column UnitsColumn(std::string name, int scale, std::vector<int64_t> values) {
  auto kept = std::make_shared<std::vector<int64_t>>(std::move(values));
  return UnitsColumn(
      std::move(name), scale,
      {{std::shared_ptr<const int64_t[]>(kept, kept->data()), static_cast<int64_t>(kept->size())}});
}

Column NumbersColumn(std::string name,
                     std::vector<std::pair<std::shared_ptr<const int32_t[]>, int64_t>> parts) {
  std::vector<table::Chunk> chunks;
  for (auto& [values, size] : parts) {
    table::Chunk chunk;
    chunk.layout = table::Layout::kInt32;
    chunk.length = size;
    chunk.values = values.get();
    chunk.owner = std::move(values);
    chunks.push_back(std::move(chunk));
  }
  return Column(std::move(name), table::Type::kInt, 0, std::move(chunks));
}

ReplayOptions HowToReplay(const SalesFrame& frame, const SalesTableOptions& options) {
  return {.amount_denominator = ScaleFactor(frame.scale()),
          .rounding = options.rounding,
          .negative = options.negative,
          .threads = options.threads};
}

SalesPayOptions HowToPay(const SalesFrame& frame, const SalesTableOptions& options) {
  return {.amount_denominator = ScaleFactor(frame.scale()),
          .mode = options.rounding.mode,
          .scale = static_cast<int>(options.rounding.scale.value_or(2)),
          .threads = options.threads};
}

std::vector<SalesRule> RulesOf(const std::vector<NamedRule>& rules) {
  std::vector<SalesRule> plain;
  for (const NamedRule& rule : rules) plain.push_back(rule.second);
  return plain;
}

// The rates of the bands as decimals of one scale; nothing when one has no finite decimals of that
// size.
std::optional<std::pair<std::vector<int64_t>, int>> RateUnits(const std::vector<RateBand>& bands) {
  for (int scale = 0; scale <= 18; ++scale) {
    std::vector<int64_t> units;
    for (const RateBand& band : bands) {
      const absl::StatusOr<Fraction> scaled = Multiply(band.pays, Fraction(ScaleFactor(scale)));
      if (!scaled.ok() || scaled->denominator() != 1 || scaled->numerator() > INT64_MAX ||
          scaled->numerator() < INT64_MIN)
        break;
      units.push_back(static_cast<int64_t>(scaled->numerator()));
    }
    if (units.size() == bands.size()) return std::pair(std::move(units), scale);
  }
  return std::nullopt;
}

// The rate of every slice, where rates have finite decimals.
Column RateColumn(const TierTraceRows& trace, const std::vector<int64_t>& units, int scale) {
  std::vector<std::pair<std::shared_ptr<const int64_t[]>, int64_t>> columns(trace.parts().size());
  RunParallel(static_cast<int>(columns.size()), [&](int t) {
    const TierTraceRows::Part& part = trace.parts()[static_cast<size_t>(t)];
    BigArray<int64_t> rates = MakeBigArray<int64_t>(part.size);
    for (size_t i = 0; i < static_cast<size_t>(part.size); ++i)
      rates[i] = units[static_cast<size_t>(part.band[i])];
    columns[static_cast<size_t>(t)] = {
        std::shared_ptr<const int64_t[]>(rates.release(), FreeMemory()), part.size};
  });
  return UnitsColumn("rate", scale, std::move(columns));
}

// The cells of a result, one row per payee who has any.
absl::StatusOr<Table> CellsTable(
    std::string name, const SalesFrame& frame,
    std::vector<std::pair<std::string, std::span<const int64_t>>> columns,
    const std::vector<int>& scales) {
  const auto periods = static_cast<size_t>(frame.quotas().periods.periods());
  std::vector<int32_t> payees;
  for (const int32_t payee : frame.PayeesInOrder()) {
    const auto first = static_cast<std::ptrdiff_t>(static_cast<size_t>(payee) * periods);
    const auto last = first + static_cast<std::ptrdiff_t>(periods);
    const bool any = std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
      return std::any_of(column.second.begin() + first, column.second.begin() + last,
                         [](int64_t value) { return value != 0; });
    });
    if (any || frame.has_names()) payees.push_back(payee);
  }
  std::vector<int32_t> payee_of;
  std::vector<int32_t> period_of;
  payee_of.reserve(payees.size() * periods);
  period_of.reserve(payees.size() * periods);
  for (const int32_t payee : payees) {
    for (size_t period = 0; period < periods; ++period) {
      payee_of.push_back(payee);
      period_of.push_back(static_cast<int32_t>(period));
    }
  }
  std::vector<std::string> names;
  for (const Period& period : frame.periods()) names.push_back(period.name);
  std::vector<Column> made;
  ATTAIN_ASSIGN_OR_RETURN(Column payee_column, frame.PayeeColumn(std::move(payee_of)));
  made.push_back(std::move(payee_column));
  made.push_back(Column::OfDictionary("period", std::move(period_of), names));
  for (size_t c = 0; c < columns.size(); ++c) {
    std::vector<int64_t> values;
    values.reserve(payees.size() * periods);
    for (const int32_t payee : payees) {
      const auto cells = columns[c].second.subspan(static_cast<size_t>(payee) * periods, periods);
      values.insert(values.end(), cells.begin(), cells.end());
    }
    made.push_back(UnitsColumn(std::move(columns[c].first), scales[c], std::move(values)));
  }
  return Table::Of(std::move(name), std::move(made));
}

absl::StatusOr<Table> PayTable(const SalesFrame& frame, const std::vector<NamedRule>& rules,
                               const SalesPay& pay, int scale) {
  std::vector<int64_t> totals(pay.sold().size(), 0);
  std::vector<std::pair<std::string, std::span<const int64_t>>> columns = {{"sold", pay.sold()}};
  std::vector<int> scales = {frame.scale()};
  for (size_t r = 0; r < rules.size(); ++r) {
    columns.emplace_back(rules[r].first, pay.rule(r));
    scales.push_back(scale);
    for (size_t k = 0; k < totals.size(); ++k) {
      if (__builtin_add_overflow(totals[k], pay.rule(r)[k], &totals[k]))
        return MakeError(Reason::kOverflow,
                         "what a payee is paid in a period does not fit 64 bits");
    }
  }
  columns.emplace_back("total", totals);
  scales.push_back(scale);
  return CellsTable("pay", frame, std::move(columns), scales);
}

}  // namespace

absl::StatusOr<Table> TierTotals(const Table& sales, const Table& quotas,
                                 const std::vector<RateBand>& bands,
                                 const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const TierRates rates, TierRates::Of(bands));
  ATTAIN_ASSIGN_OR_RETURN(const SalesFrame frame, SalesFrame::Load(sales, &quotas, options));
  std::vector<int64_t> totals(frame.quotas().amounts.size());
  ATTAIN_RETURN_IF_ERROR(frame.Explained(
      TierTotals(rates, frame.rows(), frame.quotas(), HowToReplay(frame, options), totals)));
  return CellsTable("totals", frame, {{"quota", frame.quotas().amounts}, {"total", totals}},
                    {frame.scale(), static_cast<int>(options.rounding.scale.value_or(2))});
}

absl::StatusOr<Table> TierLines(const Table& sales, const Table& quotas,
                                const std::vector<RateBand>& bands,
                                const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const TierRates rates, TierRates::Of(bands));
  ATTAIN_ASSIGN_OR_RETURN(const SalesFrame frame, SalesFrame::Load(sales, &quotas, options));
  BigArray<int64_t> lines = MakeBigArray<int64_t>(sales.rows());
  ATTAIN_RETURN_IF_ERROR(
      frame.Explained(TierLines(rates, frame.rows(), frame.quotas(), HowToReplay(frame, options),
                                {lines.get(), static_cast<size_t>(sales.rows())})));
  return sales.With(UnitsColumn(
      "line", static_cast<int>(options.rounding.scale.value_or(2)),
      {{std::shared_ptr<const int64_t[]>(lines.release(), FreeMemory()), sales.rows()}}));
}

absl::StatusOr<Table> TierTrace(const Table& sales, const Table& quotas,
                                const std::vector<RateBand>& bands,
                                const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const TierRates rates, TierRates::Of(bands));
  ATTAIN_ASSIGN_OR_RETURN(const SalesFrame frame, SalesFrame::Load(sales, &quotas, options));
  absl::StatusOr<TierTraceRows> found =
      TierTrace(rates, frame.rows(), frame.quotas(), HowToReplay(frame, options));
  ATTAIN_RETURN_IF_ERROR(frame.Explained(found.status()));
  const TierTraceRows& trace = *found;
  std::vector<std::pair<std::shared_ptr<const int32_t[]>, int64_t>> row;
  std::vector<std::pair<std::shared_ptr<const int32_t[]>, int64_t>> band;
  std::vector<std::pair<std::shared_ptr<const int64_t[]>, int64_t>> base;
  std::vector<std::pair<std::shared_ptr<const int64_t[]>, int64_t>> amount;
  for (const TierTraceRows::Part& part : trace.parts()) {
    row.emplace_back(part.row, part.size);
    band.emplace_back(part.band, part.size);
    base.emplace_back(part.base, part.size);
    amount.emplace_back(part.amount, part.size);
  }
  std::vector<Column> columns = {NumbersColumn("row", std::move(row)), NumbersColumn("band", band),
                                 UnitsColumn("base", frame.scale(), std::move(base))};
  if (const auto units = RateUnits(bands)) {
    columns.push_back(RateColumn(trace, units->first, units->second));
  } else {  // a third has no decimals: rates as the bands write them
    std::vector<std::string> names;
    for (const RateBand& of : bands) names.push_back(of.pays.ToString());
    std::vector<int32_t> codes;
    for (const auto& [values, size] : band)
      codes.insert(codes.end(), values.get(), values.get() + size);
    columns.push_back(Column::OfDictionary("rate", std::move(codes), names));
  }
  columns.push_back(UnitsColumn("amount", static_cast<int>(options.rounding.scale.value_or(2)),
                                std::move(amount)));
  return Table::Of("trace", std::move(columns));
}

absl::StatusOr<Table> PaySales(const Table& sales, const Table* quotas,
                               const std::vector<NamedRule>& rules,
                               const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const SalesFrame frame, SalesFrame::Load(sales, quotas, options));
  absl::StatusOr<SalesPay> pay =
      PaySales(RulesOf(rules), frame.rows(), frame.quotas(), HowToPay(frame, options));
  ATTAIN_RETURN_IF_ERROR(frame.Explained(pay.status()));
  return PayTable(frame, rules, *pay, static_cast<int>(options.rounding.scale.value_or(2)));
}

struct SalesTableBook::State {
  std::vector<NamedRule> rules;
  SalesTableOptions options;
  SalesFrame frame;
  SalesBook book;
};

SalesTableBook::SalesTableBook(std::unique_ptr<State> state) : state_(std::move(state)) {}
SalesTableBook::SalesTableBook(SalesTableBook&&) noexcept = default;
SalesTableBook& SalesTableBook::operator=(SalesTableBook&&) noexcept = default;
SalesTableBook::~SalesTableBook() = default;

absl::StatusOr<SalesTableBook> SalesTableBook::Open(const Table& sales, const Table* quotas,
                                                    std::vector<NamedRule> rules,
                                                    const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(SalesFrame frame, SalesFrame::Load(sales, quotas, options));
  absl::StatusOr<SalesBook> book =
      SalesBook::Open(RulesOf(rules), frame.rows(), frame.quotas(), HowToPay(frame, options));
  ATTAIN_RETURN_IF_ERROR(frame.Explained(book.status()));
  return SalesTableBook(std::make_unique<State>(
      State{std::move(rules), options, std::move(frame), *std::move(book)}));
}

absl::Status SalesTableBook::Update(const Table& changes) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<SalesChange> read,
                          state_->frame.ReadChanges(changes, state_->options));
  return state_->book.Update(read);
}

absl::StatusOr<Table> SalesTableBook::ToTable() const {
  return PayTable(state_->frame, state_->rules, state_->book.pay(),
                  static_cast<int>(state_->options.rounding.scale.value_or(2)));
}

absl::StatusOr<std::vector<SalesStatement>> SalesTableBook::Of(std::string_view payee) const {
  const SalesFrame& frame = state_->frame;
  const int32_t number = frame.NumberOf(payee);
  if (number < 0)
    return MakeError(Reason::kUnknownRep, StrCat("no payee is called \"", payee, "\""));
  const SalesPay& pay = state_->book.pay();
  const int scale = static_cast<int>(state_->options.rounding.scale.value_or(2));
  std::vector<SalesStatement> statements;
  const auto periods = static_cast<size_t>(pay.periods());
  for (size_t period = 0; period < periods; ++period) {
    const size_t cell = static_cast<size_t>(number) * periods + period;
    SalesStatement statement{.payee = std::string(payee),
                             .period = frame.periods()[period].name,
                             .sold = Decimal::Unchecked(pay.sold()[cell], frame.scale()),
                             .amounts = {},
                             .total = Decimal::Unchecked(0, scale)};
    for (size_t r = 0; r < pay.rules(); ++r) {
      statement.amounts.push_back(Decimal::Unchecked(pay.rule(r)[cell], scale));
      ATTAIN_ASSIGN_OR_RETURN(statement.total, Add(statement.total, statement.amounts.back()));
    }
    statements.push_back(std::move(statement));
  }
  return statements;
}

int64_t SalesTableBook::rows() const { return state_->book.rows(); }

}  // namespace attain::incentive
