// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A page: headings, tables and blocks of text, as plain text or Markdown; and tables as JSON and
// CSV.
#ifndef ATTAIN_SRC_REPORT_INTERNAL_PAGE_H_
#define ATTAIN_SRC_REPORT_INTERNAL_PAGE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/table/table.h"

namespace attain::report {

/// A table of a page: a line of titles, then lines of cells. Columns are left-aligned up to `left`,
/// right-aligned after.
struct Grid {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> lines;
  size_t left = 1;
  bool last_bold = false;  ///< The last line is a sum.
};

/// Puts parts one under the other.
class Page {
 public:
  explicit Page(bool markdown) : markdown_(markdown) {}
  void Heading(int level, std::string_view text);
  void Paragraph(std::string_view text);
  void Table(const Grid& grid);
  /// Text whose spaces matter.
  void Block(std::string_view text);
  std::string Text() && { return std::move(text_); }

 private:
  void Gap();
  void TextTable(const Grid& grid);
  bool markdown_;
  std::string text_;
};

/// A text as a JSON string, with its quotes.
std::string Quoted(std::string_view text);
/// A row of a table as a JSON object: numbers of decimals as texts of exact digits, missing cells
/// as null.
std::string RowJson(const table::Table& table, int64_t row);
/// All rows as a JSON array.
std::string TableJson(const table::Table& table);
/// The table as CSV (RFC 4180): a line of names, lines ended by CR LF, quotes where a cell has
/// comma, quote or line end.
std::string TableCsv(const table::Table& table);

}  // namespace attain::report

#endif  // ATTAIN_SRC_REPORT_INTERNAL_PAGE_H_
