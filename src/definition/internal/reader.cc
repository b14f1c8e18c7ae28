// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Reading: a walk over the JSON tree and the codecs side by side. Whatever is wrong becomes a
// finding and the walk goes on.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "attain/definition/reference.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "definition/internal/files.h"
#include "definition/internal/scalars.h"

namespace attain::definition::internal {
namespace {

using attain::internal::StrCat;
using Type = Json::Type;
using Members = std::vector<Json*>;

// Documents in files add up their nesting; this keeps the walk's stack small.
constexpr int kDeepest = 256;
constexpr size_t kMostWordsInHint = 12;

std::string Choice(const std::vector<std::string>& words, std::string_view wrong) {
  const std::string nearest = NearestWord(wrong, words);
  if (!nearest.empty()) return StrCat("did you mean \"", nearest, "\"?");
  if (words.empty() || words.size() > kMostWordsInHint) return {};
  std::string all = "write ";
  for (size_t i = 0; i < words.size(); ++i) {
    all += StrCat(i == 0 ? "\"" : i + 1 == words.size() ? " or \"" : ", \"", words[i], "\"");
  }
  return all;
}

class Reader {
 public:
  Reader(Document& document, const ReadOptions& options, Findings& findings)
      : document_(&document),
        findings_(findings),
        files_(options, findings),
        currency_(options.currency) {}

  void ReadRoot(const Codec& codec, void* out) {
    Read(codec, nullptr, document_->mutable_root(), out);
  }

 private:
  void Add(Reason reason, int64_t offset, std::string_view path, std::string text,
           std::string hint = {}) {
    findings_.AddError(reason, document_->At(offset, path), std::move(text), std::move(hint));
  }
  void Add(const Json& value, Fault fault) {
    Add(fault.reason, value.begin, path_, std::move(fault.text), std::move(fault.hint));
  }

  void Read(const Codec& codec, const Field* field, Json& value, void* out) {
    if (++depth_ > kDeepest) {
      Add(value, {Reason::kNestingTooDeep, "the documents together are nested too deep"});
    } else {
      ReadShape(codec, field, value, out);
    }
    --depth_;
  }

  void ReadShape(const Codec& codec, const Field* field, Json& value, void* out) {
    switch (codec.shape) {
      case Shape::kOptional:
        if (value.type == Type::kNull) return codec.clear(out);
        return Read(codec.element(), field, value, codec.append(out, {}));
      case Shape::kList:
        return ReadList(codec, field, value, out);
      case Shape::kMap:
        return ReadMap(codec, field, value, out);
      case Shape::kObject:
      case Shape::kVariant:
      case Shape::kVersions:
        return ReadStruct(codec, value, out);
      case Shape::kExpression:
        return ReadExpression(field, value, *static_cast<ExpressionText*>(out));
      case Shape::kReference:
        return ReadReference(field, value, *static_cast<Reference*>(out));
      case Shape::kWord:
        return ReadWord(codec, value, out);
      default:
        break;
    }
    if (auto fault = ReadScalar(codec.shape, value, currency_, out))
      return Add(value, *std::move(fault));
    if (field != nullptr) CheckBounds(codec.shape, *field, value, out);
  }

  void CheckBounds(Shape shape, const Field& field, const Json& value, const void* out) {
    if (shape == Shape::kText) {
      const auto& text = *static_cast<const std::string*>(out);
      if (field.is_id && !IsId(text)) {
        Add(value, {Reason::kInvalidValue, StrCat(Seen(value), " is not an id"),
                    "write 1 to 200 characters without square brackets, control characters or "
                    "space around them"});
      } else if (!in_container_ && static_cast<int64_t>(text.size()) < field.min_items) {
        Add(value, {Reason::kOutOfBounds, "the text must not be empty"});
      }
      return;
    }
    const auto number = NumberOf(shape, out);
    if (!number.has_value()) return;
    if (field.low.has_value() &&
        (*number < field.low->value || (field.low->open && *number == field.low->value))) {
      Add(value, {Reason::kOutOfBounds,
                  StrCat(Seen(value), " must be ", field.low->open ? "more than " : "at least ",
                         LimitText(shape, field.low->value))});
    } else if (field.high.has_value() && (field.high->value < *number ||
                                          (field.high->open && *number == field.high->value))) {
      Add(value, {Reason::kOutOfBounds,
                  StrCat(Seen(value), " must be ", field.high->open ? "less than " : "at most ",
                         LimitText(shape, field.high->value))});
    }
  }

  void CheckSize(const Field* field, const Json& value, size_t size) {
    if (field == nullptr || in_container_ || static_cast<int64_t>(size) >= field->min_items) return;
    Add(value,
        {Reason::kOutOfBounds, StrCat("at least ", field->min_items,
                                      field->min_items == 1 ? " element is" : " elements are",
                                      " needed, there ", size == 1 ? "is " : "are ", size)});
  }

  void ReadExpression(const Field* field, const Json& value, ExpressionText& out) {
    if (value.type != Type::kString)
      return Add(value, Unexpected(value, "an expression", "it in quotes: \"amount > 0\""));
    if (field != nullptr && !in_container_ &&
        static_cast<int64_t>(value.text.size()) < field->min_items) {
      return Add(value, {Reason::kOutOfBounds, "the expression must not be empty"});
    }
    out.text = value.text;
    out.where = document_->At(value.begin + 1, path_);
    const auto raw = std::string_view(document_->text())
                         .substr(static_cast<size_t>(value.begin) + 1,
                                 static_cast<size_t>(value.end - value.begin) - 2);
    if (raw.find('\\') != std::string_view::npos) out.raw = raw;
  }

  void ReadReference(const Field* field, const Json& value, Reference& out) {
    std::vector<std::string> kinds;
    if (field != nullptr) kinds.assign(field->references.begin(), field->references.end());
    const std::string example =
        StrCat("{\"", kinds.empty() ? "measure" : kinds[0], "\": \"its-id\"}");
    const Json* only = nullptr;
    size_t count = 0;
    for (const Json& member : value.members) {
      if (member.key == "note") continue;
      only = &member;
      ++count;
    }
    if (value.type != Type::kObject) return Add(value, Unexpected(value, "a reference", example));
    if (count != 1) {
      return Add(value, {Reason::kInvalidValue, StrCat("a reference has one key, not ", count),
                         StrCat("write ", example)});
    }
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), only->key) == kinds.end()) {
      return Add(Reason::kUnknownKind, only->key_begin, path_,
                 StrCat("\"", only->key, "\" cannot be referred to here"),
                 Choice(kinds, only->key));
    }
    if (only->type != Type::kString) return Add(*only, Unexpected(*only, "an id", example));
    if (!IsId(only->text))
      return Add(*only, {Reason::kInvalidValue, StrCat(Seen(*only), " is not an id")});
    out = {only->key, only->text};
  }

  void ReadWord(const Codec& codec, const Json& value, void* out) {
    const WordTable& table = codec.words();
    std::vector<std::string> words;
    for (const Word& word : table.words()) {
      if (value.type == Type::kString && value.text == word.text)
        return codec.set_number(out, word.value);
      words.emplace_back(word.text);
    }
    if (value.type != Type::kString)
      return Add(value, Unexpected(value, "a word", StrCat("\"", words.front(), "\"")));
    Add(value, {Reason::kUnknownWord, StrCat(Seen(value), " is not one of the words allowed here"),
                Choice(words, value.text)});
  }

  void ReadList(const Codec& codec, const Field* field, Json& value, void* out) {
    codec.clear(out);
    if (value.type != Type::kArray) return Add(value, Unexpected(value, "a list", "[ … ]"));
    const Codec& element = codec.element();
    const std::string base = path_;
    std::map<std::string, const Json*> seen;
    const Document* const list_document = document_;
    const bool outer = std::exchange(in_container_, true);
    for (size_t i = 0; i < value.items.size(); ++i) {
      Json& item = value.items[i];
      path_ = ElementPath(base, {}, static_cast<int64_t>(i));
      InFile(
          element, item,
          [&](Json& inside) {
            const Json* id = inside.Find("id");
            const bool named =
                id != nullptr && id->type == Type::kString && IsId(id->text) && HasId(element);
            if (named) {
              path_ = ElementPath(base, id->text, 0);
              const auto [first, fresh] = seen.emplace(id->text, &item);
              if (!fresh) {
                Add(Reason::kDuplicateId, id->begin, JoinPath(path_, "id"),
                    StrCat("the id \"", id->text, "\" stands twice in this list"),
                    StrCat("the first is in line ", list_document->At(first->second->begin).line));
              }
            }
            Read(element, field, inside, codec.append(out, {}));
          },
          [&] { codec.append(out, {}); });
    }
    path_ = base;
    in_container_ = outer;
    CheckSize(field, value, value.items.size());
  }

  // True when elements are objects with an id of their own.
  static bool HasId(const Codec& codec) {
    switch (codec.shape) {
      case Shape::kObject:
        return codec.fields().Find("id") != nullptr;
      case Shape::kVariant: {
        const auto& tables = codec.alternatives();
        return std::any_of(tables.begin(), tables.end(),
                           [](const FieldTable* table) { return table->Find("id") != nullptr; });
      }
      case Shape::kVersions:
      case Shape::kOptional:
        return HasId(codec.element());
      default:
        return false;
    }
  }

  void ReadMap(const Codec& codec, const Field* field, Json& value, void* out) {
    codec.clear(out);
    if (value.type != Type::kObject)
      return Add(value, Unexpected(value, "an object", "{ \"name\": … }"));
    const Codec& element = codec.element();
    // A note is a note unless the elements themselves are texts.
    const bool notes = element.shape == Shape::kObject || element.shape == Shape::kVariant ||
                       element.shape == Shape::kVersions || element.shape == Shape::kList;
    Members members = Unique(value);
    size_t size = 0;
    const bool outer = std::exchange(in_container_, true);
    for (Json* member : members) {
      if (notes && member->key == "note" && member->type == Type::kString) continue;
      ++size;
      const std::string base = std::exchange(path_, JoinPath(path_, member->key));
      if (member->key.empty()) {
        Add(Reason::kInvalidValue, member->key_begin, path_, "a name must not be empty");
      }
      Read(element, field, *member, codec.append(out, member->key));
      path_ = base;
    }
    in_container_ = outer;
    CheckSize(field, value, size);
  }

  // The members of an object, each key once; the others are findings.
  Members Unique(Json& object) {
    Members members;
    for (Json& member : object.members) members.push_back(&member);
    Members sorted = members;
    attain::internal::Sort(sorted, [](const Json* a, const Json* b) { return a->key < b->key; });
    std::vector<const Json*> doubled;
    for (size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i]->key == sorted[i - 1]->key) doubled.push_back(sorted[i]);
    }
    if (doubled.empty()) return members;
    attain::internal::Sort(
        doubled, [](const Json* a, const Json* b) { return a->key_begin < b->key_begin; });
    for (const Json* member : doubled) {
      Add(Reason::kDuplicateKey, member->key_begin, JoinPath(path_, member->key),
          StrCat("the key \"", member->key, "\" stands twice"),
          StrCat("the first is in line ", document_->At(object.Find(member->key)->key_begin).line));
    }
    members.erase(std::remove_if(members.begin(), members.end(),
                                 [&](const Json* member) {
                                   return std::binary_search(doubled.begin(), doubled.end(), member,
                                                             [](const Json* a, const Json* b) {
                                                               return a->key_begin < b->key_begin;
                                                             });
                                 }),
                  members.end());
    return members;
  }

  // Calls `read` with what stands for `value`: itself, or the root of the file it names. `failed`
  // when that file is not to be had.
  template <typename ReadIt, typename Failed>
  void InFile(const Codec& codec, Json& value, ReadIt read, Failed failed) {
    // A struct with a key "file" of its own means that key.
    const bool own = codec.shape == Shape::kObject && codec.fields().Find("file") != nullptr;
    const Json* name = own ? nullptr : Files::NameIn(value);
    if (name == nullptr) return read(value);
    const auto file = files_.Open(*document_, *name, path_);
    if (file == nullptr) return failed();
    value.included = file;
    Document* const outer = std::exchange(document_, file.get());
    InFile(codec, file->mutable_root(), read, failed);
    document_ = outer;
    files_.Close();
  }

  void ReadStruct(const Codec& codec, Json& value, void* out) {
    InFile(
        codec, value, [&](Json& inside) { ReadOpened(codec, inside, out); }, [] {});
  }

  void ReadOpened(const Codec& codec, Json& value, void* out) {
    const Field* alone = codec.shape == Shape::kObject && value.type != Type::kObject
                             ? codec.fields().short_form()
                             : nullptr;
    if (alone != nullptr)
      return Read(*alone->codec, alone, value, static_cast<char*>(out) + alone->offset);
    if (value.type != Type::kObject) return Add(value, Unexpected(value, "an object", "{ … }"));
    ReadMembers(codec, value, Unique(value), out);
  }

  void ReadMembers(const Codec& codec, Json& at, const Members& members, void* out) {
    switch (codec.shape) {
      case Shape::kVersions:
        return ReadVersions(codec, at, members, out);
      case Shape::kVariant:
        return ReadVariant(codec, at, members, out);
      default:
        return ReadFields(codec.fields(), at, members, out);
    }
  }

  static Json* Member(const Members& members, std::string_view key) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Json* member) { return member->key == key; });
    return found == members.end() ? nullptr : *found;
  }

  void ReadVariant(const Codec& codec, Json& at, const Members& members, void* out) {
    const auto& tables = codec.alternatives();
    std::vector<std::string> kinds;
    kinds.reserve(tables.size());
    for (const FieldTable* table : tables) kinds.emplace_back(table->kind());
    const Json* kind = Member(members, "kind");
    const std::string path = JoinPath(path_, "kind");
    if (kind == nullptr) {
      return Add(Reason::kMissingKey, at.begin, path, "the key \"kind\" is missing",
                 Choice(kinds, {}));
    }
    if (kind->type != Type::kString) {
      return Add(Reason::kWrongType, kind->begin, path,
                 StrCat("a kind was expected, not ", Seen(*kind)), Choice(kinds, {}));
    }
    const auto found = std::find(kinds.begin(), kinds.end(), kind->text);
    if (found == kinds.end()) {
      return Add(Reason::kUnknownKind, kind->begin, path, StrCat("there is no kind ", Seen(*kind)),
                 Choice(kinds, kind->text));
    }
    const auto index = found - kinds.begin();
    ReadFields(*tables[static_cast<size_t>(index)], at, members, codec.emplace(out, index));
  }

  void ReadVersions(const Codec& codec, Json& at, const Members& members, void* out) {
    codec.clear(out);
    Json* versions = Member(members, "versions");
    Members shared;
    for (Json* member : members) {
      if (member != versions) shared.push_back(member);
    }
    if (versions == nullptr) return ReadVersion(codec, at, shared, 0, out);
    const std::string base = std::exchange(path_, JoinPath(path_, "versions"));
    if (versions->type != Type::kArray) {
      Add(*versions,
          Unexpected(*versions, "a list", "[{\"valid\": [\"2026-01-01\", null], …}, …]"));
    } else if (versions->items.empty()) {
      Add(*versions, {Reason::kOutOfBounds, "at least one version is needed"});
    } else {
      const std::string list = path_;
      for (size_t i = 0; i < versions->items.size(); ++i) {
        Json& item = versions->items[i];
        path_ = ElementPath(list, {}, static_cast<int64_t>(i));
        if (item.type != Type::kObject) {
          Add(item, Unexpected(item, "an object", "{\"valid\": [\"2026-01-01\", null], …}"));
          codec.append(out, {});
          continue;
        }
        Members all = Unique(item);
        for (Json* member : shared) {
          if (Member(all, member->key) == nullptr) all.push_back(member);
        }
        ReadVersion(codec, item, all, static_cast<int64_t>(i), out);
      }
    }
    path_ = base;
  }

  void ReadVersion(const Codec& codec, Json& at, Members members, int64_t index, void* out) {
    void* element = codec.append(out, {});
    Json* valid = Member(members, "valid");
    if (valid != nullptr) {
      members.erase(std::find(members.begin(), members.end(), valid));
      const std::string base = std::exchange(path_, JoinPath(path_, "valid"));
      if (auto fault = ReadScalar(Shape::kValidity, *valid, currency_, codec.valid(out, index)))
        Add(*valid, *std::move(fault));
      path_ = base;
    }
    ReadMembers(codec.element(), at, members, element);
  }

  // What may stand in the object beside the fields of its table. True when `member` is such a key.
  bool ReadOwnKey(const FieldTable& table, const Json& member, bool root) {
    if (member.key == "note") {
      if (member.type != Type::kString) {
        Add(Reason::kWrongType, member.begin, JoinPath(path_, "note"),
            StrCat("a text was expected, not ", Seen(member)));
      }
      return true;
    }
    if (member.key == "attain") {
      // A document written into another keeps its header; that of the root is checked by
      // CheckHeader.
      if (!root && !table.document().empty()) CheckInnerHeader(table, member);
      return root || !table.document().empty();
    }
    if (member.key != "kind" || table.kind().empty()) return false;
    if (member.type != Type::kString || member.text != table.kind()) {
      Add(Reason::kUnknownKind, member.begin, JoinPath(path_, "kind"),
          StrCat("the kind must be \"", table.kind(), "\", not ", Seen(member)));
    }
    return true;
  }

  void ReadFields(const FieldTable& table, Json& at, const Members& members, void* out) {
    const bool root = &at == &document_->root();
    if (root) CheckHeader(table, at);
    const std::optional<Currency> outer = currency_;
    const bool in_container = std::exchange(in_container_, false);
    TakeCurrency(table, members);
    if (!table.kind().empty() && Member(members, "kind") == nullptr) {
      Add(Reason::kMissingKey, at.begin, JoinPath(path_, "kind"), "the key \"kind\" is missing",
          StrCat("write \"", table.kind(), "\""));
    }
    for (Json* member : members) {
      const Field* field = table.Find(member->key);
      if (field == nullptr) {
        if (!ReadOwnKey(table, *member, root)) AddUnknownKey(table, members, *member);
        continue;
      }
      const bool list = member->type == Type::kArray && !field->each.empty();
      const std::string base =
          std::exchange(path_, JoinPath(path_, list ? field->each : field->key));
      if (member->type == Type::kNull && field->codec->shape != Shape::kOptional) {
        Add(*member, {Reason::kWrongType, "null is not allowed here",
                      field->required ? "write a value" : "leave the key out"});
      } else {
        Read(*field->codec, field, *member, static_cast<char*>(out) + field->offset);
      }
      path_ = base;
    }
    for (const Field& field : table.fields()) {
      if (!field.required || Member(members, field.key) != nullptr) continue;
      Add(Reason::kMissingKey, at.begin, JoinPath(path_, field.key),
          StrCat("the key \"", field.key, "\" is missing"));
    }
    currency_ = outer;
    in_container_ = in_container;
  }

  void AddUnknownKey(const FieldTable& table, const Members& members, const Json& member) {
    std::vector<std::string> known;
    for (const Field& field : table.fields()) {
      if (Member(members, field.key) == nullptr) known.emplace_back(field.key);
    }
    if (!table.kind().empty() && Member(members, "kind") == nullptr) known.emplace_back("kind");
    known.emplace_back("note");
    const std::string nearest = NearestWord(member.key, known);
    Add(Reason::kUnknownKey, member.key_begin, JoinPath(path_, member.key),
        StrCat(Article(table.name()), table.name(), " has no key \"", member.key, "\""),
        nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  }

  void CheckHeader(const FieldTable& table, const Json& root) {
    const bool outermost = path_.empty();
    Header header;
    if (table.document().empty() || !ReadHeader(*document_, root, outermost, header, findings_))
      return;
    const int64_t offset = root.Find("attain")->begin;
    if (header.kind != table.document()) {
      Add(Reason::kUnknownKind, offset, JoinPath(path_, "attain"),
          StrCat("the document is of kind \"", header.kind, "\""),
          StrCat("a document of kind \"", table.document(), "\" was expected"));
    } else if (header.version != table.version()) {
      Add(Reason::kUnknownVersion, offset, JoinPath(path_, "attain"),
          StrCat("version ", header.version, " of ", header.kind, " is not known"),
          StrCat("write \"", table.document(), "/", table.version(), "\""));
    }
  }

  void CheckInnerHeader(const FieldTable& table, const Json& header) {
    const std::string expected = StrCat(table.document(), "/", table.version());
    if (header.type == Type::kString && header.text == expected) return;
    const bool version =
        header.type == Type::kString && header.text.rfind(StrCat(table.document(), "/"), 0) == 0;
    Add(version ? Reason::kUnknownVersion : Reason::kUnknownKind, header.begin,
        JoinPath(path_, "attain"),
        StrCat("what stands here must be \"", expected, "\", not ", Seen(header)),
        StrCat("write \"", expected, "\", or leave the key out"));
  }

  static std::string_view Article(std::string_view noun) {
    return !noun.empty() && std::string_view("aeio").find(noun.front()) != std::string_view::npos
               ? "an "
               : "a ";
  }

  // Plain amounts inside an object with a currency are in that currency.
  void TakeCurrency(const FieldTable& table, const Members& members) {
    const Json* member = Member(members, "currency");
    if (member == nullptr || member->type != Type::kString || table.Find("currency") == nullptr)
      return;
    const auto currency = Currency::Parse(member->text);
    if (currency.ok()) currency_ = *currency;
  }

  Document* document_;
  Findings& findings_;
  Files files_;
  std::optional<Currency> currency_;
  std::string path_;
  int depth_ = 0;
  bool in_container_ =
      false;  // then a field's least number of elements speaks of the container, not of this value
};

}  // namespace

void ReadInto(Document& document, const Codec& codec, const ReadOptions& options, void* value,
              Findings& findings) {
  Reader(document, options, findings).ReadRoot(codec, value);
}

bool ParseInto(std::string_view text, const ReadOptions& options, Document& document,
               Findings& findings) {
  absl::StatusOr<Document> parsed =
      Document::Parse(std::string(text), options.document, options.limits);
  if (!parsed.ok()) {
    findings.Append(FindingsOf(parsed.status()));
    return false;
  }
  document = *std::move(parsed);
  return true;
}

}  // namespace attain::definition::internal
