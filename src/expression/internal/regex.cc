// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/regex.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/internal/text.h"
#include "re2/re2.h"

namespace attain::expression {

using internal::StrCat;

class RegexCache {
 public:
  const RE2& Get(std::string_view pattern) {
    if (const auto found = compiled_.find(pattern); found != compiled_.end()) return *found->second;
    if (compiled_.size() >= 100) compiled_.clear();  // patterns made from data
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto made = std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    return *compiled_.emplace(std::string(pattern), std::move(made)).first->second;
  }

 private:
  std::map<std::string, std::unique_ptr<RE2>, std::less<>> compiled_;
};

Value MatchRegex(CallContext& context, std::string_view text, std::string_view pattern) {
  if (static_cast<int64_t>(pattern.size()) > context.limits.regex) {
    return Value::Fail(Reason::kExpressionLimit,
                       StrCat("a regular expression of ", pattern.size(), " bytes; ",
                              context.limits.regex, " are allowed"));
  }
  if (context.regexes == nullptr) context.regexes = std::make_shared<RegexCache>();
  const RE2& regex = context.regexes->Get(pattern);
  if (!regex.ok()) {
    return Value::Fail(
        Reason::kBadConversion,
        StrCat("'", pattern.substr(0, 60), "' is no regular expression: ", regex.error()));
  }
  return Value::Bool(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex));
}

}  // namespace attain::expression
