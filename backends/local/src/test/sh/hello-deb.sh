#!/bin/sh
# hello-deb.sh FOLDER FILE: a Debian package that makes an account when it is installed and gives it a folder.
set -eu
folder=$1 file=$2
umask 022
mkdir -p "$folder/DEBIAN" "$folder/usr/bin" "$folder/var/lib/hello" "$folder/etc"
cat >"$folder/DEBIAN/control" <<'CONTROL'
Package: hello-range
Version: 1.0
Architecture: all
Maintainer: Nobody <nobody@example.com>
Depends: passwd
Description: tries what packages do when they are installed
CONTROL
echo /etc/hello.conf >"$folder/DEBIAN/conffiles"
cat >"$folder/DEBIAN/postinst" <<'POSTINST'
#!/bin/sh
set -e
groupadd --gid 777 greeters
useradd --uid 1234 --gid greeters --create-home --shell /bin/sh greeter
chown greeter:greeters /var/lib/hello
chmod 2750 /var/lib/hello
chown 65534:65534 /etc/hello.conf
POSTINST
cat >"$folder/DEBIAN/postrm" <<'POSTRM'
#!/bin/sh
set -e
[ "$1" != purge ] || userdel --remove greeter
POSTRM
chmod 0755 "$folder/DEBIAN/postinst" "$folder/DEBIAN/postrm"
printf '#!/bin/sh\nid -un\n' >"$folder/usr/bin/hello-range"
cp /bin/true "$folder/usr/bin/hello-set-id"
chmod 0755 "$folder/usr/bin/hello-range"
chmod 6755 "$folder/usr/bin/hello-set-id"
echo configured >"$folder/etc/hello.conf"
dpkg-deb --root-owner-group --build "$folder" "$file"
