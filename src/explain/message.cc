// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/message.h"

#include <algorithm>

#include "attain/base/status.h"
#include "attain/explain/format.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::explain {
namespace {

using attain::internal::StrCat;

const MessageInfo* Find(std::string_view key) {
  const auto all = Messages();
  const auto found = std::lower_bound(
      all.begin(), all.end(), key,
      [](const MessageInfo& row, std::string_view wanted) { return row.key < wanted; });
  return found != all.end() && found->key == key ? &*found : nullptr;
}

const Argument* Find(std::span<const Argument> arguments, std::string_view name) {
  for (const Argument& argument : arguments) {
    if (argument.name() == name) return &argument;
  }
  return nullptr;
}

std::string TextOf(const Argument::Value& value, Language language) {
  struct Visitor {
    Language language;
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(int64_t count) const { return GroupDigits(StrCat(count)); }
    std::string operator()(Decimal number) const { return FormatNumber(number); }
    std::string operator()(const Fraction& number) const { return FormatNumber(number); }
    std::string operator()(Money money) const {
      return StrCat(FormatAmount(money.ToDecimal(), money.currency()), " ",
                    money.currency().code());
    }
    std::string operator()(const ExplainedAmount& amount) const {
      return FormatAmount(amount.value, amount.currency);
    }
    std::string operator()(const Percent& percent) const {
      return FormatPercent(percent.value, language);
    }
    std::string operator()(Date date) const { return date.ToString(); }
  };
  return std::visit(Visitor{language}, value);
}

bool IsOne(const Argument::Value& value) {
  const auto* count = std::get_if<int64_t>(&value);
  const auto* number = std::get_if<Decimal>(&value);
  return (count != nullptr && *count == 1) || (number != nullptr && *number == Decimal(1));
}

// What stands for one placeholder: "name", or "name|one|many".
std::string Filled(std::string_view placeholder, std::span<const Argument> arguments,
                   Language language) {
  const size_t bar = placeholder.find('|');
  const Argument* argument = Find(arguments, placeholder.substr(0, bar));
  if (argument == nullptr) return StrCat("{", placeholder.substr(0, bar), "}");
  if (bar == std::string_view::npos) return TextOf(argument->value(), language);
  const std::string_view forms = placeholder.substr(bar + 1);
  const size_t second = std::min(forms.find('|'), forms.size());
  return std::string(IsOne(argument->value()) ? forms.substr(0, second)
                                              : forms.substr(std::min(second + 1, forms.size())));
}

std::string Fill(std::string_view pattern, std::span<const Argument> arguments, Language language) {
  std::string out;
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    const size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    out += StrCat(pattern.substr(0, open),
                  Filled(pattern.substr(open + 1, close - open - 1), arguments, language));
    pattern.remove_prefix(close + 1);
  }
  out += pattern;
  return out;
}

// A template with its cells set side by side: tabs and the signs of alignment become single spaces.
std::string OnOneLine(std::string_view pattern) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const bool cell_begins = i == 0 || pattern[i - 1] == '\t';
    if (pattern[i] == '>' && cell_begins) continue;
    const char c = pattern[i] == '\t' ? ' ' : pattern[i];
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out.push_back(c);
  }
  return out;
}

}  // namespace

std::optional<Language> LanguageNamed(std::string_view tag) {
  const bool whole =
      tag.size() == 2 || (tag.size() > 2 && (tag[2] == '-' || tag[2] == '_' || tag[2] == '.'));
  if (!whole) return std::nullopt;
  if (tag.substr(0, 2) == "en") return Language::kEnglish;
  if (tag.substr(0, 2) == "zh") return Language::kChinese;
  return std::nullopt;
}

std::string_view Name(Language language) { return language == Language::kChinese ? "zh" : "en"; }

Message Verbatim(std::string_view text) { return {.key = "text", .arguments = {{"text", text}}}; }

std::span<const MessageInfo> Messages() {
  static const auto& sorted = *[] {
    auto* rows = new std::vector<MessageInfo>{
#define ATTAIN_MESSAGE(key, english, chinese) {key, english, chinese},
#include "explain/messages.inc"
#undef ATTAIN_MESSAGE
    };
    attain::internal::Sort(
        *rows, [](const MessageInfo& a, const MessageInfo& b) { return a.key < b.key; });
    return rows;
  }();
  return sorted;
}

std::string Format(std::string_view key, std::span<const Argument> arguments, Language language) {
  const MessageInfo* row = Find(key);
  if (row == nullptr) return std::string(key);
  return Fill(OnOneLine(language == Language::kChinese ? row->chinese : row->english), arguments,
              language);
}

std::string Format(std::string_view key, std::initializer_list<Argument> arguments,
                   Language language) {
  return Format(key, std::span<const Argument>(arguments.begin(), arguments.size()), language);
}

std::string Format(const Message& message, Language language) {
  return Format(message.key, std::span<const Argument>(message.arguments), language);
}

std::string FormatCells(const Message& message, Language language) {
  const MessageInfo* row = Find(message.key);
  if (row == nullptr) return message.key;
  return Fill(language == Language::kChinese ? row->chinese : row->english, message.arguments,
              language);
}

std::string FindingText(const Finding& finding, Language language) {
  if (language == Language::kEnglish) return finding.ToString();
  std::string out = finding.where.ToString();
  if (!out.empty()) out += "：";
  out += StrCat(Name(finding.reason), " ", Info(finding.reason).chinese);
  if (!finding.text.empty()) out += StrCat("（", finding.text, "）");
  if (!finding.hint.empty()) out += StrCat(" 提示：", finding.hint);
  return out;
}

}  // namespace attain::explain
