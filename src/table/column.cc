// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/column.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <utility>

#include "table/internal/bitmap.h"
#include "table/internal/visit.h"

namespace attain::table {
namespace {

using internal::BitAt;
using internal::BitmapBytes;
using internal::CountOnes;
using internal::IndexAt;
using internal::IsDictionary;
using internal::IsInteger;
using internal::PlainText;
using internal::SetBit;

// Buffers of a column made here, alive as long as one of its chunks.
template <typename T>
struct Buffers {
  std::vector<T> values;
  std::vector<uint8_t> validity;
  std::string text;
};

std::vector<uint8_t> Bitmap(const std::vector<bool>& bits) {
  std::vector<uint8_t> bitmap(static_cast<size_t>(BitmapBytes(static_cast<int64_t>(bits.size()))));
  for (size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) SetBit(bitmap.data(), static_cast<int64_t>(i));
  }
  return bitmap;
}

// The validity of `length` values: empty when all are given; values beyond the list are present.
std::vector<uint8_t> Validity(std::vector<bool> valid, size_t length) {
  if (!valid.empty()) valid.resize(length, true);
  return Bitmap(valid);
}

template <typename T>
Chunk ChunkOf(Layout layout, int64_t length, std::shared_ptr<Buffers<T>> buffers) {
  Chunk chunk;
  chunk.layout = layout;
  chunk.length = length;
  chunk.values = buffers->values.data();
  chunk.text = buffers->text.data();
  if (!buffers->validity.empty()) {
    chunk.null_count = length - CountOnes(buffers->validity.data(), 0, length);
    if (chunk.null_count > 0) chunk.validity = buffers->validity.data();
  }
  chunk.owner = std::move(buffers);
  return chunk;
}

template <typename T>
std::vector<Chunk> Plain(Layout layout, std::vector<T> values, const std::vector<bool>& valid) {
  const auto length = static_cast<int64_t>(values.size());
  auto buffers = std::make_shared<Buffers<T>>();
  buffers->values = std::move(values);
  buffers->validity = Validity(valid, static_cast<size_t>(length));
  std::vector<Chunk> chunks;
  if (length > 0) chunks.push_back(ChunkOf(layout, length, std::move(buffers)));
  return chunks;
}

template <typename Offset>
std::vector<Chunk> Texts(Layout layout, const std::vector<std::string>& values,
                         const std::vector<bool>& valid, size_t bytes) {
  auto buffers = std::make_shared<Buffers<Offset>>();
  buffers->values.reserve(values.size() + 1);
  buffers->text.reserve(bytes);
  buffers->values.push_back(0);
  for (size_t i = 0; i < values.size(); ++i) {
    if (i >= valid.size() || valid[i]) buffers->text += values[i];
    buffers->values.push_back(static_cast<Offset>(buffers->text.size()));
  }
  buffers->validity = Validity(valid, values.size());
  std::vector<Chunk> chunks;
  if (!values.empty()) {
    chunks.push_back(ChunkOf(layout, static_cast<int64_t>(values.size()), std::move(buffers)));
  }
  return chunks;
}

absl::int128 IntegerAt(const Chunk& chunk, int64_t i) {
  return internal::VisitInteger(
      chunk.layout, [&](auto zero) { return absl::int128(chunk.As<decltype(zero)>()[i]); });
}

// The decimal that stands in a chunk of whole numbers or of decimals.
std::optional<Decimal> DecimalIn(const Chunk& chunk, int64_t i, int scale) {
  absl::int128 coefficient;
  if (chunk.layout == Layout::kDecimal128) {
    coefficient = chunk.As<absl::int128>()[i];
  } else if (IsInteger(chunk.layout)) {
    coefficient = IntegerAt(chunk, i);
  } else {
    return std::nullopt;
  }
  auto decimal = Decimal::Of(coefficient, scale);
  if (!decimal.ok()) return std::nullopt;
  return *decimal;
}

std::string FormatDouble(double value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), end.ptr);
}

}  // namespace

std::string_view Name(Type type) {
  switch (type) {
    case Type::kNull:
      return "null";
    case Type::kBool:
      return "bool";
    case Type::kInt:
      return "int";
    case Type::kDouble:
      return "double";
    case Type::kDecimal:
      return "decimal";
    case Type::kDate:
      return "date";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kText:
      return "text";
  }
  return "unknown";
}

Column::Column(std::string name, Type type, int scale, std::vector<Chunk> chunks)
    : name_(std::move(name)), type_(type), scale_(scale) {
  std::erase_if(chunks, [](const Chunk& chunk) { return chunk.length == 0; });
  starts_.reserve(chunks.size());
  for (const Chunk& chunk : chunks) {
    starts_.push_back(length_);
    length_ += chunk.length;
    null_count_ += chunk.null_count;
  }
  chunks_ = std::move(chunks);
}

Column Column::OfBools(std::string name, const std::vector<bool>& values,
                       const std::vector<bool>& valid) {
  auto buffers = std::make_shared<Buffers<uint8_t>>();
  buffers->values = Bitmap(values);
  buffers->validity = Validity(valid, values.size());
  std::vector<Chunk> chunks;
  if (!values.empty()) {
    chunks.push_back(
        ChunkOf(Layout::kBool, static_cast<int64_t>(values.size()), std::move(buffers)));
  }
  return Column(std::move(name), Type::kBool, 0, std::move(chunks));
}

Column Column::OfInts(std::string name, std::vector<int64_t> values,
                      const std::vector<bool>& valid) {
  return Column(std::move(name), Type::kInt, 0, Plain(Layout::kInt64, std::move(values), valid));
}

Column Column::OfDoubles(std::string name, std::vector<double> values,
                         const std::vector<bool>& valid) {
  return Column(std::move(name), Type::kDouble, 0,
                Plain(Layout::kFloat64, std::move(values), valid));
}

Column Column::OfDecimals(std::string name, std::vector<absl::int128> coefficients, int scale,
                          const std::vector<bool>& valid) {
  return Column(std::move(name), Type::kDecimal, scale,
                Plain(Layout::kDecimal128, std::move(coefficients), valid));
}

Column Column::OfDates(std::string name, std::vector<int32_t> days,
                       const std::vector<bool>& valid) {
  return Column(std::move(name), Type::kDate, 0, Plain(Layout::kDate32, std::move(days), valid));
}

Column Column::OfTimestamps(std::string name, std::vector<int64_t> micros,
                            const std::vector<bool>& valid) {
  return Column(std::move(name), Type::kTimestamp, 0,
                Plain(Layout::kTimestampMicro, std::move(micros), valid));
}

Column Column::OfTexts(std::string name, const std::vector<std::string>& values,
                       const std::vector<bool>& valid) {
  size_t bytes = 0;
  for (const std::string& value : values) bytes += value.size();
  const bool small = bytes <= static_cast<size_t>(std::numeric_limits<int32_t>::max());
  return Column(std::move(name), Type::kText, 0,
                small ? Texts<int32_t>(Layout::kUtf8, values, valid, bytes)
                      : Texts<int64_t>(Layout::kLargeUtf8, values, valid, bytes));
}

Column Column::OfDictionary(std::string name, std::vector<int32_t> indices,
                            const std::vector<std::string>& values) {
  const auto distinct = static_cast<int64_t>(values.size());
  std::vector<bool> valid;
  for (size_t i = 0; i < indices.size(); ++i) {
    if (indices[i] >= 0 && indices[i] < distinct) continue;
    if (valid.empty()) valid.assign(indices.size(), true);
    valid[i] = false;
    indices[i] = 0;
  }
  std::vector<Chunk> chunks = Plain(Layout::kDictionary32, std::move(indices), valid);
  if (!chunks.empty()) {
    chunks.front().text = nullptr;
    chunks.front().dictionary = std::make_shared<const Column>(OfTexts("", values));
  }
  return Column(std::move(name), Type::kText, 0, std::move(chunks));
}

Column Column::Renamed(std::string name) const {
  Column renamed = *this;
  renamed.name_ = std::move(name);
  return renamed;
}

Column Column::Slice(int64_t first, int64_t length) const {
  first = std::clamp<int64_t>(first, 0, length_);
  const int64_t end = first + std::clamp<int64_t>(length, 0, length_ - first);
  std::vector<Chunk> pieces;
  for (size_t c = 0; c < chunks_.size(); ++c) {
    const int64_t from = std::max(first, starts_[c]);
    const int64_t to = std::min(end, starts_[c] + chunks_[c].length);
    if (from >= to) continue;
    Chunk piece = chunks_[c];
    piece.offset += from - starts_[c];
    piece.length = to - from;
    if (piece.layout == Layout::kNull) {
      piece.null_count = piece.length;
      piece.offset = 0;  // there is no buffer to have a place in
    } else if (piece.validity != nullptr) {
      piece.null_count = piece.length - CountOnes(piece.validity, piece.offset, piece.length);
      if (piece.null_count == 0) piece.validity = nullptr;
    }
    pieces.push_back(std::move(piece));
  }
  return Column(name_, type_, scale_, std::move(pieces));
}

bool Column::is_dictionary() const {
  return !chunks_.empty() && std::all_of(chunks_.begin(), chunks_.end(), [](const Chunk& chunk) {
    return IsDictionary(chunk.layout);
  });
}

std::pair<const Chunk*, int64_t> Column::Find(int64_t row) const {
  if (chunks_.size() == 1) return {&chunks_.front(), row};
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  const auto c = static_cast<size_t>(after - starts_.begin() - 1);
  return {&chunks_[c], row - starts_[c]};
}

bool Column::IsNull(int64_t row) const {
  const auto found = Find(row);
  return found.first->layout == Layout::kNull || !found.first->IsValid(found.second);
}

std::optional<bool> Column::BoolAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (chunk->layout != Layout::kBool || !chunk->IsValid(i)) return std::nullopt;
  return BitAt(static_cast<const uint8_t*>(chunk->values), chunk->offset + i);
}

std::optional<int64_t> Column::IntAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (type_ != Type::kInt || !IsInteger(chunk->layout) || !chunk->IsValid(i)) return std::nullopt;
  if (chunk->layout == Layout::kUint64) {
    const uint64_t value = chunk->As<uint64_t>()[i];
    if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return std::nullopt;
    return static_cast<int64_t>(value);
  }
  return static_cast<int64_t>(IntegerAt(*chunk, i));
}

std::optional<double> Column::DoubleAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (!chunk->IsValid(i)) return std::nullopt;
  if (chunk->layout == Layout::kFloat64) return chunk->As<double>()[i];
  if (chunk->layout == Layout::kFloat32) return static_cast<double>(chunk->As<float>()[i]);
  if (type_ == Type::kInt && IsInteger(chunk->layout)) {
    return internal::VisitInteger(chunk->layout, [&, c = chunk, at = i](auto zero) {
      return static_cast<double>(c->template As<decltype(zero)>()[at]);
    });
  }
  const auto decimal = DecimalIn(*chunk, i, scale_);
  if (!decimal) return std::nullopt;
  return decimal->ToDouble();
}

std::optional<Decimal> Column::DecimalAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (!chunk->IsValid(i)) return std::nullopt;
  return DecimalIn(*chunk, i, scale_);
}

std::optional<Date> Column::DateAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (chunk->layout == Layout::kNull || !chunk->IsValid(i)) return std::nullopt;
  int64_t days = 0;
  switch (chunk->layout) {
    case Layout::kDate32:
      return Date::FromDays(chunk->As<int32_t>()[i]);
    case Layout::kDate64:
      days = internal::FloorDivide(chunk->As<int64_t>()[i], internal::kMillisPerDay);
      break;
    case Layout::kTimestampSecond:
      days = internal::FloorDivide(chunk->As<int64_t>()[i], internal::kMillisPerDay / 1000);
      break;
    case Layout::kTimestampMilli:
      days = internal::FloorDivide(chunk->As<int64_t>()[i], internal::kMillisPerDay);
      break;
    case Layout::kTimestampMicro:
      days = internal::FloorDivide(chunk->As<int64_t>()[i], internal::kMicrosPerDay);
      break;
    case Layout::kTimestampNano:
      days = internal::FloorDivide(chunk->As<int64_t>()[i], internal::kMicrosPerDay * 1000);
      break;
    default:
      return std::nullopt;
  }
  if (days != static_cast<int32_t>(days)) return std::nullopt;
  return Date::FromDays(static_cast<int32_t>(days));
}

std::optional<Timestamp> Column::TimestampAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (chunk->layout == Layout::kNull || !chunk->IsValid(i)) return std::nullopt;
  int64_t micros = 0;
  if (type_ == Type::kDate) {
    const auto date = DateAt(row);
    if (!date || __builtin_mul_overflow(int64_t{date->days()}, internal::kMicrosPerDay, &micros)) {
      return std::nullopt;
    }
    return Timestamp::FromMicros(micros);
  }
  if (type_ != Type::kTimestamp ||
      !internal::ToMicros(chunk->layout, chunk->As<int64_t>()[i], &micros)) {
    return std::nullopt;
  }
  return Timestamp::FromMicros(micros);
}

std::optional<std::string_view> Column::TextAt(int64_t row) const {
  const auto [chunk, i] = Find(row);
  if (type_ != Type::kText || chunk->layout == Layout::kNull || !chunk->IsValid(i)) {
    return std::nullopt;
  }
  if (!IsDictionary(chunk->layout)) return PlainText(*chunk, i);
  return chunk->dictionary->TextAt(IndexAt(*chunk, i));
}

std::string Column::FormatAt(int64_t row) const {
  if (IsNull(row)) return "null";
  switch (type_) {
    case Type::kBool:
      return *BoolAt(row) ? "true" : "false";
    case Type::kDouble:
      return FormatDouble(*DoubleAt(row));
    case Type::kInt:
    case Type::kDecimal: {
      const auto decimal = DecimalAt(row);
      return decimal ? decimal->ToString() : "beyond 38 digits";
    }
    case Type::kDate: {
      const auto date = DateAt(row);
      return date ? date->ToString() : "beyond the calendar";
    }
    case Type::kTimestamp: {
      const auto timestamp = TimestampAt(row);
      return timestamp ? timestamp->ToString() : "beyond the calendar";
    }
    case Type::kText: {
      // A dictionary may hold a missing value.
      const auto text = TextAt(row);
      return text ? std::string(*text) : "null";
    }
    case Type::kNull:
      break;
  }
  return "null";
}

}  // namespace attain::table
