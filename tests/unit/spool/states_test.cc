#include "spool/states.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace longshore::spool {
namespace {

TEST(States, NamesReadBack) {
  for (std::string_view text : Names<DocumentState>::list)
    EXPECT_EQ(name(from_name<DocumentState>(text).value()), text);
  EXPECT_FALSE(from_name<DocumentState>("lost"));
}

TEST(States, StepsFollowTheGraph) {
  EXPECT_TRUE(check_transition(DocumentState::received, DocumentState::published));
  EXPECT_TRUE(check_transition(DocumentState::held, DocumentState::received));
  EXPECT_FALSE(check_transition(DocumentState::done, DocumentState::published));
  EXPECT_FALSE(check_transition(DocumentState::superseded, DocumentState::received));
  EXPECT_FALSE(check_transition(DocumentState::rejected, DocumentState::published));
  EXPECT_FALSE(check_transition(DeliveryState::delivered, DeliveryState::sending));
  EXPECT_FALSE(check_transition(DeliveryState::ready, DeliveryState::delivered));
  EXPECT_EQ(check_transition(DeliveryState::ready, DeliveryState::delivered).error().code, "ILLEGAL_TRANSITION");
}

TEST(States, NothingLeadsOnFromDeliveredOrSuperseded) {
  for (std::size_t i = 0; i < Names<DocumentState>::list.size(); ++i) {
    EXPECT_FALSE(can_follow(DocumentState::superseded, static_cast<DocumentState>(i)));
  }
  for (std::size_t i = 0; i < Names<DeliveryState>::list.size(); ++i) {
    EXPECT_FALSE(can_follow(DeliveryState::delivered, static_cast<DeliveryState>(i)));
  }
}

}  // namespace
}  // namespace longshore::spool
