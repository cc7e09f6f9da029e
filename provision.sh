#!/bin/sh
# Gets what rrq needs and the machine lacks, from the system's own packages.
#
#   provision.sh GROUP...
#     build   a JDK 17 or newer, Maven 3.8 or newer, a C compiler
#     run     QEMU and the Capstone library
#     guest   a kernel, its vmlinux, two of its modules and a static busybox, unpacked into the cache
#     test    GNU gdb and binutils, the independent witnesses of the tests
#     qemu-source   QEMU's source package, for qemu-rr.patch, into the cache
#     qemu-build    what compiling QEMU takes
#
# What is there already is used as it is. Says what it does on standard error; prints what it found
# as NAME=value lines on standard output: JAVA_HOME, MVN, RRQ_KERNEL, RRQ_VMLINUX, RRQ_BUSYBOX,
# RRQ_MODULES (a directory of modules for the guest to load; those with debug information are in its
# directory debug), QEMU_SOURCE (a .dsc).
# Exit status 3 where something is lacking and cannot be had, with the command that mends it.
set -eu

cache=${XDG_CACHE_HOME:-${HOME:?}/.cache}/rrq
guest=$cache/guest
image_package=linux-image-cloud-amd64
modules='lib/crc-itu-t fs/binfmt_misc'
updated=
work=

say() { printf 'rrq: %s\n' "$*" >&2; }

lacking() {
  say "$1"
  [ $# -lt 2 ] || say "to mend it: $2"
  exit 3
}

# shellcheck disable=SC2317  # called by the trap
clean() { [ -z "$work" ] || rm -rf "$work"; }
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- how to become root -------------------------------------------------------------------------

# Succeeds where commands can be run as root.
can_be_root() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null 2>&1 || return 1
  if [ -t 0 ] && [ -t 2 ]; then sudo -v; else sudo -n true 2>/dev/null; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

# --- apt ----------------------------------------------------------------------------------------

have_apt() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; }

# apt without root, with lists of its own where the system has none that will do.
own_apt() {
  tool=$1
  shift
  if [ -d "$cache/apt/lists" ]; then
    "$tool" -o Dir::State::Lists="$cache/apt/lists" -o Dir::Cache="$cache/apt/cache" "$@"
  else
    "$tool" "$@"
  fi
}

# Brings the package lists up to date, once in a run.
update() {
  [ -z "$updated" ] || return 1
  updated=yes
  say "updating the package lists"
  if can_be_root; then
    as_root apt-get update -qq >&2
  else
    mkdir -p "$cache/apt/lists/partial" "$cache/apt/cache/archives/partial"
    own_apt apt-get update -qq >&2
  fi
}

install_packages() {
  # Maintainer scripts must not ask, and their chatter is not an answer.
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

# Downloads packages into $work, unpacking nothing.
download() {
  say "downloading $*"
  (cd "$work" && { own_apt apt-get download -qq "$@" >&2 2>download.err || {
    cat download.err >&2
    false
  }; })
}

# The packages that hold what is missing, found by the checks below.
missing=
need() { case " $missing " in *" $1 "*) ;; *) missing="$missing $1" ;; esac; }

install_missing() {
  [ -n "$missing" ] || return 0
  mend="apt-get install --no-install-recommends$missing"
  have_apt || lacking "this needs the packages$missing (Debian 12 names), and there is no apt" "$mend"
  can_be_root || lacking "the packages$missing are not installed, and installing needs root" "sudo $mend"
  say "installing$missing"
  # shellcheck disable=SC2086  # a list of words
  install_packages $missing 2>/dev/null || {
    update || true
    # shellcheck disable=SC2086
    install_packages $missing || lacking "installing failed" "$mend"
  }
  missing=
}

# --- build --------------------------------------------------------------------------------------

# Prints the home of a JDK of 17 or newer.
find_jdk() {
  javac=$(command -v javac 2>/dev/null || true)
  for home in "${JAVA_HOME:-}" "${javac:+$(dirname "$(dirname "$(readlink -f "$javac")")")}" \
    /usr/lib/jvm/java-17-* /usr/lib/jvm/java-2[0-9]-* /usr/lib/jvm/default-java; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ -x "$home/bin/java" ] || continue
    version=$("$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 17 ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# Prints the path of a Maven of 3.8 or newer. Maven asks for a JDK before it says its version.
find_maven() {
  mvn=$(command -v mvn 2>/dev/null) || return 1
  version=$(JAVA_HOME=${1:-} "$mvn" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "${major:-0}" -gt 3 ] || { [ "${major:-0}" = 3 ] && [ "${minor:-0}" -ge 8 ]; } || return 1
  printf '%s\n' "$mvn"
}

have_compiler() {
  command -v gcc >/dev/null 2>&1 && printf '#include <stdint.h>\n#include <stdio.h>\n' |
    gcc -x c -fsyntax-only - 2>/dev/null
}

check_build() {
  find_jdk >/dev/null || need openjdk-17-jdk-headless
  command -v mvn >/dev/null 2>&1 || need maven
  have_compiler || { need gcc && need libc6-dev; }
}

get_build() {
  jdk=$(find_jdk) || lacking "there is no JDK of 17 or newer" "apt-get install openjdk-17-jdk-headless"
  mvn=$(find_maven "$jdk") ||
    lacking "$(command -v mvn) is older than Maven 3.8" "apt-get install maven, first on the PATH"
  printf 'JAVA_HOME=%s\nMVN=%s\n' "$jdk" "$mvn"
}

# --- run, test ----------------------------------------------------------------------------------

have_capstone() {
  for library in /usr/lib/*/libcapstone.so.4 /usr/lib/libcapstone.so.4 /usr/lib64/libcapstone.so.4; do
    [ ! -e "$library" ] || return 0
  done
  return 1
}

check_run() {
  [ -x "${RRQ_QEMU:-/nonexistent}" ] || command -v qemu-system-x86_64 >/dev/null 2>&1 ||
    need qemu-system-x86
  have_capstone || need libcapstone4
}

check_test() {
  command -v gdb >/dev/null 2>&1 || need gdb
  command -v readelf >/dev/null 2>&1 || need binutils
}

# --- guest --------------------------------------------------------------------------------------

is_static() { [ -x "$1" ] && ! head -c 4096 "$1" | grep -q ld-linux; }

find_busybox() {
  for busybox in "${RRQ_BUSYBOX:-}" /bin/busybox "$guest/busybox"; do
    if [ -n "$busybox" ] && is_static "$busybox"; then
      printf '%s\n' "$busybox"
      return 0
    fi
  done
  return 1
}

start_work() {
  [ -z "$work" ] || return 0
  mkdir -p "$guest"
  # What a killed run left behind, hours ago.
  find "$guest" -maxdepth 1 -name '.work.*' -mmin +240 -exec rm -rf {} +
  work=$(mktemp -d "$guest/.work.XXXXXX")
}

# Takes those files out of a downloaded package that are in it.
unpack() {
  from=$1
  shift
  dpkg-deb --fsys-tarfile "$work/$from"_*.deb | LC_ALL=C tar -x -C "$work" "$@" 2>"$work/tar.err" ||
    ! grep -qv -e 'Not found in archive' -e 'Exiting with failure status' "$work/tar.err" ||
    lacking "unpacking $from into $guest failed" "make room there, or set XDG_CACHE_HOME"
}

get_busybox() {
  start_work
  download busybox-static || { update && download busybox-static; } ||
    lacking "busybox-static cannot be downloaded" "apt-get install busybox-static"
  unpack busybox-static ./bin/busybox
  mv -f "$work/bin/busybox" "$guest/busybox"
}

# The package of the newest kernel that the lists know.
newest_kernel() {
  own_apt apt-cache show --no-all-versions "$image_package" 2>/dev/null |
    sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p' | head -n 1
}

# Downloads a kernel's packages and takes its modules out of them, and more of the second one. A
# kernel may lack some of them: then the directory does.
unpack_modules() {
  release=${1#linux-image-}
  shift
  from_image=
  from_debug=
  for module in $modules; do
    from_image="$from_image ./lib/modules/$release/kernel/$module.ko"
    from_debug="$from_debug ./usr/lib/debug/lib/modules/$release/kernel/$module.ko"
  done
  download "linux-image-$release" "linux-image-$release-dbg" || return 1
  # shellcheck disable=SC2086  # lists of words
  unpack "linux-image-$release" $from_image
  # The rest of this package is 1.8 GB of modules.
  # shellcheck disable=SC2086
  unpack "linux-image-$release-dbg" $from_debug "$@"
  mkdir -p "$work/$release/modules/debug"
  for module in $modules; do
    mv "$work/lib/modules/$release/kernel/$module.ko" "$work/$release/modules" 2>/dev/null || continue
    mv "$work/usr/lib/debug/lib/modules/$release/kernel/$module.ko" "$work/$release/modules/debug" \
      2>/dev/null || true
  done
}

# Modules for a kernel that an older rrq unpacked without any.
get_modules() {
  say "the cache has no modules for its kernel yet"
  start_work
  release=$(basename "$(readlink -f "$guest/current")")
  unpack_modules "linux-image-$release" || { update && unpack_modules "linux-image-$release"; } || return 1
  # Another run may have brought them meanwhile.
  mv -T "$work/$release/modules" "$guest/$release/modules" 2>/dev/null || [ -d "$guest/$release/modules" ]
}

get_kernel() {
  start_work
  # Lists that are days old know an older kernel, or one that the archive no longer has.
  update || say "the package lists are as they were"
  package=$(newest_kernel)
  [ -n "$package" ] ||
    lacking "the package lists have no $image_package" "give a kernel in RRQ_KERNEL and RRQ_VMLINUX"
  release=${package#linux-image-}
  say "unpacking the kernel, its vmlinux and modules into $guest/$release"
  unpack_modules "$package" "./usr/lib/debug/boot/vmlinux-$release" ||
    lacking "$package and $package-dbg cannot be downloaded" "apt-get update, with a network"
  unpack "$package" "./boot/vmlinuz-$release"
  mv "$work/boot/vmlinuz-$release" "$work/$release/vmlinuz"
  mv "$work/usr/lib/debug/boot/vmlinux-$release" "$work/$release/vmlinux"
  rm -rf "${guest:?}/$release"
  mv "$work/$release" "$guest/$release"
  ln -sfn "$release" "$work/current"
  mv -fT "$work/current" "$guest/current"
}

get_guest() {
  if [ -n "${RRQ_KERNEL:-}" ]; then
    [ -r "$RRQ_KERNEL" ] || lacking "RRQ_KERNEL cannot be read: $RRQ_KERNEL"
    kernel=$RRQ_KERNEL
    vmlinux=${RRQ_VMLINUX:-}
  else
    kernel=$guest/current/vmlinuz
    vmlinux=$guest/current/vmlinux
  fi
  have_parts=yes
  [ -r "$kernel" ] && [ -r "${vmlinux:-/dev/null}" ] || have_parts=
  busybox=$(find_busybox) || have_parts=
  if [ -z "$have_parts" ] && ! have_apt; then
    lacking "the demo needs the contents of the packages $image_package (and the -dbg of what it depends on) and busybox-static, and there is no apt" \
      "give them in RRQ_KERNEL, RRQ_VMLINUX and RRQ_BUSYBOX"
  fi
  [ -r "$kernel" ] && [ -r "${vmlinux:-/dev/null}" ] || get_kernel
  # The archive may no longer have those of an old kernel, which boots without them too.
  [ -n "${RRQ_KERNEL:-}${RRQ_MODULES:-}" ] || [ -d "${kernel%/*}/modules" ] || ! have_apt ||
    get_modules || say "the modules of this kernel cannot be had: the guest loads none"
  [ -n "$busybox" ] || get_busybox
  busybox=$(find_busybox) || lacking "the busybox of busybox-static does not run" "give one in RRQ_BUSYBOX"
  loaded=${RRQ_MODULES:-}
  [ -n "${RRQ_KERNEL:-}" ] || {
    kernel=$(readlink -f "$kernel")
    vmlinux=$(readlink -f "$vmlinux")
    loaded=${loaded:-${kernel%/*}/modules}
  }
  printf 'RRQ_KERNEL=%s\nRRQ_VMLINUX=%s\nRRQ_BUSYBOX=%s\n' "$kernel" "$vmlinux" "$busybox"
  [ ! -d "$loaded" ] || printf 'RRQ_MODULES=%s\n' "$loaded"
}

# --- qemu-source, qemu-build --------------------------------------------------------------------

check_qemu_build() {
  command -v ninja >/dev/null 2>&1 || need ninja-build
  command -v meson >/dev/null 2>&1 || need meson
  command -v python3 >/dev/null 2>&1 || need python3
  command -v pkg-config >/dev/null 2>&1 || need pkg-config
  have_compiler || { need gcc && need libc6-dev; }
  have_header glib-2.0/glib.h || need libglib2.0-dev
  have_header pixman-1/pixman.h || need libpixman-1-dev
  have_header libfdt.h || need libfdt-dev
  check_qemu_source
}

check_qemu_source() {
  command -v dpkg-source >/dev/null 2>&1 || need dpkg-dev
  command -v xz >/dev/null 2>&1 || need xz-utils
  command -v patch >/dev/null 2>&1 || need patch
  command -v git >/dev/null 2>&1 || need git
}

have_header() { [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]; }

# apt for source packages, with lists of its own, from where the system's packages come.
source_apt() {
  tool=$1
  shift
  "$tool" -o APT::Sandbox::User=root -o Dir::State::Lists="$sources/apt/lists" -o Dir::Cache="$sources/apt/cache" \
    -o Dir::Etc::SourceList="$sources/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null "$@"
}

update_sources() {
  mkdir -p "$sources/apt/lists/partial" "$sources/apt/cache/archives/partial"
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  by=
  [ ! -r "$keyring" ] || by="[signed-by=$keyring] "
  own_apt apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' | sed -n "s|^Debian |deb-src $by|p" | sort -u >"$sources/apt/sources.list"
  [ -s "$sources/apt/sources.list" ] || {
    update && own_apt apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
      'Created-By: Packages' | sed -n "s|^Debian |deb-src $by|p" | sort -u >"$sources/apt/sources.list"
  }
  source_apt apt-get update -qq >&2
}

# The version of the source: of the emulator that is installed, else the newest.
source_version() {
  # shellcheck disable=SC2016  # dpkg-query's own variables
  dpkg-query -W -f '${source:Version}' qemu-system-x86 2>/dev/null ||
    own_apt apt-cache show --no-all-versions qemu-system-x86 2>/dev/null |
    sed -n 's/^Source:.*(\(.*\))/\1/p; s/^Version: //p' | sed -n '1s/+b[0-9]*$//p;1p' | head -n 1
}

find_source() {
  for dsc in "$sources/$1"/qemu_*.dsc; do
    [ ! -r "$dsc" ] || {
      printf '%s\n' "$dsc"
      return 0
    }
  done
  return 1
}

get_qemu_source() {
  have_apt || lacking "QEMU's source package cannot be had without apt" "use Debian 12"
  sources=$cache/qemu-source
  version=$(source_version)
  [ -n "$version" ] || lacking "the package lists have no qemu-system-x86" "apt-get update"
  dsc=$(find_source "$version") || {
    mkdir -p "$sources"
    update_sources || lacking "the lists of source packages cannot be had" "try again with a network"
    getting=$(mktemp -d "$sources/.get.XXXXXX")
    say "downloading the source of qemu $version"
    (cd "$getting" && source_apt apt-get source -qq --download-only "qemu=$version" >source.log 2>&1) || {
      cat "$getting/source.log" >&2
      rm -rf "$getting"
      lacking "the source of qemu $version cannot be downloaded" \
        "apt-get install qemu-system-x86, so that it is of the version that the archive has"
    }
    rm -rf "${sources:?}/$version" "$sources/apt"
    mv "$getting" "$sources/$version"
    dsc=$(find_source "$version") || lacking "the source of qemu $version has no .dsc"
  }
  printf 'QEMU_SOURCE=%s\n' "$dsc"
}

[ $# -gt 0 ] || set -- build run guest test
# All that is missing is named, and installed, at once.
for group in "$@"; do
  case $group in
    build) check_build ;;
    run) check_run ;;
    test) check_test ;;
    qemu-source) check_qemu_source ;;
    qemu-build) check_qemu_build ;;
    guest) ;;
    *)
      say "unknown group $group: build, run, guest, test, qemu-source or qemu-build"
      exit 2
      ;;
  esac
done
install_missing
for group in "$@"; do
  case $group in
    build) get_build ;;
    guest) get_guest ;;
    qemu-source) get_qemu_source ;;
  esac
done
