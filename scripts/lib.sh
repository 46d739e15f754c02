# Shared by ./run and ./test: what the project needs from Debian and npm, and how it is built. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools="$root/.tools"
jobs=$(nproc)
# A compilation is known by the contents of all files that it reads. Without CCACHE_DEPEND also by its preprocessed text, and
# then a precompiled header is handed out that remembers headers as they were before their comments changed: the compiler
# takes them for others and includes them a second time. The namespace leaves such entries of older checkouts behind.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-4G} CCACHE_DEPEND=1 CCACHE_NAMESPACE=openspc-2

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Boost 1.81 stands beside Debian 12's default 1.74; from Debian 13 on the default is new enough.
boost_packages() {
  if [ "$(. /etc/os-release && echo "${VERSION_ID:-}")" = 12 ]; then
    echo libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
  else
    echo libboost-dev libboost-json-dev libboost-url-dev
  fi
}

build_packages() {
  echo build-essential cmake ninja-build ccache pkg-config git ca-certificates libsqlite3-dev libpq-dev libmariadb-dev libssl-dev zlib1g-dev \
    libargon2-dev libspdlog-dev libfmt-dev libcli11-dev libmosquitto-dev libre2-dev libcurl4-openssl-dev libhowardhinnant-date-dev tzdata libprotobuf-dev protobuf-compiler prometheus-cpp-dev "$(boost_packages)" "$(opcua_packages)"
}

test_packages() {
  echo libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev chromium \
    clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19 fonts-dejavu-core mosquitto postgresql mariadb-server openssl wrk curl sqlite3 python3 python3-yaml
}

# OPC UA's library is not in Debian 12. There it comes from Debian 13, of the mirror that the machine uses already, and the pin lets
# nothing else come from there.
opcua_packages() { echo libopen62541-1.4-dev; }

offer_opcua_packages() {
  [ "$(. /etc/os-release && echo "${VERSION_ID:-}")" = 12 ] || return 0
  is_installed libopen62541-1.4-dev && return
  as_root apt-get update -q >/dev/null  # tells the names of what the sources hold
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Codename: bookworm' | head -1)
  [ -n "$mirror" ] || die "no mirror of Debian 12 is among this machine's package sources; install libopen62541-1.4-dev of Debian 13 and start again"
  as_root tee /etc/apt/preferences.d/openspc-opcua >/dev/null <<'EOF'
Package: *
Pin: release n=trixie
Pin-Priority: -1

Package: libopen62541-1.4 libopen62541-1.4-dev libmbedcrypto16 libmbedx509-7
Pin: release n=trixie
Pin-Priority: 500
EOF
  as_root tee /etc/apt/sources.list.d/openspc-opcua.sources >/dev/null <<EOF
Types: deb
URIs: $mirror
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
}

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    die "packages are missing and there is neither root nor sudo; install them and start again: ${*: -1}"
  fi
}

install_packages() {
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing ${missing[*]}"
  case " ${missing[*]} " in *" $(opcua_packages) "*) offer_opcua_packages ;; esac
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"${TMPDIR:-/tmp}/openspc-apt.log" 2>&1 ||
    { tail -20 "${TMPDIR:-/tmp}/openspc-apt.log" >&2; die "apt-get could not install ${missing[*]}"; }
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'
}

# Vite needs Node.js 20.19 or newer; where Debian's is older, npm brings a newer one into .tools.
install_node() {
  [ -x "$tools/node_modules/.bin/node" ] && export PATH="$tools/node_modules/.bin:$PATH"
  node_is_new_enough && return
  command -v npm >/dev/null || install_packages nodejs npm
  node_is_new_enough && return
  say "Installing a newer Node.js from npm into .tools"
  mkdir -p "$tools"
  [ -f "$tools/package.json" ] || echo '{"private": true}' >"$tools/package.json"
  (cd "$tools" && npm install --no-audit --no-fund --loglevel=error node@22 npm@10) || die "npm could not install Node.js"
  export PATH="$tools/node_modules/.bin:$PATH"
  hash -r
  node_is_new_enough || die "the Node.js that npm brought is $(node --version 2>/dev/null || echo absent); 20.19 or newer is needed"
}

# Prints a digest of the files that a step reads, so that a step whose inputs did not change is skipped.
digest_of() { find "$@" -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64; }

# FOLDER TITLE: npm's packages of a folder that has a lock file.
npm_packages() {
  local stamp="$root/$1/node_modules/.openspc-stamp" want
  want=$(digest_of "$root/$1/package.json" "$root/$1/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  say "Installing $2"
  (cd "$root/$1" && npm ci --no-audit --no-fund --loglevel=error) || die "npm ci failed in $1/"
  echo "$want" >"$stamp"
}

web_packages() { npm_packages web "the web packages"; }
peer_packages() { npm_packages tests/peers "the peers of the API tests"; }

build_web() {
  local stamp="$root/web/dist/.openspc-stamp" want
  want=$(digest_of "$root/web/src" "$root/web/public" "$root/web/scripts" "$root/web/index.html" "$root/web/package-lock.json" "$root"/web/*.ts)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  install_node
  web_packages
  say "Building the page"
  (cd "$root/web" && npm run --silent build >&2) || die "the page does not build"
  echo "$want" >"$stamp"
}

configure() { # PRESET [cmake arguments]
  local preset=$1; shift
  (cd "$root" && cmake --preset "$preset" "$@" >"$root/build/$preset-configure.log" 2>&1) ||
    { tail -30 "$root/build/$preset-configure.log" >&2; die "cmake --preset $preset failed"; }
}

build() { # PRESET [targets]
  local preset=$1; shift
  cmake --build "$root/build/$preset" -j "$jobs" ${1:+--target "$@"} >&2 || die "the $preset build failed"
}
