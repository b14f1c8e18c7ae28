// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Random tables, and random expressions over their columns: what the evaluation over columns is held against the plain evaluation of one row after
// the other with. Both follow from a stream of bytes, so that a fuzzer can steer them.
#ifndef ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_
#define ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "attain/expression.h"

namespace attain::expression {

/// A stream of choices: from bytes while they last, from a generator afterwards.
class Choices {
 public:
  explicit Choices(uint64_t seed, const uint8_t* bytes = nullptr, size_t size = 0) : state_(seed), bytes_(bytes), size_(size) {}
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

/// A table of `rows` rows with a column of every kind, missing values, extreme values, in several chunks.
inline table::Table RandomTable(Choices& choices, int64_t rows) {
  using table::Column;
  const auto build = [&](int64_t n) {
    std::vector<bool> bools, valid;
    std::vector<int64_t> ints, instants;
    std::vector<double> reals;
    std::vector<absl::int128> amounts, rates;
    std::vector<int32_t> days, stages;
    std::vector<std::string> names;
    static const std::vector<std::string> kTexts = {"", "won", "lost", "new business", "caf\u00e9", "won't"};
    const bool some_missing = choices.Next(3) != 0;
    for (int64_t i = 0; i < n; ++i) {
      static constexpr int64_t kInts[] = {0, 1, -1, 7, std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()};
      static constexpr double kReals[] = {0.0, -0.0, 1.5, -2.25, 1e308, std::numeric_limits<double>::quiet_NaN()};
      ints.push_back(choices.Next(4) == 0 ? kInts[choices.Next(6)] : choices.Next(100) - 50);
      reals.push_back(choices.Next(4) == 0 ? kReals[choices.Next(6)] : static_cast<double>(choices.Next(1000)) / 8);
      amounts.push_back(choices.Next(8) == 0 ? PowerOfTen(38) - 1 : absl::int128(choices.Next(200'000) - 100'000));
      rates.push_back(absl::int128(choices.Next(20'000) - 10'000));
      days.push_back(static_cast<int32_t>(choices.Next(40'000)));
      instants.push_back(choices.Next(1'000'000) * 86'400'000 * 7);
      stages.push_back(static_cast<int32_t>(choices.Next(some_missing ? 6 : 5)) - (some_missing ? 1 : 0));
      names.push_back(kTexts[static_cast<size_t>(choices.Next(6))]);
      bools.push_back(choices.Next(2) == 0);
      valid.push_back(!some_missing || choices.Next(5) != 0);
    }
    return std::vector<Column>{Column::OfBools("flag", bools, valid),
                               Column::OfInts("n", ints, valid),
                               Column::OfDoubles("x", reals, valid),
                               Column::OfDecimals("amount", amounts, 2, valid),
                               Column::OfDecimals("rate", rates, 4, choices.Next(2) == 0 ? valid : std::vector<bool>{}),
                               Column::OfDates("closed", days, valid),
                               Column::OfTimestamps("seen", instants, valid),
                               Column::OfDictionary("stage", stages, {"won", "lost", "open", "", "won"}),
                               Column::OfTexts("name", names, valid)};
  };
  std::vector<Column> columns = build(rows);
  const int64_t more = choices.Next(40);
  const std::vector<Column> second = build(more);
  for (size_t c = 0; more > 0 && c < columns.size(); ++c) {
    std::vector<table::Chunk> chunks(columns[c].chunks().begin(), columns[c].chunks().end());
    const Column cut = second[c].Slice(choices.Next(2) == 0 ? 0 : more / 2, more);
    const Column rest = second[c].Slice(0, more - cut.length());
    for (const Column& piece : {cut, rest}) chunks.insert(chunks.end(), piece.chunks().begin(), piece.chunks().end());
    columns[c] = Column(columns[c].name(), columns[c].type(), columns[c].scale(), std::move(chunks));
  }
  return *table::Table::Of("random", std::move(columns));
}

/// Writes random expressions that mostly bind.
class RandomExpression {
 public:
  explicit RandomExpression(Choices& choices) : choices_(choices) {}

  /// An expression of a random type.
  std::string Any(int depth) {
    switch (choices_.Next(8)) {
      case 0: return Int(depth);
      case 1: return Real(depth);
      case 2: return Exact(depth);
      case 3: return Text(depth);
      case 4: return Day(depth);
      default: return Condition(depth);
    }
  }

  /// A condition.
  std::string Condition(int depth) {
    if (depth <= 0) return Pick({"flag", "true", "n > 3", "stage == 'won'", "amount >= 1000.00", "name == 'lost'", "null", "x < 1.5"});
    const int d = depth - 1;
    switch (choices_.Next(16)) {
      case 0:
      case 1: return "(" + Condition(d) + " && " + Condition(d) + ")";
      case 2:
      case 3: return "(" + Condition(d) + " || " + Condition(d) + ")";
      case 4: return "!" + Condition(0);
      case 5: return "(" + Int(d) + Relation() + Int(d) + ")";
      case 6: return "(" + Real(d) + Relation() + Pick({Real(d), Int(0)}) + ")";
      case 7: return "(" + Exact(d) + Relation() + Pick({Exact(d), Int(0), "12.5", "1000.00", "0.00001"}) + ")";
      case 8: return "(" + Text(d) + Relation() + Text(d) + ")";
      case 9: return "(" + Day(d) + Relation() + Pick({Day(d), "seen"}) + ")";
      case 10: return "(" + Pick({"n", "x", "amount", "closed", "stage", "name", "flag", Int(d)}) + Pick({" == null", " != null"}) + ")";
      case 11: return "is_null(" + Any(d) + ")";
      case 12: return Pick({"stage in ['won', 'open']", "n in [1, 2, 7]", "amount in [12.50, 3]", "name in []"});
      case 13: return "between(" + Exact(d) + ", 10.5, 900)";
      case 14: return Text(d) + Pick({".startsWith('w')", ".contains('o')", ".matches('^[a-m]')"});
      default: return "(" + Condition(d) + " ? " + Condition(d) + " : " + Condition(d) + ")";
    }
  }

  /// A whole number.
  std::string Int(int depth) {
    if (depth <= 0) return Pick({"n", "0", "1", "7", "-1", "9223372036854775807"});
    const int d = depth - 1;
    switch (choices_.Next(8)) {
      case 0: return "size(" + Text(d) + ")";
      case 1: return "(" + Condition(d) + " ? " + Int(d) + " : " + Int(d) + ")";
      case 2: return "coalesce(" + Int(d) + ", " + Int(d) + ")";
      case 3: return "(" + Day(d) + " - " + Day(d) + ")";
      case 4: return Pick({"quarter(closed)", "month(seen)", "year(" + Day(d) + ")", "bucket(amount, [0, 10.5, 100])"});
      default: return "(" + Int(d) + Pick({" + ", " - ", " * ", " / ", " % "}) + Int(d) + ")";
    }
  }

  /// A floating-point number.
  std::string Real(int depth) {
    if (depth <= 0) return Pick({"x", "0.0", "2.5", "-1.0"});
    const int d = depth - 1;
    switch (choices_.Next(6)) {
      case 0: return "double(" + Pick({Int(d), Exact(d)}) + ")";
      case 1: return "(" + Condition(d) + " ? " + Real(d) + " : " + Real(d) + ")";
      case 2: return "-" + Real(0);
      default: return "(" + Real(d) + Pick({" + ", " - ", " * ", " / "}) + Real(d) + ")";
    }
  }

  /// A decimal.
  std::string Exact(int depth) {
    if (depth <= 0) return Pick({"amount", "rate"});
    const int d = depth - 1;
    switch (choices_.Next(8)) {
      case 0: return "round(" + Exact(d) + " / " + Pick({Exact(d), "n", "3"}) + ", 2)";
      case 1: return "(" + Condition(d) + " ? " + Exact(d) + " : " + Pick({Exact(d), "7", "0.5"}) + ")";
      case 2: return "(-" + Exact(d) + ")";
      case 3: return "(" + Exact(d) + " * " + Pick({"0.05", "n", "3", "rate"}) + ")";
      case 4: return "coalesce(" + Exact(d) + ", 0)";
      default: return "(" + Exact(d) + Pick({" + ", " - "}) + Pick({Exact(d), "1.005", "n"}) + ")";
    }
  }

  /// A text.
  std::string Text(int depth) {
    if (depth <= 0) return Pick({"stage", "name", "'won'", "''"});
    const int d = depth - 1;
    switch (choices_.Next(5)) {
      case 0: return "(" + Text(d) + " + " + Text(d) + ")";
      case 1: return "(" + Condition(d) + " ? " + Text(d) + " : " + Text(d) + ")";
      case 2: return Text(d) + ".upperAscii()";
      case 3: return "coalesce(" + Text(d) + ", 'none')";
      default: return Text(0) + ".substring(1)";
    }
  }

  /// A day.
  std::string Day(int depth) {
    if (depth <= 0) return Pick({"closed", "date('2026-03-31')"});
    const int d = depth - 1;
    switch (choices_.Next(4)) {
      case 0: return "(" + Day(d) + " + " + Int(0) + ")";
      case 1: return "(" + Condition(d) + " ? " + Day(d) + " : " + Day(d) + ")";
      default: return Pick({"closed", "date(seen)"});
    }
  }

 private:
  std::string Pick(const std::vector<std::string>& of) { return of[static_cast<size_t>(choices_.Next(static_cast<int64_t>(of.size())))]; }
  std::string Relation() { return Pick({" == ", " != ", " < ", " <= ", " > ", " >= "}); }

  Choices& choices_;
};

/// How the evaluation of `text` over the columns of `table` differs from that of each row alone; empty when it does not, or when `text` does not bind.
/// `bound` counts expressions that did.
inline std::string Difference(const std::string& text, const table::Table& table, int64_t* bound_count) {
  const absl::StatusOr<Expression> parsed = Parse(text);
  if (!parsed.ok()) return "does not parse: " + text;
  const absl::StatusOr<Bound> bound = Bind(*parsed, table);
  if (!bound.ok()) return {};
  ++*bound_count;
  Findings findings;
  const absl::StatusOr<table::Column> column = Evaluate(*bound, table, "value", &findings);
  if (!column.ok()) return "failed: " + text;
  Selection selection;
  if (bound->type() == table::Type::kBool) selection = *Select(*bound, table);
  int64_t ones = 0;
  bool failed = false;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const Value value = EvaluateRow(*bound, table, row);
    const bool there = !value.is_null() && !value.is_error();
    failed = failed || value.is_error();
    bool same = column->IsNull(row) != there;
    if (there) {
      switch (bound->type()) {
        case table::Type::kBool: same = same && column->BoolAt(row) == value.boolean(); break;
        case table::Type::kInt: same = same && column->IntAt(row) == value.integer(); break;
        case table::Type::kDouble: {
          const double got = column->DoubleAt(row).value_or(0);
          same = same && (std::bit_cast<int64_t>(got) == std::bit_cast<int64_t>(value.real()) || (got != got && value.real() != value.real()));
          break;
        }
        case table::Type::kDecimal: same = same && column->DecimalAt(row)->ToFixedString() == value.ToString(); break;
        case table::Type::kDate: same = same && column->DateAt(row) == value.date(); break;
        case table::Type::kTimestamp: same = same && column->TimestampAt(row)->ToString() == value.ToString(); break;
        default: same = same && column->TextAt(row) == value.text();
      }
    }
    if (bound->type() == table::Type::kBool) {
      const bool chosen = there && value.boolean();
      ones += chosen;
      same = same && (selection.mask[static_cast<size_t>(row)] != 0) == chosen;
    }
    if (!same) return text + " row " + std::to_string(row) + ": alone " + value.ToString() + ", in the column " + column->FormatAt(row);
  }
  if (bound->type() == table::Type::kBool && selection.count != ones) return text + ": count";
  if (failed == findings.empty()) return text + ": findings";
  return {};
}

}  // namespace attain::expression

#endif  // ATTAIN_TESTS_EXPRESSION_RANDOM_EXPRESSION_H_
