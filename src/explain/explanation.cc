// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/explanation.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "attain/base/status.h"
#include "attain/explain/format.h"
#include "base/internal/text.h"
#include "base/internal/utf8.h"

namespace attain::explain {
namespace {

using attain::internal::AppendJsonText;
using attain::internal::StrCat;

constexpr std::string_view kGap = "   ";  // before a remark and after the total

std::string Label(const Node& node) { return Format(node.label, Language::kEnglish); }

// Sums
// ------------------------------------------------------------------------------------------------------------------

absl::StatusOr<ExplainedAmount> AddAmounts(const ExplainedAmount& a, const ExplainedAmount& b) {
  if (a.currency != b.currency) {
    return MakeError(Reason::kCurrencyMismatch,
                     StrCat("amounts in \"", a.currency.code(), "\" and \"", b.currency.code(),
                            "\" cannot be added"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Fraction sum, Add(a.value, b.value));
  return ExplainedAmount(sum, a.currency);
}

absl::Status CheckNode(const Node& node, const std::string& way) {
  const std::string here = way.empty() ? Label(node) : StrCat(way, " / ", Label(node));
  std::optional<ExplainedAmount> sum;
  for (const Node& child : node.children) {
    ATTAIN_RETURN_IF_ERROR(CheckNode(child, here));
    if (!child.counts || !child.amount.has_value()) continue;
    if (!sum.has_value()) {
      sum = child.amount;
      continue;
    }
    ATTAIN_ASSIGN_OR_RETURN(sum, AddAmounts(*sum, *child.amount));
  }
  if (!sum.has_value() || !node.amount.has_value()) return absl::OkStatus();
  if (sum->currency != node.amount->currency) return AddAmounts(*sum, *node.amount).status();
  if (sum->value != node.amount->value) {
    return MakeError(Reason::kInternal,
                     StrCat(here, ": the steps add up to ", sum->value.ToString(), ", not to ",
                            node.amount->value.ToString()));
  }
  return absl::OkStatus();
}

absl::Status AddLeaves(const Node& node, std::optional<ExplainedAmount>& sum) {
  bool leaf = true;
  for (const Node& child : node.children) {
    if (!child.counts) continue;
    leaf = false;
    ATTAIN_RETURN_IF_ERROR(AddLeaves(child, sum));
  }
  if (!leaf || !node.amount.has_value()) return absl::OkStatus();
  if (!sum.has_value()) {
    sum = node.amount;
    return absl::OkStatus();
  }
  ATTAIN_ASSIGN_OR_RETURN(sum, AddAmounts(*sum, *node.amount));
  return absl::OkStatus();
}

// Text
// ------------------------------------------------------------------------------------------------------------------

void Pad(std::string& text, int width) {
  const int now = DisplayWidth(text);
  if (now < width) text.append(static_cast<size_t>(width - now), ' ');
}

std::vector<std::string> Cells(std::string_view detail) {
  std::vector<std::string> cells;
  for (size_t at = 0; at <= detail.size();) {
    const size_t end = std::min(detail.find('\t', at), detail.size());
    cells.emplace_back(detail.substr(at, end - at));
    at = end + 1;
  }
  return cells;
}

// The details of neighbouring lines with their cells lined up. A detail of one cell takes part in
// no column.
std::vector<std::string> LineUp(const std::vector<Node>& nodes, Language language) {
  std::vector<std::vector<std::string>> rows;
  std::vector<int> widths;
  for (const Node& node : nodes) {
    rows.push_back(node.detail.empty() ? std::vector<std::string>()
                                       : Cells(FormatCells(node.detail, language)));
    const auto& cells = rows.back();
    if (cells.size() < 2) continue;
    if (widths.size() < cells.size()) widths.resize(cells.size(), 0);
    for (size_t i = 0; i < cells.size(); ++i) {
      const int sign = !cells[i].empty() && cells[i][0] == '>' ? 1 : 0;
      widths[i] = std::max(widths[i], DisplayWidth(cells[i]) - sign);
    }
  }
  std::vector<std::string> lines;
  for (const auto& cells : rows) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool right = !cells[i].empty() && cells[i][0] == '>';
      const std::string cell = right ? cells[i].substr(1) : cells[i];
      if (i > 0) line.push_back(' ');
      std::string padded;
      if (cells.size() > 1 && right) Pad(padded, widths[i] - DisplayWidth(cell));
      padded += cell;
      if (cells.size() > 1 && !right) Pad(padded, widths[i]);
      line += padded;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

// One line of the tree: what stands left of the amount, the amount, the remark.
struct Line {
  std::string left;
  std::string amount;
  std::string note;
};

void AddLines(const std::vector<Node>& nodes, const std::string& indent, Language language,
              Currency around, std::vector<Line>& lines) {
  int label_width = 0;
  for (const Node& node : nodes)
    label_width = std::max(label_width, DisplayWidth(Format(node.label, language)));
  const std::vector<std::string> details = LineUp(nodes, language);
  for (size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    const bool last = i + 1 == nodes.size();
    Line line;
    line.left = StrCat(indent, last ? "└ " : "├ ");
    std::string label = Format(node.label, language);
    if (!details[i].empty()) {
      Pad(label, label_width);
      label += StrCat("  ", details[i]);
    }
    line.left += label;
    Currency currency = around;
    if (node.amount.has_value()) {
      currency = node.amount->currency;
      line.amount = FormatAmount(node.amount->value, currency);
    }
    if (!node.note.empty()) line.note = Format(node.note, language);
    if (node.amount.has_value() && currency != around && !currency.is_none()) {
      line.note = StrCat(currency.code(), line.note.empty() ? "" : kGap, line.note);
    }
    lines.push_back(std::move(line));
    AddLines(node.children, StrCat(indent, last ? "  " : "│ "), language, currency, lines);
  }
}

// JSON
// ------------------------------------------------------------------------------------------------------------------

void AppendKey(std::string_view key, std::string& out) {
  if (out.back() != '{') out.push_back(',');
  AppendJsonText(key, &out);
  out.push_back(':');
}

void AppendText(std::string_view key, std::string_view text, std::string& out) {
  AppendKey(key, out);
  AppendJsonText(text, &out);
}

std::string ExactText(const Fraction& value) {
  const auto decimal = value.ToDecimal();
  return decimal.has_value() ? decimal->ToString() : value.ToString();
}

std::string ExactText(const Argument::Value& value) {
  struct Visitor {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(int64_t count) const { return StrCat(count); }
    std::string operator()(Decimal number) const { return number.ToString(); }
    std::string operator()(const Fraction& number) const { return ExactText(number); }
    std::string operator()(Money money) const { return money.ToString(); }
    std::string operator()(const ExplainedAmount& amount) const {
      return StrCat(ExactText(amount.value), amount.currency.is_none() ? "" : " ",
                    amount.currency.code());
    }
    std::string operator()(const Percent& percent) const { return ExactText(percent.value); }
    std::string operator()(Date date) const { return date.ToString(); }
  };
  return std::visit(Visitor{}, value);
}

void AppendMessage(std::string_view key, const Message& message, Language language,
                   std::string& out) {
  AppendKey(key, out);
  out.push_back('{');
  AppendText("key", message.key, out);
  AppendText("text", Format(message, language), out);
  if (!message.arguments.empty()) {
    AppendKey("arguments", out);
    out.push_back('{');
    for (const Argument& argument : message.arguments)
      AppendText(argument.name(), ExactText(argument.value()), out);
    out.push_back('}');
  }
  out.push_back('}');
}

void AppendNode(const Node& node, Language language, std::string& out) {
  out.push_back('{');
  AppendMessage("label", node.label, language, out);
  if (!node.detail.empty()) AppendMessage("detail", node.detail, language, out);
  if (!node.note.empty()) AppendMessage("note", node.note, language, out);
  if (node.amount.has_value()) {
    AppendText("amount", ExactText(node.amount->value), out);
    if (!node.amount->currency.is_none()) AppendText("currency", node.amount->currency.code(), out);
  }
  if (!node.counts) {
    AppendKey("counts", out);
    out += "false";
  }
  if (!node.path.empty()) AppendText("path", node.path, out);
  if (!node.rows.empty()) {
    AppendKey("rows", out);
    out.push_back('[');
    for (const RowReference& row : node.rows) {
      out += out.back() == '[' ? "{" : ",{";
      AppendText("table", row.table, out);
      AppendKey("row", out);
      out += StrCat(row.row);
      if (!row.id.empty()) AppendText("id", row.id, out);
      out.push_back('}');
    }
    out.push_back(']');
  }
  if (!node.children.empty()) {
    AppendKey("children", out);
    out.push_back('[');
    for (const Node& child : node.children) {
      if (out.back() != '[') out.push_back(',');
      AppendNode(child, language, out);
    }
    out.push_back(']');
  }
  out.push_back('}');
}

}  // namespace

absl::Status Explanation::CheckSums() const { return CheckNode(root_, {}); }

absl::StatusOr<ExplainedAmount> Explanation::SumOfLeaves() const {
  std::optional<ExplainedAmount> sum;
  ATTAIN_RETURN_IF_ERROR(AddLeaves(root_, sum));
  return sum.value_or(ExplainedAmount());
}

std::string Explanation::ToText(Language language) const {
  std::string out;
  Currency currency;
  if (root_.amount.has_value()) {
    currency = root_.amount->currency;
    out += FormatAmount(root_.amount->value, currency);
    if (!currency.is_none()) out += StrCat(" ", currency.code());
    out += kGap;
  }
  out += Format(root_.label, language);
  if (!root_.detail.empty()) out += StrCat("  ", Format(root_.detail, language));
  if (!root_.note.empty()) out += StrCat(kGap, Format(root_.note, language));
  out.push_back('\n');

  std::vector<Line> lines;
  AddLines(root_.children, {}, language, currency, lines);
  int left = 0;
  int amount = 0;
  for (const Line& line : lines) {
    if (line.amount.empty()) continue;
    left = std::max(left, DisplayWidth(line.left));
    amount = std::max(amount, DisplayWidth(line.amount));
  }
  for (Line& line : lines) {
    if (!line.amount.empty()) {
      Pad(line.left, left + 2 + amount - DisplayWidth(line.amount));
      line.left += line.amount;
    } else if (!line.note.empty()) {
      Pad(line.left, left + 2 + amount);
    }
    out += line.left;
    if (!line.note.empty()) out += StrCat(kGap, line.note);
    out.push_back('\n');
  }
  return out;
}

std::string Explanation::ToJson(Language language) const {
  std::string out;
  AppendNode(root_, language, out);
  return out;
}

std::ostream& operator<<(std::ostream& out, const Explanation& explanation) {
  return out << explanation.ToText();
}

}  // namespace attain::explain
