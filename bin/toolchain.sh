# Finds what Waggle is built and run with; sourced by bin/waggle and bin/test. Sets JDK (a folder) and JDK_VERSION.

die_missing() {
    echo "waggle: $1" >&2
    exit 69
}

# apt on Debian and its kin, as root or through sudo; fails where neither is there.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    local as=()
    [ "$(id -u)" = 0 ] || as=(sudo)
    [ "${#as[@]}" = 0 ] || command -v sudo >/dev/null 2>&1 || return 1
    echo "waggle: installing $* with apt ..." >&2
    { "${as[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null
}

# The major version of the JDK in a folder, from its release file: 0 where it is none.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || { echo 0; return; }
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JDK to the newest one of at least 17.
find_jdk() {
    JDK='' JDK_VERSION=0
    local folder version
    for folder in "${WAGGLE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/*; do
        [ -n "$folder" ] && [ -d "$folder" ] || continue
        version=$(jdk_version "$folder")
        [ "${version:-0}" -ge 17 ] || continue
        if [ "$version" -gt "$JDK_VERSION" ]; then JDK=$folder JDK_VERSION=$version; fi
        [ "$folder" != "${WAGGLE_JAVA_HOME:-}" ] || return 0
    done
    [ -n "$JDK" ]
}

need_jdk() {
    find_jdk && return
    apt_install openjdk-17-jdk-headless && find_jdk && return
    die_missing "no JDK of version 17 or newer was found. Install one (Debian: apt install openjdk-17-jdk-headless), or set WAGGLE_JAVA_HOME."
}

need_maven() {
    command -v mvn >/dev/null 2>&1 && return
    apt_install maven && return
    die_missing "Maven is needed to build and was not found. Install it (Debian: apt install maven)."
}

need_node() {
    command -v npm >/dev/null 2>&1 && return
    apt_install nodejs npm && return
    die_missing "node and npm are needed for this test and were not found. Install them (Debian: apt install nodejs npm)."
}

need_chromium() {
    command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1 && return
    apt_install chromium chromium-driver && return
    die_missing "Chromium and its driver are needed for the browser test. Install them (Debian: apt install chromium chromium-driver)."
}

# The Vulkan loader and Mesa's software driver: a GPU for tests on machines that have none.
need_software_gpu() {
    SOFTWARE_GPU=$(ls /usr/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1 || true)
    [ -z "$SOFTWARE_GPU" ] && apt_install libvulkan1 mesa-vulkan-drivers && SOFTWARE_GPU=$(ls /usr/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1 || true)
    [ -n "$SOFTWARE_GPU" ] && return
    die_missing "the Vulkan loader and Mesa's software driver are needed for the GPU tests. Install them (Debian: apt install libvulkan1 mesa-vulkan-drivers)."
}

# Whether a process runs: one that has ended but was not yet collected by its parent (a container's first process may never
# do so) does not.
running() { grep -qsE '^State:[[:space:]]+[^ZX]' "/proc/$1/status"; }
