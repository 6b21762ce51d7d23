// What every RemoteStore promises, asked of each of them: a real sshd and a local folder.
#include "engine/base/crypto/crypto.h"
#include "engine/transport/directory/directory.h"
#include "tests/unit/transport/sftp_server.h"

#include <ctime>

#include <sys/stat.h>

namespace longshore::test {

namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;
namespace fs = std::filesystem;

class RemoteStoreTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    server_ = std::make_unique<Sshd>();
    folder_ = server_->folder();
    if (std::string_view(GetParam()) == "sftp") {
      store_ = must_connect(options_for(*server_));
    } else {
      store_ = directory::DirectoryConnector({.root = folder_}).connect().value();
    }
  }

  std::vector<std::string> names(const std::string& folder) {
    std::vector<std::string> out;
    auto listing = store_->list(folder, 1000).value();
    for (const auto& file : listing.files) out.push_back(file.name);
    return out;
  }

  std::unique_ptr<Sshd> server_;
  fs::path folder_;
  std::unique_ptr<RemoteStore> store_;
};

TEST_P(RemoteStoreTest, lists_regular_files_only) {
  write_file(folder_ / "a.edi", "ISA");
  write_file(folder_ / "b c.edi", "");
  fs::create_directory(folder_ / "sub");
  fs::create_symlink("a.edi", folder_ / "link");
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  EXPECT_THAT(names(""), UnorderedElementsAre("a.edi", "b c.edi"));
  EXPECT_THAT(names("sub"), ElementsAre());
}

TEST_P(RemoteStoreTest, listing_tells_size_and_time) {
  write_file(folder_ / "a.edi", "ISA*00");
  auto listing = store_->list("", 10).value();
  ASSERT_EQ(listing.files.size(), 1u);
  EXPECT_EQ(listing.files[0].size, 6u);
  EXPECT_NEAR(static_cast<double>(listing.files[0].mtime), static_cast<double>(std::time(nullptr)), 60);
  EXPECT_TRUE(listing.complete);
}

TEST_P(RemoteStoreTest, listing_stops_at_its_limit_and_says_so) {
  for (int i = 0; i < 300; ++i) write_file(folder_ / std::to_string(i), "x");
  auto cut = store_->list("", 299).value();
  EXPECT_EQ(cut.files.size(), 299u);
  EXPECT_FALSE(cut.complete);
  auto whole = store_->list("", 300).value();
  EXPECT_EQ(whole.files.size(), 300u);
  EXPECT_TRUE(whole.complete);
}

TEST_P(RemoteStoreTest, missing_folder_is_not_found) {
  EXPECT_THAT(error_of(store_->list("nowhere", 10)), HasCode("REMOTE_NOT_FOUND"));
}

TEST_P(RemoteStoreTest, every_byte_survives_both_ways) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  ASSERT_TRUE(store_->put("all.bin", bytes));
  EXPECT_EQ(read_file(folder_ / "all.bin"), bytes);
  EXPECT_EQ(store_->fetch("all.bin", 1000).value(), bytes);
}

TEST_P(RemoteStoreTest, empty_file_both_ways) {
  ASSERT_TRUE(store_->put("empty", ""));
  EXPECT_EQ(store_->fetch("empty", 0).value(), "");
}

TEST_P(RemoteStoreTest, twenty_mebibytes_both_ways) {
  auto bytes = noise(20 << 20);
  ASSERT_TRUE(store_->put("big.bin", bytes));
  EXPECT_EQ(crypto::sha256(read_file(folder_ / "big.bin")), crypto::sha256(bytes));
  EXPECT_EQ(crypto::sha256(store_->fetch("big.bin", 1 << 30).value()), crypto::sha256(bytes));
}

// Sizes around the 30,000 bytes of one request and the buffers made of them.
TEST_P(RemoteStoreTest, odd_sizes_both_ways) {
  auto all = noise(2'100'000);
  for (std::size_t size : {1, 29'999, 30'000, 30'001, 65'536, 524'287, 524'289, 1'048'577, 2'097'153}) {
    auto bytes = all.substr(0, size);
    ASSERT_TRUE(store_->put("odd.bin", bytes)) << size;
    ASSERT_EQ(store_->fetch("odd.bin", 1 << 30).value(), bytes) << size;
  }
}

TEST_P(RemoteStoreTest, put_leaves_nothing_of_a_longer_file) {
  ASSERT_TRUE(store_->put("t", "0123456789"));
  ASSERT_TRUE(store_->put("t", "abc"));
  EXPECT_EQ(read_file(folder_ / "t"), "abc");
}

TEST_P(RemoteStoreTest, fetch_refuses_more_than_the_limit) {
  write_file(folder_ / "a", "12345");
  EXPECT_THAT(error_of(store_->fetch("a", 4)), HasCode("FILE_TOO_LARGE"));
  EXPECT_EQ(store_->fetch("a", 5).value(), "12345");
}

TEST_P(RemoteStoreTest, fetch_of_nothing_is_not_found) {
  auto error = error_of(store_->fetch("nothing.edi", 10));
  EXPECT_THAT(error, HasCode("REMOTE_NOT_FOUND"));
  EXPECT_FALSE(error.temporary());
}

TEST_P(RemoteStoreTest, only_regular_files_are_fetched) {
  fs::create_directory(folder_ / "sub");
  write_file(folder_ / "a", "x");
  fs::create_symlink("a", folder_ / "link");
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  for (const auto* name : {"sub", "link", "fifo"}) {
    EXPECT_THAT(error_of(store_->fetch(name, 10)), HasCode("REMOTE_NOT_A_FILE")) << name;
    EXPECT_THAT(error_of(store_->stat(name)), HasCode("REMOTE_NOT_A_FILE")) << name;
  }
}

TEST_P(RemoteStoreTest, stat_tells_what_is_there) {
  write_file(folder_ / "a", "1234");
  auto found = store_->stat("a").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "a");
  EXPECT_EQ(found->size, 4u);
  EXPECT_FALSE(store_->stat("b").value());
  EXPECT_FALSE(store_->stat("no/folder/b").value());
}

TEST_P(RemoteStoreTest, rename_moves_between_folders) {
  ASSERT_TRUE(store_->make_folder("archive"));
  write_file(folder_ / "a", "x");
  ASSERT_TRUE(store_->rename("a", "archive/a"));
  EXPECT_FALSE(fs::exists(folder_ / "a"));
  EXPECT_EQ(read_file(folder_ / "archive/a"), "x");
}

TEST_P(RemoteStoreTest, rename_never_replaces) {
  write_file(folder_ / "a", "new");
  write_file(folder_ / "b", "old");
  auto error = error_of(store_->rename("a", "b"));
  EXPECT_THAT(error, HasCode("REMOTE_EXISTS"));
  EXPECT_FALSE(error.temporary());
  EXPECT_EQ(read_file(folder_ / "a"), "new");
  EXPECT_EQ(read_file(folder_ / "b"), "old");
}

TEST_P(RemoteStoreTest, rename_does_not_replace_a_dangling_link) {
  write_file(folder_ / "a", "new");
  fs::create_symlink("nowhere", folder_ / "b");
  EXPECT_THAT(error_of(store_->rename("a", "b")), HasCode("REMOTE_EXISTS"));
}

TEST_P(RemoteStoreTest, rename_of_nothing_is_not_found) {
  EXPECT_THAT(error_of(store_->rename("a", "b")), HasCode("REMOTE_NOT_FOUND"));
}

TEST_P(RemoteStoreTest, remove_removes_once) {
  write_file(folder_ / "a", "x");
  ASSERT_TRUE(store_->remove("a"));
  EXPECT_FALSE(fs::exists(folder_ / "a"));
  EXPECT_THAT(error_of(store_->remove("a")), HasCode("REMOTE_NOT_FOUND"));
}

TEST_P(RemoteStoreTest, make_folder_twice_is_fine_but_not_over_a_file) {
  ASSERT_TRUE(store_->make_folder("in"));
  ASSERT_TRUE(store_->make_folder("in"));
  EXPECT_TRUE(fs::is_directory(folder_ / "in"));
  write_file(folder_ / "file", "x");
  EXPECT_THAT(error_of(store_->make_folder("file")), HasCode("REMOTE_EXISTS"));
  EXPECT_THAT(error_of(store_->make_folder("no/such")), HasCode("REMOTE_NOT_FOUND"));
}

TEST_P(RemoteStoreTest, an_error_leaves_the_session_usable) {
  EXPECT_FALSE(store_->fetch("nothing", 10));
  EXPECT_FALSE(store_->put("no/folder/x", "x"));
  EXPECT_TRUE(store_->ping());
  EXPECT_TRUE(store_->put("x", "x"));
}

INSTANTIATE_TEST_SUITE_P(stores, RemoteStoreTest, testing::Values("sftp", "directory"),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace

}  // namespace longshore::test
