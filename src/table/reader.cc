// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/reader.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/table/intern.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"
#include "table/internal/bitmap.h"
#include "table/internal/guard.h"
#include "table/internal/visit.h"

namespace attain::table {
namespace {

using attain::internal::int128;
using attain::internal::StrCat;
using internal::IsInteger;

absl::Status Unsupported(const Column& column, std::string_view wanted) {
  return MakeError(Reason::kUnsupportedType, StrCat("column \"", column.name(), "\" holds ",
                                                    Name(column.type()), ", not ", wanted));
}

// A column without a single value is of every type.
bool IsOf(const Column& column, Type type) {
  return column.type() == type || column.type() == Type::kNull;
}

// One array of T under construction.
template <typename T>
class Filler {
 public:
  explicit Filler(const Column& column)
      : column_(column), data_(static_cast<size_t>(column.length())) {
    if (column.null_count() > 0) {
      validity_.resize(static_cast<size_t>(internal::BitmapBytes(column.length())));
    }
  }

  // Converts a chunk: `convert(chunk, i, &out)` false = the value has no T, which is `reason`.
  template <typename Convert>
  void Add(const Chunk& chunk, Reason reason, Convert convert) {
    T* out = data_.data() + at_;
    if (chunk.layout != Layout::kNull) {
      if (!validity_.empty()) {
        if (chunk.validity != nullptr) {
          internal::CopyBits(chunk.validity, chunk.offset, chunk.length, validity_.data(), at_);
        } else {
          internal::FillBits(validity_.data(), at_, chunk.length);
        }
      }
      if (chunk.validity == nullptr) {
        for (int64_t i = 0; i < chunk.length; ++i) {
          if (!convert(i, out + i)) [[unlikely]]
            Fault(at_ + i, reason);
        }
      } else {
        for (int64_t i = 0; i < chunk.length; ++i) {
          if (chunk.IsValid(i) && !convert(i, out + i)) [[unlikely]]
            Fault(at_ + i, reason);
        }
      }
    }
    at_ += chunk.length;
  }

  // The array, or what was wrong with its first faulty row.
  absl::StatusOr<Values<T>> Done(std::string_view wanted) {
    if (fault_row_ >= 0) {
      Findings findings;
      findings.AddError(fault_, {.row = fault_row_, .field = column_.name()},
                        StrCat(column_.FormatAt(fault_row_), " is no ", wanted));
      return findings.ToStatus();
    }
    return Values<T>::Keep(std::move(data_), std::move(validity_), column_.null_count());
  }

 private:
  void Fault(int64_t row, Reason reason) {
    if (fault_row_ >= 0) return;
    fault_row_ = row;
    fault_ = reason;
  }

  const Column& column_;
  std::vector<T> data_;
  std::vector<uint8_t> validity_;
  int64_t at_ = 0;
  int64_t fault_row_ = -1;
  Reason fault_ = Reason::kNone;
};

// The only chunk of a column, when it has the layout and so may be borrowed.
const Chunk* Only(const Column& column, Layout layout) {
  const auto chunks = column.chunks();
  return chunks.size() == 1 && chunks.front().layout == layout ? &chunks.front() : nullptr;
}

void AddInts(const Chunk& chunk, Filler<int64_t>* filler) {
  internal::VisitInteger(chunk.layout, [&](auto zero) {
    using T = decltype(zero);
    const T* values = chunk.As<T>();
    filler->Add(chunk, Reason::kOverflow, [values](int64_t i, int64_t* out) {
      *out = static_cast<int64_t>(values[i]);
      return std::is_signed_v<T> || *out >= 0;
    });
  });
}

// Scales by a power of ten: multiplied by `up`, divided by `down`; one of them is 1.
void AddUnits(const Chunk& chunk, int128 up, int128 down, Filler<int64_t>* filler) {
  const auto scaled = [up, down](int128 value, int64_t* out) {
    if (down != 1) {
      if (value % down != 0) return false;
      value /= down;
    } else if (attain::internal::MultiplyOverflows(value, up, &value)) {
      return false;
    }
    *out = static_cast<int64_t>(value);
    return attain::internal::FitsInt64(value);
  };
  const Reason reason = down != 1 ? Reason::kInexact : Reason::kOverflow;
  if (chunk.layout == Layout::kDecimal128) {
    const auto* values = static_cast<const int128*>(chunk.values) + chunk.offset;
    if (up == 1 && down == 1) {
      filler->Add(chunk, reason, [values](int64_t i, int64_t* out) {
        *out = static_cast<int64_t>(values[i]);
        return attain::internal::FitsInt64(values[i]);
      });
    } else {
      filler->Add(chunk, reason, [&](int64_t i, int64_t* out) { return scaled(values[i], out); });
    }
    return;
  }
  internal::VisitInteger(chunk.layout, [&](auto zero) {
    const auto* values = chunk.As<decltype(zero)>();
    filler->Add(chunk, reason, [&](int64_t i, int64_t* out) {
      return scaled(static_cast<int128>(values[i]), out);
    });
  });
}

}  // namespace

absl::StatusOr<Values<int64_t>> ReadInts(const Column& column) {
  if (!IsOf(column, Type::kInt)) return Unsupported(column, "whole numbers");
  return internal::Guarded([&]() -> absl::StatusOr<Values<int64_t>> {
    if (const Chunk* only = Only(column, Layout::kInt64)) return Values<int64_t>::Borrow(*only);
    Filler<int64_t> filler(column);
    for (const Chunk& chunk : column.chunks()) AddInts(chunk, &filler);
    return filler.Done("whole number of 64 bits");
  });
}

absl::StatusOr<Values<int64_t>> ReadUnits(const Column& column, int scale) {
  if (!IsOf(column, Type::kDecimal) && column.type() != Type::kInt)
    return Unsupported(column, "decimals");
  return internal::Guarded([&]() -> absl::StatusOr<Values<int64_t>> {
    if (scale < 0 || scale > Decimal::kMaxScale) {
      return MakeError(Reason::kInvalidArgument, StrCat("scale ", scale, " lies outside 0..38"));
    }
    const Chunk* only = Only(column, Layout::kInt64);
    if (only != nullptr && column.scale() == scale) return Values<int64_t>::Borrow(*only);
    const int shift = scale - column.scale();
    const int128 up = attain::internal::RawPowerOfTen(shift > 0 ? shift : 0);
    const int128 down = attain::internal::RawPowerOfTen(shift < 0 ? -shift : 0);
    Filler<int64_t> filler(column);
    for (const Chunk& chunk : column.chunks()) AddUnits(chunk, up, down, &filler);
    absl::StatusOr<Values<int64_t>> units =
        filler.Done(StrCat("number of at most ", scale, " decimals in 64 bits"));
    return units;
  });
}

absl::StatusOr<Values<absl::int128>> ReadDecimals(const Column& column) {
  if (!IsOf(column, Type::kDecimal) && column.type() != Type::kInt)
    return Unsupported(column, "decimals");
  return internal::Guarded([&]() -> absl::StatusOr<Values<absl::int128>> {
    if (const Chunk* only = Only(column, Layout::kDecimal128))
      return Values<absl::int128>::Borrow(*only);
    Filler<absl::int128> filler(column);
    for (const Chunk& chunk : column.chunks()) {
      if (chunk.layout == Layout::kDecimal128) {
        const auto* values = chunk.As<absl::int128>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, absl::int128* out) {
          *out = values[i];
          return true;
        });
        continue;
      }
      internal::VisitInteger(chunk.layout, [&](auto zero) {
        const auto* values = chunk.As<decltype(zero)>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, absl::int128* out) {
          *out = values[i];
          return true;
        });
      });
    }
    return filler.Done("decimal");
  });
}

absl::StatusOr<Values<double>> ReadDoubles(const Column& column) {
  if (!IsOf(column, Type::kDouble) && column.type() != Type::kInt &&
      column.type() != Type::kDecimal) {
    return Unsupported(column, "numbers");
  }
  return internal::Guarded([&]() -> absl::StatusOr<Values<double>> {
    if (const Chunk* only = Only(column, Layout::kFloat64)) return Values<double>::Borrow(*only);
    Filler<double> filler(column);
    ForEachChunk(column, [&](const Chunk& chunk, int64_t first) {
      if (chunk.layout == Layout::kFloat64) {
        const auto* values = chunk.As<double>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, double* out) {
          *out = values[i];
          return true;
        });
      } else if (chunk.layout == Layout::kFloat32) {
        const auto* values = chunk.As<float>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, double* out) {
          *out = static_cast<double>(values[i]);
          return true;
        });
      } else if (column.type() == Type::kInt && IsInteger(chunk.layout)) {
        internal::VisitInteger(chunk.layout, [&](auto zero) {
          const auto* values = chunk.As<decltype(zero)>();
          filler.Add(chunk, Reason::kOverflow, [values](int64_t i, double* out) {
            *out = static_cast<double>(values[i]);
            return true;
          });
        });
      } else {
        filler.Add(chunk, Reason::kOverflow, [&](int64_t i, double* out) {
          const auto value = column.DoubleAt(first + i);
          if (value) *out = *value;
          return value.has_value();
        });
      }
    });
    return filler.Done("number");
  });
}

absl::StatusOr<Values<int32_t>> ReadDates(const Column& column) {
  if (!IsOf(column, Type::kDate) && column.type() != Type::kTimestamp)
    return Unsupported(column, "days");
  return internal::Guarded([&]() -> absl::StatusOr<Values<int32_t>> {
    if (const Chunk* only = Only(column, Layout::kDate32)) return Values<int32_t>::Borrow(*only);
    Filler<int32_t> filler(column);
    for (const Chunk& chunk : column.chunks()) {
      if (chunk.layout == Layout::kDate32) {
        const auto* values = chunk.As<int32_t>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, int32_t* out) {
          *out = values[i];
          return true;
        });
        continue;
      }
      int64_t per_day = internal::kMillisPerDay;  // of date64 and of milliseconds
      if (chunk.layout == Layout::kTimestampSecond) per_day = internal::kMillisPerDay / 1000;
      if (chunk.layout == Layout::kTimestampMicro) per_day = internal::kMicrosPerDay;
      if (chunk.layout == Layout::kTimestampNano) per_day = internal::kMicrosPerDay * 1000;
      const auto* values = chunk.As<int64_t>();
      filler.Add(chunk, Reason::kOverflow, [values, per_day](int64_t i, int32_t* out) {
        const int64_t day = internal::FloorDivide(values[i], per_day);
        *out = static_cast<int32_t>(day);
        return day == *out;
      });
    }
    return filler.Done("day of 32 bits");
  });
}

absl::StatusOr<Values<int64_t>> ReadTimestamps(const Column& column) {
  if (!IsOf(column, Type::kTimestamp) && column.type() != Type::kDate)
    return Unsupported(column, "instants");
  return internal::Guarded([&]() -> absl::StatusOr<Values<int64_t>> {
    if (const Chunk* only = Only(column, Layout::kTimestampMicro))
      return Values<int64_t>::Borrow(*only);
    Filler<int64_t> filler(column);
    for (const Chunk& chunk : column.chunks()) {
      if (chunk.layout == Layout::kDate32) {
        const auto* values = chunk.As<int32_t>();
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, int64_t* out) {
          return !__builtin_mul_overflow(int64_t{values[i]}, internal::kMicrosPerDay, out);
        });
        continue;
      }
      const auto* values = chunk.As<int64_t>();
      if (chunk.layout == Layout::kDate64) {
        filler.Add(chunk, Reason::kOverflow, [values](int64_t i, int64_t* out) {
          const int64_t day = internal::FloorDivide(values[i], internal::kMillisPerDay);
          return !__builtin_mul_overflow(day, internal::kMicrosPerDay, out);
        });
        continue;
      }
      const Layout layout = chunk.layout;
      filler.Add(chunk, Reason::kOverflow, [values, layout](int64_t i, int64_t* out) {
        return internal::ToMicros(layout, values[i], out);
      });
    }
    return filler.Done("instant in microseconds of 64 bits");
  });
}

absl::StatusOr<Values<uint8_t>> ReadBools(const Column& column) {
  if (!IsOf(column, Type::kBool)) return Unsupported(column, "booleans");
  return internal::Guarded([&]() -> absl::StatusOr<Values<uint8_t>> {
    Filler<uint8_t> filler(column);
    for (const Chunk& chunk : column.chunks()) {
      const auto* bits = static_cast<const uint8_t*>(chunk.values);
      filler.Add(chunk, Reason::kOverflow, [bits, offset = chunk.offset](int64_t i, uint8_t* out) {
        *out = internal::BitAt(bits, offset + i) ? 1 : 0;
        return true;
      });
    }
    return filler.Done("boolean");
  });
}

absl::StatusOr<Codes> ReadCodes(const Column& column) {
  if (!IsOf(column, Type::kText)) return Unsupported(column, "text");
  return internal::Guarded([&]() -> absl::StatusOr<Codes> {
    auto interner = std::make_shared<Interner>();
    Codes result;
    const Chunk* only = Only(column, Layout::kDictionary32);
    if (only != nullptr) {
      // Borrowed when the values of the dictionary are distinct, so that interning gives each its
      // own index.
      const Column& values = *only->dictionary;
      ATTAIN_RETURN_IF_ERROR(InternColumn(values, *interner).status());
      if (values.null_count() == 0 && interner->size() == values.length()) {
        result.codes = Values<int32_t>::Borrow(*only);
      } else {
        *interner = Interner();
      }
    }
    if (!result.codes.borrowed()) {
      ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> ids, InternColumn(column, *interner));
      std::vector<uint8_t> validity;
      const int64_t missing = std::count(ids.begin(), ids.end(), -1);
      if (missing > 0) {
        validity.resize(static_cast<size_t>(internal::BitmapBytes(column.length())));
        for (size_t i = 0; i < ids.size(); ++i) {
          if (ids[i] >= 0) {
            internal::SetBit(validity.data(), static_cast<int64_t>(i));
          } else {
            ids[i] = 0;
          }
        }
      }
      result.codes = Values<int32_t>::Keep(std::move(ids), std::move(validity), missing);
    }
    result.texts.reserve(static_cast<size_t>(interner->size()));
    for (int32_t id = 0; id < interner->size(); ++id) result.texts.push_back(interner->text(id));
    result.owner = std::move(interner);
    return result;
  });
}

}  // namespace attain::table
