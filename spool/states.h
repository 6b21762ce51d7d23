#pragma once
#include "engine/model/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace longshore::spool {

/// The stable text of an enumeration, as stored in the ledger and shown to people, in the order of its values.
template <class E>
struct Names;

template <class E>
concept Named = requires { Names<E>::list; };

template <Named E>
constexpr std::string_view name(E value) {
  return Names<E>::list[static_cast<std::size_t>(value)];
}

template <Named E>
constexpr std::optional<E> from_name(std::string_view text) {
  for (std::size_t i = 0; i < Names<E>::list.size(); ++i) {
    // A list has as many names as there are values. NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange)
    if (Names<E>::list[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

/// Where a document stands. The graph of transitions is in STATES.md.
enum class DocumentState : std::uint8_t {
  received,
  accepted,
  published,
  done,
  rejected,
  held,
  failed,
  superseded,
  ignored
};
enum class EntryState : std::uint8_t { received, translated, rejected, held, failed, ignored };
enum class ValidationStatus : std::uint8_t { none, accepted, accepted_with_errors, rejected };
enum class DeliveryStatus : std::uint8_t { none, pending, delivered, failed, cancelled };
/// `owed` and `sent`: ours for what came in. The others: the partner's for what went out.
enum class AcknowledgementStatus : std::uint8_t {
  none,
  owed,
  sent,
  expected,
  accepted,
  accepted_with_errors,
  rejected,
  overdue
};
enum class DeliveryState : std::uint8_t { ready, sending, awaiting, delivered, retry, failed, cancelled };
enum class OwedState : std::uint8_t { pending, done, failed };
enum class Direction : std::uint8_t { in, out };
/// Claimed in this order: one realtime entry overtakes any number of bulk ones.
enum class WorkClass : std::uint8_t { realtime, normal, bulk };

/// Whether one step leads from one state to the other.
bool can_follow(DocumentState from, DocumentState to);
bool can_follow(DeliveryState from, DeliveryState to);
/// As can_follow, and also several steps ahead along received → accepted → published → done, which one transaction may
/// take at once. An error ILLEGAL_TRANSITION otherwise. Staying where one is, is fine.
Result<void> check_transition(DocumentState from, DocumentState to);
Result<void> check_transition(DeliveryState from, DeliveryState to);

template <>
struct Names<DocumentState> {
  static constexpr std::array<std::string_view, 9> list{"received", "accepted", "published",  "done",   "rejected",
                                                        "held",     "failed",   "superseded", "ignored"};
};
template <>
struct Names<EntryState> {
  static constexpr std::array<std::string_view, 6> list{"received", "translated", "rejected",
                                                        "held",     "failed",     "ignored"};
};
template <>
struct Names<ValidationStatus> {
  static constexpr std::array<std::string_view, 4> list{"none", "accepted", "accepted_with_errors", "rejected"};
};
template <>
struct Names<DeliveryStatus> {
  static constexpr std::array<std::string_view, 5> list{"none", "pending", "delivered", "failed", "cancelled"};
};
template <>
struct Names<AcknowledgementStatus> {
  static constexpr std::array<std::string_view, 8> list{
      "none", "owed", "sent", "expected", "accepted", "accepted_with_errors", "rejected", "overdue"};
};
template <>
struct Names<DeliveryState> {
  static constexpr std::array<std::string_view, 7> list{"ready", "sending", "awaiting", "delivered",
                                                        "retry", "failed",  "cancelled"};
};
template <>
struct Names<OwedState> {
  static constexpr std::array<std::string_view, 3> list{"pending", "done", "failed"};
};
template <>
struct Names<Direction> {
  static constexpr std::array<std::string_view, 2> list{"in", "out"};
};
template <>
struct Names<WorkClass> {
  static constexpr std::array<std::string_view, 3> list{"realtime", "normal", "bulk"};
};

}  // namespace longshore::spool
