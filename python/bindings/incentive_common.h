// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What the binding files of pay share: words, columns of exact numbers, bands, and earnings as a
// dict.
#ifndef ATTAIN_PYTHON_BINDINGS_INCENTIVE_COMMON_H_
#define ATTAIN_PYTHON_BINDINGS_INCENTIVE_COMMON_H_

#include <string>
#include <utility>
#include <vector>

#include "attain/definition/fields.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"
#include "attain/incentive/payout.h"
#include "common.h"

namespace attain::python {

/// The enumerator of a word, from the word table the documents use.
template <typename E>
E WordValue(const char* name, const std::string& word) {
  std::string known;
  for (const definition::Word& item : Describe(definition::Type<E>{}).words()) {
    if (item.text == word) return static_cast<E>(item.value);
    known += (known.empty() ? "" : ", ") + std::string(item.text);
  }
  Raise(MakeError(Reason::kUnknownWord,
                  std::string(name) + ": \"" + word + "\" is none of " + known));
}

/// A column of exact decimals.
inline std::vector<Decimal> Decimals(const py::sequence& values) {
  std::vector<Decimal> exact;
  exact.reserve(values.size());
  for (const py::handle value : values) exact.push_back(ToDecimal(value));
  return exact;
}

/// A column of exact fractions.
inline std::vector<Fraction> Fractions(const py::sequence& values) {
  std::vector<Fraction> exact;
  exact.reserve(values.size());
  for (const py::handle value : values) exact.push_back(ToFraction(value));
  return exact;
}

/// A column as a list of Python numbers.
template <typename T>
py::list List(const std::vector<T>& values) {
  py::list list;
  for (const T& value : values) list.append(ToPython(value));
  return list;
}

/// Bands as triples (from, to or None, pays).
inline std::vector<incentive::RateBand> Bands(const py::sequence& rows) {
  std::vector<incentive::RateBand> bands;
  for (const py::handle row : rows) {
    const auto items = py::cast<py::sequence>(row);
    incentive::RateBand band;
    band.from = ToFraction(items[0]);
    if (!py::object(items[1]).is_none()) band.to = ToFraction(items[1]);
    band.pays = ToFraction(items[2]);
    bands.push_back(std::move(band));
  }
  return bands;
}

/// A rounding rule from its words.
inline Rounding RoundingOf(const std::string& point, const std::string& mode, int64_t scale) {
  return {.point = WordValue<RoundingPoint>("point", point),
          .mode = WordValue<RoundingMode>("mode", mode),
          .scale = scale};
}

/// What `attain.incentive.Earnings` is made of.
inline py::dict ToDict(const incentive::Earnings& earnings) {
  py::dict result;
  result["exact"] = List(earnings.exact);
  result["lines"] = List(earnings.rounded.lines);
  result["total"] = ToPython(earnings.rounded.total);
  result["bands"] = py::cast(earnings.bands);
  result["effective_rate"] = ToPython(earnings.effective_rate);
  py::list pieces;
  for (const incentive::Piece& piece : earnings.pieces) {
    pieces.append(py::make_tuple(piece.row, piece.band, ToPython(piece.base), ToPython(piece.rate),
                                 ToPython(piece.amount)));
  }
  result["pieces"] = std::move(pieces);
  return result;
}

/// Pay on frames of sales (incentive_sales.cc).
void BindIncentiveSales(py::module_& module);

}  // namespace attain::python

#endif  // ATTAIN_PYTHON_BINDINGS_INCENTIVE_COMMON_H_
