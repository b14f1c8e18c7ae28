// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A list that is known before rows are seen, made ready to be asked once per row: `country in
// ['DE', 'FR', 'IT']`, `rep_id in [1, 17]`.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_MEMBERSHIP_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_MEMBERSHIP_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attain::expression {

/// A set of texts. Most texts that are not in it are told by their length and up to eight of their
/// bytes.
class TextSet {
 public:
  /// The texts are copied.
  explicit TextSet(std::vector<std::string> texts = {});
  TextSet(const TextSet&) = delete;  // slots view its own texts
  TextSet& operator=(const TextSet&) = delete;
  TextSet(TextSet&&) = default;
  TextSet& operator=(TextSet&&) = default;

  bool Contains(std::string_view text) const;

 private:
  struct Slot {
    uint64_t first = 0;
    std::string_view text = {};
    bool used = false;
  };
  size_t Place(uint64_t first, size_t size) const;
  size_t Next(size_t at) const { return (at + 1) & (slots_.size() - 1); }

  std::vector<std::string> texts_;
  int bits_ = 4;
  std::vector<Slot> slots_;
};

/// A set of whole numbers: a table where they lie close together, sorted otherwise.
class NumberSet {
 public:
  explicit NumberSet(std::vector<int64_t> numbers = {});

  bool Contains(int64_t number) const;
  /// result[i] = whether values[i] is in the set.
  void Contains(std::span<const int64_t> values, uint8_t* result) const;

 private:
  std::vector<int64_t> numbers_;  // ascending
  uint64_t low_ = 0;
  std::vector<uint8_t> table_;  // 1 where low_ + i is in the set
};

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_MEMBERSHIP_H_
