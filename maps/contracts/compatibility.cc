#include "maps/contracts/compatibility.h"

#include "maps/contracts/schema_tree.h"

namespace longshore::contracts {
namespace {

// --- the promise ---------------------------------------------------------------------------------------------------

json::Value row_value(const StateRow& row) {
  json::Array from;
  for (const auto& state : std::set<std::string>(row.from.begin(), row.from.end())) from.emplace_back(state);
  return json::Object{{"from", row.from_any ? json::Value("any") : json::Value(std::move(from))},
                      {"object", row.object},
                      {"to", row.to.empty() ? json::Value{} : json::Value(row.to)}};
}

json::Value in_order(const json::Value& list) {
  auto out = *list.array();
  std::ranges::sort(out, {}, [](const json::Value& one) { return json::write(one); });
  return out.size() == 1 && out.front().string() ? out.front() : json::Value(std::move(out));
}

json::Value without_wording(json::Value schema) {
  if (!schema.object()) return schema;
  json::Object out;
  for (const auto& [keyword, value] : *schema.object()) {
    if (is_wording(keyword)) continue;
    if (value.array() && value.array()->empty() && keyword == "required") continue;
    bool unordered = keyword == "type" || keyword == "required" || keyword == "enum";
    out.set(keyword, unordered && value.array() ? in_order(value) : value);
  }
  return out;
}

json::Array list_of(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

// --- what has changed ----------------------------------------------------------------------------------------------

std::string said(const json::Value& value) {
  return value.string() ? *value.string() : json::write(value);
}

std::string said(const json::Value* value) {
  return value ? said(*value) : "nothing";
}

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (const auto& one : names) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::set<std::string> less(const std::set<std::string>& from, const std::set<std::string>& those) {
  std::set<std::string> out;
  std::ranges::set_difference(from, those, std::inserter(out, out.end()));
  return out;
}

std::set<std::string> values(const json::Value* list) {
  std::set<std::string> out;
  if (!list) return out;
  if (!list->array()) return {said(*list)};
  for (const auto& one : *list->array()) out.insert(said(one));
  return out;
}

std::set<std::string> keywords_of(const json::Value& one, const json::Value& other) {
  std::set<std::string> out;
  for (const auto* schema : {&one, &other})
    if (schema->object())
      for (const auto& member : *schema->object()) out.insert(member.key);
  return out;
}

constexpr std::string_view then = "; events that were published then would not fit";
constexpr std::string_view now = "; consumers would meet what they were told cannot come";

enum class Bound { least, most, other };
Bound bound(std::string_view keyword) {
  if (keyword.starts_with("min") || keyword == "exclusiveMinimum") return Bound::least;
  if (keyword.starts_with("max") || keyword == "exclusiveMaximum") return Bound::most;
  return Bound::other;
}

bool is_limit(std::string_view keyword) {
  return bound(keyword) != Bound::other || keyword == "pattern" || keyword == "format" || keyword == "multipleOf" ||
         keyword == "uniqueItems";
}

double number(const json::Value& value) {
  if (const auto* whole = value.integer()) return static_cast<double>(*whole);
  return value.real() ? *value.real() : 0;
}

class Comparison {
 public:
  Comparison(const json::Value& published, const json::Value& current, const KnownStates& known)
      : published_(published), current_(current), known_(known) {}

  std::vector<Change> run() {
    identity();
    whose();
    types();
    schema(*published_.find("data"), *current_.find("data"), "");
    return std::move(out_);
  }

 private:
  void refuse(std::string code, std::string what) { out_.push_back({true, std::move(code), std::move(what)}); }
  void note(std::string what) { out_.push_back({false, "", std::move(what)}); }

  void identity() {
    const auto* before = published_.find("identity");
    const auto* after = current_.find("identity");
    if (*before != *after)
      refuse("EVENT_IDENTITY_CHANGED", "x-identity was " + said(*before) + " and is " + said(*after) +
                                           ": the same fact would get another idempotency key");
  }

  void whose() {
    if (published_.text("owner") != current_.text("owner"))
      refuse("EVENT_OWNER_CHANGED",
             "x-owner was " + published_.text("owner") + " and is " + current_.text("owner") + ": whose word counts");
    auto before = texts(published_.find("authoritativeFor"));
    auto after = texts(current_.find("authoritativeFor"));
    for (const auto& field : less(before, after))
      refuse("EVENT_OWNER_CHANGED", "x-authoritative-for no longer names " + field + ": whose word counts");
    for (const auto& field : less(after, before)) note("the owner's word counts for " + field + " too");
  }

  void types() {
    const auto& before = *published_.find("types");
    const auto& after = *current_.find("types");
    for (const auto& [type, row] : *before.object()) {
      const auto* present = after.find(type);
      if (!present)
        refuse("EVENT_TYPE_REMOVED", type + " is gone from x-types; consumers wait for it");
      else if (!row.is_null() && *present != row)
        state_row(type, row, *present);
      else if (row.is_null() && !present->is_null())
        note(type + " has a state row");
    }
    for (const auto& [type, row] : *after.object())
      if (!before.find(type)) note("the event type " + type);
  }

  void state_row(const std::string& type, const json::Value& before, const json::Value& after) {
    auto was = texts(before.find("from"));
    auto is = texts(after.find("from"));
    auto found = known_.find(before.text("object"));
    auto fresh = found == known_.end() ? is : less(is, found->second);
    bool lists = before.find("from")->array() && after.find("from") && after.find("from")->array();
    bool others_equal = before.text("object") == after.text("object") && before.text("to") == after.text("to");
    if (others_equal && lists && !was.empty() && less(was, is).empty() && less(is, was) == less(fresh, was))
      return note(type + " may leave the new states " + joined(less(is, was)) + " too");
    refuse("EVENT_STATE_CHANGED", "the state row of " + type + " was " + said(before) + " and is " + said(after) +
                                      ": consumers would come to another state than before");
  }

  void schema(const json::Value& before, const json::Value& after, const std::string& at) {
    if (before == after) return;
    if (!before.object() || !after.object())
      return refuse("EVENT_SCHEMA_CHANGED", where(at) + " was " + said(before) + " and is " + said(after));
    for (const auto& keyword : keywords_of(before, after)) {
      const auto* was = before.find(keyword);
      const auto* is = after.find(keyword);
      if (!was || !is || *was != *is) one_keyword(keyword, was, is, at);
    }
  }

  void one_keyword(const std::string& keyword, const json::Value* was, const json::Value* is, const std::string& at) {
    static const std::map<std::string_view,
                          void (Comparison::*)(const json::Value*, const json::Value*, const std::string&)>
        own{{"properties", &Comparison::properties},
            {"required", &Comparison::required},
            {"type", &Comparison::type},
            {"enum", &Comparison::listed},
            {"additionalProperties", &Comparison::closed}};
    if (auto found = own.find(keyword); found != own.end()) return (this->*found->second)(was, is, at);
    if (keyword == "items" && was && is) return schema(*was, *is, at + "/*");
    if (is_limit(keyword)) return limit(keyword, was, is, at);
    refuse("EVENT_SCHEMA_CHANGED",
           keyword + " of " + where(at) + " was " + said(was) + " and is " + said(is) + "; what it allows may differ");
  }

  void properties(const json::Value* was, const json::Value* is, const std::string& at) {
    static const json::Value none{json::Object{}};
    const auto& before = was ? *was : none;
    const auto& after = is ? *is : none;
    for (const auto& [name, one] : *before.object()) {
      const auto* present = after.find(name);
      if (present)
        schema(one, *present, at + "/" + name);
      else
        refuse("EVENT_FIELD_REMOVED", at + "/" + name + " is gone, or has another name; consumers may read it");
    }
    for (const auto& [name, one] : *after.object())
      if (!before.find(name)) added(at + "/" + name);
  }

  void added(const std::string& path) {
    note("the field " + path);
    for (const auto& pointer : texts(current_.find("identity")))
      if (path.starts_with(pointer + "/"))
        note(path + " is within the identity " + pointer +
             ": a fact that has it gets another idempotency key than before");
  }

  void required(const json::Value* was, const json::Value* is, const std::string& at) {
    auto before = texts(was);
    auto after = texts(is);
    for (const auto& name : less(before, after))
      refuse("EVENT_REQUIRED_CHANGED", at + "/" + name + " was required and is not; consumers rely on it");
    for (const auto& name : less(after, before))
      refuse("EVENT_REQUIRED_CHANGED", at + "/" + name + " is required and was not" + std::string(then));
  }

  void type(const json::Value* was, const json::Value* is, const std::string& at) {
    refuse("EVENT_VALUE_TYPE_CHANGED", where(at) + " was of type " + said(was) + " and is of type " + said(is));
  }

  void listed(const json::Value* was, const json::Value* is, const std::string& at) {
    auto code = "EVENT_VALUES_CHANGED";
    if (!was) return refuse(code, where(at) + " has an enum and had none" + std::string(then));
    if (!is) return refuse(code, where(at) + " had an enum and has none" + std::string(now));
    for (const auto& one : less(values(was), values(is)))
      refuse(code, "the value " + one + " of " + where(at) + " is gone" + std::string(then));
    for (const auto& one : less(values(is), values(was)))
      refuse(code, "the value " + one + " of " + where(at) + " is new" + std::string(now));
  }

  void closed(const json::Value* was, const json::Value* is, const std::string& at) {
    if (was && is && was->object() && is->object()) return schema(*was, *is, at + "/*");
    refuse("EVENT_OPENNESS_CHANGED", "additionalProperties of " + where(at) + " was " + said(was) + " and is " +
                                         said(is) + ": what may come beside its fields");
  }

  void limit(const std::string& keyword, const json::Value* was, const json::Value* is, const std::string& at) {
    auto kind = bound(keyword);
    bool tighter = !was;
    if (was && is) tighter = kind == Bound::least ? number(*is) > number(*was) : number(*is) < number(*was);
    auto why = std::string(tighter ? then : now);
    if (was && is && kind == Bound::other) why = "; either side may meet what it does not expect";
    refuse("EVENT_LIMIT_CHANGED", keyword + " of " + where(at) + " was " + said(was) + " and is " + said(is) + why);
  }

  static std::string where(const std::string& at) { return at.empty() ? "data" : at; }

  const json::Value& published_;
  const json::Value& current_;
  const KnownStates& known_;
  std::vector<Change> out_;
};

}  // namespace

json::Value promise(const Contract& contract) {
  json::Object types;
  for (const auto& type : contract.types) {
    auto row = contract.states.find(type);
    types.set(type, row == contract.states.end() ? json::Value{} : row_value(row->second));
  }
  auto authoritative = list_of(contract.authoritative);
  std::ranges::sort(authoritative, {}, [](const json::Value& one) { return *one.string(); });
  return sorted(json::Object{{"schema", contract.name},
                             {"owner", contract.owner},
                             {"authoritativeFor", std::move(authoritative)},
                             {"identity", list_of(contract.identity)},
                             {"types", std::move(types)},
                             {"data", rewritten(contract.data, without_wording)}});
}

KnownStates states_of(const std::vector<json::Value>& promises) {
  KnownStates out;
  for (const auto& one : promises) {
    if (!one.find("types") || !one.find("types")->object()) continue;
    for (const auto& [type, row] : *one.find("types")->object()) {
      auto& states = out[row.text("object")];
      states.merge(row.find("from") && row.find("from")->array() ? texts(row.find("from")) : std::set<std::string>{});
      if (auto to = row.text("to"); !to.empty()) states.insert(to);
    }
  }
  return out;
}

std::vector<Change> compare(const json::Value& published, const json::Value& current, const KnownStates& known) {
  return Comparison(published, current, known).run();
}

}  // namespace longshore::contracts
