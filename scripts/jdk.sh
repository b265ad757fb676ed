# Finds a JDK by reading `release` files: starting `java` only to ask its version would cost 20 ms and more.
# Sourced; defines find_jdk. Kept free of forks on the way that every start takes.

jdk_oldest=25

# Is $1 the home of a JDK that will do? Then sets java_home and java_build, else adds it to jdk_refused.
jdk_try() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  jdk_version='' java_build=''
  while IFS='=' read -r jdk_key jdk_value; do
    jdk_value=${jdk_value#\"} jdk_value=${jdk_value%\"}
    case $jdk_key in
      JAVA_VERSION) jdk_version=$jdk_value ;;
      JAVA_RUNTIME_VERSION) java_build=$jdk_value ;;
    esac
  done <"$1/release"
  java_home=$1 java_build=${java_build:-$jdk_version}
  jdk_major=${jdk_version%%[!0-9]*}
  [ "${jdk_major:-0}" -ge "$jdk_oldest" ] && return 0
  jdk_refused="${jdk_refused}    seen: $jdk_version in $1
"
  return 1
}

# The JDK that find_jdk chose last time, if JAVA_HOME still says the same and the JDK was not replaced since.
# $1: the file in which remember_jdk wrote it.
recall_jdk() {
  [ -r "$1" ] || return 1
  { read -r jdk_seen && read -r java_home && read -r java_build; } <"$1" || return 1
  [ "$jdk_seen" = "JAVA_HOME=${JAVA_HOME-}" ] && [ -x "$java_home/bin/java" ] && [ "$1" -nt "$java_home/release" ]
}

remember_jdk() {
  printf 'JAVA_HOME=%s\n%s\n%s\n' "${JAVA_HOME-}" "$java_home" "$java_build" >"$1.$$" && mv -f "$1.$$" "$1"
} 2>/dev/null

# Sets java_home and java_build, or returns 1 with one line per refused JDK in jdk_refused.
# $1: a program that must be there beside `java`, for example javac.
find_jdk() {
  jdk_refused=''
  jdk_on_path=$(command -v java 2>/dev/null) && jdk_on_path=$(readlink -f "$jdk_on_path")
  for jdk_home in \
    "${JAVA_HOME-}" "${jdk_on_path%/bin/java}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /usr/local/java/* /opt/*jdk* /opt/*java* /opt/java/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/*; do
    [ -n "$jdk_home" ] && [ -x "$jdk_home/bin/${1:-java}" ] && jdk_try "$jdk_home" && return 0
  done
  return 1
}

# What to do when find_jdk found none.
explain_jdk() {
  cat <<TEXT
  no JDK $jdk_oldest or later
${jdk_refused}    Debian 13, Ubuntu 25.10 and later: apt-get install openjdk-$jdk_oldest-jdk-headless
    elsewhere: unpack one from https://adoptium.net into ~/.jdks, or let JAVA_HOME name it
TEXT
}

# Maven says warnings and errors only: with -q it would keep the warnings to itself that -Werror then fails for.
maven_talk='-Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dstyle.color=never'
