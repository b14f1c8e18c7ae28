// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Overriding rows laid over the data: the cheap way for one payee. A row is taken only when its
// cells are plain, no check could object to it, and no other row's credit hangs on it; everything
// else goes the general way through Update.
#include <algorithm>
#include <array>
#include <utility>

#include "attain/crm/tables.h"
#include "run/internal/state.h"

namespace attain::run {

namespace {

using crm::ColumnInfo;
using crm::ColumnType;
using table::Column;
using table::Type;

constexpr int64_t kMostRows = 1000;
constexpr int64_t kMostUnits =
    9'000'000'000'000;  // fits 64 bits in the smallest unit of every currency

// How an overriding column is read.
struct Target {
  std::string given;                 // its name as it may be given
  const ColumnInfo* info = nullptr;  // null: the user's own
  const Column* raw = nullptr;
  const Column* column = nullptr;  // of the dataset
};

// A table whose rows may be overridden.
struct Layer {
  std::string table;
  std::vector<std::string> names;  // by which its rows may be given
  const crm::TableInfo* info = nullptr;
  std::vector<Target> targets;
  std::vector<std::string> barred;  // columns that only Update understands
  crm::Entity entity = crm::Entity::kNone;
  int64_t rows = 0;
  bool staged = false;                    // outcomes are checked against stages
  std::vector<uint8_t> bound;             // by id: has splits, reverses or is reversed
  std::vector<const ColumnInfo*> wanted;  // must be there in a new row
};

}  // namespace

/// What overriding rows are read with.
struct Overlay {
  std::vector<Layer> layers;
};

namespace {

bool NeedsHistory(const PreparedState& prepared, std::string_view table) {
  for (const target::Target& target : prepared.model.value.targets) {
    for (const target::SplitStep& step : target.split) {
      if (std::string_view(step.from).substr(0, step.from.find('.')) == table) return true;
      if (step.by != target::By::kHistory && step.by != target::By::kBlend &&
          step.by != target::By::kSeason)
        continue;
      const std::string& id = step.measure.empty() ? target.measure : step.measure;
      for (const measure::Measure& measure : prepared.model.value.measures) {
        if (measure.id != id) continue;
        if (measure.kind == measure::MeasureKind::kRatio) return true;
        const std::string_view of = measure.of;
        if (of.substr(0, of.find('.')).find(table) != std::string_view::npos) return true;
      }
    }
  }
  return false;
}

// The raw table a canonical one is made of; null when it is not made of one alone, as it stands.
const table::Table* RawOf(const PreparedState& prepared, std::string_view name,
                          const crm::TableSource*& source) {
  const auto stem = [](std::string_view text) {
    for (const std::string_view ending : {std::string_view(".csv"), std::string_view(".parquet")}) {
      if (text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending)
        return text.substr(0, text.size() - ending.size());
    }
    return text;
  };
  static const crm::TableSources none;
  const crm::TableSources& sources = prepared.mapped ? none : prepared.model.value.tables;
  std::string_view from = name;
  if (const auto found = sources.find(std::string(name)); found != sources.end()) {
    source = &found->second;
    if (source->distinct || !source->derive.empty()) return nullptr;
    if (!source->from.empty()) from = source->from;
  }
  int readers = 0;
  for (const auto& [canonical, other] : sources)
    readers += stem(other.from.empty() ? std::string_view(canonical)
                                       : std::string_view(other.from)) == stem(from)
                   ? 1
                   : 0;
  if (readers > (source == nullptr ? 0 : 1)) return nullptr;
  const table::Table* raw = prepared.raw.table(from);
  return raw != nullptr || source == nullptr ? raw : prepared.raw.table(stem(from));
}

// Ids whose rows hang together with others.
std::vector<uint8_t> BoundIds(const crm::Dataset& data, const Layer& layer, const crm::Rows& rows) {
  std::vector<uint8_t> bound(static_cast<size_t>(data.ids(layer.entity).size()), 0);
  const auto mark = [&bound](std::span<const int32_t> ids) {
    for (const int32_t id : ids) {
      if (id >= 0) bound[static_cast<size_t>(id)] = 1;
    }
  };
  if (layer.table == "deals") {
    mark(data.deal_splits().ids("deal_id"));
    return bound;
  }
  mark(data.txn_credits().ids("txn_id"));
  mark(rows.ids("orig_txn_id"));
  std::vector<uint8_t> split_deals(static_cast<size_t>(data.ids(crm::Entity::kDeal).size()), 0);
  for (const int32_t deal : data.deal_splits().ids("deal_id")) {
    if (deal >= 0) split_deals[static_cast<size_t>(deal)] = 1;
  }
  const auto own = rows.ids("txn_id");
  const auto originals = rows.ids("orig_txn_id");
  const auto deals = rows.ids("deal_id");
  const auto kinds = rows.words("kind");
  for (size_t row = 0; row < own.size(); ++row) {
    const bool reverses =
        kinds.empty() || kinds[row] >= static_cast<uint8_t>(crm::TransactionKind::kCredit);
    const bool follows = !originals.empty() && originals[row] >= 0;
    const bool split =
        !deals.empty() && deals[row] >= 0 && split_deals[static_cast<size_t>(deals[row])] != 0;
    if (own[row] >= 0 && (reverses || follows || split)) bound[static_cast<size_t>(own[row])] = 1;
  }
  return bound;
}

std::optional<Layer> LayerOf(const PreparedState& prepared, std::string_view name) {
  Layer layer;
  layer.table = name;
  layer.info = crm::FindTable(name);
  const table::Table* table = prepared.data.table(name);
  const crm::TableSource* source = nullptr;
  const table::Table* raw = RawOf(prepared, name, source);
  if (table == nullptr || raw == nullptr || raw->rows() != table->rows() ||
      NeedsHistory(prepared, name))
    return std::nullopt;
  layer.entity = layer.info->column(layer.info->key.front())->entity;
  layer.rows = table->rows();
  layer.names = {raw->name()};
  if (source != nullptr && raw->name() != name) layer.names.emplace_back(name);
  for (const Column& column : table->columns()) {
    Target target;
    target.column = &column;
    target.info = layer.info->column(column.name());
    const auto mapped = source == nullptr ? std::map<std::string, std::string>::const_iterator()
                                          : source->columns.find(column.name());
    target.given =
        source == nullptr || mapped == source->columns.end() ? column.name() : mapped->second;
    target.raw = raw->column(target.given);
    if (target.raw == nullptr) return std::nullopt;
    layer.targets.push_back(std::move(target));
  }
  // A raw column that is read twice, or not at all, is left to Update.
  for (const Target& target : layer.targets) {
    const auto same =
        std::count_if(layer.targets.begin(), layer.targets.end(),
                      [&](const Target& other) { return other.given == target.given; });
    if (same != 1) layer.barred.push_back(target.given);
  }
  for (const ColumnInfo& column : layer.info->columns) {
    if (!column.nullable || column.required) layer.wanted.push_back(&column);
  }
  const crm::Rows rows = prepared.data.rows(name);
  const auto ids = rows.ids(layer.info->key.front());
  for (size_t row = 0; row < ids.size(); ++row) {
    // Every row has its own id, in the order of the rows.
    if (ids[row] < 0 || prepared.data.RowOf(layer.entity, ids[row]) != static_cast<int64_t>(row))
      return std::nullopt;
  }
  layer.staged = name == "deals" && prepared.data.table("stages") != nullptr &&
                 table->column("stage_id") != nullptr;
  layer.bound = BoundIds(prepared.data, layer, rows);
  return layer;
}

std::shared_ptr<const Overlay> OverlayOf(const PreparedState& prepared) {
  auto overlay = std::make_shared<Overlay>();
  const crm::LoadOptions& options = prepared.data.options();
  if (!options.report_currency.empty() || !options.tolerate.empty() || options.as_of.has_value())
    return overlay;
  if (prepared.mapped) {
    // Rows set aside when the dataset was loaded may look different when its tables are loaded
    // again.
    for (const std::string& name : prepared.data.table_names()) {
      if (!prepared.data.kept(name).all()) return overlay;
    }
  }
  for (const std::string_view name : {"deals", "transactions"}) {
    if (std::optional<Layer> layer = LayerOf(prepared, name); layer.has_value())
      overlay->layers.push_back(*std::move(layer));
  }
  return overlay;
}

// "1000.00" in units of 10^-scale; false for anything but plain digits with at most so many
// decimals.
bool ReadAmount(std::string_view text, int scale, int64_t& units) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  int64_t value = 0;
  int decimals = -1;
  if (text.empty() || text.size() > 18 || text.front() == '.' || text.back() == '.') return false;
  for (const char c : text) {
    if (c == '.') {
      if (decimals >= 0) return false;
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
    decimals += decimals >= 0 ? 1 : 0;
  }
  if (decimals > scale) return false;
  for (int digit = std::max(decimals, 0); digit < scale; ++digit) {
    if (value > kMostUnits) return false;
    value *= 10;
  }
  units = negative ? -value : value;
  return value <= kMostUnits;
}

// "2026-03-31" as a day.
bool ReadDay(std::string_view text, int32_t& day) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {0, 0, 0};
  constexpr std::array<size_t, 8> kDigits = {0, 1, 2, 3, 5, 6, 8, 9};
  for (const size_t at : kDigits) {
    if (text[at] < '0' || text[at] > '9') return false;
    int& part = parts[at < 4 ? 0 : at < 7 ? 1 : 2];
    part = part * 10 + (text[at] - '0');
  }
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (parts[0] < 1 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31) return false;
  if (parts[2] > kDays[static_cast<size_t>(parts[1] - 1)]) {
    const auto parsed = Date::Parse(text);
    if (!parsed.ok()) return false;
    day = parsed->days();
    return true;
  }
  // Days from civil: years from March on, eras of 400 years (Hinnant, 2013).
  const int year = parts[0] - (parts[1] <= 2 ? 1 : 0);
  const int era = year / 400;
  const int of_era = year - era * 400;
  const int of_year = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1;
  day = era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
  return true;
}

bool IsInstant(ColumnType type) {
  return type == ColumnType::kDate || type == ColumnType::kTimestamp;
}

// Reads the cells of one overriding column; false where that is not certain to be what loading the
// table would read.
bool ReadCells(const Column& given, const Target& target, const crm::Dataset& data,
               measure::ChangedCells& cells) {
  const ColumnInfo* info = target.info;
  const auto rows = static_cast<size_t>(given.length());
  cells.name = target.column->name();
  if (given.null_count() > 0) {
    if (info != nullptr && (!info->nullable || info->required)) return false;
    cells.present.assign(rows, 1);
    for (size_t row = 0; row < rows; ++row)
      cells.present[row] = given.IsNull(static_cast<int64_t>(row)) ? 0 : 1;
  }
  const Type raw = target.raw->type();
  const Type type = given.type();
  const bool text = info == nullptr || info->type == ColumnType::kText ||
                    info->type == ColumnType::kId || info->type == ColumnType::kWord ||
                    info->type == ColumnType::kCurrency;
  if (text) {
    if (type != Type::kText || raw != Type::kText || target.column->type() != Type::kText)
      return false;
    cells.texts.resize(rows);
    std::string_view last;
    for (size_t row = 0; row < rows; ++row) {
      if (!cells.has(row)) continue;
      const std::string_view cell = *given.TextAt(static_cast<int64_t>(row));
      if (cell.empty()) return false;
      cells.texts[row] = cell;
      if (info == nullptr || cell == last) continue;
      last = cell;
      if (info->type == ColumnType::kWord &&
          std::find(info->words.begin(), info->words.end(), cell) == info->words.end())
        return false;
      if (info->type == ColumnType::kCurrency) {
        const auto known = data.currencies();
        if (std::none_of(known.begin(), known.end(),
                         [cell](const Currency& currency) { return currency.code() == cell; }))
          return false;
      }
      if (!info->references.empty() && !info->soft &&
          data.RowOf(info->entity, data.ids(info->entity).Find(cell)) < 0)
        return false;
    }
    return true;
  }
  cells.numbers.resize(rows);
  if (info->type == ColumnType::kMoney && info->name == "amount") {
    const int scale = target.column->scale();
    const bool decimal = target.column->type() == Type::kDecimal &&
                         (raw == Type::kText || raw == Type::kDecimal) &&
                         (type == Type::kText || type == Type::kDecimal || type == Type::kInt);
    const bool whole =
        target.column->type() == Type::kInt && raw == Type::kInt && type == Type::kInt;
    if ((!decimal && !whole) || scale > 6) return false;
    for (size_t row = 0; row < rows; ++row) {
      if (!cells.has(row)) continue;
      const auto at = static_cast<int64_t>(row);
      if (type == Type::kText) {
        if (!ReadAmount(*given.TextAt(at), scale, cells.numbers[row])) return false;
        continue;
      }
      const std::optional<Decimal> value = given.DecimalAt(at);
      const auto scaled = value.has_value()
                              ? value->Rescaled(scale)
                              : absl::StatusOr<Decimal>(MakeError(Reason::kInexact, "none"));
      if (!scaled.ok() || scaled->coefficient() > kMostUnits || scaled->coefficient() < -kMostUnits)
        return false;
      cells.numbers[row] = static_cast<int64_t>(scaled->coefficient());
    }
    return true;
  }
  if (IsInstant(info->type)) {
    const bool day = target.column->type() == Type::kDate;
    const bool plain = (raw == Type::kText && day == (info->type == ColumnType::kDate)) ||
                       (raw == Type::kDate && day);
    if (!plain || (type != Type::kText && type != Type::kDate)) return false;
    for (size_t row = 0; row < rows; ++row) {
      if (!cells.has(row)) continue;
      const auto at = static_cast<int64_t>(row);
      int32_t value = 0;
      if (type == Type::kDate) {
        value = given.DateAt(at)->days();
      } else if (!ReadDay(*given.TextAt(at), value)) {
        return false;
      }
      cells.numbers[row] = day ? value : Timestamp::StartOf(Date::FromDays(value)).micros();
    }
    return true;
  }
  return false;
}

const measure::ChangedCells* CellsNamed(const measure::RowChanges& changes, std::string_view name) {
  for (const measure::ChangedCells& cells : changes.columns) {
    if (cells.name == name) return &cells;
  }
  return nullptr;
}

// Whether no check objects to the rows, and none of them moves another row.
bool Stands(const Layer& layer, const crm::Dataset& data, const measure::RowChanges& changes) {
  const bool deals = layer.table == "deals";
  for (const std::string_view name : {"stage_id", "pipeline_id", "orig_txn_id", "deal_id"}) {
    if (name != layer.info->key.front() && CellsNamed(changes, name) != nullptr) return false;
  }
  const auto* outcome = CellsNamed(changes, "outcome");
  const auto* kind = CellsNamed(changes, "kind");
  const auto* amount = CellsNamed(changes, "amount");
  const auto* ccy = CellsNamed(changes, "ccy");
  const crm::Rows rows = data.rows(layer.table);
  const bool with_codes = !rows.currency_codes().empty();
  const table::Column* stages = layer.staged ? rows.column("stage_id") : nullptr;
  const table::Column* outcomes = layer.staged ? rows.column("outcome") : nullptr;
  const crm::RowMask& kept = rows.kept();
  for (size_t row = 0; row < changes.old_rows.size(); ++row) {
    const int64_t old = changes.old_rows[row];
    if (old < 0) {
      for (const ColumnInfo* wanted : layer.wanted) {
        if (rows.column(wanted->name) != nullptr && CellsNamed(changes, wanted->name) == nullptr)
          return false;
      }
      if (with_codes && amount != nullptr && amount->has(row) && (ccy == nullptr || !ccy->has(row)))
        return false;
    } else {
      if (!kept[old]) return false;
      if (with_codes && ccy != nullptr && !ccy->has(row)) return false;
      if (with_codes && ccy == nullptr && amount != nullptr && rows.currency(old).is_none())
        return false;
      if (stages != nullptr && outcome != nullptr && !stages->IsNull(old)) {
        if (outcomes == nullptr || outcomes->IsNull(old) != !outcome->has(row)) return false;
        if (outcome->has(row) && *outcomes->TextAt(old) != outcome->texts[row]) return false;
      }
    }
    if (!deals && kind != nullptr) {
      const std::string_view word = kind->has(row) ? kind->texts[row] : std::string_view();
      if (word != "booking" && word != "order" && word != "invoice" && word != "receipt")
        return false;
    }
  }
  return true;
}

std::optional<measure::RowChanges> LayTable(const Layer& layer, const crm::Dataset& data,
                                            std::string_view name, const table::Table& given) {
  measure::RowChanges changes;
  changes.table = layer.table;
  changes.table_rows = layer.rows;
  if (given.rows() > kMostRows || given.rows() == 0) return std::nullopt;
  const bool canonical = name != layer.names.front();
  changes.columns.reserve(given.columns().size());
  for (const Column& column : given.columns()) {
    const Target* target = nullptr;
    // Under the canonical name of the table, columns may have canonical names as well as raw ones.
    for (const Target& candidate : layer.targets) {
      if (candidate.given == column.name() ||
          (canonical && candidate.column->name() == column.name())) {
        if (target != nullptr) return std::nullopt;
        target = &candidate;
      }
    }
    if (target == nullptr ||
        std::find(layer.barred.begin(), layer.barred.end(), target->given) != layer.barred.end())
      return std::nullopt;
    if (CellsNamed(changes, target->column->name()) != nullptr) return std::nullopt;
    measure::ChangedCells& cells = changes.columns.emplace_back();
    if (!ReadCells(column, *target, data, cells)) return std::nullopt;
  }
  const measure::ChangedCells* keys = CellsNamed(changes, layer.info->key.front());
  if (keys == nullptr || !keys->present.empty()) return std::nullopt;
  changes.ids = keys->texts;
  const crm::Ids& ids = data.ids(layer.entity);
  std::vector<std::string_view> fresh;
  for (const std::string_view key : changes.ids) {
    const int32_t id = ids.Find(key);
    const int64_t row = id < 0 ? -1 : data.RowOf(layer.entity, id);
    // An id that others refer to, though no row has it, changes them.
    if (id >= 0 && (row < 0 || layer.bound[static_cast<size_t>(id)] != 0)) return std::nullopt;
    changes.old_rows.push_back(row);
    if (row >= 0) changes.gone.push_back(row);
    if (row < 0) fresh.push_back(key);
  }
  std::sort(changes.gone.begin(), changes.gone.end());
  std::sort(fresh.begin(), fresh.end());
  const bool doubled =
      std::adjacent_find(changes.gone.begin(), changes.gone.end()) != changes.gone.end() ||
      std::adjacent_find(fresh.begin(), fresh.end()) != fresh.end();
  if (doubled || !Stands(layer, data, changes)) return std::nullopt;
  return changes;
}

}  // namespace

std::optional<std::vector<measure::RowChanges>> Lay(const PreparedState& prepared,
                                                    const table::Tables& rows) {
  prepared.overlay_once.Run([&prepared] { prepared.overlay = OverlayOf(prepared); });
  std::vector<measure::RowChanges> changes;
  for (const auto& [name, table] : rows) {
    const Layer* found = nullptr;
    for (const Layer& layer : prepared.overlay->layers) {
      if (std::find(layer.names.begin(), layer.names.end(), name) != layer.names.end())
        found = &layer;
    }
    if (found == nullptr) return std::nullopt;
    for (const measure::RowChanges& other : changes) {
      if (other.table == found->table) return std::nullopt;
    }
    std::optional<measure::RowChanges> laid = LayTable(*found, prepared.data, name, table);
    if (!laid.has_value()) return std::nullopt;
    changes.push_back(*std::move(laid));
  }
  // Deals and transactions refer to one another; together they are left to Update.
  if (changes.size() != 1) return std::nullopt;
  return changes;
}

}  // namespace attain::run
