// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Arrow structures made of any bytes are read or refused cleanly; a table that is read must say the
// same to every reader, cell by cell, and again when it went out and came in once more; and every
// structure is released exactly once.
//
// Lengths, offsets, counts, formats, pointers and contents are hostile. One thing is not, because
// the interface does not tell it: a buffer reaches as far as an accepted length says. Every buffer
// ends there to the byte and dies with its array, so that reading further or later is seen.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../table/arrow_producer.h"
#include "attain/base/status.h"
#include "attain/table.h"

namespace {

using namespace attain::table;  // NOLINT(google-build-using-namespace)
using attain::table::testing::MakeArray;
using attain::table::testing::MakeSchema;
using attain::table::testing::MakeStream;

[[noreturn]] void Fail(std::string_view what, const Column& column, int64_t row) {
  std::cerr << what << ": column \"" << column.name() << "\" of type " << Name(column.type())
            << ", row " << row << ": " << column.FormatAt(row) << "\n";
  std::abort();
}

[[noreturn]] void Fail(std::string_view what) {
  std::cerr << what << "\n";
  std::abort();
}

// The input, byte by byte; zeros after its end.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : at_(data), end_(data + size) {}
  uint8_t Next() { return at_ < end_ ? *at_++ : 0; }
  int64_t Below(int64_t bound) { return Next() % bound; }
  // True once in `chance` times.
  bool Rarely(int64_t chance) { return Below(chance) == chance - 1; }
  std::string Text(int64_t longest) {
    std::string text(static_cast<size_t>(Below(longest + 1)), '\0');
    for (char& c : text) c = static_cast<char>(Next());
    return text;
  }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
};

// Buffers of one batch, each its own block.
using Blocks = std::vector<std::unique_ptr<char[]>>;

// A batch whose buffers die with it.
struct Batch {
  ArrowArray inner;
  Blocks blocks;
};

ArrowArray Owning(ArrowArray inner, Blocks blocks) {
  ArrowArray array = inner;
  array.private_data = new Batch{inner, std::move(blocks)};
  array.release = [](ArrowArray* self) {
    auto* batch = static_cast<Batch*>(self->private_data);
    batch->inner.release(&batch->inner);
    delete batch;
    self->release = nullptr;
  };
  return array;
}

struct Field {
  std::string format;
  std::string name;
  std::string values;  // format of a dictionary's values; empty: no dictionary
};

std::string AnyFormat(Bytes& in) {
  static constexpr const char* kFormats[] = {
      "l",      "u",      "d:18,2",  "i",          "U",
      "b",      "tdD",    "vu",      "n",          "c",
      "C",      "s",      "S",       "I",          "L",
      "f",      "g",      "tdm",     "tss:",       "tsm:Europe/Berlin",
      "tsu:",   "tsn:",   "d:38,38", "d:38,0,128", "d:9,2,64",
      "d:99,2", "d:3,-1", "d:",      "d:x,y",      "d:0,0",
      "z",      "+l",     "+s",      "tts",        "e",
      ""};
  const int64_t kind = in.Below(static_cast<int64_t>(std::size(kFormats)) + 1);
  if (kind == static_cast<int64_t>(std::size(kFormats))) return in.Text(6);
  return kFormats[kind];
}

Field AnyField(Bytes& in) {
  Field field = {AnyFormat(in),
                 in.Rarely(8) ? in.Text(3) : std::string(1, static_cast<char>('a' + in.Below(20))),
                 ""};
  if (in.Rarely(4)) {
    static constexpr const char* kIndices[] = {"i", "c", "C", "s", "S", "I", "l", "L"};
    static constexpr const char* kValues[] = {"u", "U", "vu"};
    field.format = in.Rarely(16) ? AnyFormat(in) : kIndices[in.Below(8)];
    field.values = in.Rarely(8) ? AnyFormat(in) : kValues[in.Below(3)];
    if (field.values.empty()) field.values = "u";
  }
  return field;
}

ArrowSchema SchemaOf(const Field& field, Bytes& in) {
  ArrowSchema dictionary = {};
  if (!field.values.empty()) dictionary = MakeSchema(field.values, "");
  ArrowSchema schema =
      MakeSchema(field.format, field.name, {}, field.values.empty() ? nullptr : &dictionary);
  if (in.Rarely(24)) schema.name = nullptr;
  if (in.Rarely(64)) schema.format = nullptr;
  if (in.Rarely(64)) schema.n_children = 1;
  if (in.Rarely(64) && schema.dictionary != nullptr) schema.dictionary->format = nullptr;
  if (in.Rarely(64)) schema.release(&schema);
  return schema;
}

// Bytes of `count` elements of a format.
int64_t SizeOf(std::string_view format, int64_t count) {
  if (format == "b") return (count + 7) / 8;
  if (format == "c" || format == "C") return count;
  if (format == "s" || format == "S") return 2 * count;
  if (format == "i" || format == "I" || format == "f" || format == "tdD") return 4 * count;
  if (format == "u") return 4 * (count + 1);
  if (format == "U") return 8 * (count + 1);
  if (format.starts_with("d:") || format == "vu") return 16 * count;
  return 8 * count;
}

// Builds the arrays of one batch.
class Producer {
 public:
  explicit Producer(Bytes& in) : in_(in) {}

  // An array whose buffers hold `rows` rows behind `offset`. `whole`: the array is read from end to
  // end, so that it may claim no more than it has.
  ArrowArray Array(const Field& field, int64_t rows, bool whole) {
    const int64_t offset = in_.Rarely(3) ? in_.Below(70) : 0;
    const bool is_dictionary = !field.values.empty();
    const int64_t distinct = is_dictionary ? in_.Below(in_.Rarely(8) ? 256 : 6) : 0;
    ArrowArray dictionary = {};
    if (is_dictionary) dictionary = Array({field.values, "", ""}, distinct, /*whole=*/true);
    const bool wants_dictionary = is_dictionary || in_.Rarely(128);
    if (wants_dictionary && !is_dictionary) dictionary = MakeArray(0, {nullptr, nullptr, nullptr});

    std::vector<const void*> buffers;
    const int64_t count = offset + rows;
    if (field.format != "n") {
      buffers.push_back(in_.Rarely(2) ? Validity(count) : nullptr);
      if (field.format == "vu") {
        Views(count, &buffers);
      } else if (field.format == "u") {
        Texts<int32_t>(count, &buffers);
      } else if (field.format == "U") {
        Texts<int64_t>(count, &buffers);
      } else {
        buffers.push_back(is_dictionary ? Indices(field.format, count, distinct)
                                        : Values(field.format, count));
      }
    }
    const int64_t n_buffers = static_cast<int64_t>(buffers.size());
    ArrowArray array = MakeArray(rows, std::move(buffers), offset, in_.Rarely(2) ? -1 : 0, {},
                                 wants_dictionary ? &dictionary : nullptr);

    // Lies that can be told from the structure alone.
    if (in_.Rarely(24)) array.length = Hostile(rows, whole);
    if (in_.Rarely(24)) array.offset = in_.Rarely(2) ? in_.Below(offset + 1) : Hostile(0, true);
    if (in_.Rarely(16))
      array.null_count = in_.Rarely(2) ? in_.Below(rows + 2) : Hostile(rows, false);
    if (in_.Rarely(32))
      array.n_buffers = in_.Rarely(2) ? in_.Below(n_buffers + 1) : Hostile(0, true);
    if (in_.Rarely(64)) array.n_children = Hostile(1, false);
    if (in_.Rarely(64)) array.buffers = nullptr;
    if (in_.Rarely(64)) array.dictionary = nullptr;
    if (in_.Rarely(32) && n_buffers > 0 && array.buffers != nullptr)
      array.buffers[in_.Below(n_buffers)] = nullptr;
    if (field.format == "vu" && array.n_buffers != n_buffers && array.n_buffers >= 3)
      array.n_buffers = n_buffers;  // which buffer holds the sizes
    if (in_.Rarely(96)) array.release(&array);
    return array;
  }

  Blocks TakeBlocks() { return std::move(blocks_); }

  // A number no array may have, or, unless `whole`, one above what is there.
  int64_t Hostile(int64_t true_value, bool whole) {
    static constexpr int64_t kNever[] = {-1,
                                         -2,
                                         std::numeric_limits<int64_t>::min(),
                                         std::numeric_limits<int64_t>::max(),
                                         (int64_t{1} << 40) + 1,
                                         int64_t{1} << 62,
                                         -(int64_t{1} << 40)};
    const int64_t kind = in_.Below(10);
    if (kind < 7) return kNever[kind];
    if (kind == 7 || whole) return in_.Below(true_value + 1);
    return kind == 8 ? true_value + 1 : int64_t{1} << 40;
  }

 private:
  // A block of exactly `size` bytes, now and then not aligned.
  char* Block(int64_t size) {
    const int64_t shift = in_.Rarely(6) ? in_.Below(8) : 0;
    blocks_.push_back(std::make_unique<char[]>(static_cast<size_t>(size + shift)));
    return blocks_.back().get() + shift;
  }
  const void* Validity(int64_t count) {
    const int64_t size = (count + 7) / 8;
    char* bits = Block(size);
    const bool all = in_.Rarely(3);
    for (int64_t i = 0; i < size; ++i) bits[i] = static_cast<char>(all ? 0xFF : in_.Next());
    return bits;
  }
  const void* Values(std::string_view format, int64_t count) {
    const int64_t size = SizeOf(format, count);
    char* bytes = Block(size);
    const int64_t width = count > 0 ? std::max<int64_t>(size / count, 1) : 1;
    const bool full = in_.Rarely(3);
    for (int64_t at = 0; at < size; at += width) {
      // One byte with its sign spread over the others, or all bytes.
      const auto small = static_cast<int8_t>(in_.Next());
      std::memset(bytes + at, small < 0 ? 0xFF : 0, static_cast<size_t>(width));
      bytes[at] = static_cast<char>(small);
      for (int64_t k = 1; full && k < width; ++k) bytes[at + k] = static_cast<char>(in_.Next());
    }
    return bytes;
  }
  const void* Indices(std::string_view format, int64_t count, int64_t distinct) {
    const int64_t size = SizeOf(format, count);
    char* bytes = Block(size);
    const int64_t width = count > 0 ? std::max<int64_t>(size / count, 1) : 1;
    const bool wild = in_.Rarely(4);
    for (int64_t at = 0; at + width <= size; at += width) {
      if (wild) {
        std::memset(bytes + at, in_.Rarely(2) ? 0xFF : 0, static_cast<size_t>(width));
        bytes[at] = static_cast<char>(in_.Next());
      } else if (distinct > 0) {
        bytes[at] = static_cast<char>(in_.Below(distinct));
      }
    }
    return bytes;
  }
  // Offsets that mostly grow, and as many bytes of text as the largest needs.
  template <typename Offset>
  void Texts(int64_t count, std::vector<const void*>* buffers) {
    char* offsets = Block(static_cast<int64_t>(sizeof(Offset)) * (count + 1));
    const bool wild = in_.Rarely(6);
    int64_t largest = 0;
    int64_t end = in_.Below(4);
    for (int64_t i = 0; i <= count; ++i) {
      int64_t value = end;
      if (wild && in_.Rarely(4))
        value = in_.Rarely(2) ? std::numeric_limits<Offset>::min() : int64_t{in_.Next()} - 64;
      const auto stored = static_cast<Offset>(value);
      std::memcpy(offsets + static_cast<int64_t>(sizeof(Offset)) * i, &stored, sizeof stored);
      largest = std::max(largest, value);
      end += in_.Below(6);
    }
    buffers->push_back(offsets);
    buffers->push_back(Letters(largest));
  }
  const void* Letters(int64_t size) {
    char* letters = Block(size);
    const bool any = in_.Rarely(4);
    for (int64_t i = 0; i < size; ++i)
      letters[i] = static_cast<char>(any ? in_.Next() : 'A' + in_.Below(5));
    return letters;
  }
  void Views(int64_t count, std::vector<const void*>* buffers) {
    const int64_t n_data = in_.Below(3);
    std::vector<int64_t> sizes;
    std::vector<const void*> data;
    for (int64_t k = 0; k < n_data; ++k) {
      sizes.push_back(in_.Below(100));
      data.push_back(Letters(sizes.back()));
    }
    char* views = Block(16 * count);
    const bool wild = in_.Rarely(6);
    for (int64_t i = 0; i < count; ++i) {
      const auto length =
          static_cast<int32_t>(wild ? static_cast<int8_t>(in_.Next()) : in_.Below(20));
      int32_t words[4] = {length, 0, 0, 0};
      if (length > 12 || length < 0) {
        words[2] = static_cast<int32_t>(in_.Below(4)) - (wild ? 1 : 0);
        words[3] = static_cast<int32_t>(in_.Below(120)) - (wild ? 10 : 0);
        if (wild && in_.Rarely(8)) words[0] = std::numeric_limits<int32_t>::max();
        if (wild && in_.Rarely(8)) words[3] = std::numeric_limits<int32_t>::max();
      } else {
        for (int64_t k = 0; k < length; ++k)
          reinterpret_cast<char*>(words)[4 + k] =
              static_cast<char>(wild ? in_.Next() : 'a' + in_.Below(5));
      }
      std::memcpy(views + 16 * i, words, sizeof words);
    }
    char* told = Block(8 * n_data);
    for (int64_t k = 0; k < n_data; ++k) {
      const int64_t size = in_.Rarely(12) ? -1 : sizes[static_cast<size_t>(k)];
      std::memcpy(told + 8 * k, &size, sizeof size);
    }
    buffers->push_back(views);
    buffers->insert(buffers->end(), data.begin(), data.end());
    buffers->push_back(told);
  }

  Bytes& in_;
  Blocks blocks_;
};

// Every reader must tell what the cells tell.
void CheckColumn(const Column& column) {
  int64_t missing = 0;
  for (int64_t row = 0; row < column.length(); ++row) missing += column.IsNull(row) ? 1 : 0;
  if (missing != column.null_count()) Fail("a wrong count of missing values", column, 0);
  if (const auto ints = ReadInts(column); ints.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (ints->IsValid(row) == column.IsNull(row) ||
          (ints->IsValid(row) && (*ints)[row] != column.IntAt(row)))
        Fail("another whole number", column, row);
    }
  }
  if (const auto units = ReadUnits(column, 2); units.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (units->IsValid(row) &&
          attain::Decimal::Unchecked((*units)[row], 2) != column.DecimalAt(row))
        Fail("other units", column, row);
    }
  }
  if (const auto decimals = ReadDecimals(column); decimals.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (decimals->IsValid(row) &&
          attain::Decimal::Unchecked((*decimals)[row], column.scale()) != column.DecimalAt(row))
        Fail("another decimal", column, row);
    }
  }
  if (const auto doubles = ReadDoubles(column); doubles.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      const double value = (*doubles)[row];
      if (doubles->IsValid(row) && value == value && value != column.DoubleAt(row))
        Fail("another number", column, row);
    }
  }
  if (const auto days = ReadDates(column); days.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (days->IsValid(row) && column.DateAt(row).has_value() &&
          column.DateAt(row)->days() != (*days)[row])
        Fail("another day", column, row);
    }
  }
  if (const auto instants = ReadTimestamps(column); instants.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (instants->IsValid(row) && (!column.TimestampAt(row).has_value() ||
                                     column.TimestampAt(row)->micros() != (*instants)[row]))
        Fail("another instant", column, row);
    }
  }
  if (const auto bools = ReadBools(column); bools.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (bools->IsValid(row) && ((*bools)[row] != 0) != column.BoolAt(row))
        Fail("another truth", column, row);
    }
  }
  if (const auto codes = ReadCodes(column); codes.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      if (codes->codes.IsValid(row) &&
          codes->texts.at(static_cast<size_t>(codes->codes[row])) != column.TextAt(row))
        Fail("another text", column, row);
    }
  }
  Interner ids;
  if (const auto dense = InternColumn(column, ids); dense.ok()) {
    for (int64_t row = 0; row < column.length(); ++row) {
      const int32_t id = (*dense)[static_cast<size_t>(row)];
      if ((id < 0) != column.IsNull(row)) Fail("an id of nothing", column, row);
      if (id >= 0 && column.type() == Type::kText && ids.text(id) != column.TextAt(row))
        Fail("another id", column, row);
    }
  }
}

// Out through Arrow and in again.
void CheckRoundTrip(const Table& table) {
  ArrowArrayStream stream;
  if (!ExportStream(table, &stream).ok()) Fail("a table cannot go out");
  const auto again = ImportStream(table.name(), &stream);
  if (!again.ok())
    Fail("a table that went out cannot come in: " + attain::MessageOf(again.status()));
  if (again->columns().size() != table.columns().size()) Fail("columns were lost");
  for (const Column& column : table.columns()) {
    const Column* other = again->column(column.name());
    if (other == nullptr || other->length() != column.length() || other->type() != column.type())
      Fail("another column came back");
    for (int64_t row = 0; row < column.length(); ++row) {
      // Timestamps come back in their own unit, decimals with their own scale: the same text.
      if (other->FormatAt(row) != column.FormatAt(row))
        Fail("another value came back", column, row);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  attain::table::testing::live_structures = 0;
  Bytes in(data, size);
  const bool bare = in.Rarely(12);
  std::vector<Field> fields;
  for (int64_t count = bare ? 1 : 1 + in.Below(3), c = 0; c < count; ++c)
    fields.push_back(AnyField(in));

  ArrowSchema schema;
  if (bare) {
    schema = SchemaOf(fields[0], in);
  } else {
    std::vector<ArrowSchema> children;
    for (const Field& field : fields) children.push_back(SchemaOf(field, in));
    schema = MakeSchema("+s", "", children);
    if (in.Rarely(64)) schema.n_children = in.Rarely(2) ? -1 : in.Below(schema.n_children + 1);
    if (in.Rarely(96)) schema.children = nullptr;
    if (in.Rarely(96) && schema.children != nullptr) schema.children[0] = nullptr;
  }

  std::vector<ArrowArray> batches;
  for (int64_t count = in.Below(4), b = 0; b < count; ++b) {
    Producer producer(in);
    const int64_t rows = in.Below(in.Rarely(8) ? 140 : 12);
    if (bare) {
      ArrowArray array = producer.Array(fields[0], rows, /*whole=*/true);
      batches.push_back(array.release == nullptr ? array : Owning(array, producer.TakeBlocks()));
      continue;
    }
    const int64_t offset = in.Rarely(4) ? in.Below(20) : 0;
    std::vector<ArrowArray> children;
    for (const Field& field : fields)
      children.push_back(producer.Array(field, offset + rows + in.Below(2), /*whole=*/false));
    ArrowArray array = MakeArray(rows, {nullptr}, offset, 0, children);
    if (in.Rarely(48)) array.length = producer.Hostile(rows, true);
    if (in.Rarely(48)) array.offset = producer.Hostile(offset, true);
    if (in.Rarely(48)) array.null_count = producer.Hostile(rows, true);
    if (in.Rarely(96)) array.n_children = producer.Hostile(array.n_children, true);
    if (in.Rarely(96)) array.n_buffers = producer.Hostile(1, true);
    if (in.Rarely(96)) array.buffers = nullptr;
    if (in.Rarely(96)) array.children = nullptr;
    if (in.Rarely(96) && array.children != nullptr) array.children[0] = nullptr;
    batches.push_back(Owning(array, producer.TakeBlocks()));
  }
  const int schema_code = in.Rarely(64) ? 12 : 0;
  const int fail_at = in.Rarely(32) ? static_cast<int>(in.Below(4)) : -1;
  std::vector<Column> kept;
  {
    ArrowArrayStream stream = MakeStream(schema, std::move(batches), schema_code, fail_at);
    const auto table = ImportStream("t", &stream);
    if (stream.release != nullptr) Fail("the stream was not taken");
    if (!table.ok()) {
      if (attain::MessageOf(table.status()).empty()) Fail("refused without a word");
    } else {
      for (const Column& column : table->columns()) CheckColumn(column);
      CheckRoundTrip(*table);
      for (const Column& column : table->columns())
        kept.push_back(column.Slice(in.Below(8), in.Below(64)));
    }
  }
  // Columns outlive their table.
  for (const Column& column : kept) CheckColumn(column);
  kept.clear();
  if (attain::table::testing::live_structures != 0) Fail("structures not released exactly once");
  return 0;
}
