# Sourced by ./mvnw and ./vigie: finds a JDK 25 or newer and exports JAVA_HOME, or says how to get one and ends with 1.
# Looks at JAVA_HOME, PATH, the usual folders of Linux and macOS, SDKMAN and IntelliJ, in this order.
vigie_jdk_major() {
  # Prints the major version of the JDK in folder $1, nothing where there is no JDK.
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

vigie_find_jdk() {
  vigie_on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$vigie_on_path" ]; then
    vigie_on_path=$(readlink -f "$vigie_on_path" 2>/dev/null || echo "$vigie_on_path")
    vigie_on_path=${vigie_on_path%/bin/javac}
  fi
  for vigie_candidate in "${JAVA_HOME-}" "$vigie_on_path" /usr/lib/jvm/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$vigie_candidate" ] || continue
    vigie_major=$(vigie_jdk_major "$vigie_candidate")
    if [ -n "$vigie_major" ] && [ "$vigie_major" -ge 25 ]; then
      JAVA_HOME=$vigie_candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

case $- in *f*) vigie_noglob=-f ;; *) vigie_noglob=+f ;; esac
set +f
vigie_find_jdk || {
  echo "Vigie needs a JDK 25 or newer and found none: install one (e.g. 'apt install openjdk-25-jdk', or from https://adoptium.net) or set JAVA_HOME to it." >&2
  exit 1
}
set $vigie_noglob
