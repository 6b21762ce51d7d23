#include "tests/support/installation.h"

#include <gtest/gtest.h>

using namespace longshore::test;

TEST(Serve, TakesTranslatesAcknowledgesAndAnswers) {
  Installation site;
  for (const auto* partner : {"harbor-supply", "prairie-ltl", "meadow-retail"}) site.add(partner);
  site.start();
  site.bring("harbor-supply", "a.edi", sample("harbor-supply/856-sopi.edi"));
  site.bring("prairie-ltl", "b.edi", sample("prairie-ltl/214-delayed.edi"));
  site.bring("meadow-retail", "c.edi", sample("meadow-retail/940.edi"));
  site.wait("all to be done", [&] { return site.count("done") == 3; });
  EXPECT_EQ(site.inbound("harbor-supply").size(), 1u);
  EXPECT_EQ(site.inbound("prairie-ltl").size(), 1u);
  EXPECT_EQ(site.inbound("meadow-retail").size(), 2u);
  EXPECT_TRUE(site.alerts().empty());
  EXPECT_EQ(site.list("harbor-supply", "archive"), std::vector<std::string>{"a.edi"});
  EXPECT_EQ(site.stop(), 0);
}
