// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/finding.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::StrAppend;

constexpr char kFindingsUrl[] = "attain/findings";
// A common beginning shorter than this is a coincidence.
constexpr size_t kShortestPrefix = 3;
constexpr int kMostEdits = 2;

// The payload: numbers as eight bytes, lowest first; texts as their length and their bytes.
class Writer {
 public:
  void Number(int64_t value) {
    auto bits = static_cast<uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) bytes_.push_back(static_cast<char>(bits & 0xff));
  }
  void Text(std::string_view text) {
    Number(static_cast<int64_t>(text.size()));
    bytes_.append(text);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Reads what Writer wrote; whatever else stands there ends as `ok() == false`, never as a read past
// the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  int64_t Number() {
    if (rest_.size() < 8) {
      Fail();
      return 0;
    }
    uint64_t bits = 0;
    for (int i = 7; i >= 0; --i)
      bits = bits << 8 | static_cast<unsigned char>(rest_[static_cast<size_t>(i)]);
    rest_.remove_prefix(8);
    return static_cast<int64_t>(bits);
  }
  std::string Text() {
    const int64_t size = Number();
    if (size < 0 || static_cast<uint64_t>(size) > rest_.size()) {
      Fail();
      return {};
    }
    std::string text(rest_.substr(0, static_cast<size_t>(size)));
    rest_.remove_prefix(static_cast<size_t>(size));
    return text;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  void Fail() {
    ok_ = false;
    rest_ = {};
  }
  std::string_view rest_;
  bool ok_ = true;
};

std::string Encode(const std::vector<Finding>& findings) {
  Writer writer;
  for (const Finding& finding : findings) {
    writer.Number(static_cast<int64_t>(finding.severity));
    writer.Number(static_cast<int64_t>(finding.reason));
    writer.Text(finding.where.document);
    writer.Number(finding.where.line);
    writer.Number(finding.where.column);
    writer.Number(finding.where.offset);
    writer.Text(finding.where.path);
    writer.Text(finding.where.table);
    writer.Number(finding.where.row);
    writer.Text(finding.where.field);
    writer.Number(finding.where.other_row);
    writer.Text(finding.text);
    writer.Text(finding.hint);
  }
  return writer.bytes();
}

std::optional<Findings> Decode(std::string_view bytes) {
  Findings findings;
  Reader reader(bytes);
  while (reader.ok() && !reader.at_end()) {
    Finding finding;
    finding.severity = static_cast<Severity>(reader.Number());
    finding.reason = static_cast<Reason>(reader.Number());
    finding.where.document = reader.Text();
    finding.where.line = reader.Number();
    finding.where.column = reader.Number();
    finding.where.offset = reader.Number();
    finding.where.path = reader.Text();
    finding.where.table = reader.Text();
    finding.where.row = reader.Number();
    finding.where.field = reader.Text();
    finding.where.other_row = reader.Number();
    finding.text = reader.Text();
    finding.hint = reader.Text();
    findings.Add(std::move(finding));
  }
  if (!reader.ok()) return std::nullopt;
  return findings;
}

// Number of letters to insert, delete, replace or swap with their neighbour (Damerau 1964,
// restricted form).
int EditDistance(std::string_view a, std::string_view b) {
  std::vector<int> before_last(b.size() + 1);
  std::vector<int> last(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view Name(Severity severity) {
  return severity == Severity::kWarning ? "warning" : "error";
}

std::string Where::ToString() const {
  std::string text = document;
  if (line >= 0) StrAppend(&text, ':', line);
  if (line >= 0 && column >= 0) StrAppend(&text, ':', column);
  const auto add = [&text](std::string_view label, std::string_view value) {
    if (!text.empty()) text.push_back(' ');
    StrAppend(&text, label, value);
  };
  if (!path.empty()) add("", path);
  if (!table.empty()) add("", table);
  if (row >= 0) add("row ", internal::StrCat(row));
  if (!field.empty()) add("", field);
  if (other_row >= 0) add("", internal::StrCat("(and row ", other_row, ')'));
  return text;
}

std::string Finding::ToString() const {
  std::string line = where.ToString();
  if (!line.empty()) line.append(": ");
  if (severity == Severity::kWarning) line.append("warning ");
  StrAppend(&line, Name(reason), ": ", text);
  if (!hint.empty()) StrAppend(&line, "; ", hint);
  return line;
}

void Findings::AddError(Reason reason, Where where, std::string text, std::string hint) {
  items_.push_back({.severity = Severity::kError,
                    .reason = reason,
                    .where = std::move(where),
                    .text = std::move(text),
                    .hint = std::move(hint)});
}

void Findings::AddWarning(Reason reason, Where where, std::string text, std::string hint) {
  AddError(reason, std::move(where), std::move(text), std::move(hint));
  items_.back().severity = Severity::kWarning;
}

void Findings::Append(const Findings& other) {
  const size_t count = other.items_.size();  // `other` may be this list itself
  items_.reserve(items_.size() + count);
  for (size_t i = 0; i < count; ++i) items_.push_back(other.items_[i]);
}

bool Findings::has_errors() const {
  return std::any_of(items_.begin(), items_.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

absl::Status Findings::ToStatus() const {
  const auto first = std::find_if(items_.begin(), items_.end(), [](const Finding& finding) {
    return finding.severity == Severity::kError;
  });
  if (first == items_.end()) return absl::OkStatus();
  std::string message;
  for (const Finding& finding : items_) {
    if (!message.empty()) message.push_back('\n');
    message.append(finding.ToString());
  }
  absl::Status status = MakeError(first->reason, message);
  status.SetPayload(kFindingsUrl, absl::Cord(Encode(items_)));
  return status;
}

Findings FindingsOf(const absl::Status& status) {
  Findings findings;
  if (status.ok()) return findings;
  const auto payload = status.GetPayload(kFindingsUrl);
  if (payload.has_value()) {
    const std::string bytes(*payload);
    if (auto decoded = Decode(bytes); decoded.has_value()) return *std::move(decoded);
  }
  findings.AddError(ReasonOf(status), {}, MessageOf(status));
  return findings;
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  int fewest = kMostEdits + 1;
  for (const std::string& candidate : known) {
    const size_t longer = std::max(word.size(), candidate.size());
    const size_t shorter = std::min(word.size(), candidate.size());
    if (longer - shorter >= static_cast<size_t>(fewest)) continue;
    const int edits = EditDistance(word, candidate);
    if (edits < fewest && 2 * static_cast<size_t>(edits) < longer) {
      fewest = edits;
      nearest = &candidate;
    }
  }
  if (nearest != nullptr) return *nearest;
  for (const std::string& candidate : known) {
    const size_t shared = std::min(word.size(), candidate.size());
    if (shared >= kShortestPrefix &&
        word.substr(0, shared) == std::string_view(candidate).substr(0, shared)) {
      return candidate;
    }
  }
  return {};
}

}  // namespace attain
