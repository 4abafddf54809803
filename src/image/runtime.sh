#!/bin/sh
# Lays the root of the container image out: a JDK runtime with just the modules that the operator
# needs, and the C library that it is linked with. Usage: runtime.sh JLINK TARGET-FOLDER
set -eu
jlink=$1 root=$2
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.unsupported
libraries="libc.so.6 libdl.so.2 libm.so.6 libpthread.so.0 librt.so.1 libz.so.1 libnss_dns.so.2 libnss_files.so.2 libresolv.so.2"

rm -rf "$root"
mkdir -p "$root/opt" "$root/etc" "$root/tmp" "$root/lib64" "$root/lib/x86_64-linux-gnu"
"$jlink" --add-modules "$modules" --output "$root/opt/java" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
for library in $libraries; do
  cp -L "/lib/x86_64-linux-gnu/$library" "$root/lib/x86_64-linux-gnu/"
done
echo 'operator:x:65534:65534::/:/nologin' > "$root/etc/passwd"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

# What scanners read of an image without a package database: the distribution, and one file a package.
mkdir -p "$root/var/lib/dpkg/status.d"
cp -L /etc/os-release "$root/etc/"
for package in libc6 zlib1g; do # the packages of the libraries above
  dpkg-query --status "$package:amd64" > "$root/var/lib/dpkg/status.d/$package"
done
# jlink leaves out who has built the JDK
grep '^IMPLEMENTOR' "$(dirname "$jlink")/../release" >> "$root/opt/java/release" || :
