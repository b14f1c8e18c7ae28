// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The ids of one kind of thing (reps, deals, …) as dense numbers, over all tables of a dataset.
//
//   const Ids& reps = data.ids(Entity::kRep);
//   reps.Find("rep-007");     // 6
//   reps.name(6);             // "rep-007": results give back what the user wrote
//
// Numbers follow first sight: the table that lists the things first, then tables that refer to them. They depend on the order of
// rows, so nothing that is printed may follow them: iterate in `SortedOrder`.
#ifndef ATTAIN_CRM_IDS_H_
#define ATTAIN_CRM_IDS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/table/column.h"

namespace attain::crm {

/// Distinct ids with dense numbers from 0.
class Ids {
 public:
  /// No ids. Moved, never copied.
  Ids();
  Ids(const Ids&) = delete;
  Ids& operator=(const Ids&) = delete;
  Ids(Ids&&) noexcept;
  Ids& operator=(Ids&&) noexcept;
  ~Ids();

  int32_t size() const;                                 ///< How many there are.
  std::string name(int32_t id) const;                   ///< What the user calls number `id`; empty for -1.
  int32_t Find(std::string_view name) const;            ///< The number of a name, -1 when it is unknown.
  std::vector<int32_t> SortedOrder() const;             ///< All numbers by name: names of digits only first, as numbers, then byte-wise.
  /// For each number its place in SortedOrder.
  std::vector<int32_t> Ranks() const;

  /// The numbers of a column, row by row, -1 where missing; unseen ids get new numbers. Whole numbers and texts of the
  /// same digits are the same id. kUnsupportedType for columns that are neither; kOverflow beyond 2^31 - 1 rows.
  absl::StatusOr<std::vector<int32_t>> Add(const table::Column& column);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attain::crm

#endif  // ATTAIN_CRM_IDS_H_
