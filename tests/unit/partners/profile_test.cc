#include "partners/registry.h"
#include "partners/secrets.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace longshore::partners {
namespace {

const std::string good = R"(partner: acme
stage: live
timezone: America/Chicago
identity:
  x12: {ours: "ZZ:OURCO", theirs: "02:ACME"}
endpoints:
  pickup:
    type: sftp
    host: sftp.acme.example
    user: ourco
    key: secret:acme/ssh
    host_keys: ["SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]
    watch: {path: /outbound, every: 60s, match: "*.edi", stable: 2 polls}
    put: /inbound
flows:
  - {receive: x12/214@004010}
codes: {at7-status: {ZZ9: {fact: arrived}}}
)";

std::vector<std::string> faults(const std::string& text) {
  std::vector<Error> errors;
  auto node = yaml::parse(text, "acme.yaml");
  if (!node) return {node.error().describe()};
  read_profile(*node, errors);
  std::vector<std::string> out;
  for (const auto& error : errors) out.push_back(error.describe());
  return out;
}

std::string with(const std::string& from, const std::string& to) {
  auto text = good;
  auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Profile, reads_a_whole_one) {
  std::vector<Error> errors;
  auto profile = read_profile(*yaml::parse(good, "acme.yaml"), errors);
  ASSERT_TRUE(profile) << errors.front().describe();
  EXPECT_EQ(profile->id.str(), "acme");
  EXPECT_EQ(profile->x12->theirs.str(), "02:ACME");
  EXPECT_EQ(profile->endpoints.front().archive_path, "/archive");
  EXPECT_EQ(profile->acknowledge.via, "pickup");
  EXPECT_EQ(profile->codes.at("at7-status").at("ZZ9").at("fact"), "arrived");
}

TEST(Profile, a_typo_is_named_with_its_place_and_what_was_meant) {
  EXPECT_THAT(faults(with("timezone:", "timzone:")),
              testing::ElementsAre(
                  "acme.yaml:3:1: KEY_UNKNOWN: a profile has no key \"timzone\" — did you mean \"timezone\"?"));
  EXPECT_THAT(faults(with("stage: live", "stage: liev")),
              testing::ElementsAre(
                  testing::AllOf(testing::HasSubstr("acme.yaml:2:8"), testing::HasSubstr("did you mean \"live\"?"))));
}

TEST(Profile, a_secret_is_named_not_written) {
  EXPECT_THAT(faults(with("key: secret:acme/ssh", "password: hunter2")),
              testing::Contains(testing::HasSubstr("acme.yaml:11:15: SECRET_IN_PROFILE")));
}

TEST(Profile, wrong_values_are_refused) {
  EXPECT_THAT(faults(with("02:ACME", "02:")), testing::ElementsAre(testing::HasSubstr("ENVELOPE_ID")));
  EXPECT_THAT(faults(with("America/Chicago", "America/Chigaco")),
              testing::ElementsAre(testing::HasSubstr("ZONE_UNKNOWN")));
  EXPECT_THAT(faults(with("every: 60s", "every: 60")), testing::ElementsAre(testing::HasSubstr("VALUE_NOT_DURATION")));
  EXPECT_THAT(faults(with("x12/214@004010", "214")), testing::ElementsAre(testing::HasSubstr("FLOW_DOCUMENT")));
  EXPECT_THAT(faults(with("    put: /inbound\n", "")), testing::ElementsAre(testing::HasSubstr("ACKNOWLEDGE_NOWHERE")));
  EXPECT_THAT(faults(with("SHA256:", "MD5:")), testing::ElementsAre(testing::HasSubstr("ENDPOINT_HOST_KEY")));
}

class RegistryTest : public testing::Test {
 protected:
  RegistryTest() {
    std::filesystem::create_directories(folder_ + "/partners");
    std::filesystem::create_directories(folder_ + "/templates");
  }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ + "/" + name) << text; }
  std::shared_ptr<const Registry> load() {
    errors_.clear();
    return Registry::load({folder_ + "/partners", {folder_ + "/templates"}}, {{"x12-214-carrier-events"}, {}}, errors_);
  }

  test::TemporaryFolder temporary_;
  std::string folder_ = temporary_.path();
  std::vector<Error> errors_;
};

TEST_F(RegistryTest, finds_the_partner_of_an_envelope) {
  write("partners/acme.yaml", good);
  write("partners/van.yaml", [] {
    auto text = with("partner: acme", "partner: van\ncarries: [\"ZZ:SMALLCO\"]");
    return text.replace(text.find("02:ACME"), 7, "ZZ:VANCO");
  }());
  auto registry = load();
  ASSERT_TRUE(errors_.empty()) << errors_.front().describe();
  EXPECT_EQ(registry->by_envelope(true, {"02", "ACME"}, {"ZZ", "OURCO"})->id.str(), "acme");
  EXPECT_EQ(registry->by_envelope(true, {"ZZ", "SMALLCO"}, {"ZZ", "OURCO"})->id.str(), "van");
  EXPECT_EQ(registry->by_envelope(true, {"02", "ACME"}, {"ZZ", "OTHER"}), nullptr);
  EXPECT_EQ(registry->by_envelope(false, {"02", "ACME"}, {"ZZ", "OURCO"}), nullptr);
}

TEST_F(RegistryTest, two_partners_cannot_share_an_identity) {
  write("partners/a.yaml", good);
  write("partners/b.yaml", with("partner: acme", "partner: acme2"));
  load();
  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_EQ(errors_[0].code, "PARTNERS_COLLIDE");
}

TEST_F(RegistryTest, inherits_key_by_key_and_names_the_file_of_a_fault) {
  write("templates/base.yaml",
        "template: base\nstage: live\nduplicates: {window: 10d, action: hold}\nacknowledge: {send: \"997\", vai: "
        "pickup}\n");
  write("partners/acme.yaml", with("stage: live", "extends: [base]\nduplicates: {window: 5d}"));
  load();
  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_THAT(errors_[0].describe(), testing::AllOf(testing::HasSubstr("templates/base.yaml:4:28"),
                                                    testing::HasSubstr("did you mean \"via\"?")));
  write("templates/base.yaml", "template: base\nstage: live\nduplicates: {window: 10d, action: accept}\n");
  auto registry = load();
  ASSERT_TRUE(errors_.empty());
  EXPECT_EQ(registry->profiles()[0].duplicates.window_ms, 5LL * 86'400'000);
  EXPECT_FALSE(registry->profiles()[0].duplicates.hold);
}

TEST_F(RegistryTest, cycles_and_unknown_templates_are_errors) {
  write("templates/a.yaml", "template: a\nextends: [b]\n");
  write("templates/b.yaml", "template: b\nextends: [a]\n");
  write("partners/acme.yaml", with("stage: live", "extends: [a]"));
  load();
  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_EQ(errors_[0].code, "EXTENDS_CYCLE");
  write("partners/acme.yaml", with("stage: live", "extends: [bb]"));
  load();
  EXPECT_THAT(errors_[0].describe(), testing::HasSubstr("did you mean b?"));
}

TEST_F(RegistryTest, a_map_that_is_not_there_is_found_by_lint) {
  write("partners/acme.yaml",
        with("{receive: x12/214@004010}", "{receive: x12/214@004010, map: x12-214-carrier-event}"));
  load();
  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_THAT(errors_[0].describe(), testing::AllOf(testing::HasSubstr("acme.yaml:16:5: MAP_UNKNOWN"),
                                                    testing::HasSubstr("did you mean x12-214-carrier-events?")));
}

TEST_F(RegistryTest, a_guide_that_is_not_there_or_is_of_another_document_is_found_by_lint) {
  const RegistryFolders folders{folder_ + "/partners", {folder_ + "/templates"}};
  KnownNames known;
  known.guides = {{"acme-214", "x12/214@004010"}, {"acme-856", "x12/856@004010"}};
  auto codes = [&](const std::string& flow) {
    write("partners/acme.yaml", with("{receive: x12/214@004010}", flow));
    errors_.clear();
    Registry::load(folders, known, errors_);
    std::vector<std::string> out;
    for (const auto& error : errors_) out.push_back(error.code);
    return out;
  };
  EXPECT_THAT(codes("{receive: x12/214@004010, guide: acme-214, level: 4}"), testing::IsEmpty());
  EXPECT_THAT(codes("{receive: x12/214, guide: acme-214}"), testing::IsEmpty());
  EXPECT_THAT(codes("{receive: x12/214@004010, guide: acme-856}"), testing::ElementsAre("GUIDE_UNFIT"));
  EXPECT_THAT(codes("{receive: x12/214@004010, guide: acme-124}"), testing::ElementsAre("GUIDE_UNKNOWN"));
  EXPECT_THAT(errors_[0].describe(), testing::HasSubstr("did you mean acme-214?"));
  EXPECT_THAT(codes("{receive: x12/214@004010, level: 7}"), testing::ElementsAre("VALUE_OUT_OF_RANGE"));
}

TEST_F(RegistryTest, secrets_come_from_files_and_the_environment) {
  write("templates/key", "s3cret\n");
  EXPECT_EQ(*read_secret("secret:key", folder_ + "/templates"), "s3cret\n");
  EXPECT_EQ(*read_secret("file:" + folder_ + "/templates/key", ""), "s3cret\n");
  EXPECT_EQ(read_secret("secret:../partners/x", folder_ + "/templates").error().code, "SECRET_MISSING");
  EXPECT_EQ(read_secret("env:LONGSHORE_NO_SUCH_SECRET", "").error().code, "SECRET_MISSING");
}

TEST(Examples, the_shipped_profiles_have_no_fault) {
  std::vector<Error> errors;
  auto source = std::string(LONGSHORE_SOURCE_DIR);
  auto registry = Registry::load({source + "/partners/examples", {source + "/partners/templates"}}, {}, errors);
  for (const auto& error : errors) ADD_FAILURE() << error.describe();
  EXPECT_EQ(registry->profiles().size(), 3U);
}

}  // namespace
}  // namespace longshore::partners
