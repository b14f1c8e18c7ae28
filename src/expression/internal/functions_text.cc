// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/internal/text.h"
#include "expression/internal/format.h"
#include "expression/internal/functions.h"
#include "expression/internal/regex.h"
#include "expression/internal/utf8.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

Value TooLong(const CallContext& context) {
  return Value::Fail(Reason::kExpressionLimit,
                     StrCat("a text or list of more than ", context.limits.list, " elements"));
}

/// Byte offsets of code points, and the size at the end.
std::vector<size_t> Starts(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<uint8_t>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

Value OutOfRange(int64_t index, size_t size) {
  return Value::Fail(Reason::kIndexOutOfRange, StrCat("index ", index, " of a text of ", size));
}

Value Size(CallContext&, std::span<const Value> args) {
  return Value::Int(args[0].type() == kList ? static_cast<int64_t>(args[0].list().size())
                                            : CountCodePoints(args[0].text()));
}
Value StartsWith(CallContext&, std::span<const Value> args) {
  return Value::Bool(args[0].text().starts_with(args[1].text()));
}
Value EndsWith(CallContext&, std::span<const Value> args) {
  return Value::Bool(args[0].text().ends_with(args[1].text()));
}
Value Contains(CallContext&, std::span<const Value> args) {
  return Value::Bool(args[0].text().find(args[1].text()) != std::string::npos);
}
Value Matches(CallContext& context, std::span<const Value> args) {
  return MatchRegex(context, args[0].text(), args[1].text());
}

Value CharAt(CallContext&, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::vector<size_t> starts = Starts(text);
  const int64_t at = args[1].integer();
  const size_t size = starts.size() - 1;
  if (at < 0 || at > static_cast<int64_t>(size)) return OutOfRange(at, size);
  if (at == static_cast<int64_t>(size)) return Value::Text("");
  return Value::Text(std::string_view(text).substr(starts[at], starts[at + 1] - starts[at]));
}

Value IndexOf(CallContext&, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::vector<size_t> starts = Starts(text);
  const int64_t from = args.size() > 2 ? args[2].integer() : 0;
  if (from < 0 || from >= static_cast<int64_t>(starts.size()))
    return OutOfRange(from, starts.size() - 1);
  const size_t found = text.find(args[1].text(), starts[from]);
  if (found == std::string::npos) return Value::Int(-1);
  return Value::Int(CountCodePoints(std::string_view(text).substr(0, found)));
}

Value LastIndexOf(CallContext&, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::vector<size_t> starts = Starts(text);
  const int64_t from =
      args.size() > 2 ? args[2].integer() : static_cast<int64_t>(starts.size()) - 1;
  if (from < 0 || from >= static_cast<int64_t>(starts.size()))
    return OutOfRange(from, starts.size() - 1);
  const size_t found = text.rfind(args[1].text(), starts[from]);
  if (found == std::string::npos) return Value::Int(-1);
  return Value::Int(CountCodePoints(std::string_view(text).substr(0, found)));
}

Value Substring(CallContext&, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::vector<size_t> starts = Starts(text);
  const auto size = static_cast<int64_t>(starts.size()) - 1;
  const int64_t from = args[1].integer();
  const int64_t to = args.size() > 2 ? args[2].integer() : size;
  if (from < 0 || from > size) return OutOfRange(from, starts.size() - 1);
  if (to < from || to > size) return OutOfRange(to, starts.size() - 1);
  return Value::Text(std::string_view(text).substr(starts[from], starts[to] - starts[from]));
}

Value Replace(CallContext& context, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::string& old = args[1].text();
  const std::string& put = args[2].text();
  int64_t left = args.size() > 3 ? args[3].integer() : -1;
  std::string out;
  size_t at = 0;
  // An empty text is found before every code point and at the end.
  while (left != 0) {
    const size_t found = text.find(old, at);
    if (found == std::string::npos) break;
    size_t next = found + old.size();
    out.append(text, at, found - at);
    out += put;
    if (static_cast<int64_t>(out.size()) > context.limits.list * 4) return TooLong(context);
    --left;
    if (old.empty()) {
      if (found >= text.size()) {
        at = text.size();
        break;
      }
      NextCodePoint(text, &next);
      out.append(text, found, next - found);
    }
    at = next;
  }
  return Value::Text(out.append(text, std::min(at, text.size()), std::string::npos));
}

Value Split(CallContext& context, std::span<const Value> args) {
  const std::string& text = args[0].text();
  const std::string& separator = args[1].text();
  const int64_t limit = args.size() > 2 ? args[2].integer() : -1;
  Value::List parts;
  if (limit == 0) return Value::Of(std::move(parts));
  size_t at = 0;
  while (limit < 0 || static_cast<int64_t>(parts.size()) < limit - 1) {
    size_t end = separator.empty() ? at : text.find(separator, at);
    if (separator.empty() && at < text.size()) NextCodePoint(text, &end);
    if (end == std::string::npos || (separator.empty() && end >= text.size())) break;
    parts.push_back(Value::Text(std::string_view(text).substr(at, end - at)));
    if (static_cast<int64_t>(parts.size()) > context.limits.list) return TooLong(context);
    at = end + separator.size();
  }
  if (!separator.empty() || at < text.size())
    parts.push_back(Value::Text(std::string_view(text).substr(at)));
  return Value::Of(std::move(parts));
}

Value Join(CallContext& context, std::span<const Value> args) {
  std::string out;
  const std::string_view separator =
      args.size() > 1 ? std::string_view(args[1].text()) : std::string_view();
  bool first = true;
  for (const Value& part : args[0].list()) {
    if (part.type() != kText) return NoOverload("join", std::span(&part, 1));
    if (!first) out += separator;
    first = false;
    out += part.text();
    if (static_cast<int64_t>(out.size()) > context.limits.list * 4) return TooLong(context);
  }
  return Value::Text(out);
}

Value Lower(CallContext&, std::span<const Value> args) {
  std::string text = args[0].text();
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return Value::Text(text);
}

Value Upper(CallContext&, std::span<const Value> args) {
  std::string text = args[0].text();
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
  return Value::Text(text);
}

bool IsSpace(uint32_t point) {
  return (point >= 9 && point <= 13) || point == 0x20 || point == 0x85 || point == 0xA0 ||
         point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

Value Trim(CallContext&, std::span<const Value> args) {
  const std::string& text = args[0].text();
  size_t begin = text.size();
  size_t end = text.size();
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    if (!IsSpace(NextCodePoint(text, &i))) {
      begin = std::min(begin, start);
      end = i;
    }
  }
  return Value::Text(std::string_view(text).substr(begin, end - begin));
}

Value Reverse(CallContext&, std::span<const Value> args) {
  if (args[0].type() == kList)
    return Value::Of(Value::List(args[0].list().rbegin(), args[0].list().rend()));
  const std::string& text = args[0].text();
  const std::vector<size_t> starts = Starts(text);
  std::string out;
  for (size_t i = starts.size() - 1; i > 0; --i)
    out.append(text, starts[i - 1], starts[i] - starts[i - 1]);
  return Value::Text(out);
}

Value Quote(CallContext&, std::span<const Value> args) {
  std::string out = "\"";
  static constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
  static constexpr std::string_view kNames = "abfnrtv\\\"";
  for (const char c : args[0].text()) {
    if (const size_t i = kPlain.find(c); i != std::string_view::npos) {
      out += '\\';
      out += kNames[i];
    } else {
      out += c;
    }
  }
  return Value::Text(out + "\"");
}

}  // namespace

void AddTextRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result, Call call) {
    rows->push_back({{name, "text", signatures, meaning, example, result}, call});
  };
  add("size", "size(text) -> int\ntext.size() -> int\nsize(list) -> int\nlist.size() -> int",
      "Number of code points of a text, or of elements of a list.", "size('caf\u00e9')", "4", Size);
  add("contains", "text.contains(text) -> bool",
      "True when the second text stands inside the first.", "'new business'.contains('bus')",
      "true", Contains);
  add("startsWith", "text.startsWith(text) -> bool", "True when the text begins so.",
      "'emea-north'.startsWith('emea')", "true", StartsWith);
  add("endsWith", "text.endsWith(text) -> bool", "True when the text ends so.",
      "'emea-north'.endsWith('north')", "true", EndsWith);
  add("matches", "text.matches(text) -> bool\nmatches(text, text) -> bool",
      "True when the regular expression (RE2) is found somewhere in the text.",
      "'Q3-2026'.matches('^Q[1-4]-')", "true", Matches);
  add("charAt", "text.charAt(int) -> text", "The code point at an index from 0; empty at the end.",
      "'abc'.charAt(1)", "b", CharAt);
  add("indexOf", "text.indexOf(text) -> int\ntext.indexOf(text, int) -> int",
      "Index of the first occurrence, from an index on; -1 when there is none.",
      "'abcabc'.indexOf('c')", "2", IndexOf);
  add("lastIndexOf", "text.lastIndexOf(text) -> int\ntext.lastIndexOf(text, int) -> int",
      "Index of the last occurrence, beginning at most at an index; -1 when there is none.",
      "'abcabc'.lastIndexOf('c')", "5", LastIndexOf);
  add("substring", "text.substring(int) -> text\ntext.substring(int, int) -> text",
      "The text from an index on, up to but without the second.", "'abcdef'.substring(1, 3)", "bc",
      Substring);
  add("replace", "text.replace(text, text) -> text\ntext.replace(text, text, int) -> text",
      "The text with every occurrence of the first replaced by the second, at most so many times.",
      "'a-b-c'.replace('-', '/')", "a/b/c", Replace);
  add("split", "text.split(text) -> list\ntext.split(text, int) -> list",
      "The parts between separators, at most so many.", "'a,b,c'.split(',')", "[a, b, c]", Split);
  add("join", "list.join() -> text\nlist.join(text) -> text",
      "The texts of a list, one after the other, with a separator between.", "['a', 'b'].join('-')",
      "a-b", Join);
  add("lowerAscii", "text.lowerAscii() -> text", "A to Z in small letters; other letters stay.",
      "'EMEA'.lowerAscii()", "emea", Lower);
  add("upperAscii", "text.upperAscii() -> text", "a to z in capitals; other letters stay.",
      "'emea'.upperAscii()", "EMEA", Upper);
  add("trim", "text.trim() -> text", "The text without white space at both ends.",
      "'  won '.trim()", "won", Trim);
  add("reverse", "text.reverse() -> text\nlist.reverse() -> list",
      "Code points or elements in reverse order.", "'abc'.reverse()", "cba", Reverse);
  add("strings.quote", "strings.quote(text) -> text",
      "The text in double quotes with special characters escaped.", "strings.quote('a\"b')",
      "\"a\\\"b\"", Quote);
  add("format", "text.format(list) -> text",
      "Fills %s, %d, %f, %e, %x, %X, %b, %o with the elements of the list; %.2f gives the "
      "decimals; %% is a percent sign.",
      "'%s sold %d'.format(['Ada', 3])", "Ada sold 3", FormatText);
}

}  // namespace attain::expression
