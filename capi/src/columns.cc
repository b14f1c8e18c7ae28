// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "columns.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "attain/base/decimal.h"
#include "base/internal/text.h"
#include "base/internal/utf8.h"

namespace attain::capi {
namespace {

using internal::StrCat;
using table::Chunk;
using table::Column;
using table::Layout;
using table::Type;

// What a chunk of a copied column points into.
struct Buffers {
  std::vector<uint8_t> validity;
  std::vector<uint8_t> data;
  std::vector<int64_t> offsets;
};

struct TypeInfo {
  int32_t type;
  Type meaning;
  Layout layout;
  size_t width;  // bytes of an element; 0: bits or text
};

constexpr TypeInfo kTypes[] = {
    {ATTAIN_TYPE_BOOL, Type::kBool, Layout::kBool, 0},
    {ATTAIN_TYPE_INT32, Type::kInt, Layout::kInt32, 4},
    {ATTAIN_TYPE_INT64, Type::kInt, Layout::kInt64, 8},
    {ATTAIN_TYPE_DOUBLE, Type::kDouble, Layout::kFloat64, 8},
    {ATTAIN_TYPE_DECIMAL64, Type::kDecimal, Layout::kInt64, 8},
    {ATTAIN_TYPE_DECIMAL128, Type::kDecimal, Layout::kDecimal128, 16},
    {ATTAIN_TYPE_DATE, Type::kDate, Layout::kDate32, 4},
    {ATTAIN_TYPE_TIMESTAMP, Type::kTimestamp, Layout::kTimestampMicro, 8},
    {ATTAIN_TYPE_TEXT32, Type::kText, Layout::kLargeUtf8, 0},
    {ATTAIN_TYPE_TEXT64, Type::kText, Layout::kLargeUtf8, 0},
};

const TypeInfo* InfoOf(int32_t type) {
  for (const TypeInfo& info : kTypes) {
    if (info.type == type) return &info;
  }
  return nullptr;
}

absl::Status Refuse(std::string_view column, std::string_view what) {
  return MakeError(Reason::kInvalidArgument, StrCat("column ", column, ": ", what));
}

// The bits [offset, offset + length), from the first byte they touch on; `first` receives the place
// of the first bit.
std::vector<uint8_t> CopyBits(const uint8_t* bits, int64_t offset, int64_t length, int64_t* first) {
  *first = offset & 7;
  const auto bytes = static_cast<size_t>((*first + length + 7) / 8);
  return std::vector<uint8_t>(bits + offset / 8, bits + offset / 8 + static_cast<int64_t>(bytes));
}

// The text of rows [offset, offset + length) with offsets from 0.
template <typename Offset>
absl::Status CopyText(const attain_column& plain, std::string_view name, Buffers& buffers) {
  const auto* offsets = static_cast<const Offset*>(plain.offsets) + plain.offset;
  const auto length = static_cast<size_t>(plain.length);
  buffers.offsets.resize(length + 1);
  const int64_t base = offsets[0];
  if (base < 0) return Refuse(name, "an offset is negative");
  for (size_t row = 0; row <= length; ++row) {
    if (row > 0 && offsets[row] < offsets[row - 1]) return Refuse(name, "offsets go back");
    buffers.offsets[row] = static_cast<int64_t>(offsets[row]) - base;
  }
  const int64_t bytes = buffers.offsets[length];
  if (bytes > 0 && plain.data == nullptr) return Refuse(name, "data is NULL");
  if (bytes > 0) {
    const auto* text = static_cast<const uint8_t*>(plain.data) + base;
    buffers.data.assign(text, text + bytes);
    const std::string_view whole(reinterpret_cast<const char*>(buffers.data.data()),
                                 buffers.data.size());
    if (!internal::IsUtf8(whole))
      return CheckText(whole, StrCat("column ", name), /*allow_nul=*/true);
    for (size_t row = 1; row < length; ++row) {  // no character may lie across two rows
      const auto at = static_cast<size_t>(buffers.offsets[row]);
      if (at < whole.size() && (static_cast<unsigned char>(whole[at]) & 0xC0U) == 0x80U) {
        return MakeError(Reason::kInvalidUtf8,
                         StrCat("column ", name, ": row ", row, " starts inside a character"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Column> CopyColumn(const attain_column& plain) {
  ATTAIN_ASSIGN_OR_RETURN(
      const std::string_view name,
      Text(plain.name, plain.name_size == 0 ? ATTAIN_NUL : plain.name_size, "column.name"));
  const TypeInfo* info = InfoOf(plain.type);
  if (info == nullptr)
    return MakeError(Reason::kUnsupportedType,
                     StrCat("column ", name, ": there is no type ", plain.type));
  if (plain.reserved != 0 || plain.reserved2 != nullptr) {
    return MakeError(Reason::kUnsupportedOption,
                     StrCat("column ", name, ": a reserved field is set"));
  }
  constexpr int64_t kMost = int64_t{1} << 56;
  if (plain.length < 0 || plain.offset < 0 || plain.length > kMost || plain.offset > kMost) {
    return Refuse(name, "length and offset must be at least 0");
  }
  const bool decimal = info->meaning == Type::kDecimal;
  if (plain.scale < 0 || plain.scale > (decimal ? Decimal::kMaxScale : 0)) {
    return Refuse(name, decimal ? "scale must lie in 0..38" : "only decimals have a scale");
  }
  const bool text = info->meaning == Type::kText;
  if (plain.length > 0 && (text ? plain.offsets == nullptr : plain.data == nullptr)) {
    return Refuse(name, text ? "offsets is NULL" : "data is NULL");
  }
  auto buffers = std::make_shared<Buffers>();
  Chunk chunk;
  chunk.layout = info->layout;
  chunk.length = plain.length;
  if (plain.length > 0) {
    int64_t bit = 0;
    if (plain.validity != nullptr)
      buffers->validity = CopyBits(plain.validity, plain.offset, plain.length, &bit);
    if (text) {
      ATTAIN_RETURN_IF_ERROR(plain.type == ATTAIN_TYPE_TEXT32
                                 ? CopyText<int32_t>(plain, name, *buffers)
                                 : CopyText<int64_t>(plain, name, *buffers));
    } else if (info->width == 0) {
      int64_t first = 0;
      buffers->data =
          CopyBits(static_cast<const uint8_t*>(plain.data), plain.offset, plain.length, &first);
      bit = first;
    } else {
      const auto* data =
          static_cast<const uint8_t*>(plain.data) + static_cast<size_t>(plain.offset) * info->width;
      buffers->data.assign(data, data + static_cast<size_t>(plain.length) * info->width);
    }
    // One offset serves all buffers of a chunk, so the elements are moved to where the first bit of
    // the bitmap stands.
    if (bit != 0 && info->width != 0) {
      buffers->data.insert(buffers->data.begin(), static_cast<size_t>(bit) * info->width, 0);
    } else if (bit != 0 && text) {
      buffers->offsets.insert(buffers->offsets.begin(), static_cast<size_t>(bit), 0);
    }
    chunk.offset = bit;
    if (!buffers->validity.empty()) {
      chunk.validity = buffers->validity.data();
      for (int64_t row = 0; row < plain.length; ++row)
        chunk.null_count += chunk.IsValid(row) ? 0 : 1;
    }
  } else if (text) {
    buffers->offsets.assign(1, 0);
  }
  chunk.values = text ? static_cast<const void*>(buffers->offsets.data()) : buffers->data.data();
  if (text) chunk.text = reinterpret_cast<const char*>(buffers->data.data());
  chunk.owner = buffers;
  std::vector<Chunk> chunks;
  chunks.push_back(std::move(chunk));
  return Column(std::string(name), info->meaning, plain.scale, std::move(chunks));
}

absl::Status FillPlain(const Column& column, PlainColumn& plain) {
  const int64_t rows = column.length();
  plain.name = column.name();
  const auto append = [&plain](const auto& value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    plain.data.insert(plain.data.end(), bytes, bytes + sizeof value);
  };
  int32_t type = 0;
  size_t width = 0;
  switch (column.type()) {
    case Type::kNull:
    case Type::kBool:
      type = ATTAIN_TYPE_BOOL;
      break;
    case Type::kInt:
      type = ATTAIN_TYPE_INT64, width = 8;
      break;
    case Type::kDouble:
      type = ATTAIN_TYPE_DOUBLE, width = 8;
      break;
    case Type::kDecimal:
      type = ATTAIN_TYPE_DECIMAL128, width = 16;
      break;
    case Type::kDate:
      type = ATTAIN_TYPE_DATE, width = 4;
      break;
    case Type::kTimestamp:
      type = ATTAIN_TYPE_TIMESTAMP, width = 8;
      break;
    case Type::kText:
      type = ATTAIN_TYPE_TEXT32;
      break;
  }
  if (column.null_count() > 0) plain.validity.assign(static_cast<size_t>((rows + 7) / 8), 0);
  if (type == ATTAIN_TYPE_BOOL) plain.data.assign(static_cast<size_t>((rows + 7) / 8), 0);
  if (type == ATTAIN_TYPE_TEXT32) plain.offsets.push_back(0);
  plain.data.reserve(width * static_cast<size_t>(rows));
  for (int64_t row = 0; row < rows; ++row) {
    const bool missing = column.IsNull(row);
    const auto byte = static_cast<size_t>(row / 8);
    const auto bit = static_cast<uint8_t>(1U << (row % 8));
    if (!missing && !plain.validity.empty()) plain.validity[byte] |= bit;
    switch (column.type()) {
      case Type::kNull:
        break;
      case Type::kBool:
        if (!missing && *column.BoolAt(row)) plain.data[byte] |= bit;
        break;
      case Type::kInt: {
        const auto value = column.IntAt(row);
        if (!missing && !value.has_value())
          return MakeError(Reason::kOverflow, StrCat("column ", plain.name, " row ", row));
        append(value.value_or(0));
        break;
      }
      case Type::kDouble:
        append(column.DoubleAt(row).value_or(0));
        break;
      case Type::kDecimal: {
        const Decimal value = column.DecimalAt(row).value_or(Decimal());
        absl::int128 coefficient = value.coefficient();
        for (int scale = value.scale(); scale < column.scale(); ++scale) coefficient *= 10;
        append(absl::Int128Low64(coefficient));
        append(absl::Int128High64(coefficient));
        break;
      }
      case Type::kDate:
        append(missing ? 0 : column.DateAt(row)->days());
        break;
      case Type::kTimestamp: {
        const auto value = column.TimestampAt(row);
        append(value.has_value() ? value->micros() : int64_t{0});
        break;
      }
      case Type::kText: {
        const std::string_view value = column.TextAt(row).value_or(std::string_view());
        plain.data.insert(plain.data.end(), value.begin(), value.end());
        if (plain.data.size() > INT32_MAX)
          return MakeError(Reason::kOverflow, StrCat("column ", plain.name, " is too long"));
        plain.offsets.push_back(static_cast<int32_t>(plain.data.size()));
        break;
      }
    }
  }
  plain.view.struct_size = sizeof(attain_column);
  plain.view.type = type;
  plain.view.length = rows;
  plain.view.scale = column.type() == Type::kDecimal ? column.scale() : 0;
  plain.view.name = plain.name.c_str();
  plain.view.name_size = plain.name.size();
  plain.view.data = plain.data.data();
  plain.view.validity = plain.validity.empty() ? nullptr : plain.validity.data();
  plain.view.offsets = type == ATTAIN_TYPE_TEXT32 ? plain.offsets.data() : nullptr;
  return absl::OkStatus();
}

absl::Status TextRows::Append(const attain_str* cells, int64_t n_rows) {
  const size_t width = names_.size();
  // First everything that can fail, aside; then what cannot.
  std::vector<Cells> grown(width);
  for (size_t column = 0; column < width; ++column) {
    Cells& cell = grown[column];
    int64_t end = cells_[column].ends.empty() ? 0 : cells_[column].ends.back();
    for (int64_t row = 0; row < n_rows; ++row) {
      const attain_str& given = cells[static_cast<size_t>(row) * width + column];
      if (given.data != nullptr) {
        const absl::StatusOr<std::string_view> text = Text(given.data, given.size, names_[column]);
        if (!text.ok())
          return Text(given.data, given.size, StrCat("row ", rows_ + row, " ", names_[column]))
              .status();
        cell.bytes.append(*text);
        end += static_cast<int64_t>(text->size());
      }
      cell.ends.push_back(end);
      cell.valid.push_back(given.data != nullptr);
    }
  }
  const auto reserve = [](auto& target, size_t more) {
    if (target.capacity() < target.size() + more)
      target.reserve(std::max(target.size() * 2, target.size() + more));
  };
  for (size_t column = 0; column < width; ++column) {
    reserve(cells_[column].bytes, grown[column].bytes.size());
    reserve(cells_[column].ends, grown[column].ends.size());
    reserve(cells_[column].valid, grown[column].valid.size());
  }
  for (size_t column = 0; column < width; ++column) {
    Cells& target = cells_[column];
    target.bytes.append(grown[column].bytes);
    target.ends.insert(target.ends.end(), grown[column].ends.begin(), grown[column].ends.end());
    target.valid.insert(target.valid.end(), grown[column].valid.begin(), grown[column].valid.end());
  }
  rows_ += n_rows;
  built_->table.reset();
  return absl::OkStatus();
}

absl::StatusOr<table::Table> TextRows::Build(std::string_view name) const {
  const std::lock_guard<std::mutex> lock(built_->mutex);
  if (!built_->table.has_value()) {
    ATTAIN_ASSIGN_OR_RETURN(built_->table, Copy(name));
  }
  return *built_->table;
}

absl::StatusOr<table::Table> TextRows::Copy(std::string_view name) const {
  std::vector<Column> columns;
  for (size_t column = 0; column < names_.size(); ++column) {
    const Cells& cells = cells_[column];
    auto buffers = std::make_shared<Buffers>();
    buffers->data.assign(cells.bytes.begin(), cells.bytes.end());
    buffers->offsets.push_back(0);
    buffers->offsets.insert(buffers->offsets.end(), cells.ends.begin(), cells.ends.end());
    buffers->validity.assign(static_cast<size_t>((rows_ + 7) / 8), 0);
    Chunk chunk;
    chunk.layout = Layout::kLargeUtf8;
    chunk.length = rows_;
    for (size_t row = 0; row < cells.valid.size(); ++row) {
      if (cells.valid[row] != 0) {
        buffers->validity[row / 8] |= static_cast<uint8_t>(1U << (row % 8));
      } else {
        ++chunk.null_count;
      }
    }
    chunk.validity = chunk.null_count == 0 ? nullptr : buffers->validity.data();
    chunk.values = buffers->offsets.data();
    chunk.text = reinterpret_cast<const char*>(buffers->data.data());
    chunk.owner = buffers;
    std::vector<Chunk> chunks;
    chunks.push_back(std::move(chunk));
    columns.emplace_back(names_[column], Type::kText, 0, std::move(chunks));
  }
  return table::Table::Of(std::string(name), std::move(columns));
}

}  // namespace attain::capi
