#include "engine/base/json/schema.h"

#include <ranges>
#include <regex>

#define VALIJSON_USE_EXCEPTIONS 1  // they stay in this file
#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace longshore::json {
namespace {

namespace bj = boost::json;

bj::value to_boost(const Value& value) {
  if (const auto* flag = value.boolean()) return *flag;
  if (const auto* whole = value.integer()) return *whole;
  if (const auto* real = value.real()) return *real;
  if (const auto* text = value.string()) return bj::value(bj::string_view(*text));
  if (const auto* list = value.array()) {
    bj::array out;
    out.reserve(list->size());
    for (const auto& item : *list) out.push_back(to_boost(item));
    return out;
  }
  if (const auto* members = value.object()) {
    bj::object out(members->size());
    for (const auto& member : *members) out[member.key] = to_boost(member.value);
    return out;
  }
  return nullptr;
}

std::string escaped(std::string_view token) {
  std::string out;
  for (char c : token) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

// The library names a place as "<root>", "[key]", "[0]", …
std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (const auto& step : context | std::views::drop(1)) out += "/" + escaped(step.substr(1, step.size() - 2));
  return out;
}

// It also says at every place on the way that something further in did not fit.
bool only_repeats(std::string_view what) {
  return what.starts_with("Failed to validate item #") ||
         what.starts_with("Failed to validate against schema associated with") ||
         what.starts_with("Failed to validate against additional properties schema");
}

Violation violation_of(const valijson::ValidationResults::Error& error) {
  static constexpr std::string_view unknown = "Object contains a property that could not be validated";
  Violation out{pointer_of(error.context), error.description};
  auto begin = error.description.find(": '");
  if (!error.description.starts_with(unknown) || begin == std::string::npos) return out;
  begin += 3;
  out.pointer +=
      "/" + escaped(std::string_view(error.description).substr(begin, error.description.rfind('\'') - begin));
  out.what = "The schema has no such member.";
  return out;
}

std::vector<Violation> told(const valijson::ValidationResults& results) {
  std::vector<Violation> all;
  std::vector<Violation> own;
  for (const auto& error : results) {
    all.push_back(violation_of(error));
    if (!only_repeats(error.description)) own.push_back(all.back());
  }
  auto& out = own.empty() ? all : own;
  std::ranges::stable_sort(out, {}, [](const Violation& one) { return std::ranges::count(one.pointer, '/'); });
  return std::move(out);
}

// In the library's hands `pattern` is compiled at each use, and meets texts of any length, while the matcher of the
// standard library recurses once a character. So the keyword is renamed and is a constraint of our own.
constexpr std::string_view pattern_key = "x-bounded-pattern";

class BoundedPattern : public valijson::constraints::PolyConstraint {
 public:
  explicit BoundedPattern(const std::string& text) : text_(text), pattern_(text) {}

  bool validate(const valijson::adapters::Adapter& target, const std::vector<std::string>& context,
                valijson::ValidationResults* results) const override {
    std::string value;
    if (!target.isString() || !target.asString(value)) return true;
    bool fits = value.size() <= Schema::max_pattern_bytes && std::regex_search(value, pattern_);
    if (!fits && results) results->pushError(context, complaint(value.size()));
    return fits;
  }

 private:
  std::string complaint(std::size_t bytes) const {
    if (bytes <= Schema::max_pattern_bytes) return "The text does not fit the pattern " + text_ + ".";
    return "The text has " + std::to_string(bytes) + " bytes; patterns are tried on at most " +
           std::to_string(Schema::max_pattern_bytes) + ".";
  }
  valijson::constraints::Constraint* cloneInto(void* at) const override { return new (at) BoundedPattern(*this); }
  std::size_t sizeOf() const override { return sizeof(BoundedPattern); }

  std::string text_;
  std::regex pattern_;
};

struct PatternBuilder : valijson::ConstraintBuilder {
  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& value) const override {
    std::string text;
    if (!value.isString() || !value.asString(text)) throw std::runtime_error("pattern is no text");
    return new BoundedPattern(text);
  }
};

void rename_patterns(bj::value& schema) {
  static constexpr std::array<std::string_view, 4> data{"const", "default", "enum", "examples"};
  if (schema.is_array())
    for (auto& one : schema.get_array()) rename_patterns(one);
  if (!schema.is_object()) return;
  auto& members = schema.get_object();
  for (auto& member : members)
    if (std::ranges::find(data, std::string_view(member.key().data(), member.key().size())) == data.end())
      rename_patterns(member.value());
  auto* pattern = members.if_contains("pattern");
  if (!pattern || pattern->is_object() || pattern->is_bool()) return;  // the schema of a member of that name
  members[bj::string_view(pattern_key.data(), pattern_key.size())] = bj::value(*pattern);
  members.erase("pattern");
}

}  // namespace

struct Schema::Compiled {
  valijson::Schema schema;
};

Result<Schema> Schema::compile(const Value& schema) {
  auto compiled = std::make_shared<Compiled>();
  try {
    auto document = to_boost(schema);
    rename_patterns(document);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.addConstraintBuilder(std::string(pattern_key), new PatternBuilder);  // the parser owns it
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(document), compiled->schema);
  } catch (const std::exception& bad) {
    return fail({Lasting::permanent, "json", "SCHEMA_INVALID", "this is no JSON Schema of draft-07",
                 "see json-schema.org/draft-07", std::nullopt, "", bad.what()});
  }
  return Schema(std::move(compiled));
}

std::vector<Violation> Schema::validate(const Value& value) const {
  std::vector<Violation> out;
  try {
    auto document = to_boost(value);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (!validator.validate(compiled_->schema, valijson::adapters::BoostJsonAdapter(document), &results))
      out = told(results);
  } catch (const std::exception& bad) {
    out.push_back({"", std::string("The schema could not be applied: ") + bad.what()});
  }
  return out;
}

}  // namespace longshore::json
