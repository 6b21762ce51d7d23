#include "engine/base/json/json.h"

namespace longshore::json {

Object::Object() = default;
Object::Object(std::initializer_list<Member> members) : members_(members) {}
Object::Object(const Object&) = default;
Object::Object(Object&&) noexcept = default;
Object& Object::operator=(const Object&) = default;
Object& Object::operator=(Object&&) noexcept = default;
Object::~Object() = default;

Value& Object::set(std::string key, Value value) {
  if (auto* found = find(key)) return *found = std::move(value);
  members_.push_back({std::move(key), std::move(value)});
  return members_.back().value;
}

const Value* Object::find(std::string_view key) const {
  auto found = std::ranges::find(members_, key, &Member::key);
  return found == members_.end() ? nullptr : &found->value;
}

Value* Object::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

void Object::erase(std::string_view key) {
  std::erase_if(members_, [&](const Member& member) { return member.key == key; });
}

bool Object::empty() const {
  return members_.empty();
}
std::size_t Object::size() const {
  return members_.size();
}
const Member* Object::begin() const {
  return members_.data();
}
const Member* Object::end() const {
  return members_.data() + members_.size();
}
Member* Object::begin() {
  return members_.data();
}
Member* Object::end() {
  return members_.data() + members_.size();
}
bool Object::operator==(const Object&) const = default;

const Value* Value::find(std::string_view key) const {
  const auto* here = object();
  return here ? here->find(key) : nullptr;
}

const Value* Value::at_pointer(std::string_view pointer) const {
  const Value* here = this;
  while (here && !pointer.empty()) {
    if (pointer[0] != '/') return nullptr;
    pointer.remove_prefix(1);
    auto end = std::min(pointer.find('/'), pointer.size());
    std::string key;
    for (std::size_t i = 0; i < end; ++i) {
      bool escape = pointer[i] == '~' && i + 1 < end;
      key += escape ? (pointer[++i] == '1' ? '/' : '~') : pointer[i];
    }
    pointer.remove_prefix(end);
    if (const auto* list = here->array()) {
      std::size_t index = list->size();
      auto [stop, error] = std::from_chars(key.data(), key.data() + key.size(), index);
      here =
          error == std::errc{} && stop == key.data() + key.size() && index < list->size() ? &(*list)[index] : nullptr;
    } else {
      here = here->find(key);
    }
  }
  return here;
}

std::string Value::text(std::string_view key, std::string_view fallback) const {
  const auto* found = find(key);
  const auto* string = found ? found->string() : nullptr;
  return string ? *string : std::string(fallback);
}

}  // namespace longshore::json
