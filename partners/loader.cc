#include "partners/loader.h"

#include "engine/base/schedule/zone.h"
#include "engine/model/text.h"

#include <algorithm>

namespace longshore::partners {
namespace {

using yaml::Fields;
using yaml::Node;
using yaml::Presence;

void merge(Node& base, const Node& over) {
  if (!base.is_mapping() || !over.is_mapping()) {
    base = over;
    return;
  }
  base.where = over.where;
  for (const auto& pair : over.pairs) {
    auto found = std::ranges::find(base.pairs, pair.key, &Node::Pair::key);
    if (found == base.pairs.end()) {
      base.pairs.push_back(pair);
    } else {
      found->key_where = pair.key_where;
      merge(found->value, pair.value);
    }
  }
}

std::vector<Node> parents_of(const Node& node) {
  const auto* extends = node.find("extends");
  if (!extends) return {};
  return extends->is_scalar() ? std::vector<Node>{*extends} : extends->items;
}

Result<Node> resolve_chain(const Node& node, const FindTemplate& find_template, std::vector<std::string> chain) {
  Node out;
  out.kind = Node::Kind::mapping;
  out.where = node.where;
  for (const auto& parent : parents_of(node)) {
    if (std::ranges::find(chain, parent.text) != chain.end())
      return fail(
          yaml::error_at(parent.where, "EXTENDS_CYCLE", parent.text + " extends itself", "remove one of the two"));
    auto found = find_template(parent.text);
    if (!found) {
      auto error = found.error();
      if (!error.where) error.where = parent.where;
      return fail(std::move(error));
    }
    auto deeper = chain;
    deeper.push_back(parent.text);
    LONGSHORE_TRY(auto resolved, resolve_chain(*found, find_template, std::move(deeper)));
    merge(out, resolved);
  }
  merge(out, node);
  std::erase_if(out.pairs, [](const Node::Pair& pair) { return pair.key == "extends" || pair.key == "template"; });
  return out;
}

class Reader {
 public:
  explicit Reader(std::vector<Error>& errors) : errors_(errors) {}

  Profile run(const Node& root);

 private:
  void error(const SourceLocation& where, std::string code, std::string what, std::string hint = {}) {
    errors_.push_back({Lasting::permanent, "partners", std::move(code), std::move(what), std::move(hint), where});
  }
  EnvelopeId envelope_id(Fields& keys, std::string_view key);
  std::optional<EnvelopeIdentity> identity(const Node* node, const std::string& what);
  Endpoint endpoint(const std::string& key, const Node& node);
  void sftp_keys(Fields& keys, const Node& node, Endpoint& out);
  Watch watch(const Node& node);
  Flow flow(const Node& node);
  void flow_document(Flow& out, const std::string& text, const SourceLocation& where);
  std::string secret(Fields& keys, std::string_view key);
  CodeRows code_rows(const Node& node);
  void acknowledge(const Node* node);
  void check_references();

  Profile out_;
  std::vector<Error>& errors_;
};

EnvelopeId Reader::envelope_id(Fields& keys, std::string_view key) {
  const auto* node = keys.get(key, Presence::required);
  if (!node) return {};
  if (auto id = parse_envelope_id(node->text)) return *id;
  error(node->where, "ENVELOPE_ID", std::string(key) + " \"" + printable(node->text) + "\" is no envelope identity",
        "write it like \"02:ACME\" (qualifier:id)");
  return {};
}

std::optional<EnvelopeIdentity> Reader::identity(const Node* node, const std::string& what) {
  if (!node) return std::nullopt;
  Fields keys(*node, what, errors_);
  EnvelopeIdentity out;
  out.ours = envelope_id(keys, "ours");
  out.theirs = envelope_id(keys, "theirs");
  constexpr std::string_view usages[] = {"production", "test"};
  out.test = keys.choice("usage", usages, "production") == "test";
  keys.finish();
  return out;
}

std::string Reader::secret(Fields& keys, std::string_view key) {
  auto text = keys.string(key);
  bool reference = text.empty() || text.starts_with("secret:") || text.starts_with("env:") || text.starts_with("file:");
  if (!reference)
    error(keys.get(key)->where, "SECRET_IN_PROFILE", std::string(key) + " must name a secret, not contain it",
          "write it like secret:acme/ssh, env:ACME_KEY or file:/etc/longshore/acme.key");
  return text;
}

Watch Reader::watch(const Node& node) {
  Watch out;
  Fields keys(node, "watch", errors_);
  out.path = keys.string("path", Presence::required);
  out.match = keys.string("match", Presence::optional, "*");
  out.every_ms = keys.duration_ms("every", out.every_ms);
  out.stable_polls = 2;
  if (const auto* stable = keys.get("stable")) {
    unsigned polls = 0;
    auto [end, bad] = std::from_chars(stable->text.data(), stable->text.data() + stable->text.size(), polls);
    auto unit = trim(std::string_view(end, static_cast<std::size_t>(stable->text.data() + stable->text.size() - end)));
    if (bad != std::errc{} || polls > 100 || (unit != "polls" && unit != "poll" && !unit.empty()))
      error(stable->where, "WATCH_STABLE", "stable must be a number of polls", "write it like stable: 2 polls");
    else
      out.stable_polls = polls;
  }
  out.done_marker = keys.string("marker");
  out.incomplete_after_ms = keys.duration_ms("incomplete_after", out.incomplete_after_ms);
  keys.finish();
  if (out.every_ms < 100) error(node.where, "WATCH_TOO_OFTEN", "every must be at least 100ms");
  return out;
}

void Reader::sftp_keys(Fields& keys, const Node& node, Endpoint& out) {
  out.host = keys.string("host", Presence::required);
  out.port = static_cast<std::uint16_t>(keys.integer("port", 1, 65535, 22));
  out.user = keys.string("user", Presence::required);
  out.key = secret(keys, "key");
  out.passphrase = secret(keys, "passphrase");
  out.password = secret(keys, "password");
  out.host_keys = keys.strings("host_keys");
  out.timeout_ms = keys.duration_ms("timeout", out.timeout_ms);
  if (out.key.empty() && out.password.empty())
    error(node.where, "ENDPOINT_NO_CREDENTIALS", "endpoint " + out.name + " has neither key nor password",
          "add key: secret:NAME");
  if (out.host_keys.empty())
    error(node.where, "ENDPOINT_NO_HOST_KEY", "endpoint " + out.name + " pins no host key",
          "add host_keys: [\"SHA256:…\"] (ssh-keyscan HOST | ssh-keygen -lf -)");
  for (const auto& key : out.host_keys)
    if (!key.starts_with("SHA256:"))
      error(node.where, "ENDPOINT_HOST_KEY", "\"" + printable(key) + "\" is no fingerprint",
            "write it like SHA256:…, 43 characters after the colon");
}

Endpoint Reader::endpoint(const std::string& key, const Node& node) {
  Endpoint out;
  out.name = key;
  out.where = node.where;
  Fields keys(node, "endpoint " + key, errors_);
  constexpr std::string_view types[] = {"sftp", "directory"};
  out.type = keys.choice("type", types, "sftp", Presence::required);
  if (out.type == "sftp") sftp_keys(keys, node, out);
  if (const auto* value = keys.get("watch")) out.watch = watch(*value);
  constexpr std::string_view afters[] = {"archive", "delete", "leave"};
  out.after =
      static_cast<AfterPickup>(std::ranges::find(afters, keys.choice("after", afters, "archive")) - std::begin(afters));
  out.archive_path = keys.string("archive");
  out.put_path = keys.string("put");
  out.file_name = keys.string("name", Presence::optional, "{kind}-{number}.edi");
  out.max_file_bytes =
      static_cast<std::uint64_t>(keys.bytes("max_file", static_cast<std::int64_t>(out.max_file_bytes)));
  keys.finish();
  if (!out.watch && out.put_path.empty())
    error(node.where, "ENDPOINT_USELESS", "endpoint " + key + " neither watches nor receives",
          "add watch: {path: …} or put: PATH");
  if (out.watch && out.after == AfterPickup::archive && out.archive_path.empty()) {
    auto slash = out.watch->path.find_last_of('/');
    out.archive_path = (slash == std::string::npos ? "" : out.watch->path.substr(0, slash + 1)) + "archive";
  }
  return out;
}

// "x12/214@004010", "edifact/DESADV@D96A", "csv/shipment-status".
void Reader::flow_document(Flow& out, const std::string& text, const SourceLocation& where) {
  auto slash = text.find('/');
  auto at = text.find('@');
  if (slash != std::string::npos) {
    out.standard = text.substr(0, slash);
    out.set = text.substr(slash + 1, at == std::string::npos ? at : at - slash - 1);
    if (at != std::string::npos) out.version = text.substr(at + 1);
  }
  bool edi = out.standard == "x12" || out.standard == "edifact";
  constexpr std::string_view files[] = {"csv", "fixed", "xml", "json"};
  bool known = edi || (out.sends && std::ranges::find(files, out.standard) != std::end(files));
  if (!known || out.set.empty())
    error(where, "FLOW_DOCUMENT", "\"" + printable(text) + "\" is no document kind",
          "write it like x12/214@004010, edifact/DESADV@D96A or, to send, csv/NAME, fixed/NAME, xml/NAME, json/NAME");
}

Flow Reader::flow(const Node& node) {
  Flow out;
  out.where = node.where;
  Fields keys(node, "a flow", errors_);
  const auto* receive = keys.get("receive");
  const auto* send = keys.get("send");
  if ((receive == nullptr) == (send == nullptr))
    error(node.where, "FLOW_DIRECTION", "a flow has exactly one of receive and send");
  out.sends = send != nullptr;
  if (const auto* document = send ? send : receive) flow_document(out, document->text, document->where);
  const auto presence = out.sends ? Presence::required : Presence::optional;
  out.map = keys.string("map", presence);
  if (auto overlay = keys.string("overlay"); !overlay.empty()) out.map = std::move(overlay);
  constexpr std::string_view classes[] = {"realtime", "normal", "bulk"};
  out.work_class = keys.choice("class", classes, "normal");
  if (out.sends) {
    keys.get("on", Presence::required);
    out.on = keys.strings("on");
    out.from = keys.strings("from");
    out.via = keys.string("via", Presence::required);
    out.file_name = keys.string("name");
  } else {
    out.guide = keys.string("guide");
    out.level = static_cast<int>(keys.integer("level", 1, all_levels, all_levels));
    constexpr std::string_view unknown[] = {"hold"};
    keys.choice("unknown_code", unknown, "hold");
  }
  keys.finish();
  return out;
}

CodeRows Reader::code_rows(const Node& node) {
  CodeRows out;
  if (!node.is_mapping())
    error(node.where, "CODES_NOT_A_MAPPING", "code rows must be a mapping of code to row",
          "write it like ZZ9: {fact: arrived}");
  for (const auto& [code, where, row] : node.pairs) {
    auto& attributes = out[code];
    if (row.is_scalar()) attributes["value"] = row.text;
    for (const auto& pair : row.pairs) attributes[pair.key] = pair.value.text;
    if (attributes.empty())
      error(where, "CODE_ROW_EMPTY", "the code " + code + " has no meaning here",
            "write it like " + code + ": {fact: arrived}");
  }
  return out;
}

void Reader::acknowledge(const Node* node) {
  if (!node) return;
  Fields keys(*node, "acknowledge", errors_);
  constexpr std::string_view kinds[] = {"auto", "997", "999", "contrl", "none"};
  out_.acknowledge.send = keys.choice("send", kinds, "auto");
  out_.acknowledge.via = keys.string("via");
  keys.finish();
}

void Reader::check_references() {
  std::vector<std::string_view> names;
  for (const auto& endpoint : out_.endpoints) names.push_back(endpoint.name);
  auto check = [&](const std::string& via, const SourceLocation& where) {
    const auto* found = out_.endpoint(via);
    auto near = nearest(via, names);
    if (!found)
      error(where, "ENDPOINT_UNKNOWN", "there is no endpoint " + via,
            near.empty() ? "add it under endpoints:" : "did you mean " + near + "?");
    else if (found->put_path.empty())
      error(where, "ENDPOINT_NO_PUT", "endpoint " + via + " has no folder to put files into", "add put: PATH to it");
  };
  for (const auto& flow : out_.flows)
    if (flow.sends) check(flow.via, flow.where);
  bool wanted =
      out_.acknowledge.send != "none" && std::ranges::any_of(out_.flows, [](const Flow& flow) { return !flow.sends; });
  if (!wanted) return;
  if (out_.acknowledge.via.empty())
    for (const auto& endpoint : out_.endpoints)
      if (!endpoint.put_path.empty() && out_.acknowledge.via.empty()) out_.acknowledge.via = endpoint.name;
  if (out_.acknowledge.via.empty())
    return error({out_.file, 1, 1}, "ACKNOWLEDGE_NOWHERE", "acknowledgements are promised but no endpoint takes them",
                 "add put: PATH to an endpoint, or acknowledge: {send: none}");
  check(out_.acknowledge.via, {out_.file, 1, 1});
}

Profile Reader::run(const Node& root) {
  Fields keys(root, "a profile", errors_);
  out_.file = root.where.file;
  out_.id = PartnerId(keys.string("partner", Presence::required));
  for (char c : out_.id.str())
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
      error(root.find("partner")->where, "PARTNER_NAME", "a partner's name is made of a-z, 0-9 and -");
      break;
    }
  out_.label = keys.string("label");
  out_.owner = keys.string("owner");
  constexpr std::string_view stages[] = {"draft", "certify", "shadow", "live", "paused"};
  out_.stage =
      static_cast<Stage>(std::ranges::find(stages, keys.choice("stage", stages, "draft")) - std::begin(stages));
  out_.timezone = keys.string("timezone");
  if (!out_.timezone.empty() && !schedule::zone_exists(out_.timezone))
    error(root.find("timezone")->where, "ZONE_UNKNOWN", "no time zone is called " + printable(out_.timezone),
          "use an IANA name such as America/Chicago");
  if (const auto* node = keys.get("identity", Presence::required)) {
    Fields identities(*node, "identity", errors_);
    out_.x12 = identity(identities.get("x12"), "identity.x12");
    out_.edifact = identity(identities.get("edifact"), "identity.edifact");
    identities.finish();
    if (!out_.x12 && !out_.edifact)
      error(node->where, "IDENTITY_EMPTY", "identity names no envelope", "add x12: {ours: …, theirs: …}");
  }
  for (const auto& text : keys.strings("carries"))
    if (auto id = parse_envelope_id(text)) out_.carries.push_back(*id);
  if (const auto* node = keys.get("endpoints"))
    for (const auto& pair : node->pairs) out_.endpoints.push_back(endpoint(pair.key, pair.value));
  if (const auto* node = keys.get("flows"))
    for (const auto& item : node->items) out_.flows.push_back(flow(item));
  if (const auto* node = keys.get("codes"))
    for (const auto& pair : node->pairs) out_.codes[pair.key] = code_rows(pair.value);
  acknowledge(keys.get("acknowledge"));
  if (const auto* node = keys.get("duplicates")) {
    Fields duplicates(*node, "duplicates", errors_);
    out_.duplicates.window_ms = duplicates.duration_ms("window", out_.duplicates.window_ms);
    constexpr std::string_view actions[] = {"hold", "accept"};
    out_.duplicates.hold = duplicates.choice("action", actions, "hold") == "hold";
    duplicates.finish();
  }
  if (const auto* node = keys.get("sla")) {
    Fields sla(*node, "sla", errors_);
    out_.silence_ms = sla.duration_ms("silence", 0);
    sla.finish();
  }
  if (const auto* node = keys.get("values"))
    for (const auto& pair : node->pairs) out_.values[pair.key] = pair.value.text;
  keys.finish();
  check_references();
  return std::move(out_);
}

}  // namespace

std::optional<EnvelopeId> parse_envelope_id(std::string_view text) {
  auto colon = text.find(':');
  EnvelopeId out;
  if (colon != std::string_view::npos) out.qualifier = std::string(text.substr(0, colon));
  out.id = std::string(trim(colon == std::string_view::npos ? text : text.substr(colon + 1)));
  if (out.id.empty() || out.id.size() > 35 || out.qualifier.size() > 4) return std::nullopt;
  return out;
}

Result<Node> resolve(const Node& profile, const FindTemplate& find_template) {
  return resolve_chain(profile, find_template, {});
}

std::optional<Profile> read_profile(const Node& resolved, std::vector<Error>& errors) {
  auto before = errors.size();
  auto out = Reader(errors).run(resolved);
  if (errors.size() != before) return std::nullopt;
  return out;
}

}  // namespace longshore::partners
