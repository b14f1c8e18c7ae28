// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Conditions, derived columns and formulas in the Common Expression Language (CEL), over single values and over whole columns.
//
//   const Expression won = *Parse("stage == 'won' && amount >= 1000.00");
//   const Bound bound = *Bind(won, deals);                 // names are columns, types are checked, once
//   const Selection rows = *Select(bound, deals);          // 10,000,000 deals: a mask of the rows that are true
//   const table::Column bonus = *Evaluate(*Bind(*Parse("amount * 0.05"), deals), deals, "bonus");   // 1200.00 → 60.0000, exactly
//
// Over columns: a name is a column; an error concerns its row alone; a missing value makes arithmetic and comparisons
// missing, `&&`, `||` and `!` are three-valued (missing || true is true), `x == null` and `x != null` test for it.
// Decimals stay exact, and a literal beside a decimal is taken from its digits. Dividing decimals gives an exact ratio,
// which must be rounded to become a column: `round(a / b, 4)`. In: text and tables. Out: values, columns, masks;
// findings with line and column inside the expression.
#ifndef ATTAIN_EXPRESSION_EXPRESSION_H_
#define ATTAIN_EXPRESSION_EXPRESSION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/definition/value.h"
#include "attain/expression/value.h"
#include "attain/table/column.h"
#include "attain/table/table.h"

namespace attain::expression {

struct Node;     // an element of a parsed expression; private
struct Program;  // a bound expression; private

/// What an expression may use. Beyond a limit the answer is kExpressionLimit. The time to parse is linear in the length.
struct Limits {
  int64_t length = 65'536;       ///< Bytes of the text.
  int64_t depth = 250;           ///< Levels of nesting; a chain `a + b + c` has one for each operator, `&&` and `||` one in all.
  int64_t nodes = 20'000;        ///< Names, literals, operators and calls together.
  int64_t list = 100'000;        ///< Elements of any list or code points of any text that a function makes.
  int64_t regex = 1'000;         ///< Bytes of a regular expression.
  int64_t steps = 10'000'000;    ///< Operations to evaluate one value, macros over lists included.
};

/// How to read an expression.
struct ParseOptions {
  Limits limits = {};  ///< What the expression may use.
  /// Where the text stands in its document, copied into findings. With a line the finding points into the document and its text names
  /// line and column inside the expression; without one, `line` and `column` count from the start of the expression.
  Where where = {};
  /// The characters as the document writes them, when it uses escapes; so that a finding points at the right one. Default: as given.
  std::string raw = {};
};

/// A parsed expression: immutable, cheap to copy, safe to share.
class Expression {
 public:
  /// The text as it was given.
  const std::string& text() const;
  /// Canonical text: one spelling, minimal parentheses, single quotes. Parsing it gives the same expression.
  std::string ToString() const;
  /// Free names the expression uses, sorted, each once; a qualified name as `a.b`. Functions and macro variables are not among them.
  const std::vector<std::string>& names() const;
  /// Where the expression stands in its document.
  const Where& where() const;

 private:
  friend absl::StatusOr<Expression> Parse(std::string_view text, const ParseOptions& options);
  friend class Access;
  struct State;
  std::shared_ptr<const State> state_;
};

/// Reads an expression. All faults found are reported, each with line and column inside the text: kExpressionSyntax, kInvalidUtf8,
/// kExpressionLimit. Names and types are not looked at.
absl::StatusOr<Expression> Parse(std::string_view text, const ParseOptions& options = {});
/// Parse of an expression in a document: findings point at the place inside it. `path` is what they name when it was made in code.
absl::StatusOr<Expression> ParseText(const definition::ExpressionText& text, std::string_view path = {});

/// Values by name. A name may contain dots.
using Bindings = std::map<std::string, Value, std::less<>>;

/// What functions may ask of the world around them. A function whose part is not given fails with kUnsupportedOption
/// (over columns: in Bind).
struct Environment {
  /// For `fiscal_year`, `fiscal_quarter`, `fiscal_month`: the number of the period of that grain (kYear, kQuarter,
  /// kMonth) that contains the day.
  std::function<absl::StatusOr<int64_t>(Grain, Date)> fiscal = {};
  /// For `period(day, 'quarter')`: the name of the calendar's period of that grain that contains the day.
  std::function<absl::StatusOr<std::string>(Grain, Date)> period = {};
  /// For `workdays(a, b)`: workdays in [a, b).
  std::function<absl::StatusOr<int64_t>(Date, Date)> workdays = {};
  /// For `under(node, ancestor)` and `under(node, ancestor, tree)`: true when `node` is `ancestor` or below it. `tree`
  /// is empty when not given.
  std::function<absl::StatusOr<bool>(std::string_view tree, std::string_view node, std::string_view ancestor)> under = {};
  /// Directory of compiled time zones (TZif files, RFC 8536) for zones named like "Europe/Berlin". Default: none; UTC
  /// and fixed offsets work always.
  std::string zones = {};
};

/// Evaluates over single values, with CEL's dynamic types: a mismatch is an error *value*. Never fails otherwise.
Value Evaluate(const Expression& expression, const Bindings& bindings, const Environment& environment = {});

/// A table in which an expression may look up a row by key: `products[product_id].category_id`.
struct Lookup {
  table::Table table;  ///< The rows. Keys must be distinct (kDupKey).
  std::string key;     ///< Name of the column the index is compared with: text or whole numbers.
};

/// How an expression meets a table.
struct BindOptions {
  Environment environment = {};                             ///< Calendar, trees, time zones.
  std::map<std::string, Lookup, std::less<>> lookups = {};  ///< Tables by the name the expression uses.
  Bindings parameters = {};                                 ///< Constants by name; a column of the same name goes first.
  /// Columns that are money, with their currency: amounts of different currencies neither add nor compare.
  std::map<std::string, Currency, std::less<>> currencies = {};
  /// Required type of the result: kExpressionType otherwise. Default: any type that can be a column.
  std::optional<table::Type> expect = std::nullopt;
};

/// An expression whose names are columns and whose types are known. Immutable, cheap to copy, safe to share among threads.
class Bound {
 public:
  table::Type type() const;                          ///< Type of the result.
  int scale() const;                                 ///< Decimals of a decimal result; otherwise 0.
  Currency currency() const;                         ///< Currency of a money result; otherwise none.
  const std::vector<std::string>& columns() const;   ///< Columns it reads, sorted.
  const Expression& expression() const;              ///< What was bound.

 private:
  friend class Access;
  std::shared_ptr<const Program> program_;
};

/// Resolves names and types against the columns of `schema`; its rows are not read. What must fail on every row fails
/// here, with line and column inside the expression, all faults at once: kUnknownName, kNoMatchingOverload,
/// kExpressionType, kBadConversion, kCurrencyMismatch, kUnsupportedOption, kExpressionLimit, kDupKey.
absl::StatusOr<Bound> Bind(const Expression& expression, const table::Table& schema, const BindOptions& options = {});

/// The value for every row, as a column named `name`. A row that fails is missing; `findings`, when given, then receives one finding
/// (kEvaluationError) that counts the rows and shows the first ones with their reasons. kUnknownColumn,
/// kWrongColumnType when `table` has not the columns of the schema.
absl::StatusOr<table::Column> Evaluate(const Bound& bound, const table::Table& table, std::string_view name = "value",
                                       Findings* findings = nullptr);

/// The rows for which a condition is true.
struct Selection {
  std::vector<uint8_t> mask;  ///< One byte per row: 1 when the condition is true; 0 when false, missing or failed.
  int64_t count = 0;          ///< Number of ones.
  Findings findings = {};     ///< Rows left out because the condition failed: counted, with the first rows (kEvaluationError).

  std::vector<int64_t> Rows() const;  ///< Selected row numbers, ascending.
};

/// The rows of `table` for which `bound` is true. kExpressionType unless the result is bool; otherwise as Evaluate.
absl::StatusOr<Selection> Select(const Bound& bound, const table::Table& table);

/// The value for one row: for explanations and single deals. An error value when the row is outside the table or columns do not fit.
Value EvaluateRow(const Bound& bound, const table::Table& table, int64_t row);

/// One function or operator of the language, as the reference page lists it.
struct FunctionInfo {
  std::string_view name;        ///< "round", "startsWith", "+".
  std::string_view group;       ///< "operators", "text", "dates", …
  std::string_view signatures;  ///< "round(decimal, int) -> decimal", one per line.
  std::string_view meaning;     ///< One or two sentences.
  std::string_view example;     ///< An expression without names.
  std::string_view result;      ///< What the example comes to, as Value::ToString prints it.
};

/// All functions and operators, in the order of the reference page.
const std::vector<FunctionInfo>& Functions();

}  // namespace attain::expression

#endif  // ATTAIN_EXPRESSION_EXPRESSION_H_
