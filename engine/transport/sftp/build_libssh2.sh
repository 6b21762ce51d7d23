#!/usr/bin/env bash
# Builds the libssh2 of Debian 13 (1.11 with Debian's security patches) as a static library for a Debian 12 system,
# whose own 1.10 has no rsa-sha2, no AES-GCM and no encrypt-then-MAC.
#
#   build_libssh2.sh PREFIX [--refresh]
#
# The source package comes from the mirror that the system's own apt sources name, through a private apt configuration: the system's
# sources, lists and cache are read, never written. A finished build is kept; --refresh looks whether the mirror has a newer one.
set -euo pipefail

recipe=1          # raise it when this file changes what is built
suite=trixie
prefix=${1:?usage: build_libssh2.sh PREFIX [--refresh]}
refresh=${2:-}

say() { printf 'libssh2: %s\n' "$*"; }
die() { printf 'libssh2: %s\n' "$*" >&2; exit 1; }

installed() { cat "$prefix/version" 2>/dev/null || true; }
if [[ $(installed) == *" recipe $recipe" && $refresh != --refresh ]]; then exit 0; fi

mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
exec 9>"$prefix/.lock"
flock 9
if [[ $(installed) == *" recipe $recipe" && $refresh != --refresh ]]; then exit 0; fi

. /etc/os-release
[[ ${ID:-} == debian && -n ${VERSION_CODENAME:-} ]] ||
  die "this system is ${PRETTY_NAME:-unknown}, not Debian: install libssh2 1.11 or newer with its headers and pkg-config file instead"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,cache/archives/partial,source,empty}

# Every repository that the system uses for CODENAME/main, as `apt-get update` itself would resolve it, whatever form the sources have.
repositories() {  # SUITE
  apt-get update --print-uris -o "Dir::State::lists=$work/empty" |
    sed -n "s#^'\(.*\)/dists/$1/main/binary-[^']*'.*#\1#p" | sort -u
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
signed=
[[ -r $keyring ]] && signed="[signed-by=$keyring] "
mkdir -p "$work/empty/partial"
{
  repositories "$VERSION_CODENAME" | sed "s#.*#deb-src $signed& $suite main#"
  repositories "$VERSION_CODENAME-security" | sed "s#.*#deb-src $signed& $suite-security main#"
} >"$work/sources.list"
[[ -s $work/sources.list ]] || die "the system's apt sources name no repository of $VERSION_CODENAME/main to take Debian's sources from"

private_apt() {
  apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o APT::Default-Release= \
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o Acquire::Languages=none \
    -o "APT::Sandbox::User=$(id -un)" "$@"
}

private_apt update >"$work/log" 2>&1 || { cat "$work/log" >&2; say "part of the package lists could not be fetched; trying without" >&2; }
version=$(private_apt source --print-uris --only-source libssh2 2>/dev/null | sed -n "s#.* libssh2_\(.*\)\.dsc .*#\1#p" | head -n1)
[[ -n $version ]] || die "the mirror has no source package libssh2 in $suite (see the messages above)"
if [[ $(installed) == "$version recipe $recipe" ]]; then say "$version is the newest"; exit 0; fi

say "building $version"
(cd "$work/source" && private_apt source --only-source libssh2) >"$work/log" 2>&1 || { cat "$work/log" >&2; die "cannot fetch the source package"; }
{
  cmake -S "$work"/source/libssh2-*/ -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_INSTALL_PREFIX=$prefix" \
    -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF -DBUILD_STATIC_LIBS=ON -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DCRYPTO_BACKEND=OpenSSL -DENABLE_ZLIB_COMPRESSION=OFF -DBUILD_EXAMPLES=OFF -DBUILD_TESTING=OFF &&
    cmake --build "$work/build" --target install
} >"$work/log" 2>&1 || { cat "$work/log" >&2; die "the build failed"; }
rm -rf "$prefix/share"
echo "$version recipe $recipe" >"$prefix/version"
say "installed $version in $prefix"
