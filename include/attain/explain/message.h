// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Messages: every word attain says in an explanation, in English and Chinese.
//
//   Format("credited.deals_splits", {{"deals", 4}, {"splits", 1}}, Language::kEnglish)   // "4 deals, 1 split"
//   Format("credited.deals_splits", {{"deals", 4}, {"splits", 1}}, Language::kChinese)   // "4 笔交易，1 笔分成"
//
// The catalogue is one table, src/explain/messages.inc: key, English, Chinese. Templates have named placeholders; `{n|deal|deals}`
// gives the first word when n is 1 and the second otherwise. Numbers are passed as they are, exact, and formatted for the language.
#ifndef ATTAIN_EXPLAIN_MESSAGE_H_
#define ATTAIN_EXPLAIN_MESSAGE_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/rate.h"

namespace attain::explain {

/// The language of messages.
enum class Language : int32_t {
  kEnglish = 1,  ///< "en"
  kChinese = 2,  ///< "zh", simplified
};
/// The language of a tag: "en", "zh", also "en-GB", "zh_CN.UTF-8"; nothing for others.
std::optional<Language> LanguageNamed(std::string_view tag);
/// "en" or "zh".
std::string_view Name(Language language);

/// An exact factor shown in percent: 59/50 is "118 %".
struct Percent {
  Fraction value = {};  ///< The factor.
  bool operator==(const Percent&) const = default;
};

/// An exact number in a currency, or a plain number (a count, a score) where there is none.
struct ExplainedAmount {
  Fraction value = {};      ///< The number.
  Currency currency = {};   ///< Its currency. Default: none.

  ExplainedAmount() = default;
  /// A number in a currency.
  ExplainedAmount(const Fraction& number, Currency in) : value(number), currency(in) {}
  /// Money.
  // NOLINTNEXTLINE(google-explicit-constructor): lossless.
  ExplainedAmount(Money money) : value(money.ToDecimal()), currency(money.currency()) {}
  bool operator==(const ExplainedAmount&) const = default;
};

/// What a placeholder stands for. A whole number is a count, `Decimal` and `Fraction` plain numbers, `Money` an amount
/// with its currency's code, `ExplainedAmount` one with the decimals of its currency but without the code, for texts
/// whose currency is plain from around them.
class Argument {
 public:
  using Value = std::variant<std::string, int64_t, Decimal, Fraction, Money, ExplainedAmount, Percent, Date>;

  /// A value for the placeholder {name}.
  Argument(std::string_view name, std::string_view text) : name_(name), value_(std::string(text)) {}
  Argument(std::string_view name, const char* text) : name_(name), value_(std::string(text)) {}          ///< A text.
  Argument(std::string_view name, std::string text) : name_(name), value_(std::move(text)) {}            ///< A text.
  Argument(std::string_view name, int64_t count) : name_(name), value_(count) {}                         ///< A count.
  Argument(std::string_view name, int count) : name_(name), value_(int64_t{count}) {}                    ///< A count.
  Argument(std::string_view name, Decimal number) : name_(name), value_(number) {}                       ///< A number.
  Argument(std::string_view name, const Fraction& number) : name_(name), value_(number) {}               ///< A number.
  Argument(std::string_view name, Money money) : name_(name), value_(money) {}                           ///< An amount.
  Argument(std::string_view name, const ExplainedAmount& amount) : name_(name), value_(amount) {}        ///< An amount.
  Argument(std::string_view name, Rate rate) : name_(name), value_(Percent{Fraction(rate.factor())}) {}  ///< A percentage.
  Argument(std::string_view name, const Percent& percent) : name_(name), value_(percent) {}              ///< A percentage.
  Argument(std::string_view name, Date date) : name_(name), value_(date) {}                              ///< A day.

  const std::string& name() const { return name_; }  ///< The placeholder.
  const Value& value() const { return value_; }      ///< What stands there.
  bool operator==(const Argument&) const = default;

 private:
  std::string name_;
  Value value_;
};

/// A message not yet in any language: a key of the catalogue and its arguments. Without a key it says nothing.
struct Message {
  std::string key = {};                  ///< Key in the catalogue; empty for no message.
  std::vector<Argument> arguments = {};  ///< Values of its placeholders.

  bool empty() const { return key.empty(); }  ///< True when it says nothing.
  bool operator==(const Message&) const = default;
};
/// A message that is the user's own text in every language: a name, an id.
Message Verbatim(std::string_view text);

/// One row of the catalogue.
struct MessageInfo {
  std::string_view key;      ///< "credited.deals_splits"
  std::string_view english;  ///< Template in English.
  std::string_view chinese;  ///< Template in Chinese.
};
/// The whole catalogue, sorted by key.
std::span<const MessageInfo> Messages();

/// The text of a message. An unknown key gives the key itself; a placeholder without argument stays as `{name}`. Tabs and `>` that lay out
/// columns (explanation.h) become single spaces.
std::string Format(std::string_view key, std::span<const Argument> arguments, Language language);
/// The same with the arguments written out: `Format("band", {{"from", rate}}, language)`.
std::string Format(std::string_view key, std::initializer_list<Argument> arguments, Language language);
/// The same for a message.
std::string Format(const Message& message, Language language);
/// The same with the layout characters kept.
std::string FormatCells(const Message& message, Language language);

/// A finding on one line in a language: place, reason, text, hint. In Chinese the reason is a sentence of the table of
/// reasons, the text stays.
std::string FindingText(const Finding& finding, Language language);

}  // namespace attain::explain

#endif  // ATTAIN_EXPLAIN_MESSAGE_H_
