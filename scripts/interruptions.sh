#!/bin/sh
# interruptions.sh [--tool FILE] [--commands "train adapt ..."] [--trials N] [--minutes M] [--seed S] [--first N]
#
# Breaks the tool off at random moments and checks what docs/tool.md promises. Each trial sends SIGINT, SIGTERM, SIGHUP or
# SIGKILL to a small run of a command, half of them behind a change in its folder and half after a share of its usual
# time, some more than once. It must then end soon and with its status, leave nothing half-written and nothing that a
# whole run does not leave, and the same command must go on to the bytes of an unbroken run; of `watch` every line must
# be whole. Prints what was wrong, with the seed and the number of the trial to repeat it by, and a line a command. The
# minutes, which unbroken runs come on top of, are shared among the commands. The tool is build/gcc's unless named. Fails
# where a trial does.
set -u
tool='' commands='train adapt adapt-heads synth demo watch' trials=200 minutes=45 seed=1 first=0
while [ $# -gt 0 ]; do
  case $1 in
    --tool) tool=$2 ;;
    --commands) commands=$2 ;;
    --trials) trials=$2 ;;
    --minutes) minutes=$2 ;;
    --seed) seed=$2 ;;
    --first) first=$2 ;;
    *) sed -n '2,11s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.." || exit 2
tool=$(realpath "${tool:-build/gcc/examples/suregrasp}")
[ -x "$tool" ] || { echo "$tool is not there: build it (cmake --workflow --preset dev), or name one with --tool" >&2; exit 2; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
${CXX:-g++} -std=c++20 -O1 -I include -I tests '-DSUREGRASP_TOOL="suregrasp"' tests/killed/interruptions.cpp \
  -o "$work/interruptions" || exit 2
mkdir "$work/bench"
# shellcheck disable=SC2086
TMPDIR=$work "$work/interruptions" "$tool" "$work/bench" "$seed" "$trials" "$minutes" "$first" $commands
