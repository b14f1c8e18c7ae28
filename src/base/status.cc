// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/status.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/cord.h"
#include "base/internal/text.h"

namespace attain {
namespace {

constexpr char kReasonUrl[] = "attain/reason";

constexpr ReasonInfo kReasons[] = {
#define ATTAIN_REASON(number, name, text, code, meaning, remedy, chinese) \
  {Reason::name, text, absl::StatusCode::code, meaning, remedy, chinese},
#include "attain/base/reasons.inc"
#undef ATTAIN_REASON
};
constexpr size_t kReasonCount = sizeof(kReasons) / sizeof(kReasons[0]);

// The table is searched by number, so it must be written in ascending order; the compiler checks
// it.
consteval bool Ascending() {
  for (size_t i = 1; i < kReasonCount; ++i) {
    if (static_cast<int>(kReasons[i].reason) <= static_cast<int>(kReasons[i - 1].reason))
      return false;
  }
  return kReasons[0].reason == Reason::kNone && kReasons[1].reason == Reason::kInternal;
}
static_assert(Ascending(), "reasons.inc must ascend by number");

const ReasonInfo* Find(int32_t number) {
  const ReasonInfo* end = kReasons + kReasonCount;
  const ReasonInfo* found =
      std::lower_bound(kReasons, end, number, [](const ReasonInfo& row, int32_t wanted) {
        return static_cast<int32_t>(row.reason) < wanted;
      });
  return found != end && static_cast<int32_t>(found->reason) == number ? found : nullptr;
}

}  // namespace

std::span<const ReasonInfo> Reasons() { return std::span(kReasons).subspan(1); }

const ReasonInfo& Info(Reason reason) {
  const ReasonInfo* found = Find(static_cast<int32_t>(reason));
  return found != nullptr ? *found : kReasons[1];
}

std::string_view Name(Reason reason) { return Info(reason).name; }

std::optional<Reason> ReasonNamed(std::string_view name) {
  for (const ReasonInfo& row : kReasons) {
    if (row.name == name) return row.reason;
  }
  return std::nullopt;
}

absl::Status MakeError(Reason reason, std::string_view message) {
  const ReasonInfo& info = reason == Reason::kNone ? kReasons[1] : Info(reason);
  absl::Status status(info.code, internal::ToAbsl(message));
  const std::string number = internal::StrCat(static_cast<int32_t>(info.reason));
  status.SetPayload(kReasonUrl, absl::Cord(internal::ToAbsl(number)));
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  if (status.ok()) return Reason::kNone;
  const auto payload = status.GetPayload(kReasonUrl);
  if (!payload.has_value()) return Reason::kInternal;
  int32_t number = 0;
  for (const char c : payload->Chars()) {
    if (c < '0' || c > '9' || number > 99999) return Reason::kInternal;
    number = number * 10 + (c - '0');
  }
  return Info(static_cast<Reason>(number)).reason;
}

std::string MessageOf(const absl::Status& status) {
  return std::string(internal::FromAbsl(status.message()));
}

}  // namespace attain
