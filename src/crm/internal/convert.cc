// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/convert.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;
using table::Chunk;
using table::Column;
using table::Type;

/// What every reader of cells needs.
struct Cells {
  const Column& column;
  const ColumnInfo& info;
  std::string_view table;
  Collector& collector;
  std::vector<int64_t>& bad_rows;

  void Bad(int64_t row, Reason reason, std::string_view wanted) const {
    bad_rows.push_back(row);
    collector.Add(Severity::kError, reason, table, info.name, row,
                  [&] { return StrCat("\"", column.FormatAt(row), "\" ", wanted); });
  }
  /// Reads each cell that is there with `read`, which gives nothing for a cell that cannot be read.
  /// Empty text is missing.
  template <typename T, typename Read>
  void ReadAll(std::vector<T>& values, std::vector<bool>& valid, std::string_view wanted,
               const Read& read) const {
    const auto rows = static_cast<size_t>(column.length());
    values.assign(rows, T{});
    valid.assign(rows, false);
    for (int64_t row = 0; row < column.length(); ++row) {
      if (column.IsNull(row)) continue;
      if (column.type() == Type::kText && column.TextAt(row)->empty()) continue;
      if (std::optional<T> value = read(row); value.has_value()) {
        values[static_cast<size_t>(row)] = *value;
        valid[static_cast<size_t>(row)] = true;
      } else {
        Bad(row, Reason::kInvalidCell, wanted);
      }
    }
  }
};

absl::Status WrongType(const Column& column, const ColumnInfo& info) {
  return MakeError(Reason::kWrongColumnType,
                   StrCat("column ", info.name, " holds ", Name(column.type()), "; ",
                          Name(info.type), " is asked for"));
}

/// Rows of a text column whose text is empty; nothing when there are none.
std::optional<std::vector<bool>> EmptyTexts(const Column& column) {
  std::optional<std::vector<bool>> missing;
  const auto mark = [&](int64_t row) {
    if (!missing.has_value()) missing.emplace(static_cast<size_t>(column.length()), false);
    (*missing)[static_cast<size_t>(row)] = true;
  };
  int64_t first = 0;
  for (const Chunk& chunk : column.chunks()) {
    if (chunk.layout == table::Layout::kUtf8) {
      const auto* ends = chunk.As<int32_t>();
      for (int64_t i = 0; i < chunk.length; ++i) {
        if (ends[i] == ends[i + 1] && chunk.IsValid(i)) mark(first + i);
      }
    } else if (chunk.layout == table::Layout::kLargeUtf8) {
      const auto* ends = chunk.As<int64_t>();
      for (int64_t i = 0; i < chunk.length; ++i) {
        if (ends[i] == ends[i + 1] && chunk.IsValid(i)) mark(first + i);
      }
    } else if (chunk.dictionary != nullptr) {
      bool any = false;
      for (int64_t value = 0; value < chunk.dictionary->length() && !any; ++value) {
        any = chunk.dictionary->IsNull(value) || chunk.dictionary->TextAt(value)->empty();
      }
      for (int64_t i = 0; any && i < chunk.length; ++i) {
        const auto text = column.TextAt(first + i);
        if (text.has_value() && text->empty()) mark(first + i);
      }
    }
    first += chunk.length;
  }
  return missing;
}

absl::StatusOr<Column> ToInts(const Cells& cells) {
  const Column& column = cells.column;
  std::vector<int64_t> values;
  std::vector<bool> valid;
  switch (column.type()) {
    case Type::kText:
      cells.ReadAll(values, valid, "is not a whole number",
                    [&](int64_t row) -> std::optional<int64_t> {
                      const std::string_view text = *column.TextAt(row);
                      int64_t number = 0;
                      const auto [end, error] =
                          std::from_chars(text.data(), text.data() + text.size(), number);
                      if (error == std::errc() && end == text.data() + text.size()) return number;
                      return std::nullopt;
                    });
      break;
    case Type::kDouble:
    case Type::kDecimal:
      cells.ReadAll(values, valid, "is not a whole number",
                    [&](int64_t row) -> std::optional<int64_t> {
                      const absl::StatusOr<Decimal> exact = column.type() == Type::kDouble
                                                                ? ExactOf(*column.DoubleAt(row))
                                                                : *column.DecimalAt(row);
                      if (!exact.ok() || !exact->IsWhole()) return std::nullopt;
                      const absl::int128 whole = exact->Rescaled(0)->coefficient();
                      if (whole != absl::int128(static_cast<int64_t>(whole))) return std::nullopt;
                      return static_cast<int64_t>(whole);
                    });
      break;
    default:
      return WrongType(column, cells.info);
  }
  return Column::OfInts(column.name(), std::move(values), valid);
}

absl::StatusOr<Column> ToDecimals(const Cells& cells) {
  const Column& column = cells.column;
  if (column.type() != Type::kText && column.type() != Type::kDouble)
    return WrongType(column, cells.info);
  std::vector<Decimal> values(static_cast<size_t>(column.length()));
  std::vector<bool> valid(static_cast<size_t>(column.length()), false);
  int scale = 0;
  for (int64_t row = 0; row < column.length(); ++row) {
    if (column.IsNull(row)) continue;
    if (column.type() == Type::kText && column.TextAt(row)->empty()) continue;
    const auto value = column.type() == Type::kText ? Decimal::Parse(*column.TextAt(row))
                                                    : ExactOf(*column.DoubleAt(row));
    // A scale beyond 18 would leave too little room for the digits before the point of other rows.
    if (!value.ok() || value->Normalized().scale() > 18) {
      if (column.type() == Type::kText) {
        cells.Bad(row, Reason::kInvalidCell, "is not a decimal number");
      } else {
        cells.Bad(row, Reason::kLossyNumber,
                  "is a binary fraction that is no exact decimal of at most six decimals");
      }
      continue;
    }
    const Decimal plain = value->scale() > 18 ? value->Normalized() : *value;
    values[static_cast<size_t>(row)] = plain;
    valid[static_cast<size_t>(row)] = true;
    scale = std::max(scale, plain.scale());
  }
  std::vector<absl::int128> coefficients(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (!valid[i]) continue;
    const auto rescaled = values[i].Rescaled(scale);
    if (rescaled.ok()) {
      coefficients[i] = rescaled->coefficient();
    } else {
      valid[i] = false;
      cells.Bad(static_cast<int64_t>(i), Reason::kInvalidCell, "has too many digits");
    }
  }
  return Column::OfDecimals(column.name(), std::move(coefficients), scale, valid);
}

absl::StatusOr<Column> ToBools(const Cells& cells) {
  const Column& column = cells.column;
  if (column.type() != Type::kText && column.type() != Type::kInt)
    return WrongType(column, cells.info);
  std::vector<bool> values(static_cast<size_t>(column.length()), false);
  std::vector<bool> valid(values.size(), false);
  for (int64_t row = 0; row < column.length(); ++row) {
    if (column.IsNull(row)) continue;
    const std::string text = column.FormatAt(row);
    if (text.empty()) continue;
    const bool yes = text == "true" || text == "True" || text == "TRUE" || text == "1";
    if (!yes && text != "false" && text != "False" && text != "FALSE" && text != "0") {
      cells.Bad(row, Reason::kInvalidCell, "is neither true nor false");
      continue;
    }
    values[static_cast<size_t>(row)] = yes;
    valid[static_cast<size_t>(row)] = true;
  }
  return Column::OfBools(column.name(), values, valid);
}

/// Reads "2026-03-31T22:00:00Z" and what databases print: a space for the T, no zone for UTC.
std::optional<int64_t> MicrosOf(std::string_view text) {
  std::string plain(text);
  if (plain.size() > 10) {
    if (plain[10] == ' ') plain[10] = 'T';
    if (plain.back() != 'Z' && plain.find_first_of("+-", 11) == std::string::npos) plain += 'Z';
  }
  const auto instant = Timestamp::Parse(plain);
  return instant.ok() ? std::optional<int64_t>(instant->micros()) : std::nullopt;
}

absl::StatusOr<Column> ToTimes(const Cells& cells, bool day) {
  const Column& column = cells.column;
  if (column.type() != Type::kText) return WrongType(column, cells.info);
  bool instants = !day;
  for (int64_t row = 0; day && row < column.length(); ++row) {
    const auto text = column.TextAt(row);
    if (!text.has_value() || text->size() <= 10 || !MicrosOf(*text).has_value()) continue;
    instants = true;  // one instant makes all of them instants, wherever it stands
    break;
  }
  std::vector<bool> valid;
  if (instants) {
    std::vector<int64_t> values;
    cells.ReadAll(values, valid, "is not an instant like 2026-03-31T22:00:00Z",
                  [&](int64_t row) { return MicrosOf(*column.TextAt(row)); });
    return Column::OfTimestamps(column.name(), std::move(values), valid);
  }
  std::vector<int32_t> values;
  cells.ReadAll(values, valid, "is not a day like 2026-03-31",
                [&](int64_t row) -> std::optional<int32_t> {
                  const auto date = Date::Parse(*column.TextAt(row));
                  return date.ok() ? std::optional<int32_t>(date->days()) : std::nullopt;
                });
  return Column::OfDates(column.name(), std::move(values), valid);
}

Column ToTexts(const Column& column) {
  std::vector<std::string> values(static_cast<size_t>(column.length()));
  std::vector<bool> valid(values.size(), false);
  for (int64_t row = 0; row < column.length(); ++row) {
    if (column.IsNull(row)) continue;
    values[static_cast<size_t>(row)] = column.FormatAt(row);
    valid[static_cast<size_t>(row)] = true;
  }
  return Column::OfTexts(column.name(), values, valid);
}

Column TextWithoutEmpties(const Column& column) {
  const auto missing = EmptyTexts(column);
  return missing.has_value() ? WithMissing(column, *missing) : column;
}

}  // namespace

absl::StatusOr<Decimal> ExactOf(double value) {
  char buffer[40];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
  if (error == std::errc()) {
    const auto exact = Decimal::Parse(std::string_view(buffer, static_cast<size_t>(end - buffer)));
    constexpr int64_t kFifteenDigits = 1'000'000'000'000'000;
    if (exact.ok()) {
      const Decimal plain = exact->Normalized();
      const absl::int128 size =
          plain.coefficient() < 0 ? -plain.coefficient() : plain.coefficient();
      if (plain.scale() <= 6 && size < kFifteenDigits) return plain;
    }
  }
  return MakeError(Reason::kLossyNumber,
                   "a binary floating-point number is no exact decimal of at most six decimals and "
                   "fifteen digits");
}

Column WithMissing(const Column& column, const std::vector<bool>& missing) {
  std::vector<Chunk> chunks;
  int64_t row = 0;
  for (const Chunk& old : column.chunks()) {
    Chunk chunk = old;
    auto bitmap = std::make_shared<std::pair<std::vector<uint8_t>, std::shared_ptr<const void>>>();
    bitmap->first.assign(static_cast<size_t>((old.offset + old.length + 7) / 8), 0);
    bitmap->second = old.owner;
    chunk.null_count = 0;
    for (int64_t i = 0; i < old.length; ++i, ++row) {
      const int64_t bit = old.offset + i;
      if (old.IsValid(i) && !missing[static_cast<size_t>(row)]) {
        bitmap->first[static_cast<size_t>(bit >> 3)] |= static_cast<uint8_t>(1 << (bit & 7));
      } else {
        ++chunk.null_count;
      }
    }
    chunk.validity = bitmap->first.data();
    chunk.owner = bitmap;
    chunks.push_back(std::move(chunk));
  }
  return Column(column.name(), column.type(), column.scale(), std::move(chunks));
}

absl::StatusOr<Column> ConvertInto(const Column& column, const ColumnInfo& info,
                                   std::string_view table, Collector& collector,
                                   std::vector<int64_t>& bad_rows) {
  if (column.type() == Type::kNull) return column;
  const Cells cells{column, info, table, collector, bad_rows};
  const Type type = column.type();
  switch (info.type) {
    case ColumnType::kId:
      if (type == Type::kInt) return column;
      if (type == Type::kText) return TextWithoutEmpties(column);
      if (type == Type::kDouble || type == Type::kDecimal) return ToInts(cells);
      return WrongType(column, info);
    case ColumnType::kText:
      return type == Type::kText ? TextWithoutEmpties(column) : ToTexts(column);
    case ColumnType::kWord:
    case ColumnType::kCurrency:
      if (type == Type::kText) return TextWithoutEmpties(column);
      return WrongType(column, info);
    case ColumnType::kBool:
      if (type == Type::kBool) return column;
      return ToBools(cells);
    case ColumnType::kInt:
      if (type == Type::kInt) return column;
      return ToInts(cells);
    case ColumnType::kDecimal:
    case ColumnType::kMoney:
    case ColumnType::kShare:
      if (type == Type::kDecimal || type == Type::kInt) return column;
      return ToDecimals(cells);
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      if (type == Type::kDate || type == Type::kTimestamp) return column;
      return ToTimes(cells, info.type == ColumnType::kDate);
  }
  return WrongType(column, info);
}

}  // namespace attain::crm
