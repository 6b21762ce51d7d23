#include "engine/transport/http/client.h"

#include <curl/curl.h>

namespace longshore::http {
namespace {

constexpr std::size_t answer_limit = 256U << 20;

std::size_t collect(char* data, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > answer_limit) return 0;
  body.append(data, size * count);
  return size * count;
}

}  // namespace

Result<Answer> request(const std::string& method, const std::string& url, const std::string& body,
                       const std::string& bearer, const std::string& actor) {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  if (!curl) return fail_temporary("http", "HTTP_UNREACHABLE", "libcurl could not be set up");
  curl_slist* raw = nullptr;
  if (!bearer.empty()) raw = curl_slist_append(raw, ("Authorization: Bearer " + bearer).c_str());
  if (!actor.empty()) raw = curl_slist_append(raw, ("X-Longshore-Actor: " + actor).c_str());
  if (!body.empty()) raw = curl_slist_append(raw, "Content-Type: application/json");
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(raw, &curl_slist_free_all);
  Answer out;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &collect);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &out.body);
  if (method != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  }
  auto code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return fail_temporary("http", "HTTP_UNREACHABLE", url + ": " + curl_easy_strerror(code));
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &out.status);
  return out;
}

}  // namespace longshore::http
