#pragma once
#include "tests/support/installation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::test {

/// A running service with a supplier, and a good file of it that has to get through whatever came before.
class Harbor : public testing::Test {
 protected:
  void SetUp() override {
    site.add("harbor-supply");
    site.add("prairie-ltl");
  }

  void bring_neighbour() { site.bring("harbor-supply", "zz-neighbour.edi", sample("harbor-supply/856-sotpi.edi")); }
  void expect_neighbour_through() {
    site.wait("the good neighbour", [&] {
      auto done = site.documents({"--ref", "HB-70030"});
      return done.size() == 1 && at(done[0], "/status/processing") == "done";
    });
  }
  /// The bytes of what came, as they came.
  std::string raw(const json::Value& document) const {
    return site.run({"document", "raw", "--whole", document.text("id")}).output;
  }
  /// Waits for the only document of that state.
  json::Value one(const std::string& state) {
    json::Value found;
    site.wait("a document in state " + state, [&] { return !(found = site.only(state)).is_null(); });
    return found;
  }
  std::string acknowledgement(const std::string& group) {
    std::string found;
    site.wait("the 997 of group " + group, [&] {
      for (const auto& name : site.inbound("harbor-supply", "997-")) {
        auto text = read_text(site.theirs("harbor-supply", "inbound") / name);
        if (text.find("*" + group + "~") != std::string::npos && text.find("AK1*") != std::string::npos &&
            text.substr(text.find("AK1*") + 7).starts_with(group + "~"))
          found = text;
      }
      return !found.empty();
    });
    return found;
  }

  Installation site;
};

}  // namespace longshore::test
