#!/bin/sh
# image.sh FOLDER LAYOUT NAME: an image with everything that files can be, of three layers, made with GNU tar and umoci.
set -eu
folder=$1 layout=$2 name=$3
mkdir -p "$folder/1" "$folder/2" "$folder/3"
umask 022

cd "$folder/1"
mkdir bin empty sticky sgid closed deep opaque opaque/inner replaced gone
cp /bin/busybox bin/busybox
chmod 4755 bin/busybox
ln bin/busybox bin/linked
ln bin/busybox sticky/elsewhere
ln -s busybox bin/sh
ln -s /bin/busybox absolute
ln -s ../../../bin/busybox deep/upwards
ln -s /nowhere/at/all dangling
ln -s . circle
printf one >owned && chown 1000:1001 owned
printf last >last && chown 65535:65534 last && chmod 0640 last
chown -h 33:44 dangling
mkfifo -m 0622 fifo && chown 7:8 fifo
chmod 1777 sticky
chown 5:6 sgid && chmod 2775 sgid
printf secret >closed/secret && chmod 0000 closed/secret && chmod 0700 closed && chown -R 12:34 closed
printf x >capable && chmod 0755 capable && setcap cap_net_raw,cap_net_bind_service+ep capable
printf cased >"$(printf 'latin-\351\377')"
printf spaced >"$(printf ' a\tb\nc"\\')"
long=$(printf '%0200d' 7)
mkdir -p "deep/$long/$long" && printf far >"deep/$long/$long/$long"
ln -s "$long/$long/$long" deep/link-to-far
ln "deep/$long/$long/$long" "deep/linked-to-far"
printf '' >nothing
truncate -s 3M sparse && printf end >>sparse
printf old >opaque/old && printf old >opaque/inner/old
printf old >gone/old && printf stays >gone/stays && printf old >whited
mkdir whited-folder && printf old >whited-folder/old
printf file >replaced/by-folder && mkdir replaced/by-file && printf x >replaced/by-file/x
ln -s folder replaced/by-real-folder && mkdir replaced/folder && printf y >replaced/folder/y
printf 1 >replaced/content
find . -exec touch -h -d '2001-02-03 04:05:06.123456789 UTC' {} +
touch -h -d '1969-12-31 23:59:58.5 UTC' owned
touch -h -d '2040-01-01 UTC' dangling
tar --format=pax --numeric-owner --sort=name --xattrs --xattrs-include='*' -cf ../1.tar .

cd "$folder/2"
mkdir opaque opaque/new gone replaced replaced/by-folder
printf '' >opaque/.wh..wh..opq && printf new >opaque/new/file && chown -R 3:3 opaque
printf '' >gone/.wh.old && printf '' >.wh.whited && printf '' >.wh.whited-folder
chmod 0750 gone && chown 9:9 gone
printf inside >replaced/by-folder/inside && printf now >replaced/by-file
mkdir replaced/by-real-folder && printf z >replaced/by-real-folder/z
printf '2, and longer' >replaced/content
find . -exec touch -h -d '2002-03-04 05:06:07.000000001 UTC' {} +
tar --format=pax --numeric-owner --sort=name -cf ../2.tar .

cd "$folder/3"
mkdir opaque gone
printf back >whited && printf back >gone/old && printf '' >gone/.wh.stays && printf third >opaque/third
printf noted >noted
find . -exec touch -h -d '2003-04-05 06:07:08 UTC' {} +
tar --format=pax --numeric-owner --sort=name --exclude=./noted -cf ../3.tar .
# One more archive's worth of entries, for the attributes of which tar asks no file system.
tar --format=pax --pax-option='SCHILY.xattr.user.note:=of a person,SCHILY.xattr.user.overlay.opaque:=y' \
  -rf ../3.tar ./noted

umoci new --image "$layout:$name"
for layer in 1 2 3; do
  umoci raw add-layer --image "$layout:$name" "$folder/$layer.tar"
done
