#!/bin/sh
# Builds the product into .waybill/dist: what `wb package` packs and `./waybill` starts.
#
#   .waybill/builds/ID/   one build: lib/, bin/, aot/, build (its ID, a hash of what is in it), jdk (what built it)
#   .waybill/dist         link to the newest build
#   .waybill/stamp        its date says when that build began to read the sources
#   .waybill/build.log    what Maven and the C compiler said
#
# Several callers at once build once: the others wait and find the work done. Sources older than the stamp are built.
set -u
home=$(cd -P "$(dirname "$0")/.." && pwd) || exit 1
cd "$home" || exit 1
. scripts/jdk.sh
. scripts/fresh.sh

say() {
  printf 'waybill: %s\n' "$*" >&2
}

# Says all that is missing at once.
require_tools() {
  missing=$(
    find_jdk javac || explain_jdk
    command -v mvn >/dev/null || printf '  no Maven (mvn) on the PATH\n    Debian, Ubuntu: apt-get install maven\n'
    command -v "${CC:-cc}" >/dev/null || printf '  no C compiler (%s)\n    Debian, Ubuntu: apt-get install gcc libc6-dev\n' "${CC:-cc}"
  )
  [ -z "$missing" ] && find_jdk javac && return
  say 'cannot build, this machine has'
  printf '%s\n' "$missing" >&2
  exit 1
}

fail() {
  say "the build failed; all of it is in $home/.waybill/build.log"
  errors=$(grep -E '^\[ERROR\]|error:' .waybill/build.log | sed -e '/To see the full stack trace/,$d' -e '/^\[ERROR\] *$/d')
  { [ -n "$errors" ] && printf '%s\n' "$errors" || tail -n 20 .waybill/build.log; } | head -n 40 >&2
  exit 1
}

# Classes of an earlier build go first: Maven does not notice that a module's classes are older than those it was
# compiled against, when they were compiled by another call (`wb check model`), and would pack what does not fit.
compile() {
  rm -rf */target/classes dialects/*/target/classes backends/*/target/classes
  # shellcheck disable=SC2086 # WAYBILL_MAVEN_ARGS holds several arguments
  JAVA_HOME=$java_home mvn -B $maven_talk ${WAYBILL_MAVEN_ARGS-} -T 2 -pl app -am -Dmaven.test.skip=true package
}

# Puts one build together in the folder $1.
assemble() {
  rm -rf "$1" && mkdir -p "$1/lib" "$1/bin" &&
    cp app/target/lib/*.jar "$1/lib/" &&
    cp app/target/app.jar "$1/lib/app.jar" &&
    cp scripts/jdk.sh scripts/launch.sh "$1/lib/" &&
    cp sandbox/target/launcher/waybill-launcher scripts/waybill "$1/bin/" &&
    for name in maelstrom-run opctl bacalhau tyger; do ln -s waybill "$1/bin/$name" || return; done &&
    unpack_sqlite "$1/lib"
}

# The database's native library, so that the agent need not unpack it at each of its starts. $1: the folder of jars.
unpack_sqlite() (
  cd "$1" && native=org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so &&
    "$java_home/bin/jar" xf sqlite-jdbc-*.jar "$native" && mv "$native" . && rm -r org
)

# The hash names the AOT cache: the JVM does not notice that a jar behind its cache has changed.
hash_of() {
  (cd "$1" && export LC_ALL=C && sha256sum lib/* bin/waybill bin/waybill-launcher | sha256sum | cut -c 1-16)
}

# Makes the AOT cache of the build $1, unless an earlier build came out the same.
train_on() {
  dist=$1
  . scripts/launch.sh
  [ -e "$dist/aot/$id-$java_build.aot" ] || train "$dist/aot/$id-$java_build.aot"
}

publish() {
  id=$(hash_of .waybill/builds/new) || return
  printf '%s\n' "$id" >.waybill/builds/new/build
  [ -d ".waybill/builds/$id" ] || mv .waybill/builds/new ".waybill/builds/$id" || return
  remember_jdk ".waybill/builds/$id/jdk"
  train_on "$home/.waybill/builds/$id" || return
  ln -sfn "builds/$id" .waybill/dist.new && mv -fT .waybill/dist.new .waybill/dist &&
    mv -f .waybill/stamp.new .waybill/stamp
}

# Programs may still run from the builds before this one.
forget_old_builds() {
  rm -rf .waybill/builds/new
  touch ".waybill/builds/$id"
  # shellcheck disable=SC2012 # our own names
  ls -t .waybill/builds | tail -n +4 | while read -r old; do rm -rf ".waybill/builds/$old"; done
}

mkdir -p .waybill/builds 2>/dev/null
if [ ! -w .waybill ]; then
  say "must build, but cannot write into $home/.waybill"
  exit 1
fi
exec 9>.waybill/lock
flock -n 9 || {
  say 'waiting for another build of this source tree'
  flock 9
}
fresh && exit
require_tools
say 'building (the first time takes a few minutes; the log is .waybill/build.log)'
touch .waybill/stamp.new
compile >.waybill/build.log 2>&1 9>&- || fail
{ assemble .waybill/builds/new && publish && forget_old_builds; } >>.waybill/build.log 2>&1 9>&- || fail
