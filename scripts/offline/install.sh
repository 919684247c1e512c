#!/bin/sh
# Installs auditty from the files beside it; nothing is fetched.
#
#   ./install.sh [FOLDER]
#
# FOLDER: where versions are kept (root: /opt/auditty, others: ~/.local/share/auditty). The command goes into $BIN
# (root: /usr/local/bin, others: ~/.local/bin). $PYTHON: which Python is to run it.
# Whoever has an older version open can go on with it: each version has a folder of its own.
set -eu

fail() {
    echo "auditty: $1" >&2
    exit 2
}

case ${1:-} in
-*) fail "call it as ./install.sh [FOLDER]; README.txt says more" ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" = 0 ]; then
    folder=${1:-/opt/auditty} bin=${BIN:-/usr/local/bin}
else
    folder=${1:-$HOME/.local/share/auditty} bin=${BIN:-$HOME/.local/bin}
fi

python=
for name in ${PYTHON:-python3 $(printf 'python%s ' @PYTHONS@)}; do
    if "$name" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' @PYTHONS@ 2>/dev/null; then
        python=$name
        break
    fi
done
[ -n "$python" ] || fail "no Python of version @PYTHONS@ here; install one, or name it: PYTHON=/path/to/python3 ./install.sh"
platform=$("$python" -c 'import sysconfig; print(sysconfig.get_platform())')
[ "$platform" = "@PLATFORM@" ] || fail "these packages are for @PLATFORM@, this machine is $platform"

"$python" - "$here" <<'END' || fail "the archive is damaged; fetch it again"
import hashlib, pathlib, sys

here, wrong = pathlib.Path(sys.argv[1]), []
for line in (here / "SHA256SUMS").read_text().splitlines():
    digest, name = line.split(maxsplit=1)
    if not (here / name).is_file() or hashlib.sha256((here / name).read_bytes()).hexdigest() != digest:
        wrong.append(name)
if wrong:
    sys.exit("auditty: not as it was packed: " + ", ".join(wrong))
END

mkdir -p "$folder" "$bin"
folder=$(cd "$folder" && pwd)
target=$folder/@VERSION@
[ ! -e "$target" ] || fail "$target is there already; remove it to install it anew"
trap 'rm -rf "$target"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# Without pip: Debian's Python has none to put there. The one among the wheels does the work.
"$python" -m venv --without-pip "$target"
pip=$(echo "$here"/wheels/pip-*.whl)
"$target/bin/python" "$pip/pip" --isolated --disable-pip-version-check install --quiet --no-index \
    --no-cache-dir --no-deps --require-hashes --find-links "$here/wheels" --requirement "$here/requirements.lock"
"$target/bin/auditty" --version
trap - EXIT
ln -sf "$target/bin/auditty" "$bin/auditty"
echo "auditty: installed in $target; the command is $bin/auditty"
case ":$PATH:" in *":$bin:"*) ;; *) echo "auditty: $bin is not on your PATH; put it there" ;; esac
