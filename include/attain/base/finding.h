// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A finding: one thing that is wrong, or suspicious, in what the user gave us.
//
// A finding names where (a document path with line and column, or table, row and column), what (a
// `Reason` and a text) and what would be right (a hint). Checks collect *all* findings; none
// stops at the first.
//
//   ae-2026.json:14:9 components[new-business].payout.bands[2].from: TIER_OVERLAP: 80% must lie
//       above the band before it (100%)
//   deals row 41 ccy: CCY_MISSING: the amount has no currency
//
// In: what a check saw. Out: a list that travels inside an `absl::Status` without loss.
#ifndef ATTAIN_BASE_FINDING_H_
#define ATTAIN_BASE_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "attain/base/status.h"

namespace attain {

/// How bad a finding is.
enum class Severity : int32_t {
  kError = 1,    ///< The element or row cannot be used; it is set aside.
  kWarning = 2,  ///< It is used, but somebody should look.
};

/// "error" or "warning".
std::string_view Name(Severity severity);

/// Where a finding lies: in a document, in a table, or in both. Unset parts are empty or -1.
struct Where {
  std::string document = {};      ///< File name or id of the document.
  int64_t line = -1;              ///< Line in the document, from 1.
  int64_t column = -1;            ///< Column in the line in bytes, from 1.
  int64_t offset = -1;            ///< Byte offset in the document, from 0.
  std::string path = {};  ///< `incentive[ae-2026].components[new-business].payout.bands[2].from`.
  std::string table = {};         ///< Name of the table.
  int64_t row = -1;               ///< Row of the table, from 0.
  std::string field = {};         ///< Name of the table's column.
  int64_t other_row = -1;  ///< The other row concerned (the first of two duplicates), from 0.

  /// "plan.json:9:17 components[0].cap" or "deals row 41 ccy"; empty when nothing is set. Rows
  /// print from 0.
  std::string ToString() const;
  bool operator==(const Where&) const = default;
};

/// One thing that is wrong or suspicious.
struct Finding {
  Severity severity = Severity::kError;  ///< Whether the element can be used.
  Reason reason = Reason::kNone;         ///< What kind of fault, from the table in status.h.
  Where where = {};                      ///< Where it lies.
  std::string text = {};                 ///< What is wrong, a sentence with the value seen.
  std::string hint = {};  ///< What would be right ("did you mean \"from\"?"); may be empty.

  /// One line: where, reason, text, hint.
  std::string ToString() const;
  bool operator==(const Finding&) const = default;
};

/// An ordered list of findings.
class Findings {
 public:
  Findings() = default;

  /// Adds one finding at the end.
  void Add(Finding finding) { items_.push_back(std::move(finding)); }
  /// Adds an error without naming its fields.
  void AddError(Reason reason, Where where, std::string text, std::string hint = {});
  /// Adds a warning without naming its fields.
  void AddWarning(Reason reason, Where where, std::string text, std::string hint = {});
  /// Adds all of `other`, in order.
  void Append(const Findings& other);

  const std::vector<Finding>& items() const { return items_; }  ///< All findings, oldest first.
  std::vector<Finding>& mutable_items() { return items_; }  ///< The same, to be changed in place.
  bool empty() const { return items_.empty(); }                 ///< True when nothing was found.
  int64_t size() const { return static_cast<int64_t>(items_.size()); }  ///< Number of findings.
  bool has_errors() const;  ///< True when at least one is an error.
  auto begin() const { return items_.begin(); }                 ///< First finding.
  auto end() const { return items_.end(); }                     ///< Past the last finding.

  /// OK without errors (warnings alone do not fail); otherwise a status with the code and reason
  /// of the first error, the texts of all findings as its message, and the complete list inside:
  /// `FindingsOf` gives it back.
  absl::Status ToStatus() const;

 private:
  std::vector<Finding> items_;
};

/// The findings inside a status: the complete list when `Findings::ToStatus` made it, one finding
/// with its reason and message when another function of attain did, none for an OK status.
Findings FindingsOf(const absl::Status& status);

/// The word of `known` nearest to `word`, if one is near enough to be a slip (edit distance at
/// most 2 and less than half the length, or a common prefix); empty otherwise. Ties go to the
/// earlier word.
std::string NearestWord(std::string_view word, const std::vector<std::string>& known);

}  // namespace attain

#endif  // ATTAIN_BASE_FINDING_H_
