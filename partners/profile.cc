#include "partners/profile.h"

#include <algorithm>

namespace longshore::partners {

std::string_view name(Stage stage) {
  constexpr std::string_view names[] = {"draft", "certify", "shadow", "live", "paused"};
  return names[static_cast<std::size_t>(stage)];
}

const Endpoint* Profile::endpoint(std::string_view endpoint_name) const {
  auto found = std::ranges::find(endpoints, endpoint_name, &Endpoint::name);
  return found == endpoints.end() ? nullptr : &*found;
}

LentProfile lend(const Profile& profile) {
  return {profile.id.str(), profile.timezone, profile.values, profile.codes};
}

}  // namespace longshore::partners
