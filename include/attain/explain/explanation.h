// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// An explanation: the tree of steps behind a number, down to the rows it came from. Its leaves add up to the root, exactly.
//
//   8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1
//   └ new-business                                   8,650.00
//     ├ credited  4 deals, 1 split                 118,000.00
//     ├ quota     quota-2026 /emea/north           100,000.00   attainment 118 %
//     ├ band      0 % – 80 %     80,000.00 × 6 %     4,800.00
//     ├ band      80 % – 100 %   20,000.00 × 8 %     1,600.00
//     └ band      100 % and up   18,000.00 × 12.5 %  2,250.00   cap 40,000.00 not reached
//
// The first two lines of the component tell where the numbers come from (`counts` is false: they are no part of the sum), the bands are the
// sum: 4,800 + 1,600 + 2,250 = 8,650. In: nodes with messages and exact amounts. Out: text, JSON, in English or Chinese.
#ifndef ATTAIN_EXPLAIN_EXPLANATION_H_
#define ATTAIN_EXPLAIN_EXPLANATION_H_

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/explain/message.h"

namespace attain::explain {

/// A row of an input or result table.
struct RowReference {
  std::string table = {};  ///< Name of the table: "deals".
  int64_t row = -1;        ///< Row in it, from 0.
  std::string id = {};     ///< The user's own id of that row; may be empty.
  bool operator==(const RowReference&) const = default;
};

/// One step.
struct Node {
  Message label = {};                             ///< What it is, in the first column: "band".
  /// How it came about: "80 % – 100 %   20,000.00 × 8 %". Cells separated by tabs line up.
  Message detail = {};
  std::optional<ExplainedAmount> amount = std::nullopt;  ///< What it yields.
  bool counts = true;                             ///< Whether the amount is part of the sum of the node above. Default: it is.
  Message note = {};                              ///< Remark behind the amount: "cap 40,000.00 not reached".
  std::string path = {};                          ///< The element of the definition at work, as findings print it.
  std::vector<RowReference> rows = {};            ///< The rows it came from.
  std::vector<Node> children = {};                ///< The steps below.
  bool operator==(const Node&) const = default;
};

/// A tree of steps.
class Explanation {
 public:
  Explanation() = default;
  /// Takes a tree. Whether it adds up is asked with CheckSums().
  explicit Explanation(Node root) : root_(std::move(root)) {}

  const Node& root() const { return root_; }  ///< The step at the top.

  /// OK when in every node that has an amount and children that count, these children's amounts add up to it, exactly.
  /// Otherwise kInternal with the labels down to the node and both sums; kCurrencyMismatch when a child counts in
  /// another currency; kOverflow.
  absl::Status CheckSums() const;
  /// The sum of the amounts of all leaves that count. kOverflow, kCurrencyMismatch.
  absl::StatusOr<ExplainedAmount> SumOfLeaves() const;

  /// The tree as text, lines ended by \n, columns lined up.
  std::string ToText(Language language = Language::kEnglish) const;
  /// The tree as JSON: {"label", "key", "arguments", "detail"?, "note"?, "amount"? (exact text, "n/d" for fractions
  /// that do not end), "currency"?, "counts"?, "path"?, "rows"?, "children"?}; texts in the language, keys and
  /// arguments without.
  std::string ToJson(Language language = Language::kEnglish) const;
  bool operator==(const Explanation&) const = default;

 private:
  Node root_;
};

/// The text in English.
std::ostream& operator<<(std::ostream& out, const Explanation& explanation);

}  // namespace attain::explain

#endif  // ATTAIN_EXPLAIN_EXPLANATION_H_
