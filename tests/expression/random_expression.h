// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Random tables, and random expressions over their columns: what the evaluation over columns is
// held against the plain evaluation of one row after the other with. Both follow from a stream of
// bytes, so that a fuzzer can steer them.
#ifndef ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_
#define ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "attain/expression.h"
#include "expression/plain_evaluator.h"

namespace attain::expression {

/// A stream of choices: from bytes while they last, from a generator afterwards.
class Choices {
 public:
  explicit Choices(uint64_t seed, const uint8_t* bytes = nullptr, size_t size = 0)
      : state_(seed), bytes_(bytes), size_(size) {}
  /// A number in [0, below).
  int64_t Next(int64_t below) {
    if (at_ < size_) return bytes_[at_++] % below;
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int64_t>((state_ >> 33) % static_cast<uint64_t>(below));
  }

 private:
  uint64_t state_;
  const uint8_t* bytes_;
  size_t size_;
  size_t at_ = 0;
};

/// A table of `rows` rows with a column of every kind, missing values, extreme values, in several
/// chunks.
inline table::Table RandomTable(Choices& choices, int64_t rows) {
  using table::Column;
  const auto build = [&](int64_t n) {
    std::vector<bool> bools, valid;
    std::vector<int64_t> ints, instants;
    std::vector<double> reals;
    std::vector<absl::int128> amounts, rates;
    std::vector<absl::int128> prices, dollars;
    std::vector<int64_t> codes;
    std::vector<int32_t> days, opened, stages;
    std::vector<std::string> names, products, units;
    static const std::vector<std::string> kUnits = {"emea", "north", "south", "apac", "lost unit"};
    static const std::vector<std::string> kTexts = {"",          "won",  "lost", "new business",
                                                    "caf\u00e9", "won't"};
    const bool some_missing = choices.Next(3) != 0;
    for (int64_t i = 0; i < n; ++i) {
      static constexpr int64_t kInts[] = {
          0, 1, -1, 7, std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()};
      static constexpr double kReals[] = {0.0,   -0.0,  1.5,
                                          -2.25, 1e308, std::numeric_limits<double>::quiet_NaN()};
      ints.push_back(choices.Next(4) == 0 ? kInts[choices.Next(6)] : choices.Next(100) - 50);
      reals.push_back(choices.Next(4) == 0 ? kReals[choices.Next(6)]
                                           : static_cast<double>(choices.Next(1000)) / 8);
      amounts.push_back(choices.Next(8) == 0 ? PowerOfTen(38) - 1
                                             : absl::int128(choices.Next(200'000) - 100'000));
      rates.push_back(absl::int128(choices.Next(20'000) - 10'000));
      days.push_back(static_cast<int32_t>(choices.Next(40'000)));
      instants.push_back(choices.Next(1'000'000) * 86'400'000 * 7);
      stages.push_back(static_cast<int32_t>(choices.Next(some_missing ? 6 : 5)) -
                       (some_missing ? 1 : 0));
      names.push_back(kTexts[static_cast<size_t>(choices.Next(6))]);
      prices.push_back(absl::int128(choices.Next(1'000'000) - 100'000));
      dollars.push_back(absl::int128(choices.Next(1'000'000)) *
                        (choices.Next(16) == 0 ? PowerOfTen(18) : absl::int128(1)));
      codes.push_back(choices.Next(12));
      opened.push_back(static_cast<int32_t>(20'000 + choices.Next(400)));
      products.push_back("P" + std::to_string(choices.Next(8)));
      units.push_back(kUnits[static_cast<size_t>(choices.Next(5))]);
      bools.push_back(choices.Next(2) == 0);
      valid.push_back(!some_missing || choices.Next(5) != 0);
    }
    return std::vector<Column>{
        Column::OfBools("flag", bools, valid),
        Column::OfInts("n", ints, valid),
        Column::OfDoubles("x", reals, valid),
        Column::OfDecimals("amount", amounts, 2, valid),
        Column::OfDecimals("rate", rates, 4, choices.Next(2) == 0 ? valid : std::vector<bool>{}),
        Column::OfDates("closed", days, valid),
        Column::OfTimestamps("seen", instants, valid),
        Column::OfDictionary("stage", stages, {"won", "lost", "open", "", "won"}),
        Column::OfTexts("name", names, valid),
        Column::OfDecimals("price", prices, 2, valid),
        Column::OfDecimals("dollars", dollars, 4, valid),
        Column::OfInts("code", codes, valid),
        Column::OfDates("opened", opened, valid),
        Column::OfTexts("product", products, valid),
        Column::OfTexts("unit", units, valid)};
  };
  std::vector<Column> columns = build(rows);
  const int64_t more = choices.Next(40);
  const std::vector<Column> second = build(more);
  for (size_t c = 0; more > 0 && c < columns.size(); ++c) {
    std::vector<table::Chunk> chunks(columns[c].chunks().begin(), columns[c].chunks().end());
    const Column cut = second[c].Slice(choices.Next(2) == 0 ? 0 : more / 2, more);
    const Column rest = second[c].Slice(0, more - cut.length());
    for (const Column& piece : {cut, rest})
      chunks.insert(chunks.end(), piece.chunks().begin(), piece.chunks().end());
    columns[c] =
        Column(columns[c].name(), columns[c].type(), columns[c].scale(), std::move(chunks));
  }
  return *table::Table::Of("random", std::move(columns));
}

/// What expressions over RandomTable are bound with: a calendar whose fiscal year begins in April,
/// a tree, two tables to look up in, two currencies. Some days and units fail.
inline const BindOptions& RandomOptions() {
  static const BindOptions* const options = [] {
    using table::Column;
    auto* made = new BindOptions;
    made->environment.fiscal = [](Grain grain, Date day) -> absl::StatusOr<int64_t> {
      if (day.days() % 97 == 0)
        return MakeError(Reason::kPeriodNotInCalendar, "a day outside the calendar");
      const int64_t month = (day.month() + 8) % 12;
      return grain == Grain::kYear      ? day.year() + (day.month() >= 4 ? 1 : 0)
             : grain == Grain::kQuarter ? month / 3 + 1
                                        : month + 1;
    };
    made->environment.period = [](Grain grain, Date day) -> absl::StatusOr<std::string> {
      return grain == Grain::kDay ? day.ToString() : std::to_string(day.year());
    };
    made->environment.workdays = [](Date from, Date to) -> absl::StatusOr<int64_t> {
      if (to < from) return MakeError(Reason::kInvalidArgument, "the days are in the wrong order");
      return (to - from) * 5 / 7;
    };
    made->environment.under = [](std::string_view tree, std::string_view node,
                                 std::string_view above) -> absl::StatusOr<bool> {
      if (node == "lost unit") return MakeError(Reason::kUnknownReference, "there is no such unit");
      return node == above || (above == "emea" && node != "apac" && tree.empty());
    };
    const table::Table products = *table::Table::Of(
        "products", {Column::OfTexts("product_id", {"P1", "P2", "P3", "P4"}),
                     Column::OfTexts("category", {"a", "b", "", "a"}, {true, true, true, false}),
                     Column::OfDecimals("list_price", {100, 250, 3, 4}, 2),
                     Column::OfDates("since", {19'000, 20'100, 20'200, 20'300})});
    const table::Table rates =
        *table::Table::Of("rates", {Column::OfInts("code", {3, 1, 7, 9}),
                                    Column::OfDecimals("factor", {1'500, 2'500, 1, 0}, 3),
                                    Column::OfBools("active", {true, false, true, false})});
    made->lookups = {{"products", {products, "product_id"}}, {"rates", {rates, "code"}}};
    made->currencies = {{"price", *Currency::Parse("EUR")}, {"dollars", *Currency::Parse("USD")}};
    made->parameters = {{"floor", Value::Int(10)},
                        {"words", Value::Of({Value::Text("won"), Value::Text("open")})}};
    return made;
  }();
  return *options;
}

/// Writes random expressions that mostly bind.
class RandomExpression {
 public:
  explicit RandomExpression(Choices& choices) : choices_(choices) {}

  /// An expression of a random type.
  std::string Any(int depth) {
    switch (choices_.Next(10)) {
      case 0:
        return Int(depth);
      case 1:
        return Real(depth);
      case 2:
        return Exact(depth);
      case 3:
        return Text(depth);
      case 4:
        return Day(depth);
      case 5:
        return Money(depth);
      case 6:
        return Instant(depth);
      default:
        return Condition(depth);
    }
  }

  /// A condition.
  std::string Condition(int depth) {
    if (depth <= 0)
      return Pick({"flag", "true", "n > 3", "stage == 'won'", "amount >= 1000.00", "name == 'lost'",
                   "null", "x < 1.5"});
    const int d = depth - 1;
    switch (choices_.Next(28)) {
      case 0:
      case 1:
        return "(" + Condition(d) + " && " + Condition(d) + ")";
      case 2:
      case 3:
        return "(" + Condition(d) + " || " + Condition(d) + ")";
      case 4:
        return "!" + Condition(0);
      case 5:
        return "(" + Int(d) + Relation() + Int(d) + ")";
      case 6:
        return "(" + Real(d) + Relation() + Pick({Real(d), Int(0)}) + ")";
      case 7:
        return "(" + Exact(d) + Relation() +
               Pick({Exact(d), Int(0), "12.5", "1000.00", "0.00001"}) + ")";
      case 8:
        return "(" + Text(d) + Relation() + Text(d) + ")";
      case 9:
        return "(" + Day(d) + Relation() + Pick({Day(d), "seen", Instant(d)}) + ")";
      case 10:
        return "(" +
               Pick({"n", "x", "amount", "closed", "stage", "name", "flag", "price", Int(d),
                     Ratio(d)}) +
               Pick({" == null", " != null"}) + ")";
      case 11:
        return "is_null(" + Any(d) + ")";
      case 12:
        return Pick({"stage in ['won', 'open']", "n in [1, 2, 7]", "amount in [12.50, 3]",
                     "name in []", "name in ['a', 'won', 'lost', '', 'x', 'y']",
                     "code in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
                     "closed in [date('2026-03-31'), date(seen)]", "price in [0]", "x in [1, 1.5]",
                     "stage in words", "n in [n, 2]", "unit in [name, 'north']"});
      case 13:
        return "between(" + Exact(d) + ", 10.5, " + Pick({"900", Exact(0)}) + ")";
      case 14:
        return Text(d) + Pick({".startsWith('w')", ".contains('o')", ".endsWith('n')",
                               ".matches('^[a-m]')", ".contains(name)", ".startsWith(stage)"});
      case 15:
        return "(" + Ratio(d) + Relation() + Pick({Ratio(d), Exact(0), "1", "0.5"}) + ")";
      case 16:
        return "(" + Money(d) + Relation() + Pick({Money(d), "price", "0", "99.95"}) + ")";
      case 17:
        return "(" + Instant(d) + Relation() +
               Pick({Instant(d), "closed", "timestamp('2001-01-01T00:00:00Z')"}) + ")";
      case 18:
        return "(" + Length(d) + Relation() + Length(d) + ")";
      case 19:
        return Pick({"under(unit, 'emea')", "under(unit, 'north', 'regions')",
                     "under(stage, 'won')", "rates[code].active", "under(unit, name)"});
      case 20:
        return List(d) + Pick({".all(v, v > 0)", ".exists(v, v > n)", ".exists_one(v, v == 7)",
                               ".exists(v, 7 / v > 1)"});
      case 21:
        return "between(" +
               Pick({Day(d) + ", date('1999-01-01'), opened", "n, code, 20", "name, 'a', 'n'",
                     "price, 1, 5000.50"}) +
               ")";
      case 22:
        return Pick({"math.isNaN(", "math.isInf(", "math.isFinite("}) + Real(d) + ")";
      case 23:
        return "bool(" + Pick({"flag", "'t'", "name", "string(flag)"}) + ")";
      case 24:
        return "(" + List(d) + Pick({" == ", " != "}) + List(d) + ")";
      case 25:
        return "coalesce(" + Condition(d) + ", " + Condition(0) + ")";
      case 26:
        return "matches(" + Text(d) + ", '" + Pick({"o.n?", "^$", "[", "(a|b)+"}) + "')";
      default:
        return "(" + Condition(d) + " ? " + Condition(d) + " : " + Condition(d) + ")";
    }
  }

  /// A whole number.
  std::string Int(int depth) {
    if (depth <= 0) return Pick({"n", "code", "0", "1", "7", "-1", "9223372036854775807", "floor"});
    const int d = depth - 1;
    switch (choices_.Next(18)) {
      case 0:
        return "size(" + Text(d) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Int(d) + " : " + Int(d) + ")";
      case 2:
        return "coalesce(" + Int(d) + ", " + Int(d) + ")";
      case 3:
        return "(" + Day(d) + " - " + Day(d) + ")";
      case 4:
        return Pick({"quarter(closed)", "month(seen)", "year(" + Day(d) + ")",
                     "month(" + Day(d) + ")", "quarter(" + Instant(d) + ")"});
      case 5:
        return Pick({"fiscal_year(closed)", "fiscal_quarter(" + Day(d) + ")", "fiscal_month(seen)",
                     "workdays(opened, closed)", "workdays(opened, date('2026-01-01'))",
                     "workdays(date('2024-01-01'), " + Day(d) + ")"});
      case 6:
        return Pick({"bucket(amount, [0, 10.5, 100])", "bucket(" + Int(d) + ", [1, 5, 7])",
                     "bucket(x, [0.5, 1])", "bucket(price, [0, 100])",
                     "bucket(opened, [date('2024-12-01'), date('2025-02-01')])",
                     "bucket(n, [code, 9])"});
      case 7:
        return Day(d) + Pick({".getFullYear()", ".getMonth()", ".getDate()", ".getDayOfMonth()",
                              ".getDayOfWeek()", ".getDayOfYear()"});
      case 8:
        return Instant(d) +
               Pick({".getFullYear", ".getMonth", ".getDate", ".getDayOfMonth", ".getDayOfWeek",
                     ".getDayOfYear", ".getHours", ".getMinutes", ".getSeconds",
                     ".getMilliseconds"}) +
               Pick({"()", "('+05:30')", "('-11:00')", "(name)"});
      case 9:
        return Length(d) +
               Pick({".getHours()", ".getMinutes()", ".getSeconds()", ".getMilliseconds()"});
      case 10:
        return "int(" +
               Pick({Int(d), Real(d), Exact(d), Instant(d), Money(d), "'42'", "name", Ratio(d)}) +
               ")";
      case 11:
        return Text(d) + Pick({".indexOf('o')", ".lastIndexOf('n')", ".indexOf('n', 1)",
                               ".lastIndexOf('o', 2)", ".size()", ".indexOf(name)"});
      case 12:
        return Pick({"math.abs(", "math.sign(", "math.bitNot("}) + Int(d) + ")";
      case 13:
        return Pick({"math.bitAnd(", "math.bitOr(", "math.bitXor(", "math.bitShiftLeft(",
                     "math.bitShiftRight(", "math.greatest(", "math.least("}) +
               Int(d) + ", " + Int(0) + ")";
      case 14:
        return Pick({"size(" + List(d) + ")", List(d) + "[0]", List(d) + "[n]", List(d) + ".size()",
                     "math.greatest(" + List(d) + ")", "math.sign(" + Exact(d) + ")",
                     "dyn(" + Int(d) + ")"});
      case 15:
        return "-" + Int(0);
      default:
        return "(" + Int(d) + Pick({" + ", " - ", " * ", " / ", " % "}) + Int(d) + ")";
    }
  }

  /// A floating-point number.
  std::string Real(int depth) {
    if (depth <= 0) return Pick({"x", "0.0", "2.5", "-1.0"});
    const int d = depth - 1;
    switch (choices_.Next(9)) {
      case 0:
        return "double(" + Pick({Int(d), Exact(d), Money(d), Ratio(d), "'1.5'", "name"}) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Real(d) + " : " + Real(d) + ")";
      case 2:
        return "-" + Real(0);
      case 3:
        return Pick({"math.ceil(", "math.floor(", "math.round(", "math.trunc(", "math.abs(",
                     "math.sign(", "math.sqrt("}) +
               Real(d) + ")";
      case 4:
        return Pick({"math.greatest(", "math.least("}) + Real(d) + ", " + Real(0) + ")";
      case 5:
        return "coalesce(" + Real(d) + ", " + Real(0) + ")";
      default:
        return "(" + Real(d) + Pick({" + ", " - ", " * ", " / "}) + Real(d) + ")";
    }
  }

  /// A decimal.
  std::string Exact(int depth) {
    if (depth <= 0) return Pick({"amount", "rate"});
    const int d = depth - 1;
    switch (choices_.Next(14)) {
      case 0:
        return "round(" + Exact(d) + " / " + Pick({Exact(d), "n", "3", "code"}) + ", 2)";
      case 1:
        return "(" + Condition(d) + " ? " + Exact(d) + " : " + Pick({Exact(d), "7", "0.5"}) + ")";
      case 2:
        return "(-" + Exact(d) + ")";
      case 3:
        return "(" + Exact(d) + " * " + Pick({"0.05", "n", "3", "rate"}) + ")";
      case 4:
        return "coalesce(" + Exact(d) + ", 0)";
      case 5:
        return "round(" + Ratio(d) + ", " + Pick({"0", "3", "20"}) + Mode() + ")";
      case 6:
        return "round(" + Exact(d) + ", " + Pick({"0", "1", "5"}) + Mode() + ")";
      case 7:
        return "round(" + Int(d) + ", 1)";
      case 8:
        return Pick({"rates[code].factor", "products[product].list_price",
                     "math.abs(" + Exact(d) + ")", "round(decimal(name), 2)", "decimal(n)",
                     "decimal(" + Exact(d) + ")", "decimal(0.125)",
                     "math.greatest(rate, " + Exact(d) + ")"});
      default:
        return "(" + Exact(d) + Pick({" + ", " - "}) + Pick({Exact(d), "1.005", "n"}) + ")";
    }
  }

  /// Money; mostly of one currency.
  std::string Money(int depth) {
    if (depth <= 0) return Pick({"price", "price", "price", "dollars"});
    const int d = depth - 1;
    switch (choices_.Next(8)) {
      case 0:
        return "(" + Money(d) + Pick({" * 0.05", " * code", " * rate", " * 3"}) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Money(d) + " : " + Money(d) + ")";
      case 2:
        return "round(" + Money(d) + ", " + Pick({"0", "1", "2", "4"}) + Mode() + ")";
      case 3:
        return "coalesce(" + Money(d) + ", " + Money(d) + ")";
      case 4:
        return "-" + Money(0);
      case 5:
        return "math.abs(" + Money(d) + ")";
      default:
        return "(" + Money(d) + Pick({" + ", " - "}) + Pick({Money(d), "10.5", "n"}) + ")";
    }
  }

  /// An exact ratio.
  std::string Ratio(int depth) {
    const int d = depth - 1;
    if (depth <= 0)
      return Pick(
          {"(amount / rate)", "(rate / 3)", "(price / price)", "(n / rate)", "(rate / code)"});
    switch (choices_.Next(5)) {
      case 0:
        return "(" + Ratio(d) + Pick({" + ", " - ", " * ", " / "}) + Ratio(d) + ")";
      case 1:
        return "(" + Ratio(d) + Pick({" + ", " - ", " * ", " / "}) + Pick({Exact(0), "2", "0.5"}) +
               ")";
      case 2:
        return "-" + Ratio(0);
      default:
        return "(" + Exact(d) + " / " + Exact(d) + ")";
    }
  }

  /// A text.
  std::string Text(int depth) {
    if (depth <= 0) return Pick({"stage", "name", "'won'", "''", "product"});
    const int d = depth - 1;
    switch (choices_.Next(12)) {
      case 0:
        return "(" + Text(d) + " + " + Text(d) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Text(d) + " : " + Text(d) + ")";
      case 2:
        return Text(d) + Pick({".upperAscii()", ".lowerAscii()", ".trim()", ".reverse()"});
      case 3:
        return "coalesce(" + Text(d) + ", 'none')";
      case 4:
        return "string(" +
               Pick({Int(d), Real(0), Exact(d), Day(d), Instant(d), Condition(d), Text(d), Money(0),
                     Length(0)}) +
               ")";
      case 5:
        return Text(d) + Pick({".charAt(0)", ".charAt(2)", ".substring(1)", ".substring(0, 2)",
                               ".substring(code)"});
      case 6:
        return Text(d) + Pick({".replace('o', '0')", ".replace('n', '', 1)", ".replace('', '-')",
                               ".split('o').join('+')", ".split('').reverse().join()"});
      case 7:
        return Pick({"products[product].category", "products[name].category",
                     "products[product + ''].category", "period(closed, 'year')",
                     "period(seen, 'day')", "period(opened, name)"});
      case 8:
        return Pick({"strings.quote(", "dyn("}) + Text(d) + ")";
      case 9:
        return "'%s %d'.format([" + Text(d) + ", " + Int(d) + "])";
      case 10:
        return Pick({"['a', name].join('-')", "[stage, product].filter(t, t > 'n').join()",
                     "['%.2f'.format([rate]), 'x'].join()"});
      default:
        return Text(0) + ".substring(1)";
    }
  }

  /// A day.
  std::string Day(int depth) {
    if (depth <= 0) return Pick({"closed", "opened", "date('2026-03-31')"});
    const int d = depth - 1;
    switch (choices_.Next(7)) {
      case 0:
        return "(" + Day(d) + Pick({" + ", " - "}) + Int(0) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Day(d) + " : " + Day(d) + ")";
      case 2:
        return "coalesce(" + Day(d) + ", " + Day(0) + ")";
      case 3:
        return Pick(
            {"products[product].since", "(7 + closed)", "date(string(closed))", "date(closed)"});
      case 4:
        return "date(" + Instant(d) + ")";
      default:
        return Pick({"closed", "opened", "date(seen)"});
    }
  }

  /// An instant.
  std::string Instant(int depth) {
    if (depth <= 0)
      return Pick({"seen", "timestamp(closed)", "timestamp('2026-03-31T22:15:30.5Z')"});
    const int d = depth - 1;
    switch (choices_.Next(5)) {
      case 0:
        return "(" + Instant(d) + Pick({" + ", " - "}) +
               Pick({"duration('90m')", "duration('-36.5h')", Length(d)}) + ")";
      case 1:
        return "(" + Condition(d) + " ? " + Instant(d) + " : " + Instant(d) + ")";
      case 2:
        return "coalesce(" + Instant(d) + ", seen)";
      case 3:
        return Pick({"timestamp(n)", "(duration('1s') + seen)", "timestamp(" + Day(d) + ")",
                     "timestamp(seen)"});
      default:
        return "seen";
    }
  }

  /// A length of time.
  std::string Length(int depth) {
    if (depth <= 0) return Pick({"duration('1h')", "duration('36h')", "(seen - timestamp(0))"});
    const int d = depth - 1;
    switch (choices_.Next(5)) {
      case 0:
        return "(" + Length(d) + Pick({" + ", " - "}) + Length(d) + ")";
      case 1:
        return "-" + Length(0);
      case 2:
        return Pick({"duration(n)", "duration(code)", "duration(duration('5m'))"});
      default:
        return "(" + Instant(d) + " - " + Instant(d) + ")";
    }
  }

  /// A list of whole numbers.
  std::string List(int depth) {
    if (depth <= 0) return Pick({"[1, 2, 7]", "[n, code]", "[code, 3, 0]"});
    const int d = depth - 1;
    return Pick({"[" + Int(d) + ", 5]", "(" + List(d) + " + [n])", List(d) + ".map(v, v * 2)",
                 List(d) + ".map(v, v > 2, v + code)", List(d) + ".filter(v, v % 2 == 1)",
                 "[1, 2].map(v, v + n)", List(d) + ".reverse()"});
  }

 private:
  std::string Mode() {
    return Pick({"", "", ", 'half_even'", ", 'half_away'", ", 'half_toward_zero'", ", 'down'",
                 ", 'up'", ", 'floor'", ", 'ceiling'"});
  }
  std::string Pick(const std::vector<std::string>& of) {
    return of[static_cast<size_t>(choices_.Next(static_cast<int64_t>(of.size())))];
  }
  std::string Relation() { return Pick({" == ", " != ", " < ", " <= ", " > ", " >= "}); }

  Choices& choices_;
};

/// How the evaluation of `text` over the columns of `table`, or that of a prepared row, differs
/// from the plain one; empty when it does not, or when `text` does not bind. `bound` counts
/// expressions that did.
inline std::string Difference(const std::string& text, const table::Table& table,
                              int64_t* bound_count) {
  const absl::StatusOr<Expression> parsed = Parse(text);
  if (!parsed.ok()) return "does not parse: " + text;
  if (const std::string canonical = parsed->ToString();
      !Parse(canonical).ok() || Parse(canonical)->ToString() != canonical) {
    return "canonical text changes: " + text;
  }
  const absl::StatusOr<Bound> bound = Bind(*parsed, table, RandomOptions());
  if (!bound.ok()) return {};
  ++*bound_count;
  Findings findings;
  const absl::StatusOr<table::Column> column = Evaluate(*bound, table, "value", &findings);
  if (!column.ok()) return "failed: " + text;
  Selection selection;
  if (bound->type() == table::Type::kBool) selection = *Select(*bound, table);
  int64_t ones = 0;
  bool failed = false;
  PlainEvaluator plain(*bound, table);
  for (int64_t row = 0; row < table.rows(); ++row) {
    const Value value = plain.Row(row);
    const Value prepared = EvaluateRow(*bound, table, row);
    if (prepared.type() != value.type() ||
        (!value.is_error() && prepared.ToString() != value.ToString())) {
      return text + " row " + std::to_string(row) + ": plain " + value.ToString() + ", prepared " +
             prepared.ToString();
    }
    const bool there = !value.is_null() && !value.is_error();
    failed = failed || value.is_error();
    bool same = column->IsNull(row) != there;
    if (there) {
      switch (bound->type()) {
        case table::Type::kBool:
          same = same && column->BoolAt(row) == value.boolean();
          break;
        case table::Type::kInt:
          same = same && column->IntAt(row) == value.integer();
          break;
        case table::Type::kDouble: {
          const double got = column->DoubleAt(row).value_or(0);
          same = same && (std::bit_cast<int64_t>(got) == std::bit_cast<int64_t>(value.real()) ||
                          (got != got && value.real() != value.real()));
          break;
        }
        case table::Type::kDecimal:
          same = same && *column->DecimalAt(row) == *ExactOf(value) &&
                 column->scale() == ExactOf(value)->scale();
          break;
        case table::Type::kDate:
          same = same && column->DateAt(row) == value.date();
          break;
        case table::Type::kTimestamp:
          same = same && column->TimestampAt(row)->ToString() == value.ToString();
          break;
        default:
          same = same && column->TextAt(row) == value.text();
      }
    }
    if (bound->type() == table::Type::kBool) {
      const bool chosen = there && value.boolean();
      ones += chosen;
      same = same && (selection.mask[static_cast<size_t>(row)] != 0) == chosen;
    }
    if (!same)
      return text + " row " + std::to_string(row) + ": plain " + value.ToString() +
             ", in the column " + column->FormatAt(row);
  }
  if (bound->type() == table::Type::kBool && selection.count != ones) return text + ": count";
  if (failed == findings.empty()) return text + ": findings";
  return {};
}

}  // namespace attain::expression

#endif  // ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_
