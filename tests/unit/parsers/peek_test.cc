// What a header says, read without what follows it.
#include "parsers/peek.h"

#include "tests/support/inputs.h"
#include "tests/unit/parsers/fixtures.h"

#include <gtest/gtest.h>

namespace longshore::parsers::test {
namespace {

/// The text, then zeros for ever; counts what was asked for.
class Endless final : public Input {
 public:
  explicit Endless(std::string text) : text_(std::move(text)) {}
  std::size_t read(std::span<char> out) override {
    const auto count = std::min(out.size(), text_.size() - std::min(at_, text_.size()));
    std::ranges::fill(out, '0');
    std::copy_n(text_.data() + std::min(at_, text_.size()), count, out.data());
    at_ += out.size();
    return out.size();
  }
  std::size_t taken() const { return at_; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

TEST(Peek, TheHeaderIsReadAndNothingAfterIt) {
  Endless input("some junk\n" + small_x12());
  const auto found = peek(input);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->standard, Standard::x12);
  EXPECT_EQ(found->version, "00401");
  EXPECT_EQ(found->sender.id, "NORTHWIND");
  EXPECT_EQ(found->receiver.qualifier, "ZZ");
  EXPECT_EQ(found->control_number, "000000101");
  EXPECT_TRUE(found->groups.empty());
  EXPECT_LE(input.taken(), 256U << 10);
}

TEST(Peek, EdifactToo) {
  const auto found = peek(small_edifact());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->standard, Standard::edifact);
  EXPECT_EQ(found->syntax, "UNOA");
  EXPECT_EQ(found->version, "3");
  EXPECT_EQ(found->sender.id, "NORTHWIND");
  EXPECT_EQ(found->control_number, "R1");
}

TEST(Peek, NothingIsFoundWhereThereIsNothing) {
  EXPECT_FALSE(peek("").has_value());
  EXPECT_FALSE(peek("id,name\n1,ISAAC\n").has_value());
  Endless input("");
  EXPECT_FALSE(peek(input, {}, 100'000).has_value());
  EXPECT_LE(input.taken(), 200'000U);
}

}  // namespace
}  // namespace longshore::parsers::test
