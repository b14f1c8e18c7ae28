// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/schema.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "attain/definition/json.h"
#include "base/internal/text.h"
#include "definition/internal/scalars.h"
#include "definition/internal/writer.h"

namespace attain::definition {
namespace {

using attain::internal::StrCat;

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

// The tables that some roots reach, each once, in the order in which they are met.
class Reached {
 public:
  void Add(const FieldTable& table) {
    if (std::find(tables.begin(), tables.end(), &table) != tables.end()) return;
    tables.push_back(&table);
    for (const Field& field : table.fields()) Add(*field.codec);
  }

  std::vector<const FieldTable*> tables;
  std::vector<const WordTable*> words;

 private:
  void Add(const Codec& codec) {
    if (codec.shape == Shape::kObject) Add(codec.fields());
    if (codec.element != nullptr) Add(codec.element());
    if (codec.alternatives != nullptr) {
      for (const FieldTable* table : codec.alternatives()) Add(*table);
    }
    if (codec.words != nullptr &&
        std::find(words.begin(), words.end(), &codec.words()) == words.end()) {
      words.push_back(&codec.words());
    }
  }
};

// JSON Schema
// ---------------------------------------------------------------------------------------------------------

constexpr std::string_view kNumberPattern =
    R"(^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$)";

std::string NumberOrText(const Field* field, std::string_view pattern, bool limits) {
  std::string number = R"({"type":"number")";
  if (field != nullptr && limits) {
    if (field->low.has_value()) {
      number += StrCat(field->low->open ? R"(,"exclusiveMinimum":)" : R"(,"minimum":)",
                       field->low->value.ToString());
    }
    if (field->high.has_value()) {
      number += StrCat(field->high->open ? R"(,"exclusiveMaximum":)" : R"(,"maximum":)",
                       field->high->value.ToString());
    }
  }
  return StrCat(R"({"anyOf":[)", number, R"(},{"type":"string","pattern":")", pattern, R"("}]})");
}

std::string Items(const Field* field, std::string_view keyword) {
  if (field == nullptr || field->min_items == 0) return {};
  return StrCat(",\"", keyword, "\":", field->min_items);
}

std::string SchemaRef(std::string_view name) {
  return StrCat(R"({"$ref":"#/$defs/)", name, R"("})");
}

std::string SchemaOfCodec(const Codec& codec, const Field* field);

// The keys of a struct with versions: its own, each defined where the struct is, and what versions
// add.
std::string KeysWithVersions(const FieldTable& table) {
  std::string out = StrCat(R"("note":{"type":"string"},"valid":)", SchemaRef("validity"));
  if (!table.kind().empty()) out += StrCat(R"(,"kind":{"const":)", Quoted(table.kind()), "}");
  for (const Field& field : table.fields())
    out += StrCat(",", Quoted(field.key), R"(:{"$ref":"#/$defs/)", table.name(), "/properties/",
                  field.key, "\"}");
  return out;
}

// Either the element itself, or the element with "valid", or "versions" that share the keys which
// stand beside them.
std::string VersionsSchema(const Codec& codec) {
  const Codec& element = codec.element();
  std::vector<const FieldTable*> tables;
  if (element.shape == Shape::kVariant)
    tables.assign(element.alternatives().begin(), element.alternatives().end());
  if (element.shape == Shape::kObject) tables.push_back(&element.fields());
  std::string whole;
  std::string versions;
  for (const FieldTable* table : tables) {
    const std::string keys = KeysWithVersions(*table);
    std::string required = "\"valid\"";
    if (!table->kind().empty()) required += ",\"kind\"";
    for (const Field& field : table->fields()) {
      if (field.required) required += StrCat(",", Quoted(field.key));
    }
    whole += StrCat(whole.empty() ? "" : ",", R"({"properties":{)", keys,
                    R"(,"versions":true},"additionalProperties":false,"anyOf":[{"required":[)",
                    required, R"(]},{"required":["versions"]}]})");
    versions += StrCat(versions.empty() ? "" : ",", R"({"properties":{)", keys,
                       R"(},"additionalProperties":false})");
  }
  return StrCat(
      R"({"anyOf":[)", SchemaOfCodec(element, nullptr),
      R"(,{"type":"object","properties":{"versions":{"type":"array","minItems":1,"items":{"type":"object","anyOf":[)",
      versions, R"(]}}},"anyOf":[)", whole, "]}]}");
}

std::string SchemaOfCodec(const Codec& codec, const Field* field) {
  switch (codec.shape) {
    case Shape::kBool:
      return R"({"type":"boolean"})";
    case Shape::kInteger: {
      std::string out = R"({"type":"integer")";
      if (field != nullptr && field->low.has_value()) {
        out += StrCat(field->low->open ? R"(,"exclusiveMinimum":)" : R"(,"minimum":)",
                      field->low->value.ToString());
      }
      if (field != nullptr && field->high.has_value()) {
        out += StrCat(field->high->open ? R"(,"exclusiveMaximum":)" : R"(,"maximum":)",
                      field->high->value.ToString());
      }
      return out + "}";
    }
    case Shape::kDecimal:
      return NumberOrText(field, kNumberPattern, true);
    case Shape::kRate:
      return NumberOrText(field, R"(^[+-]?[0-9.]+([eE][+-]?[0-9]+)?%?$)", true);
    case Shape::kAmount:
      return NumberOrText(field, R"(^[+-]?[0-9.]+([eE][+-]?[0-9]+)?( [A-Z]{3})?$)", true);
    case Shape::kCurrency:
      return R"({"type":"string","pattern":"^[A-Z]{3}$"})";
    case Shape::kDate:
      return R"({"type":"string","format":"date"})";
    case Shape::kTimestamp:
      return R"({"type":"string"})";
    case Shape::kPeriod:
      return R"({"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string","format":"date"},"minItems":2,"maxItems":2}]})";
    case Shape::kPeriodName:
      return R"({"type":"string","pattern":"^[0-9A-Za-z._/-]{1,40}$"})";
    case Shape::kDuration:
      return R"({"type":"string","pattern":"^[0-9]+[dw]$"})";
    case Shape::kValidity:
      return SchemaRef("validity");
    case Shape::kText:
    case Shape::kExpression: {
      if (field != nullptr && field->is_id)
        return R"({"type":"string","minLength":1,"maxLength":200,"pattern":"^[^\\[\\]]+$"})";
      return StrCat(R"({"type":"string")", Items(field, "minLength"), "}");
    }
    case Shape::kReference: {
      std::string out =
          R"({"type":"object","minProperties":1,"properties":{"note":{"type":"string"})";
      if (field != nullptr) {
        for (const std::string_view kind : field->references)
          out += StrCat(",", Quoted(kind), R"(:{"type":"string"})");
      }
      const bool closed = field != nullptr && !field->references.empty();
      return StrCat(out, closed ? R"(},"additionalProperties":false})"
                                : R"(},"additionalProperties":{"type":"string"}})");
    }
    case Shape::kWord:
      return SchemaRef(codec.words().name());
    case Shape::kOptional:
      return StrCat(R"({"anyOf":[{"type":"null"},)", SchemaOfCodec(codec.element(), field), "]}");
    case Shape::kList:
      return StrCat(R"({"type":"array","items":)", SchemaOfCodec(codec.element(), field),
                    Items(field, "minItems"), "}");
    case Shape::kMap:
      return StrCat(R"({"type":"object","additionalProperties":)",
                    SchemaOfCodec(codec.element(), field), Items(field, "minProperties"), "}");
    case Shape::kObject: {
      const Field* alone = codec.fields().short_form();
      return StrCat(R"({"anyOf":[)",
                    alone == nullptr ? "" : StrCat(SchemaOfCodec(*alone->codec, alone), ","),
                    SchemaRef(codec.fields().name()), ",", SchemaRef("file"), "]}");
    }
    case Shape::kVariant: {
      std::string out = R"({"anyOf":[)";
      for (const FieldTable* table : codec.alternatives()) out += SchemaRef(table->name()) + ",";
      return StrCat(out, SchemaRef("file"), "]}");
    }
    case Shape::kVersions:
      return VersionsSchema(codec);
  }
  return "{}";
}

// Text with a member put in front of its first key: how a description joins a schema.
std::string WithDescription(std::string schema, std::string_view doc, std::string_view fallback) {
  std::string front = StrCat(R"({"description":)", Quoted(doc));
  if (!fallback.empty()) front += StrCat(R"(,"default":)", fallback);
  front += schema == "{}" ? "" : ",";
  return front + schema.substr(1);
}

std::string SchemaObject(const FieldTable& table) {
  std::string out = StrCat(R"({"type":"object","description":)", Quoted(table.doc()),
                           R"(,"properties":{"note":{"type":"string"})");
  if (!table.document().empty())
    out += StrCat(R"(,"attain":{"const":")", table.document(), "/", table.version(), R"("})");
  if (!table.kind().empty()) out += StrCat(R"(,"kind":{"const":)", Quoted(table.kind()), "}");
  std::string required = table.kind().empty() ? "" : "\"kind\"";
  for (const Field& field : table.fields()) {
    const std::string fallback =
        field.required ? std::string() : internal::DefaultText(table, field);
    out += StrCat(",", Quoted(field.key), ":",
                  WithDescription(SchemaOfCodec(*field.codec, &field), field.doc, fallback));
    if (field.required) required += StrCat(required.empty() ? "" : ",", Quoted(field.key));
  }
  return StrCat(out, R"(},"required":[)", required, R"(],"additionalProperties":false})");
}

// Reference page
// ------------------------------------------------------------------------------------------------------

std::string Anchor(std::string_view name) { return StrCat("[", name, "](#", name, ")"); }

std::string ValueText(const Codec& codec, const Field& field) {
  switch (codec.shape) {
    case Shape::kBool:
      return "true or false";
    case Shape::kInteger:
      return "whole number";
    case Shape::kDecimal:
      return "number";
    case Shape::kRate:
      return "rate: `\"12.5%\"` or `0.125`";
    case Shape::kAmount:
      return "amount: `\"40000 EUR\"`, `\"40000\"` or `40000`";
    case Shape::kCurrency:
      return "currency: `\"EUR\"`";
    case Shape::kDate:
      return "day: `\"2026-03-31\"`";
    case Shape::kTimestamp:
      return "instant: `\"2026-03-31T22:00:00Z\"`";
    case Shape::kPeriod:
      return "period: `\"2026-Q1\"` or `[\"2026-01-01\", \"2026-04-01\"]`";
    case Shape::kPeriodName:
      return "name of a period: `\"2026-Q1\"`";
    case Shape::kDuration:
      return "duration: `\"30d\"`, `\"2w\"`";
    case Shape::kValidity:
      return "range of days: `[\"2026-01-01\", null]`";
    case Shape::kText: {
      if (field.references.empty()) return field.is_id ? "id" : "text";
      std::string out = "id of";
      for (const std::string_view& kind : field.references)
        out += StrCat(&kind == &field.references.front() ? " " : " or ", kind);
      return out;
    }
    case Shape::kExpression:
      return "expression";
    case Shape::kReference: {
      std::string out = "reference";
      for (const std::string_view& kind : field.references) {
        out += StrCat(&kind == &field.references.front() ? ": " : " or ", "`{\"", kind, "\": id}`");
      }
      return out;
    }
    case Shape::kWord:
      return Anchor(codec.words().name());
    case Shape::kOptional:
      return ValueText(codec.element(), field);
    case Shape::kList:
      return StrCat("list of ", ValueText(codec.element(), field));
    case Shape::kMap:
      return StrCat("by name: ", ValueText(codec.element(), field));
    case Shape::kObject: {
      const Field* alone = codec.fields().short_form();
      const std::string object = Anchor(codec.fields().name());
      return alone == nullptr ? object : StrCat(ValueText(*alone->codec, *alone), ", or ", object);
    }
    case Shape::kVariant: {
      std::string out;
      for (const FieldTable* table : codec.alternatives())
        out += StrCat(out.empty() ? "" : " or ", Anchor(table->name()));
      return out;
    }
    case Shape::kVersions:
      return StrCat(ValueText(codec.element(), field), ", may have `versions`");
  }
  return {};
}

// The shape at the bottom of optionals, lists and maps: what bounds speak about.
Shape InnerShape(const Codec& codec) {
  const bool deeper =
      codec.shape == Shape::kOptional || codec.shape == Shape::kList || codec.shape == Shape::kMap;
  return deeper ? InnerShape(codec.element()) : codec.shape;
}

std::string LimitsText(const Field& field) {
  const Shape shape = InnerShape(*field.codec);
  std::string out;
  if (field.low.has_value()) {
    out += StrCat(field.low->open ? "; more than " : "; at least ",
                  internal::LimitText(shape, field.low->value));
  }
  if (field.high.has_value()) {
    out += StrCat(field.high->open ? "; less than " : "; at most ",
                  internal::LimitText(shape, field.high->value));
  }
  if (field.min_items == 1) out += "; not empty";
  if (field.min_items > 1) out += StrCat("; at least ", field.min_items, " of them");
  return out;
}

std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// Description
// ---------------------------------------------------------------------------------------------------------

std::string TypeText(const Codec& codec) {
  std::string out = StrCat(R"({"shape":")", Name(codec.shape), "\"");
  if (codec.element != nullptr) out += StrCat(R"(,"of":)", TypeText(codec.element()));
  if (codec.shape == Shape::kObject) out += StrCat(R"(,"object":)", Quoted(codec.fields().name()));
  if (codec.words != nullptr) out += StrCat(R"(,"enum":)", Quoted(codec.words().name()));
  if (codec.alternatives != nullptr) {
    out += R"(,"alternatives":[)";
    const auto& tables = codec.alternatives();
    for (size_t i = 0; i < tables.size(); ++i)
      out += StrCat(i == 0 ? "" : ",", Quoted(tables[i]->name()));
    out += "]";
  }
  return out + "}";
}

std::string LimitJson(std::string_view key, const std::optional<Bound>& bound) {
  if (!bound.has_value()) return {};
  return StrCat(",\"", key, R"(":{"value":")", bound->value.ToString(), R"(","open":)",
                bound->open ? "true" : "false", "}");
}

std::string FieldJson(const FieldTable& table, const Field& field) {
  std::string out =
      StrCat(R"({"key":)", Quoted(field.key), R"(,"doc":)", Quoted(field.doc), R"(,"required":)",
             field.required ? "true" : "false", R"(,"type":)", TypeText(*field.codec));
  const std::string fallback = field.required ? std::string() : internal::DefaultText(table, field);
  if (!fallback.empty()) out += StrCat(R"(,"default":)", fallback);
  out += LimitJson("min", field.low) + LimitJson("max", field.high);
  if (field.min_items > 0) out += StrCat(R"(,"min_items":)", field.min_items);
  if (field.is_id) out += R"(,"id":true)";
  if (!field.references.empty()) {
    out += R"(,"references":[)";
    for (size_t i = 0; i < field.references.size(); ++i)
      out += StrCat(i == 0 ? "" : ",", Quoted(field.references[i]));
    out += "]";
  }
  return out + "}";
}

}  // namespace

std::string SchemaOf(const FieldTable& table) {
  Reached reached;
  reached.Add(table);
  std::string out =
      StrCat(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":)",
             Quoted(table.name()), R"(,"$ref":"#/$defs/)", table.name(), R"(","$defs":{)");
  out +=
      R"("file":{"type":"object","description":"Another document in the place of this element.","properties":{"file":{"type":"string"},"note":{"type":"string"}},"required":["file"],"additionalProperties":false})";
  out +=
      R"(,"validity":{"type":"array","description":"First day and first day no longer included; null is open.","items":{"anyOf":[{"type":"string","format":"date"},{"type":"null"}]},"minItems":2,"maxItems":2})";
  for (const WordTable* words : reached.words) {
    out += StrCat(",", Quoted(words->name()), R"(:{"description":)", Quoted(words->doc()),
                  R"(,"oneOf":[)");
    for (const Word& word : words->words()) {
      out += StrCat(&word == &words->words().front() ? "" : ",", R"({"const":)", Quoted(word.text),
                    R"(,"description":)", Quoted(word.doc), "}");
    }
    out += "]}";
  }
  for (const FieldTable* object : reached.tables)
    out += StrCat(",", Quoted(object->name()), ":", SchemaObject(*object));
  return out + "}}";
}

std::string ReferenceOf(const FieldTable& root) {
  Reached reached;
  reached.Add(root);
  std::string out = StrCat("# ", root.name(), "\n");
  for (const FieldTable* table : reached.tables) {
    if (table != &root) out += StrCat("\n## ", table->name(), "\n");
    out += StrCat("\n", table->doc(), "\n");
    if (!table->document().empty()) {
      out += StrCat("\nHeader: `\"attain\": \"", table->document(), "/", table->version(), "\"`\n");
    }
    if (!table->kind().empty()) out += StrCat("\nKind: `\"kind\": \"", table->kind(), "\"`\n");
    if (table->fields().empty()) continue;
    out += "\n| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const Field& field : table->fields()) {
      const std::string text = internal::DefaultText(*table, field);
      const std::string fallback = field.required ? "required"
                                   : text.empty() ? "none"
                                                  : StrCat("`", text, "`");
      out += StrCat("| `", field.key, "` | ", Cell(ValueText(*field.codec, field)),
                    LimitsText(field), " | ", Cell(fallback), " | ", Cell(field.doc), " |\n");
    }
  }
  for (const WordTable* words : reached.words) {
    out +=
        StrCat("\n## ", words->name(), "\n\n", words->doc(), "\n\n| word | meaning |\n|---|---|\n");
    for (const Word& word : words->words())
      out += StrCat("| `", word.text, "` | ", Cell(word.doc), " |\n");
  }
  return out;
}

std::string DescriptionOf(std::span<const FieldTable* const> roots) {
  Reached reached;
  for (const FieldTable* root : roots) reached.Add(*root);
  std::string out = R"({"objects":[)";
  for (const FieldTable* table : reached.tables) {
    out += StrCat(table == reached.tables.front() ? "" : ",", R"({"name":)", Quoted(table->name()),
                  R"(,"doc":)", Quoted(table->doc()));
    if (!table->kind().empty()) out += StrCat(R"(,"kind":)", Quoted(table->kind()));
    if (table->short_form() != nullptr)
      out += StrCat(R"(,"short":)", Quoted(table->short_form()->key));
    if (!table->document().empty()) {
      out +=
          StrCat(R"(,"document":)", Quoted(table->document()), R"(,"version":)", table->version());
    }
    out += R"(,"fields":[)";
    for (const Field& field : table->fields()) {
      out += StrCat(&field == &table->fields().front() ? "" : ",", FieldJson(*table, field));
    }
    out += "]}";
  }
  out += R"(],"enums":[)";
  for (const WordTable* words : reached.words) {
    out += StrCat(words == reached.words.front() ? "" : ",", R"({"name":)", Quoted(words->name()),
                  R"(,"doc":)", Quoted(words->doc()), R"(,"words":[)");
    for (const Word& word : words->words()) {
      out += StrCat(&word == &words->words().front() ? "" : ",", R"({"text":)", Quoted(word.text),
                    R"(,"doc":)", Quoted(word.doc), "}");
    }
    out += "]}";
  }
  return out + "]}";
}

}  // namespace attain::definition
