#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace longshore {

/// A name that must not be mistaken for another kind of name. Empty means none.
template <class Tag>
class Name {
 public:
  Name() = default;
  explicit Name(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const Name&) const = default;

 private:
  std::string value_;
};

using PartnerId = Name<struct PartnerTag>;      ///< a profile's `partner:`
using EndpointId = Name<struct EndpointTag>;    ///< "acme-ltl/pickup": partner and the profile's endpoint key
using EntryId = Name<struct EntryTag>;          ///< one accepted payload; a ULID
using DocumentId = Name<struct DocumentTag>;    ///< one transaction set or message; a ULID
using DeliveryId = Name<struct DeliveryTag>;    ///< one composed file on its way; a ULID
using PayloadId = Name<struct PayloadTag>;      ///< where the payload store keeps it: "20260302/1405/01J…"
using ControlNumber = Name<struct ControlTag>;  ///< as written, leading zeros kept

struct Bytes {
  std::uint64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
};

struct Seconds {
  std::int64_t count = 0;
  auto operator<=>(const Seconds&) const = default;
};

}  // namespace longshore

template <class Tag>
struct std::hash<longshore::Name<Tag>> {
  std::size_t operator()(const longshore::Name<Tag>& name) const noexcept {
    return std::hash<std::string>{}(name.str());
  }
};
