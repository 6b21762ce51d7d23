// Who may talk to whom: host keys, user keys, and what is said when they do not fit.
#include "tests/unit/transport/sftp_server.h"

namespace longshore::test {

namespace {

using testing::HasSubstr;
using testing::Not;

Error refusal(const sftp::Options& options) {
  return error_of(sftp::SftpConnector(options).connect());
}

TEST(SftpHostKey, nothing_pinned_is_refused_and_shows_the_key) {
  Sshd server;
  auto options = options_for(server);
  options.host_keys.clear();
  auto error = refusal(options);
  EXPECT_THAT(error, HasCode("HOST_KEY_UNKNOWN"));
  EXPECT_FALSE(error.temporary());
  EXPECT_THAT(error.hint, HasSubstr("ssh-ed25519 " + server.fingerprint()));
  EXPECT_THAT(server.log(), Not(HasSubstr("Accepted"))) << "nothing may be sent to a server that is not trusted";
}

TEST(SftpHostKey, changed_key_is_refused_before_anything_is_sent) {
  Sshd server;
  auto options = options_for(server);
  sftp::SftpConnector connector(options);
  ASSERT_TRUE(connector.connect());
  auto accepted_before = server.log();
  server.change_host_keys();
  auto error = error_of(connector.connect());
  EXPECT_THAT(error, HasCode("HOST_KEY_CHANGED"));
  EXPECT_FALSE(error.temporary());
  EXPECT_THAT(error.what, HasSubstr("ssh-ed25519 " + server.fingerprint()));
  EXPECT_THAT(error.hint, HasSubstr("host_keys"));
  auto after = server.log().substr(accepted_before.size());
  EXPECT_THAT(after, Not(HasSubstr("Accepted")));
  EXPECT_THAT(after, Not(HasSubstr("authenticating user " + server.user())));
}

TEST(SftpHostKey, one_of_several_pins_is_enough) {
  Sshd server;
  auto options = options_for(server);
  options.host_keys = {"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", server.fingerprint() + "="};
  EXPECT_TRUE(sftp::SftpConnector(options).connect());
}

// A pin names no kind of key; the server has all three.
TEST(SftpHostKey, a_pin_of_any_kind_of_key_is_found) {
  Sshd server({.host_key_types = {"rsa", "ecdsa", "ed25519"}});
  auto options = options_for(server);
  for (const auto* type : {"rsa", "ecdsa", "ed25519"}) {
    options.host_keys = {server.fingerprint(type)};
    sftp::SftpConnector connector(options);
    EXPECT_TRUE(connector.connect()) << type;
    EXPECT_TRUE(connector.connect()) << type << ", remembered";
  }
}

TEST(SftpHostKey, servers_with_one_kind_of_key) {
  for (const std::string type : {"rsa", "ecdsa"}) {
    Sshd server({.host_key_types = {type}});
    auto options = options_for(server);
    options.host_keys = {server.fingerprint(type)};
    EXPECT_TRUE(sftp::SftpConnector(options).connect()) << type;
    options.host_keys = {"SHA256:AAAA"};
    EXPECT_THAT(refusal(options), HasCode("HOST_KEY_CHANGED")) << type;
  }
}

TEST(SftpHostKey, sha1_signatures_are_not_accepted) {
  Sshd server({.host_key_types = {"rsa"}, .configuration = {"HostKeyAlgorithms ssh-rsa"}});
  auto options = options_for(server);
  options.host_keys = {server.fingerprint("rsa")};
  EXPECT_THAT(refusal(options), HasCode("NO_COMMON_ALGORITHM"));
}

TEST(SftpLogin, each_kind_of_user_key) {
  Sshd server;
  auto options = options_for(server);
  for (const std::string type : {"ed25519", "ecdsa", "rsa"}) {
    options.private_key_file = server.authorized_key(type);
    EXPECT_TRUE(sftp::SftpConnector(options).connect()) << type << ": " << refusal(options).describe();
  }
}

TEST(SftpLogin, key_as_text) {
  Sshd server;
  auto options = options_for(server);
  options.private_key = read_file(options.private_key_file);
  options.private_key_file = "/does/not/exist";
  EXPECT_TRUE(sftp::SftpConnector(options).connect());
}

TEST(SftpLogin, keys_with_a_passphrase) {
  Sshd server;
  auto options = options_for(server);
  for (const std::string type : {"ed25519", "rsa"}) {
    options.private_key_file = server.authorized_key(type, "open sesame");
    options.passphrase = "open sesame";
    EXPECT_TRUE(sftp::SftpConnector(options).connect()) << type;
    for (const auto* wrong : {"", "wrong"}) {
      options.passphrase = wrong;
      auto error = refusal(options);
      EXPECT_THAT(error, HasCode("KEY_UNREADABLE")) << type;
      EXPECT_FALSE(error.temporary());
    }
  }
}

TEST(SftpLogin, unknown_key_is_refused) {
  Sshd server;
  auto options = options_for(server);
  options.private_key_file = server.foreign_key();
  auto error = refusal(options);
  EXPECT_THAT(error, HasCode("AUTH_REFUSED"));
  EXPECT_FALSE(error.temporary());
  EXPECT_THAT(error.what, HasSubstr("publickey"));
}

TEST(SftpLogin, nothing_to_log_in_with) {
  Sshd server;
  auto options = options_for(server);
  options.private_key_file.clear();
  EXPECT_THAT(refusal(options), HasCode("AUTH_REFUSED"));
}

TEST(SftpLogin, wrong_password_is_refused_by_either_method) {
  for (const auto* line : {"PasswordAuthentication yes", "KbdInteractiveAuthentication yes"}) {
    Sshd server({.configuration = {line, "AuthenticationMethods any"}});
    auto options = options_for(server);
    options.private_key_file.clear();
    options.password = "certainly not";
    EXPECT_THAT(refusal(options), HasCode("AUTH_REFUSED")) << line;
  }
}

TEST(SftpLogin, missing_or_damaged_key_is_ours_to_mend) {
  Sshd server;
  auto options = options_for(server);
  options.private_key_file = "/does/not/exist";
  EXPECT_THAT(refusal(options), HasCode("KEY_UNREADABLE"));
  options.private_key = "-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n-----END OPENSSH PRIVATE KEY-----\n";
  EXPECT_THAT(refusal(options), HasCode("KEY_UNREADABLE"));
}

TEST(SftpLogin, server_without_sftp) {
  Sshd server({.configuration = {"ForceCommand /bin/false"}});
  auto options = options_for(server);
  options.step_timeout = std::chrono::seconds(2);
  auto error = refusal(options);
  EXPECT_THAT(error, HasCode("REMOTE_UNREACHABLE"));
  EXPECT_THAT(error.what, HasSubstr("starting SFTP"));
}

}  // namespace

}  // namespace longshore::test
