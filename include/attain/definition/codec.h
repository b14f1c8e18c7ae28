// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The thin templates behind fields.h: from a C++ type to its type-erased `Codec`. Nobody includes this header directly.
//
//   CodecOf<std::vector<Band>>().shape                 // Shape::kList
//   CodecOf<std::vector<Band>>().element().fields()    // the field table of Band
//
// Everything with logic in it is compiled once, in the library; a struct costs its table and a handful of one-line functions.
#ifndef ATTAIN_DEFINITION_CODEC_H_
#define ATTAIN_DEFINITION_CODEC_H_

#include "attain/definition/fields.h"

namespace attain::definition {
namespace internal {

template <typename T>
constexpr Shape kScalarShape = Shape{0};
template <>
inline constexpr Shape kScalarShape<bool> = Shape::kBool;
template <>
inline constexpr Shape kScalarShape<int64_t> = Shape::kInteger;
template <>
inline constexpr Shape kScalarShape<Decimal> = Shape::kDecimal;
template <>
inline constexpr Shape kScalarShape<Rate> = Shape::kRate;
template <>
inline constexpr Shape kScalarShape<Amount> = Shape::kAmount;
template <>
inline constexpr Shape kScalarShape<Currency> = Shape::kCurrency;
template <>
inline constexpr Shape kScalarShape<Date> = Shape::kDate;
template <>
inline constexpr Shape kScalarShape<Timestamp> = Shape::kTimestamp;
template <>
inline constexpr Shape kScalarShape<Period> = Shape::kPeriod;
template <>
inline constexpr Shape kScalarShape<PeriodName> = Shape::kPeriodName;
template <>
inline constexpr Shape kScalarShape<Duration> = Shape::kDuration;
template <>
inline constexpr Shape kScalarShape<Validity> = Shape::kValidity;
template <>
inline constexpr Shape kScalarShape<std::string> = Shape::kText;
template <>
inline constexpr Shape kScalarShape<ExpressionText> = Shape::kExpression;
template <>
inline constexpr Shape kScalarShape<Reference> = Shape::kReference;

using Visit = void (*)(void* context, std::string_view key, const void* element);

template <typename T>
const FieldTable& FieldsOf() {
  return Describe(Type<T>{});
}
template <typename T>
const WordTable& WordsOf() {
  return Describe(Type<T>{});
}

// The primary template is a struct or an enumeration; containers are specialised below.
template <typename T>
struct CodecMaker {
  /// The codec of this type.
  static constexpr Codec Make() {
    Codec codec{.shape = kScalarShape<T>};
    if constexpr (kScalarShape<T> != Shape{0}) {
      return codec;
    } else if constexpr (std::is_enum_v<T>) {
      codec.shape = Shape::kWord;
      codec.words = &WordsOf<T>;
      codec.number = [](const void* value) { return static_cast<int64_t>(*static_cast<const T*>(value)); };
      codec.set_number = [](void* value, int64_t number) { *static_cast<T*>(value) = static_cast<T>(number); };
    } else {
      codec.shape = Shape::kObject;
      codec.fields = &FieldsOf<T>;
    }
    return codec;
  }
};

template <typename M>
struct CodecMaker<std::optional<M>> {
  /// The codec of this type.
  static constexpr Codec Make() {
    Codec codec{.shape = Shape::kOptional};
    codec.element = &CodecOf<M>;
    codec.append = [](void* value, std::string_view) -> void* {
      return &static_cast<std::optional<M>*>(value)->emplace();
    };
    codec.clear = [](void* value) { static_cast<std::optional<M>*>(value)->reset(); };
    codec.each = [](const void* value, void* context, Visit visit) {
      const auto& optional = *static_cast<const std::optional<M>*>(value);
      if (optional.has_value()) visit(context, {}, &*optional);
    };
    return codec;
  }
};

template <typename M>
struct CodecMaker<std::vector<M>> {
  static_assert(!std::is_same_v<M, bool>, "a list of true and false has no addressable elements; use a list of words");
  /// The codec of this type.
  static constexpr Codec Make() {
    Codec codec{.shape = Shape::kList};
    codec.element = &CodecOf<M>;
    codec.append = [](void* value, std::string_view) -> void* {
      auto& list = *static_cast<std::vector<M>*>(value);
      list.emplace_back();
      return &list.back();
    };
    codec.clear = [](void* value) { static_cast<std::vector<M>*>(value)->clear(); };
    codec.each = [](const void* value, void* context, Visit visit) {
      for (const M& element : *static_cast<const std::vector<M>*>(value)) visit(context, {}, &element);
    };
    return codec;
  }
};

template <typename M>
struct CodecMaker<std::map<std::string, M>> {
  /// The codec of this type.
  static constexpr Codec Make() {
    Codec codec{.shape = Shape::kMap};
    codec.element = &CodecOf<M>;
    codec.append = [](void* value, std::string_view key) -> void* {
      return &(*static_cast<std::map<std::string, M>*>(value))[std::string(key)];
    };
    codec.clear = [](void* value) { static_cast<std::map<std::string, M>*>(value)->clear(); };
    codec.each = [](const void* value, void* context, Visit visit) {
      for (const auto& entry : *static_cast<const std::map<std::string, M>*>(value)) {
        visit(context, entry.first, &entry.second);
      }
    };
    return codec;
  }
};

template <typename M>
struct CodecMaker<std::vector<std::pair<std::string, M>>> {
  /// The codec of this type.
  static constexpr Codec Make() {
    using List = std::vector<std::pair<std::string, M>>;
    Codec codec{.shape = Shape::kMap};
    codec.element = &CodecOf<M>;
    codec.append = [](void* value, std::string_view key) -> void* {
      auto& list = *static_cast<List*>(value);
      list.emplace_back(std::string(key), M{});
      return &list.back().second;
    };
    codec.clear = [](void* value) { static_cast<List*>(value)->clear(); };
    codec.each = [](const void* value, void* context, Visit visit) {
      for (const auto& entry : *static_cast<const List*>(value)) visit(context, entry.first, &entry.second);
    };
    return codec;
  }
};

template <typename... A>
struct CodecMaker<std::variant<A...>> {
  /// The codec of this type.
  static constexpr Codec Make() {
    using V = std::variant<A...>;
    Codec codec{.shape = Shape::kVariant};
    codec.alternatives = []() -> const std::vector<const FieldTable*>& {
      static const auto& tables = *new std::vector<const FieldTable*>{&FieldsOf<A>()...};
      return tables;
    };
    codec.index = [](const void* value) { return static_cast<int64_t>(static_cast<const V*>(value)->index()); };
    codec.emplace = [](void* value, int64_t index) -> void* {
      void* held = nullptr;
      int64_t at = 0;
      ((at++ == index ? (held = &static_cast<V*>(value)->template emplace<A>(), 0) : 0), ...);
      return held;
    };
    codec.held = [](const void* value) -> const void* {
      return std::visit([](const auto& held) -> const void* { return &held; }, *static_cast<const V*>(value));
    };
    return codec;
  }
};

template <typename M>
struct CodecMaker<Versions<M>> {
  /// The codec of this type.
  static constexpr Codec Make() {
    Codec codec{.shape = Shape::kVersions};
    codec.element = &CodecOf<M>;
    codec.append = [](void* value, std::string_view) -> void* {
      auto& versions = static_cast<Versions<M>*>(value)->versions;
      versions.emplace_back();
      return &versions.back().value;
    };
    codec.clear = [](void* value) { static_cast<Versions<M>*>(value)->versions.clear(); };
    codec.each = [](const void* value, void* context, Visit visit) {
      for (const auto& version : static_cast<const Versions<M>*>(value)->versions) visit(context, {}, &version.value);
    };
    codec.valid = [](void* value, int64_t index) {
      return &static_cast<Versions<M>*>(value)->versions[static_cast<size_t>(index)].valid;
    };
    return codec;
  }
};

template <typename T, typename M>
Field MakeField(std::string_view key, M T::*member, std::string_view doc, bool required) {
  const T& sample = Sample<T>();
  const auto offset = reinterpret_cast<const char*>(&(sample.*member)) - reinterpret_cast<const char*>(&sample);
  return Field{.key = key,
               .doc = doc,
               .codec = &CodecOf<M>(),
               .offset = static_cast<size_t>(offset),
               .required = required};
}

}  // namespace internal

template <typename T>
const Codec& CodecOf() {
  static constexpr Codec kCodec = internal::CodecMaker<T>::Make();
  return kCodec;
}

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_CODEC_H_
