// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/rate.h"

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain {

absl::StatusOr<Rate> Rate::Parse(std::string_view text) {
  if (text.empty() || text.back() != '%') {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal factor, Decimal::Parse(text));
    return Rate(factor);
  }
  ATTAIN_ASSIGN_OR_RETURN(const Decimal percent, Decimal::Parse(text.substr(0, text.size() - 1)));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal factor, Multiply(percent, Decimal::Unchecked(1, 2)));
  return Rate(factor);
}

std::string Rate::ToString() const {
  const auto percent = Multiply(factor_, 100);
  // Beyond 38 digits in percent the factor itself is the shorter text, and reads back.
  if (!percent.ok()) return factor_.ToString();
  return internal::StrCat(percent->ToString(), '%');
}

}  // namespace attain
