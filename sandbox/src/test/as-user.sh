#!/bin/sh
# Run by root: runs this module's tests as an ordinary user, from a folder that everybody may read.
#   as-user.sh JAVA CLASS-PATH [PATTERN OF CLASS NAMES]
# Prints what waybill.sandbox.RunTests prints; its last line is `N passed, N failed, N skipped`.
set -eu
java=$1
class_path=$2
shift 2
module=$(cd "$(dirname "$0")/../.." && pwd)
# Somebody with subordinate ids if there is one, for what needs them; else nobody.
has_ids() { awk -F: -v user="$1" -v id="$2" '($1 == user || $1 == id) && $3 >= 65535 { found = 1 } END { exit !found }' "$3"; }
id=54321
group=54321
for line in $(awk -F: '$3 >= 1000 && $3 < 60000 { print $1 ":" $3 ":" $4 }' /etc/passwd); do
    name=${line%%:*} rest=${line#*:}
    if [ -r /etc/subuid ] && [ -r /etc/subgid ] && has_ids "$name" "${rest%:*}" /etc/subuid &&
        has_ids "$name" "${rest%:*}" /etc/subgid; then
        id=${rest%:*} group=${rest#*:}
        break
    fi
done

copy=$(mktemp -d "${TMPDIR:-/tmp}/waybill-as-user-XXXXXX")
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM

mkdir -p "$copy/target" "$copy/src/test" "$copy/tmp"
cp -r "$module/target/launcher" "$copy/target/launcher"
cp -r "$module/launcher" "$copy/launcher"
cp -r "$module/src/test/c" "$copy/src/test/c"
copied=
number=0
IFS=:
for entry in $class_path; do
    [ -e "$entry" ] || continue
    number=$((number + 1))
    case $entry in
    *.jar) cp "$entry" "$copy/$number.jar" && copied=$copied:$copy/$number.jar ;;
    *) cp -r "$entry" "$copy/$number" && copied=$copied:$copy/$number ;;
    esac
done
unset IFS
chmod -R a+rX "$copy"
chown "$id:$group" "$copy/tmp"

# What only root has cannot be required of this user.
required=
for word in ${WAYBILL_REQUIRE:-}; do
    case $word in
    root | cgroup) ;;
    *) required="$required $word" ;;
    esac
done

cd "$copy"
env -i PATH="$PATH" HOME="$copy/tmp" WAYBILL_REQUIRE="$required" \
    setpriv --reuid="$id" --regid="$group" --clear-groups --inh-caps=-all \
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir="$copy/tmp" -cp "${copied#:}" \
    waybill.sandbox.RunTests "$@"
