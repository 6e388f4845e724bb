#!/bin/sh
# kata: this stub finds Java and runs the jar that follows it in this same file.
kata_java() {
  for home in "$KATA_JAVA_HOME" "$JAVA_HOME"; do
    if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
      echo "$home/bin/java"
      return
    fi
  done
  command -v java && return
  # A forced SSH command has a bare PATH and reads no profile: look where Javas live.
  for home in /usr/lib/jvm/default-java /usr/lib/jvm/*25* /usr/lib/jvm/*21* /usr/lib/jvm/*17* \
    "$HOME"/.sdkman/candidates/java/current /opt/java /opt/java/*; do
    if [ -x "$home/bin/java" ]; then
      echo "$home/bin/java"
      return
    fi
  done
}
java=$(kata_java)
if [ -z "$java" ]; then
  echo "error: kata needs Java 17 or newer, and finds none" >&2
  echo "hint: apt-get install default-jre-headless, or set KATA_JAVA_HOME" >&2
  exit 1
fi
# Without a UTF-8 locale Java cannot even read an argument such as "é".
case "${LC_ALL:-${LC_CTYPE:-$LANG}}" in
  *[Uu][Tt][Ff]*) ;;
  *) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac
# Not in a $(...): in there standard output is a pipe.
in=0 out=0 err=0
[ -t 0 ] && in=1
[ -t 1 ] && out=1
[ -t 2 ] && err=1
# What changes an app goes on when the terminal or the connection it was started from goes away.
# Not so `run` and `docker`: their children would stay behind, as they inherit that.
command=$1
[ "$command" = ssh-shell ] && command=${SSH_ORIGINAL_COMMAND%% *}
case $command in
  git-hook | git-receive-pack | deploy | rollback | restart | stop | rm | mode | boot | secrets:set)
    trap '' HUP ;;
esac
# What Java keeps of kata's classes, where `kata setup` made it. It is code, so only one's own counts.
kept=
if [ -z "$KATA_JAVA_OPTIONS" ]; then
  start=${KATA_ROOT:-$HOME}/.kata/start/kata
  [ -O "$start.jsa" ] && kept=-XX:SharedArchiveFile=$start.jsa
  [ -O "$start.aot" ] && kept=-XX:AOTCache=$start.aot
fi
# JVM log lines go to standard output by default, into the middle of git's protocol.
# shellcheck disable=SC2086
exec "$java" -Xlog:disable -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -Xmx256m -Xmn2m -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=16m -XX:-UsePerfData \
  -XX:+IgnoreUnrecognizedVMOptions \
  ${kept:+"$kept"} $KATA_JAVA_OPTIONS -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
  "-Djava.io.tmpdir=${TMPDIR:-/tmp}" "-Dkata.tty.in=$in" "-Dkata.tty.out=$out" "-Dkata.tty.err=$err" \
  -jar "$0" "$@"
