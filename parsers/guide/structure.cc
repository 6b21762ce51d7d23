#include "parsers/guide/structure.h"

#include "parsers/guide/release.h"

namespace longshore::guide {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

constexpr std::array<std::string_view, 2> requirements{"M", "O"};

class StructureLoader {
 public:
  StructureLoader(Dictionary& dictionary, std::vector<Error>& errors) : dictionary_(dictionary), errors_(errors) {}

  void read(const Node& root) {
    Fields fields(root, "transaction set", errors_);
    dictionary_.set = fields.string("set", Presence::required);
    constexpr std::array<std::string_view, 2> standards{"X12", "EDIFACT"};
    const auto standard = fields.choice("standard", standards, "X12", Presence::required);
    dictionary_.standard = standard == "X12" ? parsers::Standard::x12 : parsers::Standard::edifact;
    dictionary_.version = fields.string("version", Presence::required);
    dictionary_.functional_id = fields.string("functional_id");
    dictionary_.label = fields.string("label");
    dictionary_.sources = fields.strings("sources");
    if (const auto* structure = fields.get("structure", Presence::required)) {
      dictionary_.structure = level(*structure);
      if (structure->items.empty())
        fields.error(structure->where, "STRUCTURE_EMPTY", "a set has at least one segment",
                     "list them in their order: - {segment: BEG, req: M}");
    }
    fields.finish();
    if (errors_.empty()) refuse_ambiguity();
    if (errors_.empty()) index_structure(dictionary_);
  }

 private:
  Level level(const Node& list) {
    Level out;
    for (const auto& item : list.items) out.uses.push_back(use(item));
    return out;
  }

  Use use(const Node& node) {
    Fields fields(node, "structure line", errors_);
    Use out;
    out.where = node.where;
    const auto tag = fields.string("segment");
    out.loop = fields.string("loop");
    out.mandatory = fields.choice("req", requirements, "O", Presence::required) == "M";
    out.max = static_cast<std::uint32_t>(fields.integer("max", 0, 100'000'000, 1));
    if (tag.empty() == out.loop.empty())
      fields.error(node.where, "SEGMENT_OR_LOOP", "one of segment and loop must be named");
    if (out.loop.empty()) {
      out.segment = definition(tag, node);
    } else if (const auto* of = fields.get("of", Presence::required)) {
      out.of = level(*of);
      set_start(out, node);
    }
    fields.finish();
    return out;
  }

  void set_start(Use& loop, const Node& node) {
    const auto& uses = loop.of.uses;
    if (!uses.empty() && !uses.front().is_loop()) {
      loop.segment = uses.front().segment;
    } else {
      errors_.push_back(
          yaml::error_at(node.where, "LOOP_WITHOUT_START", "loop " + loop.loop + " must start with a segment"));
    }
  }

  const SegmentDefinition* definition(const std::string& tag, const Node& node) {
    const auto found = dictionary_.release->segments.find(tag);
    if (found != dictionary_.release->segments.end()) return &found->second;
    errors_.push_back(yaml::error_at(node.where, "SEGMENT_UNKNOWN", "segment " + tag + " is not in segments.yaml"));
    return nullptr;
  }

  void refuse_ambiguity() {
    for (const auto& one : ambiguities(dictionary_.structure))
      errors_.push_back(yaml::error_at(
          one.line().where, "STRUCTURE_AMBIGUOUS",
          std::string(one.line().tag()) + " could also be the one before, with nothing mandatory between"));
  }

  Dictionary& dictionary_;
  std::vector<Error>& errors_;
};

void find_ambiguities(const Level& level, std::vector<Ambiguity>& out) {
  std::map<std::string_view, std::size_t> reachable;
  for (std::size_t i = 0; i < level.uses.size(); ++i) {
    const auto& one = level.uses[i];
    if (one.mandatory) reachable.clear();
    const auto [known, fresh] = reachable.emplace(one.tag(), i);
    if (!fresh) out.push_back({&level, known->second, i});
    find_ambiguities(one.of, out);
  }
}

void index_level(Level& level, Dictionary& dictionary) {
  level.index();
  for (auto& one : level.uses) {
    dictionary.segments.emplace(one.tag(), one.segment);
    index_level(one.of, dictionary);
  }
}

}  // namespace

std::vector<Ambiguity> ambiguities(const Level& level) {
  std::vector<Ambiguity> out;
  find_ambiguities(level, out);
  return out;
}

void index_structure(Dictionary& dictionary) {
  dictionary.segments.clear();
  index_level(dictionary.structure, dictionary);
}

Result<std::unique_ptr<const Dictionary>> read_set(const Node& root, std::shared_ptr<const Release> release) {
  auto dictionary = std::make_unique<Dictionary>();
  dictionary->release = std::move(release);
  std::vector<Error> errors;
  StructureLoader(*dictionary, errors).read(root);
  LONGSHORE_CHECK(first_of(std::move(errors)));
  return std::unique_ptr<const Dictionary>(std::move(dictionary));
}

Result<std::unique_ptr<const Dictionary>> load_set(const std::filesystem::path& file,
                                                   std::shared_ptr<const Release> release,
                                                   const yaml::Sources& sources) {
  LONGSHORE_TRY(const Node root, sources.load(file.string()));
  return read_set(root, std::move(release));
}

}  // namespace longshore::guide
