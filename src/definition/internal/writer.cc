// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Writing: one canonical text per value. Keys in the order of the table; what equals its default is
// left out.
#include "definition/internal/writer.h"

#include <algorithm>
#include <utility>

#include "attain/definition/document.h"
#include "base/internal/text.h"
#include "definition/internal/scalars.h"

namespace attain::definition::internal {
namespace {

using attain::internal::StrCat;
using MemberText = std::pair<std::string, std::string>;

const void* At(const void* object, const Field& field) {
  return static_cast<const char*>(object) + field.offset;
}

void AppendMembers(const std::vector<MemberText>& members, std::string& out) {
  for (const MemberText& member : members) {
    if (out.back() != '{') out.push_back(',');
    AppendJsonString(member.first, out);
    out.push_back(':');
    out += member.second;
  }
}

// Currency of plain amounts inside the object.
std::optional<Currency> CurrencyIn(const FieldTable& table, const void* object,
                                   std::optional<Currency> outer) {
  const Field* field = table.Find("currency");
  if (field == nullptr) return outer;
  const Codec* codec = field->codec;
  const void* value = At(object, *field);
  if (codec->shape == Shape::kOptional) {
    const void* inside = nullptr;
    codec->each(value, &inside, [](void* context, std::string_view, const void* element) {
      *static_cast<const void**>(context) = element;
    });
    if (inside == nullptr) return outer;
    value = inside;
    codec = &codec->element();
  }
  if (codec->shape == Shape::kCurrency) {
    const auto currency = *static_cast<const Currency*>(value);
    return currency.is_none() ? outer : currency;
  }
  if (codec->shape == Shape::kText) {
    const auto currency = Currency::Parse(*static_cast<const std::string*>(value));
    return currency.ok() ? *currency : outer;
  }
  return outer;
}

class Writer {
 public:
  explicit Writer(std::optional<Currency> currency) : currency_(currency) {}

  std::string Text(const Codec& codec, const void* value) {
    std::string out;
    Write(codec, value, out);
    return out;
  }

  std::vector<MemberText> Members(const FieldTable& table, const void* object, bool root) {
    std::vector<MemberText> members;
    if (root && !table.document().empty()) {
      members.emplace_back("attain", StrCat("\"", table.document(), "/", table.version(), "\""));
    }
    if (!table.kind().empty()) members.emplace_back("kind", StrCat("\"", table.kind(), "\""));
    const std::optional<Currency> outer =
        std::exchange(currency_, CurrencyIn(table, object, currency_));
    for (const Field& field : table.fields()) {
      std::string text = Text(*field.codec, At(object, field));
      if (!field.required && text == Text(*field.codec, At(table.sample(), field))) continue;
      members.emplace_back(field.key, std::move(text));
    }
    currency_ = outer;
    return members;
  }

  void Write(const Codec& codec, const void* value, std::string& out) {
    const bool root = std::exchange(root_, false);
    switch (codec.shape) {
      case Shape::kOptional:
      case Shape::kList:
      case Shape::kMap:
        return WriteElements(codec, value, out);
      case Shape::kObject:
      case Shape::kVariant: {
        const std::vector<MemberText> members = StructMembers(codec, value, root);
        const Field* alone = codec.shape == Shape::kObject ? codec.fields().short_form() : nullptr;
        if (alone != nullptr && members.size() == 1 && members[0].first == alone->key) {
          out += members[0].second;
          return;
        }
        out.push_back('{');
        AppendMembers(members, out);
        out.push_back('}');
        return;
      }
      case Shape::kVersions:
        return WriteVersions(codec, value, root, out);
      case Shape::kExpression:
        return AppendJsonString(static_cast<const ExpressionText*>(value)->text, out);
      case Shape::kReference: {
        const auto& reference = *static_cast<const Reference*>(value);
        out.push_back('{');
        AppendJsonString(reference.kind, out);
        out.push_back(':');
        AppendJsonString(reference.id, out);
        out.push_back('}');
        return;
      }
      case Shape::kWord:
        return AppendJsonString(codec.words().TextOf(codec.number(value)), out);
      default:
        return WriteScalar(codec.shape, value, currency_, out);
    }
  }

 private:
  std::vector<MemberText> StructMembers(const Codec& codec, const void* value, bool root) {
    if (codec.shape == Shape::kObject) return Members(codec.fields(), value, root);
    if (codec.shape != Shape::kVariant) return {};  // versions of anything else are not read either
    const auto& tables = codec.alternatives();
    return Members(*tables[static_cast<size_t>(codec.index(value))], codec.held(value), root);
  }

  void WriteElements(const Codec& codec, const void* value, std::string& out) {
    struct Context {
      Writer* writer;
      const Codec* codec;
      std::string* out;
      int64_t count = 0;
    } context{.writer = this, .codec = &codec, .out = &out};
    if (codec.shape != Shape::kOptional) out.push_back(codec.shape == Shape::kList ? '[' : '{');
    codec.each(value, &context, [](void* opaque, std::string_view key, const void* element) {
      auto& in = *static_cast<Context*>(opaque);
      if (in.count++ > 0) in.out->push_back(',');
      if (in.codec->shape == Shape::kMap) {
        AppendJsonString(key, *in.out);
        in.out->push_back(':');
      }
      in.writer->Write(in.codec->element(), element, *in.out);
    });
    if (codec.shape != Shape::kOptional) {
      out.push_back(codec.shape == Shape::kList ? ']' : '}');
    } else if (context.count == 0) {
      out += "null";
    }
  }

  void WriteVersions(const Codec& codec, const void* value, bool root, std::string& out) {
    struct Context {
      Writer* writer;
      const Codec* element;
      bool root;
      std::vector<std::vector<MemberText>> versions = {};
    } context{.writer = this, .element = &codec.element(), .root = root};
    codec.each(value, &context, [](void* opaque, std::string_view, const void* element) {
      auto& in = *static_cast<Context*>(opaque);
      in.versions.push_back(in.writer->StructMembers(*in.element, element, in.root));
    });
    auto& versions = context.versions;
    const auto valid = [&](size_t index) {
      std::string text;
      // Codecs give what is inside for writing; here it is only read.
      WriteScalar(Shape::kValidity,
                  codec.valid(const_cast<void*>(value), static_cast<int64_t>(index)), {}, text);
      return MemberText("valid", text);
    };
    out.push_back('{');
    if (versions.size() == 1) {
      if (const MemberText only = valid(0); only.second != "[null,null]")
        AppendMembers({only}, out);
      AppendMembers(versions[0], out);
    } else {
      AppendMembers(TakeShared(versions), out);
      AppendMembers({{"versions", VersionList(versions, valid)}}, out);
    }
    out.push_back('}');
  }

  // What all versions say alike; taken out of them.
  static std::vector<MemberText> TakeShared(std::vector<std::vector<MemberText>>& versions) {
    std::vector<MemberText> shared;
    if (versions.empty()) return shared;
    for (const MemberText& member : versions[0]) {
      const bool everywhere =
          std::all_of(versions.begin(), versions.end(), [&](const auto& version) {
            return std::find(version.begin(), version.end(), member) != version.end();
          });
      if (everywhere) shared.push_back(member);
    }
    for (auto& version : versions) {
      std::erase_if(version, [&](const MemberText& member) {
        return std::find(shared.begin(), shared.end(), member) != shared.end();
      });
    }
    return shared;
  }

  template <typename Valid>
  static std::string VersionList(const std::vector<std::vector<MemberText>>& versions,
                                 const Valid& valid) {
    std::string list = "[";
    for (size_t i = 0; i < versions.size(); ++i) {
      list += i == 0 ? "{" : ",{";
      AppendMembers({valid(i)}, list);
      AppendMembers(versions[i], list);
      list.push_back('}');
    }
    list.push_back(']');
    return list;
  }

  std::optional<Currency> currency_;
  bool root_ = true;
};

}  // namespace

std::string WriteValue(const Codec& codec, const void* value, std::optional<Currency> currency) {
  return Writer(currency).Text(codec, value);
}

std::string DefaultText(const FieldTable& table, const Field& field) {
  const void* value = At(table.sample(), field);
  bool none = false;
  switch (field.codec->shape) {
    case Shape::kVersions:
    case Shape::kReference:
      none = true;
      break;
    case Shape::kCurrency:
      none = static_cast<const Currency*>(value)->is_none();
      break;
    case Shape::kPeriodName:
      none = static_cast<const PeriodName*>(value)->name.empty();
      break;
    case Shape::kPeriod:
      none = static_cast<const Period*>(value)->name.empty();
      break;
    default:
      break;
  }
  return none ? std::string() : WriteValue(*field.codec, value, std::nullopt);
}

}  // namespace attain::definition::internal
