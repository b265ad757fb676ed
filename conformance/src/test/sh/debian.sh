#!/bin/sh
# debian.sh FOLDER: a minimal Debian in FOLDER, of the release and from the mirror that this machine itself uses.
set -eu
folder=$1
# "500 http://mirror/debian bookworm/main amd64 Packages": the first source of packages that is a plain Debian.
source=$(apt-cache policy | awk '$2 ~ /^https?:/ && $3 ~ /^[a-z]+\/main$/ && $2 !~ /security/ { sub("/main", "", $3); print $2, $3; exit }')
mirror=${source% *}
suite=${source#* }
debootstrap --variant=minbase "$suite" "$folder" "$mirror"
# What no test looks at makes the image three times as large.
rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/cache/apt/*.bin "$folder"/var/lib/apt/lists/* \
  "$folder"/usr/share/doc "$folder"/usr/share/locale "$folder"/usr/share/man "$folder"/usr/share/info
