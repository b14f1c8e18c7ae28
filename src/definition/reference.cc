// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/reference.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::definition {
namespace {

using attain::internal::StrCat;
using attain::internal::StrJoin;

std::string Called(const Reference& name) { return StrCat(name.kind, " ", name.id); }

// The id of an element: its member "id"; empty without.
std::string IdOf(const Codec& codec, const void* value) {
  const FieldTable* table = nullptr;
  if (codec.shape == Shape::kObject) {
    table = &codec.fields();
  } else if (codec.shape == Shape::kVariant) {
    table = codec.alternatives()[static_cast<size_t>(codec.index(value))];
    value = codec.held(value);
  } else if (codec.shape == Shape::kVersions || codec.shape == Shape::kOptional) {
    std::pair<const Codec*, std::string> context{&codec.element(), {}};
    codec.each(value, &context, [](void* opaque, std::string_view, const void* element) {
      auto& in = *static_cast<std::pair<const Codec*, std::string>*>(opaque);
      if (in.second.empty()) in.second = IdOf(*in.first, element);
    });
    return context.second;
  }
  const Field* id = table == nullptr ? nullptr : table->Find("id");
  if (id == nullptr || id->codec->shape != Shape::kText) return {};
  return *reinterpret_cast<const std::string*>(static_cast<const char*>(value) + id->offset);
}

// Walks a value by its codecs and notes every reference.
class UseCollector {
 public:
  explicit UseCollector(std::string_view path) : path_(path) {}

  void Walk(const Codec& codec, const Field* field, const void* value) {
    switch (codec.shape) {
      case Shape::kReference: {
        const auto& reference = *static_cast<const Reference*>(value);
        if (!reference.id.empty()) uses_.push_back({{reference.kind}, reference.id, path_});
        return;
      }
      case Shape::kText: {
        const auto& text = *static_cast<const std::string*>(value);
        if (field != nullptr && !field->references.empty() && !text.empty()) {
          uses_.push_back({{field->references.begin(), field->references.end()}, text, path_});
        }
        return;
      }
      case Shape::kObject:
        return WalkFields(codec.fields(), value);
      case Shape::kVariant:
        return WalkFields(*codec.alternatives()[static_cast<size_t>(codec.index(value))],
                          codec.held(value));
      case Shape::kOptional:
      case Shape::kList:
      case Shape::kMap:
      case Shape::kVersions:
        return WalkElements(codec, field, value);
      default:
        return;
    }
  }

  std::vector<Use> Take() { return std::move(uses_); }

 private:
  void WalkFields(const FieldTable& table, const void* object) {
    for (const Field& field : table.fields()) {
      const bool list = field.codec->shape == Shape::kList && !field.each.empty();
      const std::string base = std::exchange(path_, JoinPath(path_, list ? field.each : field.key));
      Walk(*field.codec, &field, static_cast<const char*>(object) + field.offset);
      path_ = base;
    }
  }

  void WalkElements(const Codec& codec, const Field* field, const void* value) {
    struct Context {
      UseCollector* self;
      const Codec* codec;
      const Field* field;
      std::string base;
      int64_t count = 0;
      int64_t index = 0;
    } context{.self = this, .codec = &codec, .field = field, .base = path_};
    codec.each(value, &context, [](void* opaque, std::string_view, const void*) {
      ++static_cast<Context*>(opaque)->count;
    });
    codec.each(value, &context, [](void* opaque, std::string_view key, const void* element) {
      auto& in = *static_cast<Context*>(opaque);
      std::string& path = in.self->path_;
      const int64_t index = in.index++;
      switch (in.codec->shape) {
        case Shape::kList:
          path = ElementPath(in.base, IdOf(in.codec->element(), element), index);
          break;
        case Shape::kMap:
          path = JoinPath(in.base, key);
          break;
        case Shape::kVersions:
          if (in.count > 1) path = ElementPath(JoinPath(in.base, "versions"), {}, index);
          break;
        default:
          break;
      }
      in.self->Walk(in.codec->element(), in.field, element);
    });
    path_ = context.base;
  }

  std::string path_;
  std::vector<Use> uses_;
};

}  // namespace

void ReferenceGraph::Define(std::string_view kind, std::string_view id, std::string_view path) {
  Reference name{std::string(kind), std::string(id)};
  index_.emplace(name, static_cast<int64_t>(definitions_.size()));
  definitions_.push_back({std::move(name), std::string(path)});
}

void ReferenceGraph::Refer(const Reference& from, const Reference& to, std::string_view path) {
  Refer(from, {{to.kind}, to.id, std::string(path)});
}

void ReferenceGraph::Refer(const Reference& from, const Use& use) { edges_.push_back({from, use}); }

bool ReferenceGraph::Defines(std::string_view kind, std::string_view id) const {
  return index_.count({std::string(kind), std::string(id)}) > 0;
}

int64_t ReferenceGraph::Resolve(const Use& use) const {
  for (const std::string& kind : use.kinds) {
    const auto found = index_.find({kind, use.id});
    if (found != index_.end()) return found->second;
  }
  return -1;
}

std::vector<std::vector<int64_t>> ReferenceGraph::Links() const {
  std::vector<std::vector<int64_t>> links(definitions_.size());
  for (const Edge& edge : edges_) {
    const auto from = index_.find(edge.from);
    const int64_t to = Resolve(edge.to);
    if (from != index_.end() && to >= 0) links[static_cast<size_t>(from->second)].push_back(to);
  }
  return links;
}

void ReferenceGraph::Check(const Document& document, Findings& findings) const {
  for (size_t i = 0; i < definitions_.size(); ++i) {
    const Definition& definition = definitions_[i];
    const int64_t first = index_.at(definition.name);
    if (first == static_cast<int64_t>(i)) continue;
    findings.AddError(Reason::kDuplicateId, document.Locate(definition.path),
                      StrCat("there are two definitions of ", Called(definition.name)),
                      StrCat("the other is ", definitions_[static_cast<size_t>(first)].path));
  }
  for (const Edge& edge : edges_) {
    if (Resolve(edge.to) >= 0) continue;
    std::vector<std::string> known;
    for (const Definition& definition : definitions_) {
      const auto& kinds = edge.to.kinds;
      if (std::find(kinds.begin(), kinds.end(), definition.name.kind) != kinds.end())
        known.push_back(definition.name.id);
    }
    const std::string nearest = NearestWord(edge.to.id, known);
    findings.AddError(
        Reason::kUnknownReference, document.Locate(edge.to.path),
        StrCat("there is no ", StrJoin(edge.to.kinds, " or "), " \"", edge.to.id, "\""),
        nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  }
  // Circles: a walk in depth that keeps its way; meeting a node of the way closes a circle.
  const auto links = Links();
  enum class State : char { kNew, kOnTheWay, kDone };
  std::vector<State> states(definitions_.size(), State::kNew);
  for (size_t start = 0; start < definitions_.size(); ++start) {
    if (states[start] != State::kNew) continue;
    std::vector<std::pair<size_t, size_t>> way = {{start, 0}};  // node, next link
    states[start] = State::kOnTheWay;
    while (!way.empty()) {
      const size_t node = way.back().first;
      if (way.back().second == links[node].size()) {
        states[node] = State::kDone;
        way.pop_back();
        continue;
      }
      const auto next = static_cast<size_t>(links[node][way.back().second++]);
      if (states[next] == State::kNew) {
        states[next] = State::kOnTheWay;
        way.emplace_back(next, 0);
      } else if (states[next] == State::kOnTheWay) {
        std::string circle;
        const auto first = std::find_if(way.begin(), way.end(),
                                        [&](const auto& step) { return step.first == next; });
        for (auto step = first; step != way.end(); ++step)
          circle += StrCat(Called(definitions_[step->first].name), " → ");
        circle += Called(definitions_[next].name);
        findings.AddError(Reason::kCyclicReference, document.Locate(definitions_[next].path),
                          StrCat("definitions refer to one another in a circle: ", circle),
                          "break the circle at one of them");
      }
    }
  }
}

std::vector<Reference> ReferenceGraph::Order() const {
  const auto links = Links();
  std::vector<size_t> open(definitions_.size());
  std::vector<std::vector<size_t>> users(definitions_.size());
  for (size_t user = 0; user < links.size(); ++user) {
    open[user] = links[user].size();
    for (const int64_t used : links[user]) users[static_cast<size_t>(used)].push_back(user);
  }
  std::vector<Reference> order;
  // Of those that are ready always the first defined: a heap of indexes.
  std::vector<size_t> ready;
  const auto push = [&](size_t node) {
    ready.push_back(node);
    std::push_heap(ready.begin(), ready.end(), std::greater<>());
  };
  for (size_t i = 0; i < open.size(); ++i) {
    if (open[i] == 0 && index_.at(definitions_[i].name) == static_cast<int64_t>(i)) push(i);
  }
  while (!ready.empty()) {
    std::pop_heap(ready.begin(), ready.end(), std::greater<>());
    const size_t node = ready.back();
    ready.pop_back();
    order.push_back(definitions_[node].name);
    for (const size_t user : users[node]) {
      if (--open[user] == 0) push(user);
    }
  }
  return order;
}

namespace internal {
std::vector<Use> CollectUses(const Codec& codec, const void* value, std::string_view path) {
  UseCollector collector(path);
  collector.Walk(codec, nullptr, value);
  return collector.Take();
}
}  // namespace internal

void CheckDuplicateIds(std::span<const std::string> ids, std::string_view path,
                       const Document& document, Findings& findings) {
  std::map<std::string_view, int64_t> seen;
  for (const std::string& id : ids) {
    if (++seen[id] == 1) continue;
    findings.AddError(Reason::kDuplicateId,
                      document.Locate(JoinPath(ElementPath(path, id, 0), "id")),
                      StrCat("the id \"", id, "\" stands twice in this list"));
  }
}

std::string JoinPath(std::string_view path, std::string_view key) {
  // A key that would not read as one stands in brackets.
  if (key.empty() || key.find_first_of(".[]") != std::string_view::npos)
    return StrCat(path, "[", key, "]");
  return path.empty() ? std::string(key) : StrCat(path, ".", key);
}

std::string ElementPath(std::string_view path, std::string_view id, int64_t index) {
  return id.empty() ? StrCat(path, "[", index, "]") : StrCat(path, "[", id, "]");
}

}  // namespace attain::definition
