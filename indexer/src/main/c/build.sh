#!/bin/sh
# Builds the plugin: build.sh OUTPUT. Does nothing where the output is newer than every source.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
output=$1
if [ -f "$output" ] && [ -z "$(find . -type f -newer "$output")" ]; then
  exit 0
fi
mkdir -p "$(dirname "$output")"
${CC:-gcc} -std=gnu11 -O2 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden \
  -o "$output.new" ./*.c -lpthread
mv "$output.new" "$output"
