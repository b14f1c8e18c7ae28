// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/document.h"

#include <algorithm>
#include <charconv>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "definition/internal/files.h"

namespace attain::definition {
namespace {

using attain::internal::StrCat;

// One step of a path: a key, or what stands in brackets.
struct Step {
  std::string_view text;
  bool bracket = false;
};

// Splits a path; nothing when it is not well-formed.
std::optional<std::vector<Step>> StepsOf(std::string_view path) {
  std::vector<Step> steps;
  size_t at = 0;
  while (at < path.size()) {
    if (path[at] == '[') {
      const size_t close = path.find(']', at);
      if (close == std::string_view::npos) return std::nullopt;
      steps.push_back({path.substr(at + 1, close - at - 1), true});
      at = close + 1;
      continue;
    }
    if (path[at] == '.') {
      if (steps.empty()) return std::nullopt;
      ++at;
    } else if (!steps.empty()) {
      return std::nullopt;  // text directly behind a bracket
    }
    const size_t end = std::min(path.find_first_of(".[", at), path.size());
    if (end == at) return std::nullopt;
    steps.push_back({path.substr(at, end - at), false});
    at = end;
  }
  return steps;
}

// Where a walk along a path has come to.
struct Spot {
  const Document* document;
  const Json* value;
};

void EnterFile(Spot& spot) {
  while (spot.value->included != nullptr) {
    spot.document = spot.value->included.get();
    spot.value = &spot.document->root();
  }
}

std::optional<Spot> Child(Spot spot, const Step& step) {
  const Json& value = *spot.value;
  const Json* child = nullptr;
  if (value.type == Json::Type::kObject) {
    child = value.Find(step.text);
    // The path may speak of one incentive where the key says incentives.
    if (child == nullptr && !step.bracket) child = value.Find(StrCat(step.text, "s"));
  } else if (value.type == Json::Type::kArray && step.bracket) {
    for (const Json& item : value.items) {
      Spot element{spot.document, &item};
      EnterFile(element);
      const Json* id = element.value->Find("id");
      if (id != nullptr && id->type == Json::Type::kString && id->text == step.text) {
        child = &item;
        break;
      }
    }
    size_t index = 0;
    const char* end = step.text.data() + step.text.size();
    const auto read = std::from_chars(step.text.data(), end, index);
    if (child == nullptr && read.ec == std::errc() && read.ptr == end &&
        index < value.items.size()) {
      child = &value.items[index];
    }
  }
  if (child == nullptr) return std::nullopt;
  return Spot{spot.document, child};
}

struct Walk {
  Spot spot;        // the innermost element reached
  size_t done = 0;  // steps taken
  std::vector<Step> steps;
  bool well_formed = true;
  bool crossed = false;  // went into another file
};

Walk WalkPath(const Document& document, std::string_view path) {
  Walk walk{.spot = {&document, &document.root()}, .steps = {}};
  auto steps = StepsOf(path);
  if (!steps.has_value()) {
    walk.well_formed = false;
    return walk;
  }
  walk.steps = *std::move(steps);
  // "incentive[ae-2026]" before a path inside the document of that kind and id is the document
  // itself.
  if (walk.steps.size() >= 2 && !walk.steps[0].bracket && walk.steps[1].bracket &&
      !Child(walk.spot, walk.steps[0]).has_value()) {
    const Json* id = document.root().Find("id");
    const Json* header = document.root().Find("attain");
    if (id != nullptr && id->text == walk.steps[1].text && header != nullptr &&
        header->text.substr(0, header->text.find('/')) == walk.steps[0].text) {
      walk.done = 2;
    }
  }
  // With "versions", what a version does not say stands beside them.
  std::vector<Spot> around;
  for (; walk.done < walk.steps.size(); ++walk.done) {
    Spot here = walk.spot;
    EnterFile(here);
    auto next = Child(here, walk.steps[walk.done]);
    const bool in_version = walk.done >= 2 && walk.steps[walk.done - 1].bracket &&
                            walk.steps[walk.done - 2].text == "versions" && around.size() >= 2;
    if (!next.has_value() && in_version) {
      here = around[around.size() - 2];
      next = Child(here, walk.steps[walk.done]);
    }
    if (!next.has_value()) break;
    around.push_back(here);
    walk.spot = *next;
    walk.crossed = walk.crossed || walk.spot.document != &document;
  }
  return walk;
}

}  // namespace

absl::StatusOr<Document> Document::Parse(std::string text, std::string name,
                                         const JsonLimits& limits) {
  ATTAIN_ASSIGN_OR_RETURN(Json root, ParseJson(text, name, limits));
  Document document;
  document.name_ = std::move(name);
  document.text_ = std::move(text);
  document.root_ = std::move(root);
  document.line_starts_.push_back(0);
  for (size_t at = 0; (at = document.text_.find('\n', at)) != std::string::npos; ++at) {
    document.line_starts_.push_back(static_cast<int64_t>(at) + 1);
  }
  return document;
}

Where Document::At(int64_t offset, std::string_view path) const {
  Where where{.document = name_, .path = std::string(path)};
  if (line_starts_.empty()) return where;
  where.offset = std::clamp<int64_t>(offset, 0, static_cast<int64_t>(text_.size()));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), where.offset);
  where.line = next - line_starts_.begin();
  where.column = where.offset - *(next - 1) + 1;
  return where;
}

Where Document::Locate(std::string_view path) const {
  const Walk walk = WalkPath(*this, path);
  return walk.spot.document->At(walk.spot.value->begin, path);
}

const Json* Document::Find(std::string_view path) const {
  Walk walk = WalkPath(*this, path);
  if (!walk.well_formed || walk.done < walk.steps.size()) return nullptr;
  EnterFile(walk.spot);
  return walk.spot.value;
}

absl::StatusOr<Header> HeaderOf(const Document& document) {
  Findings findings;
  Header header;
  internal::ReadHeader(document, document.root(), true, header, findings);
  if (findings.has_errors()) return findings.ToStatus();
  return header;
}

absl::StatusOr<std::string> Replace(std::string_view text, std::string_view path,
                                    std::string_view value) {
  ATTAIN_ASSIGN_OR_RETURN(const Document document, Document::Parse(std::string(text)));
  std::string json(value);
  if (!ParseJson(value).ok()) {
    json.clear();
    AppendJsonString(value, json);
  }
  const Walk walk = WalkPath(document, path);
  if (!walk.well_formed) {
    return MakeError(Reason::kUnknownPath,
                     StrCat("\"", path, "\" is not a path; write components[new-business].cap"));
  }
  std::string result(text);
  if (walk.done == walk.steps.size()) {
    result.replace(static_cast<size_t>(walk.spot.value->begin),
                   static_cast<size_t>(walk.spot.value->end - walk.spot.value->begin), json);
    return result;
  }
  const Json& parent = *walk.spot.value;
  const Step& missing = walk.steps[walk.done];
  const Json* file = parent.Find("file");
  if (file != nullptr && file->type == Json::Type::kString) {
    return MakeError(Reason::kUnknownPath, StrCat("\"", path, "\" leads into the file ", file->text,
                                                  "; replace it in the text of that file"));
  }
  if (walk.done + 1 == walk.steps.size() && !missing.bracket &&
      parent.type == Json::Type::kObject) {
    std::string member = parent.members.empty() ? "" : ", ";
    AppendJsonString(missing.text, member);
    member.append(": ").append(json);
    const int64_t at = parent.members.empty() ? parent.begin + 1 : parent.members.back().end;
    result.insert(static_cast<size_t>(at), member);
    return result;
  }
  std::vector<std::string> known;
  for (const Json& member : parent.members) known.push_back(member.key);
  for (const Json& item : parent.items) {
    const Json* id = item.Find("id");
    if (id != nullptr) known.push_back(id->text);
  }
  const std::string nearest = NearestWord(missing.text, known);
  return MakeError(Reason::kUnknownPath,
                   StrCat("\"", path, "\" leads nowhere: there is no \"", missing.text, "\"",
                          nearest.empty() ? "" : StrCat("; did you mean \"", nearest, "\"?")));
}

}  // namespace attain::definition
