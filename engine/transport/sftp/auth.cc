#include "engine/transport/sftp/auth.h"

#include "engine/model/text.h"
#include "engine/transport/sftp/failure.h"

#include <cstring>
#include <fstream>
#include <iterator>

#include <libssh2.h>

namespace longshore::sftp {

namespace {

Result<std::string> private_key_of(const Options& options) {
  if (!options.private_key.empty() || options.private_key_file.empty()) return options.private_key;
  std::ifstream file(options.private_key_file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.empty()) {
    return fail(make_error(Lasting::permanent, "KEY_UNREADABLE",
                           "cannot read the private key " + options.private_key_file,
                           "check that the file exists and that this user may read it"));
  }
  return text;
}

/// Every question gets the password: a server that asks for more than that needs a person.
void answer_questions(const char*, int, const char*, int, int count, const LIBSSH2_USERAUTH_KBDINT_PROMPT*,
                      LIBSSH2_USERAUTH_KBDINT_RESPONSE* responses, void** abstract) {
  const auto& password = static_cast<Session::Shared*>(*abstract)->password;
  for (int i = 0; i < count; ++i) {
    char* text = ::strdup(password.c_str());  // libssh2 releases it with free()
    if (!text) return;
    responses[i] = {text, static_cast<unsigned>(password.size())};
  }
}

bool is_refusal(std::ptrdiff_t number) {
  return number == LIBSSH2_ERROR_AUTHENTICATION_FAILED || number == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED;
}

bool is_bad_key(std::ptrdiff_t number) {
  return number == LIBSSH2_ERROR_FILE || number == LIBSSH2_ERROR_KEYFILE_AUTH_FAILED ||
         number == LIBSSH2_ERROR_METHOD_NONE || number == LIBSSH2_ERROR_ALGO_UNSUPPORTED ||
         number == LIBSSH2_ERROR_INVAL;
}

class Authenticator {
 public:
  Authenticator(Session& session, const Options& options) : session_(session), options_(options) {}

  Result<void> run() {
    LONGSHORE_CHECK(ask_methods());
    if (done_) return {};
    LONGSHORE_TRY(auto key, private_key_of(options_));
    if (!key.empty() && offers("publickey")) LONGSHORE_CHECK(attempt("publickey", [&] { return by_key(key); }));
    if (!done_ && !options_.password.empty()) LONGSHORE_CHECK(by_any_password());
    if (!done_) return fail(refused());
    return {};
  }

 private:
  Result<void> ask_methods() {
    char* methods = nullptr;
    auto number = session_.drive([&]() -> std::ptrdiff_t {
      methods =
          libssh2_userauth_list(session_.ssh(), options_.user.data(), static_cast<unsigned>(options_.user.size()));
      return methods || libssh2_userauth_authenticated(session_.ssh()) ? 0 : session_.last_error();
    });
    if (number != 0) return fail(session_.failure(number, "asking for the ways to log in"));
    done_ = !methods;
    methods_ = methods ? methods : "";
    return {};
  }

  bool offers(std::string_view method) const {
    auto offered = split(methods_, ',');
    return std::ranges::find(offered, method) != offered.end();
  }

  template <class Call>
  Result<void> attempt(const std::string& method, Call call) {
    auto number = session_.drive(call);
    tried_ += (tried_.empty() ? "" : ", ") + method;
    if (number == 0) {
      done_ = true;
      return {};
    }
    if (session_.gone() || (!is_refusal(number) && !is_bad_key(number)))
      return fail(session_.failure(number, "logging in by " + method));
    if (is_bad_key(number)) {
      return fail(make_error(Lasting::permanent, "KEY_UNREADABLE",
                             "the private key for " + options_.user + "@" + options_.host + " cannot be used",
                             "is the passphrase right, and is it an ed25519, ECDSA or RSA key in PEM or OpenSSH form?",
                             session_.failure(number, "reading it").cause));
    }
    return {};
  }

  std::ptrdiff_t by_key(const std::string& key) {
    return libssh2_userauth_publickey_frommemory(session_.ssh(), options_.user.data(), options_.user.size(), nullptr, 0,
                                                 key.data(), key.size(), options_.passphrase.c_str());
  }

  Result<void> by_any_password() {
    auto user = options_.user.c_str();
    auto length = static_cast<unsigned>(options_.user.size());
    if (offers("password")) {
      LONGSHORE_CHECK(attempt("password", [&] {
        return libssh2_userauth_password_ex(session_.ssh(), user, length, options_.password.data(),
                                            static_cast<unsigned>(options_.password.size()), nullptr);
      }));
    }
    if (done_ || !offers("keyboard-interactive")) return {};
    session_.shared().password = options_.password;
    return attempt("keyboard-interactive", [&] {
      return libssh2_userauth_keyboard_interactive_ex(session_.ssh(), user, length, &answer_questions);
    });
  }

  Error refused() const {
    auto who = options_.user + "@" + options_.host;
    auto offered = "the server offers " + (methods_.empty() ? "nothing" : methods_);
    if (tried_.empty()) {
      return make_error(Lasting::permanent, "AUTH_REFUSED", who + ": nothing to log in with: " + offered,
                        "set a private key or a password, as the partner requires");
    }
    return make_error(Lasting::permanent, "AUTH_REFUSED", who + ": login refused; tried " + tried_ + "; " + offered,
                      "check the user name, and that the partner has installed our public key or knows our password");
  }

  Session& session_;
  const Options& options_;
  std::string methods_;
  std::string tried_;
  bool done_ = false;
};

}  // namespace

Result<void> authenticate(Session& session, const Options& options) {
  return Authenticator(session, options).run();
}

}  // namespace longshore::sftp
