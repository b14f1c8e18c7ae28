// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "table/internal/arrow_export.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/table/reader.h"
#include "base/internal/text.h"
#include "table/internal/bitmap.h"
#include "table/internal/visit.h"

namespace attain::table::internal {
namespace {

using attain::internal::StrCat;

// What a structure of type S owns: its children, each in memory of its own so that they may be
// moved out.
template <typename S>
struct Family {
  std::vector<std::unique_ptr<S>> owned;
  std::vector<S*> children;
  std::unique_ptr<S> dictionary;

  // Releases what was not moved out.
  void Release() {
    for (const auto& child : owned) {
      if (child->release != nullptr) child->release(child.get());
    }
    if (dictionary != nullptr && dictionary->release != nullptr)
      dictionary->release(dictionary.get());
  }

  S* AddChild() {
    owned.reserve(owned.size() + 1);
    children.reserve(children.size() + 1);
    owned.push_back(std::make_unique<S>());
    children.push_back(owned.back().get());
    return children.back();
  }
};

struct SchemaState {
  std::string format;
  std::string name;
  Family<ArrowSchema> family;
};

struct ArrayState {
  Chunk chunk;
  const void* buffers[3] = {nullptr, nullptr, nullptr};
  Family<ArrowArray> family;
};

template <typename S, typename State>
void Release(S* structure) {
  auto* state = static_cast<State*>(structure->private_data);
  state->family.Release();
  delete state;
  structure->private_data = nullptr;
  structure->release = nullptr;
}

// Makes `out` the owner of `state`. From here on it can be released.
template <typename S, typename State>
State* Own(S* out, std::unique_ptr<State> state) {
  *out = S{};
  out->private_data = state.get();
  out->release = &Release<S, State>;
  return state.release();
}

// After the family is complete.
template <typename S>
void Link(Family<S>* family, S* out) {
  out->n_children = static_cast<int64_t>(family->children.size());
  out->children = family->children.empty() ? nullptr : family->children.data();
  out->dictionary = family->dictionary.get();
}

// Releases `out` when it goes out of scope, unless told to leave it.
template <typename S>
class Unfinished {
 public:
  explicit Unfinished(S* out) : out_(out) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    if (out_ != nullptr && out_->release != nullptr) out_->release(out_);
  }
  void Finish() { out_ = nullptr; }

 private:
  S* out_;
};

Layout LayoutOf(const Column& column) {
  if (!column.chunks().empty()) return column.chunks().front().layout;
  switch (column.type()) {
    case Type::kNull:
      break;
    case Type::kBool:
      return Layout::kBool;
    case Type::kInt:
      return Layout::kInt64;
    case Type::kDouble:
      return Layout::kFloat64;
    case Type::kDecimal:
      return Layout::kDecimal128;
    case Type::kDate:
      return Layout::kDate32;
    case Type::kTimestamp:
      return Layout::kTimestampMicro;
    case Type::kText:
      return Layout::kUtf8;
  }
  return Layout::kNull;
}

std::string FormatOf(Layout layout, int scale) {
  switch (layout) {
    case Layout::kNull:
      return "n";
    case Layout::kBool:
      return "b";
    case Layout::kInt8:
    case Layout::kDictionary8:
      return "c";
    case Layout::kInt16:
    case Layout::kDictionary16:
      return "s";
    case Layout::kInt32:
    case Layout::kDictionary32:
      return "i";
    case Layout::kInt64:
    case Layout::kDictionary64:
      return "l";
    case Layout::kUint8:
      return "C";
    case Layout::kUint16:
      return "S";
    case Layout::kUint32:
      return "I";
    case Layout::kUint64:
      return "L";
    case Layout::kFloat32:
      return "f";
    case Layout::kFloat64:
      return "g";
    case Layout::kDecimal128:
      return StrCat("d:38,", scale);
    case Layout::kDate32:
      return "tdD";
    case Layout::kDate64:
      return "tdm";
    case Layout::kTimestampSecond:
      return "tss:UTC";
    case Layout::kTimestampMilli:
      return "tsm:UTC";
    case Layout::kTimestampMicro:
      return "tsu:UTC";
    case Layout::kTimestampNano:
      return "tsn:UTC";
    case Layout::kUtf8:
      return "u";
    case Layout::kLargeUtf8:
      return "U";
  }
  return "n";
}

void WriteFieldSchema(const std::string& name, std::string format, ArrowSchema* out) {
  auto state = std::make_unique<SchemaState>();
  state->format = std::move(format);
  state->name = name;
  SchemaState* kept = Own(out, std::move(state));
  out->format = kept->format.c_str();
  out->name = kept->name.c_str();
  out->flags = ARROW_FLAG_NULLABLE;
}

void WriteChunk(const Chunk& chunk, ArrowArray* out) {
  auto state = std::make_unique<ArrayState>();
  state->chunk = chunk;
  ArrayState* kept = Own(out, std::move(state));
  Unfinished<ArrowArray> unfinished(out);
  out->length = chunk.length;
  out->offset = chunk.offset;
  out->null_count = chunk.null_count;
  out->buffers = kept->buffers;
  const bool text = chunk.layout == Layout::kUtf8 || chunk.layout == Layout::kLargeUtf8;
  out->n_buffers = chunk.layout == Layout::kNull ? 0 : text ? 3 : 2;
  kept->buffers[0] = chunk.validity;
  kept->buffers[1] = chunk.values;
  kept->buffers[2] = chunk.text != nullptr ? chunk.text : "";
  if (IsDictionary(chunk.layout)) {
    kept->family.dictionary = std::make_unique<ArrowArray>();
    const auto values = chunk.dictionary->chunks();
    if (values.empty()) {
      static constexpr int32_t kNoOffsets[1] = {0};
      Chunk none;
      none.layout = Layout::kUtf8;
      none.values = kNoOffsets;
      WriteChunk(none, kept->family.dictionary.get());
    } else {
      WriteChunk(values.front(), kept->family.dictionary.get());
    }
    Link(&kept->family, out);
  }
  unfinished.Finish();
}

// Converts the values of a column to one chunk.
template <typename T>
Column Joined(const Column& column, Layout layout, const Values<T>& values) {
  struct Holder {
    Values<T> values;
    std::vector<uint8_t> validity;
  };
  auto holder = std::make_shared<Holder>(Holder{values, {}});
  Chunk chunk;
  chunk.layout = layout;
  chunk.length = values.size();
  chunk.values = values.data();
  chunk.null_count = values.null_count();
  if (values.null_count() > 0) {
    holder->validity.resize(static_cast<size_t>(BitmapBytes(values.size())));
    for (int64_t i = 0; i < values.size(); ++i) {
      if (values.IsValid(i)) SetBit(holder->validity.data(), i);
    }
    chunk.validity = holder->validity.data();
  }
  chunk.owner = std::move(holder);
  return Column(column.name(), column.type(), column.scale(), {std::move(chunk)});
}

Column JoinedText(const Column& column) {
  std::vector<std::string> texts;
  std::vector<bool> valid;
  for (int64_t row = 0; row < column.length(); ++row) {
    const auto text = column.TextAt(row);
    texts.emplace_back(text.value_or(""));
    valid.push_back(text.has_value());
  }
  return Column::OfTexts(column.name(), texts, valid);
}

}  // namespace

absl::StatusOr<Column> Exportable(const Column& column) {
  const Layout layout = LayoutOf(column);
  bool uniform = column.type() != Type::kDecimal || layout == Layout::kDecimal128;
  const Chunk* first = column.chunks().empty() ? nullptr : &column.chunks().front();
  for (const Chunk& chunk : column.chunks()) {
    uniform &= chunk.layout == layout;
    // The layout of the values of a dictionary is part of the type; an empty one goes out as utf8.
    uniform = uniform && (chunk.dictionary == nullptr ||
                          LayoutOf(*chunk.dictionary) == LayoutOf(*first->dictionary));
  }
  if (uniform) return column;
  switch (column.type()) {
    case Type::kInt: {
      ATTAIN_ASSIGN_OR_RETURN(const Values<int64_t> values, ReadInts(column));
      return Joined(column, Layout::kInt64, values);
    }
    case Type::kDouble: {
      ATTAIN_ASSIGN_OR_RETURN(const Values<double> values, ReadDoubles(column));
      return Joined(column, Layout::kFloat64, values);
    }
    case Type::kDecimal: {
      ATTAIN_ASSIGN_OR_RETURN(const Values<absl::int128> values, ReadDecimals(column));
      return Joined(column, Layout::kDecimal128, values);
    }
    case Type::kDate: {
      ATTAIN_ASSIGN_OR_RETURN(const Values<int32_t> values, ReadDates(column));
      return Joined(column, Layout::kDate32, values);
    }
    case Type::kTimestamp: {
      ATTAIN_ASSIGN_OR_RETURN(const Values<int64_t> values, ReadTimestamps(column));
      return Joined(column, Layout::kTimestampMicro, values);
    }
    case Type::kText:
      return JoinedText(column);
    case Type::kBool:
    case Type::kNull:
      break;
  }
  return MakeError(Reason::kInvalidArgument,
                   StrCat("column \"", column.name(), "\" of ", Name(column.type()),
                          " has chunks of another type"));
}

void WriteSchema(const Table& table, ArrowSchema* out) {
  WriteFieldSchema(table.name(), "+s", out);
  out->flags = 0;
  Unfinished<ArrowSchema> unfinished(out);
  auto* state = static_cast<SchemaState*>(out->private_data);
  for (const Column& column : table.columns()) {
    ArrowSchema* child = state->family.AddChild();
    const Layout layout = LayoutOf(column);
    WriteFieldSchema(column.name(), FormatOf(layout, column.scale()), child);
    if (!IsDictionary(layout)) continue;
    auto* field = static_cast<SchemaState*>(child->private_data);
    field->family.dictionary = std::make_unique<ArrowSchema>();
    WriteFieldSchema("", FormatOf(LayoutOf(*column.chunks().front().dictionary), 0),
                     field->family.dictionary.get());
    Link(&field->family, child);
  }
  Link(&state->family, out);
  unfinished.Finish();
}

void WriteBatch(const Table& table, int64_t first, int64_t length, ArrowArray* out) {
  ArrayState* state = Own(out, std::make_unique<ArrayState>());
  Unfinished<ArrowArray> unfinished(out);
  out->length = length;
  out->n_buffers = 1;
  out->buffers = state->buffers;
  for (const Column& column : table.columns()) {
    const Column rows = column.Slice(first, length);
    WriteChunk(rows.chunks().front(), state->family.AddChild());
  }
  Link(&state->family, out);
  unfinished.Finish();
}

}  // namespace attain::table::internal
