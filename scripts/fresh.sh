# Is the build in .waybill newer than every source it was made from? Sourced; expects home, the source tree.
# Asked at every start of ./waybill, so it costs one fork: find, in a subshell that becomes it.
# bench and testing are in no build.

# Prints the folder of the build, and on a second line one source that changed after it, if any. The folder is the
# one behind the link `dist`, so that a program that still runs keeps its own jars when the next build moves the link.
# -cnewer, not -newer: it also sees a file that was replaced by one with an older date.
look() {
  cd -P "$home/.waybill/dist" 2>/dev/null && printf '%s\n' "$PWD" && cd ../../.. &&
    exec find waybill scripts .mvn pom.xml */pom.xml */*/pom.xml */src/main */*/src/main sandbox/launcher \
      \( -path 'bench/*' -o -path 'testing/*' \) -prune -o -cnewer .waybill/stamp -print -quit 2>/dev/null
}

# Sets dist to the folder of the build, if there is one.
fresh() {
  newline='
'
  seen=$(look)
  dist=${seen%%"$newline"*}
  [ -n "$seen" ] && [ "$seen" = "$dist" ]
}
