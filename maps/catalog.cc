#include "maps/catalog.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/base/yaml/tree_bytes.h"
#include "engine/base/yaml/yaml.h"
#include "engine/model/text.h"
#include "maps/loader.h"
#include "maps/overlay.h"

#include <algorithm>
#include <span>

namespace longshore::maps {
namespace {

// What read_head looks at, three levels down: source: {versions: [VERSION]}.
constexpr std::array<std::string_view, 3> head_keys{"map", "extends", "source"};
constexpr yaml::Outline head_outline{head_keys, 3};

Catalog::Head read_head(const yaml::Node& root) {
  Catalog::Head out;
  auto text = [](const yaml::Node* node) { return node && node->is_scalar() ? node->text : std::string{}; };
  out.name = text(root.find("map"));
  out.file = root.where.file;
  out.extends = text(root.find("extends"));
  out.reads = root.find("emit") != nullptr;
  out.writes = root.find("target") != nullptr || root.find("compose") != nullptr;
  const auto* source = root.find("source");
  if (!source) return out;
  out.of_releases = true;
  out.standard = text(source->find("standard")) == "EDIFACT" ? parsers::Standard::edifact : parsers::Standard::x12;
  out.set = text(source->find("set"));
  if (const auto* versions = source->find("versions"))
    for (const auto& version : versions->items) out.versions.push_back(version.text);
  return out;
}

bool takes_lookup(const yaml::Node& node, const std::string& name) {
  if (node.is_scalar()) return node.text.contains("'" + name + "'");
  auto within = [&](const yaml::Node& one) { return takes_lookup(one, name); };
  return std::ranges::any_of(node.items, within) || std::ranges::any_of(node.pairs, [&](const auto& pair) {
           return (pair.key == "lookup" && pair.value.text == name) || within(pair.value);
         });
}

// "004010VICS" is of 004010, "D:96A:UN:EAN005" of "D:96A" and of "D:96A:UN".
bool is_version(std::string_view written, std::string_view known) {
  return !known.empty() && written.starts_with(known);
}

}  // namespace

Result<void> Catalog::read_heads(const std::string& folder) {
  for (const auto& file : runtime::list_files(folder, ".yaml")) {
    if (file.ends_with(".test.yaml") || file.find("/codes/") != std::string::npos) continue;
    LONGSHORE_CHECK(read_head_of(file));
  }
  return {};
}

Result<std::string> Catalog::read_head_of(const std::string& file) {
  LONGSHORE_TRY(auto root, sources_.load(file, head_outline));
  auto found = read_head(root);
  if (found.name.empty())
    return fail(yaml::error_at(root.where, "MAP_NAME_MISSING", "the file has no map:", "begin it with map: NAME"));
  std::erase_if(heads_, [&](const Head& head) { return head.name == found.name; });
  heads_.push_back(found);
  return found.name;
}

Result<std::string> Catalog::add(const std::string& file) {
  LONGSHORE_TRY(auto name, read_head_of(file));
  std::ranges::sort(heads_, {}, &Head::name);
  complete_heads();
  return name;
}

// An overlay is of the same kind as what it extends, unless it says otherwise.
void Catalog::complete_heads() {
  for (auto& one : heads_) {
    auto base = one.extends;
    for (std::size_t depth = 0; !base.empty(); ++depth) {
      const auto* found = head(base);
      if (!found || depth > heads_.size()) break;  // source() says so when the map is used
      one.reads = one.reads || found->reads;
      one.writes = one.writes || found->writes;
      if (one.set.empty()) one.standard = found->standard, one.set = found->set;
      if (one.versions.empty()) one.versions = found->versions;
      base = found->extends;
    }
  }
}

Result<void> Catalog::read_codes(const std::string& folder) {
  for (const auto& file : runtime::list_files(folder, ".yaml", false)) {
    LONGSHORE_TRY(auto root, sources_.load(file));
    LONGSHORE_TRY(auto table, load_code_table(root));
    auto name = table.name;
    tables_[name] = std::move(table);
  }
  return {};
}

Result<std::unique_ptr<Catalog>> Catalog::open(const CatalogFolders& folders) {
  std::unique_ptr<Catalog> out(new Catalog);
  out->sources_ = folders.sources;
  out->dictionaries_ = std::make_unique<guide::Library>(folders.dictionaries, folders.sources);
  LONGSHORE_TRY(out->canonical_, Canonical::load(folders.canonical, folders.sources));
  for (const auto& folder : folders.codes) LONGSHORE_CHECK(out->read_codes(folder));
  for (const auto& folder : folders.maps) LONGSHORE_CHECK(out->read_heads(folder));
  std::ranges::sort(out->heads_, {}, &Head::name);
  out->complete_heads();
  return out;
}

const Catalog::Head* Catalog::head(std::string_view name) const {
  auto found = std::ranges::find(heads_, name, &Head::name);
  return found == heads_.end() ? nullptr : &*found;
}

std::unexpected<Error> Catalog::unknown_map(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const auto& head : heads_) names.push_back(head.name);
  auto near = nearest(name, names);
  return fail_permanent("maps", "MAP_UNKNOWN", "there is no map " + std::string(name),
                        near.empty() ? "see longshore map list" : "did you mean " + near + "?");
}

std::vector<std::string> Catalog::table_names() const {
  std::vector<std::string> out;
  for (const auto& [name, table] : tables_) out.push_back(name);
  return out;
}

Result<Catalog::Source> Catalog::source(std::string_view name) const {
  std::vector<yaml::Node> chain;  // the map first, what it extends behind it
  std::string texts;
  std::string at(name);
  std::vector<std::string> names;
  while (!at.empty()) {
    const auto* known = head(at);
    if (!known) {
      auto error = unknown_map(at).error();
      if (!chain.empty()) error.where = chain.back().find("extends")->where;
      return fail(std::move(error));
    }
    if (std::ranges::find(names, at) != names.end())
      return fail(yaml::error_at(chain.front().find("extends")->where, "MAP_EXTENDS_CYCLE",
                                 "the map extends itself by way of " + names.back(), "let one of them extend nothing"));
    names.push_back(at);
    LONGSHORE_TRY(auto text, runtime::read_file(known->file));
    LONGSHORE_TRY(auto root, sources_.parse(text, known->file));
    texts += text;
    chain.push_back(std::move(root));
    at = known->extends;
  }
  Source out{std::move(chain.back()), crypto::hex(crypto::sha256(texts))};
  for (auto i = chain.size() - 1; i-- > 0;) {
    std::vector<Error> errors;
    out.root = apply_overlay(out.root, chain[i], errors);
    if (!errors.empty()) return fail(std::move(errors.front()));
  }
  return out;
}

Result<const Map*> Catalog::inbound(std::string_view name, const guide::Dictionary& dictionary) {
  std::scoped_lock lock(mutex_);
  std::pair key{std::string(name), &dictionary};
  if (auto found = inbound_.find(key); found != inbound_.end()) return found->second.get();
  const auto* known = head(name);
  if (!known || !known->reads) return unknown_map(name);
  LONGSHORE_TRY(auto loaded, source(name));
  std::vector<Error> errors;
  auto tables = table_names();
  auto compiled = compile(loaded.root, dictionary, {tables, nullptr}, errors);
  if (!compiled) return fail(std::move(errors.front()));
  compiled->revision = loaded.revision;
  auto& kept = inbound_[std::move(key)] = std::make_unique<Map>(std::move(*compiled));
  return kept.get();
}

Result<const Template*> Catalog::outbound(std::string_view name, const guide::Dictionary* dictionary) {
  std::scoped_lock lock(mutex_);
  std::pair key{std::string(name), dictionary};
  if (auto found = outbound_.find(key); found != outbound_.end()) return found->second.get();
  const auto* known = head(name);
  if (!known || !known->writes) return unknown_map(name);
  LONGSHORE_TRY(auto loaded, source(name));
  std::vector<Error> errors;
  auto tables = table_names();
  auto compiled = compile_template(loaded.root, dictionary, {tables, &canonical_}, errors);
  if (!compiled) return fail(std::move(errors.front()));
  compiled->revision = loaded.revision;
  auto& kept = outbound_[std::move(key)] = std::make_unique<Template>(std::move(*compiled));
  return kept.get();
}

// Everything is compiled for every version; the same fault against several releases is one.
std::vector<Error> Catalog::lint(const Head& head) {
  auto loaded = source(head.name);
  if (!loaded) return {loaded.error()};
  std::vector<Error> found;
  if (!head.reads && !head.writes)
    found.push_back(yaml::error_at(
        loaded->root.where, "MAP_WITHOUT_DIRECTION",
        "the map has neither emit: nor compose:", "add emit: to read documents, or compose: to write them"));
  auto tables = table_names();
  if (!head.set.empty())
    lint_documents(head, loaded->root, found);
  else if (head.writes)
    compile_template(loaded->root, nullptr, {tables, &canonical_}, found);
  else
    read_source(loaded->root, found);
  if (found.empty()) lint_lookups(loaded->root, found);
  std::vector<Error> errors;
  for (auto& one : found)
    if (std::ranges::find(errors, one.describe(), &Error::describe) == errors.end()) errors.push_back(std::move(one));
  return errors;
}

void Catalog::lint_documents(const Head& head, const yaml::Node& root, std::vector<Error>& errors) {
  auto tables = table_names();
  std::vector<const guide::Dictionary*> releases;
  for (const auto& version : head.versions) {
    auto dictionary = dictionaries_->find(head.standard, version, head.set);
    if (!dictionary) {
      errors.push_back(dictionary.error());
    } else if (!*dictionary) {
      const auto* source = root.find("source");
      errors.push_back(yaml::error_at(source ? source->where : root.where, "MAP_DICTIONARY_MISSING",
                                      "there is no dictionary for " + head.set + " " + version,
                                      "see longshore dictionary list"));
    } else {
      releases.push_back(*dictionary);
      if (head.reads) compile(root, **dictionary, {tables, &canonical_}, errors);
      if (head.writes) compile_template(root, *dictionary, {tables, &canonical_}, errors);
    }
  }
  if (head.versions.empty()) read_source(root, errors);
  lint_unread(head, root, releases, errors);
}

// A name that no field and no expression takes is a slip, or what a change left behind.
void Catalog::lint_lookups(const yaml::Node& root, std::vector<Error>& errors) {
  const auto* listed = root.find("lookups");
  if (!listed) return;
  for (const auto& pair : listed->pairs)
    if (!takes_lookup(root, pair.key))
      errors.push_back(yaml::error_at(pair.key_where, "LOOKUP_UNUSED",
                                      "nothing in the map takes the lookup " + pair.key, "take it out of lookups:"));
}

// What is listed as left alone must be able to occur in one release at least.
void Catalog::lint_unread(const Head& head, const yaml::Node& root, std::span<const guide::Dictionary* const> releases,
                          std::vector<Error>& errors) {
  const auto* listed = root.find("unread");
  if (!listed) return;
  for (const auto& pair : listed->pairs) {
    auto tag = pair.key.substr(pair.key.rfind('/') + 1);
    if (std::ranges::any_of(releases, [&](const auto* one) { return one->segment(tag) != nullptr; })) continue;
    errors.push_back(yaml::error_at(pair.key_where, "PATH_SEGMENT_UNKNOWN",
                                    "no release of " + head.set + " that the map names has a segment " + tag,
                                    "take it out of unread:"));
  }
}

std::string Catalog::default_map(parsers::Standard standard, std::string_view version, std::string_view set) const {
  for (const auto& head : heads_) {
    bool fits = head.reads && head.of_releases && head.standard == standard && head.set == set;
    if (fits && std::ranges::any_of(head.versions, [&](const auto& known) { return is_version(version, known); }))
      return head.name;
  }
  return {};
}

const CodeTable* Catalog::table(std::string_view name) const {
  auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

}  // namespace longshore::maps
