# Benchmarks, each beside the floor in the same run. Sourced by wb.

# $1: rounds; 500 give a p25 worth committing.
bench() {
  local busybox=/bin/busybox
  [ -x "$busybox" ] || die "benchmarks need a static busybox; Debian, Ubuntu: apt-get install busybox-static"
  build_product || exit 1
  maven -pl bench -am -Dmaven.test.skip=true package
  "${CC:-cc}" -O2 -static -o bench/target/probe bench/native/probe.c
  rm -rf bench/target/work && mkdir -p bench/target/work
  find_jdk java
  "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "bench/target/classes:testing/target/classes:.waybill/dist/lib/*" waybill.bench.Bench \
    .waybill/dist bench/target/probe "$busybox" bench/target/work bench/results.md "${1:-500}"
}
