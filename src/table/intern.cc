// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/intern.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "table/internal/guard.h"
#include "table/internal/hash.h"
#include "table/internal/visit.h"

namespace attain::table {
namespace {

using attain::internal::StrCat;

constexpr size_t kBlock = 64;        // Rows whose slots are fetched ahead together.
constexpr size_t kInlineLength = 8;  // Texts up to this length are their own key.
constexpr int64_t kMaxIds = std::numeric_limits<int32_t>::max();

// A place of the open-addressing table. A text of up to 8 bytes is known from key and length alone;
// of a longer one the key is the hash, and its bytes are compared.
struct Slot {
  uint64_t key = 0;
  uint32_t length = 0;
  int32_t id = -1;  // -1: empty
};

struct Entry {
  const char* data;
  uint32_t length;
};

// A text on its way through the table.
struct Probe {
  const char* data;
  uint64_t key;
  uint64_t hash;
  uint32_t length;
  int64_t row;
};

bool IsLong(uint64_t length) { return length > kInlineLength; }

uint64_t KeyOf(const char* data, uint64_t length) {
  return IsLong(length) ? internal::HashLong(data, length) : internal::Pack(data, length);
}

Probe ProbeOf(std::string_view text) {
  const uint64_t key = KeyOf(text.data(), text.size());
  return {text.data(), key, internal::Spread(key, text.size()), static_cast<uint32_t>(text.size()),
          0};
}

// Bytes that stay where they are.
class Arena {
 public:
  // A copy of `text`; on failure nothing has changed.
  const char* Keep(const char* data, size_t size) {
    if (size > left_) {
      const size_t room = std::max(
          size, std::min<size_t>(kLargest, kSmallest << std::min<size_t>(blocks_.size(), 10)));
      if (blocks_.size() == blocks_.capacity())
        blocks_.reserve(std::max<size_t>(8, 2 * blocks_.size()));
      auto block = std::make_unique_for_overwrite<char[]>(room);
      next_ = block.get();
      left_ = room;
      blocks_.push_back(std::move(block));
    }
    char* kept = next_;
    if (size > 0) std::memcpy(kept, data, size);
    next_ += size;
    left_ -= size;
    return kept;
  }

 private:
  static constexpr size_t kSmallest = 4096;
  static constexpr size_t kLargest = size_t{1} << 20;

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

// What numbers are called, for columns whose numbers lie far apart.
class NumberCache {
 public:
  NumberCache() : slots_(1024) {}

  size_t PlaceOf(int64_t number) const {
    return internal::Spread(static_cast<uint64_t>(number), 8) & (slots_.size() - 1);
  }
  void Fetch(int64_t number) const { __builtin_prefetch(&slots_[PlaceOf(number)]); }

  // The id of `number`, from `name` on first sight.
  template <typename NameIt>
  int32_t IdOf(int64_t number, NameIt name) {
    size_t at = PlaceOf(number);
    while (slots_[at].id >= 0) {
      if (slots_[at].number == number) return slots_[at].id;
      at = (at + 1) & (slots_.size() - 1);
    }
    const int32_t id = name(number);
    if (id < 0) return id;
    slots_[at] = {number, id};
    if (++used_ * 2 > slots_.size()) Grow();
    return id;
  }

 private:
  struct NumberSlot {
    int64_t number = 0;
    int32_t id = -1;
  };

  void Grow() {
    std::vector<NumberSlot> old(slots_.size() * 4);
    old.swap(slots_);
    for (const NumberSlot& slot : old) {
      if (slot.id < 0) continue;
      size_t at = PlaceOf(slot.number);
      while (slots_[at].id >= 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<NumberSlot> slots_;
  size_t used_ = 0;
};

}  // namespace

struct Interner::State {
  std::vector<Slot> slots = std::vector<Slot>(64);
  std::vector<Entry> entries;
  Arena arena;

  size_t mask() const { return slots.size() - 1; }

  static void Place(std::vector<Slot>* slots, const Slot& slot) {
    const size_t mask = slots->size() - 1;
    size_t at = internal::Spread(slot.key, slot.length) & mask;
    while ((*slots)[at].id >= 0) at = (at + 1) & mask;
    (*slots)[at] = slot;
  }

  // Makes room for `more` texts; on failure nothing has changed.
  void Reserve(size_t more) {
    const size_t wanted = entries.size() + more;
    if (wanted > entries.capacity()) entries.reserve(std::max(wanted, 2 * entries.capacity()));
    size_t size = slots.size();
    while (wanted * 8 > size * 5) size *= 2;
    if (size == slots.size()) return;
    std::vector<Slot> larger(size);
    for (const Slot& slot : slots) {
      if (slot.id >= 0) Place(&larger, slot);
    }
    slots.swap(larger);
  }

  // The slot of a text, or the empty one where it belongs.
  size_t SlotOf(const Probe& probe) const {
    size_t at = probe.hash & mask();
    while (true) {
      const Slot& slot = slots[at];
      if (slot.id < 0) return at;
      if (slot.key == probe.key && slot.length == probe.length) {
        if (!IsLong(probe.length)) return at;
        if (std::memcmp(entries[static_cast<size_t>(slot.id)].data, probe.data, probe.length) == 0)
          return at;
      }
      at = (at + 1) & mask();
    }
  }

  // The number of a text; there must be room. -1 when all numbers are given out.
  int32_t IdOf(const Probe& probe) {
    const size_t at = SlotOf(probe);
    if (slots[at].id >= 0) return slots[at].id;
    if (static_cast<int64_t>(entries.size()) >= kMaxIds) return -1;
    const char* kept = arena.Keep(probe.data, probe.length);
    const auto id = static_cast<int32_t>(entries.size());
    entries.push_back({kept, probe.length});
    slots[at] = {probe.key, probe.length, id};
    return id;
  }

  int32_t Intern(std::string_view text) {
    if (text.size() > std::numeric_limits<uint32_t>::max()) return -1;
    Reserve(1);
    return IdOf(ProbeOf(text));
  }

  // Forgets all texts from number `size` on.
  void Truncate(size_t size) {
    entries.resize(size, Entry{});
    std::fill(slots.begin(), slots.end(), Slot{});
    for (size_t id = 0; id < size; ++id) {
      const Entry& entry = entries[id];
      Place(&slots, {KeyOf(entry.data, entry.length), entry.length, static_cast<int32_t>(id)});
    }
  }

  // The numbers of a block of texts. The slots are fetched ahead, for long texts also the bytes to
  // compare with.
  bool InternBlock(const std::array<Probe, kBlock>& block, size_t count, bool any_long,
                   int32_t* ids) {
    if (any_long) {
      for (size_t i = 0; i < count; ++i) {
        const Slot& slot = slots[block[i].hash & mask()];
        if (slot.id >= 0) __builtin_prefetch(&entries[static_cast<size_t>(slot.id)]);
      }
      for (size_t i = 0; i < count; ++i) {
        const Slot& slot = slots[block[i].hash & mask()];
        if (slot.id >= 0) __builtin_prefetch(entries[static_cast<size_t>(slot.id)].data);
      }
    }
    for (size_t i = 0; i < count; ++i) {
      const int32_t id = IdOf(block[i]);
      if (id < 0) return false;
      ids[block[i].row] = id;
    }
    return true;
  }

  // Plain text. Rows that are missing keep their -1.
  template <typename Offset>
  bool InternTexts(const Chunk& chunk, int32_t* ids) {
    const Offset* offsets = chunk.As<Offset>();
    const char* end = chunk.text + offsets[chunk.length];
    std::array<Probe, kBlock> block;
    for (int64_t first = 0; first < chunk.length; first += static_cast<int64_t>(kBlock)) {
      const int64_t last = std::min(chunk.length, first + static_cast<int64_t>(kBlock));
      Reserve(kBlock);
      size_t count = 0;
      bool any_long = false;
      for (int64_t i = first; i < last; ++i) {
        if (chunk.validity != nullptr && !chunk.IsValid(i)) continue;
        const char* data = chunk.text + offsets[i];
        const auto length = static_cast<uint64_t>(offsets[i + 1] - offsets[i]);
        if (length > std::numeric_limits<uint32_t>::max()) return false;
        uint64_t key;
        if (IsLong(length)) {
          any_long = true;
          key = internal::HashLong(data, length);
        } else {
          key =
              end - data >= 8 ? internal::PackReadable(data, length) : internal::Pack(data, length);
        }
        const uint64_t hash = internal::Spread(key, length);
        __builtin_prefetch(&slots[hash & mask()]);
        block[count++] = {data, key, hash, static_cast<uint32_t>(length), i};
      }
      if (!InternBlock(block, count, any_long, ids)) return false;
    }
    return true;
  }

  // Indices: each distinct value that occurs is looked up once. `known` carries over from one chunk
  // to the next of the same dictionary.
  bool InternIndices(const Chunk& chunk, std::vector<int32_t>* known, int32_t* ids) {
    const Column& values = *chunk.dictionary;
    return internal::VisitIndex(chunk.layout, [&](auto zero) {
      const auto* indices = chunk.As<decltype(zero)>();
      for (int64_t i = 0; i < chunk.length; ++i) {
        if (chunk.validity != nullptr && !chunk.IsValid(i)) continue;
        int32_t& id = (*known)[static_cast<size_t>(indices[i])];
        if (id == kUnseen) {
          const auto text = values.TextAt(static_cast<int64_t>(indices[i]));
          id = text ? Intern(*text) : kMissing;
          if (text && id < 0) return false;
        }
        ids[i] = id;
      }
      return true;
    });
  }

  template <typename T>
  int32_t InternNumber(T number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return Intern({digits.data(), static_cast<size_t>(end.ptr - digits.data())});
  }

  // Whole numbers in [low, high], close enough together for a table of them.
  template <typename T>
  bool InternDense(const Chunk& chunk, T low, std::vector<int32_t>* known, int32_t* ids) {
    const T* numbers = chunk.As<T>();
    for (int64_t i = 0; i < chunk.length; ++i) {
      if (chunk.validity != nullptr && !chunk.IsValid(i)) continue;
      int32_t& id = (*known)[static_cast<size_t>(static_cast<uint64_t>(numbers[i]) -
                                                 static_cast<uint64_t>(low))];
      if (id < 0) {
        id = InternNumber(numbers[i]);
        if (id < 0) return false;
      }
      ids[i] = id;
    }
    return true;
  }

  // Whole numbers far apart.
  template <typename T>
  bool InternSparse(const Chunk& chunk, NumberCache* cache, int32_t* ids) {
    const T* numbers = chunk.As<T>();
    for (int64_t i = 0; i < chunk.length; ++i) {
      // The bits of the number are its key; one chunk has one type, so that none stands for two.
      if (i + 16 < chunk.length) cache->Fetch(static_cast<int64_t>(numbers[i + 16]));
      if (chunk.validity != nullptr && !chunk.IsValid(i)) continue;
      const int32_t id = cache->IdOf(static_cast<int64_t>(numbers[i]), [&](int64_t bits) {
        return InternNumber(static_cast<T>(bits));
      });
      if (id < 0) return false;
      ids[i] = id;
    }
    return true;
  }

  bool InternNumbers(const Chunk& chunk, int32_t* ids) {
    return internal::VisitInteger(chunk.layout, [&](auto zero) {
      using T = decltype(zero);
      const T* numbers = chunk.As<T>();
      T low = std::numeric_limits<T>::max();
      T high = std::numeric_limits<T>::min();
      if (chunk.validity == nullptr) {
        for (int64_t i = 0; i < chunk.length; ++i) {
          low = std::min(low, numbers[i]);
          high = std::max(high, numbers[i]);
        }
      } else {
        for (int64_t i = 0; i < chunk.length; ++i) {
          if (!chunk.IsValid(i)) continue;
          low = std::min(low, numbers[i]);
          high = std::max(high, numbers[i]);
        }
      }
      if (low > high) return true;
      const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
      if (range < 4 * static_cast<uint64_t>(chunk.length) + 1024) {
        std::vector<int32_t> known(range + 1, kUnseen);
        return InternDense(chunk, low, &known, ids);
      }
      NumberCache cache;
      return InternSparse<T>(chunk, &cache, ids);
    });
  }

  static constexpr int32_t kMissing = -1;
  static constexpr int32_t kUnseen = -2;
};

Interner::Interner() : state_(std::make_unique<State>()) {}

Interner::Interner(const Interner& other) : state_(std::make_unique<State>()) {
  // One block of the arena for all texts.
  state_->slots = other.state_->slots;
  state_->entries.reserve(other.state_->entries.size());
  for (const Entry& entry : other.state_->entries) {
    state_->entries.push_back({state_->arena.Keep(entry.data, entry.length), entry.length});
  }
}

Interner::Interner(Interner&&) noexcept = default;

Interner& Interner::operator=(const Interner& other) {
  Interner copy(other);
  state_.swap(copy.state_);
  return *this;
}

Interner& Interner::operator=(Interner&&) noexcept = default;
Interner::~Interner() = default;

int32_t Interner::Intern(std::string_view text) { return state_->Intern(text); }

int32_t Interner::Find(std::string_view text) const {
  if (text.size() > std::numeric_limits<uint32_t>::max()) return -1;
  return state_->slots[state_->SlotOf(ProbeOf(text))].id;
}

std::string_view Interner::text(int32_t id) const {
  const Entry& entry = state_->entries[static_cast<size_t>(id)];
  return {entry.data, entry.length};
}

int32_t Interner::size() const { return static_cast<int32_t>(state_->entries.size()); }

std::vector<int32_t> Interner::SortedOrder() const {
  // Texts of digits first, by value: fewer digits after leading zeros, then the digits. `prefix`
  // decides most comparisons alone.
  struct Key {
    bool is_number;
    uint32_t digits;  // of a number, without leading zeros
    uint64_t prefix;  // first 8 bytes, most significant first; of a number without leading zeros
    int32_t id;
  };
  std::vector<Key> keys;
  keys.reserve(state_->entries.size());
  for (int32_t id = 0; id < size(); ++id) {
    std::string_view text = this->text(id);
    const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    if (is_number) text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; ++i) {
      prefix = (prefix << 8) | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    keys.push_back({is_number, is_number ? static_cast<uint32_t>(text.size()) : 0, prefix, id});
  }
  std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
    if (a.is_number != b.is_number) return a.is_number;
    if (a.digits != b.digits) return a.digits < b.digits;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    std::string_view left = text(a.id);
    std::string_view right = text(b.id);
    if (a.is_number) {
      const std::string_view x = left.substr(left.size() - a.digits);
      const std::string_view y = right.substr(right.size() - b.digits);
      // 7 before 07: one value, fewer zeros first.
      if (x == y) return left.size() < right.size();
      return x < y;
    }
    return left < right;
  });
  std::vector<int32_t> order;
  order.reserve(keys.size());
  for (const Key& key : keys) order.push_back(key.id);
  return order;
}

absl::StatusOr<std::vector<int32_t>> InternColumn(const Column& column, Interner& interner) {
  Interner::State& state = *interner.state_;
  const size_t before = state.entries.size();
  absl::StatusOr<std::vector<int32_t>> result =
      internal::Guarded([&]() -> absl::StatusOr<std::vector<int32_t>> {
        if (column.type() != Type::kText && column.type() != Type::kInt &&
            column.type() != Type::kNull) {
          return MakeError(Reason::kUnsupportedType,
                           StrCat("column \"", column.name(), "\" holds ", Name(column.type()),
                                  "; ids are text or whole numbers"));
        }
        std::vector<int32_t> ids(static_cast<size_t>(column.length()), -1);
        int32_t* out = ids.data();
        const Column* dictionary = nullptr;
        std::vector<int32_t> known;
        for (const Chunk& chunk : column.chunks()) {
          bool fits = true;
          if (internal::IsDictionary(chunk.layout)) {
            if (chunk.dictionary.get() != dictionary) {
              dictionary = chunk.dictionary.get();
              known.assign(static_cast<size_t>(dictionary->length()), Interner::State::kUnseen);
            }
            fits = state.InternIndices(chunk, &known, out);
          } else if (chunk.layout == Layout::kUtf8) {
            fits = state.InternTexts<int32_t>(chunk, out);
          } else if (chunk.layout == Layout::kLargeUtf8) {
            fits = state.InternTexts<int64_t>(chunk, out);
          } else if (internal::IsInteger(chunk.layout)) {
            fits = state.InternNumbers(chunk, out);
          }
          if (!fits) {
            return MakeError(Reason::kOverflow,
                             StrCat("column \"", column.name(), "\" has more than ", kMaxIds,
                                    " distinct ids, or one of more than 4 GiB"));
          }
          out += chunk.length;
        }
        return ids;
      });
  if (!result.ok() && state.entries.size() > before) state.Truncate(before);
  return result;
}

}  // namespace attain::table
