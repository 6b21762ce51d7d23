#include "engine/api/http.h"

#include "engine/model/text.h"

#include <cstdio>

namespace longshore::api {
namespace {

std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    bool escape = text[i] == '%' && i + 2 < text.size() &&
                  std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3;
    out += escape ? static_cast<char>(value) : text[i] == '+' ? ' ' : text[i];
    if (escape) i += 2;
  }
  return out;
}

unsigned status_of(const Error& error) {
  if (error.code == "NOT_FOUND") return 404;
  if (error.code == "CONFLICT" || error.code == "ILLEGAL_TRANSITION" || error.code == "LOCKED") return 409;
  if (error.code == "REQUEST_INVALID") return 400;
  if (error.code == "NOT_ALLOWED") return 401;
  return error.temporary() ? 503 : 500;
}

}  // namespace

std::string Target::text(std::string_view key) const {
  auto found = query.find(key);
  return found == query.end() ? std::string{} : found->second;
}

Target parse_target(std::string_view target) {
  Target out;
  auto mark = target.find('?');
  for (auto part : split(target.substr(0, mark), '/'))
    if (!part.empty()) out.path.push_back(decode(part));
  if (mark == std::string_view::npos) return out;
  for (auto pair : split(target.substr(mark + 1), '&')) {
    auto equals = pair.find('=');
    if (pair.empty()) continue;
    out.query.emplace(decode(pair.substr(0, equals)),
                      equals == std::string_view::npos ? "" : decode(pair.substr(equals + 1)));
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
                 c == '.' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += hex.data();
  }
  return out;
}

Response json_response(const json::Value& value, unsigned status) {
  return {status, "application/json", json::write(value) + "\n"};
}

Response problem(const Error& error) {
  auto status = status_of(error);
  json::Object body{
      {"type", "about:blank"}, {"title", error.code}, {"status", static_cast<int>(status)}, {"detail", error.what}};
  if (!error.hint.empty()) body.set("hint", error.hint);
  return {status, "application/problem+json", json::write(body) + "\n"};
}

Error problem_error(const Response& response) {
  auto value = json::parse(response.body);
  auto status = "HTTP_" + std::to_string(response.status);
  if (!value)
    return {Lasting::permanent, "api", status, "the service answered with no problem details", {}, std::nullopt};
  return {Lasting::permanent,  "api",       value->text("title", status), value->text("detail"),
          value->text("hint"), std::nullopt};
}

}  // namespace longshore::api
