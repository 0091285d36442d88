#!/bin/sh
# bazel.sh SOURCE: a project of Bazel's that takes the headers from a folder, without a network.
set -eu
command -v bazel >/dev/null || { echo "skipped: there is no Bazel here (Debian: bazel-bootstrap)"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'bazel --output_user_root="$work/cache" shutdown >/dev/null 2>&1 || true; chmod -R u+w "$work"; rm -rf "$work"' EXIT
cp -r "$here/bazel" "$work/project"
cp "$here/consumer/core.cpp" "$here/meson/main.cpp" "$work/project"
sed "s|\"SUREGRASP\"|\"$1\"|" "$here/bazel/WORKSPACE" >"$work/project/WORKSPACE"
# What Bazel would fetch: rules that it has itself, under the names in which its own files ask for them.
mkdir -p "$work/rules_cc/cc" "$work/rules_java/java"
touch "$work/rules_cc/WORKSPACE" "$work/rules_cc/cc/BUILD" "$work/rules_java/WORKSPACE" "$work/rules_java/java/BUILD"
for rule in cc_binary cc_library cc_test cc_toolchain cc_toolchain_suite cc_proto_library objc_library; do
  echo "$rule = native.$rule"
done >"$work/rules_cc/cc/defs.bzl"
for rule in java_binary java_import java_library java_package_configuration java_plugin java_runtime java_toolchain; do
  echo "$rule = native.$rule"
done >"$work/rules_java/java/defs.bzl"
cd "$work/project"
bazel --output_user_root="$work/cache" build --override_repository=rules_cc="$work/rules_cc" \
  --override_repository=rules_java="$work/rules_java" //:consumer >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
bazel-bin/consumer
