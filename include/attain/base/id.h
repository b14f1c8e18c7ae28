// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Distinct types for the ids of distinct things: a rep's id does not compile where a deal's is
// meant.
//
//   RepId rep(104);
//   DealId deal(104);
//   rep == deal;        // does not compile
//
// An id is the dense number, from 0, that a text or number of the user's got when the data was
// loaded; results give the user's own back.
#ifndef ATTAIN_BASE_ID_H_
#define ATTAIN_BASE_ID_H_

#include <compare>
#include <cstdint>

namespace attain {

/// A dense id of one kind of thing. Default: none.
template <typename Tag>
class Id {
 public:
  constexpr Id() = default;                                     ///< No id.
  explicit constexpr Id(int32_t index) : index_(index) {}  ///< The thing number `index`, from 0.
  constexpr int32_t index() const { return index_; }            ///< Its number; -1 for none.
  constexpr bool is_none() const { return index_ < 0; }         ///< True for no id.
  constexpr auto operator<=>(const Id&) const = default;        ///< By number.

 private:
  int32_t index_ = -1;
};

using RepId = Id<struct RepTag>;                  ///< A salesperson.
using UnitId = Id<struct UnitTag>;                ///< A unit of the organisation.
using DealId = Id<struct DealTag>;                ///< A deal (opportunity).
using AccountId = Id<struct AccountTag>;          ///< A customer.
using ProductId = Id<struct ProductTag>;          ///< A product.
using TransactionId = Id<struct TransactionTag>;  ///< A booking, invoice, receipt, refund …
using PeriodId = Id<struct PeriodTag>;            ///< A period of the calendar in use.

}  // namespace attain

#endif  // ATTAIN_BASE_ID_H_
