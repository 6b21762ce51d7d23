#include "parsers/guide/release.h"

#include "parsers/guide/quick_check.h"

#include <charconv>

namespace longshore::guide {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

struct TypeName {
  std::string_view name;
  ElementType type;
};
constexpr std::array x12_types{
    TypeName{"AN", ElementType::text}, TypeName{"ID", ElementType::code},   TypeName{"DT", ElementType::date},
    TypeName{"TM", ElementType::time}, TypeName{"R", ElementType::real},    TypeName{"B", ElementType::binary},
    TypeName{"an", ElementType::text}, TypeName{"a", ElementType::letters}, TypeName{"n", ElementType::number}};

void read_type(Fields& fields, const std::string& written, Element& element) {
  if (written.size() == 2 && written[0] == 'N' && written[1] >= '0' && written[1] <= '9') {
    element.type = ElementType::integer;
    element.decimals = static_cast<std::uint8_t>(written[1] - '0');
    return;
  }
  const auto* found = std::ranges::find(x12_types, written, &TypeName::name);
  if (found != x12_types.end()) {
    element.type = found->type;
  } else {
    fields.error(fields.where(), "TYPE_UNKNOWN", "\"" + written + "\" is no element type",
                 "AN ID DT TM R N0…N9 B, or an a n");
  }
}

class Loader {
 public:
  explicit Loader(Release& release) : release_(release) {}

  Result<void> load(const ReleaseFiles& files) {
    each("codes", files.codes, &Loader::add_codes);
    each("elements", files.elements, &Loader::add_element);
    each("composites", files.composites, &Loader::add_composite);
    each("segments", files.segments, &Loader::add_segment);
    return first_of(std::move(errors_));
  }

 private:
  using Add = void (Loader::*)(const Node::Pair&);

  /// Every entry of `KIND.yaml`'s one mapping.
  void each(const std::string& kind, const std::optional<Node>& root, Add add) {
    if (!root) return;
    Fields fields(*root, kind + ".yaml", errors_);
    const auto* entries = fields.get(kind, Presence::required);
    fields.finish();
    if (entries == nullptr || entries->is_null()) return;
    for (const auto& pair : entries->pairs) (this->*add)(pair);
  }

  void add_codes(const Node::Pair& pair) {
    Fields fields(pair.value, "code list " + pair.key, errors_);
    fields.strings("sources");
    auto& list = release_.codes[pair.key];
    list.complete = fields.boolean("complete", true);
    if (const auto* values = fields.get("values", Presence::required)) {
      for (const auto& value : values->pairs) {
        list.labels.emplace(value.key, value.value.text);
        list.table.add(value.key);
      }
    }
    fields.finish();
  }

  void add_element(const Node::Pair& pair) {
    Fields fields(pair.value, "element " + pair.key, errors_);
    auto& element = release_.elements[pair.key];
    element.id = pair.key;
    element.label = fields.string("label");
    fields.strings("sources");
    read_type(fields, fields.string("type", Presence::required), element);
    constexpr std::int64_t longest = 1'000'000'000'000'000'000;
    element.min = static_cast<std::uint64_t>(fields.integer("min", 0, longest, 1));
    element.max = static_cast<std::uint64_t>(fields.integer("max", 1, longest, longest));
    fields.finish();
    if (element.min > element.max) fields.error(pair.value.where, "LENGTHS_CROSSED", "min is above max");
    const auto codes = release_.codes.find(pair.key);
    if (codes != release_.codes.end()) element.codes = &codes->second;
  }

  void add_composite(const Node::Pair& pair) {
    Fields fields(pair.value, "composite " + pair.key, errors_);
    auto& composite = release_.composites[pair.key];
    composite.id = pair.key;
    composite.label = fields.string("label");
    fields.strings("sources");
    if (const auto* elements = fields.get("elements", Presence::required)) {
      for (const auto& item : elements->items) composite.components.push_back(component(item));
    }
    fields.finish();
  }

  ComponentUse component(const Node& node) {
    Fields fields(node, "component", errors_);
    ComponentUse use;
    use.element = element(node, fields.string("element", Presence::required));
    use.mandatory = is_mandatory(fields);
    fields.finish();
    return use;
  }

  void add_segment(const Node::Pair& pair) {
    Fields fields(pair.value, "segment " + pair.key, errors_);
    auto& segment = release_.segments[pair.key];
    segment.tag = pair.key;
    segment.label = fields.string("label");
    fields.strings("sources");
    if (const auto* elements = fields.get("elements", Presence::required)) {
      for (const auto& item : elements->items) segment.elements.push_back(element_use(item));
    }
    const auto* notes = fields.get("notes");
    if (notes != nullptr) {
      for (const auto& item : notes->items) add_note(item, segment);
    }
    fields.finish();
    if (errors_.empty()) segment.rules = SegmentRules::of(segment);
  }

  ElementUse element_use(const Node& node) {
    Fields fields(node, "element", errors_);
    ElementUse use;
    const auto id = fields.string("element");
    const auto composite = fields.string("composite");
    if (id.empty() == composite.empty())
      fields.error(node.where, "ELEMENT_OR_COMPOSITE", "one of element and composite must be named");
    if (!id.empty()) use.element = element(node, id);
    if (!composite.empty()) {
      const auto found = release_.composites.find(composite);
      if (found != release_.composites.end()) use.composite = &found->second;
      if (found == release_.composites.end())
        fields.error(node.where, "COMPOSITE_UNKNOWN", composite + " is not in composites.yaml");
    }
    use.mandatory = is_mandatory(fields);
    use.repeat = static_cast<std::uint32_t>(fields.integer("repeat", 0, 1'000'000, 1));
    fields.finish();
    return use;
  }

  const Element* element(const Node& node, const std::string& id) {
    const auto found = release_.elements.find(id);
    if (found != release_.elements.end()) return &found->second;
    errors_.push_back(yaml::error_at(node.where, "ELEMENT_UNKNOWN", "element " + id + " is not in elements.yaml"));
    return nullptr;
  }

  static bool is_mandatory(Fields& fields) {
    constexpr std::array<std::string_view, 2> allowed{"M", "O"};
    return fields.choice("req", allowed, "O", Presence::required) == "M";
  }

  /// "P0304": the kind and two-digit positions.
  void add_note(const Node& node, SegmentDefinition& segment) {
    SyntaxNote note;
    const std::string_view text = node.text;
    bool sound =
        text.size() >= 5 && text.size() % 2 == 1 && std::string_view("PRECL").find(text[0]) != std::string_view::npos;
    for (std::size_t i = 1; sound && i + 1 < text.size(); i += 2) {
      std::uint32_t position = 0;
      const auto [end, bad] = std::from_chars(text.data() + i, text.data() + i + 2, position);
      sound = bad == std::errc{} && end == text.data() + i + 2 && position >= 1 && position <= segment.elements.size();
      note.positions.push_back(position);
    }
    if (!sound) {
      errors_.push_back(yaml::error_at(node.where, "NOTE_MALFORMED",
                                       "\"" + node.text + "\" is no syntax note of this segment",
                                       "P R E C or L and the positions, two digits each"));
      return;
    }
    note.kind = text[0];
    segment.notes.push_back(std::move(note));
  }

  Release& release_;
  std::vector<Error> errors_;
};

}  // namespace

Result<void> first_of(std::vector<Error> errors) {
  if (errors.empty()) return {};
  auto first = std::move(errors.front());
  first.component = "guide";
  if (errors.size() > 1) first.what += "; and " + std::to_string(errors.size() - 1) + " more errors";
  return fail(std::move(first));
}

Result<std::shared_ptr<const Release>> read_release(const ReleaseFiles& files) {
  auto release = std::make_shared<Release>();
  LONGSHORE_CHECK(Loader(*release).load(files));
  return std::shared_ptr<const Release>(std::move(release));
}

Result<std::shared_ptr<const Release>> load_release(const std::filesystem::path& folder, const yaml::Sources& sources) {
  const auto file_of = [&folder](std::string_view kind) { return (folder / (std::string(kind) + ".yaml")).string(); };
  ReleaseFiles files;
  std::error_code ignored;
  if (std::filesystem::exists(file_of("codes"), ignored)) {
    LONGSHORE_TRY(files.codes, sources.load(file_of("codes")));
  }
  LONGSHORE_TRY(files.elements, sources.load(file_of("elements")));
  if (std::filesystem::exists(file_of("composites"), ignored)) {
    LONGSHORE_TRY(files.composites, sources.load(file_of("composites")));
  }
  LONGSHORE_TRY(files.segments, sources.load(file_of("segments")));
  return read_release(files);
}

}  // namespace longshore::guide
