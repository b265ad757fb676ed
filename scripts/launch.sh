# Starts waybill's Java. Sourced by `waybill` in a source tree and in a package; replaces the shell.
# Every start of the command goes through here, so nothing in it forks once the first start has been.
#
# Expects dist, the folder (absolute) that holds lib/app.jar, bin/waybill-launcher, build and aot/.

. "$dist/lib/jdk.sh"

# What this user's later starts save here: the JDK that was found and AOT caches that the build did not bring.
# The same folder as waybill.files.Folders has; empty where there is none: then the JDK is looked for each time.
case ${WAYBILL_CACHE_DIR-}:${XDG_CACHE_HOME-} in
  /*) cache=$WAYBILL_CACHE_DIR ;;
  :/*) cache=$XDG_CACHE_HOME/waybill ;;
  *) cache=${HOME:+$HOME/.cache/waybill} ;;
esac

choose_jdk() {
  recall_jdk "$dist/jdk" && return
  [ -n "$cache" ] && recall_jdk "$cache/jdk" && return
  if ! find_jdk java; then
    { echo 'waybill: cannot start:'; explain_jdk; } >&2
    exit 125
  fi
  [ -n "$cache" ] && mkdir -p "$cache" 2>/dev/null && remember_jdk "$cache/jdk"
}

# Becomes the JVM. $1: the option that reads or writes the AOT cache; then the arguments of Main.
# The JVM uses the cache only when it is started with the flags the cache was made with, so both come through here.
# The choice of its compilers is none of those.
# No -Xshare (it excludes -XX:AOTCache). -Xlog:disable: the JVM would complain about an unusable cache on the
# standard output, which is the job's. UsePerfData would leave a file in /tmp.
# Commands are over before the better one of the JVM's two compilers has done anything. What moves much data needs it:
# only it computes MD5 as fast as the processor can. It finds that out in seconds, or at once when a cache was made with
# it; that of the agent, which drops the flag, is not, because what is in it then costs each start of an agent 50 ms.
become_jvm() {
  aot_option=$1
  shift
  case "${1-} ${2-} ${3-}" in
    "aot-training tyger " | "tyger buffer read" | "tyger buffer write" | "tyger buffer gen") compilers= ;;
    *) compilers=-XX:TieredStopAtLevel=1 ;;
  esac
  # These would make the JVM talk on the standard error, and a foreign flag would make the AOT cache unusable.
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
  # In another character set the JVM cannot even name a file with an umlaut. Main undoes this in what jobs see.
  locale=${LC_ALL:-${LC_CTYPE:-${LANG-}}}
  case $locale in
    *[Uu][Tt][Ff]*8*) locale_option='' ;;
    *)
      locale_option="-Dwaybill.lc_all=${LC_ALL-}"
      LC_ALL=C.UTF-8
      export LC_ALL
      ;;
  esac
  # Where the caller closed the standard input, a file of the JVM's own would take its place, and be sent into jobs.
  { command : 9<&0; } 2>/dev/null || exec </dev/null
  # So with the outputs. Of what is lost this way only our remarks are not missed.
  { command : 9>&1; } 2>/dev/null || exec 1</dev/null
  command : 9>&2 || exec 2>/dev/null
  # shellcheck disable=SC2086 # WAYBILL_JAVA_OPTIONS holds several options
  exec "$java_home/bin/java" "$aot_option" -XX:+UseSerialGC ${compilers:+"$compilers"} -XX:-UsePerfData -Xlog:disable \
    --enable-native-access=ALL-UNNAMED "-Dwaybill.home=$dist" "-Dorg.sqlite.lib.path=$dist/lib" ${locale_option:+"$locale_option"} \
    ${WAYBILL_JAVA_OPTIONS-} -cp "$dist/lib/app.jar" waybill.app.Main "$@"
}

# What the JVM is trained with: the commands whose start should be fast, in one process.
training_run() {
  become_jvm "-XX:AOTCacheOutput=$1" aot-training ${2:+"$2"}
}

# Makes the AOT cache $1, for commands or for $2. Where training fails, an empty file stands for "tried, goes without".
train_one() {
  (training_run "$1.$$" "${2-}") </dev/null >/dev/null 2>&1
  rm -f "$1.$$.config"
  [ -s "$1.$$" ] || : >"$1.$$"
  mv -f "$1.$$" "$1"
}

# Makes the AOT cache $1, and beside it those of the agent and of tyger: a JVM loads all that is in its cache at its
# start, so what only they need is in ones of their own. The one that is looked for comes last.
train() {
  mkdir -p "${1%/*}" 2>/dev/null && [ -w "${1%/*}" ] || return 0
  train_one "${1%.aot}-agent.aot" agent
  train_one "${1%.aot}-tyger.aot" tyger
  train_one "$1"
}

# Sets aot to the cache that fits these jars and this JDK; makes it when neither the build nor an earlier start did.
choose_aot() {
  read -r build_id <"$dist/build"
  aot_name="$build_id-$java_build.aot"
  aot="$dist/aot/$aot_name"
  [ -e "$aot" ] && return
  [ -n "$cache" ] || return
  aot="$cache/aot/$aot_name"
  [ -e "$aot" ] && return
  train "$aot"
  # Caches of builds and JDKs long gone; one that is still wanted is made again in a second.
  find "$cache/aot" -name '*.aot' -mtime +30 -delete 2>/dev/null
}

launch() {
  choose_jdk
  choose_aot
  case ${1-} in tyger) [ -s "${aot%.aot}-tyger.aot" ] && aot=${aot%.aot}-tyger.aot ;; esac
  become_jvm "-XX:AOTCache=$aot" "$@"
}
