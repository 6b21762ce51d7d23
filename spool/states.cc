#include "spool/states.h"

#include <initializer_list>
#include <string>

namespace longshore::spool {
namespace {

template <class E>
constexpr std::uint32_t set_of(std::initializer_list<E> states) {
  std::uint32_t bits = 0;
  for (E state : states) bits |= 1u << static_cast<unsigned>(state);
  return bits;
}

constexpr std::uint32_t followers(DocumentState from) {
  using enum DocumentState;
  switch (from) {
    case received:
      return set_of({accepted, rejected, held, failed, ignored, superseded});
    case accepted:
      return set_of({published, rejected, held, failed, ignored, superseded});
    case published:
      return set_of({done, failed, received, superseded});
    case done:
    case rejected:
      return set_of({received, superseded});
    case held:
    case failed:
      return set_of({received, ignored, superseded});
    case ignored:
      return set_of({received});
    case superseded:
      return 0;
  }
  return 0;
}

constexpr std::uint32_t followers(DeliveryState from) {
  using enum DeliveryState;
  switch (from) {
    case ready:
      return set_of({sending, cancelled});
    case sending:
      return set_of({awaiting, delivered, retry, failed});
    case awaiting:
      return set_of({delivered, retry, failed, cancelled});
    case retry:
      return set_of({sending, ready, delivered, cancelled});
    case failed:
      return set_of({ready, delivered, cancelled});
    case delivered:
      return 0;
    case cancelled:
      return set_of({ready});
  }
  return 0;
}

constexpr bool on_the_way(DocumentState state) {
  return state <= DocumentState::done;
}

template <class E>
Result<void> refuse(E from, E to, std::string_view what) {
  return fail_permanent(
      "ledger", "ILLEGAL_TRANSITION",
      "a " + std::string(what) + " that is " + std::string(name(from)) + " cannot become " + std::string(name(to)));
}

}  // namespace

bool can_follow(DocumentState from, DocumentState to) {
  return (followers(from) & set_of({to})) != 0;
}
bool can_follow(DeliveryState from, DeliveryState to) {
  return (followers(from) & set_of({to})) != 0;
}

Result<void> check_transition(DocumentState from, DocumentState to) {
  bool ahead = on_the_way(from) && on_the_way(to) && from < to;
  if (from == to || ahead || can_follow(from, to)) return {};
  return refuse(from, to, "document");
}

Result<void> check_transition(DeliveryState from, DeliveryState to) {
  if (from == to || can_follow(from, to)) return {};
  return refuse(from, to, "delivery");
}

}  // namespace longshore::spool
