// What the local folder promises beyond every store: nothing below its root leads out of it.
#include "engine/transport/directory/directory.h"

#include "tests/support/temporary_folder.h"
#include "tests/unit/transport/sftp_server.h"

#include <sys/stat.h>

namespace longshore::test {

namespace {

namespace fs = std::filesystem;

class DirectoryTest : public testing::Test {
 protected:
  DirectoryTest() {
    fs::create_directories(home_ / "root");
    fs::create_directories(home_ / "outside");
    write_file(home_ / "outside" / "secret", "secret");
    store_ = directory::DirectoryConnector({.root = home_ / "root"}).connect().value();
  }

  TemporaryFolder folder_;
  fs::path home_ = folder_.path();
  std::unique_ptr<RemoteStore> store_;
};

TEST_F(DirectoryTest, dot_dot_is_refused_everywhere) {
  for (const auto* path : {"..", "../outside/secret", "/../outside/secret", "a/../../outside/secret"}) {
    EXPECT_THAT(error_of(store_->fetch(path, 100)), HasCode("REMOTE_DENIED")) << path;
    EXPECT_THAT(error_of(store_->put(path, "x")), HasCode("REMOTE_DENIED")) << path;
    EXPECT_THAT(error_of(store_->list(path, 100)), HasCode("REMOTE_DENIED")) << path;
    EXPECT_THAT(error_of(store_->remove(path)), HasCode("REMOTE_DENIED")) << path;
    EXPECT_THAT(error_of(store_->make_folder(path)), HasCode("REMOTE_DENIED")) << path;
    EXPECT_THAT(error_of(store_->rename("a", path)), HasCode("REMOTE_DENIED")) << path;
  }
}

TEST_F(DirectoryTest, links_are_not_followed) {
  fs::create_directory_symlink(home_ / "outside", home_ / "root" / "way");
  fs::create_symlink(home_ / "outside" / "secret", home_ / "root" / "file");
  EXPECT_FALSE(store_->fetch("way/secret", 100));
  EXPECT_FALSE(store_->list("way", 100));
  EXPECT_FALSE(store_->put("way/secret", "x"));
  EXPECT_FALSE(store_->put("file", "x"));
  EXPECT_EQ(read_file(home_ / "outside" / "secret"), "secret");
}

TEST_F(DirectoryTest, absolute_paths_start_at_the_root) {
  ASSERT_TRUE(store_->make_folder("/in"));
  ASSERT_TRUE(store_->put("/in/a", "x"));
  EXPECT_EQ(read_file(home_ / "root/in/a"), "x");
  EXPECT_EQ(store_->list("/in/", 10).value().files.size(), 1u);
}

TEST_F(DirectoryTest, fifo_in_a_files_place_does_not_block) {
  ASSERT_EQ(::mkfifo((home_ / "root" / "a").c_str(), 0600), 0);
  EXPECT_THAT(error_of(store_->put("a", "x")), HasCode("REMOTE_NOT_A_FILE"));
}

TEST_F(DirectoryTest, new_files_and_folders_are_not_for_everybody) {
  ASSERT_TRUE(store_->put("a", "x"));
  ASSERT_TRUE(store_->make_folder("in"));
  EXPECT_EQ(fs::status(home_ / "root/a").permissions() & fs::perms::others_all, fs::perms::none);
  EXPECT_EQ(fs::status(home_ / "root/in").permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(DirectoryTest, missing_root_is_temporary) {
  auto error = error_of(directory::DirectoryConnector({.root = home_ / "not mounted"}).connect());
  EXPECT_THAT(error, HasCode("REMOTE_UNREACHABLE"));
  EXPECT_TRUE(error.temporary());
}

TEST_F(DirectoryTest, root_that_went_away) {
  fs::remove_all(home_ / "root");
  EXPECT_THAT(error_of(store_->ping()), HasCode("REMOTE_UNREACHABLE"));
}

}  // namespace

}  // namespace longshore::test
