// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One value of an expression: what `1 + 2` or a cell of a column comes to.
//
//   Value sum = Evaluate(*Parse("1 + 2"), {});   // Value of type kInt, 3
//   Value bad = Evaluate(*Parse("1 / 0"), {});   // Value of type kError: kDivisionByZero
//
// A failure is a value too, because `false && 1 / 0 > 2` is false: the language lets an error pass until something needs it.
// Exact numbers (decimal, fraction, money) never turn into binary floating point by themselves.
#ifndef ATTAIN_EXPRESSION_VALUE_H_
#define ATTAIN_EXPRESSION_VALUE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/status.h"

namespace attain::expression {

/// What kind of value it is.
enum class ValueType : int32_t {
  kNull = 0,       ///< A missing value, `null`.
  kBool = 1,       ///< true or false.
  kInt = 2,        ///< A whole number of 64 bits.
  kDouble = 3,     ///< Binary floating point (IEEE 754, 64 bits).
  kDecimal = 4,    ///< An exact decimal.
  kFraction = 5,   ///< An exact ratio: what dividing decimals gives until it is rounded.
  kMoney = 6,      ///< An exact amount of a currency.
  kText = 7,       ///< UTF-8 text.
  kDate = 8,       ///< A day.
  kTimestamp = 9,  ///< An instant, to the nanosecond.
  kDuration = 10,  ///< A length of time, to the nanosecond, up to about 292 years.
  kList = 11,      ///< Values in order.
  kError = 12,     ///< A failure with its reason.
};

/// "int", "text", … as findings print it.
std::string_view Name(ValueType type);

/// An instant: whole seconds since 1970-01-01T00:00:00Z and nanoseconds 0..999,999,999 after them. Years 1 to 9999.
struct Instant {
  int64_t seconds = 0;  ///< Whole seconds, rounded down.
  int32_t nanos = 0;    ///< Nanoseconds after them.
  auto operator<=>(const Instant&) const = default;
};

/// A length of time.
struct Duration {
  int64_t nanos = 0;  ///< Nanoseconds, signed.
  auto operator<=>(const Duration&) const = default;
};

/// An exact amount of a currency; it may be finer than the currency's unit until it is rounded.
struct MoneyAmount {
  Decimal amount;     ///< The amount.
  Currency currency;  ///< Its currency.
};

/// A failure inside an expression.
struct Error {
  Reason reason = Reason::kEvaluationError;  ///< Why.
  std::string text = {};                     ///< What was wrong, with the values seen.
};

/// One value. Cheap to copy for everything but text; lists are shared.
class Value {
 public:
  using List = std::vector<Value>;  ///< Values in order.

  Value() = default;  ///< `null`.
  // One constructor for each type; the names say which, because 1, 1.0, true and "1" must not be confused.
  static Value Bool(bool value) { return Value(value); }                             ///< true or false.
  static Value Int(int64_t value) { return Value(value); }                           ///< A whole number.
  static Value Double(double value) { return Value(value); }                         ///< Binary floating point.
  static Value Of(Decimal value) { return Value(value); }                            ///< An exact decimal.
  static Value Of(Fraction value) { return Value(value); }                           ///< An exact ratio.
  static Value Of(MoneyAmount value) { return Value(value); }                        ///< An amount of a currency.
  static Value Of(Money value) { return Value(MoneyAmount{value.ToDecimal(), value.currency()}); }  ///< An amount of a currency.
  static Value Text(std::string_view value) { return Value(std::string(value)); }    ///< UTF-8 text.
  static Value Of(Date value) { return Value(value); }                               ///< A day.
  static Value Of(Instant value) { return Value(value); }                            ///< An instant.
  static Value Of(Timestamp value);                                                  ///< An instant of whole microseconds.
  static Value Of(Duration value) { return Value(value); }                           ///< A length of time.
  static Value Of(List values) { return Value(std::make_shared<const List>(std::move(values))); }  ///< A list.
  static Value Fail(Reason reason, std::string_view text) { return Value(Error{reason, std::string(text)}); }  ///< A failure.
  static Value Fail(const absl::Status& status);                                     ///< The failure of a status that is not OK.

  /// What kind of value it is.
  ValueType type() const { return static_cast<ValueType>(data_.index()); }
  bool is_null() const { return type() == ValueType::kNull; }    ///< True for `null`.
  bool is_error() const { return type() == ValueType::kError; }  ///< True for a failure.
  /// True for int, double, decimal, fraction.
  bool is_number() const {
    return type() >= ValueType::kInt && type() <= ValueType::kFraction;
  }

  // The content. The type must be the one asked for.
  bool boolean() const { return *std::get_if<bool>(&data_); }                              ///< Of kBool.
  int64_t integer() const { return *std::get_if<int64_t>(&data_); }                        ///< Of kInt.
  double real() const { return *std::get_if<double>(&data_); }                             ///< Of kDouble.
  const Decimal& decimal() const { return *std::get_if<Decimal>(&data_); }                 ///< Of kDecimal.
  const Fraction& fraction() const { return *std::get_if<Fraction>(&data_); }              ///< Of kFraction.
  const MoneyAmount& money() const { return *std::get_if<MoneyAmount>(&data_); }           ///< Of kMoney.
  const std::string& text() const { return *std::get_if<std::string>(&data_); }            ///< Of kText.
  Date date() const { return *std::get_if<Date>(&data_); }                                 ///< Of kDate.
  Instant instant() const { return *std::get_if<Instant>(&data_); }                        ///< Of kTimestamp.
  Duration duration() const { return *std::get_if<Duration>(&data_); }                     ///< Of kDuration.
  const List& list() const { return **std::get_if<std::shared_ptr<const List>>(&data_); }  ///< Of kList.
  const Error& error() const { return *std::get_if<Error>(&data_); }                       ///< Of kError.

  /// The value as an explanation shows it: `won`, `1000.00`, `2026-03-31`, `[1, 2]`, `null`, `DIVISION_BY_ZERO: …`.
  std::string ToString() const;

 private:
  using Data = std::variant<std::monostate, bool, int64_t, double, Decimal, Fraction, MoneyAmount, std::string, Date, Instant, Duration,
                            std::shared_ptr<const List>, Error>;
  template <typename T>
  explicit Value(T data) : data_(std::in_place_type<T>, std::move(data)) {}

  Data data_;
};

}  // namespace attain::expression

#endif  // ATTAIN_EXPRESSION_VALUE_H_
