#include "parsers/guide/dictionary_text.h"

#include "engine/base/json/json.h"
#include "engine/model/text.h"
#include "parsers/charset.h"
#include "parsers/guide/release.h"

#include <set>

namespace longshore::guide {
namespace {

/// A double-quoted YAML scalar; JSON's are.
std::string in_quotes(std::string_view text) {
  return json::quote(parsers::is_utf8(text) ? std::string(text) : parsers::to_utf8(text, parsers::Charset::latin1));
}

/// What the chosen sets use.
struct Used {
  std::set<std::string, std::less<>> segments, composites, elements;
};

Used used_by(const X12Tables& tables, const std::vector<std::string>& sets) {
  Used out;
  const auto add = [&](const std::vector<TableUse>& uses) {
    for (const auto& use : uses) (tables.composites.contains(use.id) ? out.composites : out.elements).insert(use.id);
  };
  for (const auto& set : sets)
    for (const auto& line : tables.sets.find(set)->second.lines) out.segments.insert(line.segment);
  for (const auto& id : out.segments) add(tables.segments.find(id)->second.uses);
  for (const auto& id : out.composites)
    for (const auto& use : tables.composites.find(id)->second.uses) out.elements.insert(use.id);
  return out;
}

class Writer {
 public:
  Writer(const X12Tables& tables, const Used& used, const std::string& source)
      : tables_(tables), used_(used), sources_("[" + in_quotes(source) + "]") {}

  std::string codes() const {
    std::string out = "codes:\n";
    for (const auto& id : used_.elements) {
      const auto& element = tables_.elements.find(id)->second;
      if (element.codes.empty()) continue;
      out += "  " + in_quotes(id) + ":\n    sources: " + sources_ + "\n";
      if (!element.complete) out += "    complete: false\n";
      out += "    values:\n";
      for (const auto& [code, label] : element.codes)
        out += "      " + in_quotes(code) + ": " + in_quotes(label) + "\n";
    }
    return out;
  }

  std::string elements() const {
    std::string out = "elements:\n";
    for (const auto& id : used_.elements) {
      const auto& one = tables_.elements.find(id)->second;
      out += "  " + in_quotes(id) + ": {label: " + in_quotes(one.label) + ", type: " + one.type +
             ", min: " + std::to_string(one.min) + ", max: " + std::to_string(one.max) + "}\n";
    }
    return out;
  }

  std::string composites() const {
    std::string out = "composites:\n";
    for (const auto& id : used_.composites) {
      const auto& one = tables_.composites.find(id)->second;
      out += "  " + id + ":\n    label: " + in_quotes(one.label) + "\n    sources: " + sources_ + "\n    elements:\n";
      for (const auto& use : one.uses)
        out += "      - {element: " + in_quotes(use.id) + ", req: " + use.requirement + "}\n";
    }
    return out;
  }

  std::string segments() const {
    std::string out = "segments:\n";
    for (const auto& id : used_.segments) {
      const auto& one = tables_.segments.find(id)->second;
      out += "  " + in_quotes(id) + ":\n    label: " + in_quotes(one.label) + "\n    sources: " + sources_ +
             "\n    elements:\n";
      for (const auto& use : one.uses) out += "      - " + use_text(use) + "\n";
      if (one.notes.empty()) continue;
      std::string notes;
      for (const auto& note : one.notes) notes += (notes.empty() ? "" : ", ") + in_quotes(note);
      out += "    notes: [" + notes + "]\n";
    }
    return out;
  }

  std::string set(const std::string& id, const std::string& release) const {
    const auto& one = tables_.sets.find(id)->second;
    auto out = "set: " + in_quotes(id) + "\nstandard: X12\nversion: " + in_quotes(release) +
               "\nfunctional_id: " + in_quotes(one.functional_id) + "\nlabel: " + in_quotes(one.label) +
               "\nsources: " + sources_ + "\nstructure:\n";
    for (const auto& line : one.lines) out += line_text(line);
    return out;
  }

 private:
  std::string use_text(const TableUse& use) const {
    const bool composite = tables_.composites.contains(use.id);
    auto out = std::string(composite ? "{composite: " : "{element: ") + in_quotes(use.id) + ", req: " + use.requirement;
    return out + (use.repeat == 1 ? "}" : ", repeat: " + std::to_string(use.repeat) + "}");
  }

  /// A loop's lines stand two steps deeper than the line that starts it. A loop is as mandatory as its first segment,
  /// which itself is never missing in it.
  static std::string line_text(const TableLine& line) {
    const auto segment = [&](std::string_view requirement) {
      return "- {segment: " + in_quotes(line.segment) + ", req: " + std::string(requirement) +
             ", max: " + std::to_string(line.max) + "}\n";
    };
    const auto pad = [](std::uint32_t level) { return std::string(2 + std::size_t{4} * level, ' '); };
    if (line.loop.empty()) return pad(line.level) + segment(line.requirement);
    const auto outer = pad(line.level - 1);
    return outer + "- loop: " + in_quotes(line.loop) + "\n" + outer + "  req: " + line.requirement + "\n" + outer +
           "  max: " + std::to_string(line.loop_max) + "\n" + outer + "  of:\n" + pad(line.level) + segment("M");
  }

  const X12Tables& tables_;
  const Used& used_;
  std::string sources_;
};

Result<std::shared_ptr<const Release>> read_again(const std::vector<DictionaryFile>& files) {
  ReleaseFiles parsed;
  std::array<std::optional<yaml::Node>*, 4> kinds{&parsed.codes, &parsed.elements, &parsed.composites,
                                                  &parsed.segments};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    LONGSHORE_TRY(*kinds[i], yaml::parse(files[i].text, files[i].name));
  }
  return read_release(parsed);
}

}  // namespace

Result<DictionaryText> write_dictionary(const X12Tables& tables, const std::string& release,
                                        const std::vector<std::string>& sets, const std::string& source,
                                        std::vector<Error>& refused) {
  auto chosen = sets;
  for (const auto& set : sets)
    if (!tables.sets.contains(set))
      return fail_permanent("guide", "SET_UNKNOWN", "the tables have no transaction set " + printable(set));
  if (sets.empty())
    for (const auto& [id, set] : tables.sets) chosen.push_back(id);
  const auto used = used_by(tables, chosen);
  const Writer writer(tables, used, source);
  DictionaryText out;
  out.files = {{"codes.yaml", writer.codes()},
               {"elements.yaml", writer.elements()},
               {"composites.yaml", writer.composites()},
               {"segments.yaml", writer.segments()}};
  LONGSHORE_TRY(const auto shared, read_again(out.files));
  for (const auto& id : chosen) {
    DictionaryFile file{id + ".yaml", writer.set(id, release)};
    LONGSHORE_TRY(const auto root, yaml::parse(file.text, file.name));
    if (auto read = read_set(root, shared); !read) {
      refused.push_back(read.error());
      continue;
    }
    out.sets.push_back(id);
    out.files.push_back(std::move(file));
  }
  return out;
}

}  // namespace longshore::guide
