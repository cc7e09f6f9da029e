#!/bin/sh
# Builds QEMU from Debian's source package with qemu-rr.patch.
#
#   build-qemu.sh DSC PATCH WORK PROGRAM
#
# DSC is the source package's .dsc, WORK a directory for sources and objects, which a later run
# goes on with where this one was ended, and PROGRAM the file that appears when all is done.
# Says what it does on standard error, and "[done/total] ..." for each step of the compilation on
# standard output.
set -eu
dsc=$1
patch=$2
work=$3
program=$4

say() { printf 'rrq: %s\n' "$*" >&2; }

unpack() {
  say "unpacking $(basename "$dsc")"
  rm -rf "$work"
  mkdir -p "$work"
  dpkg-source --no-check -x "$dsc" "$work/source" >"$work/unpack.log" 2>&1 || {
    cat "$work/unpack.log" >&2
    exit 1
  }
  say "applying qemu-rr.patch"
  # Not as a part of a repository that the cache may lie in.
  (cd "$work/source" && GIT_CEILING_DIRECTORIES="$work" git apply "$patch")
  : >"$work/unpacked"
}

configure() {
  say "configuring QEMU"
  mkdir -p "$work/build"
  cd "$work/build"
  # The devices, machine types and ROMs of the distribution, so that its recordings replay here.
  # What the guest cannot see is left out. The prefix is none of the system's, or QEMU would look
  # for the ROMs relative to itself. The plugin uses functions of the emulator.
  ../source/configure --target-list=x86_64-softmmu --without-default-features \
    --enable-system --enable-tcg --enable-plugins --enable-tpm --enable-fdt=system \
    --disable-docs --disable-tools --disable-guest-agent --disable-werror --disable-debug-info \
    --disable-qom-cast-debug --disable-install-blobs --with-git-submodules=ignore \
    --extra-ldflags=-Wl,--export-dynamic --with-pkgversion=rrq --prefix=/rrq \
    --firmwarepath=/usr/share/qemu:/usr/share/seabios:/usr/lib/ipxe/qemu \
    >configure.log 2>&1 || {
    tail -n 20 configure.log >&2
    exit 1
  }
  : >"$work/configured"
}

[ -e "$work/unpacked" ] || unpack
[ -e "$work/configured" ] || configure
cd "$work/build"
say "compiling QEMU"
ninja ${RRQ_JOBS:+-j "$RRQ_JOBS"} qemu-system-x86_64 2>&1 | tee build.log
[ -x qemu-system-x86_64 ] && grep -q . build.log && ! grep -q '^ninja: build stopped' build.log
strip -g -o "$program.new" qemu-system-x86_64 2>/dev/null || cp qemu-system-x86_64 "$program.new"
"$program.new" --version >/dev/null
mv -f "$program.new" "$program"
rm -rf "$work"
