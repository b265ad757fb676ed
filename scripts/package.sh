# Packs the built product into an archive that runs on another machine. Sourced by wb.

package() {
  local version name
  build_product || exit 1
  # The first <version> of the root pom is the project's own.
  version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)
  name="waybill-$version-linux-$(uname -m)"
  rm -rf "target/$name" && mkdir -p "target/$name"
  cp -a .waybill/dist/. LICENSE README.md "target/$name/"
  # Dates stay as they are: the JVM compares those of the jars with what its AOT cache remembers.
  chmod -R u=rwX,go=rX "target/$name"
  tar -C target -czf "target/$name.tar.gz.new" --owner=0 --group=0 --sort=name "$name"
  mv "target/$name.tar.gz.new" "target/$name.tar.gz"
  rm -rf "target/$name"
  printf '%s\n' "target/$name.tar.gz"
}
