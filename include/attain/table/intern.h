// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Dense ids: the texts and numbers by which users name things, each given a number from 0.
//
//   Interner accounts;
//   accounts.Intern("A17");   // 0
//   accounts.Intern("A4");    // 1
//   accounts.Intern("A17");   // 0 again
//   accounts.text(1);         // "A4"
//
// Numbers are given in the order of first sight, so they are the same for the same rows in the same order; wherever
// results must not depend on row order, attain sorts by `SortedOrder`. In: text columns or whole-number columns. Out: a
// vector of int32, -1 for a missing value.
#ifndef ATTAIN_TABLE_INTERN_H_
#define ATTAIN_TABLE_INTERN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/table/column.h"

namespace attain::table {

/// Distinct texts with dense numbers, at most 2^31 - 1 of them. Where memory runs out, std::bad_alloc leaves it unchanged. A moved-from
/// interner may only be assigned to or destroyed. About 32 bytes per distinct text beside the text itself.
class Interner {
 public:
  /// No texts.
  Interner();
  Interner(const Interner&);
  Interner(Interner&&) noexcept;
  Interner& operator=(const Interner&);
  Interner& operator=(Interner&&) noexcept;
  ~Interner();

  /// The number of `text`, a new one on first sight; -1 when all numbers are given out or the text has 2^32 bytes or more.
  int32_t Intern(std::string_view text);
  /// The number of `text`, or -1 when it was never seen.
  int32_t Find(std::string_view text) const;
  /// The text of a number. `id` must be one that was given out. Valid while the interner lives, also when moved.
  std::string_view text(int32_t id) const;
  int32_t size() const;  ///< How many distinct texts there are.
  /// All numbers ordered by their texts: byte-wise, except that texts of digits only compare as numbers with one another and come first.
  std::vector<int32_t> SortedOrder() const;

 private:
  struct State;
  friend absl::StatusOr<std::vector<int32_t>> InternColumn(const Column& column, Interner& interner);

  std::unique_ptr<State> state_;
};

/// The dense numbers of a column of ids, row by row, -1 where missing; new ids are added to `interner`. Whole numbers are interned as
/// their digits. A dictionary is read once per distinct value. Needs 4 bytes per row. On failure `interner` is
/// unchanged. kUnsupportedType for other columns, kOverflow beyond 2^31 - 1 ids, kOutOfMemory.
absl::StatusOr<std::vector<int32_t>> InternColumn(const Column& column, Interner& interner);

}  // namespace attain::table

#endif  // ATTAIN_TABLE_INTERN_H_
