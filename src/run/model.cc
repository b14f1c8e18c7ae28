// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/model.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "attain/definition/reference.h"
#include "attain/definition/schema.h"
#include "attain/expression/expression.h"
#include "base/internal/text.h"
#include "run/internal/domains.h"
#include "run/internal/state.h"

namespace attain::run {
namespace {

using internal::StrCat;

// Two modules may see the same fault of one element.
void DropRepeated(Findings& findings) {
  std::vector<Finding> kept;
  for (Finding& finding : findings.mutable_items()) {
    const bool seen = std::any_of(kept.begin(), kept.end(), [&finding](const Finding& other) {
      // Of an id given twice the reader names the id, the references the element.
      if (finding.reason == Reason::kDuplicateId && other.reason == finding.reason &&
          other.where.path == StrCat(finding.where.path, ".id"))
        return true;
      return other.reason == finding.reason && other.where.path == finding.where.path &&
             other.where.line == finding.where.line &&
             (other.text == finding.text || finding.reason == Reason::kUnknownReference ||
              finding.reason == Reason::kDuplicateId);
    });
    if (!seen) kept.push_back(std::move(finding));
  }
  findings.mutable_items() = std::move(kept);
}

// True when `path` is the element at `element` or lies inside it; the empty path is the whole
// document.
bool LiesIn(std::string_view path, std::string_view element) {
  if (element.empty()) return true;
  if (path.substr(0, element.size()) != element) return false;
  return path.size() == element.size() || path[element.size()] == '.' ||
         path[element.size()] == '[';
}

// An element that could not be read has its default in its place. What a check says of that default
// is not what the user wrote.
void AppendWhereRead(const Findings& checked, Findings& findings) {
  const std::vector<Finding> reading = findings.items();
  for (const Finding& finding : checked) {
    const bool unread =
        std::any_of(reading.begin(), reading.end(), [&finding](const Finding& error) {
          return error.severity == Severity::kError && LiesIn(finding.where.path, error.where.path);
        });
    if (!unread) findings.Add(finding);
  }
}

// Whether the names of an expression are there is known with the data; whether it is an expression
// is known now.
void CheckDerived(const std::string& table, const crm::TableSource& source, Findings& findings) {
  for (const auto& [column, text] : source.derive) {
    findings.Append(FindingsOf(
        expression::ParseText(text, StrCat("tables.", table, ".derive.", column)).status()));
  }
}

// A key of a domain that is not here yet deserves a better word than the nearest known key.
void NameLaterDomains(Findings& findings) {
  for (Finding& finding : findings.mutable_items()) {
    if (finding.reason != Reason::kUnknownKey) continue;
    for (const LaterDomain& later : kLaterDomains) {
      if (finding.where.path != later.key) continue;
      finding.text =
          StrCat("this version has no domain \"", later.key, "\": nothing in it ", later.what);
      finding.hint = "take the key out, or use a version of the library that has it";
    }
  }
}

struct Kind {
  std::string_view name;
  const definition::FieldTable& (*table)();
  Findings (*check)(std::string_view text, const definition::ReadOptions& options);
};

template <typename T>
const definition::FieldTable& TableOf() {
  return Describe(definition::Type<T>{});
}

template <typename T>
Findings CheckPart(std::string_view text, const definition::ReadOptions& options) {
  definition::Loaded<T> loaded = definition::Load<T>(text, options);
  Findings findings = std::move(loaded.findings);
  if (!findings.has_errors()) findings.Append(Validate(loaded.value));
  Place(loaded.document, findings);
  return findings;
}

Findings CheckPlan(std::string_view text, const definition::ReadOptions& options) {
  definition::Loaded<incentive::Plan> loaded = definition::Load<incentive::Plan>(text, options);
  Findings findings = std::move(loaded.findings);
  if (!findings.has_errors()) {
    // A plan alone is its own root: its paths begin at its keys.
    Findings own = incentive::Validate(loaded.value, {}, "plan");
    for (Finding& finding : own.mutable_items()) {
      if (finding.where.path.rfind("plan.", 0) == 0) finding.where.path.erase(0, 5);
      findings.Add(std::move(finding));
    }
  }
  Place(loaded.document, findings);
  return findings;
}

LoadedModel LoadModel(std::string_view text, const definition::ReadOptions& options) {
  LoadedModel loaded = definition::Load<Model>(text, options);
  NameLaterDomains(loaded.findings);
  // What could be read is checked too, so that all faults come at once.
  if (!text.empty()) AppendWhereRead(Validate(loaded.value, loaded.document), loaded.findings);
  DropRepeated(loaded.findings);
  return loaded;
}

Findings CheckModel(std::string_view text, const definition::ReadOptions& options) {
  return LoadModel(text, options).findings;
}

constexpr Kind kKinds[] = {
    {"funnel", &TableOf<funnel::StagePlan>, &CheckPart<funnel::StagePlan>},
    {"incentive", &TableOf<incentive::Plan>, &CheckPlan},
    {"measure", &TableOf<measure::Measure>, &CheckPart<measure::Measure>},
    {"model", &TableOf<Model>, &CheckModel},
    {"target", &TableOf<target::Target>, &CheckPart<target::Target>},
};

const Kind* KindNamed(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

absl::Status UnknownKind(std::string_view kind) {
  const std::string nearest = NearestWord(kind, DocumentKinds());
  Findings findings;
  findings.AddError(Reason::kUnknownKind, {}, StrCat("there is no kind of document \"", kind, "\""),
                    nearest.empty() ? std::string("known are funnel, incentive, measure, model and target")
                                    : StrCat("did you mean \"", nearest, "\"?"));
  return findings.ToStatus();
}

}  // namespace

const definition::FieldTable& Describe(definition::Type<Model>) {
  using definition::Optional;
  using definition::Required;
  static const auto& table = *new definition::FieldTable(
      definition::Table<Model>(
          "model", "Where the tables come from, what is measured, what is asked and what is paid.",
          {
              Required("id", &Model::id, "Its id, \"sales-2026\".").IsId(),
              Optional("currency", &Model::currency,
                       "Currency of plain amounts and of tables without a currency column. "
                       "Default: none."),
              Optional("calendar", &Model::calendar,
                       "Names the periods. Default: Gregorian from 1 January, by months."),
              Optional(
                  "offset_minutes", &Model::offset_minutes,
                  "Business time: minutes east of UTC, to find the day of an instant. Default: 0.")
                  .AtLeast(-1080)
                  .AtMost(1080),
              Optional("tables", &Model::tables,
                       "How tables come from those given. Default: every table as it stands."),
              Optional("measures", &Model::measures, "What is measured.").Each("measure"),
              Optional("targets", &Model::targets, "What is asked.").Each("target"),
              Optional("funnels", &Model::funnels, "How far deals get.").Each("funnel"),
              Optional("incentives", &Model::incentives, "What is paid.").Each("incentive"),
          })
          .Document("model", 1));
  return table;
}

Findings Validate(const Model& model, const definition::Document& document) {
  Findings findings;
  std::visit(
      [&findings](const auto& kind) {
        findings.Append(crm::Validate(crm::CalendarDefinition(kind), "calendar"));
      },
      model.calendar);
  for (const auto& [name, source] : model.tables) CheckDerived(name, source, findings);
  definition::ReferenceGraph graph;
  for (const Domain& domain : Domains()) domain.validate(model, graph, findings);
  if (model.measures.empty() && model.targets.empty() && model.funnels.empty() &&
      model.incentives.empty()) {
    findings.AddWarning(Reason::kNothingToRun, {},
                        "the model measures nothing, asks nothing and pays nothing");
  }
  Place(document, findings);
  graph.Check(document, findings);
  DropRepeated(findings);
  return findings;
}

absl::StatusOr<LoadedModel> Parse(std::string_view text, const definition::ReadOptions& options) {
  LoadedModel loaded = LoadModel(text, options);
  if (loaded.findings.has_errors()) return loaded.findings.ToStatus();
  return loaded;
}

Findings Check(std::string_view text, const definition::ReadOptions& options) {
  absl::StatusOr<definition::Document> document =
      definition::Document::Parse(std::string(text), options.document, options.limits);
  if (!document.ok()) return FindingsOf(document.status());
  const absl::StatusOr<definition::Header> header = definition::HeaderOf(*document);
  if (!header.ok()) return FindingsOf(header.status());
  const Kind* kind = KindNamed(header->kind);
  if (kind != nullptr) return kind->check(text, options);
  Findings findings = FindingsOf(UnknownKind(header->kind));
  for (Finding& finding : findings.mutable_items()) finding.where = document->Locate("attain");
  return findings;
}

absl::StatusOr<LoadedModel> Replace(const LoadedModel& model, std::string_view path,
                                    std::string_view value) {
  const std::string text = definition::Write(model.value);
  ATTAIN_ASSIGN_OR_RETURN(const std::string replaced, definition::Replace(text, path, value));
  definition::ReadOptions options;
  options.document = model.document.name();
  return Parse(replaced, options);
}

absl::StatusOr<crm::Dataset> Load(const Model& model, const table::Tables& tables) {
  crm::LoadOptions options;
  options.sources = model.tables;
  options.calendar = model.calendar;
  options.offset_minutes = static_cast<int>(model.offset_minutes);
  if (model.currency.has_value()) {
    options.currency = std::string(model.currency->code());
    options.currencies.push_back(*model.currency);
  }
  return crm::Load(tables, options);
}

std::vector<std::string> DocumentKinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

absl::StatusOr<std::string> Schema(std::string_view kind) {
  const Kind* known = KindNamed(kind);
  if (known == nullptr) return UnknownKind(kind);
  return definition::SchemaOf(known->table());
}

absl::StatusOr<std::string> Reference(std::string_view kind) {
  const Kind* known = KindNamed(kind);
  if (known == nullptr) return UnknownKind(kind);
  return definition::ReferenceOf(known->table());
}

}  // namespace attain::run
