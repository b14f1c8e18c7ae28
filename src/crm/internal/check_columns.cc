// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of single columns: missing columns and values, words, currencies, amounts, shares.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/internal/text.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;
using table::Chunk;
using table::Column;

/// Calls `fn(row, text)` for each text that is there, and for dictionaries asks `code(text)` once
/// per distinct value.
template <typename Code>
void CodeTexts(const Column& column, std::vector<uint8_t>& codes, const Code& code) {
  int64_t first = 0;
  for (const Chunk& chunk : column.chunks()) {
    uint8_t* out = codes.data() + first;
    const auto plain = [&](const auto* ends) {
      for (int64_t i = 0; i < chunk.length; ++i) {
        if (chunk.IsValid(i))
          out[i] = code(
              std::string_view(chunk.text + ends[i], static_cast<size_t>(ends[i + 1] - ends[i])));
      }
    };
    const auto indexed = [&](const auto* indices) {
      std::vector<uint8_t> of_value(static_cast<size_t>(chunk.dictionary->length()), 255);
      for (size_t value = 0; value < of_value.size(); ++value) {
        const auto text = chunk.dictionary->TextAt(static_cast<int64_t>(value));
        if (text.has_value() && !text->empty()) of_value[value] = code(*text);
      }
      for (int64_t i = 0; i < chunk.length; ++i) {
        if (chunk.IsValid(i)) out[i] = of_value[static_cast<size_t>(indices[i])];
      }
    };
    switch (chunk.layout) {
      case table::Layout::kUtf8:
        plain(chunk.As<int32_t>());
        break;
      case table::Layout::kLargeUtf8:
        plain(chunk.As<int64_t>());
        break;
      case table::Layout::kDictionary8:
        indexed(chunk.As<int8_t>());
        break;
      case table::Layout::kDictionary16:
        indexed(chunk.As<int16_t>());
        break;
      case table::Layout::kDictionary32:
        indexed(chunk.As<int32_t>());
        break;
      case table::Layout::kDictionary64:
        indexed(chunk.As<int64_t>());
        break;
      default:
        break;
    }
    first += chunk.length;
  }
}

constexpr uint8_t kMissing = 255;
constexpr uint8_t kUnknown = 254;

}  // namespace

void Checks::Columns() {
  for (auto& entry : state_.tables) {
    TableState& table = entry.second;
    if (table.info == nullptr) continue;
    if (table.table.rows() == 0) {
      Warning(Reason::kEmptyTable, table, "", -1,
              [] { return std::string("the table has no rows"); });
    }
    Nulls(table);
    const Column* ccy = table.table.column("ccy");
    const bool has_currency = table.info->column("ccy") != nullptr;
    if (has_currency) CurrenciesOf(table, ccy);
    for (const ColumnInfo& info : table.info->columns) {
      const Column* column = table.table.column(info.name);
      if (column == nullptr) continue;
      if (info.type == ColumnType::kWord) WordsOf(table, info, *column);
      if (info.type == ColumnType::kMoney) AmountsOf(table, info, *column);
      if (info.type == ColumnType::kShare) SharesOf(table, info, *column);
    }
  }
}

void Checks::Nulls(TableState& table) {
  for (const ColumnInfo& info : table.info->columns) {
    const Column* column = table.table.column(info.name);
    if (column == nullptr) {
      if (!info.required) continue;
      Error(Reason::kMissingColumn, table, info.name, -1, [&] {
        return StrCat("the table has no column ", info.name, "; it cannot be used without");
      });
      if (Tolerates(Reason::kMissingColumn)) continue;
      for (int64_t row = 0; row < table.table.rows(); ++row) table.kept.SetAside(row);
      continue;
    }
    if (info.nullable || column->null_count() == 0) continue;
    ColumnWalk walk(column);
    for (int64_t row = 0; row < column->length(); ++row) {
      // A cell that could not be read has its own finding already.
      if (!walk.has(row) && table.kept[row])
        Error(Reason::kNullValue, table, info.name, row,
              [&] { return StrCat("the value of ", info.name, " is missing"); });
    }
  }
}

void Checks::WordsOf(TableState& table, const ColumnInfo& info, const Column& column) {
  auto& codes = table.words[std::string(info.name)];
  codes.assign(static_cast<size_t>(column.length()), kMissing);
  bool unknown = false;
  CodeTexts(column, codes, [&](std::string_view text) {
    for (size_t i = 0; i < info.words.size(); ++i) {
      if (info.words[i] == text) return static_cast<uint8_t>(i);
    }
    unknown = true;
    return kUnknown;
  });
  if (!unknown) return;
  const std::vector<std::string> known(info.words.begin(), info.words.end());
  for (int64_t row = 0; row < column.length(); ++row) {
    uint8_t& code = codes[static_cast<size_t>(row)];
    if (code != kUnknown) continue;
    code = kMissing;
    const std::string text(*column.TextAt(row));
    const std::string nearest = NearestWord(text, known);
    Error(
        Reason::kUnknownWordInColumn, table, info.name, row,
        [&] { return StrCat("\"", text, "\" is not one of ", internal::StrJoin(known, ", ")); }, -1,
        nearest.empty() ? "" : StrCat("did you mean \"", nearest, "\"?"));
  }
}

void Checks::CurrenciesOf(TableState& table, const Column* column) {
  if (column == nullptr) return;
  auto& codes = table.currencies;
  codes.assign(static_cast<size_t>(column->length()), kMissing);
  std::string last;
  uint8_t last_code = kUnknown;
  bool unknown = false;
  CodeTexts(*column, codes, [&](std::string_view text) {
    if (text == last) return last_code;
    last = text;
    last_code = kUnknown;
    for (size_t i = 0; i < state_.currencies.size(); ++i) {
      if (state_.currencies[i].code() == text) last_code = static_cast<uint8_t>(i);
    }
    if (last_code == kUnknown && state_.currencies.size() < kUnknown) {
      const auto own =
          std::find_if(state_.options.currencies.begin(), state_.options.currencies.end(),
                       [&](const Currency& currency) { return currency.code() == text; });
      const auto currency = own != state_.options.currencies.end() ? absl::StatusOr<Currency>(*own)
                                                                   : Currency::Parse(text);
      if (currency.ok()) {
        last_code = static_cast<uint8_t>(state_.currencies.size());
        state_.currencies.push_back(*currency);
      }
    }
    unknown = unknown || last_code == kUnknown;
    return last_code;
  });
  for (int64_t row = 0; unknown && row < column->length(); ++row) {
    if (codes[static_cast<size_t>(row)] != kUnknown) continue;
    codes[static_cast<size_t>(row)] = kMissing;
    Error(Reason::kCcyMissing, table, "ccy", row,
          [&] { return StrCat("\"", *column->TextAt(row), "\" is no currency that is known"); });
  }
}

void Checks::AmountsOf(TableState& table, const ColumnInfo& info, const Column& column) {
  const auto& codes = table.currencies;
  if (codes.empty() && state_.currency.is_none() && column.null_count() < column.length()) {
    Error(Reason::kCcyMissing, table, info.currency, -1, [&] {
      return StrCat("the amounts of ", info.name,
                    " have no currency column, and no currency was named when loading");
    });
  }
  // The largest coefficient of each currency whose amount fits 64 bits of the smallest unit.
  std::array<int64_t, 256> most;
  most.fill(INT64_MAX);
  const auto limit_of = [&](const Currency& currency) {
    const int missing = currency.scale() - column.scale();
    return missing > 0 ? INT64_MAX / static_cast<int64_t>(PowerOfTen(missing)) : INT64_MAX;
  };
  for (size_t i = 0; i < state_.currencies.size(); ++i) most[i] = limit_of(state_.currencies[i]);
  most[kMissing] = limit_of(state_.currency);
  const bool with_codes = !codes.empty();
  const auto overflow = [&](int64_t row) {
    Error(Reason::kMoneyOverflow, table, info.name, row, [&] {
      return StrCat(column.FormatAt(row), " does not fit 64 bits of the smallest unit");
    });
  };
  int64_t row = 0;
  for (const Chunk& chunk : column.chunks()) {
    const bool wide = chunk.layout == table::Layout::kDecimal128;
    const char* cells = wide ? static_cast<const char*>(chunk.values) + chunk.offset * 16 : nullptr;
    Amounts narrow(&column);
    for (int64_t i = 0; i < chunk.length; ++i, ++row) {
      if (chunk.layout == table::Layout::kNull || !chunk.IsValid(i)) continue;
      const uint8_t code = with_codes ? codes[static_cast<size_t>(row)] : kMissing;
      if (with_codes && code == kMissing) [[unlikely]] {
        if (table.kept[row])
          Error(Reason::kCcyMissing, table, info.currency, row,
                [&] { return StrCat("the amount ", column.FormatAt(row), " has no currency"); });
        continue;
      }
      int64_t low;
      if (wide) [[likely]] {
        int64_t high;
        std::memcpy(&low, cells + i * 16, 8);
        std::memcpy(&high, cells + i * 16 + 8, 8);
        if (high != low >> 63) [[unlikely]] {
          overflow(row);
          continue;
        }
      } else {
        if (chunk.layout == table::Layout::kUint64 &&
            chunk.As<uint64_t>()[i] > static_cast<uint64_t>(INT64_MAX)) {
          overflow(row);
          continue;
        }
        low = narrow[row];
      }
      if (low > most[code] || low < -most[code]) [[unlikely]]
        overflow(row);
    }
  }
}

void Checks::SharesOf(TableState& table, const ColumnInfo& info, const Column& column) {
  // Overlay shares and quota credit come on top and may be any number; revenue shares and chances
  // are fractions of one.
  const std::string_view type = info.name != "share"                          ? ""
                                : table.info->column("split_type") != nullptr ? "split_type"
                                                                              : "credit_type";
  const auto kinds = table.words.find(type);
  const absl::int128 one = PowerOfTen(column.scale());
  Decimals share(&column);
  for (int64_t row = 0; row < column.length(); ++row) {
    const absl::int128 value = share.coefficient(row);
    if (value >= 0 && value <= one) [[likely]]
      continue;
    if (value < 0) {
      Error(Reason::kNegativeShare, table, info.name, row,
            [&] { return StrCat(column.FormatAt(row), " is negative"); });
    } else if (kinds == table.words.end() || kinds->second[static_cast<size_t>(row)] ==
                                                 static_cast<uint8_t>(SplitType::kRevenue)) {
      Error(
          Reason::kUnitMismatch, table, info.name, row,
          [&] {
            return StrCat(column.FormatAt(row),
                          " is more than 1; a share is a fraction, not a percentage");
          },
          -1, "60 % is 0.6");
    }
  }
}

}  // namespace attain::crm
