#!/bin/sh
# debian.sh FOLDER: a minimal Debian in FOLDER, of the release and from the mirror that this machine itself uses.
# Made at most once a day, in the source tree's target/; who comes meanwhile waits.
set -eu
folder=$1

make_debian() {
  # "500 http://mirror/debian bookworm/main amd64 Packages": the first source of packages that is a plain Debian.
  source=$(apt-cache policy | awk '$2 ~ /^https?:/ && $3 ~ /^[a-z]+\/main$/ && $2 !~ /security/ { sub("/main", "", $3); print $2, $3; exit }')
  mirror=${source% *}
  suite=${source#* }
  debootstrap --variant=minbase "$suite" "$folder" "$mirror"
  # What no test looks at makes the image three times as large.
  rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/cache/apt/*.bin "$folder"/var/lib/apt/lists/* \
    "$folder"/usr/share/doc "$folder"/usr/share/locale "$folder"/usr/share/man "$folder"/usr/share/info
}

target=$(cd "$(dirname "$0")/../../../.." && pwd)/target
archive=$target/debian.tar
mkdir -p "$target"
exec 9>"$target/debian.lock"
flock 9
if [ -n "$(find "$archive" -mtime 0 2>/dev/null)" ]; then
  mkdir "$folder"
  tar --numeric-owner --xattrs --xattrs-include='*' -xpf "$archive" -C "$folder"
else
  make_debian 9>&-
  tar --numeric-owner --xattrs --xattrs-include='*' -cf "$archive.new" -C "$folder" .
  mv "$archive.new" "$archive"
fi
