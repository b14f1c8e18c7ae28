// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "report/internal/page.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "attain/explain/format.h"

namespace attain::report {
namespace {

using table::Column;
using table::Type;

// Markdown reads these as marks.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '|' || letter == '*' || letter == '_' || letter == '`' || letter == '<' ||
        letter == '\\' || letter == '[')
      escaped += '\\';
    escaped += letter == '\n' || letter == '\r' ? ' ' : letter;
  }
  return escaped;
}

std::string Padding(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), ' '); }

}  // namespace

void Page::Gap() {
  if (!text_.empty()) text_ += '\n';
}

void Page::Heading(int level, std::string_view text) {
  Gap();
  if (markdown_) {
    text_ += std::string(static_cast<size_t>(level), '#') + ' ' + Escaped(text) + '\n';
    return;
  }
  text_ += text;
  text_ += '\n';
  if (level == 1)
    text_ += std::string(static_cast<size_t>(explain::DisplayWidth(text)), '=') + '\n';
}

void Page::Paragraph(std::string_view text) {
  Gap();
  text_ += markdown_ ? Escaped(text) : std::string(text);
  text_ += '\n';
}

void Page::Block(std::string_view text) {
  Gap();
  if (markdown_) text_ += "```text\n";
  text_ += text;
  if (!text.empty() && text.back() != '\n') text_ += '\n';
  if (markdown_) text_ += "```\n";
}

void Page::Table(const Grid& grid) {
  Gap();
  if (!markdown_) return TextTable(grid);
  text_ += '|';
  for (const std::string& title : grid.titles) text_ += ' ' + Escaped(title) + " |";
  text_ += "\n|";
  for (size_t i = 0; i < grid.titles.size(); ++i) text_ += i < grid.left ? "---|" : "---:|";
  text_ += '\n';
  for (size_t line = 0; line < grid.lines.size(); ++line) {
    const bool bold = grid.last_bold && line + 1 == grid.lines.size();
    text_ += '|';
    for (const std::string& cell : grid.lines[line]) {
      const std::string mark = bold && !cell.empty() ? "**" : "";
      text_ += ' ' + mark + Escaped(cell) + mark + " |";
    }
    text_ += '\n';
  }
}

void Page::TextTable(const Grid& grid) {
  std::vector<int> widths;
  for (const std::string& title : grid.titles) widths.push_back(explain::DisplayWidth(title));
  for (const std::vector<std::string>& line : grid.lines) {
    for (size_t i = 0; i < line.size() && i < widths.size(); ++i)
      widths[i] = std::max(widths[i], explain::DisplayWidth(line[i]));
  }
  const auto write = [&](const std::vector<std::string>& line) {
    std::string row;
    for (size_t i = 0; i < line.size() && i < widths.size(); ++i) {
      const std::string space = Padding(widths[i] - explain::DisplayWidth(line[i]));
      if (i > 0) row += "  ";
      row += i < grid.left ? line[i] + space : space + line[i];
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text_ += row + '\n';
  };
  write(grid.titles);
  for (size_t line = 0; line < grid.lines.size(); ++line) {
    if (grid.last_bold && line + 1 == grid.lines.size()) {
      int all = 2 * (static_cast<int>(widths.size()) - 1);
      for (const int width : widths) all += width;
      text_ += std::string(static_cast<size_t>(std::max(all, 0)), '-') + '\n';
    }
    write(grid.lines[line]);
  }
}

std::string Quoted(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (letter == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20) {
      quoted += "\\u00";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 15];
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

std::string RowJson(const table::Table& table, int64_t row) {
  std::string json = "{";
  for (const Column& column : table.columns()) {
    if (json.size() > 1) json += ", ";
    json += Quoted(column.name()) + ": ";
    if (column.IsNull(row)) {
      json += "null";
    } else if (column.type() == Type::kInt || column.type() == Type::kBool) {
      json += column.FormatAt(row);
    } else if (column.type() == Type::kDecimal) {
      json += Quoted(column.DecimalAt(row)->ToFixedString());
    } else {
      json += Quoted(column.FormatAt(row));
    }
  }
  return json + "}";
}

std::string TableJson(const table::Table& table) {
  std::string json = "[";
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (row > 0) json += ",\n ";
    json += RowJson(table, row);
  }
  return json + "]";
}

std::string TableCsv(const table::Table& table) {
  std::string csv;
  const auto cell = [&csv](std::string_view text, bool first) {
    if (!first) csv += ',';
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      csv += text;
      return;
    }
    csv += '"';
    for (const char letter : text) {
      if (letter == '"') csv += '"';
      csv += letter;
    }
    csv += '"';
  };
  bool first = true;
  for (const Column& column : table.columns()) cell(column.name(), std::exchange(first, false));
  csv += "\r\n";
  for (int64_t row = 0; row < table.rows(); ++row) {
    first = true;
    for (const Column& column : table.columns()) {
      const std::string text = column.IsNull(row) ? std::string()
                               : column.type() == Type::kDecimal
                                   ? column.DecimalAt(row)->ToFixedString()
                                   : column.FormatAt(row);
      cell(text, std::exchange(first, false));
    }
    csv += "\r\n";
  }
  return csv;
}

}  // namespace attain::report
