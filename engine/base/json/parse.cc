#include "engine/base/json/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

namespace longshore::json {
namespace {

namespace bj = boost::json;

// Builds our values from the parser's events; the library's own value type stays out of our headers.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code&) { return push(Array{}); }
  bool on_array_end(std::size_t, bj::error_code&) { return pop(); }
  bool on_object_begin(bj::error_code&) { return push(Object{}); }
  bool on_object_end(std::size_t, bj::error_code&) { return pop(); }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return append(part); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
    append(part);
    return add(std::exchange(text_, {}), ec);
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return append(part); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    append(part);
    keys_.back() = std::exchange(text_, {});
    return true;
  }
  bool on_number_part(bj::string_view part, bj::error_code&) { return append(part); }
  bool on_int64(std::int64_t value, bj::string_view, bj::error_code& ec) {
    text_.clear();
    return add(value, ec);
  }
  bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& ec) { return add_real(part, ec); }
  bool on_double(double, bj::string_view part, bj::error_code& ec) { return add_real(part, ec); }
  bool on_bool(bool value, bj::error_code& ec) { return add(value, ec); }
  bool on_null(bj::error_code& ec) { return add(Value{}, ec); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

  Value take() { return std::move(root_); }
  const std::string& duplicate() const { return duplicate_; }

 private:
  bool append(bj::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  // Read anew: the library's own conversion may be off in the last digit.
  bool add_real(bj::string_view part, bj::error_code& ec) {
    append(part);
    double value = 0;
    std::from_chars(text_.data(), text_.data() + text_.size(), value);
    text_.clear();
    return add(value, ec);
  }

  bool push(Value container) {
    open_.push_back(std::move(container));
    keys_.emplace_back();
    return true;
  }

  bool pop() {
    Value done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    bj::error_code ec;
    return add(std::move(done), ec);
  }

  bool add(Value value, bj::error_code& ec) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    if (auto* list = open_.back().array()) {
      list->push_back(std::move(value));
      return true;
    }
    auto* map = open_.back().object();
    if (map->find(keys_.back())) {
      duplicate_ = keys_.back();
      ec = bj::error::exception;
      return false;
    }
    map->set(keys_.back(), std::move(value));
    return true;
  }

  Value root_;
  std::vector<Value> open_;
  std::vector<std::string> keys_;
  std::string text_;
  std::string duplicate_;
};

}  // namespace

Result<Value> parse(std::string_view text) {
  bj::parse_options options;
  options.max_depth = 64;
  bj::basic_parser<Builder> parser(options);
  bj::error_code ec;
  auto used = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && used < text.size() && text.find_first_not_of(" \t\r\n", used) != std::string_view::npos)
    ec = bj::error::extra_data;
  if (!ec && !parser.done()) ec = bj::error::incomplete;
  if (!ec) return parser.handler().take();
  const auto& duplicate = parser.handler().duplicate();
  auto why = duplicate.empty() ? ec.message() : "duplicate key " + quote(duplicate);
  return fail_permanent("json", "JSON_INVALID", why + " at byte " + std::to_string(used));
}

}  // namespace longshore::json
