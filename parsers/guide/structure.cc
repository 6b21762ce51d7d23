#include "parsers/guide/release.h"

#include <set>

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
    if (const auto* structure = fields.get("structure", Presence::required)) dictionary_.structure = level(*structure);
    fields.finish();
    if (errors_.empty()) refuse_ambiguity(dictionary_.structure);
    if (errors_.empty()) index(dictionary_.structure);
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

  // Two lines of one level start with the same segment and nothing mandatory stands between: no reader could tell which
  // is meant.
  void refuse_ambiguity(const Level& level) {
    std::set<std::string_view> reachable;
    for (const auto& one : level.uses) {
      if (one.mandatory) reachable.clear();
      if (!reachable.insert(one.tag()).second) {
        errors_.push_back(
            yaml::error_at(one.where, "STRUCTURE_AMBIGUOUS",
                           std::string(one.tag()) + " could also be the one before, with nothing mandatory between"));
      }
      refuse_ambiguity(one.of);
    }
  }

  void index(Level& level) {
    level.index();
    for (auto& one : level.uses) {
      dictionary_.segments.emplace(one.tag(), one.segment);
      index(one.of);
    }
  }

  Dictionary& dictionary_;
  std::vector<Error>& errors_;
};

}  // namespace

Result<std::unique_ptr<const Dictionary>> load_set(const std::filesystem::path& file,
                                                   std::shared_ptr<const Release> release) {
  LONGSHORE_TRY(const Node root, yaml::load(file.string()));
  auto dictionary = std::make_unique<Dictionary>();
  dictionary->release = std::move(release);
  std::vector<Error> errors;
  StructureLoader(*dictionary, errors).read(root);
  LONGSHORE_CHECK(first_of(std::move(errors)));
  return std::unique_ptr<const Dictionary>(std::move(dictionary));
}

}  // namespace longshore::guide
