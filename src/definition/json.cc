// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/json.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "base/internal/utf8.h"
#include "rapidjson/error/en.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"

namespace attain::definition {
namespace {

using attain::internal::StrCat;

constexpr int kMaxDepth = 64;

// RapidJSON's own allocator gives null when memory runs out and the reader then writes through it.
class ThrowingAllocator {
 public:
  [[maybe_unused]] static const bool kNeedFree = true;  // asked for by RapidJSON
  void* Malloc(size_t size) { return Realloc(nullptr, 0, size); }
  void* Realloc(void* old, size_t /*old_size*/, size_t size) {
    if (size == 0) {
      std::free(old);
      return nullptr;
    }
    void* memory = std::realloc(old, size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  static void Free(void* memory) { std::free(memory); }
};

using Reader = rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator>;

// A number as JSON writes it: its length, 0 where none stands.
struct NumberToken {
  size_t size = 0;
  bool large = false;  // more digits, or a larger exponent, than the reader takes
};

NumberToken NumberAt(std::string_view text) {
  constexpr size_t kMostDigits = 300;
  size_t at = 0;
  const auto digits = [&] {
    const size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const size_t first = at;
  const size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return {};
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return {};
  }
  size_t exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    while (at + 1 < text.size() && text[at] == '0' && text[at + 1] >= '0' && text[at + 1] <= '9')
      ++at;
    exponent = digits();
    if (exponent == 0) return {};
  }
  return {at, whole > kMostDigits || exponent > 2};
}

// The same text with a zero where a number stands that the reader takes for too large; everything
// keeps its place.
std::string WithoutLargeNumbers(std::string_view text) {
  std::string masked(text);
  bool in_text = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') in_text = !in_text;
    if (in_text && text[at] == '\\') ++at;
    if (in_text || (text[at] != '-' && (text[at] < '0' || text[at] > '9'))) continue;
    const NumberToken token = NumberAt(text.substr(at));
    if (token.size == 0) continue;
    if (token.large) masked.replace(at, token.size, "0").insert(at + 1, token.size - 1, ' ');
    at += token.size - 1;
  }
  return masked;
}

// Builds the tree. The reader tells of a value only after having read it; where it starts follows
// from where the one before ended.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, const rapidjson::MemoryStream& stream, int max_depth)
      : text_(text), stream_(stream), max_depth_(max_depth) {}

  bool Null() { return Scalar(Json::Type::kNull, {}, false); }
  bool Bool(bool value) { return Scalar(Json::Type::kBool, {}, value); }
  bool RawNumber(const char* /*digits*/, rapidjson::SizeType /*size*/, bool /*copy*/) {
    Json& number = Add(Json::Type::kNumber);
    const std::string_view source = text_.substr(static_cast<size_t>(number.begin));
    number.text.assign(source.substr(0, NumberAt(source).size));
    number.end = last_ = number.begin + static_cast<int64_t>(number.text.size());
    return true;
  }
  bool String(const char* content, rapidjson::SizeType size, bool /*copy*/) {
    return Scalar(Json::Type::kString, {content, size}, false);
  }
  bool Key(const char* content, rapidjson::SizeType size, bool /*copy*/) {
    key_begin_ = Start();
    key_.assign(content, size);
    last_ = Now();
    return true;
  }
  bool StartObject() { return Open(Json::Type::kObject); }
  bool StartArray() { return Open(Json::Type::kArray); }
  bool EndObject(rapidjson::SizeType /*count*/) { return Close(); }
  bool EndArray(rapidjson::SizeType /*count*/) { return Close(); }
  // Never called with numbers as strings; the reader asks for them at compile time.
  bool Int(int /*value*/) { return false; }
  bool Uint(unsigned /*value*/) { return false; }
  bool Int64(int64_t /*value*/) { return false; }
  bool Uint64(uint64_t /*value*/) { return false; }
  bool Double(double /*value*/) { return false; }

  bool too_deep() const { return too_deep_; }
  Json& root() { return root_; }

 private:
  int64_t Now() const { return static_cast<int64_t>(stream_.Tell()); }

  int64_t Start() const {
    size_t at = static_cast<size_t>(last_);
    while (at < text_.size() &&
           std::string_view(" \t\r\n,:").find(text_[at]) != std::string_view::npos)
      ++at;
    return static_cast<int64_t>(at);
  }

  Json& Add(Json::Type type) {
    Json* place = &root_;
    if (!open_.empty()) {
      Json& parent = *open_.back();
      auto& list = parent.type == Json::Type::kArray ? parent.items : parent.members;
      place = &list.emplace_back();
      if (parent.type == Json::Type::kObject) {
        place->key = std::move(key_);
        place->key_begin = key_begin_;
        key_.clear();
      }
    }
    place->type = type;
    place->begin = Start();
    place->end = last_ = Now();
    return *place;
  }

  bool Scalar(Json::Type type, std::string_view text, bool boolean) {
    Json& value = Add(type);
    value.text.assign(text);
    value.boolean = boolean;
    return true;
  }

  bool Open(Json::Type type) {
    if (static_cast<int>(open_.size()) >= max_depth_) {
      too_deep_ = true;
      return false;
    }
    open_.push_back(&Add(type));
    return true;
  }

  bool Close() {
    open_.back()->end = last_ = Now();
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  const rapidjson::MemoryStream& stream_;
  int max_depth_;
  Json root_;
  std::vector<Json*> open_;  // stays valid: a list grows only while its last element is closed
  std::string key_;
  int64_t key_begin_ = 0;
  int64_t last_ = 0;
  bool too_deep_ = false;
};

absl::Status Fault(Reason reason, std::string_view text, std::string_view document, int64_t offset,
                   std::string what, std::string hint = {}) {
  const LineColumn position = PositionOf(text, offset);
  Findings findings;
  findings.AddError(reason,
                    Where{.document = std::string(document),
                          .line = position.line,
                          .column = position.column,
                          .offset = offset},
                    std::move(what), std::move(hint));
  return findings.ToStatus();
}

absl::Status SyntaxFault(std::string_view text, std::string_view document,
                         rapidjson::ParseErrorCode code, int64_t offset) {
  const std::string_view rest = text.substr(std::min(static_cast<size_t>(offset), text.size()));
  if (code == rapidjson::kParseErrorStringInvalidEncoding) {
    // The reader stops behind or at the bad byte.
    for (size_t at = 0; at < text.size();) {
      const size_t begin = at;
      if (attain::internal::NextCodePoint(text, &at) == attain::internal::kBadCodePoint) {
        return Fault(Reason::kInvalidUtf8, text, document, static_cast<int64_t>(begin),
                     "these bytes are not UTF-8", "save the document as UTF-8");
      }
    }
  }
  const bool in_text = code == rapidjson::kParseErrorStringInvalidEncoding ||
                       code == rapidjson::kParseErrorStringEscapeInvalid;
  if (in_text && !rest.empty() && static_cast<unsigned char>(rest[0]) < 0x20) {
    return Fault(Reason::kJsonSyntax, text, document, offset, "a text contains a control character",
                 "write \\n, \\t or \\u00XX");
  }
  std::string what;
  std::string hint;
  for (const char* word : {"NaN", "nan", "Infinity", "-Infinity", "Inf", "inf", "-Inf"}) {
    if (rest.substr(0, std::string_view(word).size()) == word)
      hint = "write a number, or leave the key out";
  }
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      what = "the document is empty";
      break;
    case rapidjson::kParseErrorDocumentRootNotSingular:
      what = "text follows the end of the document";
      break;
    case rapidjson::kParseErrorObjectMissName:
      what = "a key in quotes was expected";
      break;
    case rapidjson::kParseErrorObjectMissColon:
      what = "a colon was expected after the key";
      break;
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      what = "a comma or } was expected";
      break;
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      what = "a comma or ] was expected";
      break;
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      what = "\\u must be followed by four hexadecimal digits";
      break;
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      what = "half of a surrogate pair stands alone";
      break;
    case rapidjson::kParseErrorStringEscapeInvalid:
      what = "there is no such escape";
      break;
    case rapidjson::kParseErrorStringMissQuotationMark:
      what = "a text has no closing quote";
      break;
    case rapidjson::kParseErrorNumberMissFraction:
      what = "a digit was expected after the point";
      break;
    case rapidjson::kParseErrorNumberMissExponent:
      what = "a digit was expected after the exponent";
      break;
    case rapidjson::kParseErrorValueInvalid:
      what = "a value was expected";
      break;
    default:
      what = rapidjson::GetParseError_En(code);
      break;
  }
  if (hint.empty() && rest.substr(0, 1) == "/") hint = "JSON has no comments; use a \"note\" key";
  return Fault(Reason::kJsonSyntax, text, document, offset, std::move(what), std::move(hint));
}

std::string_view Source(std::string_view text, const Json& value) {
  return text.substr(static_cast<size_t>(value.begin),
                     static_cast<size_t>(value.end - value.begin));
}

// Appends the value on one line; false as soon as `out` would exceed `limit` bytes.
bool AppendFlat(std::string_view text, const Json& value, size_t limit, std::string& out) {
  if (value.type != Json::Type::kObject && value.type != Json::Type::kArray) {
    out.append(Source(text, value));
    return out.size() <= limit;
  }
  const bool object = value.type == Json::Type::kObject;
  std::string_view separator = object ? "{ " : "[";
  for (const Json& element : object ? value.members : value.items) {
    out.append(separator);
    separator = ", ";
    if (object) {
      AppendJsonString(element.key, out);
      out.append(": ");
    }
    if (out.size() > limit || !AppendFlat(text, element, limit, out)) return false;
  }
  const bool empty = object ? value.members.empty() : value.items.empty();
  out.append(empty ? (object ? "{}" : "[]") : (object ? " }" : "]"));
  return out.size() <= limit;
}

void AppendPretty(std::string_view text, const Json& value, size_t width, size_t indent,
                  size_t used, std::string& out) {
  const size_t before = out.size();
  const bool nested = !value.members.empty() || !value.items.empty();  // only these can be broken
  const size_t room = width > used + 1 ? width - used - 1 : 0;         // a comma may follow
  if (AppendFlat(text, value, nested ? before + room : std::string::npos, out)) return;
  out.resize(before);
  const bool object = value.type == Json::Type::kObject;
  char separator = object ? '{' : '[';
  for (const Json& element : object ? value.members : value.items) {
    out.push_back(separator);
    separator = ',';
    out.append("\n").append(indent + 2, ' ');
    const size_t line = out.size();
    if (object) {
      AppendJsonString(element.key, out);
      out.append(": ");
    }
    AppendPretty(text, element, width, indent + 2, indent + 2 + (out.size() - line), out);
  }
  out.append("\n").append(indent, ' ').push_back(object ? '}' : ']');
}

// Reads `source`, which stands for `text` byte by byte.
absl::StatusOr<Json> ReadTree(std::string_view text, std::string_view source,
                              std::string_view document, int max_depth) {
  rapidjson::MemoryStream stream(source.data(), source.size());
  ThrowingAllocator allocator;
  Reader reader(&allocator);
  TreeBuilder builder(text, stream, max_depth);
  const rapidjson::ParseResult result =
      reader.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag>(
          stream, builder);
  if (builder.too_deep()) {
    return Fault(Reason::kNestingTooDeep, text, document, static_cast<int64_t>(stream.Tell()) - 1,
                 StrCat("the document is nested deeper than ", max_depth, " levels"));
  }
  if (result.Code() == rapidjson::kParseErrorNumberTooBig && source.data() == text.data()) {
    // Whoever reads the value finds it too large and says where it lies.
    return ReadTree(text, WithoutLargeNumbers(text), document, max_depth);
  }
  if (result.IsError()) {
    return SyntaxFault(text, document, result.Code(), static_cast<int64_t>(result.Offset()));
  }
  if (stream.Tell() != text.size()) {  // the reader takes a zero byte for the end
    return SyntaxFault(text, document, rapidjson::kParseErrorDocumentRootNotSingular,
                       static_cast<int64_t>(stream.Tell()));
  }
  return std::move(builder.root());
}

}  // namespace

const Json* Json::Find(std::string_view wanted) const {
  for (const Json& member : members) {
    if (member.key == wanted) return &member;
  }
  return nullptr;
}

std::string_view Name(Json::Type type) {
  switch (type) {
    case Json::Type::kNull:
      return "null";
    case Json::Type::kBool:
      return "true or false";
    case Json::Type::kNumber:
      return "a number";
    case Json::Type::kString:
      return "a text";
    case Json::Type::kArray:
      return "a list";
    case Json::Type::kObject:
      return "an object";
  }
  return "nothing";
}

absl::StatusOr<Json> ParseJson(std::string_view text, std::string_view document,
                               const JsonLimits& limits) {
  if (static_cast<int64_t>(text.size()) > limits.max_bytes) {
    return Fault(
        Reason::kDocumentTooLarge, {}, document, 0,
        StrCat("the document has ", text.size(), " bytes; the limit is ", limits.max_bytes));
  }
  return ReadTree(text, text, document, std::clamp(limits.max_depth, 1, kMaxDepth));
}

void AppendJsonString(std::string_view text, std::string& out) {
  attain::internal::AppendJsonText(text, &out);
}

absl::StatusOr<std::string> PrettyJson(std::string_view text, int width) {
  ATTAIN_ASSIGN_OR_RETURN(const Json root, ParseJson(text));
  std::string out;
  AppendPretty(text, root, static_cast<size_t>(std::max(width, 1)), 0, 0, out);
  out.push_back('\n');
  return out;
}

LineColumn PositionOf(std::string_view text, int64_t offset) {
  const std::string_view before =
      text.substr(0, std::min(static_cast<size_t>(std::max<int64_t>(offset, 0)), text.size()));
  const size_t newline = before.rfind('\n');
  return {.line = 1 + std::count(before.begin(), before.end(), '\n'),
          .column = static_cast<int64_t>(before.size() -
                                         (newline == std::string_view::npos ? 0 : newline + 1)) +
                    1};
}

}  // namespace attain::definition
