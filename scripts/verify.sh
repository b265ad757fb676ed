# Everything CI does. Sourced by wb, whose functions it uses.

# Debian packages that bring what tests need, each with the words it lets us declare (see waybill.testing.Needs).
test_packages() {
  cat <<'TABLE'
busybox-static          busybox
debootstrap             debootstrap
docker-registry         docker-registry
skopeo                  skopeo
umoci                   umoci
libcap2-bin             setcap
bubblewrap              bwrap
runc                    runc
uidmap                  newuidmap
util-linux              setpriv
ffmpeg                  ffmpeg
gcc-aarch64-linux-gnu   aarch64-linux-gnu-gcc
libc6-dev-arm64-cross
TABLE
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing_packages() {
  local package words
  while read -r package words; do
    is_installed "$package" || printf '%s ' "$package"
  done < <(test_packages)
}

# As root on Debian installs what is missing; everybody else is told. Sets `required`, what tests may not skip.
prepare_machine() {
  local missing words
  if [ "$(id -u)" != 0 ] || [ ! -e /etc/debian_version ]; then
    required=''
    command -v dpkg-query >/dev/null || return 0
    missing=$(missing_packages)
    [ -z "$missing" ] || printf 'wb: tests that need these Debian packages are skipped: %s\n' "$missing"
    return 0
  fi
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    printf 'wb: installing %s\n' "$missing"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
  fi
  make_range_account
  words=$(test_packages | while read -r _ words; do printf '%s ' "$words"; done)
  required="root user range product $words$(cgroup_word)"
}

# Somebody with subordinate ids, for the tests of ordinary users' ranges; an account that has them already will do.
make_range_account() {
  local name=waybill-test
  has_range /etc/subuid && has_range /etc/subgid && return
  printf 'wb: making the account %s\n' "$name"
  id "$name" >/dev/null 2>&1 || useradd --no-create-home --shell /usr/sbin/nologin "$name"
  has_range /etc/subuid || usermod --add-subuids 200000-265535 "$name"
  has_range /etc/subgid || usermod --add-subgids 200000-265535 "$name"
}

# Whether the file $1 gives a person enough ids. Who is given them in the one is given them in the other, as a rule.
has_range() {
  awk -F: 'FILENAME == "/etc/passwd" { if ($3 >= 1000 && $3 < 60000) person[$1] = person[$3] = 1; next }
    person[$1] && $3 >= 65535 { found = 1 }
    END { exit !found }' /etc/passwd "$1" 2>/dev/null
}

# A container may be given no control groups at all; that is then the machine, not a broken sandbox.
cgroup_word() {
  if [ -w /sys/fs/cgroup/memory ] || grep -qsw memory /sys/fs/cgroup/cgroup.controllers; then
    printf 'cgroup'
  fi
}

# Prints "N passed, N failed, N skipped" over all modules, after the failures and the reasons for skipping.
# Returns 1 when a test failed or none ran.
report() {
  find . -path '*/target/surefire-reports/TEST-*.xml' -exec cat {} + | awk '
    function attribute(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /<testsuite / {
      tests += attribute("tests"); skipped += attribute("skipped")
      failed += attribute("errors") + attribute("failures")
    }
    /<testcase / { test = attribute("classname") "." attribute("name") }
    /<skipped/ {
      reason = attribute("message")
      if (reason == "" && match($0, /Exception: .*/)) reason = substr($0, RSTART + length("Exception: "))
      reasons[reason]++
    }
    /<(failure|error)[ >]/ {
      why = attribute("message")
      sub(/^(&#10;|[ ])+/, "", why)
      printf "failed: %s: %s\n", test, substr(why, 1, 300)
    }
    END {
      for (reason in reasons) printf "skipped %d: %s\n", reasons[reason], reason
      printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped
      exit failed > 0 || tests == skipped
    }'
}

step() {
  printf 'wb: %s\n' "$*"
}

# Two modules side by side, but conformance for itself: it mounts and fills disks, and runs classes side by side.
run_tests() {
  local wrong=0
  export WAYBILL_REQUIRE=$required
  maven -T 2 -pl '!conformance' -Dmaven.test.failure.ignore=true package || wrong=$?
  maven -pl conformance -am -Dmaven.test.failure.ignore=true package || wrong=$?
  return $wrong
}

# A step that fails does not stop the later ones: one run shows all there is to mend.
verify() {
  local format=0 tests=0
  step 'the machine' && prepare_machine
  step 'a clean build' && clean && build_product || exit 1
  step 'format' && maven -T 2 --fail-at-end spotless:check || format=$?
  step 'tests' && run_tests || tests=$?
  [ "$format" = 0 ] || printf 'wb: the format is not the one format; ./wb fmt mends it\n'
  [ "$tests" = 0 ] || printf 'wb: not everything could be compiled and tested\n'
  report && [ "$format$tests" = 00 ]
}
