// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// References between definitions: who defines what, who uses what, and whether it holds together.
//
//   ReferenceGraph graph;
//   graph.Define("measure", "won_amount", "measures[won_amount]");
//   graph.Define("attainment", "quota-2026", "targets[quota-2026]");
//   graph.Refer({"attainment", "quota-2026"}, {"measure", "won_amonut"}, "targets[quota-2026].measure");
//   graph.Check(document, findings);
//   // sales.json:7:40 targets[quota-2026].measure: UNKNOWN_REFERENCE: there is no measure "won_amonut"; did you mean "won_amount"?
//
// A circle is shown whole: measure a → measure b → measure a.
#ifndef ATTAIN_DEFINITION_REFERENCE_H_
#define ATTAIN_DEFINITION_REFERENCE_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/finding.h"
#include "attain/definition/document.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"

namespace attain::definition {

/// A place where a definition is referred to by its id.
struct Use {
  std::vector<std::string> kinds = {};  ///< The kinds it may be of, at least one.
  std::string id = {};                  ///< The id written.
  std::string path = {};                ///< Where it is written.
  bool operator==(const Use&) const = default;
};

/// Collects definitions and uses of the whole model, then checks them.
class ReferenceGraph {
 public:
  /// A definition of a kind, and the path where it stands. The same kind and id twice is kDuplicateId when checked.
  void Define(std::string_view kind, std::string_view id, std::string_view path);
  /// `from`, itself defined, refers to `to` at `path`. A `from` with an empty kind is not part of any circle.
  void Refer(const Reference& from, const Reference& to, std::string_view path);
  /// The same for a reference that may be of several kinds: the first kind that defines the id counts.
  void Refer(const Reference& from, const Use& use);

  /// Reports ids defined twice (kDuplicateId), ids that nothing defines (kUnknownReference, with the nearest) and circles
  /// (kCyclicReference, each once, with the whole path), with their places in `document`.
  void Check(const Document& document, Findings& findings) const;
  /// All definitions in an order in which each comes after those it uses; ties in the order of definition. Those on a circle
  /// are left out.
  std::vector<Reference> Order() const;
  /// True when `kind` defines `id`.
  bool Defines(std::string_view kind, std::string_view id) const;

 private:
  struct Definition {
    Reference name;
    std::string path;
  };
  struct Edge {
    Reference from;
    Use to;
  };
  int64_t Resolve(const Use& use) const;
  std::vector<std::vector<int64_t>> Links() const;

  std::vector<Definition> definitions_;
  std::map<Reference, int64_t> index_;
  std::vector<Edge> edges_;
};

namespace internal {
/// UsesIn() for a value behind its codec.
std::vector<Use> CollectUses(const Codec& codec, const void* value, std::string_view path);
}  // namespace internal

/// Every reference inside a value, found by its field tables: members with RefersTo() and members of type Reference.
/// `path` is the path of the value itself; empty at the root.
template <typename T>
std::vector<Use> UsesIn(const T& value, std::string_view path = {}) {
  return internal::CollectUses(CodecOf<T>(), &value, path);
}

/// Adds kDuplicateId for every id that stands more than once in `ids`, at `path[id].id` of the document.
void CheckDuplicateIds(std::span<const std::string> ids, std::string_view path, const Document& document, Findings& findings);

/// `path` followed by `key`, with a point between where needed: JoinPath("a", "b") is "a.b".
std::string JoinPath(std::string_view path, std::string_view key);
/// `path` followed by an element's id, or by its index where the id is empty: "bands[2]", "components[new-business]".
std::string ElementPath(std::string_view path, std::string_view id, int64_t index);

}  // namespace attain::definition

#endif  // ATTAIN_DEFINITION_REFERENCE_H_
