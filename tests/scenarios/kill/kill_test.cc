#include "tests/support/effects.h"
#include "tests/support/feeder.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace longshore::test;

namespace {

unsigned from_environment(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

void pause(std::mt19937& random, int at_most_ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution(0, at_most_ms)(random)));
}

/// One life: started, and killed at a random moment, one time in five before it serves.
void live_and_die(Installation& site, std::mt19937& random) {
  bool young = std::uniform_int_distribution(0, 4)(random) == 0;
  if (young) {
    site.launch();
    pause(random, 150);
  } else {
    site.start();
    pause(random, 500);
  }
  site.kill();
}

}  // namespace

// Files keep coming over SFTP while the service is killed again and again, at moments nobody chose. In the end every
// file was accepted once, and each of its effects exists exactly once.
TEST(Kill, NothingIsLostAndNothingHappensTwice) {
  auto kills = from_environment("LONGSHORE_KILLS", 200);
  auto seed = from_environment("LONGSHORE_SEED", std::random_device{}());
  std::cout << kills << " kills, seed " << seed << " (repeat with LONGSHORE_SEED=" << seed << ")" << std::endl;
  std::mt19937 random(seed);

  Sshd sshd;
  Installation site;
  for (const auto* partner : {"harbor-supply", "prairie-ltl", "meadow-retail"}) site.add(partner, sshd);
  Feeder feeder(site);
  for (unsigned i = 0; i < kills; ++i) live_and_die(site, random);
  auto during = feeder.count();
  auto fed = feeder.stop();

  site.start();
  drain(site, fed);
  EXPECT_EQ(site.stop(), 0);
  std::cout << fed.size() << " files (" << during << " while it was killed), " << site.events().size() << " events"
            << std::endl;
  EXPECT_GT(fed.size(), kills / 2) << "hardly any load";
  EXPECT_THAT(faults_of(site, fed), testing::IsEmpty());
  EXPECT_THAT(site.alerts(), testing::IsEmpty());
}
