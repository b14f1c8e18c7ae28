// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Distinct whole numbers with dense places: the ids of people who number their things.
//
// Three ways, by what the numbers look like. The first column strictly ascending: its values are
// the list, found by their distance where they leave no hole, else by binary search. Numbers in a
// small range: a table over the range. Otherwise: a hash table with linear probing.
#ifndef ATTAIN_SRC_CRM_INTERNAL_NUMBER_INDEX_H_
#define ATTAIN_SRC_CRM_INTERNAL_NUMBER_INDEX_H_

#include <cstdint>
#include <vector>

#include "attain/table/column.h"

namespace attain::crm {

/// Whole numbers and their places.
class NumberIndex {
 public:
  int32_t size() const {
    return contiguous_ ? count_ : static_cast<int32_t>(values_.size());
  }  ///< How many there are.
  /// The number at a place.
  int64_t value(int32_t id) const {
    return contiguous_ ? first_ + id : values_[static_cast<size_t>(id)];
  }
  /// The place of a number, -1 when there is none.
  int32_t Find(int64_t number) const;
  /// Appends to `ids` the place of each number of a column, -1 where missing, new ones added.
  /// False, with nothing changed, for numbers beyond 64 bits.
  bool Add(const table::Column& column, std::vector<int32_t>& ids);

 private:
  int32_t Intern(int64_t number);
  void Spread();  // leaves the contiguous form
  void Rehash(size_t slots);
  size_t SlotOf(int64_t number) const;

  bool contiguous_ = false;  // the numbers first_ .. first_ + count_ - 1
  int64_t first_ = 0;
  int32_t count_ = 0;
  std::vector<int64_t> values_;
  int64_t low_ = 0;  // direct_[number - low_] is the place
  std::vector<int32_t> direct_;
  std::vector<int32_t> slots_;  // hash table of places, -1 empty
};

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_NUMBER_INDEX_H_
