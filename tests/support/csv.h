// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// CSV text for tests: commas, quotes (a doubled quote is one), lines that end in LF or CRLF.
//
//   SplitCsv("id,name\n1,\"Ada, \"\"A\"\"\"\n");   // {{"id", "name"}, {"1", "Ada, \"A\""}}
#ifndef ATTAIN_TESTS_SUPPORT_CSV_H_
#define ATTAIN_TESTS_SUPPORT_CSV_H_

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attain::support {

/// The cells of a CSV text, line by line. An empty line is no row.
inline std::vector<std::vector<std::string>> SplitCsv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  bool any = false;  // the present line has something on it
  const auto end_row = [&] {
    if (any) {
      row.push_back(std::move(cell));
      rows.push_back(std::move(row));
    }
    row.clear();
    cell.clear();
    any = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = any = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
      any = true;
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
      any = true;
    }
  }
  end_row();
  return rows;
}

/// The bytes of a file, or nothing when it cannot be read.
inline std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace attain::support

#endif  // ATTAIN_TESTS_SUPPORT_CSV_H_
