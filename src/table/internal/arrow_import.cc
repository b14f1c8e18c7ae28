// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "table/internal/arrow_import.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "base/internal/text.h"
#include "base/internal/utf8.h"
#include "table/internal/bitmap.h"
#include "table/internal/visit.h"

namespace attain::table::internal {
namespace {

using attain::internal::StrCat;

// The high half of the first coefficient of 39 digits.
constexpr int64_t kHighOf39Digits = 0x4B3B4CA85A86C47A;

struct Format {
  std::string_view text;
  Type type;
  Layout layout;
};

constexpr Format kFormats[] = {
    {"n", Type::kNull, Layout::kNull},      {"b", Type::kBool, Layout::kBool},
    {"c", Type::kInt, Layout::kInt8},       {"C", Type::kInt, Layout::kUint8},
    {"s", Type::kInt, Layout::kInt16},      {"S", Type::kInt, Layout::kUint16},
    {"i", Type::kInt, Layout::kInt32},      {"I", Type::kInt, Layout::kUint32},
    {"l", Type::kInt, Layout::kInt64},      {"L", Type::kInt, Layout::kUint64},
    {"f", Type::kDouble, Layout::kFloat32}, {"g", Type::kDouble, Layout::kFloat64},
    {"tdD", Type::kDate, Layout::kDate32},  {"tdm", Type::kDate, Layout::kDate64},
    {"u", Type::kText, Layout::kUtf8},      {"U", Type::kText, Layout::kLargeUtf8},
};

constexpr Format kTimestamps[] = {
    {"tss:", Type::kTimestamp, Layout::kTimestampSecond},
    {"tsm:", Type::kTimestamp, Layout::kTimestampMilli},
    {"tsu:", Type::kTimestamp, Layout::kTimestampMicro},
    {"tsn:", Type::kTimestamp, Layout::kTimestampNano},
};

// Names of types attain does not read, for messages.
std::string_view Unread(std::string_view format) {
  if (format.starts_with("+l") || format.starts_with("+L") || format.starts_with("+w") ||
      format.starts_with("+v")) {
    return "a list";
  }
  if (format.starts_with("+s")) return "a struct";
  if (format.starts_with("+m")) return "a map";
  if (format.starts_with("+u")) return "a union";
  if (format.starts_with("+r")) return "run-end encoded";
  if (format.starts_with("z") || format.starts_with("Z") || format.starts_with("vz") ||
      format.starts_with("w:")) {
    return "binary";
  }
  if (format.starts_with("tt")) return "a time of day";
  if (format.starts_with("tD")) return "a duration";
  if (format.starts_with("ti")) return "an interval";
  if (format == "e") return "a 16-bit float";
  return "of an unknown type";
}

bool Fail(Findings* findings, Reason reason, const Where& where, std::string text) {
  findings->AddError(reason, where, std::move(text));
  return false;
}

bool ParseInt(std::string_view text, int* value) {
  const auto end = std::from_chars(text.data(), text.data() + text.size(), *value);
  return !text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size();
}

// "d:19,2" or "d:19,2,128".
bool ReadDecimal(std::string_view format, const Where& where, int* scale, Findings* findings) {
  const std::string_view numbers = format.substr(2);
  const size_t comma = numbers.find(',');
  const size_t second = comma == std::string_view::npos ? comma : numbers.find(',', comma + 1);
  int precision = 0;
  int width = 128;
  if (comma == std::string_view::npos || !ParseInt(numbers.substr(0, comma), &precision) ||
      !ParseInt(
          numbers.substr(comma + 1, second == std::string_view::npos ? second : second - comma - 1),
          scale) ||
      (second != std::string_view::npos && !ParseInt(numbers.substr(second + 1), &width))) {
    return Fail(findings, Reason::kInvalidArrow, where,
                StrCat("\"", format, "\" is no decimal; \"d:19,2\" is one"));
  }
  if (width != 128 || precision > Decimal::kMaxDigits || *scale < 0 ||
      *scale > Decimal::kMaxScale) {
    return Fail(findings, Reason::kUnsupportedType, where,
                StrCat("a decimal of ", width, " bits, precision ", precision, " and scale ",
                       *scale, "; attain reads 128 bits, precision 1 to 38, scale 0 to 38"));
  }
  if (precision < 1) {
    return Fail(findings, Reason::kInvalidArrow, where,
                StrCat("a decimal of precision ", precision));
  }
  return true;
}

// The plain type of a format; false and a finding when there is none.
bool ReadFormat(std::string_view format, const Where& where, ArrowField* field,
                Findings* findings) {
  for (const Format& known : kFormats) {
    if (format == known.text) {
      field->type = known.type;
      field->layout = known.layout;
      return true;
    }
  }
  for (const Format& known : kTimestamps) {
    if (format.starts_with(known.text)) {
      field->type = known.type;
      field->layout = known.layout;
      return true;
    }
  }
  if (format == "vu") {
    field->type = Type::kText;
    field->layout = Layout::kLargeUtf8;
    field->is_view = true;
    return true;
  }
  if (format.starts_with("d:")) {
    field->type = Type::kDecimal;
    field->layout = Layout::kDecimal128;
    return ReadDecimal(format, where, &field->scale, findings);
  }
  return Fail(
      findings, Reason::kUnsupportedType, where,
      StrCat("the column is ", Unread(format), " (Arrow format \"", format.substr(0, 40), "\")"));
}

// Buffers made here where the producer's cannot be used as they are.
struct Made {
  std::vector<uint8_t> validity;
  std::vector<int64_t> words;
  std::vector<int32_t> indices;
  std::string text;
  std::vector<absl::int128> wide;  // copies of misaligned buffers, aligned for all types
  std::shared_ptr<const void> source;
};

int64_t ElementBits(Layout layout) {
  switch (layout) {
    case Layout::kNull:
      return 0;
    case Layout::kBool:
      return 1;
    case Layout::kInt8:
    case Layout::kUint8:
    case Layout::kDictionary8:
      return 8;
    case Layout::kInt16:
    case Layout::kUint16:
    case Layout::kDictionary16:
      return 16;
    case Layout::kInt32:
    case Layout::kUint32:
    case Layout::kFloat32:
    case Layout::kDate32:
    case Layout::kUtf8:
    case Layout::kDictionary32:
      return 32;
    case Layout::kDecimal128:
      return 128;
    default:
      return 64;
  }
}

// Moves a buffer that is not aligned for its elements to one that is.
void Align(const std::shared_ptr<const void>& owner, Chunk* chunk) {
  const int64_t bytes = ElementBits(chunk->layout) / 8;
  if (bytes <= 1 || reinterpret_cast<uintptr_t>(chunk->values) % static_cast<uintptr_t>(bytes) == 0)
    return;
  const bool text = chunk->layout == Layout::kUtf8 || chunk->layout == Layout::kLargeUtf8;
  const int64_t size = bytes * (chunk->offset + chunk->length + (text ? 1 : 0));
  auto made = std::make_shared<Made>();
  made->wide.resize(static_cast<size_t>((size + 15) / 16));
  made->source = owner;
  std::memcpy(made->wide.data(), chunk->values, static_cast<size_t>(size));
  chunk->values = made->wide.data();
  chunk->owner = std::move(made);
}

// The first valid row where `fault` holds, or -1.
template <typename Fault>
int64_t FirstFault(const Chunk& chunk, Fault fault) {
  for (int64_t i = 0; i < chunk.length; ++i) {
    if (chunk.IsValid(i) && fault(i)) return i;
  }
  return -1;
}

Where At(Where where, int64_t row) {
  // Inside a dictionary there are no rows of the table.
  if (where.row >= 0) where.row += row;
  return where;
}

template <typename Offset>
bool CheckText(const Chunk& chunk, const Where& where, Findings* findings) {
  const Offset* offsets = chunk.As<Offset>();
  bool disorder = offsets[0] < 0;
  for (int64_t i = 0; i < chunk.length; ++i) disorder |= offsets[i + 1] < offsets[i];
  if (disorder) {
    int64_t row = 0;
    while (row + 1 < chunk.length && offsets[row] >= 0 && offsets[row + 1] >= offsets[row]) ++row;
    return Fail(findings, Reason::kInvalidArrow, At(where, row),
                "offsets of text run backwards or are negative");
  }
  if (chunk.text == nullptr) {
    return offsets[chunk.length] == 0 ||
           Fail(findings, Reason::kInvalidArrow, where, "the buffer of text bytes is null");
  }
  const std::string_view all(chunk.text + offsets[0],
                             static_cast<size_t>(offsets[chunk.length] - offsets[0]));
  if (attain::internal::IsAscii(all)) return true;
  // Whole characters from end to end, and no value that begins inside one.
  if (attain::internal::FirstInvalidUtf8(all) < 0) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(chunk.text);
    bool inside = false;
    for (int64_t i = 1; i < chunk.length; ++i) {
      inside |= offsets[i] < offsets[chunk.length] && (bytes[offsets[i]] & 0xC0) == 0x80;
    }
    if (!inside) return true;
  }
  // What stands under a missing value is nobody's business.
  const int64_t row = FirstFault(chunk, [&](int64_t i) {
    return attain::internal::FirstInvalidUtf8(PlainText(chunk, i)) >= 0;
  });
  if (row < 0) return true;
  return Fail(findings, Reason::kInvalidUtf8, At(where, row),
              StrCat("the text is no UTF-8 from byte ",
                     attain::internal::FirstInvalidUtf8(PlainText(chunk, row)), " on"));
}

bool CheckDecimals(const Chunk& chunk, const Where& where, Findings* findings) {
  const auto* words = static_cast<const int64_t*>(chunk.values) + 2 * chunk.offset;
  bool large = false;
  for (int64_t i = 0; i < chunk.length; ++i) {
    const int64_t high = words[2 * i + 1];
    large |= high >= kHighOf39Digits || high <= -kHighOf39Digits;
  }
  if (!large) return true;
  const absl::int128* values = chunk.As<absl::int128>();
  const int64_t row = FirstFault(chunk, [&](int64_t i) { return !Decimal::Of(values[i], 0).ok(); });
  if (row < 0) return true;
  return Fail(findings, Reason::kInvalidArrow, At(where, row), "a decimal has more than 38 digits");
}

// A chunk of views as plain text.
bool ReadViews(const ArrowArray& array, const std::shared_ptr<const void>& owner,
               const Where& where, Chunk* chunk, Findings* findings) {
  struct View {
    int32_t length;
    char prefix[4];
    int32_t buffer;
    int32_t offset;
  };
  const int64_t n_data = array.n_buffers - 3;
  const auto* sizes = static_cast<const char*>(array.buffers[array.n_buffers - 1]);
  if (n_data > 0 && sizes == nullptr) {
    return Fail(findings, Reason::kInvalidArrow, where,
                "the sizes of the text buffers are missing");
  }
  auto made = std::make_shared<Made>();
  made->source = owner;
  made->words.reserve(static_cast<size_t>(chunk->length) + 1);
  made->words.push_back(0);
  for (int64_t i = 0; i < chunk->length; ++i) {
    if (chunk->IsValid(i)) {
      const char* at = static_cast<const char*>(chunk->values) + 16 * (chunk->offset + i);
      View view;
      std::memcpy(&view, at, sizeof view);
      const char* text = at + 4;
      if (view.length > 12) {
        int64_t size = 0;
        if (view.buffer >= 0 && view.buffer < n_data)
          std::memcpy(&size, sizes + 8 * int64_t{view.buffer}, sizeof size);
        if (view.buffer < 0 || view.buffer >= n_data || view.offset < 0 ||
            int64_t{view.offset} + view.length > size ||
            array.buffers[2 + view.buffer] == nullptr) {
          return Fail(findings, Reason::kInvalidArrow, At(where, i),
                      "a view points outside its buffers");
        }
        text = static_cast<const char*>(array.buffers[2 + view.buffer]) + view.offset;
      }
      if (view.length < 0)
        return Fail(findings, Reason::kInvalidArrow, At(where, i), "a text of negative length");
      made->text.append(text, static_cast<size_t>(view.length));
    }
    made->words.push_back(static_cast<int64_t>(made->text.size()));
  }
  if (chunk->validity != nullptr) {
    made->validity.resize(static_cast<size_t>(BitmapBytes(chunk->length)));
    CopyBits(chunk->validity, chunk->offset, chunk->length, made->validity.data(), 0);
    chunk->validity = made->validity.data();
  }
  chunk->values = made->words.data();
  chunk->text = made->text.data();
  chunk->offset = 0;
  chunk->owner = std::move(made);
  return true;
}

// Checks indices, and gives a missing value to those that point at one. Unsigned indices too large
// to be read as signed ones are widened.
bool CheckIndices(const ArrowField& field, const std::shared_ptr<const void>& owner,
                  const Where& where, Chunk* chunk, Findings* findings) {
  const Column& values = *chunk->dictionary;
  const auto size = static_cast<uint64_t>(values.length());
  bool wide = false;
  const int64_t bad = VisitIndex(chunk->layout, [&](auto zero) {
    using Signed = decltype(zero);
    using Unsigned = std::make_unsigned_t<Signed>;
    const Signed* indices = chunk->As<Signed>();
    // A negative index is a very large one when read without sign; but of unsigned ones only the
    // true value counts.
    const auto value = [&](int64_t i) {
      return field.unsigned_index ? uint64_t{static_cast<Unsigned>(indices[i])}
                                  : static_cast<uint64_t>(int64_t{indices[i]});
    };
    uint64_t largest = 0;
    for (int64_t i = 0; i < chunk->length; ++i) largest = std::max(largest, value(i));
    if (largest >= size) {
      const int64_t row = FirstFault(*chunk, [&](int64_t i) { return value(i) >= size; });
      if (row >= 0) return row;
    }
    wide = field.unsigned_index &&
           size > uint64_t{static_cast<Unsigned>(std::numeric_limits<Signed>::max())};
    return int64_t{-1};
  });
  if (bad >= 0) {
    return Fail(findings, Reason::kInvalidArrow, At(where, bad),
                StrCat("an index lies outside its dictionary of ", size, " values"));
  }
  if (!wide && values.null_count() == 0) return true;
  auto made = std::make_shared<Made>();
  made->source = owner;
  made->indices.resize(static_cast<size_t>(chunk->length));
  made->validity.resize(static_cast<size_t>(BitmapBytes(chunk->length)));
  int64_t present = 0;
  for (int64_t i = 0; i < chunk->length; ++i) {
    if (!chunk->IsValid(i)) continue;
    const auto index = VisitIndex(chunk->layout, [&](auto zero) {
      using Signed = decltype(zero);
      const Signed raw = chunk->As<Signed>()[i];
      return field.unsigned_index
                 ? static_cast<int64_t>(static_cast<std::make_unsigned_t<Signed>>(raw))
                 : int64_t{raw};
    });
    if (values.IsNull(index)) continue;
    made->indices[static_cast<size_t>(i)] = static_cast<int32_t>(index);
    SetBit(made->validity.data(), i);
    ++present;
  }
  chunk->layout = Layout::kDictionary32;
  chunk->values = made->indices.data();
  chunk->null_count = chunk->length - present;
  chunk->validity = chunk->null_count > 0 ? made->validity.data() : nullptr;
  chunk->offset = 0;
  chunk->owner = std::move(made);
  return true;
}

int64_t BufferCount(const ArrowField& field) {
  if (field.layout == Layout::kNull) return 0;
  return field.layout == Layout::kUtf8 || field.layout == Layout::kLargeUtf8 ? 3 : 2;
}

// What every array must keep, whatever its type.
bool CheckShape(const ArrowField& field, const ArrowArray& array, int64_t first, int64_t length,
                const Where& where, Findings* findings) {
  const auto fail = [&](std::string text) {
    return Fail(findings, Reason::kInvalidArrow, where, std::move(text));
  };
  if (array.release == nullptr) return fail("the array is released");
  if (array.length < 0 || array.offset < 0 || array.length > kMaxRows || array.offset > kMaxRows) {
    return fail(StrCat("an array of length ", array.length, " and offset ", array.offset));
  }
  if (first + length > array.length) {
    return fail(
        StrCat("the column has ", array.length, " rows, its batch ends at row ", first + length));
  }
  if (array.null_count < -1 || array.null_count > array.length) {
    return fail(StrCat(array.null_count, " missing values among ", array.length));
  }
  if (array.n_children != 0) return fail("a plain array has children");
  const bool is_dictionary = IsDictionary(field.layout);
  if ((array.dictionary != nullptr) != is_dictionary) {
    return fail(is_dictionary ? "the dictionary is missing" : "a plain array has a dictionary");
  }
  const int64_t buffers = BufferCount(field);
  const bool fits =
      field.is_view ? array.n_buffers >= 3 && array.n_buffers <= std::numeric_limits<int32_t>::max()
                    : array.n_buffers == buffers || (buffers == 0 && array.n_buffers == 1);
  if (!fits)
    return fail(StrCat("the array has ", array.n_buffers, " buffers, its type has ", buffers));
  if (array.n_buffers > 0 && array.buffers == nullptr) return fail("the buffers are missing");
  return true;
}

}  // namespace

bool ReadField(const ArrowSchema& schema, Where where, ArrowField* field, Findings* findings) {
  const auto fail = [&](std::string text) {
    return Fail(findings, Reason::kInvalidArrow, where, std::move(text));
  };
  if (schema.release == nullptr || schema.format == nullptr)
    return fail("the schema is released or has no format");
  if (schema.name != nullptr) field->name = schema.name;
  if (attain::internal::FirstInvalidUtf8(field->name) >= 0) {
    return Fail(findings, Reason::kInvalidUtf8, where, "the name of the column is no UTF-8");
  }
  where.field = field->name;
  const std::string_view format = schema.format;
  if (schema.dictionary == nullptr) {
    if (!ReadFormat(format, where, field, findings)) return false;
    return schema.n_children == 0 || fail("a plain type has children");
  }
  // The format is that of the indices.
  ArrowField index;
  if (!ReadFormat(format, where, &index, findings)) return false;
  switch (index.layout) {
    case Layout::kInt8:
    case Layout::kUint8:
      field->layout = Layout::kDictionary8;
      break;
    case Layout::kInt16:
    case Layout::kUint16:
      field->layout = Layout::kDictionary16;
      break;
    case Layout::kInt32:
    case Layout::kUint32:
      field->layout = Layout::kDictionary32;
      break;
    case Layout::kInt64:
    case Layout::kUint64:
      field->layout = Layout::kDictionary64;
      break;
    default:
      return fail("the indices of a dictionary are no whole numbers");
  }
  field->unsigned_index = index.layout >= Layout::kUint8;
  ArrowField values;
  if (schema.dictionary->format == nullptr) return fail("the dictionary has no format");
  if (schema.dictionary->dictionary != nullptr) return fail("a dictionary of a dictionary");
  if (!ReadFormat(schema.dictionary->format, where, &values, findings)) return false;
  if (values.type != Type::kText) {
    return Fail(
        findings, Reason::kUnsupportedType, where,
        StrCat("a dictionary of ", Name(values.type), "; attain reads dictionaries of text"));
  }
  field->type = Type::kText;
  field->values = values.layout;
  field->values_are_views = values.is_view;
  return true;
}

bool ReadArray(const ArrowField& field, const ArrowArray& array, int64_t first, int64_t length,
               const std::shared_ptr<const void>& owner, Where where, Chunk* chunk,
               Findings* findings) {
  if (!CheckShape(field, array, first, length, where, findings)) return false;
  chunk->layout = field.layout;
  chunk->length = length;
  chunk->owner = owner;
  // Without buffers there is no place in them.
  if (length == 0) return true;
  if (field.layout == Layout::kNull) {
    chunk->null_count = length;
    return true;
  }
  chunk->offset = array.offset + first;
  chunk->validity = static_cast<const uint8_t*>(array.buffers[0]);
  chunk->values = array.buffers[1];
  if (chunk->validity == nullptr && array.null_count > 0) {
    return Fail(findings, Reason::kInvalidArrow, where,
                "values are missing, and so is the bitmap that says which");
  }
  if (chunk->values == nullptr) {
    return Fail(findings, Reason::kInvalidArrow, where, "the buffer of values is null");
  }
  if (chunk->validity != nullptr) {
    chunk->null_count = length - CountOnes(chunk->validity, chunk->offset, length);
    if (chunk->null_count == 0) chunk->validity = nullptr;
  }
  if (field.is_view) {
    if (!ReadViews(array, owner, where, chunk, findings)) return false;
  } else {
    Align(owner, chunk);
  }
  switch (field.layout) {
    case Layout::kDecimal128:
      return CheckDecimals(*chunk, where, findings);
    case Layout::kUtf8:
      chunk->text = static_cast<const char*>(array.buffers[2]);
      return CheckText<int32_t>(*chunk, where, findings);
    case Layout::kLargeUtf8:
      if (!field.is_view) chunk->text = static_cast<const char*>(array.buffers[2]);
      return CheckText<int64_t>(*chunk, where, findings);
    default:
      break;
  }
  if (!IsDictionary(field.layout)) return true;
  ArrowField values;
  values.type = Type::kText;
  values.layout = field.values;
  values.is_view = field.values_are_views;
  Chunk distinct;
  Where inside = where;
  inside.row = -1;
  if (!ReadArray(values, *array.dictionary, 0, array.dictionary->length, owner, inside, &distinct,
                 findings))
    return false;
  if (distinct.length > std::numeric_limits<int32_t>::max()) {
    return Fail(findings, Reason::kInvalidArrow, where,
                "a dictionary of more than 2^31 - 1 values");
  }
  std::vector<Chunk> pieces;
  pieces.push_back(std::move(distinct));
  chunk->dictionary = std::make_shared<const Column>("", Type::kText, 0, std::move(pieces));
  return CheckIndices(field, chunk->owner, where, chunk, findings);
}

}  // namespace attain::table::internal
