// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Partial aggregates: what one measure adds up per entity and period, exact, mergeable, as bytes.
//
//   bytes   "ATST"  version u32  specification hash u64  documents  measure  unit  currency  cells
//   CRC32C u32
//
// All numbers are little-endian; texts are a length (u32) and bytes. Cells stand in the order of
// their keys, so equal contents give equal bytes. Every version begins with the magic and its
// number and ends with the checksum of all before it, so that bytes of a newer version can be told
// from damaged ones.
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "attain/measure/measure.h"
#include "attain/run/model.h"
#include "attain/table/arrow.h"
#include "base/internal/text.h"
#include "base/internal/utf8.h"
#include "dataset.h"
#include "documents.h"

namespace {

using attain::Fraction;
using attain::MakeError;
using attain::Period;
using attain::Reason;
using attain::internal::StrCat;
using attain::measure::EntityKind;

// A cell: sum of numerators and denominators. Rows are counted once per cell.
struct Cell {
  Fraction numerator = 0;
  Fraction denominator = 0;
  int64_t n = 0;
};
using Key = std::tuple<int32_t, std::string, std::string>;  // kind, entity, period

}  // namespace

struct attain_state {
  attain::capi::Documents documents;
  std::string measure;
  uint64_t hash = 0;
  attain::run::Model model;
  std::string unit;
  attain::Currency currency;
  std::map<Key, Cell> cells;
};

namespace {

constexpr std::string_view kMagic = "ATST";
constexpr uint64_t kMostParts = 1'000'000'000;
constexpr std::string_view kCompany = "company";  // the name of the one company in a series

uint32_t Crc32c(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ (0x82F63B78 & (0U - (crc & 1U)));  // Castagnoli, 1993
  }
  return ~crc;
}

uint64_t HashOf(const attain::capi::Documents& documents, std::string_view measure) {
  uint64_t hash = 0xCBF29CE484222325;  // FNV-1a (Fowler, Noll, Vo, 1991)
  const auto add = [&hash](std::string_view text) {
    for (const char byte : text) hash = (hash ^ static_cast<uint8_t>(byte)) * 0x100000001B3;
    hash = (hash ^ 0xFF) * 0x100000001B3;
  };
  for (const auto& [name, text] : documents) {
    add(name);
    add(text);
  }
  add(measure);
  return hash;
}

const attain::measure::Measure* MeasureNamed(const attain::run::Model& model, std::string_view id) {
  for (const attain::measure::Measure& measure : model.measures) {
    if (measure.id == id) return &measure;
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<attain_state>> NewState(attain::capi::Documents documents,
                                                       std::string_view measure) {
  auto state = std::make_unique<attain_state>();
  state->documents = std::move(documents);
  state->measure = std::string(measure);
  state->hash = HashOf(state->documents, measure);
  ATTAIN_ASSIGN_OR_RETURN(attain::run::LoadedModel loaded,
                          attain::run::Parse(state->documents.front().second,
                                             attain::capi::OptionsFor(state->documents)));
  state->model = std::move(loaded.value);
  const attain::measure::Measure* found = MeasureNamed(state->model, measure);
  if (found == nullptr) {
    std::vector<std::string> known;
    for (const attain::measure::Measure& other : state->model.measures) known.push_back(other.id);
    const std::string nearest = attain::NearestWord(measure, known);
    return MakeError(Reason::kUnknownReference, StrCat("there is no measure \"", measure, "\"",
                                                       nearest.empty() ? "" : "; did you mean \"",
                                                       nearest, nearest.empty() ? "" : "\"?"));
  }
  if (found->kind == attain::measure::MeasureKind::kLast) {
    return MakeError(
        Reason::kUnsupportedOption,
        StrCat("measure \"", measure, "\" takes the last value: such figures do not add up"));
  }
  return state;
}

// The days of the rows that a measure reads, in the calendar's finest periods; without days none.
absl::StatusOr<std::vector<Period>> PeriodsOf(const attain::run::Model& model,
                                              const attain::crm::Dataset& data,
                                              const attain::measure::Prepared& bound) {
  std::vector<Period> rows;
  if (std::holds_alternative<attain::crm::PeriodTable>(model.calendar)) rows = data.periods();
  ATTAIN_ASSIGN_OR_RETURN(const attain::crm::Calendar calendar,
                          attain::crm::Calendar::Resolve(model.calendar, std::move(rows)));
  ATTAIN_ASSIGN_OR_RETURN(const attain::measure::CreditedRows credited,
                          attain::measure::Rows(bound));
  std::optional<attain::Date> first;
  std::optional<attain::Date> last;
  if (credited.day != nullptr) {
    for (int64_t row = 0; row < credited.day->length(); ++row) {
      const std::optional<attain::Date> day = credited.day->DateAt(row);
      if (!day.has_value()) continue;
      if (!first.has_value() || *day < *first) first = day;
      if (!last.has_value() || *last < *day) last = day;
    }
  }
  if (!first.has_value()) return std::vector<Period>();
  // An instant may lie on the day before or after in business time.
  return calendar.Periods(*first - 1, *last + 2, calendar.grain());
}

absl::Status AddCell(std::map<Key, Cell>& cells, Key key, const Cell& more) {
  Cell& cell = cells[std::move(key)];
  if (more.n > std::numeric_limits<int64_t>::max() - cell.n)
    return MakeError(Reason::kOverflow, "a count of rows leaves 64 bits");
  ATTAIN_ASSIGN_OR_RETURN(const Fraction numerator, attain::Add(cell.numerator, more.numerator));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction denominator,
                          attain::Add(cell.denominator, more.denominator));
  cell = Cell{numerator, denominator, cell.n + more.n};
  return absl::OkStatus();
}

// Little-endian writing and reading.
struct Writer {
  std::string bytes;
  void Number(uint64_t value, int width) {
    for (int byte = 0; byte < width; ++byte)
      bytes.push_back(static_cast<char>((value >> (8 * byte)) & 0xFF));
  }
  void Text(std::string_view text) {
    Number(text.size(), 4);
    bytes.append(text);
  }
  void Wide(absl::int128 value) {
    Number(absl::Int128Low64(value), 8);
    Number(static_cast<uint64_t>(absl::Int128High64(value)), 8);
  }
};

struct Reader {
  std::string_view bytes;
  bool good = true;
  uint64_t Number(int width) {
    if (bytes.size() < static_cast<size_t>(width)) {
      good = false;
      return 0;
    }
    uint64_t value = 0;
    for (int byte = 0; byte < width; ++byte)
      value |= uint64_t{static_cast<uint8_t>(bytes[static_cast<size_t>(byte)])} << (8 * byte);
    bytes.remove_prefix(static_cast<size_t>(width));
    return value;
  }
  std::string Text() {
    const uint64_t size = Number(4);
    if (bytes.size() < size) {
      good = false;
      return {};
    }
    std::string text(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return text;
  }
  absl::int128 Wide() {
    const uint64_t low = Number(8);
    const uint64_t high = Number(8);
    return absl::MakeInt128(static_cast<int64_t>(high), low);
  }
};

absl::Status Damaged(std::string_view what) {
  return MakeError(Reason::kStateDamaged, StrCat("the bytes are no state: ", what));
}

absl::StatusOr<Fraction> ReadFraction(Reader& reader) {
  const absl::int128 numerator = reader.Wide();
  const absl::int128 denominator = reader.Wide();
  if (!reader.good || denominator <= 0) return Damaged("a number is cut off or has no denominator");
  const absl::StatusOr<Fraction> read = Fraction::Of(numerator, denominator);
  if (!read.ok()) return Damaged("a number is out of range");
  return read;
}

std::string Serialize(const attain_state& state) {
  Writer writer;
  writer.bytes = std::string(kMagic);
  writer.Number(ATTAIN_STATE_VERSION, 4);
  writer.Number(state.hash, 8);
  writer.Number(state.documents.size(), 4);
  for (const auto& [name, text] : state.documents) {
    writer.Text(name);
    writer.Text(text);
  }
  writer.Text(state.measure);
  writer.Text(state.unit);
  writer.Text(state.currency.code());
  writer.Number(static_cast<uint64_t>(state.currency.scale()), 4);
  writer.Number(state.cells.size(), 8);
  for (const auto& [key, cell] : state.cells) {
    writer.Number(static_cast<uint64_t>(std::get<0>(key)), 4);
    writer.Text(std::get<1>(key));
    writer.Text(std::get<2>(key));
    writer.Wide(cell.numerator.numerator());
    writer.Wide(cell.numerator.denominator());
    writer.Wide(cell.denominator.numerator());
    writer.Wide(cell.denominator.denominator());
    writer.Number(static_cast<uint64_t>(cell.n), 8);
  }
  const uint32_t crc = Crc32c(writer.bytes);
  writer.Number(crc, 4);
  return std::move(writer.bytes);
}

absl::StatusOr<std::unique_ptr<attain_state>> Deserialize(std::string_view bytes) {
  if (bytes.size() < kMagic.size() + 8 || bytes.substr(0, kMagic.size()) != kMagic)
    return Damaged("they do not begin with ATST");
  Reader check{bytes.substr(bytes.size() - 4)};
  if (check.Number(4) != Crc32c(bytes.substr(0, bytes.size() - 4)))
    return Damaged("the checksum does not fit");
  bytes.remove_suffix(4);
  Reader reader{bytes.substr(kMagic.size())};
  const uint64_t version = reader.Number(4);
  if (version > ATTAIN_STATE_VERSION) {
    return MakeError(Reason::kUnsupportedOption,
                     StrCat("the state is of version ", version, "; this library reads up to ",
                            ATTAIN_STATE_VERSION));
  }
  if (version == 0) return Damaged("there is no version 0");
  const uint64_t hash = reader.Number(8);
  const uint64_t n_documents = reader.Number(4);
  attain::capi::Documents documents;
  for (uint64_t i = 0; i < n_documents && reader.good; ++i) {
    std::string name = reader.Text();
    documents.emplace_back(std::move(name), reader.Text());
  }
  const std::string measure = reader.Text();
  std::string unit = reader.Text();
  const std::string code = reader.Text();
  const uint64_t scale = reader.Number(4);
  const uint64_t n_cells = reader.Number(8);
  if (!reader.good || documents.empty() || n_cells > kMostParts) return Damaged("they are cut off");
  if (!attain::internal::IsUtf8(unit)) return Damaged("the unit is not UTF-8");
  if (hash != HashOf(documents, measure)) return Damaged("the documents are not those of the hash");
  ATTAIN_ASSIGN_OR_RETURN(std::unique_ptr<attain_state> state,
                          NewState(std::move(documents), measure));
  state->unit = std::move(unit);
  if (!code.empty()) {
    const absl::StatusOr<attain::Currency> currency =
        attain::Currency::Of(code, static_cast<int>(std::min<uint64_t>(scale, 99)));
    if (!currency.ok()) return Damaged("the currency is none");
    state->currency = *currency;
  }
  for (uint64_t i = 0; i < n_cells; ++i) {
    const auto kind = static_cast<int32_t>(reader.Number(4));
    std::string entity = reader.Text();
    std::string period = reader.Text();
    Cell cell;
    ATTAIN_ASSIGN_OR_RETURN(cell.numerator, ReadFraction(reader));
    ATTAIN_ASSIGN_OR_RETURN(cell.denominator, ReadFraction(reader));
    cell.n = static_cast<int64_t>(reader.Number(8));
    if (!reader.good) return Damaged("a cell is cut off");
    if (kind < 1 || kind > 3 ||
        (kind == static_cast<int32_t>(EntityKind::kCompany) && entity != kCompany))
      return Damaged("a cell is of no known kind");
    if (cell.n < 0) return Damaged("a cell counts fewer than no rows");
    if (!attain::internal::IsUtf8(entity) || !attain::internal::IsUtf8(period))
      return Damaged("a name is not UTF-8");
    Key key(kind, std::move(entity), std::move(period));
    if (!state->cells.empty() && !(state->cells.rbegin()->first < key))
      return Damaged("two cells have one key, or the cells are out of order");
    state->cells.emplace_hint(state->cells.end(), std::move(key), cell);
  }
  if (!reader.bytes.empty()) return Damaged("there are bytes too many");
  return state;
}

// Currency and unit of two parts must be the same; a part without rows has neither.
absl::Status SameUnit(const attain_state& state, const std::string& unit,
                      attain::Currency currency) {
  if (!state.unit.empty() && !unit.empty() &&
      (state.unit != unit || !(state.currency == currency))) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat("parts in ", state.unit, " and ", unit, " do not add up"));
  }
  return absl::OkStatus();
}

}  // namespace

using attain::capi::Guard;
using attain::capi::Need;
using attain::capi::NeedOut;
using attain::capi::NeedZeroed;
using attain::capi::Text;

extern "C" {

attain_code attain_state_new(const attain_document* documents, int64_t n_documents,
                             const char* measure, size_t measure_size, attain_state** state,
                             attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(state, "state"));
    ATTAIN_ASSIGN_OR_RETURN(attain::capi::Documents copies,
                            attain::capi::CopyDocuments(documents, n_documents));
    ATTAIN_ASSIGN_OR_RETURN(const std::string_view id, Text(measure, measure_size, "measure"));
    ATTAIN_ASSIGN_OR_RETURN(std::unique_ptr<attain_state> made, NewState(std::move(copies), id));
    *state = made.release();
    return absl::OkStatus();
  });
}

attain_code attain_state_update(attain_state* state, const attain_dataset* rows,
                                attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(state, "state"));
    ATTAIN_RETURN_IF_ERROR(Need(rows, "rows"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Tables tables, rows->Snapshot());
    ATTAIN_ASSIGN_OR_RETURN(const attain::crm::Dataset data,
                            attain::run::Load(state->model, tables));
    const attain::measure::Measure* measure = MeasureNamed(state->model, state->measure);
    ATTAIN_ASSIGN_OR_RETURN(const attain::measure::Prepared bound,
                            attain::measure::Resolve(*measure, data));
    ATTAIN_ASSIGN_OR_RETURN(std::vector<Period> periods, PeriodsOf(state->model, data, bound));
    if (periods.empty()) return absl::OkStatus();
    attain::measure::CalculateOptions options;
    options.periods = std::move(periods);
    ATTAIN_ASSIGN_OR_RETURN(const attain::measure::Series series,
                            attain::measure::Calculate(bound, options));
    ATTAIN_RETURN_IF_ERROR(SameUnit(*state, series.unit(), series.currency()));
    const bool ratio = measure->kind == attain::measure::MeasureKind::kRatio;
    std::map<Key, Cell> cells = state->cells;
    for (const EntityKind kind : {EntityKind::kCompany, EntityKind::kUnit, EntityKind::kRep}) {
      for (int32_t entity = 0; entity < series.count(kind); ++entity) {
        for (size_t place = 0; place < series.periods().size(); ++place) {
          const attain::measure::Figure& figure =
              series.at(kind, entity, static_cast<int32_t>(place));
          if (figure.status == attain::measure::ValueStatus::kError) {
            return MakeError(figure.reason,
                             StrCat(series.name(kind, entity), " in ", series.periods()[place].name,
                                    " cannot be added up"));
          }
          if (figure.n == 0 && figure.numerator == Fraction(0)) continue;
          const Cell more{figure.numerator, ratio ? figure.denominator : Fraction(0), figure.n};
          Key key(static_cast<int32_t>(kind), std::string(series.name(kind, entity)),
                  series.periods()[place].name);
          ATTAIN_RETURN_IF_ERROR(AddCell(cells, std::move(key), more));
        }
      }
    }
    std::string unit = series.unit();
    state->cells.swap(cells);
    state->unit.swap(unit);
    state->currency = series.currency();
    return absl::OkStatus();
  });
}

attain_code attain_state_merge(attain_state* state, const attain_state* other, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(Need(state, "state"));
    ATTAIN_RETURN_IF_ERROR(Need(other, "other"));
    if (state->hash != other->hash) {
      return MakeError(Reason::kStateMismatch,
                       StrCat("the states are of measures \"", state->measure, "\" and \"",
                              other->measure, "\", or of other documents"));
    }
    ATTAIN_RETURN_IF_ERROR(SameUnit(*state, other->unit, other->currency));
    std::map<Key, Cell> cells = state->cells;
    for (const auto& [key, cell] : other->cells) ATTAIN_RETURN_IF_ERROR(AddCell(cells, key, cell));
    std::string unit = other->unit.empty() ? state->unit : other->unit;
    if (!other->unit.empty()) state->currency = other->currency;
    state->cells.swap(cells);
    state->unit.swap(unit);
    return absl::OkStatus();
  });
}

attain_code attain_state_serialize(const attain_state* state, void** bytes, size_t* size,
                                   attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    if (size != nullptr) *size = 0;
    ATTAIN_RETURN_IF_ERROR(NeedOut(bytes, "bytes"));
    ATTAIN_RETURN_IF_ERROR(Need(size, "size"));
    ATTAIN_RETURN_IF_ERROR(Need(state, "state"));
    const attain_str copy = attain::capi::OwnedText(Serialize(*state));
    *bytes = const_cast<char*>(copy.data);
    *size = copy.size;
    return absl::OkStatus();
  });
}

attain_code attain_state_deserialize(const void* bytes, size_t size, attain_state** state,
                                     attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(state, "state"));
    ATTAIN_RETURN_IF_ERROR(Need(bytes, "bytes"));
    ATTAIN_ASSIGN_OR_RETURN(std::unique_ptr<attain_state> made,
                            Deserialize({static_cast<const char*>(bytes), size}));
    *state = made.release();
    return absl::OkStatus();
  });
}

attain_code attain_state_finalize(const attain_state* state, ArrowArrayStream* out,
                                  attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedZeroed(out, "out"));
    ATTAIN_RETURN_IF_ERROR(Need(state, "state"));
    const attain::measure::Measure* measure = MeasureNamed(state->model, state->measure);
    const bool ratio = measure->kind == attain::measure::MeasureKind::kRatio;
    attain::measure::SeriesParts parts;
    parts.id = state->measure;
    parts.unit = state->unit;
    parts.currency = state->currency;
    std::set<std::string> names[4];
    std::set<std::string> periods;
    for (const auto& [key, cell] : state->cells) {
      names[std::get<0>(key)].insert(std::get<1>(key));
      periods.insert(std::get<2>(key));
    }
    names[static_cast<int>(EntityKind::kCompany)].insert(std::string(kCompany));
    parts.units.assign(names[2].begin(), names[2].end());
    parts.reps.assign(names[3].begin(), names[3].end());
    for (const std::string& period : periods) {
      Period named;
      named.name = period;
      parts.periods.push_back(std::move(named));
    }
    for (int32_t kind = 1; kind <= 3; ++kind) {
      for (const std::string& name : names[kind]) {
        for (const std::string& period : periods) {
          attain::measure::Figure figure;
          const auto cell = state->cells.find(Key(kind, name, period));
          if (cell != state->cells.end()) {
            figure.numerator = cell->second.numerator;
            figure.n = cell->second.n;
          }
          if (ratio) {
            figure.denominator =
                cell == state->cells.end() ? Fraction(0) : cell->second.denominator;
            if (figure.denominator == Fraction(0)) {
              figure.status = attain::measure::ValueStatus::kUndefined;
              figure.reason = Reason::kEmptyGroup;
            }
          }
          parts.figures.push_back(figure);
        }
      }
    }
    ATTAIN_ASSIGN_OR_RETURN(const attain::measure::Series series,
                            attain::measure::Series::Of(std::move(parts)));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Table table, series.ToTable());
    return attain::table::ExportStream(table, out);
  });
}

void attain_state_free(attain_state* state) { delete state; }

}  // extern "C"
