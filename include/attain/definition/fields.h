// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Field tables: every definition struct is described once.
//
//   struct Band {
//     Rate from;                             // required: no default
//     std::optional<Rate> to = std::nullopt;
//     Rate pays;
//   };
//   inline const definition::FieldTable& Describe(definition::Type<Band>) {
//     using definition::Optional, definition::Required;
//     static const auto& table = *new auto(definition::Table<Band>("band", "One band of a tier table.", {
//         Required("from", &Band::from, "Lower limit of the band, of attainment."),
//         Optional("to", &Band::to, "Upper limit. Default: the next band's lower limit."),
//         Required("pays", &Band::pays, "Rate paid on what lies inside.").AtLeast(0)}));
//     return table;
//   }
//
// That one table reads {"from": "80%", "pays": "8%"}, writes it back, finds what is wrong with it, and makes its JSON Schema, its
// reference page and its Python class. `Describe` stands in the namespace of the struct, where the library finds it. Members may be
//
//   bool  int64_t  Decimal  Rate  Currency  Date  Timestamp  Period  Validity  std::string  enum (with a word table)
//   Amount  Duration  PeriodName  ExpressionText  Reference  (value.h)      any struct with a field table
//   std::optional<M>  std::vector<M>  std::map<std::string, M>  std::vector<std::pair<std::string, M>>  (kept in document order)
//   std::variant<A, B, …> of structs whose tables name a Kind()             Versions<M>
//
// In: members and words about them. Out: type-erased tables that the reader, the writer and the generators walk.
#ifndef ATTAIN_DEFINITION_FIELDS_H_
#define ATTAIN_DEFINITION_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/base/rate.h"
#include "attain/base/rounding.h"
#include "attain/definition/value.h"

namespace attain::definition {

class FieldTable;
class WordTable;
struct Codec;

/// Names a type in an argument, so that `Describe` is found beside the type: `Describe(Type<Band>)`.
template <typename T>
struct Type {};

/// What a member is in a document.
enum class Shape : int32_t {
  kBool = 1,         ///< true or false
  kInteger = 2,      ///< 12
  kDecimal = 3,      ///< 0.125 or "0.125"
  kRate = 4,         ///< "12.5%" or 0.125
  kAmount = 5,       ///< "40000 EUR", "40000" or 40000
  kCurrency = 6,     ///< "EUR"
  kDate = 7,         ///< "2026-03-31"
  kTimestamp = 8,    ///< "2026-03-31T22:00:00Z"
  kPeriod = 9,       ///< "2026-Q1", a period of the civil calendar
  kPeriodName = 10,  ///< "FY26-P04", a period of any calendar
  kDuration = 11,    ///< "30d"
  kValidity = 12,    ///< ["2026-01-01", null]
  kText = 13,        ///< "any text"
  kExpression = 14,  ///< "outcome == 'won'"
  kReference = 15,   ///< {"measure": "won_amount"}
  kWord = 16,        ///< one of the words of a table
  kOptional = 17,    ///< the element, or null
  kList = 18,        ///< [element, …]
  kMap = 19,         ///< {"name": element, …}
  kObject = 20,      ///< {"key": …} of a field table
  kVariant = 21,     ///< an object whose "kind" says which field table it has
  kVersions = 22,    ///< the element, or several of them with "versions"
};

/// "bool", "integer", … "versions".
std::string_view Name(Shape shape);

/// A limit of a number.
struct Bound {
  Decimal value;       ///< The limit.
  bool open = false;   ///< True when the limit itself is outside. Default: inside.
  bool operator==(const Bound&) const = default;
};

/// One key of an object: what it is called, where it is kept, what it means.
struct Field {
  std::string_view key;                          ///< The key in documents, snake_case: the name of the member.
  std::string_view doc;                          ///< Meaning, unit and default, one or two sentences.
  const Codec* codec;                            ///< What the member is.
  size_t offset;                                 ///< Where in the struct it lies, in bytes.
  bool required;                                 ///< True when it must be given.
  std::optional<Bound> low = std::nullopt;       ///< Lower limit of the number, or of each number of a list.
  std::optional<Bound> high = std::nullopt;      ///< Upper limit.
  int64_t min_items = 0;                         ///< Fewest elements of a list or map, fewest bytes of a text. Default 0.
  bool is_id = false;                            ///< The text must be a legal id (see `IsId`).
  std::vector<std::string_view> references = {};  ///< Kinds of definition whose id stands here; empty: not a reference.
  std::string_view each = {};                    ///< How findings call one element: "incentive" for "incentives". Default: the key.

  /// The number must be `limit` or more.
  Field&& AtLeast(Decimal limit) && { return low = Bound{limit, false}, std::move(*this); }
  /// The number must be more than `limit`.
  Field&& MoreThan(Decimal limit) && { return low = Bound{limit, true}, std::move(*this); }
  /// The number must be `limit` or less.
  Field&& AtMost(Decimal limit) && { return high = Bound{limit, false}, std::move(*this); }
  /// The number must be less than `limit`.
  Field&& LessThan(Decimal limit) && { return high = Bound{limit, true}, std::move(*this); }
  /// The list, map or text must not be empty.
  Field&& NonEmpty() && { return min_items = 1, std::move(*this); }
  /// The list or map must have at least `count` elements.
  Field&& MinItems(int64_t count) && { return min_items = count, std::move(*this); }
  /// The text is an id.
  Field&& IsId() && { return is_id = true, std::move(*this); }
  /// The text, or the reference, is the id of a definition of one of these kinds.
  Field&& RefersTo(std::initializer_list<std::string_view> kinds) && {
    return references.assign(kinds), std::move(*this);
  }
  /// What findings call one element of the list.
  Field&& Each(std::string_view name) && { return each = name, std::move(*this); }
};

/// The description of a definition struct.
class FieldTable {
 public:
  /// Made by `Table<T>`.
  FieldTable(std::string_view name, std::string_view doc, std::vector<Field> fields, const void* sample)
      : name_(name), doc_(doc), fields_(std::move(fields)), sample_(sample) {}

  /// The value of "kind" that tells this struct from its alternatives; then "kind" is required.
  FieldTable&& Kind(std::string_view kind) && { return kind_ = kind, std::move(*this); }
  /// The struct is a document of its own, with the header `"attain": "<kind>/<version>"`.
  FieldTable&& Document(std::string_view kind, int64_t version) && {
    return document_ = kind, version_ = version, std::move(*this);
  }

  /// A value that is no object stands for an object with this key alone: "40000" for {"amount": "40000"}.
  FieldTable&& Short(std::string_view key) && { return short_ = key, std::move(*this); }

  std::string_view name() const { return name_; }            ///< snake_case, one per struct: "band".
  std::string_view doc() const { return doc_; }              ///< What it is, a sentence.
  /// The field that may stand alone for the object; null without.
  const Field* short_form() const { return short_.empty() ? nullptr : Find(short_); }
  std::string_view kind() const { return kind_; }            ///< Value of "kind"; empty without.
  std::string_view document() const { return document_; }    ///< Kind of document; empty when it is no document of its own.
  int64_t version() const { return version_; }               ///< Version of the document.
  const std::vector<Field>& fields() const { return fields_; }  ///< Keys in the order in which they are written.
  const void* sample() const { return sample_; }             ///< A default value of the struct.
  /// The field of a key; null when there is none.
  const Field* Find(std::string_view key) const;

 private:
  std::string_view name_;
  std::string_view doc_;
  std::string_view kind_ = {};
  std::string_view short_ = {};
  std::string_view document_ = {};
  int64_t version_ = 0;
  std::vector<Field> fields_;
  const void* sample_;
};

/// One word of an enumeration.
struct Word {
  std::string_view text;  ///< The word in documents, snake_case.
  int64_t value;          ///< The value of the enumerator.
  std::string_view doc;   ///< What it means, a sentence.
};

/// The words of an enumeration.
class WordTable {
 public:
  /// Made by `Words<E>`.
  WordTable(std::string_view name, std::string_view doc, std::vector<Word> words)
      : name_(name), doc_(doc), words_(std::move(words)) {}
  std::string_view name() const { return name_; }              ///< snake_case, one per enumeration: "tier_method".
  std::string_view doc() const { return doc_; }                ///< What is chosen, a sentence.
  const std::vector<Word>& words() const { return words_; }    ///< The words in the order of the table.
  /// The word for a value; empty when there is none.
  std::string_view TextOf(int64_t value) const;

 private:
  std::string_view name_;
  std::string_view doc_;
  std::vector<Word> words_;
};

/// A word together with its enumerator, as written in a table.
template <typename E>
struct TypedWord {
  std::string_view text;  ///< The word in documents.
  E value;                ///< The enumerator.
  std::string_view doc;   ///< What it means, a sentence.
};

/// The table of an enumeration:
/// `Words<TierMethod>("tier_method", "How bands pay.", {{"marginal", TierMethod::kMarginal, "Each band pays its slice."}})`.
template <typename E>
WordTable Words(std::string_view name, std::string_view doc, std::initializer_list<TypedWord<E>> words) {
  std::vector<Word> table;
  for (const auto& word : words) table.push_back({word.text, static_cast<int64_t>(word.value), word.doc});
  return WordTable(name, doc, std::move(table));
}

/// How the reader, the writer and the generators handle one C++ type: its shape and the few operations that need the type.
struct Codec {
  Shape shape;                                                ///< What it is in a document.
  const Codec& (*element)() = nullptr;                        ///< Of an optional, list, map or versions: what is inside.
  const FieldTable& (*fields)() = nullptr;                    ///< Of an object: its table.
  const WordTable& (*words)() = nullptr;                      ///< Of a word: its table.
  int64_t (*number)(const void*) = nullptr;                   ///< Of a word: its value.
  void (*set_number)(void*, int64_t) = nullptr;               ///< Of a word: sets it.
  void* (*append)(void*, std::string_view key) = nullptr;     ///< Adds an element (an optional: fills it) and gives its address.
  void (*clear)(void*) = nullptr;                             ///< Empties an optional, list, map or versions.
  /// Calls `visit(context, key, element)` for each element; the key is empty where elements have none.
  void (*each)(const void*, void* context,
               void (*visit)(void* context, std::string_view key, const void* element)) = nullptr;
  const std::vector<const FieldTable*>& (*alternatives)() = nullptr;  ///< Of a variant: the tables of its alternatives.
  int64_t (*index)(const void*) = nullptr;                    ///< Of a variant: which alternative is held.
  void* (*emplace)(void*, int64_t index) = nullptr;           ///< Of a variant: makes it hold an alternative.
  const void* (*held)(const void*) = nullptr;                 ///< Of a variant: the address of what it holds.
  Validity* (*valid)(void*, int64_t index) = nullptr;         ///< Of versions: when version `index` holds.
};

/// The codec of a type; does not compile for a type that has none.
template <typename T>
const Codec& CodecOf();

namespace internal {
template <typename T, typename M>
Field MakeField(std::string_view key, M T::*member, std::string_view doc, bool required);
/// A default value of T that lives as long as the program.
template <typename T>
const T& Sample() {
  static const T& sample = *new T{};
  return sample;
}
}  // namespace internal

/// A key that must be given.
template <typename T, typename M>
Field Required(std::string_view key, M T::*member, std::string_view doc) {
  return internal::MakeField(key, member, doc, true);
}
/// A key that may be left out; the member then keeps its default.
template <typename T, typename M>
Field Optional(std::string_view key, M T::*member, std::string_view doc) {
  return internal::MakeField(key, member, doc, false);
}
/// The table of the struct T: name in snake_case, a sentence, and the fields in the order in which they are written.
template <typename T>
FieldTable Table(std::string_view name, std::string_view doc, std::vector<Field> fields) {
  return FieldTable(name, doc, std::move(fields), &internal::Sample<T>());
}
/// The word of an enumerator: `TextOf(TierMethod::kMarginal)` is "marginal".
template <typename E>
std::string_view TextOf(E value) {
  return Describe(Type<E>{}).TextOf(static_cast<int64_t>(value));
}

/// True for a legal id: 1 to 200 bytes, valid UTF-8, no control characters, no square brackets, no space at either end.
bool IsId(std::string_view text);

/// \name Tables of the types of base.
/// \{
const WordTable& Describe(Type<RoundingMode>);    ///< half_even, half_away, …
const WordTable& Describe(Type<RoundingPoint>);   ///< transaction, cumulative, component, payment
const WordTable& Describe(Type<Grain>);           ///< day, week, …
const FieldTable& Describe(Type<Rounding>);       ///< {point, mode, scale}
/// \}

}  // namespace attain::definition

#include "attain/definition/codec.h"

#endif  // ATTAIN_DEFINITION_FIELDS_H_
